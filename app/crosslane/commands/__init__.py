"""The commands of the command line, one group a file: each takes parsed arguments and returns an exit code.

May import everything below the window.
Argument parsing (that is `cli`), windows and rules about maps never belong here.
"""
