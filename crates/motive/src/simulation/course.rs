//! The course of a simulation: whose turn it is, what they do, and when all is quiet.
//!
//! A simulation goes in rounds. In each, every character gets a turn, in an order drawn by lot, and
//! does what the policy says, or nothing. If that turns out not to be possible it fails, and where
//! this teaches them nothing they do the best of what is possible. Then nature gets one: of the natural events that can
//! happen and would change something, and *nothing*, one is drawn, each as likely as any other.
//! Where nobody has done anything in the round, *nothing* is not among them. All is quiet when
//! nobody has anything to do and no natural event can happen, or [`IDLE`] of them in a row have
//! given nobody anything to do.
//!
//! What depends on the state alone is remembered by state, so that many runs of one world are walks
//! through what is known.

use std::collections::BTreeMap;
use std::rc::Rc;

use motive_plan::policy::{Choice, Intention, Policy};
use motive_world::fault::Fault;
use motive_world::ground::GroundWorld;
use motive_world::id::CharacterId;
use motive_world::state::StateId;
use motive_world::story::{Limits, Step};

use super::dice::Dice;

/// What may be remembered before a course starts anew, in bytes.
const MEMORY: u64 = 1 << 30;

/// So many natural events in a row, and nobody with anything to do: then all is quiet.
const IDLE: u32 = 8;

/// How something that happens has turned out.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Chance {
    /// What has happened, with its outcome.
    pub(crate) step: Step,
    /// The odds of that outcome, among those that were possible.
    pub(crate) odds: f64,
    /// Whether nobody who consented had counted on it.
    pub(crate) is_accident: bool,
}

/// What one slice of a course came to.
#[derive(Clone, Debug)]
pub(crate) enum Turn {
    /// The slice is used up; call again.
    Running,
    /// A character has acted.
    Act {
        /// Whose turn it was.
        who: CharacterId,
        /// What they would do, and why.
        intention: Rc<Intention>,
        /// What came of it.
        chance: Chance,
    },
    /// A character has tried in vain what they believed to be possible.
    Attempt {
        /// Whose turn it was.
        who: CharacterId,
        /// What they would have done, and why.
        intention: Rc<Intention>,
    },
    /// A natural event has happened.
    Natural(Chance),
    /// Nobody would do anything, and nothing happens of itself.
    Quiet,
}

/// What has happened.
#[derive(Clone, Debug)]
enum Past {
    /// A step.
    Step(Step),
    /// Somebody has tried in vain to take one.
    Attempt(CharacterId, Step),
}

/// What somebody might do, each as good as the others.
type Equals = Rc<[Rc<Intention>]>;

/// Who is to move.
#[derive(Clone, Copy, Debug)]
enum Mover {
    Character(CharacterId),
    Nature,
}

/// A simulation in its course.
#[derive(Debug)]
pub(crate) struct Course<'w> {
    world: &'w GroundWorld,
    limits: Limits,
    policy: Policy<'w>,
    /// What has happened, in order.
    past: Vec<Past>,
    /// How much of that happened before anybody was asked.
    given: usize,
    /// The state after that.
    opening: StateId,
    dice: Dice,
    round: u32,
    /// Who is still to move in this round, the next one last.
    waiting: Vec<Mover>,
    /// Whether whoever's turn it is would only try what is not possible, and learn nothing from it.
    in_vain: bool,
    /// Whether anybody has acted in this round.
    acted: bool,
    /// How many natural events have happened since anybody acted.
    idle: u32,
    /// How often everything has been forgotten; states are good for one memory alone.
    memory: u32,
    /// Ticks spent on what has been forgotten.
    forgotten: u64,
    /// What characters would do, by state.
    intentions: BTreeMap<(StateId, CharacterId, bool), Equals>,
    /// Whether whoever is being asked may attempt what is not possible.
    attempting: bool,
    natural: BTreeMap<StateId, Rc<[Step]>>,
}

impl<'w> Course<'w> {
    /// The world at its start. Characters think within `limits`.
    pub(crate) fn begin(world: &'w GroundWorld, limits: &Limits, seed: u64) -> Result<Self, Fault> {
        let policy = Policy::begin(world, limits)?;
        let opening = policy.present();
        Ok(Course {
            world,
            limits: *limits,
            policy,
            past: vec![],
            given: 0,
            opening,
            dice: Dice::new(seed),
            round: 0,
            waiting: vec![],
            in_vain: false,
            acted: false,
            idle: 0,
            memory: 0,
            forgotten: 0,
            intentions: BTreeMap::new(),
            attempting: false,
            natural: BTreeMap::new(),
        })
    }

    /// Which round it is, from 1; 0 before the first.
    pub(crate) fn round(&self) -> u32 {
        self.round
    }

    /// How many ticks have been spent in all.
    pub(crate) fn spent(&self) -> u64 {
        self.forgotten + self.policy.spent()
    }

    /// The policy, where the world is now.
    pub(crate) fn policy(&mut self) -> &mut Policy<'w> {
        &mut self.policy
    }

    /// What tells the state that the world has come to from all others, as long as this lasts.
    pub(crate) fn present(&self) -> (u32, StateId) {
        (self.memory, self.policy.present())
    }

    /// Lets a step happen that is nobody's turn; whether it could. It counts as somebody's act: all
    /// are asked again.
    pub(crate) fn happen(&mut self, step: &Step) -> Result<bool, Fault> {
        if !self.policy.happen(step)? {
            return Ok(false);
        }
        self.past.push(Past::Step(step.clone()));
        if self.round == 0 {
            self.given = self.past.len();
            self.opening = self.policy.present();
        }
        self.acted = true;
        self.idle = 0;
        Ok(true)
    }

    /// Goes back to where it was before anybody was asked, with another seed.
    pub(crate) fn restart(&mut self, seed: u64) {
        self.past.truncate(self.given);
        self.policy.return_to(self.opening);
        self.dice = Dice::new(seed);
        self.round = 0;
        self.waiting.clear();
        self.in_vain = false;
        self.acted = false;
        self.idle = 0;
    }

    /// Forgets what is remembered, if it is much; it changes no answer.
    fn trim(&mut self) -> Result<(), Fault> {
        if self.policy.memory() <= MEMORY {
            return Ok(());
        }
        self.forgotten += self.policy.spent();
        self.policy = Policy::begin(self.world, &self.limits)?;
        self.memory += 1;
        self.intentions.clear();
        self.natural.clear();
        for (index, past) in self.past.iter().enumerate() {
            if index == self.given {
                self.opening = self.policy.present();
            }
            // It has happened before, so it can.
            let _ = match past {
                Past::Step(step) => self.policy.happen(step)?,
                Past::Attempt(who, step) => self.policy.fail(*who, step)?,
            };
        }
        if self.past.len() == self.given {
            self.opening = self.policy.present();
        }
        Ok(())
    }

    /// Goes on until something happens or all is quiet, for at most `ticks` ticks.
    pub(crate) fn advance(&mut self, ticks: u64) -> Result<Turn, Fault> {
        let until = self.spent().saturating_add(ticks);
        loop {
            let Some(&mover) = self.waiting.last() else {
                self.begin_round();
                continue;
            };
            match mover {
                Mover::Character(who) => {
                    let attempting = !self.in_vain;
                    let Some(best) = self.best(who, attempting, until - self.spent())? else {
                        return Ok(Turn::Running);
                    };
                    let intention = self.drawn(&best);
                    if let Some(intention) = intention.as_ref().filter(|it| it.attempt) {
                        if self.policy.fail(who, &intention.step)? {
                            self.pass();
                            self.past.push(Past::Attempt(who, intention.step.clone()));
                            self.acted = true;
                            self.idle = 0;
                            return Ok(Turn::Attempt { who, intention: Rc::clone(intention) });
                        }
                        self.in_vain = true;
                        continue;
                    }
                    self.pass();
                    let Some(intention) = intention else { continue };
                    let Some(chance) = self.turn_out(&intention.step)? else { continue };
                    self.take(&chance.step)?;
                    self.acted = true;
                    self.idle = 0;
                    return Ok(Turn::Act { who, intention, chance });
                }
                Mover::Nature => {
                    let steps = self.natural()?;
                    if !self.acted && (steps.is_empty() || self.idle >= IDLE) {
                        return Ok(Turn::Quiet);
                    }
                    self.pass();
                    if steps.is_empty() {
                        continue;
                    }
                    let nothing = usize::from(self.acted);
                    let drawn = self.dice.below(steps.len() + nothing);
                    let Some(step) = steps.get(drawn) else { continue };
                    self.idle += 1;
                    let before = self.policy.present();
                    let Some(chance) = self.turn_out(step)? else { continue };
                    self.take(&chance.step)?;
                    if self.policy.present() == before {
                        // It has come to nothing, and nobody could tell that it has happened.
                        self.past.pop();
                        continue;
                    }
                    return Ok(Turn::Natural(chance));
                }
            }
        }
    }

    /// Draws the outcome of a step that is taken now; nothing where none is possible.
    fn turn_out(&mut self, step: &Step) -> Result<Option<Chance>, Fault> {
        if self.world.program.actions[step.action.index()].outcomes.len() < 2 {
            return Ok(Some(Chance { step: step.clone(), odds: 1.0, is_accident: false }));
        }
        let possible = self.policy.outcomes(step)?;
        let weights: Vec<f64> = possible.iter().map(|(_, weight)| weight.get()).collect();
        let drawn = self.dice.weighted(&weights);
        let Some((step, weight)) = possible.into_iter().nth(drawn) else { return Ok(None) };
        let odds = weight.get() / weights.iter().sum::<f64>();
        let is_accident = self.policy.is_accident(&step)?;
        Ok(Some(Chance { step, odds, is_accident }))
    }

    /// Whoever's turn it is has had it.
    fn pass(&mut self) {
        self.waiting.pop();
        self.in_vain = false;
    }

    fn begin_round(&mut self) {
        let people = 0..self.world.characters();
        self.waiting = people.map(|who| Mover::Character(CharacterId::at(who))).collect();
        self.dice.shuffle(&mut self.waiting);
        self.waiting.insert(0, Mover::Nature);
        self.round += 1;
        self.acted = false;
    }

    /// A step happens that can.
    fn take(&mut self, step: &Step) -> Result<(), Fault> {
        let happened = self.policy.happen(step)?;
        debug_assert!(happened, "what somebody would do can be done");
        self.past.push(Past::Step(step.clone()));
        Ok(())
    }

    /// What a character would do now, attempts at what is not possible included or not; `None` where
    /// the ticks do not suffice.
    #[expect(clippy::option_option, reason = "not known, or known to be nothing")]
    pub(crate) fn intention(
        &mut self,
        who: CharacterId,
        attempting: bool,
        ticks: u64,
    ) -> Result<Option<Option<Rc<Intention>>>, Fault> {
        let Some(best) = self.best(who, attempting, ticks)? else { return Ok(None) };
        // Asking leaves the dice as they are.
        let dice = self.dice.clone();
        let intention = self.drawn(&best);
        self.dice = dice;
        Ok(Some(intention))
    }

    /// One of what is equally good.
    fn drawn(&mut self, best: &[Rc<Intention>]) -> Option<Rc<Intention>> {
        let index = if best.len() > 1 { self.dice.below(best.len()) } else { 0 };
        best.get(index).cloned()
    }

    /// All that a character might do now, equally good; `None` where the ticks do not suffice.
    fn best(
        &mut self,
        who: CharacterId,
        attempting: bool,
        ticks: u64,
    ) -> Result<Option<Equals>, Fault> {
        let here = (self.policy.present(), who, attempting);
        if let Some(known) = self.intentions.get(&here) {
            return Ok(Some(Rc::clone(known)));
        }
        if self.policy.asked() != Some(who) || self.attempting != attempting {
            self.trim()?;
            self.attempting = attempting;
            match attempting {
                true => self.policy.ask(who)?,
                false => self.policy.ask_possible(who)?,
            }
        }
        match self.policy.step(ticks) {
            Choice::Running => Ok(None),
            Choice::Fault(fault) => Err(fault),
            Choice::Done(choice) => {
                let best: Equals = choice.into_iter().map(Rc::new).collect();
                let here = (self.policy.present(), who, attempting);
                self.intentions.insert(here, Rc::clone(&best));
                Ok(Some(best))
            }
        }
    }

    /// The natural events that can happen now and would change something.
    fn natural(&mut self) -> Result<Rc<[Step]>, Fault> {
        let here = self.policy.present();
        if let Some(known) = self.natural.get(&here) {
            return Ok(Rc::clone(known));
        }
        let steps: Rc<[Step]> = self.policy.natural_steps()?.into();
        self.natural.insert(here, Rc::clone(&steps));
        Ok(steps)
    }
}
