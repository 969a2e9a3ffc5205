//! Conditions as text, with a step's arguments in place of its parameters, so that a message can
//! say which part of a precondition is false.

use motive_world::program::{
    Argument, Arithmetic, Comparison, Condition, Expr, Program, Scope, written_texts,
};
use motive_world::value::Value;

/// The part of `condition` at `path`: an index into a conjunction, into the conjunction there, and
/// so on.
#[must_use]
pub fn part<'c>(condition: &'c Condition, path: &[usize]) -> &'c Condition {
    let mut part = condition;
    for &index in path {
        match part {
            Condition::And(parts) if index < parts.len() => part = &parts[index],
            _ => break,
        }
    }
    part
}

/// How `condition` reads in the problem language, with `arguments` for the first variables of
/// `scope`. Longer conditions are cut.
#[must_use]
pub fn condition(
    program: &Program,
    scope: &Scope,
    arguments: &[Value],
    condition: &Condition,
) -> String {
    let mut writer = Writer { program, scope, arguments, text: String::new() };
    writer.condition(condition, 0);
    if writer.text.chars().count() > LONGEST {
        let mut cut: String = writer.text.chars().take(LONGEST).collect();
        cut.push('…');
        return cut;
    }
    writer.text
}

/// Texts longer than this are cut.
const LONGEST: usize = 200;

/// Deeper conditions are cut.
const DEEPEST: usize = 12;

struct Writer<'p> {
    program: &'p Program,
    scope: &'p Scope,
    arguments: &'p [Value],
    text: String,
}

impl Writer<'_> {
    fn put(&mut self, text: &str) {
        self.text.push_str(text);
    }

    fn is_full(&mut self, depth: usize) -> bool {
        let full = depth > DEEPEST || self.text.len() > 4 * LONGEST;
        if full {
            self.put("…");
        }
        full
    }

    fn joined(&mut self, parts: &[Condition], sign: &str, empty: &str, depth: usize) {
        if parts.is_empty() {
            self.put(empty);
        }
        for (index, part) in parts.iter().enumerate() {
            if index > 0 {
                self.put(sign);
            }
            self.nested(part, depth);
        }
    }

    /// In brackets where it could be misread without.
    fn nested(&mut self, part: &Condition, depth: usize) {
        let brackets = matches!(part, Condition::And(_) | Condition::Or(_) | Condition::If(..));
        if brackets {
            self.put("(");
        }
        self.condition(part, depth + 1);
        if brackets {
            self.put(")");
        }
    }

    fn condition(&mut self, condition: &Condition, depth: usize) {
        if self.is_full(depth) {
            return;
        }
        match condition {
            Condition::True => self.put("True"),
            Condition::False => self.put("False"),
            Condition::Not(inner) => {
                self.put("!");
                self.nested(inner, depth);
            }
            Condition::And(parts) => self.joined(parts, " & ", "True", depth),
            Condition::Or(parts) => self.joined(parts, " | ", "False", depth),
            Condition::Forall(variable, kind, body) | Condition::Exists(variable, kind, body) => {
                let word =
                    if matches!(condition, Condition::Forall(..)) { "forall" } else { "exists" };
                let name = self.scope.get(variable.index()).map_or("", |v| v.name.as_str());
                let kind = &self.program.types[kind.index()].name;
                let head = format!("{word}({name} : {kind}) ");
                self.put(&head);
                self.nested(body, depth);
            }
            Condition::Believes(who, inner) => {
                let who = self.argument(who);
                self.put(&format!("believes({who}, "));
                self.condition(inner, depth + 1);
                self.put(")");
            }
            Condition::Compare(comparison, left, right) => {
                // A boolean fluent that stands alone reads better so.
                match (comparison, right) {
                    (Comparison::Equal, Expr::Value(Value::TRUE))
                    | (Comparison::Unequal, Expr::Value(Value::FALSE)) => {
                        self.expr(left, depth + 1)
                    }
                    (Comparison::Equal, Expr::Value(Value::FALSE))
                    | (Comparison::Unequal, Expr::Value(Value::TRUE)) => {
                        self.put("!");
                        self.expr(left, depth + 1);
                    }
                    _ => {
                        self.expr(left, depth + 1);
                        self.put(match comparison {
                            Comparison::Equal => " == ",
                            Comparison::Unequal => " != ",
                            Comparison::Less => " < ",
                            Comparison::AtMost => " <= ",
                            Comparison::Greater => " > ",
                            Comparison::AtLeast => " >= ",
                        });
                        self.expr(right, depth + 1);
                    }
                }
            }
            Condition::IsA(expr, kind) => {
                self.expr(expr, depth + 1);
                let kind = &self.program.types[kind.index()].name;
                self.put(&format!(" : {kind}"));
            }
            Condition::If(branches, otherwise) => {
                for (index, (test, then)) in branches.iter().enumerate() {
                    self.put(if index == 0 { "if(" } else { " elseif(" });
                    self.condition(test, depth + 1);
                    self.put(") ");
                    self.nested(then, depth);
                }
                self.put(" else ");
                self.nested(otherwise, depth);
            }
        }
    }

    fn argument(&self, argument: &Argument) -> String {
        match *argument {
            Argument::Constant(value) => self.program.value_name(value),
            Argument::Variable(variable) => self.variable(variable.index()),
        }
    }

    fn variable(&self, index: usize) -> String {
        match (self.arguments.get(index), self.scope.get(index)) {
            (Some(&value), _) => self.program.value_name(value),
            (None, Some(variable)) => variable.name.clone(),
            (None, None) => "?".to_owned(),
        }
    }

    fn expr(&mut self, expr: &Expr, depth: usize) {
        if self.is_full(depth) {
            return;
        }
        match expr {
            Expr::Value(value) => self.put(&self.program.value_name(*value)),
            Expr::Variable(variable) => {
                let name = self.variable(variable.index());
                self.put(&name);
            }
            Expr::Fluent(fluent, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|a| self.argument(a)).collect();
                let schema = &self.program.fluents[fluent.index()];
                let arguments = written_texts(&schema.claims, arguments);
                self.put(&format!("{}({})", schema.name, arguments.join(", ")));
            }
            Expr::Believed(who, inner) => {
                let who = self.argument(who);
                self.put(&format!("believes({who}, "));
                self.expr(inner, depth + 1);
                self.put(")");
            }
            Expr::Arithmetic(operation, left, right) => {
                self.put("(");
                self.expr(left, depth + 1);
                self.put(match operation {
                    Arithmetic::Add => " + ",
                    Arithmetic::Subtract => " - ",
                    Arithmetic::Multiply => " * ",
                    Arithmetic::Divide => " / ",
                });
                self.expr(right, depth + 1);
                self.put(")");
            }
            Expr::Sum(variable, kind, body) | Expr::Product(variable, kind, body) => {
                let word = if matches!(expr, Expr::Sum(..)) { "sum" } else { "product" };
                let name = self.scope.get(variable.index()).map_or("", |v| v.name.as_str());
                let kind = &self.program.types[kind.index()].name;
                self.put(&format!("{word}({name} : {kind}) "));
                self.expr(body, depth + 1);
            }
            Expr::If(branches, otherwise) => {
                for (index, (test, then)) in branches.iter().enumerate() {
                    self.put(if index == 0 { "(if(" } else { " elseif(" });
                    self.condition(test, depth + 1);
                    self.put(") ");
                    self.expr(then, depth + 1);
                }
                self.put(" else ");
                self.expr(otherwise, depth + 1);
                self.put(")");
            }
            Expr::Truth(condition) => {
                self.put("(");
                self.condition(condition, depth + 1);
                self.put(")");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_that_leads_nowhere_ends_where_it_stops() {
        let whole = Condition::And(vec![Condition::True, Condition::And(vec![Condition::False])]);
        assert_eq!(part(&whole, &[1, 0]), &Condition::False);
        assert_eq!(part(&whole, &[0, 3]), &Condition::True);
        assert_eq!(part(&whole, &[7]), &whole);
    }
}
