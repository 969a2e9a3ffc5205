//! `E07xx`: the form of a world in Motive's language.

use super::{Code, Entry, codes};

codes! {
    MISPLACED_LINE = "E0701", "a line at the wrong place", "
What is in the margin begins a declaration; what belongs to it stands further in, and lines that
belong together stand level. Which line belongs where follows from the words that it begins with, so
the meaning is never in doubt, but a page that looks as if it meant something else misleads whoever
reads it. `motive fmt` moves such lines.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    needs
    not calm(c)
    effect calm(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    needs
        not calm(c)
    effect calm(c)
author wants calm(Ida)
```
";
    NO_DECLARATION = "E0702", "the beginning of no declaration", "
A line in the margin begins a declaration, with one of the words `use`, `world`, `type`, `fact`,
`mutual`, `witness`, `define`, `claim`, `action`, `change`, `event`, `natural`, `impression`, `rule`, `inference`,
`secret`, `mystery`, `start`, `before`, `outline`, `scenario`, `never`, `reachable`, `test` and `verb`; or with a type and the
names of things (`place Hut`), or with somebody who `wants` or `refuses` something. A line that
belongs to the declaration above it must stand further in.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
acton rest(c: character) by c
    effect calm(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
author wants calm(Ida)
```
";
    STRAY_CLAUSE = "E0703", "a clause that does not belong there", "
Each declaration takes its own clauses: an action has `needs`, `effect`, `may coincide`, rows that say who
notices it (`seen by`, `heard by`, `hidden from`, `appears as`), `text` and `outcome`; a rule has `when` and
`effect`; an inference has `when` and `conclude`; a test has `under`, `after` and `expect`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
rule rests(c: character) when not calm(c)
    needs calm(c)
    effect calm(c)
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
    ASKS_OR_MAKES = "E0704", "asking in the place of making, or the other way round", "
`is` asks and `=` makes: a condition (after `needs`, `when`, `if`, `where`, `means`, `wants`) asks whether something
is so, an effect (after `effect`, `conclude`, and in `start`) makes it so. In the same way `knows` asks and
`learns` makes.

```motive bad
character Ida (she), Bo (he)
fact friend(c: character): character or none
author wants friend(Ida) = Bo
```
```motive good
character Ida (she), Bo (he)
fact friend(c: character): character or none
author wants friend(Ida) is Bo
```
";
    FOREIGN_SIGN = "E0705", "a sign of another language", "
Motive's language uses words where other languages have signs: `is` for `==`, `is not` for `!=`, `and`, `or` and
`not` for `&&`, `||` and `!`. Comments begin with `--`. Nothing ends with a semicolon, and there are no braces:
what stands further in belongs to the line above.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida) && calm(Bo)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida) and calm(Bo)
```
";
    NOT_EXPECTED = "E0706", "something else was expected here", "
At this place the language asks for something else; the message says what. A line ends where its item ends:
it goes on only if a bracket is open, if it ends with a comma or an operator, or if the next line begins with a
joining word such as `and`, `or`, `if` or `else`. The words of the language cannot be names, unless in backticks.

```motive bad
character Ida (she), Bo (he)
fact calm(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    BRACKETS = "E0707", "brackets that do not match", "
Every bracket that is opened is closed in the same item, and every closing bracket closes one. A new declaration
or clause ends whatever is open, so that one missing bracket harms nothing else.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants (calm(Ida) or calm(Bo)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants (calm(Ida) or calm(Bo))
```
";
    STRAY_CHARACTER = "E0708", "a character that means nothing here", "
Text stands between straight double quotes and ends on its line; several texts in a row are joined, so a long one
can go on on the next line in quotes of its own. A name begins with a letter or `_`, or stands in backticks. A number
is digits, perhaps with a dot and more digits.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character) \"{c} {is} calm
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character) \"{c} {is} calm\"
author wants calm(Ida)
```
";
    NOBODY_ACTS = "E0709", "an action that nobody does", "
Whoever does an action must have a reason for it, so it says who that is: `by c`. Whoever must agree as well comes
after `with`. What just happens, and is nobody's doing, is an `event`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character)
    effect calm(c)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
action rest(c: character) by c
    effect calm(c)
author wants calm(Ida)
```
";
    NESTED_TOO_DEEPLY = "E0710", "nested too deeply", "
Brackets, `not`, `believes` and quantifiers may stand inside each other up to a bound (see docs/limits.md). Give a
part of the condition a name with `define`.

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants ((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((((calm(Ida)))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))))
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    MORE_ERRORS = "E0711", "more errors than are shown", "
After a few hundred problems the rest is counted and not shown. Usually they have one cause near the first. (The
example here shows one problem only.)

```motive bad
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida) == calm(Bo)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida) and calm(Bo)
```
";
}
