//! Stories in prose: every world of this repository, as it is told today.
#![allow(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::panic,
    reason = "these tests read files"
)]

use std::path::{Path, PathBuf};

use expect_test::{expect, expect_file};
use motive::tell::{Manner, Tense};
use motive::{Options, World};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// So many worlds are searched for a story.
const TICKS: u64 = 10_000;

/// The paragraphs of a shortest story, one on each line; `None` if none is found soon.
fn told(world: &World, manner: Manner) -> Option<String> {
    let options = Options { optimal: true, ticks: Some(TICKS), ..Options::default() };
    let outcome = world.plan(&options).unwrap();
    let story = &outcome.stories.first()?.story;
    let passages = world.tell(story, &options.limits, manner).unwrap();
    let mut steps: Vec<usize> = passages.iter().flat_map(|passage| passage.steps.clone()).collect();
    steps.dedup();
    assert_eq!(steps, (0..story.steps.len()).collect::<Vec<_>>(), "every step is told once");
    let texts = passages.iter().map(|passage| passage.text.as_str());
    let text = texts.collect::<Vec<_>>().join("\n") + "\n";
    is_well_formed(&text);
    Some(text)
}

fn is_well_formed(text: &str) {
    for wrong in ["{", "}", "  ", "..", " .", " ,", "_"] {
        assert!(!text.contains(wrong), "{wrong:?} in {text}");
    }
    for line in text.lines() {
        assert!(line.starts_with(char::is_uppercase) && line.ends_with(['.', '!', '?']), "{line}");
    }
}

fn world(path: &Path) -> World {
    let text = std::fs::read_to_string(path).unwrap();
    World::from_source(path.to_str().unwrap(), &text).unwrap_or_else(|found| panic!("{found}"))
}

#[test]
fn every_world_is_told_as_it_reads_best() {
    let mut files: Vec<PathBuf> = std::fs::read_dir(root().join("worlds"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|kind| kind == "txt" || kind == "motive"))
        .collect();
    files.push(root().join("crates/cli/src/starter.motive"));
    files.sort();
    for path in files {
        let world = world(&path);
        let past = Manner::default();
        let Some(plain) = told(&world, past) else { continue };
        let why = told(&world, Manner { why: true, ..past }).unwrap();
        let name = path.file_stem().unwrap().to_str().unwrap();
        let golden = root().join(format!("crates/motive/tests/prose/{name}.txt"));
        expect_file![golden].assert_eq(&format!("{plain}\n# Why\n{why}"));
        told(&world, Manner { tense: Tense::Present, why: true }).unwrap();
    }
}

/// Texts that fit under conditions, a rule that has a sentence, and a want without words.
const MARKET: &str = r#"
type place, item
character Ida (she), Bo (he), Cy "old Cy" (he)
place Market "the market", Inn "the inn"
item Coin "the coin"
fact at(c: character): place "{c} {is} at {value}"
fact holder(i: item): character or none "{value} {has} {i}"
fact wet(c: character) "{c} {is} wet"
fact raining "it {is} raining"
witness w of c if at(w) is at(c)
start
    at(Ida) = Market, at(Bo) = Market, at(Cy) = Inn
    holder(Coin) = Cy, raining
action say_holder(s, h: character, i: item, k: character) by s
    needs at(s) is at(h)
    may coincide s, k
    effect h believes holder(i) = k
    text "{s} {lies} to {h} that {k} {has} {i}." if not s believes holder(i) is k
    text "{s} {tells} {h} that {k} {has} {i}."
action go(c: character, to: place) by c
    needs at(c) is not to
    effect at(c) = to
    text "{c} {splashes} through the rain to {to}." if not wet(c) and raining
    text "{c} {goes} to {to}."
rule gets_wet(c: character) when raining and at(c) is Inn
    effect wet(c)
    text "{c} {is} wet to the skin."
Ida wants 1 if Bo believes holder(Coin) is Ida
Bo wants rest "a place by the fire": 1 if at(Bo) is Inn
author wants Bo believes holder(Coin) is Ida and wet(Bo)
"#;

#[test]
fn of_several_sentences_the_one_that_fits_is_told() {
    let world = World::from_source("market.motive", MARKET.trim_start()).unwrap();
    let options = Options::default();
    let (story, _) =
        world.read_story("mine", "say_holder(Ida, Bo, Coin, Ida) go(Bo, Inn)").unwrap();
    let Ok(motive::Verdict::Valid { story, .. }) = world.verify(&story, &options.limits, None)
    else {
        panic!("the story is valid");
    };
    let tell = |why| {
        let manner = Manner { why, ..Manner::default() };
        let passages = world.tell(&story, &options.limits, manner).unwrap();
        passages.into_iter().map(|passage| passage.text + "\n").collect::<String>()
    };
    expect![[r#"
        Ida and Bo were at the market.
        Ida lied to Bo that she had the coin. He splashed through the rain to the inn and was wet to the skin.
    "#]]
    .assert_eq(&tell(false));
    expect![[r#"
        Ida and Bo were at the market.
        Ida lied to Bo that she had the coin. She wanted him to believe that she had the coin. He splashed through the rain to the inn. He wanted a place by the fire. He was wet to the skin.
    "#]]
    .assert_eq(&tell(true));
}

/// Every world of the manual can be told, in either tense, with reasons or without.
#[test]
fn the_worlds_of_the_manual_are_told() {
    let page = std::fs::read_to_string(root().join("docs/language.md")).unwrap();
    let (mut count, mut shows) = (0, 0);
    for part in page.split("```motive world ").skip(1) {
        let Some((_, rest)) = part.split_once('\n') else { continue };
        let text = rest.split("\n```").next().unwrap_or("").to_owned() + "\n";
        let world = World::from_source("manual.motive", &text).unwrap();
        // Where the manual shows what is told, that is what is told.
        if let Some((_, after)) = rest.split_once("\n```\n```text told\n") {
            let shown = after.split("\n```").next().unwrap_or("").replace("\n\n", "\n") + "\n";
            assert_eq!(told(&world, Manner::default()), Some(shown));
            shows += 1;
        }
        for tense in [Tense::Past, Tense::Present] {
            count += usize::from(told(&world, Manner { tense, why: true }).is_some());
        }
    }
    assert!(count > 20 && shows == 1, "{count}, {shows}");
}

/// An act that passes for another, and one that comes otherwise than was meant.
const WINE: &str = r#"
character Ida (she), Bo (he), Cy (he)
fact poured, drugged "the wine {is} drugged", asleep(c: character), drunk(c: character)
action pour(c: character) by c
    needs not poured
    effect poured
    text "{c} {pours} the wine."
action doctor(c: character) by c
    needs not drugged
    effect drugged, poured
    text "{c} {pours} a powder into the wine."
    appears as pour(c) to Ida
    hidden from Cy
action drink(c: character) by c
    needs poured and not drunk(c)
    text "{c} {drinks}."
    outcome well odds 9
        effect drunk(c)
        text "{c} {feels} warm."
    outcome ill odds 1
        effect asleep(c), drunk(c)
        text "{c} {falls} asleep."
Ida wants warm "to be warm": 2 if drunk(Ida)
Bo wants wine "the wine drugged": 1 if drugged
author wants drugged and asleep(Ida)
"#;

#[test]
fn what_something_seems_to_be_and_how_it_was_meant_is_told() {
    let world = World::from_source("wine.motive", WINE).unwrap_or_else(|found| panic!("{found}"));
    let plain = Manner::default();
    expect![[r#"
        Bo poured a powder into the wine. To Ida it seemed that he poured the wine.
        Ida drank. She fell asleep.
    "#]]
    .assert_eq(&told(&world, plain).unwrap());
    expect![[r#"
        Bo poured a powder into the wine. To Ida it seemed that he poured the wine. He wanted the wine drugged.
        Ida drank. She fell asleep. She wanted to be warm, and expected that she would feel warm. It came otherwise than she meant.
    "#]].assert_eq(&told(&world, Manner { why: true, ..plain }).unwrap());
    expect![[r#"
        Bo pours a powder into the wine. To Ida it seems that he pours the wine. He wants the wine drugged.
        Ida drinks. She falls asleep. She wants to be warm, and expects that she will feel warm. It comes otherwise than she means.
    "#]].assert_eq(&told(&world, Manner { why: true, tense: Tense::Present }).unwrap());
}

/// What she sees a rule shows her, and so she draws a conclusion, which is told although the step did not
/// reach her mind by itself.
const BOOTS: &str = r#"
character Ida (she), Bo (he)
fact here(c: character), wet(c: character), was_out(c: character) "{c} {has} been out"
mystery was_out(Bo) known to Bo
secret wet(Bo) known to Bo
start here(Bo)
action come(c: character) by c
    needs not here(c)
    effect here(c)
    text "{c} {comes} in."
rule sees(w, c: character) when here(w) and here(c)
    effect w learns wet(c)
inference must_have_been_out(c: character) when wet(c)
    conclude was_out(c)
    text "{c} {has} been out"
Ida wants warm "to be warm": 1 if here(Ida)
Bo wants 1 if here(Ida)
author wants here(Ida)
"#;

#[test]
fn what_is_concluded_from_what_a_rule_shows_is_told() {
    let world = World::from_source("boots.motive", BOOTS).unwrap_or_else(|found| panic!("{found}"));
    expect![[r#"
        Ida came in. She concluded that Bo had been out.
    "#]]
    .assert_eq(&told(&world, Manner::default()).unwrap());
}
