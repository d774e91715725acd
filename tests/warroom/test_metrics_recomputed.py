"""Metrics of real histories, against what another program makes of the same files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import a_room
from tests.warroom import metric_oracle
from tests.warroom.metric_oracle import Told
from warroom.domain.incidents import Mode
from warroom.domain.metrics.trends import Trend
from warroom.domain.metrics.values import Code, Since
from warroom.room import Room

SAMPLE = Path(__file__).parents[1] / "data" / "formats"
GITHUB = Path("incidents/github_status/mrshu__github-statuses/incidents_before_2025.jsonl")


@pytest.fixture
def room(tmp_path: Path) -> Iterator[Room]:
    with a_room(tmp_path) as room:
        yield room


def restored(room: Room) -> Trend:
    """How long it took to restore, from the start of the impact, across every incident of the room."""
    return next(
        each for each in room.views.metric_trends(Mode.REAL) if (each.code, each.since) == (Code.RESTORE, Since.IMPACT)
    )


def agrees(room: Room, histories: list[Told]) -> int:
    """Each incident alone, and all of them together; how many were compared."""
    sources = {each.source: each.id for each in room.views.incidents(mode=Mode.BOTH)}
    told = {sources[each.source]: each for each in histories if each.source in sources}
    counted = {record: each for record, each in told.items() if not each.maintenance}
    expected = {record: took for record, each in counted.items() if (took := each.took_ms) is not None}
    trend = restored(room)
    points = {point.incident: point.value for point in trend.points}
    assert points == expected
    assert trend.spread is not None
    median, ninth = metric_oracle.spread(list(expected.values()))
    assert (trend.spread.median, trend.spread.p90, trend.spread.n) == (median, ninth, len(expected))
    assert trend.unknown == len(counted) - len(expected)
    return len(told)


def test_that_the_sample_of_a_status_page_agrees(room: Room) -> None:
    pages = sorted(SAMPLE.glob("20*.md"))
    for page in pages:
        room.import_file(page)

    assert agrees(room, metric_oracle.cstate(pages)) == len(pages)


def test_that_every_incident_of_github_agrees(room: Room, field_data: Path) -> None:
    room.import_file(field_data / GITHUB)

    assert agrees(room, metric_oracle.github(field_data / GITHUB)) == 399


def test_that_every_page_of_both_status_pages_agrees(room: Room, field_data: Path) -> None:
    pages = sorted((field_data / "incidents" / "cstate").glob("*/*.md"))
    for page in pages:
        room.import_file(page)

    assert agrees(room, metric_oracle.cstate(pages)) == len(pages)


def test_that_one_incident_alone_says_where_its_times_come_from(room: Room) -> None:
    page = SAMPLE / "2023-03-28-ci-outage.md"
    room.import_file(page)
    (incident,) = room.views.incidents(mode=Mode.BOTH)

    found = next(
        each for each in room.views.metrics(incident.id) if (each.code, each.since) == (Code.RESTORE, Since.IMPACT)
    )

    (told,) = metric_oracle.cstate([page])
    assert found.value == told.took_ms
    assert [source.noun for source in found.sources] == ["incident", "incident"]
    assert all("2023-03-28" in source.said for source in found.sources)
