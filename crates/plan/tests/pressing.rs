//! What presses (docs/semantics.md, 12.4).

mod problem;

use motive_plan::check::Opinion;
use problem::Problem;

/// Una could go home while Vik bleeds.
const WOUND: &str = "
character Una (she), Vik (he)
fact bleeding, home, hungry, dead
action bind by Una
    needs bleeding
    effect not bleeding
action go by Una
    needs not home
    effect home
action eat by Una
    needs hungry
    effect not hungry
event bleed
    needs bleeding
    effect dead
start bleeding, hungry
author wants home
Una wants
    home
    2 if not hungry
";

fn wound(more: &str) -> Problem {
    Problem::native(&format!("{WOUND}{more}"), 3, 3, 2)
}

#[test]
fn what_presses_comes_first() {
    let calm = wound("    2 if not bleeding\n");
    assert_eq!(calm.stories(), ["go"]);
    let pressing = wound("    pressing 2 if not bleeding\n");
    assert_eq!(pressing.stories(), ["bind go"]);
    assert_eq!(pressing.story().as_deref(), Some("bind go"));
    assert_eq!(pressing.opinion(&["go"]), Opinion::MustWait(0));
    assert_eq!(pressing.opinion(&["bind", "eat", "go"]), Opinion::Padded(vec![0, 2]));
    // It presses only where it is wanted on the whole.
    let outweighed = wound("    pressing 2 if not bleeding\n    -9 if not bleeding\n");
    assert_eq!(outweighed.stories(), ["go"]);
    // What others would have to do without a reason does not press.
    assert_eq!(wound("Vik wants pressing 2 if not bleeding\n").stories(), ["go"]);
}

#[test]
fn what_is_natural_does_not_wait() {
    let text = WOUND
        .replace("event bleed", "natural event bleed")
        .replace("author wants home", "author wants home and dead");
    let problem = Problem::native(&format!("{text}    pressing 2 if not bleeding\n"), 3, 3, 2);
    assert_eq!(problem.stories(), ["bleed bind go"]);
    let text = WOUND.replace("author wants home", "author wants home and dead");
    let problem = Problem::native(&format!("{text}    pressing 2 if not bleeding\n"), 3, 3, 2);
    assert_eq!(problem.stories(), [""; 0]);
}

#[test]
fn a_story_ends_only_when_nothing_presses() {
    let text = "
character Ward (he), Ben (he)
fact out, held
action slip by Ben
    needs not out and not held
    effect out
action seize by Ward
    needs out and not held
    effect held
Ward wants TERM
Ben wants out
author wants out
";
    let ends = |term: &str| Problem::native(&text.replace("TERM", term), 2, 2, 2);
    assert_eq!(ends("held").stories(), ["slip"]);
    let pressing = ends("pressing held");
    assert_eq!(pressing.stories(), ["slip seize"]);
    assert_eq!(pressing.story().as_deref(), Some("slip seize"));
    assert_eq!(pressing.opinion(&["slip"]), Opinion::NotQuiet);
    assert_eq!(ends("pressing -1 if not held").stories(), ["slip seize"]);
}
