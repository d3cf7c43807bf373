// Makes the page live: sends without leaving it and puts in the lines the server pushes. Without this file everything still works.
"use strict";
(() => {
  const byId = (id) => document.getElementById(id);
  const log = byId("log"), pane = byId("pane"), compose = byId("compose"), box = byId("text"), sendButton = byId("send");
  const notice = byId("notice"), retry = byId("retry"), lost = byId("lost"), files = byId("files"), file = byId("file");
  const replyTo = byId("reply_to"), replying = byId("replying"), place = byId("place"), start = byId("start");
  const words = document.body.dataset, sendLabel = sendButton.textContent;
  let after = log.dataset.after, source, live = false, busy = false, again = null, draft = {};
  document.documentElement.classList.add("js");

  const newId = () => Array.from(crypto.getRandomValues(new Uint8Array(12)), (b) => b.toString(16).padStart(2, "0")).join("");
  const tell = (text, retrying) => {
    notice.hidden = !text;
    notice.firstElementChild.textContent = text || "";
    retry.hidden = !(again = retrying);
  };

  // Puts lines in their place; a line that is there already gives way to its newer wording.
  const put = (html) => {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    let newest = null, day = "";
    for (const line of [...holder.content.children]) {
      const old = byId(line.id);
      if (old && old.dataset.version === line.dataset.version) continue;
      if (old) { old.replaceWith(line); continue; }
      let before = log.lastElementChild;
      while (before && before.dataset.id > line.dataset.id) before = before.previousElementSibling;
      line.classList.add("new");
      before ? before.after(line) : log.prepend(line);
      newest = newest || line;
    }
    for (const line of log.children) {
      line.querySelector(".day").hidden = line.dataset.day === day;
      day = line.dataset.day;
    }
    if (!newest) return;
    pane.scrollTop = pane.scrollHeight;
    const above = newest.getBoundingClientRect().top - pane.getBoundingClientRect().top;
    if (above < 0) pane.scrollTop += above - 8;
  };

  const poll = async () => {
    try {
      const answer = await fetch("/chat/lines?after=" + after, { headers: { Accept: "application/json" } });
      const news = await answer.json();
      if (!answer.ok) return tell(news.error);
      after = news.after;
      put(news.html);
      lost.hidden = true;
    } catch { lost.hidden = false; }
  };
  const listen = () => {
    if (source) source.close();
    source = new EventSource("/chat/events?after=" + after);
    source.onopen = () => { live = true; lost.hidden = true; };
    source.onerror = () => {
      live = false;
      if (source.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    };
    source.addEventListener("lines", (event) => { after = event.lastEventId; put(event.data); });
  };

  // Sends one form. What fails stays where it was and can be tried again under the same id.
  const post = async (url, data, button, done) => {
    if (busy) return;
    busy = true;
    tell("");
    button?.setAttribute("aria-busy", "true");
    const patience = new AbortController(), timer = setTimeout(() => patience.abort(), url === "/chat/files" ? 120000 : 20000);
    try {
      const body = url === "/chat/files" ? data : new URLSearchParams(data);
      const answer = await fetch(url, { method: "POST", body, headers: { Accept: "application/json" }, signal: patience.signal });
      const fault = answer.ok ? null : await answer.json();
      if (fault) tell(fault.error, fault.retry_after && (() => post(url, data, button, done)));
      else { done(); if (!live) poll(); }
    } catch { tell(words.failed, () => post(url, data, button, done)); }
    clearTimeout(timer);
    button?.removeAttribute("aria-busy");
    busy = false;
  };
  const form = (fields) => {
    const data = new FormData();
    for (const [name, value] of Object.entries({ id: newId(), ...fields })) data.append(name, value);
    return data;
  };

  const fit = () => { box.style.height = "auto"; box.style.height = box.scrollHeight + 4 + "px"; };
  const answerTo = (line, code) => {
    replyTo.value = line;
    byId("case").textContent = code;
    replying.hidden = !line;
  };
  const say = async () => {
    const text = box.value, reply_to = replyTo.value;
    if (!text.trim()) return box.focus();
    if (new Blob([text]).size > 200 * 1024) return tell(words.tooLong);
    if (draft.text !== text || draft.reply_to !== reply_to) draft = { id: newId(), text, reply_to };
    if (busy) return;
    sendButton.textContent = words.sending;
    await post("/chat/messages", form(draft), sendButton, () => {
      if (box.value === text) box.value = "";
      draft = {};
      answerTo("", "");
      fit();
    });
    sendButton.textContent = sendLabel;
  };

  compose.addEventListener("submit", (event) => { event.preventDefault(); say(); });
  box.addEventListener("input", fit);
  box.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) { event.preventDefault(); say(); }
  });
  retry.addEventListener("click", () => { if (draft.text) say(); else if (again) again(); });
  byId("unreply").addEventListener("click", (event) => { event.preventDefault(); answerTo("", ""); box.focus(); });
  log.addEventListener("submit", (event) => {
    event.preventDefault();
    const button = event.submitter;
    post("/chat/messages", form({ press: button.value, reply_to: button.closest(".line").dataset.id }), button, () => box.focus({ preventScroll: true }));
  });
  log.addEventListener("click", (event) => {
    const link = event.target.closest(".reply");
    if (!link) return;
    event.preventDefault();
    answerTo(link.dataset.reply, link.dataset.case);
    box.focus();
  });
  file.addEventListener("change", () => {
    const chosen = file.files[0];
    if (!chosen) return;
    if (chosen.size > 10 * 1024 * 1024) tell(words.tooBig);
    else post("/chat/files", form({ reply_to: replyTo.value, file: chosen }), files.querySelector("label"), () => answerTo("", ""));
    file.value = "";
  });
  if (navigator.geolocation && isSecureContext) place.hidden = false;
  place.addEventListener("click", () => navigator.geolocation.getCurrentPosition(
    ({ coords: { latitude, longitude } }) => post("/chat/location", form({ latitude, longitude, reply_to: replyTo.value }), place, () => answerTo("", "")),
    () => tell(words.noPlace), { timeout: 15000 }));

  addEventListener("offline", () => { live = false; lost.hidden = false; });
  addEventListener("online", listen);
  document.addEventListener("visibilitychange", () => { if (!document.hidden && !live) listen(); });
  setInterval(() => { if (!live && !document.hidden) poll(); }, 4000);
  listen();
  fit();
  if (start) post("/chat/messages", new FormData(start), null, () => start.remove());
  if (location.pathname !== "/" || location.search) history.replaceState(null, "", "/");
})();
