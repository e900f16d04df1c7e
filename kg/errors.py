"""The one exception tree.

Every error that a user can cause or mend is a `MinutebookError`; it is caught once in
the command line and once in the web app. Anything else is a bug and shows its traceback.
A message says what is wrong, where, and what to do next.
"""


class MinutebookError(Exception):
    """Base of all errors shown to users without a traceback."""

    exit_code = 2


class LibraryError(MinutebookError):
    """The library folder is missing, damaged, locked, or not a library."""


class ConfigurationError(MinutebookError):
    """`minutebook.toml` or `roster.ttl` cannot be used as written."""


class DocumentError(MinutebookError):
    """One document cannot be read; what is stored stays as it was."""

    exit_code = 1


class LoadError(MinutebookError):
    """A file that a library cannot take in, or not beside what it holds; nothing is changed."""


class JudgementError(MinutebookError):
    """A judgement names something that does not exist or contradicts another."""


class QueryError(MinutebookError):
    """A SPARQL or search query that cannot be run as written."""


class QueryTooBig(QueryError):
    """A query that needed more memory, or more room for its answer, than it may take, and was stopped."""


class QueryTimeout(MinutebookError):
    """A query ran past its time limit and was stopped."""

    exit_code = 3


class QuerySyntaxError(QueryError):
    """A query that is not written in SPARQL; `line` and `column` count from 1."""

    def __init__(self, problem: str, line: int, column: int, source: str) -> None:
        shown = f"{source[: column + 60]}\n{' ' * (column - 1)}^" if len(source) <= 200 else source[:200]
        super().__init__(f"line {line}, column {column}: {problem}\n{shown}")
        self.parts = (problem, line, column, source)
        self.line = line
        self.column = column
