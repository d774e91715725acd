"""From a seal by two people to a pack in a stranger's hands, by keyboard, in both languages; then a forger."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.builders import NOON, PASSPHRASE, a_room, an_entry, an_incident
from tests.journeys.eyes import left_in_english
from tests.journeys.journey import Journey
from tests.journeys.scribe import PATIENCE, Scribe
from tests.warroom.test_audit import edit
from ui.app import Program
from ui.dialogs.export_report import ExportDialog
from ui.dialogs.seal import SealDialog
from ui.panels.evidence import EvidencePanel
from warroom.clock import FixedClock
from warroom.commands import AddPerson, SetPin
from warroom.room import Room
from warroom.words import LANGUAGES, language

NAME, WITNESS = "Léa Martin", "Marc Dubois"
TEXT = "Martin et Dubois ont constaté la coupure"


@pytest.fixture
def journey(scribe: Scribe, program: Program, pictures: Path, home: Path) -> Journey:
    return Journey(scribe, program, pictures)


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_that_a_seal_by_two_people_proves_itself_on_paper_on_a_stick_and_against_a_forger(
    journey: Journey, tmp_path: Path, spoken: str
) -> None:
    journey.program.tongue.speak(spoken)
    open_the_room(journey, tmp_path, spoken)
    seal_with_two_people(journey)
    verify_it_whole(journey)
    pack = carry_away(journey, tmp_path / "stick", is_redacted=False)
    check_it_as_a_stranger(pack)
    match_the_printed_page(journey, pack)
    check_the_folder(journey, pack)
    redacted = carry_away(journey, tmp_path / "press", is_redacted=True)
    check_it_as_a_stranger(redacted)
    find_nobody(redacted)
    tell_a_forgery(journey)


def open_the_room(journey: Journey, folder: Path, content: str) -> None:
    room = a_room(folder, content=content, member=WITNESS)
    room.do(SetPin(person=WITNESS, pin="4321")).result()
    room.sit_down(NAME)
    room.do(AddPerson(name="Ana Roy", initials="AR")).result()
    incident = an_incident(room)
    an_entry(room, incident.ref)
    an_entry(room, incident.ref, text=TEXT)
    journey.window = journey.program.show_room(room)
    journey.scribe.back_in(journey.window)


def seal_with_two_people(journey: Journey) -> None:
    scribe = journey.scribe
    scribe.press("Ctrl+Shift+S")
    dialog = scribe.dialog(SealDialog)
    scribe.write("Relève de 14 h")
    scribe.fill(WITNESS, dialog.witness)
    dialog.witness.completer().popup().hide()  # the name is whole; the test platform keeps the keyboard in the list
    scribe.back_in(dialog)
    scribe.fill("4321", dialog.pin)
    journey.take("evidence-1-seal", dialog)
    scribe.press("Return")
    scribe.until(lambda: dialog.large.isVisible())
    journey.take("evidence-2-sealed", dialog)
    (seal,) = journey.room.evidence.seals()
    assert (seal.by, seal.witness, seal.reason) == (NAME, WITNESS, "Relève de 14 h")
    assert dialog.large.text() == f"{seal.digest[:4]} {seal.digest[4:8]}"
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    assert "A-S01" in journey.entries()[0].text


def evidence_of(journey: Journey) -> EvidencePanel:
    journey.open_window.open_page("evidence")
    panel = journey.open_window.pages.page("evidence")
    assert isinstance(panel, EvidencePanel)
    journey.scribe.until(lambda: bool(panel.seals.lines) and bool(panel.audit._lines))
    return panel


def verify_it_whole(journey: Journey) -> None:
    panel, scribe = evidence_of(journey), journey.scribe
    scribe.tab_to(panel.verify.start)
    scribe.press("Space")
    scribe.until(lambda: panel.verify.found is not None)
    assert panel.verify.row.state.tone == "good"
    journey.take("evidence-3-whole")
    if language() == "fr":
        assert not left_in_english()


def carry_away(journey: Journey, stick: Path, *, is_redacted: bool) -> Path:
    stick.mkdir()
    scribe = journey.scribe
    scribe.press("Ctrl+E")
    dialog = scribe.dialog(ExportDialog)
    dialog.use_folder(str(stick))  # what the system's own folder dialog gives back
    scribe.tab_to(dialog.more_button)
    scribe.press("Space")
    scribe.tab_to(dialog.more.evidence)
    scribe.press("Space")
    if is_redacted:
        scribe.tab_to(dialog.more.people)
        scribe.press("Space")
        scribe.until(lambda: dialog.more.texts.count() > 0)
        scribe.tab_to(dialog.more.all_texts)
        scribe.press("Space")
    scribe.settle()
    journey.take(f"evidence-4-{'redacted' if is_redacted else 'pack'}", dialog)
    scribe.tab_to(dialog._start)
    scribe.press("Return")
    scribe._bot.waitUntil(lambda: dialog._is_done, timeout=6 * PATIENCE)
    assert "check.py" in dialog._said.text()
    assert (f"{journey.entry(TEXT).number}" in dialog._said.text()) is is_redacted
    journey.take(f"evidence-5-{'redacted' if is_redacted else 'pack'}", dialog)
    scribe.leave(dialog)
    scribe.back_in(journey.open_window)
    return next(stick.iterdir())


def check_it_as_a_stranger(pack: Path) -> None:
    """With the Python of the system where there is one, which knows nothing of Warroom."""
    python = next((each for each in ("/usr/bin/python3",) if Path(each).exists()), shutil.which("python3"))
    assert python is not None
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8"}
    done = subprocess.run(
        [python, "-I", "check.py"], cwd=pack, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def match_the_printed_page(journey: Journey, pack: Path) -> None:
    """The fingerprint as it stands on the paper, typed into the field."""
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext is not installed")
    text = words_of(next(pack.glob("*.pdf")))
    found = re.search(r"(?m)^\s*(?:Fingerprint|Empreinte)\s+([0-9a-f]{8})\b", text)
    assert found, text[:2000]
    panel, scribe = evidence_of(journey), journey.scribe
    scribe.fill(found[1], panel.match.digits)
    scribe.press("Return")
    scribe.until(lambda: panel.match._matches is not None)
    assert pack.name in panel.match.page_row.state.text()
    assert panel.match.page_row.state.tone == "good"


def check_the_folder(journey: Journey, pack: Path) -> None:
    panel = evidence_of(journey)
    panel.match.check_folder(pack)
    journey.scribe.until(lambda: panel.match.pack_row.state.tone == "good")
    journey.take("evidence-6-matched")


def find_nobody(pack: Path) -> None:
    """Neither the whole name nor its family name in any file, packed or plain; the program itself names nobody."""
    for file in sorted(pack.rglob("*")):
        if not file.is_file():
            continue
        said = words_of(file) if file.suffix == ".pdf" else file.read_text("utf-8", "replace")
        for name in (NAME, WITNESS, "Martin", "Dubois"):
            assert name not in said, f"{name} in {file.name}"


def words_of(pdf: Path) -> str:
    done = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], capture_output=True, encoding="utf-8", check=True)
    return done.stdout


def tell_a_forgery(journey: Journey) -> None:
    """Somebody with the key changes the closed file; the next verification says which line of the log."""
    entry, path = journey.entry(TEXT), journey.room.path
    journey.open_window.close()
    edit(path, "UPDATE op SET patch=replace(patch, 'constaté', 'inventé') WHERE ent='entry'")
    room = Room.open(path, passphrase=PASSPHRASE, clock=FixedClock(NOON), backups=False)
    journey.window = journey.program.show_room(room)
    journey.scribe.back_in(journey.window)
    panel = evidence_of(journey)
    journey.scribe.tab_to(panel.verify.start)
    journey.scribe.press("Space")
    journey.scribe.until(lambda: panel.verify.found is not None)

    assert panel.verify.row.state.tone == "late"
    row = next(row for row in panel.verify.lines if entry.number in row.note.text())
    changed = "An op was changed after it was written." if language() == "en" else "modifié"
    assert changed in row.state.text()
    journey.take("evidence-7-forged")
    journey.scribe.tab_to(row.findChildren(type(panel.verify.start))[0])
    journey.scribe.press("Space")
    journey.scribe.until(lambda: journey.open_window.pages.open_page == "incident")
