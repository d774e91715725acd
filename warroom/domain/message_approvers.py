"""Who is expected to approve a message: the functions its template names, and who holds them (doctrine §7.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.cells import Function


@dataclass(frozen=True, slots=True)
class Approver:
    """A function whose holder or deputy approves; both "" where nobody holds it."""

    code: str
    holder: str = ""
    deputy: str = ""

    @property
    def said(self) -> str:
        """`DIR (Inès Roy)`, or `DIR` where nobody holds it."""
        name = self.holder or self.deputy
        return f"{self.code} ({name})" if name else self.code


def approvers_of(codes: Iterable[str], functions: Iterable[Function]) -> tuple[Approver, ...]:
    """The functions of these codes, in their order, with who holds them in a cell."""
    held = {each.code: each for each in functions}
    found = []
    for code in dict.fromkeys(codes):
        seat = held.get(code)
        found.append(Approver(code, seat.holder, seat.deputy) if seat is not None else Approver(code))
    return tuple(found)


def is_expected(name: str, approvers: Iterable[Approver]) -> bool:
    """Whether somebody holds one of the functions, or stands in for it; anybody may where no function is named."""
    asked = tuple(approvers)
    known = " ".join(name.split()).casefold()
    return not asked or any(known and known in (each.holder.casefold(), each.deputy.casefold()) for each in asked)


def approvers_said(approvers: Iterable[Approver]) -> str:
    """`DIR (Inès Roy), JUR`."""
    return ", ".join(each.said for each in approvers)
