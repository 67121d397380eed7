"use strict";
const cases = JSON.parse(document.getElementById("cases").textContent);
const list = document.getElementById("list");
const more = document.getElementById("more");
const count = document.getElementById("count");
const fields = ["suite", "family", "store", "rule", "intent", "kind"];
const pick = Object.fromEntries(fields.map((name) => [name, document.getElementById("f-" + name)]));
const words = document.getElementById("f-words");
const PAGE = 20;
let found = [];
let shown = 0;

function value(item, name) { return name === "suite" ? item.suite : item.labels[name] || ""; }

function fill() {
  for (const name of fields) {
    const values = [...new Set(cases.map((item) => value(item, name)).filter(Boolean))].sort();
    pick[name].append(new Option("any " + name, ""), ...values.map((v) => new Option(v, v)));
    pick[name].hidden = values.length === 0;
    pick[name].addEventListener("change", apply);
  }
  words.addEventListener("input", apply);
  more.addEventListener("click", grow);
}

function apply() {
  const wanted = words.value.trim().toLowerCase();
  found = cases.filter((item) =>
    fields.every((name) => !pick[name].value || value(item, name) === pick[name].value) &&
    (!wanted || JSON.stringify(item).toLowerCase().includes(wanted)));
  list.replaceChildren();
  shown = 0;
  count.textContent = found.length + " of " + cases.length + " wrong cases";
  grow();
}

function grow() {
  list.append(...found.slice(shown, shown + PAGE).map(card));
  shown = Math.min(found.length, shown + PAGE);
  more.hidden = shown >= found.length;
}

function make(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function listed(items) {
  const made = make("ul", "tight");
  made.append(...items.map(([text, className]) => make("li", className, text)));
  return made;
}

function column(title, ...parts) {
  const made = make("div");
  made.append(make("h4", "", title), ...parts);
  return made;
}

function card(item) {
  const made = make("article", "case");
  const head = make("header");
  head.append(make("strong", "", item.suite + "/" + item.id));
  for (const never of item.never) head.append(make("span", "tag never", never.replace("_", " ")));
  for (const [name, text] of Object.entries(item.labels)) head.append(make("span", "tag", name + " " + text));
  made.append(head);
  const cols = make("div", "cols");
  cols.append(said(item), judged(item), known(item));
  made.append(cols);
  return made;
}

function said(item) {
  const parts = [];
  const s = item.shown;
  if (!s) return column("Words", make("p", "soft", "Kept out: cases of the test half are measured, not read."));
  if (item.suite === "conversation") {
    parts.push(make("p", "soft", s.message));
    for (const [role, text] of s.turns) parts.push(make("div", "said " + role, text));
  } else {
    for (const [role, text] of s.turns) parts.push(make("div", "said soft " + role, text));
    parts.push(make("div", "said buyer", s.message), make("div", "said reply", s.reply || "(no text)"));
  }
  return column("Said", ...parts);
}

function judged(item) {
  const parts = [listed(item.faults.map((fault) => [fault, "fault"]))];
  const s = item.shown;
  if (item.wanted.length || item.got.length)
    parts.push(make("p", "", "wanted " + (item.wanted.join(", ") || "none") + "; got " + (item.got.join(", ") || "none")));
  else if (s && s.wanted) parts.push(make("p", "", "expected: " + s.wanted));
  if (s && s.status) parts.push(make("p", "", "status " + s.status + (s.reason ? " (" + s.reason + ")" : "")));
  if (item.verdict) parts.push(make("p", "", "verdict " + item.verdict));
  if (s) parts.push(listed(s.broken.map((b) => [b.rule + " “" + b.evidence + "”: " + b.why, "fault"])));
  if (s && s.why) parts.push(make("p", "soft", s.why));
  return column("Verdict", ...parts);
}

function known(item) {
  const s = item.shown;
  if (!s) return column("Claims and facts", make("p", "soft", "kept out"));
  const claims = s.claims.map((c) => [(c.holds ? "✓ " : "✗ ") + c.kind + " “" + c.text + "” " + (c.fact || "no fact"), c.holds ? "" : "fault"]);
  const facts = make("div", "facts");
  facts.append(listed(s.facts.map((fact) => [fact, ""])));
  return column("Claims", listed(claims), make("h4", "", "Facts"), facts);
}

// Where no case is wrong the list has no such entry: it gets one, so that nothing is shown and not everything.
function choose(name, wanted) {
  if (![...pick[name].options].some((option) => option.value === wanted)) pick[name].append(new Option(wanted, wanted));
  pick[name].value = wanted;
  pick[name].hidden = false;
}

for (const cell of document.querySelectorAll("[data-filter]"))
  cell.addEventListener("click", () => {
    const [suite, field, key] = cell.dataset.filter.split(" ");
    for (const name of fields) pick[name].value = "";
    words.value = "";
    choose("suite", suite);
    choose(field, key);
    apply();
    document.getElementById("worst").scrollIntoView();
  });

fill();
apply();
