//! Story formats: what is written can be read, and whatever is read is read without a panic.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test may fail")]
#![allow(clippy::disallowed_methods, reason = "a test reads files")]

use std::path::{Path, PathBuf};

use expect_test::{Expect, expect};
use motive::{Diagnostics, Judged, Options, Severity, Source, Story, Verdict, World, format};

const WORLDS: [(&str, &str); 3] = [
    ("orchard-letter.txt", include_str!("../../../worlds/orchard-letter.txt")),
    ("ferry.txt", include_str!("../../../worlds/ferry.txt")),
    ("fair-tart.txt", include_str!("../../../worlds/fair-tart.txt")),
];

fn world(name: &str) -> World {
    let (name, text) = WORLDS.iter().find(|(file, _)| *file == name).unwrap();
    World::from_source(name, text).unwrap()
}

fn planned(world: &World) -> Judged {
    world.plan(&Options::default()).unwrap().stories.remove(0)
}

fn as_json(world: &World, judged: &Judged) -> String {
    let document = format::json::story(&world.names(), &judged.story, &judged.account);
    serde_json::to_string_pretty(&document).unwrap()
}

/// The same story without what its reasons achieve, which readers leave to the judge.
fn bare(story: &Story) -> String {
    let text = format!("{:?}", story.steps);
    let mut bare = String::new();
    let mut rest = text.as_str();
    while let Some(at) = rest.find("purpose: ") {
        bare.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.find(") }").unwrap() + 3;
        rest = &rest[end..];
    }
    bare + rest
}

#[test]
fn a_story_comes_back_from_json_and_from_solution_text() {
    for (name, _) in WORLDS {
        let world = world(name);
        let judged = planned(&world);
        let texts = [
            as_json(&world, &judged),
            format::sabre::verbose(world.program(), &judged.story, &judged.account),
        ];
        for text in texts {
            let (story, warnings) = world.read_story("story", &text).unwrap();
            assert!(warnings.list().is_empty(), "{warnings}");
            assert_eq!(bare(&story), bare(&judged.story), "{text}");
            match world.verify(&story, &Options::default().limits, None).unwrap() {
                Verdict::Valid { story, account, notes, .. } => {
                    assert!(notes.is_empty(), "{notes:?}");
                    assert_eq!(*story, judged.story);
                    assert_eq!(*account, judged.account);
                }
                other => panic!("{other:?}"),
            }
        }
    }
}

#[test]
fn the_short_form_may_be_spaced_in_any_way() {
    let world = world("ferry.txt");
    let judged = planned(&world);
    let short = format::sabre::short(world.program(), &judged.story);
    let spaced = [
        short.clone(),
        short.replace('\n', ""),
        short.replace('\n', "; "),
        format!("\u{feff}// by hand\n{}", short.replace(", ", " ,\t")),
    ];
    for text in spaced {
        let (story, _) = world.read_story("story", &text).unwrap();
        assert_eq!(format::sabre::short(world.program(), &story), short, "{text}");
        let verdict = world.verify(&story, &Options::default().limits, None).unwrap();
        assert!(matches!(verdict, Verdict::Valid { .. }), "{verdict:?}");
    }
}

/// The published solutions, where they are at hand: each is read, comes back from both formats,
/// and nothing about it is worth an error.
#[test]
fn published_solutions_are_read_and_come_back() {
    let base = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/benchmarks/sabre");
    let Ok(entries) = std::fs::read_dir(base.join("solutions")) else {
        println!("skipped: there is no {}", base.display());
        return;
    };
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in &files {
        let stem = file.file_stem().unwrap().to_str().unwrap();
        let problem =
            base.join("problems").join(stem.split('_').next().unwrap().to_owned() + ".txt");
        let text = std::fs::read_to_string(&problem).unwrap();
        let world = World::from_source(problem.to_str().unwrap(), &text).unwrap();
        let solution = std::fs::read_to_string(file).unwrap();
        let (story, warnings) = world.read_story(stem, &solution).unwrap_or_else(|e| panic!("{e}"));
        assert!(warnings.list().iter().all(|w| w.severity == Severity::Warning));

        let account = motive::account::Account::blank(&story);
        let again = format::sabre::verbose(world.program(), &story, &account);
        assert_eq!(world.read_story(stem, &again).unwrap().0, story, "{stem}");
        let document = format::json::story(&world.names(), &story, &account);
        let json = serde_json::to_string(&document).unwrap();
        assert_eq!(world.read_story(stem, &json).unwrap().0, story, "{stem}");
    }
    println!("{} published solutions read", files.len());
}

fn check(world_name: &str, text: &str, expected: &Expect) {
    let world = world(world_name);
    let read = format::read(&world.names(), text);
    let found = Diagnostics::new(Source::new("story", text), read.diagnostics);
    assert_eq!(read.story.is_none(), found.any_error(), "{found}");
    expected.assert_eq(&found.to_string());
}

#[test]
fn an_unknown_action_has_a_nearest_one() {
    check(
        "ferry.txt",
        "walk(Bram, Shore, Mill)\npikc(Bram, Oars, Mill)",
        &expect![
            "story:2:1: error[E0501]: the world has no action `pikc` (help: did you mean `pick`?)"
        ],
    );
}

#[test]
fn arguments_are_checked_one_by_one() {
    check(
        "ferry.txt",
        "walk(Bram, Shore) walk(Bran, Shore, Mill) walk(Bram, Oars, Mill)",
        &expect![[r#"
            story:1:1: error[E0502]: `walk` does not take 2 arguments (help: it is declared as walk(who : character, from : place, to : place))
            story:1:24: error[E0502]: the world has nobody and nothing called `Bran` (help: did you mean `Bram`?)
            story:1:54: error[E0502]: `walk` does not take `Oars` as its argument 2 (help: it is declared as walk(who : character, from : place, to : place))"#]],
    );
}

#[test]
fn brackets_and_stray_text_are_located() {
    check(
        "ferry.txt",
        "walk(Bram, Shore, Mill\n",
        &expect![
            "story:1:5: error[E0503]: this bracket is never closed (help: add the missing `)`)"
        ],
    );
    check(
        "ferry.txt",
        "walk Bram\n)\npick(Bram, f(Oars), Mill)",
        &expect![[r#"
            story:1:1: error[E0503]: `walk` has no arguments in brackets (help: a step is written `name(argument, argument)`; with no arguments, `name()`)
            story:2:1: error[E0503]: a step was expected here (help: a step is written `name(argument, argument)`)
            story:3:12: error[E0502]: the world has nobody and nothing called `f(Oars)`"#]],
    );
    check(
        "ferry.txt",
        "pick(Bram, f(g(Oars)), Mill)",
        &expect![[r#"
            story:1:15: error[E0503]: an argument of a claim cannot contain brackets (help: arguments are names, `True`, `False`, numbers, or claims about such)"#]],
    );
    check(
        "ferry.txt",
        "",
        &expect![
            "story:1:1: error[E0506]: there is no step in this story (help: write the steps in order: `open(Una, Gate) enter(Vik, Gate)`)"
        ],
    );
}

#[test]
fn blocks_that_do_not_fit_are_located() {
    check(
        "ferry.txt",
        "walk(Bram, Shore, Mill)\n| pick(Bram, Oars, Mill)\npick(Bram, Oars, Mill)\ngoal(True)\n",
        &expect![[r#"
            story:3:1: error[E0503]: the reason above has no `goal` line (help: end each character's plan with `goal(Character, what holds then)`, a `|` deeper than the step that it explains)"#]],
    );
    check(
        "ferry.txt",
        "walk(Bram, Shore, Mill)\n| | pick(Bram, Oars, Mill)\n| goal(Bram, True)\n",
        &expect![[r#"
            story:2:1: error[E0503]: this line has too many `|` (help: a reason is one `|` deeper than the step that it explains)"#]],
    );
    check(
        "ferry.txt",
        "walk(Bram, Shore, Mill)\n| goal(Ines, True)\n| goal(Bran, True)\n| goal(Bram, True)\n| goal(Bram, True)",
        &expect![[r#"
            story:2:1: error[E0505]: `walk(Bram, Shore, Mill)` does not need the consent of Ines (help: give one reason for each character who consents)
            story:3:8: error[E0503]: this `goal` line does not say whose it is (help: did you mean `Bram`?)
            story:5:1: error[E0505]: a second reason of Bram for the same step (help: give one reason for each character who consents)"#]],
    );
    check(
        "ferry.txt",
        "| walk(Bram, Shore, Mill)",
        &expect![[
            r#"story:1:1: error[E0503]: this reason explains no step (help: a reason follows the step that it explains)"#
        ]],
    );
    check(
        "ferry.txt",
        "goal(True)\nwalk(Bram, Shore, Mill)\n",
        &expect![[
            r#"story:2:1: error[E0503]: the story has already ended (help: nothing may follow the author's `goal` line)"#
        ]],
    );
    check(
        "ferry.txt",
        "walk(Bram, Shore, Mill)\n| pick(Bram, Oars, Mill)",
        &expect![[
            r#"story:2:1: error[E0503]: the text ends inside a reason (help: end each character's plan with `goal(Character, what holds then)`)"#
        ]],
    );
}

#[test]
fn a_missing_block_is_a_warning_and_a_reason_is_found() {
    let text = "walk(Bram, Shore, Mill)
pick(Bram, Oars, Mill)
walk(Bram, Mill, Shore)
row(Bram, Ines)
| pick(Bram, Nets, Island)
| goal(Bram, where(Nets) == Bram)
pick(Bram, Nets, Island)
| goal(Bram, where(Nets) == Bram)
goal(True)
";
    let world = world("ferry.txt");
    let (story, warnings) = world.read_story("story", text).unwrap();
    expect![[r#"
        story:1:1: warning[W0301]: no reason of Bram is given for `walk(Bram, Shore, Mill)` (help: one will be searched for)
        story:2:1: warning[W0301]: no reason of Bram is given for `pick(Bram, Oars, Mill)` (help: one will be searched for)
        story:3:1: warning[W0301]: no reason of Bram is given for `walk(Bram, Mill, Shore)` (help: one will be searched for)
        story:4:1: warning[W0301]: no reason of Ines is given for `row(Bram, Ines)` (help: one will be searched for)"#]]
    .assert_eq(&warnings.to_string());
    let verdict = world.verify(&story, &Options::default().limits, None).unwrap();
    assert!(matches!(verdict, Verdict::Valid { .. }), "{verdict:?}");
}

#[test]
fn json_is_checked_field_by_field() {
    check(
        "ferry.txt",
        r#"{ "steps": [] }"#,
        &expect![[
            r#"story:1:1: error[E0504]: this JSON does not say what it is (help: a story has the field "format": "motive-story")"#
        ]],
    );
    check(
        "ferry.txt",
        r#"{ "format": "motive-story", "version": 2, "steps": [] }"#,
        &expect![[
            r#"story:1:40: error[E0507]: this version of the story format cannot be read (help: versions 1 to 1 can be read: "version": 1)"#
        ]],
    );
    check(
        "ferry.txt",
        "{ \"format\": \"motive-story\", \"version\": 1, \"steps\": [\n  { \"action\": \"walk\", \"arguments\": [\"Bram\", \"Shroe\", \"Mill\"] },\n  { \"action\": \"wlak\" },\n  { \"arguments\": [] },\n  { \"action\": \"row\", \"arguments\": [\"Bram\", \"Ines\"], \"outcome\": 1 }\n] }",
        &expect![[r#"
            story:2:45: error[E0502]: the world has nobody and nothing called `Shroe` (help: did you mean `Shore`?)
            story:3:15: error[E0501]: the world has no action `wlak` (help: did you mean `walk`?)
            story:4:21: error[E0504]: this is not the JSON of a story: missing field `action` (help: see docs/formats/story.md for the fields of a story)
            story:5:64: error[E0504]: this action has no such outcome (help: outcomes have names, or are numbered from 0 to 0)"#]],
    );
    check(
        "ferry.txt",
        "{ \"format\": \"motive-story\",\n\"version\": 1, \"steps\": [ }",
        &expect![[
            r#"story:2:26: error[E0504]: this is not the JSON of a story: expected value (help: see docs/formats/story.md for the fields of a story)"#
        ]],
    );
}

#[test]
fn nothing_nests_deeper_than_a_reader_follows() {
    let world = world("ferry.txt");
    let mut solution = String::new();
    for depth in 0..100_000 {
        solution.push_str(&"| ".repeat(depth.min(200)));
        solution.push_str("walk(Bram, Shore, Mill)\n");
    }
    assert!(world.read_story("deep", &solution).is_err());
    let open = r#"{"action":"walk","arguments":["Bram","Shore","Mill"],"reasons":[{"character":"Bram","plan":["#;
    let json = format!(
        r#"{{"format":"motive-story","version":1,"steps":[{}{}]}}"#,
        open.repeat(10_000),
        "]}]}".repeat(10_000)
    );
    assert!(world.read_story("deep", &json).is_err());
    assert!(world.read_story("deep", &format!("{{\"steps\":{}", "[".repeat(1_000_000))).is_err());
    assert!(world.read_story("deep", &"(".repeat(10_000_000)).is_err());
    assert!(world.read_story("deep", &"|".repeat(10_000_000)).is_err());
}

/// A small generator of reproducible numbers (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }
}

/// Every diagnostic of a mutated text points into it, and a text without errors is a story.
fn read_any(world: &World, text: &str) -> bool {
    let read = format::read(&world.names(), text);
    for diagnostic in &read.diagnostics {
        let span = diagnostic.span.unwrap();
        assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text:?}");
    }
    assert_eq!(
        read.story.is_none(),
        read.diagnostics.iter().any(|d| d.severity == Severity::Error),
        "{text:?}"
    );
    read.story.is_some()
}

#[test]
fn mutated_stories_are_read_without_a_panic() {
    let world = world("orchard-letter.txt");
    let judged = planned(&world);
    let texts = [
        as_json(&world, &judged),
        format::sabre::verbose(world.program(), &judged.story, &judged.account),
        format::sabre::short(world.program(), &judged.story),
    ];
    let alphabet: Vec<char> = "|(){}[],;:\"\\ \n/goalé\u{feff}0-.?eT".chars().collect();
    let mut dice = Dice(0x5eed_1234);
    let mut stories = 0;
    for text in texts {
        let characters: Vec<char> = text.chars().collect();
        for _ in 0..1_500 {
            let mut mutated = characters.clone();
            for _ in 0..=dice.below(4) {
                let at = dice.below(mutated.len());
                match dice.below(4) {
                    0 => mutated[at] = alphabet[dice.below(alphabet.len())],
                    1 => mutated.insert(at, alphabet[dice.below(alphabet.len())]),
                    2 => {
                        mutated.remove(at);
                    }
                    _ => {
                        let end = (at + dice.below(40)).min(mutated.len());
                        let piece: Vec<char> = mutated[at..end].to_vec();
                        let to = dice.below(mutated.len());
                        mutated.splice(to..to, piece);
                    }
                }
            }
            stories += usize::from(read_any(&world, &mutated.into_iter().collect::<String>()));
        }
    }
    // Both kinds occur, or the mutations would show nothing.
    assert!((300..4_200).contains(&stories), "{stories} of 4500 are stories");
}

#[test]
fn texts_that_a_fuzzer_found_are_read_without_a_panic() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/story_reader");
    let world = world("ferry.txt");
    let mut count = 0;
    for entry in std::fs::read_dir(&corpus).unwrap() {
        if let Ok(text) = String::from_utf8(std::fs::read(entry.unwrap().path()).unwrap()) {
            read_any(&world, &text);
            count += 1;
        }
    }
    assert!(count >= 8, "the corpus has {count} texts");
}
