"""Who engaged: the subject of what was done, whom a pronoun or an office means, else the committee."""

import re
from typing import TYPE_CHECKING

from ingest.clauses import path_up, slot, subjects
from ingest.engagements_context import Context
from ingest.engagements_status import Trigger
from ingest.language import words_in
from ingest.reading import Mention
from ingest.roles_lexicon import is_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOGETHER = re.compile(r"\b(?:[Tt]ogether|[Aa]long)\s+with\s+(?:\w+\.?\s+)?$")
_MEMBER_OF = re.compile(r"\b(?:members?|part|trustees?|directors?)\s+(?:of|in|on)\s+(?:the\s+)?(?:\w+\s+)?$")


def engaged_by(
    context: Context, trigger: Trigger, names: list[Mention], reached: list[Mention], sentence: Span, number: int
) -> tuple[str, ...]:
    """Ids of those who engaged: people or groups that act, the committee where that is `we`, nobody, or acted upon.

    `names` are the mentions of the sentence, `reached` the counterparts among them.
    """
    reading, parties = context.reading, context.parties
    if member := _member_of(context, trigger, names):
        return (member,)
    verb = _verb_of(trigger)
    free = [m for m in names if m.entity not in {r.entity for r in reached}]
    told = subjects(verb)
    acting = [entity for subject in told for entity in _meant_by(context, subject, free, number)]
    if not told:
        acting = _opening(context, verb, free, sentence, number)
    together = [
        m.entity
        for m in free
        if not parties.is_outside(m.entity)
        and _TOGETHER.search(reading.text(Span(sentence.start, max(sentence.start, m.span.start))))
    ]
    if told and not acting:
        acting = _heard(context, verb, free)
    inside = [entity for entity in acting if not parties.is_outside(entity)]
    if inside:
        return tuple(dict.fromkeys([*inside, *together]))
    bodies = any(m.entity.startswith("org/") for m in reached)
    people = [entity for entity in acting if entity.startswith("person/")]
    if people and (bodies or not trigger.noun):
        return tuple(dict.fromkeys(people))
    groups = [m.entity for m in free if m.entity.startswith("org/") and not parties.is_outside(m.entity)]
    groups = [entity for entity in groups if entity != parties.committee]
    if groups and not acting:
        return (groups[0],)
    return (parties.committee,) if parties.committee else ()


def _verb_of(trigger: Trigger) -> "Token":
    if not trigger.noun:
        return trigger.token
    return next((t for t in path_up(trigger.token) if t.pos_ in ("VERB", "AUX")), trigger.token)


def _meant_by(context: Context, subject: "Token", names: list[Mention], number: int) -> list[str]:
    """The people and bodies that a subject and those joined to it name, or mean by a pronoun or an office."""
    assert context.reading.doc is not None
    subtree = {token.idx for token in subject.subtree if not _apart(token, subject)}
    found = [m.entity for m in names if words_in(context.reading.doc, m.span).root.idx in subtree]
    for word in (subject, *subject.conjuncts):
        if word.lower_ in ("i", "me", "she", "he", "they"):
            found += context.meant_by(word, number)
        elif is_role(word.text) and (person := _officer(context, word)):
            found.append(person)
    return found


def _heard(context: Context, verb: "Token", names: list[Mention]) -> list[str]:
    """Those of ours whom outsiders hear or meet: `The group heard from Ann`."""
    assert context.reading.doc is not None
    roots = ((m.entity, words_in(context.reading.doc, m.span).root) for m in names)
    return [
        entity
        for entity, root in roots
        if entity.startswith("person/") and slot(root, verb) in ("from", "with", "by") and root.idx > verb.idx
    ]


def _apart(token: "Token", subject: "Token") -> bool:
    """Does a word stand in a clause of its own inside the subject?"""
    for above in path_up(token):
        if above == subject:
            return False
        if above.dep_ in ("relcl", "acl", "prep"):
            return True
    return True


def _officer(context: Context, word: "Token") -> str | None:
    """Whom an office means there: `the Secretary`, `the Chief Executive`."""
    words = [*(c for c in word.lefts if c.dep_ in ("compound", "amod")), word]
    title = " ".join(w.text for w in words)
    return context.reading.resolve(f"the {title}", word.idx) or context.reading.resolve(title, word.idx)


def _opening(context: Context, verb: "Token", names: list[Mention], sentence: Span, number: int) -> list[str]:
    """Who acts where no subject is found: a name that opens the sentence (`Ann to call X`), else the speaker."""
    first = [m for m in names if m.span.start < sentence.start + 30 and m.span.end <= verb.idx]
    lead = context.reading.text(Span(sentence.start, first[0].span.start)) if first else "."
    if first and first[0].entity.startswith("person/") and not re.search(r"[a-z]{2}", lead.replace("action", "")):
        between = context.reading.text(Span(first[0].span.end, verb.idx))
        return [first[0].entity] if len(between) < 40 else []
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
    speaker = context.speaker(number) if verb.pos_ == "VERB" and not passive else None
    return [speaker] if speaker and context.reading.document.kind != "blog" else []


def _member_of(context: Context, trigger: Trigger, names: list[Mention]) -> str | None:
    """`the inclusion of A and B as members of X`: X engages them."""
    if trigger.channel != "membership":
        return None
    for mention in names:
        if mention.span.start > trigger.token.idx and mention.entity.startswith("org/"):
            before = context.reading.text(Span(trigger.token.idx, mention.span.start))
            if _MEMBER_OF.search(before):
                return mention.entity
    return None
