"""Leaflets: what is printed of a team in one go, as PDF, as pictures for a printer, and as HTML where it has one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import tzinfo
from pathlib import Path
from typing import Any

import orjson

from warroom import phrases, words
from warroom.domain.heads import Heads, digest_of, fingerprint_of
from warroom.errors import Trouble
from warroom.reports.document import Document, Facts, Section
from warroom.reports.html import html_of
from warroom.reports.pdf import pages_of, pdf_of
from warroom.reports.typesetting import NotTypeset, typeset, typeset_pages
from warroom.reports.visible import fonts_folder, printed
from warroom.storage.views import Views
from warroom.words import _

PRINTER_DPI = 200
NAMES_MOST = 100  # copies of one leaflet in one folder


@dataclass(frozen=True, slots=True)
class Made:
    """For whom and when a leaflet is made: the room as it stands, who prints, the time (milliseconds UTC), the zone."""

    views: Views
    author: str
    now_ms: int
    zone: tzinfo | None = None
    exercise: bool = False

    def moment(self, at: int | None) -> str:
        return phrases.moment(at, self.now_ms, self.zone) if at else "—"

    def full(self, at: int) -> str:
        """`26 Nov 2026 14:38`."""
        return f"{phrases.date(at, self.zone)} {phrases.time_of_day(at, self.zone)}"

    def foot(self, reference: str) -> str:
        """What stands at the foot of every page."""
        said = _("{reference}, printed {time} by {name}")
        return said.format(reference=reference, time=self.full(self.now_ms), name=self.author or "—")


@dataclass(frozen=True, slots=True)
class Leaflet:
    """One leaflet, and the room as it showed it. `html` is empty where it has none."""

    name: str  # without extension
    title: str
    pdf: bytes
    pictures: Callable[[], list[bytes]] = field(repr=False)  # PNG pages for a printer; raises Trouble
    fingerprint: str
    heads: Heads
    shown_at: int  # milliseconds UTC
    html: bytes = b""


def of_document(made: Made, document: Document, heads: Heads) -> Leaflet:
    """The leaflet that a document is. Raises Trouble."""
    return Leaflet(
        name=document.name,
        title=document.title,
        pdf=pdf_of(document),
        pictures=lambda: pages_of(document, dpi=PRINTER_DPI),
        fingerprint=document.fingerprint,
        heads=heads,
        shown_at=made.now_ms,
        html=b"".join(html_of(document)),
    )


def of_layout(
    made: Made, layout: str, report: dict[str, Any], *, name: str, reference: str, heads: Heads, html: bytes = b""
) -> Leaflet:
    """The leaflet that a layout of its own makes of plain data. Raises Trouble."""
    fingerprint = fingerprint_of(digest_of(heads))
    told = {
        "author": printed(made.author),
        "language": words.language(),
        "foot": printed(made.foot(reference)),
        "fingerprint": fingerprint,
        "watermark": _("EXERCISE") if made.exercise else "",
        "watermark_sentence": _("This is an exercise. Nothing in this document is real."),
    }
    body = orjson.dumps(told | _printed(report)).decode()
    asked: dict[str, Any] = {"fonts": fonts_folder(), "report": body, "timestamp": made.now_ms // 1000}
    path = fonts_folder().parent / layout

    def pictures() -> list[bytes]:
        try:
            return typeset_pages(path, **asked, dpi=PRINTER_DPI)
        except NotTypeset as error:
            raise _not_made(error) from error

    try:
        pdf = typeset(path, **asked)
    except NotTypeset as error:
        raise _not_made(error) from error
    return Leaflet(name, str(report["title"]), pdf, pictures, fingerprint, heads, made.now_ms, html)


def document_of(
    made: Made, heads: Heads, *, name: str, title: str, reference: str, facts: Facts, sections: tuple[Section, ...]
) -> Document:
    """A leaflet as a document like every report."""
    page, _gap, of_total = _("Page {n} of {total}").partition("{n}")
    digest = digest_of(heads)
    return Document(
        name=name,
        title=title,
        subject=made.views.name(),
        language=words.language(),
        facts=facts,
        sections=sections,
        reference=made.foot(reference),
        marking="",
        fingerprint=fingerprint_of(digest),
        fingerprint_word=_("Journal {fingerprint}").format(fingerprint=fingerprint_of(digest)),
        digest_word=_("Full hash of the journal (SHA-256): {digest}").format(digest=digest),
        page_words=(page, of_total.replace("{total}", "")),
        watermark=_("EXERCISE") if made.exercise else "",
        watermark_sentence=_("This is an exercise. Nothing in this document is real.") if made.exercise else "",
        author=made.author,
        made_at=made.now_ms,
        escaped_note="",
    )


def write_leaflet(leaflet: Leaflet, folder: Path) -> Path:
    """Write PDF, and HTML where there is one, into a folder under a name that is not taken there. Raises Trouble."""
    path = folder / f"{leaflet.name}.pdf"
    for n in range(2, NAMES_MOST):
        if not path.exists():
            break
        path = folder / f"{leaflet.name}-{n}.pdf"
    try:
        path.write_bytes(leaflet.pdf)
        if leaflet.html:
            path.with_suffix(".html").write_bytes(leaflet.html)
    except OSError as error:
        raise Trouble(
            "page-not-written",
            _("{file} could not be written: {reason}.").format(file=path.name, reason=error.strerror or "?"),
            safe=_("The room is untouched."),
            todo=_("Choose another folder, or print it."),
        ) from error
    return path


def _printed(value: Any) -> Any:
    """Every text as paper can hold it, in lists and mappings too."""
    if isinstance(value, str):
        return printed(value)
    if isinstance(value, dict):
        return {name: _printed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printed(item) for item in value]
    return value


def _not_made(error: NotTypeset) -> Trouble:
    return Trouble(
        "report-not-made",
        _("The PDF could not be made: {reason}").format(reason=str(error)[-500:]),
        safe=_("The room is untouched."),
        todo=_("It is on the screen all the same: copy what matters by hand, and report this."),
    )
