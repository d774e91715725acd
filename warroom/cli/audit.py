"""`audit`: who came in and how, what went out, what was done to the keys."""

from __future__ import annotations

from argparse import Namespace

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.phrases import moment
from warroom.words import _


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--limit", type=int, default=200, metavar="N", help=_("how many of the last lines (default 200)")
    )
    parser.add_argument("--before", type=int, metavar="N", help=_("the page before: lines before this number"))


def _run(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        rows, broken, now = room.audit.rows(max(asked.limit, 1), asked.before), room.audit.broken(), room.clock.now_ms()
    document = {
        "ok": broken is None,
        "broken": broken,
        "rows": [
            {"n": row.n, "at": iso(row.at), "who": row.who, "what": row.what, "detail": dict(row.detail)}
            for row in rows
        ],
    }
    lines = [
        f"{row.n:>6}  {moment(row.at, now)}  {' '.join(row.said.split())}" + (f" — {row.who}" if row.who else "")
        for row in reversed(rows)
    ]
    if broken is not None:
        lines.append(_("The audit was changed after it was written, from line {n} on.").format(n=broken))
    return Answer(document, lines or [_("Nothing noted yet.")], code=0 if broken is None else 1)


VERBS = {"audit": Verb(_options, _run)}
