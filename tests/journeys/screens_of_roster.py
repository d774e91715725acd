"""The roster on screen: its page with a card, and every dialog of it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from ui.desk import Desk
from ui.dialogs.roster_alike import AlikeDialog
from ui.dialogs.roster_card import AddCardDialog, AmendCardDialog, RenameDialog
from ui.dialogs.roster_merge import MergeDialog
from ui.dialogs.roster_reach import ReachDialog
from ui.window import MainWindow
from warroom.commands import AddCard, CheckReach
from warroom.domain.roster import GivenReach, ReachKind
from warroom.room import Room

READ_MS = 250  # list and card are read in tasks
OLD_MS = 400 * 86_400_000


def _way(kind: ReachKind, value: str, label: str = "", **more: object) -> GivenReach:
    return GivenReach(kind=kind, value=value, label=label, **more)  # type: ignore[arg-type]


def with_roster(room: Room) -> None:
    """People of an operator and of its suppliers; numbers are those kept for fiction."""
    now = room.clock.now_ms()
    room.do(
        AddCard(
            name="Hélène Dupré-Vasseur",
            job="Ingénieure cœur de réseau mobile",
            employer="Opérateur Exemple",
            site="Lyon Part-Dieu",
            languages=("fr", "en"),
            remark="Connaît le HLR de bout en bout ; préfère être appelée chez elle la nuit.",
            source="annuaire-2026.vcf",
            reaches=(
                _way(ReachKind.MOBILE, "06 39 98 12 34", "astreinte", checked_at=now - OLD_MS, checked_by="Léa Martin"),
                _way(ReachKind.HOME, "01 99 00 12 34", checked_at=now - 3_600_000, checked_by="Léa Martin"),
                _way(ReachKind.EMAIL, "helene.dupre-vasseur@operateur.example.org"),
                _way(ReachKind.RADIO, "Bravo 12", "salle de supervision"),
            ),
        )
    ).result()
    people = (
        ("Ali Ben Salah", "Supervision", "Opérateur Exemple", "Nantes", "06 39 98 20 01"),
        ("Nour Haddad", "Juriste", "Opérateur Exemple", "Paris", "06 39 98 20 02"),
        ("Thomas Müller", "Support équipementier", "Équipementier Exemple", "Bonn", "+49 228 5550100"),
        ("J. Petitjean", "Énergie", "", "Lille", "06 39 98 20 03"),
        ("Juliette Petitjean", "Énergie et climatisation", "Opérateur Exemple", "Lille", "06 39 98 20 03"),
    )
    for name, job, employer, site, number in people:
        reaches = (_way(ReachKind.MOBILE, number),)
        is_outside = employer == "Équipementier Exemple"
        room.do(
            AddCard(name=name, job=job, employer=employer, supplier=is_outside, site=site, reaches=reaches)
        ).result()
    room.do(CheckReach(reach=room.views.reaches(_dupre(room))[1].id, works=True)).result()


def open_roster(window: MainWindow) -> MainWindow:
    """The page, at the card that says most."""
    window.pages.open("roster")
    window.pages.reveals("person", _dupre(window.desk.room))
    QTest.qWait(READ_MS)
    return window


def roster_dialogs(desk: Desk, window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    views = desk.room.views
    card = views.roster_card(_dupre(desk.room))
    double = views.person_named("J. Petitjean")
    assert card is not None
    assert double is not None
    return {
        "roster-add": lambda: AddCardDialog(desk, "Nour Haddad", window),
        "roster-amend": lambda: AmendCardDialog(desk, card.id, window),
        "roster-rename": lambda: RenameDialog(desk, card, window),
        "roster-reach": lambda: ReachDialog(desk, card, views.reaches(card.id)[0], window),
        "roster-reach-new": lambda: ReachDialog(desk, card, None, window),
        "roster-merge": lambda: MergeDialog(desk, double, other=card.id, parent=window),
        "roster-alike": lambda: _read(AlikeDialog(desk, window)),
    }


def _read(dialog: AlikeDialog) -> QDialog:
    dialog.open()
    QTest.qWait(READ_MS)
    return dialog


def _dupre(room: Room) -> str:
    found = room.views.person_named("Hélène Dupré-Vasseur")
    assert found is not None
    return found.id
