"""Who reports what a sentence tells: the subject of `said`, in it or before it, the speaker, or whose report it is."""

import re
from typing import TYPE_CHECKING

from ingest.clauses import path_up, subjects
from ingest.engagements_context import Context
from ingest.engagements_status import lexicon
from ingest.language import words_in
from ingest.roles_lexicon import is_role
from kg.extraction import Span

if TYPE_CHECKING:
    from spacy.tokens import Token

_BACK = 2
"""Paragraphs back, under the same heading, in which who reports may have been named."""
_WHOSE = re.compile(
    r"(?P<office>[A-Z][\w’'-]*(?: [A-Z&][\w-]*| of| and)*?)[’']s? (?:[Vv]erbal |[Ww]ritten )?(?:[Rr]eport|[Uu]pdate)"
)


def reporters(context: Context, verb: "Token", sentence: Span, number: int) -> list[str]:
    """Ids of who reports what `verb` of a sentence in block `number` of minutes tells."""
    if context.reading.document.kind != "minutes":
        return []
    for above in list(path_up(verb))[1:]:
        if above.lemma_.lower() in lexicon()["reporting"] and (found := _sayers(context, above, number)):
            return found
    if speaker := context.speaker(number):
        return [speaker]
    return _before(context, sentence, number) or _headed(context, sentence, number)


def _before(context: Context, sentence: Span, number: int) -> list[str]:
    """Who is said to report in the sentences before: of the block, else of the ones above it under its heading."""
    reading, blocks = context.reading, context.reading.structure.blocks
    assert reading.doc is not None
    for at in range(number, max(-1, number - _BACK - 1), -1):
        if blocks[at].section != blocks[number].section or blocks[at].kind == "heading":
            break
        for before in reversed(list(reading.sentences(blocks[at]))):
            if before.start >= sentence.start:
                continue
            for word in words_in(reading.doc, before):
                if _reports(word) and (found := _sayers(context, word, at)):
                    return found
    return []


def _reports(verb: "Token") -> bool:
    """Does a verb say that somebody reports: `said`, `gave an update`?"""
    given = verb.lemma_.lower() == "give" and any(child.lemma_.lower() in _REPORTS for child in verb.children)
    return given or verb.lemma_.lower() in lexicon()["reporting"]


_REPORTS = frozenset(("update", "report", "overview", "summary", "account", "briefing"))


def _sayers(context: Context, verb: "Token", number: int) -> list[str]:
    """The people or bodies that are the subject of a verb of saying."""
    assert context.reading.doc is not None
    found: list[str] = []
    for subject in subjects(verb) if verb.pos_ == "VERB" else ():
        span = Span(subject.left_edge.idx, subject.idx + len(subject.text))
        names = [m for m in context.reading.names_in(span) if m.entity not in context.parties.doubted]
        names = [m for m in names if words_in(context.reading.doc, m.span).root in (subject, *subject.children)]
        people = [m for m in names if m.entity.startswith("person/")]
        bodies = [m for m in names[-1:] if not context.parties.is_outside(m.entity)]
        found += [m.entity for m in people or bodies]
        if not names and subject.lower_ in ("i", "he", "she"):
            found += context.meant_by(subject, number)
        elif not names and is_role(subject.text):
            found += _holder(context, span, subject.idx)
    return list(dict.fromkeys(found))


def _holder(context: Context, span: Span, at: int) -> list[str]:
    title = " ".join(context.reading.text(span).split())
    meant = context.reading.resolve(title, at) or context.reading.resolve(re.sub(r"^[Tt]he ", "", title), at)
    return [meant] if meant else []


def _headed(context: Context, sentence: Span, number: int) -> list[str]:
    """Whose report a heading announces: `Treasurer's report`, `Update from Ann Ash`."""
    section = context.reading.structure.blocks[number].section
    office = _WHOSE.search(section[-1]) if section else None
    person = context.reading.resolve(f"the {office['office']}", sentence.start) if office else None
    return [person] if person else context.headed(number)
