"""An audience: its names, who hears first, how soon and how often by severity, by what, and who speaks."""

from __future__ import annotations

from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QLineEdit, QWidget

from ui.desk import Desk
from ui.dialogs.form import Form
from ui.models.message_ways import language_toggles
from ui.widgets.number_box import NumberBox
from ui.widgets.toggles import Toggles
from warroom.commands import AddAudience, AmendAudience
from warroom.commands.audiences import RANK_MOST
from warroom.commands.channel_words import channel_said
from warroom.commands.said import severity_word
from warroom.domain.audience_book import MINUTES_MOST, AudienceOf
from warroom.domain.incidents import Severity
from warroom.words import _, language

GRADED = tuple(severity for severity in Severity if severity is not Severity.UNDETERMINED)
PAIR = ("fr", "en")
ACROSS = 3  # channels in a row


class AudienceDialog(Form):
    """What is left as it ships is not written: an update of the program may still mend it."""

    def __init__(self, desk: Desk, audience: AudienceOf | None = None, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent, width=680)
        self._audience = audience
        self._seen = desk.room.views.sources("audience", audience.record) if audience and audience.record else None
        self._channels = desk.room.views.channels()
        self.code, self.fr, self.en, self.owner = (QLineEdit(self) for _n in range(4))
        self.rank, self.inside, self.retired = NumberBox(self), QCheckBox(self), QCheckBox(self)
        self.rank.setRange(1, RANK_MOST)
        self.rank.setFixedWidth(desk.look.px(90))
        self.first = {severity: self._minutes() for severity in GRADED}
        self.every = {severity: self._minutes() for severity in GRADED}
        self.boxes = {channel.id: QCheckBox(channel_said(channel), self) for channel in self._channels}
        self.code.setVisible(audience is None)
        if audience is None:
            self.add(lambda: _("Code"), self.code, hint=lambda: _("Short, in small letters: “mayors”."))
        self.add(lambda: _("Name in French"), self.fr)
        self.add(lambda: _("Name in English"), self.en)
        self.languages = Toggles(self)
        self.languages.offer(language_toggles())
        self.add(lambda: _("Languages"), self.languages)
        self.add(lambda: _("Who hears first"), self.rank, hint=lambda: _("1 hears first; inside never after outside."))
        self.add_wide(self.inside)
        self.add(lambda: _("Minutes"), self._paces(), hint=lambda: _("0 is never by itself."))
        self.add(lambda: _("Channels"), self._choices())
        self.add(lambda: _("Who speaks"), self.owner, hint=lambda: _("A function, such as COM."))
        self.retired.setVisible(audience is not None)
        if audience is not None:
            self.add_wide(self.retired)
        self._fill(audience)

    def title(self) -> str:
        if self._audience is None:
            return _("Add an audience")
        return _("Change the audience “{name}”").format(name=self._audience.said(language()))

    def verb(self) -> str:
        return _("Save") if self._audience else _("Add")

    def command(self) -> AddAudience | AmendAudience:
        names = {"fr": self.fr.text().strip(), "en": self.en.text().strip()}
        first = {str(severity.rank): box.value() for severity, box in self.first.items()}
        every = {str(severity.rank): box.value() for severity, box in self.every.items()}
        channels = tuple(record for record, box in self.boxes.items() if box.isChecked())
        known = self._audience
        if known is None:
            return AddAudience(
                code=self.code.text(), names=names, rank=self.rank.value(), inside=self.inside.isChecked(),
                first=first, every=every, channels=channels, owner=self.owner.text(),
                languages=self.languages.chosen(),
            )  # fmt: skip
        is_moved = (self.rank.value(), self.inside.isChecked()) != (known.rank, known.inside)
        ordered = [record for record in known.channels if record in channels]
        ordered += [record for record in channels if record not in ordered]
        return AmendAudience(
            audience=known.code,
            names=names if any(names[each] != known.names.get(each, "") for each in names) else None,
            rank=self.rank.value() if is_moved else None,
            inside=self.inside.isChecked() if is_moved else None,
            first=first if first != dict(known.first) else None,
            every=every if every != dict(known.every) else None,
            channels=tuple(ordered) if set(channels) != set(known.channels) else None,
            languages=self._languages_said(known),
            owner=self.owner.text() if self.owner.text().strip().upper() != known.owner else None,
            retired=self.retired.isChecked() if self.retired.isChecked() != known.retired else None,
            seen=self._seen,
        )

    def _languages_said(self, known: AudienceOf) -> tuple[str, ...] | None:
        """Those chosen where they are others, in the order they had."""
        chosen = self.languages.chosen()
        if set(chosen) == set(known.languages) or not chosen:
            return None
        return (*(each for each in known.languages if each in chosen), *(e for e in chosen if e not in known.languages))

    def _minutes(self) -> NumberBox:
        box = NumberBox(self)
        box.setRange(0, MINUTES_MOST)
        box.setFixedWidth(self.desk.look.px(80))
        return box

    def _paces(self) -> QWidget:
        """First message and from one to the next, by severity."""
        whole = QWidget(self)
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        rows = ((1, self.first, lambda: _("First message")), (2, self.every, lambda: _("Then every")))
        for at, severity in enumerate(GRADED, 1):
            label = QLabel(whole)
            grid.addWidget(label, 0, at)
            self.spoken(label.setText, lambda severity=severity: severity_word(severity))  # type: ignore[misc]
        for row, boxes, words in rows:
            label = QLabel(whole)
            label.setProperty("role", "muted")
            grid.addWidget(label, row, 0)
            self.spoken(label.setText, words)
            for at, (severity, box) in enumerate(boxes.items(), 1):
                grid.addWidget(box, row, at)
                self.spoken(
                    box.setAccessibleName,
                    lambda words=words, severity=severity: f"{words()} {severity_word(severity)}",  # type: ignore[misc]
                )
        grid.setColumnStretch(len(GRADED) + 1, 1)
        return whole

    def _choices(self) -> QWidget:
        whole = QWidget(self)
        grid = QGridLayout(whole)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(2)
        for at, box in enumerate(self.boxes.values()):
            grid.addWidget(box, at // ACROSS, at % ACROSS)
        return whole

    def _fill(self, audience: AudienceOf | None) -> None:
        self.rank.setValue(audience.rank if audience else 50)
        self.languages.choose(audience.languages if audience else PAIR)
        if audience is None:
            self.code.setFocus()
            return
        self.fr.setText(audience.names.get("fr", ""))
        self.en.setText(audience.names.get("en", ""))
        self.inside.setChecked(audience.inside)
        self.owner.setText(audience.owner)
        self.retired.setChecked(audience.retired)
        for severity in GRADED:
            self.first[severity].setValue(audience.first_min(severity))
            self.every[severity].setValue(audience.every_min(severity))
        for record, box in self.boxes.items():
            box.setChecked(record in audience.channels)
        self.fr.setFocus()

    def _say(self) -> None:
        super()._say()
        self.inside.setText(_("Inside: they work here"))
        self.retired.setText(_("Put aside: nobody is asked to write to them"))
