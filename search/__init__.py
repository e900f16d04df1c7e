"""Finding passages, and answering questions with evidence."""

from search.ask import ask

__all__ = ["ask"]
