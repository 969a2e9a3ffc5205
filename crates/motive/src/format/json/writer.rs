//! Story to JSON.

use motive_world::id::CharacterId;
use motive_world::program::{ClaimArgument, Program, Written, as_written};
use motive_world::story::{ExplainedStep, Purpose, Reason, Step, Story};
use motive_world::value::{Number, Value};
use serde::{Serialize, Serializer};

use super::{FORMAT, VERSION};
use crate::account::{Account, Change, Event, Prospect};
use crate::names::{Names, step_name};
use crate::{Error, Intention, Simulation};

/// A value: an entity's name, a truth value, a number; `null` where it is unknown.
#[derive(Clone, Debug, PartialEq)]
pub enum ValueJson {
    /// Not known.
    Unknown,
    /// Nobody or nothing.
    None,
    /// A truth value.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// The name of an entity.
    Entity(String),
    /// A claim as an argument: `keeps(Carol, Letter)`.
    Claim(String),
}

impl ValueJson {
    /// How `value` is written.
    #[must_use]
    pub fn of(program: &Program, value: Value) -> Self {
        match value {
            Value::Unknown => ValueJson::Unknown,
            Value::None => ValueJson::None,
            Value::Boolean(truth) => ValueJson::Boolean(truth),
            Value::Number(number) => ValueJson::Number(number),
            Value::Entity(_) => ValueJson::Entity(program.value_name(value)),
        }
    }
}

impl From<Option<Number>> for ValueJson {
    fn from(number: Option<Number>) -> Self {
        number.map_or(ValueJson::Unknown, ValueJson::Number)
    }
}

impl Serialize for ValueJson {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            ValueJson::Unknown => serializer.serialize_unit(),
            ValueJson::None => {
                #[derive(Serialize)]
                struct Nothing {
                    none: bool,
                }
                Nothing { none: true }.serialize(serializer)
            }
            ValueJson::Boolean(truth) => serializer.serialize_bool(*truth),
            ValueJson::Number(number) => {
                let value = number.get();
                // Whole numbers are written without a fraction, as far as doubles count exactly.
                if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
                    #[expect(clippy::cast_possible_truncation, reason = "whole and in range")]
                    serializer.serialize_i64(value as i64)
                } else {
                    serializer.serialize_f64(value)
                }
            }
            ValueJson::Entity(text) | ValueJson::Claim(text) => serializer.serialize_str(text),
        }
    }
}

/// A story on the wire.
#[derive(Clone, Debug, Serialize)]
pub struct StoryJson {
    format: &'static str,
    version: u32,
    utility: UtilityJson,
    changes: Vec<ChangeJson>,
    steps: Vec<StepJson>,
}

#[derive(Clone, Debug, Serialize)]
struct UtilityJson {
    before: ValueJson,
    after: ValueJson,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct CallJson {
    text: String,
    action: String,
    arguments: Vec<ValueJson>,
    #[serde(skip_serializing_if = "is_first")]
    overload: usize,
    outcome: u32,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct StepJson {
    #[serde(flatten)]
    call: CallJson,
    /// Whether it is an accident; only of an action that branches.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) accident: Option<bool>,
    reasons: Vec<ReasonJson>,
    perceived_by: Vec<PerceivedJson>,
    changes: Vec<ChangeJson>,
    beliefs: Vec<BeliefJson>,
}

#[derive(Clone, Debug, Serialize)]
pub(crate) struct ReasonJson {
    character: String,
    purpose: &'static str,
    utility: UtilityJson,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    terms: Vec<String>,
    changes: Vec<ChangeJson>,
    plan: Vec<PlannedJson>,
}

#[derive(Clone, Debug, Serialize)]
struct PlannedJson {
    #[serde(flatten)]
    call: CallJson,
    reasons: Vec<ReasonJson>,
}

#[derive(Clone, Debug, Serialize)]
struct PerceivedJson {
    character: String,
    r#as: String,
}

#[derive(Clone, Debug, Serialize)]
struct ChangeJson {
    fluent: String,
    arguments: Vec<ValueJson>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    believers: Vec<String>,
    from: ValueJson,
    to: ValueJson,
}

#[derive(Clone, Debug, Serialize)]
struct BeliefJson {
    character: String,
    changes: Vec<ChangeJson>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde calls")]
fn is_first(overload: &usize) -> bool {
    *overload == 0
}

/// How one step is written. `event` is what it changes.
pub(crate) fn step(names: &Names<'_>, explained: &ExplainedStep, event: &Event) -> StepJson {
    Writer { names, program: names.program() }.step(explained, event)
}

/// How `story` is written. `account` is what it changes; see [`Judged`](crate::Judged).
#[must_use]
pub fn story(names: &Names<'_>, story: &Story, account: &Account) -> StoryJson {
    let writer = Writer { names, program: names.program() };
    StoryJson {
        format: FORMAT,
        version: VERSION,
        utility: UtilityJson { before: story.before.into(), after: story.after.into() },
        changes: writer.changes(&account.changes),
        steps: story
            .steps
            .iter()
            .zip(&account.events)
            .map(|(explained, event)| writer.step(explained, event))
            .collect(),
    }
}

/// What somebody would do, on the wire.
#[derive(Clone, Debug, Serialize)]
pub struct IntentionJson {
    /// What it needs is so in the character's mind alone.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    attempt: bool,
    step: StepJson,
    #[serde(skip_serializing_if = "Option::is_none")]
    passed_over: Option<PassedOverJson>,
}

/// What somebody would rather not do, with their own reason for it.
#[derive(Clone, Debug, Serialize)]
pub(crate) struct PassedOverJson {
    #[serde(flatten)]
    call: CallJson,
    reasons: Vec<ReasonJson>,
}

/// How an intention is written: the step as it would happen now.
///
/// # Errors
/// If the world cannot be run.
pub fn intention(
    simulation: &Simulation<'_>,
    intention: &Intention,
) -> Result<IntentionJson, Error> {
    let names = simulation.world().names();
    let (explained, event) = simulation.prospect(intention)?;
    let other = intention.passed_over.as_ref();
    let passed =
        other.map(|(step, reason)| passed_over(&names, step, std::slice::from_ref(reason)));
    let step = step(&names, &explained, &event);
    Ok(IntentionJson { attempt: intention.attempt, step, passed_over: passed })
}

/// How a step that was passed over is written. What it would change is not worked out.
pub(crate) fn passed_over(names: &Names<'_>, step: &Step, reasons: &[Reason]) -> PassedOverJson {
    let writer = Writer { names, program: names.program() };
    let prospects: Vec<Prospect> = reasons.iter().map(Prospect::blank).collect();
    PassedOverJson { call: writer.call(step), reasons: writer.reasons(reasons, &prospects) }
}

struct Writer<'n, 'p> {
    names: &'n Names<'p>,
    program: &'p Program,
}

impl Writer<'_, '_> {
    fn step(&self, explained: &ExplainedStep, event: &Event) -> StepJson {
        StepJson {
            call: self.call(&explained.step),
            accident: self.program.actions[explained.step.action.index()]
                .branches()
                .then_some(event.is_accident),
            reasons: self.reasons(&explained.reasons, &event.prospects),
            perceived_by: self.perceived(event),
            changes: self.changes(&event.facts),
            beliefs: event
                .beliefs
                .iter()
                .map(|(who, changes)| BeliefJson {
                    character: self.name(*who),
                    changes: self.changes(changes),
                })
                .collect(),
        }
    }

    /// Who perceives an event, and as what, in the order of characters.
    fn perceived(&self, event: &Event) -> Vec<PerceivedJson> {
        let itself = event.perceived.iter().map(|&who| (who, None));
        let seemed = event.seemed.iter().map(|(who, step)| (*who, Some(step)));
        let mut all: Vec<_> = itself.chain(seemed).collect();
        all.sort_by_key(|(who, _)| *who);
        let perceived = |(who, step): (CharacterId, Option<&Step>)| PerceivedJson {
            character: self.name(who),
            r#as: step.map_or_else(|| "itself".to_owned(), |step| step_name(self.program, step)),
        };
        all.into_iter().map(perceived).collect()
    }

    fn call(&self, step: &Step) -> CallJson {
        let schema = &self.program.actions[step.action.index()];
        CallJson {
            text: step_name(self.program, step),
            action: schema.name.clone(),
            arguments: self.arguments(&schema.claims, &step.arguments),
            overload: self.names.overload(step),
            outcome: step.outcome,
        }
    }

    fn arguments(&self, claims: &[ClaimArgument], values: &[Value]) -> Vec<ValueJson> {
        as_written(claims, values.to_vec())
            .into_iter()
            .map(|argument| match argument {
                Written::Plain(value) => ValueJson::of(self.program, value),
                Written::Claim(claim, about) => {
                    let about: Vec<String> =
                        about.iter().map(|&value| self.program.value_name(value)).collect();
                    ValueJson::Claim(claim.text(&about))
                }
            })
            .collect()
    }

    fn reasons(&self, reasons: &[Reason], prospects: &[Prospect]) -> Vec<ReasonJson> {
        reasons
            .iter()
            .zip(prospects)
            .map(|(reason, prospect)| {
                let (purpose, before, after) = match reason.purpose {
                    Purpose::Gain { before, after } => ("gain", before, after),
                    Purpose::Averting { before, after } => ("averting", before, after),
                };
                ReasonJson {
                    character: self.name(reason.character),
                    purpose,
                    utility: UtilityJson { before: Some(before).into(), after: Some(after).into() },
                    terms: self.terms(reason.character, &prospect.terms),
                    changes: self.changes(&prospect.changes),
                    plan: reason
                        .plan
                        .iter()
                        .zip(&prospect.steps)
                        .map(|(planned, nested)| PlannedJson {
                            call: self.call(&planned.step),
                            reasons: self.reasons(&planned.reasons, nested),
                        })
                        .collect(),
                }
            })
            .collect()
    }

    /// The names of those terms of what a character wants that have one.
    fn terms(&self, who: CharacterId, terms: &[usize]) -> Vec<String> {
        let wants = &self.program.utility(Some(who)).wants;
        terms.iter().filter_map(|&term| wants.get(term)?.name.clone()).collect()
    }

    fn changes(&self, changes: &[Change]) -> Vec<ChangeJson> {
        changes
            .iter()
            .map(|change| (change, &self.program.fluents[change.fluent.index()]))
            .map(|(change, schema)| ChangeJson {
                fluent: schema.name.clone(),
                arguments: self.arguments(&schema.claims, &change.arguments),
                believers: change.believers.iter().map(|&c| self.name(c)).collect(),
                from: ValueJson::of(self.program, change.before),
                to: ValueJson::of(self.program, change.after),
            })
            .collect()
    }

    fn name(&self, character: CharacterId) -> String {
        self.program.entities[character.index()].name.clone()
    }
}
