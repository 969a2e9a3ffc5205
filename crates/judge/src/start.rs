//! The start: what the statements make of reality and of every mind (planning-semantics §2.1).

use std::rc::Rc;

use motive_world::fault::Place;
use motive_world::id::CharacterId;
use motive_world::value::Value;

use crate::evaluate::{Changes, View};
use crate::fault::Fault;
use crate::ground::Rules;
use crate::world::{Fluent, World};

/// What has been stated so far, read by somebody who is at the end of a list of believers.
#[derive(Clone)]
struct Stated<'s> {
    statements: &'s Changes,
    believers: Vec<CharacterId>,
}

impl View for Stated<'_> {
    /// The statement about the full list of believers; else the innermost is dropped, again and
    /// again, down to the fact itself.
    fn value(&self, family: u32, arguments: &[Value]) -> Option<Value> {
        let fluent = Fluent { family, arguments: arguments.to_vec() };
        (0..=self.believers.len()).rev().find_map(|length| {
            let believers = self.believers[..length].to_vec();
            self.statements.get(&(believers, fluent.clone())).copied()
        })
    }

    fn mind(&self, character: CharacterId) -> Self {
        let mut believers = self.believers.clone();
        believers.push(character);
        Stated { statements: self.statements, believers }
    }
}

impl Rules<'_> {
    /// The world at the start, closed under triggers, with so many levels of minds.
    pub(crate) fn start(&self, levels: u32) -> Result<World, Fault> {
        let mut statements = self.secrets(levels);
        for (index, statement) in self.program().start.iter().enumerate() {
            let so_far = Stated { statements: &statements, believers: vec![] };
            let mut environment = vec![Value::Unknown; statement.scope.len()];
            let mut changes = Changes::new();
            let done =
                self.reader.changes(&so_far, &mut environment, &statement.effect, &mut changes);
            done.map_err(|trouble| trouble.at(Place::Start(index)))?;
            statements.extend(changes);
        }
        let families = self.fluents.families().map(|fluents| {
            Rc::new(fluents.iter().map(|&(_, default)| default).collect::<Vec<_>>())
        });
        let unstated = World::new(&self.fluents, families.collect(), vec![]);
        self.stated(&Stated { statements: &statements, believers: vec![] }, &unstated, levels)
    }

    /// What is kept secret, spelt out as statements about all lists of believers that have none but
    /// insiders before a last one who is not.
    fn secrets(&self, levels: u32) -> Changes {
        let mut statements = Changes::new();
        for (index, secret) in self.program().secrets.iter().enumerate() {
            let family = self.program().fluents[secret.fluent.index()].family;
            let fluent = Fluent { family, arguments: secret.arguments.clone() };
            let again = self.program().secrets[index + 1..].iter().any(|later| {
                self.program().fluents[later.fluent.index()].family == family
                    && later.arguments == secret.arguments
            });
            if again {
                continue;
            }
            let mut circle: Vec<Vec<CharacterId>> = vec![vec![]];
            for _ in 0..levels {
                let mut wider = vec![];
                for confidants in circle {
                    for character in self.program().characters() {
                        let mut believers = confidants.clone();
                        believers.push(character);
                        if secret.insiders.contains(&character) {
                            wider.push(believers);
                        } else {
                            statements.insert((believers, fluent.clone()), secret.outside);
                        }
                    }
                }
                circle = wider;
            }
        }
        statements
    }

    /// The mind at the end of a list of believers; `outer` has the facts of the mind around it.
    /// What is not stated of this very list holds as it does there.
    fn stated(&self, stated: &Stated<'_>, outer: &World, levels: u32) -> Result<World, Fault> {
        let here = stated.statements.iter().filter(|((believers, fluent), _)| {
            *believers == stated.believers
                && self.fluents.position(fluent.family, &fluent.arguments).is_some()
        });
        let bare = outer.with(here.map(|((_, fluent), &value)| (fluent, value)), vec![]);
        let mut minds = vec![];
        if levels > 0 {
            // A believer of whom nothing is stated under this list, nor of anybody under him,
            // sees everything as the one does who believes him to.
            let mut unstated = None;
            for character in self.program().characters() {
                let inner = stated.mind(character);
                let depth = inner.believers.len();
                // What triggers make somebody believe is so in that mind alone.
                let mentioned = self.owner(Some(character)).is_some() && self.triggers_teach
                    || stated
                        .statements
                        .keys()
                        .any(|(b, _)| b.get(..depth) == Some(&inner.believers));
                let mind = match (&unstated, mentioned) {
                    (_, true) => self.stated(&inner, &bare, levels - 1),
                    (Some(mind), false) => Ok(World::clone(mind)),
                    (None, false) => self.same_everywhere(&bare, levels - 1),
                };
                let mind = mind.map_err(|fault| fault.within(character))?;
                if !mentioned {
                    unstated = Some(mind.clone());
                }
                minds.push(mind);
            }
        }
        let owner = self.owner(stated.believers.last().copied());
        self.close(owner, bare.believed(minds))
    }

    /// A world in which the facts of `bare` hold and everybody believes so of everybody.
    fn same_everywhere(&self, bare: &World, levels: u32) -> Result<World, Fault> {
        let mut world = self.close(None, bare.clone())?;
        for _ in 0..levels {
            let minds = vec![world; self.program().characters as usize];
            world = self.close(None, bare.believed(minds))?;
        }
        Ok(world)
    }
}
