//! Bad input never panics, hangs or exhausts the stack.
#![allow(clippy::disallowed_methods, reason = "a test reads files")]

use motive_lang::sabre::read;
use std::path::Path;

const SOURCE: &str =
    "type place; type hut : place; entity Ida : character; entity Bay : place, item;
    property at(c : character) : place; property rich(Ida) : boolean; property n() : number;
    at(Ida) = ?; forall(c : character) at(c) = Bay; believes(Ida, !rich(Ida)); n() = 8 / 2 - 1;
    action go(c : character, p : place) {
        precondition: at(c) != p & (rich(Ida) | exists(q : place) at(c) == q) & Bay : item;
        effect: if(rich(Ida)) at(c) = p elseif(at(c) == ?) rich(Ida) else !rich(Ida);
        consenting: (c, Ida); observing(o : character): believes(o, at(c)) == at(o);
    };
    trigger sink(c : character) { precondition: n() >= 3; effect: at(c) = ? & n() = n() - 1; };
    utility(): (sum(c : character) if(rich(Ida)) -1 else 2) * 3 - .5; utility(Ida): rich(Ida);";

/// A small generator of reproducible numbers (xorshift).
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % bound.max(1) as u64) as usize
    }
}

#[test]
fn problems_with_words_exchanged() {
    assert_eq!(read(SOURCE).diagnostics, []);
    let words: Vec<&str> = SOURCE.split_inclusive([' ', '(', ')', ';', ':', '&', '{']).collect();
    let mut dice = Dice(0x5eed);
    let mut programs = 0;
    for _ in 0..6_000 {
        let mut mixed = words.clone();
        for _ in 0..=dice.below(3) {
            let (a, b) = (dice.below(mixed.len()), dice.below(mixed.len()));
            match dice.below(3) {
                0 => mixed.swap(a, b),
                1 => mixed[a] = words[b],
                _ => {
                    mixed.remove(a);
                }
            }
        }
        programs += usize::from(read(&mixed.concat()).program.is_some());
    }
    // Some exchanges leave a problem that is as good as before.
    assert!(programs > 60, "{programs}");
}

#[test]
fn nesting_ten_thousand_deep() {
    for (open, close) in [
        ("(", ")"),
        ("!", ""),
        ("if(n() == 1) ", ""),
        ("if(1 == ", ") p()"),
        ("1 - ", ""),
        ("1 / ", ""),
        ("2 * (", ")"),
        ("believes(Ida, ", ")"),
        ("exists(c : character) ", ""),
        ("sum(c : character) ", ""),
        ("n() == ", ""),
        ("{", "}"),
    ] {
        for depth in [200, 10_000] {
            let nested = format!("{}n(){}", open.repeat(depth), close.repeat(depth));
            for text in [
                format!("{SOURCE} n() = {nested};"),
                format!("{SOURCE} utility(): {nested};"),
                format!("{SOURCE} action a() {{ precondition: {nested}; effect: n() = 1; }};"),
                format!("{SOURCE} {nested};"),
            ] {
                let _ = read(&text);
            }
        }
    }
}

#[test]
fn long_chains_are_not_deep() {
    let long = |operand: &str, operator: &str| vec![operand; 100_000].join(operator);
    for text in [
        format!("{SOURCE} n() = {};", long("1", " + ")),
        format!("{SOURCE} n() = {};", long("1", " * ")),
        format!("{SOURCE} {};", long("n() = 1", " & ")),
        format!(
            "{SOURCE} action a() {{ precondition: {}; effect: n() = 1; }};",
            long("n() == 1", " | ")
        ),
    ] {
        let reading = read(&text);
        assert_eq!(reading.diagnostics, []);
    }
}

#[test]
fn long_hierarchies() {
    let chain: String = (0..9_000).map(|n| format!("type t{} : t{};", n, n + 1)).collect();
    let codes: Vec<&str> = read(&chain).diagnostics.iter().map(|d| d.code.id()).collect();
    // The last one is declared nowhere, and its name is like all others.
    assert_eq!(codes, ["E0220", "W0101", "W0104"]);
    let many: String = (0..11_000).map(|n| format!("type t{n};")).collect();
    let codes: Vec<&str> = read(&many).diagnostics.iter().map(|d| d.code.id()).collect();
    assert_eq!(codes, ["E0220", "W0104"]);
    let ladder: String = (1..200)
        .map(|n| format!("type a{n} : a{0}, b{0}; type b{n} : a{0}, b{0};", n - 1))
        .collect();
    let codes: Vec<&str> = read(&format!("type a0; type b0; {ladder}"))
        .diagnostics
        .iter()
        .map(|d| d.code.id())
        .collect();
    assert_eq!(codes, ["E0220", "W0104"]);
    let overloads: String =
        (0..1_200).map(|n| format!("type t{n}; property p(x : t{n}) : boolean;")).collect();
    let codes: Vec<&str> = read(&overloads).diagnostics.iter().map(|d| d.code.id()).collect();
    assert_eq!(codes, ["E0220", "W0104"]);
}

#[test]
fn large_texts() {
    const LARGE: usize = 10_000_000;
    for (piece, size) in [
        ("n() & ", LARGE),
        ("(", LARGE),
        ("x", LARGE),
        ("at(Ida) = Bay;\n", LARGE / 10),
        ("entity E : place;", LARGE / 10),
        ("type t : u, v;\n", LARGE / 10),
    ] {
        let reading = read(&piece.repeat(size / piece.len()));
        assert!(reading.diagnostics.len() <= 402, "{piece}");
    }
    let reading = read(&format!("{SOURCE} {};", vec!["at(Ida) = Bay"; 100_000].join(" & ")));
    assert_eq!(reading.diagnostics, []);
}

#[test]
fn the_corpus_of_the_fuzzer() {
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus/sabre_problem");
    let mut count = 0;
    for entry in std::fs::read_dir(&corpus).expect("the committed corpus").flatten() {
        let bytes = std::fs::read(entry.path()).expect("a file of the corpus");
        if let Ok(text) = std::str::from_utf8(&bytes) {
            let _ = read(text);
            count += 1;
        }
    }
    assert!(count >= 10, "{count} files");
}
