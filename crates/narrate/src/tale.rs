//! What is to be told, as plain data: whoever runs a story fills it in.

use motive_world::id::{ActionSchemaId, CharacterId, EntityId, FluentSchemaId, TriggerSchemaId};
use motive_world::value::Value;

/// A story to be told.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tale {
    /// What is so at the start and worth saying first: who is where.
    pub opening: Vec<Held>,
    /// What happens, in order.
    pub events: Vec<Event>,
}

/// Something that is so, or that somebody believes to be so.
#[derive(Clone, Debug, PartialEq)]
pub struct Held {
    /// From the outermost believer to the innermost; empty for a fact.
    pub believers: Vec<CharacterId>,
    /// The fact.
    pub fluent: FluentSchemaId,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// Its value.
    pub value: Value,
}

/// What happens: something done, or something that happens by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// An action or an event.
    Action(ActionSchemaId),
    /// A rule or an inference, in reality.
    Rule(TriggerSchemaId),
    /// A rule or an inference, in the minds of those who *do* it only.
    Thought(TriggerSchemaId),
}

/// Something that happens, with its arguments.
#[derive(Clone, Debug, PartialEq)]
pub struct Happening {
    /// What.
    pub deed: Deed,
    /// A value for each parameter.
    pub arguments: Vec<Value>,
    /// Which of its sentences fits; `None` if there is none.
    pub text: Option<usize>,
    /// Which of its sentences tells how it turned out, after that; `None` if none does.
    pub sequel: Option<usize>,
    /// Who does it, or thinks it.
    pub actors: Vec<CharacterId>,
}

/// An event of a story.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The step of the story, from 0.
    pub step: usize,
    /// What happens.
    pub happening: Happening,
    /// Where the first of those who do it is, before and after; `None` where the world has no
    /// places.
    pub place: Option<(EntityId, EntityId)>,
    /// Who perceives it.
    pub perceived: Vec<CharacterId>,
    /// What else it seems to be, and to whom of those who act in the story.
    pub seemed: Vec<Seeming>,
    /// Since which step it could have happened, and been told in the same way, all the time until
    /// it did.
    pub possible_since: usize,
    /// Why it is done: for each of those who do it.
    pub motives: Vec<Motive>,
}

/// What an event seems to be to some.
#[derive(Clone, Debug, PartialEq)]
pub struct Seeming {
    /// To whom.
    pub to: Vec<CharacterId>,
    /// What: an event with a sentence.
    pub what: Happening,
}

/// Why somebody does something.
#[derive(Clone, Debug, PartialEq)]
pub struct Motive {
    /// Who.
    pub character: CharacterId,
    /// Whether this is the rest of a plan that has been told.
    pub continues: bool,
    /// What is to be gained.
    pub gains: Vec<Gain>,
    /// How the act was meant to turn out, where it turned out otherwise.
    pub meant: Option<Happening>,
    /// What is to follow the act, in order.
    pub plan: Vec<Happening>,
    /// What it rests on that is not so.
    pub mistakes: Vec<Held>,
}

/// Something to be gained.
#[derive(Clone, Debug, PartialEq)]
pub enum Gain {
    /// A term of what the character wants that has words.
    Term(usize),
    /// A fact that is to be so.
    Fact(Held),
}
