"""Rights: who may do what without saying on whose behalf, and the few things that need a right to count at all.

No right ever refuses or hides a log entry, a decision or an action (decision 15): without it the act is "by
delegation", with a reason, effective, visible and reviewed later. Only membership, keys, rights themselves and release
to the outside are hard gates.
"""

from __future__ import annotations

import enum


class Role(enum.StrEnum):
    """What a member is in this room; one person may have several."""

    COMMANDER = "commander"
    SCRIBE = "scribe"
    COMMUNICATIONS = "communications"
    LEGAL = "legal"
    OBSERVER = "observer"
    ADMINISTRATOR = "administrator"


class Right(enum.StrEnum):
    """What a role lets its holder do in their own name."""

    LOG = "log"  # write, correct and mark entries, attach files
    ACT = "act"  # give, take and finish actions
    CONDUCT = "conduct"  # declare incidents, change severity, status, milestones, services, clocks
    DECIDE = "decide"
    COMMUNICATE = "communicate"  # write and check messages
    JUDGE = "judge"  # legal checks and legal clocks
    RELEASE = "release"  # hard gate: let a message out
    ADMINISTER = "administer"  # hard gate: members, roles, stations, circles, erasures


HARD_GATES = frozenset({Right.RELEASE, Right.ADMINISTER})

_EVERYONE = frozenset({Right.LOG, Right.ACT})
RIGHTS_OF: dict[Role, frozenset[Right]] = {
    Role.COMMANDER: _EVERYONE | {Right.CONDUCT, Right.DECIDE, Right.RELEASE},
    Role.SCRIBE: _EVERYONE,
    Role.COMMUNICATIONS: _EVERYONE | {Right.COMMUNICATE, Right.RELEASE},
    Role.LEGAL: _EVERYONE | {Right.JUDGE},
    Role.OBSERVER: frozenset(),
    Role.ADMINISTRATOR: _EVERYONE | {Right.ADMINISTER},
}


def rights_of(roles: frozenset[Role]) -> frozenset[Right]:
    """Everything that these roles together let somebody do."""
    return frozenset().union(*(RIGHTS_OF[role] for role in roles))
