//! What stories are asked to go through, or may never come to: plain data beside the program.

use crate::id::ActionSchemaId;
use crate::program::{Condition, Program, Scope, Utility};
use crate::story::Step;
use crate::value::Value;

/// An event with some of its arguments left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// What it may be an instance of: actions that share a name.
    pub events: Vec<OpenEvent>,
    /// The outcome, where it matters.
    pub outcome: Option<u32>,
}

/// An action with some of its arguments left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OpenEvent {
    /// The action.
    pub action: ActionSchemaId,
    /// Its arguments; `None` is anyone or anything. A claim has as many as things that it is about.
    pub arguments: Vec<Option<Value>>,
}

impl Pattern {
    /// Whether a step is such an event.
    #[must_use]
    pub fn matches(&self, step: &Step) -> bool {
        self.outcome.is_none_or(|outcome| outcome == step.outcome)
            && self.events.iter().any(|event| event.matches(step))
    }
}

impl OpenEvent {
    fn matches(&self, step: &Step) -> bool {
        let fits = |(wanted, value): (&Option<Value>, &Value)| {
            wanted.as_ref().is_none_or(|wanted| wanted == value)
        };
        self.action == step.action
            && self.arguments.len() == step.arguments.len()
            && self.arguments.iter().zip(&step.arguments).all(fits)
    }
}

/// Something that comes about in a story.
#[derive(Clone, Debug, PartialEq)]
pub enum Aim {
    /// All of these conditions hold in reality.
    Holds {
        /// Variables that their quantifiers bind.
        scope: Scope,
        /// The conditions.
        conditions: Vec<Condition>,
    },
    /// Such an event happens.
    Happens(Pattern),
}

impl Aim {
    /// Whether it is an event with an outcome that is named.
    #[must_use]
    pub fn names_outcome(&self) -> bool {
        matches!(self, Aim::Happens(pattern) if pattern.outcome.is_some())
    }

    /// The aim as a utility: a term for each condition, worth 1 where it holds. Nothing for an
    /// event.
    #[must_use]
    pub fn as_utility(&self) -> Utility {
        match self {
            Aim::Holds { scope, conditions } => {
                let wants = conditions.iter().map(crate::program::Want::that).collect();
                Utility { scope: scope.clone(), wants }
            }
            Aim::Happens(_) => Utility::default(),
        }
    }
}

/// One line of an outline.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// What it is called, by which a scenario can leave it out.
    pub label: Option<String>,
    /// What it is about, in words.
    pub said: Option<String>,
    /// What the story is to come to.
    pub aim: Aim,
}

/// What a story must go through, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Outline {
    /// Its lines.
    pub entries: Vec<Entry>,
}

impl Outline {
    /// Whether the author wants anything but that the outline is gone through.
    #[must_use]
    pub fn is_all_that_is_wanted(&self, program: &Program) -> bool {
        program.author.wants.is_empty()
    }
}
