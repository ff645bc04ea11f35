"""Words to stems: phrases become one word, endings fall off, bent forms go back to their word."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise, zip_longest
from typing import NamedTuple

from crosslane.practices.compiled import Counted, digest_of

_WORD = re.compile(r"[a-z][a-z0-9-]*(?:'[a-z]+)?")
_VOWEL = re.compile(r"[aeiouy]")
# Longest first; the number of letters that must stay.
_ENDINGS = (
    ("isations", 3),
    ("izations", 3),
    ("isation", 3),
    ("ization", 3),
    ("ations", 3),
    ("ation", 3),
    ("ements", 4),
    ("ement", 4),
    ("ments", 4),
    ("ment", 4),
    ("nesses", 4),
    ("ness", 4),
    ("ities", 4),
    ("ity", 4),
    ("ively", 4),
    ("ive", 4),
    ("ably", 4),
    ("able", 4),
    ("ally", 4),
    ("ions", 4),
    ("ion", 4),
    ("ers", 4),
    ("er", 4),
    ("ly", 4),
    ("al", 4),
)


def plain_stem(word: str) -> str:
    """Return the part of a lower-case word that stays when it is bent."""
    stem = _singular(word.split("'", 1)[0])
    for ending in ("ed", "ing"):
        rest = stem.removesuffix(ending)
        if rest != stem and len(rest) >= 3 and _VOWEL.search(rest):
            stem = rest[:-1] if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "lsz" else rest
            break
    for ending, least in _ENDINGS:
        if stem.endswith(ending) and len(stem) - len(ending) >= least:
            stem = stem[: -len(ending)]
            break
    return stem[:-1] + "i" if len(stem) > 3 and stem.endswith("y") else stem.removesuffix("e")


def _singular(word: str) -> str:
    if word.endswith("sses"):
        return word[:-2]
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and len(word) > 3 and word[-2] not in "su" else word


class Cut(NamedTuple):
    """A text as stems (each once, phrases as one), each two neighbouring words as one, and the small words as they are:
    who speaks of nobody, before or all says something too.
    """

    stems: tuple[str, ...]
    pairs: list[str]
    small: list[str]


class Stemmer:
    """Cuts sentences of one language into stems, and knows which stems mean much the same."""

    def __init__(
        self,
        stop: str,
        phrases: Mapping[str, Iterable[str]],
        forms: Mapping[str, Iterable[str]],
        groups: Mapping[str, str],
        counted: Counted | None = None,
    ) -> None:
        """Take the words of a language; what was worked out for just these before is taken over."""
        # Another stemmer cuts otherwise, and has another digest.
        self.digest = digest_of((stop, *(f"{name}={list(many)}" for name, many in (*phrases.items(), *forms.items()))))
        self.digest += digest_of(f"{name}={many}" for name, many in groups.items())
        # By their first word and their second (a star is any word, "" none): the words after that, and the one word.
        self._phrases: dict[str, dict[str, list[tuple[list[str], str]]]] = {}
        for one, all_ in phrases.items():
            for first, *rest in (said.split() for said in all_):
                by_second = self._phrases.setdefault(first, {})
                by_second.setdefault(rest[0] if rest else "", []).append((rest[1:], one))
        self._forms = {bent: plain_stem(word) for word, bents in forms.items() for bent in bents}
        self._stop = frozenset(stop.split())
        # Stems of words met so far, "" for a small one: a few thousand words make nearly all of what is said.
        self._known: dict[str, str] = {}
        before = counted is not None and counted.stemmer == self.digest
        self.groups: Mapping[str, list[str]] = counted.groups if counted and before else self._grouped(groups)

    def _grouped(self, groups: Mapping[str, str]) -> dict[str, list[str]]:
        """Return for each stem the groups of words of much the same meaning that it stands in."""
        found: dict[str, list[str]] = {}
        for group, words in groups.items():
            for stem in sorted({self._stem(word) for word in words.split()}):
                found.setdefault(stem, []).append(f"#{group}")
        return found

    def cut(self, text: str) -> Cut:
        """Return a text cut into what it says."""
        words = _WORD.findall(text.lower().replace("’", "'"))
        stems: list[str] = []
        small: list[str] = []
        all_: list[str] = []
        for word in words:
            stem = self._known.get(word)
            if stem is None:
                stem = self._known[word] = "" if word.split("'", 1)[0] in self._stop else self._stem(word)
            all_.append(stem or word)
            (stems if stem else small).append(stem or word)
        # A phrase is heard besides its words, which may be what another wording uses.
        stems += [self._stem(one) for one in self._joined(words)]
        return Cut(tuple(dict.fromkeys(stems)), [f"{one} {next_}" for one, next_ in pairwise(all_)], small)

    def _joined(self, words: list[str]) -> Iterator[str]:
        """Yield the one word for every phrase among the words."""
        for at, (first, second) in enumerate(zip_longest(words, words[1:], fillvalue=""), 2):
            by_second = self._phrases.get(first)
            if not by_second:
                continue
            for key in (second, "*", "") if second else ("",):
                for rest, one in by_second.get(key, ()):
                    if words[at : at + len(rest)] == rest:
                        yield one

    def kin(self, stem: str) -> list[str]:
        """Return the groups of words of much the same meaning that a stem stands in."""
        return self.groups.get(stem, [])

    def _stem(self, word: str) -> str:
        return self._forms.get(word) or plain_stem(word)
