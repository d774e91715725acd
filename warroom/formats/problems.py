"""Problems: what a reader may have to say about a record, each with a stable code and a sentence people understand."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from warroom.words import N_, _


class Problem(StrEnum):
    """Why a record is flagged (it comes in, marked) or refused (it stays out)."""

    # Times
    UNREADABLE_TIME = "unreadable-time"
    IMPOSSIBLE_DATE = "impossible-date"
    IMPOSSIBLE_YEAR = "impossible-year"
    TIME_WITHOUT_DATE = "time-without-date"
    DATE_WITHOUT_TIME = "date-without-time"
    MISSING_TIME = "missing-time"
    LOCAL_TIME_SKIPPED = "local-time-skipped"
    LOCAL_TIME_TWICE = "local-time-twice"
    RESOLVED_BEFORE_START = "resolved-before-start"
    END_BEFORE_START = "end-before-start"
    UPDATE_BEFORE_START = "update-before-start"
    RESOLVED_WITHOUT_TIME = "resolved-without-time"
    # Text
    CONTROL_CHARACTERS = "control-characters"
    BIDI_REMOVED = "bidi-removed"
    HIDDEN_CHARACTERS = "hidden-characters"
    BROKEN_CHARACTERS = "broken-characters"
    TEXT_CUT = "text-cut"
    # Content
    NO_TITLE = "no-title"
    NO_TEXT = "no-text"
    UNKNOWN_SEVERITY = "unknown-severity"
    UNKNOWN_STATUS = "unknown-status"
    DRAFT = "draft"
    ABOVE_HEADER = "above-header"
    FEWER_CELLS = "fewer-cells"
    MORE_CELLS = "more-cells"
    # Records of VERIS
    VERIS_MISSING = "veris-missing"
    VERIS_EMPTY = "veris-empty"
    VERIS_UNKNOWN = "veris-unknown"
    VERIS_TWICE = "veris-twice"
    VERIS_VALUE = "veris-value"
    VERIS_FORM = "veris-form"
    VERIS_PART_OF_DATE = "veris-part-of-date"
    # Whole records
    NOT_JSON = "not-json"
    NOT_A_RECORD = "not-a-record"
    NO_ID = "no-id"
    SAME_ID = "same-id"
    BAD_UPDATE = "bad-update"
    UNCLOSED_QUOTE = "unclosed-quote"
    CELL_TOO_LONG = "cell-too-long"
    TOO_MANY_CELLS = "too-many-cells"
    # People
    CARD_NOT_CLOSED = "card-not-closed"
    OUTSIDE_CARD = "outside-card"
    FOLDED_WRONGLY = "folded-wrongly"
    LINE_NOT_UNDERSTOOD = "line-not-understood"
    CHARSET_GUESSED = "charset-guessed"
    TOO_MANY_VALUES = "too-many-values"
    PICTURE_LEFT_OUT = "picture-left-out"
    NAME_TAKEN_FROM = "name-taken-from"
    NO_NAME = "no-name"
    NOT_A_PERSON = "not-a-person"
    SAME_CARD = "same-card"
    NOT_A_NUMBER = "not-a-number"
    NOT_AN_ADDRESS = "not-an-address"
    NAMESAKE = "namesake"
    KEPT_OURS = "kept-ours"
    ERASED_PERSON = "erased-person"
    NEEDS_EYES = "needs-eyes"
    # Alerts
    ALERT_VERSION = "alert-version"
    ALERT_NAMESPACE = "alert-namespace"
    ALERT_LEADING_SPACE = "alert-leading-space"
    ALERT_PREFIX_UNKNOWN = "alert-prefix-unknown"
    ALERT_AFTER_THE_END = "alert-after-the-end"
    ALERT_FLAT = "alert-flat"
    ALERT_MISSING = "alert-missing"
    ALERT_UNKNOWN_VALUE = "alert-unknown-value"
    ALERT_BAD_IDENTIFIER = "alert-bad-identifier"
    ALERT_BAD_REFERENCE = "alert-bad-reference"
    ALERT_TIME = "alert-time"
    ALERT_ZONE = "alert-zone"
    ALERT_TIME_FORM = "alert-time-form"
    ALERT_SIGNED = "alert-signed"
    ALERT_SUMMARY = "alert-summary"
    ALERT_NOT_ACTUAL = "alert-not-actual"
    ALERT_CUT = "alert-cut"
    ALERT_AREA_CUT = "alert-area-cut"
    ALERT_MARKUP = "alert-markup"
    ALERT_DIFFERS = "alert-differs"
    ALERT_NO_IDENTITY = "alert-no-identity"
    ALERT_NO_SENT = "alert-no-sent"
    ALERT_DRAFT = "alert-draft"
    ALERT_SAYS_NOTHING = "alert-says-nothing"
    ALERT_POINTER = "alert-pointer"
    ALERT_NONE_IN_ENTRY = "alert-none-in-entry"
    ALERT_TOO_MANY = "alert-too-many"
    ALERT_EXERCISE_IN_REAL = "alert-exercise-in-real"
    ALERT_REAL_IN_EXERCISE = "alert-real-in-exercise"


_SENTENCES = {
    Problem.UNREADABLE_TIME: N_("The time “{detail}” cannot be read."),
    Problem.IMPOSSIBLE_DATE: N_("The date or time “{detail}” does not exist."),
    Problem.IMPOSSIBLE_YEAR: N_("The year of “{detail}” cannot be right."),
    Problem.TIME_WITHOUT_DATE: N_("“{detail}” is a time without a date."),
    Problem.DATE_WITHOUT_TIME: N_("“{detail}” is a date without a time; midnight was taken."),
    Problem.MISSING_TIME: N_("No time is given."),
    Problem.LOCAL_TIME_SKIPPED: N_("“{detail}” does not exist: the clocks went forward then."),
    Problem.LOCAL_TIME_TWICE: N_("“{detail}” happened twice, as the clocks went back; the first was taken."),
    Problem.RESOLVED_BEFORE_START: N_("Resolved before it started ({detail})."),
    Problem.END_BEFORE_START: N_("It ends before it starts ({detail})."),
    Problem.UPDATE_BEFORE_START: N_("An update is older than the start ({detail})."),
    Problem.RESOLVED_WITHOUT_TIME: N_("Resolved, but the time is not given."),
    Problem.CONTROL_CHARACTERS: N_("Control characters were removed."),
    Problem.BIDI_REMOVED: N_("Characters that reverse the reading direction were removed."),
    Problem.HIDDEN_CHARACTERS: N_("Invisible characters were removed."),
    Problem.BROKEN_CHARACTERS: N_("Broken characters were replaced by �."),
    Problem.TEXT_CUT: N_("The text was too long and was cut ({detail} characters)."),
    Problem.NO_TITLE: N_("It has no title."),
    Problem.NO_TEXT: N_("There is no text."),
    Problem.UNKNOWN_SEVERITY: N_("The severity “{detail}” is not known."),
    Problem.UNKNOWN_STATUS: N_("The status “{detail}” is not known."),
    Problem.DRAFT: N_("It is marked as a draft."),
    Problem.ABOVE_HEADER: N_("A line above the table was left out: “{detail}”."),
    Problem.FEWER_CELLS: N_("The row has fewer cells than there are columns ({detail})."),
    Problem.MORE_CELLS: N_("The row has more cells than there are columns ({detail})."),
    Problem.VERIS_MISSING: N_("What VERIS demands is missing: {detail}."),
    Problem.VERIS_EMPTY: N_("It is there and empty: {detail}."),
    Problem.VERIS_UNKNOWN: N_("VERIS has no field of this name: {detail}."),
    Problem.VERIS_TWICE: N_("The same value stands there twice: {detail}."),
    Problem.VERIS_VALUE: N_("It is no value of VERIS: {detail}."),
    Problem.VERIS_FORM: N_("It is not written as VERIS demands: {detail}."),
    Problem.VERIS_PART_OF_DATE: N_("Only a part of the date is given (“{detail}”); its first day was taken."),
    Problem.NOT_JSON: N_("The line is not valid JSON ({detail})."),
    Problem.NOT_A_RECORD: N_("The line is not an incident."),
    Problem.NO_ID: N_("The incident has no identifier."),
    Problem.SAME_ID: N_("The identifier “{detail}” is already in this file."),
    Problem.BAD_UPDATE: N_("An update of the incident cannot be read ({detail})."),
    Problem.UNCLOSED_QUOTE: N_("A quotation mark is opened and never closed."),
    Problem.CELL_TOO_LONG: N_("A cell is too long."),
    Problem.TOO_MANY_CELLS: N_("The row has too many cells."),
    Problem.CARD_NOT_CLOSED: N_("The card is not closed (END:VCARD is missing); it was read up to the next one."),
    Problem.OUTSIDE_CARD: N_("A line outside the cards was left out: “{detail}”."),
    Problem.FOLDED_WRONGLY: N_("Lines were broken the wrong way; they were joined again."),
    Problem.LINE_NOT_UNDERSTOOD: N_("A line was not understood and left out: “{detail}”."),
    Problem.CHARSET_GUESSED: N_("The letters are not UTF-8 and no charset is named; {detail} was taken."),
    Problem.TOO_MANY_VALUES: N_("There are too many values; the first {detail} were read."),
    Problem.PICTURE_LEFT_OUT: N_("A picture, a sound or a key was left out: it reaches nobody."),
    Problem.NAME_TAKEN_FROM: N_("The person has no name; “{detail}” was taken for it."),
    Problem.NO_NAME: N_("The person has no name, and nothing to call them by."),
    Problem.NOT_A_PERSON: N_("It is a {detail}, not a person."),
    Problem.SAME_CARD: N_("The same person stands in this file twice; the two were joined."),
    Problem.NOT_A_NUMBER: N_(
        "“{detail}” cannot be dialled from here as it is written; it was kept, among the other ways."
    ),
    Problem.NOT_AN_ADDRESS: N_("“{detail}” is no e-mail address; it was kept, among the other ways."),
    Problem.NAMESAKE: N_("Somebody else has the same name; this person is called “{detail}” here."),
    Problem.KEPT_OURS: N_("What people checked or wrote here was kept; the file says otherwise of: {detail}."),
    Problem.ERASED_PERSON: N_("Somebody of this name was erased from this room on request."),
    Problem.NEEDS_EYES: N_("Two stations wrote different values, which somebody must settle first: {detail}."),
    Problem.ALERT_VERSION: N_("It is written in version {detail} of CAP."),
    Problem.ALERT_NAMESPACE: N_("Its namespace is not that of CAP (“{detail}”); it was read all the same."),
    Problem.ALERT_LEADING_SPACE: N_("Something stood before the beginning of the file; it was left out."),
    Problem.ALERT_PREFIX_UNKNOWN: N_("Its names use a prefix that is explained nowhere; they were read without it."),
    Problem.ALERT_AFTER_THE_END: N_("Something stood after the end of the file (line {detail}); it was left out."),
    Problem.ALERT_FLAT: N_("What it says stands outside the part that CAP has for it; it was read all the same."),
    Problem.ALERT_MISSING: N_("What CAP demands is missing: {detail}."),
    Problem.ALERT_UNKNOWN_VALUE: N_("It says what CAP does not know: {detail}."),
    Problem.ALERT_BAD_IDENTIFIER: N_(
        "Its identifier holds signs that CAP forbids (“{detail}”): other alerts can hardly refer to it."
    ),
    Problem.ALERT_BAD_REFERENCE: N_("It refers to another alert in a way that cannot be read: “{detail}”."),
    Problem.ALERT_TIME: N_("A time cannot be read and was left out: {detail}."),
    Problem.ALERT_ZONE: N_("A time names no zone; UTC was taken: {detail}."),
    Problem.ALERT_TIME_FORM: N_("A time is not written as CAP demands, and was read: {detail}."),
    Problem.ALERT_SIGNED: N_(
        "It is signed; the signature was not checked, as nobody gave this room the sender’s certificate."
    ),
    Problem.ALERT_SUMMARY: N_(
        "It is only a summary in a feed; the whole alert stands elsewhere ({detail}), and no address was followed."
    ),
    Problem.ALERT_NOT_ACTUAL: N_("It is no real alert; its sender says: {detail}."),
    Problem.ALERT_CUT: N_("There was too much of it; what is beyond the limit was left out: {detail}."),
    Problem.ALERT_AREA_CUT: N_("The outline of an area has many points; a box around it was kept ({detail})."),
    Problem.ALERT_MARKUP: N_("Marks of web pages in its texts were made plain text."),
    Problem.ALERT_DIFFERS: N_(
        "The same alert is here with other words; what is here stays. Ask the sender which is right."
    ),
    Problem.ALERT_NO_IDENTITY: N_("It cannot be told apart from others: {detail} is missing."),
    Problem.ALERT_NO_SENT: N_("When it was sent cannot be read (“{detail}”): nobody could say how old it is."),
    Problem.ALERT_DRAFT: N_("It is a draft; its sender asks not to act on it."),
    Problem.ALERT_SAYS_NOTHING: N_("It says nothing: neither what happens nor that another alert ends."),
    Problem.ALERT_POINTER: N_("It only points to an alert that stands elsewhere ({detail}); fetch that and import it."),
    Problem.ALERT_NONE_IN_ENTRY: N_("This entry of the feed holds no alert."),
    Problem.ALERT_TOO_MANY: N_("There are more than {detail} alerts in the file; the rest was left out."),
    Problem.ALERT_EXERCISE_IN_REAL: N_("It is an exercise, and the incident is real: the two never mix."),
    Problem.ALERT_REAL_IN_EXERCISE: N_("It is real, and the incident is an exercise: the two never mix."),
}

_LONGEST_DETAIL = 80


@dataclass(frozen=True, slots=True)
class Flag:
    """One problem of one record, with the offending text when there is one."""

    problem: Problem
    detail: str = ""

    @property
    def reason(self) -> str:
        """The sentence, in the language spoken now."""
        detail = self.detail if len(self.detail) <= _LONGEST_DETAIL else self.detail[: _LONGEST_DETAIL - 1] + "…"
        return _(_SENTENCES[self.problem]).format(detail=detail)
