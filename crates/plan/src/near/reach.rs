//! Backwards from an aim to what is the case.

use std::sync::Arc;

use motive_world::ground::{FluentId, Kind, Slot, Term, Test, View, as_number};
use motive_world::id::{ActionSchemaId, CharacterId};
use motive_world::program::{Argument, Arithmetic, Comparison};
use motive_world::state::StateRegistry;
use motive_world::value::{Number, Value};

use super::memo::Aim;
use super::schema::{AtomTest, How, Place, argument};
use super::{Near, Others, Question};
use crate::relaxed::Interval;

/// The arguments of an action, as far as they are known.
pub(super) type Binding = Vec<Option<Value>>;

/// What a fluent is to become.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Change {
    /// Something else.
    Any,
    /// A greater number, or one that cannot be told.
    Up,
    /// A smaller number, or one that cannot be told.
    Down,
}

/// One question under way: everything that stays the same on the way back.
struct Asked<'q> {
    states: &'q StateRegistry<'q>,
    row: &'q [u64],
    question: &'q Question,
}

impl Near<'_> {
    /// Whether the utility may exceed `present` (and reach `goal`) within so many steps.
    pub(super) fn achieved(
        &mut self,
        states: &StateRegistry<'_>,
        question: &Question,
        present: Number,
        goal: Option<Number>,
        steps: u32,
    ) -> bool {
        let asked = Asked { states, row: states.row(question.valuation), question };
        let world = self.world;
        let utility = match question.owner {
            None => &world.author,
            Some(who) => &world.utilities[who.index()],
        };
        let mut sum = Interval::point(0.0);
        for want in &utility.wants {
            let weight = self.range(&asked, &want.weight, steps);
            let amount = self.range(&asked, &want.amount, steps);
            sum = sum.combine(Arithmetic::Add, weight.combine(Arithmetic::Multiply, amount));
        }
        sum.greatest > present.get() && goal.is_none_or(|goal| sum.greatest >= goal.get())
    }

    /// The numbers that a term may come to within so many steps.
    fn range(&mut self, asked: &Asked<'_>, term: &Term, steps: u32) -> Interval {
        match term {
            Term::Value(value) => match as_number(*value) {
                Value::Number(number) => Interval::point(number.get()),
                _ => Interval::UNKNOWN,
            },
            Term::Fluent(fluent) => match self.world.fluents[fluent.index()].kind {
                Kind::Number => self.number(asked, *fluent, steps),
                Kind::Boolean => {
                    let yes = self.may_become(asked, *fluent, Value::TRUE, steps);
                    let no = self.may_become(asked, *fluent, Value::FALSE, steps);
                    Interval {
                        least: if no { 0.0 } else { 1.0 },
                        greatest: if yes { 1.0 } else { 0.0 },
                        unknown: false,
                    }
                }
                Kind::Open => {
                    let yes = self.may_become(asked, *fluent, Value::TRUE, steps);
                    let no = self.may_become(asked, *fluent, Value::FALSE, steps);
                    let unknown = self.may_become(asked, *fluent, Value::Unknown, steps);
                    let known = match (no, yes) {
                        (false, false) => Interval::UNKNOWN,
                        _ => Interval {
                            least: if no { 0.0 } else { 1.0 },
                            greatest: if yes { 1.0 } else { 0.0 },
                            unknown: false,
                        },
                    };
                    Interval { unknown, ..known }
                }
                Kind::Entity => Interval::ANY,
            },
            Term::Believed(..) => Interval::ANY,
            Term::Arithmetic(operation, left, right) => {
                let left = self.range(asked, left, steps);
                left.combine(*operation, self.range(asked, right, steps))
            }
            Term::Sum(parts) => parts.iter().fold(Interval::point(0.0), |sum, part| {
                sum.combine(Arithmetic::Add, self.range(asked, part, steps))
            }),
            Term::Product(parts) => parts.iter().fold(Interval::point(1.0), |product, part| {
                product.combine(Arithmetic::Multiply, self.range(asked, part, steps))
            }),
            Term::If(branches, otherwise) => {
                let mut hull = self.range(asked, otherwise, steps);
                for (test, then) in branches {
                    if self.may_hold(asked, test, None, steps) {
                        hull = hull.hull(self.range(asked, then, steps));
                    }
                }
                hull
            }
            Term::Truth(test) => Interval {
                least: 0.0,
                greatest: if self.may_hold(asked, test, None, steps) { 1.0 } else { 0.0 },
                unknown: false,
            },
        }
    }

    fn number(&mut self, asked: &Asked<'_>, fluent: FluentId, steps: u32) -> Interval {
        let mut interval = match self.now(asked, fluent) {
            Value::Number(number) => Interval::point(number.get()),
            _ => Interval::UNKNOWN,
        };
        let range = self.world.fluents[fluent.index()].range;
        if interval.unknown && self.may_change(asked, fluent, Change::Any, steps) {
            return Interval::ANY;
        }
        if self.may_change(asked, fluent, Change::Up, steps) {
            interval.greatest = range.map_or(f64::INFINITY, |(_, greatest)| greatest.get());
            interval.unknown = true;
        }
        if self.may_change(asked, fluent, Change::Down, steps) {
            interval.least = range.map_or(f64::NEG_INFINITY, |(least, _)| least.get());
            interval.unknown = true;
        }
        interval
    }

    /// Whether a test of the utility may hold within so many steps, in reality or in a mind.
    fn may_hold(
        &mut self,
        asked: &Asked<'_>,
        test: &Test,
        mind: Option<CharacterId>,
        steps: u32,
    ) -> bool {
        match test {
            Test::True | Test::Unless(..) => true,
            Test::False => false,
            Test::And(parts) => parts.iter().all(|part| self.may_hold(asked, part, mind, steps)),
            Test::Or(parts) => parts.iter().any(|part| self.may_hold(asked, part, mind, steps)),
            Test::Believes(who, inner) => match mind {
                None if asked.question.state.is_some() => {
                    self.may_hold(asked, inner, Some(*who), steps)
                }
                _ => true,
            },
            Test::Is(literal) | Test::IsNot(literal) => {
                let positive = matches!(test, Test::Is(_));
                let fluent = literal.fluent;
                if let (Some(who), Some(state)) = (mind, asked.question.state) {
                    let holds = asked.states.view(state).mind(who).is(literal) == positive;
                    let to = if positive { Some(literal.value) } else { None };
                    return holds || self.may_be_learnt(asked, fluent, to, steps);
                }
                let now = self.now(asked, fluent);
                if (now == literal.value) == positive {
                    return true;
                }
                if !positive {
                    return self.may_change(asked, fluent, Change::Any, steps);
                }
                match literal.value {
                    Value::Number(number) => {
                        self.number(asked, fluent, steps).contains(number.get())
                    }
                    _ if self.world.fluents[fluent.index()].kind == Kind::Number => {
                        self.may_change(asked, fluent, Change::Any, steps)
                    }
                    value => self.may_become(asked, fluent, value, steps),
                }
            }
            Test::Compare(..) if mind.is_some() => true,
            Test::Compare(comparison, left, right) => {
                if !self.is_numeric(left) || !self.is_numeric(right) {
                    return true;
                }
                let left = self.range(asked, left, steps);
                let right = self.range(asked, right, steps);
                let unknown = left.unknown || right.unknown;
                match comparison {
                    Comparison::Less => left.least < right.greatest,
                    Comparison::Greater => left.greatest > right.least,
                    Comparison::AtMost => unknown || left.least <= right.greatest,
                    Comparison::AtLeast => unknown || left.greatest >= right.least,
                    Comparison::Equal => {
                        unknown || (left.least <= right.greatest && right.least <= left.greatest)
                    }
                    Comparison::Unequal => true,
                }
            }
        }
    }

    fn is_numeric(&self, term: &Term) -> bool {
        match term {
            Term::Value(value) => matches!(value, Value::Number(_)),
            Term::Fluent(fluent) => self.world.fluents[fluent.index()].kind == Kind::Number,
            Term::Arithmetic(..) | Term::Sum(_) | Term::Product(_) => true,
            _ => false,
        }
    }

    /// The value that a fluent has in the row at hand.
    fn now(&mut self, asked: &Asked<'_>, fluent: FluentId) -> Value {
        self.looked_at.insert(fluent);
        asked.states.decode(asked.row, fluent)
    }

    /// The answer about an aim, found by `find` where it is not known.
    fn remembered(&mut self, aim: Aim, steps: u32, find: impl FnOnce(&mut Self) -> bool) -> bool {
        if let Some((answer, looked_at)) = self.memo.get(aim, steps) {
            self.looked_at.extend(&looked_at);
            return answer;
        }
        let before = std::mem::take(&mut self.looked_at);
        let answer = find(self);
        self.memo.insert(aim, steps, (answer, self.looked_at));
        self.looked_at.extend(&before);
        answer
    }

    /// Whether a fluent may have a value after so many steps, or before.
    fn may_become(
        &mut self,
        asked: &Asked<'_>,
        fluent: FluentId,
        value: Value,
        steps: u32,
    ) -> bool {
        if self.now(asked, fluent) == value {
            return true;
        }
        if steps == 0 {
            return false;
        }
        self.remembered(Aim::Value(fluent, value), steps, |this| {
            let family = this.family(fluent);
            (0..this.writers[family].len()).any(|index| {
                let place = this.writers[family][index];
                this.may_happen(asked, place, fluent, Some(value), steps - 1)
            })
        })
    }

    /// The values that a fluent, which is no number, may have after so many steps or before.
    fn possible(&mut self, asked: &Asked<'_>, fluent: FluentId, steps: u32) -> Arc<[Value]> {
        if let Some((values, looked_at)) = self.values.get(Aim::Any(fluent), steps) {
            self.looked_at.extend(&looked_at);
            return values;
        }
        let before = std::mem::take(&mut self.looked_at);
        let schema = self.world.fluents[fluent.index()].schema;
        let kind = self.world.program.fluents[schema.index()].value.index();
        let mut values = vec![];
        for index in 0..self.members[kind].len() {
            let value = self.members[kind][index];
            if self.may_become(asked, fluent, value, steps) {
                values.push(value);
            }
        }
        let values: Arc<[Value]> = values.into();
        let answer = (Arc::clone(&values), self.looked_at);
        self.values.insert(Aim::Any(fluent), steps, answer);
        self.looked_at.extend(&before);
        values
    }

    /// Whether a fluent may change within so many steps.
    fn may_change(
        &mut self,
        asked: &Asked<'_>,
        fluent: FluentId,
        change: Change,
        steps: u32,
    ) -> bool {
        if steps == 0 {
            return false;
        }
        self.remembered(Aim::Change(fluent, change as u8), steps, |this| {
            let family = this.family(fluent);
            (0..this.writers[family].len()).any(|index| {
                let place = this.writers[family][index];
                let direction = this.schemas[place.schema].mentions[place.mention].direction();
                let fits = match (change, direction) {
                    (Change::Up, Some(up)) => up,
                    (Change::Down, Some(up)) => !up,
                    _ => true,
                };
                fits && this.may_happen(asked, place, fluent, None, steps - 1)
            })
        })
    }

    /// Whether somebody may come to believe something about a fluent within so many steps (that it
    /// has this value).
    fn may_be_learnt(
        &mut self,
        asked: &Asked<'_>,
        fluent: FluentId,
        value: Option<Value>,
        steps: u32,
    ) -> bool {
        if steps == 0 {
            return false;
        }
        // Truth values become numbers where they are written, and numbers are kept in range.
        let value = value.filter(|_| self.world.fluents[fluent.index()].kind != Kind::Number);
        self.remembered(Aim::Learnt(fluent, value), steps, |this| {
            let family = this.family(fluent);
            let writers = this.writers[family].len();
            (0..writers + this.touching[family].len()).any(|index| {
                let place = match index.checked_sub(writers) {
                    None => this.writers[family][index],
                    Some(index) => this.touching[family][index],
                };
                this.may_happen(asked, place, fluent, value, steps - 1)
            })
        })
    }

    fn family(&self, fluent: FluentId) -> usize {
        let schema = self.world.fluents[fluent.index()].schema;
        self.world.program.fluents[schema.index()].family as usize
    }

    /// Whether an action that mentions the fluent like this may happen after so many steps.
    fn may_happen(
        &mut self,
        asked: &Asked<'_>,
        place: Place,
        fluent: FluentId,
        value: Option<Value>,
        steps: u32,
    ) -> bool {
        let mut binding = vec![None; self.schemas[place.schema].domains.len()];
        self.matches(place, fluent, value, &mut binding)
            && self.consent(asked, place.schema, 0, &mut binding, steps)
    }

    /// The actions, with the arguments that this says, that may make a difference at once to what a
    /// character's utility reads.
    pub(super) fn makers(&self, who: CharacterId) -> Vec<(ActionSchemaId, Binding)> {
        let interest = &self.interests[who.index()];
        let mut makers = vec![];
        let mut add = |places: &[Place], fluent: FluentId| {
            for &place in places {
                let mut binding = vec![None; self.schemas[place.schema].domains.len()];
                let maker = ActionSchemaId::at(place.schema);
                if self.matches(place, fluent, None, &mut binding) {
                    let maker = (maker, binding);
                    if !makers.contains(&maker) {
                        makers.push(maker);
                    }
                }
            }
        };
        for &fluent in &interest.facts {
            add(&self.writers[self.family(fluent)], fluent);
        }
        for &fluent in &interest.beliefs {
            add(&self.writers[self.family(fluent)], fluent);
            add(&self.touching[self.family(fluent)], fluent);
        }
        makers
    }

    /// Binds the arguments of an action so that it mentions this fluent (with this value).
    fn matches(
        &self,
        place: Place,
        fluent: FluentId,
        value: Option<Value>,
        binding: &mut Binding,
    ) -> bool {
        let schema = &self.schemas[place.schema];
        let mention = &schema.mentions[place.mention];
        let mut bind = |argument: Argument, value: Value| match argument {
            Argument::Constant(constant) => constant == value,
            Argument::Variable(variable) => match binding.get_mut(variable.index()) {
                // Bound by a quantifier.
                None => true,
                Some(Some(known)) => *known == value,
                Some(open) => {
                    *open = Some(value);
                    schema.domains[variable.index()].contains(&value)
                }
            },
        };
        let arguments = &self.world.fluents[fluent.index()].arguments;
        for (&argument, &value) in mention.arguments.iter().zip(arguments) {
            if !bind(argument, value) {
                return false;
            }
        }
        let said = match mention.how {
            How::Fact(expr) | How::Belief(expr) | How::Test(Some(expr)) => argument(expr),
            How::Test(None) => None,
        };
        match (said, value) {
            (Some(said), Some(value)) => bind(said, value),
            _ => true,
        }
    }

    /// Goes through those who consent, from number `next` on: all must be able to want it.
    fn consent(
        &mut self,
        asked: &Asked<'_>,
        schema: usize,
        next: usize,
        binding: &mut Binding,
        steps: u32,
    ) -> bool {
        let owner = asked.question.owner;
        let consenting = self.schemas[schema].consenting;
        if owner.is_some() && consenting.is_empty() && !self.schemas[schema].natural {
            return false;
        }
        let Some(&argument) = consenting.get(next) else {
            return self.fill_in(asked, schema, 0, binding, steps);
        };
        let Some(owner) = owner.filter(|_| asked.question.others != Others::Anything) else {
            return self.fill_in(asked, schema, 0, binding, steps);
        };
        let own = Value::Entity(owner.entity());
        let (who, parameter) = match argument {
            Argument::Constant(value) => (Some(value), None),
            Argument::Variable(variable) => {
                (binding.get(variable.index()).copied().flatten(), Some(variable.index()))
            }
        };
        if let Some(who) = who {
            return if who == own {
                self.consent(asked, schema, next + 1, binding, steps)
            } else {
                self.other(asked, schema, next, who, binding, steps)
            };
        }
        let Some(parameter) = parameter.filter(|&parameter| parameter < binding.len()) else {
            return true;
        };
        let only = Some(parameter);
        let said = self.said(asked, schema, binding, mask(binding), steps, only);
        let said = said.map(|(_, values)| values);
        let count = match &said {
            Some(values) => values.len(),
            None => self.schemas[schema].domains[parameter].len(),
        };
        for index in 0..count {
            let domain = &self.schemas[schema].domains[parameter];
            let who = match &said {
                Some(values) if !domain.contains(&values[index]) => continue,
                Some(values) => values[index],
                None => domain[index],
            };
            if who != own && asked.question.others == Others::Nothing {
                continue;
            }
            binding[parameter] = Some(who);
            let may = if who == own {
                self.is_open(asked, schema, binding, steps)
                    && self.consent(asked, schema, next + 1, binding, steps)
            } else {
                self.other(asked, schema, next, who, binding, steps)
            };
            if may {
                return true;
            }
        }
        binding[parameter] = None;
        false
    }

    /// The consent of somebody else, who must gain by the action at once.
    fn other(
        &mut self,
        asked: &Asked<'_>,
        schema: usize,
        next: usize,
        who: Value,
        binding: &mut Binding,
        steps: u32,
    ) -> bool {
        let character = match who {
            Value::Entity(entity) => self.world.program.character(entity),
            _ => None,
        };
        let Some(character) = character else { return false };
        if asked.question.others == Others::Nothing {
            return false;
        }
        let facts = self.interests[character.index()].facts.len();
        let all = facts + self.interests[character.index()].beliefs.len();
        for index in 0..all {
            let interest = &self.interests[character.index()];
            let believed = index >= facts;
            let fluent =
                if believed { interest.beliefs[index - facts] } else { interest.facts[index] };
            let family = self.family(fluent);
            for mention in 0..self.schemas[schema].mentions.len() {
                let known = &self.schemas[schema].mentions[mention];
                let same = self.world.program.fluents[known.fluent.index()].family as usize;
                if same != family || !(believed || known.writes()) {
                    continue;
                }
                let arguments = &self.world.fluents[fluent.index()].arguments;
                let mut pairs = known.arguments.iter().zip(arguments);
                let clash = pairs.any(|(argument, value)| match argument {
                    Argument::Constant(constant) => constant != value,
                    Argument::Variable(variable) => binding
                        .get(variable.index())
                        .copied()
                        .flatten()
                        .is_some_and(|bound| bound != *value),
                });
                if clash {
                    continue;
                }
                let mut bound = binding.clone();
                if self.matches(Place { schema, mention }, fluent, None, &mut bound)
                    && self.is_open(asked, schema, &bound, steps)
                    && self.consent(asked, schema, next + 1, &mut bound, steps)
                {
                    return true;
                }
            }
        }
        false
    }

    /// Whether nothing that is bound fails, as far as that costs nothing to say.
    fn is_open(&mut self, asked: &Asked<'_>, schema: usize, binding: &Binding, steps: u32) -> bool {
        let bound = mask(binding);
        (0..self.schemas[schema].atoms.len().min(64)).all(|index| {
            self.schemas[schema].atoms[index].reads & !bound != 0
                || self.atom(asked, schema, index, binding, steps, false) != Some(false)
        })
    }

    /// Whether what is still open can be bound so that all of the precondition may hold.
    fn fill_in(
        &mut self,
        asked: &Asked<'_>,
        schema: usize,
        mut checked: u64,
        binding: &mut Binding,
        steps: u32,
    ) -> bool {
        let bound = mask(binding);
        // What costs nothing first.
        for dear in [false, true] {
            for index in 0..self.schemas[schema].atoms.len().min(64) {
                let atom = &self.schemas[schema].atoms[index];
                if checked & 1 << index != 0 || atom.reads & !bound != 0 {
                    continue;
                }
                match self.atom(asked, schema, index, binding, steps, dear) {
                    Some(true) => checked |= 1 << index,
                    Some(false) => return false,
                    None => {}
                }
            }
        }
        let Some((parameter, said)) = self.next_parameter(asked, schema, binding, bound, steps)
        else {
            return true;
        };
        let count = match &said {
            Some(values) => values.len(),
            None => self.schemas[schema].domains[parameter].len(),
        };
        for index in 0..count {
            let domain = &self.schemas[schema].domains[parameter];
            let value = match &said {
                Some(values) if !domain.contains(&values[index]) => continue,
                Some(values) => values[index],
                None => domain[index],
            };
            binding[parameter] = Some(value);
            if self.fill_in(asked, schema, checked, binding, steps) {
                binding[parameter] = None;
                return true;
            }
        }
        binding[parameter] = None;
        false
    }

    /// Whether a part of a precondition may hold; `None` where that would cost something and
    /// nothing is to be spent.
    fn atom(
        &mut self,
        asked: &Asked<'_>,
        schema: usize,
        index: usize,
        binding: &Binding,
        steps: u32,
        dear: bool,
    ) -> Option<bool> {
        let value_of = |argument: Argument| match argument {
            Argument::Constant(value) => value,
            Argument::Variable(variable) => binding[variable.index()].unwrap_or(Value::Unknown),
        };
        match &self.schemas[schema].atoms[index].test {
            AtomTest::Arguments(one, other, positive) => {
                Some((value_of(*one) == value_of(*other)) == *positive)
            }
            AtomTest::Fluent { fluent, arguments, value, positive } => {
                let (value, positive) = (value_of(*value), *positive);
                let arguments = arguments.iter().map(|&argument| value_of(argument));
                match self.world.locate(*fluent, arguments) {
                    Slot::Constant(constant) => Some((constant == value) == positive),
                    Slot::Fluent(fluent) => {
                        let now = self.now(asked, fluent);
                        if (now == value) == positive {
                            Some(true)
                        } else if steps == 0 {
                            Some(false)
                        } else if !dear {
                            None
                        } else if positive {
                            Some(self.may_become(asked, fluent, value, steps))
                        } else {
                            Some(self.may_change(asked, fluent, Change::Any, steps))
                        }
                    }
                }
            }
        }
    }

    /// A parameter (this one, if `only` says so) whose value a fluent says, and the values that it
    /// may have.
    fn said(
        &mut self,
        asked: &Asked<'_>,
        schema: usize,
        binding: &Binding,
        bound: u64,
        steps: u32,
        only: Option<usize>,
    ) -> Option<(usize, Arc<[Value]>)> {
        let known = &self.schemas[schema];
        for atom in &known.atoms {
            let AtomTest::Fluent { fluent, arguments, value, positive: true } = &atom.test else {
                continue;
            };
            let Argument::Variable(variable) = value else { continue };
            let own = 1u64 << variable.index();
            if only.is_some_and(|only| only != variable.index()) {
                continue;
            }
            if arguments.contains(value) || bound & own != 0 || atom.reads & !bound != own {
                continue;
            }
            let arguments = arguments.iter().map(|&argument| match argument {
                Argument::Constant(value) => value,
                Argument::Variable(variable) => binding[variable.index()].unwrap_or(Value::Unknown),
            });
            match self.world.locate(*fluent, arguments) {
                Slot::Constant(value) => {
                    return Some((variable.index(), Arc::from([value])));
                }
                Slot::Fluent(fluent) => {
                    let parameter = variable.index();
                    if steps == 0 {
                        let now = self.now(asked, fluent);
                        return Some((parameter, Arc::from([now])));
                    }
                    return Some((parameter, self.possible(asked, fluent, steps)));
                }
            }
        }
        None
    }

    /// The parameter to bind next, and the values that it may have, where a fluent says so.
    fn next_parameter(
        &mut self,
        asked: &Asked<'_>,
        schema: usize,
        binding: &Binding,
        bound: u64,
        steps: u32,
    ) -> Option<(usize, Option<Arc<[Value]>>)> {
        if let Some((parameter, values)) = self.said(asked, schema, binding, bound, steps, None) {
            return Some((parameter, Some(values)));
        }
        let known = &self.schemas[schema];
        let mut best: Option<(bool, usize, usize)> = None;
        for (parameter, domain) in known.domains.iter().enumerate() {
            let own = 1u64 << parameter;
            if bound & own != 0 {
                continue;
            }
            let at_once = known
                .atoms
                .iter()
                .any(|atom| atom.reads & own != 0 && atom.reads & !bound & !own == 0);
            let rank = (!at_once, domain.len(), parameter);
            if best.is_none_or(|best| rank < best) {
                best = Some(rank);
            }
        }
        best.map(|(_, _, parameter)| (parameter, None))
    }
}

/// The parameters that are bound, a bit each.
fn mask(binding: &Binding) -> u64 {
    let bound = binding.iter().enumerate().filter(|(_, value)| value.is_some());
    bound.fold(0, |mask, (parameter, _)| mask | 1 << parameter)
}
