"""Where steps and flows lie: routes that avoid cards, and tidy-up that keeps lanes and what people know.

May import model and geometry; NumPy and networkx live here too, but never in `routes`.
Colours, texts, figures and Qt never belong here: this package knows rectangles and arrows.
"""
