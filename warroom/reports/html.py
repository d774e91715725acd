"""Reports as one HTML file: nothing fetched, nothing run, readable by a screen reader and printable."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from warroom.reports.document import Block, Document, Facts, Log, Paragraph, Picture, Question, Table
from warroom.reports.visible import fonts_folder, shown

FILES = {
    Facts: "facts.html",
    Paragraph: "paragraph.html",
    Table: "table.html",
    Log: "log.html",
    Question: "question.html",
    Picture: "picture.html",
}
BUFFERED = 500  # pieces of the template joined at once


def html_of(document: Document) -> Iterator[bytes]:
    """The document as UTF-8, in pieces, so that a long log is never whole in memory."""
    from jinja2 import Environment, FileSystemLoader

    folder = fonts_folder().parent
    style = (folder / "report.css").read_text(encoding="utf-8")
    environment = Environment(loader=FileSystemLoader(folder), autoescape=True, trim_blocks=True, lstrip_blocks=True)
    environment.filters["shown"] = shown
    environment.filters["drawn"] = _drawn
    environment.globals["block_file"] = _block_file
    # Only this very style sheet may apply: a style smuggled in would have another hash.
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    stream = environment.get_template("report.html").stream(
        report=document, style=_Trusted(style), style_hash=f"sha256-{digest}"
    )
    stream.enable_buffering(BUFFERED)
    for piece in stream:
        yield piece.encode()


def _block_file(block: Block) -> str:
    return FILES[type(block)]


def _drawn(picture: Picture) -> _Trusted:
    """A drawing that we made ourselves, every text of it escaped."""
    return _Trusted(picture.svg)


class _Trusted(str):
    """Our own style sheet or drawing, which must reach the page byte for byte."""

    __slots__ = ()

    def __html__(self) -> str:
        return self
