// What is written without a network waits on this device, sealed to a key of the server: nothing here opens it again
// (docs/adr/0017). Each item is sent until the server's receipt for it has come; only then is it called safe.
//
//   tcOutbox.put({ kind, draft, part, turn, body })   seals and keeps; resolves with the item's id once it is on disk
//   tcOutbox.send()          sends what waits          tcOutbox.counts()          how things stand
//   tcOutbox.onchange(f)     f(counts) now and later   tcOutbox.items()           what lies here, sealed
//   tcOutbox.words(id)       the words of an item, while a tab still has them     tcOutbox.forget(id)
"use strict";

(() => {
  const NAME = "thurrock-care-outbox";
  const SPEAKS = 1; // the form of what is sent; a server that does not know it keeps nothing, and the device all
  const INFO = new TextEncoder().encode("thurrock-care sealed draft 1");
  const AT_ONCE = 20;
  const BYTES_AT_ONCE = 200_000;
  const REFUSES = [400, 413];
  const AGAIN_AFTER = 5_000; // ms, while something waits
  const NEWER_BY_THEN = 29 * 86_400_000; // ms before a key's end in which the server has a newer one
  const KEY_HOLDS = 60_000; // ms for which who is signed in is not asked again
  const OPENS_WITHIN = 800; // ms
  const DRAFTS_SHOWN = 7 * 86_400_000; // ms
  const SLOWEST = 500; // bytes a second
  const THERE = new Set(["taken", "needs_you", "let_go"]);
  const page = document.body.dataset.owner || ""; // whose page this is; "" in the capture shell
  const listeners = new Set();
  const bodies = new Map(); // id → what this tab has put in and still has in its memory
  const told = { trouble: "", signedOut: false, full: false, blocked: false, sending: false };
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(NAME) : null;
  const unkept = new Set(); // parts of this tab whose newest words the device did not take
  let owner = page;
  let database = null;
  let keyHere = null;
  let sending = null;
  let asked = false;
  let left = false;
  let leftBehind = null; // the key that signing out took away

  // The store of the device: sealed items by id, the key to which to seal, and which parts are safe.
  function opened() {
    database = database || new Promise((resolve, reject) => {
      window.setTimeout(() => reject(new Error("This device does not answer.")), OPENS_WITHIN);
      const request = window.indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => {
        request.result.createObjectStore("items", { keyPath: "id" });
        request.result.createObjectStore("known");
      };
      request.onerror = () => reject(request.error);
      request.onsuccess = () => {
        request.result.onversionchange = () => { request.result.close(); database = null; };
        request.result.onclose = () => { database = null; };
        database = Promise.resolve(request.result); // also when it took longer than one waited for it
        resolve(request.result);
        if (told.blocked) tell();
      };
    }).catch((error) => { database = null; throw error; });
    return database;
  }

  // `work` gets the two stores; what the request that it returns has found is the result, once all of it is on disk.
  async function within(mode, work) {
    const open = await opened();
    return new Promise((resolve, reject) => {
      const transaction = open.transaction(["items", "known"], mode, { durability: "strict" });
      const request = work(transaction.objectStore("items"), transaction.objectStore("known"));
      transaction.oncomplete = () => resolve(request && request.result);
      transaction.onabort = () => reject(transaction.error || new Error("The device kept nothing."));
    });
  }

  const everything = () => within("readonly", (items) => items.getAll());
  const known = () => within("readonly", (items, names) => names.get("seal"));
  const ledger = (whose) => within("readonly", (items, names) => names.get(`safe ${whose}`));
  const today = () => new Date().toLocaleDateString("en-CA");

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

  // Whose words are sealed in this tab, and to which key. A tab keeps the person with whom it began, also when
  // somebody else signs in beside it.
  async function seal() {
    let key = await known();
    if (!key || Date.now() > Date.parse(key.until)) {
      await keyFromServer().catch(() => {});
      key = await known();
    }
    if (!key) throw new Error("Nobody has signed in on this device, so nothing can be kept here.");
    if (Date.now() > Date.parse(key.until)) {
      throw new Error("This device has not been in touch for so long that nothing more can be sealed here. " +
        "What is here already is kept. Go where there is a network, and sign in.");
    }
    owner = owner || key.user;
    return { ...key, user: owner };
  }

  // Seals `body` and keeps it; resolves with the item's id once the device has it on its disk. Earlier turns of the
  // same part that still wait give way to it.
  async function put({ kind, draft, id = crypto.randomUUID(), part = id, turn = 1, schema = 1, body, note }) {
    try {
      const key = await seal();
      const names = { id, owner: key.user, kind, schema, draft, part, turn, written_at: new Date().toISOString() };
      const item = await sealed(names, body, key);
      const on = note && await pageOf(draft, note.person);
      await within("readwrite", (items, known) => {
        if (note) write(known, item, note, on);
        items.getAll().onsuccess = (event) => event.target.result
          .filter((one) => one.owner === item.owner && one.part === part && one.turn < turn)
          .forEach((one) => { items.delete(one.id); bodies.delete(one.id); });
        items.put({ ...item, state: "waiting", because: "" });
      });
      bodies.set(id, body);
      told.full = false;
      unkept.delete(part);
    } catch (error) {
      told.full = error.name === "QuotaExceededError";
      unkept.add(part);
      await changed();
      throw error;
    }
    askToStay();
    changed();
    send();
    return id;
  }

  // The newest words of a part are kept, but not here.
  function elsewhere(part) {
    if (unkept.delete(part)) changed();
  }

  // On whose page a draft was begun, told apart from others and naming nobody; "" on nobody's.
  async function pageOf(draft, person) {
    if (!person) return "";
    const digest = await window.crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${draft} ${person}`));
    return Array.from(new Uint8Array(digest, 0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
  }

  // Beside its sealed items a draft has a line of how much there is of it, and when: no word of it.
  function write(names, { owner: whose, draft, part, written_at: at }, { count, finished }, on) {
    const name = `drafts ${whose}`;
    names.get(name).onsuccess = (event) => {
      const oldest = new Date(Date.now() - DRAFTS_SHOWN).toISOString();
      const others = (event.target.result || []).filter((one) => one.draft !== draft && one.begun > oldest);
      const before = (event.target.result || []).find((one) => one.draft === draft) || { draft, on, begun: at, parts: [] };
      const parts = before.parts.filter((one) => one.part !== part);
      names.put([...others, { ...before, finished, parts: [...parts, { part, count, at }] }], name);
    };
  }

  // The drafts of this worker that were written on this device: {draft, begun, finished, ours, parts: [{part, count, at,
  // waits}]}; ours: they may be gone on with on the page of `person`, or on nobody's.
  async function drafts(person) {
    const key = await known();
    const whose = owner || (key && key.user) || "";
    const here = new Set((await everything()).map((item) => item.part));
    const found = (await within("readonly", (items, names) => names.get(`drafts ${whose}`))) || [];
    return Promise.all(found.map(async (one) => ({
      ...one, ours: !person || one.on === await pageOf(one.draft, person),
      parts: one.parts.map((part) => ({ ...part, waits: here.has(part.part) })),
    })));
  }

  // Asks the browser once not to clear this store when the disk runs full.
  function askToStay() {
    if (asked || !(navigator.storage && navigator.storage.persist)) return;
    asked = true;
    navigator.storage.persist().catch(() => {});
  }

  // A page of somebody else's, as of a captive portal, is no JSON.
  function read(answer) {
    return answer.json().catch((error) => {
      throw error.name === "SyntaxError" ? new Error("That was not our server.") : error;
    });
  }

  async function keyFromServer() {
    const holds = keyHere && keyHere.user === owner && Date.now() - keyHere.at < KEY_HOLDS;
    if (holds) return keyHere; // who signs in beside this tab for a while is asked about each time
    const answer = await fetch("/outbox/key", {
      cache: "no-store", headers: { Accept: "application/json" }, signal: AbortSignal.timeout(30_000),
    });
    if (answer.status === 401) return { signedOut: true };
    const key = await read(answer);
    if (!answer.ok || key.signed_in !== true || !key.user) throw new Error("That was not our server.");
    if (key.speaks && !key.speaks.includes(SPEAKS)) {
      throw new Error("This page is older than the server. Load it again: what waits here is kept.");
    }
    const { user, key: name, public_key, until } = key;
    if (left) throw new Error("You are signing out.");
    await within("readwrite", (items, names) => names.put({ user, key: name, public_key, until }, "seal"));
    owner = owner || user;
    keyHere = { ...key, at: Date.now() };
    return keyHere;
  }

  function asSent(item) {
    const { state, because, owner: whose, ...sent } = item;
    return sent;
  }

  async function post(items, key) {
    const body = JSON.stringify({ speaks: SPEAKS, items: items.map(asSent) });
    const answer = await fetch("/outbox/items", {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": key.csrf },
      signal: AbortSignal.timeout(30_000 + (body.length / SLOWEST) * 1000),
      body,
    });
    if (items.length > 1 && REFUSES.includes(answer.status)) {
      const each = [];
      for (const item of items) each.push(...await post([item], key)); // one of them holds none of the others up
      return new Map(each);
    }
    if (items.length === 1 && REFUSES.includes(answer.status)) {
      const { error } = await read(answer);
      if (!error) throw new Error("That was not our server.");
      return new Map([[items[0].id, { id: items[0].id, state: "refused", because: error }]]);
    }
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    const receipts = (await read(answer)).items;
    if (!Array.isArray(receipts)) throw new Error("That was not our server.");
    return new Map(receipts.map((receipt) => [receipt.id, receipt]));
  }

  // Only the server's receipt for these very bytes makes an item safe.
  async function settle(item, receipt) {
    if (!receipt) return;
    const there = THERE.has(receipt.state) && receipt.digest === await digestOf(item);
    if (!there && !["refused", "waiting"].includes(receipt.state)) return;
    await within("readwrite", (items, names) => {
      items.get(item.id).onsuccess = (event) => {
        const still = event.target.result;
        if (!there && still) items.put({ ...still, state: receipt.state, because: receipt.because || "" });
        if (!there || !still) return;
        items.delete(item.id);
        names.get(`safe ${item.owner}`).onsuccess = (found) => names.put(
          withPart(found.target.result, item.part), `safe ${item.owner}`);
      };
    });
    if (there) bodies.delete(item.id);
  }

  function withPart(before, part) {
    const parts = before && before.on === today() ? before.parts : [];
    return { on: today(), at: new Date().toISOString(), parts: parts.includes(part) ? parts : [...parts, part] };
  }

  // As many of the items, the oldest first, as are sent at once.
  function handful(items) {
    let length = 0;
    return items.filter((item, place) => {
      length += item.sealed.length;
      return place === 0 || (place < AT_ONCE && length < BYTES_AT_ONCE);
    });
  }

  async function sendAll() {
    const tried = new Set();
    for (;;) {
      const key = await keyFromServer();
      told.signedOut = Boolean(key.signedOut);
      if (key.signedOut) return;
      const waiting = (await everything())
        .filter((item) => item.owner === key.user && item.state === "waiting" && !tried.has(item.id))
        .sort((one, other) => one.written_at.localeCompare(other.written_at) || one.turn - other.turn);
      if (!waiting.length) return;
      const now = handful(waiting);
      now.forEach((item) => tried.add(item.id));
      const receipts = await post(now, key);
      for (const item of now) await settle(item, receipts.get(item.id));
      changed();
    }
  }

  // Sends what waits; of several tabs one at a time. A failure is no news: it is tried again.
  function send() {
    if (sending) return sending;
    const alone = navigator.locks ? (work) => navigator.locks.request(NAME, work) : (work) => work();
    told.sending = true;
    sending = alone(sendAll)
      .then(() => { told.trouble = ""; }, (error) => {
        keyHere = null;
        told.trouble = error.name === "TypeError" ? "There is no network." : String(error.message || error);
      })
      .finally(() => { sending = null; told.sending = false; return changed(); });
    return sending;
  }

  const parts = (items) => new Set(items.map((item) => item.part)).size;

  // How things stand for the person of this tab. Items are counted as parts: many turns of one part are one item.
  async function counts() {
    const none = { waiting: 0, refused: 0, others: 0, safe: 0, safeAt: "", known: false };
    try {
      const [items, key] = await Promise.all([everything(), known()]);
      const whose = owner || (key && key.user) || "";
      const mine = items.filter((item) => item.owner === whose);
      const safe = whose ? await ledger(whose) : null;
      told.blocked = false;
      return {
        waiting: parts(mine.filter((item) => item.state === "waiting")),
        refused: parts(mine.filter((item) => item.state === "refused")),
        others: parts(items.filter((item) => item.owner !== whose)),
        safe: safe && safe.on === today() ? safe.parts.length : 0,
        safeAt: safe ? new Date(safe.at).toLocaleTimeString("en-GB", { hour: "2-digit", minute: "2-digit" }) : "",
        known: Boolean(key),
        ...told,
        notKept: unkept.size > 0,
      };
    } catch (error) {
      if (!told.blocked) window.setTimeout(tell, 2 * OPENS_WITHIN); // it may have been slow, and no more
      told.blocked = true;
      return { ...none, ...told, notKept: unkept.size > 0 };
    }
  }

  async function tell() {
    const now = await counts();
    listeners.forEach((listener) => listener(now));
  }

  // Here and in the other tabs.
  function changed() {
    if (channel) channel.postMessage({ changed: true });
    return tell();
  }

  function onchange(listener) {
    listeners.add(listener);
    counts().then(listener);
    return () => listeners.delete(listener);
  }

  const mine = async () => (await everything()).filter((item) => item.owner === owner);
  const forget = (id) => within("readwrite", (items) => items.delete(id)).then(changed);
  const again = (id) => within("readwrite", (items) => {
    items.get(id).onsuccess = (event) => event.target.result &&
      items.put({ ...event.target.result, state: "waiting", because: "" });
  }).then(() => { changed(); return send(); });

  // The words of an item, from this tab's memory or from that of another tab of the same person; null when all such
  // tabs are closed.
  function words(id) {
    if (bodies.has(id) || !channel) return Promise.resolve(bodies.get(id) || null);
    return new Promise((resolve) => {
      const answers = new BroadcastChannel(NAME);
      answers.onmessage = ({ data }) => { if (data.id === id && data.body) { answers.close(); resolve(data.body); } };
      answers.postMessage({ wanted: id, by: owner });
      window.setTimeout(() => { answers.close(); resolve(null); }, 500);
    });
  }

  async function heard({ data }) {
    if (data.changed) await tell();
    const key = data.wanted && bodies.has(data.wanted) ? await known() : null;
    if (key && key.user === owner && data.by === owner) {
      channel.postMessage({ id: data.wanted, body: bodies.get(data.wanted) });
    }
  }

  // Signing out: from here on nobody writes in this person's name on this device.
  function leave() {
    left = true;
    return within("readwrite", (items, names) => {
      names.get("seal").onsuccess = (event) => { leftBehind = event.target.result; };
      names.delete("seal");
    });
  }

  // One is signed in all the same, and can go on writing.
  function stay() {
    left = false;
    const key = leftBehind;
    leftBehind = null;
    if (!key) return Promise.resolve();
    return within("readwrite", (items, names) => {
      names.get("seal").onsuccess = (event) => { if (!event.target.result) names.put(key, "seal"); };
    }).then(changed);
  }

  // On each page: whoever is signed in is who writes from now on, and what waits is sent.
  async function begin() {
    const [items, key] = await Promise.all([everything(), known()]);
    owner = owner || (key && key.user) || "";
    const stale = !key || (page && key.user !== page) || Date.now() > Date.parse(key.until) - NEWER_BY_THEN;
    if (items.length || (page && stale)) await send();
    else await tell();
  }

  // A browser without channels does not hear what other tabs keep and send: it looks.
  async function sendIfAny() {
    if ((await counts()).waiting) send();
    else if (!channel) tell();
  }

  window.tcOutbox = {
    put, elsewhere, send, counts, onchange, forget, again, words, leave, stay, drafts, items: mine, whose: () => owner,
    ready: () => known().then(Boolean, () => false),
  };

  if (channel) channel.onmessage = heard;
  window.addEventListener("online", sendIfAny);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) sendIfAny(); });
  window.setInterval(sendIfAny, AGAIN_AFTER);
  begin().catch(tell);
})();
