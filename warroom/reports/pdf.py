"""Reports on paper: Typst makes archival (PDF/A-2b), tagged (PDF/UA-1) pages, with every font inside."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import orjson

from warroom.errors import Trouble
from warroom.reports.document import BlankSheet, Block, Document, Facts, Log, Paragraph, Picture, Question, Table
from warroom.reports.typesetting import NotTypeset, typeset, typeset_pages
from warroom.reports.visible import fonts_folder, printed
from warroom.words import _

CODE_MARK = "‹U+"
LONGEST_ALT = 8_000  # signs; four bytes at most for each in UTF-16
_PAGES = re.compile(rb"/Type ?/Pages ?/Count (\d{1,6})")


def layout_file() -> Path:
    """The Typst layout, beside the packages or inside the packaged program."""
    return fonts_folder().parent / "report.typ"


def pdf_of(document: Document, *, ask: Callable[[], None] = lambda: None) -> bytes:
    """The document as PDF. Raises Trouble when it cannot be laid out; `ask` is called now and then and may raise."""
    with _explained():
        return typeset(
            layout_file(), fonts=fonts_folder(), report=_told(document), timestamp=document.made_at // 1000, ask=ask
        )


def pages_of(document: Document, *, dpi: int, ask: Callable[[], None] = lambda: None) -> list[bytes]:
    """The same pages as pictures (PNG), for a printer."""
    with _explained():
        return typeset_pages(
            layout_file(),
            fonts=fonts_folder(),
            report=_told(document),
            timestamp=document.made_at // 1000,
            dpi=dpi,
            ask=ask,
        )


def _told(document: Document) -> str:
    return orjson.dumps(_report(document)).decode()


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except NotTypeset as error:
        raise Trouble(
            "report-not-made",
            _("The PDF could not be made: {reason}").format(reason=str(error)[-500:]),
            safe=_("The room is untouched."),
            todo=_("Export the same report as HTML or CSV, and report this."),
        ) from error


def _report(document: Document) -> dict[str, Any]:
    sections = [
        {
            "title": printed(section.title),
            "level": section.level,
            "new_page": section.new_page,
            "blocks": [_block(block) for block in section.blocks],
        }
        for section in document.sections
    ]
    report = {
        "title": printed(document.title),
        "reference": printed(document.reference),
        "author": printed(document.author),
        "language": document.language,
        "marking": printed(document.marking),
        "fingerprint_word": document.fingerprint_word,
        "digest_word": document.digest_word,
        "page_words": document.page_words,
        "watermark": document.watermark,
        "watermark_sentence": document.watermark_sentence,
        "facts": _pairs(document.facts),
        "sections": sections,
    }
    coded = CODE_MARK.encode() in orjson.dumps(report)
    return report | {"escaped_note": document.escaped_note if coded else ""}


def _block(block: Block) -> dict[str, Any]:
    if isinstance(block, Paragraph):
        return {"is": "paragraph", "text": printed(block.text), "tone": block.tone}
    if isinstance(block, Facts):
        return {"is": "facts", "rows": _pairs(block)}
    if isinstance(block, Table):
        rows = [{"cells": [printed(cell) for cell in row.cells], "tone": row.tone} for row in block.rows]
        columns = [{"title": column.title, "share": column.share} for column in block.columns]
        return {"is": "table", "caption": printed(block.caption), "columns": columns, "rows": rows}
    if isinstance(block, Picture):
        return {"is": "picture", "svg": block.svg, "alt": _alt(block.alt)}
    if isinstance(block, Question):
        return {"is": "question", "text": block.text, "lines": block.lines}
    if isinstance(block, BlankSheet):
        return {"is": "sheet", **asdict(block)}
    return _log(block)


def _alt(said: str) -> str:
    """The words of a picture, which PDF/A takes up to 32,767 bytes of, two for most signs; cut between two of them."""
    told = printed(said)
    return told if len(told) <= LONGEST_ALT else told[:LONGEST_ALT].rsplit(None, 1)[0] + " …"


def _log(log: Log) -> dict[str, Any]:
    lines = [
        {
            "number": line.number,
            "event": line.event,
            "recorded": line.recorded,
            "late": line.late,
            "key_event": line.key_event,
            "head": printed(line.head),
            "text": printed(line.text),
            "notes": [printed(note) for note in line.notes],
            "day": line.day,
        }
        for line in log.lines
    ]
    return {"is": "log", "caption": log.caption, "columns": log.columns, "lines": lines}


def _pairs(facts: Facts) -> list[tuple[str, str]]:
    return [(printed(label), printed(value)) for label, value in facts.rows]


def page_count(pdf: bytes) -> int:
    """How many pages a PDF of ours has: what the root of its tree of pages says, which Typst writes first."""
    found = _PAGES.search(pdf)
    return int(found.group(1)) if found else 0
