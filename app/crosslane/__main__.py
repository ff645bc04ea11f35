"""`python -m crosslane` is the command `crosslane`."""

from crosslane.cli import main

if __name__ == "__main__":
    raise SystemExit(main())
