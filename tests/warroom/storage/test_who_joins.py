"""Who joins: what an invitation, an enrolment, a withdrawal and a word of trust make of what a station wrote."""

from __future__ import annotations

from tests.warroom.storage.replicas import EPOCH, ROOM, Forger, Replica, World, exchange_all, identity_of
from tests.warroom.storage.test_gates import LEA, MARC, entry, grant, revoke, settled, texts
from warroom.domain.ids import named_id
from warroom.identity.stations import StationIdentity
from warroom.storage.journal import meta
from warroom.storage.vouching import enrolment_message

ONCE, OTHER = identity_of(201), identity_of(202)


def founded() -> Replica:
    """The founding station, with Léa as administrator."""
    a = Replica(World(), 1)
    a.enrol(founder=a.station)
    grant(a, LEA, "administrator")
    return a


def invite(at: Replica, *, by: str = LEA, once: StationIdentity = ONCE) -> str:
    keys = {"enrol_key": once.public_key.hex(), "box_key": once.sealing_key.hex()}
    return at.write("invitation", None, keys, author=by)


def withdraw(at: Replica, invitation: str, *, by: str = LEA) -> None:
    at.write("invitation", invitation, {"withdrawn_at": EPOCH}, author=by)


def join(at: Replica, number: int, invitation: str, *, once: StationIdentity = ONCE) -> Replica:
    """A new station that has everything the inviter has, and enrols before it says anything else."""
    b = Replica(at.world, number)
    b.receive(at.lines())
    enrolment(b, invitation, once=once)
    b.enrol(founder=str(meta(at.conn, "founder")))
    return b


def enrolment(b: Replica, invitation: str, *, once: StationIdentity = ONCE, box_key: bytes = b"") -> None:
    keys = {"public_key": b.identity.public_key, "box_key": box_key or b.identity.sealing_key}
    message = enrolment_message(invitation, b.station, public_key=b.identity.public_key, box_key=b.identity.sealing_key)
    patch = {
        "station": b.station,
        "invitation": invitation,
        "signature": once.sign(message).hex(),
        **{name: key.hex() for name, key in keys.items()},
    }
    b.write("enrolment", None, patch)


def trust(at: Replica, whom: Replica, *, by: str = LEA) -> None:
    who = whom.identity
    patch = {"station": whom.station, "public_key": who.public_key.hex(), "box_key": who.sealing_key.hex()}
    at.write("trust", None, patch, author=by)


def letters(at: Replica) -> int:
    ((count,),) = at.conn.execute("SELECT count(*) FROM station")
    return int(count)


def test_that_who_enrols_with_an_invitation_is_in_and_what_they_write_counts() -> None:
    a = founded()
    b = join(a, 2, invite(a))
    entry(b, "from B")

    settled(a, b)

    assert texts(a) == ["from B"]
    assert letters(a) == 2


def test_that_an_enrolment_signed_with_another_key_is_no_vouch_at_all() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation, once=OTHER)

    settled(a, b)

    ((count,),) = a.conn.execute("SELECT count(*) FROM enrolment")
    assert count == 0


def test_that_an_enrolment_covers_the_key_that_others_seal_to() -> None:
    a = founded()
    invitation = invite(a)
    b = Replica(a.world, 2)
    b.receive(a.lines())
    enrolment(b, invitation, box_key=OTHER.sealing_key)
    b.enrol(founder=a.station)

    settled(a, b)

    assert not list(a.conn.execute("SELECT 1 FROM enrolment"))


def test_that_an_invitation_by_somebody_without_the_right_admits_nobody() -> None:
    a = founded()
    b = join(a, 2, invite(a, by=MARC))
    entry(b, "from B")

    settled(a, b)

    assert texts(a) == texts(b) == []
    assert letters(a) == 1


def test_that_of_two_stations_with_one_invitation_the_first_is_in() -> None:
    a = founded()
    invitation = invite(a)
    b, c = join(a, 2, invitation), Replica(a.world, 3)
    c.receive(a.lines())
    c.wall += 1000
    enrolment(c, invitation)
    c.enrol(founder=a.station)
    entry(b, "from B")
    entry(c, "from C")

    settled(a, b, c)

    assert texts(a) == ["from B"]


def test_that_a_withdrawal_shuts_out_who_enrols_without_having_been_seen() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation)
    withdraw(a, invitation)
    entry(b, "from B")

    settled(a, b)

    assert texts(a) == []


def test_that_a_withdrawal_leaves_who_was_seen_to_enrol() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation)
    exchange_all([a, b])
    withdraw(a, invitation)
    entry(b, "from B")

    settled(a, b)

    assert texts(a) == ["from B"]


def test_that_a_withdrawal_by_somebody_without_the_right_does_nothing() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation)
    withdraw(a, invitation, by=MARC)
    entry(b, "from B")

    settled(a, b)

    assert texts(a) == ["from B"]


def test_that_trust_brings_in_what_a_station_wrote_before() -> None:
    a = founded()
    invitation = invite(a)
    b = join(a, 2, invitation)
    withdraw(a, invitation)
    entry(b, "from B")
    exchange_all([a, b])
    assert texts(a) == []

    trust(a, b)

    settled(a, b)
    assert texts(a) == ["from B"]


def test_that_who_was_trusted_may_invite_and_revoke() -> None:
    a = founded()
    b = Replica(a.world, 2)
    b.receive(a.lines())
    b.enrol(founder=a.station)
    trust(a, b)
    exchange_all([a, b])
    c = join(b, 3, invite(b))
    entry(c, "from C")
    b.receive(c.lines(b.known()))
    revoke(b, c, by=LEA)
    entry(c, "late")

    settled(a, b, c)

    assert texts(a) == ["from C"]


def test_that_trust_by_somebody_without_the_right_does_nothing() -> None:
    a = founded()
    b = Replica(a.world, 2)
    b.receive(a.lines())
    b.enrol(founder=a.station)
    entry(b, "from B")

    trust(a, b, by=MARC)

    settled(a, b)
    assert texts(a) == texts(b) == []


def test_that_trust_does_not_bring_a_revoked_station_back() -> None:
    a = founded()
    b = join(a, 2, invite(a))
    exchange_all([a, b])
    revoke(a, b, by=LEA)
    trust(a, b)
    entry(b, "late")

    settled(a, b)

    assert texts(a) == []


def test_that_who_came_with_a_revoked_stations_late_invitation_is_out() -> None:
    a = founded()
    b = join(a, 2, invite(a))
    exchange_all([a, b])
    c = join(b, 3, invite(b, once=OTHER), once=OTHER)
    entry(c, "from C")
    revoke(a, b, by=LEA)

    settled(a, b, c)

    assert texts(a) == []


def test_that_an_enrolment_before_its_invitation_counts_for_nothing() -> None:
    """Whoever claims not to have seen the invitation did not join with it."""
    a = founded()
    forger = Forger(a.world)
    invitation = invite(a)
    who = identity_of(5)
    station = who.station_id.hex()
    record = named_id(ROOM, "writer", forger.writer.hex())
    forger.forge("writer", record, {"writer": forger.writer.hex(), "station": station}, hlc=1)
    message = enrolment_message(invitation, station, public_key=who.public_key, box_key=who.sealing_key)
    patch = {
        "station": station,
        "invitation": invitation,
        "public_key": who.public_key.hex(),
        "box_key": who.sealing_key.hex(),
        "signature": ONCE.sign(message).hex(),
    }
    forger.forge("enrolment", None, patch, hlc=2)
    forger.forge("entry", None, {"text": "forged", "recorded_at": EPOCH}, hlc=3)
    a.receive(forger.sent)
    b = join(a, 2, invitation)
    entry(b, "from B")

    settled(a, b)

    assert texts(a) == ["from B"]


def test_that_no_later_op_changes_the_keys_of_an_invitation() -> None:
    a = founded()
    invitation = invite(a)
    a.write("invitation", invitation, {"enrol_key": OTHER.public_key.hex()}, author=LEA)
    b = join(a, 2, invitation, once=OTHER)
    c = join(a, 3, invitation)
    entry(b, "from B")
    entry(c, "from C")

    settled(a, b, c)

    assert texts(a) == ["from B", "from C"], "B came by no vouch at all, as a copy does, and is kept out at its runs"
    assert list(a.conn.execute("SELECT enrol_key FROM invitation")) == [(ONCE.public_key.hex(),)]


def test_that_who_joined_with_a_withdrawn_invitation_cannot_revoke_whoever_withdrew_it() -> None:
    """A thief types under the administrator's name and cuts the founder off before the withdrawal is heard of."""
    a = founded()
    c = join(a, 3, invite(a, once=OTHER), once=OTHER)
    exchange_all([a, c])
    invitation = invite(a)
    thief = join(a, 2, invitation)
    withdraw(a, invitation)
    revoke(thief, a, by=LEA)
    entry(a, "from A")
    entry(thief, "from a thief")

    settled(a, c, thief)

    assert texts(a) == texts(c) == ["from A"]
