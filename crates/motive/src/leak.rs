//! Secrets that somebody knows at the start who is not to know them.

use motive_lang::diagnostic::{Diagnostic, Span, codes};
use motive_world::ground::{FluentId, Slot, TriggerId, View};
use motive_world::id::{CharacterId, EntityId};
use motive_world::program::nesting::Nesting;
use motive_world::program::{Past, Program, Secret};
use motive_world::state::{Cause, NoRecorder, Recorder, StateId, StateRegistry, Write};
use motive_world::value::Value;

use crate::World;
use crate::names::{consenting, step_name};
use crate::search::Options;

/// One finding for each secret that has leaked, with the first who knows it and how that came.
pub(crate) fn findings(world: &World) -> Vec<Diagnostic> {
    let (program, ground) = (world.program(), world.ground());
    if program.secrets.is_empty() {
        return vec![];
    }
    let levels = Nesting::of(program, &Options::default().limits).levels;
    let mut states = StateRegistry::new(ground, levels);
    // A start that cannot be brought about is reported where the whole world is looked at.
    let Ok(stated) = states.stated(&mut NoRecorder) else { return vec![] };
    let mut course = vec![stated];
    for past in &program.before {
        let state = course[course.len() - 1];
        let Some(step) = ground.step(&past.step) else { return vec![] };
        let Ok(after) = states.after(None, state, step) else { return vec![] };
        course.push(after);
    }
    let mut found: Vec<Diagnostic> = vec![];
    let mut reported: Vec<Option<Span>> = vec![];
    for (index, secret) in program.secrets.iter().enumerate() {
        let place = world.source_map().secret(index);
        if reported.contains(&place) {
            continue;
        }
        let Slot::Fluent(fluent) = ground.slot(secret.fluent, &secret.arguments) else { continue };
        let leak = Leak { program, secret, fluent };
        if let Some(finding) = leak.first(&mut states, &course) {
            reported.push(place);
            found.push(Diagnostic { span: place, ..finding });
        }
    }
    found
}

struct Leak<'p> {
    program: &'p Program,
    secret: &'p Secret,
    fluent: FluentId,
}

impl Leak<'_> {
    fn first(&self, states: &mut StateRegistry<'_>, course: &[StateId]) -> Option<Diagnostic> {
        let outsiders = self.program.characters().filter(|who| !self.is_insider(*who));
        outsiders.into_iter().find_map(|who| {
            // What was so when the story opens, and since when.
            let end = *course.last()?;
            if !self.knows(states, end, who) {
                return None;
            }
            let since = course.iter().position(|&state| self.knows(states, state, who))?;
            match since {
                0 => Some(self.at_once(states, who)),
                later => self.by(states, course[later], &self.program.before[later - 1], who),
            }
        })
    }

    fn is_insider(&self, who: CharacterId) -> bool {
        self.secret.insiders.contains(&who)
    }

    fn fact(&self, states: &StateRegistry<'_>, state: StateId) -> Value {
        states.view(state).value(self.fluent)
    }

    /// Whether somebody takes for true what is so, and is not to be thought.
    fn knows(&self, states: &StateRegistry<'_>, state: StateId, who: CharacterId) -> bool {
        let fact = self.fact(states, state);
        fact != self.secret.outside && self.fact(states, states.mind(state, who)) == fact
    }

    /// It is known as soon as the start is stated: by a rule.
    fn at_once(&self, states: &mut StateRegistry<'_>, who: CharacterId) -> Diagnostic {
        let mut causes = Causes { leak: self, who, rule: None };
        // A fault would have been one without a recorder.
        let _ = states.stated(&mut causes);
        let ground = states.world();
        let how = causes.rule.map_or_else(String::new, |rule| {
            let rule = &ground.triggers[rule.index()];
            format!(", by {}", self.program.trigger_call(rule.schema, &rule.arguments))
        });
        self.warning(
            who,
            &how,
            "give the rule a condition that is not so at the start, or keep secret also what it goes by; \
             or add this character to `known to`",
        )
    }

    /// It is known by an event before the story: no mistake where the one who comes to know it is told,
    /// or takes part, or where not all who know it are aware of that.
    fn by(
        &self,
        states: &StateRegistry<'_>,
        after: StateId,
        past: &Past,
        who: CharacterId,
    ) -> Option<Diagnostic> {
        let is_named = past.step.arguments.contains(&Value::Entity(EntityId(who.0)));
        let takes_part = consenting(self.program, &past.step).contains(&who);
        let aware = |&insider: &CharacterId| self.knows(states, states.mind(after, insider), who);
        if is_named || takes_part || !self.secret.insiders.iter().all(aware) {
            return None;
        }
        let how = format!(
            ", from having noticed {} before the story, and all who know it are aware of that",
            step_name(self.program, &past.step)
        );
        Some(self.warning(
            who,
            &how,
            "see to it that this character does not notice the event; or add the character to `known to`",
        ))
    }

    fn warning(&self, who: CharacterId, how: &str, help: &str) -> Diagnostic {
        let name = &self.program.entities[who.index()].name;
        let fact = self.program.fluent_call(self.secret.fluent, &self.secret.arguments);
        let message = format!("{name} knows at the start what `{fact}` is{how}");
        Diagnostic::without_place(codes::SECRET_LEAKS, message)
            .label("this is to be secret")
            .help(help)
    }
}

/// The rule by which somebody comes to know something at the start.
struct Causes<'l> {
    leak: &'l Leak<'l>,
    who: CharacterId,
    rule: Option<TriggerId>,
}

impl Recorder for Causes<'_> {
    const RECORDS: bool = true;

    fn record(&mut self, write: Write<'_>) {
        if let Cause::Trigger(rule) | Cause::Inferred(rule) = write.cause {
            if write.fluent == self.leak.fluent && write.believers == [self.who] {
                self.rule = Some(rule);
            }
        }
    }
}
