//! `--search`, `--heuristic` and `--without`: a search put together by name.

use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use motive::{Component, Components, Heuristic, Shortcut, Strategy};

/// What a search is put together from; docs/components.md describes the parts.
#[derive(Debug, Args)]
pub(crate) struct ComponentArgs {
    /// The order in which the author's search takes up worlds (docs/components.md)
    #[arg(long, value_name = "NAME", default_value = "portfolio", value_parser = strategy())]
    search: Strategy,
    /// How far away an improvement is thought to be (docs/components.md)
    #[arg(long, value_name = "NAME", default_value = "relaxed-plan", value_parser = heuristic())]
    heuristic: Heuristic,
    /// A part to leave out, for comparison; may be given several times (docs/components.md)
    #[arg(long, value_name = "NAME", value_parser = shortcut())]
    without: Vec<Shortcut>,
}

impl ComponentArgs {
    /// The combination.
    pub(crate) fn components(&self) -> Components {
        let components = Components {
            strategy: self.search,
            heuristic: self.heuristic,
            ..Components::default()
        };
        self.without.iter().fold(components, |left, &shortcut| left.without(shortcut))
    }
}

fn strategy() -> impl TypedValueParser<Value = Strategy> {
    named(&Strategy::ALL, Strategy::component)
}

fn heuristic() -> impl TypedValueParser<Value = Heuristic> {
    named(&Heuristic::ALL, Heuristic::component)
}

fn shortcut() -> impl TypedValueParser<Value = Shortcut> {
    named(&Shortcut::ALL, Shortcut::component)
}

/// Takes one of the registered names.
fn named<T: Copy + Send + Sync + 'static>(
    all: &'static [T],
    component: fn(T) -> Component,
) -> impl TypedValueParser<Value = T> {
    let values = all.iter().map(move |&one| PossibleValue::new(component(one).name));
    PossibleValuesParser::new(values.collect::<Vec<_>>()).map(move |name: String| {
        let known = all.iter().copied().find(|&one| component(one).name == name);
        known.expect("the parser lets only known names pass")
    })
}
