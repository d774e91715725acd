"""The board of teams sent out: who is silent, and one key to note what they say."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QPushButton

from ui.models.field import team_columns
from ui.panels.actions import ActionsTable
from ui.panels.field_list import FieldList
from ui.tasks import Job
from warroom.commands import NoteContact
from warroom.domain.field_teams import FieldTeam, Heard, TeamOut
from warroom.words import _, ngettext


class TeamsOut(FieldList[TeamOut]):
    """C notes what a team says, O that all is well, N that it did not answer, M where it is, R that it is back."""

    nouns = ("field_team", "contact", "incident")

    # What can be done

    def send_team(self) -> None:
        from ui.dialogs.send_team import SendTeamDialog

        if self._current is not None:
            SendTeamDialog(self._desk, self._current, None, self).open()

    def go_on(self) -> None:
        self.contact()

    def contact(self) -> None:
        from ui.dialogs.contact import ContactDialog

        out = self._chosen()
        if out is not None and self.can_write():
            ContactDialog(self._desk, out, self).open()

    def all_well(self) -> None:
        out = self._chosen()
        if out is not None:
            self._do(NoteContact(field_team=out.team.id, text=_("All well")))

    def no_answer(self) -> None:
        out = self._chosen()
        if out is not None:
            self._do(NoteContact(field_team=out.team.id, incoming=False))

    def move_team(self) -> None:
        from ui.dialogs.send_team import SendTeamDialog

        out = self._chosen()
        if out is not None:
            incident = self._desk.room.views.incident(out.team.incident)
            SendTeamDialog(self._desk, incident, out.team, self).open()

    def bring_back(self) -> None:
        from ui.dialogs.contact import ReturnDialog

        out = self._chosen()
        if out is not None:
            ReturnDialog(self._desk, out, self).open()

    def print_sheet(self) -> None:
        from ui.panels.field_print import print_team

        out = self._chosen()
        if out is not None:
            print_team(self._desk, out, self)

    def deeds(self) -> tuple[tuple[QPushButton, str, Callable[[], None]], ...]:
        return (
            (self._contact, "C", self.contact),
            (self._well, "O", self.all_well),
            (self._none, "N", self.no_answer),
            (self._move, "M", self.move_team),
            (self._back, "R", self.bring_back),
            (self._sheet, "P", self.print_sheet),
            (self._open, "", self.open_incident),
        )

    # What the register asks

    def _chosen(self) -> TeamOut | None:
        row = self._table.current()
        return row if isinstance(row, TeamOut) else None

    def _record(self, row: TeamOut) -> FieldTeam:
        return row.team

    def _build(self) -> None:
        self._over, self._send = QPushButton(self), QPushButton(self)
        buttons = [QPushButton(self) for _at in range(7)]
        self._contact, self._well, self._none, self._move, self._back, self._sheet, self._open = buttons
        self._over.setCheckable(True)
        self._over.toggled.connect(self._ask_again)
        self._send.setProperty("primary", True)
        self._send.clicked.connect(lambda _checked=False: self.send_team())
        table = ActionsTable(self._new_model(team_columns()), self._desk.look, parent=self)
        self._frame(table, (self._over, self._send))
        self._enable()

    def _read(self, _job: Job) -> list[TeamOut]:
        return self._desk.room.views.teams_out(mode=self.mode, live=not self._with_over)

    def _in_order(self, rows: list[TeamOut]) -> list[TeamOut]:
        return rows

    def _enable(self) -> None:
        out, may = self._chosen(), self.can_write()
        self._send.setEnabled(may and self._current is not None)
        for button in (self._contact, self._move):
            button.setEnabled(may and out is not None)
        for button in (self._well, self._none, self._back):
            button.setEnabled(may and out is not None and out.team.is_out)
        for button in (self._sheet, self._open):
            button.setEnabled(out is not None)

    def _say(self) -> None:
        now = self._desk.room.clock.now_ms()
        still = [out for out in self._rows if out.team.is_out]
        silent = sum(1 for out in still if out.heard(now) is Heard.SILENT)
        said = ngettext("{n} out", "{n} out", len(still)).format(n=len(still))
        if silent:
            said += " · " + ngettext("{n} silent", "{n} silent", silent).format(n=silent)
        self._count.say(said, "late" if silent else "muted")
        self._title.setText(_("Teams out"))
        self._over.setText(_("Also those that are back"))
        self._send.setText(_("Send a team…"))
        self._contact.setText(_("Note a contact…"))
        self._well.setText(_("All well"))
        self._none.setText(_("No answer"))
        self._move.setText(_("Moved…"))
        self._back.setText(_("Back…"))
        self._sheet.setText(_("Team sheet…"))
        self._open.setText(_("Open the incident"))
        for button, key, _run in self.deeds():
            button.setToolTip(key)
        self._table.setAccessibleName(_("Teams out"))
        self._table.say_empty(
            _("No team is out. “Send a team…” puts one on the board, and calls for you when it falls silent.")
            if self._current is not None
            else _("No incident is open here: choose one on the board, or declare one with Ctrl+N.")
        )
        self._model.retranslate()
