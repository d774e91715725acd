"""Facts of an incident for the clock engine, and times as people write them."""

from __future__ import annotations

import itertools
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from warroom.domain.clock_engine import Facts, Reckoned, reckon
from warroom.domain.ids import IncidentId, RecordId
from warroom.domain.regimes import ClockEvent, Regime, RegimeState, Submission
from warroom.domain.rulebook import Rulebook
from warroom.storage.rulebook import shipped

PARIS, NEW_YORK = ZoneInfo("Europe/Paris"), ZoneInfo("America/New_York")
_ids = itertools.count(1)


def at(written: str, zone: ZoneInfo = PARIS, *, fold: int = 0) -> int:
    """`2026-11-23 14:32` on the wall, as milliseconds UTC."""
    return int(datetime.fromisoformat(written).replace(tzinfo=zone, fold=fold).timestamp()) * 1000


def said(ms: int | None, zone: ZoneInfo = PARIS) -> str:
    """The same, back: with the offset, because an hour may come twice."""
    return datetime.fromtimestamp(ms / 1000, zone).strftime("%Y-%m-%d %H:%M %z") if ms is not None else "—"


def event(name: str, when: str, *, corrects: ClockEvent | None = None, **more: Any) -> ClockEvent:
    return ClockEvent(
        id=RecordId(f"{next(_ids):032x}"),
        incident=IncidentId("1" * 32),
        event=name,
        at=at(when, **more),
        entry=RecordId("e" * 32),
        corrects=corrects.id if corrects else RecordId(""),
        reason="",
        by="C. Aubry",
        set_at=at(when, **more),
    )


def submission(rule: str, when: str, *, corrects: Submission | None = None) -> Submission:
    return Submission(
        id=RecordId(f"{next(_ids):032x}"),
        incident=IncidentId("1" * 32),
        rule=rule,
        at=at(when),
        recipient="ACPR",
        receipt="R-1",
        copy_sha256="",
        late_reason="",
        entry=RecordId(""),
        corrects=corrects.id if corrects else RecordId(""),
        reason="",
        by="C. Aubry",
        set_at=at(when),
    )


def regime(code: str, **answers: bool) -> Regime:
    return Regime(
        RecordId(code), IncidentId("1" * 32), code, RegimeState.APPLICABLE, "", dict(answers), "C. Aubry", None
    )


def facts(*known: ClockEvent | Submission | Regime) -> Facts:
    return Facts(
        tuple(item for item in known if isinstance(item, ClockEvent)),
        tuple(item for item in known if isinstance(item, Submission)),
        {item.code: item for item in known if isinstance(item, Regime)},
    )


def clock(
    rule: str, *known: ClockEvent | Submission | Regime, now: str = "2026-11-23 12:00", book: Rulebook | None = None
) -> Reckoned | None:
    """A rule's clock as seen at a time; its regime applies unless it is said otherwise."""
    rules = book or shipped()
    code = rules.rules[rule].regime
    given = known if any(isinstance(item, Regime) and item.code == code for item in known) else (*known, regime(code))
    return reckon(
        rules.rules[rule], facts(*given), rules.bench(lambda name: ZoneInfo(name) if name else PARIS), at(now)
    )


def due(rule: str, *known: ClockEvent | Submission | Regime, **more: Any) -> str:
    """The deadline of a rule as written on the wall; — when it has none."""
    found = clock(rule, *known, **more)
    return said(found.due_at)[:16] if found is not None and found.due_at is not None else "—"
