"""The window: canvas, panels and dialogs over one editor.

May import everything below; with paint the only home of PySide6.
Anything that can be decided without a widget never belongs here.
"""
