//! `E01xx`: the form of a problem.

use super::{Code, Entry, codes};

codes! {
    UNEXPECTED_CHARACTER = "E0101", "a character that means nothing here", "
A problem is made of names, numbers, `?` and the symbols `( ) { } , ; : * / + - & | ! = < >`.
Anything else must stand in a comment. Operators have no other spelling: neither `∧` nor `≠` is one.

```sabre bad
entity Ida : character; property calm() : boolean; property safe() : boolean;
calm() ∧ safe();
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean; property safe() : boolean;
calm() & safe();
utility(): calm();
```
";
    MALFORMED_NUMBER = "E0102", "not a number", "
A number is digits with at most one dot: `2`, `2.5`, `.5`, `5.`. It has no exponent. A minus that
touches it is its sign, unless an operand stands before it. Names may contain digits, but not begin
with one.

```sabre bad
entity Ida : character; property coins() : number;
coins() = 1e3;
utility(): coins();
```
```sabre good
entity Ida : character; property coins() : number;
coins() = 1000;
utility(): coins();
```
";
    MALFORMED_NAME = "E0103", "a name that does not begin with a letter", "
A name begins with a letter. After it, everything but white space and symbols may follow.

```sabre bad
entity Ida : character; property _calm() : boolean;
utility(): _calm();
```
```sabre good
entity Ida : character; property calm_() : boolean;
utility(): calm_();
```
";
    UNCLOSED_COMMENT = "E0104", "a comment that is never closed", "
A comment that begins with `/*` goes on to the next `*/`, over many lines if need be. Such comments
do not nest.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): calm(); /* the goal
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm(); /* the goal */
```
";
    STRAY_STRING = "E0105", "quoted text", "
Problems contain names, not texts. What is meant for the reader belongs in a comment.

```sabre bad
entity Ida : character; property calm() : boolean;
\"The goal\" utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
// The goal
utility(): calm();
```
";
    UNCLOSED_BRACKET = "E0106", "a bracket that is never closed", "
Every `(` needs its `)`, and every `{` its `}`. The place that is marked is where the bracket opens;
a second mark shows where its end was expected at the latest: before a `;`, a `{` or the next
definition.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): if(calm() 1 else 0;
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): if(calm()) 1 else 0;
```
";
    EXTRA_BRACKET = "E0107", "a bracket that closes nothing", "
There is one closing bracket too many, or the bracket that it was meant to close is missing or of
another kind.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): calm());
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    MISSING_SEMICOLON = "E0108", "a missing semicolon", "
Every definition ends with `;`, also after the closing brace of an action or trigger; so does every
part of one. Only the last may do without. The place that is marked is the end of the definition
that lacks its semicolon.

```sabre bad
entity Ida : character
property calm() : boolean;
utility(): calm();
```
```sabre good
entity Ida : character;
property calm() : boolean;
utility(): calm();
```
";
    EMPTY_DEFINITION = "E0109", "a semicolon that ends nothing", "
A semicolon ends a definition or a part; two in a row leave nothing between them.

```sabre bad
entity Ida : character;; property calm() : boolean;
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    UNKNOWN_DEFINITION = "E0110", "the beginning of no definition", "
Definitions begin with `type`, `entity`, `property`, `action`, `trigger` or `utility`; an expression
that stands alone says something about the start.

```sabre bad
entity Ida : character; propery calm() : boolean;
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    UNKNOWN_PART = "E0111", "the beginning of no part", "
An action has the parts `precondition`, `effect`, `consenting` and `observing`, in any order; a
trigger has only the first two, for nobody does it and nobody sees it.

```sabre bad
entity Ida : character; property calm() : boolean;
action rest() { precondtion: !calm(); effect: calm(); consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
action rest() { precondition: !calm(); effect: calm(); consenting: Ida; };
utility(): calm();
```
";
    UNEXPECTED = "E0112", "something else was expected here", "
The grammar asks for something particular at this place, which the message names.

```sabre bad
entity Ida; property calm() : boolean;
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    MISSING_EXPRESSION = "E0113", "a missing expression", "
An operator, a bracket or a part needs an expression that is not there. A minus sign must touch its
number: `- 1` has nothing on its left to subtract from.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): calm() &;
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    MISSING_OPERATOR = "E0114", "two expressions without an operator", "
Two expressions stand side by side. Conditions and effects are joined by `&` (and) or `|` (or); a
definition or a part ends with `;`.

```sabre bad
entity Ida : character; property calm() : boolean; property safe() : boolean;
action rest() { effect: calm() safe(); consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean; property safe() : boolean;
action rest() { effect: calm() & safe(); consenting: Ida; };
utility(): calm();
```
";
    WORD_OPERATOR = "E0115", "a word in the place of an operator", "
The operators are symbols: `&` for and, `|` for or, `!` for not. Mind their order: `&` binds looser
than `|`, so `p & q | r` means `p & (q | r)`, and `!` covers the whole of its conjunct.

```sabre bad
entity Ida : character; property calm() : boolean; property safe() : boolean;
utility(): calm() and not safe();
```
```sabre good
entity Ida : character; property calm() : boolean; property safe() : boolean;
utility(): calm() & !safe();
```
";
    WHEN = "E0116", "`when` is not a word of this language", "
Conditional effects, conditional values and implications are all written with `if`:
`if(condition) effect`, perhaps with `elseif(condition) …` and `else …`.

```sabre bad
entity Ida : character; property calm() : boolean; property safe() : boolean;
action rest() { effect: when(safe(), calm()); consenting: Ida; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean; property safe() : boolean;
action rest() { effect: if(safe()) calm(); consenting: Ida; };
utility(): calm();
```
";
    COMPOUND_ARGUMENT = "E0117", "an argument that is not a plain name", "
The arguments of a property are names, truth values or numbers. Neither another property nor `?` can
be one. To speak of the place where a friend is, bind the friend to a variable.

```sabre bad
type place; entity Ida : character; entity Hut : place;
property friend(c : character) : character; property at(c : character) : place;
utility(): at(friend(Ida)) == Hut;
```
```sabre good
type place; entity Ida : character; entity Hut : place;
property friend(c : character) : character; property at(c : character) : place;
utility(): exists(f : character) (friend(Ida) == f & at(f) == Hut);
```
";
    STRAY_ELSE = "E0118", "an `else` without its `if`", "
A conditional is cut at its first `elseif`, or else at its first `else`, outside brackets; so both
belong to the outermost `if`. Put a conditional inside another one in brackets.

```sabre bad
entity Ida : character; property a() : boolean; property b() : boolean;
utility(): if(a()) if(b()) a() else b() else a();
```
```sabre good
entity Ida : character; property a() : boolean; property b() : boolean;
utility(): if(a()) (if(b()) a() else b()) else a();
```
";
    TOO_DEEP = "E0119", "nested too deeply", "
Brackets, negations, conditionals, quantifiers and beliefs may nest 256 levels deep; the steps of a
chain of `-` or `/` count too, since they group to the right. Chains of `&`, `|`, `+` and `*` may be
as long as you like.

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
           !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
           !!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!
           calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    TOO_MANY_ERRORS = "E0120", "more errors than are shown", "
Only the first errors of a text are shown. Later ones are often a consequence of earlier ones: mend
those, and run again. If nearly everything is an error, this may not be a problem file at all.

```text bad
%PDF-1.7 …
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
}
