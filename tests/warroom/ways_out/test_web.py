"""Pages for others to keep: HTML and Markdown in which nothing runs and nothing means more than it says."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from tests.warroom.ways_out.released import FR, a_release
from warroom.reports.ways_out.said import said_in
from warroom.reports.ways_out.web import html_page, markdown_page

HOSTILE = "<script>alert(1)</script> <img src=x onerror=y> & “ok” \u202e [lien](javascript:x) `code` *gras* # non | a"


class Tags(HTMLParser):
    """Every tag of a page, and the text in it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


@pytest.mark.parametrize("exercise", [False, True])
def test_a_page_says_the_message_its_hour_and_when_the_next_one_comes(exercise: bool) -> None:
    release = a_release(exercise=exercise)
    french = said_in(release)[0]
    page = Tags(html_page(release, french, at="23 nov. 2026 12:02 (UTC+1)", next_at="12:30 (UTC+1)").decode())
    assert french.title in page.text
    assert "12:02 (UTC+1)" in page.text
    assert "12:30 (UTC+1)" in page.text
    assert all(line in page.text for line in french.body.splitlines())
    assert ("Rien dans ce document n’est réel" in page.text) is exercise


def test_hostile_text_is_text_in_both() -> None:
    release = a_release(texts={"fr": {**FR, "title": HOSTILE, "body": f"{HOSTILE}\n\n- liste\n1. un\n# titre"}})
    french = said_in(release)[0]
    page = Tags(html_page(release, french, at="x", next_at="").decode())
    assert set(page.tags) <= {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "main",
        "p",
        "h1",
        "strong",
        "footer",
        "br",
    }
    assert "<script>" in page.text
    assert "‹U+202E›" in page.text
    said = markdown_page(release, french, at="x", next_at="").decode()
    assert "<script>" not in said.replace("\\<script\\>", "")
    assert r"\[lien\](javascript:x)" in said
    assert r"\- liste" in said
    assert r"1\. un" in said
    assert r"\# titre" in said
    assert [line for line in said.splitlines() if line.startswith("#")] == [said.splitlines()[0]]
