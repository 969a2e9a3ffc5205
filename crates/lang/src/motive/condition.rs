//! Conditions.
//!
//! In Motive's language every comparison with something unknown is false, and so is its negation;
//! "X believes P" is a plain yes or no, and so is its negation. The program's own negation pushes
//! inwards and reads differently where something is unknown, so negation is worked out here: a
//! condition is read in one of four [`Mode`]s, and what comes out contains no negation but of
//! truth values and types. A world with `reading strict` uses the program's own negation.

use super::declared::{Known, literal};
use super::reader::{Meaning, Reader, first_word};
use super::value::{Kind, Read, may_be_unknown};
use crate::diagnostic::{Diagnostic, FileId, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::program::{BOOLEAN, Comparison, Condition, Expr};
use motive_world::value::Value;

/// What is asked of a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// It is so.
    Holds,
    /// Its negation is so.
    Fails,
    /// It is not the case that it is so: it fails, or something in it is unknown.
    NotHolds,
    /// It is not the case that its negation is so.
    NotFails,
}

impl Mode {
    /// What is asked of what a `not` stands before.
    pub(super) fn negated(self) -> Mode {
        match self {
            Mode::Holds => Mode::Fails,
            Mode::Fails => Mode::Holds,
            Mode::NotHolds => Mode::NotFails,
            Mode::NotFails => Mode::NotHolds,
        }
    }

    /// Whether a conjunction stays one.
    fn is_positive(self) -> bool {
        matches!(self, Mode::Holds | Mode::NotFails)
    }

    /// Whether unknown parts let it be so.
    fn is_lenient(self) -> bool {
        matches!(self, Mode::NotHolds | Mode::NotFails)
    }

    /// The mode of what is two-valued: nothing in it is unknown any more.
    pub(super) fn certain(self) -> Mode {
        if self.is_positive() { Mode::Holds } else { Mode::NotHolds }
    }
}

impl Reader<'_> {
    /// The conditions of a clause, joined by `and`.
    pub(super) fn all_of(&mut self, clause: &Node) -> Condition {
        let parts: Vec<Node> = clause.expressions().collect();
        let parts = parts.iter().map(|part| self.condition(part, Mode::Holds));
        joined(parts.collect())
    }

    /// A condition, asked in some mode.
    pub(super) fn condition(&mut self, node: &Node, mode: Mode) -> Condition {
        if self.declared.is_strict && mode != Mode::Holds {
            return Condition::Not(Box::new(self.condition(node, Mode::Holds)));
        }
        match node.kind() {
            PAREN_EXPR => match node.expressions().next() {
                Some(inner) => self.condition(&inner, mode),
                None => Condition::True,
            },
            AND_EXPR | OR_EXPR => {
                let parts: Vec<Node> = node.expressions().collect();
                self.warn_of_scope(node, &parts);
                let parts = parts.iter().map(|part| self.condition(part, mode)).collect();
                if (node.kind() == AND_EXPR) == mode.is_positive() {
                    Condition::And(parts)
                } else {
                    Condition::Or(parts)
                }
            }
            NOT_EXPR => match node.expressions().next() {
                Some(inner) => self.condition(&inner, mode.negated()),
                None => Condition::True,
            },
            COMPARE_EXPR => self.comparison(node, mode),
            CONTRADICTS_EXPR => self.contradicts(node, mode),
            KIND_TEST => self.kind_test(node, mode),
            ABOUT_TEST => self.about(node, mode),
            KNOWN_TEST => self.known_test(node, mode),
            BELIEVES_EXPR => self.believes(node, mode),
            QUANTIFIED_EXPR => match first_word(node) {
                Some(COUNT_WORD | TOTAL_WORD | PRODUCT_WORD) => self.value_test(node, mode),
                _ => self.quantified(node, mode),
            },
            CHOICE_EXPR => self.choice_test(node, mode),
            FORESEES_EXPR | MIGHT_EXPR => {
                self.complain(
                    codes::ASKED_AHEAD,
                    node.range(),
                    "what somebody foresees or might do can be asked only in a test",
                    "ask it after `expect`, by itself or joined by `and`, `or` and `not`",
                );
                Condition::True
            }
            NAME_EXPR | CALL_EXPR => {
                let mark = self.lifts.len();
                match self.meaning(node) {
                    Some(Meaning::Definition(name, arguments)) => {
                        let read = self.inside_definition(
                            &name,
                            &arguments,
                            node.range(),
                            |reader, body| {
                                let parts: Vec<Node> = body.expressions().collect();
                                let parts = parts.iter().map(|part| reader.condition(part, mode));
                                let parts: Vec<Condition> = parts.collect();
                                match mode.is_positive() {
                                    true => joined(parts),
                                    false if parts.len() == 1 => joined(parts),
                                    false => Condition::Or(parts),
                                }
                            },
                        );
                        let condition = read.unwrap_or(Condition::True);
                        self.wrap(mark, condition, mode)
                    }
                    Some(meaning) => {
                        let read = self.read_meaning(meaning);
                        self.truth_test(node, read, mark, mode)
                    }
                    None => {
                        self.lifts.truncate(mark);
                        Condition::True
                    }
                }
            }
            ERROR => Condition::True,
            _ => self.value_test(node, mode),
        }
    }

    fn read_meaning(&mut self, meaning: Meaning) -> Read {
        match meaning {
            Meaning::Thing(argument, known) => {
                let kind = match known {
                    Known::Type(kind) => Kind::of_type(kind),
                    Known::Value(Value::Boolean(_)) => Kind::Boolean,
                    Known::Value(Value::Number(_)) => Kind::Number,
                    known => Kind::Thing(known),
                };
                Read { expr: super::value::argument_value(argument), kind: Some(kind) }
            }
            Meaning::Fact(fact, arguments) => {
                let schema = &self.declared.facts[fact.index()];
                let kind = Kind::of_type(schema.value);
                let is_mutual = self.declared.traits[fact.index()].is_mutual;
                if let (true, BOOLEAN, &[a, b]) = (is_mutual, schema.value, arguments.as_slice()) {
                    let one = Expr::Fluent(fact, vec![a, b]);
                    let other = Expr::Fluent(fact, vec![b, a]);
                    let both =
                        Condition::And(vec![truth(one, Mode::Holds), truth(other, Mode::Holds)]);
                    return Read { expr: Expr::Truth(Box::new(both)), kind: Some(kind) };
                }
                Read { expr: Expr::Fluent(fact, arguments), kind: Some(kind) }
            }
            Meaning::Definition(..) => Read::broken(),
        }
    }

    /// A value that is yes or no.
    fn value_test(&mut self, node: &Node, mode: Mode) -> Condition {
        let mark = self.lifts.len();
        let read = self.value(node);
        self.truth_test(node, read, mark, mode)
    }

    fn truth_test(&mut self, node: &Node, read: Read, mark: usize, mode: Mode) -> Condition {
        match read.kind {
            None => {
                self.lifts.truncate(mark);
                return Condition::True;
            }
            Some(Kind::Boolean) => {}
            Some(other) => {
                self.lifts.truncate(mark);
                let what = self.describe(other);
                self.complain(
                    codes::NO_CONDITION,
                    node.range(),
                    format!("a condition is needed here, and this is {what}"),
                    "compare it with something: `… is …`",
                );
                return Condition::True;
            }
        }
        let condition = match read.expr {
            Expr::Value(Value::Boolean(truth)) => {
                if truth == mode.is_positive() {
                    Condition::True
                } else {
                    Condition::False
                }
            }
            expr => truth(expr, mode),
        };
        self.wrap(mark, condition, mode)
    }

    /// A condition with the values that stood where names belong.
    pub(super) fn wrap(&mut self, mark: usize, condition: Condition, mode: Mode) -> Condition {
        let lifts = self.lifts.split_off(mark);
        lifts.into_iter().rev().fold(condition, |condition, lift| {
            let variable = Expr::Variable(lift.variable);
            if mode.is_lenient() {
                let other = Condition::Compare(Comparison::Unequal, lift.value, variable);
                let body = Condition::Or(vec![other, condition]);
                Condition::Forall(lift.variable, lift.kind, Box::new(body))
            } else {
                let same = Condition::Compare(Comparison::Equal, lift.value, variable);
                let body = Condition::And(vec![same, condition]);
                Condition::Exists(lift.variable, lift.kind, Box::new(body))
            }
        })
    }

    /// `a is b`, `a is not b`, `a < b`
    fn comparison(&mut self, node: &Node, mode: Mode) -> Condition {
        let parts: Vec<Node> = node.expressions().collect();
        let [left_node, right_node] = parts.as_slice() else { return Condition::True };
        if node.has(IS_WORD) {
            if let Some(condition) = self.claim_comparison(node, left_node, right_node, mode) {
                return condition;
            }
        }
        let mark = self.lifts.len();
        let left = self.value(left_node);
        // `is` may compare two facts in one mind, but a type is asked for in other words.
        if right_node.kind() == NAME_EXPR {
            if let Some(name) = right_node.name() {
                let is_type = self.declared.type_id(name.text()).is_some();
                if is_type && self.thing(name.text()).is_none() {
                    let article = super::declared::article(name.text());
                    self.complain(
                        codes::TYPE_ASKED,
                        right_node.range(),
                        format!("`{}` is a type, and not something that one can be", name.text()),
                        format!("to ask for the type write `is {article}`"),
                    );
                    self.lifts.truncate(mark);
                    return Condition::True;
                }
            }
        }
        let right = self.value(right_node);
        let is_not = node.has(NOT_WORD);
        let comparison = if node.has(LT) {
            Comparison::Less
        } else if node.has(LT_EQ) {
            Comparison::AtMost
        } else if node.has(GT) {
            Comparison::Greater
        } else if node.has(GT_EQ) {
            Comparison::AtLeast
        } else {
            Comparison::Equal
        };
        let (Some(one), Some(other)) = (left.kind, right.kind) else {
            self.lifts.truncate(mark);
            return Condition::True;
        };
        if one == Kind::Unknown || other == Kind::Unknown {
            if !self.declared.is_strict {
                self.complain(
                    codes::UNKNOWN_TO_WHOM,
                    node.range(),
                    "what is unknown is equal to nothing",
                    "ask whether it is known: `… is unknown to Anna`",
                );
            }
        } else {
            self.check_kinds(node, comparison, one, other, left_node, right_node);
        }
        let mode = if is_not { mode.negated() } else { mode };
        if self.declared.is_strict {
            let comparison = if mode == Mode::Holds { comparison } else { comparison.negated() };
            let condition = Condition::Compare(comparison, left.expr, right.expr);
            return self.wrap(mark, condition, Mode::Holds);
        }
        let condition = match (left.expr, right.expr) {
            // `raining is false` asks what `not raining` does.
            (expr, Expr::Value(Value::Boolean(wanted)))
            | (Expr::Value(Value::Boolean(wanted)), expr)
                if comparison == Comparison::Equal =>
            {
                truth(expr, if wanted { mode } else { mode.negated() })
            }
            (left, right) => compare(comparison, left, right, mode),
        };
        self.wrap(mark, condition, mode)
    }

    fn check_kinds(
        &mut self,
        node: &Node,
        comparison: Comparison,
        one: Kind,
        other: Kind,
        left: &Node,
        right: &Node,
    ) {
        if comparison != Comparison::Equal {
            for (kind, side) in [(one, left), (other, right)] {
                if kind != Kind::Number {
                    let what = self.describe(kind);
                    self.complain(
                        codes::NO_NUMBER,
                        side.range(),
                        format!("only numbers are greater or smaller, and this is {what}"),
                        "ask with `is` or `is not`",
                    );
                }
            }
            return;
        }
        let span = self.report.span(node.range());
        // What one world has two types in common for, another may not have.
        let is_part = span.file != FileId::MAIN || !self.declared.has_goal;
        let can_be_equal = match (one, other) {
            (Kind::Thing(_), Kind::Thing(_)) if is_part => true,
            (Kind::Thing(Known::Type(a)), Kind::Thing(Known::Type(b))) => {
                self.declared.overlap(a, b)
            }
            (Kind::Thing(Known::Type(a)), Kind::Thing(Known::Value(Value::Entity(e))))
            | (Kind::Thing(Known::Value(Value::Entity(e))), Kind::Thing(Known::Type(a))) => {
                self.declared.is_a(e, a)
            }
            (Kind::Thing(Known::Type(a)), Kind::None)
            | (Kind::None, Kind::Thing(Known::Type(a))) => {
                // Whether its fact has `none` is not known here.
                a != BOOLEAN
            }
            (Kind::Thing(_), Kind::Thing(_)) => true,
            (one, other) => one == other,
        };
        if !can_be_equal {
            let (a, b) = (self.describe(one), self.describe(other));
            self.report.push(
                Diagnostic::new(
                    codes::NEVER_EQUAL,
                    span,
                    format!("these are never the same: {a} on the left, {b} on the right"),
                )
                .help("compare things of one kind"),
            );
        }
    }

    /// `c is a warden`
    fn kind_test(&mut self, node: &Node, mode: Mode) -> Condition {
        let Some(inner) = node.expressions().next() else { return Condition::True };
        let mark = self.lifts.len();
        let read = self.value(&inner);
        let kind = node.names().last();
        let kind = kind.and_then(|kind| self.declared.type_named(&kind, self.report));
        let (Some(kind), Some(_)) = (kind, read.kind) else {
            self.lifts.truncate(mark);
            return Condition::True;
        };
        let mode = if node.has(NOT_WORD) { mode.negated() } else { mode };
        let unknown = is_unknown(&read.expr);
        let may = may_be_unknown(&read.expr) && !self.declared.is_strict;
        let is = Condition::IsA(read.expr, kind);
        let is_not = |is: Condition| Condition::Not(Box::new(is));
        let condition = match mode {
            Mode::Holds => is,
            Mode::Fails if may => {
                Condition::And(vec![Condition::Not(Box::new(unknown)), is_not(is)])
            }
            Mode::NotFails if may => Condition::Or(vec![is, unknown]),
            Mode::NotFails => is,
            Mode::Fails | Mode::NotHolds => is_not(is),
        };
        self.wrap(mark, condition, mode)
    }

    /// `f is known`, `f is unknown to c`
    fn known_test(&mut self, node: &Node, mode: Mode) -> Condition {
        let mut parts = node.expressions();
        let (Some(inner), whom) = (parts.next(), parts.next()) else { return Condition::True };
        let believer = match &whom {
            Some(whom) => match self.believer(whom, "know something") {
                Some(who) => Some(who),
                None => return Condition::True,
            },
            None => None,
        };
        if whom.is_none() && !self.is_mind && !self.declared.is_strict {
            self.complain(
                codes::UNKNOWN_TO_WHOM,
                node.range(),
                "in reality nothing is unknown, so this asks nothing",
                "say to whom: `… is unknown to Anna`",
            );
            return Condition::True;
        }
        let mark = self.lifts.len();
        let read = self.value(&inner);
        if read.kind.is_none() {
            self.lifts.truncate(mark);
            return Condition::True;
        }
        let mut is_known = node.has(KNOWN_WORD) != node.has(NOT_WORD);
        if !mode.is_positive() {
            is_known = !is_known;
        }
        let condition = match read.expr {
            // Of a condition it is known whether it is so if it is known to be so, or not to be.
            Expr::Truth(_) if !self.declared.is_strict => {
                let mut ask = |mode| match believer {
                    Some(_) => self.in_mind(|reader| reader.condition(&inner, mode)),
                    None => self.condition(&inner, mode),
                };
                if is_known {
                    Condition::Or(vec![ask(Mode::Holds), ask(Mode::Fails)])
                } else {
                    Condition::And(vec![ask(Mode::NotHolds), ask(Mode::NotFails)])
                }
            }
            expr => {
                let comparison = if is_known { Comparison::Unequal } else { Comparison::Equal };
                Condition::Compare(comparison, expr, Expr::Value(Value::Unknown))
            }
        };
        let condition = match believer {
            Some(who) => Condition::Believes(who, Box::new(condition)),
            None => condition,
        };
        // What the name stands for is what it is: two-valued.
        self.wrap(mark, condition, mode.certain())
    }

    /// `c believes p`, `c knows p`, `c knows f`
    fn believes(&mut self, node: &Node, mode: Mode) -> Condition {
        let mut parts = node.expressions();
        let (Some(who), Some(inner)) = (parts.next(), parts.next()) else { return Condition::True };
        let mark = self.lifts.len();
        let Some(who) = self.believer(&who, "believe or know something") else {
            self.lifts.truncate(mark);
            return Condition::True;
        };
        let mode = mode.certain();
        let condition = if node.has(KNOWS_WORD) {
            self.knows(who, &inner, mode)
        } else {
            let inner = self.in_mind(|reader| reader.condition(&inner, mode));
            Condition::Believes(who, Box::new(inner))
        };
        self.wrap(mark, condition, mode)
    }

    fn knows(
        &mut self,
        who: motive_world::program::Argument,
        inner: &Node,
        mode: Mode,
    ) -> Condition {
        // `knows at(Letter)`: has the right value.
        if matches!(inner.kind(), NAME_EXPR | CALL_EXPR) {
            let mark = self.lifts.len();
            if let Some(Meaning::Fact(fact, arguments)) = self.meaning(inner) {
                if self.declared.facts[fact.index()].value != BOOLEAN {
                    let value = Expr::Fluent(fact, arguments);
                    let believed = Expr::Believed(who, Box::new(value.clone()));
                    let condition = compare(Comparison::Equal, value, believed, mode);
                    return self.wrap(mark, condition, mode);
                }
            }
            self.lifts.truncate(mark);
        }
        let real = self.condition(inner, mode);
        let inner = self.in_mind(|reader| reader.condition(inner, mode));
        let believed = Condition::Believes(who, Box::new(inner));
        if mode.is_positive() {
            Condition::And(vec![real, believed])
        } else {
            Condition::Or(vec![real, believed])
        }
    }

    /// `some x: k where p`, `no x: k where p`, `every x: k where p: q`
    fn quantified(&mut self, node: &Node, mode: Mode) -> Condition {
        let Some(binder) = node.child(BINDER) else { return Condition::True };
        let parts: Vec<Node> = node.expressions().collect();
        let word = first_word(node);
        let has_where = node.has(WHERE_WORD);
        let mode = if word == Some(NO_WORD) { mode.negated() } else { mode };
        let read = self.for_all(&binder, |reader| {
            let first = parts.first().cloned();
            let Some(first) = first else { return Condition::True };
            if word != Some(EVERY_WORD) {
                return reader.condition(&first, mode);
            }
            let Some(body) = parts.last().filter(|_| !has_where || parts.len() > 1) else {
                return Condition::True;
            };
            let body = body.clone();
            if !has_where {
                return reader.condition(&body, mode);
            }
            // For those of whom the first is known to be so, the second is.
            if mode.is_positive() {
                let other = reader.condition(&first, Mode::NotHolds);
                Condition::Or(vec![other, reader.condition(&body, mode)])
            } else {
                let one = reader.condition(&first, Mode::Holds);
                Condition::And(vec![one, reader.condition(&body, mode)])
            }
        });
        let Some(ranges) = read else { return Condition::True };
        let is_all = (word == Some(EVERY_WORD)) == mode.is_positive();
        let each = ranges.into_iter().map(|r| if is_all { r.forall() } else { r.exists() });
        let mut each: Vec<Condition> = each.collect();
        match each.len() {
            1 => each.remove(0),
            _ if is_all => Condition::And(each),
            _ => Condition::Or(each),
        }
    }

    /// `(p if q else r)` as a condition; without `else` it is so where q is not.
    fn choice_test(&mut self, node: &Node, mode: Mode) -> Condition {
        let parts: Vec<Node> = node.expressions().collect();
        let [first, condition, rest @ ..] = parts.as_slice() else { return Condition::True };
        let condition = self.condition(condition, Mode::Holds);
        let first = self.condition(first, mode);
        let otherwise = match rest.first() {
            Some(otherwise) => self.condition(otherwise, mode),
            None if mode.is_positive() => Condition::True,
            None => Condition::False,
        };
        Condition::If(vec![(condition, first)], Box::new(otherwise))
    }

    /// `Anna believes p or q` reads as (Anna believes p) or (q, in reality).
    fn warn_of_scope(&mut self, node: &Node, parts: &[Node]) {
        if node.kind() != OR_EXPR {
            return;
        }
        let Some(first) = parts.iter().find(|part| part.kind() == BELIEVES_EXPR) else { return };
        let is_plain = |part: &Node| {
            !matches!(part.kind(), BELIEVES_EXPR | PAREN_EXPR | NOT_EXPR | AND_EXPR | KNOWN_TEST)
        };
        let Some(last) = parts.last().filter(|last| is_plain(last)) else { return };
        let span = self.report.span(last.range());
        let belief = self.report.span(first.range());
        self.report.push(
            Diagnostic::new(
                codes::BELIEF_ENDS,
                span,
                "this is asked of reality: what somebody believes ends at `or`",
            )
            .secondary(belief, "the belief is only this")
            .help("write `believes (… or …)`, or put this part in brackets as well"),
        );
    }
}

/// Conditions joined by `and`.
pub(super) fn joined(mut parts: Vec<Condition>) -> Condition {
    match parts.len() {
        0 => Condition::True,
        1 => parts.remove(0),
        _ => Condition::And(parts),
    }
}

fn is_unknown(value: &Expr) -> Condition {
    Condition::Compare(Comparison::Equal, value.clone(), Expr::Value(Value::Unknown))
}

/// What is asked of something that is so, or not, or unknown.
fn truth(expr: Expr, mode: Mode) -> Condition {
    let (comparison, wanted) = match mode {
        Mode::Holds => (Comparison::Equal, Value::TRUE),
        Mode::Fails => (Comparison::Equal, Value::FALSE),
        Mode::NotHolds => (Comparison::Unequal, Value::TRUE),
        Mode::NotFails => (Comparison::Unequal, Value::FALSE),
    };
    match expr {
        // A mutual fact is so where both its directions are, and not so where one is not.
        Expr::Truth(condition) => match *condition {
            Condition::And(parts) if parts.iter().all(is_plain_truth) => {
                let parts = parts.into_iter().map(|part| match part {
                    Condition::Compare(_, expr, _) => truth(expr, mode),
                    other => other,
                });
                let parts = parts.collect();
                if mode.is_positive() { Condition::And(parts) } else { Condition::Or(parts) }
            }
            condition if mode.is_positive() => condition,
            condition => Condition::Not(Box::new(condition)),
        },
        Expr::Value(Value::Boolean(is_so)) if is_so == mode.is_positive() => Condition::True,
        Expr::Value(Value::Boolean(_)) => Condition::False,
        expr => Condition::Compare(comparison, expr, Expr::Value(wanted)),
    }
}

fn is_plain_truth(condition: &Condition) -> bool {
    matches!(
        condition,
        Condition::Compare(Comparison::Equal, Expr::Fluent(..), Expr::Value(Value::TRUE))
    )
}

/// A comparison in Motive's reading: false with an unknown side, and so is its negation.
pub(super) fn compare(comparison: Comparison, left: Expr, right: Expr, mode: Mode) -> Condition {
    let comparison = if mode.is_positive() { comparison } else { comparison.negated() };
    let unknown: Vec<&Expr> =
        [&left, &right].into_iter().filter(|side| may_be_unknown(side)).collect();
    let guards: Vec<Condition> = if mode.is_lenient() {
        unknown.into_iter().map(is_unknown).collect()
    } else {
        // `==` with a known value says by itself that the other side is known.
        let says_so = match comparison {
            Comparison::Equal => unknown.len() < 2,
            Comparison::Less | Comparison::Greater => true,
            Comparison::AtMost | Comparison::AtLeast => unknown.len() < 2,
            Comparison::Unequal => false,
        };
        let known = |side: &Expr| {
            Condition::Compare(Comparison::Unequal, side.clone(), Expr::Value(Value::Unknown))
        };
        if says_so { vec![] } else { unknown.into_iter().map(known).collect() }
    };
    // `!=` and `<=` hold by themselves where a side is unknown, or not: the guards say.
    let core = Condition::Compare(comparison, left, right);
    if guards.is_empty() {
        return core;
    }
    if mode.is_lenient() {
        // Those that say so by themselves need no guard.
        if comparison == Comparison::Unequal && guards.len() == 1 {
            return core;
        }
        let mut parts = vec![core];
        parts.extend(guards);
        Condition::Or(parts)
    } else {
        let mut parts = vec![core];
        parts.extend(guards);
        Condition::And(parts)
    }
}

/// Whether a node is the literal `unknown`.
pub(super) fn is_unknown_literal(node: &Node) -> bool {
    node.kind() == LITERAL && literal(node) == Some(Value::Unknown)
}
