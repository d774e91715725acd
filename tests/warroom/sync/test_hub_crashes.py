"""A push that is cut off anywhere: killed connections, deadlocks, a server that stops, crashes, or asks again."""

from __future__ import annotations

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.hub_runs import ROOM, Hand
from tests.servers_postgres import Postgres, hub_url, own_postgres, postgres
from warroom.errors import Trouble
from warroom.sync.hub import Hub
from warroom.sync.hub_line import Line

__all__ = ["hub_url", "own_postgres", "postgres"]

WAITING = "SELECT pid FROM pg_stat_activity WHERE application_name = 'warroom' AND wait_event_type = 'Lock'"
FAILING = """CREATE SEQUENCE times;
CREATE FUNCTION failing() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  IF nextval('times') <= {times} THEN RAISE EXCEPTION 'on purpose' USING ERRCODE = '{code}'; END IF; RETURN NEW; END $$;
CREATE TRIGGER failing BEFORE INSERT ON hub_segment FOR EACH ROW EXECUTE FUNCTION failing()"""


def opened(url: str) -> Hub:
    hub = Hub(url)
    hub.open(ROOM, was_here=False)
    return hub


def waiting_pid(conn: psycopg.Connection[tuple[int]]) -> int:
    while True:
        if found := conn.execute(WAITING).fetchone():
            return found[0]
        time.sleep(0.02)


@pytest.mark.parametrize(
    "held",
    [
        "LOCK hub_state IN ACCESS EXCLUSIVE MODE",  # stopped where the room's row is taken
        "LOCK hub_head IN ACCESS EXCLUSIVE MODE",  # where the head is read
        "LOCK hub_segment IN ACCESS EXCLUSIVE MODE",  # where the neighbours are read
        "LOCK hub_segment IN SHARE MODE",  # where the runs are written
        "LOCK hub_head IN SHARE MODE",  # where the head moves
    ],
)
def test_that_a_connection_killed_between_two_statements_leaves_all_or_nothing(hub_url: str, held: str) -> None:
    hub, hand = opened(hub_url), Hand()
    hub.put_runs(hand.runs(1, 2))
    with psycopg.connect(hub_url) as holder, psycopg.connect(hub_url, autocommit=True) as judge:
        holder.execute(held)
        with ThreadPoolExecutor(1) as pool:
            pushing = pool.submit(hub.put_runs, hand.runs(3, 5))
            judge.execute("SELECT pg_terminate_backend(%s)", (waiting_pid(judge),))
            waiting_pid(judge)  # it came back by itself and tries again
            holder.rollback()
            assert pushing.result() == 3
    assert [int(name.key) for name in hub.runs()] == [1, 2, 3, 4, 5]
    hub.close()


def test_that_a_deadlock_is_tried_again(hub_url: str) -> None:
    hub, hand = opened(hub_url), Hand()
    hub.put_runs(hand.runs(1, 2))
    with psycopg.connect(hub_url) as holder, psycopg.connect(hub_url, autocommit=True) as judge:
        holder.execute("SET deadlock_timeout = '60s'")
        holder.execute("LOCK hub_head IN ACCESS EXCLUSIVE MODE")
        with ThreadPoolExecutor(1) as pool:
            pushing = pool.submit(hub.put_runs, [hand.run(3)])
            waiting_pid(judge)
            holder.execute("SELECT last_pos FROM hub_state FOR UPDATE")  # had only once the other gave up
            holder.rollback()
            assert pushing.result() == 1
    hub.close()


def test_that_what_a_distributed_database_asks_to_try_again_is_tried_again(hub_url: str) -> None:
    hub = opened(hub_url)
    with psycopg.connect(hub_url) as conn:
        conn.execute(FAILING.format(times=4, code="40001"))
    assert hub.put_runs(Hand().runs(1, 3)) == 3
    assert [int(name.key) for name in hub.runs()] == [1, 2, 3]
    hub.close()


@pytest.mark.parametrize(("code", "trouble"), [("40001", "hub-busy"), ("53100", "hub-full"), ("XX001", "hub-strange")])
def test_that_a_push_that_cannot_be_is_a_trouble_and_keeps_nothing(hub_url: str, code: str, trouble: str) -> None:
    hub = opened(hub_url)
    with psycopg.connect(hub_url) as conn:
        conn.execute(FAILING.format(times=1000, code=code))
    with pytest.raises(Trouble) as raised:
        hub.put_runs(Hand().runs(1, 3))
    assert raised.value.code == trouble
    assert raised.value.safe
    assert raised.value.todo
    assert hub.runs() == []
    hub.close()


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGQUIT])
def test_that_a_server_started_again_in_the_middle_loses_nothing_that_was_confirmed(
    own_postgres: Postgres, how: signal.Signals
) -> None:
    url, hand, confirmed = own_postgres.url("postgres"), Hand(), list[int]()
    halfway = threading.Event()

    def push() -> None:
        hub = opened(url)
        while len(confirmed) < 60:
            try:
                hub.put_runs([hand.run(len(confirmed) + 1)])
            except Trouble:
                continue  # the next exchange
            confirmed.append(len(confirmed) + 1)
            if len(confirmed) == 20:
                halfway.set()
        hub.close()

    with ThreadPoolExecutor(1) as pool:
        pushing = pool.submit(push)
        assert halfway.wait(60)
        own_postgres.stop(how)
        own_postgres.start()
        pushing.result()
    hub = opened(url)
    names = hub.runs()
    assert [(int(name.key), name.seq_to) for name in names] == [(seq, seq) for seq in confirmed]
    assert len(list(hub.fetch(names))) == 60
    hub.close()


def test_that_a_server_stopped_for_good_in_the_middle_is_a_trouble_in_words(own_postgres: Postgres) -> None:
    hub, hand = opened(own_postgres.url("postgres")), Hand()
    hub.put_runs([hand.run(1)])
    own_postgres.stop()
    with pytest.raises(Trouble) as raised:
        hub.put_runs([hand.run(2)])
    assert raised.value.code in ("hub-unreachable", "hub-stopped")
    own_postgres.start()
    assert hub.put_runs(hand.runs(1, 2)) == 1
    hub.close()


def test_that_a_server_that_says_nothing_any_more_keeps_nobody_waiting(own_postgres: Postgres) -> None:
    line = Line(own_postgres.url("postgres"), patience=0.5)
    assert line.run(lambda conn: conn.execute("SELECT 1").fetchone()) == (1,)
    own_postgres.freeze()
    try:
        with pytest.raises(Trouble) as raised:
            line.run(lambda conn: conn.execute("SELECT 1").fetchone())
    finally:
        own_postgres.thaw()
    assert raised.value.code == "hub-slow"
    assert line.run(lambda conn: conn.execute("SELECT 2").fetchone()) == (2,)
    line.close()
