//! What is wanted.

use super::*;

impl Maker {
    pub(super) fn term(&mut self, depth: usize) -> Expr {
        match self.rng.below(8) {
            _ if self.is_native && self.rng.chance(1, 6) => fluent(*self.rng.pick(&FLAGS), &[]),
            0 => fluent(COINS, &[]),
            1 => Expr::Arithmetic(
                Arithmetic::Subtract,
                Box::new(number(0)),
                Box::new(fluent(COINS, &[])),
            ),
            2 if depth > 0 => sum(self.term(0), self.term(0)),
            3 => Expr::If(
                vec![(self.condition(&[], 1), number(self.rng.below(3) as i32))],
                Box::new(number(self.rng.below(3) as i32)),
            ),
            _ => Expr::Truth(Box::new(self.condition(&[], 1))),
        }
    }

    /// Something that an action brings about, and that does not hold at the start as a rule.
    pub(super) fn aim(&mut self, who: Option<CharacterId>) -> Option<Expr> {
        let mut aims = vec![];
        for action in &self.program.actions {
            let own = who.is_none_or(|who| {
                action.consenting.iter().any(|&a| match a {
                    Argument::Constant(value) => value == Value::Entity(who.entity()),
                    Argument::Variable(_) => true,
                })
            });
            if own || self.rng.chance(1, 4) {
                collect_aims(&action.outcomes[0].effect, &mut aims);
            }
        }
        aims.retain(|(_, arguments, value)| {
            arguments.iter().all(|a| matches!(a, Argument::Constant(_))) && *value != Value::FALSE
        });
        if aims.is_empty() {
            return None;
        }
        let (schema, arguments, value) = self.rng.pick(&aims).clone();
        Some(Expr::Truth(Box::new(equal(fluent(schema, &arguments), Expr::Value(value)))))
    }

    pub(super) fn utility(&mut self, who: Option<CharacterId>, chain: Option<usize>) -> Utility {
        let at_stage =
            |stage: usize| Expr::Truth(Box::new(equal(fluent(STAGE, &[]), number(stage as i32))));
        let amount = match (chain, self.rng.below(15)) {
            (Some(length), 0..=12) => at_stage(length),
            (Some(length), 13) => at_stage(1 + self.rng.below(length)),
            (_, 0..=13) => match self.aim(who) {
                Some(aim) if self.rng.chance(1, 4) => sum(aim, self.term(0)),
                Some(aim) => aim,
                None => self.term(1),
            },
            _ => self.term(1),
        };
        Utility {
            scope: vec![],
            wants: vec![Want { name: None, weight: number(1), amount, pressing: false }],
        }
    }

    pub(super) fn wants(&mut self, chain: Option<usize>) {
        for index in 0..self.characters {
            let utility = self.utility(Some(CharacterId::at(index)), chain);
            self.program.utilities.push(utility);
        }
        self.program.author = self.utility(None, chain);
        if chain.is_some() && self.rng.chance(3, 4) {
            self.program.author.wants[0].amount = fluent(STAGE, &[]);
        }
    }
}

impl Maker {
    /// Something that does not wait, for one or two: what they want anyway, one thing more, or
    /// something that only keeps them busy.
    pub(super) fn pressing(&mut self) {
        if self.rng.chance(2, 3) {
            self.business();
        }
        for _ in 0..1 + self.rng.below(3) / 2 {
            let who = CharacterId::at(self.rng.below(self.characters));
            let more = if self.rng.chance(2, 3) { self.aim(Some(who)) } else { None };
            let weight = match self.rng.below(3) {
                0 => fluent(COINS, &[]),
                _ => number(1 + self.rng.below(2) as i32),
            };
            let wants = &mut self.program.utilities[who.index()].wants;
            match more {
                Some(amount) => wants.push(Want { name: None, weight, amount, pressing: true }),
                None => wants[0].pressing = true,
            }
        }
    }
}

impl Maker {
    /// Somebody has something to see to before anything else, as long as it is possible.
    fn business(&mut self) {
        let who = self.rng.below(self.characters);
        let person = constant(person(who));
        let marked = |truth| equal(fluent(MARKED, &[person]), Expr::Value(Value::Boolean(truth)));
        let mut needs = vec![marked(false)];
        if self.rng.chance(2, 3) {
            needs.push(self.condition(&[], 1));
        }
        let mut effects = vec![Effect::Assign {
            believers: vec![],
            fluent: MARKED,
            arguments: vec![person],
            value: Expr::Value(Value::TRUE),
        }];
        if self.rng.chance(1, 3) {
            effects.push(self.assign(&[], vec![]));
        }
        let mut scope = vec![];
        let perceptions = self.perceptions(&mut scope, &[]);
        self.program.actions.push(ActionSchema {
            claims: vec![],
            name: "see_to_it".to_owned(),
            parameters: 0,
            scope,
            precondition: Condition::And(needs),
            outcomes: vec![Outcome::only(Effect::And(effects))],
            consenting: vec![person],
            perceptions,
            natural: false,
            is_impression: false,
        });
        let amount = Expr::Truth(Box::new(marked(true)));
        let weight = number(1 + self.rng.below(2) as i32);
        let wants = &mut self.program.utilities[who].wants;
        wants.push(Want { name: None, weight, amount, pressing: true });
    }
}

/// The constant values that an effect gives to facts.
pub(super) fn collect_aims(
    effect: &Effect,
    found: &mut Vec<(FluentSchemaId, Vec<Argument>, Value)>,
) {
    match effect {
        Effect::And(parts) => parts.iter().for_each(|part| collect_aims(part, found)),
        Effect::Assign { believers, fluent, arguments, value: Expr::Value(value) }
            if believers.is_empty() =>
        {
            found.push((*fluent, arguments.clone(), *value));
        }
        Effect::Assign { .. } => {}
        Effect::Forall(_, _, body) => collect_aims(body, found),
        Effect::If(branches, otherwise) => {
            branches.iter().for_each(|(_, then)| collect_aims(then, found));
            collect_aims(otherwise, found);
        }
    }
}
