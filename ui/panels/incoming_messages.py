"""Messages that came in, those that wait first: triaged, sent back, decided, answered with one key each."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout

from ui.incoming_words import audience_name
from ui.models.incoming import inbound_columns, whole_said
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from ui.widgets.tone import ToneLabel
from warroom.domain.inbound import Desk as Back
from warroom.domain.inbound import Inbound, InboundLine, InboundState
from warroom.words import _, ngettext, pgettext


class MessagesIn(FieldList[InboundLine]):
    """Enter does what comes next; T triages, X sends back, D decides, A answers, P notes a promise, E puts right."""

    record_chosen = Signal(str, str, str)  # incident, noun, id
    nouns = ("inbound", "incident", "audience")

    # What can be done

    def go_on(self) -> None:
        line = self._ready()
        if line is None or not self.can_write():
            return
        if line.is_answered_twice:
            self.correct()
        elif line.inbound.state is InboundState.SENT_BACK and line.inbound.sent_back_to == Back.ENTRY:
            self.put_right()
        else:
            does = {InboundState.TRIAGED: self.decide, InboundState.DECIDED: self.answer}
            does |= dict.fromkeys((InboundState.RECEIVED, InboundState.SENT_BACK), self.triage)
            does.get(line.inbound.state, self.open_entry)()

    def triage(self) -> None:
        from ui.dialogs.inbound_moves import TriageDialog

        if (line := self._ready()) is not None:
            TriageDialog(self._desk, line.inbound, self).open()

    def send_back(self) -> None:
        from ui.dialogs.inbound_moves import SendBackDialog

        if (line := self._ready()) is not None:
            SendBackDialog(self._desk, line.inbound, self).open()

    def decide(self) -> None:
        from ui.dialogs.inbound_moves import DecideInboundDialog

        if (line := self._ready()) is not None:
            DecideInboundDialog(self._desk, line.inbound, self).open()

    def answer(self) -> None:
        from ui.dialogs.inbound_moves import AnswerDialog

        if (line := self._ready()) is None:
            return
        if line.inbound.answered_at is not None:
            self.correct()
        else:
            AnswerDialog(self._desk, line.inbound, self).open()

    def correct(self) -> None:
        from ui.dialogs.inbound_moves import CorrectAnswerDialog

        if (line := self._ready()) is not None:
            CorrectAnswerDialog(self._desk, line, self).open()

    def promise(self) -> None:
        from ui.dialogs.promise import PromiseDialog

        if (line := self._ready()) is not None:
            inbound = line.inbound
            incident = self._desk.room.views.incident(inbound.incident)
            PromiseDialog(
                self._desk,
                incident,
                source=inbound.number,
                to_whom=inbound.from_who,
                audience=inbound.audience,
                parent=self,
            ).open()

    def put_right(self) -> None:
        from ui.dialogs.inbound import AmendInboundDialog

        if (line := self._ready()) is not None:
            AmendInboundDialog(self._desk, line.inbound, self).open()

    def open_entry(self) -> None:
        if (line := self._ready()) is not None and line.inbound.entry:
            self.record_chosen.emit(line.inbound.incident, "entry", line.inbound.entry)

    def type_sheet(self) -> None:
        """A message that was taken in on paper."""
        from ui.dialogs.inbound_sheet import MessageSheetDialog

        if self._current is not None:
            MessageSheetDialog(self._desk, self._current, self).open()

    def print_sheets(self) -> None:
        """Blank sheets, for when there is no laptop at the telephone."""
        from ui.incoming_paper import print_message_sheets

        if self._current is not None:
            print_message_sheets(self._desk, self._current, self)

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._triage, "T", self.triage),
            (self._back, "X", self.send_back),
            (self._decide, "D", self.decide),
            (self._answer, "A", self.answer),
            (self._promise, "P", self.promise),
            (self._right, "E", self.put_right),
            (self._entry, "O", self.open_entry),
        )

    # What the register asks

    def _chosen(self) -> InboundLine | None:
        row = self._table.current()
        return row if isinstance(row, InboundLine) else None

    def _ready(self) -> InboundLine | None:
        """The chosen message, once it belongs to an incident: one that came before that was known gets it first."""
        line = self._chosen()
        if line is not None and not line.inbound.incident:
            from ui.dialogs.attach_inbound import AttachInboundDialog

            AttachInboundDialog(self._desk, line.inbound, self._current, self).open()
            return None
        return line

    def _record(self, row: InboundLine) -> Inbound:
        return row.inbound

    def _build(self) -> None:
        self._audiences: dict[str, str] = {}
        self._over, self._sheet, self._blank = (QPushButton(self) for _at in range(3))
        self._sheet.clicked.connect(lambda _checked=False: self.type_sheet())
        self._blank.clicked.connect(lambda _checked=False: self.print_sheets())
        self._over.setCheckable(True)
        self._over.toggled.connect(self._ask_again)
        buttons = [QPushButton(self) for _at in range(7)]
        self._triage, self._back, self._decide, self._answer, self._promise, self._right, self._entry = buttons
        model = self._new_model(inbound_columns(lambda code: self._audiences.get(code, code)))
        self._frame(ActionsTable(model, self._desk.look, parent=self), (self._over, self._blank, self._sheet))
        self.about = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
        self.about.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(2, self.about)
        self._enable()

    def _read(self, _job: Job) -> list[InboundLine]:
        found = self._desk.room.views.inbound_lines(mode=self.mode, live=not self._with_over)
        codes = {line.inbound.audience for line in found}
        self._audiences.update({code: audience_name(self._desk, code) for code in codes})
        return found

    def _in_order(self, rows: list[InboundLine]) -> list[InboundLine]:
        return rows

    def _enable(self) -> None:
        line, may = self._chosen(), self.can_write()
        is_open = may and line is not None and line.inbound.answered_at is None
        for button in (self._triage, self._back, self._decide, self._right):
            button.setEnabled(is_open)
        self._answer.setEnabled(may and line is not None)
        for button in (self._sheet, self._blank):
            button.setEnabled(may and self._current is not None)
        self._promise.setEnabled(may and line is not None)
        self._entry.setEnabled(line is not None and bool(line.inbound.entry))
        self.about.setText(whole_said(line, self._desk.room.clock.now_ms()) if line is not None else "")
        self.about.setVisible(line is not None)

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        still = [line for line in self._rows if line.is_open]
        late = sum(1 for line in still if line.inbound.answer_by is not None and line.inbound.answer_by < now)
        self._say_count(ngettext("{n} open", "{n} open", len(still)).format(n=len(still)), late=late)
        line = self._chosen()
        self._title.setText(_("Messages that came in"))
        self._over.setText(_("Also those that are over"))
        self._sheet.setText(_("Type a paper sheet…"))
        self._blank.setText(_("Blank sheets…"))
        self._triage.setText(_("Triage…"))
        self._back.setText(_("Send back…"))
        self._decide.setText(_("Decide…"))
        is_answered = line is not None and line.inbound.answered_at is not None
        self._answer.setText(_("Correct the answer…") if is_answered else _("Answered…"))
        self._promise.setText(_("Promise…"))
        self._right.setText(pgettext("inbound", "Put right…"))
        self._entry.setText(_("Open the entry"))
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._table.setAccessibleName(_("Messages that came in"))
        self._table.say_empty(
            _("Nothing waits. Whoever takes the next call types above: from whom, by what, what it says; Enter saves.")
        )
        self._model.retranslate()
