//! JSON to story.
//!
//! Everything that has to be looked up is kept as the raw text it was, so that whatever does not
//! resolve can be pointed at.

use motive_world::id::CharacterId;
use motive_world::story::{ExplainedStep, Purpose, Reason, Step, Story};
use motive_world::value::Number;
use serde::Deserialize;
use serde_json::value::RawValue;

use super::super::{DEEPEST, Kind, Problems, Read};
use super::{FORMAT, OLDEST, VERSION};
use crate::names::{Names, consenting, step_name};

/// Reads a story document, or the first story of the output of `motive plan --json`. Fields that
/// are not known are passed over, so that a later minor addition does not make a file unreadable.
#[must_use]
pub fn read(names: &Names<'_>, text: &str) -> Read {
    let mut reader = Reader { names, text, problems: Problems::default() };
    let steps = reader.document(text);
    let story = steps.filter(|_| !reader.problems.any_error()).map(|steps| Story {
        steps,
        before: None,
        after: None,
    });
    Read { story, diagnostics: reader.problems.into_diagnostics() }
}

#[derive(Deserialize)]
struct Document<'t> {
    #[serde(borrow)]
    format: Option<&'t RawValue>,
    #[serde(borrow)]
    version: Option<&'t RawValue>,
    #[serde(borrow)]
    steps: Option<Vec<&'t RawValue>>,
    #[serde(borrow)]
    stories: Option<Vec<&'t RawValue>>,
}

#[derive(Deserialize)]
struct StepWire<'t> {
    #[serde(borrow)]
    action: &'t RawValue,
    #[serde(borrow, default)]
    arguments: Vec<&'t RawValue>,
    #[serde(borrow)]
    overload: Option<&'t RawValue>,
    #[serde(borrow)]
    outcome: Option<&'t RawValue>,
    #[serde(borrow, default)]
    reasons: Vec<&'t RawValue>,
}

#[derive(Deserialize)]
struct ReasonWire<'t> {
    #[serde(borrow)]
    character: &'t RawValue,
    #[serde(borrow)]
    plan: Vec<&'t RawValue>,
}

struct Reader<'n, 'p, 't> {
    names: &'n Names<'p>,
    text: &'t str,
    problems: Problems,
}

impl<'t> Reader<'_, '_, 't> {
    fn document(&mut self, text: &'t str) -> Option<Vec<ExplainedStep>> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document: Document<'t> = self.parse(text)?;
        let whole = self.span(text);
        let Some(format) = document.format.and_then(string) else {
            self.malformed(
                (whole.0, whole.0 + 1),
                "this JSON does not say what it is",
                &format!("a story has the field \"format\": \"{FORMAT}\""),
            );
            return None;
        };
        let version = document.version.and_then(number);
        let version_place = document.version.map_or((whole.0, whole.0 + 1), |v| self.span(v.get()));
        if !version.is_some_and(|v| (u64::from(OLDEST)..=u64::from(VERSION)).contains(&v)) {
            self.problems.report(
                Kind::Version,
                version_place,
                "this version of the story format cannot be read",
                "unknown version",
                Some(format!("versions {OLDEST} to {VERSION} can be read: \"version\": {VERSION}")),
            );
            return None;
        }
        match (format.as_str(), document.steps, document.stories) {
            (FORMAT, Some(steps), _) => {
                if steps.is_empty() {
                    self.problems.report(
                        Kind::Empty,
                        whole,
                        "there is no step in this story",
                        "nothing to check",
                        Some("a story has at least one step".to_owned()),
                    );
                }
                Some(self.steps(&steps, 0))
            }
            (FORMAT, None, _) => {
                self.malformed(
                    whole,
                    "this story has no field \"steps\"",
                    "add the list of its steps",
                );
                None
            }
            ("motive-plan", _, Some(stories)) => {
                let Some(first) = stories.first() else {
                    self.problems.report(
                        Kind::Empty,
                        whole,
                        "there is no story in this plan",
                        "nothing to check",
                        None,
                    );
                    return None;
                };
                let inner: Document<'t> = self.parse(first.get())?;
                let Some(steps) = inner.steps else {
                    let place = self.span(first.get());
                    self.malformed(
                        place,
                        "this story has no field \"steps\"",
                        "add the list of its steps",
                    );
                    return None;
                };
                Some(self.steps(&steps, 0))
            }
            _ => {
                let place = document.format.map_or(whole, |f| self.span(f.get()));
                self.malformed(
                    place,
                    "this is not a story",
                    &format!("expected \"format\": \"{FORMAT}\""),
                );
                None
            }
        }
    }

    fn steps(&mut self, steps: &[&'t RawValue], depth: usize) -> Vec<ExplainedStep> {
        let mut all = Vec::with_capacity(steps.len());
        for raw in steps {
            if self.problems.is_full() {
                break;
            }
            all.extend(self.step(raw, depth));
        }
        all
    }

    fn step(&mut self, raw: &'t RawValue, depth: usize) -> Option<ExplainedStep> {
        let wire: StepWire<'t> = self.parse(raw.get())?;
        let step = self.call(&wire, raw)?;
        let consenting = consenting(self.names.program(), &step);
        let mut reasons: Vec<Reason> = Vec::new();
        for raw in &wire.reasons {
            let Some((reason, place)) = self.reason(raw, &step, depth) else { continue };
            let program = self.names.program();
            let who = &program.entities[reason.character.index()].name;
            let message = if !consenting.contains(&reason.character) {
                format!("`{}` does not need the consent of {who}", step_name(program, &step))
            } else if reasons.iter().any(|r| r.character == reason.character) {
                format!("a second reason of {who} for the same step")
            } else {
                reasons.push(reason);
                continue;
            };
            let help = "give one reason for each character who consents".to_owned();
            self.problems.report(
                Kind::NoConsent,
                place,
                message,
                "no such reason is needed",
                Some(help),
            );
        }
        Some(ExplainedStep { step, reasons })
    }

    fn call(&mut self, wire: &StepWire<'t>, raw: &'t RawValue) -> Option<Step> {
        let Some(action) = string(wire.action) else {
            let place = self.span(wire.action.get());
            self.malformed(place, "an action is named by a string", "write \"action\": \"name\"");
            return None;
        };
        let mut arguments: Vec<(String, (usize, usize))> = Vec::new();
        for &argument in &wire.arguments {
            let place = self.span(argument.get());
            let Some(text) = argument_text(argument) else {
                self.malformed(
                    place,
                    "this is no argument",
                    "an argument is the name of an entity in quotes, true, false or a number",
                );
                return None;
            };
            arguments.push((text, place));
        }
        let texts: Vec<&str> = arguments.iter().map(|a| a.0.as_str()).collect();
        let mut steps = match self.names.steps(&action, &texts) {
            Ok(steps) => steps,
            Err(mismatch) => {
                let pieces: Vec<_> = arguments.iter().map(|a| (a.0.as_str(), a.1)).collect();
                let place = self.span(wire.action.get());
                let whole = self.span(raw.get());
                self.problems.mismatch(&mismatch, (&action, place), &pieces, whole);
                return None;
            }
        };
        let overload = match wire.overload {
            None => 0,
            Some(raw) => number(raw).and_then(|n| usize::try_from(n).ok()).unwrap_or(usize::MAX),
        };
        if overload >= steps.len() {
            let place = wire.overload.map_or((0, 0), |raw| self.span(raw.get()));
            self.malformed(place, "there is no such overload", "leave the field out");
            return None;
        }
        let mut step = steps.swap_remove(overload);
        if let Some(raw) = wire.outcome {
            let outcomes = &self.names.program().actions[step.action.index()].outcomes;
            let named = serde_json::from_str::<String>(raw.get()).ok();
            let found = match named {
                Some(name) => outcomes.iter().position(|outcome| outcome.name == name),
                None => number(raw)
                    .and_then(|n| usize::try_from(n).ok())
                    .filter(|&outcome| outcome < outcomes.len()),
            };
            let Some(outcome) = found.and_then(|outcome| u32::try_from(outcome).ok()) else {
                let last = outcomes.len().saturating_sub(1);
                let help = format!("outcomes have names, or are numbered from 0 to {last}");
                let place = self.span(raw.get());
                self.malformed(place, "this action has no such outcome", &help);
                return None;
            };
            step.outcome = outcome;
        }
        Some(step)
    }

    fn reason(
        &mut self,
        raw: &'t RawValue,
        step: &Step,
        depth: usize,
    ) -> Option<(Reason, (usize, usize))> {
        let place = self.span(raw.get());
        if depth >= DEEPEST {
            self.malformed(place, "reasons are nested too deeply", "nobody thinks this far");
            return None;
        }
        let wire: ReasonWire<'t> = self.parse(raw.get())?;
        let character = self.character(wire.character)?;
        let mut plan = self.steps(&wire.plan, depth + 1);
        match plan.first_mut() {
            Some(first) if first.step == *step => first.reasons.clear(),
            _ if self.problems.any_error() => return None,
            _ => {
                self.malformed(
                    place,
                    "this plan does not begin with the step that it explains",
                    "the first step of a reason's plan is the explained step itself",
                );
                return None;
            }
        }
        // What it is good for is computed by the judge, whatever the file says.
        let purpose = Purpose::Gain { before: Number::ZERO, after: Number::ZERO };
        Some((Reason { character, plan, purpose }, place))
    }

    fn character(&mut self, raw: &'t RawValue) -> Option<CharacterId> {
        let name = string(raw).unwrap_or_default();
        let character = self.names.character(&name);
        if character.is_none() {
            let place = self.span(raw.get());
            let help = self.names.nearest_character(&name).map_or_else(
                || "write the name of a character in quotes".to_owned(),
                |nearest| format!("did you mean `{nearest}`?"),
            );
            self.problems.report(
                Kind::MalformedJson,
                place,
                "this is not a character of the world",
                "not a character",
                Some(help),
            );
        }
        character
    }

    /// Parses one value of the text, reporting where it cannot.
    fn parse<T: Deserialize<'t>>(&mut self, part: &'t str) -> Option<T> {
        match serde_json::from_str(part) {
            Ok(value) => Some(value),
            Err(error) => {
                let start = self.span(part).0;
                let offset = offset_of(part, error.line(), error.column());
                let at = start + offset.min(part.len());
                let mut message = error.to_string();
                if let Some(cut) = message.rfind(" at line ") {
                    message.truncate(cut);
                }
                let end = self.text[at..].chars().next().map_or(at, |c| at + c.len_utf8());
                self.problems.report(
                    Kind::MalformedJson,
                    (at, end),
                    format!("this is not the JSON of a story: {message}"),
                    "here",
                    Some("see docs/formats/story.md for the fields of a story".to_owned()),
                );
                None
            }
        }
    }

    fn malformed(&mut self, span: (usize, usize), message: &str, help: &str) {
        self.problems.report(Kind::MalformedJson, span, message, "here", Some(help.to_owned()));
    }

    /// The place of `part`, which is a piece of the text.
    fn span(&self, part: &str) -> (usize, usize) {
        let start = (part.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let start = start.min(self.text.len());
        (start, (start + part.len()).min(self.text.len()))
    }
}

/// The byte offset of a line and column (both from 1, the column in bytes) as `serde_json` counts.
fn offset_of(text: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match text[start..].find('\n') {
            Some(newline) => start += newline + 1,
            None => break,
        }
    }
    let mut offset = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn string(raw: &RawValue) -> Option<String> {
    serde_json::from_str(raw.get()).ok()
}

fn number(raw: &RawValue) -> Option<u64> {
    serde_json::from_str(raw.get()).ok()
}

/// The name of an argument, as the problem language writes it.
fn argument_text(raw: &RawValue) -> Option<String> {
    match raw.get() {
        "true" => Some("True".to_owned()),
        "false" => Some("False".to_owned()),
        text if text.starts_with('"') => {
            let name = string(raw)?;
            // A name in quotes is never a constant, whatever it says.
            (!matches!(name.as_str(), "True" | "False" | "?")).then_some(name)
        }
        _ => {
            let number: f64 = serde_json::from_str(raw.get()).ok()?;
            Number::new(number).map(|n| n.to_string())
        }
    }
}
