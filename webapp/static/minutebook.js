// What makes the pages quicker to use; every page works without it. htmx (where it is there) swaps parts of a page:
// so nothing here is tied to an element that may go.
"use strict";

const searchField = () => document.querySelector("[data-search]");
const writing = (element) => element.closest("input, textarea, select, [contenteditable], .editor");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  const keys = document.getElementById("keys");
  if (event.key === "/") {
    event.preventDefault();
    const field = searchField();
    if (field) {
      field.focus();
      field.select();
    } else {
      location.assign("/search");
    }
  } else if (event.key === "?" && !keys.open) {
    event.preventDefault();
    keys.showModal();
  } else if (event.key === "[" || event.key === "]") {
    document.querySelector(`a[rel="${event.key === "[" ? "prev" : "next"}"]`)?.click();
  } else if (/^[a-z]$/.test(event.key)) {
    document.querySelector(`button[data-key="${event.key}"]`)?.click();
  }
});

// Names from the library while one writes.
let waiting = 0;
document.addEventListener("input", (event) => {
  const field = event.target.closest("[data-complete]");
  if (!field) return;
  clearTimeout(waiting);
  const start = field.value.trim();
  if (start.length < 2) return;
  waiting = setTimeout(async () => {
    const answer = await fetch(`${field.dataset.complete}?q=${encodeURIComponent(start)}`);
    if (!answer.ok) return;
    const { names } = await answer.json();
    document.getElementById(field.getAttribute("list")).replaceChildren(...names.map((name) => new Option(name, name)));
  }, 150);
});

// A list is narrowed while its filters change: no field left empty stands in the address, and the number found is said.
document.addEventListener("htmx:configRequest", (event) => {
  const { parameters } = event.detail;
  if (event.detail.verb !== "get") return;
  for (const name of Object.keys(parameters)) if (parameters[name] === "") delete parameters[name];
});
// An answer without the part that was asked for is another page: an error, or the door when a session has ended.
document.addEventListener("htmx:beforeSwap", (event) => {
  const { id } = event.detail.target;
  if (!id || event.detail.serverResponse.includes(`id="${id}"`)) return;
  event.detail.shouldSwap = false;
  location.assign(event.detail.xhr.responseURL);
});
document.addEventListener("htmx:afterSettle", (event) => {
  const found = document.querySelector("[data-found]");
  if (found) document.getElementById("said").textContent = found.textContent;
  if (event.detail.target === document.body) document.getElementById("content").focus({ preventScroll: true });
  begin();
});

// What a click copies.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(document.querySelector(button.dataset.copy).value);
  button.textContent = "Copied";
});

// The citation follows the sentence that the address names.
function cite() {
  const citation = document.querySelector("[data-citation]");
  if (!citation) return;
  citation.dataset.citation ||= citation.value;
  const whole = citation.dataset.citation;
  const sentence = /^#s\d+$/.test(location.hash) && document.querySelector(location.hash);
  citation.value = sentence
    ? `“${sentence.dataset.words}” ${whole.split(" <")[0]}, sentence ${location.hash.slice(2)} <${location.href}>`
    : whole;
}
addEventListener("hashchange", cite);

function begin() {
  cite();
  for (const button of document.querySelectorAll("button[data-copy], button[data-explore]")) button.hidden = button.dataset.used === "yes";
}
begin();
