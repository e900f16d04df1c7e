# These graphs are gone.
PREFIX engine: <https://minutebook.example/engine#>
DELETE { GRAPH ?ledger { ?name ?about ?value } }
WHERE {
  # values
  GRAPH ?ledger { ?name ?about ?value }
}
