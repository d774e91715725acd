"""The objectives of a service: how long it may be down, how much may be lost, how long its failover took."""

from __future__ import annotations

from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.widgets.fields import NameField, TimeField
from ui.widgets.tone import ToneLabel
from warroom import phrases
from warroom.commands import SetContinuity
from warroom.domain.services import Continuity
from warroom.domain.typed_times import parse_length
from warroom.errors import Refusal
from warroom.words import _

FIELDS = ("rto_min", "mtpd_min", "rpo_min", "failover_min")
MINUTE = 60_000


class ContinuityDialog(Form):
    """RTO, MTPD, RPO and the measured failover of one service."""

    def __init__(self, desk: Desk, service: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._services = {item.name: item for item in desk.room.views.continuity()}
        self._fixed = service
        self._name = NameField(list(self._services), self)
        self._lengths = {name: QLineEdit(self) for name in FIELDS}
        self._tested = TimeField(desk, parent=self)
        if not service:
            self.add(lambda: _("Service"), self._name)
        self._name.setVisible(not service)
        said = {
            "rto_min": (lambda: _("RTO"), lambda: _("Recovery time objective: when it is to be up again.")),
            "mtpd_min": (lambda: _("MTPD"), lambda: _("When the impact becomes unacceptable; not before the RTO.")),
            "rpo_min": (lambda: _("RPO"), lambda: _("How much data may be lost, as a time.")),
            "failover_min": (lambda: _("Measured failover"), lambda: _("As measured at a test, not as promised.")),
        }
        for name, (label, hint) in said.items():
            self.add(label, self._lengths[name], hint=hint)
        self.add(lambda: _("Measured on"), self._tested)
        note = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.spoken(
            note.setText,
            lambda: _(
                "A service that is down and has an RTO runs a clock; a measured failover says until when to decide."
            ),
        )
        self.add_wide(note)
        self._name.textChanged.connect(lambda _text: self._show_known())
        self._show_known()
        self._watch(self._tested)

    def title(self) -> str:
        return _("Objectives of {service}").format(service=self._fixed) if self._fixed else _("Objectives of a service")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetContinuity:
        minutes = {name: _minutes(field.text()) for name, field in self._lengths.items()}
        known = self._known()
        seen = self.desk.room.views.sources("service", known.service) if known else None
        return SetContinuity(
            service=self._fixed or self._name.text(), failover_tested=self._tested.moment() or 0, seen=seen, **minutes
        )

    def _known(self) -> Continuity | None:
        return self._services.get(self._fixed or self._name.text().strip())

    def _show_known(self) -> None:
        known = self._known()
        for name, field in self._lengths.items():
            value = getattr(known, name) if known else None
            if known is not None or not field.isModified():
                field.setText(phrases.duration(value * MINUTE) if value else "")
        self._tested.set_moment(known.failover_tested if known else None)

    def _say(self) -> None:
        super()._say()
        for field in self._lengths.values():
            field.setPlaceholderText(_("4 h, 90 min, 2 h 30"))


def _minutes(text: str) -> int:
    """A length as typed, in minutes; 0 for none. Raises Refusal for what is no length."""
    if not text.strip():
        return 0
    found = parse_length(text)
    if found is None:
        raise Refusal(
            "length-unread",
            _("“{text}” is not a length of time.").format(text=text.strip()),
            safe=_("Nothing was changed."),
            todo=_("Type it like {examples}.").format(examples=_("4 h, 90 min, 2 h 30")),
        )
    return found
