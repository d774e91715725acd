"""Where stakeholders stand: how much they can do against how much it touches them, on nine fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from warroom.domain.channels import Stakeholder
from warroom.domain.press import WEIGHTS


@dataclass(frozen=True, slots=True)
class Placed:
    """One of them with the number that the drawing shows; without weights they stand in the list alone."""

    number: int
    stakeholder: Stakeholder

    @property
    def field(self) -> tuple[int, int] | None:
        """Influence and concern, both 1 to 3; None when somebody has not weighed them yet."""
        influence, concern = self.stakeholder.influence, self.stakeholder.concern
        if influence not in WEIGHTS or concern not in WEIGHTS:
            return None
        return influence, concern


def placed(found: Iterable[Stakeholder]) -> list[Placed]:
    """The most pressing first: high influence and high concern, key accounts before others; then by name."""
    ordered = sorted(found, key=_rank)
    return [Placed(number, one) for number, one in enumerate(ordered, 1)]


def fields_of(found: Iterable[Placed]) -> dict[tuple[int, int], list[Placed]]:
    """Who stands in each of the nine fields."""
    fields: dict[tuple[int, int], list[Placed]] = {(i, c): [] for i in WEIGHTS for c in WEIGHTS}
    for one in found:
        if one.field is not None:
            fields[one.field].append(one)
    return fields


def _rank(one: Stakeholder) -> tuple[int, bool, str, str]:
    is_weighed = one.influence in WEIGHTS and one.concern in WEIGHTS
    weight = (one.influence or 0) * (one.concern or 0) if is_weighed else 0
    return -weight, not one.key_account, one.name.casefold(), one.id
