"""The grammar of a scribe line, without a map: what is a step, an arrow, a remark.

`Lane: step > Lane: step | wait 3d, ok 6/10 > ...`; `<` reads backwards; quotes keep `> < | : ,` in a name;
`5 3w 6/10` speaks of handoff 5.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crosslane.model.errors import Problem

Token = tuple[str, str, int]
_MARKS = "><|:,"


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


def tokens(text: str) -> Iterator[Token]:
    """Yield ("word" or the mark itself, text, column); raises Problem for a quote without its end."""
    at = 0
    word, begun = "", 0
    while at < len(text):
        char = text[at]
        if char == '"':
            end = text.find('"', at + 1)
            if end < 0:
                raise Problem(f'The quote at place {at + 1} has no end: type " after the name.')
            if not word.strip():
                begun = at
            word += text[at + 1 : end]
            at = end + 1
            continue
        if char in _MARKS:
            if word.strip():
                yield "word", word.strip(), begun
            yield char, char, at
            word = ""
        else:
            if not word.strip() and not char.isspace():
                begun = at
            word += char
        at += 1
    if word.strip():
        yield "word", word.strip(), begun


def parse(text: str) -> Chain | Numbered:
    """Return what a line says; raises Problem with the place where it stops making sense."""
    numbered = re.match(r"\s*(\d{1,6})(?=\s|$)", text)
    if numbered and not re.search(r"[<>:]", _outside_quotes(text)):
        rest = text[numbered.end() :].replace(",", " ").replace("|", " ")
        return Numbered(int(numbered[1]), [(rest.strip(), numbered.end())] if rest.strip() else [])
    return _Parser(list(tokens(text)), len(text)).chain()


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
            raise Problem(
                f"{text!r} at place {column + 1} is not expected there: write Lane: step > Lane: step | wait 3d."
            )
        return Chain(steps, backwards)

    def _kind(self) -> str:
        return self.tokens[self.at][0] if self.at < len(self.tokens) else ""

    def _word(self, what: str) -> tuple[str, int]:
        if self._kind() != "word":
            column = self.tokens[self.at][2] if self.at < len(self.tokens) else self.length
            raise Problem(f"{what} is missing at place {column + 1}.")
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
