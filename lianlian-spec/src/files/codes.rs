//! `code_lists.json` and `return_codes.json` as written.

use crate::decode::{List, Map};
use crate::model::{Class, Outcome, Retry, StateMeaning};
use crate::record::record;
use crate::source::{Spanned, Text};

record! {
    /// The coded values of the gateway.
    CodeListsFile {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// The lists by name.
        many "lists" lists: Map<CodeListFile>,
    }
}

record! {
    /// A set of codes, each with a name.
    CodeListFile, overridable {
        /// What the codes are of.
        required "title" title: Text,
        /// A remark.
        optional "note" note: Text,
        /// Name of the Rust type, where the list's name in Pascal case will not do.
        optional "type" type_name: Text,
        /// The codes as they stand in messages.
        many "codes" codes: Map<CodeFile>,
    }
}

record! {
    /// One code of a list.
    CodeFile, overridable {
        /// Its name in snake case, unique in the list.
        required "name" name: Text,
        /// What it means.
        required "meaning" meaning: Text,
        /// A remark.
        optional "note" note: Text,
        /// Of a state: what it says about what was asked for. All codes of a list say so or none.
        optional "means" means: Spanned<StateMeaning>,
        /// Whether nothing else can follow; by itself if what it means is final.
        optional "final" is_final: Spanned<bool>,
        /// What the state says about operations for which it means something else, by their ids.
        many "means_for" means_for: Map<MeansForFile>,
    }
}

record! {
    /// What a state says about one operation.
    MeansForFile, overridable {
        /// What it means.
        required "means" means: Spanned<StateMeaning>,
    }
}

record! {
    /// What the gateway answers and what to do about it.
    ReturnCodesFile {
        /// The JSON Schema of this file, for editors.
        required "$schema" _schema: Text,
        /// The codes as they stand in `ret_code`.
        many "codes" codes: Map<ReturnCodeFile>,
    }
}

record! {
    /// One return code.
    ReturnCodeFile, overridable {
        /// Its name in snake case.
        required "label" label: Text,
        /// What it means.
        required "meaning" meaning: Text,
        /// The gateway's own text.
        optional "zh" zh: Text,
        /// What it is about.
        required "class" class: Spanned<Class>,
        /// What is known of the money after it.
        required "outcome" outcome: Spanned<Outcome>,
        /// What may be sent after the outcome has been honoured.
        required "retry" retry: Spanned<Retry>,
        /// A remark.
        optional "note" note: Text,
        /// What it means in products where it means something else.
        many "by_product" by_product: Map<ProductMeaning>,
        /// Further meanings that nothing tells apart.
        many "also" also: List<AlsoMeaning>,
    }
}

record! {
    /// What a return code means in one product.
    ProductMeaning, overridable {
        /// Its name in snake case.
        required "label" label: Text,
        /// What it means.
        required "meaning" meaning: Text,
        /// The gateway's own text.
        optional "zh" zh: Text,
        /// What it is about.
        required "class" class: Spanned<Class>,
        /// What is known of the money after it.
        required "outcome" outcome: Spanned<Outcome>,
        /// What may be sent after the outcome has been honoured.
        required "retry" retry: Spanned<Retry>,
    }
}

record! {
    /// A further meaning of a return code.
    AlsoMeaning {
        /// Its name in snake case.
        required "label" label: Text,
        /// What it means.
        required "meaning" meaning: Text,
        /// The gateway's own text.
        optional "zh" zh: Text,
        /// A remark.
        optional "note" note: Text,
    }
}
