"""CAP: alerts of the Common Alerting Protocol 1.1 and 1.2, alone or wrapped in Atom, RSS or EDXL-DE.

Read as senders write them, so that a warning is never lost to a missing element; what an alert cannot do without is
who sent it, what it is called and when. Everything mended is said. Nothing of a file is followed: no address, no
entity, no style sheet, no signature's key.
"""

from __future__ import annotations

import enum
from collections import deque
from dataclasses import dataclass, field

from warroom.domain.cap import Alert, AlertStatus, MsgType
from warroom.errors import Refusal
from warroom.formats.cap_alert import NAMESPACES, is_alert, read_alert
from warroom.formats.cap_feed import entries_of, read_entry, wrapping_of
from warroom.formats.limits import unreadable
from warroom.formats.problems import Flag, Problem
from warroom.formats.xml_tree import Node, Tree, read_text, read_tree
from warroom.words import _

KIND = "cap"
MOST_ALERTS = 500  # of one file


class Became(enum.StrEnum):
    """What came of an alert."""

    ACCEPTED = "accepted"
    REPAIRED = "repaired"  # it comes in, and somebody should know what was mended
    REFUSED = "refused"


@dataclass(slots=True)
class Outcome:
    """One alert of a file, where it stands, and what came of it."""

    line: int
    alert: Alert | None = None
    flags: list[Flag] = field(default_factory=list)
    refusal: Flag | None = None
    title: str = ""  # of what was refused, as far as it has one

    @property
    def became(self) -> Became:
        if self.refusal is not None or self.alert is None:
            return Became.REFUSED
        return Became.REPAIRED if self.flags else Became.ACCEPTED

    @property
    def reasons(self) -> list[str]:
        """Why, in the language spoken now."""
        return [flag.reason for flag in ([self.refusal] if self.refusal else []) + self.flags]

    @property
    def codes(self) -> list[str]:
        return [flag.problem.value for flag in ([self.refusal] if self.refusal else []) + self.flags]


@dataclass(slots=True)
class AlertsReading:
    """All that one file gave."""

    wrapped: str = ""  # atom, rss, edxl, "" for an alert alone
    outcomes: list[Outcome] = field(default_factory=list)


def read_alerts(data: bytes) -> AlertsReading:
    """The alerts of a file, each with its verdict. Refuses what is no XML, is hostile, or holds no alert at all."""
    tree = read_tree(data)
    mended = [_mended(code, detail) for code, detail in tree.mended]
    reading = AlertsReading(wrapping_of(tree.root))
    found = list(_alerts_in(tree, reading.wrapped))
    if not found:
        raise unreadable("no-alert", _("The file holds no alert."), todo=_("Choose a file of the kind CAP, or a feed."))
    for outcome in found[:MOST_ALERTS]:
        if outcome.refusal is None:
            outcome.flags = [*mended, *outcome.flags]
            outcome.refusal = _why_not(outcome.alert)
        reading.outcomes.append(outcome)
    if len(found) > MOST_ALERTS:
        over = found[MOST_ALERTS]
        reading.outcomes.append(Outcome(over.line, refusal=Flag(Problem.ALERT_TOO_MANY, str(MOST_ALERTS))))
    return reading


def _alerts_in(tree: Tree, wrapped: str) -> list[Outcome]:
    """The alerts of a document; the entries of a feed that hold none each say so."""
    if wrapped not in ("atom", "rss"):
        return [_told(node, wrapped) for node in _alerts_under(tree.root)]
    found: list[Outcome] = []
    for entry in entries_of(tree.root):
        inside = [_told(node, wrapped) for node in _alerts_under(entry)] or _as_text(entry, wrapped)
        found += inside or [_entry(entry, wrapped)]
        if len(found) > MOST_ALERTS:
            break
    return found


def _alerts_under(node: Node) -> list[Node]:
    """The outermost alerts."""
    if is_alert(node):
        return [node]
    found: list[Node] = []
    waiting = deque([node])
    while waiting and len(found) <= MOST_ALERTS:
        for child in waiting.popleft().children:
            (found if is_alert(child) else waiting).append(child)
    return found


def _as_text(entry: Node, wrapped: str) -> list[Outcome]:
    """An alert that a feed carries as text, its marks written out."""
    for node in entry.walk():
        if node.name not in ("content", "description", "summary", "encoded") or not node.text.startswith("<"):
            continue
        if not any(space in node.text for space in NAMESPACES):
            continue
        try:
            inner = read_text(node.text)
        except Refusal:
            continue
        return [_told(each, wrapped, line=node.line) for each in _alerts_under(inner.root)]
    return []


def _told(node: Node, wrapped: str, *, line: int | None = None) -> Outcome:
    outcome = Outcome(line or node.line)
    outcome.alert, outcome.refusal = read_alert(node, outcome.flags, wrapped=wrapped)
    if outcome.alert is None:
        outcome.title = node.find("identifier").text[:80] if node.find("identifier") else ""  # type: ignore[union-attr]
    return outcome


def _entry(entry: Node, wrapped: str) -> Outcome:
    outcome = Outcome(entry.line)
    outcome.alert, outcome.refusal, outcome.title = read_entry(entry, outcome.flags, wrapped=wrapped)
    return outcome


def _why_not(alert: Alert | None) -> Flag | None:
    """Why nobody should act on an alert that could be read."""
    if alert is None:
        return None
    if alert.status == AlertStatus.DRAFT:
        return Flag(Problem.ALERT_DRAFT)
    says = any(info.headline or info.description or info.event or info.instruction for info in alert.infos)
    if not says and not alert.note and alert.msg_type in (MsgType.ALERT, MsgType.UPDATE):
        return Flag(Problem.ALERT_SAYS_NOTHING)
    if not says and not alert.note and not alert.references:
        return Flag(Problem.ALERT_SAYS_NOTHING)
    return None


def _mended(code: str, detail: str) -> Flag:
    if code == "charset-guessed":
        return Flag(Problem.CHARSET_GUESSED, detail)
    return Flag(Problem(f"alert-{code}"), detail)
