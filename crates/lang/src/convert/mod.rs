//! From Sabre's problem language to Motive's.
//!
//! The typed program is written out (`write`, `words`), so what comes out means what the problem means: the
//! world says `reading strict`, which is Sabre's reading of what is unknown. Definitions keep their
//! order, and comments stay before the definition that they were written before or in.

mod words;
mod write;

use crate::diagnostic::Diagnostic;
use crate::sabre;
use crate::source_map::SourceMap;
use motive_syntax::TextRange;
use motive_syntax::sabre as syntax;
use motive_syntax::sabre::SyntaxKind;
use motive_syntax::sabre::ast::Definition;
use motive_world::id::{
    ActionSchemaId, CharacterId, EntityId, FluentSchemaId, TriggerSchemaId, TypeId,
};
use motive_world::program::Program;
use write::Writer;

/// A problem of the Sabre planner as a world in Motive's language, with this title.
///
/// # Errors
/// What is wrong with the problem, if it cannot be read.
///
/// ```
/// let text = "entity Ida : character; property calm() : boolean;
///     action rest() { effect: calm(); consenting: Ida; };
///     utility(): calm(); utility(Ida): calm();";
/// let world = motive_lang::convert::to_motive(text, "Rest").unwrap();
/// assert!(world.contains("action rest by Ida\n    effect calm\n"));
/// assert_eq!(motive_lang::motive::read(&world).diagnostics, []);
/// ```
pub fn to_motive(text: &str, title: &str) -> Result<String, Vec<Diagnostic>> {
    let reading = sabre::read(text);
    let Some(program) = reading.program else { return Err(reading.diagnostics) };
    let mut converter = Converter {
        writer: Writer::new(&program),
        program: &program,
        map: &reading.source_map,
        done: vec![],
        entities: None,
        in_start: false,
    };
    converter.header(title);
    let file = syntax::parse(text).file();
    let mut comments = comments(&file).into_iter().peekable();
    for definition in file.definitions() {
        let range = range(&definition);
        while let Some((_, comment)) = comments.next_if(|(at, _)| at.start() < range.end()) {
            converter.comment(&comment);
        }
        converter.definition(&definition, range);
    }
    for (_, comment) in comments {
        converter.comment(&comment);
    }
    converter.end_entities();
    Ok(motive_syntax::motive::format(&converter.writer.out))
}

/// A line of a comment without the star that it may begin with, and with its own indentation.
fn bare(line: &str) -> &str {
    let rest = line.trim_start();
    let rest = rest.strip_prefix('*').unwrap_or(rest);
    rest.strip_prefix(' ').unwrap_or(rest)
}

/// The comments of a problem, each with its place.
fn comments(file: &syntax::ast::SourceFile) -> Vec<(TextRange, String)> {
    file.syntax()
        .descendants_with_tokens()
        .filter_map(|element| element.into_token())
        .filter(|token| token.kind() == SyntaxKind::COMMENT)
        .map(|token| (token.text_range(), token.text().to_owned()))
        .collect()
}

fn range(definition: &Definition) -> TextRange {
    match definition {
        Definition::Type(d) => d.range(),
        Definition::Entity(d) => d.range(),
        Definition::Property(d) => d.range(),
        Definition::Event(d) => d.range(),
        Definition::Utility(d) => d.range(),
        Definition::Initial(d) => d.range(),
    }
}

/// Something of the program that has been written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Done {
    Type(TypeId),
    Entity(EntityId),
    Statement(usize),
}

struct Converter<'p> {
    writer: Writer<'p>,
    program: &'p Program,
    map: &'p SourceMap,
    done: Vec<Done>,
    /// The type of the entities in the line that is being written.
    entities: Option<Vec<TypeId>>,
    /// Whether the last thing written is a statement about the start.
    in_start: bool,
}

impl Converter<'_> {
    fn header(&mut self, title: &str) {
        let title: String =
            title.chars().map(|c| if c == '"' || c.is_control() { '\'' } else { c }).collect();
        self.writer.line(&format!("world \"{title}\""));
        self.writer.line("    reading strict");
        self.writer.line("");
        // Types that nobody declares in so many words.
        for index in 4..self.program.types.len() {
            let id = TypeId::at(index);
            let place = self.map.type_name(id);
            let is_declared = place.is_some();
            if !is_declared {
                self.kind(id);
            }
        }
    }

    /// Writes a comment in lines of ours.
    fn comment(&mut self, comment: &str) {
        self.end_entities();
        let body = match comment.strip_prefix("//") {
            Some(rest) => rest,
            None => comment.trim_start_matches("/*").trim_end_matches("*/"),
        };
        let lines: Vec<&str> = body.lines().map(|line| bare(line.trim_end())).collect();
        let first = lines.iter().position(|line| !line.is_empty());
        let last = lines.iter().rposition(|line| !line.is_empty());
        let (Some(first), Some(last)) = (first, last) else { return };
        let indent = if self.in_start { "    " } else { "" };
        for line in &lines[first..=last] {
            self.writer.line(format!("{indent}-- {line}").trim_end());
        }
    }

    fn definition(&mut self, definition: &Definition, range: TextRange) {
        if !matches!(definition, Definition::Entity(_)) {
            self.end_entities();
        }
        if !matches!(definition, Definition::Initial(_)) && self.in_start {
            self.in_start = false;
            self.writer.line("");
        }
        let inside = |span: Option<crate::diagnostic::Span>| {
            span.is_some_and(|span| {
                span.start >= range.start().into() && span.end <= range.end().into()
            })
        };
        match definition {
            Definition::Type(_) => {
                for index in 4..self.program.types.len() {
                    let id = TypeId::at(index);
                    if inside(self.map.type_name(id)) {
                        self.kind(id);
                    }
                }
                // `type character : …` adds a parent to a type of the language.
                for id in [motive_world::program::ENTITY, motive_world::program::CHARACTER] {
                    let extra = self.program.types[id.index()].parents.len() > 1;
                    if extra {
                        self.kind(id);
                    }
                }
            }
            Definition::Entity(_) => {
                for index in 0..self.program.entities.len() {
                    let id = EntityId::at(index);
                    if inside(self.map.entity(id)) {
                        // A type that is first mentioned here.
                        for kind in self.program.entities[index].types.clone() {
                            self.kind(kind);
                        }
                        self.entity(id);
                    }
                }
            }
            Definition::Property(_) => {
                for index in 0..self.program.fluents.len() {
                    let id = FluentSchemaId::at(index);
                    if inside(self.map.fluent(id)) {
                        self.writer.fact(id);
                    }
                }
            }
            Definition::Event(_) => {
                for index in 0..self.program.actions.len() {
                    let spans = self.map.action(ActionSchemaId::at(index));
                    if inside(spans.map(|spans| spans.name)) {
                        self.writer.action(&self.program.actions[index]);
                    }
                }
                for index in 0..self.program.triggers.len() {
                    let spans = self.map.trigger(TriggerSchemaId::at(index));
                    if inside(spans.map(|spans| spans.name)) {
                        self.writer.rule(&self.program.triggers[index]);
                    }
                }
            }
            Definition::Utility(_) => {
                if inside(self.map.utility(None)) {
                    self.writer.wants("author", &self.program.author);
                }
                for index in 0..self.program.utilities.len() {
                    let who = CharacterId::at(index);
                    if inside(self.map.utility(Some(who))) {
                        let name = write::quoted(&self.program.entities[index].name);
                        let name = if name == "author" { "`author`".to_owned() } else { name };
                        self.writer.wants(&name, &self.program.utilities[index]);
                    }
                }
            }
            Definition::Initial(_) => {
                for index in 0..self.program.start.len() {
                    if inside(self.map.statement(index))
                        && !self.done.contains(&Done::Statement(index))
                    {
                        self.done.push(Done::Statement(index));
                        if !self.in_start {
                            self.in_start = true;
                            self.writer.line("start");
                        }
                        self.writer.statement(&self.program.start[index]);
                    }
                }
            }
        }
    }

    fn kind(&mut self, id: TypeId) {
        let is_ours = id.index() >= 4;
        let extra = self.program.types[id.index()].parents.len() > 1;
        if self.done.contains(&Done::Type(id)) || !(is_ours || extra) {
            return;
        }
        self.end_entities();
        self.done.push(Done::Type(id));
        self.writer.kind(id);
    }

    fn entity(&mut self, id: EntityId) {
        if self.done.contains(&Done::Entity(id)) {
            return;
        }
        self.done.push(Done::Entity(id));
        let entity = &self.program.entities[id.index()];
        if self.entities.as_ref() == Some(&entity.types) && entity.types.len() == 1 {
            self.writer.more_entities(&entity.name);
        } else {
            self.end_entities();
            self.writer.entity(entity);
        }
        self.entities = Some(entity.types.clone());
    }

    fn end_entities(&mut self) {
        if self.entities.take().is_some() {
            self.writer.line("");
        }
    }
}
