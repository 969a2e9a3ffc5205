//! Clauses: sentences with everything filled in but how each is called and in which form each verb
//! stands.

use motive_world::id::EntityId;
use motive_world::program::{BOOLEAN, CHARACTER, ClaimArgument, Condition, Written, as_written};
use motive_world::value::Value;

use crate::lexicon::Template;
use crate::naming::{self, Names};
use crate::tale::{Deed, Happening, Held};
use crate::template::{Form, Segment, Sentence, Target};
use crate::verb;

/// Who or what a name stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Referent {
    /// One, or several that are named together.
    Entities(Vec<EntityId>),
    /// Words: a number, nobody.
    Words(String),
}

/// The form of a verb, beyond agreement and tense.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum VerbForm {
    /// *goes*, *went*
    Finite,
    /// *go*
    Plain,
    /// *to go*
    Infinitive,
    /// *would go*
    Expected,
    /// *did not go*
    Negated,
    /// *not to go*
    NegatedInfinitive,
}

/// A part of a clause.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Piece {
    Text(String),
    Name(Referent, Form),
    /// The subject, understood: *she took the letter and [she] went*.
    Understood(Referent),
    Verb {
        verb: String,
        /// The piece that it agrees with.
        with: Option<usize>,
        is_plural: bool,
        form: VerbForm,
    },
}

/// A clause.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Clause {
    pub(crate) pieces: Vec<Piece>,
}

/// Facts of these names say who somebody is, not where something is.
const IDENTITIES: [&str; 16] = [
    "culprit", "winner", "owner", "killer", "murderer", "leader", "ruler", "thief", "victim",
    "heir", "author", "writer", "finder", "host", "king", "queen",
];

/// What begins a clause within a clause, or joins two.
const SUBORDINATORS: [&str; 12] = [
    " that ",
    " who ",
    " which ",
    " if ",
    " because ",
    " when ",
    " where ",
    " whether ",
    " while ",
    " and ",
    " but ",
    " or ",
];

impl Clause {
    pub(crate) fn text(&mut self, text: impl Into<String>) -> &mut Self {
        self.pieces.push(Piece::Text(text.into()));
        self
    }

    pub(crate) fn name(&mut self, entity: EntityId) -> &mut Self {
        self.names(vec![entity])
    }

    pub(crate) fn names(&mut self, entities: Vec<EntityId>) -> &mut Self {
        self.pieces.push(Piece::Name(Referent::Entities(entities), Form::Name));
        self
    }

    /// A verb that agrees with the last name.
    pub(crate) fn verb(&mut self, verb: &str) -> &mut Self {
        let with = self.pieces.iter().rposition(|piece| matches!(piece, Piece::Name(..)));
        let form = VerbForm::Finite;
        self.pieces.push(Piece::Verb { verb: verb.to_owned(), with, is_plural: false, form });
        self
    }

    /// Puts another clause at the end.
    pub(crate) fn clause(&mut self, other: Clause) -> &mut Self {
        let offset = self.pieces.len();
        self.pieces.extend(other.pieces.into_iter().map(|piece| match piece {
            Piece::Verb { verb, with, is_plural, form } => {
                Piece::Verb { verb, with: with.map(|with| with + offset), is_plural, form }
            }
            other => other,
        }));
        self
    }

    /// The subject, if the clause begins with a name that its first verb agrees with.
    pub(crate) fn subject(&self) -> Option<&Referent> {
        let first = match self.pieces.first() {
            Some(Piece::Name(referent, Form::Name)) => referent,
            _ => return None,
        };
        let verb = self.main_verb()?;
        let Piece::Verb { with, .. } = &self.pieces[verb] else { return None };
        let plain = self.pieces[1..verb]
            .iter()
            .all(|piece| matches!(piece, Piece::Text(text) if !text.contains([',', '.', ';'])));
        (*with == Some(0) && plain).then_some(first)
    }

    /// The first verb.
    pub(crate) fn main_verb(&self) -> Option<usize> {
        self.pieces.iter().position(|piece| matches!(piece, Piece::Verb { .. }))
    }

    /// Whether it is one sentence.
    pub(crate) fn is_one_sentence(&self) -> bool {
        let last = self.pieces.len().saturating_sub(1);
        self.pieces.iter().enumerate().all(|(at, piece)| match piece {
            Piece::Text(text) => {
                let text = if at == last { text.trim_end().trim_end_matches('.') } else { text };
                !text.contains(['.', '!', '?', '…', '"', '\'', '“', '”'])
            }
            _ => true,
        })
    }

    /// Whether something can be added with *and* and be understood of the subject.
    pub(crate) fn is_plain(&self) -> bool {
        self.pieces.iter().all(|piece| match piece {
            Piece::Text(text) => {
                let spaced = format!("{text} ");
                let purpose = text.find(" to ").is_some_and(|at| text.len() > at + 4);
                !text.contains([',', ';', ':'])
                    && !purpose
                    && !SUBORDINATORS.iter().any(|word| spaced.contains(word))
            }
            _ => true,
        })
    }

    /// Whether *and* joins anything in it.
    pub(crate) fn has_and(&self) -> bool {
        self.pieces.iter().any(|piece| matches!(piece, Piece::Text(text) if text.contains(" and ")))
    }

    /// Without the full stop at its end.
    pub(crate) fn unstopped(mut self) -> Self {
        while let Some(Piece::Text(text)) = self.pieces.last_mut() {
            let kept = text.trim_end().trim_end_matches('.').trim_end().len();
            text.truncate(kept);
            if text.is_empty() {
                self.pieces.pop();
            } else {
                break;
            }
        }
        self
    }

    /// With the verbs of the main clause in another form; the first alone where the others follow
    /// it in any case.
    pub(crate) fn in_form(mut self, form: VerbForm) -> Option<Self> {
        let first = self.main_verb()?;
        let subject = match &self.pieces[first] {
            Piece::Verb { with, .. } => *with,
            _ => None,
        };
        let mut is_main = true;
        for at in 0..self.pieces.len() {
            match &mut self.pieces[at] {
                Piece::Text(text) => {
                    let deeper = SUBORDINATORS[..9].iter();
                    let mut deeper = deeper.filter(|word| format!("{text} ").contains(*word));
                    is_main &= deeper.next().is_none();
                }
                Piece::Verb { with, form: present, .. } if at == first => {
                    let _ = with;
                    *present = form;
                }
                Piece::Verb { with, form: present, .. } if is_main && *with == subject => {
                    *present = match form {
                        VerbForm::Finite | VerbForm::Negated => VerbForm::Finite,
                        _ => VerbForm::Plain,
                    };
                }
                _ => {}
            }
        }
        Some(self)
    }

    /// What is left when the subject is understood.
    pub(crate) fn predicate(mut self) -> Self {
        if let Some(Piece::Name(referent, Form::Name)) = self.pieces.first() {
            self.pieces[0] = Piece::Understood(referent.clone());
            if let Some(Piece::Text(text)) = self.pieces.get_mut(1) {
                let start = text.trim_start().to_owned();
                *text = start;
            }
        }
        self
    }
}

/// Fills in sentences.
#[derive(Clone, Copy)]
pub(crate) struct Binder<'a> {
    pub(crate) names: Names<'a>,
}

/// What a name in braces is filled in with.
#[derive(Clone)]
enum Filling {
    Referent(Referent),
    /// A claim, as after *that*.
    Clause(Clause),
}

impl Binder<'_> {
    fn referent(&self, value: Value) -> Referent {
        match value {
            Value::Entity(entity) => Referent::Entities(vec![entity]),
            other => Referent::Words(self.names.value(other)),
        }
    }

    fn bind(&self, sentence: &Sentence, fill: impl Fn(Target) -> Filling) -> Clause {
        let mut clause = Clause::default();
        let mut targets: Vec<(Target, usize)> = vec![];
        for segment in &sentence.segments {
            match segment {
                Segment::Text(text) => {
                    clause.text(text.clone());
                }
                Segment::Name(target, form) => {
                    targets.push((*target, clause.pieces.len()));
                    match fill(*target) {
                        Filling::Referent(referent) => {
                            clause.pieces.push(Piece::Name(referent, *form));
                        }
                        Filling::Clause(inner) => {
                            clause.clause(inner.unstopped());
                        }
                    }
                }
                Segment::Verb { verb, with } => {
                    let named = |target: &Target| {
                        let mut places = targets.iter().rev();
                        places.find(|(other, _)| other == target).map(|(_, at)| *at)
                    };
                    let with = match with {
                        Some(target) => named(target).or_else(|| {
                            // Nobody names it before; it is understood.
                            match fill(*target) {
                                Filling::Referent(referent) => {
                                    clause.pieces.push(Piece::Understood(referent));
                                    Some(clause.pieces.len() - 1)
                                }
                                Filling::Clause(_) => None,
                            }
                        }),
                        None => clause.agreeing(),
                    };
                    let is_plural = verb::is_written_plural(verb)
                        || with.is_some_and(|with| clause.is_joined(with));
                    let form = VerbForm::Finite;
                    let verb = verb.clone();
                    clause.pieces.push(Piece::Verb { verb, with, is_plural, form });
                }
            }
        }
        clause
    }

    /// What a sentence's parameters are filled in with: the arguments, of which those of each claim
    /// are one.
    fn fillings(&self, claims: &[ClaimArgument], arguments: &[Value]) -> Vec<Filling> {
        let filling = |written: Written<'_, Value>| match written {
            Written::Plain(value) => Filling::Referent(self.referent(value)),
            Written::Claim(claim, about) => Filling::Clause(self.claim(&claim.claim, &about)),
        };
        as_written(claims, arguments.to_vec()).into_iter().map(filling).collect()
    }

    /// A claim as it is said after *that*.
    pub(crate) fn claim(&self, name: &str, about: &[Value]) -> Clause {
        let sentence = self.names.lexicon.claim(name).and_then(|claim| claim.sentence.as_ref());
        if let Some(sentence) = sentence {
            return self.bind(sentence, |target| {
                let value = match target {
                    Target::Parameter(at) => about.get(at).copied(),
                    Target::Entity(entity) => Some(Value::Entity(entity)),
                    Target::Value => None,
                };
                Filling::Referent(self.referent(value.unwrap_or(Value::Unknown)))
            });
        }
        // `keeps(Carol, Letter)` reads as it is written.
        let mut clause = Clause::default();
        let words = naming::words(name);
        let Some((&first, rest)) = about.split_first() else {
            clause.text(words);
            return clause;
        };
        clause.pieces.push(Piece::Name(self.referent(first), Form::Name));
        let (verb, after) = words.split_once(' ').unwrap_or((&words, ""));
        clause.text(" ").verb(verb).text(format!(" {after}"));
        for &value in rest {
            clause.text(" ").pieces.push(Piece::Name(self.referent(value), Form::Name));
        }
        clause
    }

    /// An event in words: by its sentence, or by its name.
    pub(crate) fn happening(&self, happening: &Happening) -> Clause {
        let lexicon = self.names.lexicon;
        let texts: &[Template] = match happening.deed {
            Deed::Action(action) => lexicon.action(action),
            Deed::Rule(trigger) | Deed::Thought(trigger) => lexicon.trigger(trigger),
        };
        let Some(template) = happening.text.and_then(|text| texts.get(text)) else {
            return self.by_name(happening);
        };
        let fillings = self.fillings(self.claims(happening), &happening.arguments);
        self.bind(&template.sentence, |target| match target {
            Target::Parameter(at) => self.filling(&fillings, at),
            Target::Entity(entity) => Filling::Referent(Referent::Entities(vec![entity])),
            Target::Value => Filling::Referent(self.referent(Value::Unknown)),
        })
    }

    /// How an event turned out, where that has a sentence of its own.
    pub(crate) fn sequel(&self, happening: &Happening) -> Option<Clause> {
        let text = happening.sequel?;
        Some(self.happening(&Happening { text: Some(text), sequel: None, ..happening.clone() }))
    }

    /// The sentence of how an event turned out, also where it is the only one.
    pub(crate) fn outcome(&self, happening: &Happening) -> Option<Clause> {
        let text = happening.sequel.or(happening.text)?;
        let Deed::Action(action) = happening.deed else { return None };
        self.names.lexicon.action(action).get(text)?.outcome?;
        Some(self.happening(&Happening { text: Some(text), sequel: None, ..happening.clone() }))
    }

    /// An event that is only meant to happen, in one clause: where the sentence that fits is none (as
    /// one with direct speech), by the first after it that fits whatever is so; else by its name.
    pub(crate) fn intended(&self, happening: &Happening) -> Clause {
        let serves = |clause: &Clause| clause.is_one_sentence() && clause.main_verb().is_some();
        let fitting = self.happening(happening);
        if serves(&fitting) {
            return fitting;
        }
        let texts: &[Template] = match happening.deed {
            Deed::Action(action) => self.names.lexicon.action(action),
            Deed::Rule(_) | Deed::Thought(_) => &[],
        };
        let first = happening.text.map_or(texts.len(), |text| text + 1);
        let plain = texts.iter().enumerate().skip(first);
        plain
            .filter(|(_, template)| template.condition == Condition::True)
            .map(|(text, _)| self.happening(&Happening { text: Some(text), ..happening.clone() }))
            .find(serves)
            .unwrap_or_else(|| self.by_name(happening))
    }

    fn filling(&self, fillings: &[Filling], at: usize) -> Filling {
        let unknown = || Filling::Referent(self.referent(Value::Unknown));
        fillings.get(at).cloned().unwrap_or_else(unknown)
    }

    /// Which arguments of an event are claims.
    pub(crate) fn claims(&self, happening: &Happening) -> &[ClaimArgument] {
        let program = self.names.program;
        match happening.deed {
            Deed::Action(action) => &program.actions[action.index()].claims,
            Deed::Rule(trigger) | Deed::Thought(trigger) => {
                &program.triggers[trigger.index()].claims
            }
        }
    }

    /// A fact, or what somebody believes, in words; `None` if it cannot be said.
    pub(crate) fn held(&self, held: &Held) -> Option<Clause> {
        let mut clause = self.fact(held)?.unstopped();
        for &believer in held.believers.iter().rev() {
            let mut outer = Clause::default();
            outer.name(believer.entity()).text(" ").verb("believes").text(" that ").clause(clause);
            clause = outer;
        }
        Some(clause)
    }

    fn fact(&self, held: &Held) -> Option<Clause> {
        if held.value == Value::Unknown {
            return None;
        }
        let fluent = &self.names.program.fluents[held.fluent.index()];
        let Some(sentence) = self.names.lexicon.fluent(held.fluent) else {
            return self.fact_by_name(held);
        };
        let first = sentence.segments.iter().find(|s| matches!(s, Segment::Name(..)));
        let value_first = matches!(first, Some(Segment::Name(Target::Value, _)));
        let fillings = self.fillings(&fluent.claims, &held.arguments);
        let clause = self.bind(sentence, |target| match target {
            Target::Parameter(at) => self.filling(&fillings, at),
            Target::Entity(entity) => Filling::Referent(Referent::Entities(vec![entity])),
            Target::Value if held.value == Value::None => {
                Filling::Referent(Referent::Words(self.names.none_of(fluent.value, value_first)))
            }
            Target::Value => Filling::Referent(self.referent(held.value)),
        });
        let says_no = held.value == Value::FALSE || held.value == Value::None && !value_first;
        if says_no { clause.in_form(VerbForm::Negated) } else { Some(clause) }
    }

    /// A fact that has no sentence: *Ida was tired*, *the holder of the ring was Bo*.
    fn fact_by_name(&self, held: &Held) -> Option<Clause> {
        let fluent = &self.names.program.fluents[held.fluent.index()];
        let words = naming::words(&fluent.name);
        let things: Vec<EntityId> = held
            .arguments
            .iter()
            .filter_map(|value| match value {
                Value::Entity(entity) => Some(*entity),
                _ => None,
            })
            .collect();
        let mut clause = Clause::default();
        match (things.as_slice(), fluent.value == BOOLEAN) {
            ([one], true) => {
                clause.name(*one).text(" ");
                match words.strip_prefix("has ") {
                    Some(what) => clause.verb("has").text(format!(" the {what}")),
                    None => clause.verb("is").text(format!(" {words}")),
                };
            }
            (_, true) => return None,
            (things @ ([] | [_]), false) => {
                let is_place = matches!(&*words, "at" | "in" | "location" | "place" | "where");
                match things {
                    [one] if is_place => clause.name(*one).text(" "),
                    [one] => clause.text(format!("the {words} of ")).name(*one).text(" "),
                    _ => clause.text(format!("the {words} ")),
                };
                let with = things.first().filter(|_| is_place).map(|_| 0);
                let (verb, form) = ("is".to_owned(), VerbForm::Finite);
                clause.pieces.push(Piece::Verb { verb, with, is_plural: false, form });
                // `letter() = Wren` is who has it; `winner() = Wren` is who it is.
                let is_thing = is_place || things.is_empty() && !IDENTITIES.contains(&&*words);
                let somebody =
                    |value| matches!(value, Value::Entity(one) if self.names.is_character(one));
                clause.text(match held.value {
                    value if is_thing && somebody(value) => " with ",
                    Value::Entity(_) if is_thing => " at ",
                    _ => " ",
                });
                let value = if held.value == Value::None {
                    let somebody = self.names.program.is_subtype(fluent.value, CHARACTER);
                    Referent::Words(if somebody { "nobody" } else { "nothing" }.to_owned())
                } else {
                    self.referent(held.value)
                };
                clause.pieces.push(Piece::Name(value, Form::Name));
            }
            _ => return None,
        }
        if held.value == Value::FALSE { clause.in_form(VerbForm::Negated) } else { Some(clause) }
    }
}

impl Clause {
    /// What a verb at the end agrees with: after *and* or a comma, what the verb before it agrees
    /// with; else the nearest name.
    fn agreeing(&self) -> Option<usize> {
        if let Some(Piece::Text(text)) = self.pieces.last() {
            let continues = [" and ", " but ", " or ", " then ", ", "];
            if continues.iter().any(|end| text.ends_with(end)) {
                let verb = self.pieces.iter().rev().find_map(|piece| match piece {
                    Piece::Verb { with, .. } => Some(*with),
                    _ => None,
                });
                if let Some(with) = verb {
                    return with;
                }
            }
        }
        self.nearest_name()
    }

    /// The nearest name that a verb can agree with: a possessive only where there is no other.
    fn nearest_name(&self) -> Option<usize> {
        self.pieces.iter().rposition(|piece| {
            matches!(piece, Piece::Name(_, form) if !matches!(form, Form::Possessive | Form::Their))
        })
    }

    /// Whether a name is the last of two or more that are joined by *and*.
    fn is_joined(&self, name: usize) -> bool {
        name >= 2
            && matches!(&self.pieces[name - 1], Piece::Text(text) if text == " and ")
            && matches!(&self.pieces[name - 2], Piece::Name(..))
    }
}

/// About how long a clause is.
pub(crate) fn length(clause: &Clause) -> usize {
    let pieces = clause.pieces.iter().map(|piece| match piece {
        Piece::Text(text) => text.len(),
        Piece::Name(..) => 8,
        Piece::Understood(_) => 0,
        Piece::Verb { verb, .. } => verb.len(),
    });
    pieces.sum()
}
