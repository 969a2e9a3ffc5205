//! From names, as people write them, to ids: what the readers of stories and games look up.
//!
//! A call such as `take(Jones, Ark)` names one of possibly several actions called `take`; the
//! arguments decide which. Anything that does not resolve comes back as a [`Mismatch`], which says
//! what is wrong and what was nearest, and leaves the wording to the caller.

use std::collections::BTreeMap;

use motive_syntax::spelling;
use motive_world::id::{ActionSchemaId, CharacterId, EntityId};
use motive_world::program::{ActionSchema, Argument, Domain, Program};
use motive_world::story::Step;
use motive_world::value::{Number, Value};

/// The names of one world.
#[derive(Debug)]
pub struct Names<'p> {
    program: &'p Program,
    actions: BTreeMap<&'p str, Vec<ActionSchemaId>>,
    entities: BTreeMap<&'p str, EntityId>,
}

/// Why a call names no step of the world.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Mismatch {
    /// No action has this name.
    Action {
        /// The known action whose name is nearest, if one is near.
        nearest: Option<String>,
    },
    /// Every action of this name has another number of arguments.
    Count {
        /// The signatures that exist.
        signatures: Vec<String>,
    },
    /// An argument is the name of nothing.
    Argument {
        /// Its position, from 0.
        index: usize,
        /// The known entity whose name is nearest, if one is near.
        nearest: Option<String>,
    },
    /// An argument is of a type that no action of this name takes there.
    Type {
        /// Its position, from 0.
        index: usize,
        /// The signatures that exist.
        signatures: Vec<String>,
    },
}

/// The steps that a call can mean: one, but for actions of the same name whose types overlap.
pub type Candidates = Vec<Step>;

impl<'p> Names<'p> {
    /// The names of `program`.
    #[must_use]
    pub fn of(program: &'p Program) -> Self {
        let mut actions: BTreeMap<&str, Vec<ActionSchemaId>> = BTreeMap::new();
        for (index, action) in program.actions.iter().enumerate() {
            actions.entry(&action.name).or_default().push(ActionSchemaId::at(index));
        }
        let entities = program
            .entities
            .iter()
            .enumerate()
            .map(|(index, entity)| (entity.name.as_str(), EntityId::at(index)))
            .collect();
        Names { program, actions, entities }
    }

    /// The program that the names are of.
    #[must_use]
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// The character of this name.
    #[must_use]
    pub fn character(&self, name: &str) -> Option<CharacterId> {
        self.program.character(*self.entities.get(name)?)
    }

    /// The character whose name is nearest to `name`, if one is near.
    #[must_use]
    pub fn nearest_character(&self, name: &str) -> Option<String> {
        let characters = &self.program.entities[..self.program.characters as usize];
        nearest(name, characters.iter().map(|entity| entity.name.as_str()))
    }

    /// The value that `text` names: an entity, `True`, `False`, `?` or a number.
    #[must_use]
    pub fn value(&self, text: &str) -> Option<Value> {
        if let Some(&entity) = self.entities.get(text) {
            return Some(Value::Entity(entity));
        }
        match text {
            "True" => return Some(Value::TRUE),
            "False" => return Some(Value::FALSE),
            "?" => return Some(Value::Unknown),
            _ => {}
        }
        // `f64::from_str` also takes `inf`, `nan` and exponents, which are no numbers of a world.
        let plain = |c: char| c.is_ascii_digit() || c == '.' || c == '-';
        if text.is_empty() || !text.chars().all(plain) {
            return None;
        }
        text.parse().ok().and_then(Number::new).map(Value::Number)
    }

    /// The steps that `action` with `arguments` can mean, in order of declaration.
    ///
    /// # Errors
    /// What keeps the call from naming a step.
    pub fn steps(&self, action: &str, arguments: &[&str]) -> Result<Candidates, Mismatch> {
        let Some(overloads) = self.actions.get(action) else {
            return Err(Mismatch::Action {
                nearest: nearest(action, self.actions.keys().copied()),
            });
        };
        let of_count: Vec<ActionSchemaId> = overloads
            .iter()
            .copied()
            .filter(|&id| self.schema(id).parameters as usize == arguments.len())
            .collect();
        if of_count.is_empty() {
            return Err(Mismatch::Count { signatures: self.signatures(overloads) });
        }
        let mut values = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let Some(value) = self.value(argument) else {
                let known = self.entities.keys().copied();
                return Err(Mismatch::Argument { index, nearest: nearest(argument, known) });
            };
            values.push(value);
        }
        // The first argument that rules out the overload that gets furthest is the one to blame.
        let mut furthest = 0;
        let mut candidates = Candidates::new();
        for &id in &of_count {
            let misfit = values
                .iter()
                .enumerate()
                .position(|(index, &value)| !self.fits(value, self.schema(id).scope[index].domain));
            match misfit {
                Some(index) => furthest = furthest.max(index),
                None => candidates.push(Step { action: id, arguments: values.clone(), outcome: 0 }),
            }
        }
        if candidates.is_empty() {
            return Err(Mismatch::Type { index: furthest, signatures: self.signatures(&of_count) });
        }
        Ok(candidates)
    }

    /// The step that the text of one call, such as `take(Jones, Ark)`, names; the first declared
    /// where several do.
    ///
    /// # Errors
    /// `Err(None)` where the text is no call, else what keeps it from naming a step.
    pub fn call(&self, text: &str) -> Result<Step, Option<Mismatch>> {
        let (name, rest) = text.trim().split_once('(').ok_or(None)?;
        let inside = rest.trim_end().strip_suffix(')').ok_or(None)?;
        if inside.contains(['(', ')']) {
            return Err(None);
        }
        let arguments: Vec<&str> = if inside.trim().is_empty() {
            Vec::new()
        } else {
            inside.split(',').map(str::trim).collect()
        };
        let mut steps = self.steps(name.trim(), &arguments)?;
        Ok(steps.swap_remove(0))
    }

    /// Where `step` stands among the actions that its name and arguments can mean.
    #[must_use]
    pub fn overload(&self, step: &Step) -> usize {
        let name = self.schema(step.action).name.as_str();
        self.actions.get(name).map_or(0, |overloads| {
            overloads
                .iter()
                .take_while(|&&id| id != step.action)
                .filter(|&&id| {
                    let schema = self.schema(id);
                    schema.parameters as usize == step.arguments.len()
                        && step
                            .arguments
                            .iter()
                            .zip(&schema.scope)
                            .all(|(&value, variable)| self.fits(value, variable.domain))
                })
                .count()
        })
    }

    fn schema(&self, id: ActionSchemaId) -> &'p ActionSchema {
        &self.program.actions[id.index()]
    }

    fn fits(&self, value: Value, domain: Domain) -> bool {
        match domain {
            Domain::Type(kind) => self.program.value_is_a(value, kind),
            Domain::Constant(constant) => value == constant,
        }
    }

    fn signatures(&self, actions: &[ActionSchemaId]) -> Vec<String> {
        actions.iter().map(|&id| signature(self.program, id)).collect()
    }
}

/// `take(taker : character, item : item)`.
#[must_use]
pub fn signature(program: &Program, action: ActionSchemaId) -> String {
    let schema = &program.actions[action.index()];
    let parameters: Vec<String> = schema.scope[..schema.parameters as usize]
        .iter()
        .map(|variable| match variable.domain {
            Domain::Type(kind) => {
                format!("{} : {}", variable.name, program.types[kind.index()].name)
            }
            Domain::Constant(value) => program.value_name(value),
        })
        .collect();
    format!("{}({})", schema.name, parameters.join(", "))
}

/// `take(Jones, Ark)`: how a step is written.
#[must_use]
pub fn step_name(program: &Program, step: &Step) -> String {
    program.call_name(&program.actions[step.action.index()].name, &step.arguments)
}

/// Those who must have a reason for `step`, each once, in the order of consent.
#[must_use]
pub fn consenting(program: &Program, step: &Step) -> Vec<CharacterId> {
    let mut all = Vec::new();
    for argument in &program.actions[step.action.index()].consenting {
        let value = match *argument {
            Argument::Constant(value) => value,
            Argument::Variable(variable) => {
                step.arguments.get(variable.index()).copied().unwrap_or(Value::Unknown)
            }
        };
        if let Value::Entity(entity) = value {
            if let Some(character) = program.character(entity) {
                if !all.contains(&character) {
                    all.push(character);
                }
            }
        }
    }
    all
}

/// The one of `known` that is nearest to `name`, if a few keystrokes lead from one to the other.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl Iterator<Item = &'a str>) -> Option<String> {
    spelling::nearest(name, known).map(str::to_owned)
}
