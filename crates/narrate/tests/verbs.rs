//! The forms of verbs.
#![allow(clippy::unwrap_used, reason = "a test may fail")]

use motive_narrate::{Number, Tense, Verbs};

fn past(verb: &str) -> String {
    Verbs::default().finite(verb, Tense::Past, Number::Singular)
}

#[test]
fn regular_verbs_get_their_endings() {
    for (verb, expected) in [
        ("walks", "walked"),
        ("pockets", "pocketed"),
        ("promises", "promised"),
        ("slips", "slipped"),
        ("stops", "stopped"),
        ("drops", "dropped"),
        ("prefers", "preferred"),
        ("admits", "admitted"),
        ("visits", "visited"),
        ("offers", "offered"),
        ("opens", "opened"),
        ("travels", "travelled"),
        ("quarrels", "quarrelled"),
        ("reveals", "revealed"),
        ("carries", "carried"),
        ("plays", "played"),
        ("tries", "tried"),
        ("watches", "watched"),
        ("aches", "ached"),
        ("gazes", "gazed"),
        ("buzzes", "buzzed"),
        ("quizzes", "quizzed"),
        ("uses", "used"),
        ("passes", "passed"),
        ("fixes", "fixed"),
        ("echoes", "echoed"),
        ("dies", "died"),
        ("agrees", "agreed"),
        ("panics", "panicked"),
        ("rows", "rowed"),
        ("accuses", "accused"),
        ("aims", "aimed"),
        ("marry", "married"),
    ] {
        assert_eq!(past(verb), expected, "{verb}");
    }
}

#[test]
fn irregular_verbs_are_known() {
    for (verb, expected) in [
        ("goes", "went"),
        ("tells", "told"),
        ("reads", "read"),
        ("gives", "gave"),
        ("takes", "took"),
        ("overtakes", "overtook"),
        ("withdraws", "withdrew"),
        ("understands", "understood"),
        ("begins", "began"),
        ("writes", "wrote"),
        ("has", "had"),
        ("does", "did"),
        ("can", "could"),
        ("must", "had to"),
        ("will", "would"),
        ("wrote", "wrote"),
        ("welcomes", "welcomed"),
    ] {
        assert_eq!(past(verb), expected, "{verb}");
    }
}

#[test]
fn verbs_agree() {
    let verbs = Verbs::default();
    let several = |verb: &str, tense| verbs.finite(verb, tense, Number::Plural);
    assert_eq!(several("is", Tense::Past), "were");
    assert_eq!(several("is", Tense::Present), "are");
    assert_eq!(several("has", Tense::Present), "have");
    assert_eq!(several("goes", Tense::Present), "go");
    assert_eq!(several("carries", Tense::Present), "carry");
    assert_eq!(verbs.finite("marry", Tense::Present, Number::Singular), "marries");
    assert_eq!(verbs.infinitive("watches"), "watch");
    assert_eq!(verbs.infinitive("is"), "be");
    assert_eq!(verbs.participle("writes"), "written");
    assert_eq!(verbs.participle("walks"), "walked");
}

#[test]
fn what_the_author_gives_comes_first() {
    let own = [["slinks", "slinked", "slinked"].map(str::to_owned).to_vec()];
    let verbs = Verbs::new(&own);
    assert_eq!(verbs.finite("slinks", Tense::Past, Number::Singular), "slinked");
    assert_eq!(verbs.participle("slinks"), "slinked");
    assert_eq!(past("slinks"), "slunk");
}
