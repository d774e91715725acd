"""From a typed line to the command it asks for."""

from __future__ import annotations

from typing import Any

from warroom import commands
from warroom.commands.base import Command
from warroom.domain.decisions import How
from warroom.domain.entries import Channel
from warroom.domain.quick_entry import QuickEntry, Target

HOW = {
    Channel.PHONE.value: How.PHONE,
    Channel.MAIL.value: How.WRITTEN,
    Channel.SMS.value: How.WRITTEN,
    Channel.IN_PERSON.value: How.IN_PERSON,
}


def command_of(entry: QuickEntry, incident: str) -> Command[Any]:
    """An entry, an action when somebody is named to act, a decision when its kind was chosen."""
    if entry.target is Target.ACTION:
        return commands.AddAction(
            incident=incident,
            text=entry.text,
            owner=entry.owner or entry.to_who,
            due_at=entry.due_at,
            from_who=entry.from_who,
            channel=entry.channel,
            event_at=entry.event_at,
            verification=entry.verification,
            key_event=entry.key_event,
        )
    if entry.target is Target.DECISION:
        how = HOW[entry.channel].value if entry.channel else ""
        return commands.Decide(
            incident=incident,
            question=entry.text,
            decided=entry.text,
            decider=entry.from_who,
            executor=entry.to_who,
            how=how,
        )
    return commands.LogEntry(
        incident=incident,
        text=entry.text,
        kind=entry.kind,
        event_at=entry.event_at,
        from_who=entry.from_who,
        to_who=entry.to_who,
        channel=entry.channel,
        verification=entry.verification,
        key_event=entry.key_event,
        services=", ".join(entry.services),
    )
