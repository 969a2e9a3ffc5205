//! `E03xx`: effects, statements about the start, and values.

use super::{Code, Entry, codes};

codes! {
    NOT_AN_EFFECT = "E0301", "not an effect", "
An effect is an assignment `property(…) = value`, a boolean property alone (which makes it true) or
behind `!` (which makes it false), or several of these with `&`, `if`, `forall` or `believes`. Other
tests and numbers change nothing. The same holds for statements about the start.

```sabre bad
entity Ida : character; property coins() : number;
action earn() { effect: coins() + 1; consenting: Ida; };
utility(): coins();
```
```sabre good
entity Ida : character; property coins() : number;
action earn() { effect: coins() = coins() + 1; consenting: Ida; };
utility(): coins();
```
";
    DISJUNCTIVE_EFFECT = "E0302", "an effect that leaves a choice", "
What an action changes must be certain. `|`, `exists` and the negation of `&` or `forall` leave it
open, and cannot be effects or statements about the start. Write one action for each case, or say with
`if` when each applies.

```sabre bad
entity Ida : character; property rich() : boolean; property wise() : boolean;
action study() { effect: rich() | wise(); consenting: Ida; };
utility(): wise();
```
```sabre good
entity Ida : character; property rich() : boolean; property wise() : boolean;
action study() { effect: wise(); consenting: Ida; };
utility(): wise();
```
";
    CONTRADICTORY_EFFECT = "E0303", "effects that contradict each other", "
All effects of an action happen at once, so no two of them may give one property different values
unconditionally. That also counts where it comes about only when two parameters are the same thing:
say in the precondition that they are not.

```sabre bad
entity Ida : character; property coins() : number;
action lose() { effect: coins() = 1 & coins() = 2; consenting: Ida; };
utility(): coins();
```
```sabre good
entity Ida : character; property coins() : number;
action lose() { effect: coins() = 2; consenting: Ida; };
utility(): coins();
```
";
    WRONG_VALUE_TYPE = "E0304", "a value of the wrong type", "
A property takes values of its declared type or of a kind of it. What matters is how the value is
declared, not what it happens to be: a property whose values are of a more general type does not do.

```sabre bad
type place; entity Ida : character; entity Hut : place;
property at(c : character) : place;
at(Ida) = Ida;
utility(): at(Ida) == Hut;
```
```sabre good
type place; entity Ida : character; entity Hut : place;
property at(c : character) : place;
at(Ida) = Hut;
utility(): at(Ida) == Hut;
```
";
    UNKNOWN_BOOLEAN = "E0305", "a truth value cannot be unknown", "
`?` fits properties whose values are numbers or entities. A boolean property is true or false, and
false where nobody says otherwise.

```sabre bad
entity Ida : character; property calm() : boolean;
calm() = ?;
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
calm() = False;
utility(): calm();
```
";
    ASSIGNMENT_IN_CONDITION = "E0306", "`=` in a condition", "
`=` makes something so, `==` asks whether it is so.

```sabre bad
type place; entity Ida : character; entity Hut : place; property at() : place;
utility(): if(at() = Hut) 1 else 0;
```
```sabre good
type place; entity Ida : character; entity Hut : place; property at() : place;
utility(): if(at() == Hut) 1 else 0;
```
";
    NOT_ASSIGNABLE = "E0307", "this cannot be set", "
On the left of `=` stands a property with its arguments, perhaps as somebody believes it:
`believes(c, property(…)) = value`.

```sabre bad
entity Ida : character; property coins() : number;
action earn() { effect: coins() + 1 = 2; consenting: Ida; };
utility(): coins();
```
```sabre good
entity Ida : character; property coins() : number;
action earn() { effect: coins() = 1; consenting: Ida; };
utility(): coins();
```
";
    DIVISION_BY_ZERO = "E0308", "division by zero", "
The divisor is zero whatever happens. (A divisor that becomes zero only in some states is reported
when one of those states is reached.)

```sabre bad
entity Ida : character; property coins() : number;
utility(): coins() / 0;
```
```sabre good
entity Ida : character; property coins() : number;
utility(): coins() / 2;
```
";
    NUMBER_TOO_LARGE = "E0309", "a number too large to be represented", "
Numbers are double-precision: up to about 1.8 times 10 to the power of 308.

```text bad
coins() = 9999…9999;   (more than 308 digits)
```
```text good
coins() = 9999;
```
";
}
