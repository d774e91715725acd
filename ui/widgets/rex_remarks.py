"""Remarks of edited copies beside their section: what was said or changed, agreed with or left as it is."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import SequenceMatcher
from html import escape

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.dialogs.reason import ReasonDialog
from ui.theme import Look
from ui.widgets.spoken import Spoken
from ui.widgets.tone import ToneLabel, tone_color
from warroom import phrases
from warroom.commands import DeclineComment, TakeComment
from warroom.commands.rex_words import comment_kind_word
from warroom.domain.rex import CommentAnswer, CommentKind, RexComment
from warroom.reports.visible import shown
from warroom.words import _, ngettext

LONGEST = 1_200  # signs shown of one text


class RexRemarks(Spoken, QWidget):
    """The open remarks of one section, nothing while there are none."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: list[RexComment] = []
        self.lines: dict[str, RemarkLine] = {}
        self._head = ToneLabel(desk.look, "due", parent=self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._head)
        self.hide()
        self._say()

    def show_remarks(self, comments: Sequence[RexComment]) -> None:
        """Those nobody answered; lines stay while their remarks do."""
        self._shown = [one for one in comments if one.answer is CommentAnswer.NONE]
        wanted = {one.id for one in self._shown}
        for gone in set(self.lines) - wanted:
            line = self.lines.pop(gone)
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
        for one in self._shown:
            if one.id not in self.lines:
                line = self.lines[one.id] = RemarkLine(self._desk, one, self)
                self._column.addWidget(line)
        self.setVisible(bool(self._shown))
        self._say()

    def _say(self) -> None:
        count = len(self._shown)
        self._head.say(
            ngettext("{n} remark of an edited copy", "{n} remarks of an edited copy", count).format(n=count), "due"
        )


class RemarkLine(Spoken, QFrame):
    """One remark: who, what it is about, what would change, and the two answers."""

    def __init__(self, desk: Desk, comment: RexComment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk, self.comment = desk, comment
        self.setProperty("panel", True)
        self._who = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self._said = QLabel(self)
        self._said.setWordWrap(True)
        self._said.setTextFormat(Qt.TextFormat.RichText)
        self._said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.agree, self.decline = QPushButton(self), QPushButton(self)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self._who, 1)
        foot.addWidget(self.decline)
        foot.addWidget(self.agree)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(10, 8, 10, 8)
        whole.setSpacing(6)
        whole.addWidget(self._said)
        whole.addLayout(foot)
        self.agree.clicked.connect(lambda _checked=False: self._take())
        self.decline.clicked.connect(lambda _checked=False: self._leave())
        desk.look.changed.connect(self._say)
        self._say()

    def _take(self) -> None:
        asked = TakeComment(comment=self.comment.id)
        self._desk.tasks.follow(
            self._desk.room.do(asked), owner=self, done=self._taken,
            failed=lambda error: self._desk.notices.show(error, parent=self),
        )  # fmt: skip

    def _taken(self, written: bool) -> None:
        if not written and self.comment.kind is not CommentKind.COMMENT:
            self._desk.notices.say(_("Agreed. Its place was not found in the section: change the text yourself."))

    def _leave(self) -> None:
        ReasonDialog(
            self._desk,
            title=lambda: _("Leave the section as it is"),
            verb=lambda: _("Leave it"),
            build=lambda text: DeclineComment(comment=self.comment.id, answer=text),
            label=lambda: _("Why"),
            parent=self,
        ).open()

    def _say(self) -> None:
        one, now = self.comment, self._desk.room.clock.now_ms()
        when = phrases.moment(one.written_at, now) if one.written_at is not None else ""
        parts = (comment_kind_word(one.kind), one.author or _("not signed"), when, one.source)
        self._who.say(" · ".join(part for part in parts if part), "muted")
        self._said.setText(remark_html(one, self._desk.look))
        self.setAccessibleName(f"{comment_kind_word(one.kind)} · {one.author} · {one.text}")
        self.agree.setText(_("Agree") if one.kind is CommentKind.COMMENT else _("Take it over"))
        self.decline.setText(_("Leave it"))
        can_write = not self._desk.room.read_only
        self.agree.setEnabled(can_write)
        self.decline.setEnabled(can_write)


def remark_html(one: RexComment, look: Look) -> str:
    """A comment under what it is about, or a change word by word: struck out and added, by line and by colour."""
    if one.kind is CommentKind.COMMENT:
        about = f'<span style="color:{_colour(look, "muted")}">{_plain(one.quoted)}</span><br>' if one.quoted else ""
        return f"{about}{_plain(one.text)}"
    before, after = _words(one.quoted), _words(one.text)
    pieces = []
    for what, i1, i2, j1, j2 in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            pieces.append(_plain("".join(before[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(f'<s style="color:{_colour(look, "late")}">{_plain("".join(before[i1:i2]))}</s>')
        if j2 > j1:
            pieces.append(f'<u style="color:{_colour(look, "good")}">{_plain("".join(after[j1:j2]))}</u>')
    return "".join(pieces)


def _words(text: str) -> list[str]:
    """Words and the white space between them, no more than is shown."""
    kept = text if len(text) <= LONGEST else text[:LONGEST] + " …"
    words: list[str] = []
    for char in kept:
        if words and char.isspace() == words[-1][-1].isspace():
            words[-1] += char
        else:
            words.append(char)
    return words


def _plain(text: str) -> str:
    kept = text if len(text) <= LONGEST else text[:LONGEST] + " …"
    return escape(shown(kept)).replace("\n", "<br>")


def _colour(look: Look, tone: str) -> str:
    return tone_color(look, tone).name()
