"""Advice: from what is drawn and said on a map to the practice to try next, with its reasons.

May import analysis and model; the knowledge itself is data in the resources.
Qt, storage and wording for one screen never belong here.
"""
