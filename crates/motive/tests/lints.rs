//! Findings that need the whole world: results that depend on an order.

#![allow(clippy::panic, reason = "tests")]

use motive::World;

fn codes(text: &str) -> Vec<String> {
    let world = World::from_source("world.txt", text)
        .unwrap_or_else(|diagnostics| panic!("{:?}", diagnostics.list()));
    world.check().list().iter().map(|found| found.code.id().to_owned()).collect()
}

/// A switch, a lamp that may be red or green, and two triggers that both answer to the switch.
fn lamp(second_condition: &str) -> String {
    format!(
        "type colour;
         entity Red : colour; entity Green : colour; entity Ida : character;
         property on() : boolean;
         property lamp() : colour;
         action press() {{
             precondition: !on(); effect: on(); consenting: Ida;
         }};
         trigger turn_red() {{
             precondition: on() & lamp() == ?; effect: lamp() = Red;
         }};
         trigger turn_green() {{
             precondition: on() & {second_condition}; effect: lamp() = Green;
         }};
         utility(): lamp() == Red;
         utility(Ida): lamp() == Red;"
    )
}

#[test]
fn a_result_that_depends_on_the_order_of_triggers_is_reported() {
    assert_eq!(codes(&lamp("lamp() == ?")), ["W0201"]);
}

/// The warning says what is not the same afterwards, and in whose mind.
#[test]
fn what_depends_on_an_order_is_named() {
    let said = |text: &str, file: &str| {
        let world = World::from_source(file, text).unwrap_or_else(|found| panic!("{found}"));
        let all = world.check();
        let found = all.list().iter().find(|found| found.code.id() == "W0201");
        found.map(|found| found.message.clone()).unwrap_or_default()
    };
    assert_eq!(
        said(&lamp("lamp() == ?"), "world.txt"),
        "after press(), what lamp() is depends on whether turn_red() or turn_green() happens first"
    );
    let mind = "character Ida (she), Bo (he)
fact on, red
rule thinks_red when on and not Bo believes red and not Bo believes red is unknown
    effect Bo believes red
rule thinks_nothing when on and not Bo believes red and not Bo believes red is unknown
    effect Bo forgets red
action press by Ida
    needs not on
    effect on
Ida wants on
Bo wants red
author wants on
";
    let found = said(mind, "world.motive");
    assert!(found.starts_with("after press(), what Bo believes red() is depends on"), "{found}");
}

/// Who is dead wants nothing and is not missed, whatever others may think.
#[test]
fn the_dead_need_not_want_anything() {
    let text = |start: &str| {
        format!(
            "character Ida (she), Dora (she)
fact dead(c: character), calm(c: character)
action rest(c: character) by c
    needs not dead(c)
    effect calm(c)
{start}Ida wants calm(Ida)
author wants calm(Ida)
"
        )
    };
    let found = |start: &str| -> Vec<&'static str> {
        let world =
            World::from_source("world.motive", &text(start)).unwrap_or_else(|e| panic!("{e}"));
        world.check().list().iter().map(|found| found.code.id()).collect()
    };
    assert_eq!(found(""), ["W0206"]);
    assert_eq!(found("start dead(Dora), Ida believes not dead(Dora)\n"), [""; 0]);
}

#[test]
fn triggers_that_exclude_each_other_are_not_reported() {
    assert_eq!(codes(&lamp("lamp() != ? & lamp() != Red & lamp() != Green")), [""; 0]);
}

/// A bell that rings twice if it is loud, and thrice if it is late.
fn bell(late: &str) -> String {
    format!(
        "entity Ida : character; entity Joss : character;
         property loud() : boolean; property late() : boolean; property rings() : number;
         loud(); {late}
         action ring() {{
             precondition: rings() == 0;
             effect: (if(loud()) rings() = 2) & (if(late()) rings() = 3);
             consenting: Ida;
         }};
         action hurry() {{
             precondition: late(); effect: !late(); consenting: Joss;
         }};
         action fall_silent() {{
             precondition: loud(); effect: !loud(); consenting: Joss;
         }};
         utility(): rings();
         utility(Ida): rings();
         utility(Joss): rings();"
    )
}

#[test]
fn colliding_effects_are_reported() {
    assert_eq!(codes(&bell("late();")), ["W0202"]);
}

#[test]
fn effects_that_never_collide_are_not_reported() {
    assert!(!codes(&bell("")).contains(&"W0202".to_owned()));
}
