"""What a corrective action may hold, what it belongs to, and how it is told in the log of its crisis."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from warroom.commands.corrective_words import corrective_state_word
from warroom.commands.entries import write_automatic
from warroom.domain.corrective_state import PRIORITIES
from warroom.domain.correctives import CorrectiveState
from warroom.domain.nouns import NOUNS
from warroom.errors import Refusal
from warroom.storage.books import Books, Row, unknown
from warroom.words import _

MOST = {"text": 2_000, "finding": 4_000, "proof": 4_000, "remark": 2_000}  # characters; a name or a word has NAME_MOST
NAME_MOST = 300
NAMES_MOST = 40
EVIDENCE_MOST = 60
EVIDENCE = re.compile(r"(?P<noun>[a-z_]{2,40}) (?P<record>[0-9a-f]{32})\Z")


def unfinished(books: Books, reference: str) -> Row:
    """An action that is neither verified nor dropped. Raises Refusal `corrective-over`."""
    row = books.get("corrective", reference)
    state = state_of(row)
    if state.is_over and not books.is_disputed("corrective", row["id"], "state"):
        raise Refusal(
            "corrective-over",
            _("Action {number} is {state}.").format(number=row["number"], state=corrective_state_word(state)),
            safe=_("Nothing was changed."),
            todo=_("Take it up again with a reason first."),
        )
    return row


def state_of(row: Mapping[str, Any]) -> CorrectiveState:
    return CorrectiveState(row["state"]) if row["state"] in list(CorrectiveState) else CorrectiveState.OPEN


def of_plan(books: Books, incident: str, rex: str, cause: str) -> tuple[Row, str, str]:
    """The incident, the review ("" for none) and the cause of an action. Refusal where one is another crisis's."""
    review = books.get("rex", rex) if rex.strip() else None
    sought = incident.strip() or (review["incident"] if review is not None else "")
    if not sought:
        raise Refusal("corrective-of-nothing", _("Of which incident?"), safe=_("Nothing was changed."))
    leads = books.get("incident", sought)
    covered = {leads["id"]}
    if review is not None:
        covered |= {review["incident"], *listed(review["others"])}
        if leads["id"] not in {review["incident"], *listed(review["others"])}:
            raise _elsewhere(review["number"], leads["number"])
    found = books.get("cause", cause) if cause.strip() else None
    if found is not None and found["incident"] not in covered:
        raise _elsewhere(found["number"], leads["number"])
    return leads, review["id"] if review is not None else "", found["id"] if found is not None else ""


def priority_of(priority: int) -> int:
    """A priority from 1 to 4. Raises Refusal."""
    if priority not in PRIORITIES:
        raise Refusal("priority-unknown", _("A priority is 1, 2, 3 or 4."), safe=_("Nothing was changed."))
    return priority


def capped(text: str, name: str = "") -> str:
    """A text as it is kept; names and words lie on one line. Raises Refusal for one that is too long."""
    most = MOST.get(name, NAME_MOST)
    cleaned = text.strip() if name in MOST else " ".join(text.split())
    if len(cleaned) > most:
        raise Refusal(
            "corrective-too-long",
            _("This is longer than {most} characters.").format(most=most),
            safe=_("Nothing was changed; your text is still there."),
            todo=_("Shorten it, or attach it as a file."),
        )
    return cleaned


def cleaned_names(names: Iterable[str]) -> list[str]:
    """Names without blanks and doubles, in the order given."""
    found = dict.fromkeys(name for each in names if (name := capped(each)))
    return list(found)[:NAMES_MOST]


def checked_evidence(books: Books, evidence: Sequence[str]) -> list[str]:
    """Proofs as they are kept, "noun id" each. Raises Refusal for what is no record of this room."""
    found: list[str] = []
    for each in evidence[:EVIDENCE_MOST]:
        parts = EVIDENCE.match(each.strip())
        noun, record = (parts["noun"], parts["record"]) if parts is not None else ("", "")
        if noun not in NOUNS or books.any_row(noun, record) is None:
            raise unknown(noun if noun in NOUNS else "entry", record[-8:] or each[:40])
        found.append(f"{noun} {record}")
    return list(dict.fromkeys(found))


def tell_of(books: Books, row: Mapping[str, Any], sentence: str, what: str, **params: Any) -> None:
    """Tell it in the log of the action's incident, closed or not."""
    incident = books.any_row("incident", row["incident"] or "0" * 32)
    if incident is None:
        return
    said = {"corrective": row["number"], "record": row["id"], "pilot": row["pilot"], **params}
    kept = {name: value for name, value in said.items() if value not in (None, "")}
    write_automatic(books, incident, sentence, code=f"corrective-{what}", params=kept)


def listed(value: Any) -> list[str]:
    """The texts of a list as a row holds it."""
    import orjson

    try:
        found = orjson.loads(value) if isinstance(value, str) and value else value
    except orjson.JSONDecodeError:
        return []
    return [str(each) for each in found] if isinstance(found, list) else []


def _elsewhere(number: str, incident: str) -> Refusal:
    return Refusal(
        "corrective-elsewhere",
        _("{number} is not about incident {incident}.").format(number=number, incident=incident),
        safe=_("Nothing was changed; your text is still there."),
        todo=_("Check the number."),
    )
