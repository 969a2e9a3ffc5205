//! Story to solution text.

use std::fmt::Write as _;

use motive_world::program::Program;
use motive_world::story::{ExplainedStep, Step, Story};

use crate::account::{Account, Change, Prospect};
use crate::names::consenting;

/// The short form: one step on each line.
#[must_use]
pub fn short(program: &Program, story: &Story) -> String {
    story.steps.iter().map(|explained| call(program, &explained.step) + "\n").collect()
}

/// The verbose form. A `goal` line says which of the fluents that the utility reads the block
/// changed, with their values at its end. What Sabre's text cannot express is left out: a
/// character's own reason for a later step of a plan, where it is not the rest of that plan.
#[must_use]
pub fn verbose(program: &Program, story: &Story, account: &Account) -> String {
    let mut writer = Writer { program, text: String::new() };
    for (explained, event) in story.steps.iter().zip(&account.events) {
        writer.step(explained, &event.prospects, 0, None);
    }
    writer.goal(0, None, &account.changes);
    writer.text
}

/// How Sabre writes a step: it has no outcomes.
fn call(program: &Program, step: &Step) -> String {
    program.action_call(step.action, &step.arguments)
}

struct Writer<'p> {
    program: &'p Program,
    text: String,
}

impl Writer<'_> {
    fn step(
        &mut self,
        explained: &ExplainedStep,
        prospects: &[Prospect],
        depth: usize,
        owner: Option<motive_world::id::CharacterId>,
    ) {
        self.bars(depth);
        self.text.push_str(&call(self.program, &explained.step));
        self.text.push('\n');
        for character in consenting(self.program, &explained.step) {
            if Some(character) == owner {
                continue;
            }
            let position = explained.reasons.iter().position(|r| r.character == character);
            let Some(position) = position else { continue };
            let (reason, prospect) = (&explained.reasons[position], prospects.get(position));
            let changes = prospect.map_or(&[][..], |p| &p.changes);
            for (index, planned) in reason.plan.iter().enumerate().skip(1) {
                let nested =
                    prospect.and_then(|p| p.steps.get(index)).map_or(&[][..], Vec::as_slice);
                self.step(planned, nested, depth + 1, Some(character));
            }
            self.goal(depth + 1, Some(character), changes);
        }
    }

    fn goal(
        &mut self,
        depth: usize,
        owner: Option<motive_world::id::CharacterId>,
        changes: &[Change],
    ) {
        self.bars(depth);
        self.text.push_str("goal(");
        if let Some(owner) = owner {
            self.text.push_str(&self.program.entities[owner.index()].name);
            self.text.push_str(", ");
        }
        if changes.is_empty() {
            self.text.push_str("True");
        }
        for (index, change) in changes.iter().enumerate() {
            if index > 0 {
                self.text.push_str(" & ");
            }
            let fluent = fluent_name(self.program, change);
            let value = self.program.value_name(change.after);
            // Writing to a string cannot fail.
            let _ = write!(self.text, "{fluent} == {value}");
        }
        self.text.push_str(")\n");
    }

    fn bars(&mut self, depth: usize) {
        for _ in 0..depth {
            self.text.push_str("| ");
        }
    }
}

/// `at(Ark)`, or `believes(Una, at(Ark))`: how the fluent of a change is written.
#[must_use]
pub fn fluent_name(program: &Program, change: &Change) -> String {
    let mut text = program.fluent_call(change.fluent, &change.arguments);
    for believer in change.believers.iter().rev() {
        text = format!("believes({}, {text})", program.entities[believer.index()].name);
    }
    text
}
