"""Grammar on top of the dependency parse: which clause a word stands in, and who takes part in it."""

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Token

_OWN_CLAUSE = frozenset({"ROOT", "ccomp", "advcl", "relcl", "parataxis", "csubj"})
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_CLOSE = frozenset({"conj", "appos", "compound", "poss", "nmod", "amod", "npadvmod", "flat", "dep", "case", "nn"})


def clause_head(token: "Token") -> "Token":
    """The verb (or root) that heads the clause of `token`: its own where it heads one."""
    here = token
    while here.head != here:
        if here.dep_ in _OWN_CLAUSE:
            return here
        if here.dep_ == "conj" and here.pos_ in ("VERB", "AUX"):
            return here
        if here.dep_ == "acl" and any(child.dep_ in _SUBJECTS for child in here.children):
            return here
        here = here.head
    return here


def clause_words(token: "Token") -> list["Token"]:
    """The words of the clause of `token`, without those of clauses inside it, in text order."""
    head = clause_head(token)
    return [word for word in head.subtree if clause_head(word) == head]


def joined_words(token: "Token") -> list["Token"]:
    """The words of the clause of `token` and of those that verbs sharing its subject head, in text order."""
    head = clause_head(token)
    while head.dep_ == "conj" and head.head.pos_ in ("VERB", "AUX"):
        head = clause_head(head.head)
    heads = {
        head.i,
        *(
            t.i
            for t in head.subtree
            if t.dep_ == "conj" and t.pos_ in ("VERB", "AUX") and not any(c.dep_ in _SUBJECTS for c in t.children)
        ),
    }
    return [word for word in head.subtree if clause_head(word).i in heads]


def path_up(token: "Token") -> Iterator["Token"]:
    """`token` and what it hangs on, up to the root."""
    yield token
    while token.head != token:
        token = token.head
        yield token


def subjects(verb: "Token") -> list["Token"]:
    """The subjects of a verb, its own or the one it shares with the verb it is joined to or completes."""
    here = verb
    while True:
        found = [child for child in here.children if child.dep_ in ("nsubj", "nsubjpass", "csubj")]
        if found:
            return found
        if here.head == here or here.dep_ not in ("conj", "xcomp", "advcl", "acl", "pcomp", "aux", "auxpass"):
            return []
        here = clause_head(here.head) if here.dep_ == "acl" else here.head


def is_negated(verb: "Token") -> bool:
    """Does a `not` or `never` stand with the verb or with what governs it as its auxiliary?"""
    return any(child.dep_ == "neg" or child.lower_ == "never" for child in verb.children)


def slot(token: "Token", trigger: "Token") -> str | None:
    """How `token` takes part in what `trigger` says: `object`, `subject`, `agent`, `owner`, a preposition, or None.

    Lists and names in apposition take the part of their first word; other clauses between break it.
    """
    here = token
    while here != trigger:
        if (
            here.dep_ == "nsubj"
            and here.head.dep_ in ("ccomp", "xcomp")
            and here.head.tag_ == "VB"
            and here.head.head == trigger
        ):
            return "object"
        if here.head == here:
            return None
        if here.head == trigger:
            return _part(here, token)
        if here.dep_ in ("relcl", "advcl", "ccomp", "acl", "csubj") and here != token:
            return None
        here = here.head
    return "self"


_PARTS = {
    "dobj": "object",
    "dative": "object",
    "oprd": "object",
    "nsubjpass": "object",
    "nsubj": "subject",
    "agent": "agent",
    "poss": "owner",
}


def _part(child: "Token", token: "Token") -> str | None:
    if child.dep_ == "prep" or (child.dep_ == "dative" and child.tag_ in ("IN", "TO")):
        return child.lower_ if child != token else None
    return _PARTS.get(child.dep_) or ("close" if child.dep_ in _CLOSE else None)


def has_subject(words: Iterable["Token"]) -> bool:
    """Does a sentence say something of a subject, or ask for something, or is it a heading or a fragment?"""
    return any(
        word.dep_ in ("nsubj", "nsubjpass", "csubj") or (word.dep_ == "ROOT" and word.tag_ == "VB") for word in words
    )
