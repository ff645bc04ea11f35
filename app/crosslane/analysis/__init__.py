"""What a map says about time: exact where theory is exact, bounded where numbers are missing.

May import model and geometry; NumPy and networkx live here too, but never in `flow` and what it imports.
Sentences about practices, drawing and anything that changes a map never belong here.
"""
