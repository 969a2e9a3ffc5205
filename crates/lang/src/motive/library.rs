//! The standard library: modules that a world uses by name, as in `use std.places`.

/// The modules, each with its text.
const MODULES: [(&str, &str); 9] = [
    ("bodies", include_str!("../../../../std/bodies.motive")),
    ("bonds", include_str!("../../../../std/bonds.motive")),
    ("evidence", include_str!("../../../../std/evidence.motive")),
    ("law", include_str!("../../../../std/law.motive")),
    ("places", include_str!("../../../../std/places.motive")),
    ("promises", include_str!("../../../../std/promises.motive")),
    ("questions", include_str!("../../../../std/questions.motive")),
    ("speech", include_str!("../../../../std/speech.motive")),
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
