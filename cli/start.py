"""The program `minutebook`: `cli.main.run` where the process is its own."""

import gc

_THRESHOLD = 50_000
"""New objects between two searches for garbage, in place of Python's 700: a command that starts and ends makes many
objects and little garbage, and the searches took it a tenth of its time."""


def main() -> int:
    """Run the command line and return its exit status."""
    gc.set_threshold(_THRESHOLD)
    from cli.main import run

    status = run()
    gc.freeze()  # what is left goes with the process and need not be looked through once more
    return status
