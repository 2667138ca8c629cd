// Rows such as "who does what by when". The server renders a few blank rows and ignores those that
// stay blank, so nothing of this is needed:
//
//   <div data-rows="actions">            the prefix of the formset
//     <div data-row> … </div>            one for each form
//     <template data-row-template> … __prefix__ … </template>     the formset's empty_form
//     <button type="button" data-row-add hidden>Add another action</button>
//   </div>
//
// With scripts the blank rows after the first are folded away, "Add another" brings them out and
// makes new ones, and each row gets a button that empties and hides it.
"use strict";

(() => {
  class Rows {
    constructor(root) {
      this.root = root;
      this.add = root.querySelector("[data-row-add]");
      this.template = root.querySelector("[data-row-template]");
      this.total = document.querySelector(`input[name="${CSS.escape(root.dataset.rows)}-TOTAL_FORMS"]`);
      this.rows().forEach((row) => this.dress(row));
      this.rows().filter((row) => this.isBlank(row)).slice(1).forEach((row) => { row.hidden = true; });
      if (this.rows().some((row) => !this.isBlank(row))) this.rows().filter((row) => this.isBlank(row)).forEach((row) => { row.hidden = true; });
      this.add.hidden = false;
      this.add.addEventListener("click", () => this.bringOut());
    }

    rows() {
      return [...this.root.querySelectorAll("[data-row]")];
    }

    fields(row) {
      return [...row.querySelectorAll("input:not([type=hidden]), textarea, select")];
    }

    isBlank(row) {
      return !row.querySelector(".govuk-error-message") && this.fields(row).every((field) => {
        if (field.type === "checkbox" || field.type === "radio") return field.checked === field.defaultChecked && !field.checked;
        return field.value === "";
      });
    }

    dress(row) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "tc-link-button";
      const number = this.rows().indexOf(row) + 1;
      button.innerHTML = `Remove<span class="govuk-visually-hidden"> row ${number}</span>`;
      const line = document.createElement("p");
      line.className = "govuk-body-s";
      line.append(button);
      row.append(line);
      button.addEventListener("click", () => this.remove(row));
    }

    bringOut() {
      const row = this.rows().find((candidate) => candidate.hidden) || this.make();
      if (!row) return;
      row.hidden = false;
      this.add.before(row);
      this.fields(row)[0].focus();
    }

    make() {
      if (!this.template || !this.total) return null;
      const number = Number(this.total.value);
      const holder = document.createElement("div");
      holder.innerHTML = this.template.innerHTML.replaceAll("__prefix__", String(number));
      const row = holder.querySelector("[data-row]");
      this.total.value = String(number + 1);
      this.add.before(row);
      this.dress(row);
      return row;
    }

    remove(row) {
      this.fields(row).forEach((field) => {
        if (field.type === "checkbox" || field.type === "radio") field.checked = false;
        else field.value = "";
      });
      row.hidden = true;
      row.dispatchEvent(new Event("input", { bubbles: true }));
      window.ThurrockCare.announce("Row removed");
      this.add.focus();
    }
  }

  document.querySelectorAll("[data-rows]").forEach((root) => new Rows(root));
})();
