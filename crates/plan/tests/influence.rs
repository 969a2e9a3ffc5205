//! Steps that matter only in a roundabout way, and are not padding for that (planning-semantics R4).

mod problem;

use problem::Problem;

#[test]
fn a_surprise_about_what_somebody_believes() {
    // Dan thinks that Eve does not know of p. Seeing tell, which Eve's knowing makes possible, he
    // learns that she does (4.3), and so has a reason for d: Eve will do e. That is what Una is
    // after. So tell, d is a reason for tell, and d without tell has none.
    let text = "
        entity Una : character;
        entity Dan : character;
        entity Eve : character;
        property p() : boolean;
        property noise() : boolean;
        property ready() : boolean;
        property won() : boolean;
        p();
        believes(Dan, believes(Eve, !p()));
        believes(Una, believes(Dan, believes(Eve, !p())));
        action tell() {
            precondition: believes(Eve, p()) & !noise();
            effect: noise();
            consenting: Una;
            observing(c : character): c == Dan;
        };
        action d() { precondition: !ready(); effect: ready(); consenting: Dan; };
        action e() { precondition: ready() & p() & !won(); effect: won(); consenting: Eve; };
        utility(): noise();
        utility(Una): ready();
        utility(Dan): won();
        utility(Eve): won();
    ";
    let problem = Problem::new(text, 1, 3, 2);
    // An event touches one who can only learn from it what somebody else believes.
    assert_eq!(problem.explained(), ["tell"]);
    assert_eq!(problem.story().as_deref(), Some("tell"));
}

#[test]
fn a_light_by_which_something_is_seen() {
    // Dan sees show only by light, and does b only once he has seen that q holds.
    let text = "
        entity Dan : character;
        property f() : boolean;
        property q() : boolean;
        property done() : boolean;
        action light() { precondition: !f(); effect: f(); };
        action show() {
            precondition: !q(); effect: q(); observing(c : character): c == Dan & f();
        };
        action b() { precondition: q() & !done(); effect: done(); consenting: Dan; };
        utility(): done();
        utility(Dan): done();
    ";
    let problem = Problem::new(text, 3, 1, 0);
    assert_eq!(problem.story().as_deref(), Some("light show b"));
    assert_eq!(problem.stories(), ["light show b"]);
    assert_eq!(Problem::new(text, 2, 1, 0).story(), None);
}

#[test]
fn a_light_that_somebody_lights_for_that() {
    // The same in Una's plan. Without light, Dan would not see show: it is no padding.
    let text = "
        entity Una : character;
        entity Dan : character;
        property f() : boolean;
        property q() : boolean;
        property done() : boolean;
        action light() {
            precondition: !f(); effect: f(); consenting: Una; observing(c : character): c == Una;
        };
        action show() {
            precondition: !q();
            effect: q();
            consenting: Una;
            observing(c : character): c == Una | (c == Dan & f());
        };
        action b() { precondition: q() & !done(); effect: done(); consenting: Dan; };
        utility(): f();
        utility(Una): done();
        utility(Dan): done();
    ";
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["light"]);
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), Vec::<String>::new());
}

#[test]
fn a_belief_that_somebody_asks_about() {
    let text = "
        entity Dan : character;
        property s() : boolean;
        property done() : boolean;
        action tell() { effect: believes(Dan, s()); };
        action gift() { precondition: believes(Dan, s()) & !done(); effect: done(); };
        utility(): done();
    ";
    assert_eq!(Problem::new(text, 2, 1, 0).story().as_deref(), Some("tell gift"));
}

#[test]
fn a_belief_that_the_author_wants() {
    let text = "
        entity Dan : character;
        property s() : boolean;
        action tell() { effect: believes(Dan, s()); };
        utility(): if(believes(Dan, s())) 1 else 0;
    ";
    assert_eq!(Problem::new(text, 2, 1, 0).story().as_deref(), Some("tell"));
}

/// Dan does b only if he thinks that p holds, which it does; first he does not.
fn learning(how: &str) -> String {
    format!(
        "entity Dan : character;
        property p() : boolean;
        property noise() : boolean;
        property done() : boolean;
        p();
        believes(Dan, !p());
        {how}
        action b() {{ precondition: p() & !done(); effect: done(); consenting: Dan; }};
        utility(): done();
        utility(Dan): done();"
    )
}

#[test]
fn what_a_surprise_teaches() {
    let text = learning("action act() { precondition: p(); effect: noise(); };");
    assert_eq!(Problem::new(&text, 2, 1, 0).story().as_deref(), Some("act b"));
}

#[test]
fn what_somebody_is_told() {
    let text = learning("action act() { effect: believes(Dan, p()); };");
    assert_eq!(Problem::new(&text, 2, 1, 0).story().as_deref(), Some("act b"));
}

#[test]
fn what_happens_by_itself_takes_no_step() {
    // a, t: with x, t brings y, and y brings joy at once. a, z is padding.
    let text = "
        entity Una : character;
        property x() : boolean;
        property y() : boolean;
        property joy() : number;
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action t() { precondition: !y(); effect: if(x()) y(); consenting: Una; };
        trigger go() { precondition: y() & joy() == 0; effect: joy() = 2; };
        utility(): x();
        utility(Una): joy();
    ";
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), ["a", "z"]);
    assert_eq!(Problem::new(text, 1, 1, 1).explained(), ["z"]);
}

#[test]
fn a_step_may_decide_what_somebody_is_told() {
    // a, tell, b: with x, tell makes Dan believe q, and then he has a reason for b. a, z is padding.
    let text = "
        entity Una : character;
        entity Dan : character;
        property x() : boolean;
        property q() : boolean;
        property joy() : number;
        property pay() : number;
        q();
        believes(Dan, !q());
        believes(Una, believes(Dan, !q()));
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action tell() { effect: if(x()) believes(Dan, q()); consenting: Una; };
        action b() {
            precondition: q() & joy() == 0;
            effect: joy() = 2 & pay() = 1;
            consenting: Dan;
        };
        utility(): x();
        utility(Una): joy();
        utility(Dan): pay();
    ";
    assert_eq!(Problem::new(text, 1, 3, 1).explained(), ["a", "z"]);
    assert_eq!(Problem::new(text, 1, 2, 1).explained(), ["z"]);
}

#[test]
fn a_lie_makes_possible_in_a_mind_what_is_possible_nowhere_else() {
    // tell, b: Dan takes b for b, c, and c is possible only where he is told q, which is not so.
    let text = "
        entity Una : character;
        entity Dan : character;
        property q() : boolean;
        property ready() : boolean;
        property joy() : number;
        property pay() : number;
        action tell() { effect: believes(Dan, q()); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action b() {
            precondition: joy() == 0; effect: joy() = 2 & ready(); consenting: Dan;
        };
        action c() {
            precondition: q() & ready() & pay() == 0; effect: pay() = 1; consenting: Dan;
        };
        utility(): joy();
        utility(Una): joy();
        utility(Dan): pay();
    ";
    assert_eq!(Problem::new(text, 1, 3, 2).explained(), ["tell", "z"]);
    assert_eq!(Problem::new(text, 1, 2, 2).explained(), ["z"]);
}

#[test]
fn a_delusion_makes_possible_in_a_mind_what_is_possible_nowhere_else() {
    // a, b: Dan takes b for b, c, and believes in q, alone.
    let text = "
        entity Una : character;
        entity Dan : character;
        property q() : boolean;
        property x() : boolean;
        property ready() : boolean;
        property joy() : number;
        property pay() : number;
        believes(Dan, q());
        believes(Una, believes(Dan, q()));
        action a() { precondition: !x(); effect: x(); consenting: Una; };
        action z() { precondition: joy() == 0; effect: joy() = 1; consenting: Una; };
        action b() {
            precondition: joy() == 0 & x(); effect: joy() = 2 & ready(); consenting: Dan;
        };
        action c() {
            precondition: q() & ready() & pay() == 0; effect: pay() = 1; consenting: Dan;
        };
        utility(): x();
        utility(Una): joy();
        utility(Dan): pay();
    ";
    assert_eq!(Problem::new(text, 1, 3, 2).explained(), ["a", "z"]);
    assert_eq!(Problem::new(text, 1, 2, 2).explained(), ["z"]);
}
