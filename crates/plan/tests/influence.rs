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
    // A bug: it should be ["tell"]. An event is not taken to touch one who can only learn from it
    // what somebody else believes (`touches` in relevance.rs passes over `asked`).
    assert_eq!(problem.explained(), Vec::<String>::new());
    assert_eq!(problem.story(), None);
}
