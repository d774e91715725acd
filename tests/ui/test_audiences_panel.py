"""The page of audiences and channels: paces, cards greyed out by the outage, what to use instead, tried in a click."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from ui.desk import Desk
from ui.dialogs.audience import AudienceDialog
from ui.dialogs.channel import ChannelDialog
from ui.panels.audiences import AudiencesPanel
from ui.widgets.channel_card import ChannelCard
from warroom.commands import AmendAudience, MarkNeed
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Severity
from warroom.domain.needs import Need, NeedState


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk) -> AudiencesPanel:
    made = AudiencesPanel(desk)
    qtbot.addWidget(made)
    made.resize(1100, 900)
    made.show()
    qtbot.waitUntil(lambda: made.around is not None)
    return made


def card_of(panel: AudiencesPanel, name: str) -> ChannelCard:
    return next(card for card in panel.cards if card.card is not None and card.card.channel.name == name)


def row_of(panel: AudiencesPanel, code: str) -> str:
    (row,) = [row for row in panel.model.rows() if row.audience.code == code]
    return row.channels


def test_that_the_page_lists_who_hears_first_first(panel: AudiencesPanel) -> None:
    QAbstractItemModelTester(panel.model, QAbstractItemModelTester.FailureReportingMode.Fatal, panel)
    assert [row.audience.code for row in panel.model.rows()][:3] == ["crisis", "executives", "support"]
    assert panel._broken.text() == "Nothing is marked as broken now."
    assert panel._order.isHidden()
    assert len([card for card in panel.cards if card.isVisible()]) == 15


def test_that_the_outage_greys_a_card_with_the_reason_and_what_to_use(
    qtbot: QtBot, desk: Desk, panel: AudiencesPanel
) -> None:
    incident = an_incident(desk.room).id
    desk.room.do(MarkNeed(incident=incident, need=Need.MAIL, state=NeedState.DOWN, reason="annuaire coupé")).result()
    qtbot.waitUntil(lambda: "annuaire" in card_of(panel, "Mail")._state.text)
    card = card_of(panel, "Mail")
    assert card._instead.text == "Use instead: SMS"
    assert "annuaire coupé" in panel._broken.text()
    assert "Mail (out)" in row_of(panel, "executives")
    assert "use instead" in card.accessibleName().lower()


def test_that_a_real_outage_greys_nothing_in_an_exercise(qtbot: QtBot, desk: Desk, panel: AudiencesPanel) -> None:
    incident, drill = an_incident(desk.room).id, an_incident(desk.room, exercise=True, title="Exercice").id
    desk.room.do(MarkNeed(incident=incident, need=Need.MAIL, state=NeedState.DOWN, reason="coupé")).result()
    panel.show_incident(drill)
    qtbot.waitUntil(lambda: panel.around is not None and panel.around.exercise)
    assert card_of(panel, "Mail").card.usable.works  # type: ignore[union-attr]
    panel.show_incident(incident)
    qtbot.waitUntil(lambda: panel.around is not None and bool(panel.around.broken))
    assert not card_of(panel, "Mail").card.usable.works  # type: ignore[union-attr]


def test_that_a_channel_is_tried_in_one_click(qtbot: QtBot, panel: AudiencesPanel) -> None:
    qtbot.mouseClick(card_of(panel, "SMS").fails, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "found not to work" in card_of(panel, "SMS")._state.text)
    qtbot.mouseClick(card_of(panel, "SMS").works, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Works, checked" in card_of(panel, "SMS")._state.text)


def test_that_inside_after_outside_is_said(qtbot: QtBot, desk: Desk, panel: AudiencesPanel) -> None:
    desk.room.do(AmendAudience(audience="support", first={"1": 45})).result()
    qtbot.waitUntil(lambda: not panel._order.isHidden())
    assert "Support desk" in panel._order.text()


def test_that_a_channel_is_added_and_put_aside_by_its_form(qtbot: QtBot, desk: Desk, panel: AudiencesPanel) -> None:
    dialog = ChannelDialog(desk, None, panel)
    dialog.name.setText("Radio régionale")
    dialog.kind.setCurrentIndex(list(ChannelKind).index(ChannelKind.PHONE))
    dialog.needs[Need.RADIO].setChecked(True)
    dialog.audiences["public"].setChecked(True)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: any(card.card and card.card.channel.name == "Radio régionale" for card in panel.cards))
    made = card_of(panel, "Radio régionale").card
    assert made is not None
    assert (made.channel.needs, made.channel.audiences) == (("radio",), ("public",))
    dialog = ChannelDialog(desk, made.channel, panel)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.retire.click()
    qtbot.waitUntil(lambda: card_of(panel, "Radio régionale")._state.text == "Put aside")


def test_that_saving_a_form_unchanged_writes_nothing(qtbot: QtBot, desk: Desk, panel: AudiencesPanel) -> None:
    book = desk.room.views.audience_book()
    audience, channel = book.audience("customers"), next(each for each in desk.room.views.channels())
    assert audience is not None
    forms = (AudienceDialog(desk, audience, panel), ChannelDialog(desk, book.channel(channel.id), panel))
    for dialog in forms:
        with qtbot.waitSignal(dialog.succeeded):
            dialog.send()
    assert desk.room.views.audience_book() == book


def test_that_a_pace_is_changed_by_its_form(qtbot: QtBot, desk: Desk, panel: AudiencesPanel) -> None:
    panel.table.select("customers")
    assert panel.amend.isEnabled()
    dialog = AudienceDialog(desk, desk.room.views.audience_book().audience("customers"), panel)
    dialog.every[Severity.CRITICAL].setValue(20)
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: any("20 min" in panel.model.columns[3].text(row, 0) for row in panel.model.rows()))


def test_that_an_audience_is_added_by_its_form(qtbot: QtBot, desk: Desk, panel: AudiencesPanel) -> None:
    dialog = AudienceDialog(desk, None, panel)
    dialog.send()
    qtbot.waitUntil(lambda: "code" in dialog._trouble.text())
    dialog.code.setText("mayors")
    dialog.fr.setText("Maires")
    dialog.en.setText("Mayors")
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    qtbot.waitUntil(lambda: "mayors" in [row.audience.code for row in panel.model.rows()])


def test_that_the_languages_of_an_audience_are_chosen_by_its_form(
    qtbot: QtBot, desk: Desk, panel: AudiencesPanel
) -> None:
    dialog = AudienceDialog(desk, desk.room.views.audience_book().audience("customers"), panel)
    assert dialog.languages.chosen() == ("fr", "en")
    dialog.languages.choose(("en",))
    with qtbot.waitSignal(dialog.succeeded):
        dialog.send()
    customers = desk.room.views.audience_book().audience("customers")
    assert customers is not None
    assert tuple(customers.languages) == ("en",)
    dialog = AudienceDialog(desk, customers, panel)
    dialog.show()
    assert dialog.sizeHint().height() <= 640
