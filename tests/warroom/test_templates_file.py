"""Files of templates that somebody else wrote: read whole, or refused with what is wrong; nothing is ever run."""

from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.builders import a_room
from warroom.commands import ImportTemplates
from warroom.errors import Refusal
from warroom.formats.templates_file import LARGEST, read_templates, write_templates
from warroom.storage.template_book import shipped


def a_file(**changed: Any) -> bytes:
    document = yaml.safe_load(write_templates([shipped().templates["T03"]]))
    document["templates"][0] |= copy.deepcopy(changed)
    return str(yaml.safe_dump(document, allow_unicode=True)).encode()


def test_that_what_is_written_is_read_back() -> None:
    every = tuple(shipped().templates.values())
    data = write_templates(every)
    assert len(data) * 8 < LARGEST
    assert [item.code for item in read_templates(data)] == [item.code for item in every]


@pytest.mark.parametrize("field", ["code", "names", "audiences", "channels", "reviews", "status", "wordings"])
@pytest.mark.parametrize(
    "value", [5, True, ["a", ["b"]], {"a": 1}, {1: 2}, [[[]]], "../../x", "x" * 30_000, {"fr": {"body": "{a{b"}}]
)
def test_that_no_field_of_another_shape_gets_in(field: str, value: Any) -> None:
    with pytest.raises(Refusal) as found:
        read_templates(a_file(**{field: value}))
    assert found.value.code == "templates-unreadable"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe",
        b"a: &a [x,x]\nb: [*a,*a]",
        b"!!python/object/apply:os.system ['true']",
        b"<<: {a: 1}",
        b"[" * 50_000,
        b"---\na\n" * 40_000,
        b"a: " + b"9" * 5_000,
        b"format: 2026-99-99",
        b"a: " + b"b " * LARGEST,
    ],
)
def test_that_bombs_tags_and_depth_are_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as found:
        read_templates(data)
    assert found.value.code == "templates-unreadable"


def test_that_no_text_of_a_file_is_run() -> None:
    wordings = {"fr": {"title": "T", "body": "{{ ''.__class__ }}{% for i in range(9) %}"}}
    with pytest.raises(Refusal):
        read_templates(a_file(wordings=wordings))


def test_that_a_file_makes_nothing_approved_in_advance(tmp_path: Path) -> None:
    with a_room(tmp_path) as room:
        room.do(ImportTemplates(templates=read_templates(a_file(code="M77", preapproved=True)))).result()
        brought = room.views.template_book().get("M77")
        assert brought is not None
        assert not brought.preapproved
