//! Where in a file mutants can be woven: the extents of functions, operators, arms and guards.

use std::collections::HashMap;
use std::ops::Range;

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

/// What the parser knows of a file.
#[derive(Default)]
pub(crate) struct Sites {
    pub(crate) functions: Vec<Function>,
    /// By the first byte of the operator.
    pub(crate) operators: HashMap<usize, Operator>,
    /// By the first byte of the arm.
    pub(crate) arms: HashMap<usize, Arm>,
    /// By the first byte of the guard's condition.
    pub(crate) guards: HashMap<usize, Guard>,
    /// How many constant contexts surround the node that is visited.
    constants: usize,
}

pub(crate) struct Function {
    /// The body with its braces.
    pub(crate) body: Range<usize>,
    /// Where the first statement begins.
    pub(crate) first: usize,
    /// Whether the type it returns is known to its body alone, so that no other value has it.
    pub(crate) returns_opaque: bool,
}

pub(crate) struct Operator {
    /// The expression with its operands.
    pub(crate) whole: Range<usize>,
    pub(crate) token: Range<usize>,
    pub(crate) is_const: bool,
    /// Whether a `let` stands in it, as in `if let Some(a) = b && c`.
    pub(crate) has_let: bool,
}

pub(crate) struct Arm {
    pub(crate) pattern_end: usize,
    pub(crate) guard: Option<Range<usize>>,
    pub(crate) is_const: bool,
}

pub(crate) struct Guard {
    pub(crate) condition: Range<usize>,
    pub(crate) is_const: bool,
}

impl Sites {
    pub(crate) fn of(text: &str) -> syn::Result<Self> {
        let file = syn::parse_file(text)?;
        let mut sites = Self::default();
        sites.visit_file(&file);
        Ok(sites)
    }

    /// The innermost function around a place.
    pub(crate) fn function_at(&self, place: usize) -> Option<&Function> {
        let around = self.functions.iter().filter(|function| function.body.contains(&place));
        around.min_by_key(|function| function.body.len())
    }

    fn is_const(&self) -> bool {
        self.constants > 0
    }

    fn within_constant(&mut self, visit: impl FnOnce(&mut Self)) {
        self.constants = self.constants.saturating_add(1);
        visit(self);
        self.constants = self.constants.saturating_sub(1);
    }

    fn function(
        &mut self,
        signature: &syn::Signature,
        body: &syn::Block,
        visit: impl FnOnce(&mut Self),
    ) {
        let range = range_of(body);
        self.functions.push(Function {
            first: body.stmts.first().map_or(range.end.saturating_sub(1), |it| range_of(it).start),
            body: range,
            returns_opaque: returns_opaque(&signature.output),
        });
        let around = std::mem::take(&mut self.constants);
        visit(self);
        self.constants = around;
    }
}

impl<'ast> Visit<'ast> for Sites {
    fn visit_item_fn(&mut self, node: &'ast syn::ItemFn) {
        self.function(&node.sig, &node.block, |sites| visit::visit_item_fn(sites, node));
    }

    fn visit_impl_item_fn(&mut self, node: &'ast syn::ImplItemFn) {
        self.function(&node.sig, &node.block, |sites| visit::visit_impl_item_fn(sites, node));
    }

    fn visit_trait_item_fn(&mut self, node: &'ast syn::TraitItemFn) {
        if let Some(body) = &node.default {
            self.function(&node.sig, body, |sites| visit::visit_trait_item_fn(sites, node));
        }
    }

    fn visit_item_const(&mut self, node: &'ast syn::ItemConst) {
        self.within_constant(|sites| visit::visit_item_const(sites, node));
    }

    fn visit_impl_item_const(&mut self, node: &'ast syn::ImplItemConst) {
        self.within_constant(|sites| visit::visit_impl_item_const(sites, node));
    }

    fn visit_trait_item_const(&mut self, node: &'ast syn::TraitItemConst) {
        self.within_constant(|sites| visit::visit_trait_item_const(sites, node));
    }

    fn visit_item_static(&mut self, node: &'ast syn::ItemStatic) {
        self.within_constant(|sites| visit::visit_item_static(sites, node));
    }

    fn visit_expr_const(&mut self, node: &'ast syn::ExprConst) {
        self.within_constant(|sites| visit::visit_expr_const(sites, node));
    }

    fn visit_type_array(&mut self, node: &'ast syn::TypeArray) {
        self.within_constant(|sites| visit::visit_type_array(sites, node));
    }

    fn visit_variant(&mut self, node: &'ast syn::Variant) {
        self.within_constant(|sites| visit::visit_variant(sites, node));
    }

    fn visit_expr_repeat(&mut self, node: &'ast syn::ExprRepeat) {
        self.visit_expr(&node.expr);
        self.within_constant(|sites| sites.visit_expr(&node.len));
    }

    fn visit_expr_binary(&mut self, node: &'ast syn::ExprBinary) {
        let token = range_of(&node.op);
        let operator = Operator {
            whole: range_of(node),
            token: token.clone(),
            is_const: self.is_const(),
            has_let: has_let(&node.left) || has_let(&node.right),
        };
        self.operators.insert(token.start, operator);
        visit::visit_expr_binary(self, node);
    }

    fn visit_expr_unary(&mut self, node: &'ast syn::ExprUnary) {
        let token = range_of(&node.op);
        let operator = Operator {
            whole: range_of(node),
            token: token.clone(),
            is_const: self.is_const(),
            has_let: false,
        };
        self.operators.insert(token.start, operator);
        visit::visit_expr_unary(self, node);
    }

    fn visit_arm(&mut self, node: &'ast syn::Arm) {
        let (pattern, guard) = match &node.pat {
            syn::Pat::Guard(guarded) => (&*guarded.pat, Some(range_of(&guarded.guard))),
            pattern => (pattern, None),
        };
        if let Some(condition) = guard.clone() {
            let guard = Guard { condition: condition.clone(), is_const: self.is_const() };
            self.guards.insert(condition.start, guard);
        }
        let arm = Arm { pattern_end: range_of(pattern).end, guard, is_const: self.is_const() };
        self.arms.insert(range_of(node).start, arm);
        visit::visit_arm(self, node);
    }
}

fn range_of(node: &impl Spanned) -> Range<usize> {
    node.span().byte_range()
}

fn has_let(expression: &syn::Expr) -> bool {
    match expression {
        syn::Expr::Let(_) => true,
        syn::Expr::Binary(both) => has_let(&both.left) || has_let(&both.right),
        _ => false,
    }
}

fn returns_opaque(output: &syn::ReturnType) -> bool {
    struct Opaque(bool);
    impl<'ast> Visit<'ast> for Opaque {
        fn visit_type_impl_trait(&mut self, _: &'ast syn::TypeImplTrait) {
            self.0 = true;
        }
    }
    let mut opaque = Opaque(false);
    opaque.visit_return_type(output);
    opaque.0
}
