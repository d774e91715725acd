"""Paper in words: kinds of documents, where sheets stand, and what a printed copy no longer shows."""

from __future__ import annotations

from warroom import phrases
from warroom.domain.paper import Overtaken, PrintKind, SheetState
from warroom.words import _, ngettext, pgettext


def print_word(kind: str) -> str:
    """What was printed; a kind of a newer version is called a document."""
    said = {
        PrintKind.PAPER: _("set of papers"),
        PrintKind.POINT: _("page of a point"),
        PrintKind.SITUATION: _("situation report"),
        PrintKind.LOG: _("log"),
        PrintKind.ROSTER: _("roster"),
        PrintKind.SEATS: _("functions"),
        PrintKind.POSTER: _("poster of a message"),
        PrintKind.MESSAGES: _("message sheets"),
    }
    return next((word for known, word in said.items() if known == kind), _("document"))


def sheet_word(state: SheetState) -> str:
    """Where a numbered sheet stands."""
    return {
        SheetState.BLANK: _("out, blank"),
        SheetState.TRANSCRIBED: _("transcribed"),
        SheetState.VOID: pgettext("sheet", "void"),
    }[state]


def overtaken_said(found: Overtaken, now_ms: int) -> str:
    """`up to date`, or `out of date since 14:31: 3 new entries, 1 changed decision`."""
    if found.since is None:
        return _("up to date")
    since = _("out of date since {time}").format(time=phrases.moment(found.since, now_ms))
    return phrases.labelled(since, overtaken_by(found))


def overtaken_by(found: Overtaken) -> str:
    """`3 new entries, 1 changed decision`."""
    counted = (
        (found.entries, ngettext("{n} new entry", "{n} new entries", found.entries)),
        (found.decisions, ngettext("{n} changed decision", "{n} changed decisions", found.decisions)),
        (found.actions, ngettext("{n} changed action", "{n} changed actions", found.actions)),
        (found.clocks, ngettext("{n} changed clock", "{n} changed clocks", found.clocks)),
        (found.other, ngettext("{n} other change", "{n} other changes", found.other)),
    )
    return ", ".join(said.format(n=n) for n, said in counted if n)
