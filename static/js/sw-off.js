// The service worker switched off (settings.CAPTURE_SHELL): one that is out there takes itself and its cache away.
// What waits on the device is not in a cache, and stays.
"use strict";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil((async () => {
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
  await self.registration.unregister();
})()));
