"""Pictures on anything that Qt can paint on: the canvas, pixels, PDF, print; and the one bundled font.

May import drawing and what is below it; with ui the only home of PySide6.
Widgets, events and decisions about what to show never belong here.
"""
