"""The screens of messages: one in each state, one that a refuted fact took the ground from, one that lacks much."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog

from tests.builders import NOON, an_entry
from tests.ui.messages import a_message
from ui.desk import Desk
from ui.dialogs.alert_fields import AlertFieldsDialog
from ui.dialogs.amend_message import AmendMessageDialog
from ui.dialogs.approve_message import ApproveDialog
from ui.dialogs.ask_check import AskCheckDialog
from ui.dialogs.cite_entry import CiteDialog
from ui.dialogs.first_message import FirstMessageDialog
from ui.dialogs.message_verdict import VerdictDialog
from ui.dialogs.new_message import NewMessageDialog
from ui.dialogs.release_details import ReleaseDetails
from ui.dialogs.release_message import ReleaseDialog
from ui.message_pages import messages_page
from ui.models.message_view import MessageView
from ui.panels.message_reading import read_page
from ui.window import MainWindow
from warroom.commands import (
    AddPerson,
    Approve,
    AskReview,
    CiteEntry,
    GiveVerdict,
    GrantRoles,
    MarkEntry,
    ReleaseMessage,
)
from warroom.domain.entries import Verification
from warroom.domain.messages import ReviewKind, Verdict
from warroom.domain.rights import Role
from warroom.room import Room

MINUTE = 60_000
SHOWN_MS = 400  # read in a task
WRITER = "Mariam Diallo"
PAGES = ("messages", "messages-lacking", "messages-follow", "messages-none")


def with_messages(room: Room, incident: str) -> None:
    """Written by one person, approved by the other."""
    me = room.member
    room.do(AddPerson(name=WRITER)).result()
    communicates = frozenset({Role.COMMUNICATIONS})
    room.do(GrantRoles(person=WRITER, roles=communicates, reason="Ordre de mission")).result()
    room.sit_down(WRITER)
    fact = an_entry(room, incident, text="62 % des nœuds répondent à nouveau")
    out = a_message(room, incident, template="T03", due_at=NOON - 30 * MINUTE)
    room.do(CiteEntry(message=out.id, entry=fact.id, what="La majorité des nœuds répond")).result()
    waits = a_message(room, incident, template="T06", due_at=NOON + 6 * MINUTE, reviews=("technical",))
    asked = {"asked_of": "Karim Benali", "deputy": "Jean-Philippe Grandjean"}
    room.do(AskReview(message=waits.id, kind=ReviewKind.TECHNICAL, **asked)).result()
    back = a_message(room, incident, template="T13", audiences=("staff",), reviews=("technical",))
    review = room.do(AskReview(message=back.id, kind=ReviewKind.TECHNICAL, **asked)).result()
    verdict: dict[str, Any] = {"verdict": Verdict.SENT_BACK, "remark": "Le réseau de repli n’est pas ouvert"}
    room.do(GiveVerdict(review=review, kind=ReviewKind.TECHNICAL, by="Karim Benali", **verdict)).result()
    approved = a_message(room, incident, template="T07", due_at=NOON + 14 * MINUTE)
    a_message(room, incident, template="T26", due_at=NOON + 90 * MINUTE, audiences=("customers", "press"))
    room.sit_down(me)
    room.do(Approve(message=out.id)).result()
    room.do(ReleaseMessage(message=out.id)).result()
    room.do(MarkEntry(entry=fact.id, verification=Verification.REFUTED, reason="La sonde était en panne")).result()
    if not room.views.message_blockers(approved.id):
        room.do(Approve(message=approved.id)).result()


def open_messages(window: MainWindow, page: str, incident: str, other: str) -> MainWindow:
    """The page in one of its moments."""
    window.open_incident(other if page == "messages-none" else incident)
    window.open_page("messages")
    panel = messages_page(window.pages)
    if page != "messages-none":
        panel.open_message(of_template(window.desk.room, incident, "T26" if page == "messages-lacking" else "T03"))
    QTest.qWait(SHOWN_MS)
    panel.editor.parts.choose("follow" if page == "messages-follow" and not panel._is_wide else "body")
    return window


def of_template(room: Room, incident: str, code: str) -> str:
    """The message made of this template."""
    return next(each.id for each in room.views.messages(incident) if each.template == code)


def shown(room: Room, incident: str, code: str) -> MessageView:
    found = read_page(room, room.views.incident(incident), of_template(room, incident, code)).shown
    assert found is not None
    return found


def message_dialogs(desk: Desk, incident_id: str, window: MainWindow) -> dict[str, Callable[[], QDialog]]:
    """Each by its name, as the other dialogs."""
    room = desk.room
    incident, book = room.views.incident(incident_id), room.views.template_book()
    waits, out, late = (shown(room, incident_id, code) for code in ("T06", "T03", "T26"))
    return {
        "message-new": lambda: NewMessageDialog(desk, incident, book, window),
        "message-first": lambda: FirstMessageDialog(desk, incident, window),
        "message-amend": lambda: AmendMessageDialog(desk, waits.facts.message, window),
        "message-alert": lambda: AlertFieldsDialog(desk, waits.facts.message, window),
        "message-check": lambda: AskCheckDialog(desk, waits, window),
        "message-verdict": lambda: VerdictDialog(desk, waits, waits.facts.reviews[0], window),
        "message-approve": lambda: ApproveDialog(desk, late, window),
        "message-cite": lambda: CiteDialog(desk, waits, window),
        "message-release": lambda: ReleaseDialog(desk, waits, window),
        "message-release-again": lambda: ReleaseDialog(desk, out, window),
        "message-release-shown": lambda: ReleaseDetails(desk, out, out.releases[0], window),
    }
