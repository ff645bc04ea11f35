"""Names for records: readable at birth, unique for ever."""

from __future__ import annotations

import secrets
import unicodedata
from collections.abc import Container

# Base32 without the letters and digits that are read for one another (i, l, o, 0, 1).
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789_"[:31]
_SLUG_MAX = 24


def slug(name: str) -> str:
    """Return the name as lower-case ASCII words joined by hyphens; "x" when nothing of it is left."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = "".join(char if char.isalnum() else " " for char in plain).split()
    return "-".join(words)[:_SLUG_MAX].strip("-") or "x"


def new_id(name: str, taken: Container[str] = ()) -> str:
    """Return an id that `taken` does not contain: the slug of the name and four characters."""
    stem = slug(name)
    while True:
        # All four in one draw, which asks the machine for chance: hundreds are pasted at a time.
        candidate = f"{stem}-{_four(secrets.randbelow(len(_LETTERS) ** 4))}"
        if candidate not in taken:
            return candidate


def _four(drawn: int) -> str:
    found = ""
    for _ in range(4):
        drawn, at = divmod(drawn, len(_LETTERS))
        found += _LETTERS[at]
    return found
