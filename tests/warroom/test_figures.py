"""Figures of impact, users affected and rates: typed as people type, checked, changed against what a form showed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.builders import NOON, a_room, an_entry, an_incident
from warroom.commands import (
    AddAffected,
    AddFigure,
    AmendAffected,
    AmendFigure,
    ChangeStatus,
    RemoveAffected,
    RemoveFigure,
    SetRate,
)
from warroom.commands.seen import MovedMeanwhile
from warroom.domain.impact_figures import FigureKind, typed_amount
from warroom.domain.incidents import Status
from warroom.errors import Refusal
from warroom.room import Room

HOUR = 3_600_000


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    room = a_room(Path(tmp_path_factory.mktemp("figures")))
    yield room
    room.close()


def refused(room: Room, command: object) -> str:
    with pytest.raises(Refusal) as refusal:
        room.do(command).result()  # type: ignore[arg-type]
    return refusal.value.code


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("1200", "1200"),
        ("1 200,50", "1200.50"),
        ("1\u202f200,5", "1200.5"),
        ("1,200.50", "1200.50"),
        ("1.200,50", "1200.50"),
        ("1'200'000", "1200000"),
        ("0,5", "0.5"),
        ("007", "7"),
        ("0", "0"),
        ("1,200", None),  # twelve hundred, or one and a fifth
        ("1,200,300", None),
        ("1.2.3", None),
        ("1,2,3.5", None),
        ("-5", None),
        ("1e9", None),
        ("NaN", None),
        ("٣", None),
        ("", None),
        ("9" * 40, None),
    ],
)
def test_that_an_amount_is_read_as_people_type_it_and_what_is_ambiguous_is_not(typed: str, kept: str | None) -> None:
    assert typed_amount(typed) == kept


def test_that_a_figure_keeps_its_amount_range_unit_and_source(room: Room) -> None:
    incident = an_incident(room)
    entry = f"entry {an_entry(room, incident.id).id}"
    room.do(
        AddFigure(
            incident=incident.id, kind=FigureKind.SPEND, amount="12 000", low="10 000", high="15 000,5",
            label="Prestataire", source="Devis 42", evidence=(entry, entry), service="API",
        )
    ).result()  # fmt: skip

    (figure,) = room.views.figures(incident.id)
    assert (figure.kind, figure.amount, figure.low, figure.high) == (FigureKind.SPEND, "12000", "10000", "15000.5")
    assert (figure.unit, figure.estimated, figure.source, figure.evidence) == ("EUR", True, "Devis 42", (entry,))
    assert (figure.by, figure.at, bool(figure.service)) == ("Léa Martin", NOON, True)


def test_that_a_figure_changes_field_by_field_and_goes_away(room: Room) -> None:
    incident = an_incident(room)
    figure = room.do(AddFigure(incident=incident.id, kind=FigureKind.STAFF_HOURS, amount="12")).result()
    assert room.views.figures(incident.id)[0].unit == "h"

    room.do(AmendFigure(figure=figure, amount="14,5", source="Relevé", estimated=True)).result()
    room.do(AmendFigure(figure=figure, kind=FigureKind.PENALTY, unit="€")).result()
    (changed,) = room.views.figures(incident.id)
    assert (changed.amount, changed.source, changed.estimated) == ("14.5", "Relevé", True)
    assert (changed.kind, changed.unit) == (FigureKind.PENALTY, "EUR")

    room.do(RemoveFigure(figure=figure)).result()
    assert room.views.figures(incident.id) == []
    room.undo().result()
    assert [each.id for each in room.views.figures(incident.id)] == [figure]


def test_that_what_no_figure_can_be_is_refused_and_nothing_is_written(room: Room) -> None:
    incident = an_incident(room)
    spend = FigureKind.SPEND
    assert refused(room, AddFigure(incident=incident.id, kind=spend, amount="1,200")) == "amount-unfit"
    assert refused(room, AddFigure(incident=incident.id, kind=spend, amount="5", low="6")) == "range-unfit"
    assert refused(room, AddFigure(kind=spend, amount="5")) == "figure-of-nothing"
    figure = room.do(AddFigure(incident=incident.id, kind=spend, amount="5", high="6")).result()
    assert refused(room, AmendFigure(figure=figure, amount="7")) == "range-unfit"
    assert refused(room, AmendFigure(figure=figure, amount="")) == "amount-unfit"
    assert [each.amount for each in room.views.figures(incident.id)] == ["5"]


def test_that_users_affected_are_kept_from_when_to_when_and_how_much(room: Room) -> None:
    incident = an_incident(room)
    made = room.do(
        AddAffected(incident=incident.id, users=120, percent=50, from_at=NOON - 2 * HOUR, service="API", source="Logs")
    ).result()
    (affected,) = room.views.affected(incident.id)
    assert (affected.users, affected.percent, affected.until_at, affected.source) == (120, 50, None, "Logs")

    room.do(AmendAffected(affected=made, until_at=NOON - HOUR, percent=0)).result()
    (affected,) = room.views.affected(incident.id)
    assert (affected.until_at, affected.percent) == (NOON - HOUR, 0)
    room.do(AmendAffected(affected=made, still_on=True)).result()
    assert room.views.affected(incident.id)[0].until_at is None
    room.do(RemoveAffected(affected=made)).result()
    assert room.views.affected(incident.id) == []


def test_that_impossible_users_and_times_are_refused(room: Room) -> None:
    incident = an_incident(room)
    said = {"incident": incident.id, "from_at": NOON - HOUR}
    for users, percent in ((0, 100), (-3, 100), (5, 101), (5, -1), (10**15, 100)):
        assert refused(room, AddAffected(**said, users=users, percent=percent)) == "users-unfit"  # type: ignore[arg-type]
    assert refused(room, AddAffected(**said, users=5, until_at=NOON - HOUR)) == "ends-before-begin"  # type: ignore[arg-type]
    assert refused(room, AddAffected(incident=incident.id, users=5, from_at=NOON + HOUR)) == "event-in-future"


def test_that_a_form_that_did_not_see_a_change_is_asked(room: Room) -> None:
    incident = an_incident(room)
    figure = room.do(AddFigure(incident=incident.id, kind=FigureKind.SPEND, amount="5")).result()
    seen = room.views.sources("figure", figure)
    room.do(AmendFigure(figure=figure, amount="6")).result()

    with pytest.raises(MovedMeanwhile):
        room.do(AmendFigure(figure=figure, amount="7", seen=seen)).result()
    room.do(AmendFigure(figure=figure, source="Compta", seen=seen)).result()
    (kept,) = room.views.figures(incident.id)
    assert (kept.amount, kept.source) == ("6", "Compta")


def test_that_a_rate_is_one_per_function_whoever_sets_it(room: Room) -> None:
    room.do(SetRate(code="tech", per_hour="95", label="Ingénierie")).result()
    room.do(SetRate(code="TECH", per_hour="97,5")).result()
    room.do(SetRate(code="*", per_hour="80", currency="chf")).result()
    found = {rate.code: (rate.per_hour, rate.currency, rate.label) for rate in room.views.rates()}
    assert found == {"TECH": ("97.5", "EUR", "Ingénierie"), "*": ("80", "CHF", "")}

    room.do(SetRate(code="TECH", per_hour="")).result()
    assert [rate.code for rate in room.views.rates()] == ["*"]
    assert refused(room, SetRate(code=" ", per_hour="5")) == "rate-of-nobody"


def test_that_a_closed_incident_still_takes_figures(room: Room) -> None:
    incident = an_incident(room)
    room.do(ChangeStatus(incident=incident.id, status=Status.CLOSED, reason="Fini")).result()

    room.do(AddFigure(incident=incident.id, kind=FigureKind.CREDIT, amount="300")).result()

    assert [each.amount for each in room.views.figures(incident.id)] == ["300"]
