"""The page as a feed (Atom, RFC 4287), one file a language: an entry for each message that was let out."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

from warroom.domain.cap_rules import UNFIT
from warroom.domain.status_page import LANGUAGES, Page, PublicIncident, Update, world_id
from warroom.reports.status_page.html import iso
from warroom.reports.status_page.words import status_said, title_of
from warroom.reports.visible import shown
from warroom.words import _, speaking

ATOM = "http://www.w3.org/2005/Atom"
ENTRIES_MOST = 100


def atom_feed(page: Page, language: str) -> bytes:
    """The newest messages in one language, the newest first, as UTF-8."""
    with speaking(language):
        return _feed(page, language).encode()


def _feed(page: Page, language: str) -> str:
    base = UNFIT.sub("", page.url).rstrip("/")
    title = ("EXERCICE · " if language == "fr" else "EXERCISE · ") * page.exercise + title_of(page, language)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<feed xmlns="{ATOM}" xml:lang="{language}"' + (f" xml:base={quoteattr(base + '/')}>" if base else ">"),
        f"  <id>{world_id(page, f'feed {language}')}</id>",
        f"  <title>{_plain(title)}</title>",
        f"  <updated>{iso(_changed_at(page))}</updated>",
        f"  <author><name>{_plain(page.names.get(language) or _('State of services'))}</name></author>",
        f'  <link rel="self" type="application/atom+xml" href="atom-{language}.xml"/>',
        f'  <link rel="alternate" type="text/html" hreflang="{language}" href="{language}.html"/>',
    ]
    told = [(incident, update) for incident in (*page.current, *page.past) for update in incident.updates]
    told.sort(key=lambda each: (-each[1].at, each[1].anchor))
    for incident, update in told[:ENTRIES_MOST]:
        lines += _entry(page, incident, update, language)
    return "\n".join([*lines, "</feed>", ""])


def _entry(page: Page, incident: PublicIncident, update: Update, language: str) -> list[str]:
    spoken = language if language in update.texts else next(iter(update.texts), language)
    said = update.texts.get(spoken, {})
    status = status_said(update, language)
    title = said.get("title") or incident.title(language) or status
    marks = ("EXERCICE · " if language == "fr" else "EXERCISE · ") if page.exercise else ""
    notes = [_("This message was corrected since.")] if update.is_corrected else []
    notes += [_("This message was taken back.")] if update.withdrawn_at is not None else []
    body = "\n\n".join(each for each in (*notes, said.get("body", "")) if each) or status
    return [
        "  <entry>",
        f"    <id>{world_id(page, f'{update.anchor} {language}')}</id>",
        f"    <title>{_plain(f'{marks}{status} · {title}')}</title>",
        f"    <published>{iso(update.at)}</published>",
        f"    <updated>{iso(max(update.at, update.withdrawn_at or 0))}</updated>",
        f'    <link rel="alternate" type="text/html" hreflang="{language}" href="{language}.html#u-{update.anchor}"/>',
        f"    <category term={quoteattr(update.status or 'message')}/>",
        f'    <content type="text" xml:lang="{spoken}">{_plain(body)}</content>',
        "  </entry>",
    ]


def _changed_at(page: Page) -> int:
    taken = [u.withdrawn_at or 0 for each in (*page.current, *page.past) for u in each.updates]
    return max([page.updated_at, *taken])


def _plain(text: str) -> str:
    """Text that XML can hold and that no line of can be turned around."""
    return escape(UNFIT.sub("", shown(text)))


FILES = {language: f"atom-{language}.xml" for language in LANGUAGES}
