"""The one kind of error that people read."""


class Problem(ValueError):
    """Something people can mend: its text is one clear sentence that says what, where, and what to do."""
