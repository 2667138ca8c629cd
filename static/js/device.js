// What every page of somebody who is signed in, and the capture shell, say of this device: how the outbox stands, in
// the header; that it cannot keep anything; that something waits when one wants to sign out.
"use strict";

(() => {
  const header = document.querySelector("[data-outbox]");
  const LITTLE = 5_000_000; // bytes that are left
  const writesHere = document.querySelector("[data-footfall], [data-capture], [data-draft-form^=talk], [data-draft-form=note]");
  const NOT_KEPT = "What you typed last is only in this page. Stay here until it says that your words are saved or " +
    "sealed, or copy them and go to another page. Then sign out.";
  const REACHED_WITHIN = 5_000; // ms
  let before = "";

  const items = (count) => `${count} ${count === 1 ? "item" : "items"}`;

  // Never more than is known: "safe" only by the server's receipts.
  function truth(now) {
    if (now.blocked || now.full) return ["trouble", "This device cannot keep anything"];
    if (now.notKept) return ["trouble", "Not everything is kept: keep this page open"];
    if (now.waiting && now.signedOut) return ["trouble", `${items(now.waiting)} on this device: sign in to send`];
    const needing = now.refused ? `, ${now.refused} of them ${now.refused === 1 ? "needs" : "need"} you` : "";
    if (now.waiting) return ["waiting", `${items(now.waiting + now.refused)} on this device${needing}`];
    if (now.refused) return ["trouble", `${items(now.refused)} on this device ${now.refused === 1 ? "needs" : "need"} you`];
    if (!now.safe) return ["", ""];
    return ["safe", `${now.safe === 1 ? "1 item" : `all ${now.safe} items`} safe at ${now.safeAt}`];
  }

  function show(now) {
    const [state, words] = truth(now);
    if (header && header.textContent !== words) {
      header.textContent = words;
      header.hidden = !words;
      header.dataset.state = state;
    }
    if (state !== before && before && words) window.ThurrockCare.announce(words);
    before = state;
    if (!writesHere) return;
    banner("blocked", now.blocked, "Nothing can be kept on this device: its storage is switched off, as in a private " +
      "window. With a network everything works. Without one, write on paper.");
    banner("full", now.full, "The storage of this device is full, so what you write now is only in this page. " +
      "Keep it open, make room, or copy your words.");
  }

  // One alert at the top of the page; it goes when it is not so any more.
  function banner(name, wanted, words, kind = "error", label = "Not kept") {
    const place = document.querySelector(".tc-alerts");
    const there = place && place.querySelector(`[data-device="${name}"]`);
    if (there && !wanted) there.remove();
    if (!place || there || !wanted) return;
    const alert = document.createElement("div");
    alert.className = `tc-alert tc-alert--${kind}`;
    alert.dataset.device = name;
    alert.setAttribute("role", kind === "error" ? "alert" : "region");
    if (kind !== "error") alert.setAttribute("aria-label", words.slice(0, 60));
    const what = document.createElement("span");
    what.className = "tc-alert__kind";
    what.textContent = label;
    const text = document.createElement("p");
    text.className = "tc-alert__text";
    text.textContent = words;
    alert.append(what, text);
    place.append(alert);
  }

  // Before there is no network: how much room is left for what will be written then.
  async function measure() {
    if (!writesHere || !(navigator.storage && navigator.storage.estimate)) return;
    const { quota, usage } = await navigator.storage.estimate();
    banner("little", quota - usage < LITTLE, "The storage of this device is nearly full. Make room before you go " +
      "where there is no network.", "warning", "Please note");
  }

  // The service worker could not send a form: all words are still in the page.
  function notSent() {
    window.tcOutbox.stay().catch(() => {});
    if (!window.dispatchEvent(new Event("tc-not-sent", { cancelable: true }))) return;
    const words = "This was not sent: there is no network. Your words are still here. Try again in a moment.";
    banner("not-sent", false);
    banner("not-sent", true, words, "error", "Not sent");
    window.allowAgain();
    document.querySelector(".tc-alerts").scrollIntoView({ block: "nearest" });
  }

  // Whether nothing is in this page alone: whatever takes words in it keeps them now, and answers (static/js/autosave.js).
  async function allKept() {
    const answers = [];
    window.dispatchEvent(new CustomEvent("tc-leaving", { detail: answers }));
    return (await Promise.all(answers)).every(Boolean) && !(await window.tcOutbox.counts()).notKept;
  }

  function stillIn(words) {
    banner("still-in", false);
    banner("still-in", Boolean(words), words, "error", "Not signed out");
    if (words) document.querySelector(".tc-alerts").scrollIntoView({ block: "nearest" });
  }

  // Signing out stops while something is kept nowhere, or waits; the page of the outbox explains.
  async function signOut(event) {
    event.preventDefault();
    const form = event.target;
    const kept = await allKept();
    const now = await window.tcOutbox.counts();
    if (now.waiting) await Promise.race([window.tcOutbox.send(), new Promise((done) => setTimeout(done, 3000))]);
    const { waiting, refused } = await window.tcOutbox.counts();
    if (kept && (waiting || refused) && !form.matches("[data-all-the-same]")) {
      window.location.assign("/outbox/?leaving=1");
      return;
    }
    const signal = AbortSignal.timeout(REACHED_WITHIN);
    const reached = await fetch("/livez", { cache: "no-store", signal }).then((answer) => answer.ok, () => false);
    if (!kept || !(await allKept())) return stillIn(NOT_KEPT);
    if (!reached) return stillIn("You cannot be signed out without a network. Lock this device while you are away.");
    stillIn("");
    await window.tcOutbox.leave().catch(() => {});
    form.submit();
  }

  window.tcOutbox.onchange(show);
  measure().catch(() => {});
  document.querySelectorAll("form[data-sign-out]").forEach((form) => form.addEventListener("submit", signOut));
  if (navigator.serviceWorker) {
    navigator.serviceWorker.addEventListener("message", ({ data }) => data.notSent && notSent());
    navigator.serviceWorker.register("/sw.js", { updateViaCache: "none" }).catch(() => {});
  }
})();
