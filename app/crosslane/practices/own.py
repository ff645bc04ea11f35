"""A team's own knowledge: practices, symptoms and rules as files in a folder, added to what is shipped, changed or switched off.

A file that is wrong is told in one sentence and left out; everything else goes on working.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from crosslane.model.errors import Problem
from crosslane.practices.knowledge import (
    Entry,
    Knowledge,
    Practice,
    Row,
    Source,
    Symptom,
    read_entries,
    read_entry,
    shipped,
)
from crosslane.practices.linting import broken
from crosslane.settings import places

FOLDER = "knowledge"
KINDS = ("practices", "symptoms")
EXAMPLE = """# practices/our-release-hour.toml
id = "our-release-hour"
title = "A release hour with both teams"
card = "Release together, at a fixed hour"
ops = "devops"
principle = "cd"
lever = "shorten-wait"
effort = "S"
what = "Both sides sit together for one hour on Tuesday and Thursday and release whatever is ready."
first_step = "Book the first hour and release one small change."
experiment = "For two weeks, release only in the hour."
measure = "Hours from ready to live."
not_if = "Releases are automatic already."
situations = ["We wait until operations has time.", "Nobody knows when it goes out."]
[signals]
soon_felt = "Less asking."
soon_measured = "Hours from ready to live."
later_felt = "Calm releases."
later_measured = "Releases a week."

# symptoms/waits-for-yes.toml with the id of a shipped symptom takes its place.
# disabled.toml switches off:  practices = ["aiops-decision-audit"]   symptoms = []
# context/*.toml adds rules ([[row]]), sources.toml adds sources ([[source]]).
"""


@dataclass(frozen=True)
class Difference:
    """A field of a shipped entry that the team has changed."""

    field: str
    before: object
    after: object


@dataclass(frozen=True)
class Own:
    """The knowledge with the team's own: what was added, changed (by id, with its differences), switched off, and is wrong."""

    knowledge: Knowledge
    added: tuple[str, ...] = ()
    changed: Mapping[str, tuple[Difference, ...]] = field(default_factory=dict)
    disabled: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()


def in_use() -> Knowledge:
    """Return the knowledge that the program works with: what is shipped, and the team's own beside the library."""
    return own_of(places().data / FOLDER).knowledge


def own_of(folder: Path) -> Own:
    """Return the shipped knowledge with what lies in a folder; read again when a file there has changed."""
    if not folder.is_dir():
        return Own(shipped())
    return _read(folder, tuple((str(path), path.stat().st_mtime_ns) for path in sorted(folder.rglob("*.toml"))))


@lru_cache(maxsize=4)
def _read(folder: Path, _: tuple[tuple[str, int], ...]) -> Own:
    return _Reading(folder).run()


class _Reading:
    def __init__(self, folder: Path) -> None:
        self.folder, self.base = folder, shipped()
        self.knowledge = shipped()
        # What was wrong before is no fault of the team's.
        self.faults = set(broken(self.knowledge))
        self.problems: list[str] = []
        self.added: list[str] = []
        self.changed: dict[str, tuple[Difference, ...]] = {}
        self.disabled: list[str] = []

    def run(self) -> Own:
        self._sources()
        self._entries("practices", Practice)
        self._entries("symptoms", Symptom)
        self._rows()
        self._disable()
        return Own(self.knowledge, tuple(self.added), self.changed, tuple(self.disabled), tuple(self.problems))

    def _try(self, where: str, knowledge: Knowledge) -> str:
        """Take the knowledge over unless it brings a fault that was not there: then return it in a sentence."""
        faults = set(broken(knowledge))
        new = sorted(faults - self.faults)
        if new:
            return f"{where} is left out: {new[0]}"
        self.knowledge, self.faults = knowledge, faults
        return ""

    def _entries(self, name: str, kind: type[Practice] | type[Symptom]) -> None:
        """Read all files of a kind, in any order: what builds on another of them is tried again when that is there."""
        paths = sorted((self.folder / name).glob("*.toml"))
        while paths:
            problems = {path: problem for path in paths if (problem := self._entry(path, kind, name))}
            if len(problems) in (0, len(paths)):
                self.problems += problems.values()
                return
            paths = list(problems)

    def _entry(self, path: Path, kind: type[Practice] | type[Symptom], name: str) -> str:
        try:
            entry = read_entry(path, kind)
        except Problem as problem:
            return f"{name}/{problem}"
        old: Mapping[str, Any] = getattr(self.base, name)
        known, entry = self.knowledge, _heard_as_before(entry, old.get(entry.id))
        if isinstance(entry, Practice):
            known = replace(known, practices={**known.practices, entry.id: entry})
        else:
            known = replace(known, symptoms={**known.symptoms, entry.id: entry})
        fault = self._try(f"{name}/{path.name}", known)
        if not fault and entry.id in old:
            self.changed[entry.id] = tuple(differences(old[entry.id], entry))
        elif not fault:
            self.added.append(entry.id)
        return fault

    def _sources(self) -> None:
        for source in self._listed(self.folder / "sources.toml", "source", Source):
            self.knowledge = replace(self.knowledge, sources={**self.knowledge.sources, source.id: source})

    def _rows(self) -> None:
        for path in sorted((self.folder / "context").glob("*.toml")):
            rows = tuple(self._listed(path, "row", Row))
            known = replace(self.knowledge, rows=(*self.knowledge.rows, *rows))
            if problem := self._try(f"context/{path.name}", known):
                self.problems.append(problem)
            else:
                self.added += [row.id for row in rows]

    def _listed(self, path: Path, name: str, kind: type[Any]) -> list[Any]:
        if not path.is_file():
            return []
        try:
            return list(read_entries(path, name, kind))
        except Problem as problem:
            self.problems.append(str(problem))
            return []

    def _disable(self) -> None:
        path = self.folder / "disabled.toml"
        if not path.is_file():
            return
        try:
            wanted = read_entry(path, Disabled)
        except Problem as problem:
            self.problems.append(str(problem))
            return
        known = self.knowledge
        never = [id_ for id_ in wanted.practices if id_ in known.practices]
        silent = {id_: _silenced(known.symptoms[id_]) for id_ in wanted.symptoms if id_ in known.symptoms}
        for id_ in (*wanted.practices, *wanted.symptoms):
            if id_ not in known.practices and id_ not in known.symptoms:
                self.problems.append(f"disabled.toml: there is no practice or symptom {id_!r}; correct or remove it.")
        settings = known.settings.model_copy(update={"never": (*known.settings.never, *never)})
        self.knowledge = replace(known, settings=settings, symptoms={**known.symptoms, **silent})
        self.disabled += [*never, *silent]


def _heard_as_before(entry: Practice | Symptom, shipped: Practice | Symptom | None) -> Practice | Symptom:
    """Return a changed entry with what people say of it as shipped, unless the team has written that anew."""
    field = "situations" if isinstance(entry, Practice) else "wordings"
    if shipped is None or field in entry.model_fields_set:
        return entry
    return entry.model_copy(update={field: getattr(shipped, field)})


class Disabled(Entry):
    """What a team does not want suggested or seen."""

    practices: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()


def _silenced(symptom: Symptom) -> Symptom:
    """Return the symptom as one that is neither seen nor heard; pinned by people, it still counts."""
    return symptom.model_copy(update={"detect": (), "wordings": ()})


def differences(before: Entry, after: Entry) -> Iterator[Difference]:
    """Yield the fields in which two entries of one kind differ, in their order."""
    for name in type(before).model_fields:
        old, new = getattr(before, name), getattr(after, name)
        if old != new:
            yield Difference(name, old, new)


def told(own: Own) -> list[str]:
    """Return in sentences what a team's own knowledge does, and what is wrong with it."""
    said = [f"Added: {', '.join(own.added)}."] if own.added else []
    for id_, changes in own.changed.items():
        said.append(f"Changed: {id_}, in {', '.join(change.field for change in changes) or 'nothing'}.")
        said += [f"  {change.field}: {_short(change.before)} -> {_short(change.after)}" for change in changes]
    if own.disabled:
        said.append(f"Switched off: {', '.join(own.disabled)}.")
    return [*said, *own.problems]


def _short(value: object) -> str:
    text = ", ".join(str(part) for part in value) if isinstance(value, tuple) else str(value)
    return text if len(text) <= 60 else text[:57] + "..."
