"""The matrix of skills on paper: people down, skills across, and underneath what hangs on one person."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

import orjson

from warroom import phrases, words
from warroom.commands.skill_words import hole_word, level_said, presence_word
from warroom.domain.coverage_holes import Coverage, Holder
from warroom.domain.roster import Mastered, PersonCard
from warroom.errors import Trouble
from warroom.reports.capability import Capability
from warroom.reports.csv_log import disarmed
from warroom.reports.typesetting import NotTypeset, typeset, typeset_pages
from warroom.reports.visible import fonts_folder, printed
from warroom.words import _, ngettext

PEOPLE_MOST = 1000  # on paper
NAMES_MOST = 12  # in one line
ACROSS = 22  # skills on one page: more go on the next
PRINTER_DPI = 200


@dataclass(frozen=True, slots=True)
class MatrixPage:
    """The matrix as a PDF, and what it was laid out from."""

    pdf: bytes
    report: str
    name: str  # without extension
    title: str
    shown_at: int


def matrix_page(facts: Capability, *, room: str, zone: tzinfo | None, author: str) -> MatrixPage:
    """The pages of the matrix, whoever has a skill by name. It takes a second: call it from a task. Raises Trouble."""
    report = _report(facts, room=room, zone=zone, author=author)
    body = orjson.dumps(report).decode()
    try:
        pdf = typeset(_layout(), fonts=fonts_folder(), report=body, timestamp=facts.now // 1000)
    except NotTypeset as error:
        raise _not_made(error) from error
    return MatrixPage(pdf, body, "warroom-skills", report["title"], facts.now)


def pictures_of(page: MatrixPage) -> list[bytes]:
    """The pages as PNG for a printer. Raises Trouble."""
    try:
        return typeset_pages(
            _layout(), fonts=fonts_folder(), report=page.report, timestamp=page.shown_at // 1000, dpi=PRINTER_DPI
        )
    except NotTypeset as error:
        raise _not_made(error) from error


def matrix_csv(facts: Capability) -> str:
    """One line for each skill of each person, as a spreadsheet reads it; nothing in it is a formula."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\r\n")
    lines.writerow(["name", "employer", "site", "skill", "level", "until", "presence", "counts"])
    held = facts.held()
    for card in people_of(facts):
        for item in facts.coverage:
            holder = held.get((card.id, item.skill.id))
            if holder is not None:
                lines.writerow([disarmed(cell) for cell in _csv_line(card, item, holder)])
    return out.getvalue()


def people_of(facts: Capability) -> list[PersonCard]:
    """Whoever has a skill, by name."""
    holders = {person for person, _skill in facts.held()}
    return sorted(
        (card for card in facts.people.values() if card.id in holders), key=lambda card: (card.name.casefold(), card.id)
    )


def _csv_line(card: PersonCard, item: Coverage, holder: Holder) -> Iterator[str]:
    yield from (card.name, card.employer, card.site, item.skill.name, str(holder.level))
    yield phrases.local(holder.until).strftime("%Y-%m-%d") if holder.until is not None else ""
    yield from (holder.presence.value, "yes" if holder.counts else "no")


def _layout() -> Path:
    return fonts_folder().parent / "matrix.typ"


def _not_made(error: NotTypeset) -> Trouble:
    return Trouble(
        "report-not-made",
        _("The PDF could not be made: {reason}").format(reason=str(error)[-500:]),
        safe=_("The room is untouched."),
        todo=_("Write the matrix as CSV instead, and report this."),
    )


def _report(facts: Capability, *, room: str, zone: tzinfo | None, author: str) -> dict[str, Any]:
    skills = sorted(facts.coverage, key=lambda item: item.skill.name.casefold())
    everybody = people_of(facts)
    people = everybody[:PEOPLE_MOST]
    printed_at = f"{phrases.date(facts.now, zone)} {phrases.time_of_day(facts.now, zone)}"
    return {
        "title": printed(_("Matrix of skills")),
        "author": printed(author),
        "language": words.language(),
        "room": printed(room),
        "foot": printed(
            _("{reference}, printed {time} by {name}").format(reference=room, time=printed_at, name=author)
        ),
        "legend": [[int(level), printed(level_said(level))] for level in Mastered],
        "crossed": printed(_("crossed out: expired")),
        "people": printed(_("Name")),
        "pages": [_part(facts, skills[start : start + ACROSS], people) for start in range(0, len(skills), ACROSS)],
        "more": printed(_("{n} more people are in the CSV only.").format(n=len(everybody) - len(people)))
        if len(everybody) > len(people)
        else "",
        "holes_title": printed(_("What hangs on one person, or on nobody")),
        "holes": [_hole(item) for item in facts.coverage if item.holes],
        "nothing": printed(_("No hole: every skill has the people it needs.")),
        "empty": printed(_("No skill yet. Say who has which skill: this page then shows what hangs on one person.")),
    }


def _part(facts: Capability, skills: list[Coverage], people: list[PersonCard]) -> dict[str, Any]:
    held = facts.held()
    return {
        "skills": [
            {
                "name": printed(item.skill.name),
                "count": f"{len(item.counting)} / {item.least}",
                "grave": item.is_grave,
            }
            for item in skills
        ],
        "rows": [
            {
                "name": printed(card.name),
                "about": printed(card.employer or card.job),
                "marks": [_mark(held.get((card.id, item.skill.id))) for item in skills],
            }
            for card in people
        ],
    }


def _mark(holder: Holder | None) -> list[Any]:
    """Level, and whether it is crossed out; level 0 is nothing."""
    return [0, False] if holder is None else [min(max(holder.level, 1), 3), not holder.is_valid]


def _hole(item: Coverage) -> dict[str, Any]:
    names = [
        f"{holder.name} ({presence_word(holder.presence)})" if not holder.is_here else holder.name
        for holder in item.counting
    ]
    more = len(names) - NAMES_MOST
    said = ngettext("… and {n} more", "… and {n} more", more).format(n=more)
    who = ", ".join([*names[:NAMES_MOST], said] if more > 0 else names)
    return {
        "skill": printed(item.skill.name),
        "what": printed(", ".join(hole_word(hole) for hole in item.holes)),
        "who": printed(who or "—"),
        "grave": item.is_grave,
    }


def write_matrix(page: MatrixPage, folder: Path) -> Path:
    """Write the pages into a folder, under a name that is not taken there. Raises Trouble."""
    path = folder / f"{page.name}.pdf"
    for n in range(2, 100):
        if not path.exists():
            break
        path = folder / f"{page.name}-{n}.pdf"
    try:
        path.write_bytes(page.pdf)
    except OSError as error:
        raise Trouble(
            "page-not-written",
            _("{file} could not be written: {reason}.").format(file=path.name, reason=error.strerror or "?"),
            safe=_("The room is untouched."),
            todo=_("Choose another folder, or print it."),
        ) from error
    return path
