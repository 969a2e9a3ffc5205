//! Motive's language: what is accepted, what is reported, and what formatting leaves alone.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive_syntax::motive::{Fault, MAX_ERRORS, SyntaxKind, SyntaxNode, format, parse};

const EVERYTHING: &str = include_str!("everything.motive");

/// The kinds and tokens of a tree, without white space, comments and positions.
fn shape(text: &str) -> String {
    fn write(node: &SyntaxNode, out: &mut String) {
        out.push_str(&format!("({:?}", node.kind()));
        for child in node.children_with_tokens() {
            match child {
                rowan::NodeOrToken::Node(node) => write(&node, out),
                rowan::NodeOrToken::Token(token) if !token.kind().is_trivia() => {
                    out.push(' ');
                    out.push_str(token.text());
                }
                rowan::NodeOrToken::Token(_) => {}
            }
        }
        out.push(')');
    }
    let mut out = String::new();
    write(&parse(text).syntax(), &mut out);
    out
}

fn faults(text: &str) -> Vec<Fault> {
    let parse = parse(text);
    assert_eq!(parse.syntax().text().to_string(), text, "every byte is kept");
    parse.errors.iter().map(|error| error.fault).collect()
}

/// The only error of a text: its kind and the text at its place.
fn only(text: &str) -> (Fault, &str) {
    let errors = parse(text).errors;
    assert_eq!(errors.len(), 1, "{text}\n{errors:#?}");
    let range = errors[0].range;
    (errors[0].fault, &text[usize::from(range.start())..usize::from(range.end())])
}

#[test]
fn the_whole_grammar_is_accepted() {
    let parse = parse(EVERYTHING);
    let shown: Vec<String> = parse
        .errors
        .iter()
        .map(|e| {
            let line = EVERYTHING[..usize::from(e.range.start())].lines().count();
            format!("line {line}: {} ({:?})", e.message, e.fault)
        })
        .collect();
    assert!(shown.is_empty(), "{shown:#?}");
    assert_eq!(parse.syntax().text().to_string(), EVERYTHING);
    assert!(!parse.syntax().descendants().any(|node| node.kind() == SyntaxKind::ERROR));
}

#[test]
fn every_prefix_keeps_every_byte() {
    for (end, _) in EVERYTHING.char_indices() {
        faults(&EVERYTHING[..end]);
        let tidy = format(&EVERYTHING[..end]);
        assert_eq!(format(&tidy), tidy, "up to {end}");
    }
}

#[test]
fn every_deleted_line_keeps_every_byte_and_harms_nothing_else() {
    let lines: Vec<&str> = EVERYTHING.lines().collect();
    for gone in 0..lines.len() {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|&(at, _)| at != gone).map(|(_, line)| *line).collect();
        let text = rest.join("\n");
        faults(&text);
        let tidy = format(&text);
        assert_eq!(format(&tidy), tidy, "without line {}", gone + 1);
    }
}

/// Moving a line left or right leaves the tree as it is, or is an error.
#[test]
fn no_line_changes_its_meaning_when_it_is_moved() {
    let whole = shape(EVERYTHING);
    let lines: Vec<&str> = EVERYTHING.lines().collect();
    let mut errors = 0;
    for at in 0..lines.len() {
        let bare = lines[at].trim_start();
        let present = lines[at].len() - bare.len();
        for depth in (0..=14).filter(|&depth| depth != present) {
            let moved = format!("{}{bare}", " ".repeat(depth));
            let mut all = lines.clone();
            all[at] = &moved;
            let text = all.join("\n");
            if faults(&text).is_empty() {
                assert_eq!(shape(&text), whole, "line {} at column {depth}", at + 1);
            } else {
                errors += 1;
            }
        }
    }
    assert!(errors > 300, "most moves are errors: {errors}");
}

#[test]
fn formatting_is_idempotent_and_changes_no_meaning() {
    let tidy = format(EVERYTHING);
    assert_eq!(format(&tidy), tidy);
    assert_eq!(shape(&tidy), shape(EVERYTHING));
    for comment in EVERYTHING.lines().filter(|line| line.starts_with("--")) {
        assert!(tidy.contains(comment));
    }
}

#[test]
fn formatting_mends_columns() {
    let lines: Vec<&str> = EVERYTHING.lines().collect();
    // Whatever is further in, by one more or less.
    let ragged: Vec<String> = lines
        .iter()
        .enumerate()
        .map(|(at, line)| {
            let by = if line.starts_with(' ') { at % 3 } else { 0 };
            format!("{}{line}", " ".repeat(by))
        })
        .collect();
    let ragged = ragged.join("\n");
    assert!(faults(&ragged).iter().all(|&fault| fault == Fault::Column));
    assert_eq!(format(&ragged), format(EVERYTHING));
}

#[test]
fn formatting_lays_out() {
    for (text, tidy) in [
        ("", ""),
        ("\n\n", ""),
        ("-- a\n\n\n\n-- b", "-- a\n\n-- b\n"),
        ("character  Anna(she),Bert (xe / xem)", "character Anna (she), Bert (xe/xem)\n"),
        ("fact at( t:thing ):place   —  where", "fact at(t: thing): place  --  where\n"),
        ("start\r\n a( - 1 )=-2,\r\n b", "start\n    a(-1) = -2,\n    b\n"),
        (
            "action go(c: character) by c\n        -- why\n  effect\n    gone(c)",
            "action go(c: character) by c\n    -- why\n    effect\n        gone(c)\n",
        ),
        // A comment further in belongs to what is above it, one in the margin to what is below.
        (
            "start\n    a\n    -- b\n-- c\nstart\n    d",
            "start\n    a\n    -- b\n-- c\nstart\n    d\n",
        ),
    ] {
        assert_eq!(format(text), tidy, "{text:?}");
        assert_eq!(format(tidy), tidy, "{tidy:?}");
    }
}

#[test]
fn formatting_leaves_broken_declarations_as_they_are() {
    let text = "fact  a\naction go( c )\n   needs  )(  \n  effect gone(c)   -- so\nfact  b\n";
    assert_eq!(
        format(text),
        "fact a\naction go( c )\n   needs  )(  \n  effect gone(c)   -- so\nfact b\n"
    );
}

#[test]
fn mistakes_are_told_with_their_place() {
    for (text, fault, place) in [
        ("action take(c: character)", Fault::Actor, ""),
        ("start\n    a == b", Fault::Foreign, "=="),
        ("define d means a = b", Fault::Asking, "="),
        ("define d means a == b", Fault::Foreign, "=="),
        ("start\n    a is b", Fault::Asking, "is"),
        ("fact a(c: character", Fault::Bracket, ""),
        ("define d means (a and b", Fault::Bracket, ""),
        ("define d means a) and b", Fault::Bracket, ")"),
        ("world \"open", Fault::Character, "\"open"),
        ("define d means 3rd", Fault::Character, "3rd"),
        ("acton go(c: character) by c\n    needs a\n", Fault::Declaration, "acton"),
        ("holder(i) is none", Fault::Declaration, "holder"),
        ("fact a\n    b", Fault::Declaration, "b"),
        ("fact a\n    needs b", Fault::Clause, "needs"),
        ("event e\n    needs a\n    effects b = c", Fault::Clause, "effects"),
        ("fact a(c)", Fault::Unexpected, ")"),
        ("start", Fault::Unexpected, ""),
        ("define d means", Fault::Unexpected, ""),
        ("define d means needs", Fault::Unexpected, "needs"),
        ("start\n    x = 1 if a else 2", Fault::Unexpected, "2"),
        ("  fact a", Fault::Column, "fact"),
        ("event e\n    needs\n    a", Fault::Column, "a"),
        ("event e\n    needs\n        a\n      b", Fault::Column, "b"),
        ("event e\n    needs a\n   effect b", Fault::Column, "effect"),
        ("event e\n    needs a and\n    b", Fault::Column, "b"),
    ] {
        assert_eq!(only(text), (fault, place), "{text}");
    }
}

#[test]
fn one_mistake_leaves_the_rest_whole() {
    let text = "event e\n    needs\n        a == b\n        c\n    effect d\nfact f";
    let parse = parse(text);
    assert_eq!(parse.errors.len(), 1);
    assert_eq!(parse.file().declarations().count(), 2);
}

/// Bytes of the text moved, doubled, dropped and swapped for signs, over and over.
#[test]
fn mangled_texts_keep_every_byte() {
    let mut dice = 0x2545_F491_4F6C_DD1D_u64;
    let mut below = |bound: usize| {
        dice ^= dice << 13;
        dice ^= dice >> 7;
        dice ^= dice << 17;
        (dice % bound.max(1) as u64) as usize
    };
    let signs = [
        "(", ")", ",", ":", "\n", "\n    ", " ", "\"", "`", "--", "if", "each", "needs", "=", "é",
        "\t",
    ];
    for _ in 0..400 {
        let mut text: Vec<char> = EVERYTHING.chars().collect();
        let from = below(text.len());
        text.truncate(from + 1 + below(600));
        text.drain(..from);
        for _ in 0..=below(6) {
            let at = below(text.len());
            match below(3) {
                0 => {
                    text.remove(at);
                }
                1 => {
                    let sign = signs[below(signs.len())];
                    text.splice(at..at, sign.chars());
                }
                _ => {
                    let to = below(text.len());
                    text.swap(at, to);
                }
            }
            if text.is_empty() {
                break;
            }
        }
        let text: String = text.into_iter().collect();
        faults(&text);
        let tidy = format(&text);
        assert_eq!(format(&tidy), tidy, "{text:?}");
    }
}

#[test]
fn hostile_texts_end() {
    for text in [
        "(".repeat(20_000),
        format!("define d means {}", "(".repeat(20_000)),
        format!("define d means {}a", "not ".repeat(20_000)),
        format!("define d means {}a", "a believes ".repeat(20_000)),
        format!("start\n    {}a", "for each x: t: ".repeat(5_000)),
        format!("start\n    {}", "(".repeat(20_000)),
        format!("define d means a{}", " and a".repeat(20_000)),
        format!("define d means a{}", " + a".repeat(20_000)),
        "needs\n".repeat(5_000),
        "    x\n".repeat(5_000),
        "`".repeat(10_000),
        "\u{feff}fact a\n".to_owned(),
    ] {
        let found = faults(&text);
        assert!(found.len() <= MAX_ERRORS + 1);
        let tidy = format(&text);
        assert_eq!(format(&tidy), tidy);
    }
}

#[test]
fn conventional_precedence() {
    let of = |condition: &str| {
        let whole = shape(&format!("define d means {condition}"));
        whole.split_once("MEANS_CLAUSE means").unwrap().1.to_owned()
    };
    assert_eq!(of("a or b and not c").matches("OR_EXPR").count(), 1);
    assert!(of("a or b and not c").starts_with("(OR_EXPR"));
    assert!(of("a and b or c").starts_with("(OR_EXPR(AND_EXPR"));
    assert!(of("x believes a and b").starts_with("(AND_EXPR(BELIEVES_EXPR"));
    assert!(of("not a is b").starts_with("(NOT_EXPR not(COMPARE_EXPR"));
    assert!(of("1 + 2 * 3 < 4").starts_with("(COMPARE_EXPR(ARITHMETIC_EXPR(LITERAL 1) +(ARITH"));
    assert!(of("every x: t: a or b").starts_with("(QUANTIFIED_EXPR"));
    assert!(of("x is a thing and y").contains("KIND_TEST"));
    assert!(of("x is a and y").contains("COMPARE_EXPR"));
}

/// Words that are known by their places are suggested where they are misspelt.
#[test]
fn a_misspelt_word_in_its_place_is_recognised() {
    for (text, meant) in [
        ("action rest by Ida\n    outcome good ods 2\n", "did you mean `odds`?"),
        ("secret calm(Ida) known to Ida othes think calm(Ida)\n", "did you mean `others`?"),
    ] {
        let errors = parse(text).errors;
        assert_eq!(errors.len(), 1, "{text}");
        assert_eq!(errors[0].help.as_deref(), Some(meant), "{text}");
    }
}
