# The state that the graph has reached.
PREFIX engine: <https://minutebook.example/engine#>
DELETE { GRAPH ?ledger { ?ledger engine:mark ?before } }
INSERT { GRAPH ?ledger { ?ledger engine:mark ?mark } }
WHERE {
  # values
  OPTIONAL { GRAPH ?ledger { ?ledger engine:mark ?before } }
}
