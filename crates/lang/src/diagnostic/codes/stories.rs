//! `E05xx`: stories and solution texts.

use super::{Code, Entry, codes};

codes! {
    UNKNOWN_ACTION = "E0501", "an unknown action in a story", "
Each step of a story names an action that the world declares.

```text bad
trvel(Ida, Hut, Mill)
```
```text good
travel(Ida, Hut, Mill)
```
";
    STORY_ARGUMENTS = "E0502", "arguments that an action does not take", "
Each step has as many arguments as its action has parameters, in the same order. Each is an entity of
the parameter's type, `True`, `False` or a number; where the action declares a constant, it is that
constant.

```text bad
travel(Ida, Mill)
```
```text good
travel(Ida, Hut, Mill)
```
";
    MALFORMED_SOLUTION = "E0503", "not a solution text", "
A solution in Sabre's text form is a list of steps `action(argument, …)`, separated by spaces or by
line ends. In the verbose form each step stands on a line of its own, with the reasons below it: every
level one `|` deeper, and every reason closed by a line `goal(…)`.

```text bad
travel(Ida, Hut, Mill
```
```text good
travel(Ida, Hut, Mill)
| goal(Ida, at(Ida) == Mill)
goal(at(Ida) == Mill)
```
";
    MALFORMED_STORY = "E0504", "not a story in JSON", "
A story in JSON is an object with the fields that `docs/formats/story.md` lists.

```json bad
{\"steps\": \"travel\"}
```
```json good
{\"format\": \"motive-story\", \"version\": 1, \"steps\": []}
```
";
    NO_CONSENT = "E0505", "a reason for somebody who is not asked", "
A reason belongs to a character who consents to the step, other than the one whose plan it stands in.

```text bad
travel(Ida, Hut, Mill)
| goal(Olaf, at(Ida) == Mill)
goal(at(Ida) == Mill)
```
```text good
travel(Ida, Hut, Mill)
| goal(Ida, at(Ida) == Mill)
goal(at(Ida) == Mill)
```
";
    EMPTY_STORY = "E0506", "a story without steps", "
A story has at least one step: doing nothing makes nothing better for anybody.

```text bad

```
```text good
travel(Ida, Hut, Mill)
```
";
    STORY_VERSION = "E0507", "a version of the format that cannot be read", "
Formats have version numbers, and this version of the program reads none as new as this.

```json bad
{\"format\": \"motive-story\", \"version\": 999, \"steps\": []}
```
```json good
{\"format\": \"motive-story\", \"version\": 1, \"steps\": []}
```
";
}
