// Progressive enhancement only: every page works without this file.

// A form is sent once; the button wakes again when the page comes back from the browser's cache.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "1";
  if (event.submitter?.matches(".inline :focus-visible")) remember(form);
  // After the browser has read which button was pressed; a download leaves the page standing, so they wake again.
  setTimeout(() => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
  });
  setTimeout(() => wake(form), 10000);
});
const wake = (form) => {
  delete form.dataset.sent;
  for (const button of form.querySelectorAll("button")) button.disabled = false;
};

// The button of a row that was pressed by keyboard has the focus again on the page that answers: what is moved up by three places
// is not looked for three times. The tab keeps which form it was, and nothing that was typed.
const PRESSED = "pressed";
const twins = (action) => [...document.forms].filter((form) => form.action === action);
const remember = (form) => {
  try {
    sessionStorage.setItem(PRESSED, JSON.stringify([location.pathname, form.action, twins(form.action).indexOf(form)]));
  } catch {
    // Where nothing is kept, the page begins at its beginning.
  }
};
addEventListener("pageshow", () => {
  try {
    const [path, action, at] = JSON.parse(sessionStorage.getItem(PRESSED)) ?? [];
    sessionStorage.removeItem(PRESSED);
    if (path !== location.pathname || document.querySelector("[data-focus]")) return;
    twins(action)[at]?.querySelector("button")?.focus();
  } catch {
    // As above.
  }
});
addEventListener("pageshow", (event) => {
  if (event.persisted) document.querySelectorAll("form[data-sent]").forEach(wake);
});

// On the way back the browser may ask for the page anew and fill in what was typed: a form that opens a record then keeps the
// key it had, so that what was sent is not opened twice.
const keys = { ...history.state?.keys };
for (const input of document.querySelectorAll('input[type=hidden]:is([name=khoa_mau], [name=khoa])')) {
  const action = input.form?.getAttribute("action");
  if (keys[action]) input.value = keys[action];
  else keys[action] = input.value;
}
if (Object.keys(keys).length > 0) history.replaceState({ ...history.state, keys }, "");

// Filters: a list sends itself when changed with the mouse. With the keyboard one goes through several of them first, and the
// button sends: a page that loads anew at a press of Tab would throw the focus back to its beginning.
for (const form of document.querySelectorAll("form[data-filters]")) {
  for (const select of form.querySelectorAll("select")) {
    let byKey = false;
    select.addEventListener("keydown", () => (byKey = true));
    select.addEventListener("pointerdown", () => (byKey = false));
    select.addEventListener("change", () => byKey || form.requestSubmit());
  }
}

// Rows: how many are selected, all at once, a range with Shift.
for (const form of document.querySelectorAll("form[data-batch]")) {
  const boxes = [...form.elements].filter((box) => box.type === "checkbox");
  const all = document.querySelector(`[data-select-all="${CSS.escape(form.id)}"]`);
  const count = form.querySelector(".batch-count");
  const idle = count.textContent;
  let last = null;
  const show = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    count.textContent = chosen ? `${chosen} ${form.dataset.batch}` : idle;
    for (const button of form.querySelectorAll("button")) button.disabled = !chosen;
    if (all) {
      all.checked = chosen > 0 && chosen === boxes.length;
      all.indeterminate = chosen > 0 && chosen < boxes.length;
    }
  };
  boxes.forEach((box, at) =>
    box.addEventListener("click", (event) => {
      if (event.shiftKey && last !== null) {
        const [from, to] = last < at ? [last, at] : [at, last];
        for (const other of boxes.slice(from, to + 1)) other.checked = box.checked;
      }
      last = at;
      show();
    }),
  );
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const box of boxes) box.checked = all.checked;
      show();
    });
  }
  show();
}

// A question asked only after a certain answer is out of sight while another answer stands; what was typed in it stays, and the
// server leaves it out. Without this script all questions are seen, each saying when it is to be filled.
for (const form of document.querySelectorAll("form")) {
  const boxes = [...form.querySelectorAll("[data-show-field]")];
  if (!boxes.length) continue;
  const show = () => {
    // In order: a question on which others depend stands before them, and is no answer while it is hidden itself.
    for (const box of boxes) {
      const on = form.elements.namedItem(box.dataset.showField);
      const first = on instanceof RadioNodeList ? on[0] : on;
      const asked = first && !first.closest("[data-show-field][hidden]");
      box.hidden = !(asked && on.value === box.dataset.showValue);
    }
  };
  for (const box of boxes) {
    const on = form.elements.namedItem(box.dataset.showField);
    for (const control of on instanceof RadioNodeList ? on : on ? [on] : []) {
      const ids = new Set((control.getAttribute("aria-controls") || "").split(" ").filter(Boolean));
      control.setAttribute("aria-controls", [...ids.add(box.id)].join(" "));
    }
  }
  // The focus stays on the answer just given: the questions that come or go stand after it.
  form.addEventListener("change", show);
  form.addEventListener("input", show);
  show();
}

// Drafts: three seconds after the last key the form's text goes to data-draft; files stay where they are.
for (const form of document.querySelectorAll("form[data-draft]")) {
  const status = form.querySelector("[data-draft-status]");
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const body = new URLSearchParams();
      for (const [name, value] of new FormData(form)) if (typeof value === "string") body.append(name, value);
      try {
        const answer = await fetch(form.dataset.draft, { method: "POST", body });
        if (answer.ok && status) {
          const now = new Date().toLocaleTimeString("vi-VN", { hour: "2-digit", minute: "2-digit" });
          status.textContent = `${form.dataset.draftSaved} ${now}`;
        }
      } catch {
        // Without a connection the form itself still holds everything.
      }
    }, 3000);
  });
}

// After a refusal the way back is the browser's own where it leads to the same page: the form stands there with what was typed.
for (const link of document.querySelectorAll("[data-ways] a")) {
  if (link.href !== document.referrer) continue;
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    history.back();
  });
}

// Enter in a box or on a choice presses a form's first button. Where that is one of several, it chooses instead, as Space does: nobody
// means the first of all acts, or a number for the first service.
addEventListener("keydown", (event) => {
  const box = event.target;
  if (event.key !== "Enter" || !(box instanceof HTMLInputElement) || !box.form) return;
  if (!["checkbox", "radio"].includes(box.type)) return;
  const buttons = [...box.form.elements].filter((e) => e.type === "submit" && !e.matches(".hide"));
  if (buttons.length < 2 && !box.form.matches("[data-batch]")) return;
  event.preventDefault();
  box.click();
});

// Escape closes the menu that is open and puts the focus back on what opened it.
addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const at = document.activeElement;
  const more = at?.closest(".menu-more[open]");
  if (more) {
    more.open = false;
    more.querySelector("summary").focus();
  } else if (location.hash === "#menu" && (at === document.body || at?.closest("#menu"))) {
    location.hash = "#noi-dung";
    document.querySelector(".menu-open")?.focus();
  }
});

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
document.querySelector("[data-focus]")?.focus();
