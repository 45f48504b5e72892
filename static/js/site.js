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

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
    const calendar = event.target.closest("[data-calendar]");
    if (calendar) calendar.parentElement.querySelector('input[type="date"]').showPicker();
  });
})();
