"""What an undo gave back, in one sentence: for the log and for whoever pressed the key."""

from __future__ import annotations

from collections.abc import Sequence

from warroom.commands.audiences import heard_name
from warroom.commands.callout_words import callee_word
from warroom.commands.cell_words import level_said, seat_word
from warroom.commands.field_words import field_status_word, means_state_word
from warroom.commands.figure_words import figures_undone
from warroom.commands.hours import time_said
from warroom.commands.inbound_words import promise_state_word
from warroom.commands.need_words import need_state_word, need_word
from warroom.commands.said import action_word, milestone_word, service_word, severity_word, status_word
from warroom.commands.said_ahead import case_said, hypothesis_word
from warroom.domain.actions import ActionState
from warroom.domain.anticipation import Outlook
from warroom.domain.dues import DueKind
from warroom.domain.field_teams import FieldStatus
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.inbound import PromiseState
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.domain.means import MeansState
from warroom.domain.mobilisation import CalleeState
from warroom.domain.needs import NeedState
from warroom.domain.nouns import DELETED
from warroom.domain.services import ServiceState
from warroom.phrases import labelled
from warroom.storage.books import Before, Books
from warroom.words import _

NAMED_BY = {
    "template": "code",
    "wording": "code",
    "objective": "text",
    "freeze": "scope",
    "freeze_exception": "text",
    "skill": "name",
    "team": "name",
    "rotation": "name",
    "watchword": "challenge",
    "rest_rule": "code",
    "person": "name",
    "reach": "value",
    "cadence_step": "audience",
    "stakeholder": "name",
    "figure": "amount",
    "affected": "users",
    "rate": "code",
    "barrier": "text",
    "branch": "code",
}
# Noun → the field that names what it belongs to, and what noun that is: it is called by that one's number.
NUMBERED_BY = {
    "coverage": ("incident", "incident"),
    "message_text": ("message", "message"),
    "review": ("message", "message"),
    "claim": ("message", "message"),
    "rex_section": ("rex", "rex"),
    "rex_note": ("rex", "rex"),
    "rex_comment": ("rex", "rex"),
    "double": ("one", "release"),
    "lesson_link": ("lesson", "lesson"),
    "backing": ("entry", "entry"),
}
OF_SOMEBODY = ("mastery", "membership", "training", "override", "callee", "shift", "presence")
TELLING = (
    "merged_into",
    DELETED,
    "status",
    "severity",
    *Milestone,
    "level",
    "state",
    "holder",
    "intent",
    "roster",
)  # what says most about a change, first


def undone(books: Books, before: Sequence[Before]) -> str:
    """`Undone: status of A-003 back to Investigating.`; ask before it is written back."""
    first: dict[tuple[str, str, str], Before] = {}
    for item in before:
        first.setdefault((item.noun, item.record, item.field), item)
    changes = [item for item in first.values() if item.value != item.written]
    telling = min(
        changes or before,  # a person made known in passing says least
        key=lambda item: (
            item.noun == "cadence_step",  # follows from the rest where there is any
            (*TELLING, item.field).index(item.field),
            item.noun == "person",
        ),
    )
    name = _name(books, telling)
    if telling.field == DELETED and telling.noun != "entry_mark":
        what = _restored(telling.noun, name) if telling.written else _taken_away(telling.noun, name)
    else:
        what = _back(books, telling, name)
    return _("Undone: {what}.").format(what=what)


def _name(books: Books, item: Before) -> str:
    """A record as people call it: its number, or the name of the service or of the clock."""
    row = books.any_row("entry" if item.noun == "entry_mark" else item.noun, item.record) or {}
    if item.noun == "impact":
        service = books.any_row("service", row.get("service") or "") or {}
        return str(service.get("name") or "")
    if item.noun in ("function", "role_card"):
        return seat_word(row.get("code") or "", row.get("label") or "")
    if item.noun == "breakage":
        return need_word(str(row.get("need") or ""))
    if item.noun in ("audience", "channel"):
        return heard_name(books, item.noun, row)
    if item.noun in NAMED_BY:
        return str(row.get(NAMED_BY[item.noun]) or "")
    if item.noun == "contact":
        team = books.any_row("field_team", row.get("field_team") or "0" * 32) or {}
        return str(team.get("name") or team.get("number") or "")
    if item.noun == "due":
        kind = _("next update") if row.get("kind") == DueKind.UPDATE else _("deadline")
        return str(row.get("label") or kind)
    if item.noun in NUMBERED_BY:
        name, noun = NUMBERED_BY[item.noun]
        return str((books.any_row(noun, row.get(name) or "0" * 32) or {}).get("number") or "")
    if item.noun in OF_SOMEBODY:
        return str((books.any_row("person", row.get("person") or "0" * 32) or {}).get("name") or "")
    if item.noun == "scenario":
        kind = Outlook.WORST if row.get("kind") == Outlook.WORST else Outlook.PROBABLE
        return case_said(kind, row.get("horizon_min") or 0)
    return str(row.get("number") or "")


def _taken_away(noun: str, name: str) -> str:
    said = {
        "decision": _("decision {name} taken away"),
        "action": _("action {name} taken away"),
        "impact": _("service {name} taken away"),
        "due": _("clock “{name}” taken away"),
        "cadence_step": _("cadence of messages ({name}) as it was"),
        "sentence": _("situation as it was"),
        "hypothesis": _("hypothesis {name} taken away"),
        "scenario": _("“{name}” taken away"),
        "backing": _("entry {name} as evidence taken away"),
        "crisis_cell": _("crisis cell {name} taken away"),
        "coverage": _("incident {name} no longer covered"),
        "objective": _("objective “{name}” taken away"),
        "function": _("function “{name}” taken away"),
        "freeze": _("freeze “{name}” taken away"),
        "freeze_exception": _("exception “{name}” taken away"),
        "rotation": _("rotation “{name}” taken away"),
        "override": _("{name} on call by a change: taken away"),
        "shift": _("shift of {name} taken away"),
        "presence": _("presence of {name} taken away"),
        "rest_rule": _("rule of rest {name} as the program has it"),
        "breakage": _("“{name}” no longer marked"),
        "mobilisation": _("mobilisation {name} taken away"),
        "callee": _("{name} no longer called out"),
        "field_team": _("team {name} no longer out"),
        "contact": _("contact of {name} taken away"),
        "means_request": _("request {name} taken away"),
        "skill": _("skill “{name}” taken away"),
        "mastery": _("skill of {name} taken away"),
        "team": _("team “{name}” taken away"),
        "membership": _("place of {name} taken away"),
        "training": _("training of {name} taken away"),
        "handover": _("handover {name} taken away"),
        "watchword": _("challenge “{name}” taken away"),
        "role_card": _("card of “{name}” as it came"),
        "person": _("card of {name} taken away"),
        "reach": _("{name} taken away"),
        "message": _("message {name} taken away"),
        "message_text": _("words of message {name} taken away"),
        "review": _("check of message {name} taken away"),
        "claim": _("entry behind message {name} taken away"),
        "double": _("two releases of {name} to answer again"),
        "inbound": _("incoming message {name} taken away"),
        "rumour": _("rumour {name} taken away"),
        "promise": _("promise {name} taken away"),
        "audience": _("audience “{name}” as it was"),
        "channel": _("channel “{name}” as it was"),
        "template": _("template {name} as it was"),
        "wording": _("text of template {name} as it was"),
        "press_answer": _("words for the press taken away"),
        "stakeholder": _("stakeholder {name} taken away"),
        "cause": _("cause {name} taken away"),
        "barrier": _("barrier “{name}” taken away"),
        "branch": _("branch “{name}” as it was"),
        "corrective": _("corrective action {name} taken away"),
        "lesson": _("lesson {name} taken away"),
        "lesson_link": _("what lesson {name} changed: taken away"),
        "rex": _("review {name} taken away"),
        "rex_section": _("section of review {name} taken away"),
        "rex_note": _("statement of review {name} taken away"),
    }
    said |= {noun: words[0] for noun, words in figures_undone().items()}
    return said[noun].format(name=name)


def _restored(noun: str, name: str) -> str:
    said = {
        "decision": _("decision {name} is back"),
        "action": _("action {name} is back"),
        "impact": _("service {name} is back"),
        "due": _("clock “{name}” is back"),
        "sentence": _("situation as it was"),
        "hypothesis": _("hypothesis {name} is back"),
        "scenario": _("“{name}” is back"),
        "backing": _("entry {name} is evidence again"),
        "crisis_cell": _("crisis cell {name} is back"),
        "coverage": _("incident {name} covered again"),
        "objective": _("objective “{name}” is back"),
        "function": _("function “{name}” is back"),
        "freeze": _("freeze “{name}” is back"),
        "freeze_exception": _("exception “{name}” is back"),
        "rotation": _("rotation “{name}” is back"),
        "override": _("{name} on call by a change: back"),
        "shift": _("shift of {name} is back"),
        "presence": _("presence of {name} is back"),
        "rest_rule": _("rule of rest {name} is back"),
        "breakage": _("“{name}” marked again"),
        "mobilisation": _("mobilisation {name} is back"),
        "callee": _("{name} called out again"),
        "field_team": _("team {name} is back"),
        "contact": _("contact of {name} counts again"),
        "means_request": _("request {name} is back"),
        "skill": _("skill “{name}” is back"),
        "mastery": _("skill of {name} is back"),
        "team": _("team “{name}” is back"),
        "membership": _("place of {name} is back"),
        "training": _("training of {name} is back"),
        "handover": _("handover {name} is back"),
        "watchword": _("challenge “{name}” is back"),
        "role_card": _("card of “{name}” in the room’s words again"),
        "person": _("card of {name} is back"),
        "reach": _("{name} is back"),
        "message": _("message {name} is back"),
        "message_text": _("words of message {name} are back"),
        "review": _("check of message {name} is asked again"),
        "claim": _("entry behind message {name} is back"),
        "double": _("two releases of {name} both stand"),
        "inbound": _("incoming message {name} is back"),
        "rumour": _("rumour {name} is back"),
        "promise": _("promise {name} is back"),
        "audience": _("audience “{name}” is back"),
        "channel": _("channel “{name}” is back"),
        "template": _("template {name} is back"),
        "wording": _("text of template {name} is back"),
        "press_answer": _("words for the press are back"),
        "stakeholder": _("stakeholder {name} is back"),
        "cause": _("cause {name} is back"),
        "barrier": _("barrier “{name}” is back"),
        "branch": _("branch “{name}” is back"),
        "corrective": _("corrective action {name} is back"),
        "lesson": _("lesson {name} is back"),
        "lesson_link": _("what lesson {name} changed: back"),
        "rex": _("review {name} is back"),
        "rex_section": _("section of review {name} is back"),
        "rex_note": _("statement of review {name} is back"),
    }
    said |= {noun: words[1] for noun, words in figures_undone().items()}
    return said[noun].format(name=name)


def _asked_back(noun: str, name: str, value: str | None) -> str:
    """What was asked for, or promised, with its former state."""
    if noun == "promise":
        state = promise_state_word(PromiseState(value or PromiseState.OPEN))
        return _("promise {name} back to “{value}”").format(name=name, value=state)
    return _("request {name} back to “{value}”").format(
        name=name, value=means_state_word(MeansState(value or MeansState.ASKED))
    )


def _back(books: Books, item: Before, name: str) -> str:
    """One field with its former value; of what has no short value, that it is as it was."""
    noun, field, value = item.noun, item.field, item.value
    if noun == "incident" and field == "status":
        return _("status of {name} back to {value}").format(name=name, value=status_word(Status(value)))
    if noun == "incident" and field == "severity":
        return _("severity of {name} back to {value}").format(name=name, value=severity_word(Severity(value or 0)))
    if noun == "incident" and field in list(Milestone):
        told = {"milestone": milestone_word(Milestone(field)), "name": name}
        if value is None:
            return _("“{milestone}” of {name} empty again").format(**told)
        return _("“{milestone}” of {name} back to {value}").format(value=time_said(books, value), **told)
    if noun == "crisis_cell" and field == "level":
        return _("level of {name} back to {value}").format(name=name, value=level_said(value or 0))
    if noun == "person" and field == "merged_into":
        return _("{name} has a card of their own again").format(name=name)
    if noun == "function" and field == "holder":
        return labelled(name, _("back to {value}").format(value=value or _("vacant")))
    if noun == "action" and field == "state":
        return _("action {name} back to “{value}”").format(name=name, value=action_word(ActionState(value)))
    if noun == "hypothesis" and field == "state":
        return _("hypothesis {name} back to “{value}”").format(name=name, value=hypothesis_word(HypothesisState(value)))
    if noun == "callee" and field == "state":
        value = callee_word(CalleeState(value or CalleeState.TO_CALL))
        return _("{name} back to “{value}”").format(name=name, value=value)
    if noun == "breakage" and field == "state":
        return _("“{name}” back to “{value}”").format(name=name, value=need_state_word(NeedState(value)))
    if noun == "field_team" and field == "status":
        said_status = field_status_word(FieldStatus(value)) if value in list(FieldStatus) else "—"
        return _("team {name} back to “{value}”").format(name=name, value=said_status)
    if field == "state" and noun in ("means_request", "promise"):
        return _asked_back(noun, name, value)
    if noun == "impact" and field == "state":
        return _("service {name} back to “{value}”").format(name=name, value=service_word(ServiceState(value)))
    said = {
        "incident": _("description of {name} as it was"),
        "decision": _("decision {name} as it was"),
        "action": _("action {name} as it was"),
        "impact": _("service {name} as it was"),
        "due": _("clock “{name}” as it was"),
        "crisis_cell": _("crisis cell {name} as it was"),
        "coverage": _("covered incident {name} as it was"),
        "objective": _("objective “{name}” as it was"),
        "function": _("function “{name}” as it was"),
        "freeze": _("freeze “{name}” as it was"),
        "freeze_exception": _("exception “{name}” as it was"),
        "rotation": _("rotation “{name}” as it was"),
        "override": _("{name} on call by a change: as it was"),
        "shift": _("shift of {name} as it was"),
        "presence": _("presence of {name} as it was"),
        "rest_rule": _("rule of rest {name} as it was"),
        "breakage": _("“{name}” as it was"),
        "mobilisation": _("mobilisation {name} as it was"),
        "callee": _("call of {name} as it was"),
        "skill": _("skill “{name}” as it was"),
        "mastery": _("skill of {name} as it was"),
        "team": _("team “{name}” as it was"),
        "membership": _("place of {name} as it was"),
        "training": _("training of {name} as it was"),
        "handover": _("signature of handover {name} taken back"),
        "watchword": _("challenge “{name}” as it was"),
        "role_card": _("card of “{name}” as it was"),
        "person": _("card of {name} as it was"),
        "reach": _("{name} as it was"),
        "message": _("message {name} as it was"),
        "message_text": _("words of message {name} as they were"),
        "review": _("check of message {name} as it was"),
        "claim": _("entry behind message {name} as it was"),
        "double": _("two releases of {name} as they were"),
        "inbound": _("incoming message {name} as it was"),
        "rumour": _("rumour {name} as it was"),
        "promise": _("promise {name} as it was"),
        "audience": _("audience “{name}” as it was"),
        "channel": _("channel “{name}” as it was"),
        "template": _("template {name} as it was"),
        "wording": _("text of template {name} as it was"),
        "press_answer": _("words for the press as they were"),
        "stakeholder": _("stakeholder {name} as it was"),
        "cause": _("cause {name} as it was"),
        "barrier": _("barrier “{name}” as it was"),
        "branch": _("branch “{name}” as it was"),
        "corrective": _("corrective action {name} as it was"),
        "lesson": _("lesson {name} as it was"),
        "lesson_link": _("what lesson {name} changed: as it was"),
        "rex": _("review {name} as it was"),
        "rex_section": _("section of review {name} as it was"),
        "rex_note": _("statement of review {name} as it was"),
        "rex_comment": _("answer to a remark on review {name} taken back"),
        "entry_mark": _("marks of entry {name} as they were"),
        "sentence": _("situation as it was"),
        "hypothesis": _("hypothesis {name} as it was"),
        "scenario": _("“{name}” as it was"),
        "backing": _("entry {name} as evidence as it was"),
        "field_team": _("team {name} as it was"),
        "contact": _("contact of {name} as it was"),
        "means_request": _("request {name} as it was"),
    }
    said |= {noun: words[2] for noun, words in figures_undone().items()}
    return said[noun].format(name=name)
