// The service worker. The server puts VERSION, FILES, SHELL and SESSIONS before this (talking_shops.shell).
//
// It keeps static files and the empty capture shell, which are the same for everybody, and no other page: what is about
// people is never in its cache. The network comes first, always; the cache answers when there is none.
"use strict";

const CACHE = `thurrock-care-${VERSION}`;
const KINDS = { js: "javascript", css: "text/css", svg: "image/svg", json: "json" };
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

async function page(event) {
  try {
    const answer = await fetch(event.request);
    if (!GATEWAYS.includes(answer.status)) return answer;
  } catch {
    // There is no network.
  }
  return event.request.method === "GET" ? fromCache(SHELL) : notSent(event.request);
}

async function file(request, path) {
  try {
    return await fetch(request);
  } catch {
    return fromCache(path);
  }
}

// Where and when we are today and in the days after: public facts.
async function sessions() {
  try {
    const answer = await fetched(SESSIONS);
    await answer.clone().json();
    const cache = await caches.open(CACHE);
    await cache.put(SESSIONS, answer.clone());
    return answer;
  } catch {
    return fromCache(SESSIONS);
  }
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const path = new URL(event.request.url).pathname;
  if (!event.request.url.startsWith(self.location.origin)) return;
  if (event.request.mode === "navigate") event.respondWith(page(event));
  else if (event.request.method !== "GET") return;
  else if (path === SESSIONS) event.respondWith(sessions());
  else if (FILES.includes(path)) event.respondWith(file(event.request, path));
});
