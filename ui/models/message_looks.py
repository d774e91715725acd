"""What is said of a text while it is written: how long it is, what it lacks, and what to look at in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from ui.widgets.message_box import Mark
from warroom import words
from warroom.domain.message_hints import Hint
from warroom.domain.sms import BRIEF_MOST, length
from warroom.domain.template_book import TemplateBook
from warroom.domain.template_filling import marks_of_missing
from warroom.words import _, ngettext


@dataclass(frozen=True, slots=True)
class Judged:
    """One text: its length in words and in a few signs, and the marks in it."""

    said: str
    short: str
    tone: str
    marks: tuple[Mark, ...]

    @property
    def is_wrong(self) -> bool:
        """Something is missing, or it is longer than it may be."""
        return self.tone == "late" or any(mark.is_missing for mark in self.marks)


def judge(text: str, part: str, book: TemplateBook, hints: Iterable[Hint] = ()) -> Judged:
    """How long it is, and what is to be looked at: what is missing first, then what a hint is about."""
    said, short, tone = _length(text, part)
    shown = words.language()
    looks = [Mark(hint.start, hint.end, hint.reason(shown)) for hint in hints]
    return Judged(said, short, tone, (*_missing(text, book), *looks))


def _length(text: str, part: str) -> tuple[str, str, str]:
    if part == "sms":
        return _sms(text)
    count = len(text)
    if part == "brief":
        tone = "late" if count > BRIEF_MOST else "muted"
        over = count - BRIEF_MOST
        said = _("{n} of {most} characters").format(n=count, most=BRIEF_MOST)
        if over > 0:
            too_long = ngettext("{n} too many", "{n} too many", over).format(n=over)
            said = f"{said} · {too_long}"
        return said, str(count) if text else "", tone
    told = len(text.split())
    counted = ngettext("{n} word", "{n} words", told).format(n=told)
    return f"{counted} · " + ngettext("{n} character", "{n} characters", count).format(n=count), "", "muted"


def _sms(text: str) -> tuple[str, str, str]:
    sms = length(text)
    segments = ngettext("{n} SMS", "{n} SMS", sms.segments).format(n=sms.segments)
    left = ngettext("{n} sign left", "{n} signs left", sms.left).format(n=sms.left)
    said = f"{segments} · {left}"
    if sms.beyond:
        shown = " ".join(sms.beyond[:6])
        said = f"{said} · " + _("long alphabet because of {signs}").format(signs=shown)
    return said, str(sms.segments) if text else "", "due" if sms.beyond and sms.segments > 1 else "muted"


def _missing(text: str, book: TemplateBook) -> list[Mark]:
    language = words.language()
    return [
        Mark(start, end, _("Missing: {what}").format(what=book.label(name, language)), is_missing=True)
        for start, end, name in marks_of_missing(text)
    ]
