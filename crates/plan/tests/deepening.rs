//! Reasons that are there with few steps left, and are not with more (planning-semantics R4): the
//! more steps are left, the more shortened runs have reasons.

mod problem;

use problem::Problem;

/// Una wants joy, which Dan brings by b. Dan gains by b at once where x holds; elsewhere only by
/// b, c, e.
const LENT: &str = "
    entity Una : character;
    entity Dan : character;
    property x() : boolean;
    property joy() : boolean;
    property went() : boolean;
    property pay() : number;
    action a() { precondition: !x(); effect: x(); consenting: Una; };
    action b() { precondition: !joy(); effect: joy() & (if(x()) pay() = 1); consenting: Dan; };
    action c() { precondition: joy() & !went(); effect: went(); consenting: Dan; };
    action e() { precondition: went() & pay() == 0; effect: pay() = 1; consenting: Dan; };
    utility(): x();
    utility(Una): joy();
    utility(Dan): pay();
";

#[test]
fn a_reason_within_two_steps() {
    // a, b: Dan gains by b at once. b alone would need Dan's b, c, e, which is too long.
    let problem = Problem::new(LENT, 1, 2, 2);
    assert_eq!(problem.explained(), ["a"]);
    assert_eq!(problem.stories(), ["a"]);
    assert_eq!(problem.story().as_deref(), Some("a"));
}

#[test]
fn a_story_does_not_rest_on_a_reason_that_more_steps_make_padding() {
    // b alone, which Dan takes for b, c, e, ends as a, b does. Whatever follows b is padding.
    assert_eq!(Problem::new(LENT, 1, 3, 2).story(), None);
}

#[test]
fn nor_does_anything_else() {
    // `a` has no reason with three steps left, as above, so `b` alone is explained and there is no
    // story.
    let problem = Problem::new(LENT, 1, 3, 2);
    assert_eq!(problem.explained(), ["b"]);
    assert_eq!(problem.stories(), Vec::<String>::new());
    assert!(!matches!(problem.opinion(&["a"]), motive_plan::check::Opinion::Valid(_)));
}
