"""What is true now, in a few lines, edited in place; what is typed is kept until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.loaded import as_loaded
from ui.parts.part import Part
from ui.widgets.fields import TextBox
from ui.widgets.lines import Lead
from ui.widgets.tone import ToneLabel
from warroom import commands
from warroom.commands.base import Command
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.conflicts import Place
from warroom.domain.incidents import Incident
from warroom.words import _

DRAFT_MS = 300


class SituationPart(Part):
    """Reads as text; a click turns it into a box that Ctrl+Enter saves and Esc leaves with a draft."""

    nouns = ("incident",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._seen: Mapping[str, Place] = {}
        self._text = Lead(desk.look, self)
        self._text.is_last = True
        self._said = ToneLabel(desk.look, wrap=True, parent=self._text)
        self._users = ToneLabel(desk.look, "muted", wrap=True, parent=self._text)
        self._said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shown = QVBoxLayout(self._text)
        shown.setContentsMargins(14, 8, 14, 10)
        shown.setSpacing(4)
        shown.addWidget(self._said)
        shown.addWidget(self._users)
        self._editor = QWidget(self)
        self._box = Box(lines=7, enter_sends=False, parent=self._editor)
        self._save, self._back = QPushButton(self._editor), QPushButton(self._editor)
        self._back.setProperty("quiet", True)
        buttons = QHBoxLayout()
        buttons.addWidget(self._save)
        buttons.addWidget(self._back)
        buttons.addStretch(1)
        editing = QVBoxLayout(self._editor)
        editing.setContentsMargins(10, 10, 10, 10)
        editing.setSpacing(8)
        editing.addWidget(self._box)
        editing.addLayout(buttons)
        self._editor.hide()
        self.body.addWidget(self._text)
        self.body.addWidget(self._editor)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(DRAFT_MS)
        self._keeping.timeout.connect(self._keep_draft)
        self._text.chosen.connect(self.edit)
        self._box.sent.connect(self.save)
        self._box.left.connect(self._leave)
        self._box.textChanged.connect(self._keeping.start)
        self._save.clicked.connect(self.save)
        self._back.clicked.connect(self._throw_away)
        self._say()

    def show_incident(self, incident: Incident) -> None:
        if self.incident is not None and self.incident.id != incident.id:
            self._leave()
        super().show_incident(incident)

    def edit(self) -> None:
        """Type a new situation, from the draft when there is one."""
        if self.incident is None or not self._editor.isHidden():
            return
        views = self.desk.room.views
        incident, self._seen = as_loaded(views, "incident", self.incident.id, views.incident)
        self.incident = incident
        if draft := self._draft():
            self._seen = self._drafted_on() or self._seen  # it was typed against what stood there then
        self._box.setPlainText(draft or incident.situation)
        self._keeping.stop()
        self._text.hide()
        self._editor.show()
        self._box.setFocus()

    def settle(self) -> None:
        """Keep what is typed as a draft, now."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep_draft()

    def save(self) -> None:
        """Put it into the incident and the log; the box closes when it is on disk."""
        if self.incident is None:
            return
        text = self._box.toPlainText()
        command = commands.DescribeIncident(incident=self.incident.id, situation=text, seen=self._seen)
        done = self.desk.room.do(command)
        self.desk.tasks.follow(
            done, owner=self, done=lambda _none: self._throw_away(), failed=partial(self._stay, command)
        )

    def _stay(self, command: Command[Any], error: Exception) -> None:
        """Somebody changed it meanwhile: the three values, and a choice; anything else is said in the window's bar."""
        if not isinstance(error, MovedMeanwhile):
            self.desk.notices.show(error, parent=self)
            return
        from ui.dialogs.moved import MovedDialog

        dialog = MovedDialog(self.desk, command, error, self)
        dialog.succeeded.connect(lambda _none: self._throw_away())
        dialog.open()

    def refresh(self) -> None:
        if self.incident is None:
            return
        situation, users = self.incident.situation, self.incident.users
        self._said.say(
            situation or _("What is true now, in three lines: click to write it."), "" if situation else "muted"
        )
        self._users.say(_("Users touched: {users}").format(users=users) if users else "")
        self._users.setVisible(bool(users))
        self.set_note(_("draft kept") if self._editor.isHidden() and self._draft() else "")

    def _draft(self) -> str:
        return self.desk.room.draft(self._place()) if self.incident is not None else ""

    def _drafted_on(self) -> Mapping[str, Place]:
        """The version of the situation that a draft was begun on."""
        assert self.incident is not None
        writer, _colon, seq = self.desk.room.draft(f"{self._place()}:seen").partition(":")
        return {"situation": (writer, int(seq))} if seq else {}

    def _place(self) -> str:
        assert self.incident is not None
        return f"situation:{self.incident.id}"

    def _keep_draft(self) -> None:
        if self.incident is None or self._editor.isHidden():
            return
        typed = self._box.toPlainText()
        text = "" if typed.strip() == self.incident.situation else typed
        seen = self._seen.get("situation")
        version = f"{seen[0]}:{seen[1]}" if text and seen else ""
        self.desk.tasks.follow(self.desk.room.keep_draft(self._place(), text), owner=self)
        self.desk.tasks.follow(self.desk.room.keep_draft(f"{self._place()}:seen", version), owner=self)

    def _leave(self) -> None:
        """Close the box; what was typed stays as a draft."""
        if self._editor.isHidden():
            return
        self._keeping.stop()
        typed = self._box.toPlainText()
        changed = self.incident is not None and typed.strip() not in ("", self.incident.situation)
        self._keep_draft()
        self._close_editor()
        self.set_note(_("draft kept") if changed else "")

    def _throw_away(self) -> None:
        self._keeping.stop()
        if self.incident is not None:
            self.desk.tasks.follow(
                self.desk.room.keep_draft(self._place(), ""), owner=self, done=lambda _none: self.refresh()
            )
        self._close_editor()

    def _close_editor(self) -> None:
        self._editor.hide()
        self._text.show()

    def _say(self) -> None:
        self.set_title(_("Situation"))
        self._save.setText(_("Save"))
        self._save.setToolTip(_("Ctrl+Enter saves."))
        self._back.setText(_("Throw away"))
        self._box.setAccessibleName(_("Situation"))
        super()._say()


class Box(TextBox):
    """A text box that Esc leaves."""

    left = Signal()

    # What Qt asks

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
            return
        super().keyPressEvent(event)
