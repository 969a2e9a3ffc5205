//! `motive next`, `motive simulate` and `motive odds`.

use expect_test::expect;

use crate::{directory, file, motive, motive_with};

fn json(arguments: &[&str]) -> serde_json::Value {
    let run = motive(arguments);
    assert_eq!(run.code, 0, "{}", run.err);
    serde_json::from_str(&run.out).unwrap()
}

#[test]
fn everyone_says_what_they_would_do_next() {
    let run = motive(&[
        "next",
        "worlds/theft.motive",
        "--after",
        "take(Rufus, Cup), enter(Muriel, Hall)",
    ]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    expect![[r#"
        Rufus has no reason to do anything.
        Muriel would go(Muriel, Yard)
              Muriel wants accused(Ned) (utility 0 to 2), and has in mind
                then accuse(Muriel, Ned)
              what Muriel wants with it: the thief to answer for it
              rather than dust(Muriel) (utility 0 to 1, in 1 step)
        Ned has no reason to do anything.
    "#]]
    .assert_eq(&run.out);
    // Who is named is asked, and nobody else; the exit code says whether anybody would do anything.
    let run = motive(&["next", "worlds/theft.motive", "Ned"]);
    assert_eq!((run.code, run.out.as_str()), (1, "Ned has no reason to do anything.\n"));
    let run = motive(&["next", "worlds/theft.motive", "Muriel", "--nodes", "1"]);
    assert_eq!(run.code, 3);
    assert!(run.out.starts_with("What Muriel would do is not known: "), "{}", run.out);
}

#[test]
fn what_happened_before_may_be_a_story_file() {
    let steps = b"take(Rufus, Cup) enter(Muriel, Hall)";
    let read = motive_with(&["next", "worlds/theft.motive", "Muriel", "--after", "-"], steps);
    let given = "take(Rufus, Cup), enter(Muriel, Hall)";
    let told = motive(&["next", "worlds/theft.motive", "Muriel", "--after", given]);
    assert_eq!((read.code, read.out), (0, told.out));
}

#[test]
fn as_json_the_next_step_has_its_terms_and_what_was_passed_over() {
    let document = json(&["next", "--json", "worlds/hidden-letter.motive", "Anna", "Bert"]);
    assert_eq!(document["format"], "motive-next");
    let [anna, bert] = document["characters"].as_array().unwrap().as_slice() else {
        panic!("{document}")
    };
    assert_eq!(anna["result"], "action");
    assert_eq!(anna["step"]["text"], "pocket(Anna, Letter)");
    assert_eq!(anna["step"]["reasons"][0]["terms"], serde_json::json!(["safe"]));
    assert_eq!(anna["passed_over"]["action"], "walk");
    assert_eq!(bert["step"]["text"], "walk(Bert, Library)");
}

#[test]
fn a_simulation_goes_on_until_all_is_quiet() {
    let run = motive(&["simulate", "worlds/theft.motive", "--seed", "1"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    expect![[r#"
         1. take(Rufus, Cup)
              Rufus gains at once: thief(Cup) is Rufus (utility 0 to 3)
         2. enter(Muriel, Hall)
              Muriel wants dusted (utility 0 to 1), and has in mind
                then dust(Muriel)
         3. go(Muriel, Yard)
              Muriel wants accused(Ned) (utility 0 to 2), and has in mind
                then accuse(Muriel, Ned)
         4. accuse(Muriel, Ned)
              Muriel gains at once: accused(Ned) (utility 0 to 2)
         5. leave(Ned)
              Ned gains at once: gone(Ned) (utility 0 to 1)
         6. enter(Muriel, Hall)
              Muriel wants dusted (utility 2 to 3), and has in mind
                then dust(Muriel)
         7. dust(Muriel)
              Muriel gains at once: dusted (utility 2 to 3)

        All is quiet after 7 steps, in 6 rounds: nobody would do anything.
        Seed 1; limits: character 6, epistemic 2.
    "#]]
    .assert_eq(&run.out);
    let run = motive(&["simulate", "worlds/theft.motive", "--seed", "1", "--steps", "2"]);
    assert_eq!(run.code, 0);
    assert!(run.out.contains("So far 2 steps, in 1 round: "), "{}", run.out);
    let run = motive(&["simulate", "worlds/theft.motive", "--nodes", "1"]);
    assert_eq!(run.code, 3);
    assert!(run.out.starts_with("Stopped after 0 steps: "), "{}", run.out);
}

#[test]
fn a_simulation_can_be_told() {
    let run = motive(&["simulate", "worlds/theft.motive", "--seed", "1", "--tell"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    expect![[r#"
        The silver cup

        Rufus was in the hall, Muriel in the kitchen, and Ned in the yard.

        Rufus took the silver cup out of its case.

        Muriel came into the hall and found the case of the silver cup empty. She concluded that Ned had taken the silver cup. Then she went out into the yard.

        Muriel accused Ned of the theft. He took his coat and left the house. Muriel came into the hall and found the case of the silver cup empty.

        Muriel dusted the hall.
    "#]].assert_eq(&run.out);
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_one_others() {
    let log =
        |seed: &str| motive(&["simulate", "worlds/theft.motive", "--seed", seed, "--log", "-"]).out;
    assert_eq!(log("5"), log("5"));
    let all: std::collections::BTreeSet<String> = ["0", "1", "2", "3"].map(log).into();
    assert!(all.len() > 1);
    let odds = |threads: &str| {
        let ask = ["odds", "worlds/theft.motive", "--runs", "200", "--threads", threads];
        motive(&[&ask[..], &["--if", "accused(Ned)", "--json"]].concat()).out
    };
    assert_eq!(odds("1"), odds("3"));
}

#[test]
fn the_log_has_a_line_for_each_event() {
    let path = directory("simulation").join("events.jsonl");
    let path = path.to_str().unwrap();
    let run = motive(&["simulate", "worlds/theft.motive", "--seed", "1", "--log", path]);
    assert_eq!(run.code, 0, "{}", run.err);
    let text = std::fs::read_to_string(path).unwrap();
    let lines: Vec<serde_json::Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (head, end) = (&lines[0], lines.last().unwrap());
    assert_eq!((&head["format"], &head["version"]), (&"motive-event-log".into(), &1.into()));
    assert_eq!((&head["seed"], &head["world"]), (&1.into(), &"worlds/theft.motive".into()));
    assert_eq!(
        (&end["end"], end["events"].as_u64()),
        (&"quiet".into(), Some(lines.len() as u64 - 2))
    );
    for (index, event) in lines[1..lines.len() - 1].iter().enumerate() {
        assert_eq!(event["event"], index + 1);
        assert_eq!(event["judgement"], "valid", "{event}");
        let actors = event["actors"].as_array().unwrap();
        assert_eq!(event["reasons"].as_array().unwrap().len(), actors.len());
        assert!(!event["perceived_by"].as_array().unwrap().is_empty());
    }
    let beliefs = lines.iter().find(|line| line["text"] == "enter(Muriel, Hall)").unwrap();
    assert!(beliefs["beliefs"].to_string().contains("thief"), "{beliefs}");
}

#[test]
fn odds_have_intervals_and_the_seeds_of_examples() {
    let ask =
        ["odds", "worlds/theft.motive", "--runs", "400", "--seed", "7", "--if", "accused(Ned)"];
    let run = motive(&ask);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    expect![[r#"
        400 runs of worlds/theft.motive, from seed 7; 5.4 steps on average.

                                   95 % between       seed
        accused(Ned)
          at some time     48.0 %  43.1 and 52.9 %    7, not with 8
          at the end       48.0 %  43.1 and 52.9 %    7, not with 8
        all is quiet      100.0 %  99.0 and 100.0 %   7
        Limits: steps 50, character 6, epistemic 2.
    "#]]
    .assert_eq(&run.out);
    let document = json(&[&ask[..], &["--json", "--if", "happens dust(Muriel)"]].concat());
    assert_eq!(document["format"], "motive-odds");
    let accused = &document["questions"][0]["ever"];
    let (low, high) = (accused["low"].as_f64().unwrap(), accused["high"].as_f64().unwrap());
    let share = accused["share"].as_f64().unwrap();
    assert!(low < share && share < high, "{accused}");
    // The examples are what they are said to be.
    let happened = |seed: &serde_json::Value| {
        let seed = seed.to_string();
        motive(&["simulate", "worlds/theft.motive", "--seed", &seed])
            .out
            .contains("accuse(Muriel, Ned)")
    };
    assert!(happened(&accused["example"]));
    assert!(!happened(&accused["counterexample"]));
    assert_eq!(document["questions"][1]["ever"]["count"], 400);
}

#[test]
fn a_question_may_be_a_test_or_the_authors_goal() {
    let name = "she concludes wrongly, and nobody is any the wiser";
    let document = json(&[
        "odds",
        "worlds/theft.motive",
        "--runs",
        "64",
        "--json",
        "--if",
        name,
        "--if",
        "accused(Ned)",
    ]);
    let questions = document["questions"].as_array().unwrap();
    assert_eq!(questions[0]["at_end"]["count"], questions[1]["at_end"]["count"]);
    let document = json(&["odds", "worlds/ferry.txt", "--runs", "20", "--json"]);
    assert_eq!(document["questions"][0]["question"], "the author's goal");
    assert_eq!(document["questions"][0]["at_end"]["count"], 20);
}

#[test]
fn bad_input_is_explained() {
    let failed = |arguments: &[&str], code: &str, says: &str| {
        let run = motive(arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.contains(code) && run.err.contains(says), "{arguments:?}: {}", run.err);
    };
    let world = "worlds/theft.motive";
    failed(&["next", world, "Ruffus"], "E0609", "did you mean Rufus?");
    failed(&["next", world, "--after", "take(Rufus, Cop)"], "E0502", "called `Cop`");
    failed(&["simulate", world, "--after", "leave(Ned)"], "E0713", "cannot happen now");
    failed(&["odds", world, "--after", "leave(Ned)"], "E0713", "cannot happen");
    failed(&["odds", world, "--if", "acused(Ned)"], "E0803", "did you mean `accused`?");
    failed(&["odds", world, "--if", "accused("], "E08", "--if:1:");
    failed(&["odds", "worlds/ferry.txt", "--if", "x"], "E0712", "`motive convert`");
    failed(&["odds", world, "--runs", "0"], "E0604", "above 0");
    failed(&["odds", world, "--runs", "many"], "E0604", "whole number");
    failed(&["simulate", world, "--steps", "-1"], "E0604", "negative");
    failed(&["simulate", world, "--log", "no/such/place"], "E0610", "cannot be written");
    failed(&["simulate", world, "--scenario", "dry"], "E0612", "declares no scenario");
    failed(&["simulate", "worlds/none.motive"], "E0601", "no file");
    let many: Vec<&str> = std::iter::repeat_n(["--if", "dusted"], 65).flatten().collect();
    failed(&[&["odds", world][..], &many].concat(), "E0712", "at most 64");
    let test = "test \"nothing\"\n    expect dusted\n    after take(Rufus, Cup)\n";
    let text = std::fs::read_to_string(crate::root().join(world)).unwrap() + test;
    let path = file("simulation", "odd.motive", text);
    failed(&["odds", &path, "--if", "nothing"], "E0712", "expects nothing at its end");
}

#[test]
fn in_a_world_of_several_files_conditions_are_read_as_well() {
    let beside =
        file("simulation", "cast.motive", "character Ida (she)\nfact calm(c: character)\n");
    assert!(beside.ends_with("cast.motive"));
    let text = "use cast\naction rest(c: character) by c\n    needs not calm(c)\n    \
                effect calm(c)\nIda wants calm(Ida)\nauthor wants calm(Ida)\n";
    let path = file("simulation", "hut.motive", text);
    let ask = ["odds", &path, "--runs", "8", "--json", "--if", "not calm(Ida)"];
    let document = json(&ask);
    assert_eq!(document["questions"][0]["ever"]["count"], 8);
    assert_eq!(document["questions"][0]["at_end"]["count"], 0);
}

#[test]
fn the_page_on_simulation_shows_real_output() {
    let page = std::fs::read_to_string(crate::root().join("docs/simulation.md")).unwrap();
    let mut shown = 0;
    for fence in page.split("```text\n$ motive ").skip(1) {
        let (call, output) = fence.split_once('\n').unwrap();
        let output = output.split("```").next().unwrap();
        // As a shell reads it: what stands between quotation marks is one word.
        let words = call.split('\'').enumerate().flat_map(|(index, part)| match index % 2 {
            0 => part.split_whitespace().map(str::to_owned).collect(),
            _ => vec![part.to_owned()],
        });
        let words: Vec<String> = words.collect();
        let run = motive(&words.iter().map(String::as_str).collect::<Vec<_>>());
        assert_eq!(run.out, output, "motive {call}");
        shown += 1;
    }
    assert_eq!(shown, 4);
}

#[test]
fn the_worlds_of_a_directory_are_timed() {
    let world = std::fs::read_to_string(crate::root().join("worlds/theft.motive")).unwrap();
    let path = file("simulation_bench", "theft.motive", world);
    let folder = directory("simulation_bench").display().to_string();
    let document = json(&["bench", &folder, "--states", "5", "--runs", "40", "--json"]);
    assert_eq!(document["format"], "motive-bench-thoughts");
    let row = &document["worlds"][0];
    assert_eq!((&row["world"], &row["characters"]), (&path.into(), &3.into()));
    assert_eq!((&row["runs_made"], &row["unanswered"]), (&40.into(), &0.into()));
    let run = motive(&["bench", &folder, "--states", "5", "--runs", "40"]);
    assert_eq!((run.code, run.out.lines().count()), (0, 3), "{}", run.out);
}

#[test]
fn an_accident_is_said_to_be_one() {
    let text = "character Corin (he), Mirel (she)\nfact silent(c: character), dead(c: character)\n\
                action strike(a, b: character) by a\n    needs not dead(b) and not silent(b)\n    \
                outcome stops odds 9\n        effect silent(b)\n    outcome fatal odds 1\n        \
                effect dead(b)\nCorin wants\n    quiet: 3 if silent(Mirel)\n    life: -5 if dead(Mirel)\n\
                author wants dead(Mirel)\n";
    let path = file("simulation", "blow.motive", text);
    let run = motive(&["next", &path, "Corin"]);
    assert!(run.out.starts_with("Corin would strike(Corin, Mirel)\n"), "{}", run.out);
    let document = json(&["odds", &path, "--runs", "100", "--json"]);
    let seed = document["questions"][0]["at_end"]["example"].to_string();
    let run = motive(&["simulate", &path, "--seed", &seed]);
    assert_eq!(run.code, 0, "{}", run.err);
    let said = "Step 1: odds 10 %, an accident: nobody counted on it.";
    assert!(run.out.contains(said), "{}", run.out);
}
