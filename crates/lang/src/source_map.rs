//! From the ids of a program back to its text.

use crate::diagnostic::Span;
use motive_world::id::{
    ActionSchemaId, CharacterId, EntityId, FluentSchemaId, TriggerSchemaId, TypeId,
};

/// Where an action or trigger and its parts are. A part that the author left out has no place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct EventSpans {
    /// The whole definition.
    pub whole: Span,
    /// Its name.
    pub name: Span,
    /// The condition of its precondition.
    pub precondition: Option<Span>,
    /// Its effect.
    pub effect: Option<Span>,
    /// Who consents, with the keyword.
    pub consenting: Option<Span>,
    /// Who observes, with the keyword.
    pub observing: Option<Span>,
}

/// Where in the source each declaration of a program is, so that what shows only later (while
/// grounding, while running, as a lint) can be reported at its place.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceMap {
    pub(crate) types: Vec<Option<Span>>,
    pub(crate) entities: Vec<Span>,
    pub(crate) fluents: Vec<Span>,
    pub(crate) actions: Vec<EventSpans>,
    pub(crate) triggers: Vec<EventSpans>,
    pub(crate) author: Option<Span>,
    pub(crate) utilities: Vec<Option<Span>>,
    pub(crate) refusals: Vec<Span>,
    pub(crate) secrets: Vec<Span>,
    pub(crate) statements: Vec<Span>,
    pub(crate) before: Vec<Span>,
    pub(crate) foresight: Option<(Span, u32)>,
}

impl SourceMap {
    /// The name of a type where it is first mentioned; `None` for the built-in types.
    #[must_use]
    pub fn type_name(&self, id: TypeId) -> Option<Span> {
        self.types.get(id.index()).copied().flatten()
    }

    /// The name of an entity where it is first declared.
    #[must_use]
    pub fn entity(&self, id: EntityId) -> Option<Span> {
        self.entities.get(id.index()).copied()
    }

    /// The name of a fluent where it is declared.
    #[must_use]
    pub fn fluent(&self, id: FluentSchemaId) -> Option<Span> {
        self.fluents.get(id.index()).copied()
    }

    /// An action and its parts.
    #[must_use]
    pub fn action(&self, id: ActionSchemaId) -> Option<&EventSpans> {
        self.actions.get(id.index())
    }

    /// A trigger and its parts.
    #[must_use]
    pub fn trigger(&self, id: TriggerSchemaId) -> Option<&EventSpans> {
        self.triggers.get(id.index())
    }

    /// The utility of the author (`None`) or of a character, if there is one in the text.
    #[must_use]
    pub fn utility(&self, who: Option<CharacterId>) -> Option<Span> {
        match who {
            None => self.author,
            Some(character) => self.utilities.get(character.index()).copied().flatten(),
        }
    }

    /// What somebody refuses, by its index.
    #[must_use]
    pub fn refusal(&self, index: usize) -> Option<Span> {
        self.refusals.get(index).copied()
    }

    /// What says that people look so many steps ahead.
    #[must_use]
    pub fn foresight(&self, steps: u32) -> Option<Span> {
        self.foresight.filter(|(_, stated)| *stated == steps).map(|(place, _)| place)
    }

    /// What says that something is secret.
    #[must_use]
    pub fn secret(&self, index: usize) -> Option<Span> {
        self.secrets.get(index).copied()
    }

    /// The statement about the start with this index.
    #[must_use]
    pub fn statement(&self, index: usize) -> Option<Span> {
        self.statements.get(index).copied()
    }

    /// What happened before the story, by its index.
    #[must_use]
    pub fn before(&self, index: usize) -> Option<Span> {
        self.before.get(index).copied()
    }
}
