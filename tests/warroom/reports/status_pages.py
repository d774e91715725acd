"""A room with everything that a public status page can show, for tests of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.builders import a_room, an_incident
from tests.warroom.sent import a_message, a_release
from warroom.commands import SetPublic, SetService
from warroom.domain.incidents import Severity
from warroom.domain.services import ServiceState
from warroom.room import Room

MINUTE = 60_000
SERVICES = {
    "svc-pay-core": ("Paiement par carte", "Card payments"),
    "svc-portal": ("Espace client", "Customer area"),
    "svc-mail": ("Messagerie", "E-mail"),
    "svc-api": ("API des partenaires et traitements de nuit", "Partners' API and overnight processing"),
    "svc-dns": ("Noms de domaine", "Domain names"),
}
FRENCH = "Nous rencontrons des difficultés. Nos équipes sont mobilisées.\n\nProchain point à 12:30 (heure de Paris)."
ENGLISH = "Some of you cannot use the service. Our teams are working on it.\n\nNext update at 12:30 (Paris time)."


def texts(fr: str, en: str) -> dict[str, dict[str, str]]:
    return {"fr": {"title": fr, "body": FRENCH}, "en": {"title": en, "body": ENGLISH}}


def a_public_room(folder: Path) -> Room:
    """Two incidents under way, one that is over, a correction, a message taken back, and every state of a service."""
    room = a_room(folder)
    for name, (fr, en) in SERVICES.items():
        room.do(SetPublic(service=name, public=True, names={"fr": fr, "en": en})).result()
    past = an_incident(room, title="Secret past title")
    let_out(room, past.id, "investigating", texts("Messagerie ralentie", "E-mail is slow"))
    wait(room, 30)
    let_out(room, past.id, "resolved", texts("Messagerie rétablie", "E-mail works again"))
    wait(room, 60)
    pay = an_incident(room, title="Secret payment title", severity=Severity.CRITICAL)
    state(room, pay.id, "svc-pay-core", ServiceState.MAJOR_OUTAGE)
    state(room, pay.id, "svc-portal", ServiceState.DEGRADED)
    state(room, pay.id, "svc-mail", ServiceState.UNKNOWN)
    let_out(room, pay.id, "investigating", texts("Paiements en échec", "Payments fail"))
    wait(room, 10)
    take_back(room, let_out(room, pay.id, "identified", texts("Secret taken back", "Secret taken back")))
    wait(room, 10)
    wrong = let_out(room, pay.id, "identified", texts("Cause identifiée, retour à 14:00", "Cause found, back at 14:00"))
    wait(room, 10)
    right = texts("Cause identifiée", "Cause identified")
    let_out(room, pay.id, "identified", right, corrects=wrong, next_at=now(room) + 30 * MINUTE)
    other = an_incident(room, title="Secret network title")
    state(room, other.id, "svc-api", ServiceState.MAINTENANCE)
    let_out(room, other.id, "monitoring", {"fr": texts("Accès lent aux API", "")["fr"]}, next_at=now(room) - MINUTE)
    return room


def let_out(room: Room, incident: str, status: str, said: dict[str, Any], *, corrects: str = "", **more: Any) -> str:
    """A message let out to customers; its id."""
    given = {"corrects": corrects} if corrects else {}
    message = a_message(room, incident, status=status, **given)
    a_release(room, incident, (), message=message, texts=said, status=status, **given, **more)
    return message


def take_back(room: Room, message: str) -> None:
    patch = {"withdrawn_at": now(room), "withdrawn_by": "Secret person", "withdrawn_because": "Secret reason"}
    room._store.submit(lambda books: books.write("message", message, patch)).result()  # type: ignore[arg-type]


def state(room: Room, incident: str, service: str, said: ServiceState) -> None:
    room.do(SetService(incident=incident, name=service, state=said)).result()


def wait(room: Room, minutes: int) -> None:
    room.clock.advance(seconds=60 * minutes)  # type: ignore[attr-defined]


def now(room: Room) -> int:
    return room.clock.now_ms()
