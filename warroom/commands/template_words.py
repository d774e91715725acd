"""Templates in words: what is wrong with one, its parts, who checks and approves it."""

from __future__ import annotations

from warroom.domain.template_exchange import What
from warroom.domain.template_filling import TemplateFault
from warroom.words import _, pgettext


def part_word(part: str) -> str:
    """A part of a text as people call it."""
    return {
        "title": _("Title"),
        "body": pgettext("message", "Text"),
        "brief": _("In 280 characters"),
        "sms": _("SMS"),
    }.get(part, part)


def what_word(what: What) -> str:
    """What a file would do with a template."""
    return {
        What.NEW: pgettext("template", "new"),
        What.CHANGED: pgettext("template", "changed"),
        What.SAME: pgettext("template", "the same"),
    }[what]


def fault_said(fault: TemplateFault, part: str, text: str) -> str:
    """What cannot be read of a part, and where: line and character."""
    line = text.count("\n", 0, fault.at) + 1
    column = fault.at - (text.rfind("\n", 0, fault.at) + 1) + 1
    what = {
        "no-variable": _("“{said}” is no variable"),
        "no-form": _("there is no form “{said}”"),
        "part-open": _("a part opened with [[ is never closed"),
        "no-part-open": _("“{said}” stands outside any part opened with [["),
        "too-deep": _("parts lie too deep in each other"),
        "too-long": _("this text is too long"),
    }[fault.code].format(said=fault.said[:40])
    return _("{part}, line {line}, character {column}: {what}.").format(
        part=part_word(part), line=line, column=column, what=what
    )


def template_fields() -> dict[tuple[str, str], str]:
    """The fields of templates, for whoever has to choose between two values."""
    return {
        ("template", "names"): _("Names in each language"),
        ("template", "purposes"): _("When and why"),
        ("template", "audiences"): _("Audiences"),
        ("template", "channels"): _("Channels"),
        ("template", "reviews"): _("Checks before approval"),
        ("template", "approvers"): _("Approved by"),
        ("template", "status"): _("Status that it announces"),
        ("template", "retired"): _("Put aside"),
        ("wording", "title"): part_word("title"),
        ("wording", "body"): part_word("body"),
        ("wording", "brief"): part_word("brief"),
        ("wording", "sms"): part_word("sms"),
    }
