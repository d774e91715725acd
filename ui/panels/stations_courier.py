"""The courier's round: which trips of one stick, from here, bring everything to everybody; to read or to print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.stations import Strip, leg_note, leg_said, leg_way
from ui.panels.security_section import Row, Section
from ui.tasks import Job
from warroom import phrases
from warroom.domain.exchange import Leg
from warroom.words import _

SHOWN_MOST = 40


class CourierSection(Section):
    """One line a trip, in the order of the round."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.legs: list[Leg] = []
        self._stations: dict[str, Strip] = {}
        self.lines: list[Row] = []
        self.none = self.add_row()
        self._say()

    def refresh(self) -> None:
        self.desk.tasks.run(self._read, owner=self, done=self._show)

    def name_stations(self, rows: Sequence[Strip]) -> None:
        """Who is who; the round is read again with them."""
        self._stations = {row.station.id: row for row in rows}
        self._say_legs()
        if self.isVisible():
            self.refresh()

    def print_round(self) -> None:
        """On paper, for whoever carries the stick."""
        from ui.printing import print_document

        document = QTextDocument()
        document.setHtml(self.paper())
        print_document(document, title=_("Round of the stick"), parent=self.window(), audit=self.desk.room.audit)

    def paper(self) -> str:
        """The round as a page of HTML; what people typed is escaped."""
        now = self.desk.room.clock.now_ms()
        rows = "".join(
            f"<tr><td>☐ {number}</td><td><b>{escape(leg_way(leg, self._stations))}</b></td>"
            f"<td>{escape(leg_said(leg))}</td><td>{escape(leg_note(leg, self._stations, now))}</td></tr>"
            for number, leg in enumerate(self.legs, 1)
        )
        title, made = _("Round of the stick"), f"{phrases.day(now)} {phrases.time_of_day(now)}"
        room = self.desk.room.views.name()
        todo = _("At each stop: read what the stick brings, then write on it again. Eject it before you pull it out.")
        return (
            f"<html><body><h2>{escape(title)}</h2><p>{escape(room)} · {escape(made)}</p>"
            f'<table cellspacing="0" cellpadding="6" width="100%">{rows}</table><p>{escape(todo)}</p></body></html>'
        )

    def _read(self, _job: Job) -> list[Leg]:
        return self.desk.room.exchange.courier()

    def _show(self, legs: list[Leg]) -> None:
        self.legs = legs[:SHOWN_MOST]
        while len(self.lines) > len(self.legs):
            self.drop_row(self.lines.pop())
        while len(self.lines) < len(self.legs):
            self.lines.append(self.add_row(before=self.none))
        self._say_legs()

    def _say_legs(self) -> None:
        now = self.desk.room.clock.now_ms()
        for row, leg in zip(self.lines, self.legs, strict=True):
            row.name.setText(leg_way(leg, self._stations))
            row.say(leg_said(leg), note=leg_note(leg, self._stations, now))
        self.none.name.setText(_("Nothing to carry") if not self.legs else _("At each stop"))
        self.none.say(
            _("Every station that is known has everything, as far as this one can tell.")
            if not self.legs
            else _("Read what the stick brings, then write on it again. Eject it before you pull it out."),
            "muted",
        )

    def _say(self) -> None:
        self.set_title(_("Round of the stick"))
        self.set_note(_("so that everybody has everything"))
        self._say_legs()
        super()._say()
