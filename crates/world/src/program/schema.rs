//! What an author declares: fluents, actions, triggers, wants, the start.

use super::{ActionSchemaId, Argument, Condition, Effect, Expr, Number, TypeId, Value, VariableId};
use crate::id::{CharacterId, FluentSchemaId};
use crate::story::Step;

/// What a parameter ranges over.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Domain {
    /// The members of a type.
    Type(TypeId),
    /// One fixed value: `dangerous(Ark)`.
    Constant(Value),
}

/// One place in the signature of a fluent.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The name in the source; the constant's own name where it is one.
    pub name: String,
    /// What it ranges over.
    pub domain: Domain,
}

/// Parameters that are written as one argument. `say(Anna, Bert, keeps(Carol, Letter))` has four
/// arguments, of which the last two are those of the claim `keeps`. It says how something is
/// written, and nothing about what it means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ClaimArgument {
    /// The parameter as it was declared: `k` of `k: claim`.
    pub parameter: String,
    /// The name of the claim that stands for it here.
    pub claim: String,
    /// Which parameter is the claim's first.
    pub first: u32,
    /// How many of the parameters are the claim's.
    pub count: u32,
}

impl ClaimArgument {
    /// What a parameter of the claim is called where the claim stands for `parameter`.
    #[must_use]
    pub fn full_name(parameter: &str, own: &str) -> String {
        format!("{parameter}.{own}")
    }

    /// What the claim itself calls the parameter of this name, if it is one of its own.
    #[must_use]
    pub fn own_name<'n>(&self, name: &'n str) -> Option<&'n str> {
        name.strip_prefix(self.parameter.as_str())?.strip_prefix('.')
    }

    /// How the claim is written: `keeps(Carol, Letter)`, or `keeps` where it is about nothing.
    #[must_use]
    pub fn text(&self, about: &[String]) -> String {
        match about {
            [] => self.claim.clone(),
            about => format!("{}({})", self.claim, about.join(", ")),
        }
    }
}

/// A fluent: a property of things, whose value can change.
#[derive(Clone, Debug, PartialEq)]
pub struct FluentSchema {
    /// The name in the source. Several fluents may share one and differ in their parameters.
    pub name: String,
    /// Two schemas of one family are one variable where their arguments agree. Sabre lets
    /// `at(c : character)` and `at(i : item)` overlap in an entity of both types; fluents of the
    /// same name and value type share a family.
    pub family: u32,
    /// What it is applied to.
    pub parameters: Vec<Parameter>,
    /// What its values are.
    pub value: TypeId,
    /// The value that it has where nobody says otherwise.
    pub default: Value,
    /// The least and the greatest number that it can hold, at which changes stop; `None` where
    /// it is not a number or is unbounded.
    pub range: Option<(Number, Number)>,
    /// Which of its parameters are written as claims, in order.
    pub claims: Vec<ClaimArgument>,
    /// Whether a truth value may be unknown in a mind, which it never may under Sabre's reading;
    /// one answer for all schemas of a family. Everything else always may, and this is false.
    pub is_open: bool,
}

/// A variable of a scope.
#[derive(Clone, Debug, PartialEq)]
pub struct Variable {
    /// The name in the source.
    pub name: String,
    /// What it ranges over.
    pub domain: Domain,
}

/// The variables of one declaration, indexed by [`VariableId`]: first its parameters, in order,
/// then whatever its quantifiers bind. No two quantifiers share a variable, so nothing shadows.
pub type Scope = Vec<Variable>;

/// When a perception's condition is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// In the state before the event.
    Before,
    /// In the facts after it.
    After,
}

/// What a character perceives of an event.
#[derive(Clone, Debug, PartialEq)]
pub enum Perceived {
    /// The event itself, with its outcome.
    Itself,
    /// Another event in its place: an appearance. Where its arguments are not of its parameters'
    /// types, nothing is perceived. It has one outcome, and demands a conjunction of comparisons of
    /// a fluent, or of what somebody believes it to be, with a value.
    Appearance(ActionSchemaId, Vec<Argument>),
    /// Nothing.
    Nothing,
}

/// A row of the table that says who perceives what. The first row that matches counts; where none
/// matches, nothing is perceived.
#[derive(Clone, Debug, PartialEq)]
pub struct Perception {
    /// The variable of the action's scope that stands for the perceiver; `None` where the
    /// condition does not speak of one.
    pub observer: Option<VariableId>,
    /// When the condition is read.
    pub when: When,
    /// The condition, over the action's scope and the observer.
    pub condition: Condition,
    /// What is then perceived.
    pub perceived: Perceived,
}

/// One way in which an action can turn out.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcome {
    /// The name in the source; empty for the only outcome of an action that declares none.
    pub name: String,
    /// It is possible where this holds.
    pub guard: Condition,
    /// It cannot be ruled out where this holds: its guard is not known to be false. In a mind where
    /// this holds and the guard does not, the guard is unknown.
    pub conceivable: Condition,
    /// Its weight among the possible ones: a number.
    pub weight: Expr,
    /// What it changes, with the effect common to all outcomes already part of it.
    pub effect: Effect,
}

impl Outcome {
    /// The one outcome of an action that has no choice of them.
    #[must_use]
    pub fn only(effect: Effect) -> Self {
        Outcome {
            name: String::new(),
            guard: Condition::True,
            conceivable: Condition::True,
            weight: Expr::Value(Value::Number(Number::ONE)),
            effect,
        }
    }

    /// Whether nothing can rule it out: it has no guard, and its weight is a number above 0.
    #[must_use]
    pub fn is_free(&self) -> bool {
        let weighs = matches!(self.weight, Expr::Value(Value::Number(n)) if n > Number::ZERO);
        self.guard == Condition::True && weighs
    }
}

/// Something that can be done, or (without consent) can happen.
#[derive(Clone, Debug, PartialEq)]
pub struct ActionSchema {
    /// The name in the source. Several actions may share one and differ in their parameters.
    pub name: String,
    /// How many of the scope's variables are parameters.
    pub parameters: u32,
    /// Parameters first, then bound variables. A parameter with a [`Domain::Constant`] is a
    /// fixed argument; it is part of a step's arguments like any other.
    pub scope: Scope,
    /// What must hold.
    pub precondition: Condition,
    /// How it can turn out; at least one. Sabre problems have exactly one.
    pub outcomes: Vec<Outcome>,
    /// Who must have a reason. A list of the same character twice counts once. Where an argument
    /// is not a character, the step does not exist.
    pub consenting: Vec<Argument>,
    /// Who perceives it, and as what.
    pub perceptions: Vec<Perception>,
    /// Whether characters may reckon with it although nobody consents to it. Sabre has none.
    pub natural: bool,
    /// Whether it never happens and is only what other events seem to be. Sabre has none.
    pub is_impression: bool,
    /// Which of its parameters are written as claims, in order.
    pub claims: Vec<ClaimArgument>,
}

impl ActionSchema {
    /// Whether it can turn out in several ways, or in one that may be ruled out.
    #[must_use]
    pub fn branches(&self) -> bool {
        !matches!(&self.outcomes[..], [only] if only.is_free())
    }
}

/// Something that happens whenever it can, in reality and in every mind.
#[derive(Clone, Debug, PartialEq)]
pub struct TriggerSchema {
    /// The name in the source.
    pub name: String,
    /// How many of the scope's variables are parameters.
    pub parameters: u32,
    /// Parameters first, then bound variables.
    pub scope: Scope,
    /// When it happens.
    pub precondition: Condition,
    /// What it changes.
    pub effect: Effect,
    /// Which of its parameters are written as claims, in order.
    pub claims: Vec<ClaimArgument>,
}

/// One thing that somebody wants: it adds `weight` times `amount` to the utility.
#[derive(Clone, Debug, PartialEq)]
pub struct Want {
    /// What the author calls it; Sabre's one term has no name.
    pub name: Option<String>,
    /// A number; 1 in Sabre problems.
    pub weight: Expr,
    /// A number, or a truth value that counts as 1 or 0.
    pub amount: Expr,
    /// Whether a step that serves it must not wait.
    pub pressing: bool,
}

impl Want {
    /// That a condition holds, worth 1.
    #[must_use]
    pub fn that(condition: &Condition) -> Self {
        Want {
            name: None,
            weight: Expr::Value(Value::Number(Number::ONE)),
            amount: Expr::Truth(Box::new(condition.clone())),
            pressing: false,
        }
    }
}

/// What the author or a character wants: a list of terms, whose sum is the utility. The utility
/// is unknown where a term is (under the strict reading); without terms it is 0.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Utility {
    /// Variables that its quantifiers bind.
    pub scope: Scope,
    /// What is summed.
    pub wants: Vec<Want>,
}

/// Something that a character never knowingly brings about.
#[derive(Clone, Debug, PartialEq)]
pub struct Refusal {
    /// Who refuses.
    pub character: CharacterId,
    /// Variables that its quantifiers bind.
    pub scope: Scope,
    /// What is refused.
    pub condition: Condition,
    /// Why, in the author's words.
    pub said: Option<String>,
}

/// Something that happened before the story opens.
#[derive(Clone, Debug, PartialEq)]
pub struct Past {
    /// What happened.
    pub step: Step,
    /// Whether nobody is asked for a reason.
    pub is_given: bool,
    /// Whether it is said to be an accident: nobody who consented to it counted on its outcome.
    pub is_accident: bool,
}

/// One statement about the start. Its effect is evaluated in the state that the statements before
/// it made; parts of one effect do not see each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Statement {
    /// Variables that its quantifiers bind.
    pub scope: Scope,
    /// What it says.
    pub effect: Effect,
}

/// What only some know at the start. As everybody sees it who is at the end of a list of believers
/// with an outsider in it, the fluent has another value; what those who know believe of each other
/// is as it is. Of several secrets about one fluent the last counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Secret {
    /// What it is about.
    pub fluent: FluentSchemaId,
    /// And its arguments.
    pub arguments: Vec<Value>,
    /// Those who know.
    pub insiders: Vec<CharacterId>,
    /// What it is to everybody else.
    pub outside: Value,
}
