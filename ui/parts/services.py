"""The services an incident touches, the worst first, and how each stands."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.models.clocks import clock_tone
from ui.parts.part import Part
from ui.widgets.lines import FactLine
from ui.widgets.tone import SERVICE_TONES
from warroom.commands.said import service_word
from warroom.domain.clocks import Clock, at, consumed
from warroom.domain.incidents import Mode
from warroom.domain.services import AffectedService
from warroom.words import _, ngettext


class ServicesPart(Part):
    """One line a service; a click changes its state."""

    nouns = ("impact", "service")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.add_head_button(lambda: _("Add"), self.add_service)
        self._say()

    def add_service(self) -> None:
        """Ask which service is touched, with completion."""
        from ui.dialogs.service import ServiceDialog

        if self.incident is not None:
            self.ask(ServiceDialog(self.desk, self.incident, parent=self))

    def refresh(self) -> None:
        if self.incident is None:
            return
        found = self.desk.room.views.services(self.incident.id)
        lines: list[QWidget] = []
        now = self.now()
        running = {clock.key: clock for clock in self.desk.room.views.clocks(self.incident.id, mode=Mode.BOTH)}
        for service in found:
            line = FactLine(self.desk.look, parent=self)
            note, tone = _gauge(running.get(f"rto:{service.id}"), now)
            state = SERVICE_TONES[service.state]
            line.say(service.name, service_word(service.state), tone=state, note=note, note_tone=tone, below=bool(note))
            line.chosen.connect(lambda service=service: self._change(service))
            lines.append(line)
        if not found:
            lines.append(self.empty_line(_("No service is named yet.")))
        self.fill(lines)
        self.set_note(ngettext("{n} touched", "{n} touched", len(found)).format(n=len(found)) if found else "")

    def _change(self, service: AffectedService) -> None:
        from ui.dialogs.service import ServiceDialog

        if self.incident is not None:
            self.ask(ServiceDialog(self.desk, self.incident, service, parent=self))

    def _say(self) -> None:
        self.set_title(_("Services"))
        super()._say()


def _gauge(clock: Clock | None, now_ms: int) -> tuple[str, str]:
    """How much of its recovery time a service has used up, and in which tone."""
    used = consumed(clock, now_ms) if clock is not None else None
    if clock is None or used is None:
        return "", "muted"
    return _("RTO {n} %").format(n=used), clock_tone(at(clock, now_ms)) or "muted"
