"""How wide text is: a protocol, and a deterministic measure for tests and for runs without fonts."""

from __future__ import annotations

import re
from typing import Protocol

# Behind these a word may be broken as it is; scripts from there on are written without hyphens.
_BREAKS, _FAR_EAST = "-/_.", 0x2E80
_PARTS = re.compile(r"[^-/_.]*[-/_.]+|[^-/_.]+")
_NARROW, _WIDE = set("iljtfrI.,:;'|!()[] "), set("mwMWQGO@%&")


class TextMeasure(Protocol):
    """Measures text of one line."""

    def width(self, text: str, size: float, weight: int) -> float:
        """Return the width of the text in picture units at this size and weight (400 regular, 600 semi-bold)."""
        ...


class FixedMeasure:
    """Widths by class of letter, near to Inter's and the same everywhere."""

    def width(self, text: str, size: float, weight: int) -> float:
        """Return the estimated width."""
        units = sum(0.31 if c in _NARROW else 0.88 if c in _WIDE else 0.62 if c.isupper() else 0.575 for c in text)
        wide = sum(0.42 for c in text if ord(c) > _FAR_EAST)
        return (units + wide) * size * (1.05 if weight >= 600 else 1.0)


def wrap(text: str, width: float, size: float, weight: int, lines: int, measure: TextMeasure) -> list[str]:
    """Return the text broken into at most so many lines; what does not fit ends in an ellipsis."""
    broken = [line for part in text.split("\n") for line in _broken(part, width, size, weight, measure)]
    kept = [*broken[: lines - 1], " ".join(filter(None, broken[lines - 1 :]))] if len(broken) > lines else broken
    return [cut(line, width, size, weight, measure) for line in kept]


def breaks_words(text: str, width: float, size: float, weight: int, measure: TextMeasure) -> bool:
    """Say whether any word is wider than a line, so that it is broken between letters that belong together."""
    parts = [part for word in text.split() for part in _PARTS.findall(word) if max(map(ord, part)) < _FAR_EAST]
    return any(measure.width(part, size, weight) > width for part in parts)


def _broken(text: str, width: float, size: float, weight: int, measure: TextMeasure) -> list[str]:
    """Return the words of one paragraph in lines; a word wider than a line, or a script without spaces, is broken."""
    made = [""]
    for word in [piece for whole in text.split() for piece in _pieces(whole, width, size, weight, measure)]:
        tried = f"{made[-1]} {word}".strip()
        if made[-1] and measure.width(tried, size, weight) > width:
            made.append(word)
        else:
            made[-1] = tried
    return made


def _pieces(word: str, width: float, size: float, weight: int, measure: TextMeasure) -> list[str]:
    """Return a word in pieces no wider than a line: broken behind its own hyphens and the like, else with a hyphen."""
    made: list[str] = []
    while word and measure.width(word, size, weight) > width:
        most = max(1, next((n for n in range(len(word), 0, -1) if measure.width(word[:n], size, weight) <= width), 1))
        at = max((n for n in range(2, most + 1) if word[n - 1] in _BREAKS), default=0)
        if not at:
            # One letter alone on a line is no piece of a word.
            shy = [n for n in range(min(most, len(word) - 2), 1, -1) if _is_joined(word, n)]
            at = next((n for n in shy if measure.width(word[:n] + "-", size, weight) <= width), 0)
            made.append(word[:at] + "-" if at else word[: (at := most)])
        else:
            made.append(word[:at])
        word = word[at:]
    return [*made, word] if word else made


def _is_joined(word: str, at: int) -> bool:
    """Say whether a place in a word is between two letters of a script that has hyphens."""
    return all(letter.isalpha() and ord(letter) < _FAR_EAST for letter in word[at - 1 : at + 1])


def cut(text: str, width: float, size: float, weight: int, measure: TextMeasure) -> str:
    """Return the text, or as much of its beginning as fits with an ellipsis."""
    if measure.width(text, size, weight) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if measure.width(text[:middle].rstrip() + "…", size, weight) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"
