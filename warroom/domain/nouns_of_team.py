"""The nouns of the team: who there is, how they are reached, and who is on call, mobilised, on duty or sent out."""

from __future__ import annotations

from warroom.domain.noun import Field, Noun, Type

I, W, B, D, J = Type.INT, Type.TIME, Type.BOOL, Type.ID, Type.JSON  # noqa: E741

# The roster. A person is the noun `person`: the roster adds fields to it, and these beside it.
REACH = Noun(
    "reach",  # one way to reach a person; its id is made of the person, the kind and the normalised value
    (
        Field("person", D, indexed=True),
        Field("kind"),
        Field("value"),  # as it is dialled or written
        Field("normal"),  # E.164 of a number, lower case of an address: what duplicates are found by
        Field("label"),
        Field("needs", J),  # [code of warroom/domain/needs.py]: what it needs to work
        Field("rank", I),  # 1 is tried first
        Field("checked_at", W),
        Field("checked_by"),
        Field("works", B),
        Field("remark"),
    ),
)
SKILL = Noun(
    "skill",  # its id is made of its name
    (Field("name"), Field("least", I), Field("services", J), Field("remark")),  # least: so many people should have it
)
MASTERY = Noun(
    "mastery",  # its id is made of the person and the skill
    (
        Field("person", D, indexed=True),
        Field("skill", D, indexed=True),
        Field("level", I),
        Field("until", W),
        Field("remark"),
    ),
)
TEAM = Noun(
    "team",  # its id is made of its name
    (
        Field("name"),
        Field("purpose"),
        Field("rapid", B),  # a rapid-response team
        Field("lead", D),
        Field("services", J),  # [service id] it answers for
        Field("muster"),  # where it gathers
        Field("remark"),
    ),
)
MEMBERSHIP = Noun(
    "membership",  # its id is made of the team and the person
    (Field("team", D, indexed=True), Field("person", D, indexed=True), Field("part"), Field("rank", I)),
)
TRAINING = Noun(
    "training",
    (
        Field("person", D, indexed=True),
        Field("code"),  # of the function it trains for
        Field("kind"),
        Field("done_at", W),
        Field("until", W),
        Field("by"),
        Field("remark"),
    ),
)
# What a means of working is worth today: networks, directories, badges (doctrine §1.1, 8).
BREAKAGE = Noun(
    "breakage",  # its id is made of the incident and the code of the need
    (
        Field("incident", D, indexed=True),
        Field("need"),
        Field("state", settled_by_people=True),
        Field("since", W, is_stamp=True),
        Field("by", is_stamp=True),
        Field("reason"),
    ),
)

# On call
ROTATION = Noun(
    "rotation",  # its id is made of its name
    (
        Field("name"),
        Field("team", D, indexed=True),
        Field("rank", I),  # 1 is called first, 2 is the backup
        Field("unit"),  # hour, day, week, month
        Field("every", I),  # so many units each
        Field("zone"),
        Field("starts_at", W),
        Field("ends_at", W),
        Field("hands_over"),  # HH:MM in the zone
        Field("members", J),  # [person id] in turn
        Field("hours", J),  # [[weekday 0–6, "HH:MM", "HH:MM"]]: only then; empty is always
        Field("services", J),
    ),
)
OVERRIDE = Noun(
    "override",
    (
        Field("rotation", D, indexed=True),
        Field("person", D, indexed=True),  # who is on call instead
        Field("instead", D),
        Field("instead_name"),  # of somebody whom only a calendar knows
        Field("from_at", W),
        Field("until_at", W),
        Field("kind"),  # override, swap, taken
        Field("swap", D),  # the other half of a swap
        Field("reason"),
        Field("by"),
        Field("at", W),
    ),
)
DUTY = Noun(
    "duty",  # on call as a calendar said; its id is made of the rotation, the event and the occurrence
    (
        Field("rotation", D, indexed=True),
        Field("person", D, indexed=True),
        Field("name"),  # as the calendar wrote it
        Field("from_at", W),
        Field("until_at", W),
        Field("uid"),
        Field("source"),
        Field("flags", J),
    ),
)

# Functions
ROLE_CARD = Noun(
    "role_card",  # what this room changed of the card of a function; its id is made of the code
    (
        Field("code"),
        Field("mission"),
        Field("first", J),  # the first five actions
        Field("deliverable"),
        Field("authority"),
        Field("spend_limit", I),  # euros that its holder may commit alone
    ),
)
HANDOVER = Noun(
    "handover",
    (
        Field("cell", D, indexed=True),
        Field("incident", D),  # that led the cell then: in whose mode it is found
        Field("number"),
        Field("code"),
        Field("leaving"),
        Field("arriving"),
        Field("at", W),
        Field("page", J),  # {"parts": [{"part", "lines"}], "names": […]} as the room had it then; frozen
        Field("promised"),  # what whoever leaves promised, to whom, for when
        Field("watch"),  # what whoever leaves would watch
        Field("left_at", W, is_stamp=True),  # signed by whoever leaves
        Field("left_by", is_stamp=True),  # who sat at the keyboard then
        Field("taken_at", W, is_stamp=True),  # signed by whoever arrives
        Field("taken_by", is_stamp=True),
        Field("typed_by", is_stamp=True),
    ),
    number="{prefix}-R{n:02d}",
)
WATCHWORD = Noun(
    "watchword",
    (
        Field("challenge"),
        Field("answer"),
        Field("from_at", W),
        Field("until_at", W),
        Field("by"),
        Field("revoked_at", W),
    ),
)

# Mobilisation
MOBILISATION = Noun(
    "mobilisation",
    (
        Field("incident", D, indexed=True),
        Field("number"),
        Field("severity", I),
        Field("text"),  # as it is read out
        Field("muster"),
        Field("backup"),  # where to go if the first cannot be reached
        Field("ack_by", W),
        Field("escalate_min", I),
        Field("shape"),  # list or tree
        Field("started_at", W),
        Field("started_by"),
        Field("closed_at", W, is_stamp=True),
        Field("closed_by", is_stamp=True),
        Field("reason"),
    ),
    number="{prefix}-M{n:02d}",
)
CALLEE = Noun(
    "callee",  # its id is made of the mobilisation and the person
    (
        Field("mobilisation", D, indexed=True),
        Field("person", D, indexed=True),
        Field("code"),  # of the function they are called for
        Field("why", J),  # [{"because": "on_call", "of": …}]
        Field("rank", I),
        Field("caller", D),  # in a tree: who calls them
        Field("deputy", D),  # who is called instead after escalate_min
        Field("state", settled_by_people=True),
        Field("eta_at", W),
        Field("called_at", W, is_stamp=True),  # first
        Field("acknowledged_at", W, is_stamp=True),
        Field("arrived_at", W, is_stamp=True),
        Field("escalated_at", W, is_stamp=True),
        Field("escalated_from", D),
        Field("remark"),
    ),
)
CALL = Noun(
    "call",
    (
        Field("callee", D, indexed=True),
        Field("person", D),
        Field("reach", D),
        Field("by"),
        Field("at", W),
        Field("result"),
        Field("eta_at", W),
        Field("takes_back", D),  # a call that was logged by mistake; this one says nothing else
        Field("remark"),
    ),
    insert_only=True,
)

# Duty and rest
SHIFT = Noun(
    "shift",  # as planned
    (
        Field("cell", D, indexed=True),
        Field("person", D, indexed=True),
        Field("code"),
        Field("from_at", W),
        Field("until_at", W),
        Field("remark"),
    ),
)
PRESENCE = Noun(
    "presence",  # as it was: arrival and departure (ICS 211)
    (
        Field("incident", D, indexed=True),
        Field("person", D, indexed=True),
        Field("code"),
        Field("place"),
        Field("arrived_at", W),
        Field("left_at", W),
        Field("by"),
        Field("remark"),
    ),
)
REST_RULE = Noun(
    "rest_rule",  # what this room changed of a rule of rest; its id is made of the code
    (Field("code"), Field("minutes", I), Field("off", B), Field("reason"), Field("by", is_stamp=True)),
)

# Teams sent out, and what is asked for
FIELD_TEAM = Noun(
    "field_team",
    (
        Field("incident", D, indexed=True),
        Field("number"),
        Field("name"),
        Field("call_sign"),
        Field("leader"),
        Field("crew", J),
        Field("mission"),
        Field("place"),
        Field("reached_by"),
        Field("contact_min", I),
        Field("status", settled_by_people=True),
        Field("sent_at", W),
        Field("timed_from", W, is_stamp=True),  # since when its silence counts again, after a status without a limit
        Field("returned_at", W, is_stamp=True),
    ),
    number="{prefix}-E{n:02d}",
)
CONTACT = Noun(
    "contact",  # one noted for the wrong team is taken back: that team is looked for again
    (
        Field("field_team", D, indexed=True),
        Field("at", W),
        Field("incoming", B),
        Field("text"),
        Field("status"),
        Field("entry", D),  # what was said stands there
        Field("by"),
    ),
)
MEANS_REQUEST = Noun(
    "means_request",
    (
        Field("incident", D, indexed=True),
        Field("number"),
        Field("what"),
        Field("quantity", I),
        Field("unit"),
        Field("reason"),
        Field("asked_by"),
        Field("place"),
        Field("needed_by", W),
        Field("state", settled_by_people=True),
        Field("approver"),
        Field("approver_code"),
        Field("approved_at", W, is_stamp=True),
        Field("refusal"),
        Field("supplier"),
        Field("eta_at", W),
        Field("arrived", I),
        Field("arrived_at", W, is_stamp=True),
        Field("cost", I, settled_by_people=True),  # euros committed
        Field("over_limit"),  # why it passes the approver's limit
        Field("allowed_by"),  # who allowed that
        Field("asked_at", W),
    ),
    number="{prefix}-B{n:02d}",
)

# How the columns of a file of people were read last time
MAPPING = Noun(
    "mapping",  # its id is made of the kind and the columns
    (Field("kind"), Field("name"), Field("columns", J), Field("targets", J)),
)

OF_TEAM = (
    REACH, SKILL, MASTERY, TEAM, MEMBERSHIP, TRAINING, BREAKAGE, ROTATION, OVERRIDE, DUTY,
    ROLE_CARD, HANDOVER, WATCHWORD, MOBILISATION, CALLEE, CALL, SHIFT, PRESENCE, REST_RULE, FIELD_TEAM, CONTACT,
    MEANS_REQUEST, MAPPING,
)  # fmt: skip
