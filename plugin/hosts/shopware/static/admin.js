/* Our side of the talk with Shopware's admin: the few messages of its SDK that we need (their form stands in the contract,
   §2.4, and in docs/hosts/shopware.md). JSON text by postMessage to the origins that this shop's install names, and to
   nobody else; answers are believed from our own parent window on one of these origins alone. */
(() => {
  "use strict";
  const given = document.querySelector('meta[name="shopware-admin"]');
  if (!given || window.parent === window) return;
  const around = window.location.ancestorOrigins?.[0];
  const allowed = given.content.split(" ");
  const admins = around ? allowed.filter((origin) => origin === around) : allowed;
  const place = new URLSearchParams(window.location.search).get("location-id") || "";
  const PATIENCE = 7000;

  const post = (message) => admins.forEach((origin) => window.parent.postMessage(JSON.stringify(message), origin));
  const send = (type, data) => new Promise((resolve, reject) => {
    const id = Date.now().toString(36) + crypto.getRandomValues(new Uint32Array(2)).join("");
    const heard = (event) => {
      const answer = read(event);
      if (!answer || answer._callbackId !== id || !("_response" in answer)) return;
      stop();
      resolve(answer._response);
    };
    const late = setTimeout(() => { stop(); reject(new Error("no answer")); }, PATIENCE);
    const stop = () => { clearTimeout(late); window.removeEventListener("message", heard); };
    window.addEventListener("message", heard);
    post({ _type: type, _data: data, _callbackId: id });
  });
  const read = (event) => {
    if (event.source !== window.parent || !admins.includes(event.origin) || typeof event.data !== "string") return null;
    try { return JSON.parse(event.data); } catch { return null; }
  };
  const quietly = (promise) => promise.catch(() => {});  // an older admin knows fewer messages

  // A module that does not say this within five seconds is shown as not answering. It tells nothing, so anybody may hear it.
  window.parent.postMessage("sw-app-loaded", "*");

  /* --- the hidden frame: put our card on the review's page -------------------------------------------------------- */
  const card = document.querySelector('meta[name="shopware-card"]');
  if (card) {
    quietly(send("uiComponentSectionRenderer", {
      src: window.location.origin + window.location.pathname,
      component: "card",
      positionId: card.dataset.position,
      props: { title: card.content, locationId: card.dataset.location },
    }));
    return;
  }
  if (!place) return;

  /* --- inside the card: as high as what it shows ------------------------------------------------------------------ */
  document.addEventListener("DOMContentLoaded", () => {
    let told = 0;
    const grow = () => {
      const height = Math.ceil(document.body.scrollHeight);
      if (height === told) return;
      told = height;
      quietly(send("locationUpdateHeight", { height, locationId: place }));
    };
    new ResizeObserver(grow).observe(document.body);
    grow();
    const main = document.querySelector("#main[data-reviews]");
    if (main) follow(main);
  });

  /* --- which review the merchant looks at, and what we show of it ------------------------------------------------- */
  const follow = (main) => {
    const about = main.dataset.about;
    let review = "", ours = "";
    const show = () => htmx.ajax("GET", main.dataset.reviews + review, { target: "#reading", swap: "innerHTML" });
    const told = (data) => {
      const id = data?.id;
      if (typeof id !== "string" || !/^[0-9a-f]{32}$/.test(id) || id === review) return;
      review = id;
      ours = "";
      show();
    };
    window.addEventListener("message", (event) => {
      const message = read(event);
      if (message?._type !== "datasetSubscribe" || message._data?.id !== about || "_response" in message) return;
      post({ _type: message._type, _callbackId: message._callbackId, _response: null });
      told(message._data.data);
    });
    // What the desk sends along for the list beside a review has no place here.
    document.addEventListener("htmx:beforeSwap", (event) => {
      const sent = new DOMParser().parseFromString(event.detail.serverResponse, "text/html");
      sent.querySelectorAll("[hx-swap-oob]").forEach((part) => { if (!document.getElementById(part.id)) part.remove(); });
      event.detail.serverResponse = sent.body.innerHTML;
    });
    quietly(send("datasetSubscribeRegistration", { id: about, selectors: ["id"] }));
    document.addEventListener("htmx:afterSettle", (event) => {
      const shown = document.querySelector("#reading [data-review]")?.dataset.review || "";
      if (event.detail.requestConfig?.verb === "post" && event.detail.xhr.status < 300) tell();
      if (!ours && event.detail.requestConfig?.path === main.dataset.reviews + review) ours = shown;
      else if (ours && shown !== ours) show();  // the desk went on to its next review; the merchant's page did not
    });
  };
  const tell = () => {
    const said = document.querySelector("#said-now p:not(.stop)")?.textContent.trim();
    if (!said) return;
    quietly(send("notificationDispatch", {
      title: "Wederwoord", message: `${said} ${document.body.dataset.reload || ""}`.trim(), variant: "success", appearance: "notification",
      growl: true, actions: [],
    }));
  };
})();
