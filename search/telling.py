"""The terms that tell some passages from the others: for passages like one, and to rank by the best ones.

Ranking by the best passages is pseudo-relevance feedback after Lavrenko and Croft, "Relevance-based
language models" (SIGIR 2001), in the form RM3: the query's own words keep most of the weight. Here
it changes the order of what is found, and finds nothing else.
"""

from collections import Counter
from collections.abc import Iterable

from search.analysis import is_stop_word, terms
from search.evaluation import Passages

FEEDBACK_PASSAGES = 10
FEEDBACK_TERMS = 20
FEEDBACK_WEIGHT = 0.4
"""Share of the best passages' terms in the score, up to two fifths."""
HALF = 0.5
"""How often a term stands in a passage that says half of what it can say there. All four: chosen as K1 and B are."""
FEWEST_WORDS = 3
"""A query of fewer words is ranked by them alone."""


def telling_terms(snapshot: Passages, texts: Iterable[tuple[str, float]], most: int) -> dict[str, float]:
    """The terms that weigh most in these texts, each text with its share; the weights add up to 1.

    A term weighs by its rarity and by how often it stands in a text, where the first times count most, as in BM25.
    """
    weights: Counter[str] = Counter()
    for text, share in texts:
        found = [term for word, term in terms(text) if not is_stop_word(word)]
        for term, count in Counter(found).items():
            weights[term] += share * count / (count + HALF)  # type: ignore[assignment]
    for term in weights:
        weights[term] *= snapshot.idf(snapshot.frequency(term))  # type: ignore[assignment]
    best = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:most]
    total = sum(weight for _term, weight in best) or 1.0
    return {term: weight / total for term, weight in best}
