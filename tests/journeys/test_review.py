"""A review from the end of the incident to its publication: two stations, three people, keys only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.journeys.scribe import Scribe
from tests.warroom.stations import another_station, meet
from ui.app import Program
from ui.dialogs.open_rex import OpenRexDialog
from ui.dialogs.publish_rex import PublishRexDialog
from ui.dialogs.rex_approval import AskApprovalDialog, GiveApprovalDialog
from ui.dialogs.rex_note import ExplainDialog
from ui.dialogs.settle import SettleDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.learning_pages import reviews_page
from ui.panels.conflicts import ConflictsPanel
from ui.panels.rex_approval import ApprovalPart
from ui.panels.rex_notes import NotesPart
from ui.panels.rex_publication import PublicationPart
from ui.panels.rex_scope import ScopePart
from ui.panels.rex_step import StepView
from ui.panels.rex_timeline import TimelinePart
from ui.panels.rex_wizard import RexWizard
from ui.window import MainWindow
from warroom import words
from warroom.clock import FixedClock
from warroom.commands import AddNote, ChangeStatus, MarkSection, WriteSection
from warroom.domain.entries import Kind
from warroom.domain.incidents import Severity, Status
from warroom.domain.rex import NEEDED, Heat, NoteKind, Step
from warroom.domain.rex_state import RexState, standing
from warroom.room import Room

HOUR = 3_600_000
LEAD, APPROVER = "Léa Martin", "Claire Aubry"

pytestmark = pytest.mark.timeout(300)


class Reviewer:
    """Whoever conducts the review, at the keyboard of the real window."""

    def __init__(self, scribe: Scribe, program: Program, folder: Path, language: str) -> None:
        program.tongue.speak(language)
        self.scribe = scribe
        self.room: Room = a_room(folder, content=language, member=LEAD)
        clock = self.room.clock
        assert isinstance(clock, FixedClock)
        clock.set(NOON - 5 * HOUR)
        title = "Connexion impossible à l’espace client"
        self.incident = an_incident(
            self.room, title=title, severity=Severity.CRITICAL, impact_started=NOON - 5 * HOUR
        ).id
        an_entry(self.room, self.incident, text="Certificat expiré", key_event=True)
        clock.set(NOON)
        an_entry(self.room, self.incident, text="Service rendu", key_event=True)
        early = {"text": "Annonce aux clients", "kind": Kind.COMMUNICATION, "event_at": NOON - 6 * HOUR}
        an_entry(self.room, self.incident, **early)
        self.room.do(ChangeStatus(incident=self.incident, status=Status.CLOSED, reason="Rétabli")).result()
        self.window: MainWindow = program.show_room(self.room)
        scribe.back_in(self.window)

    @property
    def wizard(self) -> RexWizard:
        return reviews_page(self.window.pages).wizard

    def starts(self) -> str:
        """Alt+Shift+R, the reminder's button, Enter."""
        self.scribe.press("Alt+Shift+R")
        page = reviews_page(self.window.pages)
        self.scribe.until(lambda: page.owed.isVisible())
        self.scribe.tab_to(page.owed.buttons()[0])
        self.scribe.press("Space")
        dialog = self.scribe.dialog(OpenRexDialog)
        self.scribe.fill("Karim Benali, Nadia Roussel", dialog.people)
        self.scribe.leave(dialog)
        self.scribe.back_in(self.window)
        self.scribe.until(lambda: self.wizard.view is not None and bool(self.shown.cards))
        return self.room.views.rexes(self.incident)[0].id

    @property
    def shown(self) -> StepView:
        return self.wizard._step_view(self.wizard.step)

    def goes_on_to(self, step: Step) -> None:
        """Ctrl+PgDown until the step is there."""
        for _turn in Step:
            if self.wizard.step is not step:
                self.scribe.press("Ctrl+PgDown")
        assert self.wizard.step is step, f"the keys do not go on from {self.wizard.step}"
        self.scribe.until(lambda: self.shown.isVisible())

    def writes(self, code: str, text: str) -> None:
        """Tab into the section, its words, and on: leaving it keeps it."""
        self.scribe.tab_to(self.shown.cards[code].box)
        self.scribe.write(text)
        self.scribe.press("Tab")
        self.scribe.until(lambda: text in {one.text for one in self.wizard.view.facts.sections})

    def sits(self, name: str) -> None:
        """Somebody else types from now on: F12, the name, Enter."""
        self.scribe.press("F12")
        dialog = self.scribe.dialog(SitDownDialog)
        self.scribe.write(name)
        self.scribe.leave(dialog)
        self.scribe.back_in(self.window)

    def state(self, rex: str) -> RexState:
        facts = self.room.views.rex_facts(rex)
        assert facts is not None
        return standing(facts).state


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_that_a_review_is_opened_filled_by_two_stations_merged_settled_approved_and_published(
    scribe: Scribe, program: Program, tmp_path: Path, pictures: Path, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    lead = Reviewer(scribe, program, tmp_path, language)
    room, rex = lead.room, lead.starts()

    part = lead.shown.part
    assert isinstance(part, ScopePart)
    scribe.tab_to(part.rules.read_out)
    scribe.press("Space")
    scribe.until(lambda: lead.wizard.view.rex.rules_by == LEAD)
    lead.writes("summary", "Le certificat a expiré ; cinq heures sans connexion.")

    lead.goes_on_to(Step.TIMELINE)
    timeline = lead.shown.part
    assert isinstance(timeline, TimelinePart)
    scribe.until(lambda: any(one.needs_answer for one in timeline.findings.found))
    explain = [each for each in timeline.findings.buttons() if each.text() == words._("Explain…")]
    scribe.tab_to(explain[0])
    scribe.press("Space")
    dialog = scribe.dialog(ExplainDialog)
    scribe.write("L’annonce a été saisie avec une heure fausse.")
    scribe.leave(dialog)
    scribe.back_in(lead.window)
    scribe.until(lambda: not any(one.needs_answer and one.note is None for one in timeline.findings.found))

    lead.goes_on_to(Step.GOOD_BAD_LUCK)
    notes = lead.shown.part
    assert isinstance(notes, NotesPart)
    scribe.tab_to(notes.cards[NoteKind.WELL].line)
    scribe.write("La relève était complète")
    scribe.press("Return")
    scribe.until(lambda: len(notes.cards[NoteKind.WELL].blocks()) == 1)

    other = another_station(room, tmp_path, monkeypatch, member="Karim Benali")
    try:
        other.do(AddNote(rex=rex, section="good_bad_luck", kind=NoteKind.LUCK, text="L’expert était là")).result()
        other.do(WriteSection(rex=rex, code="good_bad_luck", text="Deux équipes en parallèle.")).result()
        other.do(WriteSection(rex=rex, code="timeline", text="La main courante suffit.")).result()
        lead.writes("good_bad_luck", "Une équipe, puis deux.")
        meet(room, other)
    finally:
        other.close()
    card = lead.shown.cards["good_bad_luck"]
    scribe.until(lambda: card.disputed.isVisible() and len(notes.cards[NoteKind.LUCK].blocks()) == 1)
    lead.window.grab().save(str(pictures / f"review-merged-{language}.png"))

    scribe.tab_to(card.disputed)
    scribe.press("Space")
    panel = lead.window.pages.page("conflicts")
    assert isinstance(panel, ConflictsPanel)
    scribe.until(lambda: panel.isVisible() and room.views.to_settle() == 1)
    scribe.until(lambda: panel.table.isAncestorOf(scribe.hand))  # on the first value
    scribe.press("Space")
    settle = scribe.dialog(SettleDialog)
    scribe.write("Relu ensemble")
    settle.grab().save(str(pictures / f"review-settle-{language}.png"))
    scribe.leave(settle)
    scribe.back_in(lead.window)
    scribe.until(lambda: room.views.to_settle() == 0)

    scribe.press("Alt+Shift+R")
    scribe.until(lambda: lead.wizard.isVisible() and not card.disputed.isVisible())  # where it was left
    for code in NEEDED[Heat.HOT]:
        room.do(MarkSection(rex=rex, code=code, done=True)).result()
    lead.goes_on_to(Step.APPROVAL)
    approval = lead.shown.part
    assert isinstance(approval, ApprovalPart)
    scribe.until(lambda: lead.wizard.view.blockers == ())
    scribe.tab_to(approval.ask)
    scribe.press("Space")
    ask = scribe.dialog(AskApprovalDialog)
    scribe.write(APPROVER)
    scribe.leave(ask)
    scribe.back_in(lead.window)
    scribe.until(lambda: lead.state(rex) is RexState.IN_REVIEW)

    lead.sits(APPROVER)
    scribe.tab_to(approval.approve)
    scribe.press("Space")
    give = scribe.dialog(GiveApprovalDialog)
    scribe.leave(give)
    scribe.back_in(lead.window)
    scribe.until(lambda: lead.state(rex) is RexState.APPROVED)
    scribe.until(lambda: lead.wizard.view.standing.state is RexState.APPROVED)
    lead.window.grab().save(str(pictures / f"review-approved-{language}.png"))

    lead.sits(LEAD)
    lead.goes_on_to(Step.PUBLICATION)
    publication = lead.shown.part
    assert isinstance(publication, PublicationPart)
    scribe.until(publication.publish.isVisible)
    scribe.tab_to(publication.publish)
    scribe.press("Space")
    publish = scribe.dialog(PublishRexDialog)
    publish.use_folder(str(tmp_path))  # where a stick would be
    for box in (publish.formats["docx"], publish.formats["pdf"]):
        scribe.tab_to(box)
        scribe.press("Space")
    scribe.tab_to(publish.start)
    scribe.press("Space")
    scribe.until(lambda: publish._is_done)
    scribe.leave(publish)
    scribe.back_in(lead.window)
    scribe.until(lambda: publication.model.rowCount() == 1)
    assert lead.state(rex) is RexState.PUBLISHED
    (published,) = room.views.rex_publications(rex)
    assert published.approved
    (page,) = [file for file in tmp_path.rglob("*.html") if "La relève était complète" in file.read_text("utf-8")]
    assert "Une équipe, puis deux." in page.read_text("utf-8") or "Deux équipes" in page.read_text("utf-8")
    lead.window.grab().save(str(pictures / f"review-published-{language}.png"))
    told = {entry.code for entry in room.views.entries(lead.incident)}
    assert {"rex-opened", "rex-asked", "rex-approved", "rex-published"} <= told
