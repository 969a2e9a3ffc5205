//! From names, as people write them, to ids: what the readers of stories and games look up.
//!
//! A call such as `take(Jones, Ark)` names one of possibly several actions called `take`; the
//! arguments decide which. An argument may be a claim, `keeps(Carol, Letter)`, which stands for as
//! many parameters as it is about things. Anything that does not resolve comes back as a [`Mismatch`], which says
//! what is wrong and what was nearest, and leaves the wording to the caller.

use std::collections::{BTreeMap, BTreeSet};

use motive_syntax::spelling;
use motive_world::id::{ActionSchemaId, CharacterId, EntityId, FluentSchemaId};
use motive_world::program::{
    ActionSchema, Argument, ClaimArgument, Domain, FluentSchema, Program, Written, as_written,
    written_texts,
};
use motive_world::story::Step;
use motive_world::value::{Number, Value};

/// The names of one world.
#[derive(Debug)]
pub struct Names<'p> {
    program: &'p Program,
    actions: BTreeMap<&'p str, Vec<ActionSchemaId>>,
    entities: BTreeMap<&'p str, EntityId>,
    claims: BTreeSet<&'p str>,
}

/// An argument as it was written.
enum Given<'t> {
    Value(Value),
    Claim(&'t str, Vec<Value>),
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
    /// The action has no outcome of this name.
    Outcome {
        /// The known outcome whose name is nearest, if one is near.
        nearest: Option<String>,
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
        let claims = program.actions.iter().flat_map(|action| &action.claims);
        let claims = claims.map(|claim| claim.claim.as_str()).collect();
        Names { program, actions, entities, claims }
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
            .filter(|&id| self.written(id).len() == arguments.len())
            .collect();
        if of_count.is_empty() {
            return Err(Mismatch::Count { signatures: self.signatures(overloads) });
        }
        let mut values = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            match self.given(argument) {
                Ok(given) => values.push(given),
                Err(name) => {
                    let known = self.entities.keys().chain(&self.claims).copied();
                    return Err(Mismatch::Argument { index, nearest: nearest(name, known) });
                }
            }
        }
        // The first argument that rules out the overload that gets furthest is the one to blame.
        let mut furthest = 0;
        let mut candidates = Candidates::new();
        for &id in &of_count {
            let parameters = self.written(id);
            let misfit =
                parameters.iter().zip(&values).position(|(p, given)| !self.takes(p, given));
            match misfit {
                Some(index) => furthest = furthest.max(index),
                None => candidates.push(Step { action: id, arguments: flat(&values), outcome: 0 }),
            }
        }
        if candidates.is_empty() {
            return Err(Mismatch::Type { index: furthest, signatures: self.signatures(&of_count) });
        }
        Ok(candidates)
    }

    /// The step that the text of one call, such as `take(Jones, Ark)` or `shoot(Jones) outcome
    /// misses`, names; the first declared where several do, with the first outcome unless one is
    /// named.
    ///
    /// # Errors
    /// `Err(None)` where the text is no call, else what keeps it from naming a step.
    pub fn call(&self, text: &str) -> Result<Step, Option<Mismatch>> {
        let (name, rest) = text.trim().split_once('(').ok_or(None)?;
        let (inside, after) = rest.rsplit_once(')').ok_or(None)?;
        let outcome = match after.trim() {
            "" => None,
            more => {
                let named = more.strip_prefix("outcome").filter(|name| {
                    name.starts_with(char::is_whitespace) && name.split_whitespace().count() == 1
                });
                Some(named.ok_or(None)?.trim())
            }
        };
        let arguments: Vec<&str> =
            arguments(inside).ok_or(None)?.into_iter().map(|(text, _)| text).collect();
        let mut steps = self.steps(name.trim(), &arguments)?;
        let Some(outcome) = outcome else { return Ok(steps.swap_remove(0)) };
        let with_outcome = |mut step: Step| {
            let outcomes = &self.schema(step.action).outcomes;
            let position = outcomes.iter().position(|known| known.name == outcome)?;
            step.outcome = u32::try_from(position).ok()?;
            Some(step)
        };
        let known = steps.iter().flat_map(|step| &self.schema(step.action).outcomes);
        let nearest = nearest(outcome, known.map(|outcome| outcome.name.as_str()));
        let named = steps.into_iter().find_map(with_outcome);
        named.ok_or(Some(Mismatch::Outcome { nearest }))
    }

    /// The fact that `text` names, such as `at(Jones)`, with its arguments; the first declared where
    /// several are.
    #[must_use]
    pub fn fact(&self, text: &str) -> Option<(FluentSchemaId, Vec<Value>)> {
        let text = text.trim();
        let (name, inside) = match text.split_once('(') {
            Some((name, rest)) => (name.trim(), rest.trim_end().strip_suffix(')')?),
            None => (text, ""),
        };
        let values = arguments(inside)?.into_iter().map(|(text, _)| self.value(text));
        let values: Vec<Value> = values.collect::<Option<_>>()?;
        let fits = |schema: &FluentSchema| {
            schema.name == name
                && schema.parameters.len() == values.len()
                && values
                    .iter()
                    .zip(&schema.parameters)
                    .all(|(&value, parameter)| self.fits(value, parameter.domain))
        };
        let index = self.program.fluents.iter().position(fits)?;
        Some((FluentSchemaId::at(index), values))
    }

    /// Where `step` stands among the actions that its name and arguments can mean.
    #[must_use]
    pub fn overload(&self, step: &Step) -> usize {
        let schema = self.schema(step.action);
        self.actions.get(schema.name.as_str()).map_or(0, |overloads| {
            overloads
                .iter()
                .take_while(|&&id| id != step.action)
                .filter(|&&id| {
                    let other = self.schema(id);
                    other.parameters as usize == step.arguments.len()
                        && is_written_alike(&other.claims, &schema.claims)
                        && step
                            .arguments
                            .iter()
                            .zip(&other.scope)
                            .all(|(&value, variable)| self.fits(value, variable.domain))
                })
                .count()
        })
    }

    fn schema(&self, id: ActionSchemaId) -> &'p ActionSchema {
        &self.program.actions[id.index()]
    }

    /// The parameters of an action as they are written.
    fn written(&self, id: ActionSchemaId) -> Vec<Written<'p, Domain>> {
        let schema = self.schema(id);
        let parameters = &schema.scope[..schema.parameters as usize];
        as_written(&schema.claims, parameters.iter().map(|p| p.domain).collect())
    }

    /// What an argument names; the name that means nothing otherwise.
    fn given<'t>(&self, text: &'t str) -> Result<Given<'t>, &'t str> {
        if let Some(value) = self.value(text) {
            return Ok(Given::Value(value));
        }
        let Some((claim, rest)) = text.split_once('(') else {
            // A claim that is about nothing.
            let is_claim = self.claims.contains(text);
            return if is_claim { Ok(Given::Claim(text, vec![])) } else { Err(text) };
        };
        let claim = claim.trim();
        let about = rest.trim_end().strip_suffix(')').and_then(arguments).ok_or(text)?;
        if !self.claims.contains(claim) {
            return Err(claim);
        }
        let values = about.into_iter().map(|(name, _)| self.value(name).ok_or(name));
        Ok(Given::Claim(claim, values.collect::<Result<_, _>>()?))
    }

    fn takes(&self, parameter: &Written<'_, Domain>, given: &Given<'_>) -> bool {
        match (parameter, given) {
            (Written::Plain(domain), &Given::Value(value)) => self.fits(value, *domain),
            (Written::Claim(claim, domains), Given::Claim(name, values)) => {
                claim.claim == *name
                    && domains.len() == values.len()
                    && domains.iter().zip(values).all(|(&domain, &value)| self.fits(value, domain))
            }
            _ => false,
        }
    }

    fn fits(&self, value: Value, domain: Domain) -> bool {
        match domain {
            Domain::Type(kind) => self.program.value_is_a(value, kind),
            Domain::Constant(constant) => value == constant,
        }
    }

    fn signatures(&self, actions: &[ActionSchemaId]) -> Vec<String> {
        // An action that takes claims is there once for each.
        actions.iter().take(MOST_SIGNATURES).map(|&id| signature(self.program, id)).collect()
    }
}

/// How many signatures are worth showing.
const MOST_SIGNATURES: usize = 6;

/// The arguments of a call, from what stands between its brackets: trimmed, with their places in
/// it; `None` where brackets in it do not pair. A comma inside brackets separates nothing here.
pub(crate) fn arguments(inside: &str) -> Option<Vec<(&str, usize)>> {
    if inside.trim().is_empty() {
        return Some(Vec::new());
    }
    let mut found = Vec::new();
    let (mut from, mut depth) = (0, 0_usize);
    let mut add = |from: usize, to: usize| {
        let piece = &inside[from..to];
        let trimmed = piece.trim();
        found.push((trimmed, from + (piece.len() - piece.trim_start().len())));
    };
    for (at, byte) in inside.bytes().enumerate() {
        match byte {
            b'(' => depth += 1,
            b')' => depth = depth.checked_sub(1)?,
            b',' if depth == 0 => {
                add(from, at);
                from = at + 1;
            }
            _ => {}
        }
    }
    add(from, inside.len());
    (depth == 0).then_some(found)
}

/// The values of arguments, those of claims among them.
fn flat(given: &[Given<'_>]) -> Vec<Value> {
    let values = given.iter().flat_map(|given| match given {
        Given::Value(value) => std::slice::from_ref(value),
        Given::Claim(_, values) => values,
    });
    values.copied().collect()
}

/// Whether the same arguments are written in the same way.
fn is_written_alike(one: &[ClaimArgument], other: &[ClaimArgument]) -> bool {
    one.len() == other.len()
        && one
            .iter()
            .zip(other)
            .all(|(a, b)| (&a.claim, a.first, a.count) == (&b.claim, b.first, b.count))
}

/// `take(taker : character, item : item)`, `say(s : character, keeps(c : character, i : item))`.
#[must_use]
pub fn signature(program: &Program, action: ActionSchemaId) -> String {
    let schema = &program.actions[action.index()];
    let parameters: Vec<String> = schema.scope[..schema.parameters as usize]
        .iter()
        .map(|variable| match variable.domain {
            Domain::Type(kind) => {
                let claims = schema.claims.iter();
                let mut own = claims.filter_map(|claim| claim.own_name(&variable.name));
                let name = own.next().unwrap_or(&variable.name);
                format!("{name} : {}", program.types[kind.index()].name)
            }
            Domain::Constant(value) => program.value_name(value),
        })
        .collect();
    format!("{}({})", schema.name, written_texts(&schema.claims, parameters).join(", "))
}

/// `take(Jones, Ark)`: how a step is written.
#[must_use]
pub fn step_name(program: &Program, step: &Step) -> String {
    program.step_text(step)
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
