//! What programs read: every document says what it is, and has the fields that are documented.

use serde_json::Value;

use crate::{file, motive};

fn json(arguments: &[&str]) -> (i32, Value) {
    let run = motive(arguments);
    let document = serde_json::from_str(&run.out).unwrap_or_else(|e| panic!("{e}: {run:?}"));
    (run.code, document)
}

/// Every field in the document is documented, and each of `fields` is there.
fn fields(document: &Value, fields: &[&str]) {
    let object = document.as_object().unwrap();
    for field in fields {
        assert!(object.contains_key(*field), "no {field} in {document}");
    }
    let pages = [
        include_str!("../../../../docs/formats/plan-json.md"),
        include_str!("../../../../docs/formats/story.md"),
    ];
    for field in object.keys() {
        let named = format!("`{field}`");
        assert!(pages.iter().any(|page| page.contains(&named)), "{field} is not documented");
    }
}

#[test]
fn a_plan() {
    let (code, document) = json(&["plan", "worlds/orchard-letter.txt", "--json", "--seed", "3"]);
    assert_eq!(
        (code, &document["format"], &document["version"]),
        (0, &"motive-plan".into(), &1.into())
    );
    fields(
        &document,
        &["world", "limits", "budget", "result", "stopped_by", "stories", "best", "statistics"],
    );
    fields(&document["limits"], &["goal", "author_limit", "character_limit", "epistemic_limit"]);
    fields(&document["budget"], &["time_seconds", "memory_mib", "nodes", "seed"]);
    fields(&document["statistics"], &["ticks", "states", "memory_bytes", "depth_completed"]);
    assert_eq!(document["result"], "found");
    assert_eq!(document["limits"]["goal"], 1);
    let story = &document["stories"][0];
    fields(story, &["format", "version", "judgement", "utility", "changes", "steps"]);
    assert_eq!(story["judgement"], "valid");
    let step = &story["steps"][2];
    fields(
        step,
        &[
            "text",
            "action",
            "arguments",
            "outcome",
            "reasons",
            "perceived_by",
            "changes",
            "beliefs",
        ],
    );
    assert_eq!(step["text"], "walk(Hollis, House, Henhouse)");
    assert_eq!(step["arguments"], serde_json::json!(["Hollis", "House", "Henhouse"]));
    assert_eq!(step["perceived_by"][0], serde_json::json!({ "character": "Wren", "as": "itself" }));
    let change = serde_json::json!(
        { "fluent": "at", "arguments": ["Hollis"], "from": "House", "to": "Henhouse" }
    );
    assert_eq!(step["changes"], serde_json::json!([change]));
    assert_eq!(step["beliefs"][0], serde_json::json!({ "character": "Wren", "changes": [change] }));
    let reason = &step["reasons"][0];
    fields(reason, &["character", "purpose", "utility", "changes", "plan"]);
    assert_eq!(reason["utility"], serde_json::json!({ "before": 0, "after": 1 }));
    assert_eq!(reason["plan"][1]["text"], "pen(Hollis)");
    // The lie: what Hollis comes to believe is not so.
    let lie = &story["steps"][1];
    assert_eq!(lie["changes"], serde_json::json!([]));
    assert_eq!(
        lie["beliefs"],
        serde_json::json!([{ "character": "Hollis",
            "changes": [{ "fluent": "loose", "arguments": [], "from": false, "to": true }] }])
    );
}

#[test]
fn a_plan_that_finds_nothing_or_is_stopped() {
    let (code, document) = json(&["plan", "worlds/ferry.txt", "--json", "--author-limit", "4"]);
    assert_eq!((code, &document["result"]), (1, &"none".into()));
    assert_eq!(document["stopped_by"], Value::Null);
    let (code, document) = json(&["plan", "worlds/ferry.txt", "--json", "--nodes", "3"]);
    assert_eq!(
        (code, &document["result"], &document["stopped_by"]),
        (3, &"stopped".into(), &"nodes".into())
    );
    let unlimited = [
        "plan",
        "worlds/ferry.txt",
        "--json",
        "--author-limit",
        "unlimited",
        "--time",
        "unlimited",
    ];
    let (code, document) = json(&unlimited);
    assert_eq!(code, 0);
    assert_eq!(document["limits"]["author_limit"], Value::Null);
    assert_eq!(document["budget"]["time_seconds"], Value::Null);
}

#[test]
fn all_stories_are_in_one_document() {
    let (code, document) =
        json(&["plan", "worlds/ferry.txt", "--json", "--all", "--author-limit", "5"]);
    assert_eq!((code, document["stories"].as_array().unwrap().len()), (0, 2));
}

#[test]
fn a_plan_can_be_verified_as_it_is() {
    let run = motive(&["plan", "worlds/orchard-letter.txt", "--json"]);
    let again = crate::motive_with(
        &["verify", "worlds/orchard-letter.txt", "-", "--json"],
        run.out.as_bytes(),
    );
    let document: Value = serde_json::from_str(&again.out).unwrap();
    assert_eq!((again.code, &document["verdict"]), (0, &"valid".into()));
    let plan: Value = serde_json::from_str(&run.out).unwrap();
    assert_eq!(document["story"]["steps"], plan["stories"][0]["steps"]);
    assert_eq!(document["notes"], serde_json::json!([]));
}

#[test]
fn a_verdict() {
    let story = file(
        "json",
        "lazy.story",
        "walk(Wren, Orchard, House) walk(Hollis, House, Henhouse) take(Wren)",
    );
    let (code, document) = json(&["verify", "worlds/orchard-letter.txt", &story, "--json"]);
    assert_eq!(
        (code, &document["format"], &document["version"]),
        (1, &"motive-verdict".into(), &1.into())
    );
    fields(&document, &["world", "story_file", "limits", "verdict", "flaw", "notes", "warnings"]);
    assert_eq!(document["verdict"], "invalid");
    let flaw = &document["flaw"];
    fields(flaw, &["kind", "step", "character", "hindsight", "message", "details"]);
    assert_eq!(flaw["kind"], "unmotivated");
    assert_eq!((&flaw["step"], &flaw["character"]), (&2.into(), &"Hollis".into()));
    let (code, document) =
        json(&["verify", "worlds/orchard-letter.txt", &story, "--json", "--time", "0"]);
    if code == 3 {
        assert_eq!(document["verdict"], "undecided");
        fields(&document, &["undecided"]);
    }
}

#[test]
fn findings() {
    let (code, document) = json(&["check", "worlds/ferry.txt", "--json"]);
    assert_eq!(
        (code, &document["format"], &document["version"]),
        (0, &"motive-check".into(), &1.into())
    );
    fields(&document, &["world", "findings", "size"]);
    fields(&document["size"], &["characters", "actions", "ground_actions"]);
    let broken = file("json", "broken.txt", "entity Ada : character\nentity Bea : character;");
    let (code, document) = json(&["check", &broken, "--json"]);
    assert_eq!(code, 2);
    let finding = &document["findings"][0];
    fields(finding, &["code", "severity", "message", "file", "place", "label", "help"]);
    fields(&finding["place"], &["start", "end", "line", "column"]);
    assert_eq!((&finding["severity"], &finding["place"]["line"]), (&"error".into(), &1.into()));
}

#[test]
fn a_bench() {
    let world = crate::root().join("worlds/ferry.txt").display().to_string();
    let suite =
        file("json", "suite.toml", format!("[[task]]\nname = \"ferry\"\nworld = \"{world}\"\n"));
    let (code, document) = json(&["bench", &suite, "--json"]);
    assert_eq!(
        (code, &document["format"], &document["version"]),
        (0, &"motive-bench".into(), &1.into())
    );
    fields(&document, &["suite", "tasks", "solved", "total_ms", "peer_total_ms"]);
    let task = &document["tasks"][0];
    fields(
        task,
        &[
            "name",
            "world",
            "limits",
            "result",
            "judgement",
            "length",
            "load_ms",
            "search_ms",
            "judge_ms",
            "total_ms",
            "story",
        ],
    );
    assert_eq!((&task["result"], &task["length"]), (&"found".into(), &5.into()));
    let time = |name: &str| task[name].as_f64().unwrap();
    let parts = time("load_ms") + time("search_ms") + time("judge_ms");
    assert!((time("total_ms") - parts).abs() < 1e-6, "{task}");
    assert_eq!(document["total_ms"], task["total_ms"]);
}

#[test]
fn codes() {
    let (code, document) = json(&["explain", "--json"]);
    assert_eq!(
        (code, &document["format"], &document["version"]),
        (0, &"motive-codes".into(), &1.into())
    );
    assert!(document["codes"].as_array().unwrap().len() > 30);
    fields(&document["codes"][0], &["code", "title", "page"]);
}
