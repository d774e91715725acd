"""Sealed values among replicas: carried blind, merged as opaque, whatever the order they come in."""

from __future__ import annotations

import random

from tests.warroom.storage.replicas import Replica, World
from warroom.identity.sealing import seal_json
from warroom.storage.verify import verify

KEY = b"k" * 32


def sealed(text: str, place: str) -> dict[str, object]:
    return seal_json(text, key_id="0" * 32, key=KEY, context=place.encode())


def test_that_sealed_values_converge_as_opaque_bytes_in_any_order() -> None:
    world, chance = World(), random.Random(7)
    stations = [Replica(world, number) for number in (1, 2, 3)]
    decision = stations[0].write("decision", None, {"question": sealed("Payer ?", "q"), "number": "A-D001"})
    for station in stations[1:]:
        station.receive(stations[0].lines())
    for step in range(30):
        station = chance.choice(stations)
        station.write("decision", decision, {"decided": sealed(f"non {step}", "d")})
        station.write("entry", None, {"text": sealed(f"note {step}", "t"), "number": f"A-{step:04d}"})
        if step % 3 == 0:
            lines = chance.choice(stations).lines()
            chance.shuffle(lines)
            station.receive(lines)
    for _round in range(2):
        for one in stations:
            for other in stations:
                one.receive(other.lines(one.known()))

    assert stations[0].state() == stations[1].state() == stations[2].state()
    assert not verify(stations[0].conn)
    ((question,),) = stations[2].conn.execute("SELECT question FROM decision")
    assert question.startswith('{"$sealed":')
