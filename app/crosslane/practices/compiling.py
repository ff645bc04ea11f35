"""Puts the shipped knowledge together: what `compiled` reads. Run as a program, it writes the files."""

from __future__ import annotations

import json
from pathlib import Path

from crosslane.practices.compiled import COUNTED, FOLDER, KNOWLEDGE, counted_text, write
from crosslane.practices.knowledge import load, tables_in
from crosslane.practices.words import tellings
from crosslane.settings import resource


def compiled_texts(folder: Path) -> dict[str, str]:
    """Return the files that the knowledge in a folder is put together to, by name."""
    told = tellings(load(folder))
    tables = json.dumps(tables_in(folder), ensure_ascii=False, indent=0)
    return {KNOWLEDGE: tables + "\n", COUNTED: counted_text(told, told.digests)}


def main() -> None:
    """Write the files anew."""
    write(compiled_texts(resource("knowledge")), resource(FOLDER))


if __name__ == "__main__":
    main()
