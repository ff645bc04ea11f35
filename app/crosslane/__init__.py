"""Crosslane: a team's data and work across Dev, Ops, Analytics and AI, drawn, understood and improved.

May import nothing of its own; it names the version, and settles what must be settled before NumPy is loaded anywhere.
Code never belongs here: each package below says what it is for.
"""

import os

__version__ = "0.1.0"

# Our tables are small: threads for their products wait for each other longer than they work, twice as long on a quiet
# machine and ten times as long on a busy one.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
