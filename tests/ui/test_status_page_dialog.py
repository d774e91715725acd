"""The public status page before it is written: what it shows, what it does not say, and where it goes."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from tests.builders import an_incident
from tests.warroom.reports.status_pages import let_out, state, texts
from ui.desk import Desk
from ui.dialogs.channel_voice import ChannelVoiceDialog
from ui.dialogs.public_service import PublicServiceDialog
from ui.dialogs.status_page import StatusPageDialog
from warroom.commands import SetPublic
from warroom.domain.channels import ChannelKind
from warroom.domain.services import ServiceState


def shown(dialog: StatusPageDialog) -> list[str]:
    return [dialog.lines.item(row).text() for row in range(dialog.lines.count())]


@pytest.fixture
def dialog(qtbot: QtBot, desk: Desk) -> StatusPageDialog:
    made = StatusPageDialog(desk)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitUntil(lambda: made.lines.count() > 0)
    return made


def test_that_an_empty_page_says_what_to_do_next(dialog: StatusPageDialog) -> None:
    assert shown(dialog) == ["No service is on the page yet: put one there with “Services shown…”."]


def test_that_a_service_put_on_the_page_is_shown_at_once(qtbot: QtBot, dialog: StatusPageDialog) -> None:
    dialog.choose_service()
    form = dialog.findChild(PublicServiceDialog)
    assert form is not None
    form.service.setText("svc-pay")
    form.french.setText("Paiement par carte")
    with qtbot.waitSignal(form.succeeded):
        form.send()
    qtbot.waitUntil(lambda: shown(dialog) == ["Paiement par carte: Works"])


def test_that_a_service_without_a_name_for_outside_is_refused_and_nothing_typed_is_lost(
    qtbot: QtBot, desk: Desk
) -> None:
    form = PublicServiceDialog(desk, "svc-pay")
    qtbot.addWidget(form)
    form.show()
    form.send()
    qtbot.waitUntil(lambda: "name that its users know" in form._trouble.text())
    assert form.service.text() == "svc-pay"


def test_that_what_was_not_announced_is_said_before_the_page_is_written(
    qtbot: QtBot, desk: Desk, tmp_path: Path
) -> None:
    room = desk.room
    room.do(SetPublic(service="svc-pay", public=True, names={"fr": "Paiement", "en": "Payments"})).result()
    incident = an_incident(room)
    state(room, incident.id, "svc-pay", ServiceState.MAJOR_OUTAGE)
    dialog = StatusPageDialog(desk)
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: "svc-pay" in dialog._silent.text())
    let_out(room, incident.id, "investigating", texts("Paiements en échec", "Payments fail"))
    dialog._reading.ask()
    qtbot.waitUntil(lambda: shown(dialog) == ["Payments: Major outage", "Investigating · Payments fail"])
    assert not dialog._silent.isVisible()
    dialog.drives.add_folder(tmp_path)
    with qtbot.waitSignal(dialog.written) as done:
        dialog.write()
    assert "Payments fail" in (done.args[0].folder / "en.html").read_text()
    assert "read back and verified" in dialog.trouble.text()


def test_that_who_speaks_is_said_once_and_stands_on_the_page_and_in_alerts(qtbot: QtBot, desk: Desk) -> None:
    channels = desk.room.views.channels()
    said = {ChannelKind.STATUS_PAGE: ("name", "Exemple SA"), ChannelKind.CAP: ("sender", "alertes@example.org")}
    for kind, (field, words) in said.items():
        dialog = ChannelVoiceDialog(desk, next(each for each in channels if each.kind is kind))
        qtbot.addWidget(dialog)
        dialog.show()
        dialog.lines[field].setText(words)
        with qtbot.waitSignal(dialog.succeeded):
            dialog.send()
    assert desk.room.status_page.look().page.names["fr"] == "Exemple SA"
    incident = an_incident(desk.room)
    let_out(desk.room, incident.id, "investigating", texts("Panne", "Outage"))
    release = desk.room.alerts_out.release("A-MS01")
    assert desk.room.alerts_out.alert(release).sender == "alertes@example.org"
