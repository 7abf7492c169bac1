/* The desk's keys and a few manners: nothing here is needed to read, approve or edit with a mouse and no script. */
(() => {
  "use strict";
  const all = (what, root = document) => [...root.querySelectorAll(what)];
  const one = (what, root = document) => root.querySelector(what);
  // Inside another site's page a browser may refuse to keep anything; the keys are on then.
  const kept = (work) => { try { return work(localStorage); } catch { return null; } };
  const keysOn = () => kept((store) => store.getItem("wederwoord-keys")) !== "off";
  let shownAt = performance.now();

  const say = (words, stop = false) => {
    const place = one("#said-now");
    if (!place) return;
    const line = document.createElement("p");
    line.textContent = words;
    line.classList.toggle("stop", stop);
    place.replaceChildren(line);
  };
  let quiet;
  const hush = () => {
    clearTimeout(quiet);
    quiet = setTimeout(() => one("#said-now")?.replaceChildren(), 6000);
  };

  /* --- keys: every control names its own key in data-key; WCAG 2.1.4: they can be switched off ------------- */
  const writing = (node) => node.closest("textarea, select, [contenteditable], input:not([type=checkbox], [type=radio], [type=hidden])");
  // A key whose button is held back says why, and brings the findings into view.
  const held = (control) => {
    if (!control) return false;
    one("#proof")?.scrollIntoView({ block: "nearest" });
    say(control.dataset.held, true);
    return true;
  };
  const press = (key) => {
    const control = one(`[data-key="${key}"]:not([disabled])`);
    if (!control) return held(one(`[data-key="${key}"][data-held]`));
    if (control.matches("input")) { control.focus(); control.select(); } else control.click();
    return true;
  };
  const step = (by) => {
    const rows = all("#rows .row > a");
    const at = rows.findIndex((row) => row.hasAttribute("aria-current"));
    const to = rows[at < 0 ? 0 : at + by];
    if (!to) { if (by > 0) one("#rows .next a")?.click(); return; }
    to.click();
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey || one("dialog[open]")) return;
    if (event.key === "Enter" && event.ctrlKey) { if (press("ctrl+enter")) event.preventDefault(); return; }
    if (event.ctrlKey) return;
    if (event.key === "Escape") {
      const menu = event.target.closest?.("details[open]");
      if (menu) { menu.open = false; one("summary", menu)?.focus(); return; }
      if (one('[data-key="escape"]')) { press("escape"); event.preventDefault(); return; }
      if (writing(event.target)) event.target.blur();
      return;
    }
    if (writing(event.target) || !keysOn()) return;
    const key = event.key.toLowerCase();
    if (key === "j" || key === "k") { step(key === "j" ? 1 : -1); event.preventDefault(); return; }
    if ((key.length === 1) && !event.repeat && press(key)) event.preventDefault();
  });

  /* --- clicks ------------------------------------------------------------------------------------------------ */
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-open]");
    if (opener) one(`#${opener.dataset.open}`)?.showModal();
    if (event.target.closest("[data-close]")) event.target.closest("dialog").close();
    const copier = event.target.closest("[data-copy]");
    if (copier) navigator.clipboard?.writeText(one(`#${copier.dataset.copy}`).innerText).then(() => { say(copier.dataset.copied); hush(); });
    const leader = event.target.closest("[data-leads]");
    if (leader) window.open(leader.dataset.leads, "_blank", "noopener,noreferrer");
    all("details.menu[open], .find details[open]").forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
    if (event.target.closest("summary[data-key]")) setTimeout(() => one("select, input:not([type=hidden])", event.target.closest("details"))?.focus());
  });

  /* --- a point and the sentences that answer it light up together ------------------------------------------- */
  const light = (event, on) => {
    const from = event.target.closest?.("[data-points]");
    if (!from) return;
    const numbers = new Set(from.dataset.points.split(" "));
    all("[data-points]").forEach((node) => {
      if (node.dataset.points.split(" ").some((n) => numbers.has(n))) node.classList.toggle("linked", on);
    });
  };
  document.addEventListener("mouseover", (event) => light(event, true));
  document.addEventListener("mouseout", (event) => light(event, false));

  /* --- fields -------------------------------------------------------------------------------------------------- */
  document.addEventListener("input", (event) => {
    const frees = event.target.dataset?.frees;
    if (frees) one(`#${frees} button[type=submit]`).disabled = event.target.value.trim().length < 3;
  });
  document.addEventListener("change", (event) => {
    const into = event.target.dataset?.into;  // a file that never leaves this page as a file: its text goes into the field
    if (into) event.target.files[0]?.text().then((text) => { one(`#${into}`).value = text; event.target.value = ""; });
    if (event.target.id === "keys-on") kept((store) => store.setItem("wederwoord-keys", event.target.checked ? "on" : "off"));
  });
  document.addEventListener("submit", () => all("[data-seen]").forEach((field) => { field.value = ((performance.now() - shownAt) / 1000).toFixed(1); }), true);

  /* --- htmx ------------------------------------------------------------------------------------------------------ */
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers["X-CSRF-Token"] = document.body.dataset.csrf; });
  const settle = (target, polled) => {
    if (target.id !== "reading") return;
    shownAt = performance.now();
    const id = one("[data-review]", target)?.dataset.review;
    all("#rows [aria-current]").forEach((row) => row.removeAttribute("aria-current"));
    const row = id && one(`#row-${id} > a`);
    row?.setAttribute("aria-current", "true");
    document.body.dataset.view = id ? "review" : "list";
    const stays = polled && document.activeElement !== document.body;
    const focus = !stays && (one("[data-autofocus]", target) || one("#review-title", target));
    // In the next frame, which lays the page out in any case: asking for places here would have it done twice.
    requestAnimationFrame(() => {
      row?.scrollIntoView({ block: "nearest" });
      // Who is in the field already keeps the place where they write.
      if (focus?.isConnected && focus !== document.activeElement) { focus.focus({ preventScroll: true }); focus.setSelectionRange?.(0, 0); }
    });
  };
  // Settled, not only swapped: until then htmx does not know the new forms, and a quick key would send them the plain way.
  document.addEventListener("htmx:afterSettle", (event) => settle(event.detail.target, event.detail.requestConfig?.elt?.matches("section[hx-trigger]")));
  document.addEventListener("htmx:oobAfterSwap", hush);
  // What was said of the step before is over with the next one; a page that looks again by itself is none.
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.detail.elt.matches("[hx-trigger]")) one("#said-now")?.replaceChildren();
  });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    const plain = event.detail.xhr.getResponseHeader("X-Plain-Words");
    say(plain ? decodeURIComponent(plain) : status === 401 ? document.body.dataset.signedOut : document.body.dataset.failed, true);
  });
  document.addEventListener("htmx:sendError", () => say(document.body.dataset.failed, true));

  /* The one-time code stands behind the #, where no server sees it; it goes into the form and out of the address. */
  const takeCode = () => {
    const code = one("#sign-in-code");
    if (!code || location.hash.length < 20) return;
    code.value = location.hash.slice(1);
    history.replaceState(null, "", location.pathname);
    one("#sign-in-by-hand").hidden = true;
    one("#sign-in-go").focus();
  };
  window.addEventListener("hashchange", takeCode);

  const arrive = () => {
    shownAt = performance.now();
    const box = one("#keys-on");
    if (box) box.checked = keysOn();
    all("[data-into]").forEach((picker) => { picker.hidden = false; });
    one("#rows [aria-current]")?.scrollIntoView({ block: "nearest" });
    one("#side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
    one("[data-autofocus]")?.focus();
    takeCode();
    hush();
  };
  document.addEventListener("DOMContentLoaded", arrive);
  document.addEventListener("wederwoord:arrived", arrive);  // a whole page came without a new document: embedded.js
})();
