"""A map as data: small frozen records, their changes, the store that keeps them, and the words people type.

May import pydantic, geometry and settings.
Drawing, analysis, files, databases and Qt never belong here.
"""
