//! What stories go through, and what they may never come to or must be able to: `outline`, `never`,
//! `reachable`.

use super::condition::Mode;
use super::declared::{Declared, of_kind, twice};
use super::happening;
use super::reader::Reader;
use super::report::Report;
use crate::diagnostic::{Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::outline::{Aim, Entry, Outline, Pattern};
use motive_world::program::{ActionSchema, Condition, Scope};

/// The most conditions of one line of an outline.
const MOST_CONDITIONS: usize = 3;

/// The outline of a world, and where its lines stand.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outlined {
    /// The outline.
    pub outline: Outline,
    /// Where each line stands.
    pub places: Vec<Span>,
}

/// What may never come about, or must be able to.
#[derive(Clone, Debug, PartialEq)]
pub struct Demand {
    /// Whether it must be able to come about; else it never may.
    pub is_reachable: bool,
    /// What.
    pub aim: Aim,
    /// Where it stands.
    pub place: Span,
}

/// What the aims of a world are read with. Their scopes begin with that of what the author wants, and
/// of any two of them one begins with the other, so that all can be wanted together.
pub(super) struct Aims<'a> {
    pub(super) declared: &'a Declared,
    pub(super) actions: &'a [ActionSchema],
    pub(super) wanted: &'a Scope,
}

impl Aims<'_> {
    /// Reads the outline, if there is one.
    pub(super) fn outline(&self, declarations: &[Node], report: &mut Report) -> Option<Outlined> {
        let mut outlines = of_kind(declarations, OUTLINE_DECL);
        let declaration = outlines.next()?;
        for again in outlines {
            report.at(
                codes::DECLARED_TWICE,
                super::first_line(again),
                "a world has one outline",
                "put all its lines under one `outline`",
            );
        }
        let mut outlined = Outlined::default();
        let mut scope = self.wanted.clone();
        for node in declaration.all(ENTRY) {
            let label = node.has(COLON).then(|| node.name()).flatten();
            let place = report.span(node.range());
            if let Some(name) = &label {
                let labels = outlined.outline.entries.iter().map(|entry| entry.label.as_deref());
                let at = labels.into_iter().position(|other| other == Some(name.text()));
                if let Some(first) = at.map(|at| outlined.places[at]) {
                    let here = report.span(name.range());
                    report.push(twice("a line of the outline", name.text(), here, first));
                }
            }
            let Some(aim) = self.aim(&node, &mut scope, true, report) else { continue };
            let label = label.map(|name| name.text().to_owned());
            let said = node.child(SAY).map(|say| say.said());
            outlined.outline.entries.push(Entry { label, said, aim });
            outlined.places.push(place);
        }
        Some(outlined)
    }

    /// Reads what is never to come about, and what is to be reachable.
    pub(super) fn demands(&self, declarations: &[Node], report: &mut Report) -> Vec<Demand> {
        let mut demands = Vec::new();
        let mut scope = self.wanted.clone();
        for declaration in declarations {
            let is_reachable = match declaration.kind() {
                NEVER_DECL => false,
                REACHABLE_DECL => true,
                _ => continue,
            };
            let Some(entry) = declaration.child(ENTRY) else { continue };
            let place = report.span(entry.range());
            if let Some(aim) = self.aim(&entry, &mut scope, false, report) {
                demands.push(Demand { is_reachable, aim, place });
            }
        }
        demands
    }

    fn aim(
        &self,
        entry: &Node,
        scope: &mut Scope,
        is_short: bool,
        report: &mut Report,
    ) -> Option<Aim> {
        let node = entry.expressions().next()?;
        if entry.has(HAPPENS_WORD) {
            let pattern = happening::pattern(self.declared, self.actions, &node, true, report)?;
            let outcome = happening::outcome(self.actions, &pattern, entry, report)?;
            return Some(Aim::Happens(Pattern { outcome, ..pattern }));
        }
        let mut parts = Vec::new();
        conjuncts(&node, &mut parts);
        if is_short && parts.len() > MOST_CONDITIONS {
            report.at(
                codes::LONG_ENTRY,
                node.range(),
                format!(
                    "a line of an outline has at most three conditions, and this has {}",
                    parts.len()
                ),
                "make several lines of it: each is reached on the way from the one before",
            );
        }
        let mut reader = Reader::new(self.declared, report);
        reader.scope = std::mem::take(scope);
        let conditions: Vec<Condition> =
            parts.iter().map(|part| reader.condition(part, Mode::Holds)).collect();
        *scope = reader.scope;
        Some(Aim::Holds { scope: scope.clone(), conditions })
    }
}

/// The conditions that are joined by `and`.
fn conjuncts(node: &Node, parts: &mut Vec<Node>) {
    match node.kind() {
        AND_EXPR => node.expressions().for_each(|part| conjuncts(&part, parts)),
        PAREN_EXPR => match node.expressions().next() {
            Some(inner) if inner.kind() == AND_EXPR => conjuncts(&inner, parts),
            _ => parts.push(node.clone()),
        },
        _ => parts.push(node.clone()),
    }
}
