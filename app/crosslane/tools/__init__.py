"""Gestures of the hand on a map: generators that live from press to release inside one edit.

May import editor, drawing and below.
Qt never belongs here: what comes in are our own pointers, so that tools are tested without a window.
"""
