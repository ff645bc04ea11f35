"""The ways of flows between cards: around what stands in the way, live under a hand, and as tidy-up and people left them.

May import model and geometry. All of it runs in the window while somebody drags: plain Python, never NumPy or networkx.
To put cards anywhere never belongs here (`layout` does that); nor do colours, texts, figures and Qt.
"""
