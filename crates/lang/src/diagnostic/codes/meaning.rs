//! `E08xx`: names, types and meaning in Motive's language.

use super::{Code, Entry, codes};

codes! {
    NO_SUCH_TYPE = "E0801", "an unknown type", "
A type is declared with `type`, or is one of `character`, `entity`, `boolean` and `number`. The order of
declarations does not matter.

```motive bad
character Ida (she), Bo (he)
fact calm(c: charcter)
fact glad
author wants glad
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
fact glad
author wants glad
```
";
    NO_SUCH_THING = "E0802", "an unknown name", "
A name alone is a parameter, what a quantifier such as `some x: character` has introduced, a thing that is declared
with its type (`character Ida`), or a fact without brackets. Capitals matter.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    NO_SUCH_FACT = "E0803", "an unknown fact or definition", "
What stands before brackets is a fact, declared with `fact`, or has been given a meaning with `define` or
`claim`. `change` names an action or event that is declared.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants clam(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    WRONG_ARGUMENTS = "E0804", "arguments that do not fit", "
A fact is about as many things as its declaration says, each of the type given there or of a kind of it. Several
facts may share a name and differ in the types of what they are about. In the place of a thing a fact may stand
whose value is one: `linked(at(c), Hut)`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida, Bo)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    DECLARED_TWICE = "E0805", "declared twice", "
Each thing, type, definition and parameter is declared once; an entity of several types is declared with `also`.
A type may be declared again to add something that it is a kind of. Facts, and actions, may share a name if they
are about things of different types.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
character Ida (she)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    TYPE_PARENT = "E0806", "a type that cannot be a kind of that", "
Types are kinds of other types, never in a circle, and never of `boolean` or `number`.

```motive bad
character Ida (she), Bo (he)
type a: b
type b: a
fact calm(c: character)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
type a: b
type b
fact calm(c: character)
author wants calm(Ida)
```
";
    WRONG_KIND = "E0807", "a value of the wrong kind", "
A fact takes only values that its declaration allows: true or false if it names no type, numbers, or things of a
type; nobody and nothing (`none`) only after `or none`.

```motive bad
character Ida (she), Bo (he)
type place
place Hut
fact at(c: character): place or none
start
    at(Ida) = Bo
author wants at(Ida) is Hut
```
```motive good
character Ida (she), Bo (he)
type place
place Hut
fact at(c: character): place or none
start
    at(Ida) = Hut
author wants at(Bo) is Hut
```
";
    NO_CONDITION = "E0808", "not a condition", "
Where something is asked there must be something that is so or not. A fact with other values is compared with
one: `at(Ida) is Hut`.

```motive bad
character Ida (she), Bo (he)
fact friend(c: character): character or none
author wants 1 if friend(Ida)
```
```motive good
character Ida (she), Bo (he)
fact friend(c: character): character or none
author wants 1 if friend(Ida) is Bo
```
";
    NO_NUMBER = "E0809", "not a number", "
Only numbers can be added, compared with `<` or `>`, and changed by `+=` and `-=`. To count, write
`count x: character where …`; to turn a condition into a number, `(1 if … else 0)`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants 1 if calm(Ida) > 0
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    NOT_SOMEBODY = "E0810", "not a character", "
Only characters act, want, believe and notice. They are declared with `character` or a type that is a kind of it.

```motive bad
character Ida (she), Bo (he)
type item
item Hat
fact calm(c: character)
author wants Hat believes calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants Bo believes calm(Ida)
```
";
    NOT_SETTABLE = "E0811", "something that cannot be made so", "
An effect changes facts. A definition or a claim can be made so if there is just one way: if it is made of `and`,
`is` and plain facts.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
define either means calm(Ida) or calm(Bo)
event peace
    effect either
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
define both means calm(Ida) and calm(Bo)
event peace
    effect both
author wants calm(Ida)
```
";
    VALUE_MISSING = "E0812", "a fact that needs a value", "
A fact whose declaration names a type is not simply so or not: an effect says what it becomes.

```motive bad
character Ida (she), Bo (he)
fact friend(c: character): character or none
event meeting
    effect friend(Ida)
author wants friend(Ida) is Bo
```
```motive good
character Ida (she), Bo (he)
fact friend(c: character): character or none
event meeting
    effect friend(Ida) = Bo
author wants friend(Ida) is Bo
```
";
    REALITY_KNOWS = "E0813", "reality always knows", "
In reality every fact has a value; only somebody's belief can be unknown (`Ida forgets at(Bo)`). Nobody and
nothing is a value like any other: `none`. Where a fact takes what somebody believes, that must be known to them:
`door = place_of(Key) according to Ida if place_of(Key) is known to Ida`.

```motive bad
character Ida (she), Bo (he)
fact friend(c: character): character or none
start
    friend(Ida) = unknown
author wants friend(Ida) is Bo
```
```motive good
character Ida (she), Bo (he)
fact friend(c: character): character or none
start
    friend(Ida) = none
author wants friend(Ida) is Bo
```
";
    NOT_GIVEN = "E0814", "a fact without a value at the start", "
A fact whose values are things has no value of its own accord, so `start` gives one to each instance; or the
declaration says what it is otherwise (`fact at(c: character): place = Hut`), or that it may be nobody or nothing
(`or none`).

```motive bad
character Ida (she), Bo (he)
type place
place Hut
fact at(c: character): place
start
    at(Ida) = Hut
author wants at(Ida) is Hut
```
```motive good
character Ida (she), Bo (he)
type place
place Hut
fact at(c: character): place
start
    for each c: character: at(c) = Hut
author wants at(Ida) is Hut
```
";
    UNKNOWN_TO_WHOM = "E0815", "unknown to whom?", "
Reality always knows, so `is known` and `is unknown` ask somebody's mind: after `believes`, in what a character
wants, or with `to`. Nothing is equal to what is unknown.

```motive bad
character Ida (she), Bo (he)
fact friend(c: character): character or none
author wants friend(Ida) is unknown
```
```motive good
character Ida (she), Bo (he)
fact friend(c: character): character or none
author wants friend(Ida) is unknown to Bo
```
";
    CIRCULAR_DEFINITION = "E0816", "a definition that uses itself", "
What a definition means is put in its place wherever it is used, so it cannot use itself, directly or through
others. What grows step by step is a `rule`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
define fine(c: character) means calm(c) or fine(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
define fine(c: character) means calm(c)
author wants calm(Ida)
```
";
    TYPE_ASKED = "E0817", "a type in the place of a thing", "
Whether something is of a type is asked with an article: `c is a warden`. Without one, `is` compares two things.

```motive bad
character Ida (she), Bo (he)
type warden: character
author wants Ida is warden
```
```motive good
character Ida (she), Bo (he)
type warden: character
author wants not Ida is a warden
```
";
    MUTUAL = "E0818", "a mutual fact that is not about two of one type", "
A mutual fact is about two things that can be exchanged, so there are two parameters of one type.

```motive bad
character Ida (she), Bo (he)
mutual fact pair(a: character)
fact calm(c: character)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
mutual fact pair(a, b: character)
fact calm(c: character)
author wants calm(Ida)
```
";
    TEMPLATE = "E0819", "a sentence that names nobody", "
In a sentence `{c}` stands for a parameter or a thing, `{c's}` and `{c their}` for forms of it; in the sentence of a
fact `{value}` is its value. Any other single word in braces is a verb, and agrees with the nearest name before it.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character) \"{d} {is} calm\"
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character) \"{c} {is} calm\"
author wants calm(Ida)
```
";
    CLAUSE_MISSING = "E0820", "a rule without its parts", "
A rule says when it happens (`when`) and what it changes (`effect`); an inference says when it is drawn (`when`) and
what is concluded (`conclude`).

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
rule rests(c: character) when not calm(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
rule rests(c: character) when not calm(c)
    effect calm(c)
author wants calm(Ida)
```
";
    NOTHING_DECLARED = "E0821", "a world with nothing in it", "
A world declares its cast, what can be so, what can be done and what is wanted. `motive new` writes one to start
from.

```motive bad
-- nothing yet
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
}
