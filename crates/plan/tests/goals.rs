//! When a story is good enough (planning-semantics §5 and §6.1, P2, P5, P6).

mod problem;

use problem::Problem;

/// Una takes steps for their own sake; the author's utility goes from `first` on as listed.
fn values(start: &str, values: &[&str]) -> String {
    let mut text = format!(
        "entity Una : character; property s() : number; property v() : number; v() = {start};"
    );
    for (index, value) in values.iter().enumerate() {
        text.push_str(&format!(
            "action a{index}() {{
                 precondition: s() == {index}; effect: s() = {index} + 1 & v() = {value};
                 consenting: Una;
             }};"
        ));
    }
    text.push_str("utility(): v(); utility(Una): s();");
    text
}

#[test]
fn a_story_ends_better_than_it_began_whatever_the_goal() {
    // The goal of 0 is reached by standing still.
    let problem = Problem::new(&values("0", &["0", "1"]), 2, 1, 1).with_goal(0);
    assert_eq!(problem.stories(), ["a0 a1"]);
    assert_eq!(problem.story().as_deref(), Some("a0 a1"));
    let problem = Problem::new(&values("0", &["0", "0 - 1"]), 2, 1, 1).with_goal(0 - 5);
    assert_eq!(problem.stories(), Vec::<String>::new());
    assert_eq!(problem.story(), None);
}

#[test]
fn a_story_reaches_the_goal() {
    let text = values("0", &["1", "2", "3"]);
    for (goal, stories) in
        [(1, vec!["a0", "a0 a1", "a0 a1 a2"]), (2, vec!["a0 a1", "a0 a1 a2"]), (4, vec![])]
    {
        let problem = Problem::new(&text, 3, 1, 1).with_goal(goal);
        assert_eq!(problem.stories(), stories, "goal {goal}");
        assert_eq!(problem.story().is_some(), !stories.is_empty(), "goal {goal}");
    }
}

#[test]
fn without_a_goal_the_next_whole_number_counts() {
    // From 0.5 that is 1; from 1 it is 2.
    let problem = Problem::new(&values("0.5", &["0.75", "1"]), 2, 1, 1);
    assert_eq!(problem.stories(), ["a0 a1"]);
    assert_eq!(problem.story().as_deref(), Some("a0 a1"));
    let problem = Problem::new(&values("1", &["1.5", "2"]), 2, 1, 1);
    assert_eq!(problem.stories(), ["a0 a1"]);
    assert_eq!(problem.story().as_deref(), Some("a0 a1"));
}

#[test]
fn no_earlier_moment_was_as_good_however_long_ago() {
    let problem = Problem::new(&values("0", &["2", "0", "1", "3"]), 4, 1, 1);
    assert_eq!(problem.stories(), ["a0", "a0 a1 a2 a3"]);
}

#[test]
fn hope_for_more_does_not_excuse_less_than_there_was() {
    // The author's v goes 2, 0, 0, 1. Were it not for x, which leads to y and rules jump out, jump
    // could bring more than 2.
    let text = "
        entity Una : character;
        property s() : number; property v() : number; property k() : boolean;
        k();
        action a0() { precondition: s() == 0; effect: s() = 1 & v() = 2; consenting: Una; };
        action a1() { precondition: s() == 1; effect: s() = 2 & v() = 0; consenting: Una; };
        action x() { precondition: s() == 2; effect: s() = 3 & !k(); consenting: Una; };
        action y() { precondition: s() == 3; effect: s() = 4 & v() = 1; consenting: Una; };
        action jump() {
            precondition: s() == 3 & k(); effect: s() = 4 & v() = 3; consenting: Una;
        };
        utility(): v();
        utility(Una): s();
    ";
    assert_eq!(Problem::new(text, 4, 1, 1).stories(), ["a0"]);
}

#[test]
fn stories_are_as_long_as_the_author_limit_and_no_longer() {
    let text = values("0", &["0", "0", "1"]);
    for (limit, stories) in [(2, vec![]), (3, vec!["a0 a1 a2"])] {
        let problem = Problem::new(&text, limit, 1, 1);
        assert_eq!(problem.stories(), stories, "limit {limit}");
        assert_eq!(problem.story().as_deref(), stories.first().copied(), "limit {limit}");
    }
}
