//! What people, places and things in a village are called.

/// The people; all of them are grown up.
pub(crate) const PEOPLE: [&str; 64] = [
    "Ada", "Ben", "Clara", "Dov", "Elsa", "Finn", "Greta", "Hugo", "Ines", "Jonas", "Kira", "Lars",
    "Mira", "Nils", "Olga", "Piet", "Quinn", "Rosa", "Sven", "Tilda", "Udo", "Vera", "Wim",
    "Xenia", "Yara", "Zeno", "Agnes", "Bram", "Cato", "Dora", "Emil", "Frida", "Gustav", "Hanna",
    "Ivo", "Jana", "Kaspar", "Lena", "Marek", "Nora", "Otto", "Petra", "Rafael", "Signe", "Tomas",
    "Ulla", "Viktor", "Wanda", "Yorick", "Zita", "Anton", "Berta", "Cecil", "Delia", "Edgar",
    "Flora", "Georg", "Hedda", "Isak", "Judith", "Konrad", "Lydia", "Magnus", "Nadja",
];

/// The places.
pub(crate) const PLACES: [&str; 50] = [
    "Market",
    "Mill",
    "Forge",
    "Bakery",
    "Chapel",
    "Harbour",
    "Orchard",
    "Tavern",
    "Well",
    "Bridge",
    "School",
    "Brewery",
    "Dairy",
    "Library",
    "Tannery",
    "Ferry",
    "Quarry",
    "Vineyard",
    "Granary",
    "Pottery",
    "Smokehouse",
    "Apiary",
    "Gatehouse",
    "Lighthouse",
    "Meadow",
    "Townhall",
    "Weaver",
    "Cooperage",
    "Glasshouse",
    "Stables",
    "Boathouse",
    "Chandlery",
    "Printers",
    "Apothecary",
    "Observatory",
    "Sawmill",
    "Saltworks",
    "Ropewalk",
    "Foundry",
    "Nursery",
    "Bathhouse",
    "Theatre",
    "Archive",
    "Toolshed",
    "Woodlot",
    "Hillfort",
    "Pasture",
    "Cellar",
    "Belfry",
    "Crossroads",
];

const MADE_OF: [&str; 10] =
    ["Copper", "Silver", "Oak", "Walnut", "Linen", "Glass", "Clay", "Iron", "Amber", "Brass"];
const MADE: [&str; 10] =
    ["Kettle", "Fiddle", "Lamp", "Clock", "Basket", "Mirror", "Flute", "Box", "Globe", "Mask"];

/// How many things there are names for.
pub(crate) const THINGS: usize = MADE_OF.len() * MADE.len();

/// The name of a thing; `index` is below [`THINGS`].
pub(crate) fn thing(index: usize) -> String {
    let (kind, stuff) = (index % MADE.len(), (index / MADE.len() + index) % MADE_OF.len());
    format!("{}{}", MADE_OF[stuff], MADE[kind])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn no_two_are_called_the_same() {
        let things: Vec<String> = (0..THINGS).map(thing).collect();
        let all: BTreeSet<&str> =
            PEOPLE.into_iter().chain(PLACES).chain(things.iter().map(String::as_str)).collect();
        assert_eq!(all.len(), PEOPLE.len() + PLACES.len() + THINGS);
    }
}
