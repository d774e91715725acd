"""Lessons in words: their fields, and what they changed."""

from __future__ import annotations

from warroom.domain.lessons import LinkedNoun
from warroom.words import _, pgettext


def linked_word(noun: LinkedNoun) -> str:
    return {
        LinkedNoun.TEMPLATE: _("Template"),
        LinkedNoun.ROLE_CARD: _("Role card"),
        LinkedNoun.CORRECTIVE: _("Corrective action"),
    }[noun]


def lesson_fields() -> dict[tuple[str, str], str]:
    """The fields of lessons, for what two stations wrote apart."""
    return {
        ("lesson", "text"): _("Lesson"),
        ("lesson", "applies_when"): pgettext("lesson", "Applies when"),
        ("lesson", "services"): _("Services"),
        ("lesson", "cause"): _("Cause"),
        ("lesson", "shared_with"): _("Shared with"),
        ("lesson", "retired"): _("No longer holds"),
        ("lesson_link", "version"): _("Version"),
        ("lesson_link", "what"): _("What it changed"),
    }
