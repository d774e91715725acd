"""The log on paper: what is listed on screen, oldest first, as a plain table."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.log_words import shown_at, words_of
from ui.models.people import by_delegation
from ui.tasks import Job
from warroom import phrases
from warroom.commands import RegisterPrintout
from warroom.domain.entries import Entry
from warroom.domain.heads import Head, digest_of, fingerprint_of
from warroom.domain.incidents import Incident
from warroom.domain.paper import PrintKind
from warroom.errors import Refusal
from warroom.room import Order, Views
from warroom.words import _

PRINTED_MOST = 5_000
PAGE = 400

STYLE = """
body { font-family: Inter, sans-serif; font-size: 9pt; color: #000; }
h1 { font-size: 14pt; } .note { color: #444; }
td { padding: 3px 6px; vertical-align: top; border-bottom: 1px solid #999; }
td.day { font-weight: 600; border-bottom: 1px solid #000; padding-top: 10px; }
.meta { color: #444; font-size: 8pt; } .struck { text-decoration: line-through; }
"""


@dataclass(frozen=True, slots=True)
class LogPage:
    """A laid out log, of which incident, and how far the journal was when it was read (milliseconds UTC)."""

    incident: str
    html: str
    heads: dict[str, Head]
    at: int


def register_log(desk: Desk, page: LogPage, *, owner: QWidget) -> None:
    """It went to a printer: a copy is about from now on, and grows old."""
    if desk.room.read_only:
        return
    command = RegisterPrintout(
        kind=PrintKind.LOG,
        incident=page.incident,
        heads=page.heads,
        fingerprint=fingerprint_of(digest_of(page.heads)),
        shown_at=page.at,
    )
    desk.tasks.follow(desk.room.do(command), owner=owner)


def log_html(
    views: Views, incident: Incident, keys: Iterable[int], *, order: Order, now_ms: int, job: Job | None = None
) -> str:
    """The page as HTML; every word of it that came from people is escaped. Raises Refusal when it would never end."""
    wanted = list(keys)
    if len(wanted) > PRINTED_MOST:
        raise Refusal(
            "too-long-to-print",
            _("This list is too long to print: {n} entries.").format(n=len(wanted)),
            safe=_("Nothing was printed."),
            todo=_("Filter it first, or export the full log as a report."),
        )
    wanted.reverse()
    title = f"{incident.number} · {incident.title}"
    rows: list[str] = []
    day = ""
    for start in range(0, len(wanted), PAGE):
        if job is not None:
            job.step(start, len(wanted))
        page = wanted[start : start + PAGE]
        found = views.entries_by_key(page)
        delegated = by_delegation(views, (entry.id for entry in found.values()))
        for key in page:
            if key not in found:
                continue
            entry = found[key]
            at = shown_at(entry, order)
            said = f"{phrases.day(at)} {phrases.local(at).year}"
            if said != day:
                day = said
                rows.append(f'<tr><td class="day" colspan="3">{escape(said)}</td></tr>')
            rows.append(_row(entry, order, is_delegated=entry.id in delegated))
    marking = _("EXERCISE") + " · " if incident.exercise else ""
    printed = _("Printed {time}, {n} entries").format(
        time=f"{phrases.day(now_ms)} {phrases.time_of_day(now_ms)}", n=len(wanted)
    )
    note = f"{marking}{printed} · {phrases.utc_offset(now_ms)} · {views.fingerprint()}"
    return (
        f"<html><head><style>{STYLE}</style></head><body><h1>{escape(marking + title)}</h1>"
        f'<p class="note">{escape(note)}</p><table cellspacing="0" width="100%">{"".join(rows)}</table></body></html>'
    )


def _row(entry: Entry, order: Order, *, is_delegated: bool) -> str:
    words = words_of(entry, order=order, is_delegated=is_delegated)
    text = escape(words.text).replace("\n", "<br>")
    if words.is_struck:
        text = f'<span class="struck">{text}</span>'
    meta = escape(" · ".join(piece.text for piece in words.pieces))
    said = f'{text}<br><span class="meta">{meta}</span>'
    return f"<tr><td><b>{words.time}</b></td><td>{escape(words.number)}</td><td>{said}</td></tr>"
