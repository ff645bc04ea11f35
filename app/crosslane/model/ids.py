"""Names for records: readable at birth, unique for ever."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Container

# Base32 without the letters and digits that are read for one another (i, l, o, 0, 1).
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789_"[:31]
_SLUG_MAX = 24
# So many ids have four letters behind one stem, and so many are drawn at once: to ask the machine for chance takes its time.
_MANY, _AT_ONCE = len(_LETTERS) ** 4, 256
# Drawn and not given out yet, each below the largest multiple of those ids that four bytes hold: all are equally likely.
_drawn: list[int] = []


def slug(name: str) -> str:
    """Return the name as lower-case ASCII words joined by hyphens; "x" when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "-".join(words)[:_SLUG_MAX].strip("-") or "x"


def new_id(name: str, taken: Container[str] = ()) -> str:
    """Return an id that `taken` does not contain: the slug of the name and four characters."""
    stem = slug(name)
    while True:
        candidate = f"{stem}-{_four()}"
        if candidate not in taken:
            return candidate


def _four() -> str:
    while not _drawn:
        found = memoryview(secrets.token_bytes(4 * _AT_ONCE)).cast("I")
        _drawn.extend(each for each in found if each < 2**32 // _MANY * _MANY)
    rest, letters = _drawn.pop(), ""
    for _ in range(4):
        rest, at = divmod(rest, len(_LETTERS))
        letters += _LETTERS[at]
    return letters
