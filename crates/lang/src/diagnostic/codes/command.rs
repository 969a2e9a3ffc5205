//! `E06xx`: the command line, files and suites.

use super::{Code, Entry, codes};

codes! {
    UNREADABLE = "E0601", "a file that cannot be read", "
The file does not exist, or may not be read, or is far too large. `-` reads standard input.

```text bad
motive plan wrlds/flight.txt
```
```text good
motive plan worlds/flight.txt
```
";
    DIRECTORY = "E0602", "a directory in the place of a file", "
A world, a story or a suite is one file. Name the file in the directory.

```text bad
motive plan worlds
```
```text good
motive plan worlds/flight.txt
```
";
    NOT_UTF8 = "E0603", "a file that is not text", "
Files are read as UTF-8. This one contains bytes that are not: it is in another encoding, or it is not
a text at all.

```text bad
motive plan photo.jpg
```
```text good
motive plan worlds/flight.txt
```
";
    LIMIT = "E0604", "a limit that is not one", "
A limit is a whole number that is not negative, or the word `unlimited`. `--time` and `--goal` may
have a fraction.

```text bad
motive plan worlds/flight.txt --author-limit -3
```
```text good
motive plan worlds/flight.txt --author-limit 3
```
";
    SUITE = "E0605", "not a suite", "
A suite is a TOML file with a `[[task]]` table for each task: `name`, `world` (a path relative to the
suite), `goal` and the three limits. `docs/formats/suite.md` lists all fields.

```toml bad
[[task]]
name = \"flight\"
```
```toml good
[[task]]
name = \"flight\"
world = \"worlds/flight.txt\"
goal = 1
author_limit = 5
character_limit = 5
epistemic_limit = 2
```
";
    USAGE = "E0606", "a command that cannot be understood", "
`motive --help` lists the verbs, and `motive plan --help` what one of them takes.

```text bad
motive paln worlds/flight.txt
```
```text good
motive plan worlds/flight.txt
```
";
    UNKNOWN_CODE = "E0607", "an unknown code", "
Codes are an `E` or a `W` and four digits.

```text bad
motive explain 201
```
```text good
motive explain E0201
```
";
    UNKNOWN_FORMAT = "E0608", "a file of an unknown kind", "
What a file holds follows from the end of its name: `.txt` is a Sabre problem, `.json` a story.

```text bad
motive plan worlds/flight.docx
```
```text good
motive plan worlds/flight.txt
```
";
    UNKNOWN_CHARACTER = "E0609", "an unknown character on the command line", "
The name is not that of a character of this world. Case matters.

```text bad
motive next worlds/flight.txt ida
```
```text good
motive next worlds/flight.txt Ida
```
";
    UNWRITABLE = "E0610", "output that cannot be written", "
The result could not be written to its place: the disk is full, the place may not be written to, or
the program that read the output has ended.

```text bad
motive plan worlds/flight.txt > /full/disk
```
```text good
motive plan worlds/flight.txt > story.txt
```
";
    FILE_EXISTS = "E0611", "a file that exists already", "
`motive new` writes a new file and never replaces one. Give the world another name, or move the file
that is there.

```text bad
motive new flight        # where there is a file flight.motive
```
```text good
motive new flight2
```
";
    UNKNOWN_SCENARIO = "E0612", "an unknown scenario", "
The world declares no scenario of this name. Case matters.

```text bad
motive plan flight.motive --scenario Dry
```
```text good
motive plan flight.motive --scenario dry
```
";
}
