"""The pictures of a review, drawn by matplotlib: vector in PDF and HTML, dots in DOCX, and always the same in words.

Say `picture(data)` with one of the plain values below, or `picture(data, "fr")` for another language than now.
Nothing of matplotlib is loaded before one is drawn; draw on `desk.tasks`, never on the thread of the screen.

| data                                   | picture                                                                    |
|----------------------------------------|----------------------------------------------------------------------------|
| `what_happened.IncidentTimeline`       | the annotated timeline: phases, how much was written, key events           |
| `what_happened.StatesOverTime`         | severity, status and the state of each service over time                   |
| `what_happened.WhoDidWhat`             | a band a person: actions, decisions, messages, facts                       |
| `what_happened.DecisionsAndMessages`   | decisions from question to answer, messages from draft to going out        |

`from_incident` makes these of a report's subject.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from warroom import words
from warroom.reports.charts import doers, ribbons, states, timeline
from warroom.reports.charts.what_happened import DecisionsAndMessages, IncidentTimeline, StatesOverTime, WhoDidWhat
from warroom.reports.document import Picture
from warroom.reports.visible import shown

if TYPE_CHECKING:
    from warroom.reports.charts.sheet import Sheet

Data = IncidentTimeline | StatesOverTime | WhoDidWhat | DecisionsAndMessages


def picture(data: Data, language: str | None = None) -> Picture:
    """The picture of these values with its words, in a language (None: the one spoken now). Takes some 100 ms."""
    from warroom.reports.charts.svg import embedded

    spoken = language or words.language()
    with words.speaking(spoken):
        alt = shown(said(data))
        drawn = draw(data).svg()
    mark = "c" + hashlib.sha256(drawn).hexdigest()[:8]
    return Picture(embedded(drawn, alt=alt, mark=mark), alt, lambda: _dots(data, spoken))


def draw(data: Data) -> Sheet:
    """The drawing itself, for whoever measures it."""
    return _drawers()[type(data)][0](data)


def said(data: Data) -> str:
    """What the picture shows, in sentences."""
    return _drawers()[type(data)][1](data)


def _dots(data: Data, language: str) -> bytes:
    with words.speaking(language):
        return draw(data).png()


def _drawers() -> dict[type, tuple[Callable[..., Sheet], Callable[..., str]]]:
    return {
        IncidentTimeline: (timeline.draw, timeline.said),
        StatesOverTime: (states.draw, states.said),
        WhoDidWhat: (doers.draw, doers.said),
        DecisionsAndMessages: (ribbons.draw, ribbons.said),
    }
