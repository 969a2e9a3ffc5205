//! Grounding: a program with every parameter filled in, and the parts that cannot matter removed.
//!
//! [`GroundWorld::of`] instantiates actions and triggers (pruning a partial tuple as soon as a part
//! of the precondition that depends on nothing changeable fails), evaluates the start, finds by
//! relaxed reachability which fluents are constant and which events can never happen, removes
//! both, and lays out the rest as packed rows: a bit for a boolean, a few for an entity, sixteen
//! for a number (an index into a table of the numbers met so far).
//!
//! An instance of an event that assigns nothing at all does not exist; see the definitions in
//! `docs/semantics.md`.

mod appearance;
mod builder;
mod demand;
mod instantiate;
mod layout;
mod reach;
mod start;
mod test;

pub use appearance::{AppearanceId, Demand, GroundAppearance, GroundPerceived};
pub use start::Start;
pub use test::{
    ArithmeticFault, FluentId, Kind, Literal, Term, Test, View, Visit, as_number, calculate,
    compare,
};
pub(crate) use test::{entity_value, plain_code};

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::fault::Fault;
use crate::id::{ActionSchemaId, CharacterId, FluentSchemaId, TriggerSchemaId, id_newtype};
use crate::program::{Program, When};
use crate::story::Step;
use crate::value::{Number, Value};

id_newtype! {
    /// A ground action: an index into [`GroundWorld::actions`].
    ActionId
}
id_newtype! {
    /// A ground trigger: an index into [`GroundWorld::triggers`], in the order in which they are tried.
    TriggerId
}
id_newtype! {
    /// A step: a ground action with one of its outcomes; an index into [`GroundWorld::steps`].
    StepId
}

/// A fluent with its arguments, and its place in a packed row.
#[derive(Clone, Debug)]
pub struct GroundFluent {
    /// One of the schemas that it comes from (schemas of one family share fluents).
    pub schema: FluentSchemaId,
    /// Its arguments.
    pub arguments: Vec<Value>,
    /// How its values are coded.
    pub kind: Kind,
    /// The value where nobody states one.
    pub default: Value,
    /// The bounds at which changes stop.
    pub range: Option<(Number, Number)>,
    /// The word of the row that holds it.
    pub word: u32,
    /// Where in the word it begins.
    pub shift: u32,
    /// Its bits, shifted into place.
    pub mask: u64,
}

impl GroundFluent {
    /// The value, brought into the fluent's range.
    #[must_use]
    pub fn clamp(&self, value: Value) -> Value {
        match (self.range, value) {
            (Some((least, greatest)), Value::Number(number)) => {
                Value::Number(number.max(least).min(greatest))
            }
            _ => value,
        }
    }
}

/// One thing that an event changes.
#[derive(Clone, Debug)]
pub struct Assignment {
    /// It happens where this holds in the world of the event.
    pub condition: Test,
    /// Empty for a fact; otherwise whose belief, from the outermost.
    pub believers: Vec<CharacterId>,
    /// The fluent.
    pub fluent: FluentId,
    /// Its value, evaluated in the world of the event.
    pub value: Term,
}

/// A row of the table that says what one character perceives of one ground action.
#[derive(Clone, Debug)]
pub struct GroundPerception {
    /// When the test is read.
    pub when: When,
    /// The row counts where this holds.
    pub test: Test,
    /// What is then perceived.
    pub perceived: GroundPerceived,
}

/// One way in which a ground action can turn out.
#[derive(Clone, Debug)]
pub struct GroundOutcome {
    /// It is possible where this holds.
    pub guard: Test,
    /// In a mind it is possible where this holds.
    pub conceivable: Test,
    /// Its weight.
    pub weight: Term,
    /// What it changes.
    pub effects: Vec<Assignment>,
}

/// An action with its arguments.
#[derive(Clone, Debug)]
pub struct GroundAction {
    /// The schema.
    pub schema: ActionSchemaId,
    /// A value for each parameter.
    pub arguments: Vec<Value>,
    /// What must hold.
    pub precondition: Test,
    /// How it can turn out; at least one.
    pub outcomes: Vec<GroundOutcome>,
    /// Whether it can turn out in several ways, or in one that may be ruled out.
    pub branches: bool,
    /// Who must have a reason: a set, in order of first mention.
    pub consenting: Vec<CharacterId>,
    /// By character: what that character perceives; the first row that matches counts. Empty
    /// where actions are made on demand: [`StateRegistry::appears`](crate::state::StateRegistry::appears)
    /// reads what the schema says.
    pub perceptions: Vec<Vec<GroundPerception>>,
    /// Whether characters may reckon with it although nobody consents.
    pub natural: bool,
}

impl GroundAction {
    /// Whether characters reckon with it in their plans: somebody consents to it, or it is natural.
    #[must_use]
    pub fn is_reckoned_with(&self) -> bool {
        !self.consenting.is_empty() || self.natural
    }

    /// Visits what decides whether it can happen, and which of its outcomes then are possible and
    /// how likely.
    pub fn reads(&self, visit: &mut Visit<'_>) {
        self.precondition.reads(&mut vec![], visit);
        if !self.branches {
            return;
        }
        for outcome in &self.outcomes {
            outcome.guard.reads(&mut vec![], visit);
            outcome.conceivable.reads(&mut vec![], visit);
            outcome.weight.reads(&mut vec![], visit);
        }
    }
}

/// A trigger with its arguments.
#[derive(Clone, Debug)]
pub struct GroundTrigger {
    /// The schema.
    pub schema: TriggerSchemaId,
    /// A value for each parameter.
    pub arguments: Vec<Value>,
    /// When it happens.
    pub precondition: Test,
    /// What it changes.
    pub effects: Vec<Assignment>,
    /// Whether it tests no beliefs, as it is written.
    pub plain: bool,
    /// Whether it can happen at the depth where minds are cut: it tests no beliefs and changes
    /// some fact.
    pub factual: bool,
}

/// A ground want.
#[derive(Clone, Debug)]
pub struct GroundWant {
    /// What it weighs.
    pub weight: Term,
    /// What is weighed.
    pub amount: Term,
    /// Whether a step that serves it must not wait.
    pub pressing: bool,
}

impl GroundWant {
    /// What it is worth in a world: its weight times its amount.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn worth<V: View>(&self, view: &V) -> Result<Value, ArithmeticFault> {
        let (weight, amount) = (self.weight.eval(view)?, self.amount.eval(view)?);
        calculate(crate::program::Arithmetic::Multiply, as_number(weight), as_number(amount))
    }
}

/// The ground utility of the author or a character.
#[derive(Clone, Debug, Default)]
pub struct GroundUtility {
    /// Its terms, in order of declaration.
    pub wants: Vec<GroundWant>,
}

impl GroundUtility {
    /// The utility in a world; `None` where it is unknown.
    ///
    /// # Errors
    /// Arithmetic without a result.
    pub fn eval<V: View>(&self, view: &V) -> Result<Option<Number>, ArithmeticFault> {
        let mut sum = Value::Number(Number::ZERO);
        for want in &self.wants {
            sum = calculate(crate::program::Arithmetic::Add, sum, want.worth(view)?)?;
        }
        Ok(match sum {
            Value::Number(number) => Some(number),
            _ => None,
        })
    }
}

/// A condition that somebody refuses, read in that character's mind.
#[derive(Clone, Debug)]
pub struct GroundRefusal {
    /// Which of the program's refusals it is.
    pub index: usize,
    /// What is refused.
    pub test: Test,
}

/// What has become of a fluent in grounding.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slot {
    /// It can change, or minds differ about it.
    Fluent(FluentId),
    /// It has this value in reality and in every mind, for good.
    Constant(Value),
}

/// How much grounding may make.
#[derive(Clone, Copy, Debug)]
pub struct GroundLimits {
    /// The most ground actions and triggers together.
    pub events: u64,
    /// The most tests, terms and tuples that may be looked at on the way.
    pub work: u64,
    /// When actions are made on demand, and not all at once.
    pub on_demand: OnDemand,
}

impl Default for GroundLimits {
    fn default() -> Self {
        GroundLimits { events: 300_000, work: 40_000_000, on_demand: OnDemand::From(5_000) }
    }
}

/// When actions get their arguments: all at once, or each when it is first met. The answers are
/// the same; small worlds are faster with everything at hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnDemand {
    /// All at once.
    Never,
    /// On demand if the actions have at least so many type-correct tuples of arguments.
    From(u128),
}

/// A grounded world: everything that search and the transition function need.
#[derive(Clone, Debug)]
pub struct GroundWorld {
    /// The program that it comes from.
    pub program: Program,
    /// Indexed by [`FluentId`].
    pub fluents: Vec<GroundFluent>,
    /// Indexed by [`ActionId`]: in order of declaration, then of parameters. Empty where actions
    /// are [made on demand](Self::is_on_demand).
    pub actions: Vec<GroundAction>,
    /// Indexed by [`StepId`]. Empty where actions are made on demand.
    pub steps: Vec<(ActionId, u32)>,
    /// What events can seem to be. Indexed by [`AppearanceId`].
    pub appearances: Vec<GroundAppearance>,
    /// Indexed by [`TriggerId`].
    pub triggers: Vec<GroundTrigger>,
    /// The author's utility.
    pub author: GroundUtility,
    /// Indexed by [`CharacterId`].
    pub utilities: Vec<GroundUtility>,
    /// Indexed by [`CharacterId`]: what each refuses to bring about. What can never come to hold is
    /// left out.
    pub refusals: Vec<Vec<GroundRefusal>>,
    /// What holds, and who believes what, before triggers have run.
    pub start: Start,
    /// How many words a packed row has.
    pub row_words: usize,
    /// The numbers that the program mentions, the first of those that states will number.
    pub numbers: Vec<Number>,
    /// What the appearances are called.
    seeming: appearance::Ids,
    /// By family and then by arguments.
    slots: Vec<BTreeMap<Vec<Value>, Slot>>,
    /// Whether some action can turn out in several ways, or in one that may be ruled out.
    pub branches: bool,
    /// Makes actions when they are first met; then `actions` and `steps` are empty.
    on_demand: Option<Arc<demand::Demand>>,
}

impl GroundWorld {
    /// Grounds a program.
    ///
    /// # Errors
    /// Every contradiction found; or the first thing that is too large, or has no meaning yet.
    pub fn of(program: &Program, limits: &GroundLimits) -> Result<GroundWorld, Vec<Fault>> {
        match limits.on_demand {
            OnDemand::From(tuples) if demand::tuples(program) >= tuples => {
                demand::ground(program, limits)
            }
            _ => instantiate::ground(program, limits),
        }
    }

    /// How many characters there are.
    #[must_use]
    pub fn characters(&self) -> usize {
        self.program.characters as usize
    }

    /// Whether actions are made when they are first met. Then their ids are in the order in which
    /// they were met, which depends on what was asked before: whoever needs an order takes that of
    /// [`plain_step`](Self::plain_step).
    #[must_use]
    pub fn is_on_demand(&self) -> bool {
        self.on_demand.is_some()
    }

    /// How many ground actions there are by now.
    #[must_use]
    pub fn action_count(&self) -> usize {
        self.on_demand.as_ref().map_or(self.actions.len(), |demand| demand.len())
    }

    pub(crate) fn demand(&self) -> Option<&demand::Demand> {
        self.on_demand.as_deref()
    }

    /// What has become of a fluent: [`slot`](Self::slot), and at once where actions are made on
    /// demand.
    #[must_use]
    pub fn locate(&self, schema: FluentSchemaId, arguments: impl Iterator<Item = Value>) -> Slot {
        match &self.on_demand {
            Some(demand) => demand.locate(schema, arguments),
            None => self.slot(schema, &arguments.collect::<Vec<_>>()),
        }
    }

    /// What has become of a fluent.
    #[must_use]
    pub fn slot(&self, schema: FluentSchemaId, arguments: &[Value]) -> Slot {
        let declared = &self.program.fluents[schema.index()];
        self.slots
            .get(declared.family as usize)
            .and_then(|family| family.get(arguments))
            .copied()
            .unwrap_or(Slot::Constant(declared.default))
    }

    /// The action of a step.
    #[must_use]
    #[inline]
    pub fn action(&self, step: StepId) -> &GroundAction {
        match &self.on_demand {
            Some(demand) => demand.action(step),
            None => &self.actions[self.steps[step.index()].0.index()],
        }
    }

    /// The outcome of a step.
    #[must_use]
    #[inline]
    pub fn outcome(&self, step: StepId) -> &GroundOutcome {
        &self.action(step).outcomes[self.outcome_index(step) as usize]
    }

    /// Which of its action's outcomes a step has.
    #[must_use]
    #[inline]
    pub fn outcome_index(&self, step: StepId) -> u32 {
        match &self.on_demand {
            Some(demand) => demand.outcome(step),
            None => self.steps[step.index()].1,
        }
    }

    /// The steps of the action of this one: one for each outcome, in order.
    pub fn outcomes_of(&self, step: StepId) -> impl Iterator<Item = StepId> + use<> {
        let first = step.0 - self.outcome_index(step);
        let count = self.action(step).outcomes.len() as u32;
        (first..first + count).map(StepId)
    }

    /// A step as plain data.
    #[must_use]
    pub fn plain_step(&self, step: StepId) -> Step {
        let action = self.action(step);
        Step {
            action: action.schema,
            arguments: action.arguments.clone(),
            outcome: self.outcome_index(step),
        }
    }

    /// The ground step, if it exists and can ever happen.
    #[must_use]
    pub fn step(&self, step: &Step) -> Option<StepId> {
        if let Some(demand) = &self.on_demand {
            let first = demand.step(&self.program, step.action, &step.arguments).ok().flatten()?;
            return self.outcomes_of(first).nth(step.outcome as usize);
        }
        // Steps are in order of declaration, then of arguments: the order that values have.
        let wanted = (step.action, &step.arguments[..], step.outcome);
        self.steps
            .binary_search_by(|&(action, outcome)| {
                let action = &self.actions[action.index()];
                (action.schema, &action.arguments[..], outcome).cmp(&wanted)
            })
            .ok()
            .map(StepId::at)
    }

    /// An appearance as plain data, as if it were a step.
    #[must_use]
    pub fn plain_appearance(&self, appearance: AppearanceId) -> Step {
        let GroundAppearance { schema, arguments, .. } = &self.appearances[appearance.index()];
        Step { action: *schema, arguments: arguments.clone(), outcome: 0 }
    }

    /// The name of a step as it is written: `take(Jones, Ark)`.
    #[must_use]
    pub fn step_name(&self, step: StepId) -> String {
        self.program.step_text(&self.plain_step(step))
    }

    /// The name of a fluent as it is written.
    #[must_use]
    pub fn fluent_name(&self, fluent: FluentId) -> String {
        let fluent = &self.fluents[fluent.index()];
        self.program.fluent_call(fluent.schema, &fluent.arguments)
    }
}
