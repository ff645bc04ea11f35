"""Where maps stay: the library (one SQLite database), its journal, its writer thread, and files linked to it.

May import the model, the map file of `exchange`, `settings`, sqlite3, sqlite-utils and filelock.
What a map means, how it looks and when the user is asked something never belong here.
"""
