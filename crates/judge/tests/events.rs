//! Conditions, the start, and what happens when something happens (planning-semantics §2, §4).

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail by a panic")]

mod build;

use build::*;
use motive_judge::{Fault, Judge, Perceives, Unsupported};
use motive_world::fault::Place;
use motive_world::id::{TriggerSchemaId, VariableId};
use motive_world::program::{
    Argument, BOOLEAN, CHARACTER, Comparison, Condition, Effect, Expr, NUMBER, When,
};
use motive_world::value::Value;

fn unlimited() -> motive_world::story::Limits {
    limits(1, 3, 3, 2)
}

/// Whether an action with this precondition is possible where x = 3, y = ?, p is true.
fn holds(condition: impl FnOnce(Expr, Expr, Expr) -> Condition) -> bool {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y, p) = (b.number("x"), b.number("y"), b.truth("p"));
    b.start(all([set(x, n(3)), set(y, v(Value::Unknown)), make(p)]));
    let condition = condition(f(x), f(y), f(p));
    b.add(Act::new("try").needs(condition).does(set(x, n(1))));
    let judge = b.judge(unlimited());
    !judge.executable(judge.world()).unwrap().is_empty()
}

#[test]
fn unknown_numbers_are_neither_above_nor_below() {
    assert!(holds(|x, _, _| gt(x, n(2))));
    assert!(!holds(|_, y, _| gt(y, n(0))));
    // The negation is pushed inwards to `y <= 0`, which is false too.
    assert!(!holds(|_, y, _| not(gt(y, n(0)))));
    assert!(!holds(|_, y, _| not(or([gt(y.clone(), n(0)), gt(n(0), y)]))));
    assert!(holds(|_, y, _| eq(y, v(Value::Unknown))));
    assert!(!holds(|_, y, _| ne(y, v(Value::Unknown))));
    assert!(holds(|_, y, _| compare(Comparison::AtMost, y.clone(), y)));
    assert!(!holds(|_, y, _| compare(Comparison::Less, y.clone(), y)));
    // Arithmetic with an unknown is unknown.
    assert!(holds(|x, y, _| eq(plus(x, y.clone()), y)));
}

#[test]
fn things_of_different_kinds_are_unequal() {
    assert!(holds(|x, _, p| ne(x, p)));
    assert!(!holds(|x, _, p| compare(Comparison::AtMost, x, p)));
    assert!(holds(|_, _, p| compare(Comparison::AtMost, p.clone(), p)));
}

#[test]
fn a_negated_conditional_negates_its_branches() {
    let yes = || Condition::True;
    let no = || Condition::False;
    let chosen = |test, then, other| Condition::If(vec![(test, then)], Box::new(other));
    assert!(holds(|_, _, _| chosen(yes(), yes(), no())));
    assert!(!holds(|_, _, _| chosen(no(), yes(), no())));
    assert!(holds(|_, _, _| not(chosen(yes(), no(), yes()))));
    assert!(!holds(|_, _, _| not(chosen(yes(), yes(), no()))));
    // An unknown test is not taken, and its negation is not either: the last branch is.
    assert!(holds(|_, y, _| chosen(gt(y, n(0)), no(), yes())));
    assert!(holds(|_, y, _| chosen(not(gt(y, n(0))), no(), yes())));
}

#[test]
fn unknown_is_of_no_type() {
    let test = |expr| Condition::IsA(expr, CHARACTER);
    assert!(holds(|_, _, _| test(v(who(VIK)))));
    assert!(!holds(|_, y, _| test(y)));
    assert!(holds(|_, y, _| not(test(y))));
}

#[test]
fn quantifiers_run_over_types() {
    let mut b = Build::new(&["Una", "Vik"]);
    let near = b.fluent("near", &[CHARACTER], BOOLEAN);
    let ghosts = b.kind("ghost");
    b.start(set_of(near, &[who(UNA)], v(Value::TRUE)));
    let is_near = || Box::new(eq(fv(near, &[0]), v(Value::TRUE)));
    let x = VariableId(0);
    let count =
        Expr::Sum(x, CHARACTER, Box::new(Expr::If(vec![(*is_near(), n(5))], Box::new(n(1)))));
    let tests = [
        (Condition::Exists(x, CHARACTER, is_near()), true),
        (Condition::Forall(x, CHARACTER, is_near()), false),
        (not(Condition::Forall(x, CHARACTER, is_near())), true),
        (Condition::Forall(x, ghosts, is_near()), true),
        (Condition::Exists(x, ghosts, is_near()), false),
        (eq(count, n(6)), true),
        (eq(Expr::Product(x, ghosts, Box::new(n(9))), n(1)), true),
    ];
    for (test, _) in &tests {
        let act = Act::new("try").binds(CHARACTER).needs(test.clone());
        b.add(act.does(set_of(near, &[who(VIK)], v(Value::TRUE))));
    }
    let judge = b.judge(unlimited());
    let executable = judge.executable(judge.world()).unwrap();
    let holding: Vec<bool> = judge.steps().map(|step| executable.contains(step)).collect();
    assert_eq!(holding, tests.map(|(_, holds)| holds));
}

#[test]
fn the_start_is_stated_line_by_line() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y, z) = (b.number("x"), b.number("y"), b.number("z"));
    b.start(set(x, n(4)));
    b.start(set(y, minus(f(x), n(1))));
    b.start(told(&[UNA], x, n(7)));
    b.start(told(&[VIK, UNA], x, n(8)));
    b.start(set(x, n(5)));
    // Vik has said nothing of z, and sees x as it is when this is stated.
    b.start(told(&[UNA], z, believed(VIK, f(x))));
    b.start(told(&[VIK], z, believed(UNA, f(x))));
    let judge = b.judge(unlimited());
    let world = judge.world();
    assert_eq!(read(world, &[], y), number(3));
    assert_eq!(read(world, &[], x), number(5));
    assert_eq!(read(world, &[UNA], x), number(7));
    // The innermost believer is dropped first.
    assert_eq!(read(world, &[UNA, VIK], x), number(7));
    assert_eq!(read(world, &[VIK], x), number(5));
    assert_eq!(read(world, &[VIK, UNA], x), number(8));
    assert_eq!(read(world, &[VIK, UNA, VIK], x), number(8));
    assert_eq!(read(world, &[VIK, VIK, UNA], x), number(5));
    assert_eq!(read(world, &[UNA], z), number(5));
    assert_eq!(read(world, &[VIK], z), number(7));
}

#[test]
fn effects_are_simultaneous() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y, z) = (b.number("x"), b.number("y"), b.number("z"));
    b.start(all([set(x, n(1)), set(y, n(2))]));
    let swap = b.add(Act::new("swap").does(all([
        set(x, f(y)),
        set(y, f(x)),
        when(at(x, 2), set(z, n(9)), set(z, n(4))),
    ])));
    let world = after(&b.judge(unlimited()), &[swap]);
    assert_eq!([x, y, z].map(|fluent| read(&world, &[], fluent)), [2, 1, 4].map(number));
}

#[test]
fn the_smaller_of_two_values_counts_and_ranges_hold() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y) = (b.number("x"), b.number("y"));
    b.program.fluents[y.index()].range = Some((0.into(), 10.into()));
    let both = b.add(Act::new("both").does(all([
        when(Condition::True, set(x, n(6)), Effect::nothing()),
        when(Condition::True, set(x, n(5)), Effect::nothing()),
        set(y, n(12)),
    ])));
    let under = b.add(Act::new("under").does(set(y, n(-3))));
    let judge = b.judge(unlimited());
    let world = after(&judge, &[both]);
    assert_eq!([read(&world, &[], x), read(&world, &[], y)], [number(5), number(10)]);
    assert_eq!(read(&after(&judge, &[both, under]), &[], y), number(0));
}

#[test]
fn events_without_assignments_or_with_impossible_consent_do_not_exist() {
    let mut b = Build::new(&["Una", "Vik"]);
    let rocks = b.kind("rock");
    let ghosts = b.kind("ghost");
    b.thing("Rock", rocks);
    let x = b.number("x");
    let one = || set(x, n(1));
    b.add(Act::new("idle"));
    let nobody = Effect::Forall(VariableId(0), ghosts, Box::new(one()));
    b.add(Act::new("haunt").binds(ghosts).does(nobody));
    let first = Argument::Variable(VariableId(0));
    b.add(Act::new("push").over(motive_world::program::ENTITY).does(one()).by_arguments(&[first]));
    let second = Argument::Variable(VariableId(1));
    let meet = Act::new("meet").over(CHARACTER).over(CHARACTER).does(one());
    let meet = b.add(meet.by_arguments(&[second, first]));
    let judge = b.judge(unlimited());
    let names: Vec<String> =
        judge.steps().map(|s| b.program.action_call(s.action, &s.arguments)).collect();
    let expected = [
        "push(Una)",
        "push(Vik)",
        "meet(Una, Una)",
        "meet(Una, Vik)",
        "meet(Vik, Una)",
        "meet(Vik, Vik)",
    ];
    assert_eq!(names, expected);
    let consenting = |a, b| judge.consenting(&step_of(meet, &[who(a), who(b)])).unwrap().to_vec();
    assert_eq!(consenting(UNA, UNA), [UNA]);
    assert_eq!(consenting(UNA, VIK), [VIK, UNA]);
}

/// A lamp that Una thinks is broken; only those at the lamp see it switched.
#[test]
fn observers_work_out_what_they_see_from_what_they_believe() {
    let mut b = Build::new(&["Una", "Vik", "Wes"]);
    let (broken, lit) = (b.truth("broken"), b.truth("lit"));
    let there = b.fluent("there", &[CHARACTER], BOOLEAN);
    b.start(all([
        set_of(there, &[who(UNA)], v(Value::TRUE)),
        set_of(there, &[who(VIK)], v(Value::TRUE)),
    ]));
    // Una wrongly believes that the lamp is broken and that Vik is not there but Wes is.
    b.start(all([
        told(&[UNA], broken, v(Value::TRUE)),
        Effect::Assign {
            believers: vec![Argument::Constant(who(UNA))],
            fluent: there,
            arguments: vec![Argument::Constant(who(VIK))],
            value: v(Value::FALSE),
        },
        Effect::Assign {
            believers: vec![Argument::Constant(who(UNA))],
            fluent: there,
            arguments: vec![Argument::Constant(who(WES))],
            value: v(Value::TRUE),
        },
        told(&[UNA, WES], broken, v(Value::FALSE)),
    ]));
    let switch = Act::new("switch").does(when(not(is(broken)), make(lit), Effect::nothing()));
    let switch = b.add(switch.seen_if(|o| eq(fv(there, &[o.0]), v(Value::TRUE))));
    let judge = b.judge(unlimited());
    let noticing =
        [UNA, VIK, WES].map(|c| judge.observes(judge.world(), &step(switch), c).unwrap());
    assert_eq!(noticing, [true, true, false]);
    let world = after(&judge, &[switch]);
    let lit = |believers: &[_]| read(&world, believers, lit) == Value::TRUE;
    assert!(lit(&[]) && lit(&[VIK]) && lit(&[VIK, UNA]) && lit(&[VIK, UNA, VIK]));
    assert!(!lit(&[UNA]), "the lamp is broken, she thinks");
    assert!(!lit(&[WES]), "he saw nothing");
    assert!(!lit(&[VIK, WES]) && !lit(&[WES, UNA]));
    assert!(lit(&[UNA, WES]), "he is there, she thinks, and knows that it works");
    assert!(!lit(&[UNA, VIK]), "he is away, she thinks");
}

#[test]
fn a_belief_effect_overrides_what_is_seen_and_only_its_owner_notices() {
    let mut b = Build::new(&["Una", "Vik", "Wes"]);
    let (x, y) = (b.number("x"), b.number("y"));
    // Una and Vik watch; Vik is made to believe the value that y really has.
    b.start(all([set(y, n(4)), told(&[VIK], y, n(6)), told(&[UNA], y, n(5))]));
    let act = Act::new("whisper").does(all([set(x, n(1)), told(&[VIK], x, plus(f(y), n(10)))]));
    let whisper = b.add(act.seen_by(&[UNA, VIK]));
    let world = after(&b.judge(unlimited()), &[whisper]);
    let x = |believers: &[_]| read(&world, believers, x);
    assert_eq!(x(&[]), number(1));
    assert_eq!(x(&[UNA]), number(1));
    assert_eq!(x(&[VIK]), number(14));
    assert_eq!(x(&[VIK, VIK]), number(14), "he knows what he believes");
    assert_eq!(x(&[VIK, VIK, VIK]), number(14));
    assert_eq!(x(&[VIK, UNA]), number(1), "she saw the act, he thinks, and heard nothing");
    assert_eq!(x(&[UNA, VIK]), number(15), "as she sees y");
    // In Vik's mind the whisper, which he thinks Una saw, told him what y is: as he sees it.
    assert_eq!(x(&[VIK, UNA, VIK]), number(16));
    assert_eq!(x(&[WES]), number(0));
    assert_eq!(x(&[WES, VIK]), number(0));
    assert_eq!(x(&[VIK, WES]), number(0));
}

#[test]
fn a_nested_belief_effect_changes_one_mind_within_another() {
    let mut b = Build::new(&["Una", "Vik", "Wes"]);
    let x = b.number("x");
    let hint = b.add(Act::new("hint").does(told(&[UNA, VIK], x, n(2))).unseen());
    let own = b.add(Act::new("recall").does(told(&[UNA, UNA], x, n(3))).unseen());
    let judge = b.judge(unlimited());
    let world = after(&judge, &[hint]);
    let value = |believers: &[_]| read(&world, believers, x);
    for unchanged in [&[][..], &[UNA], &[VIK], &[UNA, WES], &[VIK, UNA], &[UNA, VIK, UNA]] {
        assert_eq!(value(unchanged), number(0), "{unchanged:?}");
    }
    for changed in [&[UNA, VIK][..], &[UNA, VIK, VIK], &[UNA, UNA, VIK]] {
        assert_eq!(value(changed), number(2), "{changed:?}");
    }
    let world = after(&judge, &[own]);
    assert_eq!(read(&world, &[UNA], x), number(0));
    assert_eq!(read(&world, &[UNA, UNA], x), number(3));
    assert_eq!(read(&world, &[UNA, UNA, UNA], x), number(3));
}

/// What Una, who believes the opposite, comes to believe when she sees something that needs
/// `condition`. The start is x = 3, y = 3, p, q, home = Den, yard = Den; she believes x = 0,
/// y = 1, not p, not q, home = Mill, yard = ?, the rest as it is.
struct Surprise {
    x: Value,
    y: Value,
    p: Value,
    q: Value,
    home: Value,
    yard: Value,
}

#[derive(Clone, Copy)]
struct Names {
    x: motive_world::id::FluentSchemaId,
    y: motive_world::id::FluentSchemaId,
    p: motive_world::id::FluentSchemaId,
    q: motive_world::id::FluentSchemaId,
    home: motive_world::id::FluentSchemaId,
    yard: motive_world::id::FluentSchemaId,
    den: Value,
    mill: Value,
}

fn surprise(condition: impl FnOnce(Names) -> Condition) -> (Surprise, Names) {
    let mut b = Build::new(&["Una", "Vik"]);
    let places = b.kind("place");
    let (den, mill) = (b.thing("Den", places), b.thing("Mill", places));
    let names = Names {
        x: b.number("x"),
        y: b.number("y"),
        p: b.truth("p"),
        q: b.truth("q"),
        home: b.fluent("home", &[], places),
        yard: b.fluent("yard", &[], places),
        den,
        mill,
    };
    let done = b.number("done");
    let Names { x, y, p, q, home, yard, .. } = names;
    b.start(all([set(x, n(3)), set(y, n(3)), make(p), make(q)]));
    b.start(all([set(home, v(den)), set(yard, v(den))]));
    b.start(all([
        told(&[UNA], x, n(0)),
        told(&[UNA], y, n(1)),
        told(&[UNA], p, v(Value::FALSE)),
        told(&[UNA], q, v(Value::FALSE)),
        told(&[UNA], home, v(mill)),
        told(&[UNA], yard, v(Value::Unknown)),
    ]));
    let act = b.add(Act::new("happen").needs(condition(names)).does(set(done, n(1))));
    let judge = b.judge(unlimited());
    assert_eq!(judge.executable(judge.world()).unwrap(), [step(act)]);
    assert!(judge.executable(&judge.world().mind(UNA)).unwrap().is_empty());
    let world = after(&judge, &[act]);
    assert_eq!(read(&world, &[UNA], done), number(1), "it happens all the same");
    let [x, y, p, q, home, yard] = [x, y, p, q, home, yard].map(|name| read(&world, &[UNA], name));
    (Surprise { x, y, p, q, home, yard }, names)
}

#[test]
fn surprise_copies_equalities_and_forgets_the_rest() {
    let (seen, _) = surprise(|s| and([at(s.x, 3), gt(f(s.y), n(2))]));
    assert_eq!([seen.x, seen.y, seen.p], [number(3), Value::Unknown, Value::FALSE]);

    // The right side is read in the real world; the believed y stays.
    let (seen, _) = surprise(|s| eq(f(s.x), f(s.y)));
    assert_eq!([seen.x, seen.y], [number(3), number(1)]);

    // Mirrored: 3 == x, and y + 0 == x sets x.
    let (seen, _) = surprise(|s| eq(plus(f(s.y), n(0)), f(s.x)));
    assert_eq!([seen.x, seen.y], [number(3), number(1)]);

    // Neither side is a single fluent: every number in it is forgotten.
    let (seen, _) = surprise(|s| eq(plus(f(s.y), n(1)), plus(f(s.x), n(1))));
    assert_eq!([seen.x, seen.y], [Value::Unknown, Value::Unknown]);
}

#[test]
fn surprise_takes_every_clause_that_is_really_true() {
    // x == 3 | y == 3 | x == 7: two clauses are true, both repair.
    let (seen, _) = surprise(|s| or([at(s.x, 3), at(s.y, 3), at(s.x, 7)]));
    assert_eq!([seen.x, seen.y], [number(3), number(3)]);

    // (x == 3 & q) | (y == 3 & x == 9): the second clause is false and repairs nothing.
    let (seen, _) = surprise(|s| or([and([at(s.x, 3), is(s.q)]), and([at(s.y, 3), at(s.x, 9)])]));
    assert_eq!([seen.x, seen.y, seen.q], [number(3), number(1), Value::TRUE]);
    assert_eq!(seen.p, Value::FALSE);

    // Of x == 3 and x > 1 the equality wins.
    let (seen, _) = surprise(|s| and([gt(f(s.x), n(1)), at(s.x, 3)]));
    assert_eq!(seen.x, number(3));

    // !(p == False | x == 5) is p != False & x != 5; she believes x != 5 already.
    let (seen, _) = surprise(|s| not(or([eq(f(s.p), v(Value::FALSE)), at(s.x, 5)])));
    assert_eq!([seen.p, seen.x], [Value::TRUE, number(0)]);

    // if (q) y == 3 else …: the clause has q and y == 3.
    let (seen, _) =
        surprise(|s| Condition::If(vec![(is(s.q), at(s.y, 3))], Box::new(Condition::False)));
    assert_eq!([seen.q, seen.y], [Value::TRUE, number(3)]);
}

#[test]
fn surprise_about_places_and_truths() {
    // home != Mill: forgotten.
    let (seen, names) = surprise(|s| ne(f(s.home), v(s.mill)));
    assert_eq!([seen.home, seen.yard], [Value::Unknown, Value::Unknown]);
    assert_ne!(names.den, names.mill);

    // Both are in the same place, hence in one and the same place: both become it.
    let (seen, names) = surprise(|s| eq(f(s.home), f(s.yard)));
    assert_eq!([seen.home, seen.yard], [names.den, names.den]);

    // p == q holds in her mind too, but the clause that is really true has p == True & q == True.
    let (seen, _) = surprise(|s| and([eq(f(s.p), f(s.q)), at(s.x, 3)]));
    assert_eq!([seen.p, seen.q, seen.x], [Value::TRUE, Value::TRUE, number(3)]);

    // A type test repairs nothing.
    let (seen, _) = surprise(|s| and([Condition::IsA(f(s.yard), s.kind()), is(s.p)]));
    assert_eq!([seen.yard, seen.p], [Value::Unknown, Value::TRUE]);
}

impl Names {
    fn kind(self) -> motive_world::id::TypeId {
        motive_world::id::TypeId(4)
    }
}

#[test]
fn two_truths_that_differ_are_both_repaired() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (p, q, done) = (b.truth("p"), b.truth("q"), b.truth("done"));
    b.start(all([make(p), told(&[UNA], q, v(Value::TRUE)), told(&[VIK], p, v(Value::FALSE))]));
    let act = b.add(Act::new("act").needs(ne(f(p), f(q))).does(make(done)));
    let world = after(&b.judge(unlimited()), &[act]);
    // Una believed p and q, Vik neither.
    for observer in [UNA, VIK] {
        assert_eq!(read(&world, &[observer], p), Value::TRUE);
        assert_eq!(read(&world, &[observer], q), Value::FALSE);
    }
}

#[test]
fn a_believed_precondition_repairs_the_believed_mind() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (p, q, done) = (b.truth("p"), b.truth("q"), b.truth("done"));
    b.start(told(&[VIK], p, v(Value::TRUE)));
    b.start(told(&[UNA, VIK], p, v(Value::FALSE)));
    b.trigger("infer", and([is(p), not(is(q))]), make(q));
    let act = b.add(Act::new("act").needs(believes(VIK, is(p))).does(make(done)));
    let world = after(&b.judge(unlimited()), &[act]);
    let read = |believers: &[_], fluent| read(&world, believers, fluent) == Value::TRUE;
    assert!(!read(&[UNA], p) && !read(&[UNA], q));
    assert!(read(&[UNA, VIK], p), "she sees that he believes it");
    assert!(read(&[UNA, VIK, VIK], p), "and that he knows that he does");
    assert!(read(&[UNA, VIK], q), "and draws his conclusions");
    assert!(!read(&[UNA, VIK, UNA], p));
}

#[test]
fn inner_surprises_are_repaired_from_the_repaired_outer_mind() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, done) = (b.number("x"), b.truth("done"));
    b.start(set(x, n(3)));
    b.start(told(&[UNA], x, n(0)));
    b.start(told(&[UNA, VIK], x, n(1)));
    let exact = b.add(Act::new("exact").needs(at(x, 3)).does(make(done)));
    let above = b.add(Act::new("above").needs(gt(f(x), n(2))).does(make(done)));
    let judge = b.judge(unlimited());
    // Una's x becomes 3, and then the x of Vik as she sees him does.
    let world = after(&judge, &[exact]);
    assert_eq!(read(&world, &[UNA], x), number(3));
    assert_eq!(read(&world, &[UNA, VIK], x), number(3));
    // Una's x becomes unknown; then the precondition is false in her mind, where no clause is
    // true, and Vik as she sees him keeps his belief.
    let world = after(&judge, &[above]);
    assert_eq!(read(&world, &[UNA], x), Value::Unknown);
    assert_eq!(read(&world, &[UNA, VIK], x), number(1));
}

#[test]
fn triggers_run_in_order_everywhere_until_nothing_is_left() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y, wet) = (b.number("x"), b.number("y"), b.truth("wet"));
    b.trigger("first", at(x, 1), all([set(x, n(2)), set(y, plus(f(y), n(10)))]));
    b.trigger("second", at(x, 1), set(x, n(9)));
    b.trigger("third", at(x, 2), set(x, n(3)));
    b.start(told(&[UNA], x, n(1)));
    let act = b.add(Act::new("act").does(all([set(x, n(1)), make(wet)])).seen_by(&[VIK]));
    let judge = b.judge(unlimited());
    assert_eq!(read(judge.world(), &[], x), number(0));
    assert_eq!(read(judge.world(), &[UNA], x), number(3), "also at the start, in minds");
    assert_eq!(read(judge.world(), &[UNA], y), number(10));
    assert_eq!(read(judge.world(), &[UNA, VIK], x), number(3));
    let world = after(&judge, &[act]);
    assert_eq!(read(&world, &[], x), number(3));
    assert_eq!(read(&world, &[], y), number(10));
    assert_eq!(read(&world, &[VIK], x), number(3));
    assert_eq!(read(&world, &[UNA], wet), Value::FALSE);
    assert_eq!(read(&world, &[VIK, UNA], x), number(0), "nobody observes a trigger");
}

#[test]
fn a_trigger_tells_minds_and_they_draw_conclusions() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (alarm, fear, hide) = (b.truth("alarm"), b.truth("fear"), b.truth("hide"));
    // Reality rings in Una's ear; whoever fears hides.
    let ring = all([told(&[UNA], fear, v(Value::TRUE)), set(alarm, v(Value::FALSE))]);
    b.trigger("ring", is(alarm), ring);
    b.trigger("hide", and([is(fear), not(is(hide))]), make(hide));
    let act = b.add(Act::new("act").does(make(alarm)).unseen());
    let world = after(&b.judge(unlimited()), &[act]);
    let read = |believers: &[_], fluent| read(&world, believers, fluent) == Value::TRUE;
    assert!(!read(&[], fear) && !read(&[], hide) && !read(&[], alarm));
    assert!(read(&[UNA], fear) && read(&[UNA], hide) && read(&[UNA, UNA], hide));
    assert!(!read(&[VIK], fear) && !read(&[UNA, VIK], hide) && !read(&[VIK, UNA], fear));
}

#[test]
fn where_minds_are_cut_beliefs_are_read_in_place_and_triggers_about_them_rest() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (p, q, r) = (b.truth("p"), b.truth("q"), b.truth("r"));
    b.trigger("learn", and([is(p), not(believes(VIK, is(q)))]), told(&[VIK], q, v(Value::TRUE)));
    let tell = all([told(&[VIK], r, v(Value::TRUE)), make(p)]);
    let act = b.add(Act::new("act").needs(not(believes(UNA, is(p)))).does(tell));
    let judge = Judge::with_levels(&b.program, unlimited(), 1).unwrap();
    let mind = judge.world().mind(UNA);
    assert_eq!(mind.mind(VIK), mind, "no deeper mind");
    assert_eq!(judge.executable(&mind).unwrap(), [step(act)]);
    let world = after(&judge, &[act]);
    assert_eq!(read(&world, &[UNA], p), Value::TRUE);
    assert_eq!(read(&world, &[UNA], r), Value::FALSE, "what she is told of his mind is dropped");
    assert_eq!(read(&world, &[VIK], r), Value::TRUE);
    assert_eq!(read(&world, &[VIK], q), Value::TRUE, "the trigger of reality tells him");
    assert_eq!(read(&world, &[UNA], q), Value::FALSE);
}

#[test]
fn endless_triggers_are_reported_with_their_place() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, go) = (b.number("x"), b.truth("go"));
    b.trigger("rest", at(x, 9), set(x, n(8)));
    b.trigger("up", and([is(go), at(x, 0)]), set(x, n(1)));
    b.trigger("down", and([is(go), at(x, 1)]), set(x, n(0)));
    b.start(set(x, n(5)));
    b.start(told(&[UNA, VIK], x, n(9)));
    let tell = told(&[UNA, VIK], go, v(Value::TRUE));
    let act = b.add(Act::new("act").does(tell).unseen());
    {
        let calm = b.judge(unlimited());
        assert_eq!(read(calm.world(), &[UNA, VIK], x), number(8));
        assert_eq!(read(&after(&calm, &[act]), &[UNA, VIK], go), Value::TRUE);
    }
    b.start(told(&[UNA, VIK], x, n(0)));
    let judge = b.judge(unlimited());
    let expected = Fault::TriggerLoop {
        trigger: TriggerSchemaId(2),
        arguments: vec![],
        believers: vec![UNA, VIK],
    };
    assert_eq!(judge.apply(judge.world(), &step(act)).unwrap_err(), expected);
}

#[test]
fn a_count_that_never_ends_is_a_loop() {
    let mut b = Build::new(&["Una", "Vik"]);
    let x = b.number("x");
    b.trigger("more", not(at(x, 0)), set(x, plus(f(x), n(1))));
    b.start(set(x, n(1)));
    let fault = Judge::new(&b.program, unlimited()).err().unwrap();
    assert!(matches!(fault, Fault::TriggerLoop { trigger: TriggerSchemaId(0), .. }));
}

#[test]
fn division_by_zero_and_overflow_name_their_place() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, y) = (b.number("x"), b.number("y"));
    let act = b.add(Act::new("act").does(set(y, over(n(1), f(x)))));
    let huge = v(Value::Number(motive_world::value::Number::new(f64::MAX).unwrap()));
    b.wants(VIK, plus(huge.clone(), huge));
    {
        let judge = b.judge(unlimited());
        let fault = judge.apply(judge.world(), &step(act)).unwrap_err();
        assert_eq!(fault, Fault::DivisionByZero(Place::Action(act, vec![])));
        let fault = judge.utility(judge.world(), Some(VIK)).unwrap_err();
        assert_eq!(fault, Fault::Overflow(Place::Utility(Some(VIK))));
    }
    b.start(set(y, over(v(Value::Unknown), f(x))));
    assert_eq!(read(b.judge(unlimited()).world(), &[], y), Value::Unknown);
    b.start(set(y, over(n(1), f(x))));
    let fault = Judge::new(&b.program, unlimited()).err().unwrap();
    assert_eq!(fault, Fault::DivisionByZero(Place::Start(1)));
}

#[test]
fn utilities_add_up_and_are_unknown_with_any_part() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (x, p) = (b.number("x"), b.truth("p"));
    b.start(all([set(x, n(3)), make(p)]));
    b.author_wants(plus(f(x), Expr::Truth(Box::new(is(p)))));
    b.wants(UNA, Expr::Truth(Box::new(is(p))));
    b.wants(VIK, plus(f(x), v(Value::Unknown)));
    let mut second = b.program.utilities[0].wants[0].clone();
    second.weight = n(-4);
    b.program.utilities[0].wants.push(second);
    let judge = b.judge(unlimited());
    // A truth value inside arithmetic is not a number.
    assert_eq!(judge.utility(judge.world(), None).unwrap(), Value::Unknown);
    assert_eq!(judge.utility(judge.world(), Some(UNA)).unwrap(), number(-3));
    assert_eq!(judge.utility(judge.world(), Some(VIK)).unwrap(), Value::Unknown);
}

#[test]
fn nothing_can_seem_to_be_what_needs_one_thing_or_another() {
    let mut b = Build::new(&["Una", "Vik"]);
    let (p, q) = (b.truth("p"), b.truth("q"));
    let seems = b.add(Act::new("seems").impression().needs(or([is(p), is(q)])).does(make(p)));
    b.add(Act::new("act").does(make(p)).seems(seems, When::Before, |_| Condition::True));
    let fault = Judge::new(&b.program, unlimited()).err().unwrap();
    assert_eq!(fault, Fault::Unsupported(Unsupported::Appearance));
}

#[test]
fn too_many_instances_are_refused() {
    let names: Vec<String> = (0..40).map(|i| format!("C{i}")).collect();
    let mut b = Build::new(&names.iter().map(String::as_str).collect::<Vec<_>>());
    b.fluent("f", &[CHARACTER; 6], BOOLEAN);
    let fault = Judge::new(&b.program, unlimited()).err().unwrap();
    assert_eq!(fault, Fault::TooLarge(40u128.pow(6)));
}

/// Una sees something that takes that Vik does not believe p, and then something that takes that
/// he has no idea.
#[test]
fn surprise_gives_a_truth_the_value_that_it_has() {
    for (real, needs_unknown, learnt) in [
        (Value::Unknown, false, Value::Unknown),
        (Value::FALSE, false, Value::FALSE),
        (Value::Unknown, true, Value::Unknown),
    ] {
        let mut b = Build::new(&["Una", "Vik"]);
        let p = b.truth("p");
        b.program.fluents[p.index()].is_open = true;
        let done = b.number("done");
        b.start(all([make(p), told(&[VIK], p, v(real)), told(&[UNA, VIK], p, v(Value::TRUE))]));
        let unaware = if needs_unknown {
            compare(Comparison::Equal, f(p), v(Value::Unknown))
        } else {
            compare(Comparison::Unequal, f(p), v(Value::TRUE))
        };
        let act = Act::new("happen").needs(believes(VIK, unaware)).does(set(done, n(1)));
        let act = b.add(act);
        let judge = b.judge(unlimited());
        let world = after(&judge, &[act]);
        assert_eq!(read(&world, &[UNA, VIK], p), learnt);
        assert_eq!(read(&world, &[UNA], p), Value::TRUE, "what is so is another matter");
        assert_eq!(read(&world, &[UNA], done), number(1));
    }
}

/// In her own imagination what Una comes to believe is so; in reality and in others' minds it is
/// only what she believes.
#[test]
fn in_ones_own_imagination_what_one_learns_is_so() {
    let learn = |learning: bool, believers: &[motive_world::id::CharacterId]| {
        let mut b = Build::new(&["Una", "Vik"]);
        b.program.settings.learning = learning;
        let x = b.number("x");
        b.start(set(x, n(1)));
        let act = b.add(Act::new("tell").does(told(believers, x, n(2))));
        let judge = b.judge(unlimited());
        let value = |owner, chain: &[_]| {
            let world = judge.apply_in(owner, judge.world(), &step(act)).unwrap().unwrap();
            read(&world, chain, x)
        };
        [
            value(None, &[]),
            value(Some(UNA), &[]),
            value(Some(UNA), &[UNA]),
            value(Some(UNA), &[VIK]),
            value(Some(VIK), &[]),
            // What Vik sees happen in what he takes to be Una's mind.
            value(None, &[VIK, UNA]),
        ]
    };
    let [one, two] = [1, 2].map(number);
    assert_eq!(learn(true, &[UNA]), [one, two, two, one, one, two]);
    assert_eq!(learn(false, &[UNA]), [one, one, two, one, one, two]);
    assert_eq!(learn(true, &[UNA, VIK]), [one, one, one, two, one, one]);
    assert_eq!(learn(false, &[UNA, VIK]), [one, one, one, one, one, one]);
    assert_eq!(learn(true, &[UNA, UNA]), [one, two, two, one, one, two]);
    assert_eq!(learn(false, &[UNA, UNA]), [one, one, one, one, one, one]);
}

/// What she is told overrides what she sees, the longest list of believers counts, and triggers
/// teach as events do.
#[test]
fn what_one_learns_overrides_what_one_sees() {
    let mut b = Build::new(&["Una", "Vik"]);
    b.program.settings.learning = true;
    let (x, y) = (b.number("x"), b.number("y"));
    let effects = [
        set(x, n(1)),
        told(&[UNA], x, n(2)),
        told(&[UNA, UNA], x, n(3)),
        told(&[UNA, VIK], x, n(4)),
    ];
    let act = b.add(Act::new("tell").does(all(effects)));
    b.trigger("realise", and([at(x, 3), at(y, 0)]), all([told(&[UNA], y, n(5)), set(y, n(1))]));
    let judge = b.judge(unlimited());
    let world = judge.apply_in(Some(UNA), judge.world(), &step(act)).unwrap().unwrap();
    assert_eq!(read(&world, &[], x), number(3));
    assert_eq!(read(&world, &[UNA], x), number(3));
    assert_eq!(read(&world, &[VIK], x), number(4));
    assert_eq!(read(&world, &[], y), number(5));
    let world = judge.apply_in(None, judge.world(), &step(act)).unwrap().unwrap();
    assert_eq!(
        [&[][..], &[UNA], &[UNA, UNA]].map(|who| read(&world, who, x)),
        [1, 3, 3].map(number)
    );
    assert_eq!(read(&world, &[], y), number(0));
    assert_eq!(read(&world, &[UNA], y), number(5));
}

/// A knock at the door: Vik, who is inside, does not see who it is. Una knocks; Wes watches her.
#[test]
fn whoever_takes_an_event_for_another_believes_what_that_one_does() {
    let mut b = Build::new(&["Una", "Vik", "Wes"]);
    let (knocker, quiet, late) = (b.number("knocker"), b.truth("quiet"), b.truth("late"));
    let inside = b.fluent("inside", &[CHARACTER], BOOLEAN);
    b.start(all([
        set(quiet, v(Value::TRUE)),
        set_of(inside, &[who(VIK)], v(Value::TRUE)),
        // Vik thinks that it is late, which an impression denies.
        told(&[VIK], late, v(Value::TRUE)),
    ]));
    let is_in = |o: VariableId| eq(fv(inside, &[o.0]), v(Value::TRUE));
    let unknown = all([set(knocker, v(Value::Unknown)), set(quiet, v(Value::FALSE))]);
    let seems = Act::new("knocking").impression().needs(not(is(late))).does(unknown);
    let seems = b.add(seems);
    let effect = all([set(knocker, n(1)), set(quiet, v(Value::FALSE))]);
    let knock = b.add(Act::new("knock").does(effect).seems(seems, When::Before, is_in));
    let judge = b.judge(unlimited());
    assert_eq!(judge.steps().count(), 1, "an impression is no step");
    let perceived = [UNA, VIK, WES].map(|c| judge.perceives(judge.world(), &step(knock), c));
    let [Ok(Perceives::Itself), Ok(Perceives::Seeming(seen)), Ok(Perceives::Itself)] = perceived
    else {
        panic!("{perceived:?}")
    };
    assert_eq!(seen.action, seems);
    let world = after(&judge, &[knock]);
    let knocker = |believers: &[_]| read(&world, believers, knocker);
    let quiet = |believers: &[_]| read(&world, believers, quiet) == Value::TRUE;
    assert_eq!(
        (knocker(&[]), knocker(&[UNA]), knocker(&[WES, UNA])),
        (number(1), number(1), number(1))
    );
    assert_eq!(knocker(&[VIK]), Value::Unknown);
    assert_eq!(knocker(&[WES, VIK]), Value::Unknown, "as Wes sees him sit inside");
    assert_eq!(knocker(&[VIK, VIK]), Value::Unknown, "he knows what he heard");
    assert!(!quiet(&[VIK]) && !quiet(&[VIK, VIK]) && !quiet(&[WES, VIK]));
    assert_eq!(
        knocker(&[VIK, WES]),
        number(0),
        "the impression is nobody else's, as far as he knows"
    );
    assert!(quiet(&[VIK, WES]));
    assert_eq!(read(&world, &[VIK], late), Value::FALSE, "what it needs is taken to be so");
    assert_eq!(read(&world, &[VIK, VIK], late), Value::FALSE, "and he knows that he thinks so");
}

/// Una comes in. Vik is where she comes to, and Wes where she comes from.
#[test]
fn what_is_read_afterwards_is_read_in_the_facts_after_the_event() {
    let mut b = Build::new(&["Una", "Vik", "Wes"]);
    let at = b.fluent("at", &[CHARACTER], NUMBER);
    b.start(set_of(at, &[who(VIK)], n(1)));
    let noise = b.truth("noise");
    let seems = b.add(Act::new("steps").impression().does(make(noise)));
    let is_there =
        |o: VariableId| eq(fv(at, &[o.0]), Expr::Fluent(at, vec![Argument::Constant(who(UNA))]));
    let walk = || Act::new("walk").unseen().does(set_of(at, &[who(UNA)], n(1)));
    let before = b.add(walk().seems(seems, When::Before, is_there));
    let later = b.add(walk().seems(seems, When::After, is_there));
    let judge = b.judge(unlimited());
    let hears = |walk, c| read(&after(&judge, &[walk]), &[c], noise) == Value::TRUE;
    assert_eq!([UNA, VIK, WES].map(|c| hears(before, c)), [true, false, true]);
    assert_eq!([UNA, VIK, WES].map(|c| hears(later, c)), [true, true, false]);
}
