//! `E083x`: several files and modules.

use super::{Code, Entry, codes};

codes! {
    NO_SUCH_MODULE = "E0830", "an unknown module", "
The modules of the library have names that begin with `std.`; docs/language.md lists them.

```motive bad
use std.plces
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
```motive good
use std.places
character Ida (she), Bo (he)
place Hut
fact calm(c: character)
start
    at(Ida) = Hut, at(Bo) = Hut
author wants calm(Ida)
```
";
    USED_FILE_MISSING = "E0831", "a file that is used and cannot be read", "
`use cast` reads the file `cast.motive`, and `use \"parts/cast.motive\"` the file of that name, both beside the file
that says so. A program that embeds Motive may read a world by itself, without files.

```motive bad
use csat
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    USE_CIRCLE = "E0832", "files that use each other", "
A file means what it would mean if the files that it uses stood above it, so no file can use itself, not even by way
of others. What both files need goes into a third one.

```text bad
-- cast.motive
use feud
-- feud.motive
use cast
```
```text good
-- cast.motive
use places
-- feud.motive
use places, cast
```
";
    USED_LANGUAGE = "E0833", "a file of another language is used", "
Only files in Motive's language can be used. A problem of the Sabre planner can be converted: `motive convert`.

```motive bad
use \"cast.txt\"
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    USED_PATH = "E0834", "a path that is no path from here", "
A file is used by its path from the file that uses it, with `/` between the steps, so that a world can be moved to
another directory or another computer.

```motive bad
use \"/home/ida/cast.motive\"
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
```motive good
character Ida (she), Bo (he)
fact calm(c: character)
author wants calm(Ida)
```
";
    NOTHING_LEFT_OUT = "E0835", "left out, and not there", "
`use MODULE without NAME` leaves out what that file declares under this name: an action, a rule, a fact, a type, a
definition. What the module itself uses from another one is left out where that one is used.

```motive bad
use std.places without wlak
character Ida (she), Bo (he)
place Hut
fact calm(c: character)
start
    at(Ida) = Hut, at(Bo) = Hut
author wants calm(Ida)
```
```motive good
use std.places without walk
character Ida (she), Bo (he)
place Hut
fact calm(c: character)
start
    at(Ida) = Hut, at(Bo) = Hut
author wants calm(Ida)
```
";
    TOO_MANY_FILES = "E0836", "too many files", "
A world has at most 500 files, with at most 1 GiB of text together.

```text bad
use scene_1, scene_2, scene_3  -- and 498 more
```
```text good
use act_1, act_2, act_3
```
";
    READINGS_DIFFER = "E0837", "files that are read in different ways", "
The settings are those of the main file, and `reading strict` changes what `not` means about the unknown. So a file
that says it cannot be used by one that does not; and the library is not written for it.

```motive bad
use std.places
world \"The hut\"
    reading strict
character Ida (she), Bo (he)
place Hut
fact calm(c: character)
author wants calm(Ida)
```
```motive good
use std.places
world \"The hut\"
character Ida (she), Bo (he)
place Hut
fact calm(c: character)
start
    at(Ida) = Hut, at(Bo) = Hut
author wants calm(Ida)
```
";
}
