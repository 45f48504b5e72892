/* Draws each chart from the figure that its address answers with, and writes below what it says;
   draws it again when the panel comes anew or changes its width. */
(() => {
  const config = { displayModeBar: false, responsive: false, locale: document.documentElement.lang };
  const widths = new ResizeObserver((entries) => {
    for (const { target } of entries) {
      if (!target.isConnected) widths.unobserve(target);
      else if (target.data && target.offsetWidth) Plotly.Plots.resize(target);
    }
  });

  const draw = async (place) => {
    place.dataset.state = "asked";
    try {
      const answer = await fetch(place.dataset.series, { headers: { Accept: "application/json" } });
      if (!answer.ok) throw new Error(String(answer.status));
      const { data, layout, said } = await answer.json();
      place.replaceChildren();
      await Plotly.newPlot(place, data, layout, config);
      widths.observe(place);
      const words = place.parentElement.querySelector("[data-said]");
      if (words) words.textContent = said ?? "";
      place.dataset.state = "drawn";
    } catch {
      place.dataset.state = "failed";
      place.firstElementChild.textContent = place.dataset.failed;
    }
  };
  const drawAll = () => document.querySelectorAll("[data-series]:not([data-state])").forEach(draw);

  drawAll();
  document.addEventListener("htmx:afterSettle", drawAll);
  addEventListener("beforeprint", () => {
    document.querySelectorAll("[data-series]").forEach((place) => {
      if (place.data) Plotly.relayout(place, { width: 660, height: 300 });
    });
  });
  addEventListener("afterprint", () => {
    document.querySelectorAll("[data-series]").forEach((place) => {
      if (place.data) Plotly.relayout(place, { width: null, height: null, autosize: true });
    });
  });
})();
