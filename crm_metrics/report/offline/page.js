// Draws the figures, in the colours the reader prefers, and again when that or the paper changes.
(function () {
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const figures = Array.from(document.querySelectorAll(".figure"));

  function colours() {
    const style = getComputedStyle(document.documentElement);
    return { text: style.getPropertyValue("--text").trim(), back: style.getPropertyValue("--raised").trim() };
  }

  function draw(place, width) {
    const spec = JSON.parse(place.dataset.figure);
    const { text, back } = colours();
    spec.layout.font = Object.assign({}, spec.layout.font, { color: text });
    spec.layout.paper_bgcolor = back;
    if (width) spec.layout.width = width;
    return Plotly.react(place, spec.data, spec.layout, spec.config);
  }

  function drawAll() { return Promise.all(figures.map((place) => draw(place))); }

  drawAll().then(() => document.documentElement.setAttribute("data-drawn", "true"));
  dark.addEventListener("change", drawAll);
  // On paper: black on white, and no wider than the column.
  window.matchMedia("print").addEventListener("change", (media) => {
    figures.forEach((place) => draw(place, media.matches ? place.clientWidth : undefined));
  });
})();
