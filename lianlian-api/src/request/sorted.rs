//! The members of a request, each at a place in the source that the compiler knows.

use core::marker::PhantomData;

use super::{Filling, Request, step_value};
use crate::conform::{Index, Step, StepSource};
use crate::scheme::Sink;
use crate::source::SourceWriter;

/// The member at this place; as an index, the struct's field that it is.
struct Sorted<R, const PLACE: usize>(PhantomData<R>);

/// Longest name that is joined with its signs while the program is compiled.
const LONGEST: usize = 62;

impl<R: Request, const PLACE: usize> Sorted<R, PLACE> {
    const STEP: &'static Step = R::PLAN.member(PLACE);
    const BYTES: &'static [u8; LONGEST + 2] = &joined(Self::STEP.field.name);
    /// `&name=`, or nothing for a name that is too long.
    const LEAD: &'static str = {
        let name = Self::STEP.field.name;
        let len = if name.len() > LONGEST { 0 } else { name.len() + 2 };
        match core::str::from_utf8(Self::BYTES.split_at(len).0) {
            Ok(text) => text,
            Err(_) => "",
        }
    };
}

impl<R: Request, const PLACE: usize> Index for Sorted<R, PLACE> {
    const AT: usize = match Self::STEP.source {
        StepSource::Own(own) => own,
        StepSource::Fixed(_) | StepSource::Filled(_) => usize::MAX,
    };
}

/// `&name=`, and zeros up to the end.
#[allow(clippy::indexing_slicing, clippy::arithmetic_side_effects, reason = "in constants only")]
const fn joined(name: &str) -> [u8; LONGEST + 2] {
    let name = name.as_bytes();
    let mut bytes = [0; LONGEST + 2];
    if name.len() <= LONGEST {
        bytes[0] = b'&';
        let mut at = 0;
        while at < name.len() {
            bytes[at + 1] = name[at];
            at += 1;
        }
        bytes[name.len() + 1] = b'=';
    }
    bytes
}

/// Writes the member at `PLACE`.
#[inline]
pub(super) fn write<R: Request, const PLACE: usize, S: Sink>(
    request: &R,
    filling: &Filling<'_>,
    source: &mut SourceWriter<'_, S>,
) {
    let value = if const { matches!(Sorted::<R, PLACE>::STEP.source, StepSource::Own(_)) } {
        request.value_at::<Sorted<R, PLACE>>()
    } else {
        step_value(request, filling, Sorted::<R, PLACE>::STEP)
    };
    if const { Sorted::<R, PLACE>::LEAD.is_empty() } {
        source.pair(Sorted::<R, PLACE>::STEP.field.name, value.as_str());
    } else {
        source.member(Sorted::<R, PLACE>::LEAD, &value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_between_its_signs() {
        assert!(joined("no_order").starts_with(b"&no_order=\0"));
        let longest = "n".repeat(LONGEST);
        assert_eq!(joined(&longest).as_slice(), format!("&{longest}=").as_bytes());
        assert_eq!(joined(&format!("{longest}n")), [0; LONGEST + 2]);
    }
}
