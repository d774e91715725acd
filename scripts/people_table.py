"""What comes in of a folder of people's files: accepted, repaired with what, refused and why; counts, nobody's data.

.venv/bin/python scripts/people_table.py FOLDER            prints the table
.venv/bin/python scripts/people_table.py FOLDER --write    writes docs/imports-people.md
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from warroom.errors import Refusal
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "imports-people.md"
WORDS = "of rooms that end with the table"
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
HEAD = """# What comes in of real files of people

Written by `python scripts/people_table.py ../shared/data/roster --write`; counts and reasons only, nobody's data.
`tests/warroom/test_people_out.py` keeps it true. Each file is imported into an empty room in France, twice: the second
time must change nothing. Tables whose headings do not speak of people are imported with `--as people`. A record is
*accepted*, or accepted and *repaired* (what was done, and how often), or *refused* with its reason. Why the reader is
our own: [0103](decisions/0103-reading-people.md).

`not-a-number` is a number of another country written without its code, or a word: it is kept as it is written, among
the other ways. `picture-left-out`: pictures, sounds and keys reach nobody. `name-taken-from`: no name, so nickname,
employer or address stands for it.

| file | accepted | of them repaired | repaired with | refused | why |
|---|---|---|---|---|---|
"""


@dataclass(slots=True)
class Line:
    """One file of the table."""

    file: str
    accepted: int = 0
    repaired: int = 0
    repairs: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    reasons: list[str] = field(default_factory=list)
    again: int = 0  # what a second import changed

    def __str__(self) -> str:
        repairs = ", ".join(f"{code} {count}" for code, count in sorted(self.repairs.items()))
        cells = (self.file, self.accepted, self.repaired, repairs, self.refused, "; ".join(self.reasons))
        return f"| {' | '.join(str(cell) for cell in cells)} |"


def lines_of(folder: Path) -> Iterator[Line]:
    """Each file of the folder through the door of an empty room. Raises nothing for a file at fault."""
    with tempfile.TemporaryDirectory() as place:
        for number, path in enumerate(sorted(each for each in folder.rglob("*") if each.is_file())):
            room = Path(place) / f"{number}.warroom"
            with Room.create(room, name="-", passphrase=WORDS, argon2=QUICK, backups=False) as made:
                made.sit_down("Table")
                yield _line(made, path, str(path.relative_to(folder)))


def _line(room: Room, path: Path, name: str) -> Line:
    line = Line(name)
    kind = None if room.roster_in.takes(path) else "people"
    try:
        outcome = room.import_file(path, kind=kind)
        again = room.import_file(path, kind=kind)
    except Refusal as refusal:
        line.refused, line.reasons = 1, [f"whole file: {refusal.message}"]
        return line
    line.accepted = sum((outcome.added + outcome.changed + outcome.unchanged).values())
    line.again = sum((again.added + again.changed).values())
    line.refused = len(outcome.refused)
    line.reasons = sorted({problem.reason for problem in outcome.refused})
    line.repaired = len({problem.where for problem in outcome.flagged})
    reasons = len(outcome.refused)
    line.repairs = {str(code): count for code, count in outcome.codes.items() if count and not reasons}
    return line


def page_of(folder: Path) -> str:
    """The page as Markdown."""
    lines = list(lines_of(folder))
    whole = [line for line in lines if line.reasons and line.reasons[0].startswith("whole file")]
    accepted, repaired = sum(line.accepted for line in lines), sum(line.repaired for line in lines)
    refused = sum(line.refused for line in lines if line not in whole)
    total = (
        f"\n{len(lines)} files: {accepted} people accepted, {repaired} of them repaired, {refused} records refused; "
        f"{len(whole)} files refused as a whole, because they hold no people. "
        f"A second import changed {sum(line.again for line in lines)}.\n"
    )
    return HEAD + "\n".join(map(str, lines)) + "\n" + total


def main(arguments: list[str]) -> int:
    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    page = page_of(Path(folders[0]))
    if "--write" in arguments:
        PAGE.write_text(page, encoding="utf-8")
    else:
        print(page)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
