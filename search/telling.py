"""The terms that tell some passages from the others: for passages like one, and to rank by the best ones.

Ranking by the best passages is pseudo-relevance feedback after Lavrenko and Croft, "Relevance-based
language models" (SIGIR 2001), in the form RM3: the query's own words keep most of the weight. Here
it changes the order of what is found, and finds nothing else.
"""

from collections import Counter
from collections.abc import Iterable

from search.analysis import is_stop_word, terms
from search.docsets import Docset
from search.evaluation import ranked
from search.whoosh_snapshot import Snapshot

FEEDBACK_PASSAGES = 10
FEEDBACK_TERMS = 20
FEEDBACK_WEIGHT = 0.3
"""Share of the best passages' terms in the score. All three: the best of seven settings tried by hand."""
FEWEST_WORDS = 3
"""A query of fewer words is ranked by them alone."""


def telling_terms(snapshot: Snapshot, texts: Iterable[tuple[str, float]], most: int) -> dict[str, float]:
    """The terms that weigh most in these texts, each text with its share; the weights add up to 1.

    A term weighs as often as it stands in a text, by the text's length, times its rarity.
    """
    weights: Counter[str] = Counter()
    for text, share in texts:
        found = [term for word, term in terms(text) if not is_stop_word(word)]
        for term, count in Counter(found).items():
            weights[term] += share * count / len(found)  # type: ignore[assignment]
    for term in weights:
        weights[term] *= snapshot.idf(len(snapshot.impacts(term)[0]))  # type: ignore[assignment]
    best = sorted(weights.items(), key=lambda one: (-one[1], one[0]))[:most]
    total = sum(weight for _term, weight in best) or 1.0
    return {term: weight / total for term, weight in best}


def add_terms(snapshot: Snapshot, scores: list[float], weights: dict[str, float], factor: float) -> None:
    """Add to the scores what terms add, by weight."""
    for term, weight in weights.items():
        for number, impact in zip(*snapshot.impacts(term), strict=True):
            scores[number] += factor * weight * impact


def add_feedback(snapshot: Snapshot, found: Docset, scores: list[float], words: int) -> None:
    """Raise the scores of passages that resemble the best ones. `words` are those of the query that scored."""
    if words < FEWEST_WORDS:
        return
    best = ranked(snapshot, found, scores, "relevance", FEEDBACK_PASSAGES)
    shares = {snapshot.stored(number)["text"]: scores[number] for number in best}
    total = sum(shares.values())
    if total:
        weights = telling_terms(snapshot, ((text, score / total) for text, score in shares.items()), FEEDBACK_TERMS)
        add_terms(snapshot, scores, weights, words * FEEDBACK_WEIGHT / (1 - FEEDBACK_WEIGHT))
