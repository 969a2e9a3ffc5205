//! When an answer about one reason serves for another question, and when it does not.

mod problem;

use problem::Problem;

#[test]
fn the_same_mind_one_level_deeper_is_another_question() {
    // Dan's reason for b is b, c. Una's plan would be a, b, d; but at the epistemic limit she counts
    // on nobody who does not gain at once (R5), although Dan has the same in mind there as he has in
    // reality.
    let text = "
        entity Una : character;
        entity Dan : character;
        property k() : boolean;
        property x() : boolean;
        property ready() : boolean;
        property joy() : boolean;
        property pay() : number;
        action b() {
            precondition: !ready(); effect: ready() & (if(k()) pay() = 1); consenting: Dan;
        };
        action c() {
            precondition: ready() & pay() == 0; effect: pay() = 1; consenting: Dan;
        };
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action d() { precondition: x() & ready() & !joy(); effect: joy(); consenting: Una; };
        action mk() { precondition: ready() & !k(); effect: k(); };
        utility(): joy();
        utility(Una): joy();
        utility(Dan): pay();
    ";
    assert_eq!(Problem::new(text, 1, 4, 1).explained(), ["b"]);
    assert_eq!(Problem::new(text, 1, 4, 2).explained(), ["b", "a"]);
}

#[test]
fn a_reason_that_needs_more_steps() {
    // One, two and three steps from joy: each is explained with just so many, and no fewer.
    let text = "
        entity Una : character;
        property n() : number;
        property joy() : boolean;
        action one() { precondition: n() == 0; effect: n() = 1; consenting: Una; };
        action two() { precondition: n() == 1; effect: n() = 2; consenting: Una; };
        action three() { precondition: n() == 2 & !joy(); effect: joy(); consenting: Una; };
        utility(): joy();
        utility(Una): joy();
    ";
    assert_eq!(Problem::new(text, 3, 2, 1).explained(), Vec::<String>::new());
    let problem = Problem::new(text, 3, 3, 1);
    assert_eq!(problem.explained(), ["one"]);
    assert_eq!(problem.story().as_deref(), Some("one two three"));
    assert_eq!(problem.stories(), ["one two three"]);
}

#[test]
fn a_reason_that_needs_more_steps_than_the_levels_have() {
    // Twenty steps of one kind: after level 16 comes the character limit itself.
    let text = "
        entity Una : character;
        property n() : number;
        action step() { precondition: n() < 20; effect: n() = n() + 1; consenting: Una; };
        utility(): n() >= 20;
        utility(Una): if(n() >= 20) 1 else 0;
    ";
    assert_eq!(Problem::new(text, 1, 19, 1).explained(), Vec::<String>::new());
    assert_eq!(Problem::new(text, 1, 20, 1).explained(), ["step"]);
    let story = Problem::new(text, 20, 20, 1).story();
    assert_eq!(story.map(|story| story.split(' ').count()), Some(20));
}
