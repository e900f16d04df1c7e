"""How much the words around a place speak for an organisation there.

The grammar of the sentence speaks, and so do the words right before and behind the name
(`rules/organisations_evidence.toml`). Weights were set by hand on minutes of many kinds: a body
is sure from about two points on.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from ingest.language import words_in
from ingest.organisations_acting import address_before, is_distinct
from ingest.organisations_lexicon import lexicon
from ingest.organisations_spotting import Candidate, opens
from ingest.people_names import common_words, fold, given_names
from ingest.roles_lexicon import ends_in_role, is_only_role
from ingest.rules import load_rules
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Doc

_AROUND = 90
"""Code points read on either side of a name."""
_FOR = re.compile(r"\b(?P<title>[A-Z]\w+) (?:for|of) (?:the )?$")
"""What may be a title before a field of work (`Director of Maritime Safety`)."""
_OF_ANOTHER = re.compile(r"\b(?:of|at|from|for|in)(?: the)? $")
"""Before a name that belongs to another's: what follows is said of `the representative of X`."""
_LABEL = re.compile(r"[*_]*:")
_BREAK = re.compile(r"\n\s*(?:\n|[*•·-]\s|\d+[.)]\s)|\||[.?!]\s+(?=[A-Z])|<br>")
"""Where what stands before or behind has nothing to do with a name."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What stands right before and right behind a name, in one line, and how strongly it speaks."""

    before: str
    after: str

    def calls_a_firm(self) -> bool:
        """Is the name that of a firm by what it is called, though it looked like a person's?"""
        patterns = _patterns()
        return bool(patterns["before firm"].search(self.before) or patterns["after firm"].search(self.after))

    def speaks(self, *, plainly: bool = False) -> float:
        """Points for an organisation, of what speaks `plainly` only where asked; far below zero for a person."""
        patterns = _patterns()
        if patterns["before never"].search(self.before):
            return -10.0
        points = 0.0
        sides = [("before", self.before), ("after", self.after)]
        for where, text in sides[:1] if _OF_ANOTHER.search(self.before) else sides:
            if patterns[f"{where} firm"].search(text):
                points += 3
            elif patterns[f"{where} strong"].search(text):
                points += 2
            elif not plainly and patterns[f"{where} weak"].search(text):
                points += 1
        return points


def surroundings(text: str, span: Span) -> Surroundings:
    """The words around `span` in its sentence, line ends as blanks."""
    before = _BREAK.split(text[max(0, span.start - _AROUND) : span.start])[-1]
    after = _BREAK.split(text[span.end : span.end + _AROUND], maxsplit=1)[0]
    return Surroundings(" ".join(before.split()) + " " * before[-1:].isspace(), _BLANKS.sub(" ", after))


_BLANKS = re.compile(r"\s+")


@cache
def _patterns() -> dict[str, re.Pattern[str]]:
    """`before strong` and the like; what is to stand before a name ends at the end of the text, the rest begins it."""
    rules = load_rules("organisations_evidence")
    made = {}
    for where in ("before", "after"):
        for strength, patterns in rules[where].items():
            one = "|".join(patterns)
            for name, words in rules["words"].items():
                one = one.replace(name, "|".join(words))
            made[f"{where} {strength}"] = re.compile(
                rf"(?:{one})(?<!\()(?: the| ex-?)?\s*$|(?:{one})$" if where == "before" else rf"\A(?:{one})"
            )
    return made


def is_plain(word: str) -> bool:
    """Is a word an ordinary one, or made of such (`Body-worn`)?"""
    return all(fold(part) in common_words() for part in word.split("-") if part)


def is_compound(name: str) -> bool:
    """Two words or more, one no ordinary word and one ordinary, and nobody's name: `Kestrel Risk`, `Elm & Hart`."""
    words = [word for word in name.split() if word not in ("&", "+")]
    if len(words) < 2:
        return False
    if trades(name) or words[0].lower() in lexicon()["gathered"]:
        return True
    if fold(words[0]) in given_names():
        return False
    ordinary = [is_plain(word) for word in words]
    return any(ordinary) and not all(ordinary)


def trades(name: str) -> bool:
    """Does a name end in what firms trade in: `Coastal Surety`?"""
    return " " in name and name.rsplit(maxsplit=1)[-1].lower() in lexicon()["trade"]


def is_ordinary(name: str) -> bool:
    """Is every word of `name` an ordinary one?"""
    return all(is_plain(word) for word in name.split() if word not in ("&", "+"))


def evidence(text: str, doc: "Doc | None", span: Span, candidate: Candidate) -> float:
    """How much the words around a place speak for an organisation there."""
    points = {"place": 2.0, "addressed": 1.0}.get(candidate.shape, 0.0)
    if re.match(r"[’']s?\s+[a-z]", text[span.end : span.end + 5]):
        points += 1
    if title := re.match(r"(?:[ ][A-Z][\w-]*){1,5}", text[span.end : span.end + 80]):
        longer = title.group().count(" ") > 1 or not is_ordinary(candidate.name)
        titled = is_only_role(title.group())
        points += 2 if titled and longer else -2 if titled and candidate.shape == "weak" else 0
    field = _FOR.search(text, max(0, span.start - 40), span.start) if candidate.shape == "model" else None
    points -= 2 if field and ends_in_role(field.group("title")) else 0
    if candidate.shape == "acronym" and (country := _COUNTRY.match(text, span.end)):
        points += 2 * (country[1].lower() in lexicon()["countries"])
    if candidate.shape != "addressed" and address_before().search(text, max(0, span.start - 40), span.start):
        points += 1
    grammar = _grammar(doc, span, candidate) if doc is not None else 0.0
    if candidate.shape in ("named", "model", "addressed", "weak", "acronym", "camel"):
        plainly = candidate.shape not in ("named", "addressed")
        said = surroundings(text, span).speaks(plainly=plainly)
        if candidate.shape == "weak" and is_ordinary(candidate.name):
            said = min(said, 0)
        if candidate.shape == "named" and _LABEL.match(text, span.end) and opens(text, span.start):
            said -= 1
        return points + grammar + said
    return points + grammar


_COUNTRY = re.compile(r" \(([A-Z][\w ]{2,20})\)")
"""A country behind the letters of its standards body: `DIN (Germany)`."""


def _grammar(doc: "Doc", span: Span, candidate: Candidate) -> float:
    """What the model's labels and the place in the sentence say."""
    words = words_in(doc, span)
    if not len(words):
        return 0.0
    points = 0.0
    root = words.root
    while root.dep_ == "conj" and root.head != root:
        root = root.head
    labels = {token.ent_type_ for token in words}
    if candidate.shape == "addressed" and " " not in candidate.name and is_distinct(candidate.name):
        points += -2 if labels & {"GPE", "LOC"} else 0 if "PERSON" in labels else 1
    named = candidate.shape == "named"
    points += (
        (0.5 if named else 1)
        if "ORG" in labels
        else -0.5
        if labels & {"PRODUCT", "EVENT", "LAW", "WORK_OF_ART", "DATE"}
        else 0
    )
    if named and labels and labels <= {"GPE", "LOC", "NORP", "LANGUAGE"}:
        points -= 1
    if root.dep_ in ("nsubj", "nsubjpass") and root.head.lemma_.lower() in lexicon()["agentive"]:
        points += 1.5
    elif (
        not named
        and root.dep_ in ("dobj", "pobj")
        and (
            root.head.lower_ in ("with", "from", "by", "between")
            or (root.head.lower_ == "at" and (candidate.shape != "model" or len(words) > 1))
            or root.head.lemma_.lower() in lexicon()["agentive"]
        )
    ):
        points += 0.5 if root.dep_ == "dobj" else 1
    return points
