"""Numbers as people type them: 1.5, 1,5 and 1,000."""

from __future__ import annotations

import re

# One to three digits and groups of three behind commas are thousands ("18,400"); another comma is a decimal sign ("1,5").
_THOUSANDS = r"[1-9]\d{0,2}(?:,\d{3})+(?:\.\d+)?"
NUMBER = rf"(?:{_THOUSANDS}|\d+(?:[.,]\d+)?|[.,]\d+)"
_IN_THOUSANDS = re.compile(_THOUSANDS)
_WHOLE = re.compile(NUMBER)


def read_number(text: str) -> float:
    """Return a number of at least 0; raises ValueError for text that is none."""
    plain = text.strip()
    if not _WHOLE.fullmatch(plain):
        raise ValueError(f"{text!r} is no number")
    return float(plain.replace(",", "" if _IN_THOUSANDS.fullmatch(plain) else "."))
