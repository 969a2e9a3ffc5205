//! Scenarios: variations of a world.

use super::Stated;
use super::declared::{Declared, of_kind, twice};
use super::event::Events;
use super::outline::Outlined;
use super::reader::Reader;
use super::report::Report;
use crate::diagnostic::{Span, codes};
use crate::source_map::SourceMap;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_syntax::spelling::nearest;
use motive_world::outline::Outline;
use motive_world::program::{Condition, Past, Program, Statement};

/// A variation of a world: another start, or without something that can happen.
#[derive(Clone, Debug, PartialEq)]
pub struct Scenario {
    /// Its name.
    pub name: String,
    /// What it is about.
    pub said: Option<String>,
    place: Span,
    instead: Vec<(Statement, Span)>,
    settings: Stated,
    actions: Vec<usize>,
    rules: Vec<usize>,
    skipped: Vec<String>,
}

impl Scenario {
    /// What it says about the start.
    pub(super) fn statements(&self) -> impl Iterator<Item = Statement> + use<'_> {
        self.instead.iter().map(|(statement, _)| statement.clone())
    }

    /// The world in this variation. All ids mean what they meant: what the scenario is without is
    /// still declared, and can never happen.
    #[must_use]
    pub fn apply(&self, program: &Program, map: &SourceMap) -> (Program, SourceMap) {
        let (mut program, mut map) = (program.clone(), map.clone());
        for (statement, place) in &self.instead {
            program.start.push(statement.clone());
            map.statements.push(*place);
        }
        self.settings.vary(&mut program.settings);
        map.foresight =
            self.settings.foresight_place.zip(self.settings.foresight).or(map.foresight);
        for &action in &self.actions {
            program.actions[action].precondition = Condition::False;
        }
        // What cannot happen has not happened.
        let happens = |past: &Past| !self.actions.contains(&past.step.action.index());
        map.before = map
            .before
            .into_iter()
            .zip(&program.before)
            .filter(|(_, past)| happens(past))
            .map(|(place, _)| place)
            .collect();
        program.before.retain(happens);
        for &rule in &self.rules {
            program.triggers[rule].precondition = Condition::False;
        }
        (program, map)
    }
}

impl Scenario {
    /// The outline without the lines that this scenario leaves out.
    #[must_use]
    pub fn shorten(&self, outlined: &Outlined) -> Outlined {
        let Outlined { outline, places } = outlined.clone();
        let (entries, places) = outline
            .entries
            .into_iter()
            .zip(places)
            .filter(|(entry, _)| {
                entry.label.as_ref().is_none_or(|label| !self.skipped.contains(label))
            })
            .unzip();
        Outlined { outline: Outline { entries }, places }
    }
}

/// `skip name, …`: lines of the outline, by their labels.
fn skip(clause: &Node, outline: &Outline, scenario: &mut Scenario, report: &mut Report) {
    let labels = || outline.entries.iter().filter_map(|entry| entry.label.as_deref());
    // `skip` is a name itself.
    for name in clause.names().skip(1) {
        if labels().any(|label| label == name.text()) {
            scenario.skipped.push(name.text().to_owned());
            continue;
        }
        let help = match nearest(name.text(), labels()) {
            Some(meant) => format!("did you mean `{meant}`?"),
            None => {
                "a line of the outline has a label where one stands before it: `leaves: happens …`"
                    .to_owned()
            }
        };
        let message = format!("the outline has no line `{}`", name.text());
        report.unknown(codes::NO_SUCH_ENTRY, name.text(), name.range(), message, help);
    }
}

/// Reads all scenarios.
pub(super) fn read(
    declared: &Declared,
    events: &Events,
    outline: &Outline,
    declarations: &[Node],
    report: &mut Report,
) -> Vec<Scenario> {
    let mut scenarios: Vec<Scenario> = Vec::new();
    for declaration in of_kind(declarations, SCENARIO_DECL) {
        let Some(name) = declaration.name() else { continue };
        let place = report.span(name.range());
        if let Some(first) = scenarios.iter().find(|other| other.name == name.text()) {
            report.push(twice("a scenario", name.text(), place, first.place));
            continue;
        }
        let mut scenario = Scenario {
            name: name.text().to_owned(),
            said: declaration.child(SAY).map(|say| say.said()),
            place,
            instead: vec![],
            settings: Stated::default(),
            actions: vec![],
            rules: vec![],
            skipped: vec![],
        };
        for clause in declaration.children() {
            match clause.kind() {
                INSTEAD_CLAUSE => {
                    for setting in clause.all(SETTING) {
                        scenario.settings.read(&setting, report);
                    }
                    for node in clause.expressions() {
                        let place = report.span(node.range());
                        let mut reader = Reader::new(declared, report);
                        let effect = reader.effect(&node, &[]);
                        scenario.instead.push((Statement { scope: reader.scope, effect }, place));
                    }
                }
                WITHOUT_CLAUSE => without(&clause, events, &mut scenario, report),
                SKIP_CLAUSE => skip(&clause, outline, &mut scenario, report),
                _ => {}
            }
        }
        scenarios.push(scenario);
    }
    scenarios
}

/// `without name, …`: every action, event, rule and inference of that name.
fn without(clause: &Node, events: &Events, scenario: &mut Scenario, report: &mut Report) {
    let actions: Vec<&str> = events.actions.iter().map(|action| action.name.as_str()).collect();
    let rules: Vec<&str> = events.triggers.iter().map(|rule| rule.name.as_str()).collect();
    for name in clause.names() {
        let at = |all: &[&str]| -> Vec<usize> {
            let found = all.iter().enumerate().filter(|(_, other)| **other == name.text());
            found.map(|(index, _)| index).collect()
        };
        let (these, those) = (at(&actions), at(&rules));
        if these.is_empty() && those.is_empty() {
            let help = match nearest(name.text(), actions.iter().chain(&rules).copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => "name an action, event, rule or inference".to_owned(),
            };
            let message = format!("there is no action, event or rule `{}`", name.text());
            report.unknown(codes::NO_SUCH_FACT, name.text(), name.range(), message, help);
        }
        scenario.actions.extend(these);
        scenario.rules.extend(those);
    }
}
