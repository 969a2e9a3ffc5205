//! Reading a relaxed plan back from a graph.

use motive_world::ground::{FluentId, Kind, StepId, Term, Test};
use motive_world::program::Arithmetic;
use motive_world::value::Number;

use super::interval::Interval;
use super::{NEVER, RelaxedGraph, Source};

struct Plan {
    steps: Vec<u32>,
    supported: Vec<Source>,
    /// Bounds the work on tests that are large.
    guard: u32,
}

impl RelaxedGraph<'_> {
    /// The number of different steps in a relaxed plan for the utility.
    pub(super) fn relaxed_plan(&self, present: Number, goal: Option<Number>, before: u32) -> u32 {
        let mut plan = Plan { steps: vec![], supported: vec![], guard: 0 };
        let mut wanted = present.get();
        if let Some(goal) = goal {
            wanted = wanted.max(goal.get());
        }
        for want in &self.utility.wants {
            self.support_value(&want.amount, true, wanted, before, &mut plan);
        }
        plan.steps.len() as u32
    }

    fn support_source(&self, depth: u32, source: Source, plan: &mut Plan) {
        if source == Source::Start || plan.supported.contains(&source) {
            return;
        }
        plan.supported.push(source);
        let event = match source {
            Source::Start => return,
            Source::Step(step) => {
                plan.steps.push(step);
                self.world.action(StepId(step)).precondition.clone()
            }
            Source::Trigger(trigger) => self.world.triggers[trigger as usize].precondition.clone(),
        };
        self.support(&event, depth, plan);
    }

    /// Adds what makes a test possible with what is reached before a layer.
    fn support(&self, test: &Test, before: u32, plan: &mut Plan) {
        plan.guard += 1;
        if plan.guard > 4_000 {
            return;
        }
        match test {
            Test::True | Test::False | Test::Believes(..) | Test::Unless(..) => {}
            Test::And(parts) => parts.iter().for_each(|part| self.support(part, before, plan)),
            Test::Or(parts) => {
                if parts.iter().any(|part| self.may_hold(part, 1)) {
                    return;
                }
                if let Some(part) = parts.iter().find(|part| self.may_hold(part, before)) {
                    self.support(part, before, plan);
                }
            }
            Test::Is(literal) => {
                if self.world.fluents[literal.fluent.index()].kind == Kind::Number {
                    self.support_number(literal.fluent, plan);
                } else {
                    let code = self.code(literal.fluent, literal.value);
                    self.support_code(code, plan);
                }
            }
            Test::IsNot(literal) => {
                if self.world.fluents[literal.fluent.index()].kind == Kind::Number {
                    self.support_number(literal.fluent, plan);
                    return;
                }
                let own = self.code(literal.fluent, literal.value);
                let first = self.base[literal.fluent.index()] as usize;
                let codes = first..first + self.code_count(literal.fluent) as usize;
                let other = codes.filter(|&c| c != own).min_by_key(|&c| self.reached_at[c]);
                if let Some(code) = other {
                    self.support_code(code, plan);
                }
            }
            Test::Compare(_, left, right) => {
                for side in [left, right] {
                    side.reads(&mut vec![], &mut |believers, fluent| {
                        if believers.is_empty()
                            && self.world.fluents[fluent.index()].kind == Kind::Number
                        {
                            self.support_number(fluent, plan);
                        }
                    });
                }
            }
        }
    }

    fn support_code(&self, code: usize, plan: &mut Plan) {
        let layer = self.reached_at[code];
        if layer != 0 && layer != NEVER {
            self.support_source(layer, self.achiever[code], plan);
        }
    }

    fn support_number(&self, fluent: FluentId, plan: &mut Plan) {
        let (layer, source) = self.grown[fluent.index()];
        self.support_source(layer, source, plan);
    }

    /// Adds what lets a term come to its greatest (or least) value, until `wanted` is reached.
    fn support_value(
        &self,
        term: &Term,
        greatest: bool,
        wanted: f64,
        before: u32,
        plan: &mut Plan,
    ) {
        let end = |interval: Interval| if greatest { interval.greatest } else { interval.least };
        match term {
            Term::Value(_) | Term::Believed(..) => {}
            Term::Fluent(fluent) => match self.world.fluents[fluent.index()].kind {
                Kind::Number => self.support_number(*fluent, plan),
                Kind::Boolean | Kind::Open => {
                    let code = self.base[fluent.index()] as usize + usize::from(greatest);
                    self.support_code(code, plan);
                }
                Kind::Entity => {}
            },
            Term::Arithmetic(operation, left, right) => {
                let flip = matches!(operation, Arithmetic::Subtract | Arithmetic::Divide);
                self.support_value(left, greatest, wanted, before, plan);
                self.support_value(right, greatest != flip, f64::INFINITY, before, plan);
            }
            Term::Sum(parts) | Term::Product(parts) => {
                for part in parts {
                    self.support_value(part, greatest, f64::INFINITY, before, plan);
                }
            }
            Term::If(branches, otherwise) => {
                let better = |a: f64, b: f64| if greatest { a > b } else { a < b };
                let mut best: Option<(f64, Option<&Test>, &Term)> = None;
                for (test, then) in branches {
                    if !self.may_hold(test, before) {
                        continue;
                    }
                    let value = end(self.range(then, before));
                    if best.is_none_or(|(known, ..)| better(value, known)) {
                        best = Some((value, Some(test), then));
                    }
                    if self.may_hold(test, 1) && wanted.is_finite() && value > wanted {
                        break;
                    }
                }
                let value = end(self.range(otherwise, before));
                if best.is_none_or(|(known, ..)| better(value, known)) {
                    best = Some((value, None, otherwise));
                }
                if let Some((_, test, then)) = best {
                    if let Some(test) = test {
                        self.support(test, before, plan);
                    }
                    self.support_value(then, greatest, wanted, before, plan);
                }
            }
            Term::Truth(test) => {
                if greatest {
                    self.support(test, before, plan);
                }
            }
        }
    }
}
