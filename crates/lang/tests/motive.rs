//! Motive's language, lowered: what each construct becomes, worked out by hand from docs/language.md.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail")]

use motive_lang::motive::{Reading, read};
use motive_world::outline::Aim;
use motive_world::program::{
    Argument, BOOLEAN, CHARACTER, Comparison, Condition, Domain, Effect, Expr, NUMBER, Perceived,
    Program,
};
use motive_world::value::{Number, Value};

const BASE: &str = "\
type place, thing, item: thing
character Anna (she), Bert (he)
character Carol
place Hut \"the hut\", Mill
item Ring \"the ring\" (it)
fact at(c: character): place = Hut
fact holder(i: item): character or none
fact tired(c: character)
fact gold(c: character): 0..9 = 2
fact rain
author wants rain
";

fn reading(rest: &str) -> Reading {
    read(&format!("{BASE}{rest}"))
}

fn program(rest: &str) -> Program {
    let reading = reading(rest);
    assert_eq!(reading.diagnostics, [], "{rest}");
    reading.program.unwrap()
}

/// The codes of what is found.
fn codes(rest: &str) -> Vec<&'static str> {
    reading(rest).diagnostics.iter().map(|d| d.code.id()).collect()
}

/// The condition of an event without parameters, in short.
fn needs(condition: &str) -> String {
    let program = program(&format!("event e\n    needs {condition}\n    effect rain\n"));
    let action = &program.actions[0];
    Short(&program, &action.scope.iter().map(|v| v.name.clone()).collect::<Vec<_>>())
        .condition(&action.precondition)
}

fn effect(text: &str) -> String {
    let program = program(&format!("event e\n    effect {text}\n"));
    let action = &program.actions[0];
    Short(&program, &action.scope.iter().map(|v| v.name.clone()).collect::<Vec<_>>())
        .effect(&action.outcomes[0].effect)
}

/// Writes programs tersely: `=` and `!=`, `&`, `|`, `[c] …` for a belief.
struct Short<'p>(&'p Program, &'p [String]);

impl Short<'_> {
    fn argument(&self, argument: Argument) -> String {
        match argument {
            Argument::Constant(value) => self.0.value_name(value),
            Argument::Variable(variable) => self.1[variable.index()].clone(),
        }
    }

    fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::Value(value) => self.0.value_name(*value),
            Expr::Variable(variable) => self.1[variable.index()].clone(),
            Expr::Fluent(fact, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|&a| self.argument(a)).collect();
                format!("{}({})", self.0.fluents[fact.index()].name, arguments.join(","))
            }
            Expr::Believed(who, inner) => format!("[{}]{}", self.argument(*who), self.expr(inner)),
            Expr::Arithmetic(sign, a, b) => {
                format!("({} {sign:?} {})", self.expr(a), self.expr(b))
            }
            Expr::Sum(v, _, body) => format!("sum {}: {}", self.1[v.index()], self.expr(body)),
            Expr::Product(v, _, body) => {
                format!("product {}: {}", self.1[v.index()], self.expr(body))
            }
            Expr::If(branches, otherwise) => {
                let branches: Vec<String> = branches
                    .iter()
                    .map(|(c, v)| format!("{} ? {} : ", self.condition(c), self.expr(v)))
                    .collect();
                format!("({}{})", branches.concat(), self.expr(otherwise))
            }
            Expr::Truth(condition) => format!("<{}>", self.condition(condition)),
        }
    }

    fn condition(&self, condition: &Condition) -> String {
        let join = |parts: &[Condition], sign: &str| {
            let parts: Vec<String> = parts.iter().map(|part| self.condition(part)).collect();
            format!("({})", parts.join(sign))
        };
        match condition {
            Condition::True => "yes".to_owned(),
            Condition::False => "no".to_owned(),
            Condition::Not(inner) => format!("!{}", self.condition(inner)),
            Condition::And(parts) => join(parts, " & "),
            Condition::Or(parts) => join(parts, " | "),
            Condition::Forall(v, _, body) => {
                format!("all {}: {}", self.1[v.index()], self.condition(body))
            }
            Condition::Exists(v, _, body) => {
                format!("any {}: {}", self.1[v.index()], self.condition(body))
            }
            Condition::Believes(who, inner) => {
                format!("[{}] {}", self.argument(*who), self.condition(inner))
            }
            Condition::Compare(Comparison::Equal, a, Expr::Value(Value::Boolean(true))) => {
                self.expr(a)
            }
            Condition::Compare(Comparison::Equal, a, Expr::Value(Value::Boolean(false))) => {
                format!("!{}", self.expr(a))
            }
            Condition::Compare(comparison, a, b) => {
                let sign = match comparison {
                    Comparison::Equal => "=",
                    Comparison::Unequal => "!=",
                    Comparison::Less => "<",
                    Comparison::AtMost => "<=",
                    Comparison::Greater => ">",
                    Comparison::AtLeast => ">=",
                };
                format!("{} {sign} {}", self.expr(a), self.expr(b))
            }
            Condition::IsA(what, kind) => {
                format!("{}: {}", self.expr(what), self.0.types[kind.index()].name)
            }
            Condition::If(branches, otherwise) => {
                let branches: Vec<String> = branches
                    .iter()
                    .map(|(c, v)| format!("{} ? {} : ", self.condition(c), self.condition(v)))
                    .collect();
                format!("({}{})", branches.concat(), self.condition(otherwise))
            }
        }
    }

    fn effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::And(parts) => {
                let parts: Vec<String> = parts.iter().map(|part| self.effect(part)).collect();
                parts.join("; ")
            }
            Effect::Assign { believers, fluent, arguments, value } => {
                let believers: String =
                    believers.iter().map(|&who| format!("[{}]", self.argument(who))).collect();
                let fluent = self.expr(&Expr::Fluent(*fluent, arguments.clone()));
                format!("{believers}{fluent} := {}", self.expr(value))
            }
            Effect::Forall(v, _, body) => {
                format!("each {}: {}", self.1[v.index()], self.effect(body))
            }
            Effect::If(branches, otherwise) => {
                let branches: Vec<String> = branches
                    .iter()
                    .map(|(c, e)| format!("if {} {{{}}}", self.condition(c), self.effect(e)))
                    .collect();
                format!("{} else {{{}}}", branches.join(" "), self.effect(otherwise))
            }
        }
    }
}

#[test]
fn declarations_become_types_entities_and_fluents() {
    let program = program("");
    let names: Vec<&str> = program.entities.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["Anna", "Bert", "Carol", "Hut", "Mill", "Ring"]);
    assert_eq!(program.characters, 3);
    let fluent = |name: &str| program.fluents.iter().find(|f| f.name == name).unwrap();
    assert_eq!(fluent("at").default, Value::Entity(motive_world::id::EntityId(3)));
    assert_eq!(fluent("holder").default, Value::None);
    assert_eq!((fluent("tired").value, fluent("tired").default), (BOOLEAN, Value::FALSE));
    assert_eq!(fluent("gold").value, NUMBER);
    assert_eq!(fluent("gold").range, Some((Number::from(0), Number::from(9))));
}

#[test]
fn conditions_read_as_they_say() {
    for (written, read) in [
        ("rain and tired(Anna) or at(Bert) is Hut", "((rain() & tired(Anna)) | at(Bert) = Hut)"),
        ("not tired(Anna)", "!tired(Anna)"),
        ("gold(Anna) + 1 > 2 * 3", "(gold(Anna) Add 1) > (2 Multiply 3)"),
        ("gold(Anna) - 1 - 1 is 0", "((gold(Anna) Subtract 1) Subtract 1) = 0"),
        ("Anna believes Bert believes tired(Anna)", "[Anna] [Bert] tired(Anna)"),
        ("some c: character where tired(c)", "any c: tired(c)"),
        ("every c: character: tired(c)", "all c: tired(c)"),
        ("(count c: character where tired(c)) > 1", "sum c: (tired(c) ? 1 : 0) > 1"),
        ("(total c: character: gold(c)) > 1", "sum c: gold(c) > 1"),
        ("holder(Ring) is none", "holder(Ring) = none"),
        ("at(Anna) according to Bert is Hut", "[Bert]at(Anna) = Hut"),
        ("at(Anna) is unknown to Bert", "[Bert] at(Anna) = ?"),
        ("at(Anna) is known to Bert", "[Bert] at(Anna) != ?"),
        ("at(Anna) is not known to Bert", "[Bert] at(Anna) = ?"),
        ("(tired(Anna) if rain else tired(Bert))", "(rain() ? tired(Anna) : tired(Bert))"),
        ("(tired(Anna) if rain)", "(rain() ? tired(Anna) : yes)"),
        ("gold(Anna) is (1 if rain else 2)", "gold(Anna) = (rain() ? 1 : 2)"),
    ] {
        assert_eq!(needs(written), read, "{written}");
    }
}

/// Every comparison with something unknown is false, and so is its negation.
#[test]
fn what_is_unknown_is_neither_so_nor_not_so() {
    for (written, read) in [
        ("Anna believes at(Bert) is Hut", "[Anna] at(Bert) = Hut"),
        ("Anna believes at(Bert) is not Hut", "[Anna] (at(Bert) != Hut & at(Bert) != ?)"),
        ("Anna believes not at(Bert) is Hut", "[Anna] (at(Bert) != Hut & at(Bert) != ?)"),
        // Not believing is a plain no: she may have no idea.
        ("not Anna believes at(Bert) is Hut", "[Anna] at(Bert) != Hut"),
        ("not Anna believes at(Bert) is not Hut", "[Anna] (at(Bert) = Hut | at(Bert) = ?)"),
        ("gold(Anna) > 2", "gold(Anna) > 2"),
        ("not gold(Anna) > 2", "gold(Anna) <= 2"),
        ("not Anna believes gold(Bert) > 2", "[Anna] (gold(Bert) <= 2 | gold(Bert) = ?)"),
        ("at(Anna) is at(Bert)", "(at(Anna) = at(Bert) & at(Anna) != ? & at(Bert) != ?)"),
        (
            "not Anna believes (tired(Bert) and at(Bert) is Hut)",
            "[Anna] (tired(Bert) != True | at(Bert) != Hut)",
        ),
        ("Anna knows tired(Bert)", "(tired(Bert) & [Anna] tired(Bert))"),
        ("not Anna knows tired(Bert)", "(tired(Bert) != True | [Anna] tired(Bert) != True)"),
        ("Anna believes not tired(Bert)", "[Anna] !tired(Bert)"),
        ("not Anna believes not tired(Bert)", "[Anna] tired(Bert) != False"),
        ("Anna believes tired(Bert) is false", "[Anna] !tired(Bert)"),
        ("Anna believes tired(Bert) is not false", "[Anna] tired(Bert)"),
        ("not Anna believes tired(Bert) is false", "[Anna] tired(Bert) != False"),
        (
            "Anna believes rain is tired(Bert)",
            "[Anna] (rain() = tired(Bert) & rain() != ? & tired(Bert) != ?)",
        ),
        ("rain is unknown to Anna", "[Anna] rain() = ?"),
        ("rain is known to Anna", "[Anna] rain() != ?"),
        (
            "(rain and tired(Bert)) is known to Anna",
            "[Anna] ((rain() & tired(Bert)) | (!rain() | !tired(Bert)))",
        ),
        (
            "Anna knows at(Bert)",
            "(at(Bert) = [Anna]at(Bert) & at(Bert) != ? & [Anna]at(Bert) != ?)",
        ),
        ("no c: character where at(c) is Mill", "all c: (at(c) != Mill & at(c) != ?)"),
    ] {
        assert_eq!(needs(written), read, "{written}");
    }
}

#[test]
fn a_fact_may_stand_where_a_thing_belongs() {
    let text =
        "fact linked(a, b: place)\nevent e\n    needs linked(at(Anna), Mill)\n    effect rain\n";
    let program = program(text);
    let scope: Vec<String> = program.actions[0].scope.iter().map(|v| v.name.clone()).collect();
    let short = Short(&program, &scope).condition(&program.actions[0].precondition);
    assert_eq!(short, "any at_of: (at(Anna) = at_of & linked(at_of,Mill))");
    let negated = self::program(&text.replace("needs linked", "needs not linked"));
    let short = Short(&negated, &scope).condition(&negated.actions[0].precondition);
    assert_eq!(short, "any at_of: (at(Anna) = at_of & !linked(at_of,Mill))");
}

#[test]
fn effects_read_as_they_say() {
    for (written, read) in [
        ("rain, not tired(Anna)", "rain() := True; tired(Anna) := False"),
        ("at(Anna) = at(Bert)", "at(Anna) := at(Bert)"),
        ("gold(Anna) += 2", "gold(Anna) := (gold(Anna) Add 2)"),
        ("holder(Ring) = none", "holder(Ring) := none"),
        ("Anna believes at(Bert) = Mill", "[Anna]at(Bert) := Mill"),
        ("Anna believes Bert believes not rain", "[Anna][Bert]rain() := False"),
        // What she takes it to be is worked out as she sees things.
        ("Anna believes at(Bert) = at(Carol)", "[Anna]at(Bert) := [Anna]at(Carol)"),
        ("at(Bert) according to Anna = at(Carol)", "[Anna]at(Bert) := at(Carol)"),
        ("Anna learns at(Bert)", "[Anna]at(Bert) := at(Bert)"),
        ("Anna forgets at(Bert)", "[Anna]at(Bert) := ?"),
        ("Anna forgets rain", "[Anna]rain() := ?"),
        ("Anna believes rain = unknown", "[Anna]rain() := ?"),
        ("rain if tired(Anna)", "if tired(Anna) {rain() := True} else {}"),
        (
            "rain if tired(Anna) else not rain if tired(Bert)",
            "if tired(Anna) {rain() := True} else {if tired(Bert) {rain() := False} else {}}",
        ),
        (
            "for each c: character where tired(c): (rain, at(c) = Hut)",
            "each c: if tired(c) {rain() := True; at(c) := Hut} else {}",
        ),
        ("Anna believes gold(Bert) += 1", "[Anna]gold(Bert) := ([Anna]gold(Bert) Add 1)"),
    ] {
        assert_eq!(effect(written), read, "{written}");
    }
}

#[test]
fn definitions_are_put_in_their_place() {
    let text = "define idle(c: character) means\n    tired(c)\n    not rain\n\
        define someone_idle means some c: character where idle(c)\n\
        claim has(c: character, i: item) \"{c} {has} {i}\" means holder(i) is c\n\
        event e\n    needs not someone_idle\n    effect Anna believes has(Bert, Ring), has(Carol, Ring)\n";
    let program = program(text);
    let action = &program.actions[0];
    let scope: Vec<String> = action.scope.iter().map(|v| v.name.clone()).collect();
    let short = Short(&program, &scope);
    assert_eq!(short.condition(&action.precondition), "all c: (!tired(c) | rain())");
    assert_eq!(
        short.effect(&action.outcomes[0].effect),
        "[Anna]holder(Ring) := Bert; holder(Ring) := Carol"
    );
}

#[test]
fn a_mutual_fact_is_one_fact_both_ways() {
    let text = "mutual fact couple(a, b: character)\nevent e\n    needs not couple(Anna, Bert)\n    \
        effect couple(Anna, Carol)\n";
    let program = program(text);
    let short = Short(&program, &[]);
    let action = &program.actions[0];
    assert_eq!(short.condition(&action.precondition), "(!couple(Anna,Bert) | !couple(Bert,Anna))");
    assert_eq!(
        short.effect(&action.outcomes[0].effect),
        "couple(Anna,Carol) := True; couple(Carol,Anna) := True"
    );
}

#[test]
fn two_parameters_are_two_things_unless_they_may_coincide() {
    let precondition = |clause: &str| {
        let text = format!("action a(c, d: character, i: item) by c\n{clause}    effect rain\n");
        let program = program(&text);
        let scope: Vec<String> = program.actions[0].scope.iter().map(|v| v.name.clone()).collect();
        Short(&program, &scope).condition(&program.actions[0].precondition)
    };
    assert_eq!(precondition(""), "c != d");
    assert_eq!(precondition("    may coincide c, d\n"), "yes");
    assert_eq!(precondition("    may coincide\n"), "yes");
}

/// Who notices, row by row.
fn rows(text: &str) -> Vec<(String, bool)> {
    let program = program(text);
    let action = &program.actions[0];
    let scope: Vec<String> = action.scope.iter().map(|v| v.name.clone()).collect();
    let short = Short(&program, &scope);
    let rows = action.perceptions.iter();
    rows.map(|row| (short.condition(&row.condition), matches!(row.perceived, Perceived::Itself)))
        .collect()
}

#[test]
fn perception_costs_nothing_until_it_differs() {
    let witness = "witness w of c if tired(w) and at(w) is Hut\n";
    let action = |clauses: &str| format!("action a(c: character) by c\n    effect rain\n{clauses}");
    let yes = |text: &str| (text.to_owned(), true);
    // Without a witness line everyone is there.
    assert_eq!(rows(&action("")), [yes("yes")]);
    assert_eq!(
        rows(&format!("{witness}{}", action(""))),
        [yes("(w = c | (tired(w) & at(w) = Hut))")]
    );
    assert_eq!(
        rows(&format!(
            "{witness}{}",
            action("    hidden from any x where tired(x)\n    seen by Bert\n")
        )),
        [
            ("tired(x)".to_owned(), false),
            yes("observer = Bert"),
            yes("(w = c | (tired(w) & at(w) = Hut))"),
        ]
    );
    assert_eq!(
        rows(&action("    seen only by c, any x where rain\n")),
        [yes("observer = c"), yes("rain()")]
    );
    assert_eq!(rows(&action("    seen only by nobody\n")), []);
    let program = program(
        "type warden: character\nevent e\n    effect rain\n    seen only by any x: warden\n",
    );
    let row = &program.actions[0].perceptions[0];
    assert_eq!(program.actions[0].scope[0].domain, Domain::Type(CHARACTER));
    assert!(matches!(row.condition, Condition::IsA(..)));
}

#[test]
fn wants_are_named_terms() {
    let program = program(
        "Anna wants\n    dry \"to stay dry\": 3 if not rain\n    gold(Anna)\n    tired(Bert)\n    2 if rain else 1\n\
        each c: character wants 1 if at(c) is Mill\n",
    );
    let anna = &program.utilities[0];
    assert_eq!(anna.wants.len(), 5);
    assert_eq!(anna.wants[0].name.as_deref(), Some("dry"));
    let short = Short(&program, &[]);
    let terms: Vec<String> = anna
        .wants
        .iter()
        .map(|want| format!("{} * {}", short.expr(&want.weight), short.expr(&want.amount)))
        .collect();
    assert_eq!(
        terms,
        [
            "3 * <!rain()>",
            // What is unknown counts as nothing.
            "1 * (gold(Anna) != ? ? gold(Anna) : 0)",
            "1 * <tired(Bert)>",
            "1 * (rain() ? 2 : 1)",
            "1 * <at(Anna) = Mill>",
        ]
    );
    assert_eq!(program.utilities[1].wants.len(), 1);
}

/// What is secret, as it is kept: about what, who knows, what it is to others.
fn secrets(text: &str) -> Vec<String> {
    let program = program(text);
    let name = |id: motive_world::id::CharacterId| program.entities[id.index()].name.as_str();
    let kept = program.secrets.iter().map(|secret| {
        let who: Vec<&str> = secret.insiders.iter().map(|&who| name(who)).collect();
        let fact = program.fluent_call(secret.fluent, &secret.arguments);
        format!("{fact} known to {}, else {}", who.join(" "), program.value_name(secret.outside))
    });
    kept.collect()
}

/// Outsiders think it is not so, or have no idea, or think what is said.
#[test]
fn secrets_say_who_knows_and_what_others_think() {
    assert_eq!(
        secrets("secret tired(Anna) known to Anna, Bert\n"),
        ["tired(Anna) known to Anna Bert, else False"]
    );
    assert_eq!(
        secrets("secret not tired(Anna) and at(Bert) is Mill known to Anna\n"),
        ["tired(Anna) known to Anna, else True", "at(Bert) known to Anna, else ?"]
    );
    assert_eq!(
        secrets("mystery at(Anna), rain known to Anna\n"),
        ["at(Anna) known to Anna, else ?", "rain() known to Anna, else ?"]
    );
    assert_eq!(
        secrets("secret tired(Anna) known to Anna others do not know\n"),
        ["tired(Anna) known to Anna, else ?"]
    );
    assert_eq!(
        secrets("secret at(Anna) is Mill and rain known to Anna others think at(Anna) is Hut\n"),
        ["at(Anna) known to Anna, else Hut", "rain() known to Anna, else False"]
    );
    // It is so, and nothing need be said of it; of a mystery the start says what it is.
    let said = program("secret tired(Anna) known to Anna\nmystery rain known to Bert\n");
    assert_eq!(said.start.len(), program("").start.len() + 1);
}

/// A truth takes a third value only where something can make it unknown.
#[test]
fn truths_are_open_where_they_may_become_unknown() {
    let open = |text: &str| -> Vec<String> {
        let program = self::program(text);
        let open = program.fluents.iter().filter(|fluent| fluent.is_open);
        open.map(|fluent| fluent.name.clone()).collect()
    };
    assert_eq!(open(""), [""; 0]);
    assert_eq!(open("start\n    Anna forgets rain\n"), ["rain"]);
    assert_eq!(open("mystery tired(Bert) known to Bert\n"), ["tired"]);
    assert_eq!(open("scenario s\n    instead Anna forgets rain\n"), ["rain"]);
    // What is copied, also through a condition.
    let copied = "start\n    Anna forgets rain\nevent e\n    effect Anna believes tired(Bert) = ";
    assert_eq!(open(&format!("{copied}rain\n")), ["tired", "rain"]);
    assert_eq!(open(&format!("{copied}(true if rain else false)\n")), ["rain"]);
    // Reading strict is Sabre's: nobody is ever unsure whether something is so.
    let strict = "world \"w\"\n    reading strict\nstart\n    Anna forgets rain\n";
    assert!(self::reading(strict).program.is_none_or(|p| p.fluents.iter().all(|f| !f.is_open)));
}

#[test]
fn reality_always_knows() {
    let event = |effect: &str| codes(&format!("event e(c: character)\n    effect {effect}\n"));
    assert_eq!(event("at(c) = unknown"), ["E0813"]);
    assert_eq!(event("at(c) = at(Bert) according to Anna"), ["E0813"]);
    assert_eq!(event("gold(c) += gold(Bert) according to Anna"), ["E0813"]);
    for good in [
        "Anna believes at(c) = at(Bert) according to Carol",
        "at(c) = at(Bert) according to Anna if at(Bert) is known to Anna",
        "at(c) = at(Bert) according to Anna if Anna believes at(Bert) is Mill",
        "at(c) = (at(Bert) according to Anna if at(Bert) is known to Anna else Hut)",
        // Nobody is ever unsure of this.
        "rain = tired(Bert) according to Anna",
    ] {
        assert_eq!(event(good), [""; 0], "{good}");
    }
    let needs = "event e\n    needs at(Bert) is known to Anna\n    \
        effect at(Bert) = at(Bert) according to Anna\n";
    assert_eq!(codes(needs), [""; 0]);
    let unsure = "start\n    Anna forgets tired(Bert)\nrule r when tired(Carol)\n    \
        effect rain = tired(Bert) according to Anna\n";
    assert_eq!(codes(unsure), ["E0813"]);
}

/// A rule whose effect is so already need not happen again.
#[test]
fn a_rule_comes_to_rest() {
    let when = |effect: &str| {
        let program = program(&format!("rule r(c: character) when rain\n    effect {effect}\n"));
        let rule = &program.triggers[0];
        let scope: Vec<String> = rule.scope.iter().map(|v| v.name.clone()).collect();
        Short(&program, &scope).condition(&rule.precondition)
    };
    assert_eq!(when("tired(c)"), "(rain() & !tired(c))");
    assert_eq!(when("Anna believes at(c) = Hut"), "(rain() & [Anna]at(c) != Hut)");
    assert_eq!(
        when("tired(c) if at(c) is Hut, rain"),
        "(rain() & ((at(c) = Hut ? !tired(c) : no) | !rain()))"
    );
}

#[test]
fn an_inference_is_drawn_only_about_what_is_unknown() {
    let program = program("inference i(c: character) when tired(c)\n    conclude at(c) = Hut\n");
    let rule = &program.triggers[0];
    let scope: Vec<String> = rule.scope.iter().map(|v| v.name.clone()).collect();
    assert_eq!(Short(&program, &scope).condition(&rule.precondition), "(tired(c) & at(c) = ?)");
}

#[test]
fn a_change_adds_to_an_action() {
    let program = program(
        "action walk(c: character, to: place) by c\n    effect at(c) = to\n    text \"{c} {goes}.\"\n\
        change walk\n    needs not tired(c)\n    hidden from any x where tired(x)\n    text \"{c} {slinks}.\"\n",
    );
    let action = &program.actions[0];
    assert_eq!(action.perceptions.len(), 2);
    let scope: Vec<String> = action.scope.iter().map(|v| v.name.clone()).collect();
    assert_eq!(Short(&program, &scope).condition(&action.precondition), "!tired(c)");
}

#[test]
fn names_and_sentences_go_into_the_lexicon() {
    let text = "world \"A title\"\nverb slinks / slunk\naction walk(c: character) by c\n    effect tired(c)\n    \
        text \"{c} {slinks} \" \"off, {c their} head low.\" if rain\n";
    let reading = reading(text);
    assert_eq!(reading.diagnostics, []);
    let (program, lexicon) = (reading.program.unwrap(), reading.lexicon);
    assert_eq!(lexicon.title.as_deref(), Some("A title"));
    use motive_narrate::template::{Form, Segment, Target};
    let entity = |at: u32| lexicon.entity(motive_world::id::EntityId(at)).unwrap();
    assert_eq!(entity(0).pronouns, ["she"]);
    assert_eq!(entity(3).said.as_deref(), Some("the hut"));
    let texts = lexicon.action(motive_world::id::ActionSchemaId(0));
    let (named, their) = (Form::Name, Form::Their);
    let c = Target::Parameter(0);
    assert_eq!(
        texts[0].sentence.segments,
        [
            Segment::Name(c, named),
            Segment::Text(" ".to_owned()),
            Segment::Verb { verb: "slinks".to_owned(), with: None },
            Segment::Text(" off, ".to_owned()),
            Segment::Name(c, their),
            Segment::Text(" head low.".to_owned()),
        ]
    );
    assert_ne!(texts[0].condition, Condition::True);
    assert_eq!(lexicon.verbs, [["slinks", "slunk"]]);
    assert_eq!(program.actions.len(), 1);
}

/// Everything that the engine does not act on yet is refused where it stands, and nothing else.
#[test]
fn what_is_not_acted_on_yet_is_said_so() {
    for text in ["fact f: place or item\n", "claim f(n: 0..3) means rain\n"] {
        let found = codes(text);
        assert!(
            !found.is_empty() && found.iter().all(|code| *code == "E0901"),
            "{text}: {found:?}"
        );
    }
    assert_eq!(codes("world \"w\"\n    foresight 0\n"), [""; 0]);
}

/// Outcomes: what is common to all, the guard in both readings, names, and what goes wrong with them.
#[test]
fn outcomes_are_read() {
    let action = "action a(c: character) by c\n    effect rain\n    outcome good odds 2 if tired(c)\n        \
                  effect not tired(c)\n        text \"{c} {wakes}.\"\n    outcome bad\n";
    let reading = reading(action);
    assert_eq!(reading.diagnostics, []);
    let program = reading.program.unwrap();
    let [good, bad] = &program.actions[0].outcomes[..] else { panic!("two outcomes") };
    assert_eq!((good.name.as_str(), bad.name.as_str()), ("good", "bad"));
    assert!(matches!(&good.effect, Effect::And(parts) if parts.len() == 2), "{:?}", good.effect);
    assert!(matches!(&bad.effect, Effect::Assign { .. }), "{:?}", bad.effect);
    assert!(bad.is_free() && !good.is_free() && program.actions[0].branches());
    // In a mind it is enough that the guard is not known to be false.
    let compare = |condition: &Condition| match condition {
        Condition::Compare(comparison, _, Expr::Value(value)) => Some((*comparison, *value)),
        _ => None,
    };
    assert_eq!(compare(&good.guard), Some((Comparison::Equal, Value::TRUE)));
    assert_eq!(compare(&good.conceivable), Some((Comparison::Unequal, Value::FALSE)));
    let texts = reading.lexicon.action(motive_world::id::ActionSchemaId(0));
    assert_eq!(texts.iter().map(|text| text.outcome).collect::<Vec<_>>(), [Some(0)]);

    let codes = |more: &str| codes(&format!("{action}{more}"));
    assert_eq!(codes("before\n    given a(Anna) outcome good\n"), [""; 0]);
    assert_eq!(codes("before\n    accident a(Anna) outcome bad\n"), [""; 0]);
    assert_eq!(codes("outline\n    happens a(Anna) outcome bad\n"), [""; 0]);
    assert_eq!(codes("outline\n    happens a(Anna)\n"), [""; 0]);
    assert_eq!(codes("before\n    given a(Anna)\n"), ["E0861"]);
    assert_eq!(codes("before\n    given a(Anna) outcome godo\n"), ["E0862"]);
    assert_eq!(codes("outline\n    happens a(_) outcome worse\n"), ["E0862"]);
    assert_eq!(codes("event e\n    effect rain\nbefore\n    accident e\n"), ["E0864"]);
    assert_eq!(codes("world \"w\"\n    accidents 2\n    likely 1 in 10\n"), [""; 0]);
    assert_eq!(codes("world \"w\"\n    likely 3 in 2\n"), ["E0863"]);
    let never = "action b(c: character) by c\n    outcome good odds 0\n        effect rain\n";
    assert_eq!(codes(never), ["E0860"]);
}

/// What is foreseen is asked in tests, of those who do it.
#[test]
fn what_is_foreseen_is_asked_in_tests() {
    for text in [
        "event e\n    needs Anna foresees rain within 2\n    effect rain\n",
        "event e\n    needs Anna might e\n    effect rain\n",
        "Anna wants 1 if Anna foresees rain within 2\n",
        "test \"t\"\n    expect Bert believes (Anna foresees rain within 1)\n",
    ] {
        assert_eq!(codes(text), ["E0890"], "{text}");
    }
    let text = "action nap(c: character) by c\n    effect rain\ntest \"t\"\n    expect ";
    let asked = |expected: &str| codes(&format!("{text}{expected}\n"));
    assert_eq!(
        asked("Anna foresees rain within 1 and not (Bert might nap(Bert) or rain)"),
        [""; 0]
    );
    assert_eq!(asked("Anna would nap(Anna)"), [""; 0]);
    assert_eq!(asked("Anna would nap(Bert)"), ["E0891"]);
}

#[test]
fn the_course_of_stories_is_read() {
    let text = "action walk(c: character) by c\n    effect tired(c)\nevent storm\n    effect rain\n\
                before\n    walk(Anna), given walk(Bert)\n    storm\n\
                outline\n    tires \"she tires\": rain and tired(Anna)\n    happens walk(_)\n\
                never happens walk(Bert)\nreachable some c: character where tired(c) and rain\n\
                scenario dry\n    without storm\n    skip tires\n";
    let reading = reading(text);
    assert_eq!(reading.diagnostics, []);
    let program = reading.program.unwrap();
    let given: Vec<bool> = program.before.iter().map(|past| past.is_given).collect();
    // Nobody is asked for a reason for what nobody does.
    assert_eq!(given, [false, true, true]);
    let outlined = reading.outline.unwrap();
    let entries = &outlined.outline.entries;
    assert_eq!(entries[0].label.as_deref(), Some("tires"));
    assert_eq!(entries[0].said.as_deref(), Some("she tires"));
    assert!(matches!(&entries[0].aim, Aim::Holds { conditions, .. } if conditions.len() == 2));
    let Aim::Happens(pattern) = &entries[1].aim else { panic!("{:?}", entries[1]) };
    assert_eq!((pattern.events.len(), &pattern.events[0].arguments[..]), (1, &[None][..]));
    let kinds: Vec<bool> = reading.demands.iter().map(|demand| demand.is_reachable).collect();
    assert_eq!(kinds, [false, true]);
    let dry = &reading.scenarios[0];
    assert_eq!(dry.shorten(&outlined).outline.entries.len(), 1);
    // What cannot happen has not happened.
    let (without, map) = dry.apply(&program, &reading.source_map);
    assert_eq!(without.before.len(), 2);
    assert!(map.before(1).is_some() && map.before(2).is_none());
}

#[test]
fn what_is_wrong_with_the_course_of_stories_is_said() {
    let walk = "action walk(c: character) by c\n    effect tired(c)\n";
    for (rest, code) in [
        ("before\n    walk(_)\n", "E0802"),
        ("before\n    wlak(Anna)\n", "E0803"),
        ("outline\n    happens walk(Anna, Bert)\n", "E0804"),
        ("outline\n    happens walk(tired(Anna))\n", "E0804"),
        ("outline\n    rain\noutline\n    rain\n", "E0805"),
        ("outline\n    a: rain\n    a: happens walk(_)\n", "E0805"),
        ("outline\n    rain and tired(Anna) and tired(Bert) and not (tired(Anna))\n", "E0851"),
        ("outline\n    rests: rain\nscenario s\n    skip rest\n", "E0853"),
        ("scenario s\n    skip rest\n", "E0853"),
        ("never happens walk\n", "E0804"),
        ("reachable tyred(Anna)\n", "E0803"),
    ] {
        assert_eq!(codes(&format!("{walk}{rest}")), [code], "{rest}");
    }
}

#[test]
fn a_scenario_changes_the_start_and_what_can_happen() {
    let reading = reading(
        "event storm\n    effect rain\nrule dries when rain\n    effect not rain\n\
        scenario dry \"What if it had not rained\"\n    without storm, dries\n    instead at(Anna) = Mill\n        tired(Bert)\n",
    );
    assert_eq!(reading.diagnostics, []);
    let (program, map) = (reading.program.unwrap(), reading.source_map);
    let [dry] = reading.scenarios.as_slice() else { panic!("one scenario") };
    assert_eq!(dry.said.as_deref(), Some("What if it had not rained"));
    let (varied, places) = dry.apply(&program, &map);
    assert_eq!(varied.actions[0].precondition, Condition::False);
    assert_eq!(varied.triggers[0].precondition, Condition::False);
    assert_eq!(varied.start.len(), program.start.len() + 2);
    assert!(places.statement(varied.start.len() - 1).is_some());
    assert_eq!(codes("scenario s\n    without strom\nevent storm\n    effect rain\n"), ["E0803"]);
    assert_eq!(codes("scenario s\nscenario s\n"), ["E0805"]);
    assert_eq!(codes("test \"t\"\n    under dry\n    expect rain\n"), ["E0802"]);
}

#[test]
fn mistakes_have_codes() {
    for (text, code) in [
        ("event e\n    effect tired(Ana)\n", "E0802"),
        ("event e\n    effect tyred(Anna)\n", "E0803"),
        ("event e\n    effect tired(Hut)\n", "E0804"),
        ("event e\n    effect tired(Anna, Bert)\n", "E0804"),
        ("fact rain\n", "E0805"),
        ("event e\n    effect rain\nevent e\n    effect rain\n", "E0805"),
        ("place Anna\n", "E0805"),
        ("event e\n    effect at(Anna) = Bert\n", "E0807"),
        ("event e\n    effect at(Anna) = none\n", "E0807"),
        ("event e\n    needs gold(Anna)\n    effect rain\n", "E0808"),
        ("event e\n    needs rain > 1\n    effect rain\n", "E0809"),
        ("event e\n    effect rain += 1\n", "E0807"),
        ("Hut wants rain\n", "E0810"),
        ("each p: place wants rain\n", "E0810"),
        ("event e\n    effect at(Anna)\n", "E0812"),
        ("event e\n    effect not holder(Ring)\n", "E0812"),
        ("event e\n    effect at(Anna) = unknown\n", "E0813"),
        ("fact home(c: character): place\n", "E0814"),
        ("event e\n    needs at(Anna) is unknown\n    effect rain\n", "E0815"),
        ("event e\n    needs at(Anna) is not unknown\n    effect rain\n", "E0815"),
        ("define d means d\n", "E0816"),
        ("event e\n    needs Anna is place\n    effect rain\n", "E0817"),
        ("change walk\n    needs rain\n", "E0803"),
        ("event e\n    needs at(Anna) is Ring\n    effect rain\n", "W0404"),
        ("event e\n    needs Anna believes rain or rain\n    effect rain\n", "W0401"),
    ] {
        assert_eq!(codes(text), [code], "{text}\n{:#?}", reading(text).diagnostics);
    }
}

#[test]
fn any_text_can_be_read() {
    let everything = include_str!("../../syntax/tests/motive/everything.motive");
    let lines: Vec<&str> = everything.lines().collect();
    for gone in 0..lines.len() {
        let rest: Vec<&str> =
            lines.iter().enumerate().filter(|&(at, _)| at != gone).map(|(_, line)| *line).collect();
        let _ = read(&rest.join("\n"));
    }
    for (end, _) in everything.char_indices().step_by(7) {
        let found = read(&everything[..end]);
        let has_error = found.diagnostics.iter().any(|d| d.code.id().starts_with('E'));
        assert_eq!(found.program.is_none(), has_error);
    }
    // Definitions that use each other many times over do not explode.
    let mut text = BASE.to_owned();
    text.push_str("define d0 means rain\n");
    for level in 1..40 {
        text.push_str(&format!("define d{level} means d{0} and d{0}\n", level - 1));
    }
    assert!(read(&text).program.is_none());
}

#[test]
fn hostile_worlds_end() {
    let chain: String = (0..20_000).map(|n| format!("type t{n}: t{}\n", n + 1)).collect();
    assert!(read(&chain).program.is_none());
    let ladder: String = (0..200)
        .map(|n| format!("type t{n}: t{0}\ntype t{n}: u{0}\ntype u{n}: t{0}\n", n + 1))
        .collect();
    assert!(read(&ladder).program.is_none());
    let facts: String = (0..3_000).map(|n| format!("type k{n}\nfact f(a: k{n})\n")).collect();
    assert!(read(&facts).program.is_none());
    let many = format!(
        "{BASE}define d means {}\nevent e\n    needs {}\n    effect rain\n",
        "some c: character where tired(c)",
        vec!["d"; 4_000].join(" or ")
    );
    assert_eq!(read(&many).diagnostics, []);
    let circle = "type a: b\ntype b: c\ntype c: a\ncharacter Ida\nIda wants Ida is a a\n";
    assert!(read(circle).program.is_none());
}

/// What takes a number is there once for each, and quantifiers over numbers are spelt out.
#[test]
fn numbers_may_be_parameters() {
    let program = program(
        "fact owes(c: character, n: 1..2)\naction pay(c: character, n, m: 1..2) by c\n    \
         needs some k: 0..1 where owes(c, n) and k < m\n    effect owes(c, n)\n",
    );
    let pays: Vec<_> = program.actions.iter().filter(|action| action.name == "pay").collect();
    assert_eq!(pays.len(), 4);
    let owes = program.fluents.iter().filter(|fluent| fluent.name == "owes");
    let families: Vec<u32> = owes.map(|fluent| fluent.family).collect();
    assert!(families.len() == 2 && families[0] == families[1], "{families:?}");
    let scope: Vec<String> = pays[1].scope.iter().map(|v| v.name.clone()).collect();
    let needs = Short(&program, &scope).condition(&pays[1].precondition);
    assert_eq!(needs, "((owes(c,1) & 0 < 2) | (owes(c,1) & 1 < 2))");

    let codes = |text: &str| -> Vec<&'static str> {
        let declared = "character Ida (she)\nfact calm(n: 0..3)\nauthor wants calm(3)\n";
        read(&format!("{declared}{text}")).diagnostics.iter().map(|d| d.code.id()).collect()
    };
    assert_eq!(codes(""), [""; 0]);
    assert_eq!(codes("event e\n    effect calm(4)\n"), ["E0804"]);
    assert_eq!(codes("event e(n: 0..9)\n    effect calm(n)\n"), ["E0804"]);
    assert_eq!(codes("event e(n: 0..100000)\n    effect calm(1)\n"), ["E0807"]);
    assert_eq!(codes("event e(n: 0..2.5)\n    effect calm(1)\n"), ["E0807"]);
    assert_eq!(codes("event e(n: 3..0)\n    effect calm(1)\n"), ["E0807"]);
    assert_eq!(codes("event e(n, m: 0..900)\n    effect calm(1)\n"), ["E0220"]);
    assert_eq!(codes("event e\n    effect calm(Ida)\n"), ["E0804"]);
}
