"""The audiences and channels that ship, and what a room changes of them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.builders import a_room
from warroom.domain.audience_book import AudienceBook
from warroom.domain.incidents import Severity
from warroom.domain.needs import Broken, NeedState
from warroom.room import Room
from warroom.words import LANGUAGES, speaking

EVERY = [severity for severity in Severity if severity is not Severity.UNDETERMINED]


@pytest.fixture
def room(tmp_path: Path) -> Any:
    made = a_room(tmp_path)
    yield made
    made.close()


@pytest.fixture
def book(room: Room) -> AudienceBook:
    return room.views.audience_book()


def _down(need: str) -> Broken:
    return Broken(need, NeedState.DOWN, "cut", "")  # type: ignore[arg-type]


def test_every_audience_and_channel_that_ships_has_both_names(book: AudienceBook) -> None:
    for language in LANGUAGES:
        assert all(item.said(language) not in ("", item.code) and item.hint(language) for item in book.audiences)
        assert all(item.said(language) for item in book.channels)


def test_inside_hears_first_and_is_never_promised_less_soon_than_outside(book: AudienceBook) -> None:
    assert [item.inside for item in book.audiences] == sorted((item.inside for item in book.audiences), reverse=True)
    for severity in EVERY:
        assert book.late_inside(severity) == []


def test_customers_are_told_within_the_minutes_of_the_doctrine(book: AudienceBook) -> None:
    customers = book.audience("customers")
    assert customers is not None
    assert [customers.first_min(severity) for severity in EVERY] == [15, 30, 60, 0]
    assert [customers.every_min(severity) for severity in EVERY] == [30, 60, 120, 0]
    assert customers.first_min(Severity.UNDETERMINED) == 15


def test_a_channel_whose_need_is_down_says_which_to_use_instead(book: AudienceBook, room: Room) -> None:
    mail = next(item.channel for item in book.channels if item.said("en") == "Mail")
    assert book.usable(mail.id, []).works
    found = book.usable(mail.id, [_down("mail")])
    assert [item.need for item in found.lacks] == ["mail"]
    assert book.channel_name(found.instead, "fr") == "SMS"
    further = book.usable(mail.id, [_down("mail"), _down("mobile")])
    assert book.channel_name(further.instead, "en") == "Telephone (landline)"
    nothing = book.usable(mail.id, [_down("mail"), _down("mobile"), _down("landline")])
    assert nothing.instead == ""


def test_channels_are_listed_by_their_name_in_the_language_spoken(room: Room) -> None:
    with speaking("fr"):
        assert "Lecture à voix haute" in [channel.name for channel in room.views.channels()]
    with speaking("en"):
        names = [channel.name for channel in room.views.channels()]
    assert "Read out in the room" in names
    assert names == sorted(names, key=str.casefold)
