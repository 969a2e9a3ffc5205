#![allow(warnings)]
use motive_judge::Judge;
use motive_testkit::random::RandomWorld;
use motive_world::id::CharacterId;
fn main() {
    let mut args = std::env::args().skip(1);
    let seed: u64 = args.next().unwrap().parse().unwrap();
    let world = RandomWorld::native(seed);
    let p = &world.program;
    println!("{:?} learning {}", world.limits, p.settings.learning);
    let judge = Judge::new(p, world.limits).unwrap();
    let name = |s: &motive_world::story::Step| p.action_call(s.action, &s.arguments);
    let find = |n: &str| judge.steps().find(|s| name(s) == n).cloned().unwrap();
    let mut w = judge.world().clone();
    let all: Vec<String> = args.collect();
    let (last, path) = all.split_last().unwrap();
    {
        use motive_world::ground::*;
        use motive_world::state::*;
        let ground = GroundWorld::of(p, &GroundLimits::default()).unwrap();
        let levels = motive_world::program::nesting::Nesting::of(p, &world.limits);
        println!("{levels:?}");
        let path: Vec<_> = path.iter().map(|n| find(n)).collect();
        let mut policy = motive_plan::policy::Policy::new(
            &ground,
            &world.limits,
            &path,
            judge.consenting(&find(last)).unwrap()[0],
        )
        .unwrap();
        for _ in 0..100000 {
            match policy.step(10000) {
                motive_plan::policy::Choice::Running => {}
                other => {
                    println!("{other:#?}");
                    break;
                }
            }
        }
    }
    for step in path {
        w = judge.apply(&w, &find(step)).unwrap().unwrap();
    }
    let step = find(last);
    for &c in judge.consenting(&step).unwrap() {
        let mind = w.mind(c);
        println!("{:?}: utility {:?}", c, judge.utility(&mind, Some(c)));
        println!("{:#?}", judge.reason(&mind, c, &step, 1, 1));
        let after = judge.apply_in(Some(c), &mind, &step).unwrap().unwrap();
        println!(
            "after: utility {:?} can {:?}",
            judge.utility(&after, Some(c)),
            judge.executable(&after).unwrap().iter().map(name).collect::<Vec<_>>()
        );
        for s in judge.executable(&after).unwrap() {
            if !judge.consenting(&s).unwrap().contains(&c) {
                continue;
            }
            let a2 = judge.apply_in(Some(c), &after, &s).unwrap().unwrap();
            println!(
                "  {}: {:?}; reason {:?}",
                name(&s),
                judge.utility(&a2, Some(c)),
                judge.reason(&after, c, &s, 2, 1).map(|r| r.map(|r| r.is_ok()))
            );
        }
    }
}
