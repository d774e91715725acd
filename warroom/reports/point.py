"""A situation point on one page: what was said, or, before it is held, what there is to go through."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path
from typing import Any

import orjson

from warroom import phrases, words
from warroom.commands.cell_words import level_said
from warroom.commands.said import heading_word
from warroom.domain.cells import Cell
from warroom.domain.heads import Heads, digest_of, fingerprint_of
from warroom.domain.incidents import Incident
from warroom.domain.points import Heading, Point, PointState
from warroom.domain.situation import Stated
from warroom.errors import Trouble
from warroom.reports.agenda import Agenda, agenda
from warroom.reports.typesetting import NotTypeset, typeset, typeset_pages
from warroom.reports.visible import fonts_folder, printed
from warroom.storage.views import Views
from warroom.words import _, ngettext

LINE_MOST = 230  # characters of one line on the page
MORE_MOST = 200
PRINTER_DPI = 200


@dataclass(frozen=True, slots=True)
class PointPage:
    """One page: the PDF, what it is called, and the room as it showed it."""

    pdf: bytes
    report: str  # what it was laid out from, as JSON
    name: str  # without extension
    title: str
    fingerprint: str
    heads: Heads
    shown_at: int  # milliseconds UTC


def point_page(
    views: Views, cell_id: str, point_id: str, *, now_ms: int, zone: tzinfo | None, author: str
) -> PointPage:
    """The page of a point; nothing restricted is on it. It asks much: call it from a task.

    Raises Trouble when it cannot be laid out, LookupError when the cell is not there.
    """
    views = views.within(())
    with views.unmoving():
        cell, point = views.cell(cell_id), views.point(point_id) if point_id else None
        found = agenda(views, cell_id, now_ms=now_ms, zone=zone)
        if cell is None or found is None:
            raise LookupError(cell_id)
        incidents, heads = views.covered(cell_id), views.heads()
        said = {incident.id: views.situation(incident.id, now_ms=now_ms) for incident in incidents}
    page = _Page(cell, point, found, incidents, said, now_ms, zone)
    report = _report(page, author=author, fingerprint=fingerprint_of(digest_of(heads)))
    body = orjson.dumps(report).decode()
    try:
        pdf = typeset(_layout(), fonts=fonts_folder(), report=body, timestamp=now_ms // 1000)
    except NotTypeset as error:
        raise _not_made(error) from error
    name = f"warroom-{point.number if point and point.number else cell.number}".lower()
    return PointPage(pdf, body, name, report["title"], report["fingerprint"], heads, now_ms)


def pictures_of(page: PointPage) -> list[bytes]:
    """The page as PNG for a printer. Raises Trouble."""
    asked = {"fonts": fonts_folder(), "report": page.report, "timestamp": page.shown_at // 1000}
    try:
        return typeset_pages(_layout(), **asked, dpi=PRINTER_DPI)  # type: ignore[arg-type]
    except NotTypeset as error:
        raise _not_made(error) from error


def _layout() -> Path:
    return fonts_folder().parent / "point.typ"


def _not_made(error: NotTypeset) -> Trouble:
    return Trouble(
        "report-not-made",
        _("The PDF could not be made: {reason}").format(reason=str(error)[-500:]),
        safe=_("The room is untouched."),
        todo=_("What was said is in the log: print that, and report this."),
    )


@dataclass(frozen=True, slots=True)
class _Page:
    cell: Cell
    point: Point | None
    agenda: Agenda
    incidents: list[Incident]
    situation: dict[Any, list[Stated]]
    now: int
    zone: tzinfo | None

    def moment(self, at: int | None) -> str:
        return phrases.moment(at, self.now, self.zone) if at else "—"

    @property
    def is_held(self) -> bool:
        return self.point is not None and self.point.state is PointState.HELD


def _report(page: _Page, *, author: str, fingerprint: str) -> dict[str, Any]:
    cell, point = page.cell, page.point
    number = point.number if point and point.number else ""
    title = _("Situation point {number}").format(number=number) if number else _("Situation point")
    printed_at = f"{phrases.date(page.now, page.zone)} {phrases.time_of_day(page.now, page.zone)}"
    return {
        "title": printed(title),
        "author": printed(author),
        "language": words.language(),
        "foot": printed(
            _("{reference}, printed {time} by {name}").format(reference=cell.number, time=printed_at, name=author)
        ),
        "fingerprint": fingerprint,
        "watermark": _("EXERCISE") if cell.exercise else "",
        "watermark_sentence": _("This is an exercise. Nothing in this document is real."),
        "facts": [(printed(label), printed(value)) for label, value in _facts(page) if value],
        "sections": [
            {"title": printed(title), "lines": [{"text": printed(text), "tone": tone} for text, tone in lines]}
            for title, lines in _sections(page)
        ],
        "nothing": _("Nothing."),
        "more": [ngettext("… and {n} more", "… and {n} more", n).format(n=n) for n in range(1, MORE_MOST + 1)],
    }


def _facts(page: _Page) -> list[tuple[str, str]]:
    cell, point = page.cell, page.point
    held = ""
    if point is not None and point.started_at:
        end = phrases.time_of_day(point.ended_at, page.zone) if point.ended_at else "…"
        held = f"{page.moment(point.started_at)} – {end}"
    next_at = point.next_at if page.is_held and point is not None else None
    if point is not None and point.state is PointState.PLANNED:
        next_at = point.planned_at
    return [
        (_("Incidents"), _line("; ".join(f"{item.number} {item.title}" for item in page.incidents))),
        (_("Cell"), " · ".join(part for part in (cell.number, cell.name, level_said(cell.level)) if part)),
        (_("Held"), held),
        (_("Led by"), point.led_by if point else ""),
        (_("Intent"), _line(cell.intent)),
        (_("Next point"), page.moment(next_at or page.agenda.next_at)),
    ]


Lines = list[tuple[str, str]]


def _sections(page: _Page) -> list[tuple[str, Lines]]:
    """The situation first; then the headings of the agenda in their order; then the questions that still wait."""
    found: list[tuple[str, Lines]] = [(_("Situation"), _situation(page))]
    for heading in Heading:
        if lines := _heading(page, heading):
            found.append((heading_word(heading), lines))
        elif heading is not Heading.NEXT:
            found.append((heading_word(heading), []))
    if page.agenda.questions:
        asked = [(f"{item.text} ({item.asked_by})", "") for item in page.agenda.questions]
        found.append((_("Questions that wait for the next point"), asked))
    return [(title, [(_line(text), tone) for text, tone in lines]) for title, lines in found]


def _situation(page: _Page) -> Lines:
    """Only what is verified and fresh stands without a word."""
    lines = []
    for stated in (item for incident in page.incidents for item in page.situation[incident.id]):
        sure = stated.is_sure and not stated.is_stale
        text = stated.line if sure else _("To confirm: {sentence}").format(sentence=stated.line)
        lines.append((text, "" if sure else "muted"))
    return lines


def _heading(page: _Page, heading: Heading) -> Lines:
    point, items = page.point, page.agenda.items.get(heading, ())
    said = point.notes.get(heading, "").splitlines() if point is not None else []
    if heading is Heading.PRESENT and point is not None and point.present:
        said = [*point.present.splitlines(), *said]
    if page.is_held:
        late = {item.text for item in items if item.is_late}
        return [(line, "late" if line in late else "") for line in dict.fromkeys(said) if line.strip()]
    filled = [(item.text, "late" if item.is_late else "") for item in items]
    return [*filled, *((line, "") for line in said if line.strip())]


def _line(text: str) -> str:
    one_line = " ".join(text.split())
    return one_line if len(one_line) <= LINE_MOST else f"{one_line[: LINE_MOST - 1]}…"


def write_page(page: PointPage, folder: Path) -> Path:
    """Write the page into a folder, under a name that is not taken there. Raises Trouble."""
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
            safe=_("The point is held, and what was said is in the log."),
            todo=_("Choose another folder, or print it."),
        ) from error
    return path
