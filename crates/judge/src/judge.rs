//! The judge as its callers see it.

use motive_world::id::{CharacterId, FluentSchemaId};
use motive_world::program::nesting::Nesting;
use motive_world::program::{Program, Utility};
use motive_world::story::{ExplainedStep, Limits, Reason, Step, Story};
use motive_world::value::{Number, Value};

use crate::appearance::Perceives;
use crate::event::{Event, Happening, Told};
use crate::fault::Fault;
use crate::ground::Rules;
use crate::search::{Question, Search, better};
use crate::stories::Stories;
use crate::verdict::{Upheld, Verdict, Why};
use crate::world::World;

/// The effort that one question may take, unless the caller says otherwise: steps applied and
/// plans looked at. A small world needs a few thousand.
pub const STANDARD_EFFORT: u64 = 2_000_000;

/// The share of the effort that may go into proofs that nothing can be left out.
const PATIENCE: u64 = 50;

/// The deepest minds. Every world is kept down to this depth, and walked by recursion.
const DEEPEST: u32 = 32;

/// Who has no reason for a step, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unexplained {
    /// The first of those who consent who has none.
    pub character: CharacterId,
    /// Why.
    pub why: Why,
}

/// A program with limits, ready to be judged.
pub struct Judge<'p> {
    pub(crate) rules: Rules<'p>,
    limits: Limits,
    epistemic: u32,
    levels: u32,
    pub(crate) effort: u64,
    pub(crate) patience: Option<u64>,
    bounded: bool,
    /// What is stated about the start.
    pub(crate) stated: World,
    /// The same after what happened before the story.
    start: World,
}

impl<'p> Judge<'p> {
    /// The judge of `program` under `limits`, with minds as deep as the limits need.
    ///
    /// # Errors
    /// If the start cannot be brought about (a trigger loop, a division by zero), or the program
    /// is too large or goes beyond the strict reading.
    pub fn new(program: &'p Program, limits: Limits) -> Result<Self, Fault> {
        let nesting = Nesting::of(program, &limits);
        Self::with_nesting(program, limits, nesting, nesting.levels)
    }

    /// The same with minds `levels` deep: reality is at depth 0, and what somebody at depth
    /// `levels` believes is read in that world itself.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn with_levels(program: &'p Program, limits: Limits, levels: u32) -> Result<Self, Fault> {
        Self::with_nesting(program, limits, Nesting::of(program, &limits), levels)
    }

    pub(crate) fn with_nesting(
        program: &'p Program,
        limits: Limits,
        nesting: Nesting,
        levels: u32,
    ) -> Result<Self, Fault> {
        if levels > DEEPEST {
            return Err(Fault::TooDeep(levels));
        }
        let rules = Rules::new(program)?;
        let stated = rules.start(levels)?;
        let start = rules.after_the_past(&stated, program.before.len())?;
        let epistemic = nesting.epistemic;
        let effort = STANDARD_EFFORT;
        let patience = None;
        let bounded = true;
        Ok(Judge { rules, limits, epistemic, levels, effort, patience, bounded, stated, start })
    }

    /// The same judge with another effort for each question.
    #[must_use]
    pub fn with_effort(mut self, effort: u64) -> Self {
        self.effort = effort;
        self
    }

    /// The same judge, spending no more than this part of its effort on proofs that nothing can be
    /// left out of a story (a fiftieth of it, unless the caller says otherwise): for those who have
    /// looked into all shortened runs themselves. What it does not get to is said to be unproved:
    /// see [`Verdict::Valid`].
    #[must_use]
    pub fn with_patience(mut self, patience: u64) -> Self {
        self.patience = Some(patience);
        self
    }

    /// The same judge, searching even where nothing is to be hoped for: slower, with the same
    /// answers. It is there to show that they are the same.
    #[must_use]
    pub fn without_bound(mut self) -> Self {
        self.bounded = false;
        self
    }

    /// How deep minds are modelled.
    #[must_use]
    pub fn levels(&self) -> u32 {
        self.levels
    }

    /// The world in which stories begin: the start, after triggers (§2.1, §4.5), and then all that
    /// happened before.
    #[must_use]
    pub fn world(&self) -> &World {
        &self.start
    }

    /// What the last of `believers` takes a fluent to be, as the one before believes, and so on;
    /// the fact itself where there are none.
    #[must_use]
    pub fn value(
        &self,
        world: &World,
        believers: &[CharacterId],
        fluent: FluentSchemaId,
        arguments: &[Value],
    ) -> Value {
        let schema = &self.rules.program().fluents[fluent.index()];
        let value = world.mind_of(believers).value(schema.family, arguments);
        value.unwrap_or(schema.default)
    }

    /// The utility of the author or a character, read in `world` as it stands: for a character,
    /// pass that character's mind (§5).
    ///
    /// # Errors
    /// If it divides by zero or grows too large.
    pub fn utility(&self, world: &World, who: Option<CharacterId>) -> Result<Value, Fault> {
        self.rules.utility(world, who)
    }

    /// What something is worth in `world`, as if the author wanted it. Minds must be modelled as
    /// deep as it asks: see [`Nesting::asking`] and [`with_levels`](Self::with_levels).
    ///
    /// # Errors
    /// If it divides by zero or grows too large.
    pub fn worth(&self, world: &World, wanted: &Utility) -> Result<Value, Fault> {
        self.rules.worth(world, wanted)
    }

    /// Every step that there is, in order of declaration, then of arguments (§8).
    pub fn steps(&self) -> impl Iterator<Item = &Step> {
        self.rules.actions.iter().map(|action| &action.step)
    }

    /// Who must have a reason for a step; `None` if there is no such step.
    #[must_use]
    pub fn consenting(&self, step: &Step) -> Option<&[CharacterId]> {
        let action = self.rules.find(step)?;
        Some(&self.rules.actions[action].consenting)
    }

    /// The steps that can be taken in `world` as it is: what they need holds, and their outcomes are
    /// possible.
    ///
    /// # Errors
    /// If a condition divides by zero or grows too large.
    pub fn executable(&self, world: &World) -> Result<Vec<Step>, Fault> {
        self.executable_for(None, world)
    }

    /// The same; in a world that is the mind of `owner`, the steps that `owner` can reckon with: what
    /// they need holds there, and `owner` counts on their outcomes.
    ///
    /// # Errors
    /// As [`executable`](Self::executable).
    pub fn executable_for(
        &self,
        owner: Option<CharacterId>,
        world: &World,
    ) -> Result<Vec<Step>, Fault> {
        let actions = self.search().executable(owner, world)?;
        Ok(actions.iter().map(|&action| self.rules.actions[action].step.clone()).collect())
    }

    /// The world after a step and the triggers that it sets off (§4); `None` if there is no such
    /// step. Whether it is executable is not asked.
    ///
    /// # Errors
    /// If triggers loop, or something divides by zero or grows too large.
    pub fn apply(&self, world: &World, step: &Step) -> Result<Option<World>, Fault> {
        self.apply_in(None, world, step)
    }

    /// The same in a world that is somebody's mind.
    ///
    /// # Errors
    /// As [`apply`](Self::apply).
    pub fn apply_in(
        &self,
        owner: Option<CharacterId>,
        world: &World,
        step: &Step,
    ) -> Result<Option<World>, Fault> {
        let Some(action) = self.rules.find(step) else { return Ok(None) };
        Happening::after(&self.rules, owner, world, action).map(Some)
    }

    /// Whether a character would notice a step that happens in `world` (§4.2); nobody notices
    /// a step that there is not.
    ///
    /// # Errors
    /// If the condition divides by zero or grows too large.
    pub fn observes(
        &self,
        world: &World,
        step: &Step,
        character: CharacterId,
    ) -> Result<bool, Fault> {
        Ok(self.perceives(world, step, character)? == Perceives::Itself)
    }

    /// What a character would perceive of a step that happens in `world`: the step itself, what it
    /// seems to be, or nothing.
    ///
    /// # Errors
    /// As [`observes`](Self::observes).
    pub fn perceives(
        &self,
        world: &World,
        step: &Step,
        character: CharacterId,
    ) -> Result<Perceives, Fault> {
        let Some(action) = self.rules.find(step) else { return Ok(Perceives::Nothing) };
        let event = Event::Step(action);
        let updates = Told::list(&self.rules.event_changes(world, &event)?);
        let after = world.with(Told::facts(&updates), world.minds().to_vec());
        let perceived = self.rules.perceived((world, &after), &event, character)?;
        Ok(Perceives::of(&self.rules, &event, perceived))
    }

    /// The shortest reason that a character whose mind is `mind` has for a step, or why there is
    /// none (§6.1). `count` is the step's place in the running count of the character limit and
    /// `depth` how many minds deep it is: both are 1 for a step in reality (§6.3). `None` if
    /// there is no such step.
    ///
    /// # Errors
    /// If the world cannot be run, or the effort does not suffice ([`Fault::Effort`]).
    pub fn reason(
        &self,
        mind: &World,
        character: CharacterId,
        step: &Step,
        count: u32,
        depth: u32,
    ) -> Result<Option<Result<Reason, Why>>, Fault> {
        let Some(action) = self.rules.find(step) else { return Ok(None) };
        let asked = Question {
            mind: mind.clone(),
            action,
            character,
            count,
            depth,
            cap: u32::MAX,
            foresees: self.rules.foresees(),
        };
        let mut search = self.search();
        Ok(Some(match search.shown(&asked)? {
            Ok(plan) => Ok(search.with_reasons(&asked, &plan)?),
            Err(why) => Err(why),
        }))
    }

    /// A reason for everyone who consents to a step that happens in `world`, or the first who
    /// has none (P3). `None` if there is no such step.
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn explained(
        &self,
        world: &World,
        step: &Step,
    ) -> Result<Option<Result<Vec<Reason>, Unexplained>>, Fault> {
        let Some(action) = self.rules.find(step) else { return Ok(None) };
        let mut search = self.search();
        let mut reasons = vec![];
        for &character in search.consenting(action) {
            let asked = search.in_reality(world, action, character);
            match search.shown(&asked)? {
                Ok(plan) => reasons.push(search.with_reasons(&asked, &plan)?),
                Err(why) => return Ok(Some(Err(Unexplained { character, why }))),
            }
        }
        Ok(Some(Ok(reasons)))
    }

    /// Whether a step that happens in `world` is an accident: somebody consents to it, and nobody who
    /// does counts on its outcome. A step that there is not is none.
    ///
    /// # Errors
    /// If a condition or a weight divides by zero or grows too large.
    pub fn is_accident(&self, world: &World, step: &Step) -> Result<bool, Fault> {
        self.rules.find(step).map_or(Ok(false), |action| self.rules.is_accident(world, action))
    }

    /// Whether the owner of a mind counts on the outcome of a step there; on that of a step that there
    /// is not, nobody does.
    ///
    /// # Errors
    /// As [`is_accident`](Self::is_accident).
    pub fn is_counted_on(&self, mind: &World, step: &Step) -> Result<bool, Fault> {
        self.rules.find(step).map_or(Ok(false), |action| self.rules.is_counted_on(mind, action))
    }

    /// The worst that `who` must reckon with, in a world that is that character's mind, so many minds
    /// deep: the first of the worlds with the least utility that others and nature may bring about
    /// within so many steps of others. The world itself, if nothing is worse.
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn worst_ahead(
        &self,
        mind: &World,
        who: CharacterId,
        depth: u32,
        within: u32,
    ) -> Result<World, Fault> {
        let mut worst = mind.clone();
        let mut least = self.rules.utility(mind, Some(who))?;
        for ahead in self.search().ahead(who, mind, depth, within)? {
            let utility = self.rules.utility(&ahead, Some(who))?;
            if better(utility, least) {
                (worst, least) = (ahead, utility);
            }
        }
        Ok(worst)
    }

    /// Whether `who` must reckon with something, which is so where it is worth 1 to the author: it is
    /// so in that character's mind, or others and nature may bring it about there within so many
    /// steps of others, as that character sees them (docs/semantics.md).
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn foresees(
        &self,
        world: &World,
        who: CharacterId,
        what: &Utility,
        within: u32,
    ) -> Result<bool, Fault> {
        let mut search = self.search();
        for ahead in search.ahead(who, &world.mind(who), 1, within)? {
            if self.rules.worth(&ahead, what)? == Value::Number(Number::ONE) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The executable steps that everyone who consents has a reason for.
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn explained_steps(&self, world: &World) -> Result<Vec<Step>, Fault> {
        let mut search = self.search();
        let mut steps = vec![];
        for &action in search.executable(None, world)?.iter() {
            if search.is_explained(world, action)? {
                steps.push(self.rules.actions[action].step.clone());
            }
        }
        Ok(steps)
    }

    /// The steps that may come next in a story that has come to `world`: those that are executable
    /// and explained, and where something presses only what is urgent or natural (12.4).
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn next_steps(&self, world: &World) -> Result<Vec<Step>, Fault> {
        let mut search = self.search();
        let mut steps = vec![];
        for &action in search.executable(None, world)?.iter() {
            if search.is_explained(world, action)? && search.must_wait(world, action)?.is_none() {
                steps.push(self.rules.actions[action].step.clone());
            }
        }
        Ok(steps)
    }

    /// Whether nothing is urgent in `world`, so that a story may end there (12.4).
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn is_quiet(&self, world: &World) -> Result<bool, Fault> {
        self.search().is_quiet(world)
    }

    /// The judgement of a story. Reasons that it gives are checked as they stand; where it gives
    /// none, or a wrong one, one is searched for.
    ///
    /// # Errors
    /// If the world cannot be run. Too little effort is no error but [`Verdict::Undecided`].
    pub fn verify(&self, story: &Story) -> Result<Verdict, Fault> {
        let patience = self.patience.unwrap_or(self.effort / PATIENCE).min(self.effort);
        match self.search().verify(&self.start, story, patience) {
            Err(Fault::Effort) => Ok(Verdict::Undecided),
            verdict => verdict,
        }
    }

    /// The judgement of one step that happens in `world`, whether or not it leads anywhere:
    /// whether it can happen, need not wait for what presses (12.4), and everyone who consents to it
    /// has a reason (P1, P3). Reasons that
    /// it gives are checked; where it gives none, or a wrong one, one is searched for.
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn upholds(&self, world: &World, explained: &ExplainedStep) -> Result<Upheld, Fault> {
        self.search().upholds(world, explained)
    }

    /// The same of a step that `who` tries in vain: it must be possible in that mind, with the outcome
    /// that is given, and not in `world`.
    ///
    /// # Errors
    /// As [`reason`](Self::reason).
    pub fn upholds_attempt(
        &self,
        world: &World,
        who: CharacterId,
        explained: &ExplainedStep,
    ) -> Result<Upheld, Fault> {
        self.search().upholds_attempt(world, who, explained)
    }

    /// All valid stories within the limits, by brute force: for tiny worlds.
    ///
    /// # Errors
    /// If the world cannot be run. Too little effort leaves the list incomplete.
    pub fn stories(&self) -> Result<Stories, Fault> {
        self.search().stories(&self.start)
    }

    pub(crate) fn search(&self) -> Search<'_, 'p> {
        Search::new(&self.rules, self.limits, self.epistemic, (self.effort, self.bounded))
    }
}
