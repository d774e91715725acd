"""Publishing a review from its page, and the remarks of an edited copy beside their sections."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.warroom.reports.documents import came, edited, run
from tests.warroom.rex.reviewed import an_outage
from ui.desk import Desk
from ui.dialogs.left_out import LeftOutDialog
from ui.dialogs.publish_rex import PublishRexDialog
from ui.models.rex_wizard import read_view
from ui.panels.incident import IncidentPanel
from ui.panels.rex_publication import PublicationPart
from ui.panels.rex_step import StepView
from ui.widgets.rex_remarks import RemarkLine, remark_html
from warroom.commands import GiveApproval, OpenRex, TakeInComments, WriteSection
from warroom.commands.rex_comments import RemarkIn
from warroom.domain.rex import CommentAnswer, CommentKind, Heat, Reader, Step

SAID = "Le paiement s’est arrêté à 14 h 02."


@pytest.fixture
def rex(desk: Desk) -> str:
    incident = an_incident(desk.room).id
    made = desk.room.do(OpenRex(incident=incident, heat=Heat.COLD, lead="Noé")).result().id
    desk.room.do(WriteSection(rex=made, code="summary", text=SAID)).result()
    return made


@pytest.fixture
def part(qtbot: QtBot, desk: Desk, rex: str) -> PublicationPart:
    made = PublicationPart(desk)
    qtbot.addWidget(made)
    made.resize(1000, 600)
    made.show()
    show(desk, made, rex)
    return made


def show(desk: Desk, part: PublicationPart | StepView, rex: str) -> None:
    view = read_view(desk.room, rex)
    assert view is not None
    part.show_view(view)


def opened(part: PublicationPart) -> PublishRexDialog:
    part.open_publishing()
    return part.findChildren(PublishRexDialog)[-1]


def test_that_a_version_shows_what_it_leaves_out_and_goes_to_a_folder(
    qtbot: QtBot, desk: Desk, part: PublicationPart, rex: str, tmp_path: Path
) -> None:
    desk.room.do(GiveApproval(rex=rex, exception="Relu")).result()
    dialog = opened(part)
    dialog.readers.choose(Reader.PUBLIC)
    dialog._choose()
    qtbot.waitUntil(dialog.see.isEnabled, timeout=15_000)

    qtbot.mouseClick(dialog.see, Qt.MouseButton.LeftButton)
    (left_out,) = dialog.findChildren(LeftOutDialog)
    QAbstractItemModelTester(left_out.model, QAbstractItemModelTester.FailureReportingMode.Fatal, left_out)
    assert left_out.model.rowCount() > 3
    left_out.write(str(tmp_path / "laissé"))
    qtbot.waitUntil(lambda: (tmp_path / "laissé.pdf").exists(), timeout=15_000)
    qtbot.keyClick(left_out, Qt.Key.Key_Return)

    dialog.use_folder(str(tmp_path))
    for name in ("pdf", "docx"):
        dialog.formats[name].setChecked(False)
    with qtbot.waitSignal(dialog.published, timeout=20_000) as signal:
        qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert (signal.args or [None])[0].folder.is_dir()
    (kept,) = desk.room.views.rex_publications(rex)
    assert (kept.reader, kept.version) == (Reader.PUBLIC, 1)
    show(desk, part, rex)
    assert part.model.rowCount() == 1
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.result() == QDialog.DialogCode.Accepted


def test_that_what_may_not_leave_is_refused_where_it_was_asked(
    qtbot: QtBot, part: PublicationPart, tmp_path: Path
) -> None:
    dialog = opened(part)
    dialog.readers.choose(Reader.INSURER)
    dialog.publish()
    assert "stick" in dialog._said.text().casefold() or "clé" in dialog._said.text().casefold()
    dialog.use_folder(str(tmp_path))
    dialog.publish()
    qtbot.waitUntil(lambda: "approved" in dialog._said.text() or "validé" in dialog._said.text(), timeout=20_000)
    assert list(tmp_path.glob("warroom-A-RX*")) == []
    dialog.reject()


def test_that_the_remarks_of_a_copy_stand_beside_their_section_and_are_taken_or_left(
    qtbot: QtBot, desk: Desk, part: PublicationPart, rex: str, tmp_path: Path
) -> None:
    room = desk.room
    done = room.reviews.publish(rex, Reader.INTERNAL, tmp_path, formats=("docx",))
    copy = tmp_path / "relu.docx"
    first = (done.folder / "review.docx").read_bytes()
    copy.write_bytes(edited(first, (run(SAID), run(SAID) + came(" Deux fois."))))
    part.take_in_copy(str(copy))
    qtbot.waitUntil(lambda: len(room.views.rex_comments(rex)) == 1, timeout=15_000)

    shown = StepView(desk, Step.SCOPE)
    qtbot.addWidget(shown)
    shown.resize(900, 800)
    shown.show()
    show(desk, shown, rex)
    remarks = shown.remarks["summary"]
    (line,) = remarks.lines.values()
    qtbot.waitUntil(remarks.isVisible)
    assert "<u " in remark_html(line.comment, desk.look)
    qtbot.mouseClick(line.agree, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: room.views.rex_comments(rex)[0].answer is CommentAnswer.TAKEN)
    (section,) = room.views.rex_sections(rex)
    assert section.text == f"{SAID} Deux fois."
    show(desk, shown, rex)
    assert not remarks.isVisible()

    part.take_in_copy(str(tmp_path / "absent.docx"))
    qtbot.waitUntil(lambda: "absent.docx" in part._came.text())


def test_that_a_remark_of_no_section_stands_with_the_publications(
    qtbot: QtBot, desk: Desk, part: PublicationPart, rex: str
) -> None:
    said = RemarkIn("", CommentKind.COMMENT, "Ana", "<b>Très bien</b> &", "")
    desk.room.do(TakeInComments(rex=rex, remarks=(said,), source="relu.docx")).result()
    show(desk, part, rex)

    (line,) = part.remarks.lines.values()
    assert isinstance(line, RemarkLine)
    assert remark_html(line.comment, desk.look) == "&lt;b&gt;Très bien&lt;/b&gt; &amp;"


def test_that_a_review_is_written_in_the_form_of_a_template_and_what_is_no_template_is_refused(
    qtbot: QtBot, part: PublicationPart, tmp_path: Path
) -> None:
    template, hostile, written = tmp_path / "template.md", tmp_path / "hostile.md", tmp_path / "review.md"
    template.write_text("# Postmortem\n\n## Summary\n\n## Moon phase\n", encoding="utf-8")
    part.write_form(str(template), str(written))
    qtbot.waitUntil(lambda: "review.md" in part._came.text())
    assert SAID.split("\n")[0] in written.read_text(encoding="utf-8")
    hostile.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 20)
    part.write_form(str(hostile), str(tmp_path / "none.md"))
    qtbot.waitUntil(lambda: "Use a Markdown file" in part._came.text(), timeout=2000)
    assert not (tmp_path / "none.md").exists()


def test_that_the_head_of_a_closed_incident_leads_to_its_review_as_soon_as_one_is_begun(
    qtbot: QtBot, desk: Desk
) -> None:
    incident = an_outage(desk.room)
    page = IncidentPanel(desk)
    qtbot.addWidget(page)
    page.show(incident)
    assert page.header.review.text() == "Start a review…"
    made = desk.room.do(OpenRex(incident=incident, heat=Heat.HOT)).result()
    qtbot.waitUntil(lambda: page.header.review.text() == f"Review {made.number}")
