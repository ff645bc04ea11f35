"""What people's sentences may mean, as chips: offered where they are typed and where they count, never applied in silence."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from crosslane.editor import Editor
from crosslane.model.records import Flow, Step
from crosslane.practices.suggest import advise_at
from crosslane.ui.tile import Tile

# So many meanings of one sentence are offered.
MOST = 2


def offered(editor: Editor, record: Flow | Step) -> dict[str, list[str]]:
    """Return for each sentence said of a place the symptoms that it may mean and that are not noted yet, likeliest first."""
    found: dict[str, list[str]] = {sentence: [] for sentence in record.said}
    if not found:
        return found
    place = advise_at(editor.map, editor.figures, editor.knowledge, record.id)
    taken = set(record.symptoms)
    for symptom, words in place.recognised if place is not None else ():
        home = next((sentence for sentence in record.said if words in sentence), None)
        if home is not None and symptom not in taken and len(found[home]) < MOST:
            taken.add(symptom)
            found[home].append(symptom)
    return found


def chips(editor: Editor, record: Flow | Step, symptoms: list[str]) -> Iterator[Tile]:
    """Yield a chip for each symptom; a press notes it at the place."""
    for symptom in symptoms:
        words = editor.knowledge.symptoms[symptom].title
        line = (f"Did you mean: {words[:1].lower()}{words[1:]}?", "")
        yield Tile(partial(_note, editor, record.id, symptom), line, style="chip")


def _note(editor: Editor, on: str, symptom: str) -> None:
    record = editor.map.get(on)
    if isinstance(record, Flow | Step):
        editor.set(on, "Note what people said", symptoms=(*record.symptoms, symptom))
