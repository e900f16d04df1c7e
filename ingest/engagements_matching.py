"""Which words of a sentence engage, and which outside counterparts their grammar gives them."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words, has_subject, path_up
from ingest.engagements_actors import engaged_by
from ingest.engagements_answers import Asked, asks_several
from ingest.engagements_context import Context
from ingest.engagements_parts import is_past, is_sure, takes_part
from ingest.engagements_pronouns import is_person_met
from ingest.engagements_status import Match, Trigger, is_task, lexicon
from ingest.engagements_triggers import triggers
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role, is_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_matches(context: Context, asked: Asked, sentence: Span, number: int) -> list[Match]:
    """The engagements that a sentence of block `number` tells, those of one clause with the same parties joined."""
    return _joined(_matches(context, asked, sentence, number))


def _matches(context: Context, asked: Asked, sentence: Span, number: int) -> Iterator[Match]:
    """Triggers of a sentence with the outside counterparts that their grammar, or else their paragraph, gives them."""
    reading, parties = context.reading, context.parties
    assert reading.doc is not None
    named = reading.names_in(sentence)
    names = [m for m in named if m.entity not in parties.doubted]
    doubtful = [m for m in named if m.entity in parties.doubted and m.entity.startswith("org/")]
    sent_out = _AS_OUR.search(reading.text(sentence)) is not None
    outside = [m for m in (*names, *doubtful) if parties.is_outside(m.entity) or (sent_out and _is_body(context, m))]
    outside = [m for m in outside if not (_is_topic(reading, m) or _speaks(reading, m, sentence))]
    outside = sorted([*outside, *context.pronouns(sentence, number)], key=lambda m: m.span)
    topic = context.topic(number, sentence.end)
    previous = context.last_match(number)
    answers = asked.answers(outside, sentence, number)
    yield from answers
    answered = {m.entity for answer in answers for m in answer.outside}
    outside = [m for m in outside if m.entity not in answered]
    if not (outside or topic or previous) and not _RESUMING.search(reading.text(sentence)):
        return
    told = list(triggers(reading, sentence))
    resumed = any(_resumes(trigger) or asks_several(trigger) for trigger in told)
    if not (outside or topic or previous or resumed) or not _tells(reading, sentence, told):
        return
    for trigger in told:
        reached = [m for m in outside if takes_part(reading, m, trigger, parties)]
        reached = [m for m in reached if m not in doubtful or is_sure(reading, m, trigger)]
        reached += _listed_with(reading, outside, reached, trigger, sentence)
        if not reached and previous and _shares(trigger):
            reached = [m for m in previous.outside if m.span.start < trigger.token.idx]
        elif not reached and _resumes(trigger) and (body := context.last_body(trigger.token, number)):
            reached = [Mention(Span(trigger.token.idx, trigger.token.idx), body)]
        others = [m for m in names if m.entity != topic]
        if not reached and topic and _is_told_of_topic(reading, parties, trigger, others):
            reached = [Mention(Span(trigger.token.idx, trigger.token.idx), topic)]
        reached = [m for m in reached if not _acts(reading, m, trigger, reached, parties)]
        by = engaged_by(context, trigger, names, reached, sentence, number)
        reached = [m for m in reached if m.entity not in by]
        in_minutes = reading.document.kind == "minutes"
        if reached and topic and not _is_guest(reading, parties, reached):
            reached.append(Mention(Span(trigger.token.idx, trigger.token.idx), topic))
        needs_body = (trigger.noun and in_minutes) or trigger.lemma in lexicon()["needs_body"]
        if not reached:
            asked.hears(trigger, by, number, sentence.start)
        if not reached or (needs_body and not _is_guest(reading, parties, reached)):
            continue
        previous = Match(trigger, tuple(reached), by, clause_span(trigger.token, sentence))
        context.remember(number, previous)
        yield previous


_IN_TOUCH = re.compile(
    r"\bin (?:\w+ )?(?:touch|talks?|contact|discussions?|dialogue|conversations?|negotiations?|correspondence)\b"
)


_NOTED = re.compile(
    r"\W*(?:[\w-]+ ){0,2}?(?:talks?|discussions?|negotiations?|conversations?|dialogue|liaison|call|meeting|visit)"
    r" (?:with|to|from)\b[^:–—]{3,90}(?::|\s[–—-])\s\w",
    re.IGNORECASE,
)
"""A note that needs no verb: `Talks with X about the lease: dragging on`."""


def _tells(reading: Reading, sentence: Span, told: Sequence[Trigger]) -> bool:
    """Does a sentence say that something is, was or is to be done, if only in note form: `visit to X, 17 May`?"""
    assert reading.doc is not None
    words = words_in(reading.doc, sentence)
    if any(trigger.opens for trigger in told) or _NOTED.match(reading.text(sentence)):
        return True
    noted = any(word.tag_ in ("VBD", "VBN") for word in words) or _IN_TOUCH.search(reading.text(sentence))
    return bool(has_subject(words) or any(is_task(word) for word in words) or noted or reading.dates_in(sentence))


def _is_guest(reading: Reading, parties: Parties, reached: Sequence[Mention]) -> bool:
    """Do those engaged come from another body: are they no guests, members or readers of our own?"""
    return any(
        m.entity.startswith("org/") or m.entity in parties.employer or _is_introduced(reading, m) for m in reached
    )


_INTRODUCED = re.compile(
    r"\bthe\s+(?P<title>(?:[\w&-]+\s+){0,4}[\w&-]+),\s+(?:(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Sir|Dame|Cllr|Rev)\.?\s+)?$"
)


def _is_introduced(reading: Reading, mention: Mention) -> bool:
    """Is a person told by an office and a full name, as those are whom the readers do not know: `the CFO, Ann Ash`?"""
    before = _INTRODUCED.search(reading.text(Span(max(0, mention.span.start - 60), mention.span.start)))
    return before is not None and len(reading.text(mention.span).split()) > 1 and is_role(before["title"])


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
    if any(map(is_person_met, token.subtree)):
        return False
    objects = [child for child in token.children if child.dep_ == "dobj"]
    if token.dep_ == "xcomp" and token.head.pos_ == "ADJ" and token.head.dep_ != "acomp":
        return False
    if not trigger.noun:
        letters = all(_is_met(word) or word.lemma_.lower() in lexicon()["letters"] for word in objects)
        return trigger.lemma in lexicon()["topical"] and (letters or trigger.lemma in ("attend", "give"))
    verb = next((t for t in list(path_up(token))[1:] if t.pos_ in ("VERB", "AUX")), None)
    had = verb is not None and verb.lemma_.lower() in lexicon()["having"]
    return trigger.channel in ("meeting", "correspondence", "workshop", "talk", "dialogue") and had


def _is_met(word: "Token") -> bool:
    """Does a noun stand for people of the body that is spoken of: `met the chair`?"""
    return word.lemma_.lower() in lexicon()["people"] or is_role(word.text)


_AS_OUR = re.compile(r"\bas our (?:\w+ )?(?:delegate|liaison|representative|observer)\b")
"""Where somebody of ours goes for us, is no part of ours."""


def _is_body(context: Context, mention: Mention) -> bool:
    return mention.entity.startswith("org/") and mention.entity != context.parties.committee


def _speaks(reading: Reading, mention: Mention, sentence: Span) -> bool:
    """Is a person the label of a sentence: `Ann: spoke at their meetup`?"""
    opens = mention.entity.startswith("person/") and mention.span.start - sentence.start <= _MARK
    return opens and re.match(r"\s?:\s", reading.structure.text[mention.span.end : mention.span.end + 3]) is not None


_MARK = 4
"""Letters that may stand before the name of who speaks: `**@`."""


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
        if _begins_clause(reading, mention, trigger):
            break
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


def _begins_clause(reading: Reading, mention: Mention, trigger: Trigger) -> bool:
    """Is a name the subject of another verb, or does it own it: `spoke at X on 6 March, Ann's group is planning`?"""
    if reading.doc is None:
        return False
    root = words_in(reading.doc, mention.span).root
    subject = root.head if root.dep_ == "poss" else root
    return subject.dep_ in ("nsubj", "nsubjpass") and subject.head not in (trigger.token, *path_up(trigger.token))


_AGAIN = re.compile(
    r"\b(?:joint|several|further|follow[- ]up|first|initial|kick-?off|second|another|regular|such)\s+(?:\w+\s+)?$",
    re.IGNORECASE,
)


def _shares(trigger: Trigger) -> bool:
    """A joint workshop, a follow-up call, is with those just named."""
    token = trigger.token
    before = token.doc[max(token.sent.start, token.i - 5) : token.i].text_with_ws
    others = any(child.lower_ in ("with", "of", "between") for child in token.children)
    return trigger.noun and not others and _AGAIN.search(before) is not None


_RESUMING = re.compile(
    r"\b(?:again|back|twice|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|twenty|dozen|several|many|some|last|all|other)\b"
    r"|\b\d+ [a-z]+s\b"
)
"""Without one of these no sentence takes up what was said before, or engages several that it does not name."""


def _resumes(trigger: Trigger) -> bool:
    """`I wrote back`, `we will meet again in April`: a verb that takes up what was said of a body before."""
    token = trigger.token
    if trigger.noun or trigger.lemma not in lexicon()["topical"]:
        return False
    parts = [child.dep_ for child in token.children if child.lower_ in ("with", "to", "from")]
    whole = any(child.dep_ in ("dobj", "dative") for child in token.children)
    return not (parts or whole) and any(child.lower_ in ("again", "back", "twice") for child in token.children)


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
