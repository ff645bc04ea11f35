"""How wide text is: a protocol, and a deterministic measure for tests and for runs without fonts."""

from __future__ import annotations

from typing import Protocol

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
        wide = sum(0.42 for c in text if ord(c) > 0x2E80)
        return (units + wide) * size * (1.05 if weight >= 600 else 1.0)


def wrap(text: str, width: float, size: float, weight: int, lines: int, measure: TextMeasure) -> list[str]:
    """Return the text broken into at most so many lines; what does not fit ends in an ellipsis."""
    done: list[str] = []
    words = [word for part in text.split("\n") for word in (*part.split(), "\n")][:-1]
    line = ""
    for at, word in enumerate(words):
        if word == "\n":
            done.append(line)
            line = ""
            continue
        tried = f"{line} {word}".strip()
        if not line or measure.width(tried, size, weight) <= width:
            line = tried
        else:
            done.append(line)
            line = word
        if len(done) == lines:
            done[-1] = cut(
                f"{done[-1]} {' '.join(w for w in words[at:] if w != chr(10))}", width, size, weight, measure
            )
            return done
    done.append(line)
    if len(done) > lines:
        done = [*done[: lines - 1], " ".join(done[lines - 1 :])]
    return [cut(each, width, size, weight, measure) for each in done]


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
