"""The questions of a review, headed and left open: lessons are found together, not deduced (doctrine §10.2)."""

from __future__ import annotations

from warroom.reports.document import Paragraph, Question, Section, Tone
from warroom.words import _


def lessons() -> list[Section]:
    """Headings with questions, and room to answer on paper."""
    worsened = _(
        "What made it worse, or had been waiting to happen (change, capacity, dependency, monitoring, procedure, "
        "organisation, supplier)?"
    )
    plan = _("Finding, kind of action, owner, due date, and how we will know that it worked:")
    asked: tuple[tuple[str, tuple[str, ...]], ...] = (
        (_("Detection"), (_("How was it detected, and by whom?"), _("What would have halved the time to detect?"))),
        (
            _("Response and coordination"),
            (_("Were the right people there, and soon enough?"), _("Did the rhythm of updates and handovers hold?")),
        ),
        (_("Causes"), (_("What set it off?"), _("Five whys, each with its evidence:"), worsened)),
        (_("Barriers"), (_("What held, what failed, what was missing?"), _("Where were we lucky?"))),
        (_("Communication"), (_("Did each audience know in time, and was it right?"),)),
        (_("Keep and change"), (_("What went well and must be kept?"), _("What must change?"))),
        (_("Action plan"), (plan,)),
    )
    note = Paragraph(_("To be answered in the review; left open on purpose."), Tone.MUTED)
    return [
        Section(_("Lessons, to be filled in together"), (note,)),
        *(Section(title, tuple(Question(text) for text in questions), 2) for title, questions in asked),
    ]
