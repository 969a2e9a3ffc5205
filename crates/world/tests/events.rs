//! What an event does to facts and minds (planning-semantics §4.1–§4.3).

mod problem;

use problem::{Run, UNA, VIK, ground};

#[test]
fn of_colliding_values_the_smallest_counts_whatever_their_order() {
    let world = ground(
        "entity Una : character;
         property p() : boolean; property q() : boolean;
         property n() : number; property m() : number; property k() : number;
         p(); q();
         action both() {
             effect: (if(p()) n() = 3) & (if(q()) n() = 5)
                 & (if(p()) k() = 5) & (if(q()) k() = 3)
                 & (if(p()) believes(Una, m() = 3)) & (if(q()) believes(Una, m() = 5));
         };
         action change() { effect: !p() & !q(); };
         utility(): n();",
    );
    let mut run = Run::new(&world);
    run.take("both");
    assert_eq!(run.values(&[], &["n", "k", "m"]), "3 3 0");
    assert_eq!(run.values(&[UNA], &["n", "k", "m"]), "3 3 3");
    assert_eq!(run.values(&[UNA, UNA], &["n", "k", "m"]), "3 3 3");
}

#[test]
fn conditions_and_values_are_those_of_the_world_before() {
    let world = ground(
        "entity Una : character;
         property a() : number; property b() : number; property done() : boolean;
         property c() : number;
         a() = 4; b() = 7;
         action swap() {
             effect: a() = b() & b() = a() & done() & (if(done()) c() = 9 else c() = 1);
         };
         utility(): a();",
    );
    let mut run = Run::new(&world);
    run.take("swap");
    assert_eq!(run.values(&[], &["a", "b", "c"]), "7 4 1");
    assert_eq!(run.values(&[UNA], &["a", "b", "c"]), "7 4 1");
    run.take("swap");
    assert_eq!(run.values(&[UNA], &["a", "b", "c"]), "4 7 9");
}

#[test]
fn what_one_is_told_overrides_what_one_sees() {
    let world = ground(
        "entity Una : character; entity Vik : character;
         property p() : boolean; property told() : boolean;
         action lie() { effect: p() & told() & believes(Una, !p()); };
         utility(): p();",
    );
    let mut run = Run::new(&world);
    run.take("lie");
    assert_eq!(run.values(&[], &["p", "told"]), "True True");
    assert_eq!(run.values(&[UNA], &["p", "told"]), "False True");
    // Una notices what she is told; Vik sees it happen, and Una knows that he does.
    assert_eq!(run.values(&[UNA, UNA], &["p", "told"]), "False True");
    assert_eq!(run.values(&[VIK], &["p", "told"]), "True True");
    assert_eq!(run.values(&[VIK, UNA], &["p", "told"]), "False True");
    assert_eq!(run.values(&[UNA, VIK], &["p", "told"]), "True True");
}

/// A world with one action, seen by everyone, whose precondition Una may believe false.
fn surprise(facts: &str, precondition: &str) -> String {
    format!(
        "type place;
         entity Una : character; entity Vik : character;
         entity Den : place; entity Mill : place;
         property at() : place; property home() : place;
         property coins() : number; property n() : number; property m() : number;
         property p() : boolean; property seen() : boolean;
         {facts}
         action happen() {{
             precondition: {precondition}; effect: seen() & coins() = coins() - 1;
         }};
         action change() {{
             precondition: seen() & p() & n() == 5;
             effect: at() = ? & home() = ? & n() = 6 & m() = 6 & !p();
         }};
         utility(): seen();"
    )
}

#[test]
fn a_surprise_makes_equal_what_must_be_equal() {
    let world = ground(&surprise(
        "at() = Mill; n() = 2; p(); believes(Una, at() = Den); believes(Una, n() = 1);
         believes(Una, !p());",
        "at() == Mill & n() == 2 & p()",
    ));
    let mut run = Run::new(&world);
    run.take("happen");
    assert_eq!(run.values(&[UNA], &["at", "n", "p", "seen"]), "Mill 2 True True");
    // Una's view of Vik is repaired from her own repaired mind.
    assert_eq!(run.values(&[UNA, VIK], &["at", "n", "p", "seen"]), "Mill 2 True True");
}

#[test]
fn both_sides_of_an_equality_of_entities_are_repaired() {
    let world = ground(&surprise(
        "at() = Mill; home() = Mill; believes(Una, at() = Den); believes(Una, home() = ?);",
        "at() == home()",
    ));
    let mut run = Run::new(&world);
    run.take("happen");
    assert_eq!(run.values(&[UNA], &["at", "home", "seen"]), "Mill Mill True");
}

#[test]
fn what_must_be_equal_gets_the_value_that_the_other_side_has_in_the_world() {
    // In the world n and m are 2. n becomes what m is in the world, not what Una believes m to be.
    let facts = "n() = 2; m() = 2; believes(Una, n() = 1); believes(Una, m() = 7);";
    let world = ground(&surprise(facts, "n() == m()"));
    let mut run = Run::new(&world);
    run.take("happen");
    assert_eq!(run.values(&[UNA], &["n", "m", "seen"]), "2 7 True");
    // Likewise where the variable is on the right, and where the other side is computed.
    let facts = "n() = 2; m() = 1; believes(Una, n() = 5); believes(Una, m() = 7);";
    let world = ground(&surprise(facts, "m() + 1 == n()"));
    let mut run = Run::new(&world);
    run.take("happen");
    assert_eq!(run.values(&[UNA], &["n", "m", "seen"]), "2 7 True");
}

#[test]
fn a_surprise_makes_unknown_what_is_compared_otherwise() {
    let world = ground(&surprise(
        "at() = Mill; coins() = 3; n() = 1; m() = 1;
         believes(Una, at() = Den); believes(Una, coins() = 0); believes(Una, n() = 7);",
        "at() != Den & coins() > 1 & n() <= m()",
    ));
    let mut run = Run::new(&world);
    run.take("happen");
    assert_eq!(run.values(&[], &["at", "coins", "n", "m", "seen"]), "Mill 2 1 1 True");
    // It happens in her mind although coins > 1 is still not known to be true there.
    assert_eq!(run.values(&[UNA], &["at", "coins", "n", "m", "seen"]), "? ? ? 1 True");
}

#[test]
fn a_known_value_wins_over_unknown() {
    for precondition in ["at() != Den & at() == Mill", "at() == Mill & at() != Den"] {
        let facts = "at() = Mill; believes(Una, at() = Den);";
        let world = ground(&surprise(facts, precondition));
        let mut run = Run::new(&world);
        run.take("happen");
        assert_eq!(run.value(&[UNA], "at"), "Mill", "{precondition}");
    }
}

#[test]
fn every_true_clause_repairs_and_no_false_one() {
    let world = ground(&surprise(
        "p(); n() = 1; m() = 2;
         believes(Una, !p()); believes(Una, n() = 4); believes(Una, m() = 4);",
        "p() | n() == 1 | m() == 9",
    ));
    let mut run = Run::new(&world);
    run.take("happen");
    assert_eq!(run.values(&[UNA], &["p", "n", "m", "seen"]), "True 1 4 True");
}
