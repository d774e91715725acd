"""The pictures of a review, drawn by matplotlib: vector in PDF and HTML, dots in DOCX, and always the same in words.

Say `picture(data)` with one of the plain values below, or `picture(data, "fr")` for another language than now.
Nothing of matplotlib is loaded before one is drawn; draw on `desk.tasks`, never on the thread of the screen.

| data                                   | picture                                                                    |
|----------------------------------------|----------------------------------------------------------------------------|
| `what_happened.IncidentTimeline`       | the annotated timeline: phases, how much was written, key events           |
| `what_happened.StatesOverTime`         | severity, status and the state of each service over time                   |
| `what_happened.WhoDidWhat`             | a band a person: actions, decisions, messages, facts                       |
| `what_happened.DecisionsAndMessages`   | decisions from question to answer, messages from draft to going out        |
| `what_learnt.Ishikawa`                 | causes by branch, and the effect they lead to                              |
| `what_learnt.WhyTree`                  | the 5 whys from the effect down, with the evidence of each                 |
| `what_learnt.CumulativeImpact`         | user-hours lost, added up over time                                        |
| `what_learnt.MetricTrend`              | one metric across incidents, drills apart, with the median's interval      |
| `what_learnt.ParetoOfCauses`           | which causes come up most                                                  |
| `what_learnt.ActionAgeing`             | corrective actions from creation to now or to their end                    |

`from_incident` makes these of a report's subject.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from warroom import words
from warroom.reports.charts import ageing, doers, impact, ishikawa, pareto, ribbons, states, timeline, trend, whys
from warroom.reports.charts.what_happened import DecisionsAndMessages, IncidentTimeline, StatesOverTime, WhoDidWhat
from warroom.reports.charts.what_learnt import (
    ActionAgeing,
    CumulativeImpact,
    Ishikawa,
    MetricTrend,
    ParetoOfCauses,
    WhyTree,
)
from warroom.reports.document import Picture
from warroom.reports.visible import shown
from warroom.words import _

if TYPE_CHECKING:
    from warroom.reports.charts.sheet import Sheet

Data = (
    IncidentTimeline
    | StatesOverTime
    | WhoDidWhat
    | DecisionsAndMessages
    | Ishikawa
    | WhyTree
    | CumulativeImpact
    | MetricTrend
    | ParetoOfCauses
    | ActionAgeing
)

SPOKEN_MOST, LINE_MOST = 6_000, 600  # characters of the words that stand for a picture, and of one line of them


def picture(data: Data, language: str | None = None) -> Picture:
    """The picture of these values with its words, in a language (None: the one spoken now). Takes some 100 ms."""
    from warroom.reports.charts.svg import embedded

    spoken = language or words.language()
    with words.speaking(spoken):
        alt = _listened(shown(said(data)))
        drawn = draw(data).svg()
    mark = "c" + hashlib.sha256(drawn).hexdigest()[:8]
    return Picture(embedded(drawn, alt=alt, mark=mark), alt, lambda: _dots(data, spoken))


def draw(data: Data) -> Sheet:
    """The drawing itself, for whoever measures it."""
    return _drawers()[type(data)][0](data)


def said(data: Data) -> str:
    """What the picture shows, in sentences."""
    return _drawers()[type(data)][1](data)


def _listened(text: str) -> str:
    """As much as anybody listens to; the tables of the report have it all."""
    if len(text) <= SPOKEN_MOST:
        return text
    kept, left = [], SPOKEN_MOST
    for line in text.split("\n"):
        if left <= 0:
            break
        kept.append(line if len(line) <= LINE_MOST else f"{line[:LINE_MOST].rstrip()}…")
        left -= len(kept[-1])
    return "\n".join([*kept, _("The rest stands in the tables.")])


def _dots(data: Data, language: str) -> bytes:
    with words.speaking(language):
        return draw(data).png()


def _drawers() -> dict[type, tuple[Callable[..., Sheet], Callable[..., str]]]:
    return {
        IncidentTimeline: (timeline.draw, timeline.said),
        StatesOverTime: (states.draw, states.said),
        WhoDidWhat: (doers.draw, doers.said),
        DecisionsAndMessages: (ribbons.draw, ribbons.said),
        Ishikawa: (ishikawa.draw, ishikawa.said),
        WhyTree: (whys.draw, whys.said),
        CumulativeImpact: (impact.draw, impact.said),
        MetricTrend: (trend.draw, trend.said),
        ParetoOfCauses: (pareto.draw, pareto.said),
        ActionAgeing: (ageing.draw, ageing.said),
    }
