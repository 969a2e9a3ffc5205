//! The Sabre parser: it keeps every byte, reads the published problems, and is fast on anything.

#![allow(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test reads files and says so"
)]

use motive_syntax::sabre::{Parse, SyntaxKind, SyntaxNode, parse};
use std::path::PathBuf;

/// The problem files beside the repository, where they are present.
fn published() -> Vec<(String, String)> {
    let shared = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let mut found = Vec::new();
    for folder in ["benchmarks/sabre/problems", "conformance"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else { continue };
        for entry in entries.flatten() {
            if entry.path().extension().is_some_and(|extension| extension == "txt") {
                let text = std::fs::read_to_string(entry.path()).expect("it is there");
                found.push((entry.path().display().to_string(), text));
            }
        }
    }
    found.sort();
    println!("{} published problem files", found.len());
    found
}

fn parse_lossless(text: &str) -> Parse {
    let parse = parse(text);
    assert_eq!(parse.syntax().text().to_string(), text);
    for error in &parse.errors {
        let end = usize::from(error.range.end());
        assert!(end <= text.len(), "{error:?}");
        assert!(text.is_char_boundary(usize::from(error.range.start())), "{error:?}");
        assert!(text.is_char_boundary(end), "{error:?}");
        assert!(!error.message.ends_with('.'), "{error:?}");
    }
    parse
}

/// The tree of an expression as brackets: `(and p (or q r))`.
fn shape(source: &str) -> String {
    let parse = parse_lossless(source);
    assert_eq!(parse.errors, [], "{source}");
    let statement = parse.syntax().first_child().expect("it is there");
    assert_eq!(statement.kind(), SyntaxKind::INITIAL_STATEMENT);
    outline(&statement.first_child().expect("it is there"))
}

fn outline(node: &SyntaxNode) -> String {
    let name = format!("{:?}", node.kind()).to_lowercase();
    let name = name.trim_end_matches("_expression").to_owned();
    match node.kind() {
        SyntaxKind::PAREN_EXPRESSION => outline(&node.first_child().expect("it is there")),
        SyntaxKind::CALL_EXPRESSION
        | SyntaxKind::NAME_EXPRESSION
        | SyntaxKind::NUMBER_EXPRESSION
        | SyntaxKind::UNKNOWN_EXPRESSION => node.text().to_string(),
        _ => {
            let operator = node
                .children_with_tokens()
                .filter_map(|element| element.into_token())
                .find(|token| !token.kind().is_trivia());
            let name = match node.kind() {
                SyntaxKind::ARITHMETIC_EXPRESSION | SyntaxKind::COMPARE_EXPRESSION => {
                    operator.expect("it is there").text().to_owned()
                }
                SyntaxKind::QUANTIFIED_EXPRESSION => {
                    operator.expect("it is there").text().to_owned()
                }
                SyntaxKind::NAME_REFERENCE | SyntaxKind::NAME_DEFINITION => {
                    return node.text().to_string();
                }
                _ => name,
            };
            let parts: Vec<String> = node.children().map(|child| outline(&child)).collect();
            format!("({name} {})", parts.join(" "))
        }
    }
}

#[test]
fn operators_are_cut_in_their_odd_order() {
    // planning-semantics §1.3
    for (source, expected) in [
        ("p() & q() | r()", "(and p() (or q() r()))"),
        ("r() | p() & q()", "(and (or r() p()) q())"),
        ("!a() == b()", "(not (== a() b()))"),
        ("!a() & b()", "(and (not a()) b())"),
        ("!a() | b()", "(or (not a()) b())"),
        ("if(x()) y() & z()", "(and (if (if_branch x() y())) z())"),
        ("forall(c : t) p(c) & q()", "(and (forall c t p(c)) q())"),
        ("exists(c : t) p(c) | q()", "(or (exists c t p(c)) q())"),
        ("if(x()) (y() & z())", "(if (if_branch x() (and y() z())))"),
        ("f() = 1 + 2 * 3", "(assign f() (* (+ 1 2) 3))"),
        ("f() = 2 * 3 + 4", "(assign f() (* 2 (+ 3 4)))"),
        ("f() = 10 - 2 - 3", "(assign f() (- 10 2 3))"),
        ("f() = 10 - 2 + 3", "(assign f() (+ (- 10 2) 3))"),
        ("f() = 8 / 2 * 4", "(assign f() (* (/ 8 2) 4))"),
        ("f() = 8 / 2 / 2", "(assign f() (/ 8 2 2))"),
        ("f() = 5 -1", "(assign f() (- 5 1))"),
        ("f() = 5-1", "(assign f() (- 5 1))"),
        ("f() = w()-1", "(assign f() (- w() 1))"),
        ("f() = -1", "(assign f() -1)"),
        ("f() =-1", "(assign f() -1)"),
        ("f() = 5 - -1", "(assign f() (- 5 -1))"),
        ("f() = 5--1", "(assign f() (- 5 -1))"),
        ("f() = (-.5)", "(assign f() -.5)"),
        ("f() = if(a()) -1 else -2", "(assign f() (if (if_branch a() -1) (else_branch -2)))"),
        ("f() = sum(i : t) -1", "(assign f() (sum i t -1))"),
        (
            "if(a()) if(b()) x() else y()",
            "(if (if_branch a() (if (if_branch b() x()))) (else_branch y()))",
        ),
        (
            "if(a()) x() else if(b()) y() else z()",
            "(if (if_branch a() x()) (else_branch (if (if_branch b() y()) (else_branch z()))))",
        ),
        (
            "if(a()) x() elseif(b()) y() elseif(c()) z() else w()",
            "(if (if_branch a() x()) (if_branch b() y()) (if_branch c() z()) (else_branch w()))",
        ),
        (
            "if(a()) if(b()) x() else y() elseif(c()) z()",
            "(if (if_branch a() (if (if_branch b() x()) (else_branch y()))) (if_branch c() z()))",
        ),
        ("sum(i : item) v(i) == 5", "(== (sum i item v(i)) 5)"),
        ("f() = if(a()) 1 else 0 + 1", "(assign f() (if (if_branch a() 1) (else_branch (+ 0 1))))"),
        (
            "f() = (if(a()) 1 else 0) + (if(b()) 1 else 0)",
            "(assign f() (+ (if (if_branch a() 1) (else_branch 0)) (if (if_branch b() 1) \
             (else_branch 0))))",
        ),
        (
            "f() = 2 * if(a()) 1 else 0 * 3",
            "(assign f() (* 2 (if (if_branch a() 1) (else_branch (* 0 3)))))",
        ),
        ("f() = 1 + sum(i : t) v(i) + 2", "(assign f() (+ 1 (sum i t (+ v(i) 2))))"),
        ("x() = y() == z()", "(assign x() (== y() z()))"),
        ("a() == b() == c()", "(== a() (== b() c()))"),
        ("a() != b() == c()", "(== (!= a() b()) c())"),
        ("a() < b() >= c()", "(>= (< a() b()) c())"),
        ("at(x) : place", "(type_test at(x) place)"),
        ("sum(i : t) v(i) + 1 > 2", "(> (sum i t (+ v(i) 1)) 2)"),
        ("believes(A, believes(B, f() = 1))", "(believes A (believes B (assign f() 1)))"),
        ("believes(A, f()) = 1", "(assign (believes A f()) 1)"),
        ("believes(A, f() & g())", "(believes A (and f() g()))"),
        ("!believes(A, f())", "(not (believes A f()))"),
        ("!!f()", "(not (not f()))"),
        ("((f()))", "f()"),
    ] {
        assert_eq!(shape(source), expected, "{source}");
    }
}

#[test]
fn every_published_problem_parses() {
    for (path, text) in published() {
        assert_eq!(parse_lossless(&text).errors, [], "{path}");
    }
}

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

const PIECES: [&str; 48] = [
    "(",
    ")",
    "{",
    "}",
    "[",
    "]",
    ",",
    ";",
    ":",
    "*",
    "/",
    "+",
    "-",
    "&",
    "|",
    "!",
    "==",
    "!=",
    ">=",
    "<=",
    ">",
    "<",
    "=",
    "?",
    "if",
    "elseif",
    "else",
    "forall",
    "exists",
    "sum",
    "product",
    "believes",
    "type",
    "entity",
    "property",
    "action",
    "trigger",
    "utility",
    "precondition",
    "effect",
    "consenting",
    "observing",
    "\n",
    " ",
    "-1",
    "/*",
    "\"",
    "∧",
];

const SOURCE: &str = "type place; entity Ida : character; entity Bay : place, item;\n\
    property at(c : character) : place; property rich(Ida) : boolean;\n\
    at(Ida) = ?; forall(c : character) at(c) = Bay; believes(Ida, !rich(Ida));\n\
    action go(c : character, p : place) {\n\
      precondition: at(c) != p & (rich(Ida) | exists(q : place) at(c) == q);\n\
      effect: if(rich(Ida)) at(c) = p elseif(at(c) == ?) rich(Ida) else !rich(Ida);\n\
      consenting: (c, Ida); observing(o : character): believes(o, at(c)) == at(o);\n\
    };\n\
    trigger sink(c : character) { precondition: at(c) : place; effect: at(c) = ?; };\n\
    utility(): (sum(c : character) if(rich(Ida)) -1 else 2) * 3 - .5;\n\
    utility(Ida): rich(Ida);";

#[test]
fn mutated_problems_keep_every_byte() {
    let mut sources: Vec<String> = published().into_iter().map(|(_, text)| text).collect();
    sources.push(SOURCE.to_owned());
    assert_eq!(parse_lossless(SOURCE).errors, []);
    let mut dice = Dice(0x5eed);
    for round in 0..3_000 {
        let mut text = sources[dice.below(sources.len())].clone();
        if round % 2 == 0 {
            text = SOURCE.to_owned();
        }
        for _ in 0..=dice.below(6) {
            let mut place = || {
                let mut at = dice.below(text.len() + 1);
                while !text.is_char_boundary(at) {
                    at -= 1;
                }
                at
            };
            let (a, b) = (place(), place());
            match dice.below(3) {
                0 => text.insert_str(a, PIECES[dice.below(PIECES.len())]),
                1 if a.abs_diff(b) < 200 => text.replace_range(a.min(b)..a.max(b), ""),
                _ => {
                    let piece = text[a.min(b)..a.max(b)].chars().take(60).collect::<String>();
                    text.insert_str(b, &piece);
                }
            }
        }
        parse_lossless(&text);
    }
}

#[test]
fn random_pieces_and_random_characters_keep_every_byte() {
    let mut dice = Dice(0xfeed);
    for _ in 0..3_000 {
        let mut text = String::new();
        for _ in 0..dice.below(80) {
            match dice.below(8) {
                0 => text.push(char::from_u32(dice.below(0x3000) as u32).unwrap_or('\u{fffd}')),
                1 => text.push_str("name"),
                _ => text.push_str(PIECES[dice.below(PIECES.len())]),
            }
            if dice.below(3) == 0 {
                text.push(' ');
            }
        }
        parse_lossless(&text);
    }
}

const LARGE: usize = 10_000_000;

/// Parses something large, which must not take long (nor does comparing the texts byte for byte).
fn parse_large(text: &str) -> Parse {
    let parse = parse(text);
    assert_eq!(usize::from(parse.syntax().text().len()), text.len());
    parse
}

#[test]
fn ten_megabytes_on_one_line() {
    let text = format!("x() = {};", "p() & ".repeat(LARGE / 6) + "p()");
    assert_eq!(parse_large(&text).errors, []);
    let text = format!("x() = {};", "1 + ".repeat(LARGE / 4) + "1");
    assert_eq!(parse_large(&text).errors, []);
    parse_large(&"x".repeat(LARGE));
    parse_large(&"x ".repeat(LARGE / 20));
    parse_large(&"#".repeat(LARGE));
}

#[test]
fn ten_megabytes_of_brackets() {
    for (bracket, size) in [
        ("(", LARGE),
        ("{(", LARGE),
        (")", LARGE / 10),
        ("{", LARGE / 10),
        ("}", LARGE / 10),
        ("[", LARGE / 10),
        ("(]", LARGE / 10),
        ("();", LARGE / 10),
        ("f(", LARGE / 10),
        ("a(){", LARGE / 10),
    ] {
        let parse = parse_large(&bracket.repeat(size / bracket.len()));
        assert!(!parse.errors.is_empty(), "{bracket}");
    }
}

#[test]
fn a_megabyte_of_nesting() {
    for (open, close) in
        [("(", ")"), ("!", ""), ("if(a)", ""), ("1 - ", ""), ("believes(A,", ")"), ("sum(x:y)", "")]
    {
        let times = LARGE / 10 / (open.len() + close.len());
        let text = format!("{}x(){};", open.repeat(times), close.repeat(times));
        let parse = parse_large(&text);
        let messages: Vec<&str> = parse.errors.iter().map(|e| e.message.as_str()).collect();
        assert_eq!(messages, ["this is nested more than 256 levels deep"], "{open}");
    }
    let text = "a-".repeat(LARGE / 20);
    parse_large(&text);
}
