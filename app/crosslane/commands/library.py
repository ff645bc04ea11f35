"""Commands that work on the library: new, list, and its care."""

from __future__ import annotations

from argparse import Namespace
from contextlib import closing
from pathlib import Path

from crosslane.commands.maps import library_of, library_read, put_out
from crosslane.exchange.mapfile import write_file
from crosslane.exchange.templates import template
from crosslane.model.errors import Problem
from crosslane.settings import library_path
from crosslane.storage.care import backup, check, restore
from crosslane.storage.library import Entry, open_library


def new(options: Namespace) -> int:
    """Make a map from an example: into a file, or into the library."""
    map_ = template(options.template)
    if options.output:
        write_file(map_, Path(options.output))
    else:
        with closing(open_library(library_of(options) or library_path())) as library:
            put_out(library.add(map_), None)
    return 0


def list_maps(options: Namespace) -> int:
    """Print the maps of the library."""
    place = library_read(options) or library_path()
    entries: list[Entry] = []
    if place.exists():
        with closing(open_library(place, read_only=True)) as library:
            entries = library.maps()
    put_out("\n".join(f"{e.id:28} {e.title}" for e in entries) or "The library is empty.", options.output)
    return 0


def care(options: Namespace) -> int:
    """Check, back up or restore the library."""
    place = library_of(options) or library_path()
    if options.what == "restore":
        if not options.file:
            raise Problem("Which backup? Type crosslane library restore FILE.")
        kept = restore(place, Path(options.file))
        put_out(f"Restored from {options.file}." + (f" What was there before is kept as {kept}." if kept else ""), None)
        return 0
    if options.what == "backup":
        target = Path(options.file or f"{place.stem}-backup.db")
        backup(place, target)
        put_out(f"Backed up to {target}.", None)
        return 0
    faults = check(place)
    put_out("\n".join(faults) or "The library is in order.", None)
    return int(bool(faults))
