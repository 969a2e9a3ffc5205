//! Reasons in corners that random worlds rarely have (planning-semantics §6.1, R3–R5).

mod problem;

use problem::Problem;

/// Una gets 5 with or without preparing; only when prepared can she waste it down to 1.
const WASTE: &str = "
    entity Una : character;
    property x() : boolean;
    property joy() : number;
    action prepare() { precondition: !x() & joy() == 0; effect: x(); consenting: Una; };
    action enjoy() { precondition: joy() == 0; effect: joy() = 5; consenting: Una; };
    action waste() { precondition: joy() == 5 & x(); effect: joy() = 1; consenting: Una; };
    utility(): x();
    utility(Una): joy();
";

#[test]
fn a_later_own_step_must_not_lose_what_is_won() {
    // prepare, enjoy ends like enjoy alone (R4). prepare, enjoy, waste has no padding and ends
    // better than it began, but at its last step Una would go from 5 to 1 (R3).
    let problem = Problem::new(WASTE, 3, 4, 1);
    assert_eq!(problem.explained(), ["enjoy"]);
    assert_eq!(problem.stories(), Vec::<String>::new());
}

#[test]
fn a_later_own_step_may_have_another_reason_than_the_rest_of_the_plan() {
    // Unprepared, waste leaves 2. So prepare, enjoy, waste ends like none of its parts, and waste
    // has a reason where it is taken: waste, recover leads from 5 to 9, and recover alone is
    // impossible. (prepare, enjoy, waste, recover itself is padded: enjoy, waste, recover would
    // do.)
    let text = "
        entity Una : character;
        property x() : boolean;
        property joy() : number;
        action prepare() { precondition: !x() & joy() == 0; effect: x(); consenting: Una; };
        action enjoy() { precondition: joy() == 0; effect: joy() = 5; consenting: Una; };
        action waste() {
            precondition: joy() == 5;
            effect: if(x()) joy() = 1 else joy() = 2;
            consenting: Una;
        };
        action recover() {
            precondition: joy() == 1 | joy() == 2; effect: joy() = 9; consenting: Una;
        };
        utility(): x();
        utility(Una): joy();
    ";
    assert_eq!(Problem::new(text, 1, 4, 1).explained(), ["prepare", "enjoy"]);
    // With a limit of 3 nothing is left for recover when waste is the third step.
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["enjoy"]);
}

#[test]
fn a_second_way_to_a_world_counts_where_the_first_is_padded() {
    // By way of b, open can be left out; by way of d it cannot, since d needs it. Both lead to the
    // same world.
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
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["open", "b"]);
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), ["b"]);
}

#[test]
fn a_character_limit_of_nothing_leaves_immediate_gains() {
    for limit in [0, 1] {
        let problem = Problem::new(WASTE, 3, limit, 1);
        assert_eq!(problem.explained(), ["enjoy"], "limit {limit}");
    }
    let text = "
        entity Una : character;
        property s() : number;
        action one() { precondition: s() == 0; effect: s() = 1; consenting: Una; };
        action two() { precondition: s() == 1; effect: s() = 2; consenting: Una; };
        utility(): s();
        utility(Una): s() == 2;
    ";
    assert_eq!(Problem::new(text, 2, 0, 1).explained(), Vec::<String>::new());
    assert_eq!(Problem::new(text, 2, 1, 1).explained(), Vec::<String>::new());
    assert_eq!(Problem::new(text, 2, 2, 1).explained(), ["one"]);
}

#[test]
fn what_one_makes_oneself_believe_is_no_fact_in_ones_imagination() {
    // §4.4: after `persuade` Una believes that she believes it; only the second Una wants that.
    let persuade = |wish: &str| {
        format!(
            "entity Una : character;
             property p() : boolean;
             action persuade() {{
                 precondition: !believes(Una, p()); effect: believes(Una, p()); consenting: Una;
             }};
             utility(): believes(Una, p());
             utility(Una): {wish};"
        )
    };
    assert_eq!(Problem::new(&persuade("p()"), 1, 1, 1).explained(), Vec::<String>::new());
    assert_eq!(Problem::new(&persuade("believes(Una, p())"), 1, 1, 1).explained(), ["persuade"]);
}

#[test]
fn an_unknown_utility_is_never_improved_nor_an_improvement() {
    let score = |start: &str, end: &str| {
        format!(
            "entity Una : character;
             property score() : number; property done() : boolean;
             score() = {start};
             action act() {{
                 precondition: !done(); effect: score() = {end} & done(); consenting: Una;
             }};
             utility(): done();
             utility(Una): score();"
        )
    };
    for (start, end, explained) in
        [("?", "5", vec![]), ("5", "?", vec![]), ("0 - 5", "?", vec![]), ("4", "5", vec!["act"])]
    {
        let problem = Problem::new(&score(start, end), 1, 1, 1);
        assert_eq!(problem.explained(), explained, "from {start} to {end}");
    }
}

#[test]
fn a_shortened_plan_needs_the_consent_of_everyone() {
    // deal alone would satisfy Una as much as prepare, deal does; but only when prepared does
    // Vik gain by it, so it is no shorter way and prepare has its reason.
    let text = "
        entity Una : character;
        entity Vik : character;
        property ready() : boolean;
        property deal() : boolean;
        property share() : number;
        action prepare() { precondition: !ready(); effect: ready(); consenting: Una; };
        action deal() {
            precondition: !deal();
            effect: deal() & (if(ready()) share() = 1);
            consenting: Una, Vik;
        };
        utility(): ready();
        utility(Una): deal();
        utility(Vik): share();
    ";
    assert_eq!(Problem::new(text, 1, 2, 2).explained(), ["prepare"]);
}

#[test]
fn the_count_goes_on_in_the_reasons_of_others() {
    // Una wants s at 2, for which Vik must take the second step; his reason for it takes him to 4:
    // the steps 2, 3 and 4 counted from Una's.
    let text = "
        entity Una : character;
        entity Vik : character;
        property s() : number;
        action first() { precondition: s() == 0; effect: s() = 1; consenting: Una; };
        action second() { precondition: s() == 1; effect: s() = 2; consenting: Vik; };
        action third() { precondition: s() == 2; effect: s() = 3; consenting: Vik; };
        action fourth() { precondition: s() == 3; effect: s() = 4; consenting: Vik; };
        utility(): s();
        utility(Una): s() == 2;
        utility(Vik): s() == 4;
    ";
    assert_eq!(Problem::new(text, 1, 4, 2).explained(), ["first"]);
    assert_eq!(Problem::new(text, 1, 3, 2).explained(), Vec::<String>::new());
    assert_eq!(Problem::new(text, 1, 4, 1).explained(), Vec::<String>::new());
}
