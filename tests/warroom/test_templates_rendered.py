"""Every template filled with the demonstration's crisis, in both languages: whole sentences, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.warroom.test_demo import NOW
from tests.warroom.typed_in_messages import HOUR, MINUTE, typed
from warroom import words
from warroom.clock import FixedClock
from warroom.demo import make_demo
from warroom.domain.incidents import Incident, Mode
from warroom.domain.message_hints import hints
from warroom.domain.messages import PARTS
from warroom.domain.sms import BRIEF_MOST, length
from warroom.domain.template_filling import missing_in
from warroom.room import Room

ENGLISH = re.compile(r"\b(the|and|our|next|update|since|service is|working|affected)\b", re.IGNORECASE)
FRENCH = re.compile(r"[«»]|\b(le|la|les|depuis|prochain|nous|équipes|est|sont)\b", re.IGNORECASE)
ELISION = re.compile(
    r"\b(?:de|à) (?:le|les) (?:service|lun|mar|mer|jeu|ven|sam|dim)|\bdepuis (?:lun|mar|mer|jeu|ven|sam|dim)"
)
HOUR_SAID = re.compile(r"\b\d{1,2}:\d{2}\b")


@dataclass(frozen=True)
class Demo:
    """The demonstration, and the language it is kept in."""

    room: Room
    language: str


@pytest.fixture(scope="module", params=words.LANGUAGES)
def demo(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    path = tmp_path_factory.mktemp("templates") / "demo.warroom"
    with make_demo(path, language=request.param, clock=FixedClock(NOW)) as room:
        yield Demo(room, request.param)


def crisis(room: Room) -> Incident:
    live = room.views.incidents(mode=Mode.REAL, live_only=True)
    return next(item for item in live if "API" in item.title)


def rendered(room: Room, language: str) -> dict[str, dict[str, str]]:
    """Every template in the language of the room, by code and part."""
    incident = crisis(room)
    more = {"fix_time": NOW - 20 * MINUTE, "end_time": NOW - 5 * MINUTE}
    out = {}
    for item in room.views.template_book().listed():
        page, _exercise = room.templates.filled(
            item.code, incident.id, next_at=NOW + HOUR // 2, filled=typed(NOW) | more
        )
        out[item.code] = dict(page.texts[language])
    return out


def test_that_all_26_are_whole_with_real_data(demo: Demo) -> None:
    language = demo.language
    wrong = []
    for code, parts in rendered(demo.room, demo.language).items():
        for part, text in parts.items():
            where = f"{code} {part}: {text!r}"
            wrong += [f"missing {where}"] if missing_in(text) else []
            wrong += [f"empty {where}"] if not text.strip() else []
            wrong += [f"space {where}"] if re.search(r"  |\n | \n| [.,)]|\( ", text) else []
            wrong += [f"end {where}"] if re.search(r"\.\.(?!\.)|[,;:]\.|\n\n\n|:\s*$", text) else []
            wrong += [f"code {where}"] if re.search(r"None|[{}\[\]⟦⟧|\x00\x01]|UTC\)[^ ,.;)\n:?–]", text) else []
            wrong += [f"elision {where}"] if ELISION.search(text) else []
            foreign = ENGLISH if language == "fr" else FRENCH
            wrong += [f"language {where}"] if foreign.search(text) else []
            if part == "body" and HOUR_SAID.search(text) and "UTC" not in text and code != "T18":
                wrong.append(f"zone {where}")
        wrong += [f"long {code} {len(parts['brief'])}"] if len(parts["brief"]) > BRIEF_MOST else []
        wrong += [f"sms {code} {length(parts['sms'])}"] if length(parts["sms"]).segments > 3 else []
    assert not wrong, "\n".join(wrong)


def test_that_no_text_for_the_outside_raises_a_hint_on_its_words(demo: Demo) -> None:
    """What ships is how we ask others to write: no guess, no blame, no jargon, no worn phrase."""
    book, language = demo.room.views.template_book(), demo.language
    names = [person.name for person in demo.room.views.people()]
    found = []
    for code, parts in rendered(demo.room, demo.language).items():
        item = book.templates[code]
        if item.inside or code in ("T17", "T18", "T22", "T23"):  # suppliers and authorities have words of their own
            continue
        spoken = {language: {part: parts[part] for part in PARTS}}
        met = hints(spoken, status=item.status, names=names)
        found += [f"{code} {hint.part} {hint.code}: {hint.said}" for hint in met if not hint.is_lacking]
    found = [
        said for said in found if "long-sentence" not in said and "jargon: DNS" not in said and "sms-l" not in said
    ]
    assert not found, "\n".join(found)


def test_that_all_26_are_on_paper_as_pdf_and_html(demo: Demo) -> None:
    incident = crisis(demo.room)
    sheet = demo.room.templates.sheet(incident=incident.id, filled=typed(NOW), next_at=NOW + HOUR)
    page = sheet.html.decode()
    assert sheet.pdf.startswith(b"%PDF")
    assert all(f"T{n:02d}" in page for n in range(1, 27))
    assert "U+27E6" not in page
    assert "⟦" not in page


def test_that_an_exercise_is_wrapped_in_every_part(demo: Demo) -> None:
    exercise = demo.room.views.incidents(mode=Mode.EXERCISE)[0]
    page, is_exercise = demo.room.templates.filled("T03", exercise.id)
    assert is_exercise
    for language, line in (("fr", "EXERCICE"), ("en", "EXERCISE")):
        assert all(text.startswith(line) and text.endswith(line) for text in page.texts[language].values())
