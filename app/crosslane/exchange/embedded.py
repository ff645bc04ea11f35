"""Maps inside pictures: an SVG, PNG or PDF that Crosslane exported opens again as the map it shows."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path

from crosslane.exchange.mapfile import MAX_BYTES, read_bytes, read_file
from crosslane.model.errors import Problem
from crosslane.model.map import Map

KEY = b"crosslane-map"
_PNG = b"\x89PNG\r\n\x1a\n"
_NONE = "carries no map: export it from Crosslane with the map inside, or open the .crosslane file."


def open_any(path: Path) -> Map:
    """Return the map of a map file, or the one that an SVG, PNG or PDF carries; raises Problem that names the file."""
    suffix = path.suffix.lower()
    if suffix not in (".svg", ".png", ".pdf"):
        return read_file(path)
    try:
        if path.stat().st_size > MAX_BYTES:
            raise Problem(f"{path.name} is larger than {MAX_BYTES // 1_000_000} MB: check that it is the right file.")
        data = path.read_bytes()
    except OSError as error:
        raise Problem(f"{path} cannot be read ({error.strerror}): check the name and the folder.") from None
    carried = {".svg": _in_svg, ".png": _in_png, ".pdf": _in_pdf}[suffix](data)
    if carried is None:
        raise Problem(f"{path.name} {_NONE}")
    try:
        return read_bytes(carried)
    except Problem as problem:
        raise Problem(f"{path.name}: {problem}") from None


def _in_svg(data: bytes) -> bytes | None:
    # A hardened parser: no document types, no entities, nothing fetched. Loaded for SVG alone.
    from defusedxml import ElementTree  # noqa: PLC0415  (see above)
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415  (see above)

    try:
        root = ElementTree.fromstring(data, forbid_dtd=True)
    except (ElementTree.ParseError, DefusedXmlException, ValueError):
        return None
    for element in root.iter("{urn:crosslane:map}crosslane"):
        return (element.text or "").encode()
    return None


def _in_png(data: bytes) -> bytes | None:
    found = (_carried(kind, body) for kind, body in _chunks(data))
    return next((text for text in found if text is not None), None)


def _carried(kind: bytes, body: bytes) -> bytes | None:
    """Return the text of our key in a text chunk as UTF-8; tEXt and zTXt hold Latin-1, iTXt holds UTF-8."""
    key, _, rest = body.partition(b"\0")
    if key != KEY:
        return None
    if kind == b"tEXt":
        return rest.decode("latin-1").encode()
    if kind == b"zTXt" and rest[:1] == b"\0":
        text = _unpacked(rest[1:])
        return None if text is None else text.decode("latin-1").encode()
    if kind == b"iTXt" and len(rest) > 2:
        packed, text = rest[0] == 1, rest[2:].split(b"\0", 2)[-1]
        return _unpacked(text) if packed else text
    return None


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    at = len(_PNG)
    while data.startswith(_PNG) and at + 8 <= len(data):
        (length,) = struct.unpack(">I", data[at : at + 4])
        yield data[at + 4 : at + 8], data[at + 8 : at + 8 + length]
        at += 12 + length


def _unpacked(data: bytes) -> bytes | None:
    try:
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(data, MAX_BYTES)
    except zlib.error:
        return None
    return None if unpacker.unconsumed_tail else text


def _in_pdf(data: bytes) -> bytes | None:
    # pypdf is large and needed for this alone.
    from io import BytesIO  # noqa: PLC0415  (see above)

    from pypdf import PdfReader  # noqa: PLC0415  (see above)

    try:
        attached = PdfReader(BytesIO(data)).attachments.get("map.crosslane", [])
        return bytes(attached[0]) if attached else None
    except Exception:  # noqa: BLE001  (spoilt files make pypdf raise nearly anything; to us they carry no map)
        return None
