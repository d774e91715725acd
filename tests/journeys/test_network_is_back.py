"""The network comes back: each line that waited is looked at, the current ones go, the overtaken one does not."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_incident
from tests.journeys.eyes import left_in_english
from tests.journeys.journey import Journey
from tests.journeys.scribe import Scribe
from tests.servers_of_messages import Authority, Web, web_service
from tests.warroom.sent import a_channel, a_message, a_release, every_line
from ui.app import Program
from ui.dialogs.reason import ReasonDialog
from ui.dialogs.send_line import SendAllDialog, SendDialog
from ui.panels.outbox import OutboxPanel
from warroom.clock import FixedClock
from warroom.commands import MarkNeed, SetSender
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.needs import Need, NeedState
from warroom.domain.outbox import LineState
from warroom.room import Room
from warroom.words import LANGUAGES, language

MINUTE = 60_000


@pytest.fixture
def journey(scribe: Scribe, program: Program, pictures: Path) -> Journey:
    return Journey(scribe, program, pictures)


@pytest.fixture
def web(tmp_path: Path) -> Iterator[tuple[Web, Authority]]:
    authority = Authority(tmp_path)
    with web_service(authority.context()) as service:
        yield service, authority


@pytest.mark.parametrize("spoken", LANGUAGES)
def test_that_what_waited_goes_line_by_line_once_the_network_is_back(
    journey: Journey, tmp_path: Path, web: tuple[Web, Authority], spoken: str
) -> None:
    journey.program.tongue.speak(spoken)
    service, authority = web
    room, incident = three_messages_wait(tmp_path, service, authority)
    journey.window = journey.program.show_room(room)
    window, scribe = journey.open_window, journey.scribe
    window.open_incident(incident)
    scribe.back_in(window)
    scribe.press("Ctrl+B")
    page = window.pages.page("outbox")
    assert isinstance(page, OutboxPanel)
    scribe.until(lambda: len(page.lines.lines) == 3)
    assert not page.back.isVisible()
    assert not any(line.is_current for line in page.lines.lines)

    assert isinstance(room.clock, FixedClock)
    room.clock.advance(seconds=30 * 60)
    room.do(MarkNeed(incident=incident, need=Need.INTERNET, state=NeedState.WORKS)).result()
    scribe.until(lambda: page.back.isVisible())
    assert service.asked == []  # nothing goes by itself
    if language() == "fr":
        assert left_in_english() == []

    scribe.press("A")
    scribe.leave(scribe.dialog(SendAllDialog))
    scribe.back_in(window)
    scribe.until(lambda: len(service.asked) == 1)
    scribe.until(lambda: len(page.lines.lines) == 2)

    overtaken = next(line for line in page.lines.lines if line.number == "A-MS02")
    page.lines._table.select(overtaken.id)
    page.lines._table.setFocus()
    scribe.press("X")
    giving_up = scribe.dialog(ReasonDialog)
    scribe.write("dépassé, un nouveau point suit")
    scribe.leave(giving_up)
    scribe.back_in(window)
    scribe.until(lambda: len(page.lines.lines) == 1)

    page.lines._table.setFocus()
    scribe.press("S")  # the one that asks to be read again
    sending = scribe.dialog(SendDialog)
    sending._read.setChecked(True)
    scribe.until(lambda: "127.0.0.1" in sending._to.text())
    sending._send.click()
    scribe.until(lambda: len(service.asked) == 2)
    scribe.until(lambda: not page.lines.lines)
    states = {line.number: line.state for line in every_line(room)}
    assert states == {"A-MS01": LineState.GONE, "A-MS02": LineState.GIVEN_UP, "A-MS03": LineState.GONE}
    assert len(room.views.ledger(mode=Mode.REAL)) == 5


def three_messages_wait(folder: Path, service: Web, authority: Authority) -> tuple[Room, str]:
    """One still true, one whose promised hour will pass, one to be read again: it was let out an hour ago."""
    room = a_room(folder, clock=FixedClock(NOON))
    incident = an_incident(room, title="Panne du cœur de réseau").id
    portal = a_channel(room, "Page de statut", ChannelKind.WEBHOOK, settings={}, needs=["internet"])
    room.do(SetSender(channel=portal, settings={"url": service.url(), "ca": authority.pem})).result()
    room.do(MarkNeed(incident=incident, need=Need.INTERNET, state=NeedState.DOWN, reason="lien coupé")).result()
    for audience, minutes, age in (("customers", 120, 0), ("partners", 20, 0), ("staff", 120, 60)):
        message = a_message(room, incident, due_at=NOON + 5 * MINUTE)
        more = {"audiences": [audience], "next_at": NOON + minutes * MINUTE, "at": NOON - age * MINUTE}
        a_release(room, incident, (portal,), message=message, **more)
    return room, incident
