"""Alarms as a list: what calls first, then what was taken or is silent."""

from __future__ import annotations

from ui.models.table import Column
from warroom import phrases
from warroom.commands.alarm_words import alarm_name, answer_said
from warroom.domain.alarms import Alarm, AlarmKind, Gravity
from warroom.words import N_, _


def since_said(alarm: Alarm, now_ms: int) -> str:
    """How long it has called, or when it is due."""
    if alarm.kind is AlarmKind.FUNCTION or alarm.due_at is None:
        return phrases.since(alarm.due_at or alarm.since, now_ms)
    return phrases.due(alarm.due_at, now_ms)


def state_said(alarm: Alarm, now_ms: int) -> str:
    return answer_said(alarm, now_ms) or _("nobody took it yet")


def alarm_columns() -> tuple[Column[Alarm], ...]:
    """When, what, incident, whose it is, what was answered."""
    return (
        Column(
            "when", N_("When"), since_said, order=lambda row: row.due_at or row.since, tone=_tone, bold=True, width=200,
            whole=True,
        ),
        Column("what", N_("What calls"), lambda row, _now: alarm_name(row)),
        Column(
            "incident", N_("Incident"), lambda row, _now: row.incident_number,
            tone=lambda row, _now: "exercise" if row.exercise else "muted", width=72, whole=True, can_go=True,
        ),
        Column("owner", N_("By whom"), lambda row, _now: row.owner or "—", width=128, can_go=True),
        Column("answer", N_("Answer"), state_said, tone=_answer_tone),
    )  # fmt: skip


def _tone(alarm: Alarm, now_ms: int) -> str:
    if not alarm.calls(now_ms):
        return "muted"
    return "late" if alarm.gravity is Gravity.LATE else "due"


def _answer_tone(alarm: Alarm, now_ms: int) -> str:
    return "" if alarm.calls(now_ms) else "muted"
