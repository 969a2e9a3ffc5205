//! Motive's own language: names resolved, types checked, lowered to the typed program.
//!
//! The order of declarations is free, so reading goes by kind: types (`kinds`), entities, facts
//! and definitions (`declared`), then whatever contains conditions or effects: events (`event`), wants
//! (`want`), the start (`start`). Inside one declaration names are looked up by a `reader`, which
//! reads an expression in the role that its place decides: as a `condition`, a `value` or an
//! `effect`. How things are said goes into the [`Lexicon`].
//!
//! A world may be spread over several files (`modules`), which are read as one tree; a place in it
//! says which file it is in. Some modules come with the language (`library`).
//!
//! docs/language.md says what everything means. What the engine does not act on yet is parsed and
//! reported with a code of its own.

mod appearance;
mod claim;
mod conclusion;
mod condition;
mod declared;
mod effect;
mod event;
mod expectation;
mod happening;
mod kinds;
pub mod library;
mod modules;
mod outline;
mod reader;
mod reality;
mod report;
mod scenario;
mod secret;
mod start;
mod template;
mod test;
mod value;
mod want;

pub use expectation::Expectation;
pub use modules::{Unreadable, UsedFile};
pub use motive_narrate::{ClaimSaying, Lexicon, Naming, Template};
pub use outline::{Demand, Outlined};
pub use scenario::Scenario;
pub use test::{Test, TestPart};

use crate::diagnostic::{Diagnostic, FileId, Severity, Span, codes};
use crate::source_map::SourceMap;
use declared::{Declared, of_kind};
use modules::Whole;
use motive_narrate::template::Sentence;
use motive_syntax::motive as syntax;
use motive_syntax::motive::Forest;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::program::{Program, Settings, Statement, mark_open};
use report::Report;
use std::collections::BTreeMap;

/// What came of reading a world.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The program; `None` if any of the diagnostics is an error.
    pub program: Option<Program>,
    /// Where each declaration of the program is. Empty without a program.
    pub source_map: SourceMap,
    /// How things are said. Empty without a program.
    pub lexicon: Lexicon,
    /// The tests in the source. Empty without a program.
    pub tests: Vec<Test>,
    /// What stories are to go through, where the source says so.
    pub outline: Option<Outlined>,
    /// What is never to come about, or must be reachable. Empty without a program.
    pub demands: Vec<Demand>,
    /// The variations of the world. Empty without a program.
    pub scenarios: Vec<Scenario>,
    /// The files that the world uses. The first has the number 1, since the main file has 0.
    pub used: Vec<UsedFile>,
    /// Errors and warnings, in order of position, those of the main file first.
    pub diagnostics: Vec<Diagnostic>,
}

/// Reads a world in Motive's language that uses no files but the modules of the library.
///
/// Never panics, whatever the text. All errors that can be found in one go are reported, each
/// once; an unknown name is reported where it is first used.
///
/// ```
/// let reading = motive_lang::motive::read("
/// character Ida (she)
/// fact calm(c: character)
/// action rest(c: character) by c
///     effect calm(c)
/// Ida wants calm(Ida)
/// author wants calm(Ida)
/// ".trim_start());
/// assert_eq!(reading.diagnostics, []);
/// assert_eq!(reading.program.unwrap().actions[0].name, "rest");
/// ```
#[must_use]
pub fn read(text: &str) -> Reading {
    read_files("", text, &mut |_| {
        Err(Unreadable::Because("this world is read without the files beside it".to_owned()))
    })
}

/// Reads a world that may use files. `name` is that of the main one, perhaps with a path; `beside`
/// gives the text of a file by its path from the main file's directory (`parts/cast.motive`). No
/// file is asked for twice.
#[must_use]
pub fn read_files(
    name: &str,
    text: &str,
    beside: &mut dyn FnMut(&str) -> Result<String, Unreadable>,
) -> Reading {
    let mut whole = modules::load(name, text, beside);
    let is_whole = whole.problems.is_empty();
    let (forest, ids) = whole.forest();
    let starts = forest.ranges().map(|range| u32::from(range.start()));
    let mut report = Report::on(starts.zip(ids.iter().copied()).collect());
    report.extend(whole.form());
    report.extend(std::mem::take(&mut whole.problems));
    // Where a file is missing, much would seem to be unknown.
    let mut reading = match is_whole {
        true => lower_all(&whole, &forest, &mut report),
        false => Reading::default(),
    };
    reading.diagnostics = report.finish();
    if reading.diagnostics.iter().any(|d| d.severity == Severity::Error) {
        reading = Reading { diagnostics: reading.diagnostics, ..Reading::default() };
    }
    Reading { used: whole.into_used(), ..reading }
}

fn lower_all(whole: &Whole, forest: &Forest, report: &mut Report) -> Reading {
    let files: Vec<Vec<Node>> = forest.files().map(|file| file.declarations().collect()).collect();
    let main = files.last().map_or(&[][..], Vec::as_slice);
    if main.is_empty() && !whole.has_gaps() {
        report.at(
            codes::NOTHING_DECLARED,
            forest.ranges().last().unwrap_or_default(),
            "this world has nothing in it",
            "a world declares its cast (`character Anna (she)`), what can be so (`fact …`), what can be done \
             (`action …`) and what is wanted (`Anna wants …`)",
        );
    }
    let settings = settings(main, report);
    let is_strict = settings.is_strict;
    let mut declarations: Vec<Node> = Vec::new();
    for (index, file) in files.iter().enumerate() {
        if index + 1 < files.len() {
            check_settings(whole, file, is_strict, report);
        }
        let is_main = index + 1 == files.len();
        declarations.extend(file.iter().filter(|node| is_main || counts(node)).cloned());
    }
    one_witness(whole, &mut declarations, report);
    let declared = Declared::read(&declarations, is_strict, whole.has_gaps(), report);
    lower(declared, &settings, &declarations, report)
}

/// Whether a declaration of a file that is used counts for those who use it: its settings, tests and
/// demands are its own.
fn counts(declaration: &Node) -> bool {
    let kind = declaration.kind();
    !matches!(kind, WORLD_DECL | TEST_DECL | NEVER_DECL | REACHABLE_DECL | OUTLINE_DECL)
}

/// Takes out the `witness` lines that are replaced: a file replaces that of what it uses.
fn one_witness(whole: &Whole, declarations: &mut Vec<Node>, report: &mut Report) {
    let places: Vec<Span> =
        of_kind(declarations, WITNESS_DECL).map(|node| report.span(node.range())).collect();
    let is_replaced = |place: &Span| places.iter().any(|other| whole.uses(other.file, place.file));
    let left: Vec<Span> = places.iter().filter(|place| !is_replaced(place)).copied().collect();
    if let Some((&last, others)) = left.split_last() {
        if let Some(&other) = others.iter().find(|other| other.file != last.file) {
            let message = "two files say who notices, and neither uses the other";
            report.push(
                Diagnostic::new(codes::DECLARED_TWICE, last, message)
                    .secondary(other, "and so it is said here")
                    .help("say it in your own file: its `witness` line replaces both"),
            );
        }
    }
    declarations
        .retain(|node| node.kind() != WITNESS_DECL || left.contains(&report.span(node.range())));
}

/// Reports a file that is written for another reading of what is unknown than the main one.
fn check_settings(whole: &Whole, declarations: &[Node], is_strict: bool, report: &mut Report) {
    let Some(first) = declarations.first() else { return };
    let file = report.span(first.range()).file;
    let Some((place, is_library)) = whole.first_use(file) else { return };
    let setting =
        of_kind(declarations, WORLD_DECL).flat_map(|world| world.all(SETTING)).find(says_strict);
    let is_own_strict = setting.is_some();
    if is_own_strict == is_strict || !(is_own_strict || is_library) {
        return;
    }
    let name = whole.name(file);
    let (message, help) = match is_strict {
        true => (
            format!("{name} is not written for `reading strict`"),
            "remove the setting, and look at each `not` and `is unknown`",
        ),
        false => (
            format!("{name} is written for `reading strict`, and this world is not"),
            "say `reading strict` in both, or in neither",
        ),
    };
    let mut found = Diagnostic::new(codes::READINGS_DIFFER, place, message).help(help);
    if let Some(setting) = setting {
        found = found.secondary(report.span(setting.range()), "said here");
    }
    report.push(found);
}

fn says_strict(setting: &Node) -> bool {
    setting.tokens().map(|token| token.text().to_owned()).eq(["reading", "strict"])
}

/// What is wrong with the form of a text: errors of the parser alone.
#[must_use]
pub fn form(text: &str) -> Vec<Diagnostic> {
    let mut report = Report::default();
    report.extend(modules::form(&syntax::parse(text), FileId::MAIN));
    report.finish()
}

fn lower(
    declared: Declared,
    stated: &Stated,
    declarations: &[Node],
    report: &mut Report,
) -> Reading {
    let events = event::read(&declared, declarations, report);
    let wants = want::read(&declared, declarations, report);
    let beginning = start::read(&declared, declarations, report);
    let aims = outline::Aims {
        declared: &declared,
        actions: &events.actions,
        wanted: &wants.author.scope,
    };
    let outline = aims.outline(declarations, report);
    let demands = aims.demands(declarations, report);
    let (before, past) = happening::before(&declared, &events.actions, declarations, report);
    let scenarios = {
        let outline = outline.as_ref().map(|outlined| outlined.outline.clone());
        scenario::read(&declared, &events, &outline.unwrap_or_default(), declarations, report)
    };
    let tests = test::read(&declared, &events.actions, &scenarios, declarations, report);
    let mut sentences = BTreeMap::new();
    for (name, definition) in &declared.definitions {
        sentences.extend(check_definition(&declared, definition, report).map(|text| (name, text)));
    }
    let claim = |claim: &claim::Claim| ClaimSaying {
        name: claim.name.clone(),
        sentence: sentences.get(&claim.name).cloned(),
    };
    let claims = declared.claims.iter().map(claim).collect();
    let fact_texts = fact_texts(&declared, report);
    let lexicon = Lexicon {
        title: title(declarations),
        entities: declared.names,
        fluents: fact_texts,
        actions: events.action_texts,
        triggers: events.trigger_texts,
        wants: wants.words,
        claims,
        verbs: of_kind(declarations, VERB_DECL)
            .map(|verb| verb.names().map(|form| form.text().to_owned()).collect())
            .collect(),
    };
    let source_map = SourceMap {
        types: declared.type_places,
        entities: declared.entity_places,
        fluents: declared.traits.iter().map(|traits| traits.place).collect(),
        actions: events.action_spans,
        triggers: events.trigger_spans,
        author: wants.author_place,
        utilities: wants.places,
        refusals: wants.refusal_places,
        secrets: beginning.secret_places,
        statements: beginning.places,
        before: past,
        foresight: stated.foresight_place.zip(stated.foresight),
    };
    let mut program = Program {
        types: declared.types,
        entities: declared.entities,
        characters: declared.characters,
        fluents: declared.facts,
        actions: events.actions,
        triggers: events.triggers,
        author: wants.author,
        utilities: wants.characters,
        refusals: wants.refusals,
        secrets: beginning.secrets,
        start: beginning.statements,
        before,
        // Motive's reading of what is unknown is worked out in `condition`, so that the program
        // says it in the terms of the strict one.
        settings: stated.settings(),
    };
    if !declared.is_strict {
        let variations: Vec<Statement> = scenarios.iter().flat_map(Scenario::statements).collect();
        mark_open(&mut program, &variations);
        reality::check(&program, &source_map.actions, &source_map.triggers, report);
        conclusion::check(&program, &source_map.triggers, report);
    }
    Reading {
        program: Some(program),
        source_map,
        lexicon,
        tests,
        outline,
        demands,
        scenarios,
        used: vec![],
        diagnostics: vec![],
    }
}

/// Reads what a definition says with its own parameters, so that what is wrong in one that nobody
/// uses is found too; its sentence, if it has one.
fn check_definition(
    declared: &Declared,
    definition: &declared::Definition,
    report: &mut Report,
) -> Option<Sentence> {
    for filling in declared.fillings(&definition.parameters, &definition.node, report) {
        let mut reader = reader::Reader::new(declared, report);
        reader.parameters(&filling);
        // Who is meant by "unknown" is seen where the definition is used.
        reader.is_mind = true;
        if let Some(meaning) = definition.node.child(MEANS_CLAUSE) {
            reader.all_of(&meaning);
        }
    }
    let say = definition.node.child(SAY)?;
    let names: Vec<&str> = definition.parameters.iter().map(|p| p.name.as_str()).collect();
    Some(template::read(&say, &names, declared, report))
}

/// The sentences of facts.
fn fact_texts(declared: &Declared, report: &mut Report) -> Vec<Option<Sentence>> {
    let read = |(formals, say): (&Vec<claim::Formal>, &Option<Node>)| {
        let names: Vec<&str> = formals.iter().map(|p| p.name.as_str()).collect();
        say.as_ref().map(|say| template::read_fact(say, &names, declared, report))
    };
    declared.fact_formals.iter().zip(&declared.fact_texts).map(read).collect()
}

fn title(declarations: &[Node]) -> Option<String> {
    of_kind(declarations, WORLD_DECL).find_map(|world| world.child(SAY)).map(|say| say.said())
}

/// How many natural events in a row people reckon with.
const NATURAL: u32 = 8;

/// The settings of a world, as far as it states them.
#[derive(Clone, Debug, Default, PartialEq)]
struct Stated {
    /// Whether unknown values are read as Sabre reads them.
    is_strict: bool,
    foresight: Option<u32>,
    foresight_place: Option<Span>,
    accidents: Option<u32>,
    likely: Option<(u32, u32)>,
}

impl Stated {
    fn settings(&self) -> Settings {
        let strict = Settings::strict();
        let stated = Settings {
            foresight: self.foresight.unwrap_or(0),
            accidents: self.accidents.unwrap_or(strict.accidents),
            likely: self.likely.unwrap_or(strict.likely),
            ..strict
        };
        match self.is_strict {
            true => stated,
            false => Settings { learning: true, natural: NATURAL, ..stated },
        }
    }
}

/// Reads the settings of the world.
fn settings(declarations: &[Node], report: &mut Report) -> Stated {
    let mut stated = Stated::default();
    let mut worlds = of_kind(declarations, WORLD_DECL);
    let first = worlds.next();
    for again in worlds {
        report.at(
            codes::DECLARED_TWICE,
            again.range(),
            "a world has one title",
            "put all settings under one `world`",
        );
    }
    for setting in first.iter().flat_map(|world| world.all(SETTING)) {
        stated.read(&setting, report);
    }
    stated
}

impl Stated {
    /// Reads one setting.
    fn read(&mut self, setting: &Node, report: &mut Report) {
        let words: Vec<String> = setting.tokens().map(|token| token.text().to_owned()).collect();
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        match words.as_slice() {
            ["reading", "strict"] => self.is_strict = true,
            ["foresight", steps] if steps.parse::<u32>().is_ok() => {
                self.foresight = steps.parse().ok();
                self.foresight_place = Some(report.span(setting.range()));
            }
            ["accidents", number] if number.parse::<u32>().is_ok() => {
                self.accidents = number.parse().ok();
            }
            ["likely", some, "in", all] if odds(some, all).is_some() => {
                self.likely = odds(some, all);
            }
            ["likely", ..] => report.at(
                codes::NO_ODDS,
                setting.range(),
                "these are no odds",
                "write how many in how many, as `likely 1 in 4`: from 1 in 1000000 to 1 in 1",
            ),
            _ => report.at(
                codes::NOT_EXPECTED,
                setting.range(),
                "this is no setting",
                "settings are `reading strict`, `foresight N`, `accidents N` and `likely N in M`",
            ),
        }
    }

    /// What a scenario says differently.
    fn vary(&self, settings: &mut Settings) {
        settings.foresight = self.foresight.unwrap_or(settings.foresight);
        settings.accidents = self.accidents.unwrap_or(settings.accidents);
        settings.likely = self.likely.unwrap_or(settings.likely);
    }
}

/// Odds: the first number in the second.
fn odds(some: &str, all: &str) -> Option<(u32, u32)> {
    let (some, all): (u32, u32) = (some.parse().ok()?, all.parse().ok()?);
    (some > 0 && some <= all && all <= 1_000_000).then_some((some, all))
}

/// The place of the first line of a declaration.
fn first_line(declaration: &Node) -> motive_syntax::TextRange {
    let range = declaration.range();
    let word = declaration.tokens().next().map(|token| token.text_range());
    word.map_or(range, |word| {
        let name = declaration.child(SAY).map(|say| say.range());
        name.filter(|name| name.start() > word.end()).map_or(word, |name| word.cover(name))
    })
}
