"""Fields of points, questions and sentences in words, for whoever has to choose between two values."""

from __future__ import annotations

from warroom.commands.said import heading_word
from warroom.domain.points import Heading
from warroom.words import _, pgettext


def rhythm_words() -> dict[tuple[str, str], str]:
    """What each field is called on screen."""
    said = {
        ("point", "planned_at"): _("Time of the next point"),
        ("point", "led_by"): _("Point led by"),
        ("point", "present"): _("Present"),
        ("question", "text"): _("Question"),
        ("question", "answer"): _("Answer"),
        ("question", "asked_by"): _("Asked by"),
        ("question", "asked_at"): _("Asked at"),
        ("sentence", "text"): pgettext("field", "Sentence of the situation"),
        ("sentence", "sources"): _("Rests on entries"),
    }
    return said | {("point", f"note_{heading.value}"): heading_word(heading) for heading in Heading}
