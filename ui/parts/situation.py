"""What is true now, sentence by sentence with its sources, edited in place; what is typed is kept until it is saved."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.laid_out import widgets_in
from ui.parts.part import Part
from ui.widgets.citation_box import CitationBox
from ui.widgets.lines import Lead
from ui.widgets.sentence_line import SentenceLine, kept_version, version_kept
from ui.widgets.tone import ToneLabel
from warroom import commands
from warroom.commands.base import Command
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.conflicts import Place
from warroom.domain.entries import Entry
from warroom.domain.incidents import Incident
from warroom.room import LogFilter
from warroom.words import _, ngettext

DRAFT_MS, MINUTE_MS = 300, 60_000
OFFERED = 60  # entries that can be cited by choosing
CITED_MOST = 200  # characters of an entry put into a sentence that cites it


class SituationPart(Part):
    """Reads as sentences; a click turns them into a box that Ctrl+Enter saves and Esc leaves with a draft."""

    nouns = ("incident", "sentence", "entry", "entry_mark", "point", "crisis_cell", "coverage")
    entry_asked = Signal(str)  # a number

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._seen: Mapping[str, Place] = {}
        self._loaded = ""
        self._shown: object = None  # what the lines say; they are made anew only for something else
        self._editor = QWidget(self)
        self._box = CitationBox(lines=9, parent=self._editor)
        self._hint = ToneLabel(desk.look, "muted", wrap=True, parent=self._editor)
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
        editing.addWidget(self._hint)
        editing.addLayout(buttons)
        self._editor.hide()
        self.below.addWidget(self._editor)
        self._keeping = QTimer(self)
        self._keeping.setSingleShot(True)
        self._keeping.setInterval(DRAFT_MS)
        self._keeping.timeout.connect(self._keep_draft)
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
        if self.incident is None or not self._editor.isHidden() or self.desk.room.read_only:
            return
        views = self.desk.room.views
        self._seen = views.situation_seen(self.incident.id)
        self._loaded = "\n".join(stated.line for stated in views.situation(self.incident.id))
        if draft := self._draft():
            kept = version_kept(self.desk.room.draft(f"{self._place()}:seen"))
            self._seen = self._seen if kept is None else kept  # it was typed against what stood there then
        keys = views.first_entry_keys(self.incident.id, LogFilter(), count=OFFERED)
        found = views.entries_by_key(keys)
        self._box.set_entries([(found[key].number, found[key].text) for key in keys if key in found])
        self._box.setPlainText(draft or self._loaded)
        self._keeping.stop()
        self._shown = None
        self.fill([])
        self._editor.show()
        self._box.setFocus()

    def cite(self, entry: Entry) -> None:
        """One more sentence that says what an entry says, and cites it."""
        self.edit()
        if not self._editor.isHidden():
            text = "" if entry.restricted else entry.text
            self._box.cite(text if len(text) <= CITED_MOST else f"{text[:CITED_MOST]}…", entry.number)
            self._box.setFocus()

    def point_out(self, sentence: str) -> QWidget:
        """Put the keyboard on a sentence; the part itself where it is not shown."""
        for line in widgets_in(self.body):
            if isinstance(line, SentenceLine) and line.sentence == sentence:
                line.setFocus()
                return line
        return self

    def confirm(self, sentence: str) -> None:
        """Stand by a sentence anew."""
        self.do(commands.ConfirmSentence(sentence=sentence))

    def settle(self) -> None:
        """Keep what is typed as a draft, now."""
        if self._keeping.isActive():
            self._keeping.stop()
            self._keep_draft()

    def save(self) -> None:
        """Put it into the incident and the log; the box closes when it is on disk."""
        if self.incident is None:
            return
        lines = tuple(self._box.toPlainText().splitlines())
        command = commands.StateSituation(incident=self.incident.id, lines=lines, seen=self._seen)
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
        if self.incident is None or not self._editor.isHidden():
            return
        views, now, can_write = self.desk.room.views, self.now(), not self.desk.room.read_only
        said = [
            (stated, bool(stated.sentence.id) and bool(views.disputed(stated.sentence.id)))
            for stated in views.situation(self.incident.id, now_ms=now)
        ]
        note = _("draft kept") if self._draft() else ""
        shown = (self.incident.id, self.incident.users, now // MINUTE_MS, can_write, note, said)
        if shown == self._shown:
            return
        self._shown = shown
        lines: list[QWidget] = []
        doubtful = 0
        for stated, is_disputed in said:
            line = SentenceLine(self.desk.look, self)
            line.say(stated, now_ms=now, can_write=can_write, is_disputed=is_disputed)
            line.chosen.connect(self.edit)
            line.entry_asked.connect(self.entry_asked)
            line.confirm_asked.connect(self.confirm)
            line.settle_asked.connect(lambda: self.desk.verbs.use("settle"))
            doubtful += bool(stated.doubts) or stated.is_stale
            lines.append(line)
        if not lines:
            lines.append(self._empty())
        if self.incident.users:
            lines.append(self.empty_line(_("Users touched: {users}").format(users=self.incident.users)))
        self.fill(lines)
        self.set_note(note or _doubtful_said(doubtful))

    def _empty(self) -> Lead:
        line = Lead(self.desk.look, self)
        label = ToneLabel(self.desk.look, "muted", wrap=True, parent=line)
        label.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        shown = QVBoxLayout(line)
        shown.setContentsMargins(14, 8, 14, 10)
        shown.addWidget(label)
        label.say(_("What is true now, one sentence a line with the entries it rests on: click to write it."))
        line.setAccessibleName(label.text())
        line.chosen.connect(self.edit)
        return line

    def _draft(self) -> str:
        return self.desk.room.draft(self._place()) if self.incident is not None else ""

    def _place(self) -> str:
        assert self.incident is not None
        return f"situation:{self.incident.id}"

    def _keep_draft(self) -> None:
        if self.incident is None or self._editor.isHidden() or self.desk.room.is_closed:
            return
        typed = self._box.toPlainText()
        text = "" if typed.strip() == self._loaded else typed
        version = kept_version(dict(self._seen)) if text else ""
        self.desk.tasks.follow(self.desk.room.keep_draft(self._place(), text), owner=self)
        self.desk.tasks.follow(self.desk.room.keep_draft(f"{self._place()}:seen", version), owner=self)

    def _leave(self) -> None:
        """Close the box; what was typed stays as a draft."""
        if self._editor.isHidden():
            return
        self._keeping.stop()
        typed = self._box.toPlainText()
        changed = self.incident is not None and typed.strip() not in ("", self._loaded)
        self._keep_draft()
        self._close_editor()
        if changed:
            self.set_note(_("draft kept"))

    def _throw_away(self) -> None:
        self._keeping.stop()
        if self.incident is not None:
            self.desk.tasks.follow(
                self.desk.room.keep_draft(self._place(), ""), owner=self, done=lambda _none: self.refresh()
            )
        self._close_editor()

    def _close_editor(self) -> None:
        self._editor.hide()
        self.refresh()

    def _say(self) -> None:
        self._shown = None
        self.set_title(_("Situation"))
        self._save.setText(_("Save"))
        self._save.setToolTip(_("Ctrl+Enter saves."))
        self._back.setText(_("Throw away"))
        self._hint.say(_("One sentence a line. [ cites an entry: [A-0042]. Ctrl+Enter saves, Esc keeps a draft."))
        self._box.setAccessibleName(_("Situation"))
        super()._say()


def _doubtful_said(doubtful: int) -> str:
    return ngettext("{n} to confirm", "{n} to confirm", doubtful).format(n=doubtful) if doubtful else ""
