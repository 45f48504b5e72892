/* Conditions: what is typed while a condition is being drawn anew is not lost. */
(() => {
  const typedIn = (builder) => new Map([...builder.querySelectorAll('input[type="text"]')].map((input) => [input.id, input.value]));
  let sent = new Map();
  let later = [];

  document.addEventListener("htmx:beforeRequest", (event) => {
    const builder = event.target.closest(".builder");
    if (builder) sent = typedIn(builder);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    const builder = event.detail.target;
    if (!builder.matches(".builder")) return;
    // Where rows change places an input is no longer the same.
    const isInPlace = /^(redraw|add|group)-/.test(event.detail.requestConfig.parameters.do || "");
    later = isInPlace ? [...typedIn(builder)].filter(([id, value]) => sent.get(id) !== value) : [];
  });
  document.addEventListener("htmx:afterSwap", () => {
    for (const [id, value] of later) {
      const input = document.getElementById(id);
      if (input) input.value = value;
    }
    later = [];
  });
})();
