//! A story for people: who acts, why, and expecting what.
//!
//! ```text
//! 1. travel(Jones, USA, Tanis)
//!      Jones, so that at(Ark) becomes USArmy (0 to 1), means to go on with
//!        dig(Jones, Ark, Tanis)
//!        travel(Jones, Tanis, USA)
//!        give(Jones, Ark, USArmy, USA)
//!          USArmy will agree: at(Ark) becomes USArmy (0 to 1)
//! ```
//!
//! A plan that a character is still following is not told again. Reasons within reasons are told
//! [`DEEPEST`] deep; the JSON form has them all.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use motive::account::{Account, Change, Event, Prospect};
use motive::{
    CharacterId, ExplainedStep, Number, Program, Purpose, Reason, Shortfall, Step, Story, World,
};

use crate::terminal::style::{BOLD, CYAN, DIM, GREEN, RESET};

/// How deep reasons within reasons are told.
const DEEPEST: usize = 3;

/// How many changes a purpose is told by.
const CHANGES: usize = 3;

/// The story, each step with its reasons.
///
/// `marks` says after how many steps each line of the world's outline is reached.
pub(crate) fn text(world: &World, story: &Story, account: &Account, marks: &[usize]) -> String {
    let mark = |(entry, &place): (usize, &usize)| {
        let name = world.entry_name(entry).unwrap_or_default();
        (place, format!("{GREEN}* outline {}{RESET}: {name}", entry + 1))
    };
    let asides: Vec<(usize, String)> = marks.iter().enumerate().map(mark).collect();
    with_asides(world, story, account, &asides)
}

/// The same; each aside, a line of text, stands after so many steps.
pub(crate) fn with_asides(
    world: &World,
    story: &Story,
    account: &Account,
    asides: &[(usize, String)],
) -> String {
    let program = world.program();
    let mut teller = Teller { world, program, text: String::new(), plans: BTreeMap::new() };
    let aside = |teller: &mut Teller<'_>, steps: usize| {
        for (_, line) in asides.iter().filter(|&&(place, _)| place == steps) {
            teller.line(4, line);
        }
    };
    aside(&mut teller, 0);
    for (index, (explained, event)) in story.steps.iter().zip(&account.events).enumerate() {
        teller.step(index + 1, explained, event);
        aside(&mut teller, index + 1);
    }
    teller.text
}

/// The reasons for one step, by themselves.
pub(crate) fn reasons(world: &World, explained: &ExplainedStep, prospects: &[Prospect]) -> String {
    let program = world.program();
    let mut teller = Teller { world, program, text: String::new(), plans: BTreeMap::new() };
    for (reason, prospect) in explained.reasons.iter().zip(prospects) {
        teller.reason(1, reason, prospect);
        teller.counted_on(&explained.step, reason);
    }
    teller.text
}

/// Terms of what a character wants, in words where the source has some, else by name; those that
/// have neither are left out.
pub(crate) fn terms(world: &World, who: CharacterId, terms: &[usize]) -> Vec<String> {
    let wants = &world.program().utility(Some(who)).wants;
    let said = |&term: &usize| {
        let words = world.lexicon().want(who.entity(), term).map(str::to_owned);
        words.or_else(|| wants.get(term)?.name.clone())
    };
    terms.iter().filter_map(said).collect()
}

/// How far a search came with the outline of a world.
pub(crate) fn shortfall(world: &World, shortfall: &Shortfall, obstacle: Option<&str>) -> String {
    let Some(name) = world.entry_name(shortfall.entry) else {
        return "All lines of the outline are reached, but the author is no better off then."
            .to_owned();
    };
    let Some(held) = shortfall.held else {
        let obstacle = obstacle.map_or(String::new(), |obstacle| format!(" ({obstacle})"));
        return format!(
            "No way was found to line {} of the outline: {name}{obstacle}",
            shortfall.entry + 1
        );
    };
    let of = world.outline().map_or(0, |outlined| {
        outlined.outline.entries.get(shortfall.entry).map_or(0, |entry| match &entry.aim {
            motive::Aim::Holds { conditions, .. } => conditions.len(),
            motive::Aim::Happens(_) => 0,
        })
    });
    let near = match (held, of) {
        (_, 1) => "it never was so".to_owned(),
        (0, of) => format!("none of its {of} conditions held"),
        (held, of) => format!("{held} of its {of} conditions held at best"),
    };
    format!("No way was found to line {} of the outline: {name} ({near})", shortfall.entry + 1)
}

/// One line on what the story comes to.
pub(crate) fn summary(world: &World, story: &Story, account: &Account) -> String {
    let steps = counted(story.steps.len() as u64, "step");
    let utilities = match (story.before, story.after) {
        (Some(before), Some(after)) => format!("; for the author {}", rise(before, after)),
        _ => String::new(),
    };
    let changes = changes(world, &account.changes).map_or(String::new(), |c| format!(": {c}"));
    format!("{steps}{utilities}{changes}")
}

struct Teller<'p> {
    world: &'p World,
    program: &'p Program,
    text: String,
    /// For each character, the last plan that was told in full and the step it was told at.
    plans: BTreeMap<CharacterId, (usize, Vec<Step>)>,
}

impl Teller<'_> {
    fn line(&mut self, indent: usize, line: &str) {
        for _ in 0..indent {
            self.text.push(' ');
        }
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn step(&mut self, number: usize, explained: &ExplainedStep, event: &Event) {
        let name = motive::names::step_name(self.program, &explained.step);
        let consenting = motive::names::consenting(self.program, &explained.step);
        let remark = if consenting.is_empty() {
            format!("  {DIM}nobody's doing{RESET}")
        } else if event.is_accident {
            format!("  {DIM}an accident{RESET}")
        } else {
            String::new()
        };
        self.line(0, &format!("{number:>2}. {BOLD}{name}{RESET}{remark}"));
        for (reason, prospect) in explained.reasons.iter().zip(&event.prospects) {
            self.reason(number, reason, prospect);
            self.counted_on(&explained.step, reason);
        }
        for character in consenting {
            if !explained.reasons.iter().any(|r| r.character == character) {
                let who = self.who(character);
                self.line(6, &format!("{who} has a reason that is not given"));
            }
        }
    }

    /// The reason for a step that happens.
    fn reason(&mut self, number: usize, reason: &Reason, prospect: &Prospect) {
        let who = self.who(reason.character);
        let purpose = self.purpose(reason, prospect);
        let steps: Vec<Step> = reason.plan.iter().map(|planned| planned.step.clone()).collect();
        if steps.len() == 1 {
            let at_once = at_once(reason, prospect);
            self.line(6, &format!("{who} {at_once}: {purpose}"));
            return;
        }
        let followed = self.plans.get(&reason.character).filter(|(_, plan)| plan.ends_with(&steps));
        if let Some((told_at, _)) = followed {
            let told_at = *told_at;
            self.line(6, &format!("{who} goes on as planned at step {told_at}: {purpose}"));
            return;
        }
        self.plans.insert(reason.character, (number, steps));
        let wants = wants(reason, prospect);
        self.line(6, &format!("{who} {wants} {purpose}, and has in mind"));
        self.plan(8, 1, reason, prospect);
    }

    /// The outcome of a step that somebody counted on, where it turned out otherwise.
    fn counted_on(&mut self, step: &Step, reason: &Reason) {
        let Some(planned) = reason.plan.first().map(|planned| &planned.step) else { return };
        if planned == step {
            return;
        }
        if let Some(outcome) = self.program.outcome_name(planned) {
            let who = self.who(reason.character);
            self.line(6, &format!("{who} counted on another outcome: {outcome}"));
        }
    }

    /// The steps of a plan after the first.
    fn plan(&mut self, indent: usize, depth: usize, reason: &Reason, prospect: &Prospect) {
        for (index, planned) in reason.plan.iter().enumerate().skip(1) {
            let name = motive::names::step_name(self.program, &planned.step);
            self.line(indent, &format!("then {name}"));
            let nested = prospect.steps.get(index).map_or(&[][..], Vec::as_slice);
            for (reason, prospect) in planned.reasons.iter().zip(nested) {
                self.expected(indent + 7, depth + 1, reason, prospect);
            }
        }
    }

    /// Somebody's reason for a step as another expects it.
    fn expected(&mut self, indent: usize, depth: usize, reason: &Reason, prospect: &Prospect) {
        let who = self.who(reason.character);
        let purpose = self.purpose(reason, prospect);
        if reason.plan.len() == 1 {
            let at_once = at_once(reason, prospect);
            self.line(indent, &format!("as {who} {at_once}: {purpose}"));
        } else if depth > DEEPEST {
            let more = counted(reason.plan.len() as u64 - 1, "further step");
            let wants = wants(reason, prospect);
            self.line(indent, &format!("as {who} {wants} {purpose}, {DIM}by {more}{RESET}"));
        } else {
            let wants = wants(reason, prospect);
            self.line(indent, &format!("as {who} {wants} {purpose}, and has in mind"));
            self.plan(indent + 2, depth, reason, prospect);
        }
    }

    fn who(&self, character: CharacterId) -> String {
        format!("{CYAN}{}{RESET}", self.program.entities[character.index()].name)
    }

    /// `at(Ark) = USArmy (utility 0 to 1)`.
    fn purpose(&self, reason: &Reason, prospect: &Prospect) -> String {
        let gain = match reason.purpose {
            Purpose::Gain { before, after } => rise(before, after),
            Purpose::Averting { before, after } => format!("outlook {before} to {after}"),
        };
        match changes(self.world, &prospect.changes) {
            Some(changes) => format!("{changes} {DIM}({gain}){RESET}"),
            None => format!("to be better off {DIM}({gain}){RESET}"),
        }
    }
}

/// What a plan of one step does.
fn at_once(reason: &Reason, prospect: &Prospect) -> &'static str {
    match reason.purpose {
        Purpose::Gain { .. } => "gains at once",
        Purpose::Averting { .. } if prospect.puts_off => "puts off worse",
        Purpose::Averting { .. } => "averts worse at once",
    }
}

/// What a longer plan is for.
fn wants(reason: &Reason, prospect: &Prospect) -> &'static str {
    match reason.purpose {
        Purpose::Gain { .. } => "wants",
        Purpose::Averting { .. } if prospect.puts_off => "fears worse, wants for now",
        Purpose::Averting { .. } => "fears worse, wants",
    }
}

fn rise(before: Number, after: Number) -> String {
    format!("utility {before} to {after}")
}

/// `at(Ark) = USArmy and alive(Jones) = False`, in the language of the world.
fn changes(world: &World, changes: &[Change]) -> Option<String> {
    if changes.is_empty() {
        return None;
    }
    let mut text = String::new();
    for (index, change) in changes.iter().take(CHANGES).enumerate() {
        let joint = match index {
            0 => "",
            _ if index + 1 == changes.len() => " and ",
            _ => ", ",
        };
        // Writing to a string cannot fail.
        let _ = write!(text, "{joint}{}", change.written(world.program(), world.language()));
    }
    if changes.len() > CHANGES {
        let _ = write!(text, " and {} more", changes.len() - CHANGES);
    }
    Some(text)
}

/// `1 step`, `2 steps`.
pub(crate) fn counted(n: u64, noun: &str) -> String {
    if n == 1 { format!("1 {noun}") } else { format!("{} {noun}s", grouped(n)) }
}

/// A number with its digits in groups of three.
pub(crate) fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_grouped_in_threes() {
        assert_eq!(grouped(0), "0");
        assert_eq!(grouped(999), "999");
        assert_eq!(grouped(1_000), "1,000");
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
