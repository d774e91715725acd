"""What the roster is written as is read back the same: vCard 4.0, 3.0 and CSV, whatever stands in it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from warroom.domain.needs import Need
from warroom.domain.roster import ReachKind
from warroom.domain.told_people import ToldPerson, ToldReach, ToldSkill, ToldTeam
from warroom.formats.people_csv import people_csv
from warroom.formats.people_table import read_people_table
from warroom.formats.vcard import read_cards
from warroom.formats.vcard_out import cards_of

SIGNS = st.characters(
    blacklist_categories=("Cc", "Cs", "Cf", "Zl", "Zp", "Co", "Cn"), blacklist_characters="\u00ad\u2060\ufeff\u00a0"
)


def words(most: int = 30) -> st.SearchStrategy[str]:
    """A line somebody could have typed: no outer or double spaces."""
    return st.text(SIGNS, max_size=most).map(lambda text: " ".join(text.split()))


NAMES = words().filter(lambda text: any(sign.isalpha() for sign in text))
MOMENTS = st.none() | st.integers(min_value=0, max_value=4_102_444_800_000)
REMARKS = st.lists(words(40), max_size=3).map(lambda lines: "\n".join(lines).strip())
NUMBERS = st.sampled_from(["+33639980011", "+33199001234;ext=102", "+14186569254", "3615", "+33 1 99 00 00 00"])


@st.composite
def reaches(draw: st.DrawFn) -> ToldReach:
    kind = draw(st.sampled_from(ReachKind))
    if kind in (ReachKind.MOBILE, ReachKind.WORK, ReachKind.HOME, ReachKind.SATELLITE, ReachKind.PAGER):
        value = draw(NUMBERS)
    else:
        value = "nom@example.org" if kind is ReachKind.EMAIL else draw(NAMES)
    return ToldReach(
        kind=kind,
        value=value,
        label=draw(words(15)),
        needs=tuple(dict.fromkeys(draw(st.lists(st.sampled_from([need.value for need in Need]), max_size=3)))),
        works=draw(st.booleans()),
        checked_at=draw(MOMENTS),
        checked_by=draw(words(20)),
        remark=draw(REMARKS),
    )


@st.composite
def people(draw: st.DrawFn) -> ToldPerson:
    fields = {
        "job": draw(words()),
        "employer": draw(words()),
        "supplier": draw(st.booleans()),
        "site": draw(words()),
        "languages": tuple(dict.fromkeys(draw(st.lists(st.sampled_from(["fr", "en", "pt-br", "fsl"]), max_size=3)))),
        "zone": draw(st.sampled_from(["", "Europe/Paris", "America/Martinique"])),
        "remark": draw(REMARKS),
        "away_until": draw(MOMENTS),
        "checked_at": draw(MOMENTS),
        "checked_by": draw(words()),
    }
    skills = draw(st.lists(st.tuples(NAMES, st.sampled_from([1, 2, 3]), MOMENTS, words()), max_size=3))
    teams = draw(st.lists(st.tuples(NAMES, words(), st.none() | st.integers(1, 99)), max_size=3))
    columns = draw(st.lists(st.tuples(NAMES.map(lambda name: f"Colonne {name}"), NAMES), max_size=3))
    return ToldPerson(
        name=draw(NAMES),
        uid=draw(st.sampled_from(["", "warroom-00ff", "urn:uuid:1;2,3"])),
        fields={name: value for name, value in fields.items() if value not in ("", (), None, False)},
        reaches=tuple(draw(st.lists(reaches(), max_size=4))),
        skills=tuple(ToldSkill(*skill) for skill in skills),
        teams=tuple(ToldTeam(*team) for team in teams),
        extra=(
            ("URL", {"TYPE": ["home"], "X-LABEL": ['le "site"']}, "https://example.org/a;b"),
            *((name, {}, cell) for name, cell in columns),
        ),
    )


def plain(person: ToldPerson) -> ToldPerson:
    """What is told of a person, with numbers as one writes them and without what only tells namesakes apart."""
    fields = {name: value for name, value in person.fields.items() if value not in ("", (), None, False)}
    told = tuple(replace(reach, value=reach.value.replace(";ext=", " ext. ")) for reach in person.reaches)
    extra = tuple(
        (name, {key: list(values) for key, values in params.items()}, cell) for name, params, cell in person.extra
    )
    return replace(person, fields=fields, reaches=told, extra=extra, apart=())


@pytest.mark.parametrize("version", ["4.0", "3.0"])
@settings(max_examples=80, deadline=None)
@given(told=st.lists(people(), min_size=1, max_size=3))
def test_that_cards_are_read_back_as_they_were_written(version: str, told: list[ToldPerson]) -> None:
    written = b"".join(cards_of(told, version=version))
    assert all(len(line) <= 75 for line in written.split(b"\r\n"))
    read = read_cards(written)
    assert not read.refused
    assert [plain(person.told) for person in read.people] == [plain(person) for person in told]


@pytest.mark.parametrize("language", ["en", "fr"])
@settings(max_examples=80, deadline=None)
@given(told=st.lists(people(), min_size=1, max_size=3))
def test_that_a_table_is_read_back_as_it_was_written(language: str, told: list[ToldPerson]) -> None:
    read = read_people_table(people_csv(told, language=language))
    assert not read.refused
    assert [plain(person.told) for person in read.people] == [plain(person) for person in told]
