"""A report as one page of HTML: self-contained, without scripts, fit to be printed or kept as PDF by a browser."""

from html import escape
from importlib.resources import files

from kg.tables import Evidence
from search.handover_report import NOT_ON_RECORD, Report, Section, quoted, source_place


def to_html(report: Report) -> str:
    """The whole page. Each line ends in the numbers of its sources, which stand at the end with their words."""
    numbers = {piece: number for number, piece in enumerate(report.evidence(), 1)}
    sections = "\n".join(_section(one, numbers) for one in report.held)
    bare = f"<section>\n<h2>{NOT_ON_RECORD}</h2>\n<p>{_flat(report.bare)}.</p>\n</section>\n" if report.bare else ""
    sources = "\n".join(_source(number, piece) for piece, number in numbers.items())
    style = files("search").joinpath("handover.css").read_text("utf-8")
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{_flat(report.title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{_flat(report.title)}</h1>\n<p>{_flat(report.introduction)}</p>\n{sections}\n{bare}"
        f'<section>\n<h2>Sources</h2>\n<ol class="sources">\n{sources}\n</ol>\n</section>\n</main>\n</body>\n</html>\n'
    )


def _section(one: Section, numbers: dict[Evidence, int]) -> str:
    lines = [f"<li>{_flat(line.text)}{_marks(line.evidence, numbers)}</li>" for line in one.lines]
    lines += [f"<li>…and {one.more} more.</li>"] if one.more else []
    return f"<section>\n<h2>{_flat(one.title)}</h2>\n<ul>\n" + "\n".join(lines) + "\n</ul>\n</section>"


def _marks(evidence: tuple[Evidence, ...], numbers: dict[Evidence, int]) -> str:
    return "".join(f' <a href="#source-{numbers[piece]}">[{numbers[piece]}]</a>' for piece in evidence)


def _source(number: int, piece: Evidence) -> str:
    place, quote = source_place(piece), quoted(piece)
    return f'<li id="source-{number}"><q>{_flat(quote)}</q> <span>{_flat(place)}</span></li>'


def _flat(text: str) -> str:
    return escape(" ".join(text.split()))
