//! Prints a random world and what its comparison came to: `cargo run -p motive-testkit --example show SEED`.
#![expect(clippy::print_stdout, reason = "a command")]

use motive_testkit::{agreement, print, random::RandomWorld};

fn main() {
    for seed in std::env::args().skip(1).filter_map(|seed| seed.parse().ok()) {
        let world = RandomWorld::new(seed);
        println!("seed {seed}: {:?}", world.limits);
        println!("{}", print::sabre(&world.program));
        println!("{:?}\n", agreement::compare(&world));
    }
}
