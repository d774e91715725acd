"""The nouns: which records exist, which fields they have, and how each field is typed.

Storage makes its tables from this page; strict decoding checks every op against it. Fields are only ever added.
"""

from __future__ import annotations

from warroom.domain.noun import Field, Noun, Type
from warroom.domain.nouns_at_work import AT_WORK
from warroom.domain.nouns_of_learning import OF_LEARNING
from warroom.domain.nouns_of_messages import OF_MESSAGES
from warroom.domain.nouns_of_team import OF_TEAM

__all__ = ["DELETED", "NOUNS", "Field", "Noun", "Type"]

T, I, W, B, D, J = Type.TEXT, Type.INT, Type.TIME, Type.BOOL, Type.ID, Type.JSON  # noqa: E741

ROOM = Noun("room", (Field("name"), Field("content"), Field("zone"), Field("created_at", W)))
STATION = Noun(
    "station",
    (Field("letter"), Field("name"), Field("public_key"), Field("box_key"), Field("enrolled_at", W)),
)
WRITER = Noun("writer", (Field("writer"), Field("station", D), Field("prefix"), Field("started_at", W), Field("why")))
PERSON = Noun(
    "person",
    (
        Field("number", is_stamp=True),
        Field("name"),
        Field("initials"),  # whoever sits down in the room has them; whoever is in the roster alone has none
        Field("station", D),
        Field("phone"),
        Field("roster", B),  # has a card in the roster
        Field("job"),
        Field("employer"),  # or supplier
        Field("supplier", B),  # comes from outside
        Field("site"),
        Field("languages", J),  # [code]
        Field("zone"),
        Field("remark"),
        Field("checked_at", W),  # the whole card
        Field("checked_by"),
        Field("away_until", W),
        Field("left_at", W),  # the organisation
        Field("merged_into", D),
        Field("apart", J),  # [person id]: looked alike, and somebody said that they are not the same
        Field("source"),  # where it was imported from
        Field("raw", J),  # what an imported card says beyond these fields, to be exported again
    ),
    number="{prefix}-P{n:02d}",
)
PIN = Noun("pin", (Field("hash", J),))  # its id is the person's

# Who may do what. What passes a hard gate (decision 15) is judged by storage/gates.py, alike on every station.
GRANT = Noun(
    "grant",
    (
        Field("person", D),
        # {"roles": […], "cut": {writer: seq}}: the cut of a demotion says which gated ops of the person still count
        Field("rights", J, settled_by_people=True),
        Field("granted_by", is_stamp=True),
        Field("granted_at", W, is_stamp=True),
        Field("reason", is_stamp=True),
    ),
)
CUT = Noun(
    "cut",
    (
        Field("station", D),
        Field("heads", J),  # {writer: [seq, hash]}: the last op of each of the station's writers that still counts
        Field("reason"),
        Field("by"),
        Field("at", W),
    ),
    insert_only=True,
)
# Who may bring what they wrote into the room: an invitation and the enrolment signed with its key, or a word of trust.
INVITATION = Noun(
    "invitation",
    (
        Field("enrol_key"),  # Ed25519, public, hexadecimal: signs one enrolment
        Field("box_key"),  # X25519, public, hexadecimal: what is sealed for whoever joins, until they are known
        Field("label"),  # whom or which laptop it is for
        Field("letter"),  # the letter proposed
        Field("by"),
        Field("at", W),
        Field("withdrawn_at", W),
    ),
)
ENROLMENT = Noun(
    "enrolment",
    (
        Field("station", D),
        Field("invitation", D),
        Field("public_key"),
        Field("box_key"),
        Field("signature"),  # by the invitation's key, over all of the above (storage/vouching.py)
        Field("at", W),
    ),
    insert_only=True,
)
TRUST = Noun(
    "trust",
    (Field("station", D), Field("public_key"), Field("box_key"), Field("reason"), Field("by"), Field("at", W)),
    insert_only=True,
)
DELEGATION = Noun(
    "delegation",
    (
        Field("incident", D, indexed=True),
        Field("noun"),
        Field("record", D, indexed=True),
        Field("act"),
        Field("right"),
        Field("person", D),
        Field("reason"),
        Field("at", W),
        Field("verdict"),
        Field("remark"),
        Field("reviewed_by", is_stamp=True),
        Field("reviewed_at", W, is_stamp=True),
    ),
)

# Need to know: values sealed under a circle's key, which travels sealed to each member station.
CIRCLE = Noun("circle", (Field("name"), Field("members", J, settled_by_people=True)))
CIRCLE_KEY = Noun("circle_key", (Field("circle", D), Field("made_at", W), Field("made_by")), insert_only=True)
KEY_SHARE = Noun(
    "key_share", (Field("circle_key", D, indexed=True), Field("station", D), Field("sealed")), insert_only=True
)
ERASURE = Noun(
    "erasure",
    (Field("noun"), Field("record", D, indexed=True), Field("alias"), Field("reason"), Field("by"), Field("at", W)),
    insert_only=True,
)
INCIDENT = Noun(
    "incident",
    (
        Field("number"),
        Field("title"),
        Field("severity", I, settled_by_people=True),
        Field("vital", B, settled_by_people=True),
        Field("status", settled_by_people=True),
        Field("exercise", B),
        Field("situation"),
        Field("users"),
        Field("owner"),
        Field("declared_at", W),
        Field("impact_started", W),
        Field("detected", W),
        Field("acknowledged", W),
        Field("mitigated", W),
        Field("resolved", W),
        Field("closed", W),
        Field("source"),
        Field("link"),
        Field("original_times", J),
        Field("flags", J),
    ),
    number="{prefix}-{n:03d}",
)
ENTRY = Noun(
    "entry",
    (
        Field("incident", D),
        Field("number"),
        Field("kind"),
        Field("text"),
        Field("event_at", W),
        Field("recorded_at", W),
        Field("offset_min", I),
        Field("zone"),
        Field("author"),
        Field("station"),
        Field("from_who"),
        Field("to_who"),
        Field("channel"),
        Field("verification"),
        Field("priority"),
        Field("workstream"),
        Field("handling"),
        Field("key_event", B),
        Field("corrects", D, indexed=True),
        Field("reason"),
        Field("follows", D),
        Field("code"),
        Field("params", J),
        Field("services"),
        Field("source"),
        Field("original_time"),
        Field("flags", J),
        Field("exercise", B),
        Field("circle", D),
        Field("sheet", indexed=True),  # the paper sheet it was transcribed from
        Field("caller_check"),  # how whoever called was known
    ),
    insert_only=True,
    number="{prefix}-{n:04d}",
)
ENTRY_MARK = Noun(
    "entry_mark",
    (Field("verification", settled_by_people=True), Field("key_event", B), Field("follow_up"), Field("reason")),
)
ATTACHMENT = Noun(
    "attachment",
    (
        Field("incident", D, indexed=True),
        Field("parent", D, indexed=True),
        Field("parent_noun"),
        Field("name"),
        Field("media_type"),
        Field("size", I),
        Field("sha256"),
        Field("chunks", J),
        Field("origin"),
        Field("captured_by"),
        Field("added_at", W),
        Field("circle", D),
    ),
    insert_only=True,
)
ATTACHMENT_KEY = Noun("attachment_key", (Field("secret"),))
DECISION = Noun(
    "decision",
    (
        Field("incident", D, indexed=True),
        Field("number"),
        Field("state", settled_by_people=True),
        Field("question"),
        Field("context"),
        Field("options", J),
        Field("decided", settled_by_people=True),
        Field("rationale"),
        Field("decider"),
        Field("typed_by"),
        Field("how"),
        Field("executor"),
        Field("requested_at", W),
        Field("decide_before", W),
        Field("decided_at", W),
        Field("review_at", W),
        Field("reviewed_at", W, is_stamp=True),
        Field("read_back_at", W, is_stamp=True),
        Field("delegation"),
        Field("facts", J),
        Field("circle", D),
        Field("caller_check"),  # how whoever gave it from afar was known
        Field("caller_reason"),  # why it was taken although the caller was not verified
        Field(
            "window", J
        ),  # what "decide before" was computed from: {"down_since", "rto_min", "failover_min", "margin_min"}
        Field("scenario", D),
        Field("point", D),
    ),
    number="{prefix}-D{n:03d}",
)
ACTION = Noun(
    "action",
    (
        Field("incident", D, indexed=True),
        Field("number"),
        Field("text"),
        Field("owner"),
        Field("due_at", W),
        Field("state"),
        Field("reason"),
        Field("result"),
        Field("created_at", W),
        Field("acknowledged_at", W, is_stamp=True),
        Field("finished_at", W, is_stamp=True),
        Field("decision", D),
        Field("point", D),
    ),
    number="{prefix}-A{n:03d}",
)
SERVICE = Noun(
    "service",
    (
        Field("name"),
        Field("rto_min", I),
        Field("mtpd_min", I),
        Field("rpo_min", I),
        Field("failover_min", I),  # measured, not promised
        Field("failover_tested", W),
        Field("carries", J),  # [code of warroom/domain/needs.py]: what no longer works while it is down
        Field("public", B),  # is on the public status page
        Field("public_names", J),  # {language: what users call it}
    ),
)
IMPACT = Noun(
    "impact",
    (
        Field("incident", D, indexed=True),
        Field("service", D),
        Field("state"),
        Field("since", W, is_stamp=True),
        Field("down_since", W, is_stamp=True),  # without a break, however far down
    ),
)
DUE = Noun(
    "due",
    (
        Field("incident", D, indexed=True),
        Field("kind"),
        Field("label"),
        Field("due_at", W),
        Field("started_at", W),
        Field("evidence", D),
        Field("done_at", W, is_stamp=True),
    ),
)
SEAL = Noun(
    "seal",
    (
        Field("incident", D),
        Field("number"),
        Field("sealed_at", W),
        Field("by"),
        Field("witness"),
        Field("heads", J),  # {writer: [seq, hash]}
        Field("digest"),  # SHA-256 of the canonical heads; its first eight digits are the printed fingerprint
        Field("station", D),
        Field("signature"),
        Field("reason"),
    ),
    insert_only=True,
    number="{prefix}-S{n:02d}",
)
TIMESTAMP = Noun(
    "timestamp",
    (Field("seal", D, indexed=True), Field("token"), Field("authority"), Field("stamped_at", W)),
    insert_only=True,
)

NOUNS: dict[str, Noun] = {
    noun.name: noun
    for noun in (
        ROOM, STATION, WRITER, PERSON, PIN, GRANT, CUT, INVITATION, ENROLMENT, TRUST,
        DELEGATION, CIRCLE, CIRCLE_KEY, KEY_SHARE, ERASURE,
        INCIDENT, ENTRY, ENTRY_MARK, ATTACHMENT, ATTACHMENT_KEY, DECISION, ACTION, SERVICE, IMPACT, DUE, SEAL,
        TIMESTAMP, *AT_WORK, *OF_TEAM, *OF_MESSAGES, *OF_LEARNING,
    )
}  # fmt: skip

DELETED = "_del"  # every noun but the insert-only ones has it: never a physical delete
