"""The words of duty and rest."""

from __future__ import annotations

from warroom.words import _


def duty_fields() -> dict[tuple[str, str], str]:
    """What the fields of shifts and presences are called on screen."""
    return {
        ("shift", "person"): _("On duty"),
        ("shift", "code"): _("Function"),
        ("shift", "from_at"): _("On duty from"),
        ("shift", "until_at"): _("On duty until"),
        ("shift", "remark"): _("Remark"),
        ("presence", "code"): _("Function"),
        ("presence", "place"): _("Place"),
        ("presence", "arrived_at"): _("Arrived at"),
        ("presence", "left_at"): _("Left at"),
        ("presence", "remark"): _("Remark"),
        ("rest_rule", "minutes"): _("Minutes of the rule of rest"),
        ("rest_rule", "off"): _("Rule of rest out of force"),
    }
