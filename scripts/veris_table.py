"""What comes in of a folder of VERIS records, beside the verdict that each file carries about itself.

.venv/bin/python scripts/veris_table.py FOLDER            prints the page
.venv/bin/python scripts/veris_table.py FOLDER --write    writes docs/imports-veris.md
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from warroom.formats import read
from warroom.formats.records import Reading

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "imports-veris.md"
HEAD = """# Records of VERIS: what comes in, and what does not

`Import…` and `warroom import FILE` read incidents in the Vocabulary for Event Recording and Incident Sharing
(VERIS 1.3): one JSON record, a list of them, or one a line. Each becomes an incident of the past, with its dates as far
as they are known, its rating as severity, and one entry for each part in the words of the record; it is found by “have
we seen this?” like any other. Nothing is refused for its form: a record with faults comes in and says what they are,
since half a record of the past is better than none. Refused is only what is no record, has no identifier, or has one
that the file held before. The long vocabularies of VERIS are not part of this program: a value that begins with a small
letter is pointed out, and so are the few that version 1.3 took out; any other new value comes in as it is.

Dates: a year or a month alone is its first day, and says so. Discovery is counted from the beginning, containment from
the discovery, in the units of the record; what is unknown stays empty.

## Every record we have

Written by `python scripts/veris_table.py ../shared/data/incidents/veris --write` and kept true by
`tests/warroom/formats/test_veris.py`. *Its own verdict* is what the file says a strict reader should do with it. All
{fail} that should fail are pointed out, all {good} that should pass come in without a word.

| file | its own verdict | here | what is said of it |
|---|---|---|---|
"""


def page_of(folder: Path) -> str:
    """The whole page, for the records under this folder."""
    rows, verdicts = [], Counter[str]()
    for path in sorted(folder.rglob("*.json")):
        data = path.read_bytes()
        verdict = str(json.loads(data).get("should") or "")
        reading = read(path.name, data)
        verdicts[verdict] += 1
        rows.append(f"| {path.name} | {verdict or 'none'} | {outcome(reading)} | {'; '.join(remarks(reading))} |")
    return HEAD.format(fail=verdicts["fail"], good=verdicts["pass"]) + "\n".join(rows) + "\n"


def outcome(reading: Reading) -> str:
    """In one word: refused, flagged or clean."""
    return "refused" if reading.refused else "flagged" if remarks(reading) else "clean"


def remarks(reading: Reading) -> list[str]:
    """What is said of the records of a file, but for dates of which only a part is given: every old record has such."""
    said = [
        f"{each.flag.problem.value}: {each.flag.detail}"
        for each in reading.flagged
        if each.flag.problem.value.startswith("veris-") and each.flag.problem.value != "veris-part-of-date"
    ]
    return [*said, *(each.problem.value for each in reading.refused)]


if __name__ == "__main__":
    page = page_of(Path(sys.argv[1]))
    if "--write" in sys.argv:
        PAGE.write_text(page, encoding="utf-8")
    else:
        sys.stdout.write(page)
