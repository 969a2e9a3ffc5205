//! Sentences, and how they become prose.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

mod cast;
mod random;

use cast::{Cast, did};
use motive_narrate::template::{ProblemKind, Target, read};
use motive_narrate::{Manner, Tense};

#[test]
fn a_template_is_read_with_its_faults() {
    let resolve = |name: &str| (name == "c").then_some(Target::Parameter(0));
    let problems = |text: &str| -> Vec<ProblemKind> {
        read([text], resolve, |word| word == "vale")
            .1
            .into_iter()
            .map(|problem| problem.kind)
            .collect()
    };
    assert_eq!(problems("{c} {goes} with {c their} hat, and {c's} dog {c follows}."), []);
    assert_eq!(problems("the door {is} open"), []);
    assert_eq!(problems("{c goes"), [ProblemKind::Unclosed]);
    assert_eq!(problems("{goes} out"), [ProblemKind::NoNameBefore("goes".to_owned())]);
    assert_eq!(problems("{c} {d their} hat"), [ProblemKind::NoSuchName("d".to_owned())]);
    assert_eq!(problems("{c goes away}"), [ProblemKind::TooMuch("goes away".to_owned())]);
    assert_eq!(problems("{c} {sees} {vale}"), [ProblemKind::Slip("vale".to_owned())]);
    assert_eq!(problems("{c} {sees} {q}"), [ProblemKind::Slip("q".to_owned())]);
    assert_eq!(problems("{}"), [ProblemKind::NoSuchName(String::new())]);
}

/// Tells steps of a cast's actions in one place.
fn told(cast: &Cast, steps: &[(&str, &[&str])]) -> String {
    cast.told(steps, Manner::default())
}

#[test]
fn one_who_does_several_things_does_them_in_one_sentence() {
    let mut cast = Cast::new();
    cast.action("take", 2, "{0} {takes} {1}.");
    cast.action("go", 2, "{0} {goes} to {1}.");
    cast.action("hide", 2, "{0} {hides} {1} under {0 their} coat.");
    let story: [(&str, &[&str]); 3] =
        [("take", &["Anna", "Ring"]), ("hide", &["Anna", "Ring"]), ("go", &["Anna", "Mill"])];
    assert_eq!(
        told(&cast, &story),
        "Anna took the ring, hid the ring under her coat and went to the mill."
    );
    cast.action("say", 3, "{0} {tells} {1} that {2} {is} here.");
    assert_eq!(
        told(&cast, &[("say", &["Anna", "Bert", "Carol"]), ("go", &["Anna", "Mill"])]),
        "Anna told Bert that Carol was here. Anna went to the mill.",
        "what follows would seem to be part of what is said; and `she` might be Carol"
    );
}

#[test]
fn several_who_do_the_same_do_it_together() {
    let mut cast = Cast::new();
    cast.action("go", 2, "{0} {goes} to {1}.");
    cast.action("wash", 1, "{0} {washes} {0 their} hands.");
    let go: [(&str, &[&str]); 3] =
        [("go", &["Anna", "Mill"]), ("go", &["Bert", "Mill"]), ("go", &["Carol", "Mill"])];
    assert_eq!(cast.scene(&go), "Anna, Bert and Carol went to the mill.");
    let wash: [(&str, &[&str]); 2] = [("wash", &["Anna"]), ("wash", &["Bert"])];
    assert_eq!(cast.scene(&wash), "Anna washed her hands. Bert washed his hands.");
}

#[test]
fn a_pronoun_stands_only_for_one() {
    let mut cast = Cast::new();
    cast.action("greet", 2, "{0} {greets} {1}.");
    cast.action("nod", 1, "{0} {nods} and {leaves}.");
    assert_eq!(
        told(&cast, &[("greet", &["Anna", "Bert"]), ("nod", &["Bert"])]),
        "Anna greeted Bert. He nodded and left."
    );
    assert_eq!(
        told(&cast, &[("greet", &["Anna", "Carol"]), ("nod", &["Carol"])]),
        "Anna greeted Carol. Carol nodded and left."
    );
    // `they` may be several.
    assert_eq!(
        told(&cast, &[("greet", &["Wren", "Bert"]), ("nod", &["Wren"])]),
        "Wren greeted Bert. Wren nodded and left."
    );
    cast.action("say", 3, "{0} {tells} {1} that {2} {has} lost {0 their} hat.");
    assert_eq!(
        told(&cast, &[("say", &["Anna", "Bert", "Anna"])]),
        "Anna told Bert that she had lost her hat."
    );
}

#[test]
fn who_acts_on_oneself_does_so_reflexively() {
    let mut cast = Cast::new();
    cast.action("wash", 2, "{0} {washes} {1}.");
    cast.action("take", 3, "{0} {takes} {1} with {2}.");
    assert_eq!(told(&cast, &[("wash", &["Anna", "Anna"])]), "Anna washed herself.");
    assert_eq!(told(&cast, &[("take", &["Anna", "Ring", "Anna"])]), "Anna took the ring with her.");
}

#[test]
fn names_are_put_into_their_forms() {
    let mut cast = Cast::new();
    cast.action("open", 2, "{0} {opens} {1's} door and {finds} a {1}.");
    assert_eq!(
        told(&cast, &[("open", &["Anna", "Silas"])]),
        "Anna opened Silas's door and found a Silas."
    );
    cast.action("find", 2, "{1} {lies} in the dust, and {0} {lies} about it; {1} {is} a {1}.");
    assert_eq!(
        told(&cast, &[("find", &["Anna", "Apple"])]),
        "Old apple lay in the dust, and Anna lied about it; old apple was an old apple."
    );
    cast.action("count", 2, "{1} {gleam}. {0 they} {counts} {1 them}.");
    assert_eq!(
        told(&cast, &[("count", &["Anna", "Pearls"])]),
        "The pearls gleamed. Anna counted them."
    );
}

#[test]
fn the_present_is_a_tense_too() {
    let mut cast = Cast::new();
    cast.action("go", 2, "{0} {goes} to {1}, and {is} glad.");
    let present = Manner { tense: Tense::Present, why: false };
    assert_eq!(
        cast.told(&[("go", &["Wren", "Mill"])], present),
        "Wren goes to the mill, and is glad."
    );
}

#[test]
fn what_has_no_sentence_is_told_by_its_name() {
    let mut cast = Cast::new();
    cast.plain("give", 3);
    cast.plain("steal", 3);
    cast.plain("tell", 3);
    cast.plain("bring_boat", 1);
    cast.plain("come_down", 1);
    assert_eq!(did(&cast, "give", &["Anna", "Ring", "Bert"]), "Anna gave the ring to Bert.");
    assert_eq!(did(&cast, "steal", &["Anna", "Ring", "Bert"]), "Anna stole the ring from Bert.");
    assert_eq!(did(&cast, "tell", &["Anna", "Bert", "Ring"]), "Anna told Bert about the ring.");
    assert_eq!(did(&cast, "bring_boat", &["Anna"]), "Anna brought the boat.");
    assert_eq!(did(&cast, "come_down", &["Anna"]), "Anna came down.");
}
