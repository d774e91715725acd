"""Recipients from a table: a name, a mail address, the language to put first. All of it is hostile."""

from __future__ import annotations

import unicodedata

from warroom.domain.recipients import Given
from warroom.formats.limits import unreadable
from warroom.formats.records import Refused
from warroom.formats.table import open_table
from warroom.words import _

HEADINGS = {
    "name": {"name", "nom", "contact", "organisation", "organization", "societe", "client", "company"},
    "mail": {"mail", "email", "e-mail", "courriel", "messagerie", "adresse mail", "adresse e-mail", "mail address"},
    "language": {"language", "langue", "lang"},
    "audience": {"audience", "public"},
}
MOST = 50_000


def recipients_in(data: bytes) -> list[Given]:
    """The people of a CSV file or a workbook that has a column of mail addresses. Raises Refusal for what has none."""
    table = open_table(data)
    columns = {_plain(name): at for at, name in reversed(list(enumerate(table.columns)))}
    found = {part: next((columns[name] for name in columns if name in known), None) for part, known in HEADINGS.items()}
    if found["mail"] is None:
        raise unreadable(
            "no-mail-column",
            _("No column of this table is called “mail” or “e-mail”."),
            todo=_("Name the column of addresses “mail”, and choose the file again."),
        )
    people: list[Given] = []
    for row in table.rows():
        if isinstance(row, Refused):
            continue
        cells = {part: row.cells[at].strip() if at is not None else "" for part, at in found.items()}
        if any(cells.values()):
            people.append(Given(cells["name"], cells["mail"], cells["language"], cells["audience"]))
        if len(people) >= MOST:
            break
    return people


def _plain(heading: str) -> str:
    letters = unicodedata.normalize("NFKD", heading).encode("ascii", "ignore").decode().lower()
    return " ".join(letters.replace("_", " ").split())
