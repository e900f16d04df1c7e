"""Commitments: what is owed, by whom and by when.

Explicit signs come first (labels, action sections, tables), then sentences in which somebody
is to do something. Patterns and vocabularies stand in `rules/actions.toml`.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import zip_longest

from ingest.action_clauses import after_agreed, predicate_after
from ingest.action_labels import Labelled, labels_in, task_span
from ingest.action_owner import owner_and_task
from ingest.action_rules import grammar, is_earlier, is_section, owes_nothing, sections, task_verbs
from ingest.action_sentences import undertakings
from ingest.action_state import made, status, tidy
from ingest.action_tables import row_commitments
from ingest.blocks import Block
from ingest.owners import Party, party_at, resolved
from ingest.people_names import words_of
from ingest.reading import Reading
from ingest.rules import load_rules
from ingest.units import CELL, section_key, speaker_ids, spoken, units
from kg.extraction import Commitment, CommitmentStatus, Span, When


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
    if {one.rule, other.rule} == {"actions/speaker", "actions/label"}:
        return shared >= 0.5 and bool(one.owner) and one.owner == other.owner and (not one.due or not other.due)
    summary = other.rule in ("actions/section", "actions/table")
    return (
        summary and shared >= 0.5 and bool(one.owner) and set(one.owner) == set(other.owner) and one.rule != other.rule
    )


def _content(what: str) -> set[str]:
    return set(words_of(what)) - _SMALL


_SMALL = frozenset(
    "a an and as at be by for from in is it its of on or that the this to we will with his her their before "
    "after".split()
)


def _joined(one: Commitment, other: Commitment) -> Commitment:
    return replace(
        one,
        evidence=tuple(dict.fromkeys((*one.evidence, *other.evidence)))[:4],
        owner=one.owner or other.owner,
        due=one.due or other.due,
        status=one.status if one.status != "open" else other.status,
    )


_ENDED = "ended"
"""State of a list of actions under a line `Actions:` once something else than its entries has come."""


class _Reader:
    def __init__(self, reading: Reading) -> None:
        self.reading, self.text = reading, reading.structure.text
        self.blocks = reading.structure.blocks
        self.children: dict[int, list[int]] = {}
        for number, block in enumerate(self.blocks):
            if block.parent is not None:
                self.children.setdefault(block.parent, []).append(number)
        self.under: dict[int, tuple[str, ...]] = {}

    def commitments(self) -> Iterator[Commitment]:
        open_until = -1
        listing: str | None = None
        for number, block in enumerate(self.blocks):
            if block.kind == "heading":
                open_until = -1
                listing = "" if not block.marker and is_section(self.reading.structure.content(block)) else None
                if re.match(r"\d+[.)]", block.marker) and self._in_section(block):
                    yield from self._block(number, replace(block, kind="item"), True)
                continue
            if block.kind == "row":
                yield from row_commitments(self.reading, number, block, self._block)
                continue
            lone = self._lone_label(number, block)
            if lone:
                open_until = number if block.kind != "item" else -1
                continue
            if open_until >= 0 and block.kind != "item":
                open_until = -1
            if listing is not None and block.parent is None:
                listing = listing or block.kind
            ended = listing is not None and (block.kind == "turn" or (block.parent is None and block.kind != listing))
            if ended:
                listing = _ENDED
            section = open_until >= 0 or (self._in_section(block) and listing != _ENDED) or self._under_label(block)
            yield from self._block(number, block, section)

    # Where actions are listed

    def _in_section(self, block: Block) -> bool:
        return bool(block.section) and is_section(block.section[-1])

    def _lone_label(self, number: int, block: Block) -> bool:
        """Is the block only the label of a list of actions?"""
        words = self.reading.structure.content(block)
        return (
            len(words) < 60
            and is_section(words)
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
        """`[Ann] to add colour`: the bracket names who is to do it."""
        if self.text[block.content.start : block.content.start + 1] == "@":
            party = party_at(self.reading, block.content.start, block.content.end)
            colon = re.compile(r":\s+(?=[a-z])").match(self.text, party.end) if party else None
            return Party(party.ids, party.start, colon.end()) if party and colon else None
        if self.text[block.content.start : block.content.start + 1] != "[":
            return None
        close = self.text.find("]", block.content.start, block.content.end)
        party = party_at(self.reading, block.content.start + 1, close) if 0 < close - block.content.start < 40 else None
        if party and re.match(rf"\]\s+(?:to\s+[a-z]|{task_verbs()})", self.text[close : block.content.end]):
            return Party(party.ids, party.start, close + 1)
        return None

    def _labelled(self, number: int, block: Block) -> Iterator[Commitment | None]:
        """Actions behind explicit labels; None marks a label that owes nothing."""
        labels = list(labels_in(self.reading, block.content))
        for place, label in enumerate(labels):
            end = labels[place + 1].start if place + 1 < len(labels) else block.content.end
            task = task_span(self.text, label.task, end)
            if not self.text[task.start : task.end].strip(" *_.:-"):
                children = self.children.get(number, [])
                if label.owner and not children:
                    yield self._named_only(number, block, label, Span(label.start, end))
                elif label.owner is None and not children:
                    yield None
                for child in children:
                    self.under[child] = label.owner.ids if label.owner else ()
                continue
            if owes_nothing(self.text[task.start : task.end]):
                yield None
                behind = [
                    unit for unit in units(self.reading, number, block) if task.start < unit.span.start < task.end
                ]
                for unit in behind:
                    yield from undertakings(self.reading, unit, block)
                continue
            for piece in self._several(task):
                yield self._explicit(number, block, label, piece)

    def _several(self, task: Span) -> list[Span]:
        """Tasks of one label: `Ann to write; Bob to call`."""
        pieces: list[Span] = []
        low = task.start
        for match in re.finditer(r";\s+|\n", self.text[task.start : task.end]):
            following = task.start + match.end()
            if party_at(self.reading, following, task.end) and predicate_after(self.reading, following, task.end):
                pieces.append(Span(low, task.start + match.start()))
                low = following
        pieces.append(Span(low, task.end))
        return pieces

    def _explicit(self, number: int, block: Block, label: Labelled, task: Span) -> Commitment | None:
        owner, what = owner_and_task(self.reading, task, bare=True)
        if label.owner:
            owner = tuple(dict.fromkeys((*label.owner.ids, *owner))) if not owner else label.owner.ids or owner
        if not self.text[what.start : what.end].strip(" *_.:-()") and owner:
            return self._named_only(number, block, label, Span(label.start, task.end))
        evidence = (
            Span(label.start, task.end)
            if label.task <= task.start and self.text[label.task : task.start].strip() == ""
            else task
        )
        return made(self.reading, block, number, evidence, what, owner, "actions/label", 0.95, earlier=label.earlier)

    def _named_only(self, number: int, block: Block, label: Labelled, span: Span) -> Commitment | None:
        """`Action: JS` behind a sentence: the sentence is the task."""
        owner = label.owner.ids if label.owner else owner_and_task(self.reading, Span(label.task, span.end))[0]
        before = [
            u
            for u in units(self.reading, 0, block)
            if re.search(r"\w", self.text[u.span.start : min(u.span.end, label.start)])
        ]
        stated_in = number
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
        inner_owner, what = owner_and_task(self.reading, task)
        if not inner_owner:
            what = after_agreed(self.text, task)
        owed = made(self.reading, block, stated_in, task, what, owner or inner_owner, "actions/label", 0.85)
        return replace(owed, evidence=(task, tidy(self.text, span))) if owed else None

    def _listed(self, number: int, block: Block) -> Iterator[Commitment]:
        """An entry of an action list; an entry that only names somebody owns the entries below it."""
        content = block.content
        words = self.text[content.start : content.end]
        inherited = self.under.get(number, ())
        ids, whole = resolved(self.reading, content) if len(words) < 60 else ((), False)
        if number in self.children and (whole or words.rstrip(" *_").endswith(":")):
            for child in self.children[number]:
                self.under[child] = ids or inherited
            return
        if whole or owes_nothing(words) or not re.search(r"\w{2}", words) or self._is_detail(number, block):
            return
        for piece in self._tasks(number, block):
            owner, what = owner_and_task(self.reading, piece, bare=True)
            owner = owner or inherited or speaker_ids(self.reading, block)
            owed = made(self.reading, block, number, piece, what, owner, "actions/section", 0.85)
            if owed is None:
                continue
            spoken_by = block.speaker if owner == speaker_ids(self.reading, block) else None
            if spoken_by and spoken_by.end < owed.evidence[0].start:
                owed = replace(owed, evidence=(Span(spoken_by.start, owed.evidence[0].end),))
            stated = self._status_below(number)
            if stated:
                yield replace(owed, status=stated)
                continue
            key = section_key(block.section[-1]) if block.section else ""
            reviewed = (key in sections()[1] or is_earlier(key)) and owed.status == "open" and block.tick is None
            yield replace(owed, status="unknown") if reviewed else owed

    def _status_below(self, number: int) -> CommitmentStatus | None:
        """The state that the next line gives (`Status: done`), open where it tells of anything else."""
        below = self.blocks[number + 1] if number + 1 < len(self.blocks) else None
        told = grammar("status_line").match(self.reading.structure.content(below)) if below else None
        if told is None:
            return None
        done = grammar("state_done").match(told["state"]) is not None
        return "done" if done else status(told["state"], self.blocks[number]) or "open"

    def _is_detail(self, number: int, block: Block) -> bool:
        """Does a nested item only add to the action above it?"""
        parent = block.parent
        if parent is None or number in self.under or block.tick is not None:
            return False
        if self._lone_label(parent, self.blocks[parent]) or self._open_ended(parent):
            return False
        return not predicate_after(self.reading, block.content.start, block.content.end)

    def _tasks(self, number: int, block: Block) -> list[Span]:
        """The tasks of a listed block: an item or numbered line is one, a paragraph has one a sentence."""
        content = block.content
        numbered = grammar("reference").match(self.text, content.start, content.end)
        if block.kind == "item":
            return [content]
        if numbered:
            return [Span(numbered.end(), content.end)]
        spans = [line for unit in units(self.reading, number, block) for line in self._owned_lines(unit.span)]
        if block.marker == CELL:
            return self._joined_tasks(spans)
        return [span for span in spans if self._is_task(self.text[span.start : span.end])]

    def _owned_lines(self, span: Span) -> Iterator[Span]:
        """A sentence, parted before each line that opens with somebody."""
        low = span.start
        for match in re.finditer(r"\n[ \t]*", self.text[span.start : span.end]):
            at = span.start + match.end()
            if party_at(self.reading, at, span.end):
                yield Span(low, span.start + match.start())
                low = at
        yield Span(low, span.end)

    def _joined_tasks(self, spans: list[Span]) -> list[Span]:
        """The tasks of a cell: a sentence in which nobody new is to do anything goes with the one before it."""
        tasks: list[Span] = []
        for span in spans:
            if tasks and not predicate_after(self.reading, span.start, span.end):
                tasks[-1] = Span(tasks[-1].start, span.end)
            else:
                tasks.append(span)
        return tasks

    @staticmethod
    def _is_task(words: str) -> bool:
        return not owes_nothing(words) and len(words.split()) > 2 and not words.rstrip().endswith(":")

    # Prose

    def _prose(self, number: int, block: Block, bracketed: Party | None) -> Iterator[Commitment]:
        if bracketed:
            task = Span(bracketed.end, block.content.end)
            match = re.compile(r"\s*to\s+").match(self.text, task.start)
            start = match.end() if match else task.start
            owed = made(
                self.reading,
                block,
                number,
                block.content,
                Span(start, task.end),
                bracketed.ids,
                "actions/name-to-verb",
                0.85,
            )
            if owed:
                yield owed
            return
        said = list(units(self.reading, number, block))
        for unit, behind in zip_longest(said, said[1:]):
            for owed in undertakings(self.reading, unit, block):
                late = behind is not None and owed.due is None and self._deadline(behind.span)
                yield replace(owed, due=late) if late else owed

    def _deadline(self, span: Span) -> When | None:
        """The date of a sentence that only gives one: `Deadline: 30 November`."""
        if grammar("deadline").match(self.reading.text(span)) is None:
            return None
        dates = self.reading.dates_in(span)
        return dates[0].when if dates else None
