"""The nouns of a cell at work: who sits in it, its rhythm, what it knows and expects, its clocks and its paper."""

from __future__ import annotations

from warroom.domain.noun import Field, Noun, Type

T, I, W, B, D, J = Type.TEXT, Type.INT, Type.TIME, Type.BOOL, Type.ID, Type.JSON  # noqa: E741

# The cell (doctrine §2). Whatever it does is told in the log of the incident that leads it.
CRISIS_CELL = Noun(
    "crisis_cell",
    (
        Field("number"),
        Field("name"),
        Field("level", I, settled_by_people=True),  # 1 to 4: N1 to N4
        Field("state", settled_by_people=True),
        Field("exercise", B),
        Field("lead", D, indexed=True),  # the incident whose log tells what the cell does
        Field("decider"),
        Field("reason"),
        Field("how"),
        Field("typed_by", is_stamp=True),
        Field("activated_at", W),
        Field("intent", settled_by_people=True),
        Field("intent_by", is_stamp=True),
        Field("intent_at", W, is_stamp=True),
        Field("cadence_min", I),  # minutes from one point to the next
        Field("stood_down_at", W, is_stamp=True),
        Field("stood_down_by"),
        Field("stand_down_reason"),
        Field("criteria", J),  # [{"text", "met", "remark"}]
        Field("remains", J),  # [{"text", "owner"}]
    ),
    number="{prefix}-C{n:02d}",
)
COVERAGE = Noun(
    "coverage",  # its id is made of the cell and the incident
    (Field("cell", D, indexed=True), Field("incident", D, indexed=True), Field("since", W, is_stamp=True)),
)
OBJECTIVE = Noun(
    "objective",
    (
        Field("cell", D, indexed=True),
        Field("text"),
        Field("period_from", W),
        Field("period_until", W),
        Field("state"),
        Field("set_by", is_stamp=True),
        Field("set_at", W, is_stamp=True),
        Field("closed_at", W, is_stamp=True),
        Field("remark"),
    ),
)
FUNCTION = Noun(
    "function",  # its id is made of the cell and the code
    (
        Field("cell", D, indexed=True),
        Field("code"),
        Field("label"),
        Field("holder", settled_by_people=True),
        Field("deputy"),
        Field("relief"),
        Field("relief_at", W),
        Field("phone"),
        Field("since", W, is_stamp=True),
        Field("vacant_since", W, is_stamp=True),
        Field("alarm_min", I),  # minutes it may stand vacant
    ),
)
FREEZE = Noun(
    "freeze",
    (
        Field("cell", D, indexed=True),
        Field("scope"),
        Field("by"),
        Field("reason"),
        Field("started_at", W),
        Field("ended_at", W, is_stamp=True),
        Field("ended_by", is_stamp=True),
    ),
)
FREEZE_EXCEPTION = Noun(
    "freeze_exception",
    (
        Field("freeze", D, indexed=True),
        Field("text"),
        Field("approver"),
        Field("reason"),
        Field("from_at", W),
        Field("until_at", W),
        Field("at", W, is_stamp=True),
    ),
)

# Its rhythm (doctrine §2.3).
NOTES = ("present", "facts", "impacts", "actions", "anticipation", "decisions", "communication", "next")  # the agenda
POINT = Noun(
    "point",  # its id is made of the cell and of the point before it, so that two stations mean the same one
    (
        Field("cell", D, indexed=True),
        Field("number", is_stamp=True),  # given when it is opened
        Field("planned_at", W),
        Field("state", is_stamp=True),  # only what the stamps do not say: that it was skipped
        Field("started_at", W, is_stamp=True),
        Field("ended_at", W, is_stamp=True),
        Field("led_by"),
        Field("present"),
        *(Field(f"note_{heading}") for heading in NOTES),
        Field("next_at", W, is_stamp=True),
        Field("reason"),
    ),
    number="{prefix}-PS{n:02d}",
)
QUESTION = Noun(
    "question",
    (
        Field("cell", D, indexed=True),
        Field("text"),
        Field("asked_by"),
        Field("asked_at", W),
        Field("point", D, is_stamp=True),  # where it was answered
        Field("state", is_stamp=True),
        Field("answer"),
        Field("answered_at", W, is_stamp=True),
    ),
)

# What it holds true, expects and looks into.
SENTENCE = Noun(
    "sentence",
    (
        Field("incident", D, indexed=True),
        Field("place", I, is_stamp=True),
        Field("text", settled_by_people=True),
        Field("sources", J),  # ids of entries
        Field("stated_by", is_stamp=True),
        Field("stated_at", W, is_stamp=True),
        Field("confirmed_by", is_stamp=True),
        Field("confirmed_at", W, is_stamp=True),
    ),
)
SCENARIO = Noun(
    "scenario",  # its id is made of the incident, the kind and the horizon
    (
        Field("incident", D, indexed=True),
        Field("kind"),
        Field("horizon_min", I),
        Field("text"),
        Field("trigger"),
        Field("owner"),
        Field("prepared", J),  # [{"question", "options": […]}]
        Field("written_by", is_stamp=True),
        Field("written_at", W, is_stamp=True),
        Field("fired_at", W, is_stamp=True),
        Field("fired_by", is_stamp=True),
        Field("evidence", D, is_stamp=True),
        Field("decision", D, is_stamp=True),  # the first that came of it; each names its scenario
    ),
)
HYPOTHESIS = Noun(
    "hypothesis",
    (
        Field("incident", D, indexed=True),
        Field("number"),
        Field("text"),
        Field("state", settled_by_people=True),
        Field("owner"),
        Field("test"),
        Field("timebox_at", W),
        Field("opened_at", W),
        Field("closed_at", W, is_stamp=True),
        Field("reason", is_stamp=True),
        Field("entry", D),  # the entry that brought it up
    ),
    number="{prefix}-H{n:02d}",
)
BACKING = Noun(
    "backing",  # its id is made of the hypothesis and the entry
    (
        Field("hypothesis", D, indexed=True),
        Field("entry", D, indexed=True),
        Field("weight"),  # for or against
        Field("remark"),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)

# Its legal clocks (doctrine §3.5).
REGIME = Noun(
    "regime",  # its id is made of the incident and the code
    (
        Field("incident", D, indexed=True),
        Field("code"),
        Field("state", settled_by_people=True),
        Field("reason"),
        Field("answers", J),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)
CLOCK_EVENT = Noun(
    "clock_event",
    (
        Field("incident", D, indexed=True),
        Field("event"),
        Field("at", W),
        Field("entry", D),  # the entry that proves it
        Field("corrects", D),
        Field("reason"),
        Field("by"),
        Field("set_at", W),
    ),
    insert_only=True,
)
NOTICE = Noun(
    "notice",  # a section of a notification's draft; its id is made of the incident, the rule and the section
    (Field("incident", D, indexed=True), Field("rule"), Field("section"), Field("text")),
)
SUBMISSION = Noun(
    "submission",
    (
        Field("incident", D, indexed=True),
        Field("rule"),
        Field("at", W),
        Field("recipient"),
        Field("receipt"),
        Field("copy_sha256"),
        Field("late_reason"),
        Field("entry", D),
        Field("corrects", D),
        Field("reason"),
        Field("by"),
        Field("set_at", W),
    ),
    insert_only=True,
)
CLOCK_RULE = Noun(
    "clock_rule",  # what this room changed of a rule that came with the program; its id is made of the rule's
    (Field("rule"), Field("body", J), Field("reason"), Field("by", is_stamp=True), Field("at", W, is_stamp=True)),
)
ALARM = Noun(
    "alarm",  # what was answered to an alarm; its id is made of what it is about
    (
        Field("what"),
        Field("incident", D, indexed=True),
        Field("acknowledged_by", is_stamp=True),
        Field("acknowledged_at", W, is_stamp=True),
        Field("muted_until", W),
        Field("muted_by", is_stamp=True),
        Field("reason"),
    ),
)

# Its paper.
PRINTOUT = Noun(
    "printout",
    (
        Field("number"),
        Field("kind"),
        Field("incident", D, indexed=True),
        Field("others", J),  # the other incidents it shows
        Field("record", D),  # the point, for a page of it
        Field("printed_at", W),
        Field("by"),
        Field("place"),  # where the copies hang or lie
        Field("copies", I),
        Field("fingerprint"),
        Field("heads", J),  # how far of each writer it shows: {writer: number of its last op}
        Field("sheets_from"),
        Field("sheets_to"),
        Field("withdrawn_at", W, is_stamp=True),
        Field("withdrawn_by", is_stamp=True),
    ),
    number="{prefix}-I{n:02d}",
)
SHEET = Noun(
    "sheet",  # its id is made of its number: a sheet can come back before the news that it was printed
    (
        Field("number"),
        Field("printout", D, indexed=True),
        Field("incident", D),
        Field("state"),
        Field("transcribed_by", is_stamp=True),
        Field("transcribed_at", W, is_stamp=True),
        Field("voided_by", is_stamp=True),
        Field("voided_at", W, is_stamp=True),
        Field("reason"),
    ),
    number="{prefix}-{n:03d}",
)
READINESS = Noun(
    "readiness",  # what a laptop has proved of itself; its id is made of the station and what is proved
    (
        Field("station", D, indexed=True),
        Field("what"),
        Field("at", W, is_stamp=True),
        Field("ok", B),
        Field("detail"),
        Field("by", is_stamp=True),
    ),
)

AT_WORK = (
    CRISIS_CELL, COVERAGE, OBJECTIVE, FUNCTION, FREEZE, FREEZE_EXCEPTION, POINT, QUESTION, SENTENCE, SCENARIO,
    HYPOTHESIS, BACKING, REGIME, CLOCK_EVENT, NOTICE, SUBMISSION, CLOCK_RULE, ALARM, PRINTOUT, SHEET, READINESS,
)  # fmt: skip
