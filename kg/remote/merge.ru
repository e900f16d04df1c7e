# A graph's triples stand in the merged graph too, but for texts.
PREFIX mb: <https://minutebook.example/ontology#>
INSERT { ?subject ?predicate ?object }
WHERE {
  # values
  GRAPH ?name { ?subject ?predicate ?object FILTER (?predicate != mb:text) }
}
