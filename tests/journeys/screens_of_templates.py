"""Message templates in the room of the screens: one changed, one of the room's own, one put aside, a file of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtWidgets import QDialog, QWidget

from ui.desk import Desk
from ui.dialogs.template_about import AddTemplateDialog, AmendTemplateDialog
from ui.dialogs.template_import import ImportTemplatesDialog
from ui.dialogs.template_versions import VersionsDialog
from ui.dialogs.template_wording import WordingDialog
from ui.panels.templates import TemplatesPanel
from ui.window import MainWindow
from warroom.commands import AddTemplate, AmendWording, RetireTemplate
from warroom.domain.template_exchange import compared
from warroom.doors.templates import TemplatesFile
from warroom.room import Room

TEMPLATES = ("templates", "templates-filled")


def with_templates(room: Room) -> None:
    """What a cell changes in its first exercises."""
    sms = {"fr": "{service} : rien de neuf. Prochain point {next_update|at}.", "en": "{service}: nothing new."}
    for language, text in sms.items():
        reason = "Les équipes de nuit lisent sur un vieux téléphone"
        room.do(AmendWording(template="T07", language=language, sms=text, reason=reason)).result()
    names = {"fr": "Maintenance programmée", "en": "Planned maintenance"}
    room.do(AddTemplate(names=names, like="T10", audiences=("customers", "partners"))).result()
    room.do(RetireTemplate(template="T18")).result()


def open_templates(window: MainWindow, page: str) -> QWidget:
    window.open_page("templates")
    panel = window.pages.page("templates")
    assert isinstance(panel, TemplatesPanel)
    panel.filled.setChecked(page == "templates-filled")
    panel.reveal("T06" if page == "templates-filled" else "T07")
    return window


def template_dialogs(desk: Desk, incident: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    book = desk.room.views.template_book()
    known = book.templates["T07"]
    shorter = replace(known.wording("fr"), brief="Rien de neuf pour {service}.", sms="Rien de neuf.")
    other = replace(known, wordings={**known.wordings, "fr": shorter}, approvers=("DIR",))
    new = replace(book.templates["T08"], code="M40", names={"fr": "Essai de bascule", "en": "Failover test"})
    file = TemplatesFile("modeles-du-groupe.yaml", tuple(compared(book, [other, book.templates["T08"], new])))
    return {
        "template-text": lambda: WordingDialog(desk, known, "fr", incident=incident, parent=window),
        "template-versions": lambda: VersionsDialog(desk, known, "fr", window),
        "template-change": lambda: AmendTemplateDialog(desk, book.templates["T11"], window),
        "template-add": lambda: AddTemplateDialog(desk, known, window),
        "template-import": lambda: ImportTemplatesDialog(desk, file, window),
    }
