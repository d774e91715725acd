"""What of the outbox calls for somebody: a message that may have gone, and what two stations both sent."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from warroom.domain.message_lines import CallKind, MessageCall
from warroom.domain.messages import Result
from warroom.domain.outbox import ATTEMPT_MOST, Odd, OutboxLine, hanging


def sending_calls(lines: Iterable[OutboxLine], odd: Iterable[Odd], live: Collection[str]) -> list[MessageCall]:
    """Calls about incidents that are `live` (ids); of an attempt that still goes on, from when it will have to be over.

    The record behind each is the line of the ledger.
    """
    found = [call for line in lines if line.incident in live for call in _in_doubt(line)]
    return found + [_odd(one) for one in odd if one.answer is None and one.incident in live]


def _in_doubt(line: OutboxLine) -> Iterable[MessageCall]:
    for begun in hanging(line.tries):
        unclear = next(
            (one for one in line.tries if one.result is Result.UNCLEAR and one.attempt == begun.attempt), None
        )
        yield MessageCall(
            key=f"unclear:{begun.attempt or begun.id}",
            kind=CallKind.UNCLEAR,
            message=begun.id,
            number=line.number,
            about=line.channel.name if line.channel else "",
            incident=line.incident,
            incident_number=line.incident_number,
            exercise=line.exercise,
            since=unclear.at if unclear else begun.at + ATTEMPT_MOST,
        )


def _odd(odd: Odd) -> MessageCall:
    return MessageCall(
        key=f"odd:{odd.id}",
        kind=CallKind.SENT_TWICE,
        message=odd.sendings[-1].id,
        number=odd.number,
        about=odd.channel_name,
        incident=odd.incident,
        incident_number=odd.incident_number,
        exercise=odd.exercise,
        since=odd.sendings[-1].at,
    )
