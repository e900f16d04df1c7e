# From now on these graphs are being written.
PREFIX engine: <https://minutebook.example/engine#>
DELETE { GRAPH ?ledger { ?name engine:stamp ?stamp } }
INSERT { GRAPH ?ledger { ?name engine:stamp "" } }
WHERE {
  # values
  OPTIONAL { GRAPH ?ledger { ?name engine:stamp ?stamp } }
}
