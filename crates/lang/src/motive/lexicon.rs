//! How things are said: what telling a story needs and planning does not.

use motive_world::id::{ActionSchemaId, EntityId, FluentSchemaId};
use motive_world::program::Condition;

/// How an entity is said.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Naming {
    /// What it is called where its name in the source will not do: `the library`.
    pub said: Option<String>,
    /// The forms of its pronoun: one (`she`) for a common one, several for one of its own. Empty
    /// where the source gives none.
    pub pronouns: Vec<String>,
}

/// A sentence for an event, with braces where names and verbs go.
#[derive(Clone, Debug, PartialEq)]
pub struct Template {
    /// The sentence as it is written.
    pub text: String,
    /// When it fits, over the scope of the event; of several sentences the first that fits is told.
    pub condition: Condition,
}

/// How a claim is said: what comes after *that*.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ClaimSaying {
    /// The name of the claim.
    pub name: String,
    /// What its parameters are called in the sentence, in order.
    pub parameters: Vec<String>,
    /// The sentence, where the source gives one.
    pub text: Option<String>,
}

/// Names, pronouns and sentences, by the ids of a program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Lexicon {
    /// The title of the world.
    pub title: Option<String>,
    pub(super) entities: Vec<Naming>,
    pub(super) fluents: Vec<Option<String>>,
    pub(super) actions: Vec<Vec<Template>>,
    pub(super) triggers: Vec<Vec<Template>>,
    pub(super) claims: Vec<ClaimSaying>,
    /// Verbs whose forms the author gives: the plain form, then the others.
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
    pub fn fluent(&self, id: FluentSchemaId) -> Option<&str> {
        self.fluents.get(id.index()).and_then(|text| text.as_deref())
    }

    /// The sentences of an action.
    #[must_use]
    pub fn action(&self, id: ActionSchemaId) -> &[Template] {
        self.actions.get(id.index()).map_or(&[], Vec::as_slice)
    }

    /// How a claim is said. In the sentences of an action that takes a claim as `k`, `{k}` stands
    /// for it; [`ActionSchema::claims`](motive_world::program::ActionSchema::claims) says which
    /// claim it is, and which of the arguments are what it is about.
    #[must_use]
    pub fn claim(&self, name: &str) -> Option<&ClaimSaying> {
        self.claims.iter().find(|claim| claim.name == name)
    }
}
