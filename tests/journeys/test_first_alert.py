"""From the first alert to a report carried away, by keyboard, in both languages; then closed and taken up again."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest

from tests.builders import PASSPHRASE
from tests.journeys.eyes import left_in_english
from tests.journeys.journey import Journey
from tests.journeys.scribe import Scribe
from ui.app import Program
from ui.dialogs.action import ActionDialog
from ui.dialogs.correct_entry import CorrectEntryDialog
from ui.dialogs.decide import DecideDialog
from ui.dialogs.decision_request import RequestDialog
from ui.dialogs.declare import DeclareDialog
from ui.dialogs.due import DueDialog
from ui.dialogs.export_report import ExportDialog
from ui.dialogs.new_room import NewRoomDialog
from ui.dialogs.open_room import OpenRoomDialog
from ui.dialogs.recovery_sheet import RecoverySheetDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.dialogs.status import StatusDialog
from ui.panels.search import SearchPanel
from warroom.commands.said import status_word
from warroom.domain.actions import ActionState
from warroom.domain.decisions import DecisionState
from warroom.domain.entries import Kind, Verification
from warroom.domain.incidents import Severity, Status
from warroom.words import LANGUAGES, language

DRAFT = "Hébergeur rappelle : bascule possible sous"
ROOM = "Cellule numérique"


@pytest.fixture
def journey(scribe: Scribe, program: Program, pictures: Path) -> Journey:
    return Journey(scribe, program, pictures)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_that_a_cell_goes_from_the_first_alert_to_a_report_without_a_mouse(
    journey: Journey, tmp_path: Path, spoken: str
) -> None:
    journey.program.tongue.speak(spoken)

    make_the_room(journey)
    declare_the_incident(journey)
    keep_the_log(journey)
    verify_and_correct(journey)
    decide(journey)
    act(journey)
    move_the_incident_on(journey)
    attach_by_drop(journey, tmp_path)
    find_it_again(journey)
    carry_a_report_away(journey, tmp_path / "stick")
    take_back_the_last_change(journey)
    speak_the_other_language(journey)
    close_and_take_up_again(journey)


def make_the_room(journey: Journey) -> None:
    scribe = journey.scribe
    start = journey.program.show_start().panel
    scribe.back_in(start)
    assert start.new.hasFocus(), "on a new laptop, making a room is the first thing to do"
    journey.take("1-start", start)

    scribe.press("Return")
    dialog = scribe.dialog(NewRoomDialog)
    scribe.write(ROOM)
    scribe.tab_to(dialog.letter)
    scribe.press("C")
    scribe.fill(PASSPHRASE, dialog.passphrase)
    scribe.fill(PASSPHRASE, dialog.again)
    scribe.until(lambda: dialog.keyring.isEnabled() or bool(dialog._why_no_keyring.text()))
    if dialog.keyring.isChecked():  # this room is to ask for its passphrase
        scribe.tab_to(dialog.keyring)
        scribe.press("Space")
    journey.take("2-new-room", dialog)
    scribe.press("Return")

    sheet = scribe.dialog(RecoverySheetDialog)
    journey.take("3-sheet", sheet)
    scribe.press("Esc")
    assert sheet.isVisible(), "the sheet stays until somebody has it on paper"
    scribe.tab_to(sheet.confirm)
    scribe.press("Space", "Return")

    scribe.until(lambda: bool(journey.program.windows))
    journey.window = journey.program.windows[0]
    person = scribe.dialog(SitDownDialog)
    scribe.write("Léa Martin")
    scribe.leave(person)
    scribe.back_in(journey.window)
    assert (journey.room.station, journey.room.member) == ("C", "Léa Martin")
    assert journey.window.pages.open_page == "board"
    journey.take("4-empty-board")


def declare_the_incident(journey: Journey) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+N")
    dialog = scribe.dialog(DeclareDialog)
    scribe.write("Panne du réseau de l’hôpital")
    scribe.press("Tab", "2")  # the severity, by its number
    scribe.fill("-25", dialog._started)
    scribe.fill("Téléphonie, Dossier patient", dialog._services)
    journey.take("5-declare", dialog)
    scribe.leave(dialog)

    scribe.back_in(journey.open_window)
    scribe.until(lambda: journey.open_window.pages.open_page == "incident")
    declared = journey.views.incident(journey.incident)
    assert (declared.number, declared.severity) == ("C-001", Severity.MAJOR)
    assert {service.name for service in journey.views.services(journey.incident)} == {"Téléphonie", "Dossier patient"}
    scribe.until(lambda: journey.log.isAncestorOf(scribe.hand))


def keep_the_log(journey: Journey) -> None:
    scribe, is_french = journey.scribe, language() == "fr"
    scribe.press("F2")
    journey.write_line("Le cœur de réseau ne répond plus -20")
    journey.write_line(
        ("de:Pélissier tél + !" if is_french else "from:Pélissier phone + !") + " Onduleur grillé à l’étage"
    )
    scribe.press("F5")
    journey.write_line("Foudre tombée à côté du bâtiment")
    journey.write_line("Appeler l’électricien d’astreinte @Karim +30")

    fact, said, guess = (journey.entry(text) for text in ("cœur de réseau", "Onduleur grillé", "Foudre"))
    assert (fact.kind, fact.text, fact.is_late) == (Kind.FACT, "Le cœur de réseau ne répond plus", True)
    assert (said.from_who, said.key_event, said.verification) == ("Pélissier", True, Verification.TO_VERIFY)
    assert guess.kind is Kind.HYPOTHESIS
    action = journey.views.actions(journey.incident)[0]
    assert (action.owner, action.text) == ("Karim", "Appeler l’électricien d’astreinte")
    assert action.due_at is not None
    journey.take("6-log")


def verify_and_correct(journey: Journey) -> None:
    scribe, said = journey.scribe, journey.entry("Onduleur grillé")
    journey.choose(said)
    scribe.press("Ctrl+Shift+V")
    scribe.until(lambda: journey.entry("Onduleur grillé").verification is Verification.VERIFIED)

    journey.choose(said)
    scribe.press("Ctrl+R")
    dialog = scribe.dialog(CorrectEntryDialog)
    scribe.write("Onduleur grillé au rez-de-chaussée")
    scribe.fill("Étage mal entendu", dialog._reason)
    journey.take("7-correct", dialog)
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: "rez-de-chaussée" in journey.entries()[0].text)

    old = next(entry for entry in journey.entries() if entry.id == said.id)
    assert old.text == "Onduleur grillé à l’étage"
    assert old.corrected_by == (journey.entry("rez-de-chaussée").number,)


def decide(journey: Journey) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+Shift+N")
    asked = scribe.dialog(RequestDialog)
    scribe.write("Basculer sur le réseau de secours ?")
    scribe.fill("+15", asked._before)
    scribe.leave(asked)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: bool(journey.views.decisions(journey.incident, open_only=True)))
    journey.take("8-awaited")

    scribe.press("Ctrl+D")
    taken = scribe.dialog(DecideDialog)
    scribe.write("On bascule à 15 h, sauf la téléphonie")
    scribe.fill("C. Aubry", taken._decider)
    journey.take("9-decide", taken)
    scribe.leave(taken)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: journey.views.decisions(journey.incident)[0].state is DecisionState.DECIDED)
    assert journey.views.decisions(journey.incident)[0].decider == "C. Aubry"


def act(journey: Journey) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+T")
    dialog = scribe.dialog(ActionDialog)
    scribe.write("Prévenir les urgences")
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    scribe.until(lambda: len(journey.views.actions(journey.incident)) == 2)

    room = journey.open_window.pages.incident_room()
    scribe.tab_to(room.todo, most=80)
    while "électricien" not in scribe.hand.accessibleName():
        scribe.press("Tab")
    scribe.press("D")
    scribe.until(lambda: any(item.state is ActionState.DONE for item in journey.views.actions(journey.incident)))
    done = next(item for item in journey.views.actions(journey.incident) if item.state is ActionState.DONE)
    assert done.owner == "Karim"


def move_the_incident_on(journey: Journey) -> None:
    scribe, window = journey.scribe, journey.open_window
    scribe.press("Ctrl+K")
    scribe.write(window.desk.verbs["status"].words()[:12])
    journey.take("10-palette")
    scribe.press("Return")
    dialog = scribe.dialog(StatusDialog)
    scribe.write("Équipe réseau sur place")
    scribe.leave(dialog)
    scribe.back_in(window)
    scribe.until(lambda: journey.views.incident(journey.incident).status is Status.INVESTIGATING)
    change = journey.entries()[0]
    assert (change.kind, "Équipe réseau sur place" in change.text) == (Kind.AUTOMATIC, True)
    assert status_word(Status.INVESTIGATING) in change.text, "the log speaks the language of the room"

    scribe.press("Ctrl+U")
    due = scribe.dialog(DueDialog)
    scribe.write("+8")
    scribe.fill("message à l’ARS", due._label)
    scribe.leave(due)
    scribe.back_in(window)
    scribe.until(lambda: window.strip.readings[2].state.value == "due")
    assert "message à l’ARS" in window.strip.readings[2].caption


def attach_by_drop(journey: Journey, folder: Path) -> None:
    photo = folder / "Schéma réseau.png"
    assert journey.open_window.grab().save(str(photo))

    journey.scribe.drop(photo, journey.open_window.pages.incident_room())
    journey.scribe.until(lambda: len(journey.views.attachments(journey.incident)) == 1)

    kept = journey.views.attachments(journey.incident)[0]
    assert (kept.name, kept.sha256) == (photo.name, hashlib.sha256(photo.read_bytes()).hexdigest())
    journey.take("11-attached")


def find_it_again(journey: Journey) -> None:
    scribe, window = journey.scribe, journey.open_window
    scribe.press("Ctrl+Shift+F")
    page = window.pages.page("search")
    assert isinstance(page, SearchPanel)
    scribe.write("electric")  # as typed in a hurry: no accent, half a word
    scribe.until(lambda: page._model.rowCount() > 0 or page._records.isVisible())
    journey.take("12-search")
    scribe.press("Return")
    scribe.until(lambda: window.pages.open_page == "incident")
    found = journey.log._deeds.entry()
    assert found is not None
    assert "électricien" in found.text


def carry_a_report_away(journey: Journey, stick: Path) -> None:
    stick.mkdir()
    scribe = journey.scribe
    scribe.press("Ctrl+E")
    dialog = scribe.dialog(ExportDialog)
    dialog.use_folder(str(stick))  # what the system's own folder dialog gives back
    scribe.press("Return")
    scribe.until(lambda: dialog._is_done)
    journey.take("13-exported", dialog)
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)

    folder = next(stick.iterdir())
    assert re.fullmatch(r"warroom-C-001-\d{8}T\d{6}Z", folder.name)
    listed = [line.split("  ", 1) for line in (folder / "MANIFEST.sha256").read_text("utf-8").splitlines()]
    for digest, name in listed:
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest, name
    names = {name for _digest, name in listed}
    there = {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}
    assert there - names == {"MANIFEST.sha256", "MANIFEST.sig"}
    assert {"situation.pdf", "situation.html", "log.csv", "incident.json", "VERIFY.txt"} <= names
    assert any(name.startswith("attachments/") for name in names)
    page = (folder / "situation.html").read_text("utf-8")
    assert "Panne du réseau de l’hôpital" in page


def take_back_the_last_change(journey: Journey) -> None:
    """What was undone here is the clock: it was the last change that is not a line of the log."""
    scribe, window = journey.scribe, journey.open_window
    said: list[str] = []
    window.desk.notices.said.connect(said.append)
    assert journey.views.dues(journey.incident)

    scribe.press("Ctrl+K")
    scribe.write(window.desk.verbs["undo"].words()[:8])
    scribe.press("Return")
    scribe.until(lambda: bool(said))

    assert not journey.views.dues(journey.incident)
    assert not re.search("[a-z][A-Z]", said[0]), "it is said in words, not by the name of a class"


def speak_the_other_language(journey: Journey) -> None:
    scribe, window = journey.scribe, journey.open_window
    first = language()
    for _turn in range(2):
        scribe.press("Ctrl+Shift+L")
        for page in ("board", "actions", "decisions", "search", "incident"):
            window.open_page(page)
            scribe.settle(0.05)
            if language() == "fr":
                assert left_in_english() == [], page
        if language() != first:
            journey.take("14-switched")
    assert language() == first


def close_and_take_up_again(journey: Journey) -> None:
    scribe = journey.scribe
    entries, path = journey.entries(), journey.room.path
    incident = journey.incident
    journey.log.focus_entry()
    scribe.write(DRAFT)
    scribe.press("Ctrl+W")

    start = journey.program.show_start().panel
    scribe.back_in(start)
    assert start.resume.hasFocus()
    assert ROOM in start.resume.text()
    journey.take("15-resume", start)
    scribe.press("Return")
    scribe.dialog(OpenRoomDialog)
    scribe.write(PASSPHRASE)
    scribe.press("Return")

    scribe.until(lambda: bool(journey.program.windows))
    journey.window = journey.program.windows[0]
    scribe.back_in(journey.window)
    assert (journey.room.path, journey.incident) == (path, incident)
    assert [entry.id for entry in journey.entries()] == [entry.id for entry in entries]
    assert journey.log._quick.text == DRAFT
    scribe.until(lambda: journey.log.isAncestorOf(scribe.hand))
    journey.take("16-resumed")
