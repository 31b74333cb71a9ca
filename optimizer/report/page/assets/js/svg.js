// The maps as SVG: printers draw them as lines, where a canvas would be a picture of the screen.
page.svg = (() => {
  const view = page.view;
  const { core, townships, size } = page.store;
  const { pick } = page.words;
  const line = (points) => points.map(([x, y], at) => `${at ? "L" : "M"}${Math.round(x)} ${Math.round(y)}`).join("");
  const shape = (rings) => rings.map((ring) => `${line(ring)}Z`).join("");

  const of = (map, at) => {
    const { plan, state } = map;
    const html = page.maps.html;
    const colour = page.paint.colourOf(plan, state.layer, state.selected);
    const unit = Math.max(view.width, view.height) / 1000;
    const fills = Array.from({ length: size }, (_, piece) => {
      const own = colour(piece);
      return `<path d="${shape(view.rings[piece])}" fill="${own}" stroke="${own}" fill-rule="evenodd"/>`;
    }).join("");
    const taken = [];
    const names = map.named.map(({ unit: u, at: [x, y], name }) => {
      const em = 15 * unit, w = page.map.wide(name, em) / 2;
      const box = [x - w, y, x + w, y + 1.4 * em];
      const dot = `<circle cx="${x}" cy="${y}" r="${3.4 * unit}"/>`;
      if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) return dot;
      taken.push(box);
      const weight = townships[u].flags.includes("county_seat") ? ' font-weight="700"' : "";
      return `${dot}<text x="${x}" y="${y + 1.3 * em}" font-size="${em}"${weight}>${html(name)}</text>`;
    }).join("");
    const mark = core.watermark
      ? `<text class="watermark" text-anchor="middle" transform="translate(${view.width / 2} ${view.height / 2}) rotate(-24)" font-size="${38 * unit}">${html(pick(core.watermark))}</text>` : "";
    const clip = view.inferred ? ` clip-path="url(#clip${at})"` : "";
    return `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-label="${html(plan.title)}" viewBox="${-10 * unit} ${-10 * unit} ${view.width + 20 * unit} ${view.height + 20 * unit}">
      <clipPath id="clip${at}"><path d="${shape(view.outlineRings)}"/></clipPath>
      <g${clip}><g stroke-width="${unit}">${fills}</g>
      <path d="${view.bordersOf(plan.unit).map(line).join("")}" fill="none" stroke="#4c5a64" stroke-width="${1.2 * unit}"/>
      <path d="${view.countyLines.map(line).join("")}" fill="none" stroke="#1d2a33" stroke-width="${3 * unit}"/></g>
      <path d="${shape(view.outlineRings)}" fill="none" stroke="#1d2a33" stroke-width="${2.4 * unit}"/>
      <g text-anchor="middle" fill="#1d2a33" stroke="none">${names}</g>${mark}</svg>`;
  };

  const put = () => page.maps.maps.forEach((map, at) => {
    const ground = map.element.querySelector(".ground");
    const held = document.createElement("div");
    held.className = "printed";
    held.innerHTML = of(map, at);
    ground.append(held);
  });
  const take = () => document.querySelectorAll(".printed").forEach((element) => element.remove());
  window.addEventListener("beforeprint", put);
  window.addEventListener("afterprint", take);
  return { put, take };
})();
