"""Étoile Noire (doctrine §9.5) as steps on a clock that whoever plays it holds."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.builders import a_room
from warroom.clock import FixedClock
from warroom.commands import (
    ActivateCell,
    AddAction,
    ChangeStatus,
    ClosePoint,
    Decide,
    DeclareIncident,
    DropDue,
    FinishDue,
    FreezeChanges,
    HoldFunction,
    LogEntry,
    MoveAction,
    MoveHypothesis,
    OpenHypothesis,
    OpenPoint,
    PlanPoint,
    QualifyRegime,
    ReportCan,
    RequestDecision,
    ReviewDecision,
    SetClockEvent,
    SetContinuity,
    SetIntent,
    SetService,
    StandDown,
    StopCadence,
    SubmitNotice,
)
from warroom.commands.base import Command
from warroom.domain.actions import ActionState
from warroom.domain.alarms import Alarm
from warroom.domain.cells import Judged, Level
from warroom.domain.clocks import Clock, ClockKind, ClockState
from warroom.domain.decisions import CallerCheck, How, Option, Window
from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.hypotheses import HypothesisState
from warroom.domain.incidents import Mode, Severity, Status
from warroom.domain.regimes import RegimeState
from warroom.domain.services import ServiceState

STARTEX = datetime(2026, 10, 24, 23, 30, tzinfo=UTC)  # Sunday 25 October, 01:30 in Paris, still in summer time
MINUTE_MS = 60_000
Step = tuple[float, Callable[["Played"], object]]


def ms(minute: float) -> int:
    """Minutes from STARTEX as milliseconds UTC."""
    return int(STARTEX.timestamp() * 1000) + int(minute * MINUTE_MS)


def days(day: int, time: str) -> float:
    """A time of a day of October, UTC, as minutes from STARTEX."""
    hour, minute = time.split(":")
    return (datetime(2026, 10, day, int(hour), int(minute), tzinfo=UTC) - STARTEX) / timedelta(minutes=1)


class Played:
    """The exercise on one laptop."""

    def __init__(self, folder: Path) -> None:
        self.clock = FixedClock(ms(0), zone="Europe/Paris")
        self.room = a_room(folder, clock=self.clock, member="Léa Martin")
        self.named: dict[str, str] = {}
        self._left = list(STORY)

    @property
    def incident(self) -> str:
        return self.named["incident"]

    def until(self, minute: float) -> None:
        """Play every step up to this minute, and stop the clock there."""
        while self._left and self._left[0][0] <= minute:
            when, step = self._left.pop(0)
            self.clock.set(ms(when))
            step(self)
        self.clock.set(ms(minute))

    def do(self, command: Command[Any], name: str = "") -> Any:
        made = self.room.do(command).result()
        if name:
            self.named[name] = getattr(made, "id", made)
        return made

    def log(self, text: str, name: str = "", **more: Any) -> None:
        self.do(LogEntry(incident=self.incident, text=text, **more), name)

    def shown(self) -> dict[str, tuple[str | None, ClockState]]:
        """Every clock as it stands: its name → when it is due, and its state."""
        found: dict[str, tuple[str | None, ClockState]] = {}
        for clock in self.room.views.clocks(self.incident, mode=Mode.EXERCISE, everything=True):
            assert name_of(clock) not in found
            found[name_of(clock)] = (said(clock.due_at), clock.state)
        return found


def name_of(clock: Clock) -> str:
    """`NIS2-EW`, `decision A-D001`, `update`."""
    if clock.kind is ClockKind.LEGAL:
        return clock.rule or clock.regime
    return (
        f"{clock.kind.value} {clock.number}" if clock.number and clock.kind is not ClockKind.POINT else clock.kind.value
    )


def said_of(alarm: Alarm) -> tuple[str, str, str]:
    """Its kind, what it is about, how grave."""
    return alarm.kind.value, alarm.what, alarm.gravity.value


def said(at: int | None) -> str | None:
    if at is None:
        return None
    moment = datetime.fromtimestamp(at / 1000, UTC)
    return moment.strftime("%d %H:%M" if moment.month == STARTEX.month else "%d/%m %H:%M")


def alert(p: Played) -> None:
    p.do(
        DeclareIncident(
            title="Erreurs massives sur l’API",
            severity=Severity.CRITICAL,
            exercise=True,
            detected=ms(0),
            impact_started=ms(-2),
        ),
        "incident",
    )
    p.log(
        "Supervision : 40 % d’erreurs API, Europe et États-Unis",
        "alert",
        kind=Kind.FACT,
        verification=Verification.VERIFIED,
    )


def services(p: Played) -> None:
    p.do(SetService(incident=p.incident, name="API", state=ServiceState.MAJOR_OUTAGE))
    p.do(SetContinuity(service="API", rto_min=120, failover_min=20, failover_tested=ms(-60 * 24 * 30)))


def cell(p: Played) -> None:
    p.do(
        ActivateCell(incidents=(p.incident,), level=Level.N3, decider="C. Aubry", reason="Fonction critique arrêtée"),
        "cell",
    )
    inside = StopCadence(incident=p.incident, audiences=("support", "staff"), reason="La cellule seule joue")
    p.do(inside)
    p.do(PlanPoint(cell=p.named["cell"], at=ms(30)))


def armed(p: Played) -> None:
    for code, holder in (("DIR", "C. Aubry"), ("COORD", "L. Martin"), ("MC", "Léa Martin"), ("TECH", "K. Benali")):
        p.do(HoldFunction(cell=p.named["cell"], code=code, holder=holder))
    p.do(SetIntent(cell=p.named["cell"], intent="Rétablir l’authentification d’abord"))
    p.log("1 200 tickets en 10 minutes", kind=Kind.INFORMATION, from_who="Support", channel=Channel.PHONE.value)


def change(p: Played) -> None:
    p.do(
        FreezeChanges(
            cell=p.named["cell"], scope="Toute la production", by="L. Martin", reason="Changement global à 14:51"
        )
    )
    p.do(
        OpenHypothesis(
            incident=p.incident,
            text="Le changement de 14:51 sature l’API d’administration",
            owner="K. Benali",
            timebox_at=ms(18),
        ),
        "change",
    )


def aware(p: Played) -> None:
    p.log("L’incident est important : service indisponible pour la moitié des clients", "aware", kind=Kind.FACT)
    p.do(SetClockEvent(incident=p.incident, event="aware_at", at=ms(12), entry=p.named["aware"]))
    for code in ("NIS2", "DORA"):
        p.do(
            QualifyRegime(
                incident=p.incident,
                code=code,
                state=RegimeState.APPLICABLE,
                reason="Entité financière, service critique",
            )
        )


def stuck(p: Played) -> None:
    p.do(
        MoveHypothesis(
            hypothesis=p.named["change"], state=HypothesisState.CONFIRMED, reason="Retour arrière refusé : API saturée"
        )
    )
    window = Window(down_since=ms(1), rto_min=120, failover_min=20, margin_min=15)
    p.do(
        RequestDecision(
            incident=p.incident,
            question="Basculer l’API vers Roubaix ?",
            options=(Option("Basculer", risks="15 min de données perdues"), Option("Attendre")),
            decider="C. Aubry",
            decide_before=window.decide_before,
            window=window,
        ),
        "failover",
    )


def message(p: Played) -> None:
    (due,) = [due for due in p.room.views.dues(p.incident) if due.kind == "update"]
    p.do(FinishDue(due=due.id))


def point_opens(p: Played) -> None:
    p.do(OpenPoint(cell=p.named["cell"]), "point")


def point_closes(next_minute: float) -> Callable[[Played], object]:
    return lambda p: p.do(ClosePoint(point=p.named["point"], next_at=ms(next_minute)))


def classified(p: Played) -> None:
    p.log("Incident classé majeur au titre de DORA", "major", kind=Kind.FACT)
    p.do(SetClockEvent(incident=p.incident, event="classified_major_at", at=ms(45), entry=p.named["major"]))


def red_herring(p: Played) -> None:
    p.do(
        OpenHypothesis(
            incident=p.incident, text="Connexion d’administration inhabituelle à 14:30 : attaque", owner="RSSI"
        ),
        "attack",
    )


def no_attack(p: Played) -> None:
    p.do(
        MoveHypothesis(
            hypothesis=p.named["attack"],
            state=HypothesisState.RULED_OUT,
            reason="Astreinte, identifiée par contre-appel",
        )
    )


def breach(p: Played) -> None:
    p.log("Ordonnances indisponibles une heure : perte de disponibilité", "breach", kind=Kind.FACT, from_who="DPO")
    p.do(SetClockEvent(incident=p.incident, event="breach_aware_at", at=ms(70), entry=p.named["breach"]))
    p.do(QualifyRegime(incident=p.incident, code="GDPR", state=RegimeState.APPLICABLE, reason="Perte de disponibilité"))


def failover(p: Played) -> None:
    p.do(
        Decide(
            decision=p.named["failover"],
            decided="Basculer vers Roubaix",
            rationale="Fin du RTO à 02:31",
            decider="C. Aubry",
            how=How.PHONE.value,
            caller_check=CallerCheck.CALL_BACK,
            review_at=ms(110),
        )
    )


def tired(p: Played) -> None:
    p.do(
        AddAction(incident=p.incident, text="Relever les deux experts à 11 h de service", owner="RH", due_at=ms(105)),
        "relief",
    )
    p.do(
        ReportCan(
            incident=p.incident,
            lead="K. Benali",
            conditions="Bascule en cours",
            actions="Montée par paliers",
            needs="Deux relèves",
        )
    )


def sent(rule: str, minute: float, **more: Any) -> Callable[[Played], object]:
    return lambda p: p.do(
        SubmitNotice(incident=p.incident, rule=rule, at=ms(minute), recipient="Autorité", receipt=f"AR-{rule}", **more)
    )


def recovered(p: Played) -> None:
    p.do(SetService(incident=p.incident, name="API", state=ServiceState.OPERATIONAL))
    p.do(ChangeStatus(incident=p.incident, status=Status.MONITORING, reason="Bascule faite"))
    p.do(ReviewDecision(decision=p.named["failover"], finding="Bascule tenue, montée par paliers"))
    p.do(MoveAction(action=p.named["relief"], state=ActionState.DONE, result="Relevés"))


def over(p: Played) -> None:
    message(p)
    (due,) = [due for due in p.room.views.dues(p.incident) if due.kind == "update"]
    p.do(DropDue(due=due.id, reason="Levée de la cellule"))
    p.do(
        StandDown(
            cell=p.named["cell"],
            by="C. Aubry",
            reason="FINEX",
            criteria=(Judged("Service stable", met=True), Judged("REX daté", met=True)),
        )
    )


STORY: list[Step] = [
    (0, alert),
    (1, services),
    (2, cell),
    (5, armed),
    (8, change),
    (12, aware),
    (20, stuck),
    (22, message),
    (30, point_opens),
    (38, point_closes(60)),
    (40, red_herring),
    (45, classified),
    (50, message),
    (60, no_attack),
    (60, point_opens),
    (66, point_closes(90)),
    (70, breach),
    (79, failover),
    (80, message),
    (90, point_opens),
    (95, tired),
    (97, point_closes(120)),
    (100, sent("DORA-INI", 100)),
    (102, sent("NIS2-EW", 102)),
    (110, recovered),
    (120, over),
    (days(27, "22:30"), sent("NIS2-IN", days(27, "22:30"))),
    (days(28, "00:30"), sent("DORA-INT", days(28, "00:30"))),
    (days(28, "01:30"), sent("GDPR-33", days(28, "01:30"), late_reason="Portail de l’autorité en panne")),
]
