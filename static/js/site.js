/* The glue of every page: keys, pickers, printing. */
(() => {
  const finder = () => document.getElementById("finder");

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!finder()) return;
    event.preventDefault();
    finder().showPopover();
  });

  document.addEventListener("toggle", (event) => {
    if (event.target === finder() && event.newState === "open") {
      document.getElementById("finder-words").focus();
    }
  }, true);

  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit]")) event.target.form.requestSubmit();
    if (event.target.matches('[data-pickers] input[type="date"]') && event.target.value) {
      const [year, month, day] = event.target.value.split("-");
      event.target.form.elements.day.value = `${day}/${month}/${year}`;
      event.target.form.requestSubmit();
    } else if (event.target.matches('[data-pickers] input[name="day"]')) {
      event.target.form.requestSubmit();
    }
  });

  // A field for a file covers what is shown of it, in the language of the page.
  document.addEventListener("change", (event) => {
    if (!event.target.matches("[data-shows-name]")) return;
    const shown = event.target.parentElement.querySelector("[data-none]");
    shown.textContent = event.target.files[0]?.name ?? shown.dataset.none;
  });

  // A fragment may have changed the address since the page was written: forms keep to the new one.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches(".language")) form.elements.next.value = location.pathname + location.search;
    if (form.matches("[data-pickers]")) {
      event.preventDefault();
      const next = new URL(location);
      for (const name of ["day", "plan"]) {
        if (form.elements[name]) next.searchParams.set(name, form.elements[name].value);
      }
      if (next.searchParams.get("plan") !== new URL(location).searchParams.get("plan")) {
        next.searchParams.delete("target");
      }
      location.assign(next);
    }
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const calendar = event.target.closest("[data-calendar]");
    if (calendar) calendar.parentElement.querySelector('input[type="date"]').showPicker();
  });
})();
