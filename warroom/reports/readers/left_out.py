"""What a version leaves out of the whole review, text by text: a page for whoever approves it, never in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from warroom.commands.rex_words import reader_word
from warroom.domain.rex import Reader
from warroom.reports.document import (
    Block,
    Column,
    Document,
    Facts,
    Log,
    Paragraph,
    Picture,
    Question,
    Row,
    Section,
    Table,
    Tone,
)
from warroom.reports.wording import DASH
from warroom.words import _, ngettext, pgettext

Said = tuple[str, ...]  # the texts of one line
SHOWN = 60  # of one section on the page; the count says them all


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One text of the whole review that the version does not say, or says otherwise."""

    section: str  # title
    text: str
    instead: str = ""  # what stands there; "" for nothing


def left_out_of(whole: Document, version: Document, redacted: Document | None = None) -> tuple[LeftOut, ...]:
    """What `whole` says and `version` does not. `redacted` is the whole with people left out: what a name became."""
    said = {_folded(text) for line in lines_of(version) for text in line}
    found = []
    for title, lines, instead in _paired(whole, redacted):
        for line, other in zip(lines, instead, strict=True):
            if _is_said(line, said):
                continue
            is_changed = other != line and _is_said(other, said)
            found.append(LeftOut(title, _joined(line), _joined(other) if is_changed else ""))
    return tuple(found)


def page_of(version: Document, left_out: Iterable[LeftOut], reader: Reader, *, marking: str) -> Document:
    """The page for the approver: by section, what stands in the whole review and what the version says instead."""
    found = list(left_out)
    by_section: dict[str, list[LeftOut]] = {}
    for one in found:
        by_section.setdefault(one.section, []).append(one)
    counted = ngettext("{n} text is left out or changed.", "{n} texts are left out or changed.", len(found))
    sections = [Section(_("In short"), (Paragraph(counted.format(n=len(found))), *_never()))]
    sections += [Section(title, _rows(title, lines)) for title, lines in by_section.items()]
    return replace(
        version,
        name=f"left-out-{reader.value}",
        title=_("What the version “{reader}” leaves out").format(reader=reader_word(reader)),
        sections=tuple(sections),
        marking=marking,
    )


def _never() -> tuple[Paragraph, ...]:
    return (Paragraph(_("For whoever approves it. Never handed on with the version."), Tone.LATE),)


def _rows(title: str, lines: list[LeftOut]) -> tuple[Block, ...]:
    columns = (Column(_("In the whole review"), 3), Column(_("In this version"), 2))
    rows = tuple(
        Row((one.text, one.instead or pgettext("version", "left out")), Tone.PLAIN if one.instead else Tone.MUTED)
        for one in lines[:SHOWN]
    )
    caption = ngettext("{n} text", "{n} texts", len(lines)).format(n=len(lines))
    made: tuple[Block, ...] = (Table(caption, columns, rows),)
    if len(lines) > SHOWN:
        more = _("{n} more are left out of “{section}”.").format(n=len(lines) - SHOWN, section=title)
        made += (Paragraph(more, Tone.MUTED),)
    return made


def _paired(whole: Document, redacted: Document | None) -> Iterator[tuple[str, list[Said], list[Said]]]:
    """Each part of the whole with its lines, and those of the redacted whole where they pair one by one."""
    others = _parts(redacted) if redacted else []
    for place, (title, lines) in enumerate(_parts(whole)):
        other = others[place][1] if place < len(others) else []
        yield title, lines, other if len(other) == len(lines) else lines


def _parts(document: Document) -> list[tuple[str, list[Said]]]:
    """Lines by part of the report: a part begins with each heading of the first level."""
    parts: list[tuple[str, list[Said]]] = []
    for section in document.sections:
        if section.level == 1 or not parts:
            parts.append((section.title, []))
        parts[-1][1].extend(line for block in section.blocks for line in lines_in(block) if _joined(line))
    return parts


def lines_of(document: Document) -> Iterator[Said]:
    for _label, value in document.facts.rows:
        yield (value,)
    for section in document.sections:
        for block in section.blocks:
            yield from lines_in(block)


def lines_in(block: Block) -> Iterator[Said]:
    """What a block says, line by line: a row of a table, an entry of the log, a paragraph."""
    if isinstance(block, Paragraph):
        yield from ((line,) for line in block.text.split("\n"))
    elif isinstance(block, Facts):
        yield from block.rows
    elif isinstance(block, Table):
        yield from (row.cells for row in block.rows)
    elif isinstance(block, Log):
        yield from ((line.number, line.text) for line in block.lines)
    elif isinstance(block, Question):
        yield (block.text,)
    elif isinstance(block, Picture):
        yield (block.alt,)


def _is_said(line: Said, said: set[str]) -> bool:
    """Whether the version says what matters of this line: its longest text, times and numbers aside."""
    return _folded(max(line, key=len)) in said


def _joined(line: Said) -> str:
    return " · ".join(text for text in line if text.strip() and text != DASH)


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
