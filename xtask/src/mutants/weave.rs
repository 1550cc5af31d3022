//! Writes every mutant of a file into its source, each behind a switch.
//!
//! All edits are insertions. `a == b` becomes `(if crate::mutants::on(7) { a != b } else {a == b})`, where
//! the mutated half is the text as it was and the other half holds the switches of the operands. A
//! body begins with `if crate::mutants::on(8) { return …; }`, and an arm that is to go gets a guard.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;

use super::list::{Genre, Mutant};
use super::sites::Sites;

/// Why a mutant is not in the woven source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Left {
    /// The compiler refuses it.
    Unviable,
    /// The compiler alone evaluates it, and has no switches.
    Const,
    /// There is no place for a switch.
    NoPlace,
}

/// A file with its mutants.
pub(crate) struct Woven {
    pub(crate) text: String,
    /// Bytes of the woven text that exist for a mutant alone.
    pub(crate) pieces: Vec<(Range<usize>, usize)>,
    /// Bytes of the woven text that some mutants surround.
    pub(crate) nodes: Vec<(Range<usize>, Vec<usize>)>,
    pub(crate) left: Vec<(usize, Left)>,
}

/// Mutants at one place of the source.
struct Node {
    range: Range<usize>,
    /// Outer nodes come first where two begin together, and last where they end together.
    rank: usize,
    before: Vec<(String, Option<usize>)>,
    after: &'static str,
    ids: Vec<usize>,
}

/// Weaves the mutants of a file but for those to `skip`; the woven text begins with `head`.
pub(crate) fn weave(
    head: &str,
    text: &str,
    mutants: &[&Mutant],
    skip: &HashSet<usize>,
) -> Result<Woven, String> {
    let sites = Sites::of(text).map_err(|error| error.to_string())?;
    let mut nodes: BTreeMap<(usize, usize, u8), Node> = BTreeMap::new();
    let mut left = Vec::new();
    for mutant in mutants.iter().filter(|mutant| !skip.contains(&mutant.id)) {
        if let Err(why) = place(text, &sites, mutant, &mut nodes) {
            left.push((mutant.id, why));
        }
    }
    Ok(write(head, text, nodes.into_values().collect(), left))
}

fn place(
    text: &str,
    sites: &Sites,
    mutant: &Mutant,
    nodes: &mut BTreeMap<(usize, usize, u8), Node>,
) -> Result<(), Left> {
    let range = mutant.range(text).ok_or(Left::NoPlace)?;
    let on = format!("crate::mutants::on({})", mutant.id);
    let replacement = &mutant.replacement;
    match mutant.genre {
        Genre::FnValue => {
            let function = sites.function_at(range.start).ok_or(Left::NoPlace)?;
            if function.returns_opaque {
                let other = format!(
                    ".or_else(|| {on}.then(|| Box::new({replacement}) as Box<dyn Iterator<Item = _> + '_>))"
                );
                node(nodes, &function.body, 4, ") }").offer(other, mutant.id);
                return Ok(());
            }
            let place = function.first..function.first;
            let node = node(nodes, &place, 3, "");
            let early = format!("if {on} {{ return {replacement}; }} ");
            node.take(early, mutant.id);
        }
        Genre::BinaryOperator | Genre::UnaryOperator => {
            let operator = sites.operators.get(&range.start).ok_or(Left::NoPlace)?;
            if operator.is_const {
                return Err(Left::Const);
            }
            // `||` has no place beside `let`.
            if operator.has_let {
                return Err(Left::Unviable);
            }
            let head = text.get(operator.whole.start..operator.token.start);
            let tail = text.get(operator.token.end..operator.whole.end);
            let (head, tail) = head.zip(tail).ok_or(Left::NoPlace)?;
            let branch = format!("if {on} {{ {head}{replacement}{tail} }} else ");
            node(nodes, &operator.whole, 1, "})").choose(branch, mutant.id);
        }
        Genre::MatchArmGuard => {
            let guard = sites.guards.get(&range.start).ok_or(Left::NoPlace)?;
            if guard.is_const {
                return Err(Left::Const);
            }
            let branch = format!("if {on} {{ {replacement} }} else ");
            node(nodes, &guard.condition, 2, "})").choose(branch, mutant.id);
        }
        Genre::MatchArm => {
            let arm = sites.arms.get(&range.start).ok_or(Left::NoPlace)?;
            if arm.is_const {
                return Err(Left::Const);
            }
            match &arm.guard {
                None => node(nodes, &(arm.pattern_end..arm.pattern_end), 0, "")
                    .take(format!(" if !{on}"), mutant.id),
                Some(guard) => {
                    node(nodes, guard, 3, ")").take(format!("!{on} && ("), mutant.id);
                }
            }
        }
        Genre::Other => return Err(Left::NoPlace),
    }
    Ok(())
}

fn node<'a>(
    nodes: &'a mut BTreeMap<(usize, usize, u8), Node>,
    range: &Range<usize>,
    rank: u8,
    after: &'static str,
) -> &'a mut Node {
    nodes.entry((range.start, range.end, rank)).or_insert_with(|| Node {
        range: range.clone(),
        rank: if rank == 3 && range.is_empty() { usize::MAX } else { rank.into() },
        before: Vec::new(),
        after,
        ids: Vec::new(),
    })
}

impl Node {
    fn take(&mut self, text: String, id: usize) {
        self.before.push((text, Some(id)));
        self.ids.push(id);
    }

    /// One more iterator that may take the place of the one that the body makes. No other value has its type, so both go
    /// through a function that gives one of them.
    fn offer(&mut self, other: String, id: usize) {
        if self.before.is_empty() {
            self.before.push(("{ crate::mutants::iterator(None".to_owned(), None));
            self.before.push((", ".to_owned(), None));
        }
        let last = self.before.len().saturating_sub(1);
        self.before.insert(last, (other, Some(id)));
        self.ids.push(id);
    }

    /// One more branch of an `if` around the expression.
    fn choose(&mut self, branch: String, id: usize) {
        if self.before.is_empty() {
            self.before.push(("(".to_owned(), None));
            self.before.push(("{".to_owned(), None));
        }
        let last = self.before.len().saturating_sub(1);
        self.before.insert(last, (branch, Some(id)));
        self.ids.push(id);
    }
}

fn write(head: &str, text: &str, mut nodes: Vec<Node>, left: Vec<(usize, Left)>) -> Woven {
    // Outer nodes before inner ones, so that those which begin together open in this order.
    nodes.sort_by_key(|node| {
        let width = node.range.len();
        let outer = if node.rank == usize::MAX { usize::MAX } else { width };
        (node.range.start, std::cmp::Reverse(outer), std::cmp::Reverse(node.rank))
    });
    let mut woven = Woven { text: head.to_owned(), pieces: Vec::new(), nodes: Vec::new(), left };
    let mut open: Vec<(usize, usize)> = Vec::new();
    let mut at = 0;
    for (index, node) in nodes.iter().enumerate() {
        close(text, &nodes, &mut open, &mut at, node.range.start, &mut woven);
        woven.copy(text, &mut at, node.range.start);
        let begin = woven.text.len();
        for (piece, id) in &node.before {
            let start = woven.text.len();
            woven.text.push_str(piece);
            if let Some(id) = id {
                woven.pieces.push((start..woven.text.len(), *id));
            }
        }
        if node.range.is_empty() {
            woven.nodes.push((begin..woven.text.len(), node.ids.clone()));
        } else {
            open.push((index, begin));
        }
    }
    close(text, &nodes, &mut open, &mut at, usize::MAX, &mut woven);
    woven.copy(text, &mut at, text.len());
    woven
}

/// Ends the nodes that end at `until` or before.
fn close(
    text: &str,
    nodes: &[Node],
    open: &mut Vec<(usize, usize)>,
    at: &mut usize,
    until: usize,
    woven: &mut Woven,
) {
    while let Some((index, begin)) = open.last().copied() {
        let Some(node) = nodes.get(index).filter(|node| node.range.end <= until) else { break };
        woven.copy(text, at, node.range.end);
        woven.text.push_str(node.after);
        woven.nodes.push((begin..woven.text.len(), node.ids.clone()));
        open.pop();
    }
}

impl Woven {
    /// Copies what stands between the last place and this one.
    fn copy(&mut self, text: &str, at: &mut usize, to: usize) {
        self.text.push_str(text.get(*at..to).unwrap_or_default());
        *at = to.max(*at);
    }

    /// The mutants that an error in these bytes of the woven text comes from.
    pub(crate) fn blame(&self, error: &Range<usize>) -> (Vec<usize>, bool) {
        let has = |range: &Range<usize>| range.start <= error.start && error.end <= range.end;
        if let Some((_, id)) = self.pieces.iter().find(|(range, _)| has(range)) {
            return (vec![*id], true);
        }
        let around = self.nodes.iter().filter(|(range, _)| has(range));
        let innermost = around.min_by_key(|(range, _)| range.len());
        (innermost.map(|(_, ids)| ids.clone()).unwrap_or_default(), false)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use serde_json::json;

    use super::*;
    use crate::mutants::list;

    const SOURCE: &str = "fn f(a: u8) -> bool {\n    match a {\n        1 if a > 0 => !true,\n        2 => \
                          a + 1 == 3,\n        _ => false,\n    }\n}\nconst fn g() -> u8 {\n    2\n}\nconst H: u8 = 1 + 1;\n";

    fn mutant(id: usize, genre: &str, line: u64, columns: (u64, u64), with: &str) -> Mutant {
        let at = |column| json!({"line": line, "column": column});
        let span = json!({"start": at(columns.0), "end": at(columns.1)});
        let value =
            json!({"name": "", "file": "", "genre": genre, "replacement": with, "span": span});
        list::read(&value, id).unwrap()
    }

    fn woven(mutants: &[Mutant]) -> Woven {
        weave("", SOURCE, &mutants.iter().collect::<Vec<_>>(), &HashSet::new()).unwrap()
    }

    #[test]
    fn each_mutant_stands_behind_its_switch_and_operands_keep_theirs() {
        let mutants = [
            mutant(1, "FnValue", 2, (5, 6), "true"),
            mutant(2, "MatchArmGuard", 3, (14, 19), "false"),
            mutant(3, "MatchArm", 3, (9, 28), ""),
            mutant(4, "UnaryOperator", 3, (23, 24), ""),
            mutant(5, "BinaryOperator", 4, (20, 22), "!="),
            mutant(6, "BinaryOperator", 4, (16, 17), "-"),
            mutant(7, "MatchArm", 4, (9, 25), ""),
        ];
        let text = woven(&mutants).text;
        syn::parse_file(&text).unwrap();
        let lines: Vec<&str> = text.lines().map(str::trim).collect();
        assert_eq!(lines.get(1), Some(&"if crate::mutants::on(1) { return true; } match a {"));
        assert_eq!(
            lines.get(2),
            Some(
                &"1 if !crate::mutants::on(3) && ((if crate::mutants::on(2) { false } else {a > 0})) => \
                  (if crate::mutants::on(4) { true } else {!true}),"
            )
        );
        assert_eq!(
            lines.get(3),
            Some(
                &"2 if !crate::mutants::on(7) => (if crate::mutants::on(5) { a + 1 != 3 } else {(if \
                  crate::mutants::on(6) { a - 1 } else {a + 1}) == 3}),"
            )
        );
    }

    #[test]
    fn the_iterator_of_a_function_can_be_another() {
        let source = "fn f() -> impl Iterator<Item = u8> {\n    let a = 1;\n    a..3\n}\n";
        let mutants = [
            mutant(1, "FnValue", 2, (5, 6), "::std::iter::empty()"),
            mutant(2, "FnValue", 2, (5, 6), "::std::iter::once(0)"),
        ];
        let woven = weave("", source, &mutants.iter().collect::<Vec<_>>(), &HashSet::new());
        let text = woven.unwrap().text;
        syn::parse_file(&text).unwrap();
        let boxed = "as Box<dyn Iterator<Item = _> + '_>))";
        let first = format!(
            "fn f() -> impl Iterator<Item = u8> {{ crate::mutants::iterator(None.or_else(|| \
             crate::mutants::on(1).then(|| Box::new(::std::iter::empty()) {boxed}.or_else(|| \
             crate::mutants::on(2).then(|| Box::new(::std::iter::once(0)) {boxed}, {{"
        );
        assert_eq!(text.lines().next(), Some(&*first));
        assert_eq!(text.lines().last(), Some("}) }"));
    }

    #[test]
    fn what_the_compiler_alone_evaluates_is_left_as_it_is() {
        let woven = woven(&[mutant(1, "BinaryOperator", 11, (17, 18), "-")]);
        assert_eq!(woven.left, [(1, Left::Const)]);
        assert_eq!(woven.text, SOURCE);
    }

    #[test]
    fn an_error_in_what_a_mutant_brought_is_that_mutants() {
        let woven = woven(&[mutant(4, "BinaryOperator", 4, (16, 17), "-")]);
        let place = woven.text.find("a - 1").unwrap();
        assert_eq!(woven.blame(&(place..place + 5)), (vec![4], true));
        let place = woven.text.find("a + 1").unwrap();
        assert_eq!(woven.blame(&(place..place + 5)), (vec![4], false));
    }
}
