"""The memory in the room of the drawings: past outages, what they taught, and what that changed."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON, an_entry, an_incident
from ui.desk import Desk
from ui.dialogs.declare import DeclareDialog
from ui.dialogs.lesson import LessonDialog, LinkLessonDialog, ShareLessonDialog
from ui.dialogs.remembered import RememberedDialog
from warroom.commands import AddLesson, ChangeStatus, LinkLesson, SetService, ShareLesson
from warroom.domain.incidents import Severity, Status
from warroom.domain.lessons import LinkedNoun
from warroom.domain.likeness import Sought
from warroom.domain.services import ServiceState
from warroom.room import Room

DAY = 86_400_000
PAST = (
    (190, "Certificat du portail de paiement expiré", "Paiement", Severity.MAJOR),
    (96, "Résolveur DNS interne saturé après un déploiement de la supervision", "DNS", Severity.CRITICAL),
    (33, "Résolveur DNS interne saturé pendant la bascule trimestrielle", "DNS", Severity.MAJOR),
)


def with_memory(room: Room) -> None:
    """Three outages of this year, closed, with a lesson each, one of which changed a template."""
    made = []
    for days, title, service, severity in PAST:
        began = NOON - days * DAY
        incident = an_incident(room, title=title, severity=severity, impact_started=began).id
        room.do(SetService(incident=incident, name=service, state=ServiceState.OPERATIONAL)).result()
        an_entry(room, incident, text=f"{service} : retour à la normale constaté sur trois sondes", event_at=began)
        room.do(ChangeStatus(incident=incident, status=Status.CLOSED, reason="rétabli et vérifié")).result()
        made.append(incident)
    room.do(
        AddLesson(incident=made[0], text="Suivre les échéances des certificats dans le calendrier d’astreinte")
    ).result()
    lesson = AddLesson(
        incident=made[1],
        text="Dire dans le premier message depuis quand, et quels noms ne répondent plus",
        applies_when="Des services sains semblent en panne tous ensemble : vérifier d’abord la résolution de noms",
        services=("DNS",),
    )
    told = room.do(lesson).result()
    room.do(ShareLesson(lesson=told.id, shared_with=("Équipe réseau", "Support de niveau 1"))).result()
    what = "« depuis quand » en tête"
    room.do(LinkLesson(lesson=told.id, noun=LinkedNoun.TEMPLATE, target="T07", what=what)).result()


def memory_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """The dialogs of lessons, and a declaration that reminds of the past."""
    room = desk.room
    lesson = next(each for each in room.views.lessons() if each.applies_when)
    (seen, *_more) = room.views.seen_before(Sought("Plus de résolution DNS", services=("DNS",)))
    return {
        "lesson-new": lambda: LessonDialog(desk, None, incident=incident, parent=window),
        "lesson": lambda: LessonDialog(desk, lesson, parent=window),
        "lesson-share": lambda: ShareLessonDialog(desk, lesson, window),
        "lesson-link": lambda: LinkLessonDialog(desk, lesson, window),
        "declare-seen": lambda: DeclareDialog(desk, window, text="Résolveur DNS saturé : plus de noms"),
        "remembered": lambda: RememberedDialog(desk, seen, window),
    }
