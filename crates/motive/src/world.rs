//! A world, ready to be asked.

use std::sync::Arc;

use motive_judge::{Fault as JudgeFault, Note, Verdict as JudgeVerdict};
use motive_lang::diagnostic::{Diagnostic, Severity, codes};
use motive_lang::motive::{Demand, Lexicon, Outlined, Reading, Scenario, Test, Unreadable};
use motive_lang::{SourceMap, motive, sabre};
use motive_plan::outline::Worlds;
use motive_world::fault::Fault;
use motive_world::ground::{GroundLimits, GroundWorld};
use motive_world::outline::Aim;
use motive_world::program::Program;
use motive_world::program::nesting::Nesting;
use motive_world::state::{NoRecorder, StateRegistry};
use motive_world::story::{Limits, Story};

use crate::account::{Account, account};
use crate::demands::{self, CheckOptions};
use crate::diagnostics::{Diagnostics, Error, Source, Sources};
use crate::format;
use crate::names::Names;
use crate::search::{EFFORT, Options, Outcome, Search, is_beyond, judge_of, marks, verdict};
use crate::{Chronicle, faults, lint, past, source_tests, wording};

/// A world: read, checked and grounded.
#[derive(Clone, Debug)]
pub struct World {
    sources: Sources,
    program: Program,
    ground: GroundWorld,
    map: SourceMap,
    lexicon: Lexicon,
    tests: Vec<Test>,
    outline: Option<Outlined>,
    legs: Option<Arc<Worlds>>,
    demands: Vec<Demand>,
    scenarios: Vec<Scenario>,
    /// The scenario that this is, if it is one.
    scenario: Option<String>,
    language: Language,
    warnings: Vec<Diagnostic>,
}

/// Which language a world is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Motive's own.
    Motive,
    /// That of the Sabre planner.
    Sabre,
}

impl Language {
    /// A diagnostic in the terms of this language.
    fn worded(self, diagnostic: Diagnostic) -> Diagnostic {
        match self {
            Language::Motive => wording::in_motive(diagnostic),
            Language::Sabre => diagnostic,
        }
    }
}

/// Why a world that is read by itself can use no file.
const ALONE: &str = "this world is read without the files beside it";

/// The judge has visited as many worlds as it may.
pub(crate) const SPENT: &str = "the judge has visited as many worlds as it may";

/// What to do where looking ahead takes too long.
pub(crate) const LOWER: &str = "lower --character-limit first (4, then 3), then `foresight`, then \
     --epistemic-limit";

/// What the judge says of a story that somebody gave.
#[derive(Clone, Debug)]
pub enum Verdict {
    /// It is valid.
    Valid {
        /// The story with everyone's reasons: those given where they are good, found ones
        /// otherwise.
        story: Box<Story>,
        /// What it changes, and what its reasons would.
        account: Box<Account>,
        /// After how many steps each line of the outline is reached.
        marks: Vec<usize>,
        /// The reasons given that are none.
        notes: Vec<Note>,
        /// Whether it is proved that no step can be left out; else the judge's effort did not
        /// suffice for that, and all else is proved.
        lean: bool,
    },
    /// It is not valid.
    Invalid(motive_judge::Flaw),
    /// The judge could not tell, and why.
    Undecided(String),
}

impl World {
    /// Reads and grounds a world. The language goes by the extension of `name`: `.motive` is
    /// Motive's own, `.txt` is a problem of the Sabre planner. It may use modules of the library,
    /// and no files: see [`from_files`](Self::from_files).
    ///
    /// # Errors
    /// Everything that is wrong with the text, or with the world that it describes.
    pub fn from_source(name: &str, text: &str) -> Result<World, Diagnostics> {
        World::from_files(name, text, &mut |_| Err(Unreadable::Because(ALONE.to_owned())))
    }

    /// Reads and grounds a world that may use files. `beside` gives the text of one by its path from
    /// the directory of the main file (`parts/cast.motive`), and is not asked for any twice.
    ///
    /// ```
    /// use motive::{Unreadable, World};
    ///
    /// let main = "use cast\nfact calm(c: character)\naction rest(c: character) by c\n    \
    ///     effect calm(c)\nIda wants calm(Ida)\nauthor wants calm(Ida)\n";
    /// let world = World::from_files("worlds/calm.motive", main, &mut |path| match path {
    ///     "cast.motive" => Ok("character Ida (she)\n".to_owned()),
    ///     _ => Err(Unreadable::Missing),
    /// });
    /// assert_eq!(world.expect("a sound world").sources().used()[0].name(), "worlds/cast.motive");
    /// ```
    ///
    /// # Errors
    /// Everything that is wrong with the texts, or with the world that they describe.
    pub fn from_files(
        name: &str,
        text: &str,
        beside: &mut dyn FnMut(&str) -> Result<String, Unreadable>,
    ) -> Result<World, Diagnostics> {
        let source = Source::new(name, text);
        let extension = name.rsplit(['/', '\\']).next().and_then(|file| file.rsplit_once('.'));
        match extension.map(|(_, extension)| extension) {
            Some(extension) if extension.eq_ignore_ascii_case("txt") => World::from_sabre(source),
            Some(extension) if extension.eq_ignore_ascii_case("motive") => {
                let reading = motive::read_files(name, text, beside);
                World::of(source, Language::Motive, reading)
            }
            _ => Err(faults::unsupported_language(
                source,
                "the name of this file does not say which language it is written in",
            )),
        }
    }

    /// Reads and grounds a problem of the Sabre planner, whatever its name.
    ///
    /// # Errors
    /// Everything that is wrong with the text, or with the world that it describes.
    pub fn from_sabre(source: Source) -> Result<World, Diagnostics> {
        let sabre::Reading { program, source_map, diagnostics } = sabre::read(source.text());
        let reading = Reading { program, source_map, diagnostics, ..Reading::default() };
        World::of(source, Language::Sabre, reading)
    }

    /// Reads and grounds a world in Motive's own language, whatever its name, that uses no files.
    ///
    /// # Errors
    /// Everything that is wrong with the text, or with the world that it describes.
    pub fn from_motive(source: Source) -> Result<World, Diagnostics> {
        let reading = motive::read(source.text());
        World::of(source, Language::Motive, reading)
    }

    /// Grounds what has been read.
    fn of(source: Source, language: Language, reading: Reading) -> Result<World, Diagnostics> {
        let Reading {
            program,
            source_map: map,
            lexicon,
            tests,
            outline,
            demands,
            scenarios,
            used,
            diagnostics,
        } = reading;
        let used = used.iter().map(|file| Source::new(&file.name, &file.text));
        let sources = Sources::new(source, used.collect());
        let Some(program) = program else {
            return Err(Diagnostics::new(sources, diagnostics));
        };
        let mut found = diagnostics;
        if found.iter().any(|d| d.severity == Severity::Error) {
            return Err(Diagnostics::new(sources, found));
        }
        let grounded = GroundWorld::of(&program, &GroundLimits::default())
            .and_then(|ground| Ok((ground, legs(&program, outline.as_ref())?)));
        match grounded {
            Ok((ground, legs)) => {
                if let Some(impossible) = impossible(outline.as_ref(), legs.as_deref()) {
                    found.push(impossible);
                    return Err(Diagnostics::new(sources, found));
                }
                Ok(World {
                    sources,
                    program,
                    ground,
                    map,
                    lexicon,
                    tests,
                    outline,
                    legs,
                    demands,
                    scenarios,
                    scenario: None,
                    language,
                    warnings: found,
                })
            }
            Err(all) => {
                let faults = all.iter().map(|fault| faults::diagnostic(&program, &map, fault));
                found.extend(faults.map(|fault| language.worded(fault)));
                found.sort_by_key(|d| d.span);
                Err(Diagnostics::new(sources, found))
            }
        }
    }

    /// The variations that the source declares.
    #[must_use]
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// The world in one of its variations; its tests are those that are run under it.
    ///
    /// # Errors
    /// If there is no scenario of this name, or the world cannot be grounded in it.
    pub fn under(&self, scenario: &str) -> Result<World, Diagnostics> {
        let fail = |found| Err(Diagnostics::new(self.sources.clone(), found));
        let Some(found) = self.scenarios.iter().find(|other| other.name == scenario) else {
            return fail(vec![self.unknown_scenario(scenario)]);
        };
        let (program, map) = found.apply(&self.program, &self.map);
        let outline = self.outline.as_ref().map(|outlined| found.shorten(outlined));
        let grounded = GroundWorld::of(&program, &GroundLimits::default())
            .and_then(|ground| Ok((ground, legs(&program, outline.as_ref())?)));
        match grounded {
            Ok((ground, legs)) => {
                if let Some(impossible) = impossible(outline.as_ref(), legs.as_deref()) {
                    return fail(vec![impossible]);
                }
                let scenario = Some(scenario.to_owned());
                Ok(World { program, ground, map, outline, legs, scenario, ..self.clone() })
            }
            Err(all) => fail(
                all.iter()
                    .map(|fault| self.language.worded(faults::diagnostic(&program, &map, fault)))
                    .collect(),
            ),
        }
    }

    /// The same world with people looking so many steps of others ahead (docs/semantics.md); 0 is the
    /// strict reading.
    ///
    /// # Errors
    /// If it cannot be grounded, which it could before.
    pub fn looking_ahead(&self, steps: u32) -> Result<World, Diagnostics> {
        let mut program = self.program.clone();
        program.settings.foresight = steps;
        let grounded = GroundWorld::of(&program, &GroundLimits::default())
            .and_then(|ground| Ok((ground, legs(&program, self.outline.as_ref())?)));
        match grounded {
            Ok((ground, legs)) => Ok(World { program, ground, legs, ..self.clone() }),
            Err(all) => {
                let fault = |fault| faults::diagnostic(&program, &self.map, fault);
                let found = all.iter().map(|one| self.language.worded(fault(one))).collect();
                Err(Diagnostics::new(self.sources.clone(), found))
            }
        }
    }

    /// What to lower, where a search stopped at a limit and people look ahead.
    #[must_use]
    pub fn looks_too_far(&self) -> Option<Diagnostics> {
        let steps = self.program.settings.foresight;
        let span = self.map.foresight(steps);
        let steps = (steps > 0).then(|| match steps {
            1 => "one step".to_owned(),
            steps => format!("{steps} steps"),
        })?;
        let message =
            format!("people look {steps} ahead, which takes longer than the limits allow");
        let found = Diagnostic::without_place(codes::LOOKS_TOO_FAR, message).help(LOWER);
        let found = Diagnostic { span, ..found };
        Some(Diagnostics::new(self.sources.clone(), vec![found]))
    }

    fn unknown_scenario(&self, name: &str) -> Diagnostic {
        let names: Vec<&str> = self.scenarios.iter().map(|other| other.name.as_str()).collect();
        let help = match (crate::names::nearest(name, names.iter().copied()), names.as_slice()) {
            (Some(meant), _) => format!("did you mean `{meant}`?"),
            (None, []) => "this world declares no scenario".to_owned(),
            (None, names) => format!("the scenarios are {}", names.join(", ")),
        };
        let message =
            format!("there is no scenario `{}`", name.chars().take(60).collect::<String>());
        Diagnostic::without_place(codes::UNKNOWN_SCENARIO, message).help(help)
    }

    /// The scenario that this world is a variation by, if it is one.
    #[must_use]
    pub fn scenario(&self) -> Option<&str> {
        self.scenario.as_deref()
    }

    /// The text that the world was read from, the main one where there are several.
    #[must_use]
    pub fn source(&self) -> &Source {
        self.sources.main()
    }

    /// All texts that the world was read from.
    #[must_use]
    pub fn sources(&self) -> &Sources {
        &self.sources
    }

    /// The world as its author wrote it.
    #[must_use]
    pub fn program(&self) -> &Program {
        &self.program
    }

    /// The world with every parameter filled in.
    #[must_use]
    pub fn ground(&self) -> &GroundWorld {
        &self.ground
    }

    /// Where everything is declared.
    #[must_use]
    pub fn source_map(&self) -> &SourceMap {
        &self.map
    }

    /// The language that it is written in.
    #[must_use]
    pub fn language(&self) -> Language {
        self.language
    }

    /// How things are said, as far as the source says.
    #[must_use]
    pub fn lexicon(&self) -> &Lexicon {
        &self.lexicon
    }

    /// The tests in the source.
    #[must_use]
    pub fn tests(&self) -> &[Test] {
        &self.tests
    }

    /// The names of actions and entities.
    #[must_use]
    pub fn names(&self) -> Names<'_> {
        Names::of(&self.program)
    }

    /// What was worth a remark when the world was read.
    #[must_use]
    pub fn warnings(&self) -> Diagnostics {
        Diagnostics::new(self.sources.clone(), self.warnings.clone())
    }

    /// What stories are to go through, where the source says so.
    #[must_use]
    pub fn outline(&self) -> Option<&Outlined> {
        self.outline.as_ref()
    }

    /// The same world with no outline to go through.
    #[must_use]
    pub fn without_outline(self) -> World {
        World { outline: None, legs: None, ..self }
    }

    /// A line of the outline in the author's words: what it is said to be about, or as it is written.
    #[must_use]
    pub fn entry_name(&self, entry: usize) -> Option<String> {
        let outlined = self.outline.as_ref()?;
        let line = outlined.outline.entries.get(entry)?;
        if let Some(said) = &line.said {
            return Some(said.clone());
        }
        let span = outlined.places.get(entry)?;
        let text = self.source().text().get(span.start as usize..span.end as usize)?;
        Some(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The worlds of the legs of the outline.
    pub(crate) fn legs(&self) -> Option<&Worlds> {
        self.legs.as_deref()
    }

    /// What the source says is never to come about, or must be reachable.
    #[must_use]
    pub fn demands(&self) -> &[Demand] {
        &self.demands
    }

    /// Everything worth a remark: what [`warnings`](Self::warnings) says, declarations that
    /// nothing uses, actions that can never happen, whether the start can be brought about, and
    /// the tests in the source that fail, and what is not as `never` and `reachable` say.
    #[must_use]
    pub fn check(&self) -> Diagnostics {
        self.check_within(&CheckOptions::default(), &mut || true)
    }

    /// The same, looking as far as `options` say for what is never to come about or must be reachable,
    /// and no longer than `go_on` says so.
    #[must_use]
    pub fn check_within(
        &self,
        options: &CheckOptions,
        go_on: &mut dyn FnMut() -> bool,
    ) -> Diagnostics {
        let mut found = self.warnings.clone();
        found.extend(lint::findings(self).into_iter().map(|found| self.language.worded(found)));
        found.extend(past::findings(self, EFFORT));
        found.extend(source_tests::failures(self, EFFORT));
        found.extend(demands::findings(self, options, go_on));
        found.sort_by_key(|d| d.span);
        Diagnostics::new(self.sources.clone(), found)
    }

    /// The first thing that is wrong with what the source says has happened before, or with its
    /// tests, in order: a part of what [`check`](Self::check) finds.
    #[must_use]
    pub fn first_failure(&self) -> Option<Diagnostics> {
        self.first_failure_within(EFFORT)
    }

    /// The same, where nothing may take more than `effort` (worlds visited): what takes more is not
    /// decided, and so a failure as well.
    #[must_use]
    pub fn first_failure_within(&self, effort: u64) -> Option<Diagnostics> {
        let past = past::findings(self, effort).into_iter().next();
        let first = past.or_else(|| source_tests::failures(self, effort).next())?;
        Some(Diagnostics::new(self.sources.clone(), vec![first]))
    }

    /// Searches for stories until one is found (with [`Options::all`], all of them), none is left,
    /// or a limit ends the search.
    ///
    /// # Errors
    /// A fault in the start of the world; or a bug of ours, where the judge rejects what the
    /// planner found.
    pub fn plan(&self, options: &Options) -> Result<Outcome, Error> {
        self.search(options)?.finish()
    }

    /// A search for stories, to be stepped.
    ///
    /// # Errors
    /// A fault in the start of the world.
    pub fn search(&self, options: &Options) -> Result<Search<'_>, Error> {
        Search::new(self, options)
    }

    /// Has a story judged, spending no more than `effort` (worlds visited by the judge; `None` is
    /// unlimited).
    ///
    /// # Errors
    /// If the world cannot be run.
    pub fn verify(
        &self,
        story: &Story,
        limits: &Limits,
        effort: Option<u64>,
    ) -> Result<Verdict, Error> {
        let judge = match judge_of(self, *limits, effort) {
            Ok(judge) => judge,
            Err(fault) => return self.beyond(fault),
        };
        match verdict(self, &judge, story) {
            Ok(JudgeVerdict::Valid { mut story, notes, lean }) => {
                let account = match account(&self.program, &judge, &mut story) {
                    Ok(account) => account,
                    Err(fault) => return self.beyond(fault),
                };
                let marks = match marks(self, &judge, &story) {
                    Ok(marks) => marks,
                    Err(fault) => return self.beyond(fault),
                };
                let (story, account) = (Box::new(story), Box::new(account));
                Ok(Verdict::Valid { story, account, marks, notes, lean })
            }
            Ok(JudgeVerdict::Invalid(flaw)) => Ok(Verdict::Invalid(flaw)),
            Ok(JudgeVerdict::Undecided) => Ok(Verdict::Undecided(SPENT.to_owned())),
            Err(fault) => self.beyond(fault),
        }
    }

    /// Reads a story about this world, in any of the [formats](crate::format). The warnings are
    /// what was worth a remark.
    ///
    /// # Errors
    /// Everything that is wrong with the text.
    pub fn read_story(&self, name: &str, text: &str) -> Result<(Story, Diagnostics), Diagnostics> {
        let read = format::read(&self.names(), text);
        let diagnostics = Diagnostics::new(Source::new(name, text), read.diagnostics);
        match read.story {
            Some(story) => Ok((story, diagnostics)),
            None => Err(diagnostics),
        }
    }

    /// The world at its start, for a game to go on from. Characters think within `limits`.
    ///
    /// # Errors
    /// A fault in the start of the world.
    pub fn begin(&self, limits: &Limits) -> Result<Chronicle<'_>, Error> {
        Chronicle::new(self, limits)
    }

    /// A fault of this world as a diagnostic of its text.
    #[must_use]
    pub fn fault(&self, fault: &Fault) -> Diagnostics {
        let diagnostic = faults::diagnostic(&self.program, &self.map, fault);
        let diagnostic = self.language.worded(diagnostic);
        Diagnostics::new(self.sources.clone(), vec![diagnostic])
    }

    /// The judge cannot run the world.
    fn beyond(&self, fault: JudgeFault) -> Result<Verdict, Error> {
        if is_beyond(&fault) {
            return Ok(Verdict::Undecided(fault.to_string()));
        }
        Err(self.judges_fault(&fault))
    }

    /// A fault that the judge found, as a diagnostic of the text.
    pub(crate) fn judges_fault(&self, fault: &JudgeFault) -> Error {
        let diagnostic = faults::of_judge(&self.program, &self.map, fault);
        let diagnostic = self.language.worded(diagnostic);
        Diagnostics::new(self.sources.clone(), vec![diagnostic]).into()
    }

    /// What keeps the start from being brought about.
    pub(crate) fn start_fault(&self) -> Option<Fault> {
        let levels = Nesting::of(&self.program, &Options::default().limits).levels;
        StateRegistry::new(&self.ground, levels).initial(&mut NoRecorder).err()
    }
}

/// The worlds of the legs of an outline, if there is one.
fn legs(program: &Program, outlined: Option<&Outlined>) -> Result<Option<Arc<Worlds>>, Vec<Fault>> {
    match outlined {
        Some(outlined) => {
            let legs = Worlds::of(program, &outlined.outline, &GroundLimits::default())?;
            Ok(Some(Arc::new(legs)))
        }
        None => Ok(None),
    }
}

/// The first line of an outline that nothing can come to.
fn impossible(outlined: Option<&Outlined>, legs: Option<&Worlds>) -> Option<Diagnostic> {
    let entry = legs?.impossible()?;
    let outlined = outlined?;
    let message = match outlined.outline.entries.get(entry)?.aim {
        Aim::Happens(_) => "no event of this world is like this, or none can ever happen",
        Aim::Holds { .. } => "this can never be so, whatever happens",
    };
    let diagnostic =
        Diagnostic::new(codes::IMPOSSIBLE_ENTRY, *outlined.places.get(entry)?, message);
    Some(
        diagnostic.label("a line of the outline that nothing can come to").help(
            "ask for something that can come about; a scenario leaves out a line with `skip`",
        ),
    )
}
