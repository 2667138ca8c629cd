// Keeps the words of a form safe on the server while they are typed: components/draft_bar.html.
//
// Two seconds after the last key (in a conversation also while one types on) the form's fields go to the draft's address
// as {fields, version, page, turn}; the answer {saved_at, version} is shown as "Saved 14:32". What could not be saved is tried again,
// ever less often; the words stay in the page whatever happens. Nothing is kept on the device, but for a conversation
// with somebody (data-draft-key="talk/…"): what cannot be saved is handed to the outbox of the device, which seals it
// (static/js/outbox.js), and taken back as soon as it could be saved after all.
//
// `page` names this opening of the page and `turn` counts what it has sent. By these the server knows its own
// later words from those of another tab when an answer was lost on the way, or was not waited for.
"use strict";

(() => {
  const QUIET = 2000;
  const ASKED_WITHIN = 3000; // ms that the words of a conversation wait while one types on
  const LONGEST_WAIT = 60000;
  const HANDED_WITHIN = 600; // ms after the last key, while there is no network
  const HANDED_AT_LAST = 1000; // ms, then, while one types on
  const KEPT_WITHIN = 5000; // ms that words may wait for a network of which nothing is heard
  const SENT_WITHIN = 30000; // ms that a save may take; a long one more
  const SLOWEST = 500; // bytes a second
  const NOT_WORDS = new Set(["csrfmiddlewaretoken", "form_token", "draft_version", "device_draft", "page_owner"]);
  const ROW = /^agreed-(\d+)-(words|doer|doer_name|due_on)$/;

  const noted = () => new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });

  // What a save has come to, or "unheard" when nothing was heard of it for as long as words may wait.
  const soon = (save) => Promise.race([
    save, new Promise((done) => window.setTimeout(() => done("unheard"), KEPT_WITHIN)),
  ]);

  function nameOfThisPage() {
    return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // The words of a conversation on their way to the device: one part of one draft.
  class HandOver {
    constructor(form, person, draft = crypto.randomUUID(), kind = "talk") {
      this.kind = kind; // "note": what the day was like at a session, which stands in the place of the person
      this.form = form;
      this.person = person;
      this.draft = draft;
      this.part = crypto.randomUUID();
      this.turn = 0;
      this.kept = false; // whether words of ours lie on the device
      this.under = 0; // how many of our turns are on their way to it
      const named = document.createElement("input");
      Object.assign(named, { type: "hidden", name: "device_draft", value: this.draft });
      form.append(named);
    }

    body(fields, page, turn, finished) {
      if (this.kind === "note") return { session: this.person, words: fields.words || "", page, page_turn: turn, finished };
      const topics = Array.from(this.form.querySelectorAll("textarea"), (box) => box.name).filter((name) => !name.includes("-"));
      const one = (name) => [].concat(fields[name] || "")[0];
      const all = (name) => [].concat(fields[name] || []);
      const rows = [];
      Object.keys(fields).forEach((name) => {
        const [, row, cell] = name.match(ROW) || [];
        if (cell) rows[row] = { ...rows[row], [cell]: one(name) };
      });
      const facts = ["called", "held_on", "place", "session", "with_whom", "effect", "depth", "may_ask"];
      return {
        ...Object.fromEntries(facts.map((name) => [name, one(name)])),
        words: Object.fromEntries(topics.map((name) => [name, one(name)]).filter(([, said]) => said.trim())),
        agreed: rows.filter((row) => row && (row.words || row.doer_name)),
        still_true: all("still_true"), replaces: all("replaces"), person: this.person, page, page_turn: turn,
        with: new URLSearchParams(window.location.search).get("with") || "", finished,
      };
    }

    get lies() {
      return this.kept || this.under > 0;
    }

    async put(body, finished) {
      this.turn += 1;
      const said = Object.values(body.words || {}).join("\n").split(/[.!?]+(?:\s|$)|\n+/);
      const count = said.filter((one) => /\S/.test(one)).length + (body.agreed || []).length;
      this.under += 1;
      try {
        await window.tcOutbox.put({
          kind: this.kind, draft: this.draft, part: this.part, turn: this.turn, body,
          note: this.kind === "note" ? undefined : { count, finished, person: this.person },
        });
        this.kept = true;
      } finally {
        this.under -= 1;
      }
    }

    // The server has these words from the page itself.
    async takeBack() {
      if (!this.lies) return;
      const turn = this.turn + 1;
      await this.put({ withdrawn: true, person: this.person }, true);
      if (this.turn === turn) this.kept = false;
    }
  }

  class Draft {
    constructor(bar) {
      this.bar = bar;
      this.form = document.getElementById(bar.dataset.draftForm);
      this.state = bar.querySelector("[data-draft-state]");
      this.version = document.querySelector(`input[name=draft_version][form="${CSS.escape(this.form.id)}"]`);
      this.page = nameOfThisPage();
      this.turn = 0;
      this.dirty = false;
      this.typed = 0; // how often something was
      this.since = 0; // when the first of the words was typed that are kept nowhere yet, or the device last kept none
      this.kept = 0; // how often something was typed that is on the server or the device
      this.unkept = false; // whether the device did not take what it was given last
      this.saving = null;
      this.wait = QUIET;
      this.timer = 0;
      const [form, subject] = (bar.dataset.draftKey || "").split("/");
      this.device = null;
      if (form === "talk" && subject && window.tcOutbox) this.device = new HandOver(this.form, subject);
      if (form === "talk-unfinished" && window.tcOutbox) this.device = new HandOver(this.form, "", subject);
      if (form === "session-note" && window.tcOutbox) this.device = new HandOver(this.form, subject, crypto.randomUUID(), "note");
      this.caret = this.form.querySelector("input[name=caret]");
      if (this.caret) this.form.addEventListener("focusin", (event) => this.whereOneWrites(event));
      this.toTheEnd();
      this.form.addEventListener("input", () => this.changed());
      this.form.addEventListener("change", () => this.changed());
      this.form.addEventListener("submit", (event) => this.beforeSend(event), true);
      window.addEventListener("online", () => this.dirty && this.save());
      window.addEventListener("pagehide", () => this.leave());
      window.addEventListener("beforeunload", (event) => this.inThisPageAlone && event.preventDefault());
      window.addEventListener("tc-leaving", (event) => event.detail.push(this.keepAll()));
      document.addEventListener("visibilitychange", () => this.dirty && !this.stopped && this.save());
      window.addEventListener("tc-not-sent", (event) => this.notSent(event));
      window.addEventListener("submit", (event) => event.target.matches("[data-discards-draft]") && this.stop());
    }

    changed() {
      if (this.gone) return;
      this.stopped = false;
      this.dirty = true;
      this.typed += 1;
      this.wait = QUIET;
      this.later(this.since && this.bar.dataset.state === "saved" ? this.since + ASKED_WITHIN : Infinity);
      if (this.bar.dataset.state === "sealed") this.show("Not sealed yet", "sealed");
      else if (this.bar.dataset.state !== "trouble") this.show("Not saved yet", "saved");
      if (this.device) this.handLater();
    }

    // There is none as far as is known: the device is the place for what is typed now.
    get noNetwork() {
      return this.cut || !navigator.onLine;
    }

    // Nobody but this page has its newest words, and closing it would not send them either.
    get inThisPageAlone() {
      if (this.stopped || this.gone || this.typed === this.kept) return false;
      if (this.ending) return true;
      if (!(this.dirty || this.saving)) return false;
      return this.bar.dataset.state === "trouble" || Boolean(this.device && this.noNetwork);
    }

    // What no network takes goes to the device: soon while there is none, and in any case when it takes too long.
    handLater() {
      const goes = this.device.lies || this.noNetwork;
      const [quiet, longest] = goes ? [HANDED_WITHIN, HANDED_AT_LAST] : [KEPT_WITHIN, KEPT_WITHIN];
      this.since = this.since || Date.now();
      window.clearTimeout(this.handing);
      this.handing = window.setTimeout(() => {
        const lost = goes || this.unkept || this.bar.dataset.state !== "trouble";
        if (lost && (this.dirty || this.saving) && !this.stopped) this.handOver();
      }, Math.max(0, Math.min(quiet, this.since + longest - Date.now())));
    }

    later(atLast = Infinity) {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.save(), Math.max(0, Math.min(this.wait, atLast - Date.now())));
    }

    words() {
      const fields = {};
      for (const [name, value] of new FormData(this.form)) {
        if (NOT_WORDS.has(name) || typeof value !== "string") continue;
        if (!(name in fields)) fields[name] = value;
        else fields[name] = [].concat(fields[name], value);
      }
      return fields;
    }

    post(more) {
      const version = this.version.value === "" ? null : Number(this.version.value);
      this.turn += 1;
      const body = JSON.stringify({ fields: this.words(), version, page: this.page, turn: this.turn });
      // A browser lets only 64 KiB outlive a page.
      if (body.length > 60000) more = {};
      return fetch(this.bar.dataset.draftUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": window.ThurrockCare.csrfToken(),
          "X-Page-Owner": window.ThurrockCare.owner() },
        credentials: "same-origin",
        redirect: "manual",
        signal: AbortSignal.timeout(SENT_WITHIN + (body.length / SLOWEST) * 1000),
        body,
        ...more,
      });
    }

    // The draft is being discarded, or is gone: nothing may write it again.
    stop() {
      window.clearTimeout(this.timer);
      this.stopped = true;
      this.dirty = false;
    }

    // Saves now; one save at a time. Resolves to "saved", "signed out", "newer elsewhere", "gone" or "failed".
    save() {
      window.clearTimeout(this.timer);
      if (this.saving) return this.saving.then(() => (this.dirty ? this.save() : "saved"));
      this.dirty = false;
      const { typed } = this;
      this.saving = this.post()
        .then((response) => this.answered(response, typed))
        .catch(() => { this.cut = true; this.out = false; return this.failed(); })
        .finally(() => { this.saving = null; });
      return this.saving;
    }

    async answered(response, typed) {
      this.cut = [502, 504].includes(response.status); // not our server: the way to it is broken
      this.out = false;
      this.unkept = false;
      if (response.ok && response.type !== "opaqueredirect") {
        const kept = await response.json(); // a page of a captive portal is no JSON
        if (!kept.saved_at) throw new Error("That was not our server.");
        this.version.value = kept.version;
        this.wait = QUIET;
        this.kept = typed;
        if (this.ending) return "saved"; // the device has it as a whole, or is about to
        const ours = kept.owner === window.ThurrockCare.owner();
        if (this.device && !this.dirty) window.tcOutbox.elsewhere(this.device.part);
        if (this.device && !this.dirty && ours) this.device.takeBack().catch(() => window.tcOutbox.elsewhere(this.device.part));
        this.show(this.dirty ? "Not saved yet" : `Saved ${kept.saved_at}`, "saved");
        this.since = 0;
        window.clearTimeout(this.handing);
        if (this.device && this.dirty) this.handLater();
        return "saved";
      }
      this.dirty = true;
      if (response.status === 410) return this.goneElsewhere();
      if (response.status === 409) return this.newerElsewhere(await response.json());
      if ([400, 413, 422].includes(response.status)) return this.refused(await response.json().catch(() => ({})));
      if (response.type === "opaqueredirect" || response.status === 401 || response.status === 403) return this.signedOut();
      return this.failed();
    }

    failed() {
      if (this.stopped) return "failed";
      this.dirty = true;
      this.wait = Math.min(this.wait * 2, LONGEST_WAIT);
      this.later();
      if (this.device) this.handOver();
      else this.show("Not saved yet – trying again. Keep this tab open", "trouble");
      return "failed";
    }

    // The words are sealed on the device. True when they are on its disk; else it is tried again before long.
    async handOver(finished = this.ending) {
      const { typed } = this;
      try {
        await this.device.put(this.device.body(this.words(), this.page, this.turn, finished), finished);
      } catch {
        this.show("Not saved yet – trying again. Keep this tab open", "trouble");
        this.unkept = true;
        this.since = Date.now();
        this.handLater();
        return false;
      }
      this.unkept = false;
      this.kept = typed;
      this.since = typed === this.typed ? 0 : Date.now();
      if (this.gone || this.since || this.out || !(this.dirty || this.saving || finished)) return true;
      this.show(this.noNetwork ? `No network. Sealed on this device ${noted()}` : `Sealed on this device ${noted()}, not sent yet`, "sealed");
      return true;
    }

    // The conversation ends without a network: sealed as a whole, it is logged when there is one again.
    async finishHere() {
      this.ending = true;
      do { // what is typed meanwhile goes along
        this.dirty = false;
        if (!(await this.handOver())) { this.dirty = true; this.ending = false; return false; }
      } while (this.dirty);
      this.stop();
      this.gone = true;
      if (navigator.serviceWorker && navigator.serviceWorker.controller) window.location.assign("/outbox/?sealed=1");
      else this.close();
      return true;
    }

    // The page of the outbox cannot be reached: this one stays, and takes no words that nobody would keep.
    close() {
      Array.from(this.form.elements).forEach((field) => { field.disabled = true; });
      this.show(`This conversation is finished and sealed on this device ${noted()}. To write more, begin another`, "sealed");
    }

    // The service worker could not send the form.
    notSent(event) {
      if (!this.device || this.gone) return;
      event.preventDefault();
      this.finishHere();
    }

    // These words are not kept as they are: the bar says why. Changed, or after a while, they are sent again.
    refused(answer) {
      if (this.stopped) return "failed";
      this.wait = LONGEST_WAIT;
      this.later();
      this.show(`Not saved: ${answer.error || "this cannot be kept while it is written."} Keep this tab open`, "trouble");
      return "failed";
    }

    signedOut() {
      const { typed } = this;
      this.out = true;
      this.wait = 10000;
      this.later();
      const link = document.createElement("a");
      link.className = "govuk-link";
      link.href = "/";
      link.target = "_blank";
      link.textContent = "Sign in in another tab";
      if (this.device) this.device.put(this.device.body(this.words(), this.page, this.turn, false), false)
        .then(() => { this.kept = typed; }, () => {});
      this.show("You have been signed out. ", "trouble", link, ", then carry on here: your words are still in this page");
      return "signed out";
    }

    newerElsewhere(answer) {
      const compare = document.createElement("a");
      compare.className = "govuk-link";
      compare.href = window.location.href;
      compare.target = "_blank";
      compare.textContent = "Compare in a new tab";
      const keep = document.createElement("button");
      keep.type = "button";
      keep.className = "tc-link-button";
      keep.textContent = "Keep what is here";
      keep.addEventListener("click", () => { this.version.value = answer.version; this.save(); });
      this.show("Not saved: this form was changed in another tab. ", "trouble", compare, " or ", keep);
      return "newer elsewhere";
    }

    // Sent or discarded in another window: the words stay in the page, and are not kept again.
    goneElsewhere() {
      this.gone = true;
      this.stop();
      this.show("This form was sent or discarded in another window. Copy what you typed before you leave.", "trouble");
      return "gone";
    }

    // Shows where the words stand; a change from well to trouble, and back, is read out.
    show(words, state, ...more) {
      const turned = (this.bar.dataset.state || "saved") !== state;
      this.bar.dataset.state = state;
      if (this.state.textContent === words && !more.length) return;
      const held = this.state.contains(document.activeElement);
      this.state.replaceChildren(words, ...more);
      if (held) this.keepFocus();
      if (turned) window.ThurrockCare.announce(this.state.textContent);
    }

    // The button that was pressed is gone: the focus goes back to where one was writing.
    keepFocus() {
      const box = this.caret && this.form.elements.namedItem(this.caret.value);
      const target = box instanceof HTMLElement ? box : this.form.querySelector("textarea, input:not([type=hidden])");
      if (target) target.focus();
    }

    // Where one writes goes along, in the field "caret" of a form that has one: who comes back starts there.
    whereOneWrites(event) {
      const { name, type } = event.target;
      if (name && !["submit", "radio", "checkbox"].includes(type)) this.caret.value = name;
    }

    // Who comes back goes on after the last word, not before the first. The browser may send the focus there later.
    toTheEnd() {
      const box = this.form.querySelector("textarea[autofocus]");
      if (!box) return;
      const place = () => box.setSelectionRange(box.value.length, box.value.length);
      if (document.activeElement === box) place(); else box.addEventListener("focus", place, { once: true });
    }

    // Before the form is sent its last words are saved: a session that has ended must not swallow them.
    // When they cannot be saved the form stays; pressing the button again sends it all the same.
    async beforeSend(event) {
      if (this.passing || !(this.dirty || this.saving)) {
        this.dirty = false;
        window.clearTimeout(this.timer);
        return;
      }
      event.preventDefault();
      event.stopPropagation();
      const outcome = await (this.device ? soon(this.save()) : this.save());
      const failed = outcome === "failed" || outcome === "unheard";
      if (failed && this.device && (this.cut || outcome === "unheard") && (await this.finishHere())) return;
      if (outcome === "signed out" || outcome === "gone" || (failed && !this.warned)) {
        this.warned = failed;
        window.ThurrockCare.announce(this.state.textContent);
        return;
      }
      this.passing = true;
      window.clearTimeout(this.timer);
      this.dirty = false;
      this.form.requestSubmit(event.submitter || undefined);
      this.passing = false;
    }

    // Before one signs out: whether all that was typed here is on the server, or on the disk of the device.
    async keepAll() {
      if (this.stopped || this.gone || !(this.dirty || this.saving)) return true;
      const outcome = await soon(this.save());
      if (outcome === "saved") return this.keepAll();
      return Boolean(this.device) && outcome !== "gone" && this.handOver();
    }

    // Leaving the page: the last words go along, even though the page is no longer there for the answer, and
    // even while a save is under way, which ends with the page: whichever comes first, the server keeps the later turn.
    leave() {
      if ((this.dirty || this.saving) && !this.stopped && !this.gone) this.post({ keepalive: true }).catch(() => {});
    }
  }

  document.querySelectorAll("[data-draft-form]").forEach((bar) => {
    if (document.getElementById(bar.dataset.draftForm)) new Draft(bar);
  });
})();
