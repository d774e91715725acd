"""The screens of teams out and means: one silent, one soon to be called, one at base; requests in every state."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON
from tests.warroom.limits import a_limit
from ui.desk import Desk
from ui.dialogs.approve_means import ApproveMeansDialog
from ui.dialogs.ask_means import AskMeansDialog
from ui.dialogs.contact import ContactDialog, ReturnDialog
from ui.dialogs.means_moves import ArriveMeansDialog, OrderMeansDialog, WithdrawMeansDialog
from ui.dialogs.send_team import SendTeamDialog
from warroom.commands import ApproveMeans, ArriveMeans, AskMeans, NoteContact, OrderMeans, SendTeam
from warroom.domain.field_teams import FieldStatus
from warroom.domain.incidents import Mode
from warroom.room import Room

MINUTE = 60_000


def in_the_field(room: Room, incident: str) -> None:
    """Three teams and four requests of one incident."""
    teams = (
        ("Équipe de remise sous tension du DC2", "Delta 2", FieldStatus.WORKING, NOON - 44 * MINUTE),
        ("Équipe fibre", "Fibre 1", FieldStatus.IN_TRANSIT, NOON - 27 * MINUTE),
        ("Renfort de nuit", "", FieldStatus.AT_BASE, NOON - 90 * MINUTE),
    )
    for name, call_sign, status, sent_at in teams:
        more = {
            "leader": "Jean-Philippe Grandjean",
            "crew": ("Karim Benali", "Nadia Roussel"),
            "place": "DC2, salle 3",
        }
        made = room.do(
            SendTeam(
                incident=incident, name=name, call_sign=call_sign, status=status, sent_at=sent_at,
                mission="Réarmer les onduleurs un par un", reached_by="Radio, canal 3", **more,
            )  # type: ignore[arg-type]
        ).result()  # fmt: skip
        if status is FieldStatus.WORKING:
            said = "Porte du local onduleurs forcée, on entre à deux ; prochain appel dans vingt minutes"
            room.do(NoteContact(field_team=made.id, text=said, at=NOON - 36 * MINUTE)).result()
            room.do(NoteContact(field_team=made.id, incoming=False, at=NOON - 3 * MINUTE)).result()
    a_limit(room, "COORD", 10_000)
    generator = _asked(room, incident, "Groupe électrogène 250 kVA", quantity=2, needed_by=NOON + 120 * MINUTE)
    fuel = _asked(room, incident, "Fioul", quantity=4_000, unit="litres", needed_by=NOON + 45 * MINUTE)
    _asked(room, incident, "Techniciens onduleurs du constructeur", quantity=3, needed_by=NOON - 5 * MINUTE)
    tents = _asked(room, incident, "Badges de secours", quantity=12)
    over = {"over_limit": "Autonomie des batteries : 50 minutes", "allowed_by": "Claire Aubry"}
    room.do(ApproveMeans(means=generator, cost=8_400, supplier="Location Express")).result()
    room.do(OrderMeans(means=generator, eta_at=NOON + 155 * MINUTE)).result()
    room.do(ApproveMeans(means=fuel, cost=6_200, **over)).result()
    room.do(ApproveMeans(means=tents)).result()
    room.do(ArriveMeans(means=tents, n=7)).result()


def field_dialogs(desk: Desk, incident_id: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each by its name, as the other dialogs."""
    views = desk.room.views
    incident = views.incident(incident_id)
    out = views.teams_out(incident_id, mode=Mode.REAL)[0]
    waiting = next(each for each in views.means_asked(incident_id, mode=Mode.REAL) if not each.approver)
    return {
        "send-team": lambda: SendTeamDialog(desk, incident, None, window),
        "send-team-change": lambda: SendTeamDialog(desk, incident, out.team, window),
        "contact": lambda: ContactDialog(desk, out, window),
        "team-back": lambda: ReturnDialog(desk, out, window),
        "ask-means": lambda: AskMeansDialog(desk, incident, None, window),
        "ask-means-change": lambda: AskMeansDialog(desk, incident, waiting, window),
        "approve-means": lambda: ApproveMeansDialog(desk, waiting, Mode.REAL, window),
        "approve-means-past": lambda: _past_the_limit(desk, waiting.id, window),
        "order-means": lambda: OrderMeansDialog(desk, waiting, window),
        "arrive-means": lambda: ArriveMeansDialog(desk, waiting, window),
        "withdraw-means": lambda: WithdrawMeansDialog(desk, waiting, window),
    }


def _past_the_limit(desk: Desk, means: str, window: QWidget) -> QDialog:
    request = desk.room.views.means_request(means)
    assert request is not None
    dialog = ApproveMeansDialog(desk, request, Mode.REAL, window)
    dialog.cost.set_amount(123_456)
    return dialog


def _asked(room: Room, incident: str, what: str, **more: object) -> str:
    said = {"reason": "Tenir jusqu’au retour du réseau", "asked_by": "Karim Benali", "place": "DC2, quai 4", **more}
    return str(room.do(AskMeans(incident=incident, what=what, **said)).result().id)  # type: ignore[arg-type]
