//! How things are said: what telling a story needs and planning does not.

use motive_world::id::{ActionSchemaId, EntityId, FluentSchemaId, TriggerSchemaId};
use motive_world::program::Condition;

use crate::template::Sentence;

/// How an entity is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Naming {
    /// What it is called where its name in the source will not do: `the library`.
    pub said: Option<String>,
    /// The forms of its pronoun: one (`she`) for a common one, several for one of its own. Empty
    /// where the source gives none.
    pub pronouns: Vec<String>,
}

/// A sentence for an event.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The sentence.
    pub sentence: Sentence,
    /// When it fits, over the scope of the event; of several sentences the first that fits is told.
    pub condition: Condition,
    /// The outcome that it tells; `None`: the event itself.
    pub outcome: Option<u32>,
}

/// How a claim is said: what comes after *that*.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimSaying {
    /// The name of the claim.
    pub name: String,
    /// The sentence, over the parameters of the claim, where the source gives one.
    pub sentence: Option<Sentence>,
}

/// Names, pronouns and sentences, by the ids of a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    /// The title of the world.
    pub title: Option<String>,
    /// By entity.
    pub entities: Vec<Naming>,
    /// By fact: the sentence that says it, if there is one.
    pub fluents: Vec<Option<Sentence>>,
    /// By action.
    pub actions: Vec<Vec<Template>>,
    /// By trigger.
    pub triggers: Vec<Vec<Template>>,
    /// By character, then by term: the words for what is wanted, as they stand after *wants*.
    pub wants: Vec<Vec<Option<String>>>,
    /// How claims are said.
    pub claims: Vec<ClaimSaying>,
    /// Verbs whose forms the author gives: the third person, the past, the participle.
    pub verbs: Vec<Vec<String>>,
}

impl Lexicon {
    /// How an entity is said.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<&Naming> {
        self.entities.get(id.index())
    }

    /// The sentence that says a fact, if there is one.
    #[must_use]
    pub fn fluent(&self, id: FluentSchemaId) -> Option<&Sentence> {
        self.fluents.get(id.index()).and_then(Option::as_ref)
    }

    /// The sentences of an action.
    #[must_use]
    pub fn action(&self, id: ActionSchemaId) -> &[Template] {
        self.actions.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The sentences of a rule or an inference.
    #[must_use]
    pub fn trigger(&self, id: TriggerSchemaId) -> &[Template] {
        self.triggers.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// The words for a term of what a character wants.
    #[must_use]
    pub fn want(&self, character: EntityId, term: usize) -> Option<&str> {
        self.wants.get(character.index())?.get(term)?.as_deref()
    }

    /// How a claim is said. In the sentences of an action that takes a claim as `k`, `{k}` stands
    /// for it; [`ActionSchema::claims`](motive_world::program::ActionSchema::claims) says which
    /// claim it is, and which of the arguments are what it is about.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&ClaimSaying> {
        self.claims.iter().find(|claim| claim.name == name)
    }
}
