"""The hub, on a real PostgreSQL: one order without gaps, nothing twice, nothing in place of something else."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest

from tests.hub_runs import OTHER_ROOM, ROOM, WIDER, Hand
from tests.servers_postgres import Postgres, hub_url, postgres
from warroom.errors import Trouble
from warroom.sync import hub_schema
from warroom.sync.depots import Memory
from warroom.sync.hub import Hub
from warroom.sync.hub_rules import Fork, Gap

__all__ = ["hub_url", "postgres"]


def opened(url: str, memory: Memory | None = None, *, room: str = ROOM, was_here: bool = False) -> Hub:
    hub = Hub(url, memory)
    try:
        hub.open(room, was_here=was_here)
    except BaseException:
        hub.close()
        raise
    return hub


def positions(hub: Hub) -> list[int]:
    return [int(name.key) for name in hub.runs()]


@pytest.fixture
def hub(hub_url: str):
    hub = opened(hub_url)
    yield hub
    hub.close()


def test_that_what_was_put_comes_back_as_it_was(hub: Hub) -> None:
    hand = Hand()
    sent = [hand.run(1, 500, size=300_000), hand.run(501), hand.run(502, 700, size=1_000_000)]
    assert hub.put_runs(sent) == 3
    names = hub.runs()
    assert [(name.writer, name.seq_from, name.seq_to, name.head8, name.members8) for name in names] == [
        (name.writer, name.seq_from, name.seq_to, name.head8, name.members8) for name, _frame in sent
    ]
    assert [frame for _name, frame in hub.fetch(names)] == [frame for _name, frame in sent]


@pytest.mark.parametrize(
    ("isolation", "each"),
    [("READ COMMITTED", 100), ("REPEATABLE READ", 25), ("SERIALIZABLE", 25)],  # the latter two: what others make of it
)
def test_that_a_reader_sees_every_position_while_four_laptops_write(
    hub_url: str, isolation: str, each: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hub_schema, "BEGIN", hub_schema.BEGIN.replace("READ COMMITTED", isolation))
    reader, writing = opened(hub_url), threading.Event()

    def write() -> None:
        hub, hand = opened(hub_url), Hand()
        while left := hub.lacking([name for name, _frame in hand.runs(1, each)]):
            with suppress(Trouble):  # too busy: the next exchange
                hub.put_runs([hand.run(left[0].seq_from)])
        hub.close()

    def read() -> list[int]:
        found: list[int] = []
        while not writing.is_set() or len(found) < 4 * each:
            found += positions(reader)
            assert found == list(range(1, len(found) + 1))
            reader.seen()
        return found

    with ThreadPoolExecutor(5) as pool:
        reading = pool.submit(read)
        for written in [pool.submit(write) for _ in range(4)]:
            written.result()
        writing.set()
        assert len(reading.result()) == 4 * each
    reader.close()


def test_that_the_same_run_again_is_kept_once(hub: Hub) -> None:
    hand = Hand()
    assert hub.put_runs(hand.runs(1, 3)) == 3
    assert hub.put_runs(hand.runs(1, 4)) == 1
    assert positions(hub) == [1, 2, 3, 4]


def test_that_a_run_whose_forerunner_is_missing_is_refused_and_the_others_are_kept(hub: Hub) -> None:
    hand, other = Hand(), Hand()
    hub.put_runs([hand.run(1)])
    with pytest.raises(Gap) as refused:
        hub.put_runs([hand.run(3), *other.runs(1, 2)])
    assert refused.value.code == "hub-gap"
    assert refused.value.stored == 2
    assert refused.value.names == [hand.run(3)[0]]
    assert positions(hub) == [1, 2, 3]
    assert hub.put_runs(hand.runs(2, 3)) == 2


@pytest.mark.parametrize("first", [2, 4])
def test_that_something_else_under_the_same_numbers_is_refused(hub: Hub, first: int) -> None:
    hand = Hand()
    hub.put_runs(hand.runs(1, 3))
    clone = Hand(like=hand, until=1)
    with pytest.raises(Fork):
        hub.put_runs([clone.run(first)])
    assert positions(hub) == [1, 2, 3]
    assert hub.put_runs([hand.run(4)]) == 1


def test_that_a_longer_run_over_what_is_known_is_kept_when_it_goes_on_from_it(hub: Hub) -> None:
    hand = Hand()
    hub.put_runs(hand.runs(1, 3))
    assert hub.put_runs([hand.run(2, 6)]) == 1
    assert hub.put_runs([hand.run(7)]) == 1
    with pytest.raises(Fork):
        hub.put_runs([Hand(like=hand, until=4).run(6, 9)])


def test_that_a_run_sealed_for_a_newcomer_too_is_kept_beside_the_first(hub: Hub) -> None:
    hand = Hand()
    hub.put_runs([hand.run(1, 5)])
    again = hand.run(1, 5, members=WIDER)
    assert hub.lacking([again[0]]) == [again[0]]
    assert hub.put_runs([again]) == 1
    assert hub.lacking([again[0], hand.run(1, 5)[0]]) == []
    assert positions(hub) == [1, 2]


def test_that_rooms_do_not_see_each_other(hub_url: str, hub: Hub) -> None:
    hand, other = Hand(), opened(hub_url, room=OTHER_ROOM)
    hub.put_runs([hand.run(1)])
    hub.put_bulletin("station-a", b"sealed")
    hub.put_chunk(b"\1" * 32, b"piece")
    assert other.runs() == []
    assert list(other.bulletins()) == []
    assert other.chunks([b"\1" * 32]) == set()
    assert other.fetch_chunk(b"\1" * 32) is None
    assert other.put_runs([Hand().run(1)]) == 1
    assert positions(other) == [1]
    other.close()


def test_that_the_cursor_moves_only_past_what_was_merged(hub_url: str, hub: Hub) -> None:
    hand, memory = Hand(), dict[str, object]()
    hub.put_runs(hand.runs(1, 3))
    reader = opened(hub_url, memory)
    assert positions(reader) == [1, 2, 3]
    assert memory == {}
    assert positions(reader) == [1, 2, 3]
    reader.seen()
    hub.put_runs([hand.run(4)])
    assert positions(reader) == [4]
    assert memory["cursor"] == 3
    reader.close()
    later = opened(hub_url, memory, was_here=True)
    assert positions(later) == [4]
    assert not later.was_lost
    later.close()


def test_that_a_cursor_nobody_can_read_starts_from_the_beginning(hub_url: str, hub: Hub) -> None:
    hub.put_runs(Hand().runs(1, 2))
    for memory in ({"cursor": -1, "chain": "00"}, {"cursor": 2, "chain": "zz"}, {"cursor": "2"}, {"cursor": 2**80}):
        reader = opened(hub_url, dict(memory), was_here=True)
        assert positions(reader) == [1, 2]
        reader.close()


def test_that_a_wiped_hub_is_noticed_and_filled_again(hub_url: str, postgres: Postgres, hub: Hub) -> None:
    hand, memory = Hand(), dict[str, object]()
    hub.put_runs(hand.runs(1, 5))
    station = opened(hub_url, memory)
    station.runs()
    station.seen()
    for table in ("state", "head", "segment", "bulletin", "chunk"):
        postgres.sql(f"DROP TABLE hub_{table}", hub_url.rsplit("/", 1)[1])
    station.close()
    station = opened(hub_url, memory, was_here=True)
    assert station.was_lost
    assert station.runs() == []
    names = [name for name, _frame in hand.runs(1, 5)]
    assert station.lacking(names) == names
    assert station.put_runs(hand.runs(1, 5)) == 5
    station.close()


def test_that_a_hub_restored_from_an_older_backup_is_noticed_even_when_it_went_on(
    hub_url: str, postgres: Postgres, hub: Hub
) -> None:
    database, hand, other = hub_url.rsplit("/", 1)[1], Hand(), Hand()
    hub.put_runs(hand.runs(1, 3))
    for table in ("state", "head", "segment"):
        postgres.sql(f"CREATE TABLE kept_{table} AS SELECT * FROM hub_{table}", database)
    hub.put_runs(hand.runs(4, 6))
    assert len(hub.runs()) == 6
    hub.seen()
    for table in ("state", "head", "segment"):
        postgres.sql(f"DELETE FROM hub_{table}", database)
        postgres.sql(f"INSERT INTO hub_{table} SELECT * FROM kept_{table}", database)
    late = opened(hub_url)
    late.put_runs(other.runs(1, 5))
    late.close()
    assert len(positions(hub)) == 8
    assert hub.was_lost
    lacking = hub.lacking([name for name, _frame in hand.runs(1, 6)])
    assert [name.seq_from for name in lacking] == [4, 5, 6]
    assert hub.put_runs(hand.runs(4, 6)) == 3


def test_that_six_laptops_may_be_the_first_at_once(hub_url: str) -> None:
    together = threading.Barrier(6)

    def begin() -> int:
        together.wait()
        hub = opened(hub_url)
        stored = hub.put_runs(Hand().runs(1, 3))
        hub.close()
        return stored

    with ThreadPoolExecutor(6) as pool:
        assert sum(made.result() for made in [pool.submit(begin) for _ in range(6)]) == 18
    hub = opened(hub_url)
    assert positions(hub) == list(range(1, 19))
    hub.close()


def test_that_tables_an_administrator_made_are_enough(postgres: Postgres) -> None:
    database = postgres.new_database()
    account = postgres.url(database, user="poste", password="p")
    postgres.sql("DROP ROLE IF EXISTS poste")
    postgres.sql("CREATE ROLE poste LOGIN PASSWORD 'p'")
    with pytest.raises(Trouble) as refused:
        opened(account)
    assert refused.value.code == "hub-tables"
    for table in hub_schema.TABLES:
        postgres.sql(table, database)
    postgres.sql("GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO poste", database)
    hub, hand = opened(account), Hand()
    assert hub.put_runs([hand.run(1)]) == 1
    assert len(list(hub.fetch(hub.runs()))) == 1
    hub.put_bulletin("b", b"one")
    hub.put_bulletin("b", b"two")
    assert list(hub.bulletins()) == [b"two"]
    hub.close()
    postgres.sql("DROP OWNED BY poste", database)
    postgres.sql("DROP ROLE poste")


def test_that_chunks_are_kept_once_and_checked_when_they_come_back(hub_url: str, postgres: Postgres, hub: Hub) -> None:
    import hashlib

    body = bytes(range(256)) * 1024
    sha = hashlib.sha256(body).digest()
    hub.put_chunk(sha, body)
    hub.put_chunk(sha, body)
    assert hub.chunks([sha, bytes(32)]) == {sha}
    assert hub.fetch_chunk(sha) == body
    assert hub.fetch_chunk(bytes(32)) is None
    postgres.sql("UPDATE hub_chunk SET body = 'x'", hub_url.rsplit("/", 1)[1])
    assert hub.fetch_chunk(sha) is None
