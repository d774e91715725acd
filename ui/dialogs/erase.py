"""Erasing a person or a file: what goes, what stays, why; then what could not be reached."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QDialog, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.plain import Fields, PlainDialog
from ui.models.people import copy_said
from ui.widgets.fields import TextBox
from ui.widgets.tone import ToneLabel
from warroom.domain.files import Attachment
from warroom.domain.members import Member
from warroom.doors.erasures import Copy, Erased
from warroom.errors import WarroomError
from warroom.phrases import erased_person
from warroom.words import _

SHOWN_MOST = 200


class EraseDialog(PlainDialog):
    """Runs in a task; afterwards it says what still holds the content."""

    led_to = Signal(str, str, str)  # incident, noun, id
    erased = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent, width=560)
        self.desk = desk
        self._goes, self._stays, self._for_good = (ToneLabel(desk.look, wrap=True, parent=self) for _at in range(3))
        self._label = ToneLabel(desk.look, parent=self)
        self.reason = TextBox(lines=2, parent=self)
        fields = Fields()
        fields.add(self._label, self.reason)
        for label in (self._goes, self._stays, self._for_good):
            self.body.addWidget(label)
        self.body.addLayout(fields)
        self.primary.clicked.connect(self.erase)
        self.reason.sent.connect(self.erase)
        self._say()
        self.reason.setFocus()

    # What each erasure says and does

    def work(self, reason: str) -> Erased:
        """Blocks; called from a task."""
        raise NotImplementedError

    def said(self) -> str:
        """What is shown in its place."""
        raise NotImplementedError

    @Slot()
    def erase(self) -> None:
        """Do it, for good."""
        if not self.busy.isHidden():
            return
        reason = self.reason.toPlainText()
        self.complain("")
        self.set_busy(True)
        self.grow()
        self.desk.tasks.run(lambda _job: self.work(reason), owner=self, done=self._end, failed=self._stay)

    def _end(self, erased: Erased) -> None:
        self.set_busy(False)
        self.erased.emit()
        left = LeftDialog(self.desk, self.said(), erased.copies_not_reached, self.parentWidget(), is_new=True)
        left.led_to.connect(self.led_to)
        self.hide()  # it lives on until the answer is read: whoever listens to it hears which entry is wanted
        left.finished.connect(self.accept)
        left.open()

    def _stay(self, error: Exception) -> None:
        self.set_busy(False)
        if not isinstance(error, WarroomError):
            raise error
        self.complain(str(error))

    def _say(self) -> None:
        self._label.setText(_("Reason, without the name"))
        self.reason.setAccessibleName(self._label.text())
        self._for_good.say(_("This cannot be undone, and it reaches every station that hears of it."), "late")
        self.primary.setText(_("Erase for good"))
        super()._say()


class ErasePersonDialog(EraseDialog):
    """A person: the name goes, the number stays."""

    def __init__(self, desk: Desk, member: Member, parent: QWidget | None = None) -> None:
        self._member = member
        super().__init__(desk, parent)

    def work(self, reason: str) -> Erased:
        return self.desk.room.erasure.erase_person(self._member.id, reason)

    def said(self) -> str:
        return erased_person(self._member.number or self._member.id[:8])

    def _say(self) -> None:
        self.heading.setText(_("Erase {name}").format(name=self._member.name))
        self.intro.setText(_("On request of the person, or because the law asks for it."))
        self._goes.say(
            _(
                "Name, initials and PIN go, wherever a field holds the name: author, owner, decider, circle. "
                "The card of the roster goes with all its numbers."
            )
        )
        self._stays.say(
            _("What was written stays, signed “{alias}”. Texts that mention the name are listed, not changed.").format(
                alias=self.said()
            )
        )
        super()._say()


class EraseFileDialog(EraseDialog):
    """A file: name and bytes go, the fingerprint stays."""

    def __init__(self, desk: Desk, attachment: Attachment, parent: QWidget | None = None) -> None:
        self._attachment = attachment
        super().__init__(desk, parent)

    def work(self, reason: str) -> Erased:
        return self.desk.room.erasure.erase_attachment(self._attachment.id, reason)

    def said(self) -> str:
        return _("file {sha}").format(sha=self._attachment.sha256[:16])

    def _say(self) -> None:
        self.heading.setText(_("Erase the file {name}").format(name=self._attachment.name))
        self.intro.setText("")
        self.intro.hide()
        self._goes.say(_("Its name and its content go."))
        self._stays.say(_("That a file was attached stays, with its SHA-256 fingerprint, by whom and when."))
        super()._say()


class LeftDialog(PlainDialog):
    """What still holds what was erased: copies to be dealt with by hand, and texts that name the person."""

    led_to = Signal(str, str, str)  # incident, noun, id

    def __init__(
        self, desk: Desk, said: str, left: Sequence[Copy], parent: QWidget | None = None, *, is_new: bool = False
    ) -> None:
        super().__init__(parent, width=600)
        self._desk, self._what, self._left, self._is_new = desk, said, left, is_new
        inside = QWidget(self)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self._lines: list[tuple[ToneLabel | QPushButton, Copy]] = []
        for copy in left[:SHOWN_MOST]:
            column.addWidget(self._line(copy, inside))
        column.addStretch(1)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QScrollArea.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        area.setMinimumHeight(desk.look.px(min(28 * len(left), 260)))
        area.setVisible(bool(left))
        self.body.addWidget(area)
        self.leave.hide()
        self.primary.clicked.connect(self.accept)
        self._say()

    def _line(self, copy: Copy, inside: QWidget) -> QWidget:
        if copy.kind != "text":
            label = ToneLabel(self._desk.look, wrap=True, parent=inside)
            self._lines.append((label, copy))
            return label
        button = QPushButton(inside)
        button.setProperty("link", True)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(lambda _checked=False: self._lead(copy.name))
        self._lines.append((button, copy))
        return button

    def _lead(self, number: str) -> None:
        entry = self._desk.room.views.entry_by_number(number)
        if entry is not None:
            self.led_to.emit(entry.incident, "entry", entry.id)
            self.accept()

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        erased = _("Erased: {what}") if self._is_new else _("What still holds {what}")
        self.heading.setText(erased.format(what=self._what))
        self.intro.setText(
            _("This still holds it. Delete or renew the copies by hand; correct the texts that must not stay.")
            if self._left
            else _("Every copy that this station knows of is reached.")
        )
        for line, copy in self._lines:
            line.setText(copy_said(copy, now))
        self.primary.setText(_("Close"))
        super()._say()

    # What Qt asks

    def focusNextPrevChild(self, forward: bool) -> bool:
        return QDialog.focusNextPrevChild(self, forward)  # the lines stand in an area that scrolls
