"""Who engaged: the subject of what was done, whom a pronoun or an office means, who reported it, else the committee."""

import re
from typing import TYPE_CHECKING

from ingest.clauses import path_up, slot, subjects
from ingest.engagements_context import Context
from ingest.engagements_reporters import reporters
from ingest.engagements_status import Trigger
from ingest.language import words_in
from ingest.owners import party_at
from ingest.reading import Mention
from ingest.roles_lexicon import is_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_TOGETHER = re.compile(r"\b(?:[Tt]ogether|[Aa]long)\s+with\s+(?:\w+\.?\s+)?$")
_MEMBER_OF = re.compile(r"\b(?:members?|part|trustees?|directors?)\s+(?:of|in|on)\s+(?:the\s+)?(?:\w+\s+)?$")
_LEFT_WITH = re.compile(r"\bleft (?:it )?(?:with|to|for) (?=[^.;]{1,40} to\b)")
_TASK = re.compile(r"(?:[\W\d]*\b(?:ACTIONS?|AI|TODO|Actions?|Todo)\b(?:\s+item)?[^:A-Z]{0,12}:)?[\s*_#]*")
"""What may stand before who is to do something: `**ACTION 24/08:`."""


def engaged_by(
    context: Context, trigger: Trigger, names: list[Mention], reached: list[Mention], sentence: Span, number: int
) -> tuple[str, ...]:
    """Ids of those who engaged: people or groups that act, else who reports it, else the committee.

    `names` are the mentions of the sentence, `reached` the counterparts among them. Of two bodies from outside the one
    that acts engaged the other.
    """
    parties = context.parties
    if member := _member_of(context, trigger, names):
        return (member,)
    verb = _verb_of(trigger)
    free = [m for m in names if m.entity not in {r.entity for r in reached}]
    acting = _acting(context, trigger, verb, names, free, sentence, number)
    if any(not parties.is_outside(entity) for entity in acting):
        ours = [
            e for e in acting if not parties.is_outside(e) or (e.startswith("person/") and e not in parties.employer)
        ]
        return tuple(dict.fromkeys([*ours, *_together(context, free, sentence)]))
    people = [entity for entity in acting if entity.startswith("person/")]
    bodies = [m.entity for m in reached if m.entity.startswith("org/")]
    if people and (bodies or not trigger.noun):
        return tuple(dict.fromkeys(people))
    if acting and any(body not in acting for body in bodies) and not _turns_to_us(context, trigger, reached):
        return tuple(dict.fromkeys(acting))
    groups = [m.entity for m in free if m.entity.startswith("org/") and not parties.is_outside(m.entity)]
    groups = [entity for entity in groups if entity != parties.committee]
    if groups and not acting:
        return (groups[0],)
    told = [] if acting and not _turns_to_us(context, trigger, reached) else reporters(context, verb, sentence, number)
    if any(word.lower_ == "we" for word in subjects(verb)):
        told = [entity for entity in told if entity in parties.employer]
    told = [entity for entity in told if entity not in {m.entity for m in reached}]
    return tuple(told) or ((parties.committee,) if parties.committee else ())


def _acting(
    context: Context,
    trigger: Trigger,
    verb: "Token",
    names: list[Mention],
    free: list[Mention],
    sentence: Span,
    number: int,
) -> list[str]:
    """Whom the grammar has act: the subject, the agent of a passive, who is given a task, whom outsiders hear."""
    if owner := _tasked(context, sentence, verb):
        return owner
    told = [subject for subject in subjects(verb) if not (trigger.noun and subject == trigger.token)]
    acting = [
        entity for subject in told for entity in _meant_by(context, subject, names if trigger.noun else free, number)
    ]
    if not acting and trigger.noun:
        owners = [child for child in trigger.token.children if child.dep_ == "poss"]
        acting = [entity for owner in owners for entity in _meant_by(context, owner, free, number)]
    if not acting:
        agents = [word for child in verb.children if child.dep_ == "agent" for word in child.children]
        acting = [entity for agent in agents for entity in _meant_by(context, agent, free, number)]
    if not told and not acting:
        acting = _opening(context, verb, free, sentence, number)
    if told and not acting:
        acting = _heard(context, verb, free)
    return acting or _of_row(context, sentence, number)


def _tasked(context: Context, sentence: Span, verb: "Token") -> list[str]:
    """Who is given a task in note form: `ACTION 24/08: SPr to discuss it`, `Ann and the Clerk to meet X`."""
    reading = context.reading
    left = _LEFT_WITH.search(reading.structure.text, sentence.start, verb.idx)
    if left and (given := party_at(reading, left.end(), verb.idx)):
        return list(given.ids)
    opening = _TASK.match(reading.structure.text, sentence.start, sentence.end)
    start = opening.end() if opening else sentence.start
    party = party_at(reading, start, min(sentence.end, start + 120))
    follows = party and re.match(
        r"\W*(?:is |are )?to (?!the\b|an?\b)[a-z]", reading.structure.text[party.end : party.end + 12]
    )
    return list(party.ids) if party and follows and party.end <= verb.idx else []


def _of_row(context: Context, sentence: Span, number: int) -> list[str]:
    """Who alone fills another cell of a table's row, beside what is to be done."""
    reading = context.reading
    found: list[str] = []
    for cell in reading.structure.blocks[number].cells:
        named = party_at(reading, cell.span.start, cell.span.end)
        rest = reading.text(Span(named.end, cell.span.end)) if named else "-"
        apart = cell.span.end <= sentence.start or cell.span.start >= sentence.end
        if named and apart and not re.search(r"\w{2}", rest):
            found += [entity for entity in named.ids if entity.startswith("person/")]
    return found


def _together(context: Context, free: list[Mention], sentence: Span) -> list[str]:
    """Those of ours who engaged together with whom the sentence is about."""
    return [
        m.entity
        for m in free
        if not context.parties.is_outside(m.entity)
        and _TOGETHER.search(context.reading.text(Span(sentence.start, max(sentence.start, m.span.start))))
    ]


def _verb_of(trigger: Trigger) -> "Token":
    if not trigger.noun:
        return trigger.token
    return next((t for t in list(path_up(trigger.token))[1:] if t.pos_ in ("VERB", "AUX")), trigger.token)


def _turns_to_us(context: Context, trigger: Trigger, reached: list[Mention]) -> bool:
    """Is a counterpart itself the subject of the verb: `X declined`?"""
    assert context.reading.doc is not None
    roots = [words_in(context.reading.doc, m.span).root for m in reached if m.span.end > m.span.start]
    return not trigger.noun and any(slot(root, trigger.token) == "subject" for root in roots)


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
    """Who acts where no subject is found: a name that opens the sentence (`Ann: sent X a mail`), else the speaker."""
    first = [m for m in names if m.span.start < sentence.start + 30 and m.span.end <= verb.idx]
    lead = context.reading.text(Span(sentence.start, first[0].span.start)) if first else "."
    if first and first[0].entity.startswith("person/") and not re.search(r"[a-z]{2}", lead.replace("action", "")):
        between = context.reading.text(Span(first[0].span.end, verb.idx))
        return [first[0].entity] if len(between) < 40 else []
    passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in verb.children)
    speaker = context.speaker(number) if verb.pos_ == "VERB" and not passive else None
    return [speaker] if speaker and context.reading.document.kind != "blog" else []


def _member_of(context: Context, trigger: Trigger, names: list[Mention]) -> str | None:
    """`the inclusion of A and B as members of X`: X engages them; who becomes a member alone is engaged by nobody."""
    others = {m.entity for m in names if context.parties.is_outside(m.entity)}
    if trigger.channel != "membership" or len(others) < 2:
        return None
    for mention in names:
        if mention.span.start > trigger.token.idx and mention.entity.startswith("org/"):
            before = context.reading.text(Span(trigger.token.idx, mention.span.start))
            if _MEMBER_OF.search(before):
                return mention.entity
    return None
