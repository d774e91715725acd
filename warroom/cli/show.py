"""`show`: the incidents of a room, one incident with what belongs to it, or one record."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterator

from warroom.cli import cause, documents, hypothesis, incoming, lines, means, message, plan, promise, rumour, team
from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.references import Target, target
from warroom.cli.rooms import reading
from warroom.cli.verbs import Verb
from warroom.commands.said import service_word
from warroom.domain.dues import Due, DueKind
from warroom.domain.entries import Entry
from warroom.domain.incidents import Mode
from warroom.phrases import due as due_words
from warroom.phrases import labelled
from warroom.room import Room
from warroom.words import _

LAST_ENTRIES = 20
PAGE = 200


SHOWN = {"field_team": team.shown, "means_request": means.shown, "message": message.shown}  # each prints its own
SHOWN |= {"inbound": incoming.shown, "promise": promise.shown, "rumour": rumour.shown, "corrective": plan.shown}
SHOWN |= {"cause": cause.shown}


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "ref", metavar="REF", nargs="?", help=_("an incident, entry, decision or action; without it, the incidents")
    )
    parser.choice(
        "--mode",
        list(Mode),
        metavar="MODE",
        help=_("real incidents, exercises, or both (default)"),
        default=Mode.BOTH.value,
    )
    parser.add_argument("--live", action="store_true", help=_("only incidents that are not over"))
    parser.add_argument(
        "--entries",
        type=int,
        default=LAST_ENTRIES,
        metavar="N",
        help=_("how many of the last entries (default 20; 0: all)"),
    )


def _run(asked: Namespace, call: Call) -> Answer:
    with reading(asked) as room:
        if asked.ref is None:
            return _incidents(room, asked)
        chosen = target(room, asked.ref, "incident", "entry", "decision", "action", "hypothesis", *SHOWN)
        if chosen.noun == "hypothesis":
            return hypothesis.shown(room, chosen)
        if chosen.noun in SHOWN:
            return SHOWN[chosen.noun](room, chosen)
        return _incident(room, chosen, asked.entries) if chosen.noun == "incident" else _record(room, chosen)


def _incidents(room: Room, asked: Namespace) -> Answer:
    found, now = room.views.incidents(mode=Mode(asked.mode), live_only=asked.live), room.clock.now_ms()
    document = {
        "room": room.views.name(),
        "station": room.station,
        "member": room.member,
        "incidents": [documents.of_incident(incident) for incident in found],
    }
    said = [lines.incident_line(incident, now=now) for incident in found]
    return Answer(document, said or [_("No incident yet.")])


def _incident(room: Room, chosen: Target, count: int) -> Answer:
    views, now = room.views, room.clock.now_ms()
    incident = views.incident(chosen.id)
    services, dues, stated = views.services(incident.id), views.dues(incident.id), views.situation(incident.id)
    situation = "\n".join(item.line for item in stated)
    decisions, actions = views.decisions(incident.id, open_only=True), views.actions(incident.id, open_only=True)
    attachments, entries = views.incident_attachments(incident.id), _last_entries(room, incident.id, count)
    document = {
        **documents.of_incident(incident),
        "situation": situation,
        "services": [documents.of_service(service) for service in services],
        "clocks": [documents.of_due(due) for due in dues],
        "open_decisions": [documents.of_decision(decision) for decision in decisions],
        "open_actions": [documents.of_action(action) for action in actions],
        "attachments": [documents.of_attachment(attachment) for attachment in attachments],
        "entry_count": views.tally(incident.id)[0],
        "entries": [documents.of_entry(entry) for entry in entries],
    }
    said = [
        *lines.incident_lines(incident, now=now, situation=situation),
        *_part(_("Services"), [labelled(service.name, service_word(service.state)) for service in services]),
        *_part(_("Clocks"), [_clock(due, now) for due in dues]),
        *_part(_("Decisions awaited"), [lines.decision_line(decision, now=now) for decision in decisions]),
        *_part(_("Open actions"), [lines.action_line(action, now=now) for action in actions]),
        *_part(_("Attachments"), [lines.attachment_line(attachment) for attachment in attachments]),
        *_part(_("Log"), [lines.entry_line(entry, now=now) for entry in entries]),
    ]
    return Answer(document, said)


def _record(room: Room, chosen: Target) -> Answer:
    views, now = room.views, room.clock.now_ms()
    attached = views.attachments(chosen.id)
    more = {"noun": chosen.noun, "attachments": [documents.of_attachment(item) for item in attached]}
    said = [f"  {lines.attachment_line(item)}" for item in attached]
    if chosen.noun == "entry" and (entry := views.entry(chosen.id)) is not None:
        ref = views.incident(entry.incident).number
        corrections = views.corrections(entry.id)
        later = [f"  {lines.entry_line(item, now=now)}" for item in corrections]
        document = {**documents.of_entry(entry), "incident": ref, **more}
        return Answer(document, [*lines.entry_lines(entry, now=now), *later, *said])
    if chosen.noun == "decision" and (decision := views.decision(chosen.id)) is not None:
        ref = views.incident(decision.incident).number
        document = {**documents.of_decision(decision), "incident": ref, **more}
        return Answer(document, [*lines.decision_lines(decision, now=now), *said])
    action = views.action(chosen.id)
    assert action is not None
    document = {**documents.of_action(action), "incident": views.incident(action.incident).number, **more}
    return Answer(document, [lines.action_line(action, now=now), *said])


def _last_entries(room: Room, incident: str, count: int) -> list[Entry]:
    """The last entries, oldest first; all of them for 0."""
    if count <= 0:
        return list(room.views.entries(incident))
    keys = list(room.views.first_entry_keys(incident, count=count))
    found: dict[int, Entry] = {}
    for start in range(0, len(keys), PAGE):
        found |= room.views.entries_by_key(keys[start : start + PAGE])
    return [found[key] for key in reversed(keys) if key in found]


def _part(title: str, inside: list[str]) -> Iterator[str]:
    if inside:
        yield ""
        yield title
        yield from (f"  {line}" for line in inside)


def _clock(due: Due, now: int) -> str:
    label = due.label or (_("Next update") if due.kind is DueKind.UPDATE else _("Deadline"))
    return labelled(label, due_words(due.due_at, now))


VERBS = {"show": Verb(_options, _run)}
