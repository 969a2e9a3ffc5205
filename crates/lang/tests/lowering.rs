//! What a problem means as a program (planning-semantics §1 and §2).

#![allow(clippy::panic, reason = "a test says what it found instead")]

use motive_lang::sabre::read;
use motive_world::id::{EntityId, FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    Argument, Arithmetic, BOOLEAN, CHARACTER, Comparison, Condition, Domain, ENTITY, Effect, Expr,
    Perceived, Program, When,
};
use motive_world::value::{Number, Value};

const CAST: &str = "type place; type item; entity Hut : place; entity Ida : character;
    entity Lamp : item; entity Olaf : character; entity Mill : place;
    property at(c : character) : place; property at(i : item) : place;
    property n() : number; property m() : number; property p() : boolean; property q() : boolean;
    utility(): p(); ";

const IDA: Argument = Argument::Constant(Value::Entity(EntityId(0)));
const OLAF: Argument = Argument::Constant(Value::Entity(EntityId(1)));

fn program(text: &str) -> Program {
    let reading = read(text);
    assert_eq!(reading.diagnostics, [], "{text}");
    reading.program.expect("a program")
}

fn with(text: &str) -> Program {
    program(&format!("{CAST}{text}"))
}

fn fluent(program: &Program, name: &str) -> Expr {
    let at = program.fluents.iter().position(|f| f.name == name).expect("a fluent");
    Expr::Fluent(FluentSchemaId::at(at), vec![])
}

fn number(n: i32) -> Expr {
    Expr::Value(Value::Number(Number::from(n)))
}

/// The value that the only statement gives to `n()`, worked out.
fn sum(text: &str) -> f64 {
    let program = with(&format!("n() = {text};"));
    let Effect::Assign { value, .. } = &program.start[0].effect else { panic!("an assignment") };
    work_out(value)
}

fn work_out(expr: &Expr) -> f64 {
    match expr {
        Expr::Value(Value::Number(number)) => number.get(),
        Expr::Arithmetic(operator, left, right) => {
            let (left, right) = (work_out(left), work_out(right));
            match operator {
                Arithmetic::Add => left + right,
                Arithmetic::Subtract => left - right,
                Arithmetic::Multiply => left * right,
                Arithmetic::Divide => left / right,
            }
        }
        Expr::If(branches, otherwise) => branches
            .iter()
            .find(|(condition, _)| match condition {
                Condition::True => true,
                Condition::False => false,
                other => panic!("{other:?}"),
            })
            .map_or_else(|| work_out(otherwise), |(_, value)| work_out(value)),
        other => panic!("{other:?}"),
    }
}

#[test]
fn arithmetic_has_its_odd_precedence() {
    for (text, value) in [
        ("1 + 2 * 3", 9.0),
        ("2 * 3 + 4", 14.0),
        ("10 - 2 - 3", 11.0),
        ("8 / 2 / 2", 8.0),
        ("10 - 2 + 3", 11.0),
        ("8 / 2 * 4", 16.0),
        ("5 - 1", 4.0),
        ("5 -1", 4.0),
        ("5-1", 4.0),
        ("-1 + 3", 2.0),
        ("5 - -1", 6.0),
        (".5 + 5.", 5.5),
        ("if(True) 1 else 0 + 1", 1.0),
        ("if(False) 1 else 0 + 1", 1.0),
        ("(if(True) 1 else 0) + 1", 2.0),
        ("if(False) 1 elseif(True) 2 else 3", 2.0),
        ("2 * (3 + 4) * 2", 28.0),
        ("- 0", f64::NAN),
    ] {
        if value.is_nan() {
            assert!(read(&format!("{CAST}n() = {text};")).program.is_none());
        } else {
            assert_eq!(sum(text), value, "{text}");
        }
    }
    let long = (1..=1000).map(|n| n.to_string()).collect::<Vec<_>>().join(" + ");
    assert_eq!(sum(&long), 500_500.0);
}

#[test]
fn the_order_of_definitions_is_free() {
    let program = program(
        "utility(): p(A); p(B); action a(x : t) { effect: p(x); consenting: A; };
         property p(x : t) : boolean; entity B : t; entity A : t; type t : character;",
    );
    assert_eq!(program.characters, 2);
    assert_eq!(program.entities[0].name, "B");
}

#[test]
fn characters_come_first_and_types_are_made_on_the_spot() {
    let program = program(
        "entity Chest : box; entity Ida : knight; type knight : character; type character : thing;
         entity Chest : seat; utility(): 1 == 1;",
    );
    assert_eq!(program.characters, 1);
    let names: Vec<&str> = program.entities.iter().map(|e| e.name.as_str()).collect();
    assert_eq!(names, ["Ida", "Chest"]);
    assert_eq!(program.entities[1].types.len(), 2);
    let thing = TypeId::at(program.types.iter().position(|t| t.name == "thing").expect("made"));
    assert_eq!(program.types[thing.index()].parents, [ENTITY]);
    assert_eq!(program.types[CHARACTER.index()].parents, [ENTITY, thing]);
    assert!(program.is_a(EntityId(0), thing));
    assert!(!program.is_a(EntityId(1), thing));
}

#[test]
fn properties_have_defaults_and_families() {
    let program = with("property at(p : place) : item;");
    let by_name =
        |name: &str| program.fluents.iter().filter(|f| f.name == name).collect::<Vec<_>>();
    let at = by_name("at");
    assert_eq!(at[0].family, at[1].family);
    assert_ne!(at[0].family, at[2].family);
    assert_eq!(at[0].default, Value::Unknown);
    assert_eq!(by_name("n")[0].default, Value::Number(Number::ZERO));
    assert_eq!(by_name("p")[0].default, Value::FALSE);
    assert_ne!(by_name("n")[0].family, by_name("m")[0].family);
}

#[test]
fn calls_resolve_by_declared_types() {
    let program = with("at(Ida) = Hut; at(Lamp) = Mill; forall(i : item) at(i) = Hut;");
    let target = |index: usize| match &program.start[index].effect {
        Effect::Assign { fluent, .. } => fluent.0,
        Effect::Forall(_, _, inner) => match inner.as_ref() {
            Effect::Assign { fluent, .. } => fluent.0,
            other => panic!("{other:?}"),
        },
        other => panic!("{other:?}"),
    };
    assert_eq!([target(0), target(1), target(2)], [0, 1, 1]);
}

#[test]
fn constants_are_parameters_and_match_only_themselves() {
    let program = with(
        "property owed(Ida, c : character) : number; property step(2, True) : boolean;
         action pay(Ida, c : character, Lamp) {
             precondition: owed(Ida, c) > 0; effect: owed(Ida, c) = 0 & step(2, True);
             consenting: Ida;
         };",
    );
    let pay = &program.actions[0];
    assert_eq!(pay.parameters, 3);
    assert_eq!(pay.scope[0].name, "Ida");
    assert_eq!(pay.scope[0].domain, Domain::Constant(Value::Entity(EntityId(0))));
    assert_eq!(pay.scope[1].domain, Domain::Type(CHARACTER));
    assert_eq!(pay.consenting, [IDA]);
    let Condition::Compare(Comparison::Greater, Expr::Fluent(_, arguments), _) = &pay.precondition
    else {
        panic!("{:?}", pay.precondition)
    };
    assert_eq!(arguments, &[IDA, Argument::Variable(VariableId(1))]);
}

#[test]
fn who_consents_and_who_observes() {
    let program = with(
        "action a(c : character) { effect: p(); consenting: ((c, Ida)); };
         action b() { effect: p(); observing(o : character): at(o) == Hut; };
         action d() { effect: p(); consenting: ; };",
    );
    assert_eq!(program.actions[0].consenting, [Argument::Variable(VariableId(0)), IDA]);
    let everyone = &program.actions[0].perceptions;
    assert_eq!(everyone.len(), 1);
    assert_eq!(
        (everyone[0].observer, &everyone[0].condition, everyone[0].when),
        (None, &Condition::True, When::Before)
    );
    assert_eq!(everyone[0].perceived, Perceived::Itself);
    let some = &program.actions[1].perceptions[0];
    assert_eq!(some.observer, Some(VariableId(0)));
    assert_eq!(program.actions[1].parameters, 0);
    assert!(matches!(&some.condition, Condition::Compare(Comparison::Equal, Expr::Fluent(..), _)));
    assert_eq!(program.actions[2].consenting, []);
}

#[test]
fn the_last_part_and_the_last_utility_count() {
    let text = format!(
        "{CAST} utility(Ida): 1; utility(Ida): 2;
         action a() {{ effect: p(); precondition: p(); precondition: q(); }};"
    );
    let reading = read(&text);
    let codes: Vec<&str> = reading.diagnostics.iter().map(|d| d.code.id()).collect();
    assert_eq!(codes, ["W0103", "W0102"]);
    let program = reading.program.expect("warnings only");
    assert_eq!(program.utilities[0].wants[0].amount, number(2));
    assert_eq!(program.utilities[1].wants, []);
    let q = fluent(&program, "q");
    assert_eq!(
        program.actions[0].precondition,
        Condition::Compare(Comparison::Equal, q, Expr::Value(Value::TRUE))
    );
}

#[test]
fn utilities_are_one_want_of_weight_one() {
    let program = with("utility(Ida): p() & q(); utility(Olaf): 3 - n();");
    let wants = &program.utilities[0].wants;
    assert_eq!(wants.len(), 1);
    assert_eq!((wants[0].name.as_deref(), &wants[0].weight), (None, &number(1)));
    assert!(matches!(&wants[0].amount, Expr::Truth(c) if matches!(**c, Condition::And(_))));
    assert!(matches!(program.author.wants[0].amount, Expr::Fluent(..)));
    assert!(matches!(program.utilities[1].wants[0].amount, Expr::Arithmetic(..)));
}

#[test]
fn statements_split_at_their_outermost_conjunction() {
    let program = with("(n() = 1 & (m() = n() & p())); forall(c : character) (at(c) = Hut & q());");
    assert_eq!(program.start.len(), 4);
    assert!(matches!(program.start[3].effect, Effect::Forall(..)));
    assert_eq!(program.start[3].scope.len(), 1);
    assert_eq!(program.start[3].scope[0].name, "c");
}

/// The only effect of the only statement.
fn statement(text: &str) -> (Program, Effect) {
    let program = with(text);
    assert_eq!(program.start.len(), 1);
    let effect = program.start[0].effect.clone();
    (program, effect)
}

fn assigned(effect: &Effect) -> (&[Argument], &Expr) {
    match effect {
        Effect::Assign { believers, value, .. } => (believers, value),
        other => panic!("{other:?}"),
    }
}

#[test]
fn beliefs_inside_and_outside() {
    // planning-semantics §2.1: inside, y is what c believes it is; outside, what it really is.
    let (program, effect) = statement("believes(Ida, n() = m());");
    let m = fluent(&program, "m");
    let believed = Expr::Believed(IDA, Box::new(m.clone()));
    assert_eq!(assigned(&effect), (&[IDA][..], &believed));

    let (_, effect) = statement("believes(Ida, n()) = m();");
    assert_eq!(assigned(&effect), (&[IDA][..], &m));

    let (_, effect) = statement("believes(Ida, believes(Olaf, n() = m()));");
    let both = Expr::Believed(IDA, Box::new(Expr::Believed(OLAF, Box::new(m.clone()))));
    assert_eq!(assigned(&effect), (&[IDA, OLAF][..], &both));

    let (_, effect) = statement("believes(Ida, believes(Olaf, n()) = m());");
    assert_eq!(assigned(&effect), (&[IDA, OLAF][..], &believed));

    let (_, effect) = statement("believes(Ida, n() = 3);");
    assert_eq!(assigned(&effect), (&[IDA][..], &number(3)));

    let (program, effect) = statement("believes(Ida, if(q()) p());");
    let q = Condition::Compare(Comparison::Equal, fluent(&program, "q"), Expr::Value(Value::TRUE));
    let Effect::If(branches, otherwise) = effect else { panic!("{effect:?}") };
    assert_eq!(branches[0].0, Condition::Believes(IDA, Box::new(q)));
    assert_eq!(assigned(&branches[0].1), (&[IDA][..], &Expr::Value(Value::TRUE)));
    assert_eq!(*otherwise, Effect::nothing());
}

#[test]
fn beliefs_in_tests() {
    let program = with(
        "action a() { precondition: believes(Ida, n() == m()); effect: p(); };
         action b() { precondition: believes(Ida, n()) == m(); effect: p(); };
         action c() { precondition: believes(Ida, believes(Olaf, p())); effect: p(); };",
    );
    let (n, m) = (fluent(&program, "n"), fluent(&program, "m"));
    assert_eq!(
        program.actions[0].precondition,
        Condition::Believes(
            IDA,
            Box::new(Condition::Compare(Comparison::Equal, n.clone(), m.clone()))
        )
    );
    assert_eq!(
        program.actions[1].precondition,
        Condition::Compare(Comparison::Equal, Expr::Believed(IDA, Box::new(n)), m)
    );
    let p = Condition::Compare(Comparison::Equal, fluent(&program, "p"), Expr::Value(Value::TRUE));
    assert_eq!(
        program.actions[2].precondition,
        Condition::Believes(IDA, Box::new(Condition::Believes(OLAF, Box::new(p))))
    );
}

#[test]
fn tests_as_effects() {
    let value = |text: &str| {
        let (_, effect) = statement(text);
        assigned(&effect).1.clone()
    };
    let (yes, no) = (Expr::Value(Value::TRUE), Expr::Value(Value::FALSE));
    assert_eq!(value("p();"), yes);
    assert_eq!(value("!p();"), no);
    assert_eq!(value("!!p();"), yes);
    assert_eq!(value("!believes(Ida, p());"), no);
    assert_eq!(value("believes(Ida, !p());"), no);
    assert_eq!(value("n() == 3;"), number(3));
    assert_eq!(value("p() != True;"), no);
    assert_eq!(value("!(p() == True);"), no);
    assert_eq!(value("!(p() != True);"), yes);
    assert_eq!(value("True == p();"), yes);
    let (program, _) = statement("p();");
    let is_q = |comparison, truth| {
        let q = fluent(&program, "q");
        Expr::Truth(Box::new(Condition::Compare(comparison, q, Expr::Value(truth))))
    };
    assert_eq!(value("p() != q();"), is_q(Comparison::Equal, Value::FALSE));
    let both = |text: &str| {
        let (_, effect) = statement(text);
        effect
    };
    // A negated disjunction is a conjunction of negations.
    let Effect::And(parts) = both("believes(Ida, !(p() | q()));") else { panic!("two effects") };
    assert_eq!(parts.len(), 2);
    assert!(parts.iter().all(|part| assigned(part) == (&[IDA][..], &no)));
    let (program, effect) = statement("p() = n() == m();");
    let equal = Condition::Compare(Comparison::Equal, fluent(&program, "n"), fluent(&program, "m"));
    assert_eq!(assigned(&effect).1, &Expr::Truth(Box::new(equal)));
}

#[test]
fn conditionals_in_their_three_roles() {
    let program = with(
        "action a() { precondition: if(p()) q(); effect: if(p()) n() = 1 elseif(q()) n() = 2; };
         action b() { precondition: if(p()) q() else !q(); effect: n() = if(p()) 1 else 2; };",
    );
    let Condition::If(branches, otherwise) = &program.actions[0].precondition else {
        panic!("a conditional")
    };
    assert_eq!((branches.len(), otherwise.as_ref()), (1, &Condition::True));
    let Effect::If(branches, otherwise) = &program.actions[0].outcomes[0].effect else {
        panic!("a conditional")
    };
    assert_eq!((branches.len(), otherwise.as_ref()), (2, &Effect::nothing()));
    let Effect::Assign { value: Expr::If(branches, otherwise), .. } =
        &program.actions[1].outcomes[0].effect
    else {
        panic!("a conditional")
    };
    assert_eq!((branches.len(), otherwise.as_ref()), (1, &number(2)));
}

#[test]
fn every_quantifier_has_its_own_variable() {
    let program = with(
        "action a(c : character) {
            precondition: (forall(c : place) at(Ida) == c) & (exists(c : boolean) p() == c)
                & at(c) == Hut;
            effect: n() = sum(i : item) (product(i : item) 2); consenting: c;
        };",
    );
    let kinds: Vec<Domain> = program.actions[0].scope.iter().map(|v| v.domain).collect();
    let kind = |name: &str| {
        Domain::Type(TypeId::at(program.types.iter().position(|t| t.name == name).expect("it")))
    };
    assert_eq!(
        kinds,
        [Domain::Type(CHARACTER), kind("place"), Domain::Type(BOOLEAN), kind("item"), kind("item")]
    );
    let Condition::And(parts) = &program.actions[0].precondition else { panic!("a conjunction") };
    let Condition::Compare(_, Expr::Fluent(_, arguments), _) = &parts[2] else { panic!("a test") };
    assert_eq!(arguments, &[Argument::Variable(VariableId(0))]);
}

#[test]
fn type_tests_and_negation() {
    let program = with("action a(c : character) { precondition: !c : place; effect: p(); };");
    let place = TypeId::at(program.types.iter().position(|t| t.name == "place").expect("it"));
    assert_eq!(
        program.actions[0].precondition,
        Condition::Not(Box::new(Condition::IsA(Expr::Variable(VariableId(0)), place)))
    );
}
