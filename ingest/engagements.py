"""Engagements: who engaged whom outside, when, through what, on which area of work.

A trigger (a verb such as `meet`, a noun such as `workshop`) needs a counterpart from outside in
a place that its grammar gives to counterparts. What is denied, supposed or merely possible is
not an engagement.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ingest.blocks import Block
from ingest.clauses import clause_head, clause_words, has_subject, path_up, slot, subjects
from ingest.engagements_status import Match, Trigger, corrected, lexicon, status_of, when_of
from ingest.focus import FocusPlaces
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role
from ingest.units import cell_blocks
from kg.extraction import Channel, Engagement, FocusArea, Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def find_engagements(reading: Reading, parties: Parties, areas: Sequence[FocusArea]) -> Iterator[Engagement]:
    """The engagements of one document in text order; needs the spaCy analysis, without it there are none."""
    if reading.doc is None:
        return
    found: list[Engagement] = []
    for engagement in _all(reading, parties, areas):
        if any(_is_same(other, engagement) for other in found):
            continue
        before = next((n for n, other in enumerate(found) if _goes_on(reading, other, engagement)), None)
        if before is None:
            found.append(engagement)
        else:
            found[before] = replace(
                found[before], evidence=(*found[before].evidence, *engagement.evidence)[:4], status="ongoing"
            )
    yield from found


def _is_same(earlier: Engagement, later: Engagement) -> bool:
    """Two clauses of one sentence on the same parties and day tell one engagement."""
    one_place = earlier.evidence[0] == later.evidence[0] and earlier.when == later.when
    return one_place and set(later.with_) <= set(earlier.with_)


def _goes_on(reading: Reading, earlier: Engagement, later: Engagement) -> bool:
    """Does a later sentence only say that an engagement told before has continued?"""
    same = (
        bool(later.with_)
        and set(later.with_) <= set(earlier.with_)
        and earlier.status in ("done", "ongoing")
        and later.status in ("done", "ongoing")
    )
    return (
        same
        and earlier.channel in ("dialogue", "other")
        and lexicon()["status"]["continued"].search(reading.text(later.evidence[0])) is not None
    )


def _all(reading: Reading, parties: Parties, areas: Sequence[FocusArea]) -> Iterator[Engagement]:
    places = FocusPlaces(reading, list(areas))
    labels = {area.evidence[-1].start for area in areas} | {e.start for area in areas for e in area.evidence}
    terms = {area.id: area.term for area in areas}
    for number, block in enumerate(reading.structure.blocks):
        for sentence in _sentences(reading, block):
            if reading.text(sentence).rstrip().endswith("?") or (
                block.kind == "item" and any(sentence.start <= at < sentence.start + 8 for at in labels)
            ):
                continue
            matches = _joined(_matches(reading, parties, sentence))
            for match in matches:
                status = status_of(reading, match, sentence)
                if status is None:
                    continue
                focus = places.at(sentence, number)
                when, basis = when_of(reading, match, sentence, status, terms.get(focus or ""))
                yield Engagement(
                    by=match.by,
                    with_=tuple(dict.fromkeys(m.entity for m in match.outside)),
                    when=when,
                    channel=match.trigger.channel,
                    status=corrected(status, when, reading.document.date),
                    focus=focus,
                    evidence=(sentence,),
                    rule=f"engagements/{'noun' if match.trigger.noun else 'verb'}-{match.trigger.token.lemma_.lower()}",
                    confidence=0.8,
                    basis=basis,
                    meeting=reading.sitting_of(number),
                )
                yield from _run_by(reading, match, sentence, focus, reading.sitting_of(number))


def _run_by(
    reading: Reading, match: Match, sentence: Span, focus: str | None, meeting: int | None
) -> Iterator[Engagement]:
    """`The engagement with X went so well that X ran an event in June`: the event is X's part of it."""
    parties = {m.entity for m in match.outside}
    for verb in words_in(reading.doc, sentence) if reading.doc is not None else ():
        if verb.pos_ != "VERB" or verb.lemma_.lower() not in lexicon()["running"] or verb == match.trigger.token:
            continue
        by = [m for m in reading.names_in(sentence) if m.entity in parties and _heads(reading, m, verb)]
        events = [
            child.lemma_.lower()
            for child in verb.children
            if child.dep_ in ("dobj", "npadvmod") and child.lemma_.lower() in lexicon()["run"]
        ]
        own = Match(Trigger(verb, "event", frozenset(), False), tuple(by), (), _clause_span(verb, sentence))
        status = status_of(reading, own, sentence) if by and events else None
        if status:
            status = "done" if status == "ongoing" else status
            when, basis = when_of(reading, own, sentence, status, None)
            yield Engagement(
                by=(by[0].entity,),
                with_=(),
                when=when,
                channel="event",
                status=status,
                focus=focus,
                evidence=(own.clause,),
                rule=f"engagements/run-{events[0]}",
                confidence=0.7,
                basis=basis,
                meeting=meeting,
            )


def _heads(reading: Reading, mention: Mention, verb: "Token") -> bool:
    """Is a name the subject of `verb`?"""
    return reading.doc is not None and words_in(reading.doc, mention.span).root in subjects(verb)


_COMING_AND_GOING = re.compile(r"\b(?:left|joined|re-joined|rejoined|entered) the (?:meeting|call|room)\b")


def _sentences(reading: Reading, block: Block) -> Iterator[Span]:
    """The sentences of a block that tell something; those of a table's row cell by cell."""
    told = cell_blocks(reading.structure.text, block) if block.kind == "row" else [block]
    for piece in told:
        for sentence in reading.sentences(piece) if piece.kind != "heading" else ():
            if not _COMING_AND_GOING.search(reading.text(sentence)):
                yield sentence


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
            yield Trigger(token, channel, slots, False)
        elif token.pos_ in ("NOUN", "PROPN") and (channel := _noun_channel(token, lemma)):
            yield Trigger(token, channel, vocabulary["any"], True)


def _noun_channel(token: "Token", lemma: str) -> Channel | None:
    if lemma == "talk":
        return "dialogue" if token.lower_ == "talks" else "talk"
    if lemma == "table" and token.nbor(-1).lower_ not in ("round", "round-"):
        return None
    if lemma == "day" and token.dep_ not in ("dobj", "nsubj", "nsubjpass"):
        return None
    if lemma in ("call", "sprint", "exercise") and token.tag_.startswith("V"):
        return None
    channel: Channel | None = lexicon()["nouns"].get(lemma)
    return channel


def _matches(reading: Reading, parties: Parties, sentence: Span) -> Iterator[Match]:
    """Triggers of a sentence with the outside counterparts that their grammar gives them."""
    names = [m for m in reading.names_in(sentence) if m.entity not in parties.doubted]
    outside = [m for m in names if parties.is_outside(m.entity)]
    outside = [m for m in outside if not _is_topic(reading, m)]
    previous: Match | None = None
    assert reading.doc is not None
    if not outside or not has_subject(words_in(reading.doc, sentence)):
        return
    for trigger in _triggers(reading, sentence):
        reached = [m for m in outside if _takes_part(reading, m, trigger, parties)]
        reached += _listed_with(reading, outside, reached, trigger, sentence)
        if not reached and previous and _shares(trigger):
            reached = [m for m in previous.outside if m.span.start < trigger.token.idx]
        if not reached:
            continue
        by = _by(reading, parties, trigger, names, reached, sentence)
        reached = [m for m in reached if m.entity not in by]
        if not reached:
            continue
        previous = Match(trigger, tuple(reached), by, _clause_span(trigger.token, sentence))
        yield previous


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
        if mention.span.start < last or mention in reached:
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


def _shares(trigger: Trigger) -> bool:
    """A joint workshop in the same sentence is with those just named."""
    return trigger.noun and any(
        child.lower_ in ("joint", "several", "further", "follow-up", "regular", "these", "such")
        for child in trigger.token.children
    )


def _takes_part(reading: Reading, mention: Mention, trigger: Trigger, parties: Parties) -> bool:
    assert reading.doc is not None
    words = words_in(reading.doc, mention.span)
    if not len(words):
        return False
    token = words.root
    if _only_describes(reading, token, mention, trigger):
        return False
    if _is_antecedent(token, trigger):
        return True
    part = slot(token, trigger.token)
    if part and _fits(reading, part, trigger, mention, parties):
        return True
    return trigger.noun and (_governed(reading, token, trigger, mention, parties) or _beside(reading, mention, trigger))


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
    strong = "|".join(lexicon()["strong"])
    return len(between) < 60 and bool(
        re.fullmatch(rf"\s+(?:\w+\s+){{0,3}}(?:{strong})\s+(?:the\s+|our\s+)?(?:\w+\s+){{0,1}}", between)
    )


def _by(
    reading: Reading, parties: Parties, trigger: Trigger, names: list[Mention], reached: list[Mention], sentence: Span
) -> tuple[str, ...]:
    """Who engaged: the subject of the trigger, the committee where that is `we`, nobody, or acted upon."""
    assert reading.doc is not None
    verb = (
        trigger.token
        if not trigger.noun
        else next((t for t in path_up(trigger.token) if t.pos_ in ("VERB", "AUX")), trigger.token)
    )
    member = _member_of(reading, trigger, names)
    if member:
        return (member,)
    acting = subjects(verb)
    found: list[str] = []
    for subject in acting:
        subtree = {t.idx for t in subject.subtree}
        found += [m.entity for m in names if words_in(reading.doc, m.span).root.idx in subtree and m not in reached]
        if subject.lower_ in ("i", "me") and len(reading.document.authors) == 1:
            found += list(reading.document.authors)
    before = Span(sentence.start, trigger.token.idx)
    inside = [m.entity for m in names if not parties.is_outside(m.entity) and m not in reached]
    acts = [e for e in found if not parties.is_outside(e)]
    together = [
        m.entity
        for m in reading.names_in(before)
        if not parties.is_outside(m.entity)
        and re.search(
            r"\b(?:[Tt]ogether|[Aa]long)\s+with\s+(?:\w+\.?\s+)?$", reading.text(Span(sentence.start, m.span.start))
        )
    ]
    if acts:
        return tuple(dict.fromkeys([*acts, *together]))
    people = [e for e in found if e.startswith("person/") and e not in {m.entity for m in reached}]
    if people and not trigger.noun:
        return tuple(dict.fromkeys(people))
    groups = [e for e in inside if e.startswith("org/") and e != parties.committee]
    if groups and not found:
        return (groups[0],)
    return (parties.committee,) if parties.committee else ()


def _member_of(reading: Reading, trigger: Trigger, names: list[Mention]) -> str | None:
    """`the inclusion of A and B as members of X`: X engages them."""
    if trigger.channel != "membership":
        return None
    for mention in names:
        before = (
            reading.text(Span(trigger.token.idx, mention.span.start)) if mention.span.start > trigger.token.idx else ""
        )
        if mention.entity.startswith("org/") and re.search(
            r"\b(?:members?|part|trustees?|directors?)\s+(?:of|in|on)\s+(?:the\s+)?(?:\w+\s+)?$", before
        ):
            return mention.entity
    return None


def _clause_span(token: "Token", sentence: Span) -> Span:
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
