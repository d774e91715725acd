"""Data for the tests of pictures: as usual, empty, and far too much of it."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from tests.builders import NOON
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.reports.charts.what_happened import (
    DecisionRun,
    DecisionsAndMessages,
    Deed,
    DoerRow,
    IncidentTimeline,
    MarkKind,
    MessageRun,
    Phase,
    ServiceHistory,
    StatesOverTime,
    Stretch,
    TimelineMark,
    WhoDidWhat,
)

MINUTE = 60_000
PARIS = ZoneInfo("Europe/Paris")
LONG = "Rétablissement progressif de l’infrastructure d’authentification interrégionale, anticonstitutionnellement " * 2
ARABIC, CHINESE = "انقطاع الخدمة في جميع المناطق", "全球服务中断"
HOSTILE = "$\\frac{1}{0}$ <script>alert(1)</script> \u202egnp.exe & “guillemets”\x07\nline"


def at(minutes: float) -> int:
    return NOON + int(minutes * MINUTE)


def a_timeline(count: int = 6, *, text: str = "La cause est identifiée") -> IncidentTimeline:
    kinds = tuple(MarkKind)
    marks = tuple(
        TimelineMark(at(7 * one), f"{text} {one}", kinds[one % len(kinds)], f"A-{one:04d}") for one in range(count)
    )
    phases = (Phase("Non vu", at(0), at(1)), Phase("Impact", at(1), at(max(count * 5, 20))))
    return IncidentTimeline(marks, phases, tuple(at(one) for one in range(count * 7)), PARIS)


def some_states(count: int = 3, *, name: str = "Paiement") -> StatesOverTime:
    states = tuple(ServiceState)
    services = tuple(
        ServiceHistory(
            f"{name} {one}",
            tuple(Stretch(states[(one + step) % 6], at(step * 17), at(step * 17 + 17)) for step in range(6)),
        )
        for one in range(count)
    )
    severity = (Stretch(Severity.UNDETERMINED, at(0), at(9)), Stretch(Severity.CRITICAL, at(9), at(100)))
    status = (Stretch(Status.DECLARED, at(0), at(5)), Stretch(Status.IDENTIFIED, at(5), at(100)))
    return StatesOverTime(severity, status, services, PARIS)


def some_doers(count: int = 3, *, deeds: int = 4, name: str = "Léa Martin") -> WhoDidWhat:
    rows = []
    for one in range(count):
        done = [
            Deed(MarkKind.ACTION, f"A-A{one}{step:02d}", "Basculer", at(step * 9), at(step * 9 + 14), step % 3 == 2)
            for step in range(deeds)
        ]
        done += [Deed(MarkKind.DECISION, f"A-D{one}{step:02d}", "Geler", at(step * 11)) for step in range(deeds)]
        rows.append(DoerRow(f"{name} {one}", tuple(done)))
    return WhoDidWhat(tuple(rows), PARIS)


def some_ribbons(count: int = 4, *, text: str = "Basculer ?") -> DecisionsAndMessages:
    decisions = tuple(
        DecisionRun(f"A-D{one:03d}", text, at(one * 13), None if one % 4 == 3 else at(one * 13 + one * 3))
        for one in range(count)
    )
    messages = tuple(
        MessageRun(
            f"A-MS{one:02d}",
            text,
            at(one * 12),
            at(one * 12 + 3),
            None if one % 5 == 4 else at(one * 12 + 8),
            late=one % 2 == 0,
            public=one % 3 == 0,
        )
        for one in range(count)
    )
    return DecisionsAndMessages(decisions, messages, tuple(at(one * 30) for one in range(count)), PARIS)
