"""What a pause of the pointer tells: the whole name, and the measures by their usual terms."""

from __future__ import annotations

from crosslane.analysis.sayings import of_ten
from crosslane.analysis.where import describe
from crosslane.editor import Editor
from crosslane.model.records import Flow, Step


def tip_of(editor: Editor, id_: str) -> str:
    """Return what is told of a record, "" for what says everything itself."""
    record = editor.map.get(id_)
    if not isinstance(record, Step | Flow):
        return ""
    lines = [describe(editor.map, editor.figures, id_)]
    if record.pca is not None:
        lines.append(f"%C/A {record.pca * 100:.3g} %: {of_ten(record.pca)} are usable")
    return "\n".join(lines)
