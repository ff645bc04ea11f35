"""Pictures that carry their map open again as what they show; others say that they carry none."""

from __future__ import annotations

import random
import struct
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter

from crosslane.drawing.measure import FixedMeasure
from crosslane.exchange import embedded
from crosslane.exchange.embedded import open_any
from crosslane.exchange.mapfile import read_file, write_text
from crosslane.exchange.raster import export_pdf, export_png
from crosslane.exchange.sheet import svg_of
from crosslane.exchange.shown import shown
from crosslane.model.diff import Change
from crosslane.model.errors import Problem
from crosslane.model.map import Map
from crosslane.settings import resource


def titled(title: str) -> Map:
    map_ = shown(read_file(resource("templates", "loop.crosslane")))
    head = map_.head.but(title=title, story="a\tb\nc <x> ]]> &amp; \"'")
    return map_.apply({"map": Change(map_.head, head)})


def exported(map_: Map, path: Path, *, carry: bool = True) -> Path:
    if path.suffix == ".svg":
        path.write_text(svg_of(map_, FixedMeasure(), carry=carry), encoding="utf-8")
    else:
        {".png": export_png, ".pdf": export_pdf}[path.suffix](map_, path, carry=carry)
    return path


@pytest.mark.parametrize("title", ["The loop", "Zähler für Ærø", "运维 ✓ 🚦"])
@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_picture_opens_as_the_map_it_shows(tmp_path: Path, qapp: object, suffix: str, title: str) -> None:
    """In every format, in every script, with what means something to XML."""
    map_ = titled(title)
    assert open_any(exported(map_, tmp_path / f"a{suffix}")) == map_


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_bare_picture_says_that_it_carries_no_map(tmp_path: Path, qapp: object, suffix: str) -> None:
    """A picture exported without the map is a picture and no more."""
    with pytest.raises(Problem, match="carries no map"):
        open_any(exported(titled("T"), tmp_path / f"a{suffix}", carry=False))


@pytest.mark.parametrize("suffix", [".svg", ".png", ".pdf"])
def test_a_damaged_picture_is_one_sentence(tmp_path: Path, qapp: object, suffix: str) -> None:
    """Cut short or with changed bytes: the map, or one sentence that names the file."""
    path, chance = exported(titled("T"), tmp_path / f"a{suffix}"), random.Random(3)
    data = path.read_bytes()
    for n in range(25):
        spoilt = bytearray(data[: chance.randrange(len(data))] if n % 2 else data)
        for _ in range(n):
            spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
        path.write_bytes(spoilt)
        assert (said := said_of(path)) == "" or path.name in said


def said_of(path: Path) -> str:
    try:
        open_any(path)
    except Problem as problem:
        return str(problem)
    return ""


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(*chunks: bytes) -> bytes:
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def test_a_packed_text_that_grows_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small file that unpacks to more than any map is refused, not unpacked."""
    monkeypatch.setattr(embedded, "MAX_BYTES", 100_000)
    path = tmp_path / "a.png"
    path.write_bytes(png(chunk(b"zTXt", b"crosslane-map\0\0" + zlib.compress(b"x" * 1_000_000))))
    assert "carries no map" in said_of(path)


def test_other_programs_may_pack_the_text_anew(tmp_path: Path) -> None:
    """A PNG that was saved again keeps its map in any of the three kinds of text."""
    text = write_text(titled("Zähler"))
    latin, utf = text.encode("latin-1"), text.encode()
    bodies = [
        chunk(b"tEXt", b"crosslane-map\0" + latin),
        chunk(b"zTXt", b"crosslane-map\0\0" + zlib.compress(latin)),
        chunk(b"iTXt", b"crosslane-map\0\0\0en\0\0" + utf),
        chunk(b"iTXt", b"crosslane-map\0\1\0\0\0" + zlib.compress(utf)),
    ]
    for body in bodies:
        (tmp_path / "a.png").write_bytes(png(chunk(b"IHDR", b"\0" * 13), chunk(b"tEXt", b"Title\0x"), body))
        assert open_any(tmp_path / "a.png") == titled("Zähler")


@pytest.mark.parametrize(
    "svg",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]><svg xmlns="http://www.w3.org/2000/svg">&b;</svg>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><svg>&b;</svg>',
        "<svg>" * 100_000,
        "",
        "<svg/>",
    ],
)
def test_no_svg_expands_or_fetches(tmp_path: Path, svg: str) -> None:
    """Entities, documents fetched from elsewhere and towers of tags end in a sentence."""
    (tmp_path / "a.svg").write_text(svg)
    assert "carries no map" in said_of(tmp_path / "a.svg")


def test_a_pdf_of_another_program_carries_no_map(tmp_path: Path) -> None:
    """Also one with attachments of its own, or one that is locked."""
    for lock in (False, True):
        writer, out = PdfWriter(), BytesIO()
        writer.add_blank_page(100, 100)
        writer.add_attachment("other.txt", b"hello")
        if lock:
            writer.encrypt("secret", algorithm="RC4-128")
        writer.write(out)
        (tmp_path / "a.pdf").write_bytes(out.getvalue())
        assert "carries no map" in said_of(tmp_path / "a.pdf")


def test_a_missing_picture_is_named(tmp_path: Path) -> None:
    """The sentence says which file, and what to check."""
    with pytest.raises(Problem, match=r"none\.svg"):
        open_any(tmp_path / "none.svg")
