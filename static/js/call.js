// The call console: the script about what was chosen, and guidance while one types. The page works without it.
//
// What is looked up replaces what was found before; what is ticked stays, and is sent with the form as advice given.
// Enter in the box ticks the first piece of guidance found.
"use strict";

(() => {
  const QUIET = 200;
  const need = document.getElementById("id_need");

  function showScript() {
    document.querySelectorAll("[data-script-about]").forEach((step) => {
      step.hidden = step.dataset.scriptAbout !== need.value;
    });
  }

  class Guidance {
    constructor(root) {
      this.root = root;
      this.box = root.querySelector("input[name=guide]");
      this.told = document.getElementById("guidance-told");
      this.found = document.getElementById("guidance-found");
      this.timer = 0;
      this.asked = 0;
      this.box.addEventListener("input", () => this.later());
      this.box.addEventListener("keydown", (event) => this.onEnter(event));
      this.root.addEventListener("change", (event) => this.say(event.target));
      if (need) need.addEventListener("change", () => this.later());
    }

    later() {
      window.clearTimeout(this.timer);
      this.timer = window.setTimeout(() => { this.timer = 0; this.asking = this.ask(); }, QUIET);
    }

    ticked() {
      return [...this.root.querySelectorAll("input[name=guidance]:checked")];
    }

    async ask() {
      const turn = ++this.asked;
      const query = new URLSearchParams([["guide", this.box.value.trim()], ["need", need ? need.value : ""]]);
      this.ticked().forEach((tick) => query.append("guidance", tick.value));
      try {
        const answer = await fetch(`${this.root.dataset.guidance}?${query}`, { credentials: "same-origin", redirect: "error" });
        if (answer.ok && turn === this.asked) this.show(await answer.text());
      } catch (problem) {
        // The network is gone: what was found stays, and the button still looks it up.
      }
    }

    show(html) {
      const held = this.found.contains(document.activeElement);
      this.found.querySelectorAll("[data-entry]").forEach((entry) => {
        if (entry.querySelector("input:checked")) this.keep(entry);
      });
      this.found.innerHTML = html;
      if (held) this.box.focus();
      const counted = this.found.querySelector("[data-count]");
      if (counted && document.activeElement === this.box) window.ThurrockCare.announce(counted.dataset.count);
    }

    // A ticked piece moves to those that were told, whatever is looked up next.
    keep(entry) {
      if (!this.told.querySelector(".govuk-checkboxes")) {
        const list = document.createElement("div");
        list.className = "govuk-checkboxes govuk-checkboxes--small";
        this.told.replaceChildren(list);
      }
      this.told.querySelector(".govuk-checkboxes").append(entry);
    }

    say(tick) {
      if (tick.name !== "guidance") return;
      const title = this.root.querySelector(`label[for="${CSS.escape(tick.id)}"]`).textContent;
      window.ThurrockCare.announce(tick.checked ? `Added to the advice: ${title}` : `Not advised: ${title}`);
    }

    async onEnter(event) {
      if (event.key !== "Enter" || event.ctrlKey || event.isComposing) return;
      event.preventDefault();
      if (this.timer) {
        window.clearTimeout(this.timer);
        this.timer = 0;
        this.asking = this.ask();
      }
      await this.asking;
      const first = this.found.querySelector("input[name=guidance]:not(:checked)");
      if (!first || !this.box.value.trim()) return;
      first.checked = true;
      first.dispatchEvent(new Event("change", { bubbles: true }));
      this.box.select();
    }
  }

  if (need) {
    need.addEventListener("change", showScript);
    showScript();
  }
  document.querySelectorAll("[data-guidance]").forEach((root) => new Guidance(root));
})();
