"""A report as PDF, set by Typst: text and links, tagged for screen readers, without anything fetched."""

import json
from importlib.resources import files

from search.handover_report import NOT_ON_RECORD, Report, quoted, source_place


def to_pdf(report: Report) -> bytes:
    """The bytes of the PDF. Words of documents go in as values, so none of them is read as markup.

    Scripts that Typst's own fonts lack are set in a Noto font where the machine has one.
    """
    import typst

    numbers = {piece: number for number, piece in enumerate(report.evidence(), 1)}
    content = {
        "title": report.title,
        "introduction": report.introduction,
        "sections": [
            {
                "title": one.title,
                "more": one.more,
                "lines": [
                    {"text": line.text, "sources": [numbers[piece] for piece in line.evidence]} for line in one.lines
                ],
            }
            for one in report.held
        ],
        "bare": f"{report.bare}." if report.bare else "",
        "not_on_record": NOT_ON_RECORD,
        "sources": [{"quote": quoted(piece), "place": source_place(piece)} for piece in numbers],
    }
    template = files("search").joinpath("handover.typ").read_bytes()
    made: bytes = typst.compile(template, sys_inputs={"report": json.dumps(content)})
    return made
