"""The nouns of what is said: templates, messages, checks, cadence, channels, what comes in and is promised."""

from __future__ import annotations

from warroom.domain.noun import Field, Noun, Type

I, W, B, D, J = Type.INT, Type.TIME, Type.BOOL, Type.ID, Type.JSON  # noqa: E741

# Templates: what this room changed of those that ship (resources/content/messages), and its own.
TEMPLATE = Noun(
    "template",  # its id is made of the code
    (
        Field("code"),
        Field("names", J),  # {language: name}
        Field("purposes", J),  # {language: when and why}
        Field("audiences", J),  # [code]
        Field("channels", J),  # [kind of channel]
        Field("reviews", J),  # [kind of review] before it is approved
        Field("approvers", J),  # [code of function]
        Field("status"),  # of the incident that it announces
        Field("retired", B),
    ),
)
WORDING = Noun(
    "wording",  # the text of a template in one language; its id is made of the code and the language
    (
        Field("template", D, indexed=True),
        Field("code"),
        Field("language"),
        Field("title", settled_by_people=True),
        Field("body", settled_by_people=True),
        Field("brief", settled_by_people=True),  # in 280 characters
        Field("sms", settled_by_people=True),
    ),
)
WORDING_VERSION = Noun(
    "wording_version",
    (
        Field("wording", D, indexed=True),
        Field("number", I),  # 1 is what shipped
        Field("title"),
        Field("body"),
        Field("brief"),
        Field("sms"),
        Field("reason"),
        Field("by"),
        Field("at", W),
    ),
    insert_only=True,
)

# Messages
MESSAGE = Noun(
    "message",
    (
        Field("number"),
        Field("incident", D, indexed=True),
        Field("template"),  # code
        Field("audiences", J),  # [code]
        Field("channels", J),  # [channel id] it is to leave by
        Field("languages", J),  # [code]: a pair is approved together
        Field("status"),  # of the incident that it announces
        Field("due_at", W),  # when it should be out
        Field("next_at", W),  # the next message that it promises
        Field("filled", J),  # {variable: value} typed by hand, for all languages or {language: value}
        Field("reviews", J),  # [kind of review] before it is approved
        Field("corrects", D, indexed=True),  # the message that it corrects
        Field("cap", J),  # {element of CAP: value} where it is not what the room proposes
        Field("by"),
        Field("at", W),
        Field("withdrawn_at", W, is_stamp=True),
        Field("withdrawn_by", is_stamp=True),
        Field("withdrawn_because"),
        Field("withdrawn_knew", J, is_stamp=True),  # [release]: those that whoever withdrew it knew of
    ),
    number="{prefix}-MS{n:02d}",
)
MESSAGE_TEXT = Noun(
    "message_text",  # its id is made of the message and the language
    (
        Field("message", D, indexed=True),
        Field("incident", D),  # for whoever searches in it
        Field("language"),
        Field("title", settled_by_people=True),
        Field("body", settled_by_people=True),
        Field("brief", settled_by_people=True),
        Field("sms", settled_by_people=True),
        Field("translated", B),  # put into words by somebody who was not asked to check it: "translation to be checked"
        Field("as_filled", J, is_stamp=True),  # {part: mark}: what its template said, to see what people rewrote
        Field("by", is_stamp=True),  # the last who wrote it
        Field("at", W, is_stamp=True),
    ),
)
REVIEW = Noun(
    "review",  # one check asked of one person
    (
        Field("message", D, indexed=True),
        Field("kind"),  # technical, legal, translation, approval
        Field("asked_of"),
        Field("deputy"),
        Field("asked_by"),
        Field("asked_at", W),
        Field("due_at", W),
        Field("escalated_at", W, is_stamp=True),
        Field("digest", is_stamp=True),  # SHA-256 of what was looked at (domain/message_state.judged_digest)
        Field("verdict", settled_by_people=True),  # passed, sent_back
        Field("by", is_stamp=True),
        Field("typed_by", is_stamp=True),  # who typed it for whoever gave it
        Field("at", W, is_stamp=True),
        Field("remark"),
        Field("exception"),  # why its author approved it alone ("validation exceptionnelle")
    ),
)
CLAIM = Noun(
    "claim",  # an entry that a message rests on; its id is made of both
    (
        Field("message", D, indexed=True),
        Field("entry", D, indexed=True),
        Field("says"),  # what the message claims by it
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
        Field("kept_because"),  # the entry was refuted, and the message stands all the same
        Field("kept_how", is_stamp=True),  # what was known of the entry then: "refuted", or the entry that corrects it
        Field("kept_by", is_stamp=True),
    ),
)
RELEASE = Noun(
    "release",  # a message let out: what was said, word for word
    (
        Field("message", D, indexed=True),
        Field("incident", D, indexed=True),
        Field("number"),  # of the message
        Field("template"),
        Field("audiences", J),
        Field("channels", J),
        Field("texts", J),  # {language: {"title", "body", "brief", "sms"}}
        Field("status"),
        Field("next_at", W),
        Field("digest"),  # SHA-256 of the canonical texts
        Field("approved_by"),
        Field("exception"),
        Field("corrects", D),
        Field("again", D),  # a release of the same message that was known of here
        Field("knew", J),  # [release]: the latest of this incident that were known of here
        Field("claims", J),  # [{"entry", "number", "says"}]: what it rested on
        Field("reason"),
        Field("exercise", B),
        Field("by"),
        Field("at", W),
    ),
    insert_only=True,
)
DOUBLE = Noun(
    "double",  # two releases that knew nothing of each other, and why both stand; its id is made of both
    (
        Field("incident", D, indexed=True),
        Field("one", D),
        Field("other", D),
        Field("texts", goes_out=True),  # never written: what was said stands in the two releases
        Field("reason"),
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
)
SENDING = Noun(
    "sending",  # one try to bring a released message to somebody by one channel: the ledger
    (
        Field("release", D, indexed=True),
        Field("message", D, indexed=True),
        Field("incident", D, indexed=True),
        Field("channel", D, indexed=True),
        Field("audience"),
        Field("recipient"),
        Field("result"),  # domain/messages.Result
        Field("at", W),
        Field("by"),  # who posted it
        Field("proof"),
        Field("proof_sha256"),
        Field("language"),
        Field("remark"),
        Field("attempt", D),  # what was begun and what came of it share it
        Field("recipients", J),  # [address] of one attempt by a sender
        Field("confirms", D),  # the sending that was read back
        Field("answers", J),  # [sending] that somebody saw to be one too many, or to be at odds
        Field("station"),
    ),
    insert_only=True,
)

# Cadence: what was laid down, step by step; when the next message is due follows from it (domain/message_cadence.py)
CADENCE_STEP = Noun(
    "cadence_step",
    (
        Field("incident", D, indexed=True),
        Field("audience"),
        Field("kind"),  # start, every, long, snooze, stop, said, back
        Field("minutes", I),  # from one message to the next
        Field("first_at", W),  # when the first is due, for a start
        Field("until_at", W),  # of a snooze
        Field("reason"),
        Field("by"),
        Field("at", W),
        Field("by_hand", B),  # somebody chose it: the severity does not move it
        Field("of", D),  # the step that is taken back
    ),
    insert_only=True,
)

# Audiences and channels: what this room changed of those that ship, and its own
AUDIENCE = Noun(
    "audience",  # its id is made of the code
    (
        Field("code"),
        Field("names", J),
        Field("rank", I),  # who hears it first; inside never later than outside
        Field("inside", B),
        Field("minutes", J),  # {severity: minutes from one message to the next}, 0 is never
        Field("first_min", J),  # {severity: minutes to the first message}
        Field("channels", J),  # [channel id]
        Field("languages", J),
        Field("owner"),  # function
        Field("retired", B),
    ),
)
CHANNEL = Noun(
    "channel",  # its id is made of its name
    (
        Field("name"),
        Field("kind"),
        Field("needs", J),  # [code of warroom/domain/needs.py]
        Field("audiences", J),
        Field("owner"),  # who posts
        Field("instead", D),  # the channel to use when this one is down
        Field("settings", J),  # addresses, host, port; never a password
        Field("remark"),
        Field("checked_at", W),
        Field("checked_by"),
        Field("works", B),
        Field("retired", B),
    ),
)
STAKEHOLDER = Noun(
    "stakeholder",  # its id is made of its name
    (
        Field("name"),
        Field("audience"),
        Field("key_account", B),
        Field("contact"),
        Field("phone"),
        Field("mail"),
        Field("language"),
        Field("owner"),  # who speaks with them
        Field("influence", I),  # 1 to 3
        Field("concern", I),  # 1 to 3
        Field("expects"),
        Field("remark"),
    ),
)
PRESS_ANSWER = Noun(
    "press_answer",  # the press line, what is asked, how to come back to it, and what is never said
    (
        Field("incident", D, indexed=True),
        Field("kind"),  # line, question, bridge, red_line
        Field("place", I, is_stamp=True),
        Field("language"),
        Field("question"),
        Field("answer", settled_by_people=True),
        Field("sources", J),  # ids of entries
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
        Field("approved_by", is_stamp=True),
        Field("approved_at", W, is_stamp=True),
        Field("approved_words", is_stamp=True),  # SHA-256 of what was approved
    ),
)

# What comes in
INBOUND = Noun(
    "inbound",
    (
        Field("number", is_stamp=True),  # an alert that two stations took in has two
        Field("incident", D, indexed=True),
        Field("audience"),
        Field("from_who"),
        Field("contact"),
        Field("channel"),
        Field("stakeholder", D, indexed=True),
        Field("text"),
        Field("wants", B),  # an answer
        Field("answer_by", W),
        Field("received_at", W, is_stamp=True),
        Field("received_by", is_stamp=True),  # initials
        Field("triaged_at", W, is_stamp=True),
        Field("triaged_by", is_stamp=True),
        Field("triage"),
        Field("given_to"),  # function or person
        Field("sent_back"),  # what is wrong, or why not ours
        Field("sent_back_to"),  # entry: what is wrong in it; triage: why it is not ours
        Field("sent_back_at", W, is_stamp=True),
        Field("sent_back_by", is_stamp=True),
        Field("decided_at", W, is_stamp=True),
        Field("decided_by", is_stamp=True),
        Field("decision", settled_by_people=True),
        Field("answered_at", W, is_stamp=True),
        Field("answered_by", is_stamp=True),
        Field("answer", settled_by_people=True, goes_out=True),
        Field("answered_via"),  # the channel of an answer that was given by voice or by hand
        Field("message", D, indexed=True),  # of ours that answers it
        Field("entry", D),  # the log entry that tells it
        Field("source"),  # "CAP sender,identifier,sent"
        Field("raw", J),
    ),
    number="{prefix}-ME{n:02d}",
)
RUMOUR = Noun(
    "rumour",
    (
        Field("number"),
        Field("incident", D, indexed=True),
        Field("kind"),  # media, social, rumour, call
        Field("text"),
        Field("source"),
        Field("heard_at", W),
        Field("heard_by"),
        Field("reach", I),  # 1 few, 2 many, 3 national
        Field("state", settled_by_people=True),  # to_check, true, false, answered, left
        Field("finding"),
        Field("entry", D),
        Field("message", D),  # that answers it
        Field("by", is_stamp=True),
        Field("at", W, is_stamp=True),
    ),
    number="{prefix}-RU{n:02d}",
)
PROMISE = Noun(
    "promise",
    (
        Field("number"),
        Field("incident", D, indexed=True),
        Field("to_whom"),
        Field("audience"),
        Field("text"),
        Field("owner"),
        Field("made_at", W),
        Field("made_by"),
        Field("due_at", W),
        Field("source", D),  # the message, incoming message, entry or call in which it was made
        Field("source_noun"),
        Field("state", settled_by_people=True),  # open, kept, broken, released
        Field("closed_at", W, is_stamp=True),
        Field("closed_by", is_stamp=True),
        Field("remark"),
    ),
    number="{prefix}-PR{n:02d}",
)

OF_MESSAGES = (
    TEMPLATE, WORDING, WORDING_VERSION, MESSAGE, MESSAGE_TEXT, REVIEW, CLAIM, RELEASE, DOUBLE, SENDING, CADENCE_STEP,
    AUDIENCE, CHANNEL, STAKEHOLDER, PRESS_ANSWER, INBOUND, RUMOUR, PROMISE,
)  # fmt: skip
