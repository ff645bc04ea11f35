"""The canvas: one picture of the map, painted in layers, and the hand on it.

May import tools, paint, actions and below.
Panels, dialogs and anything about files never belong here.
"""
