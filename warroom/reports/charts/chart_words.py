"""The words of the kinds of event in a picture."""

from __future__ import annotations

from warroom.reports.charts.what_happened import MarkKind
from warroom.words import _, pgettext


def mark_word(kind: MarkKind) -> str:
    return {
        MarkKind.MILESTONE: _("Milestone"),
        MarkKind.FACT: _("Fact"),
        MarkKind.DECISION: _("Decision"),
        MarkKind.ACTION: _("Action"),
        MarkKind.MESSAGE: pgettext("chart", "Message"),
        MarkKind.DOUBT: _("Contradicted time"),
    }[kind]
