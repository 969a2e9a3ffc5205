//! How deep minds must be modelled for every answer within given limits to be exact.
//!
//! Nesting has no end, but within an epistemic limit `e` only worlds down to depth `e + 1` are
//! ever asked for facts, for executability and for utilities. What happens at depth `d` may
//! depend on deeper minds, though: a precondition that tests what somebody believes reads depth
//! `d + 1`. This analysis follows such dependencies from fluent to fluent and adds as many levels
//! as they reach. In every benchmark problem facts depend on nothing deeper than themselves and
//! the answer is the bare `e + 1`, or one more where a precondition or a utility speaks of minds.
//!
//! Where the dependencies never end (what is true depends on what somebody believes to be true,
//! and so on) no finite depth is exact; then minds are cut after [`ENDLESS`] extra levels, which
//! is reported.
//!
//! # Speech nests without end
//! In `std.speech` a liar is found out by beliefs: that x does not trust s any more is a fact, and
//! depends on what x believes of the claim. What x accepts depends on that trust, and is so in x's
//! own mind. So in x's mind the claim depends on the trust, which depends on what x believes that x
//! believes of the claim, and so on. The regress goes through x's own mind of x's own mind only,
//! but it cannot be cut short there: what x believes that x believes may differ from what x
//! believes, where that is stated, or where x perceives something without believing to perceive
//! it, and each such event can carry a difference one level further.

use super::{Argument, Comparison, Condition, Effect, Expr, Perceived, Program, Utility, When};
use crate::story::Limits;
use crate::value::Value;

/// Extra levels that are modelled where beliefs depend on ever deeper beliefs, beyond all that is asked
/// for: each costs as many minds for each mind as there are characters.
pub const ENDLESS: u32 = 2;

/// The epistemic limit that stands for "unlimited" where the character limit is unlimited too.
/// (Otherwise the character limit bounds the depth of reasons: a reason inside a reason has at
/// least one step less left.)
pub const DEEPEST: u32 = 4;

/// The depth to which minds are modelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Nesting {
    /// Minds exist at depths 1 to `levels`; reality is depth 0.
    pub levels: u32,
    /// The epistemic limit in force: never more than the character limit has steps for.
    pub epistemic: u32,
    /// Whether no deeper mind could change an answer.
    pub exact: bool,
}

impl Nesting {
    /// The depth that `program` needs under `limits`.
    #[must_use]
    pub fn of(program: &Program, limits: &Limits) -> Nesting {
        Self::asking(program, limits, &[])
    }

    /// The same where these are asked for in reality, beside what the author wants.
    #[must_use]
    pub fn asking(program: &Program, limits: &Limits, asked: &[Utility]) -> Nesting {
        let bound = limits.character.map(|steps| steps.max(1) - 1);
        let epistemic = match (limits.epistemic, bound) {
            // Inside an outlook the count begins anew, however little is left of it.
            (Some(limit), Some(_)) if program.settings.foresight > 0 => limit,
            (Some(limit), Some(bound)) => limit.min(bound),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => DEEPEST,
        };
        let dependencies = Dependencies::of(program, asked);
        let (levels, ends) = match dependencies.extra_levels() {
            Some(extra) => (epistemic + 1 + extra, true),
            None => ((epistemic + 1).max(dependencies.deepest_asked()) + ENDLESS, false),
        };
        Nesting {
            levels,
            epistemic,
            exact: ends && (limits.epistemic.is_some() || bound.is_some()),
        }
    }
}

/// A fluent family read under so many believers.
type Read = (usize, i32);

/// "The first family, where it is written so many believers deep, depends on these reads."
struct Dependency {
    target: usize,
    /// Added to the need of the target to get the need of a read at its own depth.
    shift: i32,
    reads: Vec<Read>,
}

struct Dependencies {
    families: usize,
    asked: Vec<Read>,
    dependencies: Vec<Dependency>,
}

impl Dependencies {
    fn of(program: &Program, asked: &[Utility]) -> Self {
        let families = program.fluents.iter().map(|f| f.family as usize + 1).max().unwrap_or(0);
        let mut this = Dependencies { families, asked: vec![], dependencies: vec![] };
        let reader = Reader { program, own: &[], written: None };

        for utility in program.utilities.iter().chain([&program.author]).chain(asked) {
            for want in &utility.wants {
                reader.expr(&want.weight, 0, &mut this.asked);
                reader.expr(&want.amount, 0, &mut this.asked);
            }
        }
        for refusal in &program.refusals {
            reader.condition(&refusal.condition, 0, &mut this.asked);
        }
        for action in &program.actions {
            let mut needs = vec![];
            reader.condition(&action.precondition, 0, &mut needs);
            this.asked.extend(&needs);
            let mut writes = vec![];
            for outcome in &action.outcomes {
                reader.condition(&outcome.guard, 0, &mut this.asked);
                reader.condition(&outcome.conceivable, 0, &mut this.asked);
                reader.expr(&outcome.weight, 0, &mut this.asked);
                reader.effect(&outcome.effect, &[], &mut writes);
                this.own(&reader, &Condition::True, &outcome.effect);
            }
            let mut surprising: Vec<(&Condition, Vec<Read>)> = vec![(&action.precondition, needs)];
            for outcome in &action.outcomes {
                let mut needs = vec![];
                reader.condition(&outcome.guard, 0, &mut needs);
                surprising.push((&outcome.guard, needs));
            }
            let mut noticing = vec![];
            for row in &action.perceptions {
                let read = noticing.len();
                reader.condition(&row.condition, 0, &mut noticing);
                if row.when == When::After {
                    // What the facts are then depends on what they get their values from.
                    let after = noticing.split_off(read);
                    for (target, depth, sources) in &writes {
                        if after.contains(&(*target, *depth)) {
                            noticing.extend(sources);
                        }
                    }
                    noticing.extend(after);
                }
            }
            // Whether somebody takes it for another event decides what that event changes.
            for row in &action.perceptions {
                let Perceived::Appearance(event, _) = row.perceived else { continue };
                let seeming = &program.actions[event.index()];
                let (mut demands, mut changes) = (vec![], vec![]);
                reader.condition(&seeming.precondition, 0, &mut demands);
                reader.effect(&seeming.outcomes[0].effect, &[], &mut changes);
                for (target, depth) in demands {
                    this.add(target, -1 - depth, &noticing);
                }
                for (target, ..) in changes {
                    this.add(target, -1, &noticing);
                }
            }
            // A surprise writes every fluent of the precondition, and of the guard of the outcome.
            // In a plain conjunction each is repaired on its own account, provided that the whole
            // holds in the parent's (itself repaired) mind: only tests that can fail after a repair
            // make a difference there.
            for (condition, needs) in &surprising {
                let mut stubborn = vec![];
                let (shift, decisive) = if is_conjunction(condition) {
                    reader.stubborn(condition, true, 0, &mut stubborn);
                    (-1, &stubborn)
                } else {
                    (0, needs)
                };
                for &(target, depth) in needs {
                    this.add(target, shift - depth, decisive);
                    this.add(target, -1 - depth, &noticing);
                }
            }
            for (target, depth, reads) in writes {
                this.add(target, -depth, &reads);
                this.add(target, -1, &noticing);
            }
        }
        for trigger in &program.triggers {
            let mut needs = vec![];
            reader.condition(&trigger.precondition, 0, &mut needs);
            let mut writes = vec![];
            reader.effect(&trigger.effect, &needs, &mut writes);
            for (target, depth, reads) in writes {
                this.add(target, -depth, &reads);
            }
            this.own(&reader, &trigger.precondition, &trigger.effect);
        }
        this
    }

    /// What somebody learns is so in that one's own imagination: an effect on c's beliefs changes
    /// the facts of c's own mind. What it asks of c's own beliefs there is taken to be what is so
    /// in that mind, but one more level of minds must be there to be asked.
    ///
    /// From the beginning of an effect's believers as many are taken off as are all c; what any of
    /// these believes is then c's own belief. Effects on others' beliefs change nothing in c's mind
    /// that they do not change everywhere.
    fn own(&mut self, reader: &Reader<'_>, precondition: &Condition, effect: &Effect) {
        if !reader.program.settings.learning {
            return;
        }
        let mut learners = vec![];
        gather_learners(effect, &mut learners);
        for learner in &learners {
            for taken in (1..=learner.len()).take_while(|&taken| can_be_one(&learner[..taken])) {
                let own = Reader { own: &learner[..taken], written: Some(learner), ..*reader };
                let mut needs = vec![];
                own.condition(precondition, 0, &mut needs);
                let mut writes = vec![];
                own.effect(effect, &needs, &mut writes);
                for (target, _, mut reads) in writes {
                    let introspects = reads.iter().any(|read| read.0 == OWN);
                    reads.retain(|read| read.0 != OWN);
                    if introspects {
                        reads.push((self.families, 1));
                    }
                    self.add(target, -depth_of(&learner[taken..]), &reads);
                }
            }
        }
    }

    fn add(&mut self, target: usize, shift: i32, reads: &[Read]) {
        if !reads.is_empty() {
            self.dependencies.push(Dependency { target, shift, reads: reads.to_vec() });
        }
    }

    /// The longest chain of dependencies, if there is a longest (Bellman and Ford's way).
    fn extra_levels(&self) -> Option<u32> {
        // The last is for what is only asked whether it is there.
        let mut need: Vec<Option<i32>> = vec![None; self.families + 1];
        for &(family, depth) in &self.asked {
            need[family] = need[family].max(Some(depth));
        }
        for _ in 0..=self.families + 1 {
            let mut changed = false;
            for dependency in &self.dependencies {
                let Some(needed) = need[dependency.target] else { continue };
                for &(family, depth) in &dependency.reads {
                    let wanted = Some(needed + dependency.shift + depth);
                    if wanted > need[family] {
                        need[family] = wanted;
                        changed = true;
                    }
                }
            }
            if !changed {
                let deepest = need.iter().flatten().copied().max().unwrap_or(0).max(0);
                return Some(deepest.unsigned_abs());
            }
        }
        None
    }

    /// How many believers deep anything is asked for where it stands.
    fn deepest_asked(&self) -> u32 {
        self.asked.iter().map(|&(_, depth)| depth.max(0).unsigned_abs()).max().unwrap_or(0)
    }
}

/// Whether a condition is a conjunction of single tests.
fn is_conjunction(condition: &Condition) -> bool {
    match condition {
        Condition::True | Condition::Compare(..) | Condition::IsA(..) => true,
        Condition::And(parts) => parts.iter().all(is_conjunction),
        Condition::Forall(_, _, body) | Condition::Believes(_, body) => is_conjunction(body),
        Condition::Not(inner) => match &**inner {
            Condition::Or(parts) => parts.iter().all(|part| {
                matches!(
                    part,
                    Condition::Compare(..) | Condition::IsA(..) | Condition::Believes(..)
                )
            }),
            Condition::Compare(..) | Condition::IsA(..) => true,
            Condition::Believes(_, body) => matches!(**body, Condition::Compare(..)),
            Condition::Exists(_, _, body) => matches!(**body, Condition::Compare(..)),
            _ => false,
        },
        _ => false,
    }
}

/// In the place of a family: something is asked of what somebody believes in their own mind.
const OWN: usize = usize::MAX;

/// The believers of all effects on beliefs.
fn gather_learners(effect: &Effect, learners: &mut Vec<Vec<Argument>>) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| gather_learners(part, learners)),
        Effect::Forall(_, _, body) => gather_learners(body, learners),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| gather_learners(then, learners));
            gather_learners(otherwise, learners);
        }
        Effect::Assign { believers, .. } => {
            if !believers.is_empty() && !learners.contains(believers) {
                learners.push(believers.clone());
            }
        }
    }
}

/// Whether these can all be the same character: not where two are named.
fn can_be_one(believers: &[Argument]) -> bool {
    let mut named = believers.iter().filter(|who| matches!(who, Argument::Constant(_)));
    let first = named.next();
    named.all(|other| Some(other) == first)
}

#[derive(Clone, Copy)]
struct Reader<'p> {
    program: &'p Program,
    /// Whose mind it is read in, where that is looked at: all these are the same character.
    own: &'p [Argument],
    /// Only the effects on what these believe are looked at, if it is said whose.
    written: Option<&'p [Argument]>,
}

impl Reader<'_> {
    fn condition(&self, condition: &Condition, depth: i32, reads: &mut Vec<Read>) {
        match condition {
            Condition::True | Condition::False => {}
            Condition::Not(inner) => self.condition(inner, depth, reads),
            Condition::And(parts) | Condition::Or(parts) => {
                for part in parts {
                    self.condition(part, depth, reads);
                }
            }
            Condition::Forall(_, _, body) | Condition::Exists(_, _, body) => {
                self.condition(body, depth, reads);
            }
            Condition::Believes(who, inner) if self.own.contains(who) && depth == 0 => {
                reads.push((OWN, 0));
                self.condition(inner, 0, reads);
            }
            Condition::Believes(_, inner) => self.condition(inner, depth + 1, reads),
            Condition::Compare(_, left, right) => {
                self.expr(left, depth, reads);
                self.expr(right, depth, reads);
            }
            Condition::IsA(what, _) => self.expr(what, depth, reads),
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test, depth, reads);
                    self.condition(then, depth, reads);
                }
                self.condition(otherwise, depth, reads);
            }
        }
    }

    /// What the tests of a conjunction read that may be false even after a repair. Equality with
    /// a constant is made true, and so is inequality with a known one (by "unknown").
    fn stubborn(&self, test: &Condition, positive: bool, depth: i32, reads: &mut Vec<Read>) {
        match test {
            Condition::Not(inner) => self.stubborn(inner, !positive, depth, reads),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.stubborn(part, positive, depth, reads));
            }
            Condition::Forall(_, _, body) | Condition::Exists(_, _, body) => {
                self.stubborn(body, positive, depth, reads);
            }
            Condition::Believes(_, inner) => self.stubborn(inner, positive, depth + 1, reads),
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                let fixed = |expr: &Expr| match expr {
                    Expr::Variable(_) => true,
                    Expr::Value(value) => {
                        comparison == Comparison::Equal || *value != Value::Unknown
                    }
                    _ => false,
                };
                let repairable = |expr: &Expr| {
                    let mut inner = expr;
                    while let Expr::Believed(_, believed) = inner {
                        inner = believed;
                    }
                    matches!(inner, Expr::Fluent(..))
                };
                let made_true = matches!(comparison, Comparison::Equal | Comparison::Unequal)
                    && ((fixed(left) && (fixed(right) || repairable(right)))
                        || (fixed(right) && repairable(left)));
                if !made_true {
                    self.condition(test, depth, reads);
                }
            }
            other => self.condition(other, depth, reads),
        }
    }

    fn expr(&self, expr: &Expr, depth: i32, reads: &mut Vec<Read>) {
        match expr {
            Expr::Value(_) | Expr::Variable(_) => {}
            Expr::Fluent(fluent, _) => {
                reads.push((self.program.fluents[fluent.index()].family as usize, depth));
            }
            Expr::Believed(who, inner) if self.own.contains(who) && depth == 0 => {
                reads.push((OWN, 0));
                self.expr(inner, 0, reads);
            }
            Expr::Believed(_, inner) => self.expr(inner, depth + 1, reads),
            Expr::Arithmetic(_, left, right) => {
                self.expr(left, depth, reads);
                self.expr(right, depth, reads);
            }
            Expr::Sum(_, _, body) | Expr::Product(_, _, body) => self.expr(body, depth, reads),
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test, depth, reads);
                    self.expr(then, depth, reads);
                }
                self.expr(otherwise, depth, reads);
            }
            Expr::Truth(condition) => self.condition(condition, depth, reads),
        }
    }

    /// Every assignment as (family, number of believers, what it depends on).
    fn effect(&self, effect: &Effect, under: &[Read], writes: &mut Vec<(usize, i32, Vec<Read>)>) {
        match effect {
            Effect::And(parts) => {
                for part in parts {
                    self.effect(part, under, writes);
                }
            }
            Effect::Assign { believers, .. }
                if self.written.is_some_and(|written| believers != written) => {}
            Effect::Assign { believers, fluent, value, .. } => {
                let mut reads = under.to_vec();
                self.expr(value, 0, &mut reads);
                let family = self.program.fluents[fluent.index()].family as usize;
                writes.push((family, depth_of(believers), reads));
            }
            Effect::Forall(_, _, body) => self.effect(body, under, writes),
            Effect::If(branches, otherwise) => {
                let mut reads = under.to_vec();
                for (test, then) in branches {
                    self.condition(test, 0, &mut reads);
                    self.effect(then, &reads, writes);
                }
                self.effect(otherwise, &reads, writes);
            }
        }
    }
}

/// The families of fluents that a condition reads, as facts or in anybody's mind.
pub(crate) fn read_by(program: &Program, condition: &Condition) -> Vec<usize> {
    let mut reads = vec![];
    Reader { program, own: &[], written: None }.condition(condition, 0, &mut reads);
    reads.into_iter().map(|(family, _)| family).collect()
}

/// The families of fluents that an effect writes, as facts or in anybody's mind.
pub(crate) fn written_by(program: &Program, effect: &Effect) -> Vec<usize> {
    let mut writes = vec![];
    Reader { program, own: &[], written: None }.effect(effect, &[], &mut writes);
    writes.into_iter().map(|(family, ..)| family).collect()
}

fn depth_of(believers: &[Argument]) -> i32 {
    i32::try_from(believers.len()).unwrap_or(i32::MAX)
}
