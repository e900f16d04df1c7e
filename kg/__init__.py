"""The knowledge graph: domain types, records, judgements, identity, the graph engine and named questions.

`from kg import Library` is the way in.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg.library import Library

__all__ = ["Library"]


def __getattr__(name: str) -> Any:
    """Import `Library` when it is asked for, so that parts of the package start without it."""
    if name == "Library":
        from kg.library import Library

        return Library
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
