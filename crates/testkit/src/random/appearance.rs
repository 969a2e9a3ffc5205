//! What events seem to be, and what is perceived only after them.

use super::*;

impl Maker {
    /// Impressions, and perhaps an action that others can be taken for; then rows that show them,
    /// and rows that are read after the event.
    pub(super) fn appearances(&mut self) {
        let mut seeming = vec![];
        for index in 0..1 + self.rng.below(2) {
            let mut impression = self.impression(format!("seeming{index}"));
            if self.rng.chance(1, 6) {
                impression.is_impression = false;
                impression.consenting = self.consenting(&[]);
            }
            seeming.push(ActionSchemaId::at(self.program.actions.len()));
            self.program.actions.push(impression);
        }
        if self.rng.chance(4, 5) {
            self.lure(seeming[0]);
        }
        for index in 0..self.program.actions.len() {
            let is_impression = self.program.actions[index].is_impression;
            let mut action = self.program.actions[index].clone();
            for row in &mut action.perceptions {
                if self.rng.chance(1, 4) {
                    row.when = When::After;
                }
            }
            let shows = if is_impression { (1, 4) } else { (1, 2) };
            if self.rng.chance(shows.0, shows.1) {
                let event = *self.rng.pick(&seeming);
                let row = self.showing(&mut action, event);
                action.perceptions.insert(0, row);
            }
            self.program.actions[index] = action;
        }
    }

    fn impression(&mut self, name: String) -> ActionSchema {
        let mut scope: Scope = vec![];
        let mut variables = vec![];
        if self.rng.chance(1, 2) {
            scope.push(Variable { name: "c".to_owned(), domain: Domain::Type(CHARACTER) });
            variables.push(VariableId(0));
        }
        let demands = (0..self.rng.below(3)).map(|_| self.demand(&variables)).collect();
        let effect = self.effects(&variables);
        let mut perceptions = self.perceptions(&mut scope, &variables);
        perceptions.retain(|_| self.rng.chance(2, 3));
        ActionSchema {
            name,
            parameters: variables.len() as u32,
            scope,
            precondition: Condition::And(demands),
            outcomes: vec![Outcome::only(effect)],
            consenting: vec![],
            perceptions,
            natural: false,
            is_impression: true,
            claims: vec![],
        }
    }

    /// Somebody acts on what an event merely seems to be; perhaps another counts on it.
    fn lure(&mut self, event: ActionSchemaId) {
        let (victim, other) = (self.someone(), self.someone());
        let who = constant(victim);
        let (fact, value) = match self.rng.below(3) {
            0 => (HIDDEN, self.place()),
            _ => (*self.rng.pick(&FLAGS), Value::TRUE),
        };
        let set = |fluent, arguments, value| Effect::Assign {
            believers: vec![],
            fluent,
            arguments,
            value: Expr::Value(value),
        };
        let is = |schema, arguments: &[Argument], value| {
            equal(fluent(schema, arguments), Expr::Value(value))
        };
        let seeming = &mut self.program.actions[event.index()];
        let demanded = self.rng.chance(1, 2);
        if demanded {
            seeming.precondition = is(fact, &[], value);
        } else {
            seeming.outcomes = vec![Outcome::only(set(fact, vec![], value))];
        }
        let mut react = self.action("react".to_owned());
        (react.parameters, react.scope) = (0, vec![]);
        react.precondition = is(MARKED, &[who], Value::FALSE);
        react.outcomes = vec![Outcome::only(set(MARKED, vec![who], Value::TRUE))];
        react.consenting = vec![who];
        react.perceptions = self.perceptions(&mut react.scope, &[]);
        let mut feint = react.clone();
        feint.name = "feint".to_owned();
        feint.precondition =
            if self.rng.chance(1, 3) { self.condition(&[], 1) } else { Condition::True };
        feint.outcomes = vec![Outcome::only(self.effects(&[]))];
        feint.consenting = if self.rng.chance(1, 2) { vec![] } else { vec![constant(other)] };
        feint.scope = vec![];
        feint.perceptions = self.perceptions(&mut feint.scope, &[]);
        let mut row = self.showing(&mut feint, event);
        if self.rng.chance(1, 2) {
            row.condition = Condition::True;
        }
        feint.perceptions.insert(0, row);
        let fooled = is(MARKED, &[who], Value::TRUE);
        let gain = Condition::And(vec![fooled.clone(), is(fact, &[], value)]);
        for (wanting, condition) in
            [(Some(victim), gain), (Some(other), fooled.clone()), (None, fooled)]
        {
            let wants = match wanting {
                Some(Value::Entity(entity)) => &mut self.program.utilities[entity.index()].wants[0],
                _ => &mut self.program.author.wants[0],
            };
            wants.amount = sum(Expr::Truth(Box::new(condition)), wants.amount.clone());
        }
        self.program.actions.extend([feint, react]);
    }

    /// A comparison of a fluent with a value, perhaps in somebody's mind.
    fn demand(&mut self, variables: &[VariableId]) -> Condition {
        let demand = loop {
            let atom = self.atom(variables);
            let Condition::Compare(_, left, right) = &atom else { continue };
            let fixed = |expr: &Expr| matches!(expr, Expr::Value(_));
            if fixed(left) || fixed(right) {
                break atom;
            }
        };
        match self.rng.below(8) {
            0 => Condition::Not(Box::new(demand)),
            1 => {
                let who = self.who(variables);
                Condition::Believes(who, Box::new(demand))
            }
            _ => demand,
        }
    }

    /// A row that shows an event to somebody as another one.
    fn showing(&mut self, action: &mut ActionSchema, event: ActionSchemaId) -> Perception {
        let observer = VariableId::at(action.scope.len());
        action.scope.push(Variable { name: "w".to_owned(), domain: Domain::Type(CHARACTER) });
        let variables: Vec<VariableId> = (0..action.parameters as usize)
            .filter(|&index| action.scope[index].domain == Domain::Type(CHARACTER))
            .map(VariableId::at)
            .collect();
        let place = self.place();
        let at = |who: Argument| fluent(AT, &[who]);
        let who = self.who(&variables);
        let condition = match self.rng.below(6) {
            0 => Condition::True,
            1 | 2 => equal(at(Argument::Variable(observer)), Expr::Value(place)),
            3 => Condition::Compare(Comparison::Unequal, at(Argument::Variable(observer)), at(who)),
            4 => self.condition(&[observer], 1),
            _ => {
                let someone = self.someone();
                equal(Expr::Variable(observer), Expr::Value(someone))
            }
        };
        let arguments = (0..self.program.actions[event.index()].parameters)
            .map(|_| match self.rng.below(3) {
                0 => Argument::Variable(observer),
                _ => self.who(&variables),
            })
            .collect();
        Perception {
            observer: Some(observer),
            when: if self.rng.chance(1, 3) { When::After } else { When::Before },
            condition,
            perceived: Perceived::Appearance(event, arguments),
        }
    }
}
