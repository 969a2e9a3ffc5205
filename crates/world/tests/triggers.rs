//! Triggers in the world and in minds (planning-semantics §4.2 step 3 and §4.5).

mod problem;

use problem::{Run, UNA, VIK, ground};

#[test]
fn triggers_run_until_none_is_enabled_each_seeing_the_last() {
    let world = ground(
        "entity Una : character;
         property level() : number; property lit() : boolean;
         action pour() { precondition: level() == 0; effect: level() = 1; };
         trigger late() { precondition: level() == 3 & !lit(); effect: lit(); };
         trigger two() { precondition: level() == 2; effect: level() = 3; };
         trigger one() { precondition: level() == 1; effect: level() = 2; };
         utility(): level();",
    );
    let mut run = Run::new(&world);
    run.take("pour");
    assert_eq!(run.values(&[], &["level", "lit"]), "3 True");
    assert_eq!(run.values(&[UNA], &["level", "lit"]), "3 True");
    assert_eq!(run.values(&[UNA, UNA], &["level", "lit"]), "3 True");
}

#[test]
fn the_first_enabled_trigger_happens() {
    let world = ground(
        "entity Una : character;
         property lit() : boolean; property out() : number;
         action light() { precondition: !lit(); effect: lit(); };
         trigger first() { precondition: lit() & out() == 0; effect: out() = 1; };
         trigger second() { precondition: lit() & out() == 0; effect: out() = 2; };
         utility(): out();",
    );
    let mut run = Run::new(&world);
    run.take("light");
    assert_eq!(run.value(&[], "out"), "1");
    assert_eq!(run.value(&[UNA], "out"), "1");
}

#[test]
fn minds_close_before_the_triggers_of_the_world() {
    // When the bell rings Una hears it, so the first trigger is enabled as soon as the second is.
    let world = ground(
        "entity Una : character;
         property bell() : boolean; property out() : number;
         action ring() { precondition: !bell(); effect: bell(); };
         trigger heard() {
             precondition: believes(Una, bell()) & out() == 0; effect: out() = 1;
         };
         trigger rung() { precondition: bell() & out() == 0; effect: out() = 2; };
         utility(): out();",
    );
    let mut run = Run::new(&world);
    run.take("ring");
    assert_eq!(run.value(&[], "out"), "1");
}

/// A gate that opens where the key is believed to be turned.
const GATE: &str = "
    entity Una : character; entity Vik : character;
    property key() : boolean; property open() : boolean;
    believes(Una, key());
    trigger unlock() { precondition: key() & !open(); effect: open(); };
    action turn() {
        precondition: !key(); effect: key(); observing(c : character): c == Una;
    };
    utility(): open();
";

#[test]
fn every_mind_draws_its_own_conclusions_from_the_start() {
    let world = ground(GATE);
    let run = Run::new(&world);
    assert_eq!(run.value(&[], "open"), "False");
    assert_eq!(run.value(&[UNA], "open"), "True");
    assert_eq!(run.value(&[VIK], "open"), "False");
    // Unstated, Una thinks that Vik believes what she does; Vik, that Una believes what he does.
    assert_eq!(run.value(&[UNA, VIK], "open"), "True");
    assert_eq!(run.value(&[VIK, UNA], "open"), "False");
}

#[test]
fn nobody_observes_a_trigger() {
    let world = ground(GATE);
    let mut run = Run::new(&world);
    run.take("turn");
    assert_eq!(run.values(&[], &["key", "open"]), "True True");
    assert_eq!(run.values(&[VIK], &["key", "open"]), "False False");
}

#[test]
fn who_is_told_by_a_trigger_draws_conclusions() {
    // Una, once here, sees that it rains, and concludes that it is wet. Vik sees nothing.
    let world = ground(
        "entity Una : character; entity Vik : character;
         property here() : boolean; property rain() : boolean; property wet() : boolean;
         rain(); believes(Una, !rain()); believes(Vik, !rain());
         trigger see() {
             precondition: here() & rain() & !believes(Una, rain());
             effect: believes(Una, rain());
         };
         trigger infer() { precondition: rain() & !wet(); effect: wet(); };
         action come() {
             precondition: !here(); effect: here(); observing(c : character): False;
         };
         action stop() { precondition: here() & rain(); effect: !rain() & !wet(); };
         utility(): wet();",
    );
    let mut run = Run::new(&world);
    assert_eq!(run.values(&[], &["rain", "wet"]), "True True");
    assert_eq!(run.values(&[UNA], &["rain", "wet"]), "False False");
    run.take("come");
    assert_eq!(run.values(&[UNA], &["here", "rain", "wet"]), "False True True");
    assert_eq!(run.values(&[UNA, UNA], &["rain", "wet"]), "True True");
    assert_eq!(run.values(&[UNA, VIK], &["rain", "wet"]), "False False");
    assert_eq!(run.values(&[VIK], &["rain", "wet"]), "False False");
}

#[test]
fn who_is_told_by_an_action_draws_conclusions() {
    let world = ground(
        "entity Una : character; entity Vik : character;
         property rain() : boolean; property wet() : boolean; property told() : boolean;
         trigger infer() { precondition: rain() & !wet(); effect: wet(); };
         action tell() {
             precondition: !told(); effect: told() & believes(Una, believes(Vik, rain()));
             observing(c : character): False;
         };
         action pour() { precondition: told() & !rain(); effect: rain(); };
         utility(): wet();",
    );
    let mut run = Run::new(&world);
    run.take("tell");
    assert_eq!(run.values(&[], &["rain", "wet"]), "False False");
    assert_eq!(run.values(&[UNA], &["rain", "wet"]), "False False");
    assert_eq!(run.values(&[UNA, VIK], &["rain", "wet"]), "True True");
    assert_eq!(run.values(&[UNA, UNA, VIK], &["rain", "wet"]), "True True");
    run.take("pour");
    assert_eq!(run.values(&[UNA], &["rain", "wet"]), "True True");
}
