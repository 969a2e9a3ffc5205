//! Wants: named terms, summed.

use super::condition::Mode;
use super::declared::{Declared, Known, of_kind};
use super::reader::{Reader, first_word};
use super::report::Report;
use super::value::{Kind, may_be_unknown};
use crate::diagnostic::{Diagnostic, FileId, Span, codes};
use motive_syntax::motive::SyntaxKind::*;
use motive_syntax::motive::ast::{Name, Node};
use motive_world::id::{CharacterId, EntityId};
use motive_world::program::{
    Argument, CHARACTER, Comparison, Condition, Expr, Refusal, Utility, Want,
};
use motive_world::value::{Number, Value};

/// What everybody wants.
pub(super) struct Wants {
    pub(super) author: Utility,
    pub(super) author_place: Option<Span>,
    pub(super) characters: Vec<Utility>,
    pub(super) places: Vec<Option<Span>>,
    /// By character, then by term: the words for it.
    pub(super) words: Vec<Vec<Option<String>>>,
    pub(super) refusals: Vec<Refusal>,
    pub(super) refusal_places: Vec<Span>,
}

/// Reads all wants, and what is refused.
pub(super) fn read(declared: &Declared, declarations: &[Node], report: &mut Report) -> Wants {
    let count = declared.characters as usize;
    let mut wants = Wants {
        author: Utility::default(),
        author_place: None,
        characters: vec![Utility::default(); count],
        places: vec![None; count],
        words: vec![vec![]; count],
        refusals: vec![],
        refusal_places: vec![],
    };
    for declaration in of_kind(declarations, REFUSES_DECL) {
        refuse(declared, declaration, &mut wants, report);
    }
    for declaration in of_kind(declarations, WANTS_DECL) {
        let place = report.span(declaration.range());
        if let Some(binder) = declaration.child(BINDER) {
            let Some((name, everyone)) = each(declared, &binder, "want", report) else { continue };
            for &entity in everyone {
                let value = Value::Entity(entity);
                let id = CharacterId(entity.0);
                let me = (name.text(), Argument::Constant(value), Known::Value(value));
                let utility = &mut wants.characters[id.index()];
                let words = &mut wants.words[id.index()];
                terms(declared, &declaration.clone(), Some(me), (utility, words), true, report);
                wants.places[id.index()].get_or_insert(place);
            }
            continue;
        }
        let Some(name) = declaration.name() else { continue };
        if is_of_author(declaration) {
            terms(declared, declaration, None, (&mut wants.author, &mut vec![]), false, report);
            wants.author_place.get_or_insert(place);
            continue;
        }
        let mut reader = Reader::new(declared, report);
        if let Some(Argument::Constant(Value::Entity(entity))) =
            reader.character(&name, "want something")
        {
            let id = CharacterId(entity.0);
            let all = (&mut wants.characters[id.index()], &mut wants.words[id.index()]);
            terms(declared, declaration, None, all, true, report);
            wants.places[id.index()].get_or_insert(place);
        }
    }
    let is_outlined = of_kind(declarations, OUTLINE_DECL).next().is_some();
    let wants_something = declared.has_goal || is_outlined;
    if !wants_something && is_world(declarations, report) && !declared.has_gaps {
        report.push(
            Diagnostic::without_place(
                codes::AUTHOR_WANTS,
                "the author wants nothing, so no story can get anywhere",
            )
            .help("add `author wants …`: what the story is to bring about"),
        );
    }
    wants
}

/// The variable of `each c: character`, and everybody that it stands for.
fn each<'d>(
    declared: &'d Declared,
    binder: &Node,
    verb: &str,
    report: &mut Report,
) -> Option<(Name, &'d [EntityId])> {
    let (name, kind) = (binder.name()?, binder.child(KIND)?);
    let kind = declared.variable_kind(&kind, report)?;
    if !declared.is_subtype(kind, CHARACTER) {
        let what = super::declared::article(&declared.types[kind.index()].name);
        report.at(
            codes::NOT_SOMEBODY,
            binder.range(),
            format!("only a character can {verb} something, and this is {what}"),
            "use `character` or a kind of it",
        );
        return None;
    }
    Some((name, declared.members(kind)))
}

/// Reads what is refused in one declaration.
fn refuse(declared: &Declared, declaration: &Node, wants: &mut Wants, report: &mut Report) {
    let Some(condition) = declaration.expressions().next() else { return };
    let place = report.span(declaration.range());
    let said = declaration.child(SAY).map(|say| say.said());
    let said = said.filter(|said| !said.trim().is_empty());
    let mut add = |character: CharacterId, reader: Reader<'_>, condition: Condition| {
        let (scope, said) = (reader.scope, said.clone());
        wants.refusals.push(Refusal { character, scope, condition, said });
        wants.refusal_places.push(place);
    };
    if let Some(binder) = declaration.child(BINDER) {
        let Some((name, everyone)) = each(declared, &binder, "refuse", report) else { return };
        for &entity in everyone {
            let value = Value::Entity(entity);
            let mut reader = Reader::new(declared, report);
            reader.is_mind = true;
            let (argument, known) = (Argument::Constant(value), Known::Value(value));
            let condition = reader.with_name(name.text(), argument, known, |reader| {
                reader.condition(&condition, Mode::Holds)
            });
            add(CharacterId(entity.0), reader, condition);
        }
        return;
    }
    let Some(name) = declaration.name() else { return };
    if is_of_author(declaration) {
        report.at(
            codes::NOT_SOMEBODY,
            name.0.text_range(),
            "the author refuses nothing",
            "to look for what must never come about, write `never …`",
        );
        return;
    }
    let mut reader = Reader::new(declared, report);
    reader.is_mind = true;
    if let Some(Argument::Constant(Value::Entity(entity))) =
        reader.character(&name, "refuse something")
    {
        let condition = reader.condition(&condition, Mode::Holds);
        add(CharacterId(entity.0), reader, condition);
    }
}

/// Whether a declaration says what the author wants.
pub(super) fn is_of_author(declaration: &Node) -> bool {
    // Somebody of that name is written in backticks.
    !declaration.has(EACH_WORD) && declaration.name().is_some_and(|n| n.0.text() == "author")
}

/// Whether declarations are more than a part for others to use: somebody wants something, or there
/// is a title, or the main file has things and what can happen to them.
fn is_world(declarations: &[Node], report: &Report) -> bool {
    let has = |kind| of_kind(declarations, kind).next().is_some();
    let own = |kind| {
        let mut all = of_kind(declarations, kind);
        all.any(|node| report.span(node.range()).file == FileId::MAIN)
    };
    let can_happen = own(ACTION_DECL) || own(EVENT_DECL);
    has(WORLD_DECL) || has(WANTS_DECL) || (own(ENTITY_DECL) && can_happen)
}

/// The terms of one declaration.
fn terms(
    declared: &Declared,
    declaration: &Node,
    me: Option<(&str, Argument, Known)>,
    (utility, words): (&mut Utility, &mut Vec<Option<String>>),
    is_mind: bool,
    report: &mut Report,
) {
    let mut reader = Reader::new(declared, report);
    reader.scope = std::mem::take(&mut utility.scope);
    reader.is_mind = is_mind;
    for term in declaration.all(TERM) {
        let read = |reader: &mut Reader<'_>| reader.term(&term);
        let want = match me {
            Some((name, argument, known)) => reader.with_name(name, argument, known, read),
            None => read(&mut reader),
        };
        if let Some(want) = want {
            utility.wants.push(want);
            words
                .push(term.child(SAY).map(|say| say.said()).filter(|said| !said.trim().is_empty()));
        }
    }
    utility.scope = reader.scope;
}

impl Reader<'_> {
    fn term(&mut self, term: &Node) -> Option<Want> {
        let pressing = first_word(term) == Some(PRESSING_WORD);
        if pressing && !self.is_mind {
            self.complain(
                codes::AUTHOR_PRESSES,
                term.range(),
                "what the author wants cannot press: a story ends where nothing presses any more",
                "remove `pressing`, or make it a want of somebody in the story",
            );
        }
        let label = term.has(COLON).then(|| term.name()).flatten();
        let name = label.map(|name| name.text().to_owned());
        let value = term.expressions().next()?;
        let one = || Expr::Value(Value::Number(Number::ONE));
        let want = |weight, amount| Some(Want { name: name.clone(), weight, amount, pressing });
        let parts: Vec<Node> = match value.kind() {
            CHOICE_EXPR => value.expressions().collect(),
            _ => vec![],
        };
        match parts.as_slice() {
            // `3 if condition`
            [amount, condition] => {
                let amount = self.amount(amount)?;
                let condition = self.condition(condition, Mode::Holds);
                want(amount, Expr::Truth(Box::new(condition)))
            }
            [amount, condition, otherwise] => {
                let amount = self.amount(amount)?;
                let condition = self.condition(condition, Mode::Holds);
                let otherwise = self.otherwise(otherwise)?;
                want(one(), Expr::If(vec![(condition, amount)], Box::new(otherwise)))
            }
            _ => {
                let amount = self.amount(&value)?;
                want(one(), amount)
            }
        }
    }

    /// What comes after `else`: an amount, perhaps with a condition of its own.
    fn otherwise(&mut self, node: &Node) -> Option<Expr> {
        let parts: Vec<Node> = match node.kind() {
            CHOICE_EXPR => node.expressions().collect(),
            _ => return self.amount(node),
        };
        let amount = self.amount(parts.first()?)?;
        let condition = self.condition(parts.get(1)?, Mode::Holds);
        let otherwise = match parts.get(2) {
            Some(otherwise) => self.otherwise(otherwise)?,
            None => Expr::Value(Value::Number(Number::ZERO)),
        };
        Some(Expr::If(vec![(condition, amount)], Box::new(otherwise)))
    }

    /// A number, or a condition that counts as 1 or 0.
    pub(super) fn amount(&mut self, node: &Node) -> Option<Expr> {
        let mark = self.lifts.len();
        let read = self.value(node);
        match read.kind? {
            Kind::Boolean => {
                self.lifts.truncate(mark);
                let condition = self.condition(node, Mode::Holds);
                Some(Expr::Truth(Box::new(condition)))
            }
            Kind::Number => {
                let number = self.wrap_number(mark, read.expr);
                if self.declared.is_strict || !may_be_unknown(&number) {
                    return Some(number);
                }
                // What is unknown counts as nothing.
                let unknown = Expr::Value(Value::Unknown);
                let test = Condition::Compare(Comparison::Unequal, number.clone(), unknown);
                let zero = Expr::Value(Value::Number(Number::ZERO));
                Some(Expr::If(vec![(test, number)], Box::new(zero)))
            }
            other => {
                self.lifts.truncate(mark);
                let what = self.describe(other);
                self.complain(
                    codes::NO_CONDITION,
                    node.range(),
                    format!("what is wanted is a condition or a number, and this is {what}"),
                    "write what is to be so, perhaps with its worth before it: `3 if …`",
                );
                None
            }
        }
    }
}
