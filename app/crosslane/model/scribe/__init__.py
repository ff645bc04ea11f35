"""The scribe line: maps typed while people talk, and maps said back as lines.

May import the rest of model.
Completion popups, key handling and anything that draws never belong here.
"""

from crosslane.model.scribe.completing import Completions, complete
from crosslane.model.scribe.lines import line_of, lines
from crosslane.model.scribe.reading import Reading, read_line
from crosslane.model.scribe.rereading import Rereading, reread

__all__ = ["Completions", "Reading", "Rereading", "complete", "line_of", "lines", "read_line", "reread"]
