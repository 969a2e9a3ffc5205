//! What only some know: `secret` and `mystery`.
//!
//! Each is a fact about what others hold, along every chain of believers with an outsider in it. How
//! long such chains are is the business of whoever models minds.

use super::declared::Declared;
use super::reader::{Meaning, Reader};
use super::report::Report;
use super::start::{domains, tuples};
use crate::diagnostic::{Diagnostic, Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::{CharacterId, EntityId, FluentSchemaId};
use motive_world::program::{
    Argument, Comparison, Condition, Domain, Effect, Expr, Scope, Secret, Statement,
};
use motive_world::value::Value;

/// What is secret, with its places, and what secrets say is so.
#[derive(Default)]
pub(super) struct Kept {
    pub(super) secrets: Vec<Secret>,
    pub(super) places: Vec<Span>,
    pub(super) facts: Vec<(Effect, Span)>,
}

/// A fact that is secret: what it is about, and what it is to be, if that is plain.
struct Part {
    fact: FluentSchemaId,
    arguments: Vec<Argument>,
    value: Option<Value>,
}

impl Part {
    fn is_about(&self, other: &Part) -> bool {
        self.fact == other.fact && self.arguments == other.arguments
    }
}

/// What others hold of a secret.
enum Others {
    /// That it is not so; of the value of a fact they have no idea.
    Wrong,
    /// They do not know, and know that they do not.
    Unsure,
    /// This.
    Think(Vec<Part>),
}

/// Reads all that is secret.
pub(super) fn read(declared: &Declared, declarations: &[Node], report: &mut Report) -> Kept {
    let mut kept = Kept::default();
    let all = declarations.iter().filter(|node| matches!(node.kind(), SECRET_DECL | MYSTERY_DECL));
    for declaration in all {
        one(declared, declaration, &mut kept, report);
    }
    kept
}

/// `secret P known to A, B others think V` and `mystery f, g known to A`.
fn one(declared: &Declared, declaration: &Node, kept: &mut Kept, report: &mut Report) {
    let place = report.span(declaration.range());
    let mut reader = Reader::new(declared, report);
    let mut insiders: Vec<CharacterId> = vec![];
    for name in declaration.names().filter(|name| name.text() != "to") {
        if let Some(Argument::Constant(Value::Entity(entity))) =
            reader.character(&name, "know a secret")
        {
            insiders.push(CharacterId(entity.0));
        }
    }
    let mut parts: Vec<Part> = vec![];
    let first = kept.secrets.len();
    for node in declaration.expressions() {
        if declaration.kind() == MYSTERY_DECL {
            if let Some(Meaning::Fact(fact, arguments)) = reader.meaning(&node) {
                parts.push(Part { fact, arguments, value: None });
            }
            continue;
        }
        let Some((effect, found)) = made_so(&mut reader, &node) else { continue };
        parts.extend(found);
        kept.facts.push((effect, place));
    }
    let clause = declaration.child(OTHERS_CLAUSE);
    let others = match (&clause, declaration.kind()) {
        (_, MYSTERY_DECL) => Others::Unsure,
        (None, _) => Others::Wrong,
        (Some(clause), _) => match clause.expressions().next() {
            None => Others::Unsure,
            Some(node) => {
                let Some((_, thought)) = made_so(&mut reader, &node) else { return };
                check_thought(&mut reader, &node, &parts, &thought);
                Others::Think(thought)
            }
        },
    };
    for part in parts {
        let opposite = match part.value {
            Some(Value::Boolean(truth)) => Value::Boolean(!truth),
            _ => Value::Unknown,
        };
        let outside = match &others {
            Others::Wrong => opposite,
            Others::Unsure => Value::Unknown,
            Others::Think(thought) => {
                let same = thought.iter().find(|other| other.is_about(&part));
                same.and_then(|other| other.value).unwrap_or(opposite)
            }
        };
        let one = reader.assignments(part.fact, part.arguments, vec![], Expr::Value(outside));
        for Part { fact, arguments, .. } in assigned(&one).unwrap_or_default() {
            let arguments: Option<Vec<Value>> = arguments.iter().map(constant).collect();
            let Some(arguments) = arguments else { continue };
            let secret = Secret { fluent: fact, arguments, insiders: insiders.clone(), outside };
            // What is mutual is said both ways.
            if !kept.secrets[first..].contains(&secret) {
                kept.secrets.push(secret);
                kept.places.push(place);
            }
        }
    }
}

fn constant(argument: &Argument) -> Option<Value> {
    match argument {
        Argument::Constant(value) => Some(*value),
        Argument::Variable(_) => None,
    }
}

/// A condition as what makes it so, and the facts in it. What is no secret is reported.
fn made_so(reader: &mut Reader<'_>, node: &Node) -> Option<(Effect, Vec<Part>)> {
    let Some(effect) = reader.made_so_from(node) else {
        reader.complain(
            codes::NOT_SETTABLE,
            node.range(),
            "this can come to be so in more than one way",
            "a secret is made of `and`, `is` and plain facts",
        );
        return None;
    };
    let Some(parts) = assigned(&effect) else {
        reader.complain(
            codes::SECRET_BELIEF,
            node.range(),
            "a secret is a fact, and this is what somebody believes",
            "keep the fact secret that the belief is about, or give the belief a fact of its own",
        );
        return None;
    };
    Some((effect, parts))
}

/// The facts that an effect gives values; `None` where it gives somebody a belief.
fn assigned(effect: &Effect) -> Option<Vec<Part>> {
    match effect {
        Effect::And(parts) => {
            let parts: Option<Vec<_>> = parts.iter().map(assigned).collect();
            Some(parts?.into_iter().flatten().collect())
        }
        Effect::Assign { believers, fluent, arguments, value } => believers.is_empty().then(|| {
            let value = match value {
                Expr::Value(value) => Some(*value),
                _ => None,
            };
            vec![Part { fact: *fluent, arguments: arguments.clone(), value }]
        }),
        _ => Some(vec![]),
    }
}

/// Reports what others are said to think and what does not differ from the secret, or is not about it.
fn check_thought(reader: &mut Reader<'_>, node: &Node, parts: &[Part], thought: &[Part]) {
    for other in thought {
        let about = parts.iter().find(|part| part.is_about(other));
        let (message, help) = match about {
            None => (
                "the secret is not about this",
                "others can think otherwise of what is secret: of the same facts about the same things",
            ),
            Some(_) if other.value.is_none() => (
                "what others think must be a plain value",
                "name it: `others think holder(Ring) is Bo`",
            ),
            Some(part) if part.value == other.value => (
                "others think what is so, and then it is no secret",
                "say what they think instead, or leave this out",
            ),
            Some(_) => continue,
        };
        reader.complain(codes::SECRET_THOUGHT, node.range(), message, help);
        return;
    }
}

/// Reports secrets about one fact, and statements about what is secret.
pub(super) fn check<'s>(
    declared: &Declared,
    (secrets, places): (&[Secret], &[Span]),
    facts: &[Statement],
    stated: impl Iterator<Item = (&'s Statement, &'s Span)>,
    report: &mut Report,
) {
    let mut reported = vec![];
    for (at, (secret, place)) in secrets.iter().zip(places).enumerate() {
        let same =
            |other: &&Secret| other.fluent == secret.fluent && other.arguments == secret.arguments;
        let Some(first) = secrets[..at].iter().position(|other| same(&other)) else { continue };
        if reported.contains(place) {
            continue;
        }
        reported.push(*place);
        let name = named(declared, secret.fluent, &secret.arguments);
        report.push(
            Diagnostic::new(codes::SECRET_TWICE, *place, format!("`{name}` is secret twice"))
                .secondary(places[first], "and here")
                .help("say it once, with all who know it"),
        );
    }
    let known: Vec<(FluentSchemaId, Vec<Value>, Value)> = facts
        .iter()
        .filter_map(|fact| assigned(&fact.effect))
        .flatten()
        .filter_map(value)
        .collect();
    let check = Check { declared, secrets, places, known };
    for (statement, place) in stated {
        if let Some(found) =
            check.statement(&statement.scope, &statement.effect, &mut vec![], *place)
        {
            report.push(found);
        }
    }
}

fn value(part: Part) -> Option<(FluentSchemaId, Vec<Value>, Value)> {
    let arguments: Option<Vec<Value>> = part.arguments.iter().map(constant).collect();
    Some((part.fact, arguments?, part.value?))
}

fn named(declared: &Declared, fact: FluentSchemaId, arguments: &[Value]) -> String {
    let name = &declared.facts[fact.index()].name;
    let about: Vec<&str> = arguments
        .iter()
        .map(|argument| match argument {
            Value::Entity(EntityId(id)) => declared.entities[*id as usize].name.as_str(),
            _ => "…",
        })
        .collect();
    if about.is_empty() { name.clone() } else { format!("{name}({})", about.join(", ")) }
}

/// Whether a condition holds where these variables have these values, if that is certain without
/// asking for any fact.
fn certain(condition: &Condition, known: &[(Argument, Value)]) -> Option<bool> {
    let value = |expr: &Expr| match expr {
        Expr::Value(value) => Some(*value),
        Expr::Variable(variable) => {
            let mut all = known.iter();
            all.find(|(argument, _)| *argument == Argument::Variable(*variable)).map(|(_, v)| *v)
        }
        _ => None,
    };
    match condition {
        Condition::True => Some(true),
        Condition::False => Some(false),
        Condition::Not(inner) => certain(inner, known).map(|holds| !holds),
        Condition::And(parts) => all(parts.iter().map(|part| certain(part, known))),
        Condition::Or(parts) => {
            let none = all(parts.iter().map(|part| certain(part, known).map(|holds| !holds)));
            none.map(|none| !none)
        }
        Condition::Compare(Comparison::Equal, left, right) => Some(value(left)? == value(right)?),
        Condition::Compare(Comparison::Unequal, left, right) => Some(value(left)? != value(right)?),
        _ => None,
    }
}

/// Whether all hold, as far as that is certain.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut holds = Some(true);
    for part in parts {
        match part {
            Some(false) => return Some(false),
            Some(true) => {}
            None => holds = None,
        }
    }
    holds
}

struct Check<'a> {
    declared: &'a Declared,
    secrets: &'a [Secret],
    places: &'a [Span],
    /// What secrets say is so.
    known: Vec<(FluentSchemaId, Vec<Value>, Value)>,
}

impl Check<'_> {
    /// What is wrong with a statement in view of what is secret, where it holds under some conditions.
    fn statement<'e>(
        &self,
        scope: &Scope,
        effect: &'e Effect,
        under: &mut Vec<&'e Condition>,
        place: Span,
    ) -> Option<Diagnostic> {
        match effect {
            Effect::And(parts) => {
                parts.iter().find_map(|part| self.statement(scope, part, under, place))
            }
            Effect::Forall(_, _, body) => self.statement(scope, body, under, place),
            Effect::If(branches, otherwise) => {
                for (test, then) in branches {
                    under.push(test);
                    let found = self.statement(scope, then, under, place);
                    under.pop();
                    if found.is_some() {
                        return found;
                    }
                }
                self.statement(scope, otherwise, under, place)
            }
            Effect::Assign { believers, fluent, arguments, value } => {
                let ranges = domains(scope, arguments);
                // Whether the statement is about this fact: surely, perhaps, or not at all.
                let covers = |fact: FluentSchemaId, about: &[Value]| {
                    let mut pairs = ranges.iter().zip(about);
                    if fact != *fluent || !pairs.all(|(&range, value)| self.ranges(range, *value)) {
                        return Some(false);
                    }
                    let known: Vec<_> =
                        arguments.iter().copied().zip(about.iter().copied()).collect();
                    all(under.iter().map(|test| certain(test, &known)))
                };
                if believers.is_empty() {
                    let other = |(fact, about, is): &&(FluentSchemaId, Vec<Value>, Value)| {
                        covers(*fact, about) == Some(true)
                            && matches!(value, Expr::Value(v) if v != is)
                    };
                    return self.known.iter().find(other).map(|(fact, about, _)| {
                        self.complaint(*fact, about, place, codes::SECRET_OTHERWISE)
                    });
                }
                let in_scope =
                    |secret: &&Secret| covers(secret.fluent, &secret.arguments) != Some(false);
                let secret = self.secrets.iter().find(in_scope)?;
                Some(self.complaint(secret.fluent, &secret.arguments, place, codes::SECRET_STATED))
            }
        }
    }

    fn ranges(&self, range: Domain, value: Value) -> bool {
        tuples(self.declared, &[range]).is_none_or(|all| all.iter().any(|one| one[0] == value))
    }

    fn complaint(
        &self,
        fact: FluentSchemaId,
        about: &[Value],
        place: Span,
        code: crate::diagnostic::Code,
    ) -> Diagnostic {
        let name = named(self.declared, fact, about);
        let (message, help) = if code == codes::SECRET_STATED {
            (
                format!("`{name}` is secret, so who believes what of it is settled"),
                "name all who know in `known to`; what everybody else holds is what `others think` says; \
                 a further knower can come by it in `before`",
            )
        } else {
            (
                format!("the secret says what `{name}` is, and this says otherwise"),
                "leave it out here, or let the secret say this",
            )
        };
        let found = Diagnostic::new(code, place, message).help(help);
        let mut all = self.secrets.iter().zip(self.places);
        match all.find(|(secret, _)| secret.fluent == fact && secret.arguments == about) {
            Some((_, secret)) => found.secondary(*secret, "kept secret here"),
            None => found,
        }
    }
}
