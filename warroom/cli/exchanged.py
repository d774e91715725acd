"""What came of an exchange, as `sync` and `bundle read` print it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from warroom import phrases
from warroom.domain.exchange import Aside, Outcome, Why
from warroom.words import N_, _, ngettext

WHY = {
    Why.UNKNOWN: N_("its station is not admitted to this room: somebody decides with “warroom stations”"),
    Why.FORK: N_("a copy of that laptop wrote something else under the same numbers"),
    Why.TAMPERED: N_("it is not what its station signed"),
    Why.DAMAGED: N_("it is incomplete or damaged: have it carried again"),
    Why.NEWER: N_("a newer version of Warroom wrote it: it is kept, and passed on as it is"),
    Why.FOREIGN: N_("it belongs to another room"),
    Why.SEALED: N_("it is not sealed to this laptop"),
    Why.DELETES: N_("it deletes so much that somebody must agree first"),
}


def document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """For --json; of several exchanges, their sums."""
    return {
        "received": sum(each.received for each in outcomes),
        "sent": sum(each.sent for each in outcomes),
        "set_aside": [_aside(aside) for each in outcomes for aside in each.set_aside],
        "conflicts": outcomes[-1].conflicts if outcomes else 0,
        "waiting": outcomes[-1].waiting if outcomes else 0,
        "files": sum(each.files for each in outcomes),
        "awaited": outcomes[-1].awaited if outcomes else 0,
        "began_writer": any(each.began_writer for each in outcomes),
    }


def lines(outcome: Outcome) -> list[str]:
    """For people."""
    said = [
        ngettext("{n} change received", "{n} changes received", outcome.received).format(n=outcome.received),
        ngettext("{n} sent", "{n} sent", outcome.sent).format(n=outcome.sent),
    ]
    if outcome.files:
        said.append(ngettext("{n} piece of a file", "{n} pieces of files", outcome.files).format(n=outcome.files))
    if outcome.conflicts:
        points = ngettext("{n} point to settle", "{n} points to settle", outcome.conflicts)
        said.append(points.format(n=outcome.conflicts))
    return [
        phrases.labelled(outcome.source, ", ".join(said)),
        *(f"  {each}" for each in _left(outcome)),
        *(f"  {_aside_line(each)}" for each in outcome.set_aside),
    ]


def _left(outcome: Outcome) -> Iterator[str]:
    """What is not done yet, and what somebody must know of."""
    if outcome.began_writer:
        yield _("A copy of this laptop wrote elsewhere: what is written here from now on has new numbers.")
    if outcome.waiting:
        yield ngettext(
            "{n} write waits for an earlier one that nobody brought yet: exchange with the laptop it comes from",
            "{n} writes wait for earlier ones that nobody brought yet: exchange with the laptops they come from",
            outcome.waiting,
        ).format(n=outcome.waiting)
    if outcome.awaited:
        yield ngettext(
            "{n} attached file is not complete yet", "{n} attached files are not complete yet", outcome.awaited
        ).format(n=outcome.awaited)


def _aside(aside: Aside) -> dict[str, Any]:
    return {
        "source": aside.source,
        "reason": _(WHY[aside.why]),
        "code": aside.why.value,
        "station": aside.letter or None,
        "writer": aside.writer or None,
        "from": aside.seq_from or None,
        "to": aside.seq_to or None,
    }


def _aside_line(aside: Aside) -> str:
    what = f"{aside.letter or aside.writer} {aside.seq_from}–{aside.seq_to}" if aside.writer else aside.source
    return phrases.labelled(_("Set aside, {what}").format(what=what), _(WHY[aside.why]))
