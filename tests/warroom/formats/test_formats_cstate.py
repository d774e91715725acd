"""cState pages: every real one, and front matter written by an enemy."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from warroom.errors import Refusal
from warroom.formats import read
from warroom.formats.problems import Problem
from warroom.formats.records import ImportedIncident

SAMPLES = Path(__file__).parents[2] / "data" / "formats"


def page(fields: str = "", body: str = "It broke.") -> bytes:
    return f"---\ntitle: A\ndate: 2024-03-01 10:00:00\n{fields}---\n{body}\n".encode()


def the_incident(data: bytes, name: str = "2024-a.md") -> ImportedIncident:
    (incident,) = read(name, data).incidents
    return incident


def sample(name: str) -> ImportedIncident:
    return the_incident((SAMPLES / name).read_bytes(), name)


def test_that_every_real_page_is_read_and_the_settings_refused(field_data: Path) -> None:
    files = sorted((field_data / "incidents" / "cstate").glob("*/*"))
    pages = [file for file in files if file.suffix == ".md"]
    settings = [file for file in files if file.suffix != ".md"]

    incidents = {file.name: the_incident(file.read_bytes(), file.name) for file in pages}

    assert len(files) == 159
    assert len(incidents) == 158
    assert [file.name for file in settings] == ["config.yml"]
    for file in pages:
        head, body = re.match(r"---\n(.*?)\n---[ ]*\n(.*)", file.read_text("utf-8"), re.DOTALL).groups()  # type: ignore[union-attr]
        fields = yaml.safe_load(head)
        incident = incidents[file.name]
        assert incident.title == fields["title"].strip()
        assert list(incident.services) == list(dict.fromkeys(fields.get("affected") or []))
        assert incident.severity == {"down": 2, "disrupted": 3, "notice": 4}.get(fields.get("severity"))
        assert (incident.status == "resolved") is bool(fields.get("resolved"))
        assert incident.started
        assert incident.started.utc
        assert incident.started.original in head
        impossible = "resolvedWhen" in fields and fields["resolvedWhen"] < fields["date"]
        assert impossible is (Problem.RESOLVED_BEFORE_START in {flag.problem for flag in incident.flags})
        said = [text for update in incident.updates for text in (update.text, update.label, update.at.original)]
        assert words(" ".join([*said, incident.extra.get("comments", "")])) >= words(body) - {
            "track",
            "console",
            "strike",
        }
    with pytest.raises(Refusal, match="settings of a cState site"):
        read("config.yml", settings[0].read_bytes())


MARKUP = {"track", "console", "strike"}


def words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z]{4,}", text))


def test_that_messages_come_oldest_first_with_the_times_that_are_written() -> None:
    incident = sample("2018-05-25-us-east-conn-issues.md")

    assert [(u.label, u.status, u.at.original, str(u.where)) for u in incident.updates] == [
        ("Investigating", "investigating", "2018-05-25 04:13:00", "line 19"),
        ("Monitoring", "monitoring", "2018-05-25 04:40:00", "line 17"),
        ("Resolved", "resolved", "2018-05-25 05:54:00", "line 14"),
    ]
    assert incident.updates[2].text.startswith("We believe all users")
    assert "{{" not in "".join(u.text for u in incident.updates)


def test_that_a_time_in_a_heading_is_the_time_of_its_message() -> None:
    incident = sample("2023-03-28-ci-outage.md")

    timed = [u.at.utc.isoformat() for u in incident.updates if u.at.utc]
    assert timed == sorted(timed)
    assert timed[0] == "2023-03-28T21:00:00+00:00"
    assert len(timed) == 5
    assert incident.updates[0].label == "Initial message"
    assert incident.updates[-1].status == "resolved"


def test_that_resolved_before_start_comes_in_flagged() -> None:
    incident = sample("2022-06-13-repo-slow.md")

    assert [f.problem for f in incident.flags] == [Problem.RESOLVED_BEFORE_START]
    assert incident.resolved
    assert incident.resolved.original == "2022-05-15T11:00:00-00:00"
    assert "markdown-link-check-disable-next-line" in incident.extra["comments"]
    assert "https://repo.jenkins-ci.org is slow." in incident.updates[0].text


def test_that_what_an_author_hid_in_a_comment_is_no_message() -> None:
    incident = sample("2024-07-05-maintenance-az-publick8s-arm64.md")

    assert "The operation finished successfully at 7:15am UTC." in incident.extra["comments"]
    assert all("7:15am" not in update.text for update in incident.updates)


def test_that_an_open_incident_is_not_resolved() -> None:
    incident = sample("2024-12-27-dns-resolution-api.md")

    assert (incident.status, incident.resolved, incident.extra["id"]) == ("declared", None, "dns-resolution-api")


def test_that_toml_front_matter_keeps_the_time_as_written() -> None:
    incident = the_incident(b'+++\ntitle = "A"\ndate = 2024-03-01T10:00:00+02:00 # x\naffected = ["API"]\n+++\nHi\n')

    assert incident.started
    assert incident.started.original == "2024-03-01T10:00:00+02:00"
    assert incident.started.utc
    assert incident.started.utc.hour == 8
    assert incident.services == ("API",)


def test_that_a_draft_and_an_unknown_severity_are_flagged() -> None:
    incident = the_incident(page("draft: true\nseverity: apocalyptic\nresolved: true\n"))

    assert {f.problem for f in incident.flags} == {
        Problem.DRAFT,
        Problem.UNKNOWN_SEVERITY,
        Problem.RESOLVED_WITHOUT_TIME,
    }
    assert incident.severity is None


def test_that_the_name_of_the_file_is_never_more_than_a_name() -> None:
    assert the_incident(page(), r"..\..\etc/../2024-x.md").source_id == "2024-x"


def test_that_markup_goes_and_words_stay() -> None:
    body = "# Head\n**Bold** [text](https://a.example/) <strike>gone</strike> `rm` snake_case_name &amp; 2 < 3"
    body += "\n```\n*raw*\n```"

    text = the_incident(page(body=body)).updates[0].text

    assert text == "Head\nBold text (https://a.example/) ~~gone~~ rm snake_case_name & 2 < 3\n*raw*"


BOMB = "a: &a [x,x,x,x]\nb: &b [*a,*a,*a,*a]\nc: [*b,*b,*b,*b]\n"


@pytest.mark.parametrize(
    "fields",
    [
        BOMB,
        "x: !!python/object/apply:os.system ['true']\ny: &z 1\n",
        "x: " + "[" * 2000 + "]" * 2000 + "\n",
        "x: {" + ", ".join(f"k{n}: 1" for n in range(5000)) + "}\n",
        "x: " + "y" * 70_000 + "\n",
        "title: again\n",
        "? [a, b]\n: c\n",
        "x: [unclosed\n",
        "x: 'unclosed\n",
        "\tx: tab\n",
        "x: *nowhere\n",
        "x: \x01\n",
        "...\nother: document\n",
    ],
    ids=lambda fields: fields[:20],
)
def test_that_hostile_front_matter_is_refused(fields: str) -> None:
    with pytest.raises(Refusal, match="front matter"):
        read("x.md", page(fields), kind="cstate")


def test_that_a_tag_of_yaml_has_no_effect() -> None:
    incident = the_incident(page("x: !!python/object/apply:os.getcwd []\ny: !!binary aGk=\n"))

    assert (incident.extra["x"], incident.extra["y"]) == ("[]", "aGk=")


@pytest.mark.parametrize(
    "body", ["<!--" * 50_000, "[" * 200_000, "*a" * 100_000, "`" * 200_000, "<a " * 60_000, "_a" * 90_000]
)
def test_that_hostile_markup_does_not_hold_the_reader_up(body: str) -> None:
    import time

    begun = time.process_time()

    the_incident(page(body=body))

    assert time.process_time() - begun < 5


@pytest.mark.parametrize(
    "data", [b"---\ntitle: A\n---\n", b"---\n- a\n---\n", b"---\n---\n", b"no fence", b"---\ntitle: A\n"]
)
def test_that_a_page_without_an_incident_is_refused(data: bytes) -> None:
    with pytest.raises(Refusal):
        read("x.md", data, kind="cstate")
