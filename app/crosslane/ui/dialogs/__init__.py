"""Dialogs: a new map, the maps of the library, export, keys.

May import drawing, paint and the small pieces of ui.
Decisions and saving never belong here: a dialog asks, the window does.
"""
