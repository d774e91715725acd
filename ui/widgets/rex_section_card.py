"""One section of a review: what it asks, what people wrote, whether it is done, and who writes it."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.moved import MovedDialog
from ui.latest import Latest
from ui.models.rex_wizard import Shown, blocks_of
from ui.panels.rex_typing import KeptText
from ui.tasks import Job
from ui.widgets.flow import FlowLayout
from ui.widgets.growing_box import GrowingBox
from ui.widgets.moved_line import MovedLine
from ui.widgets.panel import PanelFrame
from ui.widgets.person_choice import PersonChoice
from ui.widgets.report_view import Drawn, ReportView, drawn
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import MarkSection, WriteSection
from warroom.commands.seen import MovedMeanwhile
from warroom.reports.rex.section import Blocks
from warroom.words import _

Made = tuple[Blocks, Drawn]


class SectionCard(Spoken, PanelFrame):
    """Nothing modal while one writes: a text is in the room after a pause, and others see it."""

    def __init__(self, desk: Desk, rex: str, shown: Shown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self._rex, self._shown = desk, rex, shown
        self._stopped: tuple[WriteSection, MovedMeanwhile] | None = None
        self.text = KeptText(
            desk, self, f"rex:{rex}:{shown.code}",
            lambda text, seen: WriteSection(rex=rex, code=shown.code, text=text, seen=seen),
        )  # fmt: skip
        self._build()
        self.box.textChanged.connect(lambda: self.text.type(self.box.toPlainText()))
        self.box.left.connect(self.text.settle)
        self.text.changed.connect(self._show_text)
        self.text.moved.connect(self._show_moved)
        self.moved.compare_asked.connect(self._compare)
        self.done.toggled.connect(self._mark_done)
        self.nothing.toggled.connect(self._mark_nothing)
        self.given.editingFinished.connect(self._give)
        self.more.toggled.connect(self._show_report)
        self._say()

    @property
    def code(self) -> str:
        return self._shown.code

    def show_section(self, shown: Shown) -> None:
        """What the room has now; what is being typed stays."""
        self._shown = shown
        written = shown.written
        seen = {name: place for name, place in shown.seen.items() if name == "text"}
        self.text.load(written.text if written is not None else "", seen)
        for box, value in (
            (self.done, written is not None and written.done),
            (self.nothing, written is not None and written.nothing),
        ):
            with QSignalBlocker(box):
                box.setChecked(value)
        if not self.given.hasFocus():
            self.given.setText(written.given_to if written is not None else "")
        self._say()
        if self.more.isChecked():
            self._made.ask()

    def settle(self) -> None:
        """Write what is typed; a draft is kept of what cannot be written now."""
        self.text.settle()
        self.text.keep()

    def focus_text(self) -> None:
        self.box.setFocus()

    # Building

    def _build(self) -> None:
        look = self._desk.look
        self._hint = ToneLabel(look, "muted", wrap=True, parent=self)
        self.moved = MovedLine(look, self)
        self.disputed = QPushButton(self)
        self.disputed.setProperty("link", True)
        self.disputed.setProperty("role", "due")
        self.disputed.clicked.connect(lambda _checked=False: self._desk.verbs.use("settle"))
        self.more, self.report = QPushButton(self), ReportView(look, self)
        self.more.setProperty("link", True)
        self.more.setCheckable(True)
        self.report.hide()
        self._made: Latest[Made] = Latest(self._desk, owner=self, read=self._read, show=self._show_made)
        self.box = GrowingBox(parent=self)
        self.done, self.nothing = QCheckBox(self), QCheckBox(self)
        self.given = PersonChoice(self._desk, self)
        self.given.setMinimumWidth(look.px(130))
        self.given.setMaximumWidth(look.px(190))
        self._given_to = QLabel(self)
        self._given_to.setProperty("role", "muted")
        self._given_to.setBuddy(self.given)
        hands, marks, given = QWidget(self), QWidget(self), QWidget(self)
        for place, inside_it in ((marks, (self.done, self.nothing, self.more)), (given, (self._given_to, self.given))):
            row = QHBoxLayout(place)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(12)
            for widget in inside_it:
                row.addWidget(widget)
        marks.setMinimumHeight(given.sizeHint().height())
        foot = FlowLayout(hands, across=28, down=4)
        foot.addWidget(marks)
        foot.addWidget(given)
        inside = QVBoxLayout()
        inside.setContentsMargins(14, 10, 14, 12)
        inside.setSpacing(8)
        inside.addWidget(self._hint)
        inside.addWidget(self.moved)
        inside.addWidget(self.disputed, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(self.box)
        inside.addWidget(hands)
        inside.addWidget(self.report)
        self.body.addLayout(inside)

    # Writing

    @Slot(bool)
    def _mark_done(self, is_done: bool) -> None:
        self.text.settle()
        self._do(MarkSection(rex=self._rex, code=self.code, done=is_done))

    @Slot(bool)
    def _mark_nothing(self, is_nothing: bool) -> None:
        self._do(MarkSection(rex=self._rex, code=self.code, nothing=is_nothing))

    @Slot()
    def _give(self) -> None:
        name = " ".join(self.given.text().split())
        was = self._shown.written.given_to if self._shown.written is not None else ""
        if name != was and not self._desk.room.is_closed:
            self._do(MarkSection(rex=self._rex, code=self.code, given_to=name))

    def _do(self, command: MarkSection) -> None:
        self._desk.tasks.follow(self._desk.room.do(command), owner=self, failed=self._refuse)

    def _refuse(self, error: Exception) -> None:
        """Said where the eye is, and shown as the room has it."""
        self._desk.notices.show(error, parent=self)
        self.show_section(self._shown)

    # What the report says by itself

    @Slot(bool)
    def _show_report(self, is_shown: bool) -> None:
        self.report.setVisible(is_shown)
        if is_shown:
            self._made.ask()
        self._say()

    def _read(self, _job: Job) -> Made:
        blocks = blocks_of(self._desk.room, self._rex, self.code)
        return blocks, drawn(blocks)

    @Slot(object)
    def _show_made(self, made: Made) -> None:
        self.report.show_blocks(*made)

    # Two who write at once

    @Slot(object, object)
    def _show_moved(self, command: WriteSection, moved: MovedMeanwhile) -> None:
        self._stopped = (command, moved)
        self.moved.show()

    @Slot()
    def _compare(self) -> None:
        if self._stopped is None:
            return
        dialog = MovedDialog(self._desk, *self._stopped, self)
        dialog.succeeded.connect(lambda _made: self._chosen())
        dialog.open()

    def _chosen(self) -> None:
        self._stopped = None
        self.moved.hide()
        self.text.give_up()

    # Showing

    @Slot()
    def _show_text(self) -> None:
        if self.box.toPlainText() != self.text.value:
            self.box.setPlainText(self.text.value)

    def _say(self) -> None:
        shown, can_write = self._shown, not self._desk.room.read_only
        self.set_title(shown.title)
        self.set_note(self._state(), role="muted")
        self._hint.say(shown.hint)
        self._hint.setVisible(bool(shown.hint))
        self.box.setAccessibleName(shown.title)
        self.box.setReadOnly(not can_write or shown.is_disputed)
        self.disputed.setText(_("Two stations wrote different words; both are kept: settle it"))
        self.disputed.setVisible(shown.is_disputed)
        self.done.setText(_("Done"))
        self.done.setAccessibleName(_("{section}: done").format(section=shown.title))
        self.nothing.setText(_("Nothing to say"))
        self.nothing.setAccessibleName(_("{section}: nothing to say").format(section=shown.title))
        self._given_to.setText(_("Given to"))
        is_open = self.more.isChecked()
        self.more.setText(_("Hide it") if is_open else _("What the room holds"))
        self.more.setAccessibleName(phrases.labelled(shown.title, self.more.text()))
        self.report.setAccessibleName(shown.title)
        self.given.setAccessibleName(_("{section}: given to").format(section=shown.title))
        for widget in (self.done, self.nothing, self.given):
            widget.setEnabled(can_write)

    def _state(self) -> str:
        """Who wrote last, and who said that it is done."""
        written, now = self._shown.written, self._desk.room.clock.now_ms()
        if written is None:
            return ""
        if (written.done or written.nothing) and written.done_at is not None:
            return _("done by {who}, {when}").format(who=written.done_by, when=phrases.moment(written.done_at, now))
        if written.text and written.at is not None:
            return _("written by {who}, {when}").format(who=written.by, when=phrases.moment(written.at, now))
        return ""
