// A page that the browser kept as it was when it was left may be out of date: look again.
"use strict";
addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
