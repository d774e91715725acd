"""What comes in, in the room of the screens: messages at each of their times, rumours, promises kept and late."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog, QWidget

from tests.builders import NOON
from ui.desk import Desk
from ui.dialogs.inbound import AmendInboundDialog
from ui.dialogs.inbound_moves import (
    AnswerDialog,
    CorrectAnswerDialog,
    DecideInboundDialog,
    SendBackDialog,
    TriageDialog,
)
from ui.dialogs.inbound_sheet import MessageSheetDialog
from ui.dialogs.promise import AmendPromiseDialog, KeepPromiseDialog, PromiseDialog
from ui.dialogs.rumour import JudgeRumourDialog, RumourDialog
from ui.incoming_pages import incoming_page
from ui.window import MainWindow
from warroom.commands import (
    AddRumour,
    AnswerInbound,
    DecideInbound,
    JudgeRumour,
    KeepPromise,
    MakePromise,
    ReceiveInbound,
    SendBackInbound,
    TriageInbound,
)
from warroom.domain.inbound import InboundLine, InboundState, PromiseState, RumourKind, RumourState
from warroom.room import Room

MINUTE = 60_000
INCOMING = ("incoming", "incoming-rumours", "incoming-promises")
PARTS = dict(zip(INCOMING, ("inbound", "rumour", "promise"), strict=True))


def with_incoming(room: Room, incident: str) -> None:
    """Six messages, three rumours, four promises of one incident."""
    _messages(room, incident)
    rumours = (
        ("Les données de santé seraient déjà en vente sur un forum", RumourKind.SOCIAL, "Réseau public", 3),
        ("Une panne de courant générale", RumourKind.MEDIA, "Radio des Deux-Rives, journal de 11 h", 2),
        ("Le standard ne répond plus depuis une heure", RumourKind.CALLS, "Clients de la région Ouest", 1),
    )
    made = [
        room.do(
            AddRumour(incident=incident, text=text, kind=kind, source=source, reach=reach, heard_at=NOON - 22 * MINUTE)
        ).result()
        for text, kind, source, reach in rumours
    ]
    finding = "Aucune coupure : onduleurs et groupes vérifiés sur place"
    room.do(JudgeRumour(rumour=made[1].id, state=RumourState.FALSE, finding=finding)).result()
    room.do(JudgeRumour(rumour=made[2].id, state=RumourState.TRUE, finding="Essayé trois fois")).result()
    promises = (
        ("Clinique des Pins", "Rappeler le Dr Morel avec un horaire de rétablissement", "Ana Costa", -6),
        ("Préfecture", "Envoyer un point écrit toutes les heures jusqu’à la fin", "Karim Benali", 8),
        ("Sophie Garnier, Le Quotidien", "Donner le nombre de clients touchés dès qu’il est vérifié", "", 95),
        ("Banque du Lac", "Rétablir leurs virements avant tous les autres", "Léa Martin", 30),
    )
    kept = [
        room.do(
            MakePromise(
                incident=incident, to_whom=who, text=text, owner=owner, due_at=NOON + minutes * MINUTE,
                made_at=NOON - 50 * MINUTE, audience="key_accounts", source="A-ME02",
            )
        ).result()
        for who, text, owner, minutes in promises
    ]  # fmt: skip
    room.do(KeepPromise(promise=kept[3].id, remark="Virements partis à 11:52")).result()


def _messages(room: Room, incident: str) -> None:
    said = (
        ("Sophie Garnier, Le Quotidien", "phone", "press", "Combien de clients sont touchés, et depuis quand ?", 41),
        ("Clinique des Pins", "phone", "key_accounts", "Nos dossiers patients ne s’ouvrent plus : que faire ?", 76),
        ("Préfecture", "mail", "authorities", "Merci de nous transmettre un point de situation avant midi.", 33),
        ("Support, poste 12", "in_person", "support", "Quarante appels en file, que dit-on aux clients ?", 12),
        ("numéro masqué", "phone", "", "Je sais ce qui se passe chez vous.", 9),
        ("Marché couvert de Roubaix", "mail", "customers", "Pour information : nos caisses marchent de nouveau.", 4),
    )
    made = []
    for who, channel, audience, text, minutes in said:
        at = NOON - minutes * MINUTE
        due = NOON + 15 * MINUTE if who.startswith("Préf") else None
        made.append(
            room.do(
                ReceiveInbound(
                    incident=incident, from_who=who, channel=channel, audience=audience, text=text, received_at=at,
                    received_by="Nadia Roussel", answer_by=due, wants=not text.startswith("Pour"),
                )
            )
            .result()
            .id
        )  # fmt: skip
    press, clinic, prefect, support, masked, market = made
    room.do(TriageInbound(inbound=press, given_to="COM", triage="presse", at=NOON - 39 * MINUTE)).result()
    room.do(TriageInbound(inbound=prefect, given_to="Karim Benali", at=NOON - 30 * MINUTE)).result()
    room.do(DecideInbound(inbound=prefect, decision="Envoyer le dernier point", at=NOON - 28 * MINUTE)).result()
    room.do(
        AnswerInbound(inbound=clinic, answer="Procédure papier, rappel à midi", via="phone", at=NOON - 64 * MINUTE)
    ).result()
    room.do(SendBackInbound(inbound=masked, reason="Ni nom ni numéro : rappeler le standard", at=NOON)).result()
    room.do(DecideInbound(inbound=market, decision="Vu, rien à faire")).result()
    assert support


def open_incoming(window: MainWindow, page: str) -> QWidget:
    """The page of what comes in at one of its lists."""
    window.open_page("incoming")
    incoming_page(window.pages).open_part(PARTS[page])
    QTest.qWait(150)
    return window


def incoming_dialogs(desk: Desk, incident_id: str, window: QWidget) -> dict[str, Callable[[], QDialog]]:
    """Each by its name, as the other dialogs."""
    views = desk.room.views
    incident = views.incident(incident_id)
    lines = views.inbound_lines(incident_id)
    first = {state: line for line in reversed(lines) for state in (line.inbound.state,)}
    waiting, back = first[InboundState.RECEIVED].inbound, first[InboundState.SENT_BACK].inbound
    answered = first[InboundState.ANSWERED]
    twice = InboundLine(answered.inbound, (answered.inbound.answer, "Rappel demain matin"))
    promise = next(each for each in views.promises(incident_id) if each.state is PromiseState.OPEN)
    rumour = next(each for each in views.rumours(incident_id) if each.state is RumourState.TO_CHECK)
    return {
        "inbound-triage": lambda: TriageDialog(desk, waiting, window),
        "inbound-send-back": lambda: SendBackDialog(desk, waiting, window),
        "inbound-decide": lambda: DecideInboundDialog(desk, waiting, window),
        "inbound-answer": lambda: AnswerDialog(desk, waiting, window),
        "inbound-correct": lambda: CorrectAnswerDialog(desk, answered, window),
        "inbound-twice": lambda: CorrectAnswerDialog(desk, twice, window),
        "inbound-put-right": lambda: AmendInboundDialog(desk, back, window),
        "inbound-sheet": lambda: MessageSheetDialog(desk, incident, window),
        "promise": lambda: PromiseDialog(desk, incident, source="A-ME02", to_whom="Clinique des Pins", parent=window),
        "promise-change": lambda: AmendPromiseDialog(desk, promise, window),
        "promise-kept": lambda: KeepPromiseDialog(desk, promise, window),
        "rumour": lambda: RumourDialog(desk, incident, window),
        "rumour-judge": lambda: JudgeRumourDialog(desk, rumour, window),
    }
