//! What a character refuses (docs/semantics.md, 11.5).

mod problem;

use problem::Problem;

/// Una may get the letter by breaking the seal or by waiting for Vik to open it.
const LETTER: &str = "
character Una (she), Vik (he)
fact read, broken, open, thanked
action break by Una
    effect broken, read
action unseal by Vik
    effect open
action read_it by Una
    needs open
    effect read
Una wants 1 if read
Vik wants 1 if open
author wants read
";

fn letter(more: &str) -> Vec<String> {
    Problem::native(&format!("{LETTER}{more}"), 2, 3, 2).explained()
}

#[test]
fn nobody_consents_to_what_they_refuse() {
    assert_eq!(letter(""), ["break", "unseal"]);
    assert_eq!(letter("Una refuses broken\n"), ["unseal"]);
    assert_eq!(letter("Una refuses broken and not open\n"), ["unseal"]);
    assert_eq!(letter("Una refuses broken and open\n"), ["break", "unseal"]);
    // Vik's refusal is his own.
    assert_eq!(letter("Vik refuses broken\n"), ["break", "unseal"]);
    assert_eq!(letter("each c: character refuses broken\n"), ["unseal"]);
}

#[test]
fn what_is_so_already_and_what_is_unknown_is_not_refused() {
    assert_eq!(letter("Una refuses broken\nstart broken, not read\n"), ["break", "unseal"]);
    // From unknown to true is a passage, from false to unknown is none.
    assert_eq!(letter("Una refuses broken\nstart Una forgets broken\n"), ["unseal"]);
    let blurs = "action blur by Una\n    effect Una forgets thanked, read\nUna refuses thanked\n";
    assert_eq!(letter(blurs), ["break", "unseal", "blur"]);
}

#[test]
fn it_is_refused_as_its_owner_sees_it() {
    // She thinks it broken already.
    let mistaken = "Una refuses broken\nstart Una believes broken\n";
    assert_eq!(letter(mistaken), ["break", "unseal"]);
    // She thinks it would break.
    let fearing = "action pull by Una\n    effect read, broken if thanked\nUna refuses broken\n";
    assert_eq!(letter(fearing), ["unseal", "pull"]);
    assert_eq!(letter(&format!("{fearing}start Una believes thanked\n")), ["unseal"]);
}

#[test]
fn what_others_do_in_a_plan_is_refused_too() {
    let text = "
character Una (she), Vik (he)
fact asked, paid, hurt
action ask by Una
    needs not asked
    effect asked
action rob by Vik
    needs asked
    effect paid, hurt
Una wants 1 if paid
Vik wants 1 if paid
author wants paid
";
    let explained = |more: &str| Problem::native(&format!("{text}{more}"), 2, 2, 2).explained();
    assert_eq!(explained(""), ["ask"]);
    assert_eq!(explained("Una refuses hurt\n"), [""; 0]);
    // She knows that he would not.
    assert_eq!(explained("Vik refuses hurt\n"), [""; 0]);
    // He would not, and she does not know it.
    let unknown = "Vik refuses hurt and not asked\nstart Una believes Vik believes asked\n";
    assert_eq!(explained(unknown), ["ask"]);
}

/// Una shuts the lid only to be able to shake without spilling.
#[test]
fn a_step_may_be_there_only_to_keep_something_refused_from_coming_about() {
    let text = "
character Una (she)
fact shut, mixed, spilt, warm
action close by Una
    needs not shut
    effect shut
action shake by Una
    needs not mixed
    effect mixed, spilt if not shut
action heat by Una
    needs not warm
    effect warm
Una wants 1 if mixed
author wants mixed
";
    assert_eq!(Problem::native(text, 3, 3, 1).explained(), ["shake"]);
    let careful = Problem::native(&format!("{text}Una refuses spilt\n"), 3, 3, 1);
    assert_eq!(careful.explained(), ["close"]);
    assert_eq!(careful.stories(), ["close shake"]);
    assert_eq!(careful.story().as_deref(), Some("close shake"));
}

/// The same where Vik shakes, and where spilling is a rule of its own, which nothing wanted reads.
#[test]
fn what_another_would_spill_is_kept_from_spilling() {
    let text = "
character Una (she), Vik (he)
fact shut, mixed, shaken, spilt
action close by Una
    needs not shut
    effect shut
action shake by Vik
    needs not mixed
    effect mixed, shaken
rule spill when shaken and not shut and not spilt
    effect spilt
Una wants 1 if mixed
Vik wants 1 if mixed
author wants mixed
";
    assert_eq!(Problem::native(text, 2, 2, 2).explained(), ["shake"]);
    let careful = Problem::native(&format!("{text}Una refuses spilt\n"), 2, 2, 2);
    assert_eq!(careful.explained(), ["close", "shake"]);
}

/// What is refused depends on the lid, which nothing else that Una wants depends on: her reason for
/// shaking at first is none once the lid is off.
#[test]
fn what_a_refusal_reads_tells_minds_apart() {
    let text = "
character Una (she)
fact shut, mixed, shaken, spilt, poured
action close by Una
    needs not shut
    effect shut
action shake by Una
    needs not mixed
    effect mixed, shaken
rule spill when shaken and not shut and not spilt
    effect spilt
event pour
    needs mixed and shut
    effect poured, not mixed, not shut, not shaken
Una wants 1 if mixed
Una refuses spilt
start shut
author wants poured and mixed
";
    let problem = Problem::native(text, 4, 2, 1);
    assert_eq!(problem.story().as_deref(), Some("shake pour close shake"));
}

/// The same where the first improvement is padding, so that shadows decide: `sip` gains without
/// `close`, and so does `shake`, but not for one who refuses to spill.
#[test]
fn a_shadow_that_is_refused_is_no_other_way() {
    let text = "
character Una (she)
fact shut, spilt, joy(c: character): 0..9
action close by Una
    needs not shut
    effect shut
action sip by Una
    needs joy(Una) is 0
    effect joy(Una) = 1
action shake by Una
    needs joy(Una) is 0
    effect joy(Una) = 2, spilt if not shut
Una wants joy(Una)
author wants joy(Una)
";
    assert_eq!(Problem::native(text, 3, 3, 1).explained(), ["sip", "shake"]);
    let careful = Problem::native(&format!("{text}Una refuses spilt\n"), 3, 3, 1);
    assert_eq!(careful.explained(), ["close", "sip"]);
}

/// To strike is to reckon with what a blow is likely to do; what is unlikely is an accident.
#[test]
fn every_outcome_that_is_counted_on_is_refused() {
    let text = "
character Una (she)
fact stopped, dead
action strike by Una
    needs not stopped and not dead
    outcome stuns odds 9
        effect stopped
    outcome kills odds N
        effect dead
Una wants 1 if stopped
Una refuses dead
author wants stopped
";
    let explained = |odds: &str| Problem::native(&text.replace('N', odds), 1, 1, 1).explained();
    assert_eq!(explained("9"), [""; 0]);
    assert!(explained("1").contains(&"strike".to_owned()));
}
