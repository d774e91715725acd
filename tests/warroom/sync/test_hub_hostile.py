"""A hub may hold anything: what makes no sense is passed over, what is too much is left there, nothing raises a bug."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub_runs import ROOM, Hand
from tests.servers_postgres import Postgres, hub_url, postgres
from warroom.errors import Trouble
from warroom.sync import hub as hubs
from warroom.sync.hub import Hub

__all__ = ["hub_url", "postgres"]

SANE = f"'{ROOM}'::text AS ws, n AS pos, '\\x0102030405060708'::bytea AS wid, n AS seq_from, n AS seq_to"
HASHES = "sha256('p') AS prev_hash, sha256('h') AS head_hash, '01234567'::text AS members, sha256('c') AS chain"


@pytest.fixture
def hub(hub_url: str) -> Iterator[Hub]:
    hub = Hub(hub_url)
    hub.open(ROOM, was_here=False)
    hub.put_runs(Hand().runs(1, 3))
    yield hub
    hub.close()


@pytest.fixture
def tamper(postgres: Postgres, hub_url: str):
    def change(*statements: str) -> None:
        for statement in statements:
            postgres.sql(statement, hub_url.rsplit("/", 1)[1])

    return change


@pytest.mark.parametrize(
    "change",
    [
        "wid = 'short'",
        "wid = ''",
        "head_hash = sha256('x') || 'longer'",
        "members = 'nothex!!'",
        "members = repeat('0', 2000)",
        "seq_from = -5",
        "seq_from = 7, seq_to = 2",
        "pos = -1",
        "chain = ''",
        "body = ''",
    ],
)
def test_that_a_row_that_makes_no_sense_is_passed_over(hub: Hub, tamper, change: str) -> None:
    tamper(f"UPDATE hub_segment SET {change} WHERE pos = 2")
    names = hub.runs()
    assert [int(name.key) for name in names] == [1, 3]
    assert len(list(hub.fetch(names))) == 2


def test_that_empty_columns_are_passed_over(hub: Hub, tamper) -> None:
    for column in ("prev_hash", "head_hash", "members", "chain", "body", "seq_to"):
        tamper(f"ALTER TABLE hub_segment ALTER {column} DROP NOT NULL")
    tamper("UPDATE hub_segment SET head_hash = NULL WHERE pos = 1", "UPDATE hub_segment SET body = NULL WHERE pos = 3")
    assert [int(name.key) for name in hub.runs()] == [2]
    tamper("UPDATE hub_segment SET prev_hash = NULL, seq_to = 2")
    assert hub.put_runs([Hand().run(1)]) == 1


def test_that_a_run_too_large_to_be_one_stays_there(hub: Hub, tamper) -> None:
    tamper("UPDATE hub_segment SET body = decode(repeat('ab', 17 * 1024 * 1024), 'hex') WHERE pos = 2")
    names = hub.runs()
    assert [int(name.key) for name, _frame in hub.fetch(names)] == [1, 3]


def test_that_other_bytes_under_a_name_are_given_as_they_are_and_judged_by_who_receives_them(hub: Hub, tamper) -> None:
    tamper("UPDATE hub_segment SET body = 'garbage'")
    assert [frame for _name, frame in hub.fetch(hub.runs())] == [b"garbage"] * 3


def test_that_a_body_that_is_no_bytes_is_left_out(hub: Hub, tamper) -> None:
    tamper("ALTER TABLE hub_segment ALTER body TYPE text USING 'x'")
    assert list(hub.fetch(hub.runs())) == []


def test_that_an_endless_listing_ends(hub: Hub, tamper, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hubs, "NAMES_MOST", 5_000)
    tamper(
        "DROP TABLE hub_segment",
        f"CREATE VIEW hub_segment AS SELECT {SANE}, {HASHES}, 'x'::bytea AS body FROM generate_series(1, 50000) AS n",
    )
    assert 5_000 <= len(hub.runs()) <= 5_000 + hubs.PAGE


def test_that_a_listing_that_goes_nowhere_ends(hub: Hub, tamper) -> None:
    tamper(
        "DROP TABLE hub_segment",
        f"CREATE VIEW hub_segment AS SELECT {SANE.replace('n AS pos', '5 AS pos')}, {HASHES}, 'x'::bytea AS body "
        "FROM generate_series(1, 5000) AS n",
    )
    assert len(hub.runs()) == 1


def test_that_more_rows_than_were_asked_for_are_not_taken(hub: Hub, tamper) -> None:
    names = hub.runs()
    tamper(
        "DROP TABLE hub_segment",
        f"CREATE VIEW hub_segment AS SELECT {SANE.replace('n AS pos', '2 AS pos')}, {HASHES}, "
        "decode(repeat('ab', 100000), 'hex') AS body FROM generate_series(1, 1000000) AS n",
    )
    with pytest.raises(Trouble) as raised:
        list(hub.fetch(names))
    assert raised.value.code == "hub-strange"


@pytest.mark.parametrize(
    "change",
    [
        "ALTER TABLE hub_segment RENAME TO others",
        "ALTER TABLE hub_segment RENAME COLUMN members TO others",
    ],
)
def test_that_tables_of_another_shape_are_a_trouble(hub: Hub, tamper, change: str) -> None:
    tamper(change)
    with pytest.raises(Trouble) as raised:
        hub.runs()
    assert raised.value.code == "hub-strange"
    with pytest.raises(Trouble) as raised:
        hub.lacking([Hand().run(1)[0]])
    assert raised.value.code == "hub-strange"


@pytest.mark.parametrize("change", ["last_pos = -1", "chain = 'x'"])
def test_that_a_room_in_a_state_that_makes_no_sense_takes_nothing(hub: Hub, tamper, change: str) -> None:
    tamper(f"UPDATE hub_state SET {change}")
    with pytest.raises(Trouble) as raised:
        hub.put_runs([Hand().run(1)])
    assert raised.value.code == "hub-strange"


def test_that_a_head_that_makes_no_sense_takes_nothing(hub: Hub, tamper) -> None:
    hand = Hand()
    hub.put_runs([hand.run(1)])
    tamper("UPDATE hub_head SET hash = 'x'")
    with pytest.raises(Trouble) as raised:
        hub.put_runs([hand.run(2)])
    assert raised.value.code == "hub-strange"


def test_that_bulletins_too_large_or_too_many_stay_there(hub: Hub, tamper) -> None:
    hub.put_bulletin("a", b"sealed")
    tamper(
        f"INSERT INTO hub_bulletin VALUES ('{ROOM}', 'b', decode(repeat('ab', 300000), 'hex'))",
        f"INSERT INTO hub_bulletin SELECT '{ROOM}', 'c' || n, 'x' FROM generate_series(1, 3000) AS n",
    )
    found = list(hub.bulletins())
    assert found[0] == b"sealed"
    assert len(found) == hubs.BULLETINS_MOST


def test_that_a_position_taken_out_by_hand_is_filled_again_by_who_has_it(hub: Hub, tamper) -> None:
    hand = Hand()
    hub.put_runs(hand.runs(1, 3))
    tamper("DELETE FROM hub_segment WHERE pos = 5")
    sent = hand.runs(1, 3)
    lacking = hub.lacking([name for name, _frame in sent])
    assert [name.seq_from for name in lacking] == [2]
    assert hub.put_runs([frame for frame in sent if frame[0] in lacking]) == 1
    assert [int(name.key) for name in hub.runs()] == [1, 2, 3, 4, 6, 7]
