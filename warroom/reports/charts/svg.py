"""The SVG of a picture as a report can hold it: no styles, no ids that two pictures of a page share, no prologue."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

SVG, XLINK = "http://www.w3.org/2000/svg", "http://www.w3.org/1999/xlink"
REFERENCE = re.compile(r"url\(#([^)]+)\)")
HREF = f"{{{XLINK}}}href"
SHORT = re.compile(r"-?\d+\.\d{3,}")
DROPPED = ("metadata", "style")


def embedded(drawn: bytes, *, alt: str, mark: str) -> str:
    """What matplotlib drew, to stand within a page. A page allows no styles but its own sheet, so they become
    attributes; `mark` (letters and digits) tells the ids of this picture from those of every other."""
    root = ET.fromstring(drawn)  # noqa: S314  (our own drawing, of a moment ago)
    for parent in root.iter():
        for child in list(parent):
            if str(child.tag).rpartition("}")[2] in DROPPED:
                parent.remove(child)
    names = _names(root, mark)
    for element in root.iter():
        _plain(element, names)
    root.attrib.pop("version", None)
    root.set("role", "img")
    root.set("aria-label", alt)
    root.set("stroke-linejoin", "round")
    ET.register_namespace("", SVG)
    ET.register_namespace("xlink", XLINK)
    return ET.tostring(root, encoding="unicode")


def _names(root: ET.Element, mark: str) -> dict[str, str]:
    """The ids that something refers to, under new names."""
    used: dict[str, str] = {}
    for element in root.iter():
        for key, value in element.attrib.items():
            found = [value[1:]] if key == HREF else REFERENCE.findall(value)
            for one in found:
                used.setdefault(one, f"{mark}-{len(used)}")
    return used


def _plain(element: ET.Element, names: dict[str, str]) -> None:
    style = element.attrib.pop("style", "")
    for rule in style.split(";"):
        key, _colon, value = rule.partition(":")
        if value:
            element.set(key.strip(), value.strip())
    for key, value in list(element.attrib.items()):
        if key == "id":
            if value in names:
                element.set("id", names[value])
            else:
                del element.attrib["id"]
        elif key == HREF:
            element.set(key, f"#{names[value[1:]]}")
        elif "url(#" in value:
            element.set(key, REFERENCE.sub(lambda found: f"url(#{names[found[1]]})", value))
        elif key in ("d", "points"):
            element.set(key, SHORT.sub(lambda found: f"{float(found[0]):.2f}", value))
