# These graphs are not merged.
PREFIX engine: <https://minutebook.example/engine#>
INSERT { GRAPH ?ledger { ?name engine:alone true } }
WHERE {
  # values
}
