"""A message for a page that others keep: an HTML and a Markdown file a language, nothing fetched, nothing run."""

from __future__ import annotations

import html
import re

from warroom.domain.messages import Release
from warroom.reports.visible import shown
from warroom.reports.ways_out.said import SaidIn, reference_of
from warroom.words import _, speaking

MEANT = re.compile(r"([\\`*_\[\]<>#|&~])")
LEADS = re.compile(r"^([ \t]*)([-+=]|\d+[.)])(?=\s)", re.MULTILINE)
STYLE = (
    "body{font:1.1rem/1.5 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#14181F;"
    "background:#FFF}h1{font-size:1.6rem;line-height:1.25}footer{color:#5B6573;font-size:.9rem}"
    ".exercise{background:#6B3FA0;color:#FFF;padding:.5rem .75rem;font-weight:600}"
)


def html_page(release: Release, said: SaidIn, *, at: str, next_at: str) -> bytes:
    """The page of one language. `at` and `next_at` are times in words, with their zone; no `next_at`, no line of it."""
    with speaking(said.language):
        exercise = _("This is an exercise. Nothing in this document is real.") if release.exercise else ""
        published = _("Published {time}").format(time=at)
        follows = _("Next message: {time}").format(time=next_at) if next_at else ""
        reference = _("Message {reference}").format(reference=reference_of(release))
    paragraphs = [part for part in shown(said.body).split("\n\n") if part.strip()]
    body = "\n".join(
        "<p>" + "<br>".join(html.escape(line) for line in part.splitlines()) + "</p>" for part in paragraphs
    )
    title = html.escape(shown(said.title))
    lines = [
        "<!DOCTYPE html>",
        f'<html lang="{said.language}">',
        '<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        f"<title>{title}</title><style>{STYLE}</style></head>",
        "<body><main>",
        f'<p class="exercise">{html.escape(exercise)}</p>' if exercise else "",
        f"<h1>{title}</h1>",
        body,
        f"<p><strong>{html.escape(follows)}</strong></p>" if follows else "",
        f"</main><footer><p>{html.escape(published)} · {html.escape(reference)}</p></footer></body></html>",
    ]
    return "\n".join(line for line in lines if line).encode() + b"\n"


def markdown_page(release: Release, said: SaidIn, *, at: str, next_at: str) -> bytes:
    """The same as Markdown; signs that would mean something there are written so that they do not."""
    with speaking(said.language):
        foot = " · ".join(
            part
            for part in (
                _("Published {time}").format(time=at),
                _("Next message: {time}").format(time=next_at) if next_at else "",
                _("Message {reference}").format(reference=reference_of(release)),
            )
            if part
        )
    title = markdown_text(shown(said.title).replace("\n", " "))
    body = "\n\n".join(
        markdown_text(part).replace("\n", "  \n") for part in shown(said.body).split("\n\n") if part.strip()
    )
    return f"# {title}\n\n{body}\n\n---\n\n{markdown_text(foot)}\n".encode()


def markdown_text(text: str) -> str:
    """Text as Markdown shows it: signs that would mean something there are written so that they do not."""
    return LEADS.sub(_led, MEANT.sub(r"\\\1", text))


def _led(found: re.Match[str]) -> str:
    mark = found.group(2)
    return f"{found.group(1)}\\{mark}" if len(mark) == 1 else f"{found.group(1)}{mark[:-1]}\\{mark[-1]}"
