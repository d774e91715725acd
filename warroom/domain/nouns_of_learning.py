"""The nouns of what is learnt: the review of an incident, its figures, causes and lessons, and what is put right."""

from __future__ import annotations

from warroom.domain.noun import Field, Noun, Type

I, W, B, D, J = Type.INT, Type.TIME, Type.BOOL, Type.ID, Type.JSON  # noqa: E741

# The review (« REX »). Its state is computed from its approvals and publications (domain/rex_state.py).
REX = Noun(
    "rex",
    (
        Field("number"),
        Field("incident", D, indexed=True),  # the one that leads
        Field("others", J),  # [incident] reviewed with it
        Field("heat"),  # hot, cold
        Field("title"),
        Field("lead"),  # who conducts it
        Field("participants", J),  # [name]
        Field("scope"),
        Field("privileged", B),  # under legal privilege: never in a version that leaves
        Field("due_at", W),  # when it should be published
        Field("held_at", W),  # the meeting
        Field("opened_at", W),
        Field("opened_by"),
        Field("rules_by"),  # who read the rules out: no search for individual fault
        Field("rules_at", W, is_stamp=True),
        Field("asked_of", J),  # [name] asked to approve
        Field("asked_at", W, is_stamp=True),
        Field("asked_by", is_stamp=True),
        Field("asked_digest", is_stamp=True),
        Field("dropped_because"),
        Field("dropped_at", W, is_stamp=True),
        Field("dropped_by", is_stamp=True),
    ),
    number="{prefix}-RX{n:02d}",
)
REX_SECTION = Noun(
    "rex_section",  # its id is made of the review and the code
    (
        Field("rex", D, indexed=True),
        Field("incident", D),
        Field("code"),
        Field("title"),  # of a section of this review's own; "" for those that every review has
        Field("text", settled_by_people=True),
        Field("given_to"),
        Field("nothing", B),  # looked at, and there is nothing to say
        Field("done", B),
        Field("done_by", is_stamp=True),
        Field("done_at", W, is_stamp=True),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)
REX_NOTE = Noun(
    "rex_note",  # one statement: what went well, badly, by luck; how it felt; a gap or a contradiction explained
    (
        Field("rex", D, indexed=True),
        Field("incident", D),
        Field("section"),  # code
        Field("kind"),
        Field("text", settled_by_people=True),
        Field("about"),  # the gap or contradiction that it answers (domain/rex_timeline.py)
        Field("evidence", J),  # ["noun id"]
        Field("by"),
        Field("at", W),
    ),
)
REX_APPROVAL = Noun(
    "rex_approval",
    (
        Field("rex", D, indexed=True),
        Field("incident", D),
        Field("digest"),  # of the review as it was approved or sent back (domain/rex_state.py)
        Field("verdict"),  # approved, sent_back
        Field("by"),
        Field("typed_by"),
        Field("remark"),
        Field("exception"),  # why it was approved although something stood in the way
        Field("at", W),
    ),
    insert_only=True,
)
REX_PUBLICATION = Noun(
    "rex_publication",
    (
        Field("rex", D, indexed=True),
        Field("incident", D),
        Field("version", I),
        Field("reader"),  # internal, executive, public, authority, insurer
        Field("languages", J),
        Field("digest"),
        Field("approved", B),  # an approval held when it was published
        Field("left_out", I),  # how many things the version leaves out
        Field("files", J),  # {name: SHA-256}
        Field("by"),
        Field("at", W),
        Field("remark"),
    ),
    insert_only=True,
)
REX_COMMENT = Noun(
    "rex_comment",  # a remark or a change in an edited DOCX; its id is made of what it says and where it stood
    (
        Field("rex", D, indexed=True),
        Field("incident", D),
        Field("section"),  # code; "" when it stood nowhere we know
        Field("kind"),  # comment, insertion, deletion, rewriting
        Field("author"),
        Field("text"),
        Field("quoted"),  # what it was about
        Field("written_at", W),
        Field("source"),  # name of the file
        Field("source_sha256"),
        Field("taken_in_at", W, is_stamp=True),
        Field("answer", settled_by_people=True),  # "", taken, declined
        Field("answer_text"),
        Field("answered_by", is_stamp=True),
        Field("answered_at", W, is_stamp=True),
    ),
)

# Impact, in figures that say where they come from
FIGURE = Noun(
    "figure",
    (
        Field("rex", D, indexed=True),
        Field("incident", D, indexed=True),
        Field("kind"),  # domain/impact_figures.FigureKind
        Field("label"),
        Field("amount"),  # a decimal number as text, "." before the decimals
        Field("low"),
        Field("high"),
        Field("unit"),  # EUR, h, records…
        Field("estimated", B),
        Field("source"),  # where it comes from, in words
        Field("evidence", J),  # ["noun id"]
        Field("service", D),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)
AFFECTED = Noun(
    "affected",  # how many users were affected, and how much, from when to when
    (
        Field("rex", D, indexed=True),
        Field("incident", D, indexed=True),
        Field("service", D),
        Field("from_at", W),
        Field("until_at", W),
        Field("users", I),
        Field("percent", I),  # of them that could not work, 0 to 100
        Field("source"),
        Field("evidence", J),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)
RATE = Noun(
    "rate",  # what an hour of a role costs; its id is made of the code
    (
        Field("code"),
        Field("label"),
        Field("per_hour"),
        Field("currency"),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)

# Causes
BRANCH = Noun(
    "branch",  # of the Ishikawa drawing, where the room changed what ships; its id is made of the code
    (Field("code"), Field("names", J), Field("order", I), Field("retired", B)),
)
CAUSE = Noun(
    "cause",
    (
        Field("number"),
        Field("incident", D, indexed=True),
        Field("rex", D, indexed=True),
        Field("kind", settled_by_people=True),  # trigger, proximate, root, contributing, latent
        Field("text", settled_by_people=True),
        Field("state", settled_by_people=True),  # supposed, confirmed, refuted
        Field("branch"),  # code
        Field("parent", D, indexed=True),  # the cause that this one is the why of
        Field("impact"),  # what the first why of a chain explains
        Field("order", I),
        Field("evidence", J),  # ["noun id"]: of the link to its parent as much as of itself
        Field("evidence_text"),
        Field("hypothesis", D),
        Field("change"),  # what was changed, when and by which ticket
        Field("service", D),
        Field("family"),  # what the same root cause is called each time
        Field("source"),
        Field("by"),
        Field("at", W),
    ),
    number="{prefix}-CA{n:02d}",
)
BARRIER = Noun(
    "barrier",
    (
        Field("rex", D, indexed=True),
        Field("incident", D, indexed=True),
        Field("text", settled_by_people=True),
        Field("kind"),  # prevent, detect, limit, recover
        Field("state"),  # held, failed, absent, luck
        Field("cause", D, indexed=True),
        Field("evidence", J),
        Field("remark"),
        Field("by"),
        Field("at", W),
    ),
)

# What is put right
CORRECTIVE = Noun(
    "corrective",
    (
        Field("number"),
        Field("incident", D, indexed=True),
        Field("rex", D, indexed=True),
        Field("finding"),
        Field("cause", D, indexed=True),
        Field("text", settled_by_people=True),
        Field("kind"),  # prevent, detect, reduce, respond, recover
        Field("priority", I),  # 1 to 4
        Field("pilot", settled_by_people=True),
        Field("contributors", J),  # [name]
        Field("due_at", W, settled_by_people=True),
        Field("effort"),
        Field("cost"),
        Field("indicator"),  # how we shall know that it worked
        Field("ticket"),  # reference in another system
        Field("state", settled_by_people=True),  # open, under_way, done, verified, dropped
        Field("proof"),
        Field("proof_evidence", J),  # ["noun id"]
        Field("done_at", W, is_stamp=True),
        Field("done_by", is_stamp=True),
        Field("verifier"),
        Field("verified_at", W, is_stamp=True),
        Field("verified_by", is_stamp=True),
        Field("verdict_remark"),
        Field("dropped_because"),
        Field("closed_at", W, is_stamp=True),
        Field("created_at", W),
        Field("created_by"),
    ),
    number="{prefix}-AC{n:02d}",
)
POSTPONEMENT = Noun(
    "postponement",
    (
        Field("corrective", D, indexed=True),
        Field("incident", D),
        Field("from_at", W),
        Field("to_at", W),
        Field("reason"),
        Field("by"),
        Field("at", W),
    ),
    insert_only=True,
)
LESSON = Noun(
    "lesson",
    (
        Field("number"),
        Field("incident", D, indexed=True),
        Field("rex", D, indexed=True),
        Field("text", settled_by_people=True),
        Field("applies_when"),  # to recognise the next time
        Field("services", J),  # [service]
        Field("cause", D, indexed=True),
        Field("shared_with", J),  # [name of a team, an audience]
        Field("shared_at", W, is_stamp=True),
        Field("retired", B),
        Field("by"),
        Field("at", W),
    ),
    number="{prefix}-LE{n:02d}",
)
LESSON_LINK = Noun(
    "lesson_link",  # what a lesson changed; its id is made of the lesson, the noun and the target
    (
        Field("lesson", D, indexed=True),
        Field("incident", D),
        Field("noun"),  # template, corrective, …: procedure and exercise when they exist
        Field("target"),  # a code or an id
        Field("version"),  # of what was changed, where it has versions
        Field("what"),  # what was changed, in words
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)

OF_LEARNING = (
    REX, REX_SECTION, REX_NOTE, REX_APPROVAL, REX_PUBLICATION, REX_COMMENT, FIGURE, AFFECTED, RATE, BRANCH, CAUSE,
    BARRIER, CORRECTIVE, POSTPONEMENT, LESSON, LESSON_LINK,
)  # fmt: skip
