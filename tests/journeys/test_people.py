"""People at one laptop, by keyboard: roles and delegation, PINs, a circle that hides, an erasure, a laptop cut off."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QDialog, QPushButton, QWidget

from tests.builders import NOON, a_room, an_entry, an_incident
from tests.journeys.scribe import Scribe
from tests.warroom.stations import another_station, carry
from ui.app import Program
from ui.dialogs.circle import MakeCircleDialog
from ui.dialogs.delegation_reason import DelegationReasonDialog
from ui.dialogs.erase import ErasePersonDialog, LeftDialog
from ui.dialogs.pin import PinDialog
from ui.dialogs.restricted_entry import RestrictedEntryDialog
from ui.dialogs.review_delegation import ReviewDelegationDialog
from ui.dialogs.revoke_station import RevokeStationDialog
from ui.dialogs.roles import RolesDialog
from ui.dialogs.sit_down import SitDownDialog
from ui.models.log_words import words_of
from ui.panels.people import PeoplePanel
from ui.panels.search import SearchPanel
from ui.panels.stations import StationsPanel
from ui.window import MainWindow
from warroom.clock import FixedClock
from warroom.commands import AddPerson, GrantRoles
from warroom.domain.rights import Role
from warroom.room import Change, Order
from warroom.words import LANGUAGES, _

KARIM, LEA = "Karim Benali", "Léa Martin"
SECRET = "Le prestataire a perdu les sauvegardes"
Kind = TypeVar("Kind", bound=QDialog)


class Cell:
    """A window on a room with two people and one incident."""

    def __init__(self, scribe: Scribe, program: Program, folder: Path, pictures: Path, spoken: str) -> None:
        self.scribe, self.pictures, self.spoken = scribe, pictures, spoken
        program.tongue.speak(spoken)
        self.clock = FixedClock(NOON)
        self.room = a_room(folder, clock=self.clock, content=spoken)
        self.room.do(AddPerson(name=KARIM)).result()
        self.incident = an_incident(self.room).id
        self.window: MainWindow = program.show_room(self.room)
        scribe.back_in(self.window)

    @property
    def panel(self) -> PeoplePanel:
        self.window.open_page("members")
        page = self.window.pages.page("members")
        assert isinstance(page, PeoplePanel)
        return page

    def take(self, name: str) -> None:
        self.scribe.settle(0.3)
        self.window.grab().save(str(self.pictures / f"people-{name}-{self.spoken}.png"))

    def sit(self, initials: str, pin: str = "") -> SitDownDialog:
        """F12, initials, Enter, and the PIN where it is asked."""
        self.scribe.press("F12")
        dialog = self.scribe.dialog(SitDownDialog)
        self.scribe.write(initials)
        self.scribe.press("Return")
        if pin:
            self.scribe.until(dialog.pin.isVisible)
            self.scribe.write(pin)
            self.scribe.press("Return")
        return dialog

    def seated(self, name: str) -> None:
        self.scribe.until(lambda: self.room.member == name)
        self.scribe.back_in(self.window)

    def write(self, text: str) -> str:
        """One line in the log; its id."""
        self.window.open_incident(self.incident)
        before = self.room.views.tally(self.incident)[0]
        self.scribe.write(text)
        self.scribe.press("Return")
        self.scribe.until(lambda: self.room.views.tally(self.incident)[0] > before)
        return next(each.id for each in self.room.views.entries(self.incident) if each.text == text)

    def shown(self) -> list[str]:
        """What the log on screen says, with its marks."""
        log = self.window.pages.incident_room().log
        rows = [log._model.value_now(at) for at in range(log._model.rowCount())]
        said = [
            words_of(row.entry, order=Order.RECORDED, is_delegated=row.is_delegated) for row in rows if row is not None
        ]
        return [f"{words.text} {' '.join(piece.text for piece in words.pieces)}" for words in said]

    def ask(self, words: str, kind: type[Kind], *, on: QWidget | None = None) -> Kind:
        """Go to a button of the page by Tab and press it."""
        page = on or self.panel
        button = next(each for each in page.findChildren(QPushButton) if each.text() == _(words) and each.isVisible())
        self.scribe.until(button.isEnabled)
        self.scribe.tab_to(button)
        self.scribe.press("Space")
        return self.scribe.dialog(kind)

    def list_members(self, name: str) -> PeoplePanel:
        """The members, with one chosen."""
        panel = self.panel
        panel.open_list(panel.members)
        self.scribe.until(lambda: any(row.name == name for row in panel.members.model.rows()))
        panel.members.table.select(next(row.id for row in panel.members.model.rows() if row.name == name))
        return panel


@pytest.fixture(params=LANGUAGES)
def cell(request: pytest.FixtureRequest, scribe: Scribe, program: Program, tmp_path: Path, pictures: Path) -> Cell:
    return Cell(scribe, program, tmp_path, pictures, request.param)


def administer(cell: Cell) -> None:
    roles = frozenset({Role.ADMINISTRATOR, Role.COMMANDER})
    cell.room.do(GrantRoles(person=LEA, roles=roles, reason="Ordre")).result()


def test_that_after_the_first_role_somebody_else_writes_by_delegation_and_is_reviewed(cell: Cell) -> None:
    scribe = cell.scribe
    cell.list_members(LEA)
    roles = cell.ask("Roles…", RolesDialog)
    assert roles.warning.isVisible()
    roles.boxes[Role.ADMINISTRATOR].setChecked(True)
    scribe.fill("Ordre de mission", roles.reason)
    scribe.leave(roles)
    scribe.back_in(cell.window)

    cell.sit("KB")
    cell.seated(KARIM)
    foot = cell.window.foot
    scribe.until(foot._give_reason.isVisible)
    assert _("by delegation") in foot._delegation.text()
    cell.write("Sans motif")
    cell.take("1-foot")
    foot._give_reason.click()
    why = scribe.dialog(DelegationReasonDialog)
    scribe.write("Léa est au téléphone")
    scribe.leave(why)
    scribe.back_in(cell.window)
    cell.write("Avec motif")
    assert all(_("by delegation") in line for line in cell.shown() if " motif " in line)

    cell.sit("LM")
    cell.seated(LEA)
    scribe.until(lambda: not foot._give_reason.isVisible())
    scribe.until(lambda: cell.window.rail.row("members")._late == 2)
    panel = cell.panel
    panel.open_acts()
    scribe.until(lambda: panel.acts.model.rowCount() == 2)
    cell.take("2-to-review")
    review = cell.ask("Confirm…", ReviewDelegationDialog)
    scribe.write("Vu ensemble")
    scribe.leave(review)
    scribe.until(lambda: cell.room.views.to_review() == 1)
    assert [each.remark for each in cell.room.rights.delegations() if not each.is_open] == ["Vu ensemble"]


def test_that_nobody_reviews_their_own_and_reads_why(cell: Cell) -> None:
    administer(cell)
    cell.sit("KB")
    cell.seated(KARIM)
    cell.write("Par délégation")
    panel = cell.panel
    panel.open_acts()
    cell.scribe.until(lambda: panel.acts.model.rowCount() == 1)

    review = cell.ask("Confirm…", ReviewDelegationDialog)
    cell.scribe.press("Return")

    cell.scribe.until(lambda: _("Nobody reviews what they did themselves.") in review._trouble.text())
    QDialog.reject(review)


def test_that_a_pin_is_set_asked_refused_and_waited_for(cell: Cell) -> None:
    scribe = cell.scribe
    cell.list_members(KARIM)
    dialog = cell.ask("PIN…", PinDialog)
    for field in (dialog.pin, dialog.again):
        scribe.fill("2468", field)
    scribe.leave(dialog)
    scribe.back_in(cell.window)
    assert cell.room.rights.has_pin(next(each.id for each in cell.room.views.people() if each.name == KARIM))

    asked = cell.sit("KB", "1357")
    wrong = _("This is not the PIN of {name}.").format(name=KARIM)
    scribe.until(lambda: wrong in asked.trouble.text())
    assert cell.room.member == LEA
    for _try in range(4):
        scribe.until(asked.primary.isEnabled)
        scribe.write("1357")
        scribe.press("Return")
        scribe.until(asked.primary.isEnabled)
    scribe.write("2468")
    scribe.press("Return")
    scribe.until(lambda: "30" in asked.trouble.text())
    cell.take("3-waiting")
    assert cell.room.member == LEA, "the right PIN waits as well"

    cell.clock.set(NOON + 31_000)
    scribe.until(asked.primary.isEnabled)
    scribe.write("2468")
    scribe.press("Return")
    cell.seated(KARIM)


def test_that_what_is_restricted_is_a_placeholder_to_whoever_need_not_know(cell: Cell) -> None:
    scribe = cell.scribe
    panel = cell.panel
    panel.open_list(panel.circles)
    scribe.until(lambda: panel.circles.model.rowCount() == 3)
    made = cell.ask("Make a circle…", MakeCircleDialog)
    scribe.write("Assurance")
    scribe.leave(made)
    scribe.back_in(cell.window)

    cell.window.open_incident(cell.incident)
    cell.window.desk.verbs.use("restricted-entry")
    dialog = scribe.dialog(RestrictedEntryDialog)
    dialog._circle.choose("Assurance")
    scribe.fill(SECRET, dialog._text)
    scribe.leave(dialog)
    scribe.back_in(cell.window)
    scribe.until(lambda: any(SECRET in line for line in cell.shown()))

    cell.window.pages.look_for("sauvegardes")
    search = cell.window.pages.page("search")
    assert isinstance(search, SearchPanel)
    scribe.until(lambda: search._model.rowCount() == 1)

    cell.sit("KB")
    cell.seated(KARIM)
    scribe.until(lambda: search._model.rowCount() == 0)
    cell.window.open_incident(cell.incident)
    scribe.until(lambda: not any(SECRET in line for line in cell.shown()))
    assert any("· Assurance" in line for line in cell.shown())
    cell.take("4-placeholder")

    cell.sit("LM")
    cell.seated(LEA)
    scribe.until(lambda: any(SECRET in line for line in cell.shown()))


def test_that_a_person_is_erased_and_the_entry_that_names_them_is_a_click_away(cell: Cell) -> None:
    scribe = cell.scribe
    entry = an_entry(cell.room, cell.incident, text=f"{KARIM} quitte la cellule")
    cell.list_members(KARIM)
    dialog = cell.ask("Erase…", ErasePersonDialog)
    scribe.write("Demande du 23 novembre")
    scribe.press("Ctrl+Return")
    left = scribe.dialog(LeftDialog)
    cell.take("5-erased")
    link = next(each for each in left.findChildren(QPushButton) if entry.number in each.text())
    scribe.tab_to(link)
    scribe.press("Space")
    scribe.until(lambda: cell.window.pages.open_page == "incident")

    current = cell.window.pages.incident_room().log._deeds.entry()
    assert current is not None
    assert current.id == entry.id
    assert KARIM not in [each.name for each in cell.room.views.people()]
    assert dialog is not None


def test_that_a_revoked_laptop_says_so_on_top_and_gives_typed_text_back(
    cell: Cell, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scribe = cell.scribe
    administer(cell)
    lost = another_station(cell.room, tmp_path, monkeypatch, member=LEA)
    an_entry(lost, cell.incident, text="Du portable B")
    carry(lost, cell.room)
    cell.window.open_page("stations")
    page = cell.window.pages.page("stations")
    assert isinstance(page, StationsPanel)
    strip = page.page.strip
    strip.refresh()
    scribe.until(lambda: strip.model.rowCount() == 2)
    strip.table.select(next(row.station.id for row in strip.model.rows() if not row.station.is_ours))
    dialog = cell.ask("Revoke…", RevokeStationDialog, on=page)
    scribe.write("Portable perdu dans le train")
    scribe.leave(dialog)
    scribe.until(lambda: "Portable perdu" in strip.about.text())
    cell.take("6-revoked")

    window = program.show_room(lost)
    scribe.back_in(window)
    assert window.revoked.isHidden()
    carry(cell.room, lost)
    lost.changes.publish(Change({"cut": frozenset()}))
    scribe.until(window.revoked.isVisible)
    scribe.settle(0.2)
    window.grab().save(str(cell.pictures / f"people-7-cut-off-{cell.spoken}.png"))
    window.open_incident(cell.incident)
    quick = window.pages.incident_room().log._quick
    assert quick._hint.whole == _("This station was revoked: nothing more can be written here.")
    scribe.write("Ligne tapée quand même")
    scribe.press("Return")
    scribe.until(lambda: "Ligne tapée quand même" in quick.text)
