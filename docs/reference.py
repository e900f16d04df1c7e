"""Write the pages that are made from the code: docs/commands.md and docs/ontology.md.

python docs/reference.py [FOLDER]   # docs/ unless given
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click

HERE = Path(__file__).parent
MB = "https://minutebook.example/ontology#"
MADE = "<!-- Made by docs/reference.py; do not edit. -->\n\n"
WIDTH = 100


def commands() -> str:
    """Every command and named question with its help text."""
    from cli.main import SECTIONS, cli

    context = click.Context(cli, info_name="minutebook", **cli.context_settings)
    page = [f"{MADE}# Commands\n", f"```text\n{_help(cli, context)}\n```\n"]
    questions = [name for name in cli.list_commands(context) if not any(name in names for names in SECTIONS.values())]
    for section, names in {**SECTIONS, "Named questions": questions}.items():
        page.append(f"## {section}\n")
        for name in names:
            command = cli.get_command(context, name)
            assert command is not None, name
            text = _help(command, click.Context(command, info_name=name, parent=context))
            page.append(f"### minutebook {name}\n\n```text\n{text}\n```\n")
            for part in getattr(command, "commands", {}).values():
                context_of = click.Context(command, info_name=name, parent=context)
                text = _help(part, click.Context(part, info_name=part.name, parent=context_of))
                page.append(f"```text\n{text}\n```\n")
    return "\n".join(page)


def _help(command: click.Command, context: click.Context) -> str:
    context.terminal_width = WIDTH
    return command.get_help(context).replace("\b\n", "")


def ontology() -> str:
    """Classes, properties and controlled words, with the labels and comments of the ontology."""
    from rdflib import OWL, RDF, RDFS, SKOS, Graph

    from ontology import ONTOLOGY

    graph = Graph().parse(ONTOLOGY)

    def short(term: object) -> str:
        return graph.namespace_manager.normalizeUri(str(term))

    def rows(kind: object, *columns: object) -> Iterator[str]:
        for term in sorted(graph.subjects(RDF.type, kind)):
            if str(term).startswith(MB):
                cells = [", ".join(sorted(short(value) for value in graph.objects(term, column))) for column in columns]
                yield f"| {' | '.join([short(term), *cells, str(graph.value(term, RDFS.comment))])} |"

    about = graph.value(graph.value(None, RDF.type, OWL.Ontology), RDFS.comment)
    page = [f"{MADE}# The ontology", "", str(about), ""]
    page += [
        "The terms stand in `ontology/minutebook.ttl` (`minutebook schema --ontology` prints it); `mb:` is",
        f"`{MB}`.",
        "",
    ]
    page += ["## Classes", "", "| class | is a | meaning |", "|---|---|---|", *rows(OWL.Class, RDFS.subClassOf), ""]
    page += ["## Properties that point to things", "", "| property | of | to | meaning |", "|---|---|---|---|"]
    page += [*rows(OWL.ObjectProperty, RDFS.domain, RDFS.range), ""]
    page += ["## Properties with values", "", "| property | of | value | meaning |", "|---|---|---|---|"]
    page += [*rows(OWL.DatatypeProperty, RDFS.domain, RDFS.range), "", "## Controlled words", ""]
    page += ["| scheme | words |", "|---|---|"]
    for scheme in sorted(graph.subjects(RDF.type, SKOS.ConceptScheme)):
        words = sorted(str(graph.value(word, SKOS.notation)) for word in graph.subjects(SKOS.inScheme, scheme))
        page.append(f"| {graph.value(scheme, RDFS.label)} | {', '.join(words)} |")
    return "\n".join(page) + "\n"


PAGES = {"commands.md": commands, "ontology.md": ontology}

if __name__ == "__main__":
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else HERE
    for name, make in PAGES.items():
        (folder / name).write_text(make(), encoding="utf-8")
