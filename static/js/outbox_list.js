// The list of what lies on this device: sealed/_list.html, on /outbox/ and in the capture shell.
"use strict";

(() => {
  const KINDS = { footfall: "Footfall", note: "What the day was like", talk: "Conversation" };
  const STATES = { waiting: "Waits for the network", sending: "Being sent", refused: "Refused" };
  const root = document.querySelector("[data-outbox-list]");
  const part = (name) => root.querySelector(`[data-list-${name}]`);

  function button(words, hidden, press) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "tc-link-button";
    made.append(words);
    const more = document.createElement("span");
    more.className = "govuk-visually-hidden";
    more.textContent = ` ${hidden}`;
    made.append(more);
    made.addEventListener("click", () => press(made));
    return made;
  }

  function cell(label, ...content) {
    const made = document.createElement("td");
    made.className = "govuk-table__cell";
    if (label) made.dataset.label = label;
    made.append(...content);
    return made;
  }

  const size = (item) => `${Math.max(1, Math.round(item.sealed.length * 0.75 / 1000))} kB`;

  function written(item) {
    const at = new Date(item.written_at);
    const time = at.toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    const sameDay = at.toDateString() === new Date().toDateString();
    return sameDay ? time : `${at.toLocaleDateString("en-GB", { day: "numeric", month: "long" })}, ${time}`;
  }

  function row(item, sending, words) {
    const made = document.createElement("tr");
    made.className = "govuk-table__row";
    const kind = document.createElement("th");
    kind.scope = "row";
    kind.className = "govuk-table__header";
    kind.textContent = KINDS[item.kind] || "Something else";
    const state = item.state === "waiting" && sending ? "sending" : item.state;
    const why = item.because ? `${STATES[state]}: ${item.because}` : STATES[state];
    const named = `${kind.textContent} of ${written(item)}`;
    made.append(kind, cell("Written", written(item)), cell("Size", size(item)), cell("State", why));
    made.append(item.state === "refused" ? cell("What you can do", ...choices(item, named, words)) : cell(""));
    return made;
  }

  // What was refused is kept. The tab that still has its words can save them; deleting asks a second time.
  function choices(item, named, words) {
    const offered = [button("Try again", named, () => window.tcOutbox.again(item.id))];
    if (words) offered.push(button("Save as text", named, () => saveAsText(words, named)));
    offered.push(button("Delete", named, (pressed) => confirmDeleting(item, named, pressed)));
    return offered.flatMap((one) => [one, document.createElement("br")]).slice(0, -1);
  }

  function confirmDeleting(item, named, pressed) {
    const sure = button("Delete for good", named, () => { delete root.dataset.asks; window.tcOutbox.forget(item.id); });
    const keep = button("Keep it", named, () => { delete root.dataset.asks; draw(); });
    const question = document.createElement("span");
    question.textContent = "Nothing can bring it back. ";
    pressed.replaceWith(question, sure, " ", keep);
    sure.focus();
    root.dataset.asks = "yes";
  }

  // Plain lines of what is inside an item.
  function lines(value, name = "") {
    if (value === null || value === "" || value === false) return [];
    if (typeof value !== "object") return [`${name.replaceAll("_", " ")}: ${value}`, ""];
    return Object.entries(value).flatMap(([key, inner]) => lines(inner, Number.isNaN(Number(key)) ? key : name));
  }

  function saveAsText(words, named) {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([`${named}\n\n${lines(words).join("\n")}`], { type: "text/plain" }));
    link.download = "words-from-this-device.txt";
    link.click();
    window.setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
  }

  function say(name, words) {
    part(name).textContent = words;
    part(name).hidden = !words;
  }

  async function draw() {
    const now = await window.tcOutbox.counts();
    const items = now.blocked ? [] : await window.tcOutbox.items();
    items.sort((one, other) => one.written_at.localeCompare(other.written_at));
    const words = await Promise.all(items.map(
      (item) => (item.state === "refused" ? window.tcOutbox.words(item.id) : null)));
    if (root.dataset.asks) return; // the question stays until it is answered
    part("rows").replaceChildren(...items.map((item, at) => row(item, now.sending, words[at])));
    part("table").hidden = !items.length;
    part("empty").hidden = Boolean(items.length) || now.blocked;
    part("send").hidden = !now.waiting;
    const others = now.others === 1 ? "1 item of somebody else waits here." : `${now.others} items of somebody else wait here.`;
    say("others", now.others ? `${others} Only they can send what they wrote: they sign in on this device.` : "");
    say("safe", now.safe ? `Sent today and safe: ${now.safe}, the last one at ${now.safeAt}.` : "");
    say("trouble", trouble(now));
  }

  function trouble(now) {
    if (now.blocked) return "This device cannot keep anything: its storage is switched off, as in a private window.";
    if (now.waiting && now.signedOut) return "You are not signed in. Sign in to send what waits.";
    return now.waiting && now.trouble ? `Not sent yet: ${now.trouble} It is tried again by itself.` : "";
  }

  if (root) {
    part("send").addEventListener("click", () => window.tcOutbox.send());
    window.tcOutbox.onchange(draw);
  }
  window.tcSaveAsText = saveAsText;
})();
