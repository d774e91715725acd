"""The roster in words: ways to reach somebody, what they need to work, why two cards look alike."""

from __future__ import annotations

from warroom.domain.roster import ReachKind
from warroom.domain.roster_alike import Because
from warroom.words import _, pgettext


def reach_word(kind: ReachKind) -> str:
    return {
        ReachKind.MOBILE: pgettext("way to reach somebody", "Mobile"),
        ReachKind.WORK: pgettext("way to reach somebody", "Work telephone"),
        ReachKind.HOME: pgettext("way to reach somebody", "Home telephone"),
        ReachKind.SATELLITE: pgettext("way to reach somebody", "Satellite"),
        ReachKind.PAGER: pgettext("way to reach somebody", "Pager"),
        ReachKind.RADIO: pgettext("way to reach somebody", "Radio"),
        ReachKind.EMAIL: pgettext("way to reach somebody", "E-mail"),
        ReachKind.MESSENGER: pgettext("way to reach somebody", "Messenger"),
        ReachKind.ADDRESS: pgettext("way to reach somebody", "Address"),
        ReachKind.OTHER: pgettext("way to reach somebody", "Other"),
    }[kind]


def alike_word(because: Because, said: str) -> str:
    """Why two cards may be one person."""
    if because is Because.REACH:
        return _("names alike, and both reached at {number}").format(number=said)
    if because is Because.NUMBER:
        return _("both reached at {number}").format(number=said)
    if because is Because.INITIAL:
        return _("one has an initial where the other has a name")
    return _("the same words in their names")


def roster_fields() -> dict[tuple[str, str], str]:
    """The fields of cards and of ways to reach people, for whoever has to choose between two values."""
    return {
        ("person", "roster"): _("Listed in the roster"),
        ("person", "job"): _("Job"),
        ("person", "employer"): _("Employer"),
        ("person", "supplier"): _("Comes from outside"),
        ("person", "site"): _("Site"),
        ("person", "languages"): _("Languages"),
        ("person", "remark"): _("Remark"),
        ("person", "checked_at"): _("Card checked at"),
        ("person", "checked_by"): _("Card checked by"),
        ("person", "away_until"): _("Away until"),
        ("person", "left_at"): _("Left the organisation at"),
        ("person", "merged_into"): _("Merged into the card of"),
        ("person", "apart"): _("Told apart from"),
        ("person", "source"): _("Came from the file"),
        ("person", "raw"): _("What the file said besides"),
        ("reach", "kind"): _("Way to reach them"),
        ("reach", "value"): _("Number or address"),
        ("reach", "normal"): _("Number or address, in one form"),
        ("reach", "label"): _("Label"),
        ("reach", "needs"): _("Needs to work"),
        ("reach", "rank"): _("Order in which it is tried"),
        ("reach", "checked_at"): _("Tried at"),
        ("reach", "checked_by"): _("Tried by"),
        ("reach", "works"): _("Works"),
        ("reach", "remark"): _("Remark"),
        ("reach", "person"): _("Whose it is"),
    }
