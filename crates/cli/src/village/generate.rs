//! Writes a village.

use std::fmt::Write as _;

use super::names::{PEOPLE, PLACES, THINGS, thing};

/// The most people in a village.
pub(crate) const LARGEST: usize = PEOPLE.len();
/// The fewest: somebody to want something, to have it, to lie about it, and to be met.
pub(crate) const SMALLEST: usize = 4;

/// A seeded generator of random numbers (SplitMix64): the same sequence on every platform.
#[derive(Clone, Debug)]
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `bound`, which is not 0.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        (self.bits() % bound as u64) as usize
    }

    fn chance(&mut self, times: usize, out_of: usize) -> bool {
        self.below(out_of) < times
    }

    /// A number below `bound` other than `taken`.
    fn other(&mut self, bound: usize, taken: usize) -> usize {
        let drawn = self.below(bound - 1);
        if drawn >= taken { drawn + 1 } else { drawn }
    }
}

/// Where a thing is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spot {
    Person(usize),
    Place(usize),
}

impl Spot {
    fn name(self) -> &'static str {
        match self {
            Spot::Person(person) => PEOPLE[person],
            Spot::Place(place) => PLACES[place],
        }
    }
}

/// What a village consists of, before it is written down.
struct Village {
    people: usize,
    places: usize,
    things: usize,
    roads: Vec<(usize, usize)>,
    /// Where everybody is.
    at: Vec<usize>,
    /// Where everything is.
    spot: Vec<Spot>,
    coins: Vec<usize>,
    /// What everybody would like to have.
    seeks: Vec<usize>,
    rogue: Vec<bool>,
    /// By person: a thing, and where that person wrongly believes it to be.
    mistaken: Vec<Vec<(usize, Spot)>>,
    wants: Vec<Vec<Want>>,
}

/// What somebody wants besides.
enum Want {
    /// Money, a point for each coin.
    Coins,
    /// To be at a place together with somebody.
    Meet(usize, usize),
    /// That somebody knows the place where what they seek lies.
    Confide(usize, usize),
    /// To have what one seeks and somebody else seeks too, while they look for it elsewhere.
    Hoodwink(usize, usize),
}

/// The village of a seed, as a problem in Sabre's language. `people` is between [`SMALLEST`] and
/// [`LARGEST`]; there are 50 places and 100 things for 64 people, and fewer for fewer.
pub(crate) fn village(people: usize, seed: u64) -> String {
    write(&Village::new(people, seed), seed)
}

impl Village {
    fn new(people: usize, seed: u64) -> Self {
        let mut dice = Dice::new(seed);
        let places = (people * PLACES.len()).div_ceil(LARGEST);
        let things = (people * THINGS).div_ceil(LARGEST);
        let mut roads = vec![];
        for place in 1..places {
            // Roads lead to places nearby, so that a large village is wide.
            let near = dice.below(place.min(3)) + 1;
            roads.push((place - near, place));
        }
        for _ in 0..places / 4 {
            let one = dice.below(places);
            let other = (one + 2 + dice.below(3)) % places;
            let road = (one.min(other), one.max(other));
            if one != other && !roads.contains(&road) {
                roads.push(road);
            }
        }
        let at: Vec<usize> = (0..people).map(|_| dice.below(places)).collect();
        let spot: Vec<Spot> = (0..things)
            .map(|_| {
                if dice.chance(3, 5) {
                    Spot::Person(dice.below(people))
                } else {
                    Spot::Place(dice.below(places))
                }
            })
            .collect();
        let mut village = Village {
            people,
            places,
            things,
            coins: (0..people).map(|_| dice.below(4)).collect(),
            rogue: (0..people).map(|person| person % 4 == 3).collect(),
            seeks: vec![],
            mistaken: vec![vec![]; people],
            wants: vec![],
            roads,
            at,
            spot,
        };
        for person in 0..people {
            let mut sought = dice.below(things);
            if village.spot[sought] == Spot::Person(person) {
                sought = dice.other(things, sought);
            }
            // A rogue wants what somebody else wants.
            if village.rogue[person] {
                sought = village.seeks[person - 1 - dice.below(2)];
            }
            village.seeks.push(sought);
        }
        for person in 0..people {
            for about in [village.seeks[person], dice.below(things)] {
                let believed = if dice.chance(1, 2) {
                    Spot::Place(dice.below(places))
                } else {
                    Spot::Person(dice.other(people, person))
                };
                let own = village.spot[about] == Spot::Person(person);
                let known = village.mistaken[person].iter().any(|&(known, _)| known == about);
                if dice.chance(1, 2) && !own && !known && believed != village.spot[about] {
                    village.mistaken[person].push((about, believed));
                }
            }
            let wants = village.wants_of(person, &mut dice);
            village.wants.push(wants);
        }
        village
    }

    fn wants_of(&self, person: usize, dice: &mut Dice) -> Vec<Want> {
        let somebody = dice.other(self.people, person);
        let place = self.nearby(self.at[person], dice);
        if self.rogue[person] {
            let rival = (0..person).rev().find(|&other| self.seeks[other] == self.seeks[person]);
            return vec![match rival {
                Some(rival) => Want::Hoodwink(rival, place),
                None => Want::Coins,
            }];
        }
        match dice.below(4) {
            0 => vec![Want::Coins],
            1 => vec![Want::Meet(place, somebody)],
            2 => vec![match self.spot[self.seeks[somebody]] {
                Spot::Place(place) => Want::Confide(somebody, place),
                Spot::Person(_) => Want::Meet(place, somebody),
            }],
            _ => vec![Want::Coins, Want::Meet(place, somebody)],
        }
    }

    /// A place that is a road away.
    fn nearby(&self, place: usize, dice: &mut Dice) -> usize {
        let mut near: Vec<usize> = vec![];
        for &(one, other) in &self.roads {
            if one == place {
                near.push(other);
            } else if other == place {
                near.push(one);
            }
        }
        near[dice.below(near.len())]
    }
}

const ACTIONS: &str = "\
action walk(who : character, from : place, to : place) {
	precondition: at(who) == from & road(from, to);
	effect: at(who) = to;
	consenting: who;
	observing(c : character): at(c) == from | at(c) == to;
};

action take(who : character, what : thing, here : place) {
	precondition: at(who) == here & at(what) == here;
	effect: at(what) = who;
	consenting: who;
	observing(c : character): at(c) == here;
};

action give(giver : character, taker : character, what : thing, here : place) {
	precondition: giver != taker & at(giver) == here & at(taker) == here & at(what) == giver;
	effect: at(what) = taker;
	consenting: giver;
	observing(c : character): at(c) == here;
};

// A thing costs a coin.
action sell(seller : character, buyer : character, what : thing, here : place) {
	precondition: seller != buyer & at(seller) == here & at(buyer) == here & at(what) == seller & coins(buyer) >= 1;
	effect: at(what) = buyer & coins(seller) = coins(seller) + 1 & coins(buyer) = coins(buyer) - 1;
	consenting: seller, buyer;
	observing(c : character): at(c) == here;
};

action barter(one : character, other : character, mine : thing, yours : thing, here : place) {
	precondition: one != other & mine != yours & at(one) == here & at(other) == here & at(mine) == one & at(yours) == other;
	effect: at(mine) = other & at(yours) = one;
	consenting: one, other;
	observing(c : character): at(c) == here;
};

// Nobody notices, the owner least of all.
action steal(thief : character, owner : character, what : thing, here : place) {
	precondition: rogue(thief) & thief != owner & at(thief) == here & at(owner) == here & at(what) == owner;
	effect: at(what) = thief;
	consenting: thief;
	observing(c : character): c == thief;
};

// Everybody knows who looks for what. What is told is what the teller believes.
action tell(teller : character, hearer : character, what : thing, spot : place, here : place) {
	precondition: teller != hearer & seeks(hearer, what) & at(teller) == here & at(hearer) == here & believes(teller, at(what) == spot);
	effect: believes(hearer, at(what) = spot);
	consenting: teller;
	observing(c : character): c == teller;
};

// Whoever has a thing sends those who look for it next door.
action lie(liar : character, hearer : character, what : thing, spot : place, here : place) {
	precondition: rogue(liar) & liar != hearer & seeks(hearer, what) & at(liar) == here & at(hearer) == here & at(what) == liar & road(here, spot);
	effect: believes(hearer, at(what) = spot);
	consenting: liar;
	observing(c : character): c == liar;
};
";

fn write(village: &Village, seed: u64) -> String {
    let mut text = String::new();
    let mut line = |line: std::fmt::Arguments<'_>| {
        // Writing into a String does not fail.
        let _ = text.write_fmt(line);
        text.push('\n');
    };
    line(format_args!(
        "/*\n * A village of {} people, {} places and {} things, made by a generator:\n *   motive bench \
         --generate village --characters {} --seed {seed} --write FILE\n */\n",
        village.people, village.places, village.things, village.people
    ));
    line(format_args!("type spot;\ntype character : spot;\ntype place : spot;\ntype thing;\n"));
    for name in &PEOPLE[..village.people] {
        line(format_args!("entity {name} : character;"));
    }
    for name in &PLACES[..village.places] {
        line(format_args!("entity {name} : place;"));
    }
    for index in 0..village.things {
        line(format_args!("entity {} : thing;", thing(index)));
    }
    line(format_args!(
        "\nproperty at(who : character) : place;\nproperty at(what : thing) : spot;\nproperty \
         coins(who : character) : number;\nproperty road(from : place, to : place) : \
         boolean;\nproperty rogue(who : character) : boolean;\nproperty seeks(who : character, what : \
         thing) : boolean;\n"
    ));
    for &(one, other) in &village.roads {
        let (one, other) = (PLACES[one], PLACES[other]);
        line(format_args!("road({one}, {other});\nroad({other}, {one});"));
    }
    for (person, name) in PEOPLE.iter().enumerate().take(village.people) {
        line(format_args!("at({name}) = {};", PLACES[village.at[person]]));
        line(format_args!("coins({name}) = {};", village.coins[person]));
        line(format_args!("seeks({name}, {});", thing(village.seeks[person])));
        if village.rogue[person] {
            line(format_args!("rogue({name});"));
        }
    }
    for (index, spot) in village.spot.iter().enumerate() {
        line(format_args!("at({}) = {};", thing(index), spot.name()));
    }
    line(format_args!("\n// What some believe wrongly."));
    for (person, mistaken) in village.mistaken.iter().enumerate() {
        for &(about, believed) in mistaken {
            let (who, what, spot) = (PEOPLE[person], thing(about), believed.name());
            line(format_args!("believes({who}, at({what}) = {spot});"));
        }
    }
    line(format_args!("\n{ACTIONS}"));
    // The author would like the first few to find what they look for.
    let found: Vec<String> = (0..village.people.min(6))
        .map(|person| {
            format!("(if(at({}) == {}) 1 else 0)", thing(village.seeks[person]), PEOPLE[person])
        })
        .collect();
    line(format_args!("utility():\n\t{};", found.join(" + ")));
    for (person, name) in PEOPLE.iter().enumerate().take(village.people) {
        line(format_args!("\nutility({name}):\n\t{};", wants(village, person)));
    }
    text
}

/// The utility of somebody.
fn wants(village: &Village, person: usize) -> String {
    let (name, sought) = (PEOPLE[person], thing(village.seeks[person]));
    let mut terms = vec![format!("(if(at({sought}) == {name}) 3 else 0)")];
    for want in &village.wants[person] {
        terms.push(match *want {
            Want::Coins => format!("coins({name})"),
            Want::Meet(place, other) => {
                let (place, other) = (PLACES[place], PEOPLE[other]);
                format!("(if(at({name}) == {place} & at({other}) == {place}) 2 else 0)")
            }
            Want::Confide(other, place) => {
                let (what, other) = (thing(village.seeks[other]), PEOPLE[other]);
                format!("(if(believes({other}, at({what}) == {})) 1 else 0)", PLACES[place])
            }
            Want::Hoodwink(rival, place) => format!(
                "(if(at({sought}) == {name} & believes({}, at({sought}) == {})) 1 else 0)",
                PEOPLE[rival], PLACES[place]
            ),
        });
    }
    terms.join(" + ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seed_makes_one_village() {
        assert_eq!(village(8, 1), village(8, 1));
        assert_ne!(village(8, 1), village(8, 2));
    }

    #[test]
    fn every_village_can_be_read() {
        for (people, seed) in [(4, 1), (4, 2), (5, 3), (8, 4)] {
            let text = village(people, seed);
            let read = motive::World::from_source("village.txt", &text);
            assert!(read.is_ok(), "{people} {seed}: {}", read.unwrap_err());
        }
    }
}
