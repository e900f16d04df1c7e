# These graphs are written.
PREFIX engine: <https://minutebook.example/engine#>
DELETE { GRAPH ?ledger { ?name engine:stamp ?before } }
INSERT { GRAPH ?ledger { ?name engine:stamp ?stamp } }
WHERE {
  # values
  OPTIONAL { GRAPH ?ledger { ?name engine:stamp ?before } }
}
