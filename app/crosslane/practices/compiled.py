"""What is shipped, put together once: the knowledge in one file, and its tellings counted, so that both are there at once.

Made anew by `python3 dev.py knowledge` when a file of the knowledge has changed; a test tells when that was forgotten.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any

from crosslane.settings import resource

if TYPE_CHECKING:
    from crosslane.practices.lean import Tellings

FOLDER, KNOWLEDGE, COUNTED = "compiled", "knowledge.json", "counted.txt"
# Counts are multiples of a tenth, and written as such.
TENTHS = 10


def digest_of(texts: Iterable[str]) -> str:
    """Return a short name for texts: others have another."""
    return blake2b("\n".join(texts).encode(), digest_size=8).hexdigest()


def read_knowledge() -> dict[str, Any] | None:
    """Return the tables of the shipped knowledge as they were put together; None where they are not."""
    try:
        tables: dict[str, Any] = json.loads(resource(FOLDER, KNOWLEDGE).read_bytes())
    except (OSError, ValueError):
        return None
    return tables


class Counted:
    """How often each word is said in each source, as counted before: looked up in the text of a file, word by word.

    `groups` are the groups of like words that a stem stands in, `stemmer` is the digest of the one that cut the words.
    """

    def __init__(self, data: bytes = b"") -> None:
        """Take the file: a line of JSON that names the sources, then a line for each word, in order."""
        head, _, self._lines = data.partition(b"\n")
        told: dict[str, Any] = json.loads(head) if head else {"stemmer": "", "groups": {}, "sources": []}
        self.stemmer: str = told["stemmer"]
        self.groups: dict[str, list[str]] = told["groups"]
        self._names: list[str] = [name for name, _, _ in told["sources"]]
        self.digests: dict[str, str] = {name: digest for name, digest, _ in told["sources"]}
        self.long: dict[str, float] = {name: long / TENTHS for name, _, long in told["sources"]}

    def of(self, word: str) -> dict[str, float]:
        """Return the sources that say a word, with how often."""
        wanted, lines = word.encode(), self._lines
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.find(b"\n", start)
            found, _, counts = lines[start:end].partition(b"\t")
            if found == wanted:
                pairs = (pair.split(b":") for pair in counts.split())
                return {self._names[int(at)]: int(many) / TENTHS for at, many in pairs}
            low, high = (end + 1, high) if found < wanted else (low, start)
        return {}


def read_counted() -> Counted:
    """Return the tellings of the shipped knowledge as they were counted; empty where they are not."""
    try:
        return Counted(resource(FOLDER, COUNTED).read_bytes())
    except (OSError, ValueError, KeyError):
        return Counted()


def counted_text(told: Tellings, digests: Mapping[str, str]) -> str:
    """Return tellings as `Counted` reads them."""
    names = sorted(told.long)
    at = {name: place for place, name in enumerate(names)}
    sources = [(name, digests[name], round(told.long[name] * TENTHS)) for name in names]
    lines = [json.dumps({"stemmer": told.stemmer.digest, "groups": told.stemmer.groups, "sources": sources})]
    for word in sorted(told.said, key=str.encode):
        pairs = sorted((at[name], round(many * TENTHS)) for name, many in told.said[word].items())
        lines.append(f"{word}\t{' '.join(f'{place}:{many}' for place, many in pairs)}")
    return "\n".join(lines) + "\n"


def write(texts: Mapping[str, str], folder: Path) -> None:
    """Write the files of this folder."""
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
