"""What a release says when it leaves: both languages, marked in an exercise, whatever another station wrote."""

from __future__ import annotations

from typing import Any

import pytest

from tests.warroom.ways_out.released import EN, FR, a_release
from warroom.domain.sms import Encoding, length
from warroom.reports.ways_out.said import check_of, said_in


def test_a_real_message_leaves_word_for_word_french_first() -> None:
    french, english = said_in(a_release())
    assert (french.language, french.title, french.body, french.sms) == ("fr", FR["title"], FR["body"], FR["sms"])
    assert (english.language, english.brief) == ("en", EN["brief"])


def test_every_text_of_an_exercise_says_so_at_both_ends() -> None:
    french, english = said_in(a_release(exercise=True))
    for said, line in ((french, "EXERCICE – EXERCICE – EXERCICE"), (english, "EXERCISE – EXERCISE – EXERCISE")):
        for text in (said.body, said.brief):
            assert text.startswith(f"{line}\n")
            assert text.endswith(f"\n{line}")
    assert french.title.startswith("[EXERCICE] ")
    assert english.title.startswith("[EXERCISE] ")


def test_the_mark_of_an_exercise_leaves_a_short_sms_in_the_short_alphabet() -> None:
    for said in said_in(a_release(exercise=True)):
        assert said.sms.splitlines()[0] in ("EXERCICE - EXERCICE - EXERCICE", "EXERCISE - EXERCISE - EXERCISE")
        assert length(said.sms).encoding is Encoding.GSM7


def test_a_text_that_is_marked_already_is_not_marked_twice() -> None:
    marked = {
        **FR,
        "title": "[EXERCICE] Point",
        "body": "EXERCICE – EXERCICE – EXERCICE\nx\nEXERCICE – EXERCICE – EXERCICE",
    }
    (french,) = said_in(a_release(exercise=True, texts={"fr": marked}))
    assert french.body.count("EXERCICE – EXERCICE – EXERCICE") == 2
    assert french.title == "[EXERCICE] Point"


@pytest.mark.parametrize(
    "texts", [{}, {"fr": None}, {"fr": "x"}, {"fr": {"title": 3}}, {"de": FR}, {"fr": {"body": [1]}}]
)
def test_what_is_no_text_is_left_out(texts: dict[str, Any]) -> None:
    assert said_in(a_release(texts=texts)) == ()


def test_a_text_of_another_station_is_cut_where_no_message_goes() -> None:
    (french,) = said_in(a_release(texts={"fr": {"title": "t", "body": "x" * 5_000_000}}))
    assert len(french.body) == 20_000


def test_the_check_is_the_beginning_of_the_hash_and_digits_whatever_came() -> None:
    release = a_release()
    assert check_of(release).replace(" ", "").lower() == release.digest[:8]
    assert check_of(a_release(digest="\r\nBcc")) == "BCC0 0000"
