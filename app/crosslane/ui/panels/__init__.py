"""What stands around the canvas: outline, details, where time goes, what to try.

May import actions and below, and the small pieces of ui.
The canvas and dialogs never belong here: the window brings them together.
"""
