//! The tree with names: typed views of its nodes.
//!
//! A view is a pointer into the tree and costs nothing to make. Every accessor may find nothing,
//! since the text may be broken; where it is, the parser has reported it.

use super::kind::SyntaxKind::{self, *};
use super::kind::{Sabre, SyntaxNode, SyntaxToken};
use rowan::{Language, NodeOrToken, TextRange};

/// Declares views of one kind of node each.
macro_rules! views {
    ($($(#[$doc:meta])* $name:ident = $kind:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub struct $name(pub(super) SyntaxNode);

        impl $name {
            /// The view of a node, if it is of the right kind.
            #[must_use]
            pub fn cast(node: SyntaxNode) -> Option<Self> {
                (node.kind() == $kind).then_some(Self(node))
            }

            /// The node.
            #[must_use]
            pub fn syntax(&self) -> &SyntaxNode {
                &self.0
            }

            /// Where it is, without white space around it.
            #[must_use]
            pub fn range(&self) -> TextRange {
                self.0.text_range()
            }
        }
    )*};
}

views! {
    /// The whole text.
    SourceFile = SOURCE_FILE;
    /// `type name : parent, …`
    TypeDefinition = TYPE_DEFINITION;
    /// `entity name : type, …`
    EntityDefinition = ENTITY_DEFINITION;
    /// `property name(parameter, …) : type`
    PropertyDefinition = PROPERTY_DEFINITION;
    /// `utility(character): expression`
    UtilityDefinition = UTILITY_DEFINITION;
    /// An expression that says something about the start.
    InitialStatement = INITIAL_STATEMENT;
    /// A name where it is declared.
    NameDefinition = NAME_DEFINITION;
    /// A name (or number) where it is used.
    NameReference = NAME_REFERENCE;
    /// `name(parameter, …)`
    Signature = SIGNATURE;
    /// `precondition: expression`
    PreconditionPart = PRECONDITION_PART;
    /// `effect: expression`
    EffectPart = EFFECT_PART;
    /// `consenting: name, …`
    ConsentingPart = CONSENTING_PART;
    /// `observing(variable : type): expression`
    ObservingPart = OBSERVING_PART;
    /// `property(argument, …)`
    Call = CALL_EXPRESSION;
    /// `believes(character, expression)`
    Believes = BELIEVES_EXPRESSION;
    /// `if(…) … elseif(…) … else …`
    If = IF_EXPRESSION;
    /// One `if(…) …` or `elseif(…) …`.
    IfBranch = IF_BRANCH;
    /// `forall(variable : type) …`, or `exists`, `sum`, `product`.
    Quantified = QUANTIFIED_EXPRESSION;
    /// `target = value`
    Assign = ASSIGN_EXPRESSION;
    /// `left == right` and its kin.
    Compare = COMPARE_EXPRESSION;
    /// `expression : type`
    TypeTest = TYPE_TEST_EXPRESSION;
    /// A chain of `+`, `-`, `*` or `/`.
    Arithmetic = ARITHMETIC_EXPRESSION;
}

fn child<T>(node: &SyntaxNode, cast: impl Fn(SyntaxNode) -> Option<T>) -> Option<T> {
    node.children().find_map(cast)
}

fn token(node: &SyntaxNode, of: impl Fn(SyntaxKind) -> bool) -> Option<SyntaxToken> {
    node.children_with_tokens().filter_map(NodeOrToken::into_token).find(|t| of(t.kind()))
}

/// The text of a node that is one token, which is cheaper to ask for than that of a whole tree.
fn first_word(node: &SyntaxNode) -> String {
    if let Some(NodeOrToken::Token(token)) = node.green().children().next() {
        return token.text().to_owned();
    }
    node.first_token().map_or_else(String::new, |token| token.text().to_owned())
}

fn expressions(node: &SyntaxNode) -> impl Iterator<Item = Expression> + use<> {
    node.children().filter_map(Expression::cast)
}

impl SourceFile {
    /// All definitions, in order.
    pub fn definitions(&self) -> impl Iterator<Item = Definition> + use<> {
        self.0.children().filter_map(Definition::cast)
    }
}

/// One definition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Definition {
    /// `type …`
    Type(TypeDefinition),
    /// `entity …`
    Entity(EntityDefinition),
    /// `property …`
    Property(PropertyDefinition),
    /// `action …` or `trigger …`
    Event(EventDefinition),
    /// `utility …`
    Utility(UtilityDefinition),
    /// A statement about the start.
    Initial(InitialStatement),
}

impl Definition {
    fn cast(node: SyntaxNode) -> Option<Self> {
        Some(match node.kind() {
            TYPE_DEFINITION => Definition::Type(TypeDefinition(node)),
            ENTITY_DEFINITION => Definition::Entity(EntityDefinition(node)),
            PROPERTY_DEFINITION => Definition::Property(PropertyDefinition(node)),
            ACTION_DEFINITION | TRIGGER_DEFINITION => Definition::Event(EventDefinition(node)),
            UTILITY_DEFINITION => Definition::Utility(UtilityDefinition(node)),
            INITIAL_STATEMENT => Definition::Initial(InitialStatement(node)),
            _ => return None,
        })
    }
}

impl NameDefinition {
    /// The name.
    #[must_use]
    pub fn text(&self) -> String {
        first_word(&self.0)
    }
}

impl NameReference {
    /// The name, or the number as it is written.
    #[must_use]
    pub fn text(&self) -> String {
        first_word(&self.0)
    }

    /// Whether it is a number.
    #[must_use]
    pub fn is_number(&self) -> bool {
        let is_number = |kind| Sabre::kind_from_raw(kind) == NUMBER;
        self.0
            .green()
            .children()
            .any(|child| child.into_token().is_some_and(|token| is_number(token.kind())))
    }
}

impl TypeDefinition {
    /// What is declared.
    #[must_use]
    pub fn name(&self) -> Option<NameDefinition> {
        child(&self.0, NameDefinition::cast)
    }

    /// What it is a kind of.
    pub fn parents(&self) -> impl Iterator<Item = NameReference> + use<> {
        self.0.children().filter_map(NameReference::cast)
    }
}

impl EntityDefinition {
    /// What is declared.
    #[must_use]
    pub fn name(&self) -> Option<NameDefinition> {
        child(&self.0, NameDefinition::cast)
    }

    /// Its types.
    pub fn types(&self) -> impl Iterator<Item = NameReference> + use<> {
        self.0.children().filter_map(NameReference::cast)
    }
}

impl PropertyDefinition {
    /// Its name and parameters.
    #[must_use]
    pub fn signature(&self) -> Option<Signature> {
        child(&self.0, Signature::cast)
    }

    /// The type of its values.
    #[must_use]
    pub fn value_type(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }
}

impl Signature {
    /// What is declared.
    #[must_use]
    pub fn name(&self) -> Option<NameDefinition> {
        child(&self.0, NameDefinition::cast)
    }

    /// Whether it has the brackets that hold its parameters.
    #[must_use]
    pub fn has_brackets(&self) -> bool {
        token(&self.0, |kind| kind == L_PAREN).is_some()
    }

    /// Its parameters, in order.
    pub fn parameters(&self) -> impl Iterator<Item = Parameter> + use<> {
        self.0.children().filter_map(Parameter::cast)
    }
}

/// One place in a signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Parameter {
    /// `variable : type`; either may be missing.
    Variable(Option<NameDefinition>, Option<NameReference>),
    /// A fixed argument; it may be missing.
    Constant(Option<NameReference>),
}

impl Parameter {
    fn cast(node: SyntaxNode) -> Option<Self> {
        Some(match node.kind() {
            VARIABLE_PARAMETER => Parameter::Variable(
                child(&node, NameDefinition::cast),
                child(&node, NameReference::cast),
            ),
            CONSTANT_PARAMETER => Parameter::Constant(child(&node, NameReference::cast)),
            ERROR => Parameter::Constant(None),
            _ => return None,
        })
    }
}

/// An action or a trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDefinition(SyntaxNode);

impl EventDefinition {
    /// Whether it is a trigger.
    #[must_use]
    pub fn is_trigger(&self) -> bool {
        self.0.kind() == TRIGGER_DEFINITION
    }

    /// Where it is.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.0.text_range()
    }

    /// Its name and parameters.
    #[must_use]
    pub fn signature(&self) -> Option<Signature> {
        child(&self.0, Signature::cast)
    }

    /// Its parts, in order.
    pub fn parts(&self) -> impl Iterator<Item = Part> + use<> {
        self.0.children().filter_map(Part::cast)
    }
}

/// A part of an action or trigger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// What must hold.
    Precondition(PreconditionPart),
    /// What changes.
    Effect(EffectPart),
    /// Who must have a reason.
    Consenting(ConsentingPart),
    /// Who notices.
    Observing(ObservingPart),
}

impl Part {
    fn cast(node: SyntaxNode) -> Option<Self> {
        Some(match node.kind() {
            PRECONDITION_PART => Part::Precondition(PreconditionPart(node)),
            EFFECT_PART => Part::Effect(EffectPart(node)),
            CONSENTING_PART => Part::Consenting(ConsentingPart(node)),
            OBSERVING_PART => Part::Observing(ObservingPart(node)),
            _ => return None,
        })
    }
}

impl PreconditionPart {
    /// The condition.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }
}

impl EffectPart {
    /// The effect.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }
}

impl ConsentingPart {
    /// The names, in order.
    pub fn names(&self) -> impl Iterator<Item = NameReference> + use<> {
        self.0.children().filter_map(NameReference::cast)
    }
}

impl ObservingPart {
    /// The variable that stands for the observer.
    #[must_use]
    pub fn variable(&self) -> Option<NameDefinition> {
        child(&self.0, NameDefinition::cast)
    }

    /// Its type.
    #[must_use]
    pub fn variable_type(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }

    /// The condition. A broken variable is an error node too, hence the last expression.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        expressions(&self.0).last()
    }
}

impl UtilityDefinition {
    /// Whose it is; `None` for the author.
    #[must_use]
    pub fn character(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }

    /// The utility.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        expressions(&self.0).last()
    }
}

impl InitialStatement {
    /// What it says.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }
}

/// An expression: a condition, a value or an effect, which only its place tells apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expression {
    /// `( … )`
    Paren(SyntaxNode),
    /// A name that stands alone.
    Name(SyntaxNode),
    /// A number.
    Number(SyntaxNode),
    /// `?`
    Unknown(SyntaxNode),
    /// `property(argument, …)`
    Call(Call),
    /// `believes(character, …)`
    Believes(Believes),
    /// `… & …`
    And(SyntaxNode),
    /// `… | …`
    Or(SyntaxNode),
    /// `! …`
    Not(SyntaxNode),
    /// `if(…) …`
    If(If),
    /// `forall(…) …`
    Quantified(Quantified),
    /// `… = …`
    Assign(Assign),
    /// `… == …`
    Compare(Compare),
    /// `… : type`
    TypeTest(TypeTest),
    /// `… + …`
    Arithmetic(Arithmetic),
    /// Missing or broken; it has been reported.
    Error(SyntaxNode),
}

impl Expression {
    fn cast(node: SyntaxNode) -> Option<Self> {
        Some(match node.kind() {
            PAREN_EXPRESSION => Expression::Paren(node),
            NAME_EXPRESSION => Expression::Name(node),
            NUMBER_EXPRESSION => Expression::Number(node),
            UNKNOWN_EXPRESSION => Expression::Unknown(node),
            CALL_EXPRESSION => Expression::Call(Call(node)),
            BELIEVES_EXPRESSION => Expression::Believes(Believes(node)),
            AND_EXPRESSION => Expression::And(node),
            OR_EXPRESSION => Expression::Or(node),
            NOT_EXPRESSION => Expression::Not(node),
            IF_EXPRESSION => Expression::If(If(node)),
            QUANTIFIED_EXPRESSION => Expression::Quantified(Quantified(node)),
            ASSIGN_EXPRESSION => Expression::Assign(Assign(node)),
            COMPARE_EXPRESSION => Expression::Compare(Compare(node)),
            TYPE_TEST_EXPRESSION => Expression::TypeTest(TypeTest(node)),
            ARITHMETIC_EXPRESSION => Expression::Arithmetic(Arithmetic(node)),
            ERROR => Expression::Error(node),
            _ => return None,
        })
    }

    /// The node.
    #[must_use]
    pub fn syntax(&self) -> &SyntaxNode {
        match self {
            Expression::Paren(node)
            | Expression::Name(node)
            | Expression::Number(node)
            | Expression::Unknown(node)
            | Expression::And(node)
            | Expression::Or(node)
            | Expression::Not(node)
            | Expression::Error(node) => node,
            Expression::Call(view) => &view.0,
            Expression::Believes(view) => &view.0,
            Expression::If(view) => &view.0,
            Expression::Quantified(view) => &view.0,
            Expression::Assign(view) => &view.0,
            Expression::Compare(view) => &view.0,
            Expression::TypeTest(view) => &view.0,
            Expression::Arithmetic(view) => &view.0,
        }
    }

    /// Where it is, without white space around it.
    #[must_use]
    pub fn range(&self) -> TextRange {
        self.syntax().text_range()
    }

    /// Its text, as it is written. For names and numbers.
    #[must_use]
    pub fn text(&self) -> String {
        first_word(self.syntax())
    }

    /// The expressions directly inside it, in order: what is in the brackets, the operands.
    pub fn operands(&self) -> impl Iterator<Item = Expression> + use<> {
        expressions(self.syntax())
    }

    /// It, or what is inside its brackets, however many there are.
    #[must_use]
    pub fn without_brackets(&self) -> Expression {
        let mut inner = self.clone();
        while let Expression::Paren(node) = &inner {
            let Some(next) = expressions(node).next() else { break };
            inner = next;
        }
        inner
    }
}

impl Call {
    /// What is called.
    #[must_use]
    pub fn name(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }

    /// The arguments, in order; `None` for a broken one.
    pub fn arguments(&self) -> impl Iterator<Item = Option<NameReference>> + use<> {
        let nodes = self.0.children().skip(1);
        nodes.filter_map(|node| match node.kind() {
            NAME_REFERENCE => Some(NameReference::cast(node)),
            ERROR => Some(None),
            _ => None,
        })
    }
}

impl Believes {
    /// Who believes.
    #[must_use]
    pub fn believer(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }

    /// What. A broken believer is an error node too, hence the first one behind the comma.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        let comma = token(&self.0, |kind| kind == COMMA)?.text_range().end();
        expressions(&self.0).find(|expression| expression.range().start() >= comma)
    }
}

impl If {
    /// `if(…) …` and every `elseif(…) …`, in order.
    pub fn branches(&self) -> impl Iterator<Item = IfBranch> + use<> {
        self.0.children().filter_map(IfBranch::cast)
    }

    /// What stands behind `else`; `None` where there is none.
    #[must_use]
    pub fn otherwise(&self) -> Option<Expression> {
        let branch = self.0.children().find(|node| node.kind() == ELSE_BRANCH)?;
        expressions(&branch).next()
    }
}

impl IfBranch {
    /// The condition in brackets.
    #[must_use]
    pub fn condition(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }

    /// What follows from it.
    #[must_use]
    pub fn body(&self) -> Option<Expression> {
        expressions(&self.0).nth(1)
    }
}

/// The four quantifiers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// For every value.
    Forall,
    /// For some value.
    Exists,
    /// The sum over all values.
    Sum,
    /// The product over all values.
    Product,
}

impl Quantified {
    /// Which of the four it is.
    #[must_use]
    pub fn quantifier(&self) -> Quantifier {
        let word = token(&self.0, |kind| kind == NAME);
        match word.as_ref().map(SyntaxToken::text) {
            Some("exists") => Quantifier::Exists,
            Some("sum") => Quantifier::Sum,
            Some("product") => Quantifier::Product,
            _ => Quantifier::Forall,
        }
    }

    /// The variable that it binds.
    #[must_use]
    pub fn variable(&self) -> Option<NameDefinition> {
        child(&self.0, NameDefinition::cast)
    }

    /// The type of the variable.
    #[must_use]
    pub fn variable_type(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }

    /// What it ranges over. A broken variable is an error node too, hence the last one.
    #[must_use]
    pub fn body(&self) -> Option<Expression> {
        expressions(&self.0).last()
    }
}

impl Assign {
    /// What is set.
    #[must_use]
    pub fn target(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }

    /// To what.
    #[must_use]
    pub fn value(&self) -> Option<Expression> {
        expressions(&self.0).nth(1)
    }

    /// Where the `=` is.
    #[must_use]
    pub fn operator(&self) -> Option<TextRange> {
        token(&self.0, |kind| kind == EQ).map(|token| token.text_range())
    }
}

impl Compare {
    /// The left side.
    #[must_use]
    pub fn left(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }

    /// The right side.
    #[must_use]
    pub fn right(&self) -> Option<Expression> {
        expressions(&self.0).nth(1)
    }

    /// The operator: one of `==`, `!=`, `>=`, `<=`, `>` and `<`.
    #[must_use]
    pub fn operator(&self) -> Option<SyntaxToken> {
        token(&self.0, |kind| matches!(kind, EQ_EQ | BANG_EQ | GT_EQ | LT_EQ | GT | LT))
    }
}

impl TypeTest {
    /// What is tested.
    #[must_use]
    pub fn expression(&self) -> Option<Expression> {
        expressions(&self.0).next()
    }

    /// For what.
    #[must_use]
    pub fn tested_type(&self) -> Option<NameReference> {
        child(&self.0, NameReference::cast)
    }
}

impl Arithmetic {
    /// The operator between all operands: one of `*`, `/`, `+` and `-`.
    #[must_use]
    pub fn operator(&self) -> Option<SyntaxToken> {
        token(&self.0, |kind| matches!(kind, STAR | SLASH | PLUS | MINUS))
    }

    /// The operands, which group to the right: `a - b - c` is `a - (b - c)`.
    pub fn operands(&self) -> impl Iterator<Item = Expression> + use<> {
        expressions(&self.0)
    }
}
