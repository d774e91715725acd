"""The words of duty and rest."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import tzinfo

from warroom import phrases, words
from warroom.domain.fatigue import Finding, Tiredness
from warroom.domain.relief import Because
from warroom.domain.rest_rules import RestRule, Weight
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


def standing_said(tired: Tiredness, now_ms: int, zone: tzinfo | None = None) -> str:
    """`there since 06:02`, `rests since 14:00`, or that nobody saw them yet."""
    if tired.is_there:
        return _("there since {at}").format(at=phrases.moment(tired.since or now_ms, now_ms, zone))
    if tired.since is None:
        return _("not seen yet")
    if tired.rested_at is not None and tired.rested_at <= now_ms:
        return _("rested, left {at}").format(at=phrases.moment(tired.since, now_ms, zone))
    return _("rests since {at}").format(at=phrases.moment(tired.since, now_ms, zone))


def rest_said(tired: Tiredness, now_ms: int, zone: tzinfo | None = None) -> str:
    """How long somebody rested before, or until when they should: whether they slept is read from it."""
    if tired.rest_min is None:
        return _("not known")
    if tired.is_there:
        return _("{length} before").format(length=worked_said(tired.rest_min))
    if tired.rested_at is not None and tired.rested_at > now_ms:
        at = phrases.moment(tired.rested_at, now_ms, zone)
        return _("{length} so far, rested at {at}").format(length=worked_said(tired.rest_min), at=at)
    return worked_said(tired.rest_min)


def worked_said(minutes: int) -> str:
    return phrases.duration(minutes * phrases.MINUTE)


def finding_said(finding: Finding, now_ms: int, zone: tzinfo | None = None) -> str:
    """`10 h of work a day: passed at 18:00 (Labour Code, art. L3121-18)`; what comes is said to come."""
    rule, language = finding.rule, words.language()
    at = phrases.moment(finding.at, now_ms, zone)
    said = _("{rule}: passed at {at} ({source})") if finding.at < now_ms else _("{rule}: reached at {at} ({source})")
    return said.format(rule=rule_said(rule), at=at, source=rule.source_said(language))


def findings_brief(findings: Sequence[Finding], now_ms: int, zone: tzinfo | None = None) -> str:
    """`10 h of work a day 19:00; 11 h of rest in a row every 24 h 20:00`: limits alone where there are any."""
    limits = [one for one in findings if one.rule.weight is Weight.LIMIT]
    return "; ".join(f"{rule_said(one.rule)} ({phrases.moment(one.at, now_ms, zone)})" for one in limits or findings)


def hours_said(minutes: int) -> str:
    """A length of work; nothing for none."""
    return worked_said(minutes) if minutes else "—"


def rule_said(rule: RestRule) -> str:
    """A rule in a few words; where this room set another length, that length."""
    said = rule.said(words.language())
    if rule.minutes == rule.shipped_min:
        return said
    return _("{rule}, here {length}").format(rule=said, length=worked_said(rule.minutes))


def end_said(tired: Tiredness, now_ms: int, zone: tzinfo | None = None) -> str:
    """The latest end of a service, and by which rule; "" for whoever is not there."""
    if tired.latest_end is None or tired.latest_by is None:
        return ""
    return phrases.due(tired.latest_end, now_ms, zone)


def decider_said(name: str, tired: Tiredness, now_ms: int) -> str:
    """What is said before somebody decides who has been on duty for long; "" while there is nothing to say."""
    if not tired.is_there or not tired.is_due:
        return ""
    length = worked_said(tired.row_min)
    said = _("{name} has been on duty for {length}: let somebody rested look at it too.")
    return said.format(name=name, length=length)


def findings_said(tired: Tiredness, now_ms: int) -> str:
    """Every rule that somebody is past, one a line, with the text that says so."""
    return "\n".join(finding_said(finding, now_ms) for finding in tired.findings)


def because_said(because: Because) -> str:
    return {
        Because.HOLDER: _("holds it now"),
        Because.DEPUTY: _("deputy"),
        Because.RELIEF: _("relief"),
        Because.TRAINED: _("trained for it"),
        Because.TEAM: _("of a team with this function"),
        Because.PLANNED: _("planned before"),
    }[because]


def only_noted() -> str:
    """What every figure of fatigue rests on."""
    return _("Only what was noted in this room counts: hours worked elsewhere are not known here.")
