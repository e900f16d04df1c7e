"""The words that best tell one passage from the others, as scorers for a search of passages like it."""

from collections import Counter

from search.analysis import is_stop_word, terms
from search.whoosh_snapshot import Impacts, Snapshot

_TERMS = 16
"""Terms of a passage that are compared."""


def scorers(snapshot: Snapshot, text: str) -> dict[str, tuple[Impacts, float]]:
    """The most telling terms of a text, by frequency and rarity, with impacts and how much each tells."""
    counts = Counter(term for word, term in terms(text) if not is_stop_word(word))
    weighed = []
    for term, frequency in counts.items():
        impacts = snapshot.impacts(term)
        if len(impacts[0]) > 1:
            weighed.append((frequency * snapshot.idf(len(impacts[0])), term, impacts))
    best = sorted(weighed, key=lambda found: (-found[0], found[1]))[:_TERMS]
    return {term: (impacts, weight) for weight, term, impacts in best}
