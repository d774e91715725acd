"""Two stations that count one impact apart: both their figures stay, and the same sums everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON
from tests.warroom.apart import Apart, settle
from tests.warroom.stations import meet
from warroom.commands import AddAffected, AddFigure, AmendFigure, SetRate
from warroom.domain.impact_figures import FigureKind


@pytest.fixture
def apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Apart]:
    made = Apart(tmp_path, monkeypatch)
    yield made
    for room in made.rooms:
        room.close()


def test_that_figures_and_rates_of_two_stations_meet_and_what_they_disagree_on_is_settled_once(apart: Apart) -> None:
    incident = apart.incident.id
    cost = AddFigure(incident=incident, kind=FigureKind.SPEND, amount="1000", unit="EUR", source="devis")
    figure = apart.a.do(cost).result()
    meet(apart.a, apart.b)
    for room, amount, rate in ((apart.a, "1200", "80"), (apart.b, "900", "95")):
        room.do(AmendFigure(figure=figure, amount=amount)).result()
        room.do(SetRate(code="*", per_hour=rate)).result()
        room.do(AddAffected(incident=incident, users=int(amount), from_at=NOON - 3_600_000, until_at=NOON)).result()
    meet(apart.a, apart.b)
    assert len(apart.a.views.affected(incident)) == 2
    contested = {(each.noun, each.field): each for each in apart.b.conflicts()}
    assert {("figure", "amount"), ("rate", "per_hour")} <= set(contested)
    for key, value in ((("figure", "amount"), "1200"), (("rate", "per_hour"), "95")):
        settle(apart.b, contested[key], take=next(s.place for s in contested[key].values if s.value == value))
    meet(apart.a, apart.b)
    for room in apart.rooms:
        assert not [each for each in room.conflicts() if each.noun in ("figure", "rate")]
        assert [one.amount for one in room.views.figures(incident)] == ["1200"]
        assert [one.per_hour for one in room.views.rates()] == ["95"]
    assert apart.a.views.metrics(incident, now_ms=NOON) == apart.b.views.metrics(incident, now_ms=NOON)
