"""N-Quads as records hold them: one canonical spelling, the same terms for the same values.

Canonical means: UTF-8, one quad a line as RDF 1.1 N-Quads writes it in canonical form, lines
sorted by their bytes and unique, literals in the form the graph engine keeps.
"""

from urllib.parse import quote

from kg.namespaces import iri

_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"})


def canonical(quads: bytes) -> bytes:
    """N-Quads in canonical form: one spelling, sorted, unique. Raises SyntaxError where they are none."""
    from pyoxigraph import RdfFormat, parse, serialize

    lines = serialize(parse(quads, format=RdfFormat.N_QUADS), format=RdfFormat.N_QUADS) or b""
    return b"".join(line + b"\n" for line in sorted(set(lines.split(b"\n"))) if line)


def literal(value: str | float) -> str:
    """`value` as an N-Quads literal; a float becomes a decimal of at most four places."""
    if isinstance(value, bool):
        return f'"{str(value).lower()}"^^<{iri("xsd:boolean")}>'
    if isinstance(value, int):
        return f'"{value}"^^<{iri("xsd:integer")}>'
    if isinstance(value, float):
        return f'"{f"{value:.4f}".rstrip("0").rstrip(".")}"^^<{iri("xsd:decimal")}>'
    return f'"{value.translate(_ESCAPES)}"'


def node(name: str) -> str:
    """A full IRI, or a prefixed name of one of our prefixes, as an N-Quads term."""
    return f"<{name}>" if "://" in name else f"<{iri(name)}>"


def date_id(date: str) -> str:
    """Local id of an EDTF date: `date/2022-07_2022-12`."""
    return f"date/{quote(date.replace('/', '_'), safe='~')}"
