//! Claims, lowered: what stands for a parameter that takes one, worked out by hand from docs/language.md.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive_lang::motive::{Reading, read};
use motive_world::program::{
    Argument, Comparison, Condition, Domain, Effect, Expr, Program, Written, as_written,
};
use motive_world::value::Value;

const BASE: &str = "\
type place, item
character Anna (she), Bert (he)
place Hut, Mill
item Ring
fact at(c: character): place = Hut
fact holder(i: item): character or none
fact tired(c: character)
mutual fact friends(a, b: character)
fact rain
claim keeps(c: character, i: item) \"{c} {has} {i}\" means holder(i) is c
claim worn(c: character) \"{c} {is} worn\" means tired(c)
claim fooled(a, b: character) \"{a} {is} fooled\" means a believes not tired(b)
author wants rain
";

fn reading(rest: &str) -> Reading {
    read(&format!("{BASE}{rest}"))
}

fn program(rest: &str) -> Program {
    let reading = reading(rest);
    assert_eq!(reading.diagnostics, [], "{rest}");
    reading.program.unwrap()
}

fn codes(rest: &str) -> Vec<&'static str> {
    reading(rest).diagnostics.iter().map(|d| d.code.id()).collect()
}

/// What an event without parameters needs.
fn needs(condition: &str) -> Condition {
    let program = program(&format!("event e\n    needs {condition}\n    effect rain\n"));
    program.actions[0].precondition.clone()
}

fn effect(text: &str) -> Vec<String> {
    let program = program(&format!("event e\n    effect {text}\n"));
    let mut all = Vec::new();
    write(&program, &program.actions[0].outcomes[0].effect, &mut all);
    all
}

fn write(program: &Program, effect: &Effect, all: &mut Vec<String>) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| write(program, part, all)),
        Effect::Assign { believers, fluent, arguments, value } => {
            let name = |argument: &Argument| match argument {
                Argument::Constant(value) => program.value_name(*value),
                Argument::Variable(variable) => format!("v{}", variable.0),
            };
            let believers: Vec<String> = believers.iter().map(name).collect();
            let arguments: Vec<String> = arguments.iter().map(name).collect();
            let value = match value {
                Expr::Value(value) => program.value_name(*value),
                Expr::Believed(..) => "believed".to_owned(),
                Expr::Fluent(..) => "fact".to_owned(),
                other => format!("{other:?}"),
            };
            let schema = &program.fluents[fluent.index()];
            all.push(format!(
                "[{}]{}({}) = {value}",
                believers.join(" "),
                schema.name,
                arguments.join(", ")
            ));
        }
        Effect::Forall(_, _, body) => write(program, body, all),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| write(program, then, all));
            write(program, otherwise, all);
        }
    }
}

#[test]
fn what_takes_a_claim_is_there_once_for_each() {
    let program = program(
        "fact said(s, h: character, k: claim)\n\
         action say(s, h: character, k: claim) by s\n    effect said(s, h, k), h believes k\n",
    );
    let said: Vec<_> = program.fluents.iter().filter(|fluent| fluent.name == "said").collect();
    assert_eq!(said.len(), 3);
    // They are different facts even where they are about the same types of things.
    let mut families: Vec<u32> = said.iter().map(|fluent| fluent.family).collect();
    families.dedup();
    assert_eq!(families.len(), 3);
    let say: Vec<_> = program.actions.iter().filter(|action| action.name == "say").collect();
    let shapes: Vec<_> = say
        .iter()
        .map(|action| {
            let names: Vec<&str> = action.scope[..action.parameters as usize]
                .iter()
                .map(|variable| variable.name.as_str())
                .collect();
            let written = as_written(&action.claims, names);
            let written = written.into_iter().map(|one| match one {
                Written::Plain(name) => name.to_owned(),
                Written::Claim(claim, about) => format!("{}[{}]", claim.claim, about.join(" ")),
            });
            written.collect::<Vec<_>>().join(" ")
        })
        .collect();
    assert_eq!(shapes, ["s h keeps[k.c k.i]", "s h worn[k.c]", "s h fooled[k.a k.b]"]);
    assert!(program.fluents.iter().filter(|f| f.name == "at").all(|f| f.claims.is_empty()));
}

#[test]
fn accepting_withdrawing_and_learning_a_claim() {
    assert_eq!(effect("Anna believes keeps(Bert, Ring)"), ["[Anna]holder(Ring) = Bert"]);
    assert_eq!(effect("keeps(Bert, Ring)"), ["[]holder(Ring) = Bert"]);
    assert_eq!(effect("Anna forgets keeps(Bert, Ring)"), ["[Anna]holder(Ring) = ?"]);
    assert_eq!(effect("Anna forgets worn(Bert)"), ["[Anna]tired(Bert) = ?"]);
    assert_eq!(effect("Anna learns keeps(Bert, Ring)"), ["[Anna]holder(Ring) = fact"]);
    assert_eq!(
        effect("Anna believes Bert learns worn(Anna)"),
        ["[Anna Bert]tired(Anna) = believed"]
    );
    // A claim may be about what somebody believes.
    assert_eq!(effect("Bert believes fooled(Anna, Bert)"), ["[Bert Anna]tired(Bert) = False"]);
    assert_eq!(effect("Bert forgets fooled(Anna, Bert)"), ["[Bert Anna]tired(Bert) = ?"]);
}

#[test]
fn quantifiers_over_claims_go_through_all_of_them() {
    let said = "fact said(k: claim)\n";
    let all = |body: &str| program(&format!("{said}event e\n    {body}\n"));
    let precondition = |body: &str| {
        let program = all(body);
        program.actions[0].precondition.clone()
    };
    let Condition::Or(some) =
        precondition("needs some k: claim where said(k) and k\n    effect rain")
    else {
        panic!("one for each claim");
    };
    assert_eq!(some.len(), 3);
    let Condition::And(every) = precondition("needs every k: claim: not said(k)\n    effect rain")
    else {
        panic!("one for each claim");
    };
    assert_eq!(every.len(), 3);
    // Two things of one claim are two.
    let Condition::Forall(_, _, inner) = &every[2] else { panic!("{every:?}") };
    let Condition::Forall(_, _, inner) = &**inner else { panic!("{inner:?}") };
    assert!(matches!(&**inner, Condition::Or(parts) if parts.len() == 2), "{inner:?}");
    let count = precondition("needs (count k: claim where said(k)) > 2\n    effect rain");
    assert!(matches!(count, Condition::Compare(Comparison::Greater, Expr::Arithmetic(..), _)));
    let program = all("effect for each k: claim where k: said(k)");
    let Effect::And(parts) = &program.actions[0].outcomes[0].effect else { panic!() };
    assert_eq!(parts.len(), 3);
}

#[test]
fn claims_contradict_each_other_where_they_demand_different_values() {
    let is_never = |condition: &Condition| *condition == Condition::False;
    assert!(is_never(&needs("worn(Anna) contradicts worn(Anna)")));
    assert!(is_never(&needs("worn(Anna) contradicts keeps(Anna, Ring)")));
    assert!(is_never(&needs("fooled(Anna, Bert) contradicts fooled(Bert, Anna)")));
    // Under other believers it is another matter.
    assert!(is_never(&needs("worn(Bert) contradicts fooled(Anna, Bert)")));
    assert!(!is_never(&needs("keeps(Anna, Ring) contradicts keeps(Bert, Ring)")));
    assert_eq!(needs("not (worn(Anna) contradicts keeps(Anna, Ring))"), Condition::True);
    let rested = "claim rested(c: character) \"{c} {is} rested\" means not tired(c)\n";
    let event =
        "event e(c: character)\n    needs rested(c) contradicts worn(Anna)\n    effect rain\n";
    let program = program(&format!("{rested}{event}"));
    let Condition::Or(ways) = &program.actions[0].precondition else { panic!() };
    let Condition::And(parts) = &ways[0] else { panic!("{ways:?}") };
    assert!(matches!(
        &parts[0],
        Condition::Compare(Comparison::Equal, Expr::Variable(_), Expr::Value(Value::Entity(_)))
    ));
}

#[test]
fn claims_are_compared_by_what_they_say_and_whom_they_are_about() {
    let event = |test: &str| {
        let program = program(&format!(
            "event e(k, j: claim, c: character)\n    needs {test}\n    effect rain\n"
        ));
        program.actions.iter().map(|action| action.precondition.clone()).collect::<Vec<_>>()
    };
    // Nine pairs of claims; those of two names are never the same.
    let same = event("k is j");
    assert_eq!(same.len(), 9);
    let is_never = |condition: &Condition| match condition {
        Condition::And(parts) => parts.contains(&Condition::False),
        other => *other == Condition::False,
    };
    assert_eq!(same.iter().filter(|condition| is_never(condition)).count(), 6);
    let about = event("k is about c");
    assert!(about.iter().all(|condition| !is_never(condition)));
    assert_eq!(
        codes("event e(k: claim)\n    needs k is about Nobody\n    effect rain\n"),
        ["E0802"]
    );
}

#[test]
fn a_definition_may_take_claims() {
    let program = program(
        "fact said(k: claim)\n\
         define open(k: claim) means not k and not said(k)\n\
         event e(k: claim)\n    needs open(k)\n    effect said(k)\n\
         event f\n    needs open(worn(Anna))\n    effect rain\n",
    );
    assert_eq!(program.actions.len(), 4);
}

#[test]
fn a_world_without_claims_has_nothing_that_takes_them() {
    let reading = read(
        "character Anna, Bert\nfact rain, said(s: character, k: claim)\n\
         action say(s: character, k: claim) by s\n    effect said(s, k)\n\
         event storm\n    needs no s: character where (some k: claim where said(s, k))\n    effect rain\n\
         author wants rain\n",
    );
    assert_eq!(reading.diagnostics, []);
    let program = reading.program.unwrap();
    assert_eq!(program.actions.len(), 1);
    assert_eq!(program.fluents.len(), 1);
}

#[test]
fn what_is_wrong_with_claims_is_said() {
    assert_eq!(codes("claim odd(k: claim) means k\n"), ["E0840"]);
    assert_eq!(codes("fact told(c: character): claim\n"), ["E0841"]);
    assert_eq!(
        codes("event e\n    needs rain contradicts worn(Anna)\n    effect rain\n"),
        ["E0842"]
    );
    assert_eq!(codes("event e\n    needs rain is about Anna\n    effect rain\n"), ["E0842"]);
    assert_eq!(codes("claim either(c: character) means tired(c) or rain\n"), ["E0811"]);
    assert_eq!(codes("claim Anna means rain\n"), ["E0805"]);
    assert_eq!(codes("mutual fact at_odds(k, j: claim)\n"), ["E0818"]);
    let said = "fact said(s: character, k: claim)\n";
    let event =
        |needs: &str| codes(&format!("{said}event e\n    needs {needs}\n    effect rain\n"));
    assert_eq!(event("said(Anna, Bert)"), ["E0804"]);
    assert_eq!(event("said(worn(Anna), worn(Anna))"), ["E0804"]);
    assert_eq!(event("said(Anna, worn(Hut))"), ["E0804"]);
    assert_eq!(event("said(Anna, worn(Anna))"), [""; 0]);
    // What is wrong in what takes a claim is said once, though it is read for each.
    let twice = format!(
        "{said}action say(s: character, k: claim) by s\n    needs nonsense(s)\n    effect said(s, k)\n"
    );
    assert_eq!(codes(&twice), ["E0803"]);
    let actor = format!("{said}action say(s: character, k: claim) by k\n    effect said(s, k)\n");
    assert_eq!(codes(&actor), ["E0810"]);
}

#[test]
fn a_claim_keeps_its_words() {
    let reading = reading(
        "fact said(k: claim)\nevent e(k: claim)\n    effect said(k)\n    text \"They say that {k}.\"\n",
    );
    let keeps = reading.lexicon.claim("keeps").unwrap();
    let said = keeps.sentence.as_ref().map(ToString::to_string);
    assert_eq!(said.as_deref(), Some("{0} {has} {1}"));
    assert!(reading.lexicon.claim("said").is_none());
    assert!(matches!(reading.program.unwrap().actions[0].scope[0].domain, Domain::Type(_)));
}
