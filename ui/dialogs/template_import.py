"""What a file of templates would change, before anything is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.table import Column, TableModel
from ui.widgets.framed import framed
from ui.widgets.table import Table
from ui.widgets.tone import ToneLabel
from warroom.commands import ImportTemplates
from warroom.commands.template_words import part_word, template_fields, what_word
from warroom.domain.template_exchange import Brought, What
from warroom.doors.templates import TemplatesFile
from warroom.words import N_, _, language, ngettext


def what_changes(item: Brought) -> str:
    """Its fields and texts that would change, in words."""
    words = template_fields()
    fields = [words.get(("template", name), name) for name in item.fields]
    texts = [f"{part_word(part)} ({tongue.upper()})" for tongue, part in item.texts]
    return ", ".join((*fields, *texts))


def _columns() -> tuple[Column[Brought], ...]:
    return (
        Column("code", N_("Code"), lambda row, _now: row.template.code, width=64, whole=True),
        Column("name", N_("Template"), lambda row, _now: row.template.name(language()), width=220, bold=True),
        Column(
            "what", N_("What comes"), lambda row, _now: what_word(row.what), width=120,
            tone=lambda row, _now: "muted" if row.what is What.SAME else "",
        ),
        Column("changes", N_("Changes"), lambda row, _now: what_changes(row)),
    )  # fmt: skip


class ImportTemplatesDialog(Form):
    """One line a template; nothing is changed until the button is pressed, and every former text is kept."""

    def __init__(self, desk: Desk, file: TemplatesFile, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=820)
        self._file = file
        self.model: TableModel[Brought] = TableModel(
            _columns(), ident=lambda row: row.template.code, look=desk.look, now=desk.room.clock.now_ms, parent=self
        )
        self.table = Table(self.model, desk.look, sortable=False, parent=self)
        self.spoken(self.table.setAccessibleName, lambda: _("Templates of this file"))
        self.table.setMinimumHeight(desk.look.px(260))
        self.about = ToneLabel(desk.look, "muted", wrap=True, parent=self)
        self.add_wide(framed(self.table, self))
        self.add_wide(self.about)
        self.spoken(self.about.setText, self._about)
        self.model.replace(list(file.brought))
        self._send.setEnabled(self._moved() > 0)

    def _moved(self) -> int:
        return sum(1 for item in self._file.brought if item.what is not What.SAME)

    def _about(self) -> str:
        if not self._moved():
            return _("This room has all of them already, word for word.")
        return _("Every text that changes is kept as a version.")

    def title(self) -> str:
        return _("Bring in {file}").format(file=self._file.name)

    def verb(self) -> str:
        moved = self._moved()
        return ngettext("Bring {n} template in", "Bring {n} templates in", moved).format(n=moved)

    def command(self) -> ImportTemplates:
        return ImportTemplates(templates=self._file.templates, source=self._file.name)
