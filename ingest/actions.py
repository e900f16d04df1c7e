"""Commitments: what is owed, by whom and by when.

Explicit signs come first (labels, action sections, tables), then sentences in which somebody
is to do something. Patterns and vocabularies stand in `rules/actions.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from ingest.blocks import Block, Cell
from ingest.owners import Party, named_parties, party_at, resolved
from ingest.people_names import fold, words_of
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import Unit, section_key, speaker_ids, spoken, units
from kg.extraction import Commitment, CommitmentStatus, Span, When

_FLAGS = re.IGNORECASE | re.DOTALL
_TRAILING = re.compile(
    r"(?:[\s(\[–—-]*(?:owner|assigned to|assignee|lead|responsible)[:\s]+(?P<labelled>[^.;)\]\n]+)|[(\[](?P<bracketed>[^()\[\]\n]{2,60})[)\]]|\s[-–—]{1,2}\s*(?P<dashed>[^.;()\n]{2,40}))[\s.)\]*_]*$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"[\s*_]*(?:#?[A-Z]?[\d./-]*\d[a-z]?)?[\s*_]*")


@dataclass(frozen=True, slots=True)
class _Labelled:
    """An explicit label: where its task begins, who stands in the label, and whether it tells of an earlier action."""

    start: int
    task: int
    owner: Party | None
    earlier: bool


def read_commitments(reading: Reading) -> Iterator[Commitment]:
    """What the document says is owed, in text order, each once.

    An action that is listed again in a summary keeps its first statement and gains evidence.
    """
    found: list[Commitment] = []
    for commitment in _Reader(reading).commitments():
        twin = next((n for n, other in enumerate(found) if _same(other, commitment)), None)
        if twin is None:
            found.append(commitment)
        else:
            found[twin] = _joined(found[twin], commitment)
    yield from found


def _same(one: Commitment, other: Commitment) -> bool:
    if one.meeting != other.meeting:
        return False
    if any(a.start < b.end and b.start < a.end for a in one.evidence for b in other.evidence):
        return one.what == other.what
    mine, theirs = _content(one.what), _content(other.what)
    if not mine or not theirs:
        return False
    shared = 2 * len(mine & theirs) / (len(mine) + len(theirs))
    if len(mine) > 2 and len(theirs) > 2 and shared >= 0.8:
        return not one.owner or not other.owner or set(one.owner) == set(other.owner)
    summary = other.rule in ("actions/section", "actions/table")
    return (
        summary and shared >= 0.5 and bool(one.owner) and set(one.owner) == set(other.owner) and one.rule != other.rule
    )


def _content(what: str) -> set[str]:
    return set(words_of(what)) - _SMALL


_SMALL = frozenset(
    "a an and as at be by for from in is it its of on or that the this to we will with his her their before after".split()
)


def _joined(one: Commitment, other: Commitment) -> Commitment:
    return replace(
        one,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence)))[:4],
        owner=one.owner or other.owner,
        due=one.due or other.due,
        status=one.status if one.status != "open" else other.status,
    )


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.structure.text
        self.blocks = reading.structure.blocks
        self.children: dict[int, list[int]] = {}
        for number, block in enumerate(self.blocks):
            if block.parent is not None:
                self.children.setdefault(block.parent, []).append(number)
        self.under: dict[int, tuple[str, ...]] = {}
        self.listing = 0
        self.past = _told_in_past(self.text)

    def commitments(self) -> Iterator[Commitment]:
        open_until = -1
        for number, block in enumerate(self.blocks):
            if block.kind == "heading":
                open_until = -1
                continue
            if block.kind == "row":
                yield from self._row(number, block)
                continue
            lone = self._lone_label(number, block)
            if lone:
                open_until = number if block.kind != "item" else -1
                continue
            if open_until >= 0 and block.kind != "item":
                open_until = -1
            section = open_until >= 0 or self._in_section(block) or self._under_label(block)
            yield from self._block(number, block, section)

    # Where actions are listed

    def _in_section(self, block: Block) -> bool:
        return bool(block.section) and _is_section(block.section[-1])

    def _lone_label(self, number: int, block: Block) -> bool:
        """Is the block only the label of a list of actions?"""
        words = self.reading.structure.content(block)
        return (
            len(words) < 60
            and _is_section(words)
            and (
                number in self.children
                or words.rstrip(" *_").endswith(":")
                or "**" in words
                or block.kind == "paragraph"
            )
        )

    def _under_label(self, block: Block) -> bool:
        parent = block.parent
        while parent is not None:
            if self._lone_label(parent, self.blocks[parent]) or self._open_ended(parent):
                return True
            parent = self.blocks[parent].parent
        return False

    def _open_ended(self, number: int) -> bool:
        """Does an item end in words that ask for what stands below it: `Need somebody to`?"""
        pattern = load_rules("actions")["open_ended"]["pattern"]
        return (
            number in self.children
            and re.search(pattern, self.reading.structure.content(self.blocks[number]), re.IGNORECASE) is not None
        )

    # Blocks

    def _block(self, number: int, block: Block, section: bool) -> Iterator[Commitment]:
        if block.kind == "turn" and not block.content.end > block.content.start:
            return
        explicit = list(self._labelled(number, block))
        yield from (c for c in explicit if c is not None)
        if explicit:
            return
        if section and block.kind in ("item", "paragraph", "turn"):
            yield from self._listed(number, block)
            return
        if block.tick is not None and party_at(self.reading, spoken(self.reading, block).start, block.content.end):
            yield from self._listed(number, block)
            return
        bracketed = self._bracketed_owner(block)
        if bracketed:
            yield from self._prose(number, block, bracketed)
            return
        yield from self._prose(number, block, None)

    def _bracketed_owner(self, block: Block) -> Party | None:
        """`[Stephen] to add colour`: the bracket names who is to do it."""
        if self.text[block.content.start : block.content.start + 1] != "[":
            return None
        close = self.text.find("]", block.content.start, block.content.end)
        party = party_at(self.reading, block.content.start + 1, close) if 0 < close - block.content.start < 40 else None
        if party and re.match(rf"\]\s+(?:to\s+[a-z]|{_task_verbs()})", self.text[close : block.content.end]):
            return Party(party.ids, party.start, close + 1)
        return None

    def _labelled(self, number: int, block: Block) -> Iterator[Commitment | None]:
        """Actions behind explicit labels; None marks a label that owes nothing."""
        labels = list(_labels_in(self.reading, block.content))
        for place, label in enumerate(labels):
            end = labels[place + 1].start if place + 1 < len(labels) else block.content.end
            task = _task_span(self.text, label.task, end)
            if not self.text[task.start : task.end].strip(" *_.:-"):
                children = self.children.get(number, [])
                if label.owner and not children:
                    yield self._named_only(block, label, Span(label.start, end))
                elif label.owner is None and not children:
                    yield None
                for child in children:
                    self.under[child] = label.owner.ids if label.owner else ()
                continue
            if _owes_nothing(self.text[task.start : task.end]):
                yield None
                continue
            for piece in self._several(task):
                yield self._explicit(number, block, label, piece)

    def _several(self, task: Span) -> list[Span]:
        """Tasks of one label: `Ann to write; Bob to call`."""
        pieces: list[Span] = []
        low = task.start
        for match in re.finditer(r";\s+|\n", self.text[task.start : task.end]):
            following = task.start + match.end()
            if party_at(self.reading, following, task.end) and _predicate_after(self.reading, following, task.end):
                pieces.append(Span(low, task.start + match.start()))
                low = following
        pieces.append(Span(low, task.end))
        return pieces

    def _explicit(self, number: int, block: Block, label: _Labelled, task: Span) -> Commitment | None:
        owner, what = self._owner_and_task(task, bare=True)
        if label.owner:
            owner = tuple(dict.fromkeys((*label.owner.ids, *owner))) if not owner else label.owner.ids or owner
        if not self.text[what.start : what.end].strip(" *_.:-()") and owner:
            return self._named_only(block, label, Span(label.start, task.end))
        evidence = (
            Span(label.start, task.end)
            if label.task <= task.start and self.text[label.task : task.start].strip() == ""
            else task
        )
        return self._made(block, number, evidence, what, owner, "actions/label", 0.95, earlier=label.earlier)

    def _named_only(self, block: Block, label: _Labelled, span: Span) -> Commitment | None:
        """`Action: JS` behind a sentence: the sentence is the task."""
        owner = label.owner.ids if label.owner else self._owner_and_task(Span(label.task, span.end))[0]
        before = [u for u in units(self.reading, 0, block) if u.span.start < label.start]
        number = self.blocks.index(block)
        if not before:
            number = next(
                (n for n in range(number - 1, max(-1, number - 3), -1) if self.blocks[n].kind in ("paragraph", "item")),
                -1,
            )
            if number < 0:
                return None
            before = list(units(self.reading, number, self.blocks[number]))
        if not before:
            return None
        last = before[-1].span
        task = Span(last.start, min(last.end, label.start) if last.start < label.start < last.end else last.end)
        inner_owner, what = self._owner_and_task(task)
        if not inner_owner:
            what = _after_agreed(self.text, task)
        made = self._made(block, self.blocks.index(block), task, what, owner or inner_owner, "actions/label", 0.85)
        return replace(made, evidence=(task, _tidy(self.text, span))) if made else None

    def _listed(self, number: int, block: Block) -> Iterator[Commitment]:
        """An entry of an action list; an entry that only names somebody owns the entries below it."""
        content = block.content
        words = self.text[content.start : content.end]
        inherited = self._inherited(block)
        ids, whole = resolved(self.reading, content) if len(words) < 60 else ((), False)
        if number in self.children and (whole or words.rstrip(" *_").endswith(":")):
            for child in self.children[number]:
                self.under[child] = ids or inherited
            return
        if whole or _owes_nothing(words) or not re.search(r"\w{2}", words):
            return
        if (
            block.parent is not None
            and block.parent not in self.under
            and not self._lone_label(block.parent, self.blocks[block.parent])
            and not self._open_ended(block.parent)
            and block.tick is None
        ):
            party = party_at(self.reading, content.start, content.end)
            if party is None or not _predicate_after(self.reading, content.start, content.end):
                return
        number_first = _REFERENCE.match(self.text, content.start, content.end)
        if number_first and block.kind != "item":
            content = Span(number_first.end(), content.end)
        for piece in (
            [content] if block.kind == "item" or number_first else [u.span for u in units(self.reading, number, block)]
        ):
            if block.kind != "item" and (
                _owes_nothing(self.text[piece.start : piece.end])
                or (len(self.text[piece.start : piece.end].split()) < 3)
            ):
                continue
            if block.kind == "paragraph" and self.text[piece.start : piece.end].rstrip().endswith(":"):
                continue
            owner, what = self._owner_and_task(piece, bare=True)
            made = self._made(
                block,
                number,
                piece,
                what,
                owner or inherited or speaker_ids(self.reading, block),
                "actions/section",
                0.85,
            )
            if made:
                key = section_key(block.section[-1]) if block.section else ""
                earlier = key in _sections()[1] or _is_earlier(key)
                yield (
                    replace(made, status="unknown")
                    if earlier and made.status == "open" and block.tick is None
                    else made
                )

    def _inherited(self, block: Block) -> tuple[str, ...]:
        return self.under.get(self.blocks.index(block), ())

    def _owner_and_task(self, task: Span, *, bare: bool = False) -> tuple[tuple[str, ...], Span]:
        """Who a task names as its owner, before or behind it, and the task without them.

        `bare` allows a verb right behind the name: `AI: Aaron propose a group`.
        """
        party = party_at(self.reading, task.start, task.end)
        if party:
            after = _OPERATOR.match(self.text, party.end, task.end)
            if after:
                return party.ids, _tidy(self.text, Span(after.end("gone"), task.end))
            if not re.search(r"\w", self.text[party.end : task.end]):
                return party.ids, Span(party.end, party.end)
            if bare and (verb := _BARE_VERB.match(self.text, party.end, task.end)):
                return party.ids, _tidy(self.text, Span(verb.start("verb"), task.end))
        trailing = _TRAILING.search(self.text, task.start, task.end)
        if trailing:
            group = next(name for name in ("labelled", "bracketed", "dashed") if trailing[name])
            ids, whole = resolved(self.reading, Span(*trailing.span(group)))
            if whole:
                return ids, _tidy(self.text, Span(task.start, trailing.start()))
        for predicate in _predicates():
            for inner in named_parties(self.reading, task):
                match = predicate.pattern.match(self.text, inner.end, task.end)
                if match and not predicate.opens and predicate.rule != "actions/name-would":
                    return inner.ids, _tidy(self.text, _verb_to_end(match, task.end))
        passive = next((m for p in _passive() for m in p.finditer(self.text, task.start, task.end)), None)
        if passive:
            by = party_at(self.reading, passive.start("names"), task.end)
            if by and by.ids:
                return by.ids, _tidy(self.text, task)
        return (), _tidy(self.text, task)

    # Prose

    def _prose(self, number: int, block: Block, bracketed: Party | None) -> Iterator[Commitment]:
        if bracketed:
            task = Span(bracketed.end, block.content.end)
            match = re.compile(r"\s*to\s+").match(self.text, task.start)
            start = match.end() if match else task.start
            made = self._made(
                block, number, block.content, Span(start, task.end), bracketed.ids, "actions/name-to-verb", 0.85
            )
            if made:
                yield made
            return
        for unit in units(self.reading, number, block):
            yield from self._sentence(unit, block)

    def _sentence(self, unit: Unit, block: Block) -> Iterator[Commitment]:
        words = self.text[unit.span.start : unit.span.end]
        if words.rstrip(" *_").endswith("?") or len(words) > 900:
            return
        taken: list[int] = []
        for party, predicate, match in self._owing(unit.span):
            if any(abs(party.start - start) < 2 for start in taken) or (
                predicate.reported and any(i.startswith("org/") for i in party.ids)
            ):
                continue
            taken.append(party.start)
            what = _verb_to_end(
                match,
                self._clause_end(
                    match.start("verb") if match.start("verb") >= 0 else match.end(), unit.span.end, party
                ),
            )
            made = self._made(
                block, unit.block, unit.span, what, party.ids, predicate.rule, predicate.confidence, status_in=unit.span
            )
            if made:
                yield replace(made, kind=predicate.kind)  # type: ignore[arg-type]
        if not taken:
            yield from self._continued(unit, block)
            yield from self._owner_behind(unit, block)
            yield from self._passive(unit, block)
            yield from self._first_person(unit, block)

    def _owing(self, span: Span) -> Iterator[tuple[Party, "_Predicate", re.Match[str]]]:
        """Subjects in a sentence that are to do something, each with the predicate that says so."""
        agreed = next((m for p in _agreed_that() for m in p.finditer(self.text, span.start, span.end)), None)
        for party in _parties(self.reading, span):
            opens = (
                _is_opening(self.text, span.start, party.start)
                or _follows_clause(self.text, span.start, party.start)
                or (agreed is not None and agreed.end() == party.start)
            )
            if agreed is not None and party.start >= agreed.end() and party.start - agreed.end() < 12:
                match = _modal().match(self.text, party.end, span.end)
                if match:
                    yield party, _Predicate("actions/agreed-that", match.re, 0.9, False, False, "action"), match
                    continue
            for predicate in _predicates():
                if predicate.opens and not opens:
                    continue
                if predicate.reported and not self.past:
                    continue
                if predicate.rule == "actions/agreed-to" and self._is_collective(party):
                    continue
                match = predicate.pattern.match(self.text, _remark_end(self.text, party.end, span.end), span.end)
                if match and not _negated(self.text, span.start, party.start):
                    yield party, predicate, match
                    break

    def _is_collective(self, party: Party) -> bool:
        """Does the whole meeting act? What it agrees to is a decision."""
        words = fold(self.text[party.start : party.end])
        return (
            party.ids == (self.reading.committee,)
            or re.fullmatch(
                r"(?:the |all |our )?(?:all|everyone|everybody|members|committee|council|board|group|team|governors|trustees|directors|councillors|steering|panel|executive)(?: members?)?",
                words,
            )
            is not None
        )

    def _clause_end(self, start: int, end: int, party: Party) -> int:
        """Where the task ends: before another subject that is to do something else."""
        for other in named_parties(self.reading, Span(start, end)):
            if other.start > start and _predicate_after(self.reading, other.start, end):
                joint = re.search(
                    r"(?:[,;]\s*(?:and|while|but|then)?|\b(?:and|while|but))\s*$", self.text[start : other.start]
                )
                if joint:
                    return start + joint.start()
        return end

    def _continued(self, unit: Unit, block: Block) -> Iterator[Commitment]:
        """`Will share it next week.`: the speaker, or whom the sentence before is about, is to do it."""
        match = _SUBJECTLESS.match(self.text, unit.span.start, unit.span.end) or _SUBJECTLESS_LATER.search(
            self.text, unit.span.start, unit.span.end
        )
        if match is None:
            return
        before = Span(block.content.start, unit.span.start)
        party = party_at(self.reading, before.start, before.end) if not unit.opens else None
        owner = speaker_ids(self.reading, block) or (party.ids if party else ())
        if owner or (
            self.reading.document.kind == "minutes"
            and re.match(r"\W*will\b", self.text[unit.span.start : unit.span.end], re.IGNORECASE)
        ):
            made = self._made(
                block,
                unit.block,
                unit.span,
                Span(match.start("verb"), unit.span.end),
                owner,
                "actions/speaker" if owner else "actions/unowned",
                0.65 if owner else 0.5,
            )
            if made:
                yield made

    def _owner_behind(self, unit: Unit, block: Block) -> Iterator[Commitment]:
        """`Notice to go up in the lobby (Ivana).`"""
        trailing = _TRAILING.search(self.text, unit.span.start, unit.span.end)
        if (
            trailing is None
            or not trailing["bracketed"]
            or not _THING_TO.match(self.text, unit.span.start, trailing.start())
        ):
            return
        ids, whole = resolved(self.reading, Span(*trailing.span("bracketed")))
        if whole and all(identifier.startswith("person/") for identifier in ids):
            made = self._made(
                block, unit.block, unit.span, Span(unit.span.start, trailing.start()), ids, "actions/owner-behind", 0.65
            )
            if made:
                yield made

    def _passive(self, unit: Unit, block: Block) -> Iterator[Commitment]:
        for pattern in _passive():
            match = pattern.search(self.text, unit.span.start, unit.span.end)
            party = party_at(self.reading, match.start("names"), unit.span.end) if match else None
            if party and party.ids and all(identifier.startswith("person/") for identifier in party.ids):
                made = self._made(block, unit.block, unit.span, unit.span, party.ids, "actions/passive", 0.7)
                if made:
                    yield made
                return
        undone = re.compile(load_rules("actions")["passive"]["undone"]).search(
            self.text, unit.span.start, unit.span.end
        )
        if (
            undone
            and self.reading.document.kind == "minutes"
            and not re.search(
                r"\b(?:if|once|when|until|unless|how|whether|need|needs|have|has|hope|want)\b",
                self.text[unit.span.start : undone.start()],
            )
        ):
            made = self._made(block, unit.block, unit.span, unit.span, (), "actions/unowned", 0.5)
            if made:
                yield made

    def _first_person(self, unit: Unit, block: Block) -> Iterator[Commitment]:
        speaker = speaker_ids(self.reading, block)
        if not speaker:
            return
        match = _FIRST_PERSON.search(self.text, unit.span.start, unit.span.end)
        if match:
            made = self._made(
                block, unit.block, unit.span, Span(match.start("verb"), unit.span.end), speaker, "actions/speaker", 0.65
            )
            if made:
                yield made

    # Tables

    def _row(self, number: int, block: Block) -> Iterator[Commitment]:
        columns = _columns(block)
        if columns is None:
            return
        task = columns["task"].span
        words = self.text[task.start : task.end]
        if _owes_nothing(words) or not re.search(r"\w{2}", words):
            return
        owner: tuple[str, ...] = ()
        what = _tidy(self.text, task)
        if "owner" in columns:
            owner, _ = resolved(self.reading, columns["owner"].span)
        if not owner:
            owner, what = self._owner_and_task(task)
        made = self._made(block, number, block.content, what, owner, "actions/table", 0.95, status_in=task)
        if made is None:
            return
        if "due" in columns:
            dates = self.reading.dates_in(columns["due"].span)
            made = replace(made, due=dates[0].when if dates else made.due)
        if "status" in columns:
            made = replace(made, status=_cell_status(self.text, columns["status"], block) or made.status)
        yield made

    # Making

    def _made(
        self, block: Block, number: int, evidence: Span, what: Span, owner: tuple[str, ...], rule: str, confidence: float,
        *, earlier: bool = False, status_in: Span | None = None,
    ) -> Commitment | None:  # fmt: skip
        span = _evidence(self.text, evidence)
        words = _plain(self.text[what.start : what.end])
        if len(words) < 3 or span.end - span.start > 1000:
            return None
        looked = status_in or span
        status = _status(self.text[looked.start : looked.end], block) or ("unknown" if earlier else "open")
        due = _due(self.reading, span, number)
        return Commitment(
            evidence=(span,), rule=rule, confidence=confidence, meeting=self.reading.sitting_of(number),
            owner=owner, what=words, due=due, kind="action", status=status,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Predicate:
    rule: str
    pattern: re.Pattern[str]
    confidence: float
    opens: bool
    reported: bool
    kind: str


_OPERATOR = re.compile(
    r"(?P<gone>(?:\s*\([^)\n]*\))?[*_\]\s]*(?:\s*[:–—]\s*[*_]*\s*|\s+-{1,2}\s+|\s*->\s*|,\s+(?:to\s+)?|(?:\s+(?:will|shall|should|is to|are to|to|has agreed to|have agreed to|agreed to|agrees to|can|has offered to|offered to|volunteered to|must|needs to|is going to|would)|[’']ll)\s+(?:please )?|\s*\]\s*))(?=\S)",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"(?:[A-Z]{1,3}[-.]?)?\d+(?:[./-]\d+)*[.):]\s+(?=\S)")
_THING_TO = re.compile(
    r"\W*(?!(?i:concerns?|needs?|aims?|goals?|ideas?|suggestions?|options?|plans?|wants?|happy|how|time|due|thanks|welcome|where|what|who|when)\b)[\w’'-]+(?<!ing)(?: (?!happy\b|able\b|free\b|due\b|hard\b)[\w’'-]+){0,2} to [a-z]+\b"
)
_SUBJECTLESS = re.compile(
    r"\W*(?:will|to|going to|I[’']?ll)\s+(?:also |then )?(?P<verb>(?!be\b|not\b|have\b|need\b|the\b|a\b|an\b|this\b|me\b|see\b|summari[sz]e\b|clarify\b|add\b)[a-z]+)",
    re.IGNORECASE,
)
_SUBJECTLESS_LATER = re.compile(r"[;,]\s+will\s+(?P<verb>(?!be\b|not\b|have\b|need\b|see\b)[a-z]+)")
_BARE_VERB = re.compile(
    r"(?:\s+(?:please|also|then|and [A-Z]\w+))?\s+(?P<verb>(?!and\b|is\b|are\b|was\b|were\b|has\b|had\b|have\b|with\b|the\b|who\b|in\b|on\b|of\b|at\b|for\b|or\b|did\b|does\b|said\b|still\b|not\b|from\b|by\b|as\b|about\b|team\b|group\b|members?\b)[a-z]+(?<!ed)(?<!ing)\b)"
)
_FIRST_PERSON = re.compile(
    r"\bI(?:\s+will|[’']ll|\s+can take(?: (?:on|care of))?|\s+am going to|[’']m going to|\s+volunteer to|\s+shall)\s+(?:also |then |just |try to |take (?:an|the) action to |go ahead and |follow up (?:and|to) )*"
    r"(?P<verb>(?!be\b|say\b|admit\b|note\b|think\b|have\b|not\b|never\b|always\b|need\b|let\b|leave\b|miss\b|agree\b|assume\b|argue\b|give you\b|just\b|defer\b|second\b|stop\b|start by\b)[a-z]+)"
)


@cache
def _predicates() -> tuple[_Predicate, ...]:
    return tuple(
        _Predicate(
            rule["rule"],
            re.compile(pattern, _FLAGS if "to-verb" not in rule["rule"] else re.DOTALL),
            rule["confidence"],
            rule.get("opens", False),
            rule.get("reported", False),
            rule.get("kind", "action"),
        )  # fmt: skip
        for rule in load_rules("actions")["predicates"]
        for pattern in rule["patterns"]
    )


@cache
def _passive() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, _FLAGS) for pattern in load_rules("actions")["passive"]["patterns"])


@cache
def _agreed_that() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, _FLAGS) for pattern in load_rules("actions")["agreed_that"]["patterns"])


@cache
def _modal() -> re.Pattern[str]:
    rules = load_rules("actions")["agreed_that"]
    return re.compile(f"(?:{rules['modal']}|{rules['bare'].replace('?P<verb>', '?P<bare>')})", _FLAGS)


@cache
def _task_verbs() -> str:
    found = re.search(r"\(\?P<verb>(.*)\\b\)$", load_rules("actions")["agreed_that"]["bare"])
    return found.group(1) + r"\b" if found else "(?!)"


@cache
def _sections() -> tuple[frozenset[str], frozenset[str]]:
    rules = load_rules("actions")
    return frozenset(fold(s) for s in rules["sections"]), frozenset(fold(s) for s in rules["earlier_sections"])


def _is_earlier(key: str) -> bool:
    """Does a heading open a review of actions of an earlier meeting?"""
    about = re.search(r"\baction(?:s| items| points)\b", key) is not None and len(key.split()) < 8
    return (
        about
        and re.search(
            r"\b(?:last|previous|review|outstanding|earlier|arising|prior|old|status|progress|update|follow)\b", key
        )
        is not None
    )


def _is_section(title: str) -> bool:
    key = section_key(title)
    now, earlier = _sections()
    return key in now or key in earlier or _is_earlier(key)


@cache
def _label_pattern() -> re.Pattern[str]:
    rules = load_rules("actions")
    words = sorted(rules["labels"] + rules["earlier"], key=len, reverse=True)
    alternatives = "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in words)
    return re.compile(
        rf"(?:(?<=^)|(?<=[\s*_(\[.>|:—–-]))(?P<label>{alternatives})(?P<after>s?\b(?!\w))(?:\s*[#(]?(?:[A-Z]{{0,3}}[-./]?)?\d[\d./-]*[a-z]?[)]?)?(?=[\s:–—\-\])(*_]|$)",
        re.IGNORECASE,
    )


def _labels_in(reading: Reading, span: Span) -> Iterator[_Labelled]:
    """Explicit labels inside a block, in order."""
    text = reading.structure.text
    earlier = {word.lower() for word in load_rules("actions")["earlier"]}
    for match in _label_pattern().finditer(text, span.start, span.end):
        opening = _is_opening(text, span.start, match.start())
        shouted = match["label"].isupper()
        bracket = text[match.start() - 1 : match.start()] in ("[", "(")
        if not opening and not shouted and not bracket:
            if not re.match(r"[*_]*\s*:", text[match.end() : match.end() + 4]) or match["label"][0].islower():
                continue
        found = _label_tail(reading, match, span.end, opening=opening, shouted=shouted, bracket=bracket)
        if found is not None:
            task, owner = found
            yield _Labelled(match.start(), task, owner, re.sub(r"\s+", " ", match["label"].lower()) in earlier)


def _label_tail(
    reading: Reading, match: re.Match[str], end: int, *, opening: bool, shouted: bool, bracket: bool
) -> tuple[int, Party | None] | None:
    """Where the task of a label begins and who the label itself names; None where it is no label."""
    text = reading.structure.text
    position = match.end()
    sign = re.compile(r"[*_\s]*(?::|[–—]|-{1,2}(?=\s))[*_]*\s*").match(text, position, end)
    if sign and not bracket:
        return sign.end(), None
    stated = re.compile(r"\s+(?:is|are|would be)\s+(?:to\s+)?(?=[a-zA-Z])").match(text, position, end)
    if stated and opening and match["label"].lower().startswith("next step"):
        return stated.end(), None
    linked = re.compile(r"[*_\s]*(?::|-)?\s*(?:(?:for|on|by|to|@)\s*)?[(\[]?\s*(?=[@\w])").match(text, position, end)
    party = party_at(reading, linked.end(), end) if linked else None
    if party is None:
        everyone = re.compile(r"\s*[(\[](?:all|everyone|everybody|group|team)[)\]]\s*:\s*", re.IGNORECASE).match(
            text, position, end
        )
        return (everyone.end(), Party((), position, everyone.end())) if everyone else None
    closing = re.compile(r"\s*[)\]]?[*_]*\s*(?:[:–—]|-{1,2}(?=\s)|\])[*_]*\s*").match(text, party.end, end)
    if closing:
        return closing.end(), party
    operator = _OPERATOR.match(text, party.end, end)
    if operator and (shouted or opening):
        return operator.end(), party
    if bracket or re.fullmatch(r"[\s*_.)\]]*", text[party.end : end]):
        rest = re.compile(r"[\s)\]*_:]*").match(text, party.end, end)
        return (rest.end() if rest else party.end), party
    if shouted and linked and re.search(r"\b(?:to|for|on)\s*$", text[position : linked.end()], re.IGNORECASE):
        return party.end, party
    return None


def _is_opening(text: str, start: int, position: int) -> bool:
    before = text[start:position]
    return re.fullmatch(r"[\s*_~\[(“\"#>@–—•-]*", before) is not None or bool(
        re.search(r"(?:\n|[.!?;:]\s|\s[–—-]\s)[\s*_~\[(“\"#>@-]*$", before)
    )


def _follows_clause(text: str, start: int, position: int) -> bool:
    """Does a comma or dash end a clause before `position`: `Discussion was positive, Ann to move it on`?"""
    before = text[start:position]
    return re.search(
        r"\w+ \w+.*(?:,|;|\s[–—-])\s+(?:so |and |then |with )?$", before, re.DOTALL
    ) is not None and not re.search(
        r"\b(?:ask(?:ed|s|ing)?|want(?:s|ed)?|invit(?:e|ed|es)|need(?:s|ed)?|allow(?:s|ed)?|like|thank(?:s|ed)?|remind(?:s|ed)?|for|encourag(?:e|ed))\b[^,;]*[,;]?\s+(?:and )?$",
        before,
    )


def _task_span(text: str, start: int, end: int) -> Span:
    """The task behind a label: to the end of its paragraph or block."""
    stop = re.compile(r"\n\s*\n").search(text, start, end)
    return _tidy(text, Span(start, stop.start() if stop else end))


def _parties(reading: Reading, span: Span) -> Iterator[Party]:
    """Names, offices and bodies that may be subjects in a sentence, in order."""
    found = {party.start: party for party in named_parties(reading, span)}
    opening = party_at(reading, span.start, span.end)
    if opening and not any(party.start <= opening.end and opening.start <= party.start for party in found.values()):
        found[opening.start] = opening
    for match in _SUBJECT_START.finditer(reading.structure.text, span.start, span.end):
        if not any(party.start <= match.start() < party.end for party in found.values()):
            party = party_at(reading, match.start(), span.end)
            if party and party.end > match.start():
                found[match.start()] = party
    yield from (found[start] for start in sorted(found))


_SUBJECT_START = re.compile(
    r"\b(?:[Tt]he (?=[A-Za-z])|(?<![\w-])(?=(?:Staff|Officers|All|Everyone|Members|Clerk|Chair|Secretary|Treasurer|Trustees|Governors|Directors|Headteacher|Committee|Board)\b))|(?<!\w)(?=[A-Z]{2,3}(?:[/&, ]+[A-Z]{2,3})* (?:to|will|agreed)\b)"
)


def _predicate_after(reading: Reading, start: int, end: int) -> bool:
    party = party_at(reading, start, end)
    return party is not None and any(
        p.pattern.match(reading.structure.text, party.end, end) for p in _predicates() if not p.reported
    )


def _remark_end(text: str, position: int, end: int) -> int:
    remark = re.compile(r"\s*\([^)\n]{1,60}\)").match(text, position, end)
    return remark.end() if remark else position


def _negated(text: str, start: int, position: int) -> bool:
    return (
        re.search(
            r"\b(?:I (?:believe|think|hope|expect|assume|guess)(?: that)?|if|whether|unless|thanks to|thank|when|until|hopes?|hoping|wonders?|asked if|assuming|once|suggest(?:s|ed)? that|proposed? that|before|after)\s+(?:the\s+)?$",
            text[start:position],
            re.IGNORECASE,
        )
        is not None
    )


def _verb_to_end(match: re.Match[str], end: int) -> Span:
    groups = match.re.groupindex
    start = (
        match.start("verb")
        if match["verb"]
        else match.start("bare")
        if "bare" in groups and match["bare"]
        else match.end()
    )
    return Span(start, max(start, end))


def _after_agreed(text: str, task: Span) -> Span:
    match = next((m for p in _agreed_that() for m in p.finditer(text, task.start, task.end)), None)
    return Span(match.end(), task.end) if match else task


def _owes_nothing(words: str) -> bool:
    return any(re.search(pattern, words, re.IGNORECASE) for pattern in load_rules("actions")["nothing"])


def _status(words: str, block: Block) -> CommitmentStatus | None:
    if block.tick == "done":
        return "done"
    patterns = load_rules("actions")["status"]
    for status in ("dropped", "open", "done"):
        if any(re.search(pattern, words, re.IGNORECASE) for pattern in patterns[status]):
            return status  # type: ignore[return-value]
    return "done" if block.struck or (words.count("~~") >= 2 and words.strip().startswith("~~")) else None


def _cell_status(text: str, cell: Cell, block: Block) -> CommitmentStatus | None:
    """The status in a table's cell; `Yes` under `Done?` is done."""
    words = text[cell.span.start : cell.span.end].strip(" *_.").lower()
    if re.match(r"\W*(?:done|completed?|closed|finished)", cell.header.lower()):
        if words in ("yes", "y", "x", "✓", "✔", "✅"):
            return "done"
        return "open" if words in ("no", "n", "", "✗") else _status(words, block)
    return _status(words, block)


def _due(reading: Reading, span: Span, number: int) -> When | None:
    """The date that says when it is due: after `by`, `before` and the like, else one that lies ahead."""
    rules = load_rules("actions")["due"]
    sitting = reading.sitting_of(number)
    held = reading.structure.sittings[sitting].date if sitting is not None else None
    today = (held or reading.document.date or "")[:10]
    weak: When | None = None
    for mention in reading.dates_in(span):
        before = reading.structure.text[max(span.start, mention.span.start - 30) : mention.span.start]
        words = reading.text(mention.span)
        if re.search(rules["strong"], before, re.IGNORECASE) or re.match(
            r"(?:by|before|until|no later than)\b", words, re.IGNORECASE
        ):
            return mention.when
        ahead = today and mention.when.edtf.split("/")[0] >= today[: len(mention.when.edtf.split("/")[0])]
        if (
            weak is None
            and ahead
            and (
                re.search(rules["weak"], before, re.IGNORECASE)
                or re.match(r"(?:next|this|tomorrow|today|on|end|within|in)\b", words, re.IGNORECASE)
            )
        ):
            weak = mention.when
    return weak


def _columns(block: Block) -> dict[str, Cell] | None:
    """Cells of an action table by what their columns hold; None where it is no such table."""
    found: dict[str, Cell] = {}
    headers = [fold(re.sub(r"[*_`]", "", cell.header)).strip(" :?") for cell in block.cells]
    for kind in ("task", "owner", "due", "status"):
        words = load_rules("actions")["columns"][kind]
        for cell, header in zip(block.cells, headers, strict=True):
            if header in words and cell not in found.values():
                found[kind] = cell
                break
    in_section = bool(block.section) and _is_section(block.section[-1])
    named = {
        header
        for header in headers
        if "action" in header or header in ("task", "tasks", "to do", "todo", "next step", "next steps")
    }
    if "task" in found and "owner" in found and {"who", "what"} <= set(headers):
        return found
    if "task" in found and (
        in_section or (named and ("owner" in found or "due" in found)) or {"owner", "due"} <= set(found)
    ):
        return found
    return None


def _told_in_past(text: str) -> bool:
    """Are these minutes told in reported speech, where `would` states what somebody undertook?"""
    past = len(
        re.findall(
            r"\b(?:was|were|had|reported|noted|agreed|advised|asked|explained|said|stated|welcomed|confirmed|thanked)\b",
            text,
        )
    )
    present = len(re.findall(r"\b(?:is|are|has|have|will|needs|wants|says)\b", text))
    return past > present


def _tidy(text: str, span: Span) -> Span:
    """`span` without outer blanks and list marks."""
    words = text[span.start : span.end]
    left = len(words) - len(words.lstrip(" \t\n*_-–—:>•"))
    if left >= len(words):
        return Span(span.start, span.start) if span.end <= span.start else span
    right = len(words) - len(words.rstrip(" \t\n*_–—-"))
    return Span(span.start + left, span.end - right)


def _evidence(text: str, span: Span) -> Span:
    """`span` without outer blanks, with the marks that open it."""
    words = text[span.start : span.end]
    start = span.start + len(words) - len(words.lstrip())
    marks = re.search(r"(?:\*{1,3}|_{1,2}|~~|\[)$", text[max(0, start - 3) : start])
    return Span(start - len(marks.group()) if marks else start, span.end - len(words) + len(words.rstrip()))


def _plain(words: str) -> str:
    """What is owed, on one line and without marks."""
    shown = re.sub(r"!?\[([^\]\n]*)\]\([^)\n]*\)", r"\1", words)
    shown = re.sub(r"\*\*|__|~~|`|^\s*\[[ xX]\]", "", shown)
    return " ".join(shown.split()).strip(" *_.;:–—-[](")
