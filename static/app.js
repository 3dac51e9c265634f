// Small helps only: every page works without this file.
(function () {
  "use strict";

  const DIGITS = ["không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín"];
  const BILLION = 1000000000;
  const SCALES = {
    "": 1, "đ": 1, "d": 1, "đồng": 1, "dong": 1, "vnd": 1, "vnđ": 1,
    "k": 1e3, "nghìn": 1e3, "ngàn": 1e3, "nghin": 1e3, "ngan": 1e3,
    "tr": 1e6, "triệu": 1e6, "trieu": 1e6, "tỷ": 1e9, "tỉ": 1e9, "ty": 1e9,
  };

  // Amounts in words: the same rules as areas/words.py.
  function belowHundred(number, followsHundred) {
    const tens = Math.floor(number / 10);
    const units = number % 10;
    if (tens === 0) {
      if (units === 0) return [];
      return followsHundred ? ["linh", DIGITS[units]] : [DIGITS[units]];
    }
    const words = tens === 1 ? ["mười"] : [DIGITS[tens], "mươi"];
    if (units === 0) return words;
    if (units === 5) return words.concat("lăm");
    if (tens > 1 && units === 1) return words.concat("mốt");
    if (tens > 1 && units === 4) return words.concat("tư");
    return words.concat(DIGITS[units]);
  }

  function group(number, isFirst) {
    const hundreds = Math.floor(number / 100);
    if (hundreds === 0 && isFirst) return belowHundred(number % 100, false);
    return [DIGITS[hundreds], "trăm"].concat(belowHundred(number % 100, true));
  }

  function belowBillion(number, isFirst) {
    let words = [];
    for (const [size, name] of [[1000000, "triệu"], [1000, "nghìn"], [1, ""]]) {
      const head = Math.floor(number / size);
      number %= size;
      if (head) words = words.concat(group(head, isFirst));
      else if (number && !isFirst) words.push(DIGITS[0]);
      else continue;
      if (name) words.push(name);
      isFirst = false;
      if (!number) break;
    }
    return words;
  }

  function numberWords(number) {
    if (number === 0) return DIGITS[0];
    const billions = Math.floor(number / BILLION);
    const rest = number % BILLION;
    let words = billions ? [numberWords(billions), "tỷ"] : [];
    if (rest) words = words.concat(belowBillion(rest, !billions));
    return words.join(" ");
  }

  function vndWords(amount) {
    const words = numberWords(amount) + " đồng";
    return words[0].toUpperCase() + words.slice(1);
  }

  // The same readings as areas/widgets.py; null when the amount is doubtful.
  function readAmount(text) {
    const found = /^(\d[\d.,\s]*?)\s*(\p{L}*)$/u.exec(text.trim().toLowerCase());
    if (!found || !(found[2] in SCALES)) return null;
    const scale = SCALES[found[2]];
    const digits = found[1].trim();
    if (/^\d+$/.test(digits) || /^\d{1,3}([.,\s])\d{3}(?:\1\d{3})*$/.test(digits)) {
      return Number(digits.replace(/[.,\s]/g, "")) * scale;
    }
    const parts = /^(\d+)[.,](\d{1,3})$/.exec(digits);
    if (!parts || scale === 1) return null;
    const fraction = (Number(parts[2]) * scale) / 10 ** parts[2].length;
    return Number.isInteger(fraction) ? Number(parts[1]) * scale + fraction : null;
  }

  function dotted(number) {
    return String(number).replace(/\B(?=(\d{3})+$)/g, ".");
  }

  function changed(input) {
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function money(box) {
    const input = box.querySelector("input");
    const words = box.querySelector("output");
    const steps = box.querySelector(".money-steps");
    const say = () => {
      const amount = readAmount(input.value);
      const isSafe = amount !== null && amount <= Number.MAX_SAFE_INTEGER;
      words.hidden = !isSafe;
      words.textContent = isSafe ? vndWords(amount) : "";
    };
    input.addEventListener("input", say);
    input.addEventListener("change", () => {
      const amount = readAmount(input.value);
      if (amount !== null) input.value = dotted(amount);
    });
    if (steps) {
      steps.hidden = false;
      steps.addEventListener("click", (event) => {
        const button = event.target.closest("[data-add]");
        if (!button) return;
        const amount = input.value.trim() ? readAmount(input.value) : 0;
        if (amount === null) return;
        input.value = dotted(amount + Number(button.dataset.add));
        changed(input);
      });
    }
    say();
  }

  function stepper(box) {
    const input = box.querySelector("input");
    const limit = (name, other) => (input.hasAttribute(name) ? Number(input.getAttribute(name)) : other);
    const tell = () => input.classList.toggle("is-zero", Number(input.value || 0) === 0);
    input.addEventListener("input", tell);
    box.querySelectorAll("[data-step]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => {
        const next = Number(input.value || 0) + Number(button.dataset.step);
        if (Number.isNaN(next) || next < limit("min", -Infinity) || next > limit("max", Infinity)) return;
        input.value = String(next);
        changed(input);
      });
    });
    input.classList.add("is-changed");
    tell();
  }

  function day(box) {
    const inputs = Array.from(box.querySelectorAll("input"));
    const quick = box.querySelector(".day-quick");
    const fill = (parts) => {
      inputs.forEach((input, index) => { input.value = parts[index]; });
      changed(inputs[2]);
    };
    inputs.forEach((input) => input.addEventListener("paste", (event) => {
      const text = event.clipboardData.getData("text").trim();
      const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text);
      const local = /^(\d{1,2})[\s/.\-–]+(\d{1,2})[\s/.\-–]+(\d{4}|\d{2})$/.exec(text);
      if (!iso && !local) return;
      event.preventDefault();
      fill(iso ? [iso[3], iso[2], iso[1]] : local.slice(1));
    }));
    if (!quick) return;
    quick.hidden = false;
    quick.addEventListener("click", (event) => {
      const button = event.target.closest("[data-set-day]");
      if (!button) return;
      const chosen = new Date(button.dataset.setDay + "T12:00:00Z");
      chosen.setUTCDate(chosen.getUTCDate() - Number(button.dataset.back));
      fill(chosen.toISOString().slice(0, 10).split("-").reverse());
    });
  }

  function password(button) {
    const input = document.getElementById(button.dataset.showPassword);
    button.hidden = false;
    button.addEventListener("click", () => {
      const isHidden = input.type === "password";
      input.type = isHidden ? "text" : "password";
      button.setAttribute("aria-pressed", String(isHidden));
    });
  }

  function once(event) {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("data-again")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    // After the browser has read the form, so that the pressed button's value is sent.
    setTimeout(() => {
      if (event.defaultPrevented) delete form.dataset.sent;
      else form.querySelectorAll("[type=submit]").forEach((button) => { button.disabled = true; });
    });
  }

  // A herd in the visit form: the sum spelled out, and a doubtful price.
  const MOVES = [["born", 1], ["bought", 1], ["sold", -1], ["died", -1], ["lost", -1], ["eaten", -1], ["given", -1]];
  function herd(block) {
    const field = (name) => block.querySelector("[name$='-" + name + "']");
    const sum = block.querySelector("[data-sum]");
    const price = block.querySelector("[data-price]");
    const tell = () => {
      let left = Number(block.dataset.before);
      let text = String(left);
      for (const [name, sign] of MOVES) {
        const heads = Number(field(name).value || 0);
        if (!heads) continue;
        left += sign * heads;
        text += (sign > 0 ? " + " : " − ") + heads;
      }
      sum.hidden = false;
      sum.querySelector("span").textContent = text;
      sum.querySelector("strong").textContent = String(left);
      if (price) doubt();
    };
    const doubt = () => {
      const heads = Number(field("sold").value || 0);
      const amount = readAmount(field("income").value);
      price.hidden = !heads || !amount;
      if (price.hidden) return;
      const low = Number(price.dataset.low) * heads > amount;
      const high = Number(price.dataset.high) * heads < amount;
      const each = dotted(Math.round(amount / heads));
      const [fair, box] = [price.querySelector("[data-fair]"), price.querySelector(".warn-box")];
      const [title, words] = [price.querySelector("[data-low-title]"), price.querySelector("[data-doubt]")];
      fair.textContent = fair.dataset.fair.replace("{each}", each);
      fair.hidden = low || high;
      box.hidden = !low && !high;
      title.textContent = low ? title.dataset.lowTitle : title.dataset.highTitle;
      words.textContent = words.dataset.doubt.replace("{each}", each);
      price.parentElement.classList.toggle("nested-warn", low || high);
    };
    block.addEventListener("input", tell);
    const mend = block.querySelector("[data-mend]");
    if (mend) mend.addEventListener("click", () => field("income").focus());
    tell();
  }

  function keys(event) {
    const isTyping = event.target.closest("input, select, textarea, [contenteditable]");
    const search = document.querySelector("[data-search]");
    if (event.key === "/" && !isTyping && search && search.offsetParent) {
      event.preventDefault();
      search.focus();
    }
  }

  function focusPlace(event) {
    const link = event.target.closest("[data-error-summary] a[href^='#']");
    if (!link) return;
    const place = document.getElementById(link.hash.slice(1));
    const field = place && (place.matches("input, select, textarea") ? place : place.querySelector("input, select, textarea"));
    if (!field) return;
    event.preventDefault();
    (field.closest(".field") || field).scrollIntoView();
    field.focus({ preventScroll: true });
  }

  document.querySelectorAll("[data-money]").forEach(money);
  document.querySelectorAll("[data-stepper]").forEach(stepper);
  document.querySelectorAll("[data-day]").forEach(day);
  document.querySelectorAll("[data-herd]").forEach(herd);
  document.querySelectorAll("[data-show-password]").forEach(password);
  document.addEventListener("submit", once);
  document.addEventListener("keydown", keys);
  document.addEventListener("click", focusPlace);
  document.querySelectorAll("[data-name-for]").forEach((name) => {
    setTimeout(() => { name.textContent = name.dataset.initials; }, Number(name.dataset.nameFor) * 1000);
  });
  // The chosen tab may lie beyond the edge of a narrow screen.
  document.querySelectorAll(".tabs [aria-current]").forEach((tab) => {
    const strip = tab.closest(".tabs");
    strip.scrollLeft = tab.offsetLeft - strip.offsetLeft - 40;
  });
  const summary = document.querySelector("[data-error-summary]");
  if (summary) summary.focus();
})();
