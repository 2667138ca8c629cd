// The capture shell: a conversation without a network. Each sitting is one part of one draft: its words are in this
// page while it is open, and sealed on the device within a second of the last key. When the page is gone they stay
// sealed, and one goes on in a new part of the same draft (docs/adr/0017).
"use strict";

(() => {
  const QUIET = 400; // ms after the last key
  const LONGEST = 700; // ms that words wait while one types on: with the sealing, a second
  const AGAIN_AFTER = 3_000; // ms, while words are kept nowhere but in this page
  const shell = document.querySelector("[data-shell]");
  const find = (name) => shell.querySelector(`[data-${name}]`);
  const form = document.querySelector("form[data-capture]");
  const person = (window.location.pathname.match(/^\/people\/([\w-]+)\/talk\/?$/) || [])[1] || "";
  const here = (window.location.pathname.match(/^\/sessions\/([0-9a-f-]{36})\//) || [])[1] || "";
  const topics = Array.from(form.querySelectorAll("textarea"), (box) => box.name);
  let sitting = null;
  let usual = here; // the session that a conversation is at unless one says otherwise
  let timer = 0;
  let waiting = 0;
  let sealing = 0; // how many saves are under way
  let saving = Promise.resolve();

  const time = (at) => new Date(at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
  const unkept = () => Boolean(waiting || (sitting && sitting.unkept));
  const value = (name) => form.elements.namedItem(name).value.trim();
  const today = () => new Date().toLocaleDateString("en-CA");

  function rows() {
    const count = Number(form.elements.namedItem("agreed-TOTAL_FORMS").value);
    const names = ["words", "doer", "doer_name", "due_on"];
    return Array.from({ length: count }, (_, row) =>
      Object.fromEntries(names.map((name) => [name, value(`agreed-${row}-${name}`)])))
      .filter((row) => row.words || row.doer_name);
  }

  function body(finished) {
    const words = Object.fromEntries(topics.map((name) => [name, form.elements.namedItem(name).value])
      .filter(([, said]) => said.trim()));
    const held = { held_on: value("held_on"), place: value("place"), session: value("session"), called: value("called") };
    return { ...held, with_whom: value("with_whom"), words, agreed: rows(), depth: "brief", effect: value("effect"),
      finished, ...(person ? { person } : {}) };
  }

  function sentences(words) {
    return Object.values(words).join("\n").split(/[.!?]+(?:\s|$)|\n+/).filter((one) => /\S/.test(one)).length;
  }

  function changed() {
    window.clearTimeout(timer);
    if (!waiting && sitting && !sitting.unkept) state("Not sealed yet", "saved");
    waiting = waiting || Date.now();
    timer = window.setTimeout(() => save(false), Math.max(0, Math.min(QUIET, waiting + LONGEST - Date.now())));
  }

  // One save after the other, so that the last one has the last words.
  function save(finished) {
    window.clearTimeout(timer);
    waiting = 0;
    sealing += 1;
    saving = saving.catch(() => {}).then(() => kept(finished)).finally(() => { sealing -= 1; });
    return saving;
  }

  // The device kept nothing: it may have room again.
  function again() {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { if (sitting && sitting.unkept) save(false); }, AGAIN_AFTER);
  }

  async function kept(finished) {
    const mine = sitting;
    if (!mine) return false;
    const said = body(finished);
    const note = { count: sentences(said.words) + said.agreed.length, finished, person };
    mine.turn += 1;
    try {
      mine.id = await window.tcOutbox.put({ kind: "talk", draft: mine.draft, part: mine.part, turn: mine.turn, body: said, note });
    } catch (error) {
      const why = error.name === "QuotaExceededError" ? "The storage of this device is full." : error.message;
      mine.unkept = true;
      if (!waiting) again();
      state(`Not kept. ${why} Keep this page open.`, "trouble");
      find("capture-text").hidden = false;
      return false;
    }
    mine.unkept = false;
    mine.at = Date.now();
    find("capture-text").hidden = true;
    if (!waiting && sealing === 1) state(`Sealed on this device ${time(mine.at)}`, "saved");
    return true;
  }

  function state(words, kind) {
    const bar = find("capture-state");
    if (bar.parentNode.dataset.state !== kind && kind === "trouble") window.ThurrockCare.announce(words);
    bar.parentNode.dataset.state = kind;
    bar.textContent = words;
  }

  // A new sitting: of a new draft, or of one that was begun before. What is not kept yet stays in the form.
  async function begin(draft) {
    if (!(await allKept())) return;
    form.reset();
    form.elements.namedItem("held_on").value = today();
    choose(usual);
    sitting = { draft: draft || crypto.randomUUID(), part: crypto.randomUUID(), turn: 0 };
    find("talk").hidden = false;
    find("about-person").hidden = !person;
    find("capture-error").hidden = true;
    state("Nothing written yet", "saved");
    earlier();
    document.getElementById("talk").focus();
  }

  // Whether the last words of this sitting are on the disk, those too that were typed while others were being kept.
  async function allKept(finished = false) {
    await saving.catch(() => {});
    while (sitting && (waiting || sitting.unkept)) if (!(await save(finished))) return false;
    return true;
  }

  function choose(session) {
    const select = form.elements.namedItem("session");
    if (session && Array.from(select.options).some((option) => option.value === session)) select.value = session;
    form.querySelector(`input[name=place][value=${select.value ? "talking_shop" : "elsewhere"}]`).checked = true;
  }

  async function finish(event) {
    event.preventDefault();
    const mine = sitting;
    if (!mine) return;
    const said = body(true);
    const before = (await window.tcOutbox.drafts()).some((one) => one.draft === mine.draft && one.parts.some((part) => part.count));
    if (!Object.keys(said.words).length && !before) {
      find("capture-error").hidden = false;
      find("capture-error").focus();
      return;
    }
    if (!(await save(true)) || !(await allKept(true)) || sitting !== mine) return;
    sitting = null;
    form.reset();
    find("talk").hidden = true;
    find("finished").hidden = false;
    find("finished").focus();
    window.ThurrockCare.announce("The conversation is sealed on this device");
  }

  const told = (part) => `${part.count} ${part.count === 1 ? "sentence" : "sentences"}, sealed and safe ` +
    `${part.waits ? "on this device" : "with us"}, ${time(part.at)}`;

  function line(words, press, hidden) {
    const made = document.createElement("li");
    made.append(words);
    if (!press) return made;
    const go = document.createElement("button");
    go.type = "button";
    go.className = "tc-link-button";
    go.append("Go on");
    const more = document.createElement("span");
    more.className = "govuk-visually-hidden";
    more.textContent = ` with ${hidden}`;
    go.append(more);
    go.addEventListener("click", press);
    made.append(" ", go);
    return made;
  }

  // What was written of this draft before: how much and when. The words are sealed.
  async function earlier() {
    if (!sitting) return;
    const { part, turn } = sitting;
    const of = (await window.tcOutbox.drafts()).find((one) => one.draft === sitting.draft);
    if (!sitting || sitting.part !== part) return;
    const parts = of ? of.parts.filter((one) => one.part !== part && one.count) : [];
    find("earlier").replaceChildren(...parts.map((one) => line(told(one))));
    const newest = sitting.at && !waiting && !sealing && sitting.turn === turn;
    if (newest && of && !of.parts.some((one) => one.part === part && one.waits)) {
      state(`Safe with us ${time(sitting.at)}`, "saved");
    }
  }

  // What was begun with one person is not gone on with on the page of another.
  async function begun() {
    const drafts = (await window.tcOutbox.drafts(person)).filter(
      (one) => !one.finished && !(sitting && sitting.draft === one.draft) && one.parts.some((part) => part.count));
    find("begun").replaceChildren(...drafts.map((one) => {
      const name = `Conversation begun ${time(one.begun)}`;
      const parts = one.parts.filter((part) => part.count).map(told).join("; ");
      if (!one.ours) return line(`${name}: ${parts}. Go on where you began it: it is not of this page.`);
      return line(`${name}: ${parts}.`, () => begin(one.draft), name);
    }));
    find("begun-section").hidden = !drafts.length;
  }

  // The buttons of one session; those of each are kept while the page is open, with their numbers.
  const counters = new Map();
  function count(session) {
    if (!counters.has(session)) {
      const root = find("taps").content.firstElementChild.cloneNode(true);
      root.dataset.session = session;
      counters.set(session, root);
      window.tcFootfall.attach(root);
    }
    find("footfall-place").replaceChildren(counters.get(session));
  }

  async function sessions() {
    const answer = await fetch("/capture/sessions.json");
    const found = (await answer.json()).sessions;
    const now = found.filter((one) => one.on === today());
    const select = form.elements.namedItem("session");
    const option = (one) => new Option(`${one.name}, ${one.hours}`, one.id);
    select.append(...now.map(option));
    const chosen = find("footfall-session");
    chosen.append(...now.map(option));
    if (now.some((one) => one.id === here)) chosen.value = here;
    find("footfall-section").hidden = !now.length;
    chosen.addEventListener("change", () => count(chosen.value));
    if (now.length) count(chosen.value);
    usual = here || (now.length === 1 ? now[0].id : "");
    choose(usual);
  }

  async function refresh(now) {
    if (now.blocked) return;
    find("shell-nobody").hidden = now.known || Boolean(sitting);
    find("shell-somebody").hidden = !(now.known || sitting);
    await Promise.all([begun(), earlier()]).catch(() => {});
  }

  async function open() {
    shell.hidden = false;
    find("finished").hidden = !new URLSearchParams(window.location.search).has("sealed");
    window.tcOutbox.onchange(refresh);
    find("begin").addEventListener("click", () => begin());
    form.addEventListener("input", changed);
    form.addEventListener("change", changed);
    form.addEventListener("submit", finish);
    form.elements.namedItem("session").addEventListener("change", (event) => choose(event.target.value));
    find("capture-text").addEventListener("click", () => window.tcSaveAsText(body(false), "Conversation"));
    document.addEventListener("visibilitychange", () => { if (unkept()) save(false); });
    window.addEventListener("pagehide", () => { if (unkept()) save(false); });
    window.addEventListener("beforeunload", (event) => {
      if (unkept() || sealing) event.preventDefault();
      if (unkept()) save(false);
    });
    await sessions().catch(() => {});
  }

  open();
})();
