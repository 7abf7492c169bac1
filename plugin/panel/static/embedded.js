/* The desk inside a shop's admin: one document, no cookies, nothing stored. The session's token lives in this script alone
   and goes along with every request; links and forms become requests (hx-boost). The place is kept in the frame's own
   address, so that it survives a reload: as `at` of the launch where one can begin by itself, else behind the #. */
(() => {
  "use strict";
  const given = document.querySelector('meta[name="wederwoord-session"]');
  if (!given) return;
  let token = given.content;
  let ends = performance.now() + Number(given.dataset.lasts) * 1000;
  const lasts = Number(given.dataset.lasts) * 1000;
  const { renew: renewPath, launch } = given.dataset;
  given.remove();
  const SOON = Math.min(120000, lasts / 3);
  const ours = (path) => (/^\/(?![/\\])/.test(path ?? "") ? path : "");
  const place = () => ours(launch ? new URLSearchParams(location.search).get("at") : location.hash.slice(1));
  const address = (path) => {
    if (!launch) return location.pathname + (path ? `#${path}` : "");
    return path ? `${launch}${launch.includes("?") ? "&" : "?"}at=${encodeURIComponent(path)}` : launch;
  };

  /* --- a proof of who is here: the host's own, where its script gives one; else the token itself --------------- */
  const proof = async () => {
    const of = window.shopify?.idToken;
    const fresh = typeof of === "function" ? await of.call(window.shopify) : await of;
    return fresh || token;
  };
  let renewing;
  const renew = () => {
    renewing ??= (async () => {
      const answer = await fetch(renewPath, { method: "POST", headers: { Authorization: `Bearer ${await proof()}` } });
      if (!answer.ok) throw new Error(String(answer.status));
      const fresh = await answer.json();
      token = fresh.token;
      ends = performance.now() + fresh.lasts * 1000;
    })().finally(() => { renewing = undefined; });
    return renewing;
  };
  const over = () => {
    if (launch) { location.assign(address(place())); return; }
    const said = document.querySelector("#said-now");
    const line = document.createElement("p");
    line.className = "stop";
    line.textContent = document.body.dataset.ended;
    said?.replaceChildren(line);
  };
  const ready = async () => {
    if (ends - performance.now() > SOON) return true;
    try { await renew(); return true; } catch { return ends > performance.now(); }
  };
  setInterval(() => { if (!document.hidden) ready(); }, Math.max(1000, SOON / 2));

  /* --- every request carries the token; one that would come too late waits for a new one ----------------------- */
  document.addEventListener("htmx:confirm", (event) => {
    if (ends - performance.now() > SOON) return;
    event.preventDefault();
    ready().then((live) => { if (live) event.detail.issueRequest(true); else over(); });
  });
  document.addEventListener("htmx:configRequest", (event) => { event.detail.headers.Authorization = `Bearer ${token}`; });
  document.addEventListener("htmx:responseError", (event) => { if (event.detail.xhr.status === 401) over(); });

  /* --- whole pages come as answers: take over what stands on their body ----------------------------------------- */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, target } = event.detail;
    if (target !== document.body) return;
    if (!(xhr.getResponseHeader("Content-Type") || "").startsWith("text/html")) { event.detail.shouldSwap = false; return; }
    const body = new DOMParser().parseFromString(xhr.responseText, "text/html").body;
    delete document.body.dataset.view;
    Object.assign(document.body.dataset, body.dataset);
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.target !== document.body) return;
    window.scrollTo(0, 0);
    document.dispatchEvent(new Event("wederwoord:arrived"));
  });

  /* --- where we are ----------------------------------------------------------------------------------------------- */
  document.addEventListener("htmx:pushedIntoHistory", (event) => {
    if (event.detail.path && event.detail.path !== place()) history.pushState(null, "", address(event.detail.path));
  });
  const go = (path) => htmx.ajax("GET", path, { target: "body", swap: "innerHTML", headers: { "HX-Boosted": "true" } });
  window.addEventListener("popstate", () => go(place() || "/inbox"));
  document.addEventListener("DOMContentLoaded", () => {
    // The proof in the address was used; it does not stay there to be copied.
    const at = place();
    history.replaceState(null, "", address(at));
    if (at) go(at);
  });

  /* --- a file is fetched with the token, then handed over ---------------------------------------------------------- */
  document.addEventListener("click", async (event) => {
    const link = event.target.closest?.("a[download]");
    if (!link || link.href.startsWith("blob:")) return;
    event.preventDefault();
    event.stopPropagation();
    if (!(await ready())) { over(); return; }
    const answer = await fetch(link.href, { headers: { Authorization: `Bearer ${token}` } });
    if (!answer.ok) { over(); return; }
    const named = /filename="?([^";]+)/.exec(answer.headers.get("Content-Disposition") || "");
    const whole = document.createElement("a");
    whole.href = URL.createObjectURL(await answer.blob());
    whole.download = named ? named[1] : link.download;
    whole.click();
    setTimeout(() => URL.revokeObjectURL(whole.href), 60000);
  }, true);
})();
