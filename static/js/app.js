// What every page does when scripts run: GOV.UK's components, one send for each form, shortcuts.
// The page works without any of it.
"use strict";

const ThurrockCare = {
  // Reads a sentence out through the page's one live region.
  announce(words) {
    const live = document.getElementById("live");
    live.textContent = "";
    window.setTimeout(() => { live.textContent = words; }, 50);
  },

  // The present CSRF token. After a new sign-in in another tab the one in this page's forms is old.
  csrfToken() {
    const cookie = document.cookie.match(/(?:^|; )(?:__Host-|__Secure-)?csrftoken=([^;]+)/);
    const field = document.querySelector("input[name=csrfmiddlewaretoken]");
    return cookie ? cookie[1] : field ? field.value : "";
  },

  // Whose page this is: when somebody else has signed in by now, the server takes nothing from it.
  owner: () => document.body.dataset.owner || "",

  sayWhose(form) {
    if (form.querySelector("input[name=page_owner]")) return;
    const named = document.createElement("input");
    Object.assign(named, { type: "hidden", name: "page_owner", value: ThurrockCare.owner() });
    form.append(named);
  },
};
window.ThurrockCare = ThurrockCare;

if (window.GOVUKFrontend) {
  window.GOVUKFrontend.initAll();
}

// A form is sent once, however often its button is pressed, and says that it is being sent.
function sendOnce(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  const token = form.querySelector("input[name=csrfmiddlewaretoken]");
  if (token) token.value = ThurrockCare.csrfToken();
  if (token) ThurrockCare.sayWhose(form);
  const button = event.submitter;
  if (button && button.matches(".govuk-button")) {
    button.dataset.words = button.textContent;
    button.setAttribute("aria-disabled", "true");
    // After this turn, so that the browser still sends the button's own name and value.
    window.setTimeout(() => { button.textContent = button.dataset.busy || "Saving…"; });
  }
}

// Coming back by the Back button: the form may be sent again.
function allowAgain() {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  document.querySelectorAll("button[data-words]").forEach((button) => {
    button.textContent = button.dataset.words;
    button.removeAttribute("aria-disabled");
    delete button.dataset.words;
  });
}

// Shortcuts always have a modifier and can be switched off (data-shortcuts="off" on the body).
//   Ctrl+K        search                Ctrl+Enter    the main button of the form
//   Alt+Shift+C   new contact           Alt+Shift+…   whatever carries data-shortcut="…"
function pressMainButton() {
  const form = document.activeElement && document.activeElement.form;
  const button = (form && form.querySelector("[data-main-button]")) || document.querySelector("main [data-main-button]");
  if (button) button.click();
  return Boolean(button);
}

function focusSearch() {
  const search = document.querySelector("[data-page-search]") || document.getElementById("site-search");
  if (!search) return false;
  search.focus();
  search.select();
  return true;
}

function pressShortcut(code) {
  const key = code.replace(/^(Key|Digit)/, "").toLowerCase();
  const target = document.querySelector(`[data-shortcut="${CSS.escape(key)}"]`);
  if (target) {
    if (target.matches("a, button, summary")) target.click(); else target.focus();
    return true;
  }
  if (key === "c" && document.body.dataset.newContact) {
    window.location.assign(document.body.dataset.newContact);
    return true;
  }
  return false;
}

function onKey(event) {
  if (document.body.dataset.shortcuts === "off" || event.isComposing) return;
  const control = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
  let done = false;
  if (control && event.key === "Enter") done = pressMainButton();
  else if (control && event.code === "KeyK") done = focusSearch();
  else if (event.altKey && event.shiftKey && !event.ctrlKey) done = pressShortcut(event.code);
  if (done) event.preventDefault();
}

document.addEventListener("submit", sendOnce);
window.addEventListener("pageshow", (event) => { if (event.persisted) allowAgain(); });
document.addEventListener("keydown", onKey);
