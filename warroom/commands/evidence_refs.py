"""What something rests on: references that people give, as records keep them ("noun id")."""

from __future__ import annotations

from collections.abc import Iterable

from warroom.domain.belonging import incident_of
from warroom.errors import Refusal
from warroom.storage.books import Books, Row
from warroom.words import _

MOST = 100
# What a statement, a figure, a cause or a proof may rest on.
NOUNS_OF_EVIDENCE = (
    "entry", "message", "release", "decision", "action", "hypothesis", "attachment", "point", "inbound", "rumour",
    "impact", "service", "cause", "barrier", "figure", "affected", "corrective", "lesson", "submission", "mobilisation",
    "template",
)  # fmt: skip


def evidence_kept(books: Books, said: Iterable[str], *, exercise: bool) -> tuple[str, ...]:
    """References (`entry A-0042`, or with an id) as they are kept, each once, in the order given.

    Raises Refusal for a noun that is no evidence, a record that is not here, one of the other mode, or too many.
    """
    kept: dict[str, None] = {}
    for reference in said:
        noun, _space, record = " ".join(reference.split()).partition(" ")
        if noun not in NOUNS_OF_EVIDENCE or not record:
            raise Refusal(
                "evidence-unknown",
                _("“{reference}” names nothing that can be evidence.").format(reference=reference.strip()[:80]),
                safe=_("Nothing was changed."),
                todo=_("Name an entry, a message, a decision, an action, a hypothesis or a file."),
            )
        row = books.get(noun, record)
        if is_exercise(books, noun, row) is (not exercise):
            raise modes_mixed()
        kept[f"{noun} {row['id']}"] = None
    if len(kept) > MOST:
        raise Refusal(
            "evidence-many",
            _("One statement rests on {n} pieces of evidence at most.").format(n=MOST),
            safe=_("Nothing was changed."),
        )
    return tuple(kept)


def is_exercise(books: Books, noun: str, row: Row) -> bool | None:
    """Whether a record belongs to an exercise; that of a record of no incident is of both."""
    if "exercise" in row:
        return bool(row["exercise"])
    owner = incident_of(noun, row, books.any_row)
    found = books.any_row("incident", owner) if owner else None
    return bool(found["exercise"]) if found else None


def modes_mixed() -> Refusal:
    return Refusal(
        "modes-mixed",
        _("One of them is an exercise, the other is not: they are never mixed."),
        safe=_("Nothing was changed."),
    )
