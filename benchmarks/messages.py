"""How long the pages of messages take in a room that let out many: board, alarms, cadence, outbox, ledger, a release.

python -m benchmarks.messages --messages 1000 --sendings 5000

`--apart` lets the last N messages out at a second laptop that knew of none: each is a pair with each of the others.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.big_room import PASSPHRASE, QUICK
from warroom.commands import Approve, DeclareIncident, DraftMessage, ReleaseMessage
from warroom.domain.incidents import Mode, Severity
from warroom.domain.message_state import digest_released
from warroom.domain.messages import Release, digest_of_texts
from warroom.room import Room

TIMES = 5
CHANNELS = 5
TEXTS = {
    "fr": {"title": "Point {n}", "body": "Nous constatons des difficultés d’accès. Prochain point à 15:30."},
    "en": {"title": "Update {n}", "body": "Some users cannot sign in. Next update at 15:30."},
}
SPACED_MS = 60_000


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000)
    parser.add_argument("--sendings", type=int, default=5_000)
    parser.add_argument("--apart", type=int, default=0)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "messages.warroom"
        room = Room.create(path, name="Mesure", station="A", passphrase=PASSPHRASE, argon2=QUICK)
        with room:
            room.sit_down("Léa Martin")
            incident = _filled(room, asked.messages, asked.sendings, asked.apart)
            print(json.dumps(_measured(room, incident, asked), indent=2))
    return 0


def _filled(room: Room, messages: int, sendings: int, apart: int) -> str:
    incident = room.do(DeclareIncident(title="Panne de l’accès", severity=Severity.CRITICAL)).result().id
    every = room.views.channels()[:CHANNELS]
    channels = [each.id for each in every]

    def write(books: Any) -> None:
        first = books.now - (messages + 5) * SPACED_MS
        last: dict[bool, str] = {}
        for n in range(messages):
            elsewhere = n >= messages - apart
            known = [last[elsewhere]] if elsewhere in last else []
            last[elsewhere] = _let_out(books, incident, n, first + n * SPACED_MS, channels, known, sendings // messages)

    room._store.submit(write).result()
    return str(incident)


def _let_out(books: Any, incident: str, n: int, at: int, channels: list[str], knew: list[str], sendings: int) -> str:
    """A message with its texts, its approval, its release and its lines of the ledger; the id of the release."""
    number = books.number("message")
    texts = {language: {part: said.format(n=n) for part, said in words.items()} for language, words in TEXTS.items()}
    said = {"incident": incident, "number": number, "audiences": ["customers"], "languages": ["fr", "en"]}
    message = books.make("message", said | {"by": "Inès Roy", "at": at})
    for language, words in texts.items():
        record = books.named("message_text", f"{message} {language}")
        text = {"message": message, "incident": incident, "language": language, "by": "Inès Roy", "at": at}
        books.make("message_text", text | {name: word for name, word in words.items() if word}, record=record)
    patch = {
        "message": message, "incident": incident, "number": number, "audiences": ["customers"],
        "channels": channels[:sendings], "texts": texts, "digest": digest_of_texts(texts), "approved_by": "Léa Martin",
        "by": "Léa Martin", "at": at + 1_000, "knew": knew,
    }  # fmt: skip
    digest = digest_released(_release(patch))
    books.make(
        "review",
        {
            "message": message, "kind": "approval", "asked_of": "Léa Martin", "asked_at": at, "verdict": "passed",
            "by": "Léa Martin", "at": at, "digest": digest,
        },
    )  # fmt: skip
    release = str(books.make("release", patch))
    for channel in channels[:sendings]:
        books.make(
            "sending",
            {
                "release": release, "message": message, "incident": incident, "channel": channel, "result": "sent",
                "at": at + 2_000, "by": "Léa Martin", "recipient": f"liste {n}",
            },
        )  # fmt: skip
    return release


def _release(patch: dict[str, Any]) -> Release:
    names = Release.__dataclass_fields__
    empty: dict[str, Any] = dict.fromkeys(names, "") | {"next_at": None, "claims": (), "exercise": False}
    return Release(**{name: patch.get(name, value) for name, value in empty.items()})


def _measured(room: Room, incident: str, asked: argparse.Namespace) -> dict[str, Any]:
    views = room.views
    some = views.releases(incident)[0].message
    return {
        "messages": asked.messages,
        "sendings": asked.sendings,
        "apart": asked.apart,
        "board_ms": _ms(lambda: views.message_board(incident)),
        "line_ms": _ms(lambda: views.message_line(some)),
        "doubled": len(views.doubled_releases(incident)),
        "doubled_ms": _ms(lambda: views.doubled_releases(incident)),
        "alarms_ms": _ms(lambda: views.alarms(mode=Mode.REAL)),
        "clocks_ms": _ms(lambda: views.clocks(mode=Mode.REAL)),
        "cadence_ms": _ms(lambda: views.cadence_report(incident)),
        "outbox_ms": _ms(lambda: views.outbox(mode=Mode.REAL)),
        "ledger_ms": _ms(lambda: views.ledger(mode=Mode.REAL)),
        "odd_ms": _ms(lambda: views.odd_sendings(mode=Mode.REAL)),
        "suggestions_ms": _ms(lambda: views.message_suggestions(incident, "fr")),
        "conflicts_ms": _ms(lambda: views.conflicts()),
        "release_ms": _ms(lambda: _released(room, incident)),
    }


def _released(room: Room, incident: str) -> None:
    """Drafted, approved by somebody else and let out."""
    texts = {language: {"title": "Point", "body": words["body"]} for language, words in TEXTS.items()}
    made = room.do(DraftMessage(incident=incident, audiences=("customers",), texts=texts)).result()
    room.sit_down("Anne Roche")
    room.do(Approve(message=made.id)).result()
    room.do(ReleaseMessage(message=made.id)).result()
    room.sit_down("Léa Martin")


def _ms(run: Callable[[], object]) -> float:
    """The median of a few runs, in milliseconds."""
    took = []
    for _n in range(TIMES):
        began = time.perf_counter()
        run()
        took.append((time.perf_counter() - began) * 1_000)
    return round(statistics.median(took), 1)


if __name__ == "__main__":
    sys.exit(main())
