//! Every step, trigger and fluent, with every type-correct tuple of arguments
//! (planning-semantics §8), and what must be known to try them.

use std::rc::Rc;

use motive_world::fault::Place;
use motive_world::id::{ActionSchemaId, CharacterId, FluentSchemaId, TriggerSchemaId};
use motive_world::program::{
    ActionSchema, Condition, Domain, Effect, Expr, Program, Scope, TriggerSchema, Utility,
};
use motive_world::story::Step;
use motive_world::value::Value;

use crate::appearance::is_unclear;
use crate::evaluate::{Changes, Environment, Reader};
use crate::event::{Event, Owner};
use crate::fault::{Fault, Unsupported};
use crate::fluents::Fluents;
use crate::needs::{Listing, Need};
use crate::world::World;

/// The most instances of one declaration.
const MOST_INSTANCES: u128 = 1_000_000;

/// A step, with what is constant about it.
pub(crate) struct GroundAction {
    pub(crate) step: Step,
    /// In order of first mention, each once.
    pub(crate) consenting: Vec<CharacterId>,
    /// Whether characters may plan with it: somebody consents to it, or it is natural.
    pub(crate) foreseeable: bool,
}

/// A trigger with its arguments.
pub(crate) struct GroundTrigger {
    pub(crate) trigger: TriggerSchemaId,
    pub(crate) arguments: Vec<Value>,
    /// What must hold before anything else.
    pub(crate) needs: Vec<Need>,
    /// Whether it says anything only of minds: tests one, or changes nothing else.
    pub(crate) needs_minds: bool,
    /// Those in whose minds it changes facts all the same: it makes them believe something, and
    /// tests no mind.
    pub(crate) concluding: Vec<CharacterId>,
    /// What decides whether it happens.
    pub(crate) reads: Rc<Reads>,
}

/// What a condition may depend on.
#[derive(Default)]
pub(crate) struct Reads {
    /// The families of the fluents.
    pub(crate) families: Vec<u32>,
    /// How many minds deep they are read.
    pub(crate) depth: usize,
}

/// The program, with its steps, triggers and fluents listed.
pub(crate) struct Rules<'p> {
    pub(crate) reader: Reader<'p>,
    /// In order of declaration, then of arguments.
    pub(crate) actions: Vec<GroundAction>,
    /// In order of declaration, then of arguments.
    pub(crate) triggers: Vec<GroundTrigger>,
    /// Whether any trigger makes anybody believe anything.
    pub(crate) triggers_teach: bool,
    /// Everything that an event can seem to be, with the values of its variables.
    pub(crate) seeming: Vec<(ActionSchemaId, Environment)>,
    pub(crate) fluents: Rc<Fluents>,
}

impl<'p> Rules<'p> {
    pub(crate) fn new(program: &'p Program) -> Result<Self, Fault> {
        refuse_unsupported(program)?;
        let reader = Reader::new(program);
        let fluents = Rc::new(Fluents::of(&reader)?);
        let mut rules = Rules {
            reader,
            actions: vec![],
            triggers: vec![],
            triggers_teach: false,
            seeming: vec![],
            fluents,
        };
        for (index, _) in program.appearances().iter().enumerate().filter(|(_, seems)| **seems) {
            let schema = &program.actions[index];
            let parameters = &schema.scope[..schema.parameters as usize];
            let domains: Vec<Domain> = parameters.iter().map(|v| v.domain).collect();
            for arguments in tuples(&rules.reader, &domains)? {
                let mut environment = vec![];
                put(&schema.scope, &arguments, &mut environment);
                rules.seeming.push((ActionSchemaId::at(index), environment));
            }
        }
        for (index, action) in program.actions.iter().enumerate() {
            if action.is_impression {
                continue;
            }
            rules.ground_action(ActionSchemaId::at(index), action)?;
        }
        for (index, trigger) in program.triggers.iter().enumerate() {
            rules.ground_trigger(TriggerSchemaId::at(index), trigger)?;
        }
        Ok(rules)
    }

    pub(crate) fn program(&self) -> &'p Program {
        self.reader.program
    }

    /// Whether people look ahead.
    pub(crate) fn foresees(&self) -> bool {
        self.program().settings.foresight > 0
    }

    pub(crate) fn schema(&self, action: usize) -> &'p ActionSchema {
        &self.program().actions[self.actions[action].step.action.index()]
    }

    /// The position of a step in [`actions`](Self::actions), if there is such a step.
    pub(crate) fn find(&self, step: &Step) -> Option<usize> {
        self.actions.binary_search_by(|action| action.step.cmp(step)).ok()
    }

    /// Whether the precondition of a step holds.
    pub(crate) fn has_what_it_needs(&self, world: &World, action: usize) -> Result<bool, Fault> {
        self.holds_for(world, action, &mut vec![])
    }

    /// All steps that [can be taken](Self::can_be_taken), in order.
    pub(crate) fn executable(&self, owner: Owner, world: &World) -> Result<Vec<usize>, Fault> {
        let mut actions = vec![];
        let mut environment = vec![];
        for action in 0..self.actions.len() {
            if self.holds_for(world, action, &mut environment)?
                && self.may_turn_out(owner, world, action)?
            {
                actions.push(action);
            }
        }
        Ok(actions)
    }

    /// Whether the precondition of a step holds; `environment` is where its variables are put.
    fn holds_for(
        &self,
        world: &World,
        action: usize,
        environment: &mut Environment,
    ) -> Result<bool, Fault> {
        self.action_environment(action, environment);
        let precondition = &self.schema(action).precondition;
        let holds = self.reader.holds(world, environment, precondition, true);
        holds.map_err(|trouble| trouble.at(self.place(action)))
    }

    /// Where the precondition of a step fails; see [`Reader::failing`].
    pub(crate) fn failing(&self, world: &World, action: usize) -> Result<Vec<usize>, Fault> {
        let precondition = &self.schema(action).precondition;
        let mut environment = self.environment(action);
        let path = self.reader.failing(world, &mut environment, precondition);
        path.map_err(|trouble| trouble.at(self.place(action)))
    }

    /// An event as plain data.
    pub(crate) fn step_of<'e>(&'e self, event: &'e Event) -> &'e Step {
        match event {
            Event::Step(action) => &self.actions[*action].step,
            Event::Seeming(step) => step,
        }
    }

    pub(crate) fn event_schema(&self, event: &Event) -> &'p ActionSchema {
        &self.program().actions[self.step_of(event).action.index()]
    }

    /// The values of the variables of an event.
    pub(crate) fn event_environment(&self, event: &Event) -> Environment {
        let mut environment = vec![];
        put(&self.event_schema(event).scope, &self.step_of(event).arguments, &mut environment);
        environment
    }

    /// What an event sets when it happens in `world`.
    pub(crate) fn event_changes(&self, world: &World, event: &Event) -> Result<Changes, Fault> {
        let mut changes = Changes::new();
        let mut environment = self.event_environment(event);
        let outcome = self.step_of(event).outcome;
        let effect = &self.event_schema(event).outcomes[outcome as usize].effect;
        let done = self.reader.changes(world, &mut environment, effect, &mut changes);
        let Step { action, arguments, .. } = self.step_of(event);
        done.map_err(|trouble| trouble.at(Place::Action(*action, arguments.clone())))?;
        Ok(changes)
    }

    /// The utility of the author or of a character, read in `world` itself.
    pub(crate) fn utility(&self, world: &World, who: Option<CharacterId>) -> Result<Value, Fault> {
        let utility = self.reader.utility(world, self.program().utility(who));
        utility.map_err(|trouble| trouble.at(Place::Utility(who)))
    }

    /// What something is worth in `world`, as if the author wanted it.
    pub(crate) fn worth(&self, world: &World, wanted: &Utility) -> Result<Value, Fault> {
        let worth = self.reader.utility(world, wanted);
        worth.map_err(|trouble| trouble.at(Place::Utility(None)))
    }

    /// The values of the variables of a step.
    pub(crate) fn environment(&self, action: usize) -> Environment {
        let mut environment = vec![];
        self.action_environment(action, &mut environment);
        environment
    }

    fn action_environment(&self, action: usize, environment: &mut Environment) {
        put(&self.schema(action).scope, &self.actions[action].step.arguments, environment);
    }

    /// Puts the values of the variables of a trigger into `environment`.
    pub(crate) fn trigger_environment(
        &self,
        trigger: &GroundTrigger,
        environment: &mut Environment,
    ) {
        let schema = &self.program().triggers[trigger.trigger.index()];
        put(&schema.scope, &trigger.arguments, environment);
    }

    pub(crate) fn place(&self, action: usize) -> Place {
        let step = &self.actions[action].step;
        Place::Action(step.action, step.arguments.clone())
    }

    fn ground_action(&mut self, id: ActionSchemaId, schema: &ActionSchema) -> Result<(), Fault> {
        let parameters = schema.parameters as usize;
        let domains: Vec<Domain> = schema.scope[..parameters].iter().map(|v| v.domain).collect();
        if schema.outcomes.iter().all(|outcome| self.assignments(&outcome.effect) == (0, 0)) {
            return tuples(&self.reader, &domains).map(drop);
        }
        let mut environment = vec![];
        for arguments in tuples(&self.reader, &domains)? {
            put(&schema.scope, &arguments, &mut environment);
            let mut consenting = vec![];
            let mut exists = true;
            for &who in &schema.consenting {
                match self.reader.character(self.reader.argument(who, &environment)) {
                    Some(character) if consenting.contains(&character) => {}
                    Some(character) => consenting.push(character),
                    None => exists = false,
                }
            }
            if exists {
                let foreseeable = !consenting.is_empty() || schema.natural;
                for outcome in 0..schema.outcomes.len() as u32 {
                    let step = Step { action: id, arguments: arguments.clone(), outcome };
                    let consenting = consenting.clone();
                    self.actions.push(GroundAction { step, consenting, foreseeable });
                }
            }
        }
        Ok(())
    }

    fn ground_trigger(&mut self, id: TriggerSchemaId, schema: &TriggerSchema) -> Result<(), Fault> {
        let parameters = schema.parameters as usize;
        let domains: Vec<Domain> = schema.scope[..parameters].iter().map(|v| v.domain).collect();
        let (facts, beliefs) = self.assignments(&schema.effect);
        if (facts, beliefs) == (0, 0) {
            return Ok(());
        }
        let mut reads = Reads::default();
        reads.add_condition(self.program(), &schema.precondition, 0);
        let needs_minds = facts == 0 || reads.depth > 0;
        let reads = Rc::new(reads);
        let mut environment = vec![];
        for arguments in tuples(&self.reader, &domains)? {
            put(&schema.scope, &arguments, &mut environment);
            let Listing { needs, never, .. } =
                Listing::of(self, &environment, &schema.precondition);
            if !never {
                let mut concluding = vec![];
                if reads.depth == 0 && self.program().settings.learning {
                    self.told_themselves(&schema.effect, &mut environment, &mut concluding);
                }
                self.triggers_teach |= beliefs > 0;
                let reads = Rc::clone(&reads);
                let trigger =
                    GroundTrigger { trigger: id, arguments, needs, needs_minds, concluding, reads };
                self.triggers.push(trigger);
            }
        }
        Ok(())
    }

    /// Those whom an effect may make believe something, or believe that they believe it.
    fn told_themselves(
        &self,
        effect: &Effect,
        environment: &mut Vec<Value>,
        who: &mut Vec<CharacterId>,
    ) {
        match effect {
            Effect::And(parts) => {
                parts.iter().for_each(|part| self.told_themselves(part, environment, who));
            }
            Effect::Assign { believers, .. } => {
                let believers = believers.iter().map(|&b| self.reader.argument(b, environment));
                let mut characters: Vec<Option<CharacterId>> =
                    believers.map(|value| self.reader.character(value)).collect();
                characters.dedup();
                if let [Some(one)] = characters[..] {
                    who.push(one);
                }
            }
            Effect::Forall(variable, kind, body) => {
                for &value in self.reader.members(*kind) {
                    environment[variable.index()] = value;
                    self.told_themselves(body, environment, who);
                }
            }
            Effect::If(branches, otherwise) => {
                branches.iter().for_each(|(_, then)| self.told_themselves(then, environment, who));
                self.told_themselves(otherwise, environment, who);
            }
        }
    }

    /// How many assignments of facts and of beliefs an effect makes at most, conditions aside.
    pub(crate) fn assignments(&self, effect: &Effect) -> (u64, u64) {
        let total = |parts: &mut dyn Iterator<Item = &Effect>| {
            parts.map(|part| self.assignments(part)).fold((0u64, 0u64), |sum, part| {
                (sum.0.saturating_add(part.0), sum.1.saturating_add(part.1))
            })
        };
        match effect {
            Effect::And(parts) => total(&mut parts.iter()),
            Effect::Assign { believers, .. } if believers.is_empty() => (1, 0),
            Effect::Assign { .. } => (0, 1),
            Effect::Forall(_, kind, body) => {
                let (facts, beliefs) = self.assignments(body);
                let size = self.reader.members(*kind).len() as u64;
                (facts.saturating_mul(size), beliefs.saturating_mul(size))
            }
            Effect::If(branches, otherwise) => {
                let branches = branches.iter().map(|(_, then)| then);
                total(&mut branches.chain([&**otherwise]))
            }
        }
    }
}

/// The values of all variables where the parameters have these; the others have none yet.
fn put(scope: &Scope, arguments: &[Value], environment: &mut Environment) {
    environment.clear();
    environment.reserve(scope.len());
    environment.extend_from_slice(arguments);
    environment.resize(scope.len(), Value::Unknown);
}

/// All tuples over `domains`, the last place running fastest.
pub(crate) fn tuples(reader: &Reader<'_>, domains: &[Domain]) -> Result<Vec<Vec<Value>>, Fault> {
    let mut places = vec![];
    let mut instances: u128 = 1;
    for domain in domains {
        let members = match domain {
            Domain::Type(kind) => reader.members(*kind),
            Domain::Constant(value) => std::slice::from_ref(value),
        };
        instances = instances.saturating_mul(members.len() as u128);
        places.push(members);
    }
    if instances > MOST_INSTANCES {
        return Err(Fault::TooLarge(instances));
    }
    let mut tuples = Vec::with_capacity(instances as usize);
    for instance in 0..instances as usize {
        let mut tuple = Vec::with_capacity(places.len());
        let mut left = instances as usize;
        for members in &places {
            left /= members.len();
            tuple.push(members[instance / left % members.len()]);
        }
        tuples.push(tuple);
    }
    Ok(tuples)
}

fn refuse_unsupported(program: &Program) -> Result<(), Fault> {
    if is_unclear(program) {
        return Err(Fault::Unsupported(Unsupported::Appearance));
    }
    Ok(())
}

impl Reads {
    /// Adds what a condition reads that is itself read in minds so many deep.
    fn add_condition(&mut self, program: &Program, condition: &Condition, depth: usize) {
        match condition {
            Condition::True | Condition::False => {}
            Condition::Not(inner)
            | Condition::Forall(_, _, inner)
            | Condition::Exists(_, _, inner) => self.add_condition(program, inner, depth),
            Condition::And(parts) | Condition::Or(parts) => {
                parts.iter().for_each(|part| self.add_condition(program, part, depth));
            }
            Condition::Believes(_, inner) => {
                self.depth = self.depth.max(depth + 1);
                self.add_condition(program, inner, depth + 1);
            }
            Condition::Compare(_, left, right) => {
                self.add_expr(program, left, depth);
                self.add_expr(program, right, depth);
            }
            Condition::IsA(expr, _) => self.add_expr(program, expr, depth),
            Condition::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.add_condition(program, test, depth);
                    self.add_condition(program, then, depth);
                }
                self.add_condition(program, otherwise, depth);
            }
        }
    }

    fn add_expr(&mut self, program: &Program, expr: &Expr, depth: usize) {
        match expr {
            Expr::Value(_) | Expr::Variable(_) => {}
            Expr::Fluent(schema, _) => {
                let family = family(program, *schema);
                if !self.families.contains(&family) {
                    self.families.push(family);
                }
            }
            Expr::Believed(_, inner) => {
                self.depth = self.depth.max(depth + 1);
                self.add_expr(program, inner, depth + 1);
            }
            Expr::Arithmetic(_, left, right) => {
                self.add_expr(program, left, depth);
                self.add_expr(program, right, depth);
            }
            Expr::Sum(_, _, body) | Expr::Product(_, _, body) => {
                self.add_expr(program, body, depth);
            }
            Expr::If(branches, otherwise) => {
                for (test, then) in branches {
                    self.add_condition(program, test, depth);
                    self.add_expr(program, then, depth);
                }
                self.add_expr(program, otherwise, depth);
            }
            Expr::Truth(condition) => self.add_condition(program, condition, depth),
        }
    }
}

/// The family of a fluent schema.
pub(crate) fn family(program: &Program, schema: FluentSchemaId) -> u32 {
    program.fluents[schema.index()].family
}
