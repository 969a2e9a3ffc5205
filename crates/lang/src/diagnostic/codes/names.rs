//! `E02xx`: what names stand for, and what type things have.

use super::{Code, Entry, codes};

codes! {
    UNKNOWN_TYPE = "E0201", "an unknown type", "
The type of a parameter, a variable or a property's values must be declared with `type`, be the type
of some entity, or be one of `boolean`, `number`, `entity` and `character`.

```sabre bad
type place; entity Ida : character; entity Hut : place;
property at(c : charcter) : place;
utility(): at(Ida) == Hut;
```
```sabre good
type place; entity Ida : character; entity Hut : place;
property at(c : character) : place;
utility(): at(Ida) == Hut;
```
";
    UNKNOWN_NAME = "E0202", "an unknown name", "
A name that stands for a thing is a variable (a parameter, an observer, or bound by a quantifier), an
entity, `True` or `False`. Case matters. A property needs its brackets, even when it has no
arguments.

```sabre bad
entity Ida : character; property calm(c : character) : boolean;
calm(ida) = true;
utility(): calm(Ida);
```
```sabre good
entity Ida : character; property calm(c : character) : boolean;
calm(Ida) = True;
utility(): calm(Ida);
```
";
    UNKNOWN_PROPERTY = "E0203", "an unknown property", "
What stands before brackets is a property, which must be declared with `property`.

```sabre bad
entity Ida : character; property calm(c : character) : boolean;
utility(): clam(Ida);
```
```sabre good
entity Ida : character; property calm(c : character) : boolean;
utility(): calm(Ida);
```
";
    NO_SUCH_SIGNATURE = "E0204", "no property with these arguments", "
Several properties may share a name; which one is meant follows from the number and the declared
types of the arguments. Each must be of the parameter's type or a kind of it. A variable of a more
general type does not do, even where all its values would. A constant among the parameters matches
only that constant.

```sabre bad
type place; entity Ida : character; entity Hut : place;
property at(c : character) : place;
utility(): at(Hut) == Hut;
```
```sabre good
type place; entity Ida : character; entity Hut : place;
property at(c : character) : place;
utility(): at(Ida) == Hut;
```
";
    AMBIGUOUS_CALL = "E0205", "two properties fit", "
One property of this name is declared for the very constant, another one for all things of its type.
Nothing says which is meant.

```sabre bad
type pad; entity Ida : character; entity Pad : pad;
property lit(p : pad) : boolean; property lit(Pad) : boolean;
utility(): lit(Pad);
```
```sabre good
type pad; entity Ida : character; entity Pad : pad;
property lit(p : pad) : boolean;
utility(): lit(Pad);
```
";
    CYCLIC_TYPE = "E0206", "a type that is a kind of itself", "
The parents of a type, their parents and so on must never lead back to it.

```sabre bad
type place : room; type room : place; entity Ida : character; property calm() : boolean;
utility(): calm();
```
```sabre good
type place; type room : place; entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    BUILT_IN_TYPE = "E0207", "`boolean` and `number` stand alone", "
`boolean` has the two values `True` and `False`, and `number` all numbers. They have no parents, no
kinds and no entities.

```sabre bad
type score : number; entity Ida : character; property calm() : boolean;
utility(): calm();
```
```sabre good
type score; entity Ida : character; property calm() : boolean;
utility(): calm();
```
";
    DUPLICATE_PARAMETER = "E0208", "two parameters of one name", "
Each parameter of a property, action or trigger has a name of its own.

```sabre bad
entity Ida : character; property calm() : boolean;
action greet(c : character, c : character) { effect: calm(); consenting: c; };
utility(): calm();
```
```sabre good
entity Ida : character; property calm() : boolean;
action greet(c : character, d : character) { effect: calm(); consenting: c; };
utility(): calm();
```
";
    DUPLICATE_DEFINITION = "E0209", "declared twice", "
Properties may share a name if they differ in the number or the types of their parameters; so may
actions and triggers, which share one space of names. Types and entities may be declared again, which
adds parents and types.

```sabre bad
entity Ida : character; property calm(c : character) : boolean;
property calm(d : character) : boolean;
utility(): calm(Ida);
```
```sabre good
entity Ida : character; property calm(c : character) : boolean;
utility(): calm(Ida);
```
";
    NUMBER_VARIABLE = "E0210", "a variable over all numbers", "
Parameters and variables range over the entities of a type, or over `boolean`. There are too many
numbers to try. To number things, declare entities for the numbers that matter.

```sabre bad
entity Ida : character; property paid(n : number) : boolean; property calm() : boolean;
utility(): calm();
```
```sabre good
type amount; entity One : amount; entity Two : amount;
entity Ida : character; property paid(n : amount) : boolean; property calm() : boolean;
utility(): calm();
```
";
    NOT_A_CHARACTER = "E0211", "not a character", "
Only characters consent, believe and have a utility: entities of type `character` or a kind of it. A
variable must be declared with such a type.

```sabre bad
type item; entity Ida : character; entity Lamp : item; property lit() : boolean;
action light(i : item) { effect: lit(); consenting: i; };
utility(): lit();
```
```sabre good
type item; entity Ida : character; entity Lamp : item; property lit() : boolean;
action light(c : character, i : item) { effect: lit(); consenting: c; };
utility(): lit();
```
";
    OBSERVER_TYPE = "E0212", "an observer that is not any character", "
The variable of `observing` stands for each character in turn, so its type must cover all of them:
`character`, or something that all characters are.

```sabre bad
type guard : character; entity Ida : character; entity Olaf : guard; property lit() : boolean;
action light() { effect: lit(); consenting: Ida; observing(g : guard): True; };
utility(): lit();
```
```sabre good
type guard : character; entity Ida : character; entity Olaf : guard; property lit() : boolean;
action light() { effect: lit(); consenting: Ida; observing(c : character): c : guard; };
utility(): lit();
```
";
    NOT_A_CONDITION = "E0213", "not a condition", "
A precondition, an `observing` part, and whatever stands in the brackets of `if` or beside `&`, `|`
and `!` must be true or false: a boolean property, a comparison, a type test, a quantifier.

```sabre bad
type place; entity Ida : character; entity Hut : place; property at() : place;
utility(): if(at()) 1 else 0;
```
```sabre good
type place; entity Ida : character; entity Hut : place; property at() : place;
utility(): if(at() != ?) 1 else 0;
```
";
    NOT_A_NUMBER = "E0214", "not a number", "
`+`, `-`, `*`, `/`, `sum`, `product` and the orderings `<`, `<=`, `>`, `>=` work on numbers alone. To
count truths, turn each into a number with `if`.

```sabre bad
entity Ida : character; property calm(c : character) : boolean;
utility(): sum(c : character) calm(c);
```
```sabre good
entity Ida : character; property calm(c : character) : boolean;
utility(): sum(c : character) (if(calm(c)) 1 else 0);
```
";
    NOT_A_VALUE = "E0215", "not a value", "
An assignment says that something changes. It has no value of its own and can only be an effect or a
statement about the start.

```sabre bad
entity Ida : character; property coins() : number;
utility(): coins() = 1;
```
```sabre good
entity Ida : character; property coins() : number;
utility(): coins() == 1;
```
";
    MISSING_ELSE = "E0216", "a conditional value without `else`", "
Where a number or an entity is wanted, a conditional must have an `else`. As a condition it may lack
one (and is then true where no branch applies), and as an effect (and then changes nothing).

```sabre bad
entity Ida : character; property calm() : boolean;
utility(): if(calm()) 1;
```
```sabre good
entity Ida : character; property calm() : boolean;
utility(): if(calm()) 1 else 0;
```
";
    RESERVED_NAME = "E0217", "a name that is taken", "
`True` and `False` are the two truth values and cannot be declared.

```sabre bad
entity Ida : character; entity True : character; property calm() : boolean;
utility(): calm();
```
```sabre good
entity Ida : character; entity Truman : character; property calm() : boolean;
utility(): calm();
```
";
    UTILITY_TYPE = "E0218", "a utility that is no number", "
A utility is a number, or a condition, which counts as 1 where it holds and 0 where it does not.

```sabre bad
type place; entity Ida : character; entity Hut : place; property at() : place;
utility(): at();
```
```sabre good
type place; entity Ida : character; entity Hut : place; property at() : place;
utility(): at() == Hut;
```
";
    EMPTY_WORLD = "E0219", "a world with nothing in it", "
The file contains no definitions: it is empty, or all of it is comments.

```sabre bad
// to do
```
```sabre good
entity Ida : character; property calm() : boolean;
action rest() { effect: calm(); consenting: Ida; };
utility(): calm(); utility(Ida): calm();
```
";
    TOO_MANY_DECLARATIONS = "E0220", "more declarations than can be handled", "
There are limits to what one problem can declare: 10,000 types in 256 generations, 1,000 ways in which
one type inherits from its ancestors, 1,000 properties of one name.

```text bad
type t1; type t2; … type t10001;
```
```text good
type t1; type t2; … type t10000;
```
";
}
