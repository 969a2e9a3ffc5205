//! What people read, word for word.

use expect_test::{Expect, expect};

use crate::{file, motive};

fn prints(arguments: &[&str], expected: &Expect) {
    let run = motive(arguments);
    // What a search costs is no promise.
    let text: Vec<&str> = run.out.lines().filter(|line| !line.starts_with("Search:")).collect();
    expected.assert_eq(&text.join("\n"));
}

#[test]
fn a_story_tells_who_acts_and_why() {
    prints(
        &["plan", "worlds/orchard-letter.txt"],
        &expect![[r#"
            A story: 4 steps; for the author utility 0 to 1: letter() = Wren

             1. walk(Wren, Orchard, House)
                  Wren wants letter() = Wren (utility 0 to 1), and has in mind
                    then call(Wren, Hollis)
                    then walk(Hollis, House, Henhouse)
                           as Hollis wants loose() = False (utility 0 to 1), and has in mind
                             then pen(Hollis)
                    then take(Wren)
             2. call(Wren, Hollis)
                  Wren goes on as planned at step 1: letter() = Wren (utility 0 to 1)
             3. walk(Hollis, House, Henhouse)
                  Hollis wants loose() = False (utility 0 to 1), and has in mind
                    then pen(Hollis)
             4. take(Wren)
                  Wren gains at once: letter() = Wren (utility 0 to 1)

            Limits: goal 1, author 10, character 6, epistemic 2; time 60 s, memory 4096 MiB, nodes unlimited."#]],
    );
}

#[test]
fn what_is_nobodys_doing_is_marked() {
    let run = motive(&["plan", "worlds/fair-tart.txt", "--optimal"]);
    assert!(run.out.contains(" 3. discover(Petra, Pantry)  nobody's doing\n"), "{}", run.out);
}

#[test]
fn sabres_text_is_printed_alone() {
    let run = motive(&["plan", "worlds/fair-tart.txt", "--optimal", "--format", "sabre"]);
    expect![[r#"
        carry(Jory, Pantry, Attic)
        | goal(Jory, tart() == Attic)
        walk(Petra, Garden, Pantry)
        | eat(Petra, Pantry)
        | goal(Petra, fed(Petra) == True)
        discover(Petra, Pantry)
        goal(puzzled(Petra) == True)
    "#]]
    .assert_eq(&run.out);
    assert_eq!(run.err, "");
}

#[test]
fn none_is_relative_to_limits() {
    let run = motive(&["plan", "worlds/ferry.txt", "--author-limit", "4", "--goal", "1"]);
    let mut lines = run.out.lines();
    assert_eq!(lines.next(), Some("There is no such story: proved within these limits."));
    assert_eq!(
        lines.next(),
        Some(
            "Limits: goal 1, author 4, character 6, epistemic 2; time 60 s, memory 4096 MiB, nodes unlimited."
        )
    );
}

#[test]
fn a_limit_says_which_it_was() {
    let run = motive(&["plan", "worlds/ferry.txt", "--nodes", "3"]);
    assert!(
        run.out.starts_with(
            "Stopped before a story had been found: it has visited as many worlds as it may (--nodes).\n"
        ),
        "{}",
        run.out
    );
}

#[test]
fn a_flaw_names_the_step_the_character_and_the_cause() {
    let story = file(
        "output",
        "lazy.story",
        "walk(Wren, Orchard, House) walk(Hollis, House, Henhouse) take(Wren)",
    );
    prints(
        &["verify", "worlds/orchard-letter.txt", &story],
        &expect![[r#"
            Not valid: Hollis has no reason for step 2, walk(Hollis, House, Henhouse).
              No plan that Hollis could begin with it ends better, as Hollis sees it.
            Limits: goal above the start, author 10, character 6, epistemic 2; time 60 s, nodes 2,000,000."#]],
    );
}

#[test]
fn a_world_is_summed_up() {
    prints(
        &["check", "worlds/ferry.txt"],
        &expect![[r#"
            worlds/ferry.txt: clean
                 2 characters
                 5 other entities
                 3 types
                 2 properties  (4 with arguments that matter)
                 3 actions  (10 with arguments that matter)
                 0 triggers  (0 with arguments that matter)
                 4 statements about the start"#]],
    );
}

#[test]
fn a_suite_is_a_table() {
    let world = crate::root().join("worlds/ferry.txt").display().to_string();
    let text = format!(
        "[[task]]\nname = \"ferry\"\nworld = \"{world}\"\nshortest_known = 5\npeer_ms = 1000\n
         [[task]]\nname = \"short\"\nworld = \"{world}\"\nauthor_limit = 4\n"
    );
    let suite = file("output", "suite.toml", text);
    let run = motive(&["bench", &suite]);
    let lines: Vec<&str> = run.out.lines().collect();
    let heading: Vec<&str> = lines[0].split_whitespace().collect();
    let columns = ["task", "result", "length", "load", "search", "judge", "total"];
    assert_eq!(heading[..7], columns, "{}", run.out);
    assert!(lines[1].starts_with("ferry  solved        5/5"), "{}", run.out);
    assert!(lines[2].starts_with("short  none          -/?"), "{}", run.out);
    assert!(run.out.contains("1 of 2 tasks solved"), "{}", run.out);
    assert!(run.out.contains("against 1000 ms"), "{}", run.out);
    let run = motive(&["bench", &suite, "--only", "ferry"]);
    assert!(run.out.contains("1 of 1 task solved") && run.code == 0, "{}", run.out);
}

#[test]
fn a_diagnostic_shows_the_line() {
    let path = file(
        "output",
        "typo.txt",
        "type place;\nentity Hut : place;\nproperty at(c : charatcer) : place;\nutility(): 1;\n",
    );
    let run = motive(&["check", &path]);
    let text = run.err.replace(&path, "typo.txt");
    expect![[r#"
        error[E0201]: there is no type `charatcer`
         --> typo.txt:3:17
          |
        3 | property at(c : charatcer) : place;
          |                 ^^^^^^^^^
          |
          = help: did you mean `character`?
    "#]]
    .assert_eq(&text);
}

#[test]
fn codes_are_listed_and_explained() {
    let list = motive(&["explain"]).out;
    assert!(list.lines().any(|line| line == "E0501  an unknown action in a story"), "{list}");
    let page = motive(&["explain", "E0501"]).out;
    assert!(page.starts_with("E0501: an unknown action in a story\n\n"), "{page}");
    assert!(page.contains("bad") && page.contains("good"), "{page}");
}

/// The README shows what the command prints, with the counts of today's search.
#[test]
fn the_readme_shows_real_output() {
    let readme = std::fs::read_to_string(crate::root().join("README.md")).unwrap();
    for world in ["worlds/orchard-letter.txt", "worlds/surprise-party.txt"] {
        let run = motive(&["plan", world]);
        assert!(readme.contains(run.out.trim()), "README.md does not show:\n{}", run.out);
    }
    for call in
        [vec!["tell", "worlds/theft.motive"], vec!["tell", "worlds/cellar-key.motive", "--why"]]
    {
        let run = motive(&call);
        assert!(readme.contains(run.out.trim()), "README.md does not show:\n{}", run.out);
    }
    let world = std::fs::read_to_string(crate::root().join("worlds/cellar-key.motive")).unwrap();
    assert!(readme.contains(&world), "README.md does not show the world that it tells");
}
