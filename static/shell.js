// The safety shell: cover, lock, quick exit. Nothing here is kept in the browser.
// Without this file the server still locks an idle sign-in, and the exit is a form.
(function () {
  "use strict";

  const shell = document.querySelector("[data-shell]");
  if (!shell) return; // nobody is signed in
  const html = document.documentElement;
  const part = (name) => shell.querySelector("[data-" + name + "]");
  const MINUTE = 60000;
  const ASK_AGAIN = 4 * MINUTE; // the server locks on its own after 15 minutes without a word
  const isPhone = window.matchMedia("(pointer: coarse)").matches;
  const others = "BroadcastChannel" in window ? new BroadcastChannel("notebook") : null;

  let active = Date.now(); // last sign of a hand on this or another page
  let heard = Date.now(); // last answer of the server
  let isTyped = Boolean(document.querySelector("main form .has-error"));
  let isLocked = false;
  let isGone = false;
  let isOver = false; // the sign-in has ended; another tab may bring it back
  let before = null; // what had the focus, and the title

  const limit = () => (isPhone ? (isTyped ? 5 : 2) : 15) * MINUTE;
  const who = shell.dataset.who; // a word of another person's page moves nothing here
  const tell = (word) => { if (others) others.postMessage({ word, who }); };

  // A form's key is taken once; these forms are sent more than once.
  function fresh(form) {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 15) | 64;
    bytes[8] = (bytes[8] & 63) | 128;
    const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    form.elements.submission.value = hex.replace(/(.{8})(.{4})(.{4})(.{4})(.{12})/, "$1-$2-$3-$4-$5");
    return new FormData(form);
  }

  function post(form) {
    return fetch(form.action, {
      method: "POST", body: fresh(form), keepalive: true, redirect: "manual",
      headers: { "X-Requested-With": "fetch" },
    });
  }

  // Ask whether this person's sign-in stands; what is no plain yes covers the page.
  // After signing in anew elsewhere the forms get the key that now holds.
  async function ask() {
    heard = Date.now();
    try {
      const answer = await fetch(shell.dataset.ask, { redirect: "manual", cache: "no-store" });
      if (answer.status !== 200) return false;
      const now = await answer.json();
      if (now.who !== who) return false;
      document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach((field) => {
        field.value = now.key;
      });
      return true;
    } catch (error) {
      return null; // no network: nobody can say
    }
  }

  function lock(isOurs) {
    if (isLocked || isGone) return;
    isLocked = true;
    before = { focus: document.activeElement, title: document.title };
    part("warning").hidden = true;
    html.classList.add("is-locked");
    html.classList.remove("is-covered");
    document.title = shell.dataset.face;
    part("screen").showModal();
    part("unlock").elements.password.focus();
    if (isOurs) {
      post(part("lock")).catch(() => {});
      tell("locked");
    }
  }

  function open() {
    isLocked = isOver = false;
    active = heard = Date.now();
    part("unlock").reset();
    part("problem").hidden = true;
    part("screen").close();
    html.classList.remove("is-locked", "is-covered");
    document.title = before.title;
    if (before.focus) before.focus.focus({ preventScroll: true });
  }

  function problem(word, said) {
    const box = part("problem");
    box.textContent = said || box.dataset[word];
    box.hidden = false;
    isOver = word === "over";
    part("ended").hidden = !isOver;
    part("unlock").elements.password.select();
  }

  async function unlock(event) {
    event.preventDefault();
    try {
      let answer = await post(part("unlock"));
      const isSaid = () => (answer.headers.get("Content-Type") || "").startsWith("text/plain");
      if (answer.status === 403 && !isSaid() && (await ask())) answer = await post(part("unlock"));
      if (answer.status === 204) {
        open();
        tell("unlocked");
      } else if (answer.status === 403 && isSaid()) problem("wrong", await answer.text());
      else problem("over");
    } catch (error) {
      problem("offline");
    }
  }

  // Back from the tab of the new sign-in: the page goes on where it was.
  async function back() {
    if (isLocked && isOver && (await ask())) open();
  }

  function leave(isOurs) {
    if (isGone) return;
    isGone = true;
    html.classList.add("is-gone");
    document.title = shell.dataset.calendarTitle;
    const form = document.querySelector("[data-quick-exit]");
    if (isOurs && form) {
      const body = fresh(form);
      if (!navigator.sendBeacon(form.action, body)) {
        fetch(form.action, { method: "POST", body, keepalive: true }).catch(() => {});
      }
      tell("gone");
    }
    document.body.replaceChildren();
    window.location.replace(shell.dataset.calendar);
  }

  function touched() {
    if (isLocked) return;
    const now = Date.now();
    if (now - active > 5000) tell("active");
    active = now;
    part("warning").hidden = true;
    if (now - heard > ASK_AGAIN) ask().then((stands) => { if (stands === false) lock(false); });
  }

  function tick() {
    if (isLocked || isGone) return;
    const idle = Date.now() - active;
    if (idle >= limit()) lock(true);
    else if (!isPhone) part("warning").hidden = idle < limit() - 2 * MINUTE;
  }

  let shifts = [];
  function keys(event) {
    if (event.key !== "Shift") {
      shifts = [];
    } else if (!event.repeat) {
      shifts = shifts.concat(Date.now()).slice(-3);
      if (shifts.length === 3 && shifts[2] - shifts[0] < 2000) leave(true);
    }
  }

  document.addEventListener("keydown", keys, true);
  for (const sign of ["keydown", "pointerdown", "pointermove", "touchmove", "input", "wheel"]) {
    document.addEventListener(sign, touched, { capture: true, passive: true });
  }
  document.addEventListener("input", (event) => {
    if (event.target.closest("main form[method=post]")) isTyped = true;
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) {
      html.classList.add("is-covered");
      return;
    }
    back();
    tick();
    if (!isLocked) html.classList.remove("is-covered");
  });
  document.querySelectorAll("[data-quick-exit]").forEach((form) => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      leave(true);
    });
  });
  part("stay").addEventListener("click", touched);
  part("unlock").addEventListener("submit", unlock);
  part("screen").addEventListener("cancel", (event) => event.preventDefault());
  part("screen").addEventListener("close", () => { if (isLocked) part("screen").showModal(); });
  if (others) {
    others.addEventListener("message", ({ data }) => {
      if (data.word === "gone") leave(false);
      if (data.who !== who) return;
      if (data.word === "active" && !isLocked) {
        active = Date.now();
        part("warning").hidden = true;
      }
      if (data.word === "locked") lock(false);
      if (data.word === "unlocked" && isLocked) open();
      if (data.word === "here") back();
    });
    tell("here");
  }
  window.addEventListener("focus", back);
  setInterval(tick, 1000);

  // A left page that the browser kept for "back": covered until the server has said yes.
  window.addEventListener("pagehide", () => html.classList.add("is-covered"));
  window.addEventListener("pageshow", async (event) => {
    if (!event.persisted) return;
    if (isGone || document.querySelector("form[data-sent]") || !(await ask())) {
      window.location.reload();
    } else {
      tick();
      html.classList.remove("is-covered");
    }
  });

  // The neutral page is fetched beforehand, so that the exit works without a network.
  setTimeout(() => { fetch(shell.dataset.calendar).catch(() => {}); }, 3000);

  // Answers about safety: covered as soon as their block is left.
  document.querySelectorAll("[data-cover]").forEach((block) => {
    const bar = block.querySelector("[data-cover-bar]");
    const body = block.querySelector("[data-cover-body]");
    const answered = () => {
      const names = new Set();
      body.querySelectorAll("input, select, textarea").forEach((field) => {
        const isTicked = field.matches("[type=radio], [type=checkbox]") ? field.checked : field.value.trim();
        if (isTicked && field.type !== "hidden") names.add(field.name);
      });
      return names.size;
    };
    const cover = () => {
      const number = answered();
      if (!number || body.hidden || body.querySelector(".has-error")) return;
      bar.querySelector("[data-cover-text]").textContent = bar.dataset.coverBar.replace("{n}", number);
      body.hidden = true;
      bar.hidden = false;
    };
    const see = () => {
      body.hidden = false;
      bar.hidden = true;
      const first = body.querySelector("input:checked, input, select, textarea");
      if (first) first.focus();
    };
    bar.querySelector("button").addEventListener("click", see);
    // A press on a label first gives the focus to whatever holds the whole block.
    const isElsewhere = (event) => {
      if (!block.contains(event.target) && !event.target.contains(block)) cover();
    };
    document.addEventListener("focusin", isElsewhere);
    document.addEventListener("pointerdown", isElsewhere);
    cover();
  });
})();
