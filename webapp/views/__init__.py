"""Blueprints: an address, the context behind it, and the template that shows it."""

from flask import Blueprint


def blueprints() -> tuple[Blueprint, ...]:
    """All of them."""
    from webapp.views.adding import adding
    from webapp.views.administering import administering
    from webapp.views.asking import asking
    from webapp.views.correcting import correcting
    from webapp.views.door import door
    from webapp.views.guide import guide
    from webapp.views.linked import linked
    from webapp.views.reading import reading
    from webapp.views.reporting import reporting
    from webapp.views.reviewing import reviewing
    from webapp.views.saving import saving
    from webapp.views.sparql import sparql

    return reading, reporting, reviewing, asking, adding, administering, correcting, door, saving, guide, sparql, linked
