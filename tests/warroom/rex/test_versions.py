"""Versions of a review for its readers: what each says, what it leaves out, and how it lies on a stick."""

from __future__ import annotations

import json
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.warroom.rex.full_review import SUMMARY, a_full_review, approve
from warroom.commands import AddLesson, GrantRoles, WriteSection
from warroom.domain.rex import Reader
from warroom.domain.rights import Role
from warroom.errors import Refusal
from warroom.formats.docx_comments import read_edited
from warroom.identity.signing import verify_manifest
from warroom.reports.document import Document, Picture
from warroom.reports.pdf import page_count, pdf_of
from warroom.reports.readers.left_out import lines_of
from warroom.reports.readers.version import Version
from warroom.room import Room
from warroom.words import speaking

Review = tuple[Room, str]
LEAVING = (Reader.PUBLIC, Reader.AUTHORITY, Reader.INSURER)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Review]:
    """One room for what only looks at it."""
    room, rex = a_full_review(tmp_path_factory.mktemp("kept"))
    with room:
        yield room, rex


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    room, rex = a_full_review(tmp_path)
    with room:
        yield room, rex


def look(review: Review, reader: Reader, language: str = "en") -> Version:
    return review[0].reviews.look(review[1], reader, spoken=language)


def said_in(document: Document) -> str:
    """Everything a version says, headings too."""
    texts = [text for line in lines_of(document) for text in line]
    labels = [label for label, _value in document.facts.rows]
    return "\n".join([document.title, *labels, *(section.title for section in document.sections), *texts])


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("reader", list(Reader))
def test_that_every_version_says_the_summary_its_number_and_nothing_twice(
    kept: Review, reader: Reader, language: str
) -> None:
    version = look(kept, reader, language)
    said = said_in(version.document)

    for line in SUMMARY.split("\n"):
        assert said.count(line) == 1
    assert version.document.reference == "A-RX01 v1"
    assert version.document.language == language
    codes = [section.code for section in version.document.sections if section.code]
    assert len(set(codes)) == len(codes)


@pytest.mark.parametrize("reader", LEAVING)
def test_that_nobody_is_named_in_what_leaves(kept: Review, reader: Reader) -> None:
    version = look(kept, reader)

    assert "Marc Petit" in said_in(look(kept, Reader.INTERNAL).document)
    for name in ("Marc Petit", "Petit", "Léa Martin"):
        assert name not in said_in(version.document)
    assert version.document.author != "Léa Martin"


def test_that_the_public_version_shows_no_log_no_evidence_and_only_what_is_confirmed(kept: Review) -> None:
    said = said_in(look(kept, Reader.PUBLIC).document)

    assert "La mise en production de 14 h a doublé les requêtes." in said
    assert "Les alertes ne couvrent pas la base." not in said
    assert "A-0001" not in said
    assert "Courbe de charge relue" not in said
    assert "Ana Lopez" not in said


def test_that_an_authority_reads_the_four_items_and_what_is_still_missing(kept: Review) -> None:
    document = look(kept, Reader.AUTHORITY).document

    titles = [section.title for section in document.sections]
    assert [title[0] for title in titles[:4]] == ["1", "2", "3", "4"]
    across = next(section for section in document.sections if section.code == "cross_border")
    assert [line for block in across.blocks for line in lines_of_block(block)] == [("To be completed.",)]
    assert any(section.code == "dora_costs" for section in document.sections)


def lines_of_block(block: object) -> list[tuple[str, ...]]:
    from warroom.reports.readers.left_out import lines_in

    return list(lines_in(block))  # type: ignore[arg-type]


def test_that_what_is_left_out_is_listed_with_what_stands_instead_and_never_goes_along(kept: Review) -> None:
    version = look(kept, Reader.PUBLIC)
    texts = {one.text for one in version.left_out}

    assert any("Marc Petit a relancé la base" in text for text in texts)
    assert any("Les alertes ne couvrent pas la base." in text for text in texts)
    assert not any(line in texts for line in SUMMARY.split("\n"))
    assert "Marc Petit a relancé la base" in said_in(version.page)
    assert look(kept, Reader.INTERNAL).left_out == ()


def test_that_executives_get_two_pages_however_long_the_review(review: Review) -> None:
    room, rex = review
    long = "Une phrase qui explique longuement ce qui s’est passé pendant la crise. " * 12
    room.do(WriteSection(rex=rex, code="summary", text="\n".join([long] * 30))).result()
    for number in range(15):
        room.do(AddLesson(rex=rex, text=f"Enseignement {number} : {long}")).result()

    for language in ("fr", "en"):
        document = look(review, Reader.EXECUTIVE, language).document
        with speaking(language):
            assert page_count(pdf_of(document)) == 2
    assert "more in the whole review" in said_in(document)


def test_that_a_publication_is_a_signed_folder_that_the_log_tells(review: Review, tmp_path: Path) -> None:
    room, rex = review
    approve(room, rex)
    stick = tmp_path / "stick"
    stick.mkdir()

    done = room.reviews.publish(rex, Reader.PUBLIC, stick, formats=("pdf", "docx"), languages=("fr", "en"))

    names = {file.name for file in done.folder.iterdir()}
    assert names == {
        "review-public-fr.pdf", "review-public-fr.docx", "review-public-en.pdf", "review-public-en.docx",
        "VERIFY.txt", "MANIFEST.sha256", "MANIFEST.sig",
    }  # fmt: skip
    assert list(stick.iterdir()) == [done.folder]
    manifest = (done.folder / "MANIFEST.sha256").read_bytes()
    verify_manifest((done.folder / "MANIFEST.sig").read_text(), manifest)
    (kept_publication,) = room.views.rex_publications(rex)
    assert kept_publication.left_out == done.left_out > 0
    assert kept_publication.languages == ("en", "fr")
    if shutil.which("sha256sum"):
        subprocess.run(
            ["sha256sum", "--strict", "-c", "MANIFEST.sha256"], cwd=done.folder, check=True, capture_output=True
        )
    # What leaves does not say where it was made.
    assert read_edited((done.folder / "review-public-fr.docx").read_bytes()).origin == {}


def test_that_each_format_of_one_publication_holds_the_whole_log(review: Review, tmp_path: Path) -> None:
    room, rex = review
    numbers = {entry.number for entry in room.views.entries(room.views.rex(rex).incident)}

    done = room.reviews.publish(rex, Reader.INTERNAL, tmp_path, formats=("pdf", "docx", "html"))

    with zipfile.ZipFile(done.folder / "review.docx") as packed:
        paper = packed.read("word/document.xml").decode()
    page = (done.folder / "review.html").read_text("utf-8")
    assert {number for number in numbers if number in paper and number in page} == numbers


def test_that_what_may_not_leave_writes_nothing(review: Review, tmp_path: Path) -> None:
    room, rex = review
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(Refusal) as refused:
        room.reviews.publish(rex, Reader.PUBLIC, stick)
    assert refused.value.code == "rex-unapproved"

    approve(room, rex)
    room.do(GrantRoles(person="Léa Martin", roles=frozenset({Role.ADMINISTRATOR}))).result()
    with pytest.raises(Refusal) as refused:
        room.reviews.publish(rex, Reader.PUBLIC, stick)
    assert refused.value.code == "right-missing"
    with pytest.raises(Refusal) as refused:
        room.reviews.publish(rex, Reader.INTERNAL, stick, formats=("odt",))
    assert refused.value.code == "format-unknown"

    assert list(stick.iterdir()) == []
    assert room.views.rex_publications(rex) == []


def test_that_a_step_that_stops_leaves_neither_folder_nor_publication(review: Review, tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, total: int) -> None:
        if done > 0:
            raise Stopped

    room, rex = review
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(Stopped):
        room.reviews.publish(rex, Reader.INTERNAL, stick, formats=("html",), step=stop)
    assert list(stick.iterdir()) == []
    assert room.views.rex_publications(rex) == []


def test_that_pages_are_archival_tagged_and_hold_their_fonts(kept: Review, tmp_path: Path) -> None:
    pdfinfo, pdffonts = shutil.which("pdfinfo"), shutil.which("pdffonts")
    if pdfinfo is None or pdffonts is None:
        pytest.skip("pdfinfo and pdffonts are not installed: nothing else looks into the PDF")
    for reader in Reader:
        version = look(kept, reader, "fr")
        with speaking("fr"):
            (tmp_path / "v.pdf").write_bytes(pdf_of(version.document))
        told = subprocess.run([pdfinfo, "v.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
        fonts = subprocess.run([pdffonts, "v.pdf"], cwd=tmp_path, check=True, capture_output=True, text=True).stdout
        assert "Tagged:          yes" in told
        assert "PDF/A-2b" in told or b"pdfaid" in (tmp_path / "v.pdf").read_bytes()
        assert b"/Outlines" in (tmp_path / "v.pdf").read_bytes()
        rows = [line.split() for line in fonts.splitlines()[2:]]
        assert rows
        assert all(row[-5] == "yes" for row in rows), fonts


def test_that_a_copy_edited_inside_comes_back_beside_its_sections_once(review: Review, tmp_path: Path) -> None:
    room, rex = review
    done = room.reviews.publish(rex, Reader.INTERNAL, tmp_path, formats=("docx",), languages=("fr",))
    copy = done.folder / "review.docx"
    assert room.reviews.read_copy(rex, copy).remarks == ()

    from tests.warroom.reports.documents import came, edited, run

    first = SUMMARY.split("\n")[0]
    changed = tmp_path / "relu.docx"
    changed.write_bytes(edited(copy.read_bytes(), (run(first), run(first) + came(" Et la caisse."))))

    assert room.reviews.read_copy(rex, changed).added == 1
    assert room.views.rex_comments(rex) == []
    came_in = room.reviews.take_in(rex, changed)
    assert (came_in.added, came_in.known) == (1, 0)
    again = room.reviews.take_in(rex, changed)
    assert (again.added, again.known) == (0, 1)
    (kept_comment,) = room.views.rex_comments(rex)
    assert (kept_comment.section, kept_comment.author) == ("summary", "Noé Petit")
    assert json.dumps(kept_comment.text, ensure_ascii=False).endswith('Et la caisse."')


@pytest.mark.parametrize("reader", LEAVING)
def test_that_what_leaves_has_the_milestones_drawn_and_nothing_of_the_log_in_the_picture(
    kept: Review, reader: Reader
) -> None:
    version = look(kept, reader)
    drawn = [block for one in version.document.sections for block in one.blocks if isinstance(block, Picture)]
    assert len(drawn) == 1
    assert "Impact started" in drawn[0].alt
    assert "A-" not in drawn[0].alt
