//! Several files: which are read, in what order, and where in them something is wrong.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use expect_test::{Expect, expect};
use motive_lang::diagnostic::{FileId, LineIndex, Span};
use motive_lang::motive::{Reading, Unreadable, library, read_files};
use motive_world::program::Condition;
use std::collections::BTreeMap;

/// Files with their names: the first is the main one.
struct Files<'f>(&'f [(&'f str, &'f str)]);

impl Files<'_> {
    /// Reads them; each is asked for at most once.
    fn read(&self) -> Reading {
        let mut asked: BTreeMap<String, u32> = BTreeMap::new();
        let (name, text) = self.0[0];
        let reading = read_files(name, text, &mut |path| {
            *asked.entry(path.to_owned()).or_default() += 1;
            let found = self.0.iter().find(|(name, _)| *name == path);
            found.map(|(_, text)| (*text).to_owned()).ok_or(Unreadable::Missing)
        });
        assert!(asked.values().all(|&times| times == 1), "{asked:?}");
        reading
    }

    fn text<'a>(&'a self, reading: &'a Reading, file: FileId) -> (&'a str, &'a str) {
        match file.0 {
            0 => self.0[0],
            index => {
                let used = &reading.used[index as usize - 1];
                (&used.name, &used.text)
            }
        }
    }

    fn shown(&self, reading: &Reading, span: Span) -> String {
        let (name, text) = self.text(reading, span.file);
        let place = LineIndex::new(text).line_column(text, span.start);
        let marked = text[span.start as usize..span.end as usize].replace('\n', " ");
        format!("{name}:{}:{} `{marked}`", place.line, place.column)
    }

    fn check(&self, expected: Expect) {
        let reading = self.read();
        let mut found = String::new();
        for d in &reading.diagnostics {
            let place = d.span.map_or("-".to_owned(), |span| self.shown(&reading, span));
            found += &format!("{} {place}: {}\n", d.code, d.message);
            for (span, label) in &d.secondary {
                found += &format!("  {}: {label}\n", self.shown(&reading, *span));
            }
            if let Some(help) = &d.help {
                found += &format!("  help: {help}\n");
            }
        }
        expected.assert_eq(&found);
    }

    fn sound(&self) -> Reading {
        let reading = self.read();
        assert_eq!(reading.diagnostics, []);
        reading
    }
}

const CAST: &str = "\
character Ida (she), Bo (he)
fact calm(c: character)
";
const REST: &str = "\
action rest(c: character) by c
    effect calm(c)
";
const GOAL: &str = "author wants calm(Ida)\n";

#[test]
fn a_file_means_what_it_would_mean_below_those_that_it_uses() {
    let main = format!("use rest, cast\n{GOAL}");
    let rest = format!("use cast\n{REST}");
    let several = Files(&[("main.motive", &main), ("rest.motive", &rest), ("cast.motive", CAST)]);
    let one = format!("{CAST}{REST}{GOAL}");
    let alone = Files(&[("main.motive", &one)]).sound();
    let together = several.sound();
    assert_eq!(together.program, alone.program);
    assert_eq!(together.lexicon, alone.lexicon);
    let names: Vec<&str> = together.used.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["rest.motive", "cast.motive"]);
    let map = &together.source_map;
    let action = map.action(motive_world::id::ActionSchemaId::at(0)).unwrap();
    assert_eq!(several.shown(&together, action.name), "rest.motive:2:8 `rest`");
    let ida = map.entity(motive_world::id::EntityId::at(0)).unwrap();
    assert_eq!(several.shown(&together, ida), "cast.motive:1:11 `Ida`");
}

#[test]
fn the_actions_of_what_is_used_come_first_whatever_the_order_of_the_lines() {
    let own = "event own\n    effect calm(Bo)\n";
    for main in [format!("use rest\n{own}{GOAL}"), format!("{own}{GOAL}use rest\n")] {
        let rest = format!("{CAST}{REST}");
        let reading = Files(&[("main.motive", &main), ("rest.motive", &rest)]).sound();
        let program = reading.program.unwrap();
        let names: Vec<&str> = program.actions.iter().map(|action| action.name.as_str()).collect();
        assert_eq!(names, ["rest", "own"]);
    }
}

#[test]
fn paths_are_from_the_file_that_uses() {
    let main = format!("use \"parts/one.motive\", parts.two\n{GOAL}");
    let one = format!("use \"../cast.motive\", \"./two.motive\"\n{REST}");
    let files = [
        ("worlds/main.motive", main.as_str()),
        ("parts/one.motive", &one),
        ("parts/two.motive", "use \"../parts/../cast.motive\"\nfact wet\n"),
        ("cast.motive", CAST),
    ];
    let reading = Files(&files).sound();
    let names: Vec<&str> = reading.used.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["worlds/parts/one.motive", "worlds/cast.motive", "worlds/parts/two.motive"]);
    let above = format!("use \"../cast.motive\"\n{REST}{GOAL}");
    let reading = Files(&[("main.motive", &above), ("../cast.motive", CAST)]).sound();
    assert_eq!(reading.used[0].name, "../cast.motive");
}

#[test]
fn what_is_left_out_is_not_there() {
    let rest = format!(
        "{REST}event gust\n    effect calm(Bo)\nrule lull when calm(Bo)\n    effect calm(Ida)\nfact wet, dry\n\
        define fine means wet\n"
    );
    let main = format!(
        "use cast, rest without gust and lull and wet and fine\n{GOAL}fact wet\nevent gust\n    effect wet\n"
    );
    let files = [("main.motive", main.as_str()), ("rest.motive", &rest), ("cast.motive", CAST)];
    let program = Files(&files).sound().program.unwrap();
    let names: Vec<&str> = program.actions.iter().map(|action| action.name.as_str()).collect();
    assert_eq!(names, ["rest", "gust"]);
    let names: Vec<&str> = program.fluents.iter().map(|fact| fact.name.as_str()).collect();
    assert_eq!(names, ["calm", "dry", "wet"]);
    assert!(program.triggers.is_empty());
}

/// A module may change what a world leaves out of another: the change goes with it.
#[test]
fn what_is_left_out_is_not_changed_by_what_is_used() {
    let rest = format!("{REST}event gust\n    effect calm(Bo)\n");
    let change = "change gust\n    needs not calm(Bo)\n";
    let files = |main: &str| {
        let storm = format!("use rest\n{change}");
        let files = [
            ("main.motive", main),
            ("storm.motive", storm.as_str()),
            ("rest.motive", &rest),
            ("cast.motive", CAST),
        ];
        let program = Files(&files).sound().program.unwrap();
        program.actions.iter().map(|action| action.name.clone()).collect::<Vec<_>>()
    };
    assert_eq!(files(&format!("use cast, rest, storm\n{GOAL}")), ["rest", "gust"]);
    assert_eq!(files(&format!("use cast, rest without gust, storm\n{GOAL}")), ["rest"]);
    // Another of that name takes its place, and is changed.
    let own = "event gust\n    effect calm(Ida)\n";
    let main = format!("use cast, rest without gust, storm\n{GOAL}{own}");
    assert_eq!(files(&main), ["rest", "gust"]);
    let main = format!("use cast, rest without gust\n{GOAL}{change}");
    let world = [("main.motive", main.as_str()), ("rest.motive", &rest), ("cast.motive", CAST)];
    assert_eq!(Files(&world).read().diagnostics[0].code.id(), "E0803");
}

#[test]
fn what_is_left_out_must_be_there() {
    let main = format!("use rest without rset and clam\nuse rest without calm\n{GOAL}");
    let rest = format!("use cast\n{REST}");
    Files(&[("main.motive", &main), ("rest.motive", &rest), ("cast.motive", CAST)]).check(expect![
        [r#"
        E0835 main.motive:1:18 `rset`: rest.motive declares no `rset`, so it cannot be left out
          help: did you mean `rest`?
        E0835 main.motive:1:27 `clam`: rest.motive declares no `clam`, so it cannot be left out
          help: name something that the file itself declares
        E0835 main.motive:2:18 `calm`: rest.motive declares no `calm`, so it cannot be left out
          help: it is declared in cast.motive: leave it out there
    "#]
    ]);
}

#[test]
fn what_cannot_be_used_says_why() {
    let main = "use std.plces, std, csat, places, \"cast.txt\", \"std.places\", \"/cast.motive\", \"a\\b.motive\"\n";
    let rest = format!("{CAST}{REST}{GOAL}");
    Files(&[("main.motive", &format!("{main}{rest}"))]).check(expect![[r#"
        E0830 main.motive:1:5 `std.plces`: the library has no module `std.plces`
          help: did you mean `std.places`?
        E0830 main.motive:1:16 `std`: `std` is the library, and not a module
          help: the modules of the library are std.bodies, std.bonds, std.evidence, std.law, std.places, std.promises, std.questions, std.speech, std.things
        E0831 main.motive:1:21 `csat`: there is no file csat.motive
          help: a file is looked for beside the one that uses it
        E0831 main.motive:1:27 `places`: there is no file places.motive
          help: did you mean `std.places`?
        E0833 main.motive:1:35 `"cast.txt"`: only files in Motive's language can be used
          help: a problem in Sabre's language can be converted: `motive convert`
        E0833 main.motive:1:47 `"std.places"`: only files in Motive's language can be used
          help: a module is named without quotes: `use std.places`
        E0834 main.motive:1:61 `"/cast.motive"`: a file is used by its path from the file that uses it
          help: write the path from here, with `/` between its steps: `use "parts/cast.motive"`
        E0834 main.motive:1:77 `"a\b.motive"`: a file is used by its path from the file that uses it
          help: write the path from here, with `/` between its steps: `use "parts/cast.motive"`
    "#]]);
    let alone = motive_lang::motive::read(&format!("use cast\n{rest}"));
    assert_eq!(alone.diagnostics[0].code.id(), "E0831");
    assert!(alone.diagnostics[0].message.contains("without the files"), "{alone:?}");
}

#[test]
fn circles_are_told() {
    let files = [
        ("main.motive", "use a\nauthor wants wet\n"),
        ("a.motive", "fact wet\nuse b\n"),
        ("b.motive", "-- b\nuse main, a, b\n"),
    ];
    Files(&files).check(expect![[r#"
        E0832 b.motive:2:5 `main`: these files use each other: main.motive, a.motive, b.motive, main.motive
          main.motive:1:5 `a`: is used from here
          a.motive:2:5 `b`: is used from here
          help: put what both need into a file of its own, which both use
        E0832 b.motive:2:11 `a`: these files use each other: a.motive, b.motive, a.motive
          a.motive:2:5 `b`: is used from here
          help: put what both need into a file of its own, which both use
        E0832 b.motive:2:14 `b`: b.motive uses itself
          help: put what both need into a file of its own, which both use
    "#]]);
}

#[test]
fn errors_are_in_their_own_files() {
    let main = "use a, b\nauthor wants sunny\n";
    let files = [
        ("main.motive", main),
        (
            "a.motive",
            "fact wet, calm(c: character)\ndefine sunny means\n    not wet\n    wett\ncharacter Ida, Ida\n",
        ),
        (
            "b.motive",
            "-- a comment, so that places differ\nfact wet\nevent e\n    effect wett\n    text \"{Ana} {is} wet.\"\nchange f\n    needs wet\nevent g\n effect wet)\n",
        ),
    ];
    Files(&files).check(expect![[r#"
        E0805 a.motive:5:16 `Ida`: something called `Ida` is declared already
          a.motive:5:11 `Ida`: first declared here
          help: give one of the two another name, or remove it
        E0805 b.motive:2:6 `wet`: a fact called `wet` is declared already
          a.motive:1:6 `wet`: first declared here
          help: give one of the two another name, or leave one out: `use … without …`
        E0802 b.motive:4:12 `wett`: there is no `wett`
          a.motive:4:5 `wett`: here too
          help: did you mean `wet`?
        E0819 b.motive:5:11 `{Ana}`: nothing here is called `Ana`, and no name stands before it that it could agree with as a verb
          help: name a thing of the world
        E0803 b.motive:6:8 `f`: there is no action or event `f`
          help: only an action or event that is declared can be changed
        E0707 b.motive:9:12 `)`: the end of the line is needed before this bracket
          help: a bracket may close nothing here: remove it, or open one before
    "#]]);
}

#[test]
fn a_name_that_two_files_declare_is_shown_in_both() {
    let main = format!("use cast\n{REST}fact calm(c: character)\nplace Bo\ntype place\n{GOAL}");
    let cast = format!("{CAST}{REST}");
    Files(&[("main.motive", &main), ("cast.motive", &cast)]).check(expect![[r#"
        E0805 main.motive:2:8 `rest`: an action, event or rule called `rest` is declared already
          cast.motive:3:8 `rest`: first declared here
          help: give one of the two another name, or leave one out: `use … without …`
        E0805 main.motive:4:6 `calm`: a fact called `calm` is declared already
          cast.motive:2:6 `calm`: first declared here
          help: give one of the two another name, or leave one out: `use … without …`
        E0805 main.motive:5:7 `Bo`: something called `Bo` is declared already
          cast.motive:1:22 `Bo`: first declared here
          help: give one of the two another name, or leave one out: `use … without …`
    "#]]);
}

#[test]
fn tests_demands_and_settings_of_used_files_are_their_own() {
    let cast = format!(
        "world \"The cast\"\n    foresight 3\n{CAST}scenario early\n    instead calm(Bo)\nnever calm(Ida)\n\
        test \"nobody is calm\"\n    expect not calm(Ida)\n{REST}start\n    calm(Bo)\nBo wants calm(Bo)\n"
    );
    let reading = Files(&[("main.motive", &format!("use cast\n{GOAL}")), ("cast.motive", &cast)]);
    let reading = reading.sound();
    assert_eq!(reading.lexicon.title, None);
    assert!(reading.tests.is_empty());
    assert_eq!(reading.scenarios.len(), 1);
    let program = reading.program.unwrap();
    assert_eq!(program.start.len(), 1);
    assert_eq!(program.utilities[1].wants.len(), 1);
}

#[test]
fn who_notices_is_said_by_the_file_that_uses_the_others() {
    let witness = |fact: &str| format!("witness w of c if {fact}(w)\n");
    let rest = format!("{REST}{}", witness("calm"));
    let main = format!("use rest, cast\nfact wet(c: character)\n{GOAL}");
    let read = |main: &str, more: &[(&str, &str)]| {
        let mut files = vec![("main.motive", main), ("rest.motive", &rest), ("cast.motive", CAST)];
        files.extend_from_slice(more);
        Files(&files).read()
    };
    let row = |reading: Reading| format!("{:?}", reading.program.unwrap().actions[0].perceptions);
    let theirs = row(read(&main, &[]));
    assert!(theirs.contains("FluentSchemaId(0)"), "{theirs}");
    // Above the line that uses the file or below it.
    for own in [format!("{}{main}", witness("wet")), format!("{main}{}", witness("wet"))] {
        let own = row(read(&own, &[]));
        assert!(own.contains("FluentSchemaId(1)") && !own.contains("FluentSchemaId(0)"), "{own}");
    }
    let other = format!("use cast\n{}", witness("calm"));
    let both = format!("use other\n{main}");
    let found = read(&both, &[("other.motive", &other)]);
    let found: Vec<&str> = found.diagnostics.iter().map(|d| d.code.id()).collect();
    assert_eq!(found, ["E0805"]);
    let mended = format!("{both}{}", witness("wet"));
    assert!(row(read(&mended, &[("other.motive", &other)])).contains("FluentSchemaId(1)"));
}

#[test]
fn an_action_of_another_file_is_changed() {
    let rest = format!("{REST}    text \"{{c}} {{rests}}.\"\n");
    let lazy = "use rest, cast\nfact lazy(c: character)\nchange rest\n    needs lazy(c)\n    text \"{c} {dozes}.\"\n";
    let main = format!(
        "change rest\n    text \"{{c}} {{sleeps}}.\"\n    effect not lazy(c)\nuse lazy\n{GOAL}"
    );
    let files = [
        ("main.motive", main.as_str()),
        ("lazy.motive", lazy),
        ("rest.motive", &rest),
        ("cast.motive", CAST),
    ];
    let reading = Files(&files).sound();
    let id = motive_world::id::ActionSchemaId::at(0);
    let texts: Vec<String> =
        reading.lexicon.action(id).iter().map(|t| t.sentence.to_string()).collect();
    assert_eq!(texts, ["{0} {sleeps}."], "what the file says that uses the others");
    let spans = *reading.source_map.action(id).unwrap();
    let files = Files(&files);
    assert_eq!(files.shown(&reading, spans.effect.unwrap()), "rest.motive:2:5 `effect calm(c)`");
    assert_eq!(
        files.shown(&reading, spans.precondition.unwrap()),
        "lazy.motive:4:5 `needs lazy(c)`"
    );
}

/// The parts of a conjunction.
fn flat(condition: &Condition) -> Vec<Condition> {
    match condition {
        Condition::And(parts) => parts.iter().flat_map(flat).collect(),
        other => vec![other.clone()],
    }
}

#[test]
fn a_rule_of_another_file_is_changed() {
    let rest = "use cast\nfact wet(c: character)\nrule dry(c: character) when wet(c)\n    effect calm(c)\n";
    let change = "change dry\n    needs not lazy\n    effect lazy\n";
    let main = format!("use rest\nfact lazy\n{change}{GOAL}");
    let read = |main: &str| {
        let files = [("main.motive", main), ("rest.motive", rest), ("cast.motive", CAST)];
        let rule = Files(&files).sound().program.unwrap().triggers.remove(0);
        (flat(&rule.precondition), rule.effect)
    };
    let by_change = read(&main);
    let own = "rule dry(c: character) when\n    wet(c)\n    not lazy\n    effect calm(c), lazy\n";
    let by_hand = read(&format!("use rest without dry\nfact lazy\n{own}{GOAL}"));
    assert_eq!(by_change, by_hand);
}

#[test]
fn a_strict_world_and_another_do_not_mix() {
    let strict = format!("world \"Strict\"\n    reading strict\n{CAST}{REST}");
    Files(&[("main.motive", &format!("use strict\n{GOAL}")), ("strict.motive", &strict)]).check(
        expect![[r#"
            E0837 main.motive:1:5 `strict`: strict.motive is written for `reading strict`, and this world is not
              strict.motive:2:5 `reading strict`: said here
              help: say `reading strict` in both, or in neither
        "#]],
    );
    let main = format!("use cast\nworld \"Strict\"\n    reading strict\n{REST}{GOAL}");
    Files(&[("main.motive", &main), ("cast.motive", CAST)]).sound();
}

#[test]
fn every_module_of_the_library_is_laid_out_and_stands_alone() {
    assert!(library::names().count() >= 2);
    for name in library::names() {
        let text = library::text(name).unwrap();
        assert_eq!(motive_syntax::motive::format(text), text, "{name}");
        let reading = motive_lang::motive::read(text);
        assert_eq!(reading.diagnostics, [], "{name}");
        let program = reading.program.unwrap();
        assert!(program.entities.is_empty(), "no rule of {name} names anybody");
    }
}

#[test]
fn a_part_needs_no_start_and_no_goal() {
    let cast = "use std.places\ncharacter Ida (she)\nplace Hut\n";
    Files(&[("cast.motive", cast)]).sound();
    let main = "use cast\nfact calm\nauthor wants calm\n";
    let found = Files(&[("main.motive", main), ("cast.motive", cast)]).read();
    let found: Vec<&str> = found.diagnostics.iter().map(|d| d.code.id()).collect();
    assert_eq!(found, ["E0814"]);
}

#[test]
fn many_files_end() {
    let chain: Vec<(String, String)> =
        (0..600).map(|n| (format!("f{n}.motive"), format!("use f{}\n", n + 1))).collect();
    let files: Vec<(&str, &str)> = chain.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    let reading = Files(&files).read();
    assert_eq!(reading.diagnostics[0].code.id(), "E0836");
    let star: String = (0..600).map(|n| format!("use f{n}\n")).collect();
    let mut leaves: Vec<(String, String)> =
        (0..600).map(|n| (format!("f{n}.motive"), format!("fact g{n}\n"))).collect();
    leaves.insert(0, ("main.motive".to_owned(), star));
    let files: Vec<(&str, &str)> = leaves.iter().map(|(n, t)| (n.as_str(), t.as_str())).collect();
    assert!(Files(&files).read().program.is_none());
}
