// Makes the page live: sends without leaving it and puts in what the server pushes. Without this file everything still works.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const log = byId("log"), pane = byId("pane"), compose = byId("compose"), box = byId("text"), sendButton = byId("send");
  const notice = byId("notice"), retry = byId("retry"), lost = byId("lost"), file = byId("file");
  const replyTo = byId("reply_to"), replying = byId("replying"), place = byId("place"), start = byId("start");
  const words = document.body.dataset;
  let after = log.dataset.after, source, live = false, again, draft = {}, turn = Promise.resolve();
  document.documentElement.classList.add("js");

  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  const tell = (text, retrying) => {
    notice.hidden = !text;
    notice.firstElementChild.textContent = text || "";
    retry.hidden = !(again = retrying);
  };

  // Scrolls to the end, or to the top of this line if both do not fit. The pane counts upwards from its end.
  const show = (line) => {
    pane.scrollTop = 0;
    const above = line.getBoundingClientRect().top - pane.getBoundingClientRect().top - 8;
    if (above < 0) pane.scrollTop = above;
  };
  // Tells which lines somebody waits to hear of have come before the person's eyes: on a page that is shown, half a line
  // or half a window of it. What could not be told is told again when the page is next looked at.
  const seen = new Set();
  let telling;
  const tellSeen = () => {
    clearTimeout(telling);
    telling = setTimeout(async () => {
      if (document.hidden || !seen.size) return;
      const lines = [...seen];
      try {
        if (!(await ask("/chat/seen", { method: "POST", body: new URLSearchParams({ lines }) })).ok) return;
        for (const line of lines) { seen.delete(line); byId("l-" + line)?.removeAttribute("data-awaited"); }
      } catch { /* The next look tells it. */ }
    }, 300);
  };
  const eyes = new IntersectionObserver((entries) => {
    for (const { target, intersectionRect, boundingClientRect, rootBounds } of entries) {
      if (intersectionRect.height < Math.min(boundingClientRect.height, rootBounds.height) / 2) continue;
      if (target.isConnected && target.hasAttribute("data-awaited")) seen.add(target.dataset.id);
      eyes.unobserve(target);
    }
    tellSeen();
  }, { root: pane, threshold: [0, 0.1, 0.25, 0.5] });
  const look = () => { for (const line of log.querySelectorAll("[data-awaited]")) eyes.observe(line); };

  // Puts lines in their place; a line that is there already gives way to its newer wording.
  const put = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    const near = pane.scrollTop > -300;
    let newest, day;
    for (const line of [...holder.content.children]) {
      const old = byId(line.id);
      if (old && old.dataset.version === line.dataset.version) continue;
      if (old) {
        const held = old.contains(document.activeElement);
        old.replaceWith(line);
        if (held) { line.tabIndex = -1; line.focus({ preventScroll: true }); }
        continue;
      }
      let before = log.lastElementChild;
      while (before && before.dataset.id > line.dataset.id) before = before.previousElementSibling;
      line.classList.add("new");
      before ? before.after(line) : log.prepend(line);
      newest = newest || line;
      for (const image of line.querySelectorAll("img")) image.onload = () => show(newest);
    }
    for (const line of log.children) {
      line.querySelector(".day").hidden = line.dataset.day === day;
      day = line.dataset.day;
    }
    if (newest && (near || newest.matches(".mine"))) show(newest);
    look();
  };

  const ask = async (url, options) => {
    const patience = new AbortController(), timer = setTimeout(() => patience.abort(), options?.body instanceof FormData ? 120000 : 20000);
    try { return await fetch(url, { headers: { Accept: "application/json" }, signal: patience.signal, ...options }); }
    finally { clearTimeout(timer); }
  };
  const poll = async () => {
    try {
      const news = await (await ask("/chat/lines?after=" + after)).json();
      after = news.after || after;
      put(news.html);
      lost.hidden = true;
    } catch { lost.hidden = false; }
  };
  const listen = () => {
    if (source) source.close();
    source = new EventSource("/chat/events?after=" + after);
    source.onopen = () => { live = lost.hidden = true; };
    source.onerror = () => {
      live = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    };
    source.addEventListener("lines", (event) => { after = event.lastEventId; put(event.data); });
  };

  // Sends one form after the other. What fails stays where it was and can be tried again under the same id.
  const post = (url, body, button, done, retrying = () => post(url, body, button, done)) => {
    if (button?.hasAttribute("aria-busy")) return;
    button?.setAttribute("aria-busy", "true");
    turn = turn.then(async () => {
      tell();
      try {
        const answer = await ask(url, { method: "POST", body });
        const fault = answer.ok ? null : await answer.json();
        if (fault) tell(fault.error, fault.retry_after && retrying);
        else { done?.(); if (!live) poll(); }
      } catch { tell(words.failed, retrying); }
      button?.removeAttribute("aria-busy");
    });
  };
  const form = (fields) => new URLSearchParams({ id: newId(), reply_to: replyTo.value, ...fields });
  const answerTo = (line, code) => {
    replyTo.value = line || "";
    byId("case").textContent = code || "";
    replying.hidden = !line;
  };
  // What is half written outlives a reload, in this tab alone; a browser that keeps nothing does without.
  const keep = () => { try { sessionStorage.setItem("text", box.value); } catch { /* Nothing is kept. */ } };
  const kept = () => { try { return sessionStorage.getItem("text") || ""; } catch { return ""; } };
  const fit = () => { box.style.height = "auto"; box.style.height = box.scrollHeight + 4 + "px"; };
  const say = () => {
    const text = box.value, reply_to = replyTo.value;
    if (!text.trim()) return box.focus();
    if (draft.text !== text || draft.reply_to !== reply_to) draft = { id: newId(), text, reply_to };
    post("/chat/messages", form(draft), sendButton, () => {
      if (box.value === text) box.value = "";
      keep();
      draft = {};
      answerTo();
      fit();
    }, say);
  };

  compose.addEventListener("submit", (event) => { event.preventDefault(); say(); });
  box.addEventListener("input", () => { keep(); fit(); });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); say(); }
  });
  retry.addEventListener("click", () => again());
  byId("unreply").addEventListener("click", (event) => { event.preventDefault(); answerTo(); box.focus(); });
  log.addEventListener("click", (event) => {
    const hit = event.target.closest(".reply, .buttons button");
    if (!hit) return;
    event.preventDefault();
    if (hit.dataset.reply) { answerTo(hit.dataset.reply, hit.dataset.case); box.focus(); }
    else post("/chat/messages", form({ press: hit.value, reply_to: hit.closest(".line").dataset.id }), hit);
  });
  file.addEventListener("change", () => {
    const upload = new FormData();
    for (const [name, value] of form({})) upload.append(name, value);
    upload.append("file", file.files[0]);
    if (file.files[0].size > 10 * 1024 * 1024) tell(words.tooBig);
    else post("/chat/files", upload, file.labels[0], answerTo);
    file.value = "";
  });
  if (navigator.geolocation && isSecureContext) place.hidden = false;
  place.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => post("/chat/location", form({ latitude, longitude }), place, answerTo),
    () => tell(words.noPlace), { timeout: 15000 }));

  addEventListener("resize", fit);
  addEventListener("offline", () => { live = false; lost.hidden = false; });
  addEventListener("online", listen);
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) return;
    if (!live) listen();
    tellSeen();
  });
  setInterval(() => { if (!live && !document.hidden) poll(); }, 4000);
  // What has only just begun is read from its beginning, and what came meanwhile from the first line that is new.
  const unread = log.querySelector("[data-awaited]") || (!log.querySelector(".mine") && log.firstElementChild);
  if (unread) show(unread);
  listen();
  look();
  box.value = box.value || kept();
  fit();
  if (start) post("/chat/messages", new URLSearchParams(new FormData(start)), null, () => start.remove());
  if (location.pathname !== "/" || location.search) history.replaceState(null, "", "/");
})();
