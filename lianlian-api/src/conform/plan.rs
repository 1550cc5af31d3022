//! The order of a message's members, settled while the program is compiled.

use core::cmp::Ordering;

use super::find::NOWHERE;
use super::own::Fields;
use crate::meta::{FieldMeta, FilledBy, Kind, OperationMeta};
use crate::source::compare_keys;

/// One member of the message that a request becomes.
#[derive(Clone, Copy, Debug)]
pub struct Step {
    pub(crate) field: &'static FieldMeta,
    pub(crate) source: StepSource,
    /// The name of the struct's field, where it is one.
    pub(crate) own: &'static str,
}

/// Where the value of a member comes from.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StepSource {
    /// The struct's own field of this index.
    Own(usize),
    /// The spec: always this text.
    Fixed(&'static str),
    /// The client.
    Filled(FilledBy),
}

/// The members of a message but the signature, sorted as its source wants them.
#[derive(Clone, Copy, Debug)]
pub struct Plan {
    /// The members, and places that are not used.
    pub steps: &'static [Step],
    /// How many there are.
    pub len: usize,
}

impl Plan {
    /// No members: of a struct that does not compile.
    pub const EMPTY: Self = Self { steps: &[], len: 0 };

    /// The member at this place, or one without name and value.
    pub(crate) const fn member(&self, place: usize) -> &'static Step {
        if place < self.len && place < self.steps.len() { &self.steps[place] } else { &NO_STEP }
    }

    /// The members.
    pub(crate) fn members(&self) -> &'static [Step] {
        self.steps.get(..self.len).unwrap_or(self.steps)
    }
}

const PLACEHOLDER: Step = {
    static NONE: FieldMeta = FieldMeta::new("", "", Kind::Text);
    Step { field: &NONE, source: StepSource::Fixed(""), own: "" }
};
static NO_STEP: Step = PLACEHOLDER;

/// Who gives the member's value, if the struct does not.
const fn source(field: &FieldMeta) -> Option<StepSource> {
    match (field.filled_by, field.fixed) {
        (Some(FilledBy::Signature), _) | (None, None) => None,
        (Some(by), _) => Some(StepSource::Filled(by)),
        (None, Some(value)) => Some(StepSource::Fixed(value)),
    }
}

/// How many members the message has, the signature not counted.
pub const fn plan_len<const MOST: usize>(meta: &'static OperationMeta, own: &Fields) -> usize {
    let owners = own.owners::<MOST>();
    let mut len = 0;
    let mut at = 0;
    while at < MOST {
        if owners[at] != NOWHERE || source(&meta.request[at]).is_some() {
            len += 1;
        }
        at += 1;
    }
    len
}

/// The members of the message in the order of the signature source.
///
/// `MOST` is how many fields the operation has.
pub const fn plan<const MOST: usize>(meta: &'static OperationMeta, own: &Fields) -> [Step; MOST] {
    let owners = own.owners::<MOST>();
    let is_sorted = meta.order.len() == MOST;
    let mut steps = [PLACEHOLDER; MOST];
    let mut len = 0;
    let mut at = 0;
    while at < MOST {
        let place = if is_sorted { meta.order[at] as usize } else { at };
        if let Some(step) = step(&meta.request[place], own, owners[place]) {
            steps[len] = step;
            len += 1;
            if !is_sorted {
                sink(&mut steps, len);
            }
        }
        at += 1;
    }
    steps
}

/// The members of a message whose request knows every field that the client does not set, by its place
/// in the operation; and how many there are.
///
/// `MOST` is at least how many fields the operation has.
pub(crate) const fn plan_of_all<const MOST: usize>(
    meta: &'static OperationMeta,
) -> ([Step; MOST], usize) {
    let mut steps = [PLACEHOLDER; MOST];
    let mut len = 0;
    let mut at = 0;
    while at < meta.request.len() {
        let field = &meta.request[at];
        let source = match source(field) {
            None if matches!(field.filled_by, Some(FilledBy::Signature)) => None,
            None => Some(StepSource::Own(at)),
            source => source,
        };
        if let Some(source) = source {
            steps[len] = Step { field, source, own: field.name };
            len += 1;
            sink(&mut steps, len);
        }
        at += 1;
    }
    (steps, len)
}

/// The member for a field, if the message has it.
const fn step(field: &'static FieldMeta, own: &Fields, owner: usize) -> Option<Step> {
    if owner != NOWHERE {
        let one = own.get(owner);
        let source =
            if one.is_now { StepSource::Filled(FilledBy::Clock) } else { StepSource::Own(owner) };
        return Some(Step { field, source, own: one.name });
    }
    match source(field) {
        Some(source) => Some(Step { field, source, own: "" }),
        None => None,
    }
}

/// Puts the last of the first `len` steps where it belongs among those before it.
const fn sink<const MOST: usize>(steps: &mut [Step; MOST], len: usize) {
    let mut at = len - 1;
    let step = steps[at];
    while at > 0
        && matches!(compare_keys(steps[at - 1].field.name, step.field.name), Ordering::Greater)
    {
        steps[at] = steps[at - 1];
        at -= 1;
    }
    steps[at] = step;
}
