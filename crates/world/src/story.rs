//! Stories, steps and reasons as plain data, and the limits they are judged by.
//!
//! Nothing here refers to a grounded world or a search: a story can be told, stored, checked and
//! played without a planner.

use crate::id::{ActionSchemaId, CharacterId};
use crate::value::{Number, Value};

/// A step of a story: an action with its arguments, and how it turned out.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Step {
    /// Which action.
    pub action: ActionSchemaId,
    /// A value for each parameter, fixed ones included.
    pub arguments: Vec<Value>,
    /// Which of the action's outcomes; 0 where there is only one.
    pub outcome: u32,
}

impl Step {
    /// Whether this is the same action with the same arguments, however either turns out.
    #[must_use]
    pub fn is_same_action(&self, other: &Step) -> bool {
        self.action == other.action && self.arguments == other.arguments
    }
}

/// What a reason achieves for the one who has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The plan ends better than the present: utility before it and after it.
    Gain {
        /// Utility in the mind in which the plan starts.
        before: Number,
        /// Utility where it ends; greater.
        after: Number,
    },
    /// The plan ends with a better outlook than the present has (docs/semantics.md).
    Averting {
        /// The outlook in the mind in which the plan starts.
        before: Number,
        /// The outlook where it ends; greater.
        after: Number,
    },
}

/// A character's reason for a step: a plan that starts with it and ends better, as that character
/// believes the world to be.
#[derive(Clone, Debug, PartialEq)]
pub struct Reason {
    /// Whose reason it is.
    pub character: CharacterId,
    /// The plan. Its first step is the explained step itself, and carries no reasons of its own:
    /// the one who has this reason need not believe that others who consent have theirs.
    pub plan: Vec<ExplainedStep>,
    /// What it is good for.
    pub purpose: Purpose,
}

/// A step with a reason for each of those who consent to it.
#[derive(Clone, Debug, PartialEq)]
pub struct ExplainedStep {
    /// The step.
    pub step: Step,
    /// In the order of consent. Inside the reason of a character, that character's own reason for
    /// a later step is left out where it is the rest of the same plan.
    pub reasons: Vec<Reason>,
}

/// A story with everyone's reasons.
#[derive(Clone, Debug, PartialEq)]
pub struct Story {
    /// What happens, in order.
    pub steps: Vec<ExplainedStep>,
    /// The author's utility at the start; `None` if unknown.
    pub before: Option<Number>,
    /// The author's utility at the end.
    pub after: Option<Number>,
}

/// The limits that stories and reasons are relative to. `None` is unlimited.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The author's utility must reach this. `None`: the first whole number above the start's.
    pub goal: Option<Number>,
    /// The most steps in a story.
    pub author: Option<u32>,
    /// The most steps in a reason, the explained one included; it counts on through reasons
    /// within reasons. 0 means the same as 1.
    pub character: Option<u32>,
    /// How deep reasons within reasons go. Reality is depth 0; at one more than the limit only an
    /// immediate gain is a reason.
    pub epistemic: Option<u32>,
    /// How many accidents a story may contain beyond those that its outline names. `None`: as many
    /// as the world says.
    pub accidents: Option<u32>,
}
