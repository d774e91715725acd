"""Those who are called out and their tries as a command reads them: rows into values, as they stand together."""

from __future__ import annotations

import enum
from typing import Any, TypeVar

import orjson

from warroom.domain.answers import as_it_stands
from warroom.domain.ids import PersonId, RecordId
from warroom.domain.mobilisation import Call, Callee, CalleeState, CallResult
from warroom.storage.books import Books, Row

Member = TypeVar("Member", bound=enum.Enum)


def standing(books: Books, row: Row) -> Callee:
    """Somebody called out, as every try says together."""
    return as_it_stands(_callee(row), tries_of(books, row["id"]))


def all_called(books: Books, mobilisation: str) -> list[Callee]:
    """Everybody whom a mobilisation calls, as they stand."""
    return [standing(books, row) for row in books.where("callee", mobilisation=mobilisation)]


def tries_of(books: Books, callee: str) -> list[Call]:
    """Every try to reach somebody, those taken back too."""
    return [_call(row) for row in books.where("call", callee=callee) if row["at"] is not None]


def _callee(row: Row) -> Callee:
    why = orjson.loads(row["why"]) if isinstance(row["why"], str) and row["why"] else []
    return Callee(
        id=RecordId(row["id"]),
        mobilisation=RecordId(row["mobilisation"] or ""),
        person=PersonId(row["person"] or ""),
        code=row["code"] or "",
        why=tuple(item for item in why if isinstance(item, dict)) if isinstance(why, list) else (),
        rank=row["rank"] or 0,
        caller=RecordId(row["caller"] or ""),
        deputy=RecordId(row["deputy"] or ""),
        state=_known(CalleeState, row["state"], CalleeState.TO_CALL),
        eta_at=row["eta_at"],
        called_at=row["called_at"],
        acknowledged_at=row["acknowledged_at"],
        arrived_at=row["arrived_at"],
        escalated_at=row["escalated_at"],
        escalated_from=RecordId(row["escalated_from"] or ""),
        remark=row["remark"] or "",
    )


def _call(row: Row) -> Call:
    return Call(
        id=RecordId(row["id"]),
        callee=RecordId(row["callee"] or ""),
        person=RecordId(row["person"] or ""),
        reach=RecordId(row["reach"] or ""),
        by=row["by"] or "",
        at=row["at"],
        result=_known(CallResult, row["result"], CallResult.NO_ANSWER),
        eta_at=row["eta_at"],
        takes_back=RecordId(row["takes_back"] or ""),
        remark=row["remark"] or "",
    )


def _known(kind: type[Member], value: Any, otherwise: Member) -> Member:
    try:
        return kind(value)
    except ValueError:
        return otherwise
