//! Odds: a simulation repeated with many seeds, and how often something comes about in it.

use std::collections::BTreeMap;
use std::ops::Range;

use motive_lang::diagnostic::{Diagnostic, Span, codes};
use motive_lang::motive::{self, Demand, Expectation, Test, TestPart, Unreadable};
use motive_plan::survey::Target;
use motive_world::fault::Fault;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::outline::Pattern;
use motive_world::state::StateId;
use motive_world::story::{Limits, Step};
use motive_world::value::Number;

use super::course::{Course, Turn};
use crate::chronicle::Refused;
use crate::demands::asking;
use crate::diagnostics::{Diagnostics, Source};
use crate::names::step_name;
use crate::{Error, Language, World};

/// The most questions that one inquiry has.
pub const MOST_QUESTIONS: usize = 64;

/// What a source is called that holds a question.
const ASKED: &str = "--if";

/// Ticks between two looks at whether to go on.
const SLICE: u64 = 4096;

/// What is asked of many runs of a world.
#[derive(Debug)]
pub struct Inquiry<'w> {
    world: &'w World,
    /// The world whose author wants just what is asked.
    ground: GroundWorld,
    names: Vec<String>,
    questions: Vec<Question>,
}

#[derive(Debug)]
enum Question {
    /// Whether the author's utility reaches the goal.
    Goal,
    /// Whether these terms of what the author of the inquiry wants hold together.
    Terms(Vec<Range<usize>>),
    /// Whether such an event happens.
    Event(Pattern),
}

impl World {
    /// Prepares to ask of many runs of this world how often something comes about. A question is a
    /// condition (`at(Ida) is Hut`), an event (`happens walk(Ida, _)`), or the name of a test, which
    /// stands for all that the test expects at its end. Without any the question is whether the
    /// author's goal is reached.
    ///
    /// # Errors
    /// Everything that is wrong with a question.
    pub fn inquire(&self, questions: &[String]) -> Result<Inquiry<'_>, Error> {
        if questions.is_empty() {
            let (names, questions) = (vec!["the author's goal".to_owned()], vec![Question::Goal]);
            return Ok(Inquiry { world: self, ground: self.ground().clone(), names, questions });
        }
        let refuse = |message: String, help: &str| -> Error {
            let found = Diagnostic::without_place(codes::ODD_QUESTION, message).help(help);
            Diagnostics::new(Source::new(ASKED, ""), vec![found]).into()
        };
        if questions.len() > MOST_QUESTIONS {
            let message = format!("{} questions are too many", questions.len());
            return Err(refuse(message, "ask at most 64 at once"));
        }
        if self.language() == Language::Sabre {
            return Err(refuse(
                "only a world in Motive's language can be asked such a question".to_owned(),
                "`motive convert` makes one of a Sabre problem",
            ));
        }
        let demands = self.asked(questions)?;
        let all: Vec<Demand> = demands.iter().map(|(_, demand)| demand.clone()).collect();
        let (program, targets) = asking(self.program(), &all);
        let mut read: Vec<Question> = vec![];
        for ((index, _), target) in demands.iter().zip(targets) {
            match (target, read.get_mut(*index)) {
                (Target::Event(pattern), None) => read.push(Question::Event(pattern)),
                (Target::Terms(first, last), None) => {
                    read.push(Question::Terms(std::iter::once(first..last).collect()));
                }
                (Target::Terms(first, last), Some(Question::Terms(terms))) => {
                    terms.push(first..last);
                }
                (_, Some(_)) => {}
            }
        }
        let ground = GroundWorld::of(&program, &GroundLimits::default()).map_err(|all| {
            let found = all.iter().map(|fault| self.fault(fault).list().to_vec());
            Diagnostics::new(self.sources().clone(), found.flatten().collect())
        })?;
        Ok(Inquiry { world: self, ground, names: questions.to_vec(), questions: read })
    }

    /// What the questions ask for, each with the number of its question, in order. They are read as
    /// lines behind the source, where everything that it declares is known.
    fn asked(&self, questions: &[String]) -> Result<Vec<(usize, Demand)>, Error> {
        let main = self.source();
        let mut text = main.text().to_owned();
        let mut places: Vec<(usize, Range<usize>)> = vec![];
        for (index, question) in questions.iter().enumerate() {
            let test = self.tests().iter().find(|test| test.name == *question);
            let pieces =
                test.map_or_else(|| vec![on_one_line(question)], |test| self.expected(test));
            if pieces.is_empty() {
                let message = format!("the test \"{question}\" expects nothing at its end");
                let found = Diagnostic::without_place(codes::ODD_QUESTION, message)
                    .help("ask for a condition");
                return Err(Diagnostics::new(Source::new(ASKED, ""), vec![found]).into());
            }
            for piece in pieces {
                text.push_str("\nreachable ");
                places.push((index, text.len()..text.len() + piece.len()));
                text.push_str(&piece);
            }
        }
        text.push('\n');
        let directory = main.name().rfind(['/', '\\']).map_or("", |at| &main.name()[..=at]);
        let mut beside = |path: &str| {
            let used = self.sources().used().iter();
            let mut found = used.filter(|used| used.name().strip_prefix(directory) == Some(path));
            found.next().map(|used| used.text().to_owned()).ok_or(Unreadable::Missing)
        };
        let reading = motive::read_files(main.name(), &text, &mut beside);
        let of = |span: Span| {
            let start = span.start as usize;
            let is_main = span.file == Default::default();
            let nearest = places.iter().rfind(|(_, place)| place.start <= start + 1);
            nearest.filter(|_| is_main && start + 1 >= main.text().len())
        };
        let program = reading.program.ok_or_else(|| {
            let asked =
                reading.diagnostics.iter().find_map(|found| Some((found, of(found.span?)?)));
            let Some((found, (_, place))) = asked else {
                return Diagnostics::new(self.sources().clone(), reading.diagnostics.clone());
            };
            let within = |at: u32| {
                let at = (at as usize).clamp(place.start, place.end) - place.start;
                u32::try_from(at).unwrap_or(u32::MAX)
            };
            let span = found.span.map(|span| Span {
                start: within(span.start),
                end: within(span.end),
                ..span
            });
            let found = Diagnostic { span, secondary: vec![], ..found.clone() };
            Diagnostics::new(Source::new(ASKED, &text[place.clone()]), vec![found])
        })?;
        debug_assert_eq!(program.actions.len(), self.program().actions.len());
        let demands = reading.demands.into_iter();
        Ok(demands.filter_map(|demand| Some((of(demand.place)?.0, demand))).collect())
    }

    /// The conditions that a test expects at its end, as they are written.
    fn expected(&self, test: &Test) -> Vec<String> {
        let is_step = |part: &TestPart| !matches!(part, TestPart::Expect { .. });
        let last = test.parts.iter().rposition(is_step).map_or(0, |at| at + 1);
        let text = |part: &TestPart| match part {
            TestPart::Expect { expected: Expectation::Holds { .. }, place } => {
                let source = self.sources().get(place.file)?;
                source.text().get(place.start as usize..place.end as usize).map(on_one_line)
            }
            _ => None,
        };
        test.parts[last..].iter().filter_map(text).collect()
    }
}

/// A condition without its comments and line breaks.
fn on_one_line(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or(""));
    lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// All was quiet.
    Quiet,
    /// As many steps had happened as were allowed.
    Limit,
}

/// What one run came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// Its seed: a [simulation](World::simulate) with it is this run.
    pub seed: u64,
    /// How it ended.
    pub ending: Ending,
    /// How many steps happened.
    pub steps: u32,
    /// Which questions came true at some time: bit `n` for the question `n`.
    ever: u64,
    /// Which are true at the end. An event is, if it has happened.
    last: u64,
}

impl Run {
    /// Whether a question came true at some time.
    #[must_use]
    pub fn came_true(&self, question: usize) -> bool {
        self.ever >> question & 1 == 1
    }

    /// Whether it is true at the end; of an event, whether it has happened.
    #[must_use]
    pub fn is_true_at_end(&self, question: usize) -> bool {
        self.last >> question & 1 == 1
    }
}

impl Inquiry<'_> {
    /// The questions, as they were asked.
    #[must_use]
    pub fn questions(&self) -> &[String] {
        &self.names
    }

    /// Runs of the world, from the state after these steps, one at a time. What they have in common
    /// is worked out once. Several at the same time are independent of each other, and what a run
    /// comes to depends on its seed alone.
    ///
    /// # Errors
    /// A step that cannot happen, or a world that cannot be run.
    pub fn runs(&self, limits: &Limits, after: &[Step]) -> Result<Runs<'_>, Refused> {
        let refused = |fault: Fault| Refused::because(self.world.fault(&fault).to_string(), None);
        let mut course = Course::begin(&self.ground, limits, 0).map_err(refused)?;
        let before = course.policy().author_utility().map_err(refused)?;
        for step in after {
            if !course.happen(step).map_err(refused)? {
                let name = step_name(self.world.program(), step);
                return Err(Refused::because(format!("{name} cannot happen there"), None));
            }
        }
        let up = before.map(|before| (before.get() + 1.0).floor());
        let goal = limits.goal.or_else(|| Number::new(up?));
        Ok(Runs { inquiry: self, course, goal, known: BTreeMap::new(), memory: 0 })
    }
}

/// Runs of a world, one at a time.
#[derive(Debug)]
pub struct Runs<'i> {
    inquiry: &'i Inquiry<'i>,
    course: Course<'i>,
    goal: Option<Number>,
    /// Which questions are true, by state.
    known: BTreeMap<StateId, u64>,
    memory: u32,
}

impl Runs<'_> {
    /// Runs the world with a seed until all is quiet or so many steps have happened; `None` where
    /// `go_on` said no.
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn run(
        &mut self,
        seed: u64,
        steps: u32,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Result<Option<Run>, Error> {
        let world = self.inquiry.world;
        self.course.restart(seed);
        let mut happened = 0;
        let mut count = 0;
        let mut holds = self.hold().map_err(|fault| world.fault(&fault))?;
        let mut ever = holds;
        let ending = loop {
            if count == steps {
                break Ending::Limit;
            }
            let turn = self.course.advance(SLICE).map_err(|fault| world.fault(&fault))?;
            let step = match turn {
                Turn::Quiet => break Ending::Quiet,
                Turn::Running if go_on() => continue,
                Turn::Running => return Ok(None),
                Turn::Act { chance, .. } | Turn::Natural(chance) => Some(chance.step),
                Turn::Attempt { .. } => None,
            };
            count += 1;
            if let Some(step) = step {
                happened |= self.inquiry.events_like(&step);
            }
            holds = self.hold().map_err(|fault| world.fault(&fault))?;
            ever |= holds;
        };
        let (ever, last) = (ever | happened, holds | happened);
        Ok(Some(Run { seed, ending, steps: count, ever, last }))
    }

    /// Which questions are true now.
    fn hold(&mut self) -> Result<u64, Fault> {
        let (memory, state) = self.course.present();
        if memory != self.memory {
            self.known.clear();
            self.memory = memory;
        }
        if let Some(&known) = self.known.get(&state) {
            return Ok(known);
        }
        let mut all = 0;
        for (index, question) in self.inquiry.questions.iter().enumerate() {
            let policy = self.course.policy();
            let is_true = match question {
                Question::Event(_) => false,
                Question::Goal => match (policy.author_utility()?, self.goal) {
                    (Some(utility), Some(goal)) => utility >= goal,
                    _ => false,
                },
                Question::Terms(parts) => {
                    let mut all_hold = true;
                    for part in parts {
                        all_hold = all_hold && policy.holds(part.clone())?;
                    }
                    all_hold
                }
            };
            all |= u64::from(is_true) << index;
        }
        self.known.insert(state, all);
        Ok(all)
    }
}

impl Inquiry<'_> {
    /// Which questions ask for an event such as this step.
    fn events_like(&self, step: &Step) -> u64 {
        let asks = |question: &Question| match question {
            Question::Event(pattern) => pattern.matches(step),
            _ => false,
        };
        let all = self.questions.iter().enumerate();
        all.map(|(index, question)| u64::from(asks(question)) << index).sum()
    }
}

/// How often something was so among many runs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Share {
    /// In how many.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// The seed of the first in which it was so.
    pub example: Option<u64>,
    /// The seed of the first in which it was not.
    pub counterexample: Option<u64>,
}

impl Share {
    /// The share; `None` of no runs.
    #[must_use]
    pub fn share(&self) -> Option<f64> {
        (self.of > 0).then(|| self.count as f64 / self.of as f64)
    }

    /// Between which bounds the chance of it is, with a confidence of 95 %: Wilson's interval.
    #[must_use]
    pub fn interval(&self) -> Option<(f64, f64)> {
        /// So many standard deviations hold 95 % of a normal distribution.
        const Z: f64 = 1.959_963_984_540_054;
        let share = self.share()?;
        let n = self.of as f64;
        let middle = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
        let spread = (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
        let half = Z / (1.0 + Z * Z / n) * spread;
        let low = if self.count == 0 { 0.0 } else { (middle - half).max(0.0) };
        let high = if self.count == self.of { 1.0 } else { (middle + half).min(1.0) };
        Some((low, high))
    }

    fn add(&mut self, seed: u64, is_so: bool) {
        self.of += 1;
        self.count += u64::from(is_so);
        let first = if is_so { &mut self.example } else { &mut self.counterexample };
        first.get_or_insert(seed);
    }

    const NONE: Share = Share { count: 0, of: 0, example: None, counterexample: None };
}

/// What many runs came to.
#[derive(Clone, Debug, PartialEq)]
pub struct Tally {
    /// How many runs ended because all was quiet.
    pub quiet: Share,
    /// For each question, how often it came true at some time, and how often it was true at the end.
    pub questions: Vec<(Share, Share)>,
    /// How many steps happened in all runs together.
    pub steps: u64,
}

impl Tally {
    /// A tally of no runs.
    #[must_use]
    pub fn new(questions: usize) -> Self {
        Tally {
            quiet: Share::NONE,
            questions: vec![(Share::NONE, Share::NONE); questions],
            steps: 0,
        }
    }

    /// Counts a run. Of equal runs the first one counted is the example, so count them in the order
    /// of their seeds.
    pub fn add(&mut self, run: &Run) {
        self.quiet.add(run.seed, run.ending == Ending::Quiet);
        self.steps += u64::from(run.steps);
        for (index, (ever, last)) in self.questions.iter_mut().enumerate() {
            ever.add(run.seed, run.came_true(index));
            last.add(run.seed, run.is_true_at_end(index));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Share;

    #[test]
    fn wilsons_intervals_are_as_the_tables_have_them() {
        let of = |count, of| {
            let share = Share { count, of, ..Share::NONE };
            share.interval().map(|(low, high)| (format!("{low:.4}"), format!("{high:.4}")))
        };
        let shown = |low: &str, high: &str| Some((low.to_owned(), high.to_owned()));
        assert_eq!(of(0, 0), None);
        assert_eq!(of(0, 10), shown("0.0000", "0.2775"));
        assert_eq!(of(10, 10), shown("0.7225", "1.0000"));
        assert_eq!(of(5, 10), shown("0.2366", "0.7634"));
        assert_eq!(of(81, 263), shown("0.2553", "0.3662"));
    }
}
