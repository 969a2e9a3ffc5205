//! What the planner says of a story that somebody wrote (planning-semantics §6.1, P1–P6).

mod problem;

use motive_plan::check::Opinion;
use motive_world::id::CharacterId;
use problem::Problem;

/// Una and Vik raise the author's number together or apart; `up` is worth nothing to Vik.
const TEXT: &str = "
    entity Una : character;
    entity Vik : character;
    property n() : number;
    property tidy() : boolean;
    property vik() : number;
    action up() {
        precondition: n() == 0; effect: n() = 1; consenting: Una;
    };
    action both() {
        precondition: n() == 1; effect: n() = 3 & vik() = 1; consenting: Una, Vik;
    };
    action alone() {
        precondition: n() == 1; effect: n() = 2; consenting: Una, Vik;
    };
    action clean() { precondition: !tidy(); effect: tidy(); consenting: Una; };
    action slip() { precondition: n() == 3; effect: n() = 2 & vik() = 2; consenting: Vik; };
    action still() { precondition: !tidy(); effect: tidy() & vik() = 3; consenting: Vik; };
    utility(): n();
    utility(Una): n() + (if(tidy()) 1 else 0);
    utility(Vik): vik();
";

fn problem() -> Problem {
    Problem::new(TEXT, 3, 1, 1)
}

fn is_valid(opinion: &Opinion) -> bool {
    matches!(opinion, Opinion::Valid(_))
}

#[test]
fn a_story_has_to_be_executable_from_the_first_step_to_the_last() {
    assert_eq!(problem().opinion(&["both"]), Opinion::NotExecutable(0));
    assert_eq!(problem().opinion(&["up", "slip"]), Opinion::NotExecutable(1));
    assert!(is_valid(&problem().opinion(&["up", "both"])));
}

#[test]
fn everyone_who_consents_needs_a_reason() {
    // alone raises Una's utility from 1 to 2 and leaves Vik's at 0.
    assert_eq!(problem().opinion(&["up", "alone"]), Opinion::Unexplained(1, CharacterId(1)));
}

#[test]
fn the_end_must_be_better_than_the_start_and_reach_the_goal() {
    // still leaves n at 0, as it was: not better, though a goal of 0 is reached.
    assert_eq!(problem().with_goal(0).opinion(&["still"]), Opinion::GoalNotReached);
    // up leads to 1.
    assert_eq!(problem().with_goal(2).opinion(&["up"]), Opinion::GoalNotReached);
    assert!(is_valid(&problem().with_goal(1).opinion(&["up"])));
    assert!(is_valid(&problem().opinion(&["up"])));
}

#[test]
fn a_story_that_was_as_good_before_its_end_is_too_long() {
    // n goes 0, 1, 3, 2.
    assert_eq!(problem().opinion(&["up", "both", "slip"]), Opinion::Sooner(2));
    // n goes 0, 1, 1.
    assert_eq!(problem().opinion(&["up", "clean"]), Opinion::Sooner(1));
}

#[test]
fn steps_that_can_be_left_out_are_padding() {
    // n is 3 in the end with or without clean, at position 0 or 1.
    assert_eq!(problem().opinion(&["clean", "up", "both"]), Opinion::Padded(vec![1, 2]));
    assert_eq!(problem().opinion(&["up", "clean", "both"]), Opinion::Padded(vec![0, 2]));
}

#[test]
fn a_story_is_neither_empty_nor_longer_than_the_author_limit() {
    assert_eq!(problem().opinion(&[]), Opinion::Length);
    assert_eq!(Problem::new(TEXT, 1, 1, 1).opinion(&["up", "both"]), Opinion::Length);
    assert!(is_valid(&Problem::new(TEXT, 2, 1, 1).opinion(&["up", "both"])));
}
