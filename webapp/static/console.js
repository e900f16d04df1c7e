// The query as an editor that knows the words of the graph, where the library for it is there.
"use strict";

const query = document.getElementById("query");
if (query && window.minutebookEditor) {
  fetch("/vocabulary.json")
    .then((answer) => (answer.ok ? answer.json() : { words: [] }))
    .catch(() => ({ words: [] }))
    .then(({ words }) => window.minutebookEditor(query, words ?? []));
}
