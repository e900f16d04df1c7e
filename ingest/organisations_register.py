"""Candidates gathered into bodies: one register a document, with the evidence for each body weighed."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import TYPE_CHECKING

from ingest.organisations_bodies import HEAD, NOWHERE, Body
from ingest.organisations_evidence import evidence, is_compound, is_ordinary
from ingest.organisations_forms import holds_things, is_place, is_short_form, mark_forms
from ingest.organisations_lexicon import ends_in_initials, kind_of, known_acronyms, lexicon, matches_initials
from ingest.organisations_own import parent_name, plain_boards, stands_beside_board
from ingest.organisations_spotting import Candidate, Shape, quotations
from ingest.people_names import common_words, fold
from kg.extraction import Span
from kg.identifiers import name_key

if TYPE_CHECKING:
    from spacy.tokens import Doc


_LIST = r"(?:[ ]\([^)\n]{1,30}\))?(?:,\s+(?:(?:and|or)\s+)?|\s+(?:and|or|&)\s+)(?:the\s+)?"
_LISTED_BEFORE, _LISTED_AFTER = re.compile(_LIST + "$"), re.compile(_LIST)
"""What stands between names in a list."""


_LOCATED = 2.0
"""Points against a name that the text places things in."""


class Register:
    """Candidates gathered into bodies: definitions first, then equal names, acronyms and parts."""

    def __init__(self, text: str, doc: "Doc | None", taken: Sequence[Span]) -> None:
        self.text, self.doc, self.taken = text, doc, taken
        self.quoted = quotations(text, Span(0, len(text)))
        self.bodies: list[Body] = []
        self.by_key: dict[str, Body] = {}

    def build(self, candidates: Sequence[Candidate]) -> list[Body]:
        order: dict[Shape, int] = {
            "opening": 0,
            "head": 0,
            "place": 1,
            "weak": 2,
            "acting": 3,
            "camel": 3,
            "addressed": 3,
            "model": 4,
            "named": 4,
            "acronym": 5,
        }
        for candidate in sorted(candidates, key=lambda c: (order[c.shape], c.acronym is None, c.span)):
            self._add(candidate)
        self._extend_by_units()
        self._join_partial_names()
        for body in self.bodies:
            self._judge(body)
        self._judge_lists()
        self._give_way()
        self._add_parents()
        self._add_board()
        kept = [body for body in self.bodies if body.sure or body.evidence >= 1]
        mark_forms(self.text, self.taken, kept)
        return sorted(kept, key=lambda body: min(body.spans, default=NOWHERE))

    def _add_board(self) -> None:
        """`the Board` in the record of another body of an institution, where no board is named in full."""
        sure = [body for body in self.bodies if body.sure]
        if any(re.search(r"\b(?:board|directors|trustees|governors)\b", b.name, re.IGNORECASE) for b in self.bodies):
            return
        if any(stands_beside_board(body.name) and min(body.spans, default=NOWHERE).start < HEAD for body in sure):
            spans = [
                span for span in plain_boards(self.text) if not any(t.start <= span.start < t.end for t in self.taken)
            ]
            if spans:
                board = Body("Board", "committee", sure=True, evidence=1)
                board.spans = {span: Candidate(span, "Board", "head", "committee") for span in spans}
                self.bodies.append(board)

    def _add_parents(self) -> None:
        """The bodies that committees belong to by their names, also where nothing else names them."""
        for body in [body for body in self.bodies if body.sure]:
            name = parent_name(body.name)
            if name and self._key(name) not in self.by_key:
                parent = Body(name, kind_of(name), sure=True, evidence=body.evidence)
                self.bodies.append(parent)
                self.by_key[self._key(name)] = parent

    def _add(self, candidate: Candidate) -> None:
        body = self.by_key.get(self._key(candidate.name))
        if body is None and candidate.shape == "acronym":
            body = self._by_acronym(candidate.name)
        if body is None:
            body = Body(_shown(candidate.name), candidate.kind)
            if candidate.shape == "acronym":
                body.acronym = candidate.name
                full = known_acronyms().get(candidate.name)
                if full:
                    body.name = full
                    body.kind = kind_of(full)
            self.bodies.append(body)
        self.by_key.setdefault(self._key(candidate.name), body)
        self.by_key.setdefault(self._key(body.name), body)
        if candidate.acronym:
            body.acronym = body.acronym or candidate.acronym
            self.by_key.setdefault(self._key(candidate.acronym), body)
        written = " ".join(self.text[candidate.span.start : candidate.span.end].split())
        body.aliases[written] = None
        body.spans.setdefault(candidate.span, candidate)

    def _key(self, name: str) -> str:
        key = name_key(re.sub(r"^the\s+", "", name, flags=re.IGNORECASE).replace("&", " and "))
        for body in self.bodies:
            if body.acronym and key.startswith(name_key(body.acronym) + " "):
                expanded = name_key(body.name)
                rest = key[len(name_key(body.acronym)) + 1 :]
                if expanded.endswith(" " + rest):
                    return expanded
        return key

    def _by_acronym(self, acronym: str) -> Body | None:
        """The body whose acronym this is, in any case, or the one whose initials it is."""
        for body in self.bodies:
            if body.acronym and body.acronym.casefold() == acronym.casefold():
                return body
        free = [b for b in self.bodies if not b.acronym and not b.is_only_named()]
        fits = [b for b in free if matches_initials(acronym, b.name)] or [
            b for b in free if ends_in_initials(acronym, b.name)
        ]
        fits += [b for b in self.bodies if b.acronym == acronym and b not in fits]
        if len(fits) == 1:
            fits[0].acronym = acronym
            return fits[0]
        return None

    def _extend_by_units(self) -> None:
        """`MoJ Commercial`: a part of an organisation, made where its unit is named right after an acronym."""
        units, trailing = lexicon()["unit"], lexicon()["trailing"]
        for body in list(self.bodies):
            for span in sorted(body.spans):
                tail = re.match(r"((?:[ ](?:[A-Z][\w-]*))+)", self.text[span.end : span.end + 60])
                words = tail.group(1).split() if tail else []
                while words and not all(word.lower() in units for word in words):
                    words.pop()
                if (
                    not words
                    or all(w.lower() in trailing for w in words)
                    or any(c in self.text[span.end : span.end + 1] for c in "’'")
                ):
                    continue
                if any(quote.start <= span.start < quote.end for quote in self.quoted):
                    continue
                if not (body.spans[span].shape in ("acronym", "camel") or body.acronym):
                    continue
                candidate = body.spans.pop(span)
                end = span.end + 1 + len(" ".join(words))
                name = f"{body.acronym or candidate.name} {' '.join(words)}"
                self._add_part(Candidate(Span(span.start, end), name, "head", body.kind))  # type: ignore[arg-type]
        self.bodies = [body for body in self.bodies if body.spans]

    def _add_part(self, candidate: Candidate) -> None:
        key = name_key(candidate.name)
        body = self.by_key.get(key)
        if body is None or body not in self.bodies:
            body = Body(candidate.name, candidate.kind)
            self.bodies.append(body)
            self.by_key[key] = body
        body.aliases[self.text[candidate.span.start : candidate.span.end]] = None
        body.spans.setdefault(candidate.span, candidate)

    def _join_partial_names(self) -> None:
        """`Hexagon` and `Hexagon GmbH`, `County Council` and `Hampton County Council` are one body."""
        for body in list(self.bodies):
            key = name_key(body.name)
            longer = [
                other
                for other in self.bodies
                if other is not body
                and other in self.bodies
                and (
                    (name_key(other.name).endswith(" " + key) and (self._has_article(body) or _is_number(body.name)))
                    or (name_key(other.name).startswith(key + " ") and _goes_on(name_key(other.name)[len(key) + 1 :]))
                    or _is_portfolio(body.name, other.name)
                    or (
                        body.is_doubtful()
                        and is_short_form(body.name, other.name)
                        and not is_place(self.text, body.name)
                    )
                    or (name_key(other.name).startswith(key + " of ") and key in lexicon()["head"])
                )
            ]
            if len(longer) == 1:
                place = name_key(longer[0].name).startswith(key + " ") and is_place(self.text, body.name)
                if not place:
                    longer[0].spans.update(body.spans)
                    longer[0].aliases.update(body.aliases)
                self.bodies.remove(body)

    def _has_article(self, body: Body) -> bool:
        return all(
            re.search(r"\b(?:the|our|your|this|its)\s+$", self.text[max(0, s.start - 6) : s.start], re.IGNORECASE)
            for s in body.spans
        )

    def _judge(self, body: Body) -> None:
        shapes = {candidate.shape for candidate in body.spans.values()}
        places = [evidence(self.text, self.doc, span, candidate) for span, candidate in body.spans.items()]
        body.evidence = sum(places)
        strong = bool(shapes & {"head", "opening"}) or bool(body.acronym and " " in body.name)
        known = body.acronym in known_acronyms()
        used = shapes <= {"named", "model", "addressed"} and " " not in body.name
        if used and body.evidence > 0 and holds_things(self.text, body.name):
            body.evidence -= _LOCATED
        mean = body.evidence / len(places)
        ordinary = is_ordinary(body.name)
        if shapes & {"place", "acting"} or strong or known:
            body.sure = True
        elif "named" in shapes and shapes <= {"named", "model", "addressed"}:
            told = max(p for p, c in zip(places, body.spans.values(), strict=True) if c.shape == "named")
            body.evidence += (is_compound(body.name) + ("&" in body.name and not ordinary)) * (told >= 1)
            least = 2 if is_compound(body.name) else 3
            body.sure = max(places) >= least if ordinary else body.evidence >= 2 and mean >= 0.5
            body.evidence *= body.sure
        elif "weak" in shapes:
            body.sure = body.evidence >= (2 if ordinary and body.name.count(" ") < 2 else 1)
        else:
            mixed = any(re.search(r"[a-z]\w*[A-Z]", word) for word in body.name.split())
            short = "acronym" in shapes and len(body.name) > 2
            body.sure = body.evidence >= (3 if ordinary else 1.5 if mixed or short else 2) and mean >= 0.3

    def _give_way(self) -> None:
        """What stands inside a longer name that is sure (`Norma` in `Norma Iberia`) is no body by that place."""
        whole = sorted(
            span for body in self.bodies if body.sure for span, c in body.spans.items() if c.shape == "named"
        )
        for body in self.bodies if whole else ():
            for span in list(body.spans):
                at = bisect_left(whole, Span(span.start, 1 << 60)) - 1
                if at >= 0 and whole[at] != span and span.end <= whole[at].end:
                    del body.spans[span]
        self.bodies = [body for body in self.bodies if body.spans]

    def _judge_lists(self) -> None:
        """Bodies are listed with bodies: `Orvane, Pell Cloud and the Elm Trust`."""
        doubtful = [
            body for body in self.bodies if not body.sure and body.acronym is None and not is_ordinary(body.name)
        ]
        while doubtful:
            sure = {span: body for body in self.bodies if body.sure for span in body.spans}
            ends, starts = {span.end for span in sure}, {span.start for span in sure}
            listed = [body for body in doubtful if any(self._is_listed(span, ends, starts) for span in body.spans)]
            for body in listed:
                body.evidence += 2
                body.sure = body.evidence >= 2
            doubtful = [body for body in doubtful if body not in listed]
            if not listed:
                return

    def _is_listed(self, span: Span, ends: set[int], starts: set[int]) -> bool:
        before = _LISTED_BEFORE.search(self.text, max(0, span.start - 50), span.start)
        after = _LISTED_AFTER.match(self.text, span.end, span.end + 50)
        return bool((before and before.start() in ends) or (after and after.end() in starts))


def _is_number(name: str) -> bool:
    """Is a name the last part of a path of committees: `WG 4` of `TC 391/WG 4`?"""
    return re.fullmatch(r"(?:JTC|TC|SC|WG|SWG|JWG|TG|SG)[ -]?\d{1,3}[A-Z]?", name) is not None


def _goes_on(rest: str) -> bool:
    """Do the words behind a name only tell its kind (`GmbH`, `NHS Foundation Trust`), and no committee of it?"""
    words = rest.split()
    telling = lexicon()["head"] | lexicon()["weak"] | lexicon()["regional"] | lexicon()["opening"] | {"nhs"}
    return all(word in telling for word in words) and kind_of(rest) not in ("committee", "working group", "programme")


def _is_portfolio(name: str, whole: str) -> bool:
    """Is a name the ordinary word before the head of a committee's: `Audit` of the `Audit Committee`?"""
    word, _, rest = whole.partition(" ")
    return word == name and fold(name) in common_words() and kind_of(rest) == "committee" and " " not in rest


def _shown(name: str) -> str:
    """A name written in capitals, in usual case; its acronyms stay as they are."""
    words = name.split()
    if (
        not name.isupper()
        or len(words) == 1
        or re.search(r"\d", words[-1])
        or all(_is_initials(word) for word in words)
    ):
        return name
    small = lexicon()["connectors"]
    return " ".join(
        word.lower() if word.lower() in small and at else word if _is_initials(word) else word.capitalize()
        for at, word in enumerate(words)
    )


def _is_initials(word: str) -> bool:
    """Is a word among capitals an acronym: known, without vowels, or short and no word of English?"""
    if "/" in word or word in known_acronyms() or not re.search(r"[AEIOUY]", word):
        return True
    ordinary = fold(word) in common_words() or word.lower().rstrip(".") in lexicon()["head"] | lexicon()["weak"]
    return len(word) <= 3 and not ordinary
