// Keys, dialogs and the editor. Everything that decides is a form of the page; without this file the forms still work.
"use strict";

const KEYS_OFF = "review-keys-off";

function typing(target) {
  return target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select") !== null;
}

function openDialog() {
  return document.querySelector("dialog[open]");
}

function announce(text) {
  const live = document.getElementById("live");
  if (live) live.textContent = text;
}

// The rows of a list

function rows() {
  return [...document.querySelectorAll("[data-row]")];
}

function currentRow() {
  return document.activeElement ? document.activeElement.closest("[data-row]") : null;
}

function moveInList(step) {
  const all = rows();
  if (!all.length) return;
  const now = all.indexOf(currentRow());
  const next = now < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, now + step));
  all[next].querySelector("[data-open-row]").focus();
  all[next].scrollIntoView({ block: "nearest" });
}

// The editor of a draft

function editor() {
  return document.getElementById("editor");
}

function editing() {
  const form = editor();
  return form !== null && !form.hidden;
}

// Left and entered again, the editor still holds what was typed: a slip on Esc costs nothing.
function edit(on) {
  const form = editor();
  if (!form) return;
  form.hidden = !on;
  document.getElementById("reply").hidden = on;
  document.body.classList.toggle("while-editing", on);
  const text = document.getElementById("edit-text");
  if (on) {
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
    check(text);
    form.scrollIntoView({ block: "nearest" });
  } else {
    document.getElementById("edit-reading").replaceChildren();
    document.getElementById("main").focus();
  }
}

function check(text) {
  if (window.htmx) window.htmx.trigger(text, "check");
}

function undoEdit() {
  const text = document.getElementById("edit-text");
  text.value = text.dataset.original;
  text.focus();
  check(text);
}

function overruleEdit() {
  const dialog = document.getElementById("overrule-dialog");
  const reading = document.querySelector("#edit-reading .reading");
  const text = document.getElementById("edit-text").value;
  const rule = reading ? reading.dataset.overrulable : "";
  dialog.querySelector("[name=rule]").value = rule;
  dialog.querySelector("[data-rule]").textContent = rule;
  dialog.querySelector("[name=text]").value = text;
  dialog.querySelector("[data-text]").textContent = text;
  open("overrule-dialog");
}

// What a click or a key does

function open(id) {
  const dialog = document.getElementById(id);
  if (!dialog || dialog.open) return;
  dialog.showModal();
}

function press(key) {
  const target = document.querySelector(`main [data-key="${key}"]`);
  if (!target || target.disabled || target.closest("[hidden]") || target.closest("fieldset[disabled]")) {
    if (target && target.disabled) announce(document.getElementById("why-not")?.textContent ?? "");
    return false;
  }
  target.click();
  return true;
}

function keepInput(key) {
  const dialog = openDialog();
  const digit = dialog && /^\d$/.test(key) ? dialog.querySelector(`[data-digit="${key}"]`) : null;
  if (digit) digit.click();
  return digit !== null;
}

function send(target) {
  const form = target.closest("form");
  const button = form ? form.querySelector("[data-send]") : null;
  if (button && !button.disabled) form.requestSubmit(button);
  return button !== null;
}

document.addEventListener("keydown", (event) => {
  if (event.isComposing || event.defaultPrevented) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    if (send(event.target)) event.preventDefault();
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key === "Escape" && !openDialog() && editing()) {
    edit(false);
    event.preventDefault();
    return;
  }
  if (localStorage.getItem(KEYS_OFF) || typing(event.target)) return;
  if (openDialog()) {
    if (keepInput(event.key)) event.preventDefault();
    return;
  }
  if (letter(event)) event.preventDefault();
});

function letter(event) {
  const list = rows().length > 0;
  switch (event.key) {
    case "?": open("help"); return true;
    case "/": {
      const search = document.querySelector("[data-search]");
      if (search) search.focus();
      return search !== null;
    }
    case "j": if (list) { moveInList(1); return true; } return !editing() && press("j");
    case "k": if (list) { moveInList(-1); return true; } return !editing() && press("k");
    case "o": { const row = currentRow(); if (row) row.querySelector("[data-open-row]").click(); return row !== null; }
    case "x": {
      const tick = currentRow() ? currentRow().querySelector("input[type=checkbox]") : null;
      if (tick) tick.click();
      return tick !== null;
    }
    case "a": case "e": case "r": case "h": case "c": case "n": case "q":
      // Held down, a key must not decide draft after draft.
      return !event.repeat && !editing() && press(event.key);
    default: return false;
  }
}

document.addEventListener("click", (event) => {
  const target = event.target.closest("[data-open], [data-close], [data-edit], [data-cancel-edit], [data-undo-edit], [data-overrule-edit], [data-tick-all]");
  if (!target) return;
  if (target.dataset.open) { open(target.dataset.open); event.preventDefault(); }
  else if ("close" in target.dataset) { target.closest("dialog").close(); event.preventDefault(); }
  else if ("edit" in target.dataset) { edit(true); event.preventDefault(); }
  else if ("cancelEdit" in target.dataset) { edit(false); event.preventDefault(); }
  else if ("undoEdit" in target.dataset) undoEdit();
  else if ("overruleEdit" in target.dataset) overruleEdit();
  else if ("tickAll" in target.dataset) {
    const ticks = [...document.querySelectorAll("input[form=bulk]")];
    const all = ticks.every((tick) => tick.checked);
    ticks.forEach((tick) => { tick.checked = !all; });
  }
});

// A list that is walked through with the arrow keys changes at each step: only a pointer's choice is a choice.
let byPointer = false;
document.addEventListener("pointerdown", () => { byPointer = true; }, true);
document.addEventListener("keydown", () => { byPointer = false; }, true);

document.addEventListener("change", (event) => {
  if (event.target.id === "keys-on") {
    if (event.target.checked) localStorage.removeItem(KEYS_OFF);
    else localStorage.setItem(KEYS_OFF, "1");
  }
  const form = event.target.form;
  if (event.target.name === "code") ruleWanted(form);
  if (event.target.name === "rule" && event.target.value) form.querySelector("[name=code][value=breaks_rule]").checked = true;
  if (form && "auto" in form.dataset && byPointer && event.target.type !== "search") form.requestSubmit();
});

// Rejected for a rule: the rule must be named, and the only one that the check found is the likely one.
function ruleWanted(form) {
  const rule = form.querySelector("[name=rule]");
  const broken = form.querySelector("[name=code]:checked")?.value === "breaks_rule";
  rule.required = broken;
  const found = rule.querySelectorAll("optgroup[data-found] option");
  if (broken && !rule.value && found.length === 1) rule.value = found[0].value;
}

// One decision, one request: a second press while the first is on its way does nothing.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post") return;
  if (form.dataset.sent || !document.querySelector("[data-signed-out]").hidden) { event.preventDefault(); return; }
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; }));

// A mark and what explains it light up together.

function light(refs, on) {
  document.querySelectorAll(".lit").forEach((element) => element.classList.remove("lit"));
  if (!on) return;
  const wanted = new Set(refs.split(" "));
  document.querySelectorAll("[data-refs]").forEach((element) => {
    if (element.dataset.refs.split(" ").some((ref) => wanted.has(ref))) element.classList.add("lit");
  });
}

for (const [kind, on] of [["mouseover", true], ["mouseout", false], ["focusin", true], ["focusout", false]]) {
  document.addEventListener(kind, (event) => {
    const marked = event.target.closest ? event.target.closest("[data-refs]") : null;
    if (marked) light(marked.dataset.refs, on);
  });
}

// Live parts

let ticked = [];
let said = "";

document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id === "rows") {
    ticked = [...document.querySelectorAll("input[form=bulk]:checked")].map((tick) => tick.value);
    said = document.getElementById("live").textContent;
  }
});

document.addEventListener("htmx:afterSettle", () => {
  const count = document.getElementById("rows")?.dataset.count;
  if (count) document.title = document.title.replace(/^(\(\d+\) )?/, `(${count}) `);
  ticked.forEach((value) => {
    const tick = document.querySelector(`input[form=bulk][value="${CSS.escape(value)}"]`);
    if (tick) tick.checked = true;
  });
  ticked = [];
});

document.addEventListener("htmx:oobBeforeSwap", (event) => {
  // Said again, the same count would be read out every few seconds.
  if (event.detail.target.id === "live" && event.detail.fragment.textContent.trim() === said.trim()) event.detail.shouldSwap = false;
});

document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "moved" && document.querySelector("[data-moved]")) {
    document.querySelectorAll("#actions button, #editor button, dialog:not(#help) [data-send]").forEach((button) => { button.disabled = true; });
  }
  if (event.detail.target.id === "edit-reading") judged();
});

function judged() {
  const reading = document.querySelector("#edit-reading .reading");
  const button = document.querySelector("#editor [data-send]");
  const moved = document.querySelector("[data-moved]");
  if (button) button.disabled = Boolean(moved) || (reading !== null && reading.dataset.blocked === "yes");
  const overrule = document.querySelector("[data-overrule-edit]");
  if (overrule) overrule.hidden = Boolean(moved) || reading === null || !reading.dataset.overrulable;
  const verdict = document.querySelector("#edit-reading .verdict, #edit-reading .problem");
  if (verdict && editing()) announce(verdict.textContent.trim().replace(/\s+/g, " "));
}

// Cut off from the server, or signed out: said at once, and nothing that was typed is lost over it.

function adrift(how) {
  document.querySelector("[data-signed-out]").hidden = how !== "signed-out";
  document.querySelector("[data-lost]").hidden = how !== "lost";
}

document.addEventListener("htmx:sendError", () => adrift("lost"));
document.addEventListener("htmx:timeout", () => adrift("lost"));
document.addEventListener("htmx:responseError", (event) => adrift(event.detail.xhr.status === 401 ? "signed-out" : "lost"));
document.addEventListener("htmx:afterRequest", (event) => {
  if (!event.detail.successful) return;
  if (!document.querySelector("[data-signed-out]").hidden) renewProof();
  adrift(null);
});

// Signed in again elsewhere: this page's forms need the new session's proof.
async function renewProof() {
  const page = new DOMParser().parseFromString(await (await fetch("/password")).text(), "text/html");
  const proof = page.querySelector("input[name=csrf]")?.value;
  if (!proof) return;
  document.querySelectorAll("input[name=csrf]").forEach((field) => { field.value = proof; });
  document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRF-Token": proof }));
}

document.addEventListener("DOMContentLoaded", () => {
  const keys = document.getElementById("keys-on");
  if (keys) keys.checked = !localStorage.getItem(KEYS_OFF);
  const form = editor();
  if (form && !form.hidden) {
    document.body.classList.add("while-editing");
    judged();
  }
  const unsent = document.querySelector("dialog[data-open-now]");
  if (unsent) { unsent.close(); unsent.showModal(); }  // open without a script, and in front of everything with one
  const fold = document.querySelector("[data-fold]");
  if (fold && matchMedia("(max-width: 46rem)").matches && !location.search) fold.open = false;
});
