"""Crosslane: a team's data and work across Dev, Ops, Analytics and AI, drawn, understood and improved.

May import nothing; it only names the version.
Code never belongs here: each package below says what it is for.
"""

__version__ = "0.1.0"
