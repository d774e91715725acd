"""A crisis at its worst moment, for tests and pictures of the screens: five incidents, one exercise, things due."""

from __future__ import annotations

import gettext
import re
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QWidget

from tests.builders import NOON, an_action, an_entry, an_incident
from warroom import words
from warroom.clock import FixedClock
from warroom.commands import (
    AcknowledgeAction,
    ChangeStatus,
    Decide,
    DescribeIncident,
    RequestDecision,
    SetDue,
    SetService,
)
from warroom.domain.decisions import Option
from warroom.domain.dues import DueKind
from warroom.domain.entries import Kind, Verification
from warroom.domain.incidents import Severity, Status
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE = 60_000


class Loud(gettext.NullTranslations):
    """A language in capitals: it shows which words are said anew."""

    def gettext(self, message: str) -> str:
        return re.sub(r"(\{\w*[^}]*\})|([^{}]+)", lambda part: part[1] or part[2].upper(), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context: str, message: str) -> str:
        return self.gettext(message)


def speak_loudly(widget: QWidget) -> None:
    """Switch to that language while running; the next test speaks English again."""
    words._catalogue = Loud()
    for each in (widget, *widget.findChildren(QWidget)):
        QApplication.sendEvent(each, QEvent(QEvent.Type.LanguageChange))


@dataclass(frozen=True, slots=True)
class Crisis:
    """The ids that tests ask for."""

    outage: str
    waiting: str  # the decision awaited
    late_action: str
    exercise: str


def a_crisis(room: Room) -> Crisis:
    """The room of the drawings, 2 h 47 after the impact began."""
    clock = room.clock
    assert isinstance(clock, FixedClock)
    clock.set(NOON - 38 * MINUTE)
    outage = an_incident(
        room,
        title="Panne mondiale de l'API : plan de contrôle saturé",
        severity=Severity.CRITICAL,
        owner="Léa Martin",
        impact_started=NOON - 167 * MINUTE,
    ).id
    for name, state in (
        ("API", ServiceState.MAJOR_OUTAGE),
        ("Authentification", ServiceState.MAJOR_OUTAGE),
        ("Chat", ServiceState.PARTIAL_OUTAGE),
        ("DNS interne", ServiceState.DEGRADED),
    ):
        room.do(SetService(incident=outage, name=name, state=state)).result()
    situation = "Le plan de contrôle est saturé depuis un déploiement mondial à 11:20. 38 % des nœuds restent isolés."
    room.do(DescribeIncident(incident=outage, situation=situation)).result()
    for status in (Status.INVESTIGATING, Status.IDENTIFIED):
        room.do(ChangeStatus(incident=outage, status=status, reason="Nouveau service de télémétrie")).result()
    an_entry(
        room, outage, text="Journaliste : « confirmez-vous une cyberattaque ? »", verification=Verification.TO_VERIFY
    )
    late = an_action(
        room, outage, text="Joindre l'astreinte de l'hébergeur, GTI dépassée", owner="S. Roy", due_at=NOON - 7 * MINUTE
    ).id
    taken = an_action(
        room, outage, text="Bloquer l'API d'administration", owner="K. Benali", due_at=NOON + 18 * MINUTE
    ).id
    room.do(AcknowledgeAction(action=taken)).result()
    an_action(room, outage, text="Préparer le point de 12:30", owner="Léa Martin", due_at=NOON + 30 * MINUTE)
    an_action(room, outage, text="Lister les clients à rappeler")
    room.do(
        Decide(
            incident=outage,
            question="Annoncer une heure ?",
            decided="Ne pas annoncer d'heure de rétablissement",
            decider="C. Aubry",
            review_at=NOON + 60 * MINUTE,
        )
    ).result()
    clock.set(NOON - 18 * MINUTE)
    options = (
        Option("Basculer vers Roubaix", "20 min mesurées", "perte de 15 min", "20 min", "rebascule possible"),
        Option("Attendre"),
    )
    waiting = room.do(
        RequestDecision(
            incident=outage,
            question="Basculer l'authentification vers Roubaix",
            context="Perte estimée 15 min",
            options=options,
            decide_before=NOON - 2 * MINUTE,
        )
    ).result()
    room.do(
        SetDue(incident=outage, kind=DueKind.UPDATE, due_at=NOON + 6 * MINUTE, label="message clients n° 6")
    ).result()
    room.do(
        SetDue(incident=outage, kind=DueKind.DEADLINE, due_at=NOON + 1281 * MINUTE, label="NIS2, alerte précoce")
    ).result()
    _others(room)
    exercise = an_incident(room, title="Étoile Noire", exercise=True, severity=Severity.MAJOR).id
    clock.set(NOON)
    an_entry(room, outage, text="Supervision : 62 % des nœuds répondent à nouveau", kind=Kind.FACT)
    return Crisis(outage=outage, waiting=waiting.id, late_action=late, exercise=exercise)


def _others(room: Room) -> None:
    an_incident(room, title="Lenteurs sur le portail fournisseurs", services=("Portail achats",))
    told = (
        ("Perte du lien VPN de Strasbourg", Severity.MAJOR, "K. Benali", Status.INVESTIGATING, ("VPN", "Site SXB")),
        (
            "Certificat expiré sur la passerelle de paiement",
            Severity.SIGNIFICANT,
            "S. Roy",
            Status.MONITORING,
            ("Paiement",),
        ),
        ("Alarme climatisation salle 2", Severity.MINOR, "T. Noël", Status.RESOLVED, ("Site Lyon",)),
        ("Messagerie lente", Severity.MINOR, "", Status.CLOSED, ("Messagerie",)),
    )
    for title, severity, owner, status, services in told:
        made = an_incident(room, title=title, severity=severity, owner=owner, services=services)
        room.do(ChangeStatus(incident=made.id, status=status, reason="constaté")).result()
        if status is Status.INVESTIGATING:
            an_action(
                room, made.id, text="Appeler l'opérateur", owner="K. Benali", due_at=room.clock.now_ms() + 5 * MINUTE
            )
