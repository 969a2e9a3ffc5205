//! Random stories of random lexicons: whatever is told is well formed.

use motive_narrate::{Manner, Tense};

use crate::cast::Cast;

struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % sides as u64).unwrap()
    }

    fn one_of<'t>(&mut self, all: &[&'t str]) -> &'t str {
        all[self.roll(all.len())]
    }
}

const BEGINNINGS: [&str; 8] = [
    "{0} {goes} to {1}",
    "{0} {tells} {1} that {2} {has} {1 their} hat",
    "{0} {hides} {2}",
    "the wind {is} up. {0 they} {shivers}",
    "{0} quietly {takes} {1's} {2}",
    "{1} {is} with {0}",
    "a {2} {falls} on {0}",
    "{0's} hat {is} gone",
];
const ENDINGS: [&str; 8] = [
    ".",
    "",
    "  and  {leaves}.",
    ", {0 they} {thinks}.",
    " for {0 their} own.",
    " beside {0}...",
    "! {1 they} {is} glad.",
    " and {0} {weeps}..",
];
const PEOPLE: [&str; 7] = ["Anna", "Bert", "Carol", "Wren", "Silas", "Xen", "Guards"];
const THINGS: [&str; 11] =
    ["Anna", "Bert", "Carol", "Wren", "Silas", "Xen", "Guards", "Ring", "Apple", "Pearls", "Mill"];

#[test]
fn whatever_is_told_is_well_formed() {
    for seed in 0..3_000 {
        let mut dice = Dice(seed);
        let mut cast = Cast::new();
        let names = ["a", "b", "c", "d"];
        for name in names {
            if dice.roll(5) == 0 {
                cast.plain(name, 3);
            } else {
                let text = format!("{}{}", dice.one_of(&BEGINNINGS), dice.one_of(&ENDINGS));
                cast.action(name, 3, &text);
            }
        }
        let steps: Vec<(&str, Vec<&str>)> = (0..1 + dice.roll(7))
            .map(|_| {
                let arguments =
                    vec![dice.one_of(&PEOPLE), dice.one_of(&THINGS), dice.one_of(&THINGS)];
                (dice.one_of(&names), arguments)
            })
            .collect();
        let steps: Vec<(&str, &[&str])> =
            steps.iter().map(|(name, all)| (*name, all.as_slice())).collect();
        let tense = if dice.roll(2) == 0 { Tense::Past } else { Tense::Present };
        let text = cast.told(&steps, Manner { tense, why: dice.roll(2) == 0 });
        is_well_formed(&text, &format!("seed {seed}, {steps:?}: {text}"));
    }
}

fn is_well_formed(text: &str, about: &str) {
    for wrong in ["{", "}", "  ", "..", " .", " ,", ",.", "\t"] {
        assert!(!text.contains(wrong), "{wrong:?} in {about}");
    }
    for paragraph in text.split('\n') {
        assert!(paragraph.ends_with(['.', '!', '?', '…']), "{about}");
        let mut starts = true;
        let mut stopped = false;
        for letter in paragraph.chars() {
            if letter == ' ' && stopped {
                starts = true;
            }
            if letter.is_alphabetic() {
                assert!(
                    !starts || letter.is_uppercase(),
                    "a small letter begins a sentence in {about}"
                );
                starts = false;
            }
            stopped = matches!(letter, '.' | '!' | '?' | '…');
        }
    }
}
