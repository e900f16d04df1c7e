// What makes the pages quicker to use; every page works without it.
"use strict";

const field = document.querySelector("[data-search]");
const keys = document.getElementById("keys");
const writing = (element) => element.closest("input, textarea, select, [contenteditable]");

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writing(event.target)) return;
  if (event.key === "/") {
    event.preventDefault();
    if (field) {
      field.focus();
      field.select();
    } else {
      location.assign("/search");
    }
  } else if (event.key === "?" && keys) {
    event.preventDefault();
    keys.showModal();
  } else if (event.key === "[" || event.key === "]") {
    const rel = event.key === "[" ? "prev" : "next";
    document.querySelector(`a[rel="${rel}"]`)?.click();
  } else if (/^[a-z]$/.test(event.key)) {
    document.querySelector(`button[data-key="${event.key}"]`)?.click();
  }
});

// Names from the library while one writes.
if (field && field.dataset.complete) {
  const list = document.getElementById(field.getAttribute("list"));
  let waiting = 0;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const start = field.value.trim();
    if (start.length < 2) return;
    waiting = setTimeout(async () => {
      const answer = await fetch(`${field.dataset.complete}?q=${encodeURIComponent(start)}`);
      if (!answer.ok) return;
      const { names } = await answer.json();
      list.replaceChildren(...names.map((name) => new Option(name, name)));
    }, 150);
  });
}

// The citation follows the sentence that the address names.
const citation = document.querySelector("[data-citation]");
if (citation) {
  const whole = citation.value;
  const cite = () => {
    const sentence = location.hash.match(/^#s\d+$/) && document.querySelector(location.hash);
    citation.value = sentence
      ? `“${sentence.dataset.words}” ${whole.split(" <")[0]}, sentence ${location.hash.slice(2)} <${location.href}>`
      : whole;
  };
  addEventListener("hashchange", cite);
  cite();
  const button = document.querySelector("[data-copy]");
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(citation.value);
    button.textContent = "Copied";
  });
}
