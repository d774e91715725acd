"""Every version of a text of a template, newest first, and the way back to any of them."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.table import Column, TableModel
from ui.widgets.fields import TextBox
from ui.widgets.framed import framed
from ui.widgets.table import Table
from warroom import phrases
from warroom.commands import RestoreWording
from warroom.commands.template_words import part_word
from warroom.domain.messages import PARTS
from warroom.domain.template_book import Template
from warroom.domain.templates import WordingVersion
from warroom.errors import Refusal
from warroom.words import N_, _, language


def _when(row: WordingVersion, now: int) -> str:
    return phrases.moment(row.at, now) if row.at else "—"


def _columns() -> tuple[Column[WordingVersion], ...]:
    return (
        Column("number", N_("Version"), lambda row, _now: str(row.number), width=70, whole=True),
        Column(
            "at", N_("When"), lambda row, now: phrases.moment(row.at, now) if row.at else "—", width=130, whole=True
        ),
        Column("by", N_("Who"), lambda row, _now: row.by or _("as it shipped"), width=130),
        Column("reason", N_("Reason"), lambda row, _now: row.reason or "—"),
    )


class VersionsDialog(Form):
    """Choose one, read it, say it again."""

    def __init__(self, desk: Desk, template: Template, tongue: str, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=760)
        self._template, self._tongue = template, tongue
        versions = list(reversed(desk.room.views.wording_history(template.code, tongue)))
        self.model: TableModel[WordingVersion] = TableModel(
            _columns(),
            ident=lambda row: row.id or str(row.number),
            look=desk.look,
            now=desk.room.clock.now_ms,
            parent=self,
        )
        self.table = Table(self.model, desk.look, sortable=False, parent=self)
        self.spoken(self.table.setAccessibleName, lambda: _("Versions"))
        self.table.setFixedHeight(desk.look.px(170))
        self.text = TextBox(lines=12, enter_sends=False, parent=self)
        self.text.setReadOnly(True)
        self.reason = QLineEdit(self)
        self.add_wide(framed(self.table, self))
        self.add_wide(self.text)
        self.spoken(self.text.setAccessibleName, lambda: _("What this version says"))
        self.add(lambda: _("Reason"), self.reason)
        self.model.replace(versions)
        self.table.selected.connect(self._show)
        if versions:
            self.table.selectRow(min(1, len(versions) - 1))
        self._send.setEnabled(not desk.room.read_only and len(versions) > 1)
        self.table.setFocus()

    def title(self) -> str:
        tongue = _("in French") if self._tongue == "fr" else _("in English")
        return _("Versions of {code} · {name}, {tongue}").format(
            code=self._template.code, name=self._template.name(language()), tongue=tongue
        )

    def verb(self) -> str:
        return _("Go back to this version")

    def command(self) -> RestoreWording:
        row: WordingVersion | None = self.table.current()
        if row is None:
            raise Refusal("version-missing", _("Choose one of its versions."), safe=_("Nothing was changed."))
        return RestoreWording(
            template=self._template.code,
            language=self._tongue,
            version=row.id or str(row.number),
            reason=self.reason.text(),
        )

    @Slot()
    def _show(self) -> None:
        row: WordingVersion | None = self.table.current()
        if row is None:
            return
        said = [f"{part_word(part)}\n{getattr(row, part)}" for part in PARTS if getattr(row, part)]
        self.text.setPlainText("\n\n".join(said))
        self.text.verticalScrollBar().setValue(0)

    def _has_typed(self) -> bool:
        return bool(self.reason.text().strip())
