"""Named versions of a map, looked at by a process that has no library open."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, NamedTuple

from crosslane.exchange.between import between_versions
from crosslane.model.map import Map
from crosslane.storage.library import open_library


class Kept(NamedTuple):
    """Where a map is kept as it was after an edit."""

    path: Path
    map_id: str
    seq: int


def between_kept_and(now: Map, kept: Kept) -> Iterator[Any]:
    """Say what lies between a map as it was kept and now, in parts as `between_versions` does. Raises Problem."""
    with closing(open_library(kept.path, read_only=True)) as library:
        old, whys = library.past.at(kept.map_id, kept.seq), library.past.reasons(kept.map_id, kept.seq)
    yield from between_versions(now, old, whys)
