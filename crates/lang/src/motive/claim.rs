//! Claims: what can be said, and parameters that stand for any of it.
//!
//! Which claims there are is known when a world is read. So whatever has a parameter `k: claim` is
//! lowered once for each claim, with the parameters of the claim in the place of `k`, and a
//! quantifier over claims becomes one for each claim, over its parameters. A program knows of
//! claims only how they are written ([`ClaimArgument`]).

use super::condition::{Mode, compare, joined};
use super::declared::{Declared, Known, NUMBER_TOKEN, literal, of_kind};
use super::reader::{MOST_DEFINITIONS, Meaning, Reader};
use super::report::Report;
use super::value::argument_value;
use crate::diagnostic::codes;
use motive_syntax::TextRange;
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::Node;
use motive_world::id::{FluentSchemaId, TypeId, VariableId};
use motive_world::program::{
    Argument, BOOLEAN, ClaimArgument, Comparison, Condition, Domain, Effect, Expr, Parameter,
    as_written,
};
use motive_world::value::{Number, Value};

/// In how many ways the claims of one declaration may be filled in.
const MOST_FILLINGS: usize = 10_000;

/// A claim that is declared.
pub(super) struct Claim {
    pub(super) name: String,
    pub(super) parameters: Vec<Parameter>,
}

/// A parameter as it is declared.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Formal {
    pub(super) name: String,
    pub(super) takes: Takes,
}

/// What can stand for a parameter.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Takes {
    Thing(Domain),
    Claim,
    /// A whole number from the first to the last.
    Number(i32, i32),
}

impl Takes {
    pub(super) fn thing(kind: TypeId) -> Takes {
        Takes::Thing(Domain::Type(kind))
    }
}

/// The parameters of a declaration with a claim for each that takes one, and a number for each that
/// stands for numbers.
pub(super) struct Filling {
    pub(super) parameters: Vec<Parameter>,
    pub(super) claims: Vec<ClaimArgument>,
}

/// What stands for a name, or is given as an argument.
#[derive(Clone, Debug)]
pub(super) enum Given {
    Thing(Argument, Known),
    Claim(Said),
}

/// A claim about certain things.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub(super) claim: String,
    pub(super) about: Vec<(Argument, Known)>,
}

impl Given {
    /// The arguments that it stands for.
    pub(super) fn arguments(&self) -> Vec<Argument> {
        match self {
            Given::Thing(argument, _) => vec![*argument],
            Given::Claim(said) => said.about.iter().map(|&(argument, _)| argument).collect(),
        }
    }

    /// The values that it stands for, where they are known.
    pub(super) fn values(&self) -> Vec<Value> {
        let values = self.arguments().into_iter().filter_map(|argument| match argument {
            Argument::Constant(value) => Some(value),
            Argument::Variable(_) => None,
        });
        values.collect()
    }

    /// The name of the claim that it is.
    pub(super) fn claim(&self) -> Option<&String> {
        match self {
            Given::Thing(..) => None,
            Given::Claim(said) => Some(&said.claim),
        }
    }
}

impl Said {
    /// The claim as a condition that has a name.
    pub(super) fn meaning(&self) -> Meaning {
        let about = self.about.iter().map(|&(argument, known)| Given::Thing(argument, known));
        Meaning::Definition(self.claim.clone(), about.collect())
    }
}

/// One way in which a quantifier ranges: over these variables, where the guards hold.
pub(super) struct Range<R> {
    pub(super) variables: Vec<(VariableId, TypeId)>,
    pub(super) guards: Vec<Condition>,
    pub(super) body: R,
}

impl Range<Condition> {
    /// It is so for all.
    pub(super) fn forall(self) -> Condition {
        let mut parts: Vec<Condition> = self.guards.into_iter().map(opposite).collect();
        parts.push(self.body);
        let body = if parts.len() == 1 { parts.remove(0) } else { Condition::Or(parts) };
        self.variables
            .into_iter()
            .rev()
            .fold(body, |body, (variable, kind)| Condition::Forall(variable, kind, Box::new(body)))
    }

    /// It is so for one.
    pub(super) fn exists(self) -> Condition {
        let mut parts = self.guards;
        parts.push(self.body);
        self.variables.into_iter().rev().fold(joined(parts), |body, (variable, kind)| {
            Condition::Exists(variable, kind, Box::new(body))
        })
    }
}

impl Range<Effect> {
    /// It happens for all.
    pub(super) fn forall(self) -> Effect {
        let body = if self.guards.is_empty() {
            self.body
        } else {
            Effect::If(vec![(joined(self.guards), self.body)], Box::new(Effect::nothing()))
        };
        self.variables
            .into_iter()
            .rev()
            .fold(body, |body, (variable, kind)| Effect::Forall(variable, kind, Box::new(body)))
    }
}

/// The opposite of a comparison of variables.
fn opposite(guard: Condition) -> Condition {
    match guard {
        Condition::Compare(comparison, left, right) => {
            Condition::Compare(comparison.negated(), left, right)
        }
        other => Condition::Not(Box::new(other)),
    }
}

impl Declared {
    /// Reads which claims there are, before anything is read that takes them.
    pub(super) fn read_claims(&mut self, declarations: &[Node], report: &mut Report) {
        for declaration in of_kind(declarations, CLAIM_DECL) {
            let Some(signature) = declaration.child(SIGNATURE) else { continue };
            let Some(name) = signature.name() else { continue };
            if self.claim(name.text()).is_some() {
                continue;
            }
            if let Some(entity) = self.entity(name.text()) {
                let place = report.span(name.range());
                let first = self.entity_places[entity.index()];
                report.push(super::declared::twice("something", name.text(), place, first));
            }
            let Some(formals) = self.formals(&signature, report) else { continue };
            let mut parameters = Vec::new();
            for formal in &formals {
                match formal.takes {
                    Takes::Thing(domain) => {
                        parameters.push(Parameter { name: formal.name.clone(), domain });
                    }
                    Takes::Number(..) => report.not_yet(
                        signature.range(),
                        "claims about numbers",
                        "let the claim name a thing for every number that matters",
                    ),
                    Takes::Claim => report.at(
                        codes::CLAIM_ABOUT_CLAIM,
                        signature.range(),
                        "a claim is about things, and not about another claim",
                        "let the claim say what would be so: `… means h believes …`",
                    ),
                }
            }
            if parameters.len() == formals.len() {
                self.claims.push(Claim { name: name.text().to_owned(), parameters });
            }
        }
    }

    /// Whether something can stand for a parameter.
    pub(super) fn takes(&self, takes: Takes, given: &Given) -> bool {
        match (takes, given) {
            (Takes::Claim, Given::Claim(_)) => true,
            (Takes::Number(first, last), &Given::Thing(_, Known::Value(Value::Number(number)))) => {
                (first..=last).any(|one| Number::from(one) == number)
            }
            (Takes::Thing(Domain::Type(kind)), &Given::Thing(_, known)) => self.is_of(known, kind),
            (Takes::Thing(Domain::Constant(value)), &Given::Thing(_, known)) => {
                known == Known::Value(value)
            }
            (Takes::Claim | Takes::Number(..), Given::Thing(..))
            | (Takes::Thing(_) | Takes::Number(..), Given::Claim(_)) => false,
        }
    }

    /// What something is, for a message.
    pub(super) fn describe_given(&self, given: &Given) -> String {
        match given {
            &Given::Thing(_, known) => self.describe(known),
            Given::Claim(_) => "a claim".to_owned(),
        }
    }

    pub(super) fn claim(&self, name: &str) -> Option<&Claim> {
        self.claims.iter().find(|claim| claim.name == name)
    }

    /// All ways to fill claims and numbers in: one if no parameter takes either.
    pub(super) fn fillings(
        &self,
        formals: &[Formal],
        node: &Node,
        report: &mut Report,
    ) -> Vec<Filling> {
        let mut all = vec![Filling { parameters: vec![], claims: vec![] }];
        for formal in formals {
            all = match formal.takes {
                Takes::Thing(domain) => {
                    for filling in &mut all {
                        let name = formal.name.clone();
                        filling.parameters.push(Parameter { name, domain });
                    }
                    all
                }
                Takes::Number(first, last)
                    if all.len() * (last - first) as usize >= MOST_FILLINGS =>
                {
                    report.at(
                        codes::TOO_MANY_DECLARATIONS,
                        node.range(),
                        format!("this could be about more than {MOST_FILLINGS} groups of numbers"),
                        "let it take fewer numbers, or smaller ranges",
                    );
                    return vec![];
                }
                Takes::Number(first, last) => all
                    .iter()
                    .flat_map(|filling| (first..=last).map(|number| filling.with(formal, number)))
                    .collect(),
                Takes::Claim if all.len() * self.claims.len() > MOST_FILLINGS => {
                    report.at(
                        codes::TOO_MANY_DECLARATIONS,
                        node.range(),
                        format!("this could be about more than {MOST_FILLINGS} pairs of claims"),
                        "let it take fewer claims at once",
                    );
                    return vec![];
                }
                Takes::Claim => all
                    .iter()
                    .flat_map(|filling| self.claims.iter().map(|claim| filling.and(formal, claim)))
                    .collect(),
            };
        }
        all
    }

    /// Reports claims that can come to be so in more than one way, so that nobody could be made to
    /// believe them.
    pub(super) fn check_claims(&self, declarations: &[Node], report: &mut Report) {
        for declaration in of_kind(declarations, CLAIM_DECL) {
            let name = declaration.child(SIGNATURE).and_then(|signature| signature.name());
            let Some(name) = name else { continue };
            if self.claim(name.text()).is_none() {
                continue;
            }
            let Some(meaning) = declaration.child(MEANS_CLAUSE) else { continue };
            let mut parts = meaning.expressions();
            let is_settable = parts.all(|part| self.is_settable(&part, true, MOST_DEFINITIONS));
            if !is_settable {
                report.at(
                    codes::NOT_SETTABLE,
                    name.range(),
                    format!("`{}` can come to be so in more than one way", name.text()),
                    "a claim is made of `and`, `is`, `believes` and plain facts; for anything else use \
                     `define`",
                );
            }
        }
    }

    /// Whether there is just one way to make a condition so, judged by its form.
    fn is_settable(&self, node: &Node, truth: bool, depth: usize) -> bool {
        let parts: Vec<Node> = node.expressions().collect();
        match (node.kind(), parts.as_slice()) {
            (ERROR, _) => true,
            (PAREN_EXPR, [inner]) => self.is_settable(inner, truth, depth),
            (AND_EXPR, parts) => {
                truth && parts.iter().all(|part| self.is_settable(part, true, depth))
            }
            (NOT_EXPR, [inner]) => self.is_settable(inner, !truth, depth),
            (COMPARE_EXPR, _) => truth && node.has(IS_WORD) && !node.has(NOT_WORD),
            (BELIEVES_EXPR, [_, inner]) => {
                truth && node.has(BELIEVES_WORD) && self.is_settable(inner, true, depth)
            }
            (NAME_EXPR | CALL_EXPR, _) => {
                let definition = node.name().and_then(|name| self.definitions.get(name.text()));
                let meaning = definition.and_then(|found| found.node.child(MEANS_CLAUSE));
                let Some(meaning) = meaning else { return true };
                let mut parts = meaning.expressions();
                depth > 0 && truth && parts.all(|part| self.is_settable(&part, true, depth - 1))
            }
            _ => false,
        }
    }
}

impl Filling {
    /// The same with a number more.
    fn with(&self, formal: &Formal, number: i32) -> Filling {
        let mut parameters = self.parameters.clone();
        let domain = Domain::Constant(Value::Number(Number::from(number)));
        parameters.push(Parameter { name: formal.name.clone(), domain });
        Filling { parameters, claims: self.claims.clone() }
    }

    fn and(&self, formal: &Formal, claim: &Claim) -> Filling {
        let mut parameters = self.parameters.clone();
        let mut claims = self.claims.clone();
        let count = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
        claims.push(ClaimArgument {
            parameter: formal.name.clone(),
            claim: claim.name.clone(),
            first: count(parameters.len()),
            count: count(claim.parameters.len()),
        });
        parameters.extend(claim.parameters.iter().map(|own| Parameter {
            name: ClaimArgument::full_name(&formal.name, &own.name),
            domain: own.domain,
        }));
        Filling { parameters, claims }
    }

    /// The positions of the parameters, by how they are written.
    pub(super) fn written(&self) -> Vec<motive_world::program::Written<'_, usize>> {
        as_written(&self.claims, (0..self.parameters.len()).collect())
    }

    /// What the claims say of their own things: they are different from each other.
    pub(super) fn guards(&self, declared: &Declared) -> Vec<Condition> {
        let claims = self.claims.iter().flat_map(|claim| {
            let (first, count) = (claim.first as usize, claim.count as usize);
            let own = (first..first + count).map(|index| {
                (Argument::Variable(VariableId::at(index)), self.parameters[index].domain)
            });
            distinct(declared, &own.collect::<Vec<_>>())
        });
        claims.collect()
    }
}

/// That things are different from each other, where they could be the same.
fn distinct(declared: &Declared, things: &[(Argument, Domain)]) -> Vec<Condition> {
    let mut guards = Vec::new();
    for (j, &(b, other)) in things.iter().enumerate() {
        for &(a, one) in &things[..j] {
            let (Domain::Type(one), Domain::Type(other)) = (one, other) else { continue };
            if one != BOOLEAN && declared.overlap(one, other) {
                let (a, b) = (argument_value(a), argument_value(b));
                guards.push(Condition::Compare(Comparison::Unequal, a, b));
            }
        }
    }
    guards
}

/// That two claims of one name are about the same things, or that they are not.
pub(super) fn same_things(one: &[Argument], other: &[Argument], is_same: bool) -> Condition {
    let comparison = if is_same { Comparison::Equal } else { Comparison::Unequal };
    let pairs = one.iter().zip(other).filter(|(a, b)| a != b);
    let pairs =
        pairs.map(|(&a, &b)| Condition::Compare(comparison, argument_value(a), argument_value(b)));
    let pairs: Vec<Condition> = pairs.collect();
    match (pairs.is_empty(), is_same) {
        (true, true) => Condition::True,
        (true, false) => Condition::False,
        (false, true) => joined(pairs),
        (false, false) => Condition::Or(pairs),
    }
}

/// A value that a claim demands.
struct Demand {
    believers: Vec<Argument>,
    fluent: FluentSchemaId,
    arguments: Vec<Argument>,
    value: Expr,
}

impl Reader<'_> {
    /// Whether a binder ranges over claims.
    pub(super) fn ranges_over_claims(binder: &Node) -> bool {
        binder.child(KIND).is_some_and(|kind| kind.has(CLAIM_WORD))
    }

    /// Reads `inside` for everything that a binder ranges over: once for a type, and once for each
    /// claim or number; `None` if the binder is broken, which has been reported.
    pub(super) fn for_all<R>(
        &mut self,
        binder: &Node,
        mut inside: impl FnMut(&mut Self) -> R,
    ) -> Option<Vec<Range<R>>> {
        let kind = binder.child(KIND);
        if let Some(kind) = kind.filter(|kind| kind.has(NUMBER_TOKEN)) {
            let (first, last) = self.declared.numbers(&kind, self.report)?;
            let name = binder.name()?;
            let of = |number: i32| {
                let value = Value::Number(Number::from(number));
                let given = Given::Thing(Argument::Constant(value), Known::Value(value));
                let body = self.with_given(name.text(), given, &mut inside);
                Range { variables: vec![], guards: vec![], body }
            };
            return Some((first..=last).map(of).collect());
        }
        if !Self::ranges_over_claims(binder) {
            let (variable, kind, body) = self.bound(binder, inside)?;
            return Some(vec![Range { variables: vec![(variable, kind)], guards: vec![], body }]);
        }
        let name = binder.name()?;
        let declared = self.declared;
        let mut all = Vec::new();
        for claim in &declared.claims {
            let mut variables = Vec::new();
            let mut about = Vec::new();
            let mut things = Vec::new();
            for own in &claim.parameters {
                let (argument, known) = match own.domain {
                    Domain::Type(kind) => {
                        let full = ClaimArgument::full_name(name.text(), &own.name);
                        let variable = self.fresh(&full, kind);
                        variables.push((variable, kind));
                        (Argument::Variable(variable), Known::Type(kind))
                    }
                    Domain::Constant(value) => (Argument::Constant(value), Known::Value(value)),
                };
                about.push((argument, known));
                things.push((argument, own.domain));
            }
            let said = Given::Claim(Said { claim: claim.name.clone(), about });
            let body = self.with_given(name.text(), said, &mut inside);
            all.push(Range { variables, guards: distinct(declared, &things), body });
        }
        Some(all)
    }

    /// The claim that a name or a call is, if it is one.
    pub(super) fn claim(&mut self, node: &Node) -> Option<Said> {
        let name = node.name().filter(|_| matches!(node.kind(), NAME_EXPR | CALL_EXPR))?;
        let is_claim = match self.given(name.text()) {
            Some(Given::Claim(_)) => node.kind() == NAME_EXPR,
            Some(Given::Thing(..)) => false,
            None => self.declared.claim(name.text()).is_some(),
        };
        if !is_claim {
            return None;
        }
        match self.meaning(node)? {
            Meaning::Definition(claim, given) => Some(Said { claim, about: only_things(given) }),
            _ => None,
        }
    }

    /// `k is j`, about which claims they are, and `k is false`; `None` if no claim is compared.
    pub(super) fn claim_comparison(
        &mut self,
        node: &Node,
        left: &Node,
        right: &Node,
        mode: Mode,
    ) -> Option<Condition> {
        let mark = self.lifts.len();
        let one = self.claim(left)?;
        let mode = if node.has(NOT_WORD) { mode.negated() } else { mode };
        if let Some(Value::Boolean(truth)) = literal(right) {
            self.lifts.truncate(mark);
            let mode = if truth { mode } else { mode.negated() };
            return Some(self.condition(left, mode));
        }
        let Some(other) = self.claim(right) else {
            self.lifts.truncate(mark);
            return None;
        };
        let mode = mode.certain();
        let is_same = mode == Mode::Holds;
        let arguments = |said: &Said| -> Vec<Argument> {
            said.about.iter().map(|&(argument, _)| argument).collect()
        };
        let condition = match (one.claim == other.claim, is_same) {
            (true, is_same) => same_things(&arguments(&one), &arguments(&other), is_same),
            (false, true) => Condition::False,
            (false, false) => Condition::True,
        };
        Some(self.wrap(mark, condition, mode))
    }

    /// `k is about c`: c is the first thing that it speaks of.
    pub(super) fn about(&mut self, node: &Node, mode: Mode) -> Condition {
        let parts: Vec<Node> = node.expressions().collect();
        let [claim, thing] = parts.as_slice() else { return Condition::True };
        let mark = self.lifts.len();
        let Some(said) = self.claim(claim) else {
            self.lifts.truncate(mark);
            if claim.kind() != ERROR {
                self.complain(
                    codes::NOT_A_CLAIM,
                    claim.range(),
                    "only a claim is about somebody or something, and this is none",
                    "name a parameter that is a claim, or write one out",
                );
            }
            return Condition::True;
        };
        let Some(Given::Thing(thing, _)) = self.argument(thing) else {
            self.lifts.truncate(mark);
            return Condition::True;
        };
        let mode = if node.has(NOT_WORD) { mode.negated() } else { mode }.certain();
        let is_so = mode == Mode::Holds;
        let condition = match said.about.first() {
            Some(&(first, _)) => same_things(&[first], &[thing], is_so),
            None if is_so => Condition::False,
            None => Condition::True,
        };
        self.wrap(mark, condition, mode)
    }

    /// `k contradicts j`: they demand different values of the same fact, under the same believers.
    pub(super) fn contradicts(&mut self, node: &Node, mode: Mode) -> Condition {
        let parts: Vec<Node> = node.expressions().collect();
        let [left, right] = parts.as_slice() else { return Condition::True };
        let mark = self.lifts.len();
        let mut demands = Vec::new();
        for side in [left, right] {
            let Some(said) = self.claim(side) else {
                self.lifts.truncate(mark);
                if side.kind() != ERROR {
                    self.complain(
                        codes::NOT_A_CLAIM,
                        side.range(),
                        "only claims contradict each other, and this is none",
                        "name a parameter that is a claim, or write one out",
                    );
                }
                return Condition::True;
            };
            demands.push(self.demands(&said, side.range()));
        }
        let mode = mode.certain();
        let (is_so, differs) = match mode {
            Mode::Holds => (true, Mode::Fails),
            _ => (false, Mode::NotFails),
        };
        let mut ways = Vec::new();
        for one in &demands[0] {
            for other in &demands[1] {
                ways.extend(self.way(one, other, is_so, differs));
            }
        }
        let condition = match (ways.is_empty(), is_so) {
            (true, true) => Condition::False,
            (true, false) => Condition::True,
            (false, true) => Condition::Or(ways),
            (false, false) => Condition::And(ways),
        };
        self.wrap(mark, condition, mode)
    }

    /// That two demands are about one fact and differ, or that they are not; nothing where they
    /// cannot be.
    fn way(&self, one: &Demand, other: &Demand, is_so: bool, differs: Mode) -> Option<Condition> {
        let fact = |demand: &Demand| {
            let schema = &self.declared.facts[demand.fluent.index()];
            (schema.family, demand.arguments.len(), demand.believers.len())
        };
        if fact(one) != fact(other) || one.value == other.value {
            return None;
        }
        let places = |demand: &Demand| -> Vec<Argument> {
            demand.believers.iter().chain(&demand.arguments).copied().collect()
        };
        let (ours, theirs) = (places(one), places(other));
        let is_never = ours
            .iter()
            .zip(&theirs)
            .any(|pair| matches!(pair, (Argument::Constant(a), Argument::Constant(b)) if a != b));
        if is_never {
            return None;
        }
        let mut parts = vec![same_things(&ours, &theirs, is_so)];
        if let (Expr::Value(_), Expr::Value(_)) = (&one.value, &other.value) {
            parts.push(if is_so { Condition::True } else { Condition::False });
        } else {
            let (left, right) = (one.value.clone(), other.value.clone());
            parts.push(compare(Comparison::Equal, left, right, differs));
        }
        Some(if is_so { joined(parts) } else { Condition::Or(parts) })
    }

    /// What `each` makes of every fact that a claim is about, with those who believe it there.
    pub(super) fn for_demands(
        &mut self,
        claim: &str,
        about: &[Given],
        range: TextRange,
        mut each: impl FnMut(&mut Self, FluentSchemaId, Vec<Argument>, Vec<Argument>) -> Effect,
    ) -> Effect {
        let said = Said { claim: claim.to_owned(), about: only_things(about.to_vec()) };
        let demands = self.demands(&said, range);
        let effects = demands
            .into_iter()
            .map(|demand| each(self, demand.fluent, demand.arguments, demand.believers));
        super::effect::merged(effects.collect())
    }

    /// The values that a claim demands.
    fn demands(&mut self, said: &Said, range: TextRange) -> Vec<Demand> {
        let about: Vec<Given> =
            said.about.iter().map(|&(argument, known)| Given::Thing(argument, known)).collect();
        let effect = self.make_so(&said.claim, &about, range, &[]);
        let mut all = Vec::new();
        gather(effect, &mut all);
        all
    }
}

/// The assignments of an effect.
fn gather(effect: Effect, all: &mut Vec<Demand>) {
    match effect {
        Effect::And(parts) => parts.into_iter().for_each(|part| gather(part, all)),
        Effect::Assign { believers, fluent, arguments, value } => {
            all.push(Demand { believers, fluent, arguments, value });
        }
        Effect::Forall(..) | Effect::If(..) => {}
    }
}

/// The things among what is given: a claim is about nothing else.
pub(super) fn only_things(given: Vec<Given>) -> Vec<(Argument, Known)> {
    let things = given.into_iter().filter_map(|given| match given {
        Given::Thing(argument, known) => Some((argument, known)),
        Given::Claim(_) => None,
    });
    things.collect()
}
