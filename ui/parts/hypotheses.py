"""The board of hypotheses: open, being tested, confirmed, ruled out; each with its evidence, owner and time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.parts.board_part import BoardPart
from ui.widgets.lines import Block
from ui.widgets.tone import ToneLabel, due_tone
from warroom import phrases
from warroom.commands.said_ahead import hypothesis_word
from warroom.domain.hypotheses import Hypothesis, HypothesisState
from warroom.words import _, ngettext

COLUMNS = (HypothesisState.OPEN, HypothesisState.TESTING, HypothesisState.CONFIRMED, HypothesisState.RULED_OUT)


class HypothesesPart(BoardPart):
    """One column a state; Enter on a card shows it whole."""

    nouns = ("hypothesis", "backing", "entry", "entry_mark")
    opened = Signal(str)  # a hypothesis to look at
    moved = Signal(str)  # one to move on
    backed = Signal(str)  # one to give evidence of

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._say()

    def refresh(self) -> None:
        if self.incident is None:
            return
        found = self.desk.room.views.hypotheses(self.incident.id)
        weighed = self.desk.room.views.weighed(self.incident.id)
        now = self.now()
        late = sum(1 for each in found if each.is_late(now))
        running = [each for each in found if not each.state.is_over]
        said = ngettext("{n} not settled", "{n} not settled", len(running)).format(n=len(running)) if running else ""
        past = ngettext("{n} past its time", "{n} past their time", late).format(n=late)
        self.set_note(f"{said} · {past}" if late else said, role="late" if late else "muted")
        if not found:
            self.put(self.empty_line(_("No hypothesis yet. F5 in the log opens one, or the button above.")))
            return
        board = QWidget(self)
        row = QHBoxLayout(board)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for state in COLUMNS:
            row.addLayout(self._column(state, [each for each in found if each.state is state], weighed), 1)
        self.put(board)

    def _column(
        self, state: HypothesisState, found: list[Hypothesis], weighed: dict[str, tuple[int, int]]
    ) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(0)
        head = ToneLabel(self.desk.look, "muted", bold=True, parent=self)
        word = hypothesis_word(state)
        head.say(f"{word[:1].upper()}{word[1:]} {len(found)}" if found else word[:1].upper() + word[1:])
        head.setContentsMargins(14, 8, 14, 4)
        column.addWidget(head)
        for each in found:
            column.addWidget(self._card(each, *weighed.get(each.id, (0, 0))))
        column.addStretch(1)
        return column

    def _card(self, hypothesis: Hypothesis, in_favour: int, against: int) -> Block:
        now = self.now()
        card = self.card(hypothesis.id)
        ends = hypothesis.timebox_at if not hypothesis.state.is_over else None
        tone = due_tone(ends, now) if ends is not None else "muted"
        when = [hypothesis.number, phrases.due(ends, now) if ends is not None else ""]
        if hypothesis.closed_at is not None and hypothesis.state.is_over:
            when.append(phrases.moment(hypothesis.closed_at, now))
        more = [
            _("for {in_favour} · against {against}").format(in_favour=in_favour, against=against),
            hypothesis.owner or ("" if hypothesis.state.is_over else _("nobody tests it")),
            hypothesis.reason,
        ]
        said = " · ".join(part for part in more if part)
        card.say(" · ".join(part for part in when if part), tone, hypothesis.text, said)
        if not self.desk.room.read_only:
            card.add_button(_("Evidence…"), lambda: self.backed.emit(hypothesis.id))
            if not hypothesis.state.is_over:
                card.add_button(_("Move on…"), lambda: self.moved.emit(hypothesis.id))
        self.add_dispute(card, hypothesis.id)
        card.chosen.connect(lambda: self.opened.emit(hypothesis.id))
        return card

    def _say(self) -> None:
        self.set_title(_("Hypotheses"))
        super()._say()
