// Results while one types. Marked up so that it is a plain search without scripts:
//
//   <div data-find="/people/near" data-find-results="near">
//     <label …><input name="q" …><button type="submit" name="find">Find</button>
//     <div id="near" class="tc-find__results"></div>
//   </div>
//
// Every named field inside the element, and those named in data-find-fields="postcode phone", goes
// along. The address answers with an HTML fragment: a list whose root carries data-count="3 people
// found" and whose links or buttons carry data-find-pick. The arrows walk over them, Enter presses,
// Escape goes back to the box: real links and buttons, so that any assistive technology knows them.
"use strict";

(() => {
  const QUIET = 200;
  const SHORTEST = 2;

  class Finder {
    constructor(root) {
      this.root = root;
      this.results = document.getElementById(root.dataset.findResults);
      this.form = root.closest("form");
      this.fields = [...root.querySelectorAll("input[name]:not([type=hidden])"), ...this.named(root.dataset.findFields)];
      this.asked = "";
      this.timer = 0;
      this.request = null;
      this.fields.forEach((field) => {
        field.addEventListener("input", () => this.later());
        field.addEventListener("keydown", (event) => this.fromField(event));
      });
      this.results.addEventListener("keydown", (event) => this.fromResult(event));
      // What was searched for last time stands there still: typing starts anew instead of adding to it. What was
      // typed while this script was on its way is searched for.
      const box = this.fields[0];
      if (box.value !== box.defaultValue) this.later();
      else if (box === document.activeElement) box.select();
      else box.addEventListener("focus", () => box.select(), { once: true });
    }

    named(names) {
      return (names || "").split(" ").filter(Boolean).flatMap((name) => {
        const found = this.form && this.form.elements.namedItem(name);
        return found instanceof Element ? [found] : [];
      });
    }

    later() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => this.ask(), QUIET);
    }

    async ask() {
      const query = new URLSearchParams(this.fields.map((field) => [field.name, field.value.trim()])).toString();
      if (query === this.asked) return;
      this.asked = query;
      if (this.request) this.request.abort();
      if (!this.fields.some((field) => field.value.trim().length >= SHORTEST)) {
        if (this.results.contains(document.activeElement)) this.fields[0].focus();
        this.results.replaceChildren();
        return;
      }
      this.request = new AbortController();
      const slow = window.setTimeout(() => window.ThurrockCare.announce("Searching"), 1000);
      try {
        const answer = await fetch(`${this.root.dataset.find}?${query}`, {
          credentials: "same-origin",
          redirect: "error",
          headers: { "X-Requested-With": "fetch" },
          signal: this.request.signal,
        });
        if (answer.ok) this.show(await answer.text());
      } catch (problem) {
        // A newer search took over, or the network is gone: the plain search button is still there.
        if (problem.name !== "AbortError") this.asked = "";
      } finally {
        window.clearTimeout(slow);
      }
    }

    // New rows take the place of the old ones; the focus stays with the same person, or goes back to the box.
    show(html) {
      const held = this.results.contains(document.activeElement) ? document.activeElement : null;
      this.results.innerHTML = html;
      if (held) (this.picks().find((pick) => pick.value === held.value && pick.href === held.href) || this.fields[0]).focus();
      const counted = this.results.querySelector("[data-count]");
      if (counted) window.ThurrockCare.announce(counted.dataset.count);
      this.results.dispatchEvent(new CustomEvent("find:shown", { bubbles: true }));
    }

    picks() {
      return [...this.results.querySelectorAll("[data-find-pick]")];
    }

    fromField(event) {
      const [first] = this.picks();
      if (event.key === "ArrowDown" && first) {
        event.preventDefault();
        first.focus();
      } else if (event.key === "Enter" && !event.ctrlKey && this.fields.includes(event.target) && first) {
        // Enter in the box goes to the results instead of sending a half-written form.
        event.preventDefault();
        first.focus();
      }
    }

    fromResult(event) {
      const picks = this.picks();
      const at = picks.indexOf(document.activeElement);
      const box = this.fields[0];
      const steps = { ArrowDown: picks[at + 1], ArrowUp: at > 0 ? picks[at - 1] : box, Home: picks[0], End: picks.at(-1), Escape: box };
      if (at < 0 || !(event.key in steps)) return;
      event.preventDefault();
      if (steps[event.key]) steps[event.key].focus();
    }
  }

  document.querySelectorAll("[data-find]").forEach((root) => {
    if (document.getElementById(root.dataset.findResults)) new Finder(root);
  });
})();
