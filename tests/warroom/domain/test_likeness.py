"""What is like a new incident: by words in two languages, services, causes; rare words count more than common ones."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from warroom.domain.likeness import Past, Place, Sought, Trace, frequencies, likest
from warroom.domain.likeness_words import EMPTY, groups, stem, terms


def past(number: str, title: str, *services: str, at: int = 0, **more: str) -> Past:
    said = [Trace(Place.TITLE, title, 1.0), *(Trace(Place(name), text, 1.0) for name, text in more.items())]
    return Past(number, services, (*said, Trace(Place.TITLE, " ".join(services))), at)


def found(sought: Sought, *known: Past, most: int = 5) -> list[str]:
    return [each.incident for each in alike(sought, known, most)]


def alike(sought: Sought, known: Iterable[Past], most: int = 5):  # type: ignore[no-untyped-def]
    kept = list(known)
    counted = frequencies([trace.text for trace in each.traces] for each in kept)
    return likest(sought, kept, known=counted, total=len(kept), most=most)


OTHERS = [past(f"x{n}", "Incident with Actions", "Actions", at=n) for n in range(40)]


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("Panne de l’annuaire", "Outage of the annuaire"),
        ("Certificat expiré", "Certificate expiré"),
        ("Lenteurs sur la base de données", "Slow database data"),
        ("Défaillances réseau", "Network failures"),
        ("Incendie", "Fire"),
    ],
)
def test_that_french_words_find_what_was_written_in_english(french: str, english: str) -> None:
    assert set(terms(french)) == set(terms(english))


def test_that_accents_ligatures_plurals_and_capitals_make_no_difference() -> None:
    assert terms("Œuvres ÉTEINTES, réseaux, Queries") == terms("oeuvre éteinte RESEAU query")


def test_that_words_every_incident_has_say_nothing() -> None:
    assert terms("There is an incident: we have an issue with the") == ()
    assert not {stem(word) for word in groups()} & EMPTY


def test_that_a_rare_word_weighs_more_than_a_common_one() -> None:
    dns = past("dns", "Actions: DNS resolver misconfigured", "DNS")
    assert found(Sought("Actions wait for the DNS"), *OTHERS, dns)[0] == "dns"


def test_that_one_common_word_is_not_enough_but_a_service_is() -> None:
    assert found(Sought("Mails are late"), *(past(f"m{n}", "Mails were sent twice") for n in range(40))) == []
    assert found(Sought("Nobody knows why", services=("actions",)), *OTHERS)[0] == "x39"


def test_that_a_service_named_in_the_title_counts_as_chosen() -> None:
    pages = past("pages", "Sites are not published", "Pages")
    (first, *_) = alike(Sought("Pages: nothing goes out"), [*OTHERS, pages])
    assert (first.incident, first.services) == ("pages", ("Pages",))


def test_that_a_cause_counts_more_than_the_same_word_in_the_log() -> None:
    cause = past("cause", "A", cause="certificate expired")
    log = past("log", "B", log="certificate expired", at=9)
    assert found(Sought("Certificats expired"), log, cause, *OTHERS) == ["cause", "log"]


def test_that_it_says_by_which_words_as_they_were_typed() -> None:
    (first,) = alike(Sought("Panne d’alimentation"), [past("a", "Power outage in hall 2"), *OTHERS])
    assert {word for word, _place in first.words} == {"Panne", "alimentation"}
    assert {place for _word, place in first.words} == {Place.TITLE}


def test_that_equals_come_newest_first_and_no_more_than_asked() -> None:
    assert found(Sought("Actions", services=("Actions",)), *OTHERS, most=3) == ["x39", "x38", "x37"]


def test_that_nothing_typed_finds_nothing_and_a_whole_page_is_cut() -> None:
    assert found(Sought(""), *OTHERS) == []
    assert len(Sought(" ".join(f"word{n}" for n in range(500))).terms) == 24


@pytest.mark.parametrize("title", ['"*', "AND OR NOT NEAR(", "a:b c-d", "\x00\ud800", "😀", "'; DROP TABLE"])
def test_that_what_is_typed_is_never_a_question_to_the_index(title: str) -> None:
    assert isinstance(found(Sought(title), *OTHERS), list)
