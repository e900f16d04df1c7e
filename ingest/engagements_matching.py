"""Which words of a sentence engage, and which outside counterparts their grammar gives them."""

import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words, has_subject, path_up, slot
from ingest.engagements_actors import engaged_by
from ingest.engagements_context import Context
from ingest.engagements_status import Match, Trigger, is_task, lexicon
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role
from kg.extraction import Channel, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_matches(context: Context, sentence: Span, number: int) -> list[Match]:
    """The engagements that a sentence of block `number` tells, those of one clause with the same parties joined."""
    return _joined(_matches(context, sentence, number))


def _matches(context: Context, sentence: Span, number: int) -> Iterator[Match]:
    """Triggers of a sentence with the outside counterparts that their grammar, or else their paragraph, gives them."""
    reading, parties = context.reading, context.parties
    assert reading.doc is not None
    names = [m for m in reading.names_in(sentence) if m.entity not in parties.doubted]
    outside = [m for m in names if parties.is_outside(m.entity) and not _is_topic(reading, m)]
    outside = sorted([*outside, *context.pronouns(sentence, number)], key=lambda m: m.span)
    topic = context.topic(number, sentence.end)
    words = words_in(reading.doc, sentence)
    previous = context.last_match(number)
    if not (outside or topic or previous) or not (has_subject(words) or any(is_task(word) for word in words)):
        return
    for trigger in _triggers(reading, sentence):
        reached = [m for m in outside if _takes_part(reading, m, trigger, parties)]
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
        needs_body = (trigger.noun and in_minutes) or trigger.token.lemma_.lower() in (
            "welcome",
            "ask",
            "send",
            "apply",
            "complain",
        )
        if not reached or (needs_body and not _is_guest(parties, reached)):
            continue
        previous = Match(trigger, tuple(reached), by, clause_span(trigger.token, sentence))
        context.remember(number, previous)
        yield previous


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


def _triggers(reading: Reading, sentence: Span) -> Iterator[Trigger]:
    assert reading.doc is not None
    vocabulary = lexicon()
    named = [m.span for m in reading.names_in(sentence)]
    for token in words_in(reading.doc, sentence):
        if any(s.start <= token.idx < s.end for s in named):
            continue
        lemma = token.lemma_.lower()
        if token.pos_ in ("VERB", "AUX") and lemma in vocabulary["verbs"]:
            channel, slots = vocabulary["verbs"][lemma]
            if not _is_meant(reading, token, lemma):
                continue
            yield Trigger(token, channel, slots, False)
        elif token.pos_ in ("NOUN", "PROPN") and (channel := _noun_channel(token, lemma)):
            yield Trigger(token, channel, vocabulary["any"], True)


_PARTICLES = {"turn": "down", "take": "up", "sound": "out"}
"""Verbs that engage only with a particle: `turned us down`, `took it up with`, `sounded out`."""


def _is_meant(reading: Reading, token: "Token", lemma: str) -> bool:
    """Does a verb of many meanings engage there: `saw Ann`, `turned us down`?"""
    if lemma in _PARTICLES:
        return any(child.dep_ == "prt" and child.lower_ == _PARTICLES[lemma] for child in token.children)
    return lemma != "see" or _sees_people(reading, token)


def _sees_people(reading: Reading, token: "Token") -> bool:
    """Is the object of `see` somebody by name?"""
    objects = [child for child in token.children if child.dep_ == "dobj"]
    return any(m.entity.startswith("person/") for word in objects for m in reading.names_in(_subtree(word)))


def _subtree(word: "Token") -> Span:
    return Span(word.left_edge.idx, word.right_edge.idx + len(word.right_edge.text))


def _noun_channel(token: "Token", lemma: str) -> Channel | None:
    if lemma == "talk":
        return "dialogue" if token.lower_ == "talks" else "talk"
    if lemma == "table" and token.nbor(-1).lower_ not in ("round", "round-"):
        return None
    if lemma == "day" and token.dep_ not in ("dobj", "nsubj", "nsubjpass"):
        return None
    if lemma in ("call", "sprint", "exercise") and token.tag_.startswith("V"):
        return None
    if lemma == "word" and not (token.dep_ == "dobj" and token.head.lemma_.lower() == "have"):
        return None
    channel: Channel | None = lexicon()["nouns"].get(lemma)
    return channel


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
        if mention.span.start < last or mention in reached or _is_past(reading, mention):
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


def _takes_part(reading: Reading, mention: Mention, trigger: Trigger, parties: Parties) -> bool:
    assert reading.doc is not None
    words = words_in(reading.doc, mention.span)
    if not len(words) or _is_past(reading, mention) or _is_employer(reading, mention, parties):
        return False
    token = next((word for word in (words.root, *words) if word.pos_ in ("PROPN", "NOUN", "PRON")), words.root)
    if _is_place_visited(token, trigger) or _is_host(token, trigger):
        return True
    if _only_describes(reading, token, mention, trigger):
        return False
    if _is_antecedent(token, trigger):
        return True
    part = slot(token, trigger.token)
    if part and _fits(reading, part, trigger, mention, parties):
        return True
    return trigger.noun and (_governed(reading, token, trigger, mention, parties) or _beside(reading, mention, trigger))


def _is_place_visited(token: "Token", trigger: Trigger) -> bool:
    """`a visit to X's plant`: X is whom one visits, though only the owner of the place."""
    visit = trigger.noun and trigger.token.lemma_.lower() in ("visit", "tour", "trip")
    return visit and token.dep_ == "poss" and trigger.token in list(path_up(token))[1:4]


def _is_host(token: "Token", trigger: Trigger) -> bool:
    """`spoke on a panel organised by X`."""
    verb = token.head.head
    hosts = token.dep_ == "pobj" and token.head.lower_ == "by" and verb.lemma_.lower() in lexicon()["hosting"]
    return hosts and verb.dep_ == "acl" and trigger.token in list(path_up(verb))[1:4]


_FORMER = re.compile(r"\b(?:formerly|previously|late|ex-?) (?:of|at|with) (?:the )?$")


def _is_past(reading: Reading, mention: Mention) -> bool:
    """`formerly of X`: X takes no part."""
    return _FORMER.search(reading.text(Span(max(0, mention.span.start - 40), mention.span.start))) is not None


def _is_employer(reading: Reading, mention: Mention, parties: Parties) -> bool:
    """`Ann Ash, Director of X`: X is only where one of ours works."""
    low = max(0, mention.span.start - 80)
    people = [m for m in reading.names_in(Span(low, mention.span.start)) if m.entity.startswith("person/")]
    if not people or parties.is_outside(people[-1].entity):
        return False
    between = reading.text(Span(people[-1].span.end, mention.span.start))
    title = re.fullmatch(r",\s+([^,.;]+?)\s+(?:of|at|for)\s+(?:the\s+)?", between)
    return title is not None and ends_in_role(title.group(1))


def _only_describes(reading: Reading, token: "Token", mention: Mention, trigger: Trigger) -> bool:
    """Does a name only describe the word behind it (`an ABC supported process`), and no people of that body?"""
    if token.dep_ not in ("compound", "poss", "nmod", "amod", "npadvmod") or token.head.idx < mention.span.end:
        return False
    speaks = token.head.lemma_.lower() in lexicon()["people"] or _in_name(reading, token.head, mention)
    return not speaks and not (trigger.noun and token.head == trigger.token)


def _is_antecedent(token: "Token", trigger: Trigger) -> bool:
    """Does a relative clause engage what it hangs on: `X, with whom we met`?"""
    head = clause_head(trigger.token)
    if head.dep_ != "relcl" or head.head != token:
        return False
    return any(
        word.lower_ in ("whom", "which", "who") and word.head.lower_ in ("with", "to", "from", "between")
        for word in clause_words(trigger.token)
    )


def _in_name(reading: Reading, head: "Token", mention: Mention) -> bool:
    """Does a name hang on the title or the name of a person: `NFCC Coordinator`, `X's officer, Ann Ash`?"""
    near = reading.names_in(Span(head.idx, head.idx + len(head.text) + 30))
    return any(m.entity.startswith("person/") for m in near)


def _fits(reading: Reading, part: str, trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    if trigger.noun:
        if part in ("owner", "close"):
            return mention.entity.startswith(("org/", "person/"))
        return part in trigger.slots
    if part == "agent":
        return True
    if part == "subject" and trigger.token.lemma_.lower() not in ("invite", "attend"):
        return "subject" in trigger.slots and _faces_us(reading, trigger, parties)
    return part in trigger.slots


_US = re.compile(
    r"\b(?:us|we|our|ours)\b|\bthe (?:\w+ )?(?:committee|council|board|group|trustees|members|team|trust|chair)\b",
    re.IGNORECASE,
)


def _faces_us(reading: Reading, trigger: Trigger, parties: Parties) -> bool:
    """Where outsiders act, is it on the committee's side that they act?"""
    words = clause_words(trigger.token)
    span = Span(trigger.token.idx, words[-1].idx + len(words[-1].text))
    return bool(_US.search(reading.text(span))) or any(not parties.is_outside(m.entity) for m in reading.names_in(span))


def _governed(reading: Reading, token: "Token", trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    """Counterparts of the verb that governs the noun: `evidence was given to X`, `X gave a talk`."""
    verb = next((t for t in list(path_up(trigger.token))[1:5] if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or trigger.token.dep_ not in ("dobj", "nsubjpass", "nsubj", "pobj", "attr", "conj", "compound"):
        return False
    part = slot(token, verb)
    if part in ("with", "from", "by", "to", "agent", "between"):
        return True
    if part == "object" and verb.lemma_.lower() in ("bring", "invite", "take", "join"):
        return True
    return (
        part == "subject"
        and trigger.token.dep_ in ("dobj", "pobj", "attr")
        and verb.lemma_.lower() not in ("need", "want", "be", "have", "discuss", "note", "highlight", "mention")
    )


def _beside(reading: Reading, mention: Mention, trigger: Trigger) -> bool:
    """Where the parse fails: `NOUN with (the) X` within a few words."""
    between = (
        reading.text(Span(trigger.token.idx + len(trigger.token.text), mention.span.start))
        if mention.span.start > trigger.token.idx
        else "."
    )
    strong = "|".join([*lexicon()["strong"], "w/"])
    return len(between) < 60 and bool(
        re.fullmatch(rf"\s+(?:\w+\s+){{0,3}}(?:{strong})\s+(?:the\s+|our\s+)?(?:\w+\s+){{0,1}}", between)
    )


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
