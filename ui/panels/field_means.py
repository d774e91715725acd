"""The board of means: what was asked for, who may commit the money, when it comes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton, QVBoxLayout

from ui.dialogs.reason import ReasonDialog
from ui.models.field import means_columns
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from ui.widgets.tone import ToneLabel
from warroom.commands import RefuseMeans
from warroom.commands.cell_words import seat_word
from warroom.commands.field_words import committed_said
from warroom.domain.means import Committed, MeansRequest, MeansState
from warroom.words import _, ngettext, pgettext


class MeansAsked(FieldList[MeansRequest]):
    """Enter does what comes next; A approves, X refuses, O orders, L takes delivery, W withdraws, E changes."""

    nouns = ("means_request", "incident", "role_card")

    # What can be done

    def ask_means(self) -> None:
        from ui.dialogs.ask_means import AskMeansDialog

        if self._current is not None:
            AskMeansDialog(self._desk, self._current, None, self).open()

    def go_on(self) -> None:
        request = self._chosen()
        if request is None or not self.can_write():
            return
        does = {MeansState.ASKED: self.approve, MeansState.APPROVED: self.order, MeansState.COMING: self.arrive}
        does.get(request.state, self.open_incident)()

    def approve(self) -> None:
        from ui.dialogs.approve_means import ApproveMeansDialog

        if (request := self._chosen()) is not None:
            ApproveMeansDialog(self._desk, request, self.mode, self).open()

    def refuse(self) -> None:
        if (request := self._chosen()) is not None:
            ReasonDialog(
                self._desk,
                title=lambda: _("Refuse {number}: {what}").format(number=request.number, what=request.what),
                verb=lambda: pgettext("means", "Refuse"),
                build=lambda reason: RefuseMeans(means=request.id, reason=reason),
                parent=self,
            ).open()

    def order(self) -> None:
        from ui.dialogs.means_moves import OrderMeansDialog

        if (request := self._chosen()) is not None:
            OrderMeansDialog(self._desk, request, self).open()

    def arrive(self) -> None:
        from ui.dialogs.means_moves import ArriveMeansDialog

        if (request := self._chosen()) is not None:
            ArriveMeansDialog(self._desk, request, self).open()

    def withdraw(self) -> None:
        from ui.dialogs.means_moves import WithdrawMeansDialog

        if (request := self._chosen()) is not None:
            WithdrawMeansDialog(self._desk, request, self).open()

    def change(self) -> None:
        from ui.dialogs.ask_means import AskMeansDialog

        if (request := self._chosen()) is not None:
            incident = self._desk.room.views.incident(request.incident)
            AskMeansDialog(self._desk, incident, request, self).open()

    def print_sheet(self) -> None:
        from ui.panels.field_print import print_request

        if (request := self._chosen()) is not None:
            print_request(self._desk, request, self)

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._approve, "A", self.approve),
            (self._refuse, "X", self.refuse),
            (self._order, "O", self.order),
            (self._arrive, "L", self.arrive),
            (self._withdraw, "W", self.withdraw),
            (self._change, "E", self.change),
            (self._sheet, "P", self.print_sheet),
        )

    # What the register asks

    def _chosen(self) -> MeansRequest | None:
        row = self._table.current()
        return row if isinstance(row, MeansRequest) else None

    def _record(self, row: MeansRequest) -> MeansRequest:
        return row

    def _build(self) -> None:
        self._numbers: dict[str, str] = {}
        self._totals: list[Committed] = []
        self._over, self._ask = QPushButton(self), QPushButton(self)
        buttons = [QPushButton(self) for _at in range(7)]
        self._approve, self._refuse, self._order, self._arrive, self._withdraw, self._change, self._sheet = buttons
        self._over.setCheckable(True)
        self._over.toggled.connect(self._ask_again)
        self._ask.clicked.connect(lambda _checked=False: self.ask_means())
        self._spent = ToneLabel(self._desk.look, "muted", wrap=True, parent=self)
        table = ActionsTable(self._new_model(means_columns(self._numbers)), self._desk.look, parent=self)
        self._frame(table, (self._over, self._ask))
        whole = self.layout()
        assert isinstance(whole, QVBoxLayout)
        whole.insertWidget(1, self._spent)
        self._enable()

    def _read(self, _job: Job) -> list[MeansRequest]:
        views, mode = self._desk.room.views, self.mode
        found = views.means_asked(mode=mode, live=not self._with_over)
        self._numbers.update({each.id: each.number for each in views.incidents(mode=mode)})
        self._totals = views.committed(self._current.id, mode=mode) if self._current is not None else []
        return found

    def _in_order(self, rows: list[MeansRequest]) -> list[MeansRequest]:
        return rows

    def _enable(self) -> None:
        request, may = self._chosen(), self.can_write()
        is_open = may and request is not None and not request.is_over
        state = request.state if request is not None else None
        self._ask.setEnabled(may and self._current is not None)
        for button in (self._approve, self._refuse, self._withdraw, self._change, self._arrive):
            button.setEnabled(is_open)
        self._order.setEnabled(is_open and state in (MeansState.APPROVED, MeansState.COMING))
        self._sheet.setEnabled(request is not None)

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        still = [each for each in self._rows if not each.is_over]
        late = sum(1 for each in still if each.due_at is not None and each.due_at < now)
        said = ngettext("{n} open", "{n} open", len(still)).format(n=len(still))
        self._say_count(said, late=late)
        totals = [
            committed_said(item, seat_word(item.code, "") if item.code else item.approver) for item in self._totals
        ]
        is_past = any(item.limit is not None and item.total > item.limit for item in self._totals)
        self._spent.say(" · ".join(totals), "late" if is_past else "muted")
        self._spent.setVisible(bool(totals))
        self._title.setText(_("Means asked for"))
        self._over.setText(_("Also those that are over"))
        self._ask.setText(_("Ask for means…"))
        self._approve.setText(pgettext("means", "Approve…"))
        self._refuse.setText(pgettext("means", "Refuse…"))
        self._order.setText(_("On its way…"))
        self._arrive.setText(_("Arrived…"))
        self._withdraw.setText(_("Not needed…"))
        self._change.setText(_("Change…"))
        self._sheet.setText(_("Request sheet…"))
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._table.setAccessibleName(_("Means asked for"))
        self._table.say_empty(
            _("Nothing is asked for. “Ask for means…” says what is needed, how many and by when.")
            if self._current is not None
            else ""
        )
        self._model.retranslate()


def _who(item: Committed) -> str:
    return seat_word(item.code, "") if item.code else item.approver
