"""The tests are tested: a fault put into the merge on purpose makes one of them fail."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.warroom.sync.mutants import MUTANTS, Mutant, caught_by, tree

TRIED = MUTANTS if os.environ.get("WARROOM_MUTANTS") == "all" else [mutant for mutant in MUTANTS if mutant.is_quick]


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tree(tmp_path_factory.mktemp("mutants") / "tree")


@pytest.mark.thorough
@pytest.mark.timeout(600)
@pytest.mark.parametrize("mutant", TRIED, ids=lambda mutant: mutant.name)
def test_that_a_fault_put_in_on_purpose_is_caught(where: Path, mutant: Mutant) -> None:
    caught = caught_by(mutant, where)
    print(f"{mutant.name}: {caught}")
    assert caught
    assert not caught.startswith("(")


def test_that_every_fault_can_still_be_put_in(where: Path) -> None:
    for mutant in MUTANTS:
        text = (where / "warroom" / mutant.file).read_text(encoding="utf-8")
        assert mutant.old in text, mutant.name
