// Counting who comes to a Talking Shop. A tap counts on the screen at once; it is kept on the device
// (static/js/outbox.js) and sent whenever there is a network. Nothing here waits for one. Marked up so that it is a
// plain form without scripts (templates/talking_shops/session_footfall.html):
//
//   <div data-footfall data-session="…" data-tap-url data-undo-url data-counts-url data-last-id data-last-kind>
//     <button data-tap="came_in"><span data-count>12</span> <span …>Came in</span></button>
//     <button data-undo>Undo last</button> <span data-last></span> <p data-trouble hidden></p>
//
// The addresses may be missing, as in the shell without a network: then the device alone keeps the taps, and the
// numbers are what was tapped since the page opened. The shell makes such an element for each session that is chosen
// there: window.tcFootfall.attach(element).
"use strict";

(() => {
  const AGAIN_AFTER = 15_000; // ms, while a tap is kept nowhere but in this page
  const LONG_ENOUGH = 5_000; // ms for the device to keep a tap
  const SENT_WITHIN = 15_000; // ms for the server to take a tap
  const SHOWN_FOR = 250; // ms that a button shows that it was tapped
  const pages = new Set();

  const within = (promise, time) => Promise.race([
    promise,
    new Promise((_, late) => window.setTimeout(() => late(new Error("The device does not answer.")), time)),
  ]);

  class Footfall {
    constructor(root) {
      this.root = root;
      this.session = root.dataset.session;
      this.done = []; // taps of this page that can be undone, the newest last
      this.unkept = []; // what neither the device nor the server has yet, in order
      this.waiting = 0; // items that the device still has to send
      this.turn = 0; // how many taps were made here: an answer that is older than the last tap is let go
      this.keeping = false;
      if (root.dataset.lastId) this.done.push({ id: root.dataset.lastId, kind: root.dataset.lastKind });
      root.addEventListener("click", (event) => this.pressed(event));
      root.addEventListener("keydown", (event) => this.held(event));
      if (window.tcOutbox) window.tcOutbox.onchange((counts) => this.changed(counts));
    }

    // Before anything else happens, so that it is on the screen with the next frame.
    pressed(event) {
      const button = event.target.closest("[data-tap], [data-undo]");
      if (!button || !window.tcOutbox) return; // the form is sent as without scripts
      event.preventDefault();
      if (button.dataset.tap) this.tap(button, button.dataset.tap); else this.undo();
    }

    // A key that is held down is one tap.
    held(event) {
      if (event.repeat && event.target.closest("[data-tap], [data-undo]")) event.preventDefault();
    }

    tap(button, kind) {
      const made = { id: crypto.randomUUID(), kind };
      this.done.push(made);
      this.add(kind, 1);
      button.classList.add("tc-footfall__button--tapped");
      window.setTimeout(() => button.classList.remove("tc-footfall__button--tapped"), SHOWN_FOR);
      this.say(`Your last tap: ${this.name(kind).toLowerCase()}, just now`, `${this.name(kind)}: ${this.count(kind)}`);
      this.keep(made, { session: this.session, kind });
    }

    undo() {
      const last = this.done.pop();
      if (!last) {
        this.say("There is no tap of yours to undo", "There is no tap of yours to undo");
        return;
      }
      this.add(last.kind, -1);
      const words = `Undone: ${this.name(last.kind).toLowerCase()}`;
      this.say(words, `${words}. Now ${this.count(last.kind)}`);
      this.keep({ id: crypto.randomUUID(), kind: last.kind }, { session: this.session, kind: last.kind, undoes: last.id });
    }

    button(kind) {
      return this.root.querySelector(`[data-tap="${CSS.escape(kind)}"]`);
    }

    name(kind) {
      const button = this.button(kind);
      return (button.querySelector(".tc-footfall__label") || button).firstChild.textContent.trim();
    }

    count(kind) {
      return Number(this.button(kind).querySelector("[data-count]").textContent);
    }

    show(kind, count) {
      this.button(kind).querySelector("[data-count]").textContent = String(Math.max(0, count));
    }

    add(kind, many) {
      this.turn += 1;
      this.show(kind, this.count(kind) + many);
    }

    say(shown, announced) {
      const last = this.root.querySelector("[data-last]");
      if (last) last.textContent = shown;
      if (window.ThurrockCare) window.ThurrockCare.announce(announced);
    }

    keep(made, body) {
      this.unkept.push({ id: made.id, body });
      this.allKept();
    }

    // Whether nothing is left that this page alone has.
    async allKept() {
      if (!this.keeping) this.kept = this.keepAll();
      await this.kept;
      return !this.unkept.length;
    }

    // One after the other, so that a tap comes before its undoing.
    async keepAll() {
      this.keeping = true;
      try {
        while (this.unkept.length) {
          await this.hand(this.unkept[0]);
          this.unkept.shift();
        }
        this.trouble("");
      } catch {
        this.trouble("This device cannot keep your taps just now. Keep this page open: they are sent as soon as it can.");
        window.setTimeout(() => this.allKept(), AGAIN_AFTER);
      } finally {
        this.keeping = false;
      }
    }

    // To the device; to the server where the device keeps nothing. With the same id it counts once, whoever has it.
    async hand(item) {
      const { id, body } = item;
      const sealed = { kind: "footfall", draft: body.session, part: id, id, body };
      try {
        await within(window.tcOutbox.put(sealed), LONG_ENOUGH);
      } catch (problem) {
        if (!this.root.dataset.tapUrl) throw problem;
        await this.post(body.undoes ? this.root.dataset.undoUrl : this.root.dataset.tapUrl, { tap: id, ...body });
        window.tcOutbox.elsewhere(id);
      }
    }

    async post(address, fields) {
      const answer = await fetch(address, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": window.ThurrockCare.csrfToken(),
          "X-Page-Owner": window.ThurrockCare.owner() },
        redirect: "error",
        signal: AbortSignal.timeout(SENT_WITHIN),
        body: new URLSearchParams(fields),
      });
      if (!answer.ok || (await answer.json()).session !== fields.session) throw new Error("That was not our server.");
    }

    trouble(words) {
      const place = this.root.querySelector("[data-trouble]");
      if (!place) return;
      place.textContent = words;
      place.hidden = !words;
    }

    changed(counts) {
      const before = this.waiting;
      this.waiting = counts.waiting || 0;
      if (before && !this.waiting) this.refresh();
    }

    // What everybody has counted, once nothing of this device is under way.
    async refresh() {
      if (!this.root.dataset.countsUrl || this.waiting || this.unkept.length) return;
      const turn = this.turn;
      try {
        const answer = await fetch(this.root.dataset.countsUrl, { cache: "no-store", redirect: "error" });
        const found = await answer.json();
        if (turn !== this.turn || found.session !== this.session) return;
        Object.entries(found.counts).forEach(([kind, count]) => this.show(kind, count));
        if (found.last && !this.done.length) this.done.push(found.last);
      } catch {
        // There is no network: the numbers stand as they are.
      }
    }
  }

  const attach = (root) => pages.add(new Footfall(root));

  window.tcFootfall = { attach };
  document.querySelectorAll("[data-footfall]").forEach(attach);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) pages.forEach((page) => page.refresh()); });
  window.addEventListener("tc-leaving", (event) => event.detail.push(...[...pages].map((page) => page.allKept())));
  window.addEventListener("beforeunload", (event) => {
    if ([...pages].some((page) => page.unkept.length)) event.preventDefault();
  });
})();
