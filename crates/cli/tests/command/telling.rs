//! `motive tell`.

use expect_test::expect;

use crate::{file, motive, motive_with};

#[test]
fn a_story_is_found_and_told() {
    let run = motive(&["tell", "worlds/hidden-letter.motive"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    expect![[r#"
        The hidden letter

        Anna was in the library, Bert in the garden, and Carol in the attic.

        Anna slipped the letter into her sleeve and went to the garden.

        Anna told Bert that Carol had the letter.
    "#]]
    .assert_eq(&run.out);
}

#[test]
fn every_act_has_its_reason() {
    let run = motive(&["tell", "--why", "--tense", "present", "worlds/hidden-letter.motive"]);
    assert_eq!(run.code, 0);
    expect![[r#"
        The hidden letter

        Anna is in the library, Bert in the garden, and Carol in the attic.

        Anna slips the letter into her sleeve. She wants the letter out of reach. She goes to the garden. Anna wants Carol out of favour, and means to tell Bert that Carol has the letter.

        Anna tells Bert that Carol has the letter, as planned.
    "#]]
    .assert_eq(&run.out);
}

#[test]
fn a_story_that_is_given_is_judged_before_it_is_told() {
    let steps = b"pocket(Anna, Letter) walk(Anna, Garden) tell_holder(Anna, Bert, Letter, Carol)";
    let told = motive_with(&["tell", "worlds/hidden-letter.motive", "-"], steps);
    assert_eq!(told.code, 0, "{}", told.err);
    assert_eq!(told.out, motive(&["tell", "worlds/hidden-letter.motive"]).out);

    let planned = motive(&["plan", "--format", "json", "worlds/hidden-letter.motive"]).out;
    let path = file("telling", "story.json", planned);
    assert_eq!(motive(&["tell", "worlds/hidden-letter.motive", &path]).out, told.out);

    let run = motive_with(&["tell", "worlds/hidden-letter.motive", "-"], b"walk(Bert, Library)");
    assert_eq!(run.code, 1);
    assert!(run.out.starts_with("Not valid: "), "{}", run.out);
    let run = motive_with(&["tell", "worlds/hidden-letter.motive", "-"], b"fly(Bert)");
    assert_eq!((run.code, run.out.as_str()), (2, ""));
    assert!(run.err.contains("E0501"), "{}", run.err);
}

#[test]
fn where_there_is_no_story_nothing_is_told() {
    let run = motive(&["tell", "worlds/surprise-party.txt"]);
    assert_eq!((run.code, run.out.as_str()), (1, ""));
    assert!(run.err.starts_with("There is no such story: proved"), "{}", run.err);
    let run = motive(&["tell", "worlds/rumour.motive", "--nodes", "1"]);
    assert_eq!((run.code, run.out.as_str()), (3, ""));
    assert!(run.err.starts_with("Stopped before a story"), "{}", run.err);
    assert_eq!(motive(&["tell", "worlds/none.motive"]).code, 2);
    assert_eq!(motive(&["tell", "-", "-"]).code, 2);
}

#[test]
fn as_json_each_paragraph_names_its_steps() {
    let run = motive(&["tell", "--json", "worlds/hidden-letter.motive"]);
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["format"], "motive-telling");
    assert_eq!(document["title"], "The hidden letter");
    assert_eq!(document["result"], "found");
    let steps: Vec<String> = document["paragraphs"]
        .as_array()
        .unwrap()
        .iter()
        .map(|paragraph| paragraph["steps"].to_string())
        .collect();
    assert_eq!(steps, ["[]", "[1,2]", "[3]"]);
    let run = motive_with(
        &["tell", "--json", "worlds/hidden-letter.motive", "-"],
        b"walk(Bert, Library)",
    );
    let document: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!((run.code, document["result"].as_str()), (1, Some("invalid")));
    assert!(document["flaw"]["message"].is_string());
}
