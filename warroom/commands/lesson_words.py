"""Lessons in words: their fields, and what they changed."""

from __future__ import annotations

from warroom.domain.lessons import LinkedNoun
from warroom.domain.likeness import Alike, Place
from warroom.phrases import labelled
from warroom.words import _, pgettext


def linked_word(noun: LinkedNoun) -> str:
    return {
        LinkedNoun.TEMPLATE: _("Template"),
        LinkedNoun.ROLE_CARD: _("Role card"),
        LinkedNoun.CORRECTIVE: _("Corrective action"),
    }[noun]


def place_word(place: Place) -> str:
    return {
        Place.TITLE: pgettext("likeness", "in its title"),
        Place.CAUSE: pgettext("likeness", "in its causes"),
        Place.LESSON: pgettext("likeness", "in its lessons"),
        Place.REVIEW: pgettext("likeness", "in its review"),
        Place.RECORD: pgettext("likeness", "in its records"),
        Place.LOG: pgettext("likeness", "in its log"),
    }[place]


def likeness_said(alike: Alike) -> str:
    """By what a past incident is like the new one: “same service: DNS · in its title: outage · in its log: queue”."""
    parts = [labelled(_("same service"), ", ".join(alike.services))] if alike.services else []
    for place in Place:
        words = [word for word, where in alike.words if where is place]
        parts += [labelled(place_word(place), ", ".join(words))] if words else []
    return " · ".join(parts)


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
