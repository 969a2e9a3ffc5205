//! From typed expressions to ground tests, terms and assignments, under a binding of variables.

use std::sync::Arc;

use super::test::{FluentId, Kind, Literal, Term, Test, as_number, calculate, compare};
use super::{Assignment, GroundFluent};
use crate::fault::{Fault, Place};
use crate::id::{CharacterId, FluentSchemaId, TypeId, VariableId};
use crate::program::{
    Argument, BOOLEAN, Comparison, Condition, Domain, Effect, Expr, NUMBER, Program,
};
use crate::value::Value;

/// The values of the variables of one scope, as far as they are bound.
pub(super) type Binding = Vec<Option<Value>>;

/// What a fluent is where it is known never to change, by family and arguments.
pub(super) trait Constants {
    /// The value that the fluent has in reality and in every mind, for good.
    fn constant(&self, schema: FluentSchemaId, arguments: &[Value]) -> Option<Value>;
}

/// Nothing is constant.
pub(super) struct NoConstants;

impl Constants for NoConstants {
    fn constant(&self, _: FluentSchemaId, _: &[Value]) -> Option<Value> {
        None
    }
}

/// What a [`Builder`] knows of types and fluents; it can be laid aside and taken up again.
#[derive(Debug, Default)]
pub(super) struct Vocabulary {
    /// By type: its members.
    pub(super) members: Vec<Arc<[Value]>>,
    /// The ground fluents.
    pub(super) fluents: Vec<GroundFluent>,
    pub(super) ids: Ids,
}

/// The ground fluents by family and then by arguments; never iterated.
pub(super) type Ids = Vec<hashbrown::HashMap<Vec<Value>, FluentId, rustc_hash::FxBuildHasher>>;

/// Makes ground expressions and the ground fluents that they mention.
pub(super) struct Builder<'p> {
    pub(super) program: &'p Program,
    members: Vec<Arc<[Value]>>,
    pub(super) fluents: Vec<GroundFluent>,
    ids: Ids,
    /// Whether disjunctions keep all their clauses: while preconditions of actions are made.
    pub(super) all_clauses: bool,
    /// The most tests that quantifiers of one declaration may make.
    pub(super) budget: u64,
}

/// A quantifier made more tests than the limit allows.
#[derive(Clone, Copy, Debug)]
pub(super) struct TooMany;

type Built<T> = Result<T, TooMany>;

impl<'p> Builder<'p> {
    pub(super) fn new(program: &'p Program) -> Self {
        Builder {
            program,
            members: (0..program.types.len())
                .map(|kind| program.members(TypeId::at(kind)).into())
                .collect(),
            fluents: vec![],
            ids: vec![],
            all_clauses: false,
            budget: u64::MAX,
        }
    }

    /// A builder that goes on with what another one knew.
    pub(super) fn resume(program: &'p Program, vocabulary: Vocabulary) -> Self {
        let Vocabulary { members, fluents, ids } = vocabulary;
        Builder { program, members, fluents, ids, all_clauses: false, budget: u64::MAX }
    }

    /// What it knows, for another one to go on with.
    pub(super) fn lay_aside(self) -> Vocabulary {
        Vocabulary { members: self.members, fluents: self.fluents, ids: self.ids }
    }

    pub(super) fn domain(&self, domain: Domain) -> Vec<Value> {
        match domain {
            Domain::Type(kind) => self.members[kind.index()].to_vec(),
            Domain::Constant(value) => vec![value],
        }
    }

    fn spend(&mut self) -> Built<()> {
        self.budget = self.budget.checked_sub(1).ok_or(TooMany)?;
        Ok(())
    }

    /// The id of a ground fluent, made where it is new.
    pub(super) fn fluent(&mut self, schema: FluentSchemaId, arguments: &[Value]) -> FluentId {
        let declared = &self.program.fluents[schema.index()];
        let family = declared.family as usize;
        if self.ids.len() <= family {
            self.ids.resize_with(family + 1, Default::default);
        }
        if let Some(&id) = self.ids[family].get(arguments) {
            return id;
        }
        let id = FluentId::at(self.fluents.len());
        self.ids[family].insert(arguments.to_vec(), id);
        let kind = match declared.value {
            BOOLEAN if declared.is_open => Kind::Open,
            BOOLEAN => Kind::Boolean,
            NUMBER => Kind::Number,
            _ => Kind::Entity,
        };
        self.fluents.push(GroundFluent {
            schema,
            arguments: arguments.to_vec(),
            kind,
            default: declared.default,
            range: declared.range,
            word: 0,
            shift: 0,
            mask: 0,
        });
        id
    }

    pub(super) fn argument(argument: Argument, binding: &Binding) -> Value {
        match argument {
            Argument::Constant(value) => value,
            Argument::Variable(variable) => {
                binding[variable.index()].expect("variables are bound before they are read")
            }
        }
    }

    /// What `use_them` makes of the values of arguments. Few fluents have more than four, and
    /// nothing is allocated for those.
    fn with_arguments<T>(
        arguments: &[Argument],
        binding: &Binding,
        use_them: impl FnOnce(&[Value]) -> T,
    ) -> T {
        let mut values = [Value::Unknown; 4];
        if arguments.len() > values.len() {
            let of = |&argument| Self::argument(argument, binding);
            return use_them(&arguments.iter().map(of).collect::<Vec<_>>());
        }
        for (value, &argument) in values.iter_mut().zip(arguments) {
            *value = Self::argument(argument, binding);
        }
        use_them(&values[..arguments.len()])
    }

    /// The character that an argument stands for; front ends let nothing else be a believer.
    pub(super) fn character(&self, argument: Argument, binding: &Binding) -> Option<CharacterId> {
        match Self::argument(argument, binding) {
            Value::Entity(entity) => self.program.character(entity),
            _ => None,
        }
    }

    fn each(
        &mut self,
        variable: VariableId,
        kind: TypeId,
        binding: &mut Binding,
        mut visit: impl FnMut(&mut Self, &mut Binding) -> Built<bool>,
    ) -> Built<()> {
        for &value in Arc::clone(&self.members[kind.index()]).iter() {
            binding[variable.index()] = Some(value);
            if !visit(self, binding)? {
                break;
            }
        }
        binding[variable.index()] = None;
        Ok(())
    }

    /// A condition (`positive`) or its negation, pushed inwards.
    pub(super) fn test(
        &mut self,
        condition: &Condition,
        positive: bool,
        binding: &mut Binding,
        constants: &dyn Constants,
    ) -> Built<Test> {
        self.spend()?;
        Ok(match condition {
            Condition::True | Condition::False => {
                if matches!(condition, Condition::True) == positive {
                    Test::True
                } else {
                    Test::False
                }
            }
            Condition::Not(inner) => self.test(inner, !positive, binding, constants)?,
            Condition::And(parts) | Condition::Or(parts) => {
                let conjunction = matches!(condition, Condition::And(_)) == positive;
                let mut tests = Vec::with_capacity(parts.len());
                for part in parts {
                    let test = self.test(part, positive, binding, constants)?;
                    let decided = if conjunction { test.is_false() } else { test.is_true() };
                    if decided && (conjunction || !self.all_clauses) {
                        return Ok(test);
                    }
                    tests.push(test);
                }
                self.joined(conjunction, tests)
            }
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                let conjunction = matches!(condition, Condition::Forall(..)) == positive;
                let mut tests = vec![];
                self.each(*variable, *kind, binding, |this, binding| {
                    let test = this.test(body, positive, binding, constants)?;
                    let decided = if conjunction { test.is_false() } else { test.is_true() };
                    let stop = decided && (conjunction || !this.all_clauses);
                    tests.push(test);
                    Ok(!stop)
                })?;
                self.joined(conjunction, tests)
            }
            Condition::Believes(who, inner) => match self.character(*who, binding) {
                Some(character) => {
                    Test::believes(character, self.test(inner, positive, binding, constants)?)
                }
                None => Test::False,
            },
            Condition::Compare(comparison, left, right) => {
                let comparison = if positive { *comparison } else { comparison.negated() };
                let left = self.term(left, binding, constants)?;
                let right = self.term(right, binding, constants)?;
                comparison_test(&self.fluents, comparison, left, right)
            }
            Condition::IsA(what, kind) => {
                let what = self.term(what, binding, constants)?;
                self.type_test(&what, *kind, positive)
            }
            Condition::If(branches, otherwise) => {
                let mut alternatives = vec![];
                let mut failed = vec![];
                for (test, then) in branches {
                    let holds = self.test(test, true, binding, constants)?;
                    let negation = self.test(test, false, binding, constants)?;
                    let then = self.test(then, positive, binding, constants)?;
                    let mut parts = failed.clone();
                    parts.extend([holds.clone(), then]);
                    alternatives.push(Test::and(parts));
                    failed.push(Test::unless(holds, negation));
                }
                failed.push(self.test(otherwise, positive, binding, constants)?);
                alternatives.push(Test::and(failed));
                self.joined(false, alternatives)
            }
        })
    }

    fn joined(&self, conjunction: bool, tests: Vec<Test>) -> Test {
        match (conjunction, self.all_clauses) {
            (true, _) => Test::and(tests),
            (false, true) => Test::or_with_all_clauses(tests),
            (false, false) => Test::or(tests),
        }
    }

    fn type_test(&self, what: &Term, kind: TypeId, positive: bool) -> Test {
        if let Term::Value(value) = what {
            return if self.program.value_is_a(*value, kind) == positive {
                Test::True
            } else {
                Test::False
            };
        }
        let comparison = if positive { Comparison::Equal } else { Comparison::Unequal };
        let tests = self.members[kind.index()]
            .iter()
            .map(|&member| {
                comparison_test(&self.fluents, comparison, what.clone(), Term::Value(member))
            })
            .collect();
        if positive { Test::or(tests) } else { Test::and(tests) }
    }

    /// A value.
    pub(super) fn term(
        &mut self,
        expr: &Expr,
        binding: &mut Binding,
        constants: &dyn Constants,
    ) -> Built<Term> {
        self.spend()?;
        Ok(match expr {
            Expr::Value(value) => Term::Value(*value),
            Expr::Variable(variable) => {
                Term::Value(Self::argument(Argument::Variable(*variable), binding))
            }
            Expr::Fluent(schema, arguments) => {
                Self::with_arguments(arguments, binding, |arguments| {
                    match constants.constant(*schema, arguments) {
                        Some(value) => Term::Value(value),
                        None => Term::Fluent(self.fluent(*schema, arguments)),
                    }
                })
            }
            Expr::Believed(who, inner) => {
                let inner = self.term(inner, binding, constants)?;
                match (self.character(*who, binding), inner) {
                    (_, Term::Value(value)) => Term::Value(value),
                    (Some(character), inner) => Term::Believed(character, Box::new(inner)),
                    (None, _) => Term::Value(Value::Unknown),
                }
            }
            Expr::Arithmetic(operation, left, right) => {
                let left = self.term(left, binding, constants)?;
                let right = self.term(right, binding, constants)?;
                match (&left, &right) {
                    (Term::Value(l), Term::Value(r)) => match calculate(*operation, *l, *r) {
                        Ok(value) => Term::Value(value),
                        // Left for the run, where it is a fault only if it is reached.
                        Err(_) => Term::Arithmetic(*operation, Box::new(left), Box::new(right)),
                    },
                    _ => Term::Arithmetic(*operation, Box::new(left), Box::new(right)),
                }
            }
            Expr::Sum(variable, kind, body) | Expr::Product(variable, kind, body) => {
                let mut parts = vec![];
                self.each(*variable, *kind, binding, |this, binding| {
                    parts.push(this.term(body, binding, constants)?);
                    Ok(true)
                })?;
                if matches!(expr, Expr::Sum(..)) { Term::Sum(parts) } else { Term::Product(parts) }
            }
            Expr::If(branches, otherwise) => {
                let mut kept = vec![];
                for (test, then) in branches {
                    let test = self.test(test, true, binding, constants)?;
                    let then = self.term(then, binding, constants)?;
                    match test {
                        Test::False => {}
                        Test::True if kept.is_empty() => return Ok(then),
                        Test::True => return Ok(Term::If(kept, Box::new(then))),
                        test => kept.push((test, then)),
                    }
                }
                let otherwise = self.term(otherwise, binding, constants)?;
                if kept.is_empty() { otherwise } else { Term::If(kept, Box::new(otherwise)) }
            }
            Expr::Truth(condition) => match self.test(condition, true, binding, constants)? {
                Test::True => Term::Value(Value::TRUE),
                Test::False => Term::Value(Value::FALSE),
                test => Term::Truth(Box::new(test)),
            },
        })
    }

    /// The assignments of an effect, each with the condition under which it happens. Appends to
    /// `assignments` and says whether the effect assigns anything in any state.
    pub(super) fn effect(
        &mut self,
        effect: &Effect,
        under: &Test,
        binding: &mut Binding,
        constants: &dyn Constants,
        assignments: &mut Vec<Assignment>,
    ) -> Built<bool> {
        self.spend()?;
        let mut any = false;
        match effect {
            Effect::And(parts) => {
                for part in parts {
                    any |= self.effect(part, under, binding, constants, assignments)?;
                }
            }
            Effect::Forall(variable, kind, body) => {
                self.each(*variable, *kind, binding, |this, binding| {
                    any |= this.effect(body, under, binding, constants, assignments)?;
                    Ok(true)
                })?;
            }
            Effect::If(branches, otherwise) => {
                let mut failed = under.clone();
                for (test, then) in branches {
                    let holds = self.test(test, true, binding, constants)?;
                    let negation = self.test(test, false, binding, constants)?;
                    let here = Test::and(vec![failed.clone(), holds.clone()]);
                    any |= self.effect(then, &here, binding, constants, assignments)?;
                    failed = Test::and(vec![failed, Test::unless(holds, negation)]);
                }
                any |= self.effect(otherwise, &failed, binding, constants, assignments)?;
            }
            Effect::Assign { believers, fluent, arguments, value } => {
                any = true;
                if under.is_false() {
                    return Ok(any);
                }
                let value = self.term(value, binding, constants)?;
                let mut chain = Vec::with_capacity(believers.len());
                for &believer in believers {
                    match self.character(believer, binding) {
                        Some(character) => chain.push(character),
                        None => return Ok(any),
                    }
                }
                let fluent = Self::with_arguments(arguments, binding, |a| self.fluent(*fluent, a));
                let value = match self.fluents[fluent.index()].kind {
                    Kind::Number => number_term(value),
                    _ => value,
                };
                assignments.push(Assignment {
                    condition: under.clone(),
                    believers: chain,
                    fluent,
                    value,
                });
            }
        }
        Ok(any)
    }

    /// The first two unconditional assignments that cannot both happen.
    pub(super) fn contradiction(
        &self,
        assignments: &[Assignment],
        place: impl Fn() -> Place,
    ) -> Option<Fault> {
        for (index, first) in assignments.iter().enumerate() {
            let Term::Value(one) = first.value else { continue };
            if first.condition != Test::True {
                continue;
            }
            for second in &assignments[index + 1..] {
                let Term::Value(other) = second.value else { continue };
                if second.condition.is_true()
                    && second.fluent == first.fluent
                    && second.believers == first.believers
                    && one != other
                {
                    let fluent = &self.fluents[first.fluent.index()];
                    let schema = &self.program.fluents[fluent.schema.index()];
                    let mut name = self.program.call_name(&schema.name, &fluent.arguments);
                    for who in first.believers.iter().rev() {
                        let who = &self.program.entities[who.entity().index()].name;
                        name = format!("believes({who}, {name})");
                    }
                    return Some(Fault::Contradiction {
                        place: place(),
                        fluent: name,
                        values: (one, other),
                    });
                }
            }
        }
        None
    }
}

/// A truth value assigned to a number counts as 1 or 0.
fn number_term(value: Term) -> Term {
    match value {
        Term::Value(value) => Term::Value(as_number(value)),
        other => other,
    }
}

/// A comparison, in the form that surprise and evaluation want: a fluent against a constant is a
/// literal, inside the minds of those who believe it.
pub(super) fn comparison_test(
    fluents: &[GroundFluent],
    comparison: Comparison,
    left: Term,
    right: Term,
) -> Test {
    let (comparison, left, right) = match (&left, &right) {
        (Term::Value(l), Term::Value(r)) => {
            return if compare(comparison, *l, *r) { Test::True } else { Test::False };
        }
        (Term::Value(_), _) => (comparison.mirrored(), right, left),
        _ => (comparison, left, right),
    };
    let (Comparison::Equal | Comparison::Unequal, Term::Value(value)) = (comparison, &right) else {
        return Test::Compare(comparison, left, right);
    };
    let equal = comparison == Comparison::Equal;
    if let (Term::Truth(test), Value::Boolean(truth)) = (&left, value) {
        if equal == *truth {
            return (**test).clone();
        }
    }
    let Some((believers, fluent)) = left.as_fluent() else {
        return Test::Compare(comparison, left, right);
    };
    let literal = |value| Literal { fluent, value, word: 0, mask: 0, bits: 0 };
    let test = match (fluents[fluent.index()].kind, value) {
        // "p != True" is "p == False": boolean tests always demand a value.
        (Kind::Boolean, Value::Boolean(truth)) => {
            Test::Is(literal(Value::Boolean(*truth == equal)))
        }
        (Kind::Open, Value::Boolean(_) | Value::Unknown)
        | (Kind::Entity, Value::Entity(_) | Value::Unknown | Value::None)
        | (Kind::Number, Value::Number(_) | Value::Unknown) => {
            if equal {
                Test::Is(literal(*value))
            } else {
                Test::IsNot(literal(*value))
            }
        }
        // Things of unrelated types are not equal.
        _ if equal => Test::False,
        _ => Test::True,
    };
    believers.into_iter().rev().fold(test, |test, who| Test::believes(who, test))
}
