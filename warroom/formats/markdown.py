"""Markdown: markup taken off a text so that it reads well as plain text, with every word and address kept."""

from __future__ import annotations

import html
import re

_IMAGE = re.compile(r"!\[([^\[\]\n]{0,500})\]\(([^()\s]{1,2000})\)")
_LINK = re.compile(r"\[([^\[\]\n]{1,500})\]\(([^()\s]{1,2000})\)")
_ADDRESS = re.compile(r"<((?:https?|mailto|ftp):[^<>\s]{1,2000})>")
_STRUCK = re.compile(r"</?(?:strike|s|del)>", re.IGNORECASE)
_BREAK = re.compile(r"<br\s{0,4}/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][A-Za-z0-9]{0,20}(?:\s[^<>]{0,500})?/?>")
_STRONG = re.compile(r"(\*{1,3})(?=\S)([^*\n]{1,2000}?)(?<=\S)\1")
_UNDERLINED = re.compile(r"(?<![\w_])(_{1,3})(?=[^\s_])([^_\n]{1,2000}?)(?<=[^\s_])\1(?![\w_])")
_CODE = re.compile(r"(`{1,2})([^`\n]{1,2000})\1")
_HEADING = re.compile(r"#{1,6}[ \t]+")
_FENCE = re.compile(r"[ \t]{0,3}(?:```|~~~)")


def split_comments(text: str) -> tuple[str, list[str]]:
    """The text with its HTML comments blanked out (line numbers stay), and what the comments said."""
    kept: list[str] = []
    comments: list[str] = []
    place = 0
    while (begin := text.find("<!--", place)) >= 0 and (end := text.find("-->", begin + 4)) >= 0:
        comment = text[begin + 4 : end]
        kept.append(text[place:begin] + "\n" * comment.count("\n"))
        comments.append(comment.strip())
        place = end + 3
    kept.append(text[place:])
    return "".join(kept), [comment for comment in comments if comment]


def is_fence(line: str) -> bool:
    """Whether the line opens or closes a block of code."""
    return _FENCE.match(line) is not None


def plain(text: str) -> str:
    """The text without its markup; the inside of a code block is left alone."""
    lines: list[str] = []
    in_code = False
    for line in text.split("\n"):
        if is_fence(line):
            in_code = not in_code
            continue
        lines.append(line if in_code else _plain_line(line))
    return "\n".join(lines).strip()


def _plain_line(line: str) -> str:
    line = _HEADING.sub("", line, count=1) if line.startswith("#") else line
    line = _IMAGE.sub(lambda match: f"{match[1]} ({match[2]})".strip(), line)
    line = _LINK.sub(lambda match: match[2] if match[1] == match[2] else f"{match[1]} ({match[2]})", line)
    line = _ADDRESS.sub(r"\1", line)
    line = _STRUCK.sub("~~", line)
    line = _BREAK.sub("\n", line)
    line = _TAG.sub("", line)
    line = _CODE.sub(r"\2", line)
    line = _STRONG.sub(r"\2", line)
    line = _UNDERLINED.sub(r"\2", line)
    return html.unescape(line).rstrip()
