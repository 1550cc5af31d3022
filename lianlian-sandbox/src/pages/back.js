// Takes the payer back to the shop a moment after the payment. The address is tidied first, so that the
// browser's own way back leads to the plain page and not to the shop again.
"use strict";
(() => {
  const form = document.getElementById("back");
  if (!form) return;
  const seconds = Number(form.dataset.after);
  const stay = document.getElementById("stay");
  const timer = setTimeout(() => {
    history.replaceState(null, "", location.pathname);
    form.submit();
  }, seconds * 1000);
  stay?.addEventListener("click", () => clearTimeout(timer));
})();
