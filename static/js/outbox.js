// What is written without a network waits on this device, sealed to a key of the server: nothing here opens it again
// (docs/adr/0017). Each item is sent until the server's receipt for it has come; only then is it called safe.
"use strict";

(() => {
  const NAME = "thurrock-care-outbox";
  const INFO = new TextEncoder().encode("thurrock-care sealed draft 1");
  const AT_ONCE = 20;
  const AGAIN_AFTER = 15_000; // ms, while something waits
  const listeners = new Set();
  const told = { safe: 0, safeAt: "", trouble: "", signedOut: false };
  let sending = null;

  // The store of the device: sealed items by id, and what is needed to seal: whose they are and the key.
  function opened() {
    return new Promise((resolve, reject) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("items", { keyPath: "id" });
        request.result.createObjectStore("known");
      };
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
  }

  async function within(store, mode, work) {
    const database = await opened();
    try {
      return await new Promise((resolve, reject) => {
        const transaction = database.transaction(store, mode, { durability: "strict" });
        const request = work(transaction.objectStore(store));
        transaction.oncomplete = () => resolve(request && request.result);
        transaction.onerror = () => reject(transaction.error);
        transaction.onabort = () => reject(transaction.error || new Error("The device kept nothing."));
      });
    } finally {
      database.close();
    }
  }

  const everything = () => within("items", "readonly", (store) => store.getAll());
  const known = () => within("known", "readonly", (store) => store.get("seal"));

  function text(bytes) {
    let letters = "";
    new Uint8Array(bytes).forEach((byte) => { letters += String.fromCharCode(byte); });
    return btoa(letters).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
  }

  function bytes(given) {
    return Uint8Array.from(atob(given.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));
  }

  function associated(item) {
    const names = [item.owner, item.kind, item.schema, item.draft, item.part, item.turn, item.id];
    return new TextEncoder().encode(names.join("\n"));
  }

  async function sealed(item, body, key) {
    const own = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, false, ["deriveBits"]);
    const theirs = await crypto.subtle.importKey(
      "raw", bytes(key.public_key), { name: "ECDH", namedCurve: "P-256" }, false, []);
    const secret = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, own.privateKey, 256);
    const material = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveKey"]);
    const lock = await crypto.subtle.deriveKey(
      { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(0), info: INFO },
      material, { name: "AES-GCM", length: 256 }, false, ["encrypt"]);
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const plain = new TextEncoder().encode(JSON.stringify(body));
    const closed = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: associated(item) }, lock, plain);
    const point = await crypto.subtle.exportKey("raw", own.publicKey);
    return { ...item, key: key.key, point: text(point), iv: text(iv), sealed: text(closed) };
  }

  async function digestOf(item) {
    const names = associated(item);
    const closed = bytes(item.sealed);
    const both = new Uint8Array(names.length + closed.length);
    both.set(names);
    both.set(closed, names.length);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", both));
    return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Seals `body` and keeps it; resolves with the item's id once the device has it on its disk. An earlier turn of the
  // same part that still waits gives way to it.
  async function put({ kind, draft, part, turn = 1, schema = 1, body, id = crypto.randomUUID() }) {
    const key = await known();
    if (!key) throw new Error("Nobody has signed in on this device yet, so nothing can be kept here.");
    const written = new Date().toISOString();
    const item = await sealed({ id, owner: key.user, kind, schema, draft, part, turn, written_at: written }, body, key);
    await within("items", "readwrite", (store) => store.put({ ...item, state: "waiting", because: "" }));
    const all = await everything();
    const earlier = all.filter((one) => one.draft === draft && one.part === part && one.turn < turn);
    await Promise.all(earlier.map((one) => within("items", "readwrite", (store) => store.delete(one.id))));
    await tell();
    send();
    return id;
  }

  async function keyFromServer() {
    const answer = await fetch("/outbox/key", { cache: "no-store", headers: { Accept: "application/json" } });
    if (answer.status === 401) return { signedOut: true };
    const key = await answer.json(); // a page of a captive portal is no JSON
    if (!answer.ok || key.signed_in !== true || !key.user) throw new Error("That was not our server.");
    const { user, key: name, public_key, until } = key;
    await within("known", "readwrite", (store) => store.put({ user, key: name, public_key, until }, "seal"));
    return key;
  }

  function asSent(item) {
    const { state, because, owner, ...sent } = item;
    return sent;
  }

  async function post(items, key) {
    const answer = await fetch("/outbox/items", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": key.csrf },
      body: JSON.stringify({ items: items.map(asSent) }),
    });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const receipts = (await answer.json()).items;
    if (!Array.isArray(receipts)) throw new Error("That was not our server.");
    return new Map(receipts.map((receipt) => [receipt.id, receipt]));
  }

  async function settle(item, receipt) {
    if (!receipt) return;
    const here = receipt.digest === await digestOf(item);
    if (here && (receipt.state === "taken" || receipt.state === "needs_you")) {
      await within("items", "readwrite", (store) => store.delete(item.id));
      told.safe += 1;
      told.safeAt = new Date().toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" });
    } else if (receipt.state === "refused" || receipt.state === "waiting") {
      const state = receipt.state === "refused" ? "refused" : "waiting";
      const because = receipt.because || "";
      await within("items", "readwrite", (store) => store.put({ ...item, state, because }));
    }
  }

  async function sendAll() {
    const key = await keyFromServer();
    told.signedOut = Boolean(key.signedOut);
    if (key.signedOut) return;
    let mine = (await everything()).filter((item) => item.owner === key.user && item.state === "waiting");
    mine.sort((one, other) => one.written_at.localeCompare(other.written_at) || one.turn - other.turn);
    while (mine.length) {
      const now = mine.splice(0, AT_ONCE);
      const receipts = await post(now, key);
      for (const item of now) await settle(item, receipts.get(item.id));
      await tell();
    }
  }

  // Sends what waits; of several tabs one at a time. A failure is no news: it is tried again.
  function send() {
    if (sending) return sending;
    const alone = navigator.locks
      ? (work) => navigator.locks.request(NAME, { ifAvailable: true }, (lock) => (lock ? work() : undefined))
      : (work) => work();
    sending = alone(sendAll)
      .then(() => { told.trouble = ""; }, (error) => { told.trouble = String(error.message || error); })
      .finally(() => { sending = null; return tell(); });
    return sending;
  }

  async function counts() {
    const [items, key] = await Promise.all([everything(), known()]);
    const mine = items.filter((item) => key && item.owner === key.user);
    return {
      waiting: mine.filter((item) => item.state === "waiting").length,
      refused: mine.filter((item) => item.state === "refused").length,
      others: items.length - mine.length,
      ...told,
    };
  }

  async function tell() {
    const now = await counts();
    listeners.forEach((listener) => listener(now));
  }

  function onchange(listener) {
    listeners.add(listener);
    counts().then(listener, () => listener({ ...told, waiting: 0, refused: 0, others: 0, blocked: true }));
    return () => listeners.delete(listener);
  }

  const forget = (id) => within("items", "readwrite", (store) => store.delete(id)).then(tell);

  window.tcOutbox = { put, send, counts, items: everything, onchange, forget, ready: () => known().then(Boolean) };

  window.addEventListener("online", send);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) send(); });
  window.setInterval(async () => {
    if ((await counts().catch(() => ({ waiting: 0 }))).waiting) send();
  }, AGAIN_AFTER);
  send();
})();
