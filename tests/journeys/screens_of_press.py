"""The press and the cadence of messages in the room of the drawings, and their dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON
from ui.desk import Desk
from ui.dialogs.cadence import PaceDialog, SnoozeDialog, StartDialog, ToldDialog
from ui.dialogs.press import PressDialog
from ui.dialogs.stakeholder import StakeholderDialog
from warroom import words
from warroom.commands import AddStakeholder, ProposePress, StartCadence, WritePress
from warroom.domain.channels import AnswerKind
from warroom.room import Room

MINUTE = 60_000
PEOPLE = (
    ("Centre hospitalier du Nord", "key_accounts", 3, 3, True),
    ("La Gazette du Port", "press", 3, 1, False),
    ("Association d’usagers de la ligne 4", "customers", 2, 2, False),
    ("Intégrateur Sud", "partners", 1, 3, False),
    ("Syndicat des opérateurs", "", 1, 1, False),
)


def with_press(room: Room, incident: str) -> None:
    """A press line, the questions, some stakeholders; messages are owed."""
    room.do(ProposePress(incident=incident)).result()
    for language, line in (
        ("fr", "Depuis 9 h 40, une partie de nos usagers ne peut pas se connecter. Prochain point à 14 h 30."),
        ("en", "Since 9:40 some of our users cannot sign in. Next update at 14:30."),
    ):
        room.do(WritePress(incident=incident, kind=AnswerKind.LINE, language=language, answer=line)).result()
    for name, audience, influence, concern, key in PEOPLE:
        asked = AddStakeholder(
            name=name, audience=audience, influence=influence, concern=concern, key_account=key, owner="Inès Roy"
        )
        room.do(asked).result()
    running = {one.audience for one in room.views.cadences(incident) if one.is_running}
    if "partners" not in running:
        room.do(StartCadence(incident=incident, audiences=("partners",))).result()


def press_dialogs(desk: Desk, incident_id: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each dialog with what it is usually opened on."""
    incident, language = desk.room.views.incident(incident_id), words.language()
    found = [one for one in desk.room.views.press_answers(incident_id) if one.language == language]
    question = next(one for one in found if one.kind is AnswerKind.QUESTION)
    audiences = ("customers", "key_accounts")
    return {
        "press-line": lambda: PressDialog(desk, incident, AnswerKind.LINE, language, None, window),
        "press-question": lambda: PressDialog(desk, incident, AnswerKind.QUESTION, language, question, window),
        "press-red-line": lambda: PressDialog(desk, incident, AnswerKind.RED_LINE, language, None, window),
        "stakeholder": lambda: StakeholderDialog(desk, desk.room.views.stakeholders()[0], window),
        "stakeholder-new": lambda: StakeholderDialog(desk, None, window),
        "cadence-snooze": lambda: SnoozeDialog(desk, incident, audiences, NOON + 20 * MINUTE, window),
        "cadence-pace": lambda: PaceDialog(desk, incident, audiences, minutes=45, parent=window),
        "cadence-long": lambda: PaceDialog(desk, incident, audiences, is_long=True, parent=window),
        "cadence-told": lambda: ToldDialog(desk, incident, audiences, window),
        "cadence-start": lambda: StartDialog(desk, incident, (*audiences, "press", "authorities"), window),
    }
