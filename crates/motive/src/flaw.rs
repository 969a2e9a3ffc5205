//! What is wrong with a story, in words.

use motive_judge::{Breach, Broken, Flaw, Note, Why};
use motive_world::id::CharacterId;
use motive_world::program::{Condition, Program};
use motive_world::story::{Reason, Step, Story};
use motive_world::value::Value;

use crate::names::step_name;
use crate::written;

/// A flaw in words: one sentence for what is wrong, and others that explain it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// What is wrong.
    pub headline: String,
    /// Why, and what would help.
    pub details: Vec<String>,
}

/// A stable name for the kind of flaw, for programs.
#[must_use]
pub fn kind(flaw: &Flaw) -> &'static str {
    match flaw {
        Flaw::NoSuchStep { .. } => "no-such-step",
        Flaw::NotExecutable { .. } => "not-executable",
        Flaw::NotPossible { .. } => "not-possible",
        Flaw::TooManyAccidents { .. } => "too-many-accidents",
        Flaw::TooLong { .. } => "too-long",
        Flaw::EntryMissed { .. } => "entry-missed",
        Flaw::LongLeg { .. } => "long-leg",
        Flaw::GoalNotReached { .. } => "goal-not-reached",
        Flaw::Sooner { .. } => "sooner",
        Flaw::Unmotivated { .. } => "unmotivated",
        Flaw::MustWait { .. } => "must-wait",
        Flaw::NotQuiet { .. } => "not-quiet",
        Flaw::Padded { .. } => "padded",
    }
}

/// The step of the story that a flaw is about, from 0.
#[must_use]
pub fn step(flaw: &Flaw) -> Option<usize> {
    match flaw {
        Flaw::NoSuchStep { index }
        | Flaw::NotExecutable { index, .. }
        | Flaw::NotPossible { index }
        | Flaw::TooManyAccidents { index, .. }
        | Flaw::MustWait { index, .. }
        | Flaw::Unmotivated { index, .. } => Some(*index),
        Flaw::Padded { from, .. } => Some(*from),
        Flaw::TooLong { .. }
        | Flaw::EntryMissed { .. }
        | Flaw::LongLeg { .. }
        | Flaw::GoalNotReached { .. }
        | Flaw::NotQuiet { .. }
        | Flaw::Sooner { .. } => None,
    }
}

/// Says what `flaw` means for `story`.
#[must_use]
pub fn describe(program: &Program, story: &Story, flaw: &Flaw) -> Description {
    let words = Words { program, story };
    let mut details = Vec::new();
    let headline = match flaw {
        Flaw::NoSuchStep { index } => {
            format!(
                "{} does not exist: nothing changes by it, or nobody can do it",
                words.step(*index)
            )
        }
        Flaw::NotExecutable { index, part } => {
            if let Some(condition) = words.precondition(*index, part) {
                details.push(format!("it needs {condition}, which is false there"));
            }
            format!("{} cannot happen", words.step(*index))
        }
        Flaw::NotPossible { index } => {
            details.push(words.ruled_out(*index));
            format!("{} cannot happen", words.step(*index))
        }
        Flaw::TooManyAccidents { index, limit } => {
            details
                .push("of those who consent to it nobody counts on its turning out so".to_owned());
            details.push("a greater --accidents would admit it".to_owned());
            let allowed = match limit {
                0 => "no accident".to_owned(),
                1 => "one accident".to_owned(),
                more => format!("{more} accidents"),
            };
            format!("{} is an accident, and the story may contain {allowed}", words.step(*index))
        }
        Flaw::TooLong { steps, limit } => {
            details.push("a greater --author-limit would admit it".to_owned());
            format!("the story has {steps} steps, and the author limit is {limit}")
        }
        Flaw::EntryMissed { entry } => {
            details.push("the lines of an outline are reached one after the other".to_owned());
            format!("the story does not come to line {} of the outline", entry + 1)
        }
        Flaw::LongLeg { entry, steps, limit } => {
            details.push("a greater --author-limit would admit it".to_owned());
            format!(
                "it takes the story {steps} steps to come to {}, and the author limit for each leg is \
                 {limit}",
                format_args!("line {} of the outline (or to its end)", entry + 1)
            )
        }
        Flaw::GoalNotReached { before, after, goal } => {
            let (before, after) = (program.value_name(*before), program.value_name(*after));
            match goal {
                Some(goal) => {
                    details.push(format!("a story must reach {goal} and end above its start"));
                }
                None => details.push("nothing can improve on an unknown utility".to_owned()),
            }
            format!(
                "the story does not reach the goal: the author's utility goes from {before} to {after}"
            )
        }
        Flaw::Sooner { steps } => {
            details.push("a story ends where the author is best off for the first time".to_owned());
            match steps {
                0 => "the author is as well off at the start already".to_owned(),
                _ => format!("the author is as well off after {} already", words.step(steps - 1)),
            }
        }
        Flaw::Unmotivated { index, character, why, given, hindsight } => {
            let who = words.name(*character);
            details.push(words.why(*index, *character, why));
            if let Some(breach) = given {
                let reason = words.reason(*index, *character);
                details.push(format!(
                    "the reason that the story gives is none: {}",
                    words.breach(breach, reason)
                ));
            }
            if *hindsight {
                details.push(format!(
                    "only hindsight explains it: as the story goes on {who} comes to be better off, \
                     but could not have planned it"
                ));
            }
            format!("{who} has no reason for {}", words.step(*index))
        }
        Flaw::MustWait { index, urgent, character, want } => {
            details.push(words.urgency(urgent, *character, *want));
            format!("{} must wait", words.step(*index))
        }
        Flaw::NotQuiet { urgent, character, want } => {
            details.push(words.urgency(urgent, *character, *want));
            "the story cannot end there: something presses".to_owned()
        }
        Flaw::Padded { from, kept } => {
            let left_out: Vec<String> = (*from..story.steps.len())
                .filter(|index| !kept.contains(index))
                .map(|index| words.step(index))
                .collect();
            details.push("without it, everyone still has a reason and all ends as well".to_owned());
            format!("the story can do without {}", list(&left_out))
        }
    };
    Description { headline, details }
}

/// Says what a note on a story means.
#[must_use]
pub fn describe_note(program: &Program, story: &Story, note: &Note) -> String {
    let words = Words { program, story };
    let reason = words.reason(note.index, note.character);
    format!(
        "the reason given for {} in {} is none ({}); another one was found",
        words.name(note.character),
        words.step(note.index),
        words.breach(&note.breach, reason)
    )
}

struct Words<'s> {
    program: &'s Program,
    story: &'s Story,
}

impl Words<'_> {
    fn name(&self, character: CharacterId) -> &str {
        &self.program.entities[character.index()].name
    }

    fn step(&self, index: usize) -> String {
        match self.story.steps.get(index) {
            Some(explained) => {
                format!("step {}, {}", index + 1, step_name(self.program, &explained.step))
            }
            None => format!("step {}", index + 1),
        }
    }

    fn precondition(&self, index: usize, part: &[usize]) -> Option<String> {
        Some(self.condition_of(&self.story.steps.get(index)?.step, part))
    }

    fn condition_of(&self, step: &Step, path: &[usize]) -> String {
        let schema = &self.program.actions[step.action.index()];
        let part = written::part(&schema.precondition, path);
        written::condition(self.program, &schema.scope, &step.arguments, part)
    }

    /// Why a step cannot turn out as the story says.
    fn ruled_out(&self, index: usize) -> String {
        let outcome = self.story.steps.get(index).and_then(|explained| {
            let step = &explained.step;
            let schema = &self.program.actions[step.action.index()];
            Some((step, schema, schema.outcomes.get(step.outcome as usize)?))
        });
        let Some((step, schema, outcome)) = outcome else { return String::new() };
        match &outcome.guard {
            Condition::True => "its outcome has no weight there".to_owned(),
            guard => {
                let guard = written::condition(self.program, &schema.scope, &step.arguments, guard);
                format!(
                    "it turns out so only if {guard}, with a weight above 0, which is not so there"
                )
            }
        }
    }

    /// What somebody would do before anything else.
    fn urgency(&self, urgent: &Step, character: CharacterId, want: usize) -> String {
        let who = self.name(character);
        let step = step_name(self.program, urgent);
        let wants = &self.program.utility(Some(character)).wants;
        match wants.get(want).and_then(|want| want.name.as_ref()) {
            Some(name) => {
                format!("{who} would {step} first: what {who} wants as {name} is pressing")
            }
            None => format!("{who} would {step} first: what {who} wants is pressing"),
        }
    }

    /// What is refused, in the author's words where there are any.
    fn refused(&self, refusal: usize) -> String {
        let Some(refusal) = self.program.refusals.get(refusal) else { return String::new() };
        let condition = written::condition(self.program, &refusal.scope, &[], &refusal.condition);
        match &refusal.said {
            Some(said) => format!("{said} ({condition})"),
            None => condition,
        }
    }

    /// The reason that the story gives `character` for a step.
    fn reason(&self, index: usize, character: CharacterId) -> Option<&Reason> {
        self.story.steps.get(index)?.reasons.iter().find(|reason| reason.character == character)
    }

    fn why(&self, index: usize, character: CharacterId, why: &Why) -> String {
        let who = self.name(character);
        match why {
            Why::Disbelieves { part } => {
                let condition = self.precondition(index, part).unwrap_or_default();
                format!("{who} does not believe it to be possible: it needs {condition}")
            }
            Why::NotCountedOn => {
                format!("{who} counts on nothing that could come of it: all of it is too unlikely")
            }
            Why::NoStepsLeft => "the limits leave no step for a reason".to_owned(),
            Why::NoGain { limited: true } => {
                format!(
                    "no plan that {who} could begin with it ends better, as {who} sees it, within the limits"
                )
            }
            Why::NoGain { limited: false } => {
                format!("no plan that {who} could begin with it ends better, as {who} sees it")
            }
            Why::Refuses { refusal, at_once } => {
                let refused = self.refused(*refusal);
                if *at_once {
                    format!("it would bring about what {who} refuses: {refused}")
                } else {
                    format!(
                        "every plan that {who} could begin with it and that ends better brings about \
                         what {who} refuses: {refused}"
                    )
                }
            }
            Why::OnlyPadding => format!(
                "{who} could do without it: every plan that begins with it and ends better has a step \
                 too many, or a step that {who} has no reason for"
            ),
        }
    }

    fn breach(&self, breach: &Breach, reason: Option<&Reason>) -> String {
        let step =
            reason.and_then(|reason| reason.plan.get(breach.at)).map(|planned| &planned.step);
        let name = step.map_or_else(
            || format!("its step {}", breach.at + 1),
            |step| format!("its step {}, {},", breach.at + 1, step_name(self.program, step)),
        );
        match &breach.how {
            Broken::OtherStep => "it is a reason for something else".to_owned(),
            Broken::NoSuchStep => format!("{name} does not exist"),
            Broken::NotExecutable { part } => {
                let needs = step.map(|step| self.condition_of(step, part));
                let needs = needs.map_or(String::new(), |c| format!(", as it needs {c}"));
                format!("{name} is not possible there in the character's mind{needs}")
            }
            Broken::NotCountedOn => {
                format!("{name} turns out in a way that the character does not count on")
            }
            Broken::TooLong => "it is longer than the limits allow".to_owned(),
            Broken::NoGain => "it does not end better for the character".to_owned(),
            Broken::NobodyConsents => {
                format!("nobody consents to {name} so that nobody can reckon with it")
            }
            Broken::NothingFeared => "there is nothing that the character fears".to_owned(),
            Broken::Hoped => {
                format!("{name} is to be expected as things are, whatever the character does")
            }
            Broken::Unmotivated(other) => {
                format!("{} has no reason for {name} as the character sees it", self.name(*other))
            }
            Broken::Refused { refusal } => {
                format!(
                    "{name} brings about what the character refuses: {}",
                    self.refused(*refusal)
                )
            }
            Broken::Padded(_) => format!("from {name} on it has a step too many"),
        }
    }
}

/// `a`, `a and b`, `a, b and c`.
fn list(items: &[String]) -> String {
    match items {
        [] => "nothing".to_owned(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join("; ")),
    }
}

impl std::fmt::Display for Description {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.headline)?;
        for detail in &self.details {
            write!(f, "; {detail}")?;
        }
        Ok(())
    }
}

/// The value of a utility, where it is known.
#[must_use]
pub fn known(value: Value) -> Option<motive_world::value::Number> {
    if let Value::Number(number) = value { Some(number) } else { None }
}
