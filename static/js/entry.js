/* Forms: calendars, searching lists, and what to do when the line is down. */
(() => {
  const changed = (input) => input.dispatchEvent(new Event("change", { bubbles: true }));

  // A day from the calendar is written as it would be typed.
  document.addEventListener("change", (event) => {
    const box = event.target.closest("[data-date]");
    if (!box || event.target.type !== "date" || !event.target.value) return;
    const [year, month, day] = event.target.value.split("-");
    const text = box.querySelector('input[type="text"]');
    text.value = `${day}/${month}/${year}`;
    event.stopPropagation();
    changed(text);
    text.focus();
  }, true);

  // Lists to choose from: by mouse, or with the arrow keys and Enter.
  const parts = (element) => {
    const box = element.closest("[data-combo]");
    return box && { box, text: box.querySelector('[role="combobox"]'), list: box.querySelector('[role="listbox"]') };
  };
  const open = (combo, isOpen) => {
    combo.list.hidden = !isOpen || !combo.list.children.length;
    combo.text.setAttribute("aria-expanded", String(!combo.list.hidden));
    if (!isOpen) combo.text.removeAttribute("aria-activedescendant");
  };
  const point = (combo, item) => {
    for (const other of combo.list.children) other.setAttribute("aria-selected", String(other === item));
    if (!item) return;
    item.id = `${combo.list.id}-${[...combo.list.children].indexOf(item)}`;
    combo.text.setAttribute("aria-activedescendant", item.id);
    item.scrollIntoView({ block: "nearest" });
  };
  const choose = (combo, item) => {
    if (!item.dataset.text) return;
    combo.text.value = item.dataset.text;
    const key = combo.box.querySelector("[data-key]");
    if (key && key.tagName === "INPUT") {
      key.value = item.dataset.key;
      combo.box.querySelector("[data-chosen]").value = item.dataset.text;
    }
    open(combo, false);
    changed(combo.text);
  };

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.matches('[data-combo] [role="listbox"]')) {
      const combo = parts(event.target);
      open(combo, document.activeElement === combo.text);
    }
  });
  document.addEventListener("keydown", (event) => {
    if (!event.target.matches('[data-combo] [role="combobox"]')) return;
    const combo = parts(event.target);
    const items = [...combo.list.children].filter((item) => item.dataset.text);
    const at = items.findIndex((item) => item.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (!items.length) return;
      event.preventDefault();
      open(combo, true);
      const step = event.key === "ArrowDown" ? 1 : -1;
      point(combo, items[(at + step + items.length) % items.length]);
    } else if (event.key === "Enter" && !combo.list.hidden && at >= 0) {
      event.preventDefault();
      choose(combo, items[at]);
    } else if (event.key === "Escape" && !combo.list.hidden) {
      event.preventDefault();
      open(combo, false);
    }
  });
  document.addEventListener("mousedown", (event) => {
    const item = event.target.closest('[data-combo] [role="option"]');
    if (!item) return;
    event.preventDefault();
    choose(parts(item), item);
  });
  document.addEventListener("focusout", (event) => {
    if (event.target.matches('[data-combo] [role="combobox"]')) open(parts(event.target), false);
  });

  // Everyone on the page at once.
  document.addEventListener("change", (event) => {
    const all = event.target.closest("[data-tick-all]");
    if (!all) return;
    for (const box of document.querySelectorAll('.ticks input[name="cadres"]')) {
      if (!box.closest("tr").hidden) box.checked = all.checked;
    }
  });
  document.addEventListener("input", (event) => {
    if (!event.target.matches("[data-narrow]")) return;
    const bare = (text) => text.toLowerCase().replace(/đ/g, "d").normalize("NFD").replace(/\p{M}/gu, "");
    const words = bare(event.target.value).split(/\s+/);
    for (const row of document.querySelectorAll(".ticks tbody tr")) {
      const text = bare(row.textContent);
      row.hidden = !words.every((word) => text.includes(word));
    }
  });

  // What was typed stays on the page when it could not be sent.
  const say = (isDown) => {
    const notice = document.getElementById("offline");
    if (!notice) return;
    notice.hidden = !isDown;
    if (isDown) notice.scrollIntoView({ block: "center" });
  };
  const isSaving = (event) => event.target.id === "entry";
  document.addEventListener("htmx:sendError", (event) => isSaving(event) && say(true));
  // A look ahead that is sent after the form would keep a draft of what is saved by then.
  document.addEventListener("htmx:beforeRequest", (event) => {
    const form = event.target.closest("#entry");
    if (isSaving(event)) {
      say(false);
      form.dataset.saving = "";
    } else if (form && "saving" in form.dataset && event.detail.requestConfig.verb === "post") event.preventDefault();
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (isSaving(event) && !event.detail.successful) delete event.target.dataset.saving;
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    // The page that offers to take the form up again.
    if (event.detail.xhr.status === 403) event.detail.shouldSwap = true;
    else if (event.detail.xhr.status >= 500 && isSaving(event)) say(true);
  });
  const focusFault = () => document.querySelector(".summary[autofocus]")?.focus();
  document.addEventListener("htmx:afterSettle", (event) => event.target === document.body && focusFault());
  document.addEventListener("DOMContentLoaded", focusFault);
})();
