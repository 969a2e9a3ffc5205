//! A small world whose actions the tests make up.

use motive_narrate::template::{Target, read};
use motive_narrate::{Deed, Event, Happening, Lexicon, Manner, Naming, Tale, Template};
use motive_world::id::{ActionSchemaId, CharacterId, EntityId, VariableId};
use motive_world::program::{
    ActionSchema, Argument, CHARACTER, Condition, Domain, ENTITY, Effect, Entity, Outcome, Program,
    Variable,
};
use motive_world::value::Value;

pub(crate) struct Cast {
    pub(crate) program: Program,
    pub(crate) lexicon: Lexicon,
}

/// Name, words, pronoun; characters first.
const ALL: [(&str, Option<&str>, &str); 11] = [
    ("Anna", None, "she"),
    ("Bert", None, "he"),
    ("Carol", None, "she"),
    ("Wren", None, "they"),
    ("Silas", None, "he"),
    ("Xen", None, "xe/xem/xyr"),
    ("Guards", Some("the guards"), "they"),
    ("Ring", Some("the ring"), "it"),
    ("Apple", Some("old apple"), ""),
    ("Pearls", Some("the pearls"), "they"),
    ("Mill", None, ""),
];

impl Cast {
    pub(crate) fn new() -> Self {
        let (mut program, mut lexicon) = (Program::empty(), Lexicon::default());
        program.characters = 7;
        for (at, (name, said, pronoun)) in ALL.into_iter().enumerate() {
            let types = vec![if at < 7 { CHARACTER } else { ENTITY }];
            program.entities.push(Entity { name: name.to_owned(), types });
            let pronouns =
                pronoun.split('/').filter(|p| !p.is_empty()).map(str::to_owned).collect();
            lexicon.entities.push(Naming { said: said.map(str::to_owned), pronouns });
        }
        Cast { program, lexicon }
    }

    fn entity(&self, name: &str) -> EntityId {
        EntityId::at(self.program.entities.iter().position(|entity| entity.name == name).unwrap())
    }

    /// An action of the first of its parameters, without a sentence.
    pub(crate) fn plain(&mut self, name: &str, parameters: usize) {
        let scope = (0..parameters)
            .map(|at| Variable { name: at.to_string(), domain: Domain::Type(ENTITY) });
        self.program.actions.push(ActionSchema {
            name: name.to_owned(),
            parameters: u32::try_from(parameters).unwrap(),
            scope: scope.collect(),
            precondition: Condition::True,
            outcomes: vec![Outcome::only(Effect::nothing())],
            consenting: vec![Argument::Variable(VariableId(0))],
            perceptions: vec![],
            natural: false,
            is_impression: false,
            claims: vec![],
        });
        self.lexicon.actions.push(vec![]);
    }

    /// The same with a sentence, in which `{0}` is the first parameter.
    pub(crate) fn action(&mut self, name: &str, parameters: usize, text: &str) {
        self.plain(name, parameters);
        let resolve =
            |name: &str| name.parse().ok().filter(|&at| at < parameters).map(Target::Parameter);
        let (sentence, problems) = read([text], resolve, |word| word == "cc");
        assert_eq!(problems, [], "{text}");
        let condition = Condition::True;
        self.lexicon.actions.last_mut().unwrap().push(Template {
            sentence,
            condition,
            outcome: None,
        });
    }

    pub(crate) fn tale(&self, steps: &[(&str, &[&str])]) -> Tale {
        let event = |(step, (name, arguments)): (usize, &(&str, &[&str]))| {
            let action =
                self.program.actions.iter().position(|action| action.name == *name).unwrap();
            let arguments: Vec<EntityId> = arguments.iter().map(|name| self.entity(name)).collect();
            Event {
                step,
                happening: Happening {
                    sequel: None,
                    deed: Deed::Action(ActionSchemaId::at(action)),
                    text: (!self.lexicon.actions[action].is_empty()).then_some(0),
                    actors: vec![CharacterId(arguments[0].0)],
                    arguments: arguments.into_iter().map(Value::Entity).collect(),
                },
                place: None,
                perceived: vec![],
                seemed: vec![],
                possible_since: step,
                motives: vec![],
            }
        };
        Tale { opening: vec![], events: steps.iter().enumerate().map(event).collect() }
    }

    /// The paragraphs, joined.
    pub(crate) fn told(&self, steps: &[(&str, &[&str])], manner: Manner) -> String {
        let passages =
            motive_narrate::tell(&self.program, &self.lexicon, &self.tale(steps), manner);
        passages.into_iter().map(|passage| passage.text).collect::<Vec<_>>().join("\n")
    }

    /// The same for what happens in one place.
    pub(crate) fn scene(&self, steps: &[(&str, &[&str])]) -> String {
        let mut tale = self.tale(steps);
        let mill = self.entity("Mill");
        for event in &mut tale.events {
            event.place = Some((self.entity("Ring"), mill));
        }
        let passages = motive_narrate::tell(&self.program, &self.lexicon, &tale, Manner::default());
        passages.into_iter().map(|passage| passage.text).collect::<Vec<_>>().join(" ")
    }
}

pub(crate) fn did(cast: &Cast, name: &str, arguments: &[&str]) -> String {
    cast.told(&[(name, arguments)], Manner::default())
}
