"""The page of the outbox: each line goes by one key, with the reasons beside it; nothing goes by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from tests.builders import NOON, an_incident
from tests.servers_of_messages import Authority, Web, web_service
from tests.warroom.sent import a_channel, a_release, every_line
from ui.desk import Desk
from ui.dialogs.note_sending import NoteSendingDialog
from ui.dialogs.read_back import ReadBackDialog
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.send_line import SendAllDialog, SendDialog
from ui.dialogs.sender import SenderDialog
from ui.dialogs.ways_out import WaysOutDialog
from ui.panels.outbox import OutboxPanel
from warroom.clock import FixedClock
from warroom.commands import BeginSending, DeclareIncident, EndSending, MarkNeed, NoteSending, SetSender
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.messages import Result
from warroom.domain.needs import NeedState
from warroom.domain.outbox import LineState
from warroom.reports.ways_out.said import check_of

MINUTE = 60_000


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path)


@pytest.fixture
def web(authority: Authority) -> Iterator[Web]:
    with web_service(authority.context()) as service:
        yield service


@pytest.fixture
def incident(desk: Desk) -> str:
    return an_incident(desk.room).id


@pytest.fixture
def channel(desk: Desk, web: Web, authority: Authority) -> str:
    made = a_channel(desk.room, "Portail", ChannelKind.WEBHOOK, settings={}, needs=["internet"])
    desk.room.do(SetSender(channel=made, settings={"url": web.url(), "ca": authority.pem})).result()
    return made


@pytest.fixture
def panel(qtbot: QtBot, desk: Desk, incident: str, channel: str) -> OutboxPanel:
    a_release(desk.room, incident, (channel,))
    made = OutboxPanel(desk)
    qtbot.addWidget(made)
    made.resize(1100, 700)
    made.show()
    made.show_incident(incident)
    qtbot.waitUntil(lambda: made.lines._model.rowCount() == 1)
    return made


def dialog(panel: OutboxPanel, kind: type[QDialog]) -> QDialog:
    (found,) = [each for each in panel.lines.findChildren(kind) if each.isVisible()]
    return found


def key(panel: OutboxPanel, letter: str) -> None:
    QTest.keyClick(panel.lines._table, letter)


def test_that_one_key_and_enter_send_a_line(qtbot: QtBot, desk: Desk, panel: OutboxPanel, web: Web) -> None:
    QAbstractItemModelTester(panel.lines._model)
    key(panel, "s")
    sending = dialog(panel, SendDialog)
    qtbot.waitUntil(lambda: "127.0.0.1" in sending._to.text())  # type: ignore[attr-defined]
    QTest.keyClick(sending, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: every_line(desk.room)[0].state is LineState.GONE, timeout=20_000)
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 0)
    assert len(web.asked) == 1
    panel.open_part("ledger")
    qtbot.waitUntil(lambda: panel.ledger._model.rowCount() == 2)
    QAbstractItemModelTester(panel.ledger._model)


def test_that_a_failure_is_said_where_the_eye_is_and_the_line_stays(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, web: Web
) -> None:
    web.answer = lambda _asked: (404, {}, b"")
    key(panel, "s")
    sending = dialog(panel, SendDialog)
    assert isinstance(sending, SendDialog)
    sending.send()
    qtbot.waitUntil(lambda: sending._trouble.isVisible(), timeout=20_000)
    assert "there is nothing at this address" in sending._trouble.text()
    assert not sending._send.isEnabled()
    sending.reject()
    qtbot.waitUntil(lambda: panel.lines.lines[0].state is LineState.FAILED)


def test_that_a_line_that_needs_a_reason_asks_for_it(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, channel: str, incident: str, web: Web
) -> None:
    line = panel.lines.lines[0]
    begun = desk.room.do(BeginSending(release=line.release.id if line.release else "", channel=channel)).result()
    desk.room.do(EndSending(attempt=begun.attempt, result=Result.UNCLEAR)).result()
    qtbot.waitUntil(lambda: panel.lines.lines[0].state is LineState.MAY_HAVE_GONE)
    key(panel, "s")
    sending = dialog(panel, SendDialog)
    assert isinstance(sending, SendDialog)
    sending.send()
    qtbot.waitUntil(lambda: sending._trouble.isVisible(), timeout=20_000)
    assert web.asked == []
    sending._despite.setPlainText("the desk has nothing")
    sending.send()
    qtbot.waitUntil(lambda: len(web.asked) == 1, timeout=20_000)
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 0)


def test_that_all_that_is_current_goes_after_one_question(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, channel: str, web: Web
) -> None:
    a_release(desk.room, an_incident(desk.room, title="Autre").id, (channel,))
    stale = an_incident(desk.room, title="Vieux").id
    a_release(desk.room, stale, (channel,), next_at=NOON)
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 3)
    key(panel, "a")
    sending = dialog(panel, SendAllDialog)
    QTest.keyClick(sending, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 1, timeout=20_000)
    assert len(web.asked) == 2
    assert panel.lines.lines[0].incident == stale


def test_that_the_network_is_back_is_said_on_top(qtbot: QtBot, desk: Desk, panel: OutboxPanel, incident: str) -> None:
    desk.room.do(MarkNeed(incident=incident, need="internet", state=NeedState.DOWN, reason="coupure")).result()
    qtbot.waitUntil(lambda: bool(panel.lines.lines[0].unmet))
    assert not panel.back.isVisible()
    assert not panel.lines._all.isEnabled()
    assert isinstance(desk.room.clock, FixedClock)
    desk.room.clock.advance(seconds=600)
    desk.room.do(MarkNeed(incident=incident, need="internet", state=NeedState.WORKS)).result()
    qtbot.waitUntil(lambda: panel.back.isVisible())
    assert "1 message waits" in panel.back.text()


def test_that_what_went_twice_stays_on_top_until_somebody_says_what_was_done(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, incident: str
) -> None:
    phone = a_channel(desk.room, "Cascade", ChannelKind.PHONE)
    release = a_release(desk.room, incident, (phone,))
    for _each in range(2):
        desk.room.do(NoteSending(release=release, channel=phone, recipient="Accueil")).result()
    qtbot.waitUntil(lambda: panel.odd.isVisible())
    panel.lines.answer_odd()
    asking = dialog(panel, ReasonDialog)
    assert isinstance(asking, ReasonDialog)
    asking._answer.setPlainText("Accueil prévenu")
    asking.send()
    qtbot.waitUntil(lambda: not panel.odd.isVisible())


def test_that_what_somebody_posted_is_noted_with_a_file(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, incident: str, tmp_path: Path
) -> None:
    poster = a_channel(desk.room, "Affiche", ChannelKind.POSTER)
    a_release(desk.room, incident, (poster,))
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 2)
    photo = tmp_path / "hall.jpg"
    photo.write_bytes(b"\xff\xd8\xff")
    panel.lines._table.select(next(line.id for line in panel.lines.lines if line.channel_id == poster))
    panel.lines.go_on()
    noting = dialog(panel, NoteSendingDialog)
    assert isinstance(noting, NoteSendingDialog)
    noting.recipient.setText("Hall B")
    noting.file.take(str(photo))
    noting.send()
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 1, timeout=20_000)
    (line,) = desk.room.views.ledger(mode=Mode.REAL)
    assert (line.sending.recipient, line.sending.proof, len(line.sending.proof_sha256)) == ("Hall B", "hall.jpg", 64)


def test_that_one_key_opens_the_ways_out_of_a_line(qtbot: QtBot, panel: OutboxPanel) -> None:
    key(panel, "w")
    leaving = dialog(panel, WaysOutDialog)
    assert isinstance(leaving, WaysOutDialog)
    assert leaving.release.id == panel.lines.lines[0].release.id  # type: ignore[union-attr]
    qtbot.waitUntil(lambda: leaving._seen is not None)


def test_that_a_line_of_the_ledger_is_read_back_with_its_control_code(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, incident: str
) -> None:
    voice = a_channel(desk.room, "Porte-voix", ChannelKind.READ_OUT)
    release = a_release(desk.room, incident, (voice,))
    desk.room.do(NoteSending(release=release, channel=voice, recipient="Hall B")).result()
    panel.open_part("ledger")
    qtbot.waitUntil(lambda: panel.ledger._model.rowCount() == 1)
    panel.ledger._table.select(panel.ledger._rows[0].id)
    panel.ledger.read_back()
    (asking,) = panel.ledger.findChildren(ReadBackDialog)
    assert (asking.who.text(), asking.channel.currentData(), asking.channel.isEnabled()) == ("Hall B", voice, False)
    asking.code.setText(check_of(desk.room.ways_out.release(release)))
    with qtbot.waitSignal(asking.succeeded):
        asking.send()
    first, second = sorted(desk.room.views.sendings_of(release), key=lambda each: each.result is Result.READ_BACK)
    assert (second.confirms, second.recipient, second.by) == (first.id, "Hall B", desk.room.member)


def test_that_the_page_shows_exercises_apart(qtbot: QtBot, desk: Desk, panel: OutboxPanel, channel: str) -> None:
    drill = desk.room.do(DeclareIncident(title="Exercice", exercise=True)).result().id
    panel.show_incident(drill)
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 0)
    a_release(desk.room, drill, (channel,), exercise=True)
    qtbot.waitUntil(lambda: panel.lines._model.rowCount() == 1)


def test_that_the_settings_of_a_channel_are_kept_and_tried(
    qtbot: QtBot, desk: Desk, panel: OutboxPanel, web: Web, channel: str
) -> None:
    key(panel, "r")
    asking = dialog(panel, SenderDialog)
    assert isinstance(asking, SenderDialog)
    asking.send()
    qtbot.waitUntil(lambda: asking.result_said.isVisible(), timeout=20_000)
    assert "No message was sent" in asking.result_said.text()
    (known,) = [each for each in desk.room.views.channels() if each.id == channel]
    assert (known.works, known.checked_by, [asked.body for asked in web.asked]) == (True, "Léa Martin", [b""])
    asking._fields[next(iter(asking._fields))].setText("https://127.0.0.1:1/")  # type: ignore[attr-defined]
    asking.send()
    qtbot.waitUntil(lambda: asking._trouble.isVisible(), timeout=20_000)
    assert "Nothing listens" in asking._trouble.text()
    asking.close()
