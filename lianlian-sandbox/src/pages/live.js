// Exchanges the parts of the page marked `data-live` when the sandbox says that something has changed.
"use strict";
(() => {
  const parts = () => document.querySelectorAll("[data-live]");
  if (!parts().length || !window.EventSource) return;
  let waiting = false, again = false;
  const refresh = async () => {
    if (waiting) { again = true; return; }
    waiting = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: "text/html" } });
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (document.querySelector("[data-leave]") && !fresh.querySelector("[data-leave]")) {
        location.reload();
        return;
      }
      for (const part of parts()) {
        const other = fresh.getElementById(part.id);
        if (!other || other.innerHTML === part.innerHTML) continue;
        const focused = part.contains(document.activeElement) ? document.activeElement.id : "";
        const open = [...part.querySelectorAll("details[open]")].map((one) => one.id);
        part.replaceChildren(...other.childNodes);
        for (const id of open) document.getElementById(id)?.setAttribute("open", "");
        if (focused) document.getElementById(focused)?.focus();
      }
    } catch (error) {
      // The sandbox is gone or starts again; the events tell when it is back.
    } finally {
      waiting = false;
    }
    if (again) { again = false; refresh(); }
  };
  const events = new EventSource("/sandbox/events");
  events.onmessage = refresh;
  events.onopen = () => { document.documentElement.dataset.connected = "yes"; };
})();
