//! What a reply asks for next.

use crate::meta::Step;
use crate::reply::{ReadError, Reader};
use crate::value::FieldError;

impl Reader<'_> {
    /// The first step that the reply asks for, by its place in `steps`.
    #[doc(hidden)]
    pub fn step(&self, steps: &'static [Step]) -> Option<usize> {
        let code = self.text_of("ret_code");
        steps.iter().position(|step| {
            let is_there = step.or_present.is_some_and(|name| self.text_of(name).is_some());
            is_there || code.as_deref().is_some_and(|code| step.codes.contains(&code))
        })
    }

    /// The mistake of a code that no variant stands for.
    #[doc(hidden)]
    pub fn unexpected(&self, name: &'static str) -> ReadError {
        let unread = self.field(name, |_, _| Err::<(), _>(FieldError::UnknownCode("the reply")));
        unread.err().unwrap_or(ReadError {
            operation: "",
            field: name,
            reason: FieldError::Missing,
        })
    }

    fn text_of(&self, name: &'static str) -> Option<String> {
        self.field(name, |text, _| Ok(text.map(str::to_owned))).ok().flatten()
    }
}
