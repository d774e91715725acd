"""A figure of impact, users affected, or what an hour costs: one line each, with where it comes from."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QPushButton, QSizePolicy, QWidget

from ui.desk import Desk
from ui.dialogs.evidence_pick import EvidenceField
from ui.dialogs.form import Form
from ui.models.rex_figures import AffectedRow, FigureRow, FiguresView, WorkRow, function_said
from ui.widgets.fields import TimeField
from ui.widgets.number_box import NumberBox
from warroom.commands import AddAffected, AddFigure, AmendAffected, AmendFigure, RemoveAffected, RemoveFigure, SetRate
from warroom.commands.base import Command
from warroom.commands.figure_words import figure_word
from warroom.commands.metric_words import amount_typed
from warroom.domain.cells import Seat
from warroom.domain.impact_figures import FigureKind
from warroom.domain.metrics.money import ANYBODY
from warroom.errors import Refusal
from warroom.words import _

KINDS = tuple(FigureKind)
CURRENCIES = ("EUR", "USD", "GBP", "CHF")


class OfReview(Form):
    """What both forms share: incident and service to choose, the source, the evidence, taking away."""

    def __init__(self, desk: Desk, view: FiguresView, noun: str, record: str, parent: QWidget | None) -> None:
        super().__init__(desk, parent, width=680)
        self._view, self._record = view, record
        self._seen = desk.room.views.sources(noun, record) if record else None
        self.incident = QComboBox(self)
        for incident, number in view.numbers.items():
            self.incident.addItem(number, incident)
        self.service = QComboBox(self)
        self.service.setEditable(True)
        self.service.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.service.addItems(["", *view.services.values()])
        self.source = QLineEdit(self)
        self.evidence = EvidenceField(desk, tuple(view.numbers), self)

    def add_common(self) -> None:
        """The lines that end the form."""
        if len(self._view.numbers) > 1 and not self._record:
            self.add(lambda: _("Incident"), self.incident)
        else:
            self.incident.hide()
        self.add(lambda: _("Service"), self.service)
        line = self.service.lineEdit()
        assert line is not None
        self.spoken(line.setPlaceholderText, lambda: _("the incident as a whole"))
        self.add(
            lambda: _("Where it comes from"), self.source,
            hint=lambda: _("A bill, a dashboard, whoever counted: without it nobody can approve the review."),
        )  # fmt: skip
        self.add(lambda: _("Evidence"), self.evidence)
        if self._record:
            gone = QPushButton(self)
            gone.setAutoDefault(False)
            gone.clicked.connect(lambda _checked=False: self._remove())
            self.buttons.insertWidget(0, gone)
            self.spoken(gone.setText, lambda: _("Take away"))

    def load_common(self, service: str, source: str, evidence: tuple[str, ...]) -> None:
        self.service.setCurrentText(service)
        self.source.setText(source)
        self.evidence.set_value(evidence)

    def verb(self) -> str:
        return _("Save")

    def removal(self) -> Command[None]:
        """The command that takes it away."""
        raise NotImplementedError

    def _remove(self) -> None:
        future = self.desk.room.do(self.removal())
        self.desk.tasks.follow(future, owner=self, done=self._end, failed=self._stay)


class FigureDialog(OfReview):
    """One figure, new or changed."""

    def __init__(
        self, desk: Desk, view: FiguresView, row: FigureRow | None = None, parent: QWidget | None = None, *,
        kind: FigureKind = FigureKind.SPEND,
    ) -> None:  # fmt: skip
        super().__init__(desk, view, "figure", row.figure.id if row is not None else "", parent)
        self._row = row
        self.kind = QComboBox(self)
        self.kind.addItems([""] * len(KINDS))
        self.kind.setCurrentIndex(KINDS.index(row.figure.kind if row is not None else kind))
        self.label, self.amount, self.low, self.high = (QLineEdit(self) for _each in range(4))
        self.unit, self.estimated = QComboBox(self), QCheckBox(self)
        self.unit.setEditable(True)
        self.unit.addItems(["", *CURRENCIES, "h", "min"])
        self.unit.setFixedWidth(desk.look.px(120))
        self.amount.setFixedWidth(desk.look.px(136))
        figure, between = QWidget(self), QWidget(self)
        for holder, widgets in ((figure, (self.amount, self.unit, self.estimated)), (between, (self.low, self.high))):
            line_of = QHBoxLayout(holder)
            line_of.setContentsMargins(0, 0, 0, 0)
            line_of.setSpacing(8)
            for widget in widgets:
                line_of.addWidget(widget, 0 if holder is figure else 1)
            line_of.addStretch(1 if holder is figure else 0)
        figure.setFocusProxy(self.amount)
        between.setFocusProxy(self.low)
        self.add(lambda: _("What the figure counts"), self.kind)
        self.add(lambda: _("Detail"), self.label)
        self.add(
            lambda: _("Figure, and its unit"), figure,
            hint=lambda: _("Money without a unit is in euros; hours of work take the code of the function as detail."),
        )  # fmt: skip
        self.add(lambda: _("Between"), between)
        self.add_common()
        self.spoken(self.estimated.setText, lambda: _("estimated"))
        self.spoken(self.amount.setAccessibleName, lambda: _("Figure"))
        self.spoken(self.unit.setAccessibleName, lambda: _("Unit or currency"))
        self.spoken(self.low.setAccessibleName, lambda: _("Low estimate"))
        self.spoken(self.high.setAccessibleName, lambda: _("High estimate"))
        self.spoken(self.low.setPlaceholderText, lambda: _("low end of an estimate"))
        self.spoken(self.high.setPlaceholderText, lambda: _("high end"))
        if row is not None:
            self._load(row)
        self.amount.setFocus()

    def title(self) -> str:
        return _("A figure of the impact") if self._row is None else _("Change this figure")

    def command(self) -> Command[object]:
        said: dict[str, object] = {
            "kind": KINDS[self.kind.currentIndex()],
            "label": self.label.text(),
            "amount": self.amount.text(),
            "low": self.low.text(),
            "high": self.high.text(),
            "unit": self.unit.currentText(),
            "estimated": self.estimated.isChecked(),
            "source": self.source.text(),
            "evidence": self.evidence.value(),
            "service": self.service.currentText(),
        }
        if self._row is not None:
            return AmendFigure(figure=self._row.figure.id, seen=self._seen, **said)  # type: ignore[arg-type,return-value]
        incident = str(self.incident.currentData() or "")
        return AddFigure(rex=self._view.rex.id, incident=incident, **said)  # type: ignore[arg-type,return-value]

    def removal(self) -> RemoveFigure:
        return RemoveFigure(figure=self._record)

    def _load(self, row: FigureRow) -> None:
        figure = row.figure
        for line, text in (
            (self.label, figure.label), (self.amount, amount_typed(figure.amount)),
            (self.low, amount_typed(figure.low)), (self.high, amount_typed(figure.high)),
        ):  # fmt: skip
            line.setText(text)
        self.unit.setCurrentText(figure.unit)
        self.estimated.setChecked(figure.estimated)
        self.load_common(row.service, figure.source, figure.evidence)

    def _say(self) -> None:
        super()._say()
        for at, kind in enumerate(KINDS):
            self.kind.setItemText(at, figure_word(kind))


class AffectedDialog(OfReview):
    """Users affected from when to when, new or changed."""

    def __init__(
        self, desk: Desk, view: FiguresView, row: AffectedRow | None = None, parent: QWidget | None = None, *,
        from_at: int | None = None,
    ) -> None:  # fmt: skip
        super().__init__(desk, view, "affected", row.affected.id if row is not None else "", parent)
        self._row = row
        self.users, self.percent = QLineEdit(self), NumberBox(self)
        self.users.setFixedWidth(desk.look.px(136))
        self.percent.setRange(0, 100)
        self.percent.setValue(row.affected.percent if row is not None else 100)
        self.percent.setSuffix("\u00a0%")
        self.start, self.end = TimeField(desk), TimeField(desk)
        self.add(lambda: _("Users affected"), self.users)
        self.add(lambda: _("Could not work, in %"), self.percent)
        self.add(lambda: _("Affected from"), self.start)
        self.add(lambda: _("Affected until"), self.end, hint=lambda: _("Empty: until the end of the impact."))
        self.add_common()
        self.start.set_moment(row.affected.from_at if row is not None else from_at)
        if row is not None:
            self.users.setText(str(row.affected.users))
            self.end.set_moment(row.affected.until_at)
            self.load_common(row.service, row.affected.source, row.affected.evidence)
        self.users.setFocus()

    def title(self) -> str:
        return _("Users affected") if self._row is None else _("Change who was affected")

    def command(self) -> Command[object]:
        start, end = self.start.moment(), self.end.moment()
        if start is None:
            raise Refusal(
                "time-missing",
                _("From when were they affected?"),
                safe=_("Nothing was changed."),
                todo=_("Type a time, e.g. 14:00."),
            )
        said: dict[str, object] = {
            "users": _whole(self.users.text()),
            "percent": self.percent.value(),
            "from_at": start,
            "until_at": end,
            "source": self.source.text(),
            "evidence": self.evidence.value(),
            "service": self.service.currentText(),
        }
        if self._row is not None:
            return AmendAffected(affected=self._row.affected.id, still_on=end is None, seen=self._seen, **said)  # type: ignore[arg-type,return-value]
        incident = str(self.incident.currentData() or "")
        return AddAffected(rex=self._view.rex.id, incident=incident, **said)  # type: ignore[arg-type,return-value]

    def removal(self) -> RemoveAffected:
        return RemoveAffected(affected=self._record)


class RateDialog(Form):
    """What an hour of a function costs: one rate for all reviews of the room."""

    def __init__(self, desk: Desk, rows: tuple[WorkRow, ...], code: str = "", parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=560)
        self._rates = {row.rate.code: row.rate for row in rows if row.rate is not None}
        self._codes = list(dict.fromkeys([*(row.code for row in rows if row.code), *(s.value for s in Seat), ANYBODY]))
        self.code = QComboBox(self)
        self.code.addItems([""] * len(self._codes))
        self.per_hour, self.currency = QLineEdit(self), QComboBox(self)
        self.code.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.currency.setEditable(True)
        self.currency.addItems(list(CURRENCIES))
        self.add(
            lambda: _("Function"),
            self.code,
            hint=lambda: _("“Anybody else” is for functions without a rate of their own."),
        )
        self.add(
            lambda: _("Cost of an hour"),
            self.per_hour,
            hint=lambda: _("Employer’s cost included; empty takes the rate back."),
        )
        self.add(lambda: _("Currency"), self.currency)
        self.code.currentIndexChanged.connect(lambda _at: self._load())
        self.code.setCurrentIndex(self._codes.index(code) if code in self._codes else 0)
        self._load()
        self.per_hour.setFocus()

    def title(self) -> str:
        return _("What an hour costs")

    def verb(self) -> str:
        return _("Save")

    def command(self) -> SetRate:
        return SetRate(
            code=self._codes[self.code.currentIndex()],
            per_hour=self.per_hour.text(),
            currency=self.currency.currentText(),
        )

    def _load(self) -> None:
        rate = self._rates.get(self._codes[self.code.currentIndex()])
        self.per_hour.setText(amount_typed(rate.per_hour) if rate is not None else "")
        self.currency.setCurrentText(rate.currency if rate is not None else CURRENCIES[0])

    def _say(self) -> None:
        super()._say()
        for at, code in enumerate(self._codes):
            self.code.setItemText(at, function_said(code))


def _whole(typed: str) -> int:
    """Users as people type them: `12 500`. Raises Refusal for what is no whole number."""
    text = "".join(letter for letter in typed if letter not in " \u00a0\u202f'’.,")
    if not (text.isascii() and text.isdigit() and len(text) <= 12):
        raise Refusal(
            "amount-unread",
            _("“{text}” is not a whole number.").format(text=typed.strip()[:60]),
            safe=_("Nothing was changed."),
            todo=_("Type it in figures, e.g. 12500."),
        )
    return int(text)
