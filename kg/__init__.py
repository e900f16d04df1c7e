"""The knowledge graph: domain types, records, judgements, identity, the graph engine and named questions."""
