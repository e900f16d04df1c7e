// The field for a SPARQL query as an editor: colours, matching brackets, and the library's own words offered while one writes.
import { autocompletion, closeBrackets, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { SparqlLanguage } from "codemirror-lang-sparql";

const KEYWORDS =
  "SELECT DISTINCT WHERE OPTIONAL FILTER UNION MINUS BIND VALUES GRAPH ORDER BY GROUP BY HAVING LIMIT OFFSET ASK CONSTRUCT " +
  "DESCRIBE COUNT SUM MIN MAX AVG SAMPLE GROUP_CONCAT STR LANG BOUND IF COALESCE CONTAINS STRSTARTS STRENDS LCASE UCASE " +
  "REGEX REPLACE YEAR MONTH EXISTS NOT IN AS DESC ASC";
const colour = (name) => `var(--${name})`;
const looks = HighlightStyle.define([
  { tag: tags.keyword, color: colour("margin"), fontWeight: "600" },
  { tag: [tags.variableName, tags.special(tags.variableName)], color: colour("link") },
  { tag: [tags.string, tags.number, tags.bool], color: colour("good") },
  { tag: tags.comment, color: colour("muted"), fontStyle: "italic" },
]);
const theme = EditorView.theme({
  "&": { backgroundColor: colour("paper"), color: colour("ink"), border: `1px solid ${colour("muted")}`, borderRadius: "2px" },
  "&.cm-focused": { outline: `3px solid ${colour("margin")}`, outlineOffset: "2px" },
  ".cm-scroller": { font: ".92rem/1.55 ui-monospace, 'Cascadia Mono', 'Liberation Mono', monospace", minHeight: "13rem" },
  ".cm-content": { padding: ".6rem .4rem", caretColor: colour("ink") },
  ".cm-cursor": { borderLeftColor: colour("ink") },
  "&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground": {
    backgroundColor: colour("mark"),
  },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: colour("mark") },
  ".cm-tooltip": { backgroundColor: colour("sheet"), color: colour("ink"), border: `1px solid ${colour("rule")}` },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: colour("cloth"), color: colour("cloth-ink") },
  ".cm-completionDetail": { color: "inherit", opacity: ".8" },
});

/** Turns the text field into an editor; `words` are the classes and properties of the graph, as [{label, detail, type}]. */
function edit(field, words) {
  const offered = [...words, ...[...new Set(KEYWORDS.split(" "))].map((label) => ({ label, type: "keyword" }))];
  const complete = (context) => {
    const before = context.matchBefore(/[?$]?[\w-]+:?[\w-]*/);
    if (!before && !context.explicit) return null;
    const written = before?.text ?? "";
    const variables = [...new Set(context.state.doc.toString().match(/\?\w+/g) ?? [])].filter((each) => each !== written);
    const options = /^[?$]/.test(written) ? variables.map((label) => ({ label, type: "variable" })) : offered;
    return { from: before?.from ?? context.pos, options, validFor: /^[?$]?[\w-]*:?[\w-]*$/ };
  };
  const run = () => {
    field.form.requestSubmit();
    return true;
  };
  const host = document.createElement("div");
  const root = host.attachShadow({ mode: "open" });
  host.className = "editor";
  field.before(host);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        history(),
        drawSelection(),
        bracketMatching(),
        closeBrackets(),
        SparqlLanguage,
        syntaxHighlighting(looks),
        autocompletion({ override: [complete] }),
        keymap.of([{ key: "Mod-Enter", run }, ...completionKeymap, ...defaultKeymap, ...historyKeymap]),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": field.labels[0].textContent, "aria-multiline": "true" }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = view.state.doc.toString();
        }),
        theme,
      ],
    }),
  });
  field.hidden = true;
  field.required = false;
  field.labels[0].addEventListener("click", () => view.focus());
  return view;
}

window.minutebookEditor = edit;
