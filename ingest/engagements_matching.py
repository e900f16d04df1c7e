"""Which words of a sentence engage, and which outside counterparts their grammar gives them."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words, has_subject, path_up
from ingest.engagements_actors import engaged_by
from ingest.engagements_context import Context
from ingest.engagements_parts import is_past, is_sure, takes_part
from ingest.engagements_status import Match, Trigger, is_task, lexicon
from ingest.engagements_triggers import triggers
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_matches(context: Context, sentence: Span, number: int) -> list[Match]:
    """The engagements that a sentence of block `number` tells, those of one clause with the same parties joined."""
    return _joined(_matches(context, sentence, number))


def _matches(context: Context, sentence: Span, number: int) -> Iterator[Match]:
    """Triggers of a sentence with the outside counterparts that their grammar, or else their paragraph, gives them."""
    reading, parties = context.reading, context.parties
    assert reading.doc is not None
    named = reading.names_in(sentence)
    names = [m for m in named if m.entity not in parties.doubted]
    doubtful = [m for m in named if m.entity in parties.doubted and m.entity.startswith("org/")]
    outside = [m for m in (*names, *doubtful) if parties.is_outside(m.entity) and not _is_topic(reading, m)]
    outside = sorted([*outside, *context.pronouns(sentence, number)], key=lambda m: m.span)
    topic = context.topic(number, sentence.end)
    previous = context.last_match(number)
    if not (outside or topic or previous) or not _tells(reading, sentence):
        return
    for trigger in triggers(reading, sentence):
        reached = [m for m in outside if takes_part(reading, m, trigger, parties)]
        reached = [m for m in reached if m not in doubtful or is_sure(reading, m, trigger)]
        reached += _listed_with(reading, outside, reached, trigger, sentence)
        if not reached and previous and _shares(trigger):
            reached = [m for m in previous.outside if m.span.start < trigger.token.idx]
        others = [m for m in names if m.entity != topic]
        if not reached and topic and _is_told_of_topic(reading, parties, trigger, others):
            reached = [Mention(Span(trigger.token.idx, trigger.token.idx), topic)]
        reached = [m for m in reached if not _acts(reading, m, trigger, reached, parties)]
        by = engaged_by(context, trigger, names, reached, sentence, number)
        reached = [m for m in reached if m.entity not in by]
        in_minutes = reading.document.kind == "minutes"
        needs_body = (trigger.noun and in_minutes) or trigger.token.lemma_.lower() in lexicon()["needs_body"]
        if not reached or (needs_body and not _is_guest(parties, reached)):
            continue
        previous = Match(trigger, tuple(reached), by, clause_span(trigger.token, sentence))
        context.remember(number, previous)
        yield previous


_IN_TOUCH = re.compile(
    r"\bin (?:\w+ )?(?:touch|talks?|contact|discussions?|dialogue|conversations?|negotiations?|correspondence)\b"
)


def _tells(reading: Reading, sentence: Span) -> bool:
    """Does a sentence say that something is, was or is to be done, if only in note form: `visit to X, 17 May`?"""
    assert reading.doc is not None
    words = words_in(reading.doc, sentence)
    noted = any(word.tag_ in ("VBD", "VBN") for word in words) or _IN_TOUCH.search(reading.text(sentence))
    return bool(has_subject(words) or any(is_task(word) for word in words) or noted or reading.dates_in(sentence))


def _is_guest(parties: Parties, reached: Sequence[Mention]) -> bool:
    """Do those engaged come from another body: are they no guests, members or readers of our own?"""
    return any(m.entity.startswith("org/") or m.entity in parties.employer for m in reached)


def _acts(reading: Reading, mention: Mention, trigger: Trigger, reached: Sequence[Mention], parties: Parties) -> bool:
    """Is a person the one who engages the bodies reached, not engaged with them: `Ann held a day with X`?"""
    if not mention.entity.startswith("person/") or mention.span.end > trigger.token.idx:
        return False
    between = reading.text(Span(mention.span.end, trigger.token.idx))
    bodies = [m for m in reached if m.entity.startswith("org/") and m.span.start > mention.span.end]
    beside = any(m.span.end <= trigger.token.idx for m in bodies)
    joined = re.match(r"\s+and\b", between) is not None and mention.entity not in parties.employer
    return bool(bodies) and (joined if beside else not re.search(r"\b(?:of|from|at)\b", between))


def _is_told_of_topic(reading: Reading, parties: Parties, trigger: Trigger, names: Sequence[Mention]) -> bool:
    """Does a sentence of a paragraph about a body say that somebody of ours engaged it, naming no other?"""
    if any(parties.is_outside(m.entity) and m.entity.startswith("org/") for m in names):
        return False
    token = trigger.token
    objects = [child for child in token.children if child.dep_ == "dobj"]
    if not trigger.noun:
        letters = all(word.lemma_.lower() in lexicon()["letters"] for word in objects)
        return token.lemma_.lower() in lexicon()["topical"] and (letters or token.lemma_.lower() in ("attend", "give"))
    verb = next((t for t in list(path_up(token))[1:] if t.pos_ in ("VERB", "AUX")), None)
    had = verb is not None and verb.lemma_.lower() in lexicon()["having"]
    return trigger.channel in ("meeting", "correspondence", "workshop", "talk") and had


def _is_topic(reading: Reading, mention: Mention) -> bool:
    """An organisation inside a title is no party: `SRO for X`."""
    before = reading.text(Span(max(0, mention.span.start - 40), mention.span.start))
    return (
        mention.entity.startswith("org/")
        and bool(re.search(r"(\S+)\s+for\s+(?:the\s+)?$", before))
        and ends_in_role(before.rpartition(" for")[0])
    )


def _listed_with(
    reading: Reading, outside: list[Mention], reached: list[Mention], trigger: Trigger, sentence: Span
) -> list[Mention]:
    """More of a list that the parse lost: names after the one reached, or after a colon, without a verb between."""
    found: list[Mention] = []
    colon = reading.text(sentence).find(":")
    last = reached[-1].span.end if reached else -1
    if last is None and colon >= 0 and sentence.start + colon > trigger.token.idx:
        last = sentence.start + colon
    for mention in outside if last >= 0 else ():
        if mention.span.start < last or mention in reached or is_past(reading, mention):
            continue
        between = (
            words_in(reading.doc, Span(last, mention.span.start))
            if reading.doc is not None and mention.span.start > last
            else ()
        )
        texts = reading.text(Span(last, mention.span.start))
        if (
            any(t.pos_ in ("VERB", "AUX") for t in between)
            or not re.search(r"[,:&(]|\band\b|\bat\b|\bof\b", texts)
            or re.search(r"[;.]\s", texts)
        ):
            break
        found.append(mention)
        last = mention.span.end
    return found


_AGAIN = re.compile(
    r"\b(?:joint|several|further|follow[- ]up|second|another|regular|these|such)\s+(?:\w+\s+)?$", re.IGNORECASE
)


def _shares(trigger: Trigger) -> bool:
    """A joint workshop, a follow-up call, is with those just named."""
    token = trigger.token
    before = token.doc[max(token.sent.start, token.i - 5) : token.i].text_with_ws
    return trigger.noun and _AGAIN.search(before) is not None


def clause_span(token: "Token", sentence: Span) -> Span:
    """From the first to the last word of the trigger's clause, inside its sentence."""
    words = clause_words(token)
    return Span(max(sentence.start, words[0].idx), min(sentence.end, words[-1].idx + len(words[-1].text)))


def _joined(matches: Iterator[Match]) -> list[Match]:
    """One engagement for the same counterparts in one clause; the more telling channel wins."""
    kept: list[Match] = []
    for match in matches:
        parties = {m.entity for m in match.outside}
        head = clause_head(match.trigger.token)
        same = [k for k in kept if parties & {m.entity for m in k.outside} and clause_head(k.trigger.token) == head]
        if not same:
            kept.append(match)
            continue
        other = same[0]
        if {m.entity for m in other.outside} >= parties and _weight(match) <= _weight(other):
            continue
        kept[kept.index(other)] = Match(
            _heavier(match, other).trigger,
            _union(other.outside, match.outside),
            _heavier(match, other).by,
            match.clause,
        )
    return kept


def _union(first: Sequence[Mention], second: Sequence[Mention]) -> tuple[Mention, ...]:
    return tuple(sorted({m.span: m for m in (*first, *second)}.values(), key=lambda m: m.span))


def _heavier(one: Match, other: Match) -> Match:
    return one if _weight(one) > _weight(other) else other


def _weight(match: Match) -> int:
    order = ["other", "dialogue", "correspondence", "membership", "event", "talk", "meeting", "workshop"]
    return order.index(match.trigger.channel)
