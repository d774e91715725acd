"""The public outages reviewed: approved, every cause with what it rests on, and pictures that nothing is cut off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.builders import a_room
from tests.warroom.reports.crisis import a_subject
from tests.warroom.reports.pictured import faults
from warroom import words
from warroom.demo.content import content
from warroom.demo.past import bring_in_past
from warroom.demo.reviews import REVIEWS, bring_in_review
from warroom.domain.causes import CauseState
from warroom.domain.rex_state import RexFacts, RexState, standing
from warroom.reports.charts import draw
from warroom.reports.charts.from_incident import doers_of, timeline_of
from warroom.reports.charts.what_happened import IncidentTimeline, MarkKind
from warroom.reports.rex import pictures
from warroom.room import Room
from warroom.words import speaking


@dataclass(frozen=True)
class Reviewed:
    room: Room
    language: str
    ids: dict[str, str]

    def facts(self, name: str) -> RexFacts:
        found = self.room.views.rex_facts(self.ids[name])
        assert found is not None
        return found


@pytest.fixture(scope="module", params=words.LANGUAGES)
def reviewed(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reviewed]:
    language = request.param
    with speaking(language), a_room(tmp_path_factory.mktemp("reviews"), content=language) as room:
        bring_in_past(room, content("past", language))
        now = room.clock.now_ms()
        ids = {name: bring_in_review(room, content(name, language), now_ms=now) for name in REVIEWS}
        yield Reviewed(room, language, ids)


@pytest.mark.parametrize("name", REVIEWS)
def test_that_each_outage_is_reviewed_and_approved(reviewed: Reviewed, name: str) -> None:
    facts = reviewed.facts(name)

    assert standing(facts).state is RexState.APPROVED
    confirmed = [one for one in facts.causes if one.state is CauseState.CONFIRMED]
    assert all(one.evidence_text or one.evidence for one in confirmed)
    assert all(one.pilot and one.due_at and one.verifier != one.pilot for one in facts.correctives)


@pytest.mark.parametrize("name", REVIEWS)
def test_that_its_pictures_are_whole(reviewed: Reviewed, name: str) -> None:
    facts = reviewed.facts(name)
    with speaking(reviewed.language):
        subject = a_subject(reviewed.room, reviewed.room.views.incident(facts.rex.incident).number)
        data = [*pictures.timeline_data(subject, facts), *pictures.cause_data(subject, facts)]

        assert len(data) == 4
        assert [fault for one in data for fault in faults(draw(one))] == []


@pytest.mark.parametrize("name", REVIEWS)
def test_that_a_time_that_sources_give_otherwise_is_marked(reviewed: Reviewed, name: str) -> None:
    facts = reviewed.facts(name)
    subject = a_subject(reviewed.room, reviewed.room.views.incident(facts.rex.incident).number)

    timeline = pictures.timeline_data(subject, facts)[0]

    assert isinstance(timeline, IncidentTimeline)
    assert [one for one in timeline.marks if one.kind is MarkKind.DOUBT]


def test_that_whoever_imported_a_history_did_none_of_it(reviewed: Reviewed) -> None:
    facts = reviewed.facts("ovh_2021")
    subject = a_subject(reviewed.room, reviewed.room.views.incident(facts.rex.incident).number)

    timeline = timeline_of(subject)

    assert doers_of(subject) is None
    assert timeline is not None
    assert any(one.about for one in timeline.marks)
    assert not any("AFP" in one.text for one in timeline.marks)
