# What no other merged graph holds leaves the merged graph.
PREFIX engine: <https://minutebook.example/engine#>
DELETE { ?subject ?predicate ?object }
WHERE {
  # values
  GRAPH ?name { ?subject ?predicate ?object }
  FILTER NOT EXISTS {
    GRAPH ?other { ?subject ?predicate ?object }
    FILTER (?other != ?name && ?other != ?ledger)
    FILTER NOT EXISTS { GRAPH ?ledger { ?other engine:alone true } }
  }
}
