//! Events that have no sentence, told by their names: `walk(Wren, Orchard, House)` is *Wren walked
//! from the orchard to the house*.
//!
//! The first word of the name is taken for a verb, those who do it for its subject, and the rest of
//! the arguments for what it is about, in order. What a place is to an action, its precondition and
//! its effect say.

use motive_world::id::{ActionSchemaId, EntityId, VariableId};
use motive_world::program::{
    Argument, Comparison, Condition, Effect, Expr, Program, Written, as_written,
};
use motive_world::value::Value;

use crate::clause::{Binder, Clause, Piece, Referent};
use crate::naming;
use crate::tale::{Deed, Happening};
use crate::template::Form;
use crate::verb;

/// Words that go with a verb.
const PARTICLES: [&str; 14] = [
    "down", "up", "out", "in", "off", "on", "over", "away", "back", "through", "along", "around",
    "aside", "apart",
];

/// Verbs of speech: what follows the hearer is what it is *about*.
const SPEECH: [&str; 14] = [
    "tell", "ask", "inform", "warn", "accuse", "blame", "say", "lie", "question", "remind", "call",
    "persuade", "convince", "advise",
];

/// Verbs after which somebody is the one *from* whom.
const TAKING: [&str; 11] =
    ["take", "steal", "buy", "borrow", "get", "receive", "rob", "seize", "snatch", "win", "hide"];

/// Verbs after which somebody is the one *to* whom.
const GIVING: [&str; 14] = [
    "give", "send", "hand", "sell", "pay", "bring", "show", "lend", "return", "deliver", "offer",
    "promise", "throw", "pass",
];

/// What a place is to an action.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Role {
    From,
    To,
    In,
}

impl Binder<'_> {
    /// An event in the words of its name.
    pub(crate) fn by_name(&self, happening: &Happening) -> Clause {
        let program = self.names.program;
        let name = match happening.deed {
            Deed::Action(action) => &program.actions[action.index()].name,
            Deed::Rule(trigger) | Deed::Thought(trigger) => &program.triggers[trigger.index()].name,
        };
        let words = naming::words(name);
        let mut clause = Clause::default();
        if happening.actors.is_empty() {
            clause.text("this ").verb("happens");
            let things = self.things(&happening.arguments);
            if !things.is_empty() {
                clause.text(" to ").names(things);
            }
            clause.text(format!(": {words}."));
            return clause;
        }
        let mut words = words.split(' ').peekable();
        let plain = words.next().unwrap_or("act").to_owned();
        clause.names(happening.actors.iter().map(|actor| actor.entity()).collect());
        clause.text(" ").verb(&verb::third_person(&plain));
        while let Some(particle) = words.next_if(|word| PARTICLES.contains(word)) {
            clause.text(format!(" {particle}"));
        }
        let what = words.collect::<Vec<_>>().join(" ");
        self.objects(&mut clause, happening, &plain, &what);
        clause.text(".");
        clause
    }

    fn things(&self, arguments: &[Value]) -> Vec<EntityId> {
        let entity = |value: &Value| match value {
            Value::Entity(entity) => Some(*entity),
            _ => None,
        };
        let mut things: Vec<EntityId> = vec![];
        for thing in arguments.iter().filter_map(entity) {
            if !things.contains(&thing) {
                things.push(thing);
            }
        }
        things
    }

    /// What is done to what, and where.
    fn objects(&self, clause: &mut Clause, happening: &Happening, plain: &str, what: &str) {
        let program = self.names.program;
        let actor =
            |value: &Value| happening.actors.iter().any(|a| Value::Entity(a.entity()) == *value);
        let mut direct: Option<Value> = None;
        let mut others: Vec<Value> = vec![];
        let mut places: Vec<(Role, Value)> = vec![];
        let claims = self.claims(happening);
        let of_claim = |at: usize| {
            claims.iter().any(|claim| {
                (claim.first..claim.first + claim.count)
                    .contains(&u32::try_from(at).unwrap_or(u32::MAX))
            })
        };
        for (at, &value) in happening.arguments.iter().enumerate() {
            if of_claim(at) {
                continue;
            }
            if actor(&value) || matches!(value, Value::Unknown | Value::None) {
                continue;
            }
            let role = match happening.deed {
                Deed::Action(action) => role(program, action, at),
                _ => None,
            };
            match role {
                Some(role) => places.push((role, value)),
                None if direct.is_none() => direct = Some(value),
                None => others.push(value),
            }
        }
        let push = |clause: &mut Clause, before: &str, value: Value| {
            clause.text(before);
            let referent = match value {
                Value::Entity(entity) => Referent::Entities(vec![entity]),
                other => Referent::Words(self.names.value(other)),
            };
            clause.pieces.push(Piece::Name(referent, Form::Name));
        };
        let somebody = |value: Value| matches!(value, Value::Entity(entity) if self.names.is_character(entity));
        let mut about = vec![];
        match direct {
            // `say_waters(Nell, Pia)`: what is said is in the name.
            Some(direct) if !what.is_empty() => {
                push(clause, " ", direct);
                about.push(Referent::Words(format!("the {what}")));
            }
            Some(direct) => push(clause, " ", direct),
            None if !what.is_empty() => {
                clause.text(format!(" the {what}"));
            }
            None => {}
        }
        let to_somebody = direct.is_some_and(somebody);
        others.retain(|&other| {
            let with = match plain {
                _ if to_somebody || !somebody(other) => return true,
                plain if GIVING.contains(&plain) => " to ",
                plain if TAKING.contains(&plain) => " from ",
                _ => return true,
            };
            push(clause, with, other);
            false
        });
        about.extend(others.into_iter().map(|other| match other {
            Value::Entity(entity) => Referent::Entities(vec![entity]),
            other => Referent::Words(self.names.value(other)),
        }));
        let count = about.len();
        for (at, referent) in about.into_iter().enumerate() {
            clause.text(match at {
                0 if SPEECH.contains(&plain) && to_somebody => " about ",
                0 => " with ",
                at if at + 1 == count => " and ",
                _ => ", ",
            });
            clause.pieces.push(Piece::Name(referent, Form::Name));
        }
        for written in as_written(claims, happening.arguments.clone()) {
            if let Written::Claim(claim, about) = written {
                clause.text(" that ").clause(self.claim(&claim.claim, &about).unstopped());
            }
        }
        let moves = places.iter().any(|(role, _)| *role == Role::To);
        for wanted in [Role::From, Role::In, Role::To] {
            for &(role, value) in &places {
                let role = if role == Role::In && moves { Role::From } else { role };
                if role == wanted {
                    let word = match role {
                        Role::From => " from ",
                        Role::In => " at ",
                        Role::To => " to ",
                    };
                    push(clause, word, value);
                }
            }
        }
    }
}

/// What the parameter `at` is to an action, if it is a place: where somebody is before it, or
/// after it.
fn role(program: &Program, action: ActionSchemaId, at: usize) -> Option<Role> {
    let schema = &program.actions[action.index()];
    let variable = VariableId::at(at);
    let mut goes = false;
    for outcome in &schema.outcomes {
        goes |= assigns(program, &outcome.effect, variable);
    }
    if goes {
        return Some(Role::To);
    }
    is_at(program, &schema.precondition, variable).then_some(Role::In)
}

/// Whether a fluent's values can be places: things without minds.
pub(crate) fn has_places(program: &Program, fluent: motive_world::id::FluentSchemaId) -> bool {
    let schema = &program.fluents[fluent.index()];
    let [only] = schema.parameters.as_slice() else { return false };
    let motive_world::program::Domain::Type(kind) = only.domain else { return false };
    let members = program.members(schema.value);
    let is_thing = |value: &Value| matches!(value, Value::Entity(entity) if program.character(*entity).is_none());
    let somebody = program.characters().next();
    somebody.is_some_and(|one| program.value_is_a(Value::Entity(one.entity()), kind))
        && !members.is_empty()
        && members.iter().all(is_thing)
}

fn assigns(program: &Program, effect: &Effect, to: VariableId) -> bool {
    match effect {
        Effect::And(parts) => parts.iter().any(|part| assigns(program, part, to)),
        Effect::Assign { believers, fluent, value, .. } => {
            believers.is_empty() && *value == Expr::Variable(to) && has_places(program, *fluent)
        }
        Effect::Forall(..) | Effect::If(..) => false,
    }
}

fn is_at(program: &Program, condition: &Condition, place: VariableId) -> bool {
    match condition {
        Condition::And(parts) => parts.iter().any(|part| is_at(program, part, place)),
        Condition::Compare(Comparison::Equal, Expr::Fluent(fluent, arguments), right)
        | Condition::Compare(Comparison::Equal, right, Expr::Fluent(fluent, arguments)) => {
            *right == Expr::Variable(place)
                && has_places(program, *fluent)
                && matches!(arguments.as_slice(), [Argument::Variable(_) | Argument::Constant(_)])
        }
        _ => false,
    }
}
