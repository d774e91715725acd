"""News from a hub come by its notices, or by asking wherever notices do not come; and come back after it was away."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.hub_runs import OTHER_ROOM, ROOM, Hand
from tests.servers_postgres import Postgres, hub_url, own_postgres, pooled, postgres
from warroom.sync import hub_news
from warroom.sync.hub import Hub
from warroom.sync.hub_news import Hearing, News

__all__ = ["hub_url", "own_postgres", "pooled", "postgres"]

LONG = 60.0  # seconds: a bound for a hang, nothing that is measured


class Ear:
    """Follows a room on a thread of its own and counts what it is told."""

    def __init__(self, url: str, room: str = ROOM) -> None:
        self.news = News(url, room, known=0)
        self.told = threading.Semaphore(0)
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self.news.follow, args=(self._stop, self.told.release))
        self._thread.start()

    def wait_until(self, hearing: Hearing) -> None:
        deadline = time.monotonic() + LONG
        while self.news.hearing is not hearing:
            assert time.monotonic() < deadline
            time.sleep(0.02)

    def stop(self) -> None:
        self._stop.set()
        self._thread.join(LONG)


@contextmanager
def listening(url: str, room: str = ROOM) -> Iterator[Ear]:
    ear = Ear(url, room)
    try:
        yield ear
    finally:
        ear.stop()


@contextmanager
def opened(url: str, room: str = ROOM) -> Iterator[Hub]:
    hub = Hub(url)
    try:
        hub.open(room, was_here=False)
        yield hub
    finally:
        hub.close()


@pytest.fixture
def only_notices(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_news, "ASK_OFTEN", 1000.0)


def test_that_a_push_wakes_those_who_listen(hub_url: str, only_notices: None) -> None:
    hand = Hand()
    with opened(hub_url) as hub, listening(hub_url) as ear:
        ear.wait_until(Hearing.ASKING)
        hub.put_runs([hand.run(1)])
        assert ear.told.acquire(timeout=LONG)
        hub.put_runs([hand.run(2)])
        assert ear.told.acquire(timeout=LONG)
        assert ear.news.hearing is Hearing.NOTICES


def test_that_another_room_wakes_nobody(hub_url: str, only_notices: None) -> None:
    with opened(hub_url) as hub, opened(hub_url, OTHER_ROOM) as other, listening(hub_url) as ear:
        ear.wait_until(Hearing.ASKING)
        other.put_runs([Hand().run(1)])
        hub.put_runs([Hand().run(1)])
        assert ear.told.acquire(timeout=LONG)
        assert not ear.told.acquire(blocking=False)


def test_that_a_push_before_the_first_question_is_news(hub_url: str, only_notices: None) -> None:
    with opened(hub_url) as hub:
        hub.put_runs([Hand().run(1)])
        with listening(hub_url) as ear:
            assert ear.told.acquire(timeout=LONG)


def test_that_a_hub_without_notices_is_asked(postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_news, "ASK_OFTEN", 0.1)
    database = postgres.new_database()
    postgres.sql("CREATE ROLE quiet LOGIN PASSWORD 'p'")
    postgres.sql("GRANT ALL ON SCHEMA public TO quiet", database)
    postgres.sql("REVOKE EXECUTE ON FUNCTION pg_notify FROM PUBLIC", database)
    url = postgres.url(database, user="quiet", password="p")
    with opened(url) as hub, listening(url) as ear:
        assert hub.put_runs([Hand().run(1)]) == 1
        assert ear.told.acquire(timeout=LONG)
        assert ear.news.hearing is Hearing.ASKING
    postgres.sql("DROP OWNED BY quiet", database)
    postgres.sql("DROP ROLE quiet")


def test_that_a_pooler_carries_a_hub_and_news_come_by_asking(pooled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_news, "ASK_OFTEN", 0.2)
    hands = [Hand(), Hand()]
    with opened(pooled) as hub, opened(pooled) as other, listening(pooled) as ear:
        for seq in range(1, 6):
            assert hub.put_runs([hands[0].run(seq)]) == 1
            assert other.put_runs([hands[1].run(seq, size=100_000)]) == 1
        assert ear.told.acquire(timeout=LONG)
        names = hub.runs()
        assert [int(name.key) for name in names] == list(range(1, 11))
        assert len(list(other.fetch(names))) == 10


def test_that_a_standby_refuses_to_tell_and_is_asked(own_postgres: Postgres) -> None:
    with opened(own_postgres.url("postgres")) as hub:
        hub.put_runs([Hand().run(1)])
    own_postgres.stop()
    own_postgres.make_standby()
    own_postgres.start()
    with listening(own_postgres.url("postgres")) as ear:
        assert ear.told.acquire(timeout=LONG)
        assert ear.news.hearing is Hearing.ASKING


def test_that_listening_goes_on_after_the_server_was_away(own_postgres: Postgres, only_notices: None) -> None:
    url, hand = own_postgres.url("postgres"), Hand()
    with opened(url) as hub, listening(url) as ear:
        ear.wait_until(Hearing.ASKING)
        hub.put_runs([hand.run(1)])
        assert ear.told.acquire(timeout=LONG)
        own_postgres.stop()
        ear.wait_until(Hearing.AWAY)
        own_postgres.start()
        hub.put_runs([hand.run(2)])
        assert ear.told.acquire(timeout=LONG)


def test_that_a_hub_that_was_wiped_is_news(hub_url: str, postgres: Postgres, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hub_news, "ASK_OFTEN", 0.1)
    monkeypatch.setattr(hub_news, "ASK_SELDOM", 0.1)
    with opened(hub_url) as hub, listening(hub_url) as ear:
        hub.put_runs([Hand().run(1)])
        assert ear.told.acquire(timeout=LONG)
        postgres.sql("DELETE FROM hub_state", hub_url.rsplit("/", 1)[1])
        assert ear.told.acquire(timeout=LONG)


def test_that_notices_that_make_no_sense_wake_nobody(hub_url: str, postgres: Postgres, only_notices: None) -> None:
    database, channel = hub_url.rsplit("/", 1)[1], hub_news.channel_of(ROOM)
    with opened(hub_url) as hub, listening(hub_url) as ear:
        ear.wait_until(Hearing.ASKING)
        for payload in ("", "-1", "x" * 7000, "9" * 300, "٣", "1e9"):
            postgres.sql(f"NOTIFY {channel}, '{payload}'", database)
        hub.put_runs([Hand().run(1)])
        assert ear.told.acquire(timeout=LONG)
        assert not ear.told.acquire(blocking=False)
        assert ear.news._known == 1
