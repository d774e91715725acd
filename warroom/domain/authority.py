"""Authority: which function each point to settle is given to, and what it takes to settle it in one's own name.

Merging never waits for a conflict. Whoever settles one without the right does it by delegation (decision 15); only
rights, circles, stations and keys stay a hard gate.
"""

from __future__ import annotations

import enum

from warroom.domain.nouns import NOUNS
from warroom.domain.rights import Right


class Authority(enum.StrEnum):
    """The function that a point to settle is given to, in the order in which a cell needs them settled."""

    COMMAND = "command"  # whoever conducts the incident: severity, status
    DIRECTOR = "director"  # whoever decides
    COMMUNICATION = "communication"  # what goes out
    LEGAL = "legal"  # which regimes apply, what authorities are told, by which rules
    ADMINISTRATOR = "administrator"  # roles, circles, stations, people
    SCRIBE = "scribe"  # whoever keeps the log and has information verified
    OWNER = "owner"  # whoever leads the incident that it belongs to

    @property
    def rank(self) -> int:
        return list(Authority).index(self)


OF_FIELD = {
    ("incident", "severity"): Authority.COMMAND,
    ("incident", "vital"): Authority.COMMAND,
    ("incident", "status"): Authority.COMMAND,
}
OF_NOUN = {
    "crisis_cell": Authority.DIRECTOR,  # level, intent, end: the director's (doctrine §2.1)
    "coverage": Authority.DIRECTOR,
    "objective": Authority.DIRECTOR,
    "function": Authority.COMMAND,
    "freeze": Authority.COMMAND,
    "freeze_exception": Authority.COMMAND,
    "decision": Authority.DIRECTOR,
    "delegation": Authority.DIRECTOR,
    "entry_mark": Authority.SCRIBE,
    "backing": Authority.SCRIBE,
    "hypothesis": Authority.OWNER,
    "scenario": Authority.OWNER,
    "incident": Authority.OWNER,
    "action": Authority.OWNER,
    "impact": Authority.OWNER,
    "service": Authority.OWNER,
    "due": Authority.OWNER,
    "regime": Authority.LEGAL,
    "notice": Authority.LEGAL,
    "clock_rule": Authority.LEGAL,
    "point": Authority.COMMAND,
    "question": Authority.COMMAND,
    "sentence": Authority.SCRIBE,
    "printout": Authority.SCRIBE,
    "sheet": Authority.SCRIBE,
    "alarm": Authority.COMMAND,
    "field_team": Authority.COMMAND,
    "contact": Authority.SCRIBE,
    "means_request": Authority.DIRECTOR,
    "rotation": Authority.COMMAND,
    "override": Authority.COMMAND,
    "duty": Authority.COMMAND,
    "shift": Authority.COMMAND,
    "presence": Authority.SCRIBE,
    "rest_rule": Authority.LEGAL,
    "breakage": Authority.COMMAND,
    "mobilisation": Authority.COMMAND,
    "callee": Authority.COMMAND,
    "handover": Authority.COMMAND,
    "watchword": Authority.COMMAND,
    "role_card": Authority.DIRECTOR,
    "inbound": Authority.COMMUNICATION,
    "rumour": Authority.COMMUNICATION,
    "promise": Authority.COMMUNICATION,
    "person": Authority.SCRIBE,  # whoever keeps the roster by hand rings and asks
    "reach": Authority.SCRIBE,
    "message": Authority.COMMUNICATION,
    "message_text": Authority.COMMUNICATION,
    "review": Authority.COMMUNICATION,
    "claim": Authority.COMMUNICATION,
    "double": Authority.COMMUNICATION,
    "audience": Authority.COMMUNICATION,
    "channel": Authority.COMMUNICATION,
    "template": Authority.COMMUNICATION,
    "wording": Authority.COMMUNICATION,
    "press_answer": Authority.COMMUNICATION,
    "stakeholder": Authority.COMMUNICATION,
    "rex": Authority.OWNER,
    "rex_section": Authority.OWNER,
    "rex_note": Authority.OWNER,
    "rex_comment": Authority.OWNER,
    "figure": Authority.OWNER,
    "affected": Authority.OWNER,
    "rate": Authority.DIRECTOR,
    "branch": Authority.OWNER,
    "cause": Authority.OWNER,
    "barrier": Authority.OWNER,
    "corrective": Authority.OWNER,
    "lesson": Authority.OWNER,
    "lesson_link": Authority.OWNER,
}
GATED = frozenset({"grant", "circle", "station", "writer", "room", "pin", "invitation", "attachment_key"})
ASKED = {
    "decision": Right.DECIDE,
    "entry_mark": Right.LOG,
    "action": Right.ACT,
    "regime": Right.JUDGE,
    "notice": Right.JUDGE,
    "clock_rule": Right.JUDGE,
    "hypothesis": Right.LOG,
    "backing": Right.LOG,
    "skill": Right.ACT,
    "mastery": Right.ACT,
    "team": Right.ACT,
    "membership": Right.ACT,
    "training": Right.ACT,
    "sheet": Right.LOG,
    "rex": Right.LOG,
    "rex_section": Right.LOG,
    "rex_note": Right.LOG,
    "rex_comment": Right.LOG,
    "figure": Right.LOG,
    "affected": Right.LOG,
    "branch": Right.LOG,
    "cause": Right.LOG,
    "barrier": Right.LOG,
    "corrective": Right.ACT,
    "lesson": Right.LOG,
    "lesson_link": Right.LOG,
    "printout": Right.LOG,
    "contact": Right.LOG,
    "means_request": Right.DECIDE,
    "override": Right.ACT,
    "presence": Right.LOG,
    "rest_rule": Right.JUDGE,
    "message": Right.COMMUNICATE,
    "message_text": Right.COMMUNICATE,
    "review": Right.COMMUNICATE,
    "claim": Right.COMMUNICATE,
    "double": Right.COMMUNICATE,
    "inbound": Right.COMMUNICATE,
    "rumour": Right.COMMUNICATE,
    "promise": Right.COMMUNICATE,
    "audience": Right.COMMUNICATE,
    "channel": Right.COMMUNICATE,
    "template": Right.COMMUNICATE,
    "wording": Right.COMMUNICATE,
    "press_answer": Right.COMMUNICATE,
    "stakeholder": Right.COMMUNICATE,
}


def authority_of(noun: str, name: str) -> Authority:
    """Whom a conflict of this field is given to; an administrator for what nobody here knows."""
    if goes_out(noun, name):
        return Authority.COMMUNICATION
    return OF_FIELD.get((noun, name)) or OF_NOUN.get(noun) or Authority.ADMINISTRATOR


def right_to_settle(noun: str, name: str) -> Right | None:
    """What it takes to settle this in one's own name; None asks nothing."""
    if noun in GATED:
        return Right.ADMINISTER
    if noun in ("person", "reach", "delegation"):
        return None  # people are added by anybody; a review is judged by its own rule
    return ASKED.get(noun, Right.CONDUCT)


def goes_out(noun: str, name: str) -> bool:
    """Whether two values of this field were both heard outside: they are corrected by a new one, never merged."""
    known = NOUNS[noun].field(name) if noun in NOUNS else None
    return known is not None and known.goes_out
