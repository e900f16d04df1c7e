"""Whether a name takes part in what a trigger tells, by the grammar between them."""

import re
from typing import TYPE_CHECKING

from ingest.clauses import clause_head, clause_words, path_up, slot
from ingest.engagements_beside import stands_behind
from ingest.engagements_callers import acts_towards_us, comes_from_outside, faces_us, is_agent
from ingest.engagements_status import Trigger, lexicon
from ingest.language import words_in
from ingest.parties import Parties
from ingest.reading import Mention, Reading
from ingest.roles_lexicon import ends_in_role, is_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token


def takes_part(reading: Reading, mention: Mention, trigger: Trigger, parties: Parties) -> bool:
    """Does a name stand where the grammar of a trigger has its counterparts?"""
    assert reading.doc is not None
    words = words_in(reading.doc, mention.span)
    if not len(words) or is_past(reading, mention) or _is_employer(reading, mention, parties):
        return False
    token = next((word for word in (words.root, *words) if word.pos_ in ("PROPN", "NOUN", "PRON")), words.root)
    if _is_place_visited(token, trigger) or _is_host(token, trigger) or _is_behind(reading, mention, trigger, parties):
        return True
    if _only_describes(reading, token, mention, trigger):
        return False
    return _is_antecedent(token, trigger) or _is_led_to(reading, token, mention, trigger, parties)


def _is_behind(reading: Reading, mention: Mention, trigger: Trigger, parties: Parties) -> bool:
    barred = mention.entity in parties.represented and trigger.lemma in lexicon()["within"]
    return not barred and stands_behind(reading, mention, trigger)


def _is_led_to(reading: Reading, token: "Token", mention: Mention, trigger: Trigger, parties: Parties) -> bool:
    """Does the parse lead from a trigger to a name, or what stands between them where the parse fails?"""
    part = slot(token, trigger.token)
    if part not in trigger.slots:
        part = _lead_astray(reading, token, mention, trigger) or part or _by_participle(token, trigger)
    if part == "subject" and reading.structure.text[mention.span.end : mention.span.end + 1] == ")":
        return False
    if part == "object" and _is_deep(token, trigger):
        return False
    if part == "object" and token.dep_ == "nsubjpass" and _is_stranded(trigger):
        return True
    if part and _fits(reading, part, trigger, mention, parties):
        return True
    noted = "w/" in reading.text(Span(trigger.token.idx, mention.span.start))
    governed = trigger.noun and _governed(reading, token, trigger, mention, parties)
    return governed or ((trigger.noun or noted) and _beside(reading, mention, trigger))


def _is_deep(token: "Token", trigger: Trigger) -> bool:
    """Does a name only say more of the object: `discussed the appointment to the board of X`?"""
    above = list(path_up(token))
    chain = above[1 : above.index(trigger.token)] if trigger.token in above else []
    led = [word for word in chain if word.dep_ == "prep"]
    heads = [word.head for word in led]
    people = all(head.lemma_.lower() in lexicon()["people"] or is_role(head.text) for head in heads)
    return bool(led) and not people and led[0].lower_ not in trigger.slots and trigger.lemma in _OF_TOPICS


_OF_TOPICS = frozenset(("discuss", "review", "debate", "support", "challenge"))
"""Verbs whose object is more often a thing than somebody."""


def _is_stranded(trigger: Trigger) -> bool:
    """`X had been written to`: does the preposition of a passive stand without a name behind it?"""
    led = (child for child in trigger.token.children if child.dep_ in ("prep", "prt") and child.lower_ in trigger.slots)
    return any(not list(child.children) for child in led)


_LED_TO = re.compile(
    r"\b(?:with|to|from|between|at)\s+(?:the\s+|our\s+|[\w-]+\s+(?:of|from|at)\s+(?:the\s+)?|(?:the|two|three|some)\s+[\w-]+\s+(?:of|from|at)\s+(?:the\s+)?)?$",
    re.IGNORECASE,
)


def is_sure(reading: Reading, mention: Mention, trigger: Trigger) -> bool:
    """Does grammar alone show that a doubtful name is somebody: `talked to X`, `met the people of X`, `asked X`?"""
    assert reading.doc is not None
    before = reading.text(Span(max(0, mention.span.start - 40), mention.span.start))
    token = words_in(reading.doc, mention.span).root
    led = _LED_TO.search(before)
    if trigger.noun:
        return led is not None and not led.group().lower().startswith("to")
    part = slot(token, trigger.token)
    acts = part == "subject" and "caller" in trigger.slots and len(mention_words(reading, mention)) > 1
    return led is not None or acts or part in ("object", "agent")


def mention_words(reading: Reading, mention: Mention) -> list[str]:
    """The words of a name as they stand in the text."""
    return reading.text(mention.span).split()


def _is_place_visited(token: "Token", trigger: Trigger) -> bool:
    """`a visit to X's plant`: X is whom one visits, though only the owner of the place."""
    visit = trigger.noun and trigger.lemma in ("visit", "tour", "trip")
    return visit and token.dep_ == "poss" and trigger.token in list(path_up(token))[1:4]


def _is_host(token: "Token", trigger: Trigger) -> bool:
    """`spoke on a panel organised by X`."""
    verb = token.head.head
    if any(word.lemma_.lower() == "meeting" and word.dep_ == "nsubjpass" for word in clause_words(trigger.token)):
        return False
    hosts = token.dep_ == "pobj" and token.head.lower_ == "by" and verb.lemma_.lower() in lexicon()["hosting"]
    return hosts and verb.dep_ == "acl" and trigger.token in list(path_up(verb))[1:4]


_FORMER = re.compile(r"\b(?:formerly|previously|late|ex-?) (?:of|at|with) (?:the )?$")


def is_past(reading: Reading, mention: Mention) -> bool:
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
    if _PARTING.search(reading.text(Span(mention.span.end, token.head.idx))):
        return False
    gathers = trigger.lemma in lexicon()["gathering"] or trigger.noun
    gathering = gathers and token.head.lemma_.lower() in lexicon()["gatherings"]
    speaks = gathering or token.head.lemma_.lower() in lexicon()["people"] or _in_name(reading, token.head, mention)
    return not speaks and not (trigger.noun and token.head == trigger.token)


_PARTING = re.compile(r"[,;:)]|\b(?:and|or|at|on|in|to|with|about)\b")
"""What never stands between a name and the noun that it describes."""


def _is_antecedent(token: "Token", trigger: Trigger) -> bool:
    """Does a relative clause engage what it hangs on: `X, with whom we met`?"""
    head = clause_head(trigger.token)
    if head.dep_ != "relcl" or head.head != token:
        return False
    if head == trigger.token and not trigger.noun:
        who = {child.dep_ for child in head.children if child.lower_ in ("who", "which")}
        if ("nsubj" in who and "caller" in trigger.slots) or ("nsubjpass" in who and "object" in trigger.slots):
            return True
    return any(
        word.lower_ in ("whom", "which", "who") and word.head.lower_ in ("with", "to", "from", "between")
        for word in clause_words(trigger.token)
    )


def _lead_astray(reading: Reading, token: "Token", mention: Mention, trigger: Trigger) -> str | None:
    """`take the question of the backlog up with X`, where the parse hangs `with X` on a noun between."""
    if (
        trigger.noun
        or "with" not in trigger.slots
        or "object" in trigger.slots
        or mention.span.start < trigger.token.idx
    ):
        return None
    before = reading.text(Span(trigger.token.idx, mention.span.start))
    inside = trigger.token in list(path_up(token))[1:] and clause_head(token) == clause_head(trigger.token)
    return "with" if inside and re.search(r"\bwith\s+(?:the\s+|our\s+)?$", before) else None


def _by_participle(token: "Token", trigger: Trigger) -> str | None:
    """`an approach made to X`, `a session held with X`: counterparts of the participle behind a noun."""
    if not trigger.noun:
        return None
    clauses = [c for c in trigger.token.children if c.dep_ == "relcl" or (c.dep_ == "acl" and c.tag_ == "VBN")]
    parts = (slot(token, child) for child in clauses)
    return next((part for part in parts if part in ("with", "to", "from", "by", "agent", "between")), None)


def _in_name(reading: Reading, head: "Token", mention: Mention) -> bool:
    """Does a name hang on the title or the name of a person: `NFCC Coordinator`, `X's officer, Ann Ash`?"""
    near = reading.names_in(Span(head.idx, head.idx + len(head.text) + 30))
    return any(m.entity.startswith("person/") for m in near)


def _fits(reading: Reading, part: str, trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    """Has a trigger its counterparts in that part of its sentence?"""
    if part == "agent":
        return is_agent(trigger, mention, parties)
    if part == "object" and trigger.lemma in lexicon()["within"] and mention.entity in parties.represented:
        return False
    if trigger.noun and part in ("owner", "close"):
        narrow = part == "close" and "of" not in trigger.slots
        return not narrow and comes_from_outside(reading, mention, trigger, parties)
    return acts_towards_us(reading, trigger, mention, parties) if part == "subject" else part in trigger.slots


def _governed(reading: Reading, token: "Token", trigger: Trigger, mention: Mention, parties: Parties) -> bool:
    """Counterparts of the verb that governs the noun: `evidence was given to X`, `X gave a talk`."""
    verb = next((t for t in list(path_up(trigger.token))[1:5] if t.pos_ in ("VERB", "AUX")), None)
    if verb is None or trigger.token.dep_ not in ("dobj", "nsubjpass", "nsubj", "pobj", "attr", "conj", "compound"):
        return False
    part = slot(token, verb)
    if part in ("with", "from", "by", "to", "agent", "between") or (part == "at" and "at" in trigger.slots):
        return True
    if part == "subject" and trigger.token.dep_ == "pobj" and trigger.token.head.lower_ in _SET_ASIDE:
        return False
    if part == "subject" and verb.lemma_ == "be" and trigger.token.dep_ == "pobj" and mention.entity.startswith("org/"):
        return trigger.token.head.lower_ == "in" and faces_us(reading, trigger, parties)
    if part == "object" and verb.lemma_.lower() in ("bring", "invite", "take", "join"):
        return True
    return (
        part == "subject"
        and comes_from_outside(reading, mention, trigger, parties)
        and trigger.token.dep_ in ("dobj", "pobj", "attr")
        and verb.lemma_.lower() not in ("need", "want", "be", "have", "discuss", "note", "highlight", "mention")
    )


_SET_ASIDE = frozenset("from of about before after for since until following on regarding".split())
"""Prepositions before a gathering that is only spoken of: `showed results from the hackathon`."""


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
