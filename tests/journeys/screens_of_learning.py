"""What is learnt after a crisis in the room of the drawings: its pages and its dialogs."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tests.journeys.screens_of_memory import memory_dialogs, with_memory
from tests.journeys.screens_of_metrics import metrics_dialogs, with_metrics
from tests.journeys.screens_of_plan import plan_dialogs, with_a_plan
from tests.ui.causes import causes_analysed
from ui.desk import Desk
from ui.dialogs.barrier import BarrierDialog
from ui.dialogs.branches import BranchesDialog
from ui.dialogs.cause import CauseDialog
from ui.dialogs.evidence_pick import EvidencePickDialog
from ui.dialogs.left_out import LeftOutDialog
from ui.dialogs.open_rex import OpenRexDialog
from ui.dialogs.publish_rex import PublishRexDialog
from ui.dialogs.rex_approval import AskApprovalDialog, GiveApprovalDialog, SendBackDialog
from ui.dialogs.rex_note import ExplainDialog, NoteDialog
from ui.learning_pages import reviews_page
from ui.models.rex_timeline import findings
from ui.models.rex_wizard import read_view
from ui.window import MainWindow
from warroom.commands import (
    AddNote,
    AskApproval,
    MarkSection,
    OpenRex,
    ReadRules,
    SendBack,
    TakeInComments,
    WriteSection,
)
from warroom.commands.rex_comments import RemarkIn
from warroom.domain.rex import CommentKind, Heat, NoteKind, Reader, Step
from warroom.room import Room

STEPS = tuple(f"review-{step.value}" for step in Step)
LEARNING = ("reviews", *STEPS, "plan", "memory", "improvement")
SHOWN_MS, PATIENCE = 250, 20  # read in a task
TITLE = "REX à froid : perte de l’authentification pour les clients de santé"
TEXTS = {
    "summary": "L’authentification a été perdue 47 minutes après un changement de certificat. Aucune donnée perdue.",
    "good_bad_luck": "Deux équipes ont travaillé en parallèle ; la relève de 14 h s’est faite sans perte.",
}
NOTES = (
    (NoteKind.WELL, "Les hôpitaux ont été appelés dans les dix minutes."),
    (NoteKind.WELL, "Une seule personne parlait à l’hébergeur."),
    (NoteKind.BADLY, "La fiche de bascule n’était plus à jour depuis mars ; nous l’avons réécrite de mémoire."),
    (NoteKind.LUCK, "L’intégrateur était sur place pour une autre réunion."),
    (NoteKind.FEELING, "Longue attente sans rien pouvoir faire entre 14 h 10 et 14 h 40."),
    (NoteKind.QUESTION, "Qui prévient les laboratoires la nuit ?"),
)


REMARKS = (
    RemarkIn("summary", CommentKind.COMMENT, "Nadia Roussel", "Préciser l’heure de reprise.", "47 minutes"),
    RemarkIn("summary", CommentKind.REWRITING, "Nadia Roussel", TEXTS["summary"].replace("47", "52"), TEXTS["summary"]),
    RemarkIn("", CommentKind.COMMENT, "Claire Aubry", "Relu en entier : d’accord pour le fond."),
)


def with_learning(room: Room, incident: str) -> None:
    """A review sent back once and asked for again, another that has just begun."""
    people = ("Karim Benali", "Nadia Roussel", "Jean-Philippe Grandjean")
    rex = room.do(
        OpenRex(incident=incident, heat=Heat.COLD, title=TITLE, lead="Léa Martin", participants=people)
    ).result()
    room.do(OpenRex(incident=incident, heat=Heat.HOT, lead="Claire Aubry")).result()
    room.do(ReadRules(rex=rex.id)).result()
    for code, text in TEXTS.items():
        room.do(WriteSection(rex=rex.id, code=code, text=text)).result()
    room.do(MarkSection(rex=rex.id, code="summary", done=True)).result()
    room.do(MarkSection(rex=rex.id, code="impact", given_to="Karim Benali")).result()
    entry = next(iter(room.views.entries(incident)))
    for kind, text in NOTES:
        room.do(
            AddNote(rex=rex.id, section="good_bad_luck", kind=kind, text=text, evidence=(f"entry {entry.id}",))
        ).result()
    causes_analysed(room, incident, rex=rex.id, evidence=f"entry {entry.id}")
    room.do(AskApproval(rex=rex.id, of=("Claire Aubry",))).result()
    room.do(SendBack(rex=rex.id, remark="La cause racine manque encore.", by="Claire Aubry")).result()
    with_metrics(room, rex.id, incident)
    room.do(TakeInComments(rex=rex.id, remarks=REMARKS, source="REX relu par Nadia.docx")).result()
    with_a_plan(room, incident, rex.id)
    with_memory(room)


def open_learning(window: MainWindow, page: str) -> QWidget:
    """One of the pages of the group Learn, or one step of the review."""
    if page in STEPS:
        window.open_page("reviews")
        rex = next(one for one in window.desk.room.views.rexes() if one.title)
        panel = reviews_page(window.pages)
        panel.open_review(rex.id, step=Step(page.removeprefix("review-")))
        for _turn in range(PATIENCE):
            if panel.wizard.view is None:
                QTest.qWait(SHOWN_MS)
    elif page == "reviews":
        window.open_page("reviews")
        reviews_page(window.pages).show_list()
    else:
        window.open_page(page)
    QTest.qWait(SHOWN_MS)
    return window


def learning_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each dialog with what it is usually opened on."""
    rex = next(one for one in desk.room.views.rexes() if one.title)
    view = read_view(desk.room, rex.id)
    assert view is not None
    note = next(one for one in view.facts.notes if one.evidence)
    found = findings(view.timeline, view.facts.notes, desk.room.clock.now_ms())[0]
    cause = desk.room.views.cause_tree(incident).placed[1].cause
    barrier = desk.room.views.barriers(incident)[0]
    return {
        **plan_dialogs(desk, incident, window),
        "cause": lambda: CauseDialog(desk, (incident,), cause, window),
        "cause-new": lambda: CauseDialog(desk, (incident,), None, window, rex=rex.id),
        "barrier": lambda: BarrierDialog(desk, (incident,), barrier, window),
        "branches": lambda: BranchesDialog(desk, window),
        "rex-open": lambda: OpenRexDialog(desk, incident, window),
        "rex-note": lambda: NoteDialog(desk, rex, note, window),
        "rex-note-new": lambda: NoteDialog(desk, rex, None, window),
        **metrics_dialogs(desk, rex, window),
        **memory_dialogs(desk, incident, window),
        "rex-explain": lambda: ExplainDialog(desk, rex, found, window),
        "rex-ask": lambda: AskApprovalDialog(desk, view, window),
        "rex-approve": lambda: GiveApprovalDialog(desk, view, window),
        "rex-send-back": lambda: SendBackDialog(desk, view, window),
        "rex-publish": lambda: PublishRexDialog(desk, rex, window),
        "rex-left-out": lambda: LeftOutDialog(desk, desk.room.reviews.look(rex.id, Reader.PUBLIC), window),
        "rex-evidence": lambda: EvidencePickDialog(desk, (incident,), note.evidence, window),
    }
