"""Rights in the journal: what counts, what does not, and that it does not matter what came first."""

from __future__ import annotations

import json

import pytest

from tests.warroom.storage.gate_oracle import Oracle
from tests.warroom.storage.replicas import EPOCH, ROOM, Forger, Replica, World, check_against_oracle, exchange_all
from warroom.domain.ids import named_id
from warroom.domain.rights import Role
from warroom.storage import gates
from warroom.storage.dump import dump
from warroom.storage.replay import rebuild
from warroom.storage.verify import verify

LEA, MARC, ZOE = (f"{n:032x}" for n in (101, 102, 103))
INCIDENT = f"{1:032x}"
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})


def stations(count: int) -> list[Replica]:
    """Enrolled stations that know each other; the first founded the room."""
    world = World()
    found = [Replica(world, number + 1) for number in range(count)]
    for replica in found:
        replica.enrol(founder=found[0].station)
    exchange_all(found)
    return found


def grant(at: Replica, person: str, *roles: str, by: str = "", cut: bool = False) -> None:
    rights: dict[str, object] = {"roles": list(roles)}
    if cut:
        rights["cut"] = {w.hex(): seq for w, seq in at.known().items()}
    at.write("grant", person, {"person": person, "rights": json.dumps(rights)}, author=by)


def revoke(at: Replica, whom: Replica, *, by: str) -> None:
    known = at.known()
    heads = {whom.writer.hex(): [known.get(whom.writer, 0), ""]}
    at.write("cut", None, {"station": whom.station, "heads": json.dumps(heads)}, author=by)


def entry(at: Replica, text: str, *, by: str = "") -> str:
    return at.write("entry", None, {"text": text, "incident": INCIDENT, "recorded_at": EPOCH}, author=by)


def roles(at: Replica, person: str) -> frozenset[Role]:
    return gates.roles_of(at.conn, person)


def texts(at: Replica) -> list[str]:
    return sorted(row[0] for row in at.conn.execute("SELECT text FROM entry"))


def revoked(at: Replica) -> int:
    ((count,),) = at.conn.execute("SELECT count(*) FROM cut")
    return int(count)


def settled(*found: Replica) -> None:
    """Everybody has everything, judges alike, as the oracle and a rebuild say."""
    exchange_all(list(found))
    first = found[0]
    check_against_oracle(first.world, first, Oracle(first.world, first.station).without())
    assert len({dump(replica.conn) for replica in found}) == 1
    state = first.state()
    with first.conn:
        rebuild(first.conn)
    assert first.state() == state


def test_that_a_promotion_of_oneself_has_no_effect_anywhere() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    exchange_all([a, b])

    grant(b, MARC, "administrator", by=MARC)

    settled(a, b)
    assert roles(a, MARC) == roles(b, MARC) == frozenset()
    assert any("administrator's right was missing" in problem.what for problem in verify(a.conn))


def test_that_the_founding_station_rules_until_somebody_is_administrator() -> None:
    a, b = stations(2)
    grant(a, MARC, "scribe")
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=MARC)
    grant(a, ZOE, "legal", by=LEA)

    settled(a, b)
    assert roles(b, MARC) == frozenset({Role.SCRIBE})
    assert roles(b, ZOE) == frozenset({Role.LEGAL})


def test_that_another_station_rules_nothing_before_the_first_grant() -> None:
    a, b = stations(2)

    grant(b, MARC, "administrator", by=MARC)

    settled(a, b)
    assert roles(a, MARC) == frozenset()


def test_that_grants_that_did_not_see_each_other_give_the_lesser() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    exchange_all([a, b])
    grant(a, MARC, "commander", "legal", by=LEA)
    grant(b, MARC, "legal", "scribe", by=LEA)

    settled(a, b)

    assert roles(a, MARC) == frozenset({Role.LEGAL})
    grant(b, MARC, "commander", by=LEA)
    settled(a, b)
    assert roles(a, MARC) == frozenset({Role.COMMANDER})


def test_that_a_revoked_stations_late_writes_count_nowhere_and_its_earlier_ones_stay() -> None:
    a, b, c = stations(3)
    grant(a, LEA, "administrator")
    entry(b, "early")
    exchange_all([a, b, c])
    entry(b, "late")
    c.receive(b.lines(c.known()))
    assert texts(c) == ["early", "late"]

    revoke(a, b, by=LEA)
    b.write("action", INCIDENT, {"text": "late too"})
    settled(a, b, c)

    assert texts(a) == texts(b) == texts(c) == ["early"]
    assert not list(c.conn.execute("SELECT 1 FROM action"))
    assert c.known() == a.known(), "late writes are kept, and advance their writer"
    assert list(c.conn.execute("SELECT entries FROM tally")) == [(1,)]
    notes = [problem for problem in verify(c.conn) if "after this station was revoked" in problem.what]
    assert notes
    assert all(note.is_note for note in notes)


def test_that_a_new_incarnation_of_a_revoked_station_counts_nowhere() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    revoke(a, b, by=LEA)
    b.remint()
    b.enrol(founder=a.station)
    entry(b, "from a clone")

    settled(a, b)
    assert texts(a) == []


def test_that_what_a_late_write_had_replaced_comes_back() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    a.write("action", INCIDENT, {"text": "call", "owner": "Léa"})
    exchange_all([a, b])
    revoke(a, b, by=LEA)
    b.write("action", INCIDENT, {"text": "forget it", "_del": True})
    b.write("entry_mark", entry(b, "unseen"), {"key_event": True})

    settled(a, b)
    assert list(b.conn.execute("SELECT text, owner, _hidden FROM action")) == [("call", "Léa", 0)]


def test_that_a_late_write_is_no_longer_found() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    exchange_all([a, b])
    b.write("action", INCIDENT, {"text": "sabotage"})
    a.receive(b.lines(a.known()))
    found = "SELECT count(*) FROM findable_words WHERE findable_words MATCH 'sabotage'"
    assert list(a.conn.execute(found)) == [(1,)]

    a.write("cut", None, {"station": b.station, "heads": json.dumps({b.writer.hex(): [2, ""]})}, author=LEA)

    assert list(a.conn.execute(found)) == [(0,)]
    settled(a, b)


def test_that_a_line_several_stations_imported_stays_when_one_of_them_is_revoked() -> None:
    a, b, c = stations(3)
    grant(a, LEA, "administrator")
    exchange_all([a, b, c])
    line = named_id(ROOM, "entry", "statuspage 1")
    b.skew, c.skew = -5_000, 5_000
    b.write("entry", line, {"text": "as the revoked station read it", "incident": INCIDENT, "recorded_at": EPOCH})
    a.write("entry", line, {"text": "as imported", "incident": INCIDENT, "recorded_at": EPOCH})
    c.write("entry", line, {"text": "as a third read it", "incident": INCIDENT, "recorded_at": EPOCH})
    exchange_all([a, b, c])
    assert texts(a) == ["as the revoked station read it"]

    a.write("cut", None, {"station": b.station, "heads": json.dumps({b.writer.hex(): [2, ""]})}, author=LEA)

    settled(a, b, c)
    assert texts(b) == ["as imported"]


def test_that_of_stations_that_revoke_each_other_the_founding_one_stays() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator")
    exchange_all([a, b])
    b.skew = -(10**9)
    revoke(b, a, by=MARC)
    revoke(a, b, by=LEA)
    entry(a, "still here")
    entry(b, "gone")

    settled(a, b)
    assert texts(b) == ["still here"]
    assert revoked(a) == revoked(b) == 1


def test_that_an_incarnation_that_hides_what_it_saw_gains_no_seniority() -> None:
    a, b, c = stations(3)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    forger = Forger(a.world)
    forger.forge(
        "writer",
        named_id(ROOM, "writer", forger.writer.hex()),
        {"writer": forger.writer.hex(), "station": c.station},
        hlc=1,
    )
    exchange_all([a, b, c], forger)
    revoke(b, c, by=LEA)
    revoke(c, b, by=MARC)

    settled(a, b, c)
    assert [row[0].hex() for row in a.conn.execute("SELECT station FROM cut")] == [c.station]


def test_that_what_counts_is_judged_anew_and_not_believed() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    exchange_all([a, b])
    grant(b, MARC, "administrator", by=MARC)
    with b.conn:
        b.conn.execute("UPDATE op SET gate=1")

    assert any("What is shown" in problem.what for problem in verify(b.conn))
    with b.conn:
        rebuild(b.conn)

    assert list(b.conn.execute("SELECT count(*) FROM op WHERE gate=0")) == [(1,)]


def test_that_a_stolen_station_cannot_revoke_others_once_it_was_revoked() -> None:
    """Even the founding one: its late revocation is undone by the earlier one, which it does not touch."""
    a, b, c = stations(3)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    exchange_all([a, b, c])
    revoke(b, a, by=MARC)
    revoke(a, c, by=LEA)
    entry(c, "still counts")

    settled(a, b, c)
    assert texts(b) == ["still counts"]
    assert [row[0].hex() for row in b.conn.execute("SELECT station FROM cut")] == [a.station]


def test_that_a_demotion_binds_what_the_demoted_did_without_having_seen_it() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    exchange_all([a, b])
    grant(a, MARC, "scribe", by=LEA, cut=True)
    grant(b, ZOE, "administrator", by=MARC)
    grant(b, ZOE, "commander", by=ZOE)

    settled(a, b)
    assert roles(a, ZOE) == frozenset()
    assert roles(a, MARC) == frozenset({Role.SCRIBE})


def test_that_an_accomplice_appointed_in_time_cannot_undo_a_demotion() -> None:
    """Zoé's right rests on Marc's, which the demotion takes away: so does her revocation."""
    a, b, c = stations(3)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    exchange_all([a, b, c])
    grant(c, MARC, "scribe", by=LEA, cut=True)
    grant(b, ZOE, "administrator", by=MARC)
    revoke(b, a, by=ZOE)

    settled(a, b, c)
    assert revoked(a) == 0
    assert roles(c, ZOE) == frozenset()


def test_that_rights_given_back_after_a_demotion_count_again() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    grant(a, MARC, "scribe", by=LEA, cut=True)
    grant(a, MARC, "administrator", by=LEA)
    exchange_all([a, b])
    grant(b, ZOE, "legal", by=MARC)

    settled(a, b)
    assert roles(a, ZOE) == frozenset({Role.LEGAL})


def test_that_a_clock_set_back_gains_nothing() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    exchange_all([a, b])
    grant(a, MARC, by=LEA, cut=True)
    exchange_all([a, b])
    b.skew = -(10**10)
    grant(b, ZOE, "administrator", by=MARC)

    settled(a, b)
    assert roles(a, ZOE) == frozenset()


def test_that_a_grant_which_arrives_later_makes_an_act_count() -> None:
    """A forger of bundles, or a stick that lost a part, may bring the act without the grant its author had seen."""
    a, b, far = stations(3)
    forger = Forger(a.world)
    grant(a, LEA, "administrator")
    forger.forge("grant", ZOE, {"rights": '{"roles":["legal"]}'}, hlc=EPOCH << 16, author=LEA, deps={
        w: seq for w, seq in a.known().items() if w != forger.writer
    })  # fmt: skip
    b.receive(a.lines(b.known()))
    b.receive(forger.sent)
    assert roles(b, ZOE) == frozenset({Role.LEGAL})

    far.receive(forger.sent)
    assert list(far.conn.execute("SELECT count(*) FROM inbox")) == [(1,)], "it waits for what its author had seen"
    far.receive(a.lines(far.known()))

    assert roles(far, ZOE) == frozenset({Role.LEGAL})


def test_that_what_was_taken_away_by_a_revocation_counts_again_when_that_falls() -> None:
    a, b, c = stations(3)
    grant(a, LEA, "administrator")
    grant(a, MARC, "administrator", by=LEA)
    exchange_all([a, b, c])
    entry(c, "spared in the end")
    revoke(b, c, by=MARC)
    exchange_all([b, c])
    assert texts(b) == []

    grant(a, MARC, "scribe", by=LEA, cut=True)

    settled(a, b, c)
    assert texts(b) == ["spared in the end"]
    assert revoked(b) == 0


def test_that_nobody_swaps_what_another_station_says_of_itself() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    exchange_all([a, b])

    b.write("station", a.station, {"public_key": "mine"}, author=MARC)

    settled(a, b)
    assert list(b.conn.execute("SELECT public_key FROM station WHERE id=?", (bytes.fromhex(a.station),))) == [
        (a.identity.public_key.hex(),)
    ]


def test_that_a_pin_is_set_by_its_owner_or_an_administrator() -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    exchange_all([a, b])
    b.write("pin", ZOE, {"hash": '{"by":"marc"}'}, author=MARC)
    b.write("pin", MARC, {"hash": '{"by":"himself"}'}, author=MARC)
    a.write("pin", ZOE, {"hash": '{"by":"administrator"}'}, author=LEA)

    settled(a, b)
    assert sorted(row[0] for row in a.conn.execute("SELECT hash FROM pin")) == [
        '{"by":"administrator"}',
        '{"by":"himself"}',
    ]


@pytest.mark.parametrize("rights", ["[]", "{}", '{"roles":"administrator"}', '{"roles":[],"cut":[1]}', "7", '""'])
def test_that_a_grant_that_means_nothing_has_no_effect_and_stops_nothing(rights: str) -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    a.write("grant", LEA, {"rights": rights}, author=LEA)

    exchange_all([a, b])

    assert roles(b, LEA) == ADMINISTRATOR


def test_that_roles_of_a_newer_version_give_nothing_here_and_stop_nothing() -> None:
    a, b = stations(2)
    a.write("grant", LEA, {"rights": '{"roles":["administrator","oracle",7,{},null]}'})

    settled(a, b)

    assert roles(b, LEA) == ADMINISTRATOR


@pytest.mark.parametrize("heads", ["[]", "7", '{"zz":[1,""]}', '{"00":["1",""]}', '{"00":[]}'])
def test_that_a_revocation_that_means_nothing_has_no_effect(heads: str) -> None:
    a, b = stations(2)
    grant(a, LEA, "administrator")
    a.write("cut", None, {"station": b.station, "heads": heads}, author=LEA)

    exchange_all([a, b])

    assert revoked(b) == 0


def test_that_judging_reads_only_what_needs_a_right() -> None:
    (a,) = stations(1)

    plan = [row[3] for row in a.conn.execute(f"EXPLAIN QUERY PLAN {gates.ACTS}")]

    assert plan == ["SEARCH op USING INDEX op_gated (ent=?)"]
