"""The grammar of a scribe line, without a map: what is a step, an arrow, a remark.

`Lane: step > Lane: step | wait 3d, ok 6/10 > ...`; `<` reads backwards; quotes keep `> < | : ,` in a name, and two
quotes within them are one; `Lane:` alone names a lane; `5 3w 6/10` speaks of handoff 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crosslane.model.errors import Problem

Token = tuple[str, str, int]
MARKS = "><|:,"


class Misread(Problem):
    """A line that makes no sense from a place on; `column` counts from 0."""

    def __init__(self, sentence: str, column: int) -> None:
        super().__init__(sentence)
        self.column = column


@dataclass
class Named:
    """A step as typed: the lane before the colon (None: the previous one), the name, and where it begins."""

    lane: str | None
    name: str
    column: int
    remarks: list[tuple[str, int]] = field(default_factory=list)


@dataclass
class Chain:
    """Steps in the order typed; `backwards[i]` tells the arrow between step i and i+1."""

    steps: list[Named]
    backwards: list[bool]


@dataclass
class Numbered:
    """A handoff called by its number, and what is said of it."""

    number: int
    remarks: list[tuple[str, int]]


@dataclass
class LaneAlone:
    """A lane named with nothing in it."""

    name: str


def tokens(text: str) -> Iterator[Token]:
    """Yield ("word" or the mark itself, text, column); raises Misread for a quote without its end."""
    at, word, begun, quoted = 0, "", 0, False
    while at < len(text):
        char = text[at]
        if not word.strip() and not quoted:
            begun = at
        if char == '"':
            inside, at = _quoted(text, at)
            word, quoted = word + inside, True
            continue
        if char in MARKS and not _is_decimal_comma(text, at):
            if word.strip() or quoted:
                yield "word", word.strip(), begun
            yield char, char, at
            word, quoted = "", False
        else:
            word += char
        at += 1
    if word.strip() or quoted:
        yield "word", word.strip(), begun


def _quoted(text: str, at: int) -> tuple[str, int]:
    """Return what the quote that begins at `at` holds, and the place after its end."""
    found = re.compile(r'"((?:[^"]|"")*)"').match(text, at)
    if found is None:
        raise Misread(f'The quote at place {at + 1} has no end: type " after the name.', at)
    return found[1].replace('""', '"'), found.end()


def _is_decimal_comma(text: str, at: int) -> bool:
    """Say whether a comma stands inside a number, as in "1,5d"."""
    return text[at] == "," and text[at - 1 : at].isdigit() and text[at + 1 : at + 2].isdigit()


def quoted(name: str) -> str:
    """Return a name as it can stand in a line: in quotes when it holds a mark."""
    plain = " ".join(name.split())
    if plain and not any(mark in plain for mark in f'{MARKS}"'):
        return plain
    doubled = plain.replace('"', '""')
    return f'"{doubled}"'


def parse(text: str) -> Chain | Numbered | LaneAlone:
    """Return what a line says; raises Misread with the place where it stops making sense."""
    numbered = re.match(r"\s*(\d{1,6})(?=\s|$)", text)
    if numbered and not re.search(r"[<>:]", _outside_quotes(text)):
        rest = re.sub(r"(?<!\d),|,(?!\d)|\|", " ", text[numbered.end() :])
        return Numbered(int(numbered[1]), [(rest.strip(), numbered.end())] if rest.strip() else [])
    found = list(tokens(text))
    if [kind for kind, _, _ in found] == ["word", ":"]:
        return LaneAlone(found[0][1])
    return _Parser(found, len(text)).chain()


def _outside_quotes(text: str) -> str:
    return re.sub(r'"[^"]*"', "", text)


class _Parser:
    def __init__(self, found: list[Token], length: int) -> None:
        self.tokens, self.at, self.length = found, 0, length

    def chain(self) -> Chain:
        steps, backwards = [self._step()], []
        while self._kind() in (">", "<"):
            backwards.append(self._kind() == "<")
            self.at += 1
            steps.append(self._step())
        if self.at < len(self.tokens):
            _, text, column = self.tokens[self.at]
            raise Misread(
                f"{text!r} at place {column + 1} is not expected there: write Lane: step > Lane: step | wait 3d.",
                column,
            )
        return Chain(steps, backwards)

    def _kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _word(self, what: str) -> tuple[str, int]:
        if self._kind() != "word":
            column = self.tokens[self.at][2] if self.at < len(self.tokens) else self.length
            raise Misread(f"{what} is missing at place {column + 1}.", column)
        _, text, column = self.tokens[self.at]
        self.at += 1
        return text, column

    def _step(self) -> Named:
        name, column = self._word("The name of a step")
        lane = None
        if self._kind() == ":":
            self.at += 1
            lane = name
            name, column = self._word("The name of a step after the lane")
        while self._kind() == ",":
            self.at += 1
            more, _ = self._word("The rest of the name after the comma")
            name = f"{name}, {more}"
        return Named(lane, name, column, self._remarks())

    def _remarks(self) -> list[tuple[str, int]]:
        found: list[tuple[str, int]] = []
        while self._kind() == "|":
            self.at += 1
            while self._kind() in ("word", ","):
                if self._kind() == "word":
                    found.append((self.tokens[self.at][1], self.tokens[self.at][2]))
                self.at += 1
        return found
