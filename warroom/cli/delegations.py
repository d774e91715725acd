"""`delegations`: what was done without the right to, and its review."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.documents import iso
from warroom.cli.parser import Parser, UsageError
from warroom.cli.references import incident_id
from warroom.cli.rooms import reading, writing
from warroom.cli.verbs import Verb
from warroom.commands import ReviewDelegation
from warroom.commands.said import act_word, right_word
from warroom.domain.members import Delegation, Verdict
from warroom.errors import Refusal
from warroom.words import _

SHORT = 8  # the last digits of an id: enough to name one, and short enough to type


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument("--open", action="store_true", dest="open_only", help=_("only those nobody reviewed"))
    parser.add_argument("--incident", metavar="REF", help=_("only those of this incident, e.g. A-001"))
    parser.add_argument("--review", metavar="N", help=_("the delegation to review, as the list names it"))
    parser.choice("--verdict", list(Verdict), metavar="V", help=_("what the review found"))
    parser.add_argument("--remark", default="", metavar="TEXT", help=_("a remark of the review"))


def _run(asked: Namespace, call: Call) -> Answer:
    if (asked.review is None) != (asked.verdict is None):
        raise UsageError("usage", _("--review needs --verdict."))
    if asked.review is not None:
        with writing(asked) as seat:
            chosen = _chosen(seat.room.rights.delegations(), asked.review)
            seat.do(ReviewDelegation(delegation=chosen.id, verdict=Verdict(asked.verdict), remark=asked.remark))
            found = [item for item in seat.room.rights.delegations() if item.id == chosen.id]
    else:
        with reading(asked) as room:
            incident = incident_id(room, asked.incident) if asked.incident else None
            found = room.rights.delegations(open_only=asked.open_only, incident=incident)
    return Answer({"delegations": [_document(item) for item in found]}, [_line(item) for item in found])


def _chosen(known: list[Delegation], typed: str) -> Delegation:
    found = [item for item in known if len(typed) >= SHORT and item.id.endswith(typed.lower())]
    if len(found) != 1:
        raise Refusal(
            "unknown-reference",
            _("There is no delegation {reference} in this room.").format(reference=typed),
            safe=_("Nothing was changed."),
            todo=_("“warroom delegations ROOM” lists them."),
        )
    return found[0]


def _document(item: Delegation) -> dict[str, Any]:
    return {
        "id": item.id,
        "incident": item.incident,
        "noun": item.noun,
        "record": item.record,
        "act": item.act,
        "right": item.right.value if item.right else "",
        "person": item.name,
        "reason": item.reason,
        "at": iso(item.at),
        "verdict": item.verdict.value if item.verdict else None,
        "remark": item.remark,
        "reviewed_by": item.reviewed_by,
        "reviewed_at": iso(item.reviewed_at),
    }


def _line(item: Delegation) -> str:
    verdicts = {Verdict.CONFIRMED: _("confirmed"), Verdict.OVERRULED: _("overruled")}
    right = right_word(item.right) if item.right else "?"
    parts = [
        item.id[-SHORT:],
        item.name or "–",
        f"{act_word(item.act)} ({right})",
        item.reason or _("reason not given"),
    ]
    parts.append(verdicts[item.verdict] if item.verdict else _("to review"))
    return "  ".join([*parts, item.remark]).rstrip()


VERBS = {"delegations": Verb(_options, _run, writes=True)}
