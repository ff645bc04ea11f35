"""The kinds of error that people read."""


class Problem(ValueError):  # noqa: N818  (it is a problem people can mend, and reads so everywhere)
    """Something people can mend: its text is one clear sentence that says what, where, and what to do."""


class Taken(Problem):
    """Another window has what is asked for; it is free again when that one is closed."""
