"""An edited DOCX comes back: comments, tracked and silent changes, each beside its section; hostile ones do not."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path

import docx
import pytest

from tests.warroom.reports.documents import (
    a_document,
    came,
    edited,
    part_of,
    run,
    went,
    with_parts,
    without_bookmarks,
)
from warroom.clock import zone_of
from warroom.domain.rex import CommentKind
from warroom.errors import Refusal
from warroom.formats.docx_comments import Remark, read_edited
from warroom.reports.docx import docx_of

PARIS = zone_of("Europe/Paris")
STOPPED = "Le service de paiement s’est arrêté à 14 h 02."
RESUMED = "Il a repris à 15 h 40, sans perte de données."
NINE = 1_795_507_200_000  # 24 November 2026, 09:00 in Paris


@pytest.fixture(scope="module")
def copy() -> bytes:
    return docx_of(a_document(), origin={"rex": "ab" * 16, "number": "A-RX01"})


def remarks(data: bytes) -> list[Remark]:
    return list(read_edited(data, zone=PARIS).remarks)


def test_that_an_untouched_copy_says_nothing_and_whose_copy_it_is(copy: bytes) -> None:
    read = read_edited(copy)

    assert read.remarks == ()
    assert read.is_compared
    assert read.origin == {"rex": "ab" * 16, "number": "A-RX01"}


def test_that_a_paragraph_rewritten_without_tracking_is_found_in_its_section(copy: bytes) -> None:
    (found,) = remarks(edited(copy, (run(RESUMED), run("Il a repris à 15 h 52."))))

    assert (found.section, found.kind, found.author) == ("summary", CommentKind.REWRITING, "")
    assert (found.quoted, found.text) == (RESUMED, "Il a repris à 15 h 52.")


def test_that_tracked_words_say_who_and_when_and_the_paragraph_as_it_becomes(copy: bytes) -> None:
    changed = run("Il a repris à ") + went("15 h 40") + came("15 h 52") + run(", sans perte de données.")

    (found,) = remarks(edited(copy, (run(RESUMED), changed)))

    assert (found.section, found.kind) == ("summary", CommentKind.REWRITING)
    assert (found.author, found.written_at) == ("Noé Petit", NINE)
    assert (found.quoted, found.text) == (RESUMED, "Il a repris à 15 h 52, sans perte de données.")


def test_that_words_only_added_or_only_struck_out_are_told_apart(copy: bytes) -> None:
    added = remarks(edited(copy, (run(RESUMED), run(RESUMED) + came(" Le stock aussi."))))
    struck = remarks(
        edited(copy, (run(RESUMED), run("Il a repris à 15 h 40") + went(", sans perte de données") + run(".")))
    )

    assert [(each.kind, each.text) for each in added] == [(CommentKind.INSERTION, f"{RESUMED} Le stock aussi.")]
    assert [(each.kind, each.text) for each in struck] == [(CommentKind.DELETION, "Il a repris à 15 h 40.")]


def test_that_a_new_paragraph_is_said_with_the_one_it_follows(copy: bytes) -> None:
    (found,) = remarks(
        edited(copy, (run(STOPPED) + "</w:p>", run(STOPPED) + "</w:p><w:p>" + run("Cause connue.") + "</w:p>"))
    )

    assert (found.section, found.kind) == ("summary", CommentKind.INSERTION)
    assert (found.quoted, found.text) == (STOPPED, f"{STOPPED}\nCause connue.")


def test_that_a_first_paragraph_under_a_heading_needs_none_before_it(copy: bytes) -> None:
    (found,) = remarks(edited(copy, ("<w:p>" + run(STOPPED), "<w:p>" + run("En bref.") + "</w:p><w:p>" + run(STOPPED))))

    assert (found.quoted, found.text) == ("", "En bref.")


def test_that_paragraphs_struck_out_or_cut_away_are_deletions(copy: bytes) -> None:
    mark = '<w:p><w:pPr><w:rPr><w:del w:id="9" w:author="Ana" w:date="2026-11-24T09:00:00Z"/></w:rPr></w:pPr>'
    tracked = remarks(edited(copy, ("<w:p>" + run(RESUMED), mark + went(RESUMED, "Ana"))))
    silent = remarks(edited(copy, ("<w:p>" + run(RESUMED) + "</w:p>", "")))

    assert [(each.kind, each.quoted, each.text, each.author) for each in tracked] == [
        (CommentKind.DELETION, RESUMED, "", "Ana")
    ]
    assert [(each.kind, each.quoted, each.text, each.author) for each in silent] == [
        (CommentKind.DELETION, RESUMED, "", "")
    ]


def test_that_a_paragraph_cut_in_two_or_joined_is_one_change(copy: bytes) -> None:
    added = '<w:p><w:pPr><w:rPr><w:ins w:id="9" w:author="Ana" w:date="2026-11-24T09:00:00Z"/></w:rPr></w:pPr>'
    cut = remarks(
        edited(
            copy,
            (
                "<w:p>" + run(RESUMED),
                added + run("Il a repris à 15 h 40,") + "</w:p><w:p>" + run(" sans perte de données."),
            ),
        )
    )
    struck = added.replace("w:ins", "w:del")
    joined = remarks(edited(copy, ("<w:p>" + run(STOPPED), struck + run(STOPPED))))

    assert [(each.quoted, each.text) for each in cut] == [(RESUMED, "Il a repris à 15 h 40,\n sans perte de données.")]
    assert [(each.quoted, each.text) for each in joined] == [(f"{STOPPED}\n{RESUMED}", f"{STOPPED}{RESUMED}")]


def test_that_a_changed_cell_and_a_renamed_heading_are_changes(copy: bytes) -> None:
    found = remarks(
        edited(copy, (run("Bascule refusée"), run("Bascule différée")), (run("Journal"), run("Le journal")))
    )

    assert [(each.section, each.quoted, each.text) for each in found] == [
        ("timeline", "Bascule refusée", "Bascule différée"),
        ("annexes", "Journal", "Le journal"),
    ]


def test_that_a_section_cut_away_is_said_once(copy: bytes) -> None:
    body = part_of(copy)
    start, end = body.index('<w:bookmarkStart w:id="1"'), body.index('<w:bookmarkStart w:id="2"')

    (found,) = remarks(with_parts(copy, document=body[:start] + body[end:]))

    assert (found.section, found.kind, found.quoted) == ("summary", CommentKind.DELETION, "Synthèse")


def test_that_comments_say_who_when_what_about_and_where(copy: bytes) -> None:
    word = docx.Document(io.BytesIO(copy))
    (about,) = [each for each in word.paragraphs if each.text == RESUMED]
    word.add_comment(about.runs, text="Vérifier l’heure", author="Ana Lopez", initials="AL")
    saved = io.BytesIO()
    word.save(saved)

    (found,) = remarks(saved.getvalue())

    assert (found.section, found.kind, found.author) == ("summary", CommentKind.COMMENT, "Ana Lopez")
    assert (found.text, found.quoted) == ("Vérifier l’heure", RESUMED)
    assert found.written_at is not None


def test_that_a_comment_closed_in_the_file_stays_there_with_its_answers(copy: bytes) -> None:
    w14 = 'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    said = "".join(
        f'<w:comment w:id="{n}" w:author="Ana"><w:p w14:paraId="{key}">{run(text)}</w:p></w:comment>'
        for n, key, text in ((1, "A1", "ouverte"), (2, "B2", "close"), (3, "C3", "réponse"))
    )
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    answered = '<w15:commentEx w15:paraId="C3" w15:paraIdParent="B2"/>'
    closed = '<w15:commentEx w15:paraId="A1" w15:done="0"/><w15:commentEx w15:paraId="B2" w15:done="1"/>'
    w15 = 'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"'
    threads = f"<w15:commentsEx {w15}>{closed}{answered}</w15:commentsEx>"
    read = read_edited(
        with_parts(copy, comments=f'<w:comments xmlns:w="{main}" {w14}>{said}</w:comments>', commentsExtended=threads)
    )

    assert [each.text for each in read.remarks] == ["ouverte"]
    assert read.resolved == 2


def test_that_headings_find_the_sections_where_bookmarks_were_lost(copy: bytes) -> None:
    bare = without_bookmarks(copy)
    assert remarks(bare) == []

    (found,) = remarks(edited(bare, (run(RESUMED), run("Il a repris."))))
    assert (found.section, found.quoted) == ("summary", RESUMED)


def test_that_without_our_part_only_what_was_tracked_is_found(copy: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(copy)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if not name.startswith("customXml"):
                new.writestr(name, old.read(name))
    bare = out.getvalue()

    assert remarks(edited(bare, (run(RESUMED), run("Il a repris.")))) == []
    (found,) = remarks(edited(bare, (run(RESUMED), run(RESUMED) + came(" Enfin."))))
    assert (found.section, found.author, found.quoted) == ("", "Noé Petit", RESUMED)
    assert not read_edited(bare).is_compared


def test_that_libreoffice_saves_a_copy_without_changing_a_word(copy: bytes, tmp_path: Path) -> None:
    soffice = shutil.which("soffice")
    if soffice is None:
        pytest.skip("LibreOffice is not installed: no other program saves the copy")
    (tmp_path / "copy.docx").write_bytes(copy)
    profile = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    asked = [soffice, profile, "--headless", "--convert-to", "docx", "--outdir", str(tmp_path / "saved")]
    subprocess.run([*asked, str(tmp_path / "copy.docx")], check=True, capture_output=True, timeout=120)

    read = read_edited((tmp_path / "saved" / "copy.docx").read_bytes())

    assert read.remarks == ()
    assert read.is_compared


# What is hostile


def packed(**parts: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, body in parts.items():
            package.writestr(f"word/{name}.xml", body)
    return out.getvalue()


def code_of(data: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        read_edited(data)
    assert refused.value.safe
    return refused.value.code


def test_that_what_is_no_document_is_refused() -> None:
    assert code_of(b"") == "not-docx"
    assert code_of(b"plain words") == "not-docx"
    assert code_of(packed(other="<a/>")) == "not-docx"
    assert code_of(packed(document="<w:document")) == "not-docx"
    assert code_of(packed(document='<a xmlns="b"/>')) == "docx-empty"
    assert code_of(bytes.fromhex("d0cf11e0a1b11ae1") + bytes(512)) == "docx-locked"


def test_that_entities_and_document_types_are_refused() -> None:
    bomb = '<!DOCTYPE a [<!ENTITY b "c"><!ENTITY d "&b;&b;">]><a>&d;</a>'
    outside = '<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>'

    assert code_of(packed(document=bomb)) == "docx-doctype"
    assert code_of(packed(document=outside)) == "docx-doctype"


def test_that_a_part_that_unpacks_without_end_or_is_too_deep_is_refused() -> None:
    assert code_of(packed(document="<a>" + " " * (65 * 1024 * 1024) + "</a>")) == "docx-too-heavy"
    assert code_of(packed(document="<a>" * 300 + "</a>" * 300)) == "docx-too-heavy"


def test_that_more_remarks_than_anybody_reads_are_refused(copy: bytes) -> None:
    main = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    many = f'<w:comment w:id="1" w:author="a"><w:p>{run("b")}</w:p></w:comment>' * 5_001

    assert code_of(with_parts(copy, comments=f'<w:comments xmlns:w="{main}">{many}</w:comments>')) == "docx-too-many"


def test_that_what_hides_in_a_remark_is_taken_out(copy: bytes) -> None:
    (found,) = remarks(
        edited(copy, (run(RESUMED), went(RESUMED, "A\u202eb") + came("Il a\u202e repris\u2066.", "A\u202eb")))
    )

    assert found.text == "Il a repris."
    assert found.author == "Ab"


def test_that_a_date_that_is_none_is_none(copy: bytes) -> None:
    for said in ("", "yesterday", "9999-99-99", "0001-01-01T00:00:00Z", "2026-11-24T09:00:00+99:00"):
        (found,) = remarks(edited(copy, (run(RESUMED), run(RESUMED) + came(" Enfin.", when=said))))
        assert found.written_at is None


WORDS = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def hostile(body: str, **parts: str) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("word/document.xml", f"<w:document {WORDS}><w:body>{body}</w:body></w:document>")
        for name, text in parts.items():
            package.writestr(name, text)
    return made.getvalue()


def base_of(texts: list[str]) -> str:
    said = "".join(f"<text>{text}</text>" for text in texts)
    return f'<edited xmlns="urn:warroom:edited:1"><section code="summary" bookmark="wr_s">{said}</section></edited>'


def lines_of(texts: list[str]) -> str:
    mark = '<w:p><w:bookmarkStart w:id="1" w:name="wr_s"/></w:p>'
    return mark + "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in texts)


PIECE = "<w:t>" + "x" * 60 + "</w:t><w:br/>"
ENDS = '<w:p><w:pPr><w:rPr><w:ins w:author="a"/></w:rPr></w:pPr><w:r><w:t>' + "x" * 80 + "</w:t></w:r></w:p>"
SWAPPED = [f"l{number ^ 1}" for number in range(30_000)]
PULLING = {
    "breaks": hostile("<w:p><w:r>" + PIECE * 150_000 + "</w:r></w:p>"),
    "ranges": hostile(
        "<w:p>" + "".join(f'<w:commentRangeStart w:id="{n}"/>' for n in range(20_000)) + "<w:r><w:t>x</w:t></w:r></w:p>"
    ),
    "ends": hostile(ENDS * 40_000),
    "swapped": hostile(
        lines_of(SWAPPED), **{"customXml/item1.xml": base_of([f"l{number}" for number in range(30_000)])}
    ),
}


@pytest.mark.parametrize("data", PULLING.values(), ids=PULLING)
def test_that_what_would_take_minutes_to_read_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal) as refused:
        read_edited(data)
    assert refused.value.code == "docx-too-heavy"


def test_that_only_our_own_part_is_unpacked_whole() -> None:
    bomb = "<x>" + " " * (70 * 1024 * 1024) + "</x>"
    read = read_edited(hostile(lines_of(["Une ligne."]), **{"customXml/item1.xml": bomb}))
    assert not read.is_compared
