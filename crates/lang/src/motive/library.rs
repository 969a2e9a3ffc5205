//! The standard library: modules that a world uses by name, as in `use std.places`.

/// The modules, each with its text.
const MODULES: [(&str, &str); 2] = [
    ("places", include_str!("../../../../std/places.motive")),
    ("things", include_str!("../../../../std/things.motive")),
];

/// The text of a module.
#[must_use]
pub fn text(module: &str) -> Option<&'static str> {
    MODULES.iter().find(|(name, _)| *name == module).map(|&(_, text)| text)
}

/// The names of all modules, without `std.` before them.
pub fn names() -> impl Iterator<Item = &'static str> {
    MODULES.iter().map(|&(name, _)| name)
}
