"""What waits to leave, what went, and what two stations both did, for the pictures of the pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tests.warroom.sent import a_channel, a_message, a_release
from ui.desk import Desk
from ui.dialogs.note_sending import NoteSendingDialog
from ui.dialogs.read_back import ReadBackDialog
from ui.dialogs.send_line import SendAllDialog, SendDialog
from ui.dialogs.sender import SenderDialog
from ui.message_pages import outbox_page
from ui.window import MainWindow
from warroom.commands import BeginSending, EndSending, MarkNeed, NoteSending
from warroom.domain.channels import ChannelKind
from warroom.domain.incidents import Mode
from warroom.domain.messages import Result
from warroom.domain.needs import NeedState
from warroom.domain.outbox import LineState
from warroom.room import Room

OUTBOX = ("outbox", "ledger")
MINUTE = 60_000
WEB = {"url": "https://status.example.org/api/messages", "auth": "bearer"}


def with_outbox(room: Room, incident: str) -> None:
    """Five lines that wait, each for another reason, and a ledger."""
    now = room.clock.now_ms()
    mail = a_channel(room, "Relais de messagerie", needs=["internet", "mail"])
    web = a_channel(room, "Page de statut", ChannelKind.WEBHOOK, settings=WEB)
    phone = a_channel(room, "Cascade d’appels", ChannelKind.PHONE)
    status = room.views.incident(incident).status.value
    said: dict[str, Any] = {"status": status}
    late = a_message(room, incident, due_at=now - 12 * MINUTE)
    a_release(room, incident, (mail, web, phone), message=late, **said)
    soon = a_message(room, incident, due_at=now + 8 * MINUTE)
    stale = a_release(room, incident, (web,), message=soon, next_at=now - MINUTE, audiences=["partners"], **said)
    release = a_release(room, incident, (web, phone), audiences=["staff"], **said)
    note = NoteSending(release=release, channel=phone, recipient="Accueil du site", proof="rappel de Mme Roy, 14:05")
    room.do(note).result()
    room.do(NoteSending(release=release, channel=phone, recipient="Accueil du site", remark="repris par B")).result()
    begun = room.do(BeginSending(release=release, channel=web, is_checked=True, despite="")).result()
    room.do(EndSending(attempt=begun.attempt, result=Result.UNCLEAR, remark="pas de réponse")).result()
    room.do(MarkNeed(incident=incident, need="mail", state=NeedState.DOWN, reason="messagerie arrêtée")).result()
    assert stale


def open_outbox(window: MainWindow, page: str) -> QWidget:
    """The page of the outbox at one of its lists."""
    window.open_page("outbox")
    outbox_page(window.pages).open_part(page)
    QTest.qWait(150)
    return window


def outbox_dialogs(desk: Desk, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each by its name, as the other dialogs."""
    views = desk.room.views
    lines = views.outbox(mode=Mode.REAL, is_whole=True)
    by_web = next(line for line in lines if line.by_program and line.state is LineState.TO_SEND)
    doubt = next(line for line in lines if line.state is LineState.MAY_HAVE_GONE)
    channels = {channel.kind: channel for channel in views.channels()}
    sent = next(one for one in views.ledger(mode=Mode.REAL) if one.sending.result is Result.SENT)
    return {
        "send-line": lambda: SendDialog(desk, by_web, window),
        "send-doubt": lambda: SendDialog(desk, doubt, window),
        "send-all": lambda: SendAllDialog(desk, [by_web, doubt], window),
        "note-sending": lambda: NoteSendingDialog(desk, by_web, window),
        "note-doubt": lambda: NoteSendingDialog(desk, doubt, window),
        "sending-read-back": lambda: ReadBackDialog(
            desk, desk.room.ways_out.release(sent.sending.release), window, confirms=sent.sending
        ),
        "sender-mail": lambda: SenderDialog(desk, channels[ChannelKind.SMTP], window),
        "sender-web": lambda: SenderDialog(desk, channels[ChannelKind.WEBHOOK], window),
    }
