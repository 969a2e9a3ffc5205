//! Plans whose first step is nearly padding (planning-semantics R4): something better is in reach
//! anyway, but one plan needs the first step.

mod problem;

use motive_plan::components::Shortcut;
use problem::Problem;

#[test]
fn a_step_without_a_reason_is_left_out_of_a_shortened_run() {
    // a, z is padding, since z alone does. a, b is not: without x Dan has no reason for b.
    let text = "
        entity Una : character;
        entity Dan : character;
        property x() : boolean;
        property joy() : number;
        property pay() : number;
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action b() {
            precondition: joy() == 0;
            effect: joy() = 2 & (if(x()) pay() = 1);
            consenting: Dan;
        };
        utility(): x();
        utility(Una): joy();
        utility(Dan): pay();
    ";
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), ["a", "z"]);
    assert_eq!(Problem::new(text, 1, 1, 1).explained(), ["z"]);
}

#[test]
fn an_own_step_that_loses_has_no_reason_in_a_shortened_run() {
    // a, z is padding. m, w ends as a, m, w does, but from 5, which m leaves without x, Una has no
    // reason for w.
    let text = "
        entity Una : character;
        property x() : boolean;
        property f() : boolean;
        property joy() : number;
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action m() {
            precondition: !f();
            effect: f() & (if(!x()) joy() = 5);
            consenting: Una;
        };
        action w() { precondition: f(); effect: joy() = 3; consenting: Una; };
        utility(): x();
        utility(Una): joy();
    ";
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["a", "z", "m"]);
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), ["z", "m"]);
}

#[test]
fn what_a_shortened_run_has_lost_depends_on_the_way() {
    // n, w and m, w lead to the same place, with a and without. After n, w alone is as good; after m
    // it loses, so Una has no reason for it. (v is of no use; it only keeps x from looking useless.)
    let text = "
        entity Una : character;
        property x() : boolean;
        property f() : boolean;
        property joy() : number;
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action n() { precondition: !f(); effect: f(); consenting: Una; };
        action m() {
            precondition: !f();
            effect: f() & (if(!x()) joy() = 5);
            consenting: Una;
        };
        action w() { precondition: f(); effect: joy() = 3; consenting: Una; };
        action v() { precondition: x(); effect: joy() = 0; consenting: Una; };
        utility(): x();
        utility(Una): joy();
    ";
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["a", "z", "n", "m"]);
}

#[test]
fn what_a_plan_has_had_before_depends_on_the_way() {
    // a, m, k, w has had joy after m already, so k, w is padding. a, n, k, w comes to the same place
    // before w, and has not.
    let text = "
        entity Una : character;
        entity Dan : character;
        property x() : boolean;
        property f() : boolean;
        property g() : boolean;
        property joy() : number;
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action m() { precondition: !f(); effect: f() & joy() = 1; consenting: Una; };
        action n() { precondition: !f(); effect: f(); consenting: Una; };
        action k() { precondition: f() & !g(); effect: g() & joy() = 0; consenting: Dan; };
        action w() {
            precondition: g() & joy() == 0;
            effect: if(x()) joy() = 1;
            consenting: Una;
        };
        utility(): x();
        utility(Una): joy();
        utility(Dan): g();
    ";
    // At its end a, n, k, w has had the same utilities as a, m, k, w, but not before.
    assert_eq!(Problem::new(text, 1, 4, 1).explained(), ["a", "m", "n"]);
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["m"]);
}

#[test]
fn a_step_that_changes_a_mind_alone_is_no_padding() {
    // tell, z is padding. tell, b is not: Dan thinks that b is impossible until he is told of q.
    let text = "
        entity Una : character;
        entity Dan : character;
        property q() : boolean;
        property joy() : number;
        property pay() : number;
        q();
        believes(Dan, !q());
        believes(Una, believes(Dan, !q()));
        action tell() { effect: believes(Dan, q()); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action b() {
            precondition: q() & joy() == 0;
            effect: joy() = 2 & pay() = 1;
            consenting: Dan;
        };
        utility(): joy();
        utility(Una): joy();
        utility(Dan): pay();
    ";
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), ["tell", "z"]);
}

#[test]
fn without_shadows_all_paths_are_looked_at() {
    // By way of b, open can be left out; by way of d it cannot. Both lead to the same world.
    let text = "
        entity Una : character;
        property x() : boolean;
        property m() : number;
        property joy() : boolean;
        action open() { precondition: !x(); effect: x(); consenting: Una; };
        action b() { precondition: m() == 0; effect: m() = 1; consenting: Una; };
        action d() { precondition: m() == 0 & x(); effect: m() = 1; consenting: Una; };
        action c() { precondition: m() == 1; effect: joy(); consenting: Una; };
        utility(): x();
        utility(Una): joy();
    ";
    let problem = Problem::new(text, 1, 3, 1);
    assert_eq!(problem.story_without(Shortcut::Shadows).as_deref(), Some("open"));
}
