"""People come in by the import dialog and go out from the roster page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.ui.test_import_dialog import goes_on, waits
from ui.desk import Desk
from ui.dialogs.import_file import ImportDialog
from ui.parts.roster_files import RosterFiles
from warroom.formats.people_columns import suggest_people

OUTLOOK = (
    "Titre;Prénom;Deuxième prénom;Nom;Suffixe;Société;Service;Fonction;Rue (bureau);Ville (bureau);Téléphone (bureau);"
    "Téléphone 2 (bureau);Tél. mobile;Adresse de messagerie;Adresse de messagerie 2;Bureau;Notes;Mystère\n"
    "Mme;Jeanne;;Moreau;;Exemple;Réseau;Ingénieure;1 rue du Port;Rennes;01 99 00 00 01;01 99 00 00 02;06 39 98 00 01;"
    "jeanne@example.org;j.moreau@example.org;B12;Astreinte;x\n"
    ";;;;;;;;;;;;06 39 98 00 02;;;;;\n"
)


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    file = tmp_path / "contacts.csv"
    file.write_bytes(OUTLOOK.encode("cp1252"))
    return file


def test_that_a_directory_is_shown_column_by_column_rehearsed_and_imported(
    qtbot: QtBot, desk: Desk, window: QWidget, contacts: Path, tmp_path: Path
) -> None:
    dialog = ImportDialog(desk, window, files=[str(contacts)])
    dialog.open()
    waits(qtbot, dialog, "Next")
    assert dialog._people.mapping().targets[3] == "family"
    goes_on(qtbot, dialog, "Next")
    waits(qtbot, dialog, "Import")
    assert dialog._outcome.said.startswith("Added: 1 person")
    assert desk.room.views.roster() == []
    goes_on(qtbot, dialog, "Import")
    waits(qtbot, dialog, "Close")
    card = next(iter(desk.room.views.roster()))
    assert (card.name, card.job, card.employer, card.site) == ("Jeanne Moreau", "Ingénieure", "Exemple", "B12")
    assert len(desk.room.views.reaches(card.id)) == 6
    assert desk.room.roster_in.preview(contacts).is_known  # type: ignore[union-attr]
    dialog.accept()


def test_that_everybody_goes_into_a_file_from_the_menu(
    qtbot: QtBot, desk: Desk, contacts: Path, tmp_path: Path
) -> None:
    desk.room.import_file(contacts)
    files = RosterFiles(desk)
    qtbot.addWidget(files)
    assert "Import people…" in [action.text() for action in files._menu.actions()]
    for kind, name in (("vcard", "a.vcf"), ("vcard3", "b.vcf"), ("csv", "c.csv")):
        files.write(tmp_path / name, kind)
        qtbot.waitUntil(lambda name=name: (tmp_path / name).exists())  # type: ignore[misc]
    assert b"FN:Jeanne Moreau" in (tmp_path / "a.vcf").read_bytes()


@pytest.mark.parametrize(
    ("heading", "target"),
    [
        ("E-mail 12 Address", "email"), ("Business Phone 2", "work"), ("Téléphone 2 (domicile)", "home"),
        ("Rue (bureau)", "address 91 street"), ("Home Postal Code", "address 92 code"), ("Tél. mobile", "mobile"),
        ("Télécopie (bureau)", "fax"), ("Phone 3 - Value", "phone 3 value"),
        ("Organization 1 - Title", "organisation 1 job"),
        ("physicalDeliveryOfficeName", "site"), ("Numéro d'astreinte", "phone"), ("N° de téléphone", "phone"),
        ("Adresse e-mail", "email"), ("Matricule", "uid"), ("Birthday", None),
    ],
)  # fmt: skip
def test_that_headings_of_contact_programs_are_recognised(heading: str, target: str | None) -> None:
    assert suggest_people([heading]).targets.get(0) == target
