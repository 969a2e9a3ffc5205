//! What is unknown, and what is nobody: each sentence of the definition by a test in a world.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

use motive::World;

/// The cast, and one who does not know.
const CAST: &str = "
character Ida (she), Bo (he)
fact owner: character or none, wet, strength(c: character): 0..5 = 3, calm(c: character), warm
start
    Ida forgets owner, Ida forgets wet, Ida forgets strength(Bo)
action rest(c: character) by c
    effect calm(c)
action warm_up(c: character) by c
    effect warm
author wants warm
";

/// Everything that `motive check` finds, but for what is of no matter here.
fn found(text: &str) -> Vec<String> {
    let world = World::from_source("page.motive", text).unwrap_or_else(|e| panic!("{text}{e}"));
    let all = world.check();
    let of_no_matter = |code: &str| ["W0206", "W0301", "W0204"].contains(&code);
    all.list()
        .iter()
        .filter(|d| !of_no_matter(d.code.id()))
        .map(|d| format!("{}: {}", d.code.id(), d.message))
        .collect()
}

#[track_caller]
fn expect(more: &str, expectations: &[&str]) {
    for expected in expectations {
        let text = format!("{CAST}{more}test \"so it is\"\n    expect {expected}\n");
        assert_eq!(found(&text), [""; 0], "{expected}");
    }
}

#[test]
fn nobody_is_a_value_and_unknown_is_none() {
    expect(
        "",
        &[
            "owner is none and Bo believes owner is none",
            "owner is unknown to Ida and not Ida believes owner is none",
            "not Ida believes owner is not none",
            "owner is known to Bo and not owner is unknown to Bo",
        ],
    );
}

/// In a mind anything can be unknown, and no comparison with it is so, nor its negation.
#[test]
fn nothing_is_so_of_what_is_unknown() {
    expect(
        "",
        &[
            "not Ida believes wet and not Ida believes not wet",
            "not Ida believes strength(Bo) is 3 and not Ida believes strength(Bo) is not 3",
            "not Ida believes strength(Bo) > 2 and not Ida believes not strength(Bo) > 2",
            "not Ida believes strength(Bo) <= 5 and not Ida believes strength(Bo) is strength(Bo)",
            "not Ida believes owner is Bo and not Ida believes owner is not Bo",
            "Bo believes strength(Bo) > 2 and Bo believes not wet",
        ],
    );
}

/// Not to believe is less than to believe not.
#[test]
fn negation_stays_outside_of_minds() {
    expect(
        "",
        &[
            "not Ida believes wet",
            "not (Ida believes not wet)",
            "not (Bo believes wet) and Bo believes not wet",
            "Bo believes not Ida believes wet and not Bo believes not Ida believes not wet",
        ],
    );
}

/// "Knows whether" is a test of its own, of a fact and of what is made of facts.
#[test]
fn whether_somebody_knows_is_asked_by_itself() {
    expect(
        "",
        &[
            "wet is unknown to Ida and wet is known to Bo",
            "strength(Bo) is unknown to Ida and strength(Ida) is known to Ida",
            "not Ida knows wet and not Bo knows wet",
            "Bo knows not wet",
            "(wet or calm(Ida)) is unknown to Ida and (wet and calm(Ida)) is known to Ida",
            "Bo believes wet is known to Ida and Ida believes wet is unknown to Bo",
        ],
    );
}

/// What is unknown is worth nothing: Bo, who knows what he is worth, has a reason to rest, she none.
#[test]
fn an_unknown_worth_counts_as_nothing() {
    expect(
        "Ida wants strength(Bo) if calm(Ida)\nBo wants strength(Bo) if calm(Bo)\n",
        &["Bo might rest(Bo)", "not Ida might rest(Ida)"],
    );
    expect(
        "Ida wants\n    strength(Bo) if calm(Ida)\n    1 if calm(Ida)\n",
        &["Ida might rest(Ida)"],
    );
}

/// An inference is drawn where its conclusion is unknown, so in minds; a rule happens in reality.
#[test]
fn an_inference_never_happens_in_reality() {
    expect(
        "inference rained when warm is false\n    conclude wet\n",
        &["Ida believes wet and not wet and Bo believes not wet"],
    );
    expect(
        "rule rained when warm is false\n    effect wet\n",
        &["wet and Ida believes wet and Bo believes wet"],
    );
}

/// Somebody unknown cannot act in a mind; what he may do there is natural, and guarded by "unknown".
#[test]
fn what_somebody_unknown_may_do_is_natural() {
    let fear = "world \"w\"\n    foresight 1\n\
                fact caught(c: character)\n\
                natural event someone_comes\n    needs owner is unknown\n    effect caught(Ida)\n\
                Ida wants -1 if caught(Ida)\nBo wants 1 if warm\n";
    expect(
        fear,
        &[
            "Ida foresees caught(Ida) within 1",
            "not Bo foresees caught(Ida) within 1",
            "not caught(Ida)",
        ],
    );
}

/// Reality always knows: what it could not know is an error where it is written.
#[test]
fn reality_is_never_without_a_value() {
    let code = |text: &str| {
        let all = World::from_source("page.motive", &format!("{CAST}{text}")).unwrap_err();
        let ids: Vec<&str> = all.list().iter().map(|d| d.code.id()).collect();
        ids.join(" ")
    };
    assert_eq!(code("start\n    owner = unknown\n"), "E0813");
    assert_eq!(code("event e\n    effect owner = owner according to Ida\n"), "E0813");
    assert_eq!(code("event e\n    effect wet = wet according to Ida\n"), "E0813");
    assert_eq!(code("event e\n    needs owner is unknown\n    effect wet\n"), "E0815");
    assert_eq!(code("type place\nplace Hut\nfact at(c: character): place\n"), "E0814");
    assert_eq!(code("type place\nplace Hut\nfact at: place\nmystery at known to Ida\n"), "E0814");
}

/// Under `reading strict` there is no such thing as a truth that is unknown, and a value that nobody gave
/// is unknown in reality as well, where an inference can then happen.
#[test]
fn the_strict_reading_has_none_of_this() {
    let strict = "world \"w\"\n    reading strict\ncharacter Ida (she), Bo (he)\n\
        fact owner: character, wet, dry\nstart\n    Ida forgets wet\nevent e\n    effect dry\n\
        author wants dry and not wet\n";
    let expectations = "test \"so it is\"\n    expect Ida believes not wet and owner is unknown\n";
    assert_eq!(found(&format!("{strict}{expectations}")), [""; 0]);
    let inferring = "inference i when wet is false\n    conclude owner = Ida\n";
    let all = found(&format!("{strict}{inferring}"));
    assert!(all.iter().any(|finding| finding.starts_with("W0442")), "{all:?}");
}
