"""Fields and their values in words, for whoever has to choose between them."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from typing import Any

import orjson

from warroom import phrases
from warroom.commands.callout_words import callee_word, mobilisation_fields, shape_word
from warroom.commands.cause_words import CAUSE_ENUMS, cause_fields
from warroom.commands.cell_words import cell_fields, cell_state_word, level_said, objective_word
from warroom.commands.channel_words import channel_fields, channel_kind_word
from warroom.commands.clock_words import clock_fields, regime_state_word
from warroom.commands.corrective_words import corrective_fields, corrective_kind_word, corrective_state_word
from warroom.commands.duty_words import duty_fields
from warroom.commands.field_words import field_fields, field_status_word, means_state_word
from warroom.commands.figure_words import figure_fields, figure_word
from warroom.commands.inbound_acts import inbound_fields
from warroom.commands.inbound_words import promise_state_word, rumour_state_word
from warroom.commands.lesson_words import lesson_fields
from warroom.commands.message_words import message_fields, verdict_word
from warroom.commands.need_words import need_fields, need_state_word
from warroom.commands.on_call_words import on_call_fields, override_word, unit_word
from warroom.commands.paper_words import sheet_word
from warroom.commands.press_words import press_fields
from warroom.commands.rex_words import comment_answer_word, heat_word, note_kind_word, rex_fields
from warroom.commands.rhythm_words import rhythm_words
from warroom.commands.roster_words import reach_word, roster_fields
from warroom.commands.said import (
    action_word,
    milestone_word,
    role_word,
    service_word,
    severity_word,
    status_word,
    verification_word,
)
from warroom.commands.said_ahead import caller_word, hypothesis_word, weight_word, window_said
from warroom.commands.seat_words import seat_fields
from warroom.commands.skill_words import level_word as mastered_word
from warroom.commands.skill_words import skill_fields, training_word
from warroom.commands.template_words import template_fields
from warroom.domain.actions import ActionState
from warroom.domain.authority import Authority
from warroom.domain.cells import CellState, Level, ObjectiveState
from warroom.domain.channels import ChannelKind
from warroom.domain.correctives import CorrectiveKind, CorrectiveState
from warroom.domain.decisions import CallerCheck, DecisionState, window_of
from warroom.domain.entries import Verification
from warroom.domain.field_teams import FieldStatus
from warroom.domain.hypotheses import HypothesisState, Weight
from warroom.domain.impact_figures import FigureKind
from warroom.domain.inbound import PromiseState, RumourState
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.domain.means import MeansState
from warroom.domain.members import Verdict
from warroom.domain.messages import Verdict as CheckVerdict
from warroom.domain.mobilisation import CalleeState, Shape
from warroom.domain.needs import NeedState
from warroom.domain.nouns import DELETED, NOUNS, Type
from warroom.domain.on_call import OverrideKind, TurnUnit
from warroom.domain.paper import SheetState
from warroom.domain.regimes import RegimeState
from warroom.domain.rex import CommentAnswer, Heat, NoteKind
from warroom.domain.rights import Role
from warroom.domain.roster import Mastered, ReachKind, TrainingKind
from warroom.domain.services import ServiceState
from warroom.words import _, pgettext

LONGEST = 400  # letters of a value in a sentence


def field_word(noun: str, name: str) -> str:
    """What a field is called on screen; its own name for one of a newer version."""
    return _words().get((noun, name)) or _words().get(("", name)) or name.replace("_", " ")


def value_word(noun: str, name: str, value: Any, *, now_ms: int, names: Mapping[str, str] | None = None) -> str:
    """A value as people say it; `names` says who ids are. Long text is cut."""
    if name == DELETED:
        return _("taken away") if value else _("kept")
    if value is None or value == "":
        return _("vacant") if name in ("owner", "decider", "executor", "holder") else _("empty")
    known = ENUMS.get((noun, name))
    if known is not None:
        return _enum_word(*known, value)
    if (noun, name) == ("grant", "rights"):
        return _roles(value)
    kind: Type | None = getattr(NOUNS[noun].field(name), "type", None) if noun in NOUNS else None
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if kind is Type.TIME and isinstance(value, int):
        return phrases.moment(value, now_ms)
    if (noun, name) == ("decision", "window") and isinstance(value, str):
        return _window(value, now_ms)
    if kind is Type.JSON and isinstance(value, str):
        return _structured(value, names or {})
    if kind is Type.ID and isinstance(value, str):
        return (names or {}).get(value, value[-8:])
    if isinstance(value, Mapping):
        return _("sealed")
    said = str(value)
    return said if len(said) <= LONGEST else f"{said[:LONGEST]}…"


def authority_said(authority: Authority) -> str:
    """Whom a point to settle is given to, as a whole phrase."""
    return {
        Authority.COMMAND: _("given to incident command"),
        Authority.DIRECTOR: _("given to the director"),
        Authority.COMMUNICATION: _("given to communication"),
        Authority.LEGAL: _("given to legal"),
        Authority.ADMINISTRATOR: _("given to an administrator"),
        Authority.SCRIBE: _("given to the scribe"),
        Authority.OWNER: _("given to whoever leads the incident"),
    }[authority]


def decision_word(state: DecisionState) -> str:
    return {
        DecisionState.REQUESTED: _("awaited"),
        DecisionState.DECIDED: _("decided"),
        DecisionState.WITHDRAWN: _("withdrawn"),
    }[state]


def _verdict_word(verdict: Verdict) -> str:
    return _("confirmed") if verdict is Verdict.CONFIRMED else _("overruled")


def _verification(state: Verification) -> str:
    return verification_word(state) or _("not marked")


ENUMS: dict[tuple[str, str], tuple[type[enum.Enum], Callable[[Any], str]]] = {
    ("incident", "severity"): (Severity, severity_word),
    ("incident", "status"): (Status, status_word),
    ("decision", "state"): (DecisionState, decision_word),
    ("action", "state"): (ActionState, action_word),
    ("regime", "state"): (RegimeState, regime_state_word),
    ("impact", "state"): (ServiceState, service_word),
    ("entry_mark", "verification"): (Verification, _verification),
    ("delegation", "verdict"): (Verdict, _verdict_word),
    ("decision", "caller_check"): (CallerCheck, caller_word),
    ("hypothesis", "state"): (HypothesisState, hypothesis_word),
    ("backing", "weight"): (Weight, weight_word),
    ("crisis_cell", "level"): (Level, level_said),
    ("crisis_cell", "state"): (CellState, cell_state_word),
    ("objective", "state"): (ObjectiveState, objective_word),
    ("sheet", "state"): (SheetState, sheet_word),
    ("field_team", "status"): (FieldStatus, field_status_word),
    ("contact", "status"): (FieldStatus, field_status_word),
    ("means_request", "state"): (MeansState, means_state_word),
    ("rotation", "unit"): (TurnUnit, unit_word),
    ("override", "kind"): (OverrideKind, override_word),
    ("breakage", "state"): (NeedState, need_state_word),
    ("callee", "state"): (CalleeState, callee_word),
    ("mobilisation", "shape"): (Shape, shape_word),
    ("mastery", "level"): (Mastered, mastered_word),
    ("training", "kind"): (TrainingKind, training_word),
    ("reach", "kind"): (ReachKind, reach_word),
    ("review", "verdict"): (CheckVerdict, verdict_word),
    ("promise", "state"): (PromiseState, promise_state_word),
    ("rumour", "state"): (RumourState, rumour_state_word),
    ("channel", "kind"): (ChannelKind, channel_kind_word),
    ("figure", "kind"): (FigureKind, figure_word),
    **CAUSE_ENUMS,
    ("corrective", "kind"): (CorrectiveKind, corrective_kind_word),
    ("corrective", "state"): (CorrectiveState, corrective_state_word),
    ("rex", "heat"): (Heat, heat_word),
    ("rex_note", "kind"): (NoteKind, note_kind_word),
    ("rex_comment", "answer"): (CommentAnswer, comment_answer_word),
}


def _enum_word(kind: type[enum.Enum], word: Callable[[Any], str], value: Any) -> str:
    try:
        return word(kind(value))
    except ValueError:
        return str(value)


def _roles(value: Any) -> str:
    try:
        said = orjson.loads(value).get("roles", [])
    except (ValueError, TypeError, AttributeError):
        said = []
    known = {role.value: role for role in Role}
    return ", ".join(role_word(known[item]) for item in said if item in known) or _("no role")


def _structured(value: str, names: Mapping[str, str]) -> str:
    """Lists as their items, options by their titles."""
    try:
        said = orjson.loads(value)
    except ValueError:
        return value[:LONGEST]
    if isinstance(said, list):
        items = [_item(item, names) for item in said]
        return ", ".join(str(item) for item in items) or _("empty")
    return value[:LONGEST]


def _item(item: Any, names: Mapping[str, str]) -> str:
    return (
        str(item.get("title") or item.get("question", ""))
        if isinstance(item, dict)
        else names.get(str(item), str(item))
    )


def _window(value: str, now_ms: int) -> str:
    try:
        window = window_of(orjson.loads(value))
    except ValueError:
        window = None
    return window_said(window, now_ms) if window else value[:LONGEST]


def _words() -> dict[tuple[str, str], str]:
    said = {
        ("incident", "severity"): _("Severity"),
        ("incident", "vital"): _("Vital service touched"),
        ("incident", "status"): _("Status"),
        ("incident", "situation"): _("Situation"),
        ("incident", "users"): _("Users touched"),
        ("incident", "owner"): _("Led by"),
        ("decision", "state"): pgettext("field", "State of the decision"),
        ("decision", "decided"): _("Decision"),
        ("decision", "question"): _("Question"),
        ("decision", "context"): _("Known now"),
        ("decision", "options"): _("Options"),
        ("decision", "rationale"): _("Why"),
        ("decision", "decider"): _("Decided by"),
        ("decision", "typed_by"): _("Typed by"),
        ("decision", "how"): _("How it came"),
        ("decision", "executor"): _("Carried out by"),
        ("decision", "decide_before"): _("Decide before"),
        ("decision", "decided_at"): _("Decided at"),
        ("decision", "review_at"): _("Look again at"),
        ("decision", "reviewed_at"): _("Reviewed at"),
        ("decision", "read_back_at"): _("Read back at"),
        ("decision", "facts"): _("Rests on entries"),
        ("decision", "caller_check"): _("Caller"),
        ("decision", "caller_reason"): _("Why, though the caller was not verified"),
        ("decision", "window"): _("What “decide before” was computed from"),
        ("hypothesis", "text"): _("Hypothesis"),
        ("hypothesis", "state"): pgettext("field", "State of the hypothesis"),
        ("hypothesis", "owner"): _("Tested by"),
        ("hypothesis", "test"): _("How it is tested"),
        ("hypothesis", "timebox_at"): _("Until when"),
        ("backing", "weight"): _("For or against"),
        ("backing", "remark"): _("Remark"),
        ("scenario", "text"): _("What is to be expected"),
        ("scenario", "trigger"): _("Trigger"),
        ("scenario", "owner"): _("Watched by"),
        ("scenario", "prepared"): _("Prepared decisions"),
        ("scenario", "fired_at"): _("Fired at"),
        ("action", "text"): _("What is to be done"),
        ("action", "owner"): _("By whom"),
        ("action", "state"): pgettext("field", "State of the action"),
        ("action", "result"): _("Result"),
        ("action", "acknowledged_at"): _("Taken in hand at"),
        ("action", "finished_at"): _("Finished at"),
        ("action", "decision"): _("Decision that it comes from"),
        ("impact", "state"): pgettext("field", "State of the service"),
        ("impact", "since"): _("Since"),
        ("impact", "down_since"): _("Down since"),
        ("service", "public"): _("On the public status page"),
        ("service", "public_names"): _("Public names"),
        ("service", "rto_min"): _("RTO in minutes"),
        ("service", "mtpd_min"): _("MTPD in minutes"),
        ("service", "rpo_min"): _("RPO in minutes"),
        ("service", "failover_min"): _("Measured failover, in minutes"),
        ("service", "failover_tested"): _("Failover measured on"),
        ("due", "label"): _("What the clock is for"),
        ("due", "done_at"): _("Done at"),
        ("due", "started_at"): _("Started at"),
        ("due", "evidence"): _("Start proved by entry"),
        ("alarm", "acknowledged_by"): _("Alarm taken by"),
        ("alarm", "muted_until"): _("Alarm silent until"),
        ("alarm", "muted_by"): _("Alarm silenced by"),
        ("entry_mark", "verification"): _("Verification"),
        ("entry_mark", "key_event"): _("Key event"),
        ("entry_mark", "follow_up"): _("Follow-up"),
        ("grant", "rights"): _("Roles"),
        ("grant", "granted_by"): _("Given by"),
        ("grant", "granted_at"): _("Given at"),
        ("circle", "members"): _("Members of the circle"),
        ("person", "initials"): _("Initials"),
        ("person", "phone"): _("Telephone"),
        ("printout", "place"): _("Where it hangs"),
        ("printout", "copies"): _("Copies"),
        ("printout", "withdrawn_at"): _("Withdrawn at"),
        ("sheet", "state"): pgettext("field", "State of the sheet"),
        ("sheet", "incident"): _("Incident of the sheet"),
        ("sheet", "printout"): _("Set of papers it belongs to"),
        ("station", "letter"): _("Letter of the station"),
        ("pin", "hash"): _("PIN"),
        ("readiness", "ok"): _("Proved"),
        ("readiness", "detail"): _("What the proof found"),
        ("delegation", "verdict"): _("Review"),
        ("delegation", "remark"): _("Remark"),
        ("", DELETED): _("Taken away or kept"),
        ("", "title"): _("Title"),
        ("", "name"): _("Name"),
        ("", "reason"): _("Reason"),
        ("", "due_at"): _("Due"),
        ("", "zone"): _("Time zone"),
        ("", "reviewed_by"): _("Reviewed by"),
    }
    more = {
        **cause_fields(),
        **cell_fields(),
        **channel_fields(),
        **clock_fields(),
        **duty_fields(),
        **rhythm_words(),
        **mobilisation_fields(),
        **need_fields(),
        **skill_fields(),
        **on_call_fields(),
        **field_fields(),
        **seat_fields(),
        **roster_fields(),
        **message_fields(),
        **inbound_fields(),
        **template_fields(),
        **press_fields(),
        **figure_fields(),
        **corrective_fields(),
        **lesson_fields(),
        **rex_fields(),
    }
    return said | more | {("incident", milestone.value): milestone_word(milestone) for milestone in Milestone}
