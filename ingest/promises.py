"""Commitments stated in prose: intentions, plans, what will be done and what is being prepared.

The grammar decides: a subject that can owe, a predicate that looks forward, and what it
governs. What is denied, supposed, asked or past is no commitment. `ingest.actions` reads the
explicit ones; this reads what it leaves.
"""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words, has_subject, is_negated, path_up, subjects
from ingest.language import words_in
from ingest.parties import Parties
from ingest.promises_grammar import Promise, is_ahead, lemma_of, lexicon, promise_at
from ingest.reading import DateMention, Reading
from kg.edtf import parse
from kg.extraction import Basis, Commitment, CommitmentKind, Span
from kg.identifiers import name_key

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_promises(reading: Reading, parties: Parties, taken: Sequence[Commitment] = ()) -> Iterator[Commitment]:
    """Commitments in the running text outside meetings, in text order, without those already `taken`."""
    if reading.doc is None:
        return
    for number, block in enumerate(reading.structure.blocks):
        if block.kind in ("heading", "row") or reading.sitting_of(number) is not None:
            continue
        before: Span | None = None
        for sentence in reading.sentences(block):
            words = reading.text(sentence)
            known = [c for c in taken if any(e.start < sentence.end and sentence.start < e.end for e in c.evidence)]
            if not words.rstrip().endswith("?"):
                yield from (
                    c for c in _sentence(reading, parties, sentence, before) if not any(_alike(c, k) for k in known)
                )
            before = sentence


def _alike(one: Commitment, other: Commitment) -> bool:
    """Do two commitments of one sentence owe the same thing: most words of the shorter in the longer?"""
    mine, theirs = set(name_key(one.what).split()), set(name_key(other.what).split())
    return (
        (2 * len(mine & theirs) > min(len(mine), len(theirs)) and one.rule != "promises/announced")
        or other.rule.startswith("promises/")
        or one.rule == "promises/announced"
    )


def _sentence(reading: Reading, parties: Parties, sentence: Span, before: Span | None) -> Iterator[Commitment]:
    assert reading.doc is not None
    tokens = words_in(reading.doc, sentence)
    last = sentence.start - 1
    found: list[Commitment] = []
    for token in tokens:
        promise = promise_at(reading, token, sentence)
        if promise is None or promise.verb.idx <= last or not _holds(reading, promise, sentence):
            continue
        made = _made(reading, parties, promise, sentence, before)
        if made:
            last = made.evidence[0].end
            found.append(made)
    if not found and (match := lexicon()["announced"].search(reading.text(sentence))):
        found += _announced(reading, parties, sentence, match)
    yield from found


def _days(date: DateMention) -> int:
    interval = parse(date.when.edtf)
    return (interval.latest - interval.earliest).days if interval.latest and interval.earliest else 10_000


def _holds(reading: Reading, promise: Promise, sentence: Span) -> bool:
    """Is it neither denied nor supposed, and can its subject owe?"""
    vocabulary = lexicon()
    words = clause_words(promise.governor)
    low, high = max(sentence.start, words[0].idx), promise.verb.idx + len(promise.verb.text)
    clause = reading.text(Span(min(low, high), max(low, high)))
    if vocabulary["off"].search(clause) or is_negated(promise.verb) or is_negated(promise.governor):
        return False
    if vocabulary["unreal"].search(clause) or any(_conditional(here) for here in path_up(promise.governor)):
        return False
    if (
        promise.governor.dep_ == "relcl"
        and promise.rule in ("promises/will", "promises/in-progress")
        and not reading.dates_in(Span(low, words[-1].idx + 20))
    ):
        return False
    acting = subjects(promise.governor) if promise.rule != "promises/noun" else []
    passive = any(child.dep_ == "auxpass" for child in promise.verb.children)
    ours = any(s.lower_ in vocabulary["own"] for s in acting)
    if ours and promise.kind != "action" and lemma_of(promise.verb) in vocabulary["remarks"]:
        return False
    if promise.rule == "promises/agree-to" and promise.governor.tag_ == "VBD" and (ours or _is_ourselves(acting)):
        return False  # what a body agreed to is a decision
    stands_for = (
        ("it", "they", "this", "which", "that") if passive else ("it",) if promise.governor != promise.verb else ()
    )
    return not any(s.lower_ in vocabulary["never"] and s.lower_ not in stands_for for s in acting)


def _conditional(token: "Token") -> bool:
    return any(
        child.lower_ in ("if", "unless", "whether", "would", "could", "might") and child.dep_ in ("mark", "aux")
        for child in token.children
    )


def _made(
    reading: Reading, parties: Parties, promise: Promise, sentence: Span, before: Span | None
) -> Commitment | None:
    words = list(promise.verb.subtree)
    governor = list(clause_words(promise.governor))
    start = max(sentence.start, min(governor[0].idx, words[0].idx))
    end = min(sentence.end, max(w.idx + len(w.text) for w in (words[-1], governor[-1])))
    evidence = _trimmed(reading, Span(start, end))
    passive = any(child.dep_ == "auxpass" for child in promise.verb.children) or promise.rule in (
        "promises/scheduled",
        "promises/present-with-date",
    )
    what = _trimmed(reading, Span(promise.verb.idx if not passive else start, end))
    if len(reading.text(what).split()) < 2:
        return None
    owner, basis = _owner(reading, parties, promise, sentence, before, passive)
    due = _due(reading, promise, evidence, sentence)
    return Commitment(
        owner=owner,
        what=_said(reading, what),
        due=due.when if due else None,
        kind=promise.kind,
        status="open",
        evidence=(evidence,),
        rule=promise.rule,
        confidence=0.8 if owner else 0.65,
        basis=basis,
    )


def _trimmed(reading: Reading, span: Span) -> Span:
    words = reading.text(span)
    left = len(words) - len(words.lstrip(" \t\n,;:–—-*_“\"'"))
    return Span(span.start + left, span.start + len(words.rstrip(" \t\n,;:–—-*_.(")))


def _said(reading: Reading, span: Span) -> str:
    return " ".join(re.sub(r"[*_]{2}", "", reading.text(span)).split())


def _owner(
    reading: Reading, parties: Parties, promise: Promise, sentence: Span, before: Span | None, passive: bool
) -> tuple[tuple[str, ...], Basis]:
    """Who owes it, and whether the text says so: nobody where a passive names nobody."""
    if passive and promise.rule not in ("promises/in-progress", "promises/progressive-with-date"):
        return _agent(reading, parties, promise, sentence), "stated"
    ours = (parties.committee,) if parties.committee else ()
    if promise.rule == "promises/noun":
        near = {t.idx for t in promise.governor.subtree if t.dep_ in ("poss", "pobj", "compound", "appos", "conj")}
        names = _named_at(reading, Span(sentence.start, promise.verb.idx), near)
        return (names[:1], "stated") if names else (ours, "inferred")
    acting = subjects(promise.governor)
    under = {t.idx for s in acting for t in s.subtree if not _is_aside(t, s)}
    if named := _named_at(reading, sentence, under):
        return named, "stated"
    return _meant(reading, ours, acting, Span((before or sentence).start, promise.governor.idx)), "resolved"


def _named_at(reading: Reading, span: Span, offsets: set[int]) -> tuple[str, ...]:
    """Entities named in `span` whose main word is one of the words at `offsets`, each once."""
    assert reading.doc is not None
    names = reading.names_in(span)
    return tuple(dict.fromkeys(m.entity for m in names if words_in(reading.doc, m.span).root.idx in offsets))


def _agent(reading: Reading, parties: Parties, promise: Promise, sentence: Span) -> tuple[str, ...]:
    """Who does what a passive says: its agent, who is asked to, or we where the subject is ours."""
    assert reading.doc is not None
    names = reading.names_in(sentence)
    agents = [m for m in names if any(t.dep_ == "agent" for t in path_up(words_in(reading.doc, m.span).root))]
    under = [t for s in subjects(promise.governor) for t in s.subtree]
    if agents:
        return tuple(m.entity for m in agents)
    if promise.governor.lemma_ == "ask":
        return _named_at(reading, sentence, {t.idx for t in under})[:1]
    ours = any(t.lower_ in ("we", "our", "us") for t in under)
    return (parties.committee,) if ours and parties.committee else ()


_OURSELVES = re.compile(
    r"\b(?:committee|council|board|trustees|group|trust|members|team|charity|society)\b", re.IGNORECASE
)


def _is_ourselves(acting: list["Token"]) -> bool:
    return bool(acting) and _OURSELVES.search(" ".join(t.text for t in acting[0].subtree)) is not None


def _meant(reading: Reading, ours: tuple[str, ...], acting: list["Token"], earlier: Span) -> tuple[str, ...]:
    """Whom a subject without a name means: `I`, `we`, `they`, `the committee`."""
    pronoun = acting[0].lower_ if acting else ""
    if pronoun == "i" and reading.document.authors:
        return reading.document.authors[:1]
    if pronoun in lexicon()["own"]:
        return ours
    if pronoun in ("they", "he", "she", "it") or not acting:
        names = [m.entity for m in reading.names_in(earlier)]
        return tuple([e for e in names if e.startswith("person/") == (pronoun in ("he", "she"))][-1:])
    return ours if _is_ourselves(acting) else ()


def _is_aside(token: "Token", top: "Token") -> bool:
    """Does a word under a subject stand in a phrase or clause of its own?"""
    return any(here.dep_ in ("relcl", "acl", "prep") and here != top for here in _between(token, top))


def _between(token: "Token", top: "Token") -> Iterator["Token"]:
    for here in path_up(token):
        yield here
        if here == top:
            return


def _due(reading: Reading, promise: Promise, evidence: Span, sentence: Span) -> DateMention | None:
    """The date by or on which it is to be: behind the verb in its clause, else the only one ahead in the sentence."""
    behind = [d for d in reading.dates_in(Span(promise.verb.idx, evidence.end)) if is_ahead(d, reading.document.date)]
    if behind:
        return min(behind, key=lambda d: (_days(d) > 400, d.span.start))
    dates = [d for d in reading.dates_in(sentence) if is_ahead(d, reading.document.date)]
    head = clause_head(promise.governor)
    own = [d for d in dates if reading.doc is not None and clause_head(words_in(reading.doc, d.span).root) == head]
    return (own or dates)[0] if len(own or dates) == 1 or own else None


def _announced(reading: Reading, parties: Parties, sentence: Span, match: re.Match[str]) -> Iterator[Commitment]:
    """`Watch out for a webinar with X`, `a date has been confirmed for Y`: what is announced, with nobody's name."""
    assert reading.doc is not None
    words = reading.text(sentence)
    tokens = words_in(reading.doc, sentence)
    ahead = [d for d in reading.dates_in(sentence) if is_ahead(d, reading.document.date)]
    goal = "working towards" in match.group().lower()
    imperative = re.search(r"out for", match.group())
    if (
        not (ahead or imperative or goal)
        or lexicon()["unreal"].search(words)
        or not (has_subject(tokens) or imperative)
    ):
        return
    start = sentence.start + (match.start() if goal else 0)
    kind: CommitmentKind = "goal" if goal else "plan"
    evidence = _trimmed(reading, Span(start, sentence.end))
    owner = (parties.committee,) if goal and parties.committee else ()
    yield Commitment(
        owner=owner,
        what=_said(reading, evidence),
        due=ahead[0].when if ahead and not goal else None,
        kind=kind,
        status="open",
        evidence=(evidence,),
        rule="promises/announced",
        confidence=0.6,
        basis="inferred" if owner else "stated",
    )
