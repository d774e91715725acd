"""A SEV1 from its first message to “resolved”, in both languages, by two people and with keys only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.dialogs.approve_message import ApproveDialog
from ui.dialogs.ask_check import AskCheckDialog
from ui.dialogs.first_message import FirstMessageDialog
from ui.dialogs.message_verdict import VerdictDialog
from ui.dialogs.new_message import NewMessageDialog
from ui.dialogs.release_message import ReleaseDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.message_pages import messages_page
from ui.panels.messages import MessagesPanel
from ui.window import MainWindow
from warroom import words
from warroom.clock import FixedClock
from warroom.commands import ChangeStatus, SetMilestone, SetService, StartCadence
from warroom.domain.incidents import Milestone, Severity, Status
from warroom.domain.message_state import NextStep
from warroom.domain.messages import MessageState, Release
from warroom.domain.services import ServiceState
from warroom.domain.template_filling import missing_in
from warroom.room import Room

MINUTE = 60_000
WRITER, LEADER = "Mariam Diallo", "Léa Martin"

pytestmark = pytest.mark.timeout(300)


class Desk:
    """The communications lead at the keyboard of the real window."""

    def __init__(self, scribe: Scribe, program: Program, folder: Path, language: str) -> None:
        program.tongue.speak(language)
        self.scribe = scribe
        self.room: Room = a_room(folder, content=language, member=LEADER)
        for person in (WRITER, LEADER):
            self.room.sit_down(person)
        self.incident = an_incident(
            self.room,
            title="Connexion impossible à l’espace client",
            severity=Severity.CRITICAL,
            impact_started=NOON - 12 * MINUTE,
            services=("Espace client",),
        ).id
        self.room.do(SetService(incident=self.incident, name="Espace client", state=ServiceState.MAJOR_OUTAGE)).result()
        self.room.do(StartCadence(incident=self.incident, audiences=("customers",))).result()
        self.room.sit_down(WRITER)
        self.window: MainWindow = program.show_room(self.room)
        self.window.open_incident(self.incident)
        scribe.back_in(self.window)

    @property
    def page(self) -> MessagesPanel:
        return messages_page(self.window.pages)

    @property
    def releases(self) -> list[Release]:
        return self.room.views.releases(self.incident)

    def minutes_later(self, minutes: int) -> None:
        clock = self.room.clock
        assert isinstance(clock, FixedClock)
        clock.set(clock.now_ms() + minutes * MINUTE)

    def sits(self, name: str) -> None:
        """Somebody else types from now on: F12, the name, Enter."""
        self.scribe.press("F12")
        dialog = self.scribe.dialog(SitDownDialog)
        self.scribe.write(name)
        self.scribe.leave(dialog)
        self.scribe.back_in(self.window)
        assert self.room.member == name

    def until_step(self, step: NextStep) -> None:
        self.scribe.until(lambda: self.page._shown is not None and self.page._shown.step is step)

    def until_state(self, state: MessageState) -> None:
        self.scribe.until(lambda: self.page._shown is not None and self.page._shown.state is state)

    def writes(self, template: str) -> None:
        """A message of this template, drafted from the dialog."""
        before = len(self.room.views.messages(self.incident))
        self.scribe.press("Alt+W")
        dialog = self.scribe.dialog(NewMessageDialog)
        self.scribe.write(template)
        self.scribe.leave(dialog)
        self.scribe.back_in(self.window)
        self.scribe.until(lambda: len(self.room.views.messages(self.incident)) == before + 1)
        self.scribe.until(lambda: self.page._shown is not None and self.page._shown.facts.message.template == template)

    def fills_in(self, said: dict[str, str]) -> None:
        """Answer what is asked, one thing after the other, in each language."""
        for _turn in range(40):
            fill = self.page.editor.fill
            assert fill is not None
            if fill.isHidden():
                return
            asked = fill.asked
            assert asked is not None
            self.scribe.until(lambda fill=fill: fill.has_keyboard)
            for language in asked.languages:
                assert fill.fields[language].hasFocus()
                self.scribe.write(f"{said.get(asked.name, asked.name)} ({language})")
                self.scribe.press("Return")
            self.scribe.until(lambda fill=fill, asked=asked: fill.isHidden() or fill.asked not in (None, asked))
        raise AssertionError("it asks for ever")

    def checked(self) -> None:
        """Ask for the technical check, and write down what came of it."""
        self.until_step(NextStep.ASK)
        self.scribe.press("Ctrl+Return")
        ask = self.scribe.dialog(AskCheckDialog)
        self.scribe.fill("Karim Benali", ask._who)
        self.scribe.leave(ask)
        self.scribe.back_in(self.window)
        self.until_state(MessageState.IN_CHECK)
        self.scribe.press("Ctrl+Return")
        self.scribe.leave(self.scribe.dialog(VerdictDialog))
        self.scribe.back_in(self.window)
        self.until_step(NextStep.APPROVE)

    def approved_and_released(self) -> Release:
        """The leader sits down, approves and releases; the writer goes on."""
        self.until_step(NextStep.APPROVE)
        self.sits(LEADER)
        self.scribe.press("Ctrl+Return")
        self.scribe.leave(self.scribe.dialog(ApproveDialog))
        self.scribe.back_in(self.window)
        self.until_step(NextStep.RELEASE)
        self.scribe.press("Ctrl+Return")
        self.scribe.leave(self.scribe.dialog(ReleaseDialog))
        self.scribe.back_in(self.window)
        self.until_state(MessageState.RELEASED)
        self.sits(WRITER)
        return self.releases[-1]


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_a_sev1_is_told_from_its_first_message_to_resolved(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, language: str
) -> None:
    desk = Desk(scribe, program, tmp_path, language)

    scribe.press("Alt+Shift+C")
    first = scribe.dialog(FirstMessageDialog)
    assert not first._holes
    scribe.leave(first)  # the second key
    scribe.back_in(desk.window)
    scribe.until(lambda: len(desk.releases) == 1)
    assert desk.releases[0].template == "T03"
    desk.until_state(MessageState.RELEASED)

    desk.minutes_later(25)
    scribe.press("Alt+N")
    scribe.until(lambda: desk.page._shown is not None and desk.page._shown.facts.message.template == "T07")
    desk.page.grab().save(str(pictures / f"messages-no-change-{language}.png"))
    desk.fills_in({"actions": "redémarré deux serveurs"})
    desk.approved_and_released()

    an_entry(desk.room, desk.incident, text="Certificat expiré, confirmé par deux personnes")
    desk.room.do(ChangeStatus(incident=desk.incident, status=Status.IDENTIFIED, reason="Certificat expiré")).result()
    desk.minutes_later(20)
    desk.writes("T06")
    desk.fills_in({"cause_class": "un certificat expiré"})
    desk.checked()
    desk.approved_and_released()

    desk.minutes_later(30)
    ended = SetMilestone(
        incident=desk.incident,
        milestone=Milestone.MITIGATED,
        at=desk.room.clock.now_ms() - 5 * MINUTE,
        reason="Supervision",
    )
    desk.room.do(ended).result()
    desk.room.do(
        ChangeStatus(incident=desk.incident, status=Status.RESOLVED, reason="Deux heures sans erreur")
    ).result()
    desk.writes("T09")
    desk.fills_in({})
    desk.checked()
    last = desk.approved_and_released()

    assert [release.template for release in desk.releases] == ["T03", "T07", "T06", "T09"]
    for release in desk.releases:
        assert set(release.texts) == {"fr", "en"}
        assert not any(missing_in(text) for said in release.texts.values() for text in said.values())
    assert last.status in ("resolved", "closed")
    told = [entry for entry in desk.room.views.entries(desk.incident) if entry.code == "released"]
    assert len(told) == 4
    desk.page.grab().save(str(pictures / f"messages-resolved-{language}.png"))
