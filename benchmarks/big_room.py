"""A room of N realistic entries, written through the journal as any entry is, many to a transaction.

python -m benchmarks.big_room FOLDER --entries 1000000
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from warroom.clock import Clock
from warroom.commands import DeclareIncident, SetService
from warroom.commands.entries import write_entry
from warroom.domain.entries import Channel, Kind, Verification
from warroom.domain.incidents import Severity
from warroom.domain.services import ServiceState
from warroom.identity.keys import Argon2Parameters
from warroom.room import Room

PASSPHRASE = "four calm words here"  # a room for measuring; it holds nothing
QUICK = Argon2Parameters(memory_kib=8_192, iterations=1, lanes=1)
FILE = "big.warroom"
BATCH = 5_000
SPACED_MS = 4_000  # between two entries, counted back from now

SUBJECTS = (
    "Supervision",
    "Hébergeur",
    "Équipe réseau",
    "Astreinte base de données",
    "Support client",
    "Prestataire énergie",
)
FACTS = (
    "signale une latence de {n} ms sur l'API de paiement",
    "confirme que {n} % des nœuds répondent à nouveau",
    "annonce un rétablissement possible sous {n} min si la demande est écrite",
    "a redémarré le répartiteur numéro {n} sans effet visible",
    "observe {n} erreurs par minute depuis le déploiement de 11:20",
    "demande l'ouverture du ticket {n} chez le fournisseur",
    "a basculé {n} clusters vers le site de Roubaix, contrôle en cours",
    "ne joint plus le local technique, badge hors service depuis {n} min",
)
KINDS = (
    Kind.FACT,
    Kind.FACT,
    Kind.INFORMATION,
    Kind.INFORMATION,
    Kind.INFORMATION,
    Kind.REPORT,
    Kind.REQUEST,
    Kind.HYPOTHESIS,
)
STATES = (Verification.NONE, Verification.NONE, Verification.NONE, Verification.TO_VERIFY, Verification.VERIFIED)
SERVICES = ("API", "Authentification", "Chat", "DNS interne", "Paiement")


@dataclass(frozen=True, slots=True)
class BigRoom:
    """Where it lies and which incident holds the entries."""

    path: Path
    incident: str
    seconds: float
    entries: int


def build(folder: Path, entries: int) -> BigRoom:
    """Make the room, or continue one that is shorter."""
    began = time.perf_counter()
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / FILE
    room = (
        open_big(path)
        if path.exists()
        else Room.create(path, name="Salle d'essai", passphrase=PASSPHRASE, argon2=QUICK)
    )
    with room:
        if not room.member:
            room.sit_down("Léa Martin")
        incident = room.views.local("bench") or _incident(room)
        written = room.views.tally(incident)[0]
        _write(room, incident, first=written, last=entries)
        _wait_for_search(room)
    return BigRoom(path, incident, time.perf_counter() - began, entries)


def open_big(path: Path) -> Room:
    return Room.open(path, passphrase=PASSPHRASE)


def _incident(room: Room) -> str:
    incident = room.do(DeclareIncident(title="Panne mondiale de l'API", severity=Severity.CRITICAL)).result().id
    for name in SERVICES:
        room.do(SetService(incident=incident, name=name, state=ServiceState.DEGRADED)).result()
    room.keep_local("bench", incident)
    return incident


def _write(room: Room, incident: str, *, first: int, last: int) -> None:
    chance = random.Random(2026)
    start = Clock().now_ms() - last * SPACED_MS
    for begin in range(first, last, BATCH):
        end = min(last, begin + BATCH)

        def batch(books: Any, begin: int = begin, end: int = end) -> None:
            row = books.get("incident", incident)
            for number in range(begin, end):
                _one(books, row, chance, at=start + number * SPACED_MS)

        room._store.submit(batch).result()
        print(f"\r{end:,} entries", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)


def _one(books: Any, incident: dict[str, Any], chance: random.Random, *, at: int) -> None:
    subject, fact = chance.choice(SUBJECTS), chance.choice(FACTS)
    state = chance.choice(STATES)
    more = {
        "from_who": subject if chance.random() < 0.5 else "",
        "channel": chance.choice(list(Channel)).value if chance.random() < 0.3 else "",
        "verification": state.value,
        "key_event": True if chance.random() < 0.02 else None,
        "services": chance.choice(SERVICES) if chance.random() < 0.3 else "",
    }
    text = f"{subject} {fact.format(n=chance.randrange(1, 1000))}"
    write_entry(books, incident, text, kind=chance.choice(KINDS), event_at=at, more=more)


def _wait_for_search(room: Room) -> None:
    """Every entry searchable: the writer feeds the search whenever it has nothing else to do."""
    from warroom.storage import search

    while room._store.run(search.backlog).result():
        time.sleep(0.2)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("folder", type=Path)
    ask.add_argument("--entries", type=int, default=100_000)
    given = ask.parse_args()
    made = build(given.folder, given.entries)
    said = {
        "room": str(made.path),
        "incident": made.incident,
        "entries": made.entries,
        "seconds": round(made.seconds, 1),
    }
    print(json.dumps(said | {"bytes": made.path.stat().st_size}))


if __name__ == "__main__":
    main()
