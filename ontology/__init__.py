"""Paths of the ontology and its shapes; the one place where every term is defined."""

from pathlib import Path

ONTOLOGY = Path(__file__).with_name("minutebook.ttl")
SHAPES = Path(__file__).with_name("shapes.ttl")
