// The service worker. The server puts VERSION, FILES, SHELL and SESSIONS before this (talking_shops.shell).
//
// It keeps static files and the empty capture shell, which are the same for everybody, and no other page: what is about
// people is never in its cache. The network comes first, always; the cache answers when there is none,
// or when nothing is heard from it.
"use strict";

const CACHE = `thurrock-care-${VERSION}`;
const KINDS = { js: "javascript", css: "text/css", svg: "image/svg", json: "json" };
const PAGE_WITHIN = 5_000; // ms; of a network that is there a page may take longer
const ALIVE_WITHIN = 3_000; // ms
const FILE_WITHIN = 3_000; // ms
const GATEWAYS = [502, 504]; // our own server never answers so: the way to it is broken

// As anybody gets it; a captive portal's page in the place of a file is refused.
async function fetched(file) {
  const answer = await fetch(new Request(file, { cache: "reload", credentials: "omit" }));
  const kind = KINDS[file.split(".").pop()] || "text/html";
  const right = (answer.headers.get("Content-Type") || "").includes(kind);
  if (!answer.ok || answer.redirected || !right) throw new Error(`${file} did not come from our server.`);
  return answer;
}

async function install() {
  const cache = await caches.open(CACHE);
  await Promise.all(FILES.map(async (file) => cache.put(file, await fetched(file))));
  await self.skipWaiting();
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name)));
  await self.clients.claim();
}

const fromCache = async (file) => (await caches.match(file, { ignoreVary: true })) || Response.error();

// A form that could not be sent: the page stays as it is, with every word, and is told.
async function notSent(request) {
  const windows = await self.clients.matchAll({ type: "window" });
  windows.filter((one) => one.url.split("#")[0] === request.referrer)
    .forEach((one) => one.postMessage({ notSent: true }));
  return new Response(null, { status: 204 });
}

const after = (time) => new Promise((done) => { setTimeout(done, time); });

// Whether our server is heard from at all.
async function alive() {
  const answer = fetch("/livez", { cache: "no-store", signal: AbortSignal.timeout(ALIVE_WITHIN) });
  return answer.then((heard) => heard.ok, () => false);
}

// The page, however long the server takes; an error once nothing is heard from the server any more.
async function heard(request) {
  let there = false;
  const answer = fetch(request).finally(() => { there = true; });
  do await Promise.race([answer, after(PAGE_WITHIN)]);
  while (!there && (await alive()));
  if (!there) throw new Error("The network hangs.");
  return answer;
}

async function page(event) {
  const { request } = event;
  try {
    const answer = await (request.method === "GET" ? heard(request) : fetch(request));
    if (!GATEWAYS.includes(answer.status)) return answer;
  } catch {
    // There is no network.
  }
  return request.method === "GET" ? fromCache(SHELL) : notSent(request);
}

// From the network, unless nothing is heard from there soon.
async function file(path, fetching) {
  try {
    return await Promise.race([fetching, after(FILE_WITHIN).then(() => { throw new Error("The network hangs."); })]);
  } catch {
    return fromCache(path);
  }
}

// Where and when we are today and in the days after: public facts.
async function sessions() {
  const answer = await fetched(SESSIONS);
  await answer.clone().json();
  const cache = await caches.open(CACHE);
  await cache.put(SESSIONS, answer.clone());
  return answer;
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (!event.request.url.startsWith(self.location.origin)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (event.request.method !== "GET") return;
  else if (path === SESSIONS) event.respondWith(file(SESSIONS, sessions()));
  else if (FILES.includes(path)) event.respondWith(file(path, fetch(event.request)));
});
