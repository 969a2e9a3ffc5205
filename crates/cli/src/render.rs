//! Diagnostics on standard error: the line, the place underlined, the cause and the likely fix.

use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet};
use motive::{Diagnostic, Diagnostics, LineIndex, Severity, Source, Span};

use crate::terminal;

/// Lines longer than this are cut to a window around what is pointed at.
const WINDOW: usize = 160;

/// Messages longer than this are cut.
const LONGEST: usize = 600;

/// No more than this many diagnostics are shown in full.
const MOST: usize = 40;

/// A span from usual offsets.
pub(crate) fn span(start: usize, end: usize) -> Span {
    let at = |offset: usize| u32::try_from(offset).unwrap_or(u32::MAX);
    Span::new(at(start), at(end))
}

/// Prints them all.
pub(crate) fn to_stderr(diagnostics: &Diagnostics) {
    terminal::complain(&text(diagnostics));
}

/// All of them, with styles.
pub(crate) fn text(diagnostics: &Diagnostics) -> String {
    let sources = diagnostics.sources().iter();
    let texts: Vec<Text<'_>> = sources.map(|(_, source)| Text::of(source)).collect();
    let renderer = Renderer::styled();
    let mut text = String::new();
    for (position, diagnostic) in diagnostics.list().iter().take(MOST).enumerate() {
        if position > 0 {
            text.push_str("\n\n");
        }
        text.push_str(&one(&texts, &renderer, diagnostic));
    }
    if let Some(more) = diagnostics.list().len().checked_sub(MOST + 1) {
        text.push_str(&format!("\n\n… and {} more", more + 1));
    }
    let errors = diagnostics.list().iter().filter(|d| d.severity == Severity::Error).count();
    if errors > 1 {
        text.push_str(&format!("\n\n{errors} errors"));
    }
    text
}

/// A text with its lines.
struct Text<'s> {
    source: &'s Source,
    index: LineIndex,
}

impl<'s> Text<'s> {
    fn of(source: &'s Source) -> Self {
        Text { source, index: LineIndex::new(source.text()) }
    }

    /// A snippet with the first line of a place, which is marked in a certain way.
    fn shown<'a>(
        &'a self,
        view: &View,
        span: Span,
        marks: Vec<annotate_snippets::Annotation<'a>>,
    ) -> (Option<Origin<'a>>, Snippet<'a, annotate_snippets::Annotation<'a>>) {
        let place = self.index.line_column(self.source.text(), span.start);
        let line = place.line as usize;
        let mut snippet = Snippet::source(view.text.clone()).line_start(line).fold(true);
        for mark in marks {
            snippet = snippet.annotation(mark);
        }
        let name = self.source.name();
        if view.cut {
            // The line shown is a part of the real one, so its place has to be given by hand.
            let origin = Origin::path(name).line(line).char_column(place.column as usize);
            (Some(origin), snippet)
        } else {
            (None, snippet.path(name))
        }
    }
}

fn one(texts: &[Text<'_>], renderer: &Renderer, diagnostic: &Diagnostic) -> String {
    let text = |span: Span| texts.get(span.file.0 as usize);
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let title = level.primary_title(plain(&diagnostic.message)).id(diagnostic.code.id());
    let mut group = Group::with_title(title);
    if let Some((span, here)) = diagnostic.span.and_then(|span| Some((span, text(span)?))) {
        let view = View::of(here.source.text(), span);
        let mut marks = vec![view.annotation(span, AnnotationKind::Primary, &diagnostic.label)];
        let mut elsewhere = Vec::new();
        for (other, label) in &diagnostic.secondary {
            if other.file == span.file && view.holds(*other) {
                marks.push(view.annotation(*other, AnnotationKind::Context, label));
            } else {
                elsewhere.push((*other, label));
            }
        }
        let mut shown = vec![here.shown(&view, span, marks)];
        for (other, label) in elsewhere {
            let Some(there) = text(other) else { continue };
            let view = View::of(there.source.text(), other);
            let mark = view.annotation(other, AnnotationKind::Context, label);
            shown.push(there.shown(&view, other, vec![mark]));
        }
        for (origin, snippet) in shown {
            if let Some(origin) = origin {
                group = group.element(origin);
            }
            group = group.element(snippet);
        }
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(plain(help)));
    }
    renderer.render(&[group])
}

/// Without control characters, which could play tricks on a terminal, and cut where it is very
/// long, as it is where it repeats a very long name.
pub(crate) fn plain(text: &str) -> String {
    let mut characters = text.chars();
    let visible = |c: char| if c.is_control() && c != '\n' { '\u{fffd}' } else { c };
    let mut plain: String = characters.by_ref().take(LONGEST).map(visible).collect();
    if characters.next().is_some() {
        plain.push('…');
    }
    plain
}

/// The lines that a span lies on, or a window of them.
struct View {
    text: String,
    start: usize,
    end: usize,
    cut: bool,
}

impl View {
    fn of(source: &str, span: Span) -> View {
        let from = floor(source, span.start as usize);
        let to = floor(source, (span.end as usize).max(from));
        let line_start = source[..from].rfind('\n').map_or(0, |newline| newline + 1);
        // What is pointed at is shown by its first line.
        let first_line_end = source[from..].find('\n').map_or(source.len(), |n| from + n);
        let to = to.min(first_line_end);
        let line_end = first_line_end;
        let start =
            if from - line_start > WINDOW { floor(source, from - WINDOW / 2) } else { line_start };
        let end = if line_end - start > 2 * WINDOW {
            floor(source, (to.min(start + WINDOW)).max(from) + WINDOW / 2).min(line_end)
        } else {
            line_end
        };
        let cut = start > line_start || end < line_end;
        View { text: source[start..end].to_owned(), start, end, cut }
    }

    fn holds(&self, span: Span) -> bool {
        (self.start..=self.end).contains(&(span.start as usize))
            && (self.start..=self.end).contains(&(span.end as usize))
    }

    fn annotation<'a>(
        &self,
        span: Span,
        kind: AnnotationKind,
        label: &str,
    ) -> annotate_snippets::Annotation<'a> {
        let from =
            floor(&self.text, (span.start as usize).clamp(self.start, self.end) - self.start);
        let to = floor(&self.text, (span.end as usize).clamp(self.start, self.end) - self.start);
        let annotation = kind.span(from..to.max(from));
        if label.is_empty() { annotation } else { annotation.label(plain(label)) }
    }
}

/// The nearest boundary between characters at or before `offset`.
fn floor(text: &str, offset: usize) -> usize {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}
