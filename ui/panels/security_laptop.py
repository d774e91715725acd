"""This laptop: what it must do alone on the worst day, proved now, and when each laptop of the room last proved it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QPushButton, QWidget

from ui.desk import Desk
from ui.models.laptops import TONES, Laptop, laptops_model, laptops_of
from ui.panels.security_section import Row, Section
from ui.settings import STALE_DAYS
from ui.widgets.table import Table
from warroom import phrases
from warroom.commands import NoteReadiness
from warroom.domain.readiness import Proof, Proved, Readiness, Standing, standing
from warroom.doors import proving
from warroom.phrases import labelled
from warroom.room import Change
from warroom.words import _, ngettext

LAPTOPS_MOST = 12  # lines before the table scrolls


@dataclass(frozen=True, slots=True)
class Wanted:
    """One proof in words: its name, and what to do for it in a sentence."""

    proof: Proof
    name: Callable[[], str]
    guidance: Callable[[], str]


def wanted() -> tuple[Wanted, ...]:
    """In the order in which a morning would go."""
    return (
        Wanted(
            Proof.LOGS_IN,
            lambda: _("Logs in offline"),
            lambda: _("Unplug the network, switch Wi-Fi off, log out and in again: the domain may be down that day."),
        ),
        Wanted(
            Proof.RUNS,
            lambda: _("Runs the package"),
            lambda: _("The program uses itself once in a folder of its own; it takes about a minute."),
        ),
        Wanted(
            Proof.STICK,
            lambda: _("Writes and reads a stick"),
            lambda: _("Plug in a stick that may be used here: a small file is written, read back and taken away."),
        ),
        Wanted(
            Proof.PRINTS,
            lambda: _("Prints locally"),
            lambda: _("Plug a printer in by its cable: one page comes out, and you type the number on it."),
        ),
        Wanted(
            Proof.SHEET,
            lambda: _("Opens with the sheet"),
            lambda: _("Fetch the recovery sheet and type its code: it alone opens the room, for reading only."),
        ),
    )


class LaptopSection(Section):
    """The five proofs of this laptop, each with the button that makes it."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._known: dict[str, Readiness] | None = None
        self._underway: set[Proof] = set()
        self._wanted = wanted()
        self.lines: dict[Proof, Row] = {}
        self.buttons: dict[Proof, QPushButton] = {}
        for each in self._wanted:
            row = self.add_row()
            self.lines[each.proof] = row
            self.buttons[each.proof] = row.add_button(
                lambda proof=each.proof: self._button_words(proof),  # type: ignore[misc]
                partial(self._prove, each.proof),
            )
        self._say()
        desk.changes.changed.connect(self._follow)

    def refresh(self) -> None:
        """Read what is noted, in a task."""
        room = self.desk.room
        self.desk.tasks.run(lambda _job: laptops_of(room), owner=self, done=self._show)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches("readiness"):
            self.refresh()

    def _show(self, laptops: list[Laptop]) -> None:
        self._known = next((laptop.proofs for laptop in laptops if laptop.is_ours), {})
        self._say()

    # Proving

    def _prove(self, proof: Proof) -> None:
        if proof is Proof.RUNS:
            self._run(proof, proving.prove_package)
        elif proof is Proof.LOGS_IN:
            self._look_at_login()
        else:
            self._ask(proof)

    def _look_at_login(self) -> None:
        """Seen by the program itself, or else asked of whoever sits here."""

        def judged(seen: Proved) -> None:
            if seen.ok:
                self._keep(Proof.LOGS_IN, seen)
            else:
                self._ask(Proof.LOGS_IN)

        self.desk.tasks.run(lambda _job: proving.prove_login(attested=False), owner=self, done=judged)

    def _ask(self, proof: Proof) -> None:
        from ui.dialogs.prove import dialog_for

        dialog = dialog_for(proof, self.desk, self.window())
        dialog.proved.connect(partial(self._keep, proof))
        dialog.open()

    def _run(self, proof: Proof, attempt: Callable[[], Proved]) -> None:
        self._underway.add(proof)
        self._say()
        self.desk.tasks.run(
            lambda _job: attempt(),
            owner=self,
            done=lambda proved: self._end(proof, proved),
            failed=lambda error: self._fail(proof, error),
        )

    def _end(self, proof: Proof, proved: Proved) -> None:
        self._underway.discard(proof)
        self._keep(proof, proved)

    def _fail(self, proof: Proof, error: Exception) -> None:
        self._underway.discard(proof)
        self.desk.notices.show(error, parent=self)
        self._say()

    def _keep(self, proof: Proof, proved: Proved) -> None:
        command = NoteReadiness(what=proof, ok=proved.ok, detail=proved.detail)
        self.desk.tasks.follow(self.desk.room.do(command), owner=self, done=lambda _id: self.refresh())

    # Words

    def _button_words(self, proof: Proof) -> str:
        return _("Under way…") if proof in self._underway else _("Prove now…")

    def _say(self) -> None:
        self.set_title(_("This laptop"))
        self.set_note(_("what it must do alone on the worst day"))
        for each in self._wanted:
            row = self.lines[each.proof]
            row.name.setText(each.name())
            state, tone = self._state(each.proof)
            row.say(state, tone, note=each.guidance())
            self.buttons[each.proof].setEnabled(self.can_change and each.proof not in self._underway)
        super()._say()

    def _state(self, proof: Proof) -> tuple[str, str]:
        if self._known is None:
            return "", ""
        known, now = self._known.get(proof), self.desk.room.clock.now_ms()
        state = standing(known, now_ms=now, stale_days=self.desk.settings.stale_days)
        if known is None or known.at is None:
            return _("Never proved."), TONES[Standing.MISSING]
        day = phrases.date(known.at)
        said = {
            Standing.FRESH: _("Proved {date}"),
            Standing.STALE: _("Proved {date}, too long ago: prove it again"),
        }.get(state, _("Tried {date}, without success"))
        return labelled(said.format(date=day), known.detail), TONES[state]


class LaptopsSection(Section):
    """Every laptop of the room: who decides whether the room is ready sees them all."""

    days_changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.days, self.again = QComboBox(self), self.add_row()
        for _days in STALE_DAYS:
            self.days.addItem("")
        self.again.add_field(self.days)
        self._model = laptops_model(
            desk.look,
            now=desk.room.clock.now_ms,
            stale_days=lambda: desk.settings.stale_days,
            parent=self,
        )
        self.table = Table(self._model, desk.look, hugs=LAPTOPS_MOST, parent=self)
        self.body.addWidget(self.table)
        self._say()
        self.days.activated.connect(self._keep_days)
        desk.changes.changed.connect(self._follow)

    def refresh(self) -> None:
        """Read every laptop again, in a task."""
        room = self.desk.room
        self.days.setCurrentIndex(STALE_DAYS.index(self.desk.settings.stale_days))
        self.desk.tasks.run(lambda _job: laptops_of(room), owner=self, done=self._model.replace)

    @Slot(object)
    def _follow(self, change: Change) -> None:
        if self.isVisible() and change.touches("readiness", "station", "cut"):
            self.refresh()

    def _keep_days(self, place: int) -> None:
        self.desk.settings.stale_days = STALE_DAYS[place]
        self.desk.settings.save()
        self.refresh()
        self.days_changed.emit()

    def _say(self) -> None:
        self.set_title(_("All laptops of the room"))
        self.again.name.setText(_("Prove again"))
        self.again.say(
            _("How old a proof may be before it is to be made again, for all rooms on this laptop."),
            note=_("Amber: never proved, too old, or tried without success. Each laptop proves itself."),
        )
        for place, days in enumerate(STALE_DAYS):
            self.days.setItemText(place, ngettext("after {n} day", "after {n} days", days).format(n=days))
        self.days.setAccessibleName(_("Prove again"))
        self._model.retranslate()
        self.table.setAccessibleName(_("All laptops of the room"))
        super()._say()
