"""The outlook: the probable and the worst case at one hour, four hours and a day, each with its trigger."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from ui.desk import Desk
from ui.parts.board_part import BoardPart
from ui.widgets.lines import PAD, Block
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands.said_ahead import horizon_word, outlook_word
from warroom.domain.anticipation import HORIZONS_MIN, Outlook, Scenario
from warroom.domain.decisions import Decision
from warroom.words import _, ngettext


class CasesPart(BoardPart):
    """Two lines, three columns; an empty place says what belongs there."""

    nouns = ("scenario", "decision")
    written = Signal(object, int)  # a kind and a horizon to write
    fired = Signal(object)  # a case whose trigger fired
    decision_opened = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._say()

    def refresh(self) -> None:
        if self.incident is None:
            return
        views = self.desk.room.views
        found = {(each.kind, each.horizon_min): each for each in views.scenarios(self.incident.id)}
        decisions = views.decisions(self.incident.id) if any(each.is_fired for each in found.values()) else []
        grid_of = QWidget(self)
        grid = QGridLayout(grid_of)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        for column, horizon in enumerate(HORIZONS_MIN, start=1):
            grid.addWidget(self._head(horizon_word(horizon)), 0, column)
            grid.setColumnStretch(column, 1)
        for row, kind in enumerate(Outlook, start=1):
            head = self._head(outlook_word(kind))
            head.setWordWrap(True)
            head.setFixedWidth(self.desk.look.px(112))
            grid.addWidget(head, row, 0, Qt.AlignmentFlag.AlignTop)
            for column, horizon in enumerate(HORIZONS_MIN, start=1):
                case = found.get((kind, horizon))
                place = self._card(case, decisions) if case else self._nothing(kind, horizon)
                grid.addWidget(place, row, column, Qt.AlignmentFlag.AlignTop)
        fired = sum(1 for each in found.values() if each.is_fired)
        said = ngettext("{n} trigger fired", "{n} triggers fired", fired).format(n=fired) if fired else ""
        self.set_note(said if found else _("Each with what would announce it, and what would have to be decided."))
        self.put(grid_of)

    def _head(self, text: str) -> ToneLabel:
        label = ToneLabel(self.desk.look, "muted", bold=True, parent=self)
        label.setContentsMargins(PAD + 2, 8, PAD, 4)
        label.say(text)
        return label

    def _card(self, case: Scenario, decisions: list[Decision]) -> Block:
        now = self.now()
        card = self.card(case.id)
        came = case.came(decisions)
        watched = _("watched by {name}").format(name=case.owner) if case.owner else _("nobody watches for it")
        when, tone = watched, "muted"
        if case.fired_at is not None:
            when, tone = _("trigger fired {time}").format(time=phrases.moment(case.fired_at, now)), "due"
        ready = len(case.decisions)
        more = [
            phrases.labelled(_("Trigger"), case.trigger) if case.trigger else _("no trigger yet"),
            ngettext("{n} decision ready", "{n} decisions ready", ready).format(n=ready) if ready else "",
        ]
        card.say(when, tone, case.text, " · ".join(part for part in more if part))
        for decision in came:
            card.add_button(decision.number, lambda number=decision.id: self.decision_opened.emit(number))  # type: ignore[misc]
        if not case.is_fired and not self.desk.room.read_only:
            card.add_button(_("It fired…"), lambda: self.fired.emit(case))
        self.add_dispute(card, case.id)
        card.chosen.connect(lambda: self.written.emit(case.kind, case.horizon_min))
        return card

    def _nothing(self, kind: Outlook, horizon: int) -> QWidget:
        place = QWidget(self)
        column = QVBoxLayout(place)
        column.setContentsMargins(PAD + 2, 8, PAD, 8)
        button = QPushButton(_("Write it…"), place)
        button.setProperty("link", True)
        button.setEnabled(not self.desk.room.read_only)
        button.setAccessibleName(f"{_('Write it…')} {outlook_word(kind)} {horizon_word(horizon)}")
        button.clicked.connect(lambda _checked=False: self.written.emit(kind, horizon))
        column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        return place

    def _say(self) -> None:
        self.set_title(_("Cases to expect"))
        super()._say()
