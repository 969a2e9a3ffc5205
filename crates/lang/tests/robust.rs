//! Bad input never panics, hangs or exhausts the stack.
#![allow(clippy::disallowed_methods, reason = "a test reads files")]

use motive_lang::sabre::read;
use motive_world::id::FluentSchemaId;
use motive_world::program::{Argument, Condition, Effect, Expr, Program, Scope};
use motive_world::value::Value;
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

/// Whether a program keeps what its type promises: as many arguments as parameters, no variable
/// from outside its scope.
struct Sound<'p> {
    program: &'p Program,
    variables: usize,
}

impl Sound<'_> {
    fn check(program: &Program) {
        let within = |scope: &Scope| Sound { program, variables: scope.len() };
        for action in &program.actions {
            let sound = within(&action.scope);
            sound.condition(&action.precondition);
            sound.arguments(&action.consenting);
            action.outcomes.iter().for_each(|outcome| sound.effect(&outcome.effect));
            action.perceptions.iter().for_each(|row| sound.condition(&row.condition));
        }
        for trigger in &program.triggers {
            within(&trigger.scope).condition(&trigger.precondition);
            within(&trigger.scope).effect(&trigger.effect);
        }
        for utility in program.utilities.iter().chain([&program.author]) {
            utility.wants.iter().for_each(|want| within(&utility.scope).expr(&want.amount));
        }
        for statement in &program.start {
            within(&statement.scope).effect(&statement.effect);
        }
        assert_eq!(program.utilities.len(), program.characters as usize);
    }

    fn arguments(&self, arguments: &[Argument]) {
        for argument in arguments {
            match argument {
                Argument::Variable(variable) => assert!(variable.index() < self.variables),
                Argument::Constant(Value::Entity(entity)) => {
                    assert!(entity.index() < self.program.entities.len());
                }
                Argument::Constant(_) => {}
            }
        }
    }

    fn fluent(&self, fluent: FluentSchemaId, arguments: &[Argument]) {
        let parameters = &self.program.fluents[fluent.index()].parameters;
        assert_eq!(parameters.len(), arguments.len());
        self.arguments(arguments);
    }

    fn condition(&self, condition: &Condition) {
        match condition {
            Condition::True | Condition::False => {}
            Condition::Not(inner) => self.condition(inner),
            Condition::And(all) | Condition::Or(all) => all.iter().for_each(|c| self.condition(c)),
            Condition::Forall(variable, _, inner) | Condition::Exists(variable, _, inner) => {
                self.arguments(&[Argument::Variable(*variable)]);
                self.condition(inner);
            }
            Condition::Believes(who, inner) => {
                self.arguments(&[*who]);
                self.condition(inner);
            }
            Condition::Compare(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Condition::IsA(expr, _) => self.expr(expr),
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.condition(then);
                }
                self.condition(otherwise);
            }
        }
    }

    fn expr(&self, expr: &Expr) {
        match expr {
            Expr::Value(_) => {}
            Expr::Variable(variable) => self.arguments(&[Argument::Variable(*variable)]),
            Expr::Fluent(fluent, arguments) => self.fluent(*fluent, arguments),
            Expr::Believed(who, inner) => {
                self.arguments(&[*who]);
                self.expr(inner);
            }
            Expr::Arithmetic(_, left, right) => {
                self.expr(left);
                self.expr(right);
            }
            Expr::Sum(variable, _, inner) | Expr::Product(variable, _, inner) => {
                self.arguments(&[Argument::Variable(*variable)]);
                self.expr(inner);
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.expr(then);
                }
                self.expr(otherwise);
            }
            Expr::Truth(condition) => self.condition(condition),
        }
    }

    fn effect(&self, effect: &Effect) {
        match effect {
            Effect::And(all) => all.iter().for_each(|effect| self.effect(effect)),
            Effect::Assign { believers, fluent, arguments, value } => {
                self.arguments(believers);
                self.fluent(*fluent, arguments);
                self.expr(value);
            }
            Effect::Forall(variable, _, inner) => {
                self.arguments(&[Argument::Variable(*variable)]);
                self.effect(inner);
            }
            Effect::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.condition(test);
                    self.effect(then);
                }
                self.effect(otherwise);
            }
        }
    }
}

/// Our own problem, and the published ones where they are present.
fn problems() -> Vec<String> {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared");
    let mut found = vec![SOURCE.to_owned()];
    for folder in ["benchmarks/sabre/problems", "conformance"] {
        let Ok(entries) = std::fs::read_dir(shared.join(folder)) else { continue };
        let mut paths: Vec<_> = entries.flatten().map(|entry| entry.path()).collect();
        paths.sort();
        paths.retain(|path| path.extension().is_some_and(|extension| extension == "txt"));
        found.extend(paths.iter().filter_map(|path| std::fs::read_to_string(path).ok()));
    }
    found
}

#[test]
fn problems_with_words_exchanged() {
    assert_eq!(read(SOURCE).diagnostics, []);
    let problems = problems();
    let mut dice = Dice(0x5eed);
    let mut programs = 0;
    for round in 0..6_000 {
        let source = if round % 4 == 0 { &problems[dice.below(problems.len())] } else { SOURCE };
        let words: Vec<&str> =
            source.split_inclusive([' ', '(', ')', ';', ':', '&', '{']).collect();
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
        if let Some(program) = read(&mixed.concat()).program {
            Sound::check(&program);
            programs += 1;
        }
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
