"""`network`: keep a room on its own network for a while, without a window. For servers, scripts and tests."""

from __future__ import annotations

import threading
import time
from argparse import ArgumentTypeError, Namespace
from collections.abc import Iterator
from typing import Any

from warroom.cli.call import Answer, Call
from warroom.cli.parser import Parser
from warroom.cli.rooms import tending
from warroom.cli.verbs import Verb
from warroom.domain.exchange import Link
from warroom.phrases import labelled
from warroom.room import Room
from warroom.words import _, ngettext

LOOK_S = 0.2


def _seconds(said: str) -> float:
    try:
        seconds = float(said)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e9:
        raise ArgumentTypeError(_("a number of seconds is expected"))
    return seconds


def _options(parser: Parser) -> None:
    parser.room()
    parser.add_argument(
        "--seconds", type=_seconds, metavar="N", help=_("stop after so many seconds (default: at Ctrl+C)")
    )
    parser.add_argument(
        "--call",
        action="append",
        default=[],
        metavar="HOST:PORT",
        help=_("call there too, now and later; may be given several times"),
    )
    parser.add_argument("--port", type=int, default=0, metavar="N", help=_("listen on this port (default: any)"))
    parser.add_argument("--host", default="", metavar="ADDRESS", help=_("listen on this address only (default: all)"))
    parser.add_argument(
        "--no-discovery", action="store_true", help=_("announce nothing and look for nobody: call known addresses only")
    )


def _run(asked: Namespace, call: Call) -> Answer:
    with tending(asked) as room:
        network = room.network
        for address in asked.call:
            network.add_address(address)
        network.start(port=asked.port, host=asked.host, discover=not asked.no_discovery)
        met = _until_the_end(room, asked, call)
        received, sent = network.totals()
        port = network.port
        network.stop()
    document = {"port": port, "received": received, "sent": sent, "stations": [_document(link) for link in met]}
    return Answer(document, list(_lines(met, received, sent)))


def _until_the_end(room: Room, asked: Namespace, call: Call) -> list[Link]:
    """Wait, and say who comes and goes; everyone met, as they were seen last."""
    met: dict[str, Link] = {}
    here: set[str] = set()
    bell = threading.Event()
    stop = room.network.subscribe(bell.set)
    end = time.monotonic() + asked.seconds if asked.seconds is not None else float("inf")
    try:
        call.note(_("Listening on port {port}.").format(port=room.network.port))
        while (left := end - time.monotonic()) > 0:
            time.sleep(min(left, LOOK_S))
            if not bell.is_set():
                continue
            bell.clear()
            links = {link.station: link for link in room.network.links()}
            for station in links.keys() - here:
                call.note(_("Laptop {letter} is connected.").format(letter=links[station].letter))
            for station in here - links.keys():
                call.note(_("Laptop {letter} is gone.").format(letter=met[station].letter))
            met |= links
            here = set(links)
    except KeyboardInterrupt:  # how it is meant to end
        pass
    finally:
        stop()
    return sorted(met.values(), key=lambda link: (link.letter, link.station))


def _document(link: Link) -> dict[str, Any]:
    drift = link.drift.middle if link.drift else None
    return {"station": link.station, "letter": link.letter, "name": link.name, "drift_ms": drift}


def _lines(met: list[Link], received: int, sent: int) -> Iterator[str]:
    yield labelled(_("laptops met"), ", ".join(link.letter for link in met) or "—")
    yield ngettext("{n} change received.", "{n} changes received.", received).format(n=received)
    yield ngettext("{n} change sent.", "{n} changes sent.", sent).format(n=sent)


VERBS = {"network": Verb(_options, _run)}
