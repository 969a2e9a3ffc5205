//! A program as a Sabre problem, fully bracketed: for reading a disagreement, and for sending
//! random worlds through the front end.

use std::fmt::Write as _;

use motive_world::program::{
    Argument, Arithmetic, Comparison, Condition, Domain, Effect, Expr, Perceived, Perception,
    Program, Scope, Utility, When,
};
use motive_world::value::Value;

/// The program's text.
#[must_use]
pub fn sabre(program: &Program) -> String {
    let mut out = String::new();
    let names = |types: &[motive_world::id::TypeId]| {
        let names: Vec<&str> =
            types.iter().map(|t| program.types[t.index()].name.as_str()).collect();
        names.join(", ")
    };
    for kind in program.types.iter().skip(4) {
        let _ = writeln!(out, "type {} : {};", kind.name, names(&kind.parents));
    }
    for entity in &program.entities {
        let _ = writeln!(out, "entity {} : {};", entity.name, names(&entity.types));
    }
    for fluent in &program.fluents {
        let parameters: Vec<String> =
            fluent.parameters.iter().map(|p| parameter(program, &p.name, p.domain)).collect();
        let value = &program.types[fluent.value.index()].name;
        let _ = writeln!(out, "property {}({}) : {value};", fluent.name, parameters.join(", "));
    }
    for statement in &program.start {
        let text = effect(program, &statement.scope, &statement.effect);
        let _ = writeln!(out, "{text};");
    }
    for secret in &program.secrets {
        let names = secret.insiders.iter().map(|who| program.entities[who.index()].name.as_str());
        let _ = writeln!(
            out,
            "// secret: {}, known to {}, else {}",
            program.fluent_call(secret.fluent, &secret.arguments),
            names.collect::<Vec<_>>().join(", "),
            program.value_name(secret.outside)
        );
    }
    for refusal in &program.refusals {
        let who = &program.entities[refusal.character.index()].name;
        let text = Printer { program, scope: &refusal.scope }.condition(&refusal.condition);
        let _ = writeln!(out, "// {who} refuses: {text}");
    }
    for who in program.characters() {
        let wants = &program.utility(Some(who)).wants;
        let pressing = wants.iter().enumerate().filter(|(_, want)| want.pressing);
        for (index, _) in pressing {
            let name = &program.entities[who.index()].name;
            let _ = writeln!(out, "// pressing: want {index} of {name}");
        }
    }
    let _ = writeln!(out, "// {:?}", program.settings);
    for past in &program.before {
        let name = program.action_call(past.step.action, &past.step.arguments);
        let _ = writeln!(out, "// before: {name}");
    }
    for action in &program.actions {
        let p = Printer { program, scope: &action.scope };
        let _ = writeln!(
            out,
            "{} {}({}) {{",
            if action.is_impression { "impression" } else { "action" },
            action.name,
            p.signature(action.parameters)
        );
        let _ = writeln!(out, "\tprecondition: {};", p.condition(&action.precondition));
        let _ = writeln!(out, "\teffect: {};", p.effect(&action.outcomes[0].effect));
        if action.branches() {
            for (index, outcome) in action.outcomes.iter().enumerate() {
                let _ = writeln!(
                    out,
                    "\t// outcome {index}: weight {}, if {}, conceivable if {}: {}",
                    p.expr(&outcome.weight),
                    p.condition(&outcome.guard),
                    p.condition(&outcome.conceivable),
                    p.effect(&outcome.effect),
                );
            }
        }
        let consenting: Vec<String> = action.consenting.iter().map(|&a| p.argument(a)).collect();
        let _ = writeln!(out, "\tconsenting: {};", consenting.join(", "));
        for row in &action.perceptions {
            let _ = writeln!(out, "\t{};", p.perception(row));
        }
        out.push_str("};\n");
    }
    for trigger in &program.triggers {
        let p = Printer { program, scope: &trigger.scope };
        let _ = writeln!(out, "trigger {}({}) {{", trigger.name, p.signature(trigger.parameters));
        let _ = writeln!(out, "\tprecondition: {};", p.condition(&trigger.precondition));
        let _ = writeln!(out, "\teffect: {};\n}};", p.effect(&trigger.effect));
    }
    let _ = writeln!(out, "utility(): {};", utility(program, &program.author));
    for (index, wants) in program.utilities.iter().enumerate() {
        let name = &program.entities[index].name;
        let _ = writeln!(out, "utility({name}): {};", utility(program, wants));
    }
    out
}

fn parameter(program: &Program, name: &str, domain: Domain) -> String {
    match domain {
        Domain::Type(kind) => format!("{name} : {}", program.types[kind.index()].name),
        Domain::Constant(value) => program.value_name(value),
    }
}

fn effect(program: &Program, scope: &Scope, effect: &Effect) -> String {
    Printer { program, scope }.effect(effect)
}

fn utility(program: &Program, utility: &Utility) -> String {
    let p = Printer { program, scope: &utility.scope };
    match utility.wants.first() {
        Some(want) => p.expr(&want.amount),
        None => "0".to_owned(),
    }
}

struct Printer<'a> {
    program: &'a Program,
    scope: &'a Scope,
}

impl Printer<'_> {
    fn signature(&self, parameters: u32) -> String {
        let parameters: Vec<String> = self.scope[..parameters as usize]
            .iter()
            .map(|v| parameter(self.program, &v.name, v.domain))
            .collect();
        parameters.join(", ")
    }

    fn argument(&self, argument: Argument) -> String {
        match argument {
            Argument::Constant(value) => self.program.value_name(value),
            Argument::Variable(variable) => self.scope[variable.index()].name.clone(),
        }
    }

    fn bound(
        &self,
        variable: motive_world::id::VariableId,
        kind: motive_world::id::TypeId,
    ) -> String {
        let name = &self.scope[variable.index()].name;
        format!("({name} : {})", self.program.types[kind.index()].name)
    }

    fn perception(&self, row: &Perception) -> String {
        let name = row.observer.map_or("o", |v| self.scope[v.index()].name.as_str());
        let after = if row.when == When::After { "afterwards " } else { "" };
        let seems = match &row.perceived {
            Perceived::Itself => String::new(),
            Perceived::Nothing => " -> nothing".to_owned(),
            Perceived::Appearance(event, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|&a| self.argument(a)).collect();
                let event = &self.program.actions[event.index()].name;
                format!(" -> {event}({})", arguments.join(", "))
            }
        };
        format!("observing({name} : character): {after}{}{seems}", self.condition(&row.condition))
    }

    fn condition(&self, condition: &Condition) -> String {
        let join = |parts: &[Condition], by: &str, none: &str| match parts {
            [] => none.to_owned(),
            parts => {
                let parts: Vec<String> = parts.iter().map(|c| self.condition(c)).collect();
                format!("({})", parts.join(by))
            }
        };
        match condition {
            Condition::True => "True".to_owned(),
            Condition::False => "False".to_owned(),
            Condition::Not(inner) => format!("(!{})", self.condition(inner)),
            Condition::And(parts) => join(parts, " & ", "True"),
            Condition::Or(parts) => join(parts, " | ", "False"),
            Condition::Forall(v, kind, body) => {
                format!("(forall{} {})", self.bound(*v, *kind), self.condition(body))
            }
            Condition::Exists(v, kind, body) => {
                format!("(exists{} {})", self.bound(*v, *kind), self.condition(body))
            }
            Condition::Believes(who, inner) => {
                format!("believes({}, {})", self.argument(*who), self.condition(inner))
            }
            Condition::Compare(comparison, left, right) => {
                let sign = match comparison {
                    Comparison::Equal => "==",
                    Comparison::Unequal => "!=",
                    Comparison::Less => "<",
                    Comparison::AtMost => "<=",
                    Comparison::Greater => ">",
                    Comparison::AtLeast => ">=",
                };
                format!("({} {sign} {})", self.expr(left), self.expr(right))
            }
            Condition::IsA(what, kind) => {
                format!("({} : {})", self.expr(what), self.program.types[kind.index()].name)
            }
            Condition::If(branches, otherwise) => {
                let branches = branches.iter().map(|(c, t)| (c, self.condition(t))).collect();
                self.branches(branches, &self.condition(otherwise))
            }
        }
    }

    fn branches(&self, branches: Vec<(&Condition, String)>, otherwise: &str) -> String {
        let mut out = String::from("(");
        for (index, (test, then)) in branches.into_iter().enumerate() {
            let word = if index == 0 { "if" } else { " elseif" };
            let _ = write!(out, "{word}({}) {then}", self.condition(test));
        }
        let _ = write!(out, " else {otherwise})");
        out
    }

    fn expr(&self, expr: &Expr) -> String {
        match expr {
            Expr::Value(Value::Number(number)) if number.get() < 0.0 => {
                format!("(0 - {})", -number.get())
            }
            Expr::Value(value) => self.program.value_name(*value),
            Expr::Variable(variable) => self.scope[variable.index()].name.clone(),
            Expr::Fluent(schema, arguments) => {
                let arguments: Vec<String> = arguments.iter().map(|&a| self.argument(a)).collect();
                let name = &self.program.fluents[schema.index()].name;
                format!("{name}({})", arguments.join(", "))
            }
            Expr::Believed(who, inner) => {
                format!("believes({}, {})", self.argument(*who), self.expr(inner))
            }
            Expr::Arithmetic(operation, left, right) => {
                let sign = match operation {
                    Arithmetic::Add => '+',
                    Arithmetic::Subtract => '-',
                    Arithmetic::Multiply => '*',
                    Arithmetic::Divide => '/',
                };
                format!("({} {sign} {})", self.expr(left), self.expr(right))
            }
            Expr::Sum(v, kind, body) => {
                format!("(sum{} {})", self.bound(*v, *kind), self.expr(body))
            }
            Expr::Product(v, kind, body) => {
                format!("(product{} {})", self.bound(*v, *kind), self.expr(body))
            }
            Expr::If(branches, otherwise) => {
                let branches = branches.iter().map(|(c, t)| (c, self.expr(t))).collect();
                self.branches(branches, &self.expr(otherwise))
            }
            Expr::Truth(condition) => self.condition(condition),
        }
    }

    fn effect(&self, effect: &Effect) -> String {
        match effect {
            Effect::And(parts) if parts.is_empty() => "True".to_owned(),
            Effect::And(parts) => {
                let parts: Vec<String> = parts.iter().map(|e| self.effect(e)).collect();
                format!("({})", parts.join(" & "))
            }
            Effect::Assign { believers, fluent, arguments, value } => {
                let fluent = self.expr(&Expr::Fluent(*fluent, arguments.clone()));
                let target = believers.iter().rev().fold(fluent, |inner, who| {
                    format!("believes({}, {inner})", self.argument(*who))
                });
                format!("({target} = {})", self.expr(value))
            }
            Effect::Forall(v, kind, body) => {
                format!("(forall{} {})", self.bound(*v, *kind), self.effect(body))
            }
            Effect::If(branches, otherwise) => {
                let branches = branches.iter().map(|(c, e)| (c, self.effect(e))).collect();
                self.branches(branches, &self.effect(otherwise))
            }
        }
    }
}
