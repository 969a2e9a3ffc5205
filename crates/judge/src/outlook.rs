//! What somebody must fear, and reasons to avert it (docs/semantics.md, section on foresight).
//!
//! The outlook of a character in a world is the worst that may come of it by what others do, and by
//! nature, within so many steps. It is found by going through all of these worlds.

use std::rc::Rc;

use motive_world::id::CharacterId;
use motive_world::story::Purpose;
use motive_world::value::{Number, Value};

use crate::fault::Fault;
use crate::search::{Question, Search, better};
use crate::world::World;

/// What a plan makes better.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Measure {
    /// The utility of the one whose plan it is: a gain.
    Utility,
    /// The outlook: an averting.
    Outlook,
}

/// A plan that is a reason, and what it makes better.
#[derive(Debug)]
pub(crate) struct Plan {
    pub(crate) actions: Vec<usize>,
    pub(crate) measure: Measure,
}

impl Plan {
    /// How long it is.
    pub(crate) fn len(&self) -> usize {
        self.actions.len()
    }
}

impl Measure {
    /// What a plan achieves that ends with `after`, where `before` was the case.
    pub(crate) fn purpose(self, before: Value, after: Value) -> Purpose {
        let number = |value| match value {
            Value::Number(number) => number,
            _ => Number::ZERO,
        };
        let (before, after) = (number(before), number(after));
        match self {
            Measure::Utility => Purpose::Gain { before, after },
            Measure::Outlook => Purpose::Averting { before, after },
        }
    }
}

/// A world that may come of another: after so many steps of others, the last so many of them
/// nature's.
struct Ahead {
    world: World,
    steps: u32,
    natural: u32,
}

impl Search<'_, '_> {
    /// The utility or the outlook of the one who is asked, in a world of that character's
    /// imagination.
    pub(crate) fn measured(
        &mut self,
        measure: Measure,
        question: &Question,
        world: &World,
    ) -> Result<Value, Fault> {
        match measure {
            Measure::Utility => self.rules.utility(world, Some(question.character)),
            Measure::Outlook => {
                let within = self.rules.program().settings.foresight;
                self.outlook(question.character, world, question.depth, within)
            }
        }
    }

    /// The least utility that `who` may come to have, from a world of that character's mind so many
    /// minds deep, within so many steps of others; unknown if it is so anywhere.
    pub(crate) fn outlook(
        &mut self,
        who: CharacterId,
        world: &World,
        depth: u32,
        within: u32,
    ) -> Result<Value, Fault> {
        let key = (who, depth, within, world.clone());
        if let Some(&known) = self.outlooks.get(&key) {
            return Ok(known);
        }
        let mut least = self.rules.utility(world, Some(who))?;
        for world in self.ahead(who, world, depth, within)? {
            let utility = self.rules.utility(&world, Some(who))?;
            if utility == Value::Unknown || better(utility, least) {
                least = utility;
            }
        }
        self.outlooks.insert(key, least);
        Ok(least)
    }

    /// All worlds that may come of one without `who` having a part in it: the world itself first.
    pub(crate) fn ahead(
        &mut self,
        who: CharacterId,
        world: &World,
        depth: u32,
        within: u32,
    ) -> Result<Vec<World>, Fault> {
        let in_a_row = self.rules.program().settings.natural;
        let mut all = vec![Ahead { world: world.clone(), steps: 0, natural: 0 }];
        let mut next = 0;
        while next < all.len() {
            self.spend()?;
            let Ahead { world, steps, natural } = &all[next];
            let (world, steps, natural) = (world.clone(), *steps, *natural);
            next += 1;
            for &action in self.executable(Some(who), &world)?.iter() {
                let counts = if self.consenting(action).is_empty() {
                    let goes_on = self.rules.actions[action].foreseeable && natural < in_a_row;
                    goes_on.then_some((steps, natural + 1))
                } else {
                    let goes_on = steps < within && self.is_expected(who, &world, action, depth)?;
                    goes_on.then_some((steps + 1, 0))
                };
                let Some((steps, natural)) = counts else { continue };
                let after = self.after(Some(who), &world, action)?;
                let known = |one: &Ahead| {
                    one.world == after && one.steps <= steps && one.natural <= natural
                };
                if !all.iter().any(known) {
                    all.push(Ahead { world: after, steps, natural });
                }
            }
        }
        Ok(all.into_iter().map(|ahead| ahead.world).collect())
    }

    /// Whether `who` must reckon with others taking this step, as `who` sees them: somebody consents
    /// to it, `who` does not, and everybody who does has a reason. Nobody is taken to look ahead
    /// there.
    fn is_expected(
        &mut self,
        who: CharacterId,
        world: &World,
        action: usize,
        depth: u32,
    ) -> Result<bool, Fault> {
        // A doubt that is settled in favour of a story elsewhere would make more to be feared here.
        let patience = self.patience.take();
        let expected = self.all_have_a_reason(who, world, action, depth);
        self.patience = patience;
        expected
    }

    fn all_have_a_reason(
        &mut self,
        who: CharacterId,
        world: &World,
        action: usize,
        depth: u32,
    ) -> Result<bool, Fault> {
        let consenting = self.consenting(action);
        if consenting.is_empty() || consenting.contains(&who) {
            return Ok(false);
        }
        for &other in consenting {
            let question = Question {
                mind: world.mind(other),
                action,
                character: other,
                count: 1,
                depth: depth.saturating_add(1),
                cap: u32::MAX,
                foresees: false,
            };
            if self.reason(&question)?.is_err() {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// The steps of others that the one who is asked must reckon with as things are: to count on
    /// them would be to hope that the danger wanders off.
    pub(crate) fn expected(&mut self, question: &Question) -> Result<Vec<usize>, Fault> {
        let mut expected = vec![];
        for &action in Rc::clone(&self.executable(Some(question.character), &question.mind)?).iter()
        {
            if self.is_expected(question.character, &question.mind, action, question.depth)? {
                expected.push(action);
            }
        }
        Ok(expected)
    }
}
