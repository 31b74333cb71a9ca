// The frontier, whose points repaint the third map, and the price of each number.
page.plots = (() => {
  const { core, given, derived, part } = page.store;
  const { t, pick, objective, unitOf, numeric, count } = page.words;
  const { html, setRival } = page.maps;
  const missing = (name) => {
    const found = core.analysis?.[name];
    return `<p>${html(found ? pick(found.why) : t("noAnalysis"))}</p>`;
  };
  const specOf = (name) => core.objectives.find((spec) => spec.name === name)
    ?? { name, unit: name === "travel" ? "person-metres" : "units", short: { en: name, zh: name }, ratio: false };
  const label = (spec) => page.words.bracketed(pick(spec.short), unitOf(spec));

  const W = 640, H = 320, PAD = { left: 96, right: 24, top: 20, bottom: 46 };
  const frontier = () => {
    const section = document.getElementById("frontier");
    const found = part("frontier");
    if (!found) { section.innerHTML = `<h2>${html(t("frontier"))}</h2>${missing("frontier")}`; return; }
    const specs = found.objectives.map(specOf);
    const marks = given.map((plan) => ({
      title: plan.title, at: found.objectives.map((name) => numeric(plan.record.objectives[name])), plan,
    })).filter((mark) => mark.at.every((value) => value != null));
    const all = [...found.points.map((point) => point.values.map(numeric)), ...marks.map((mark) => mark.at)];
    const ends = [0, 1].map((k) => {
      const values = all.map((value) => value[k]);
      const low = Math.min(...values), high = Math.max(...values);
      const room = (high - low || Math.abs(high) || 1) * 0.08;
      return [low - room, high + room];
    });
    const x = (value) => PAD.left + ((value - ends[0][0]) / (ends[0][1] - ends[0][0])) * (W - PAD.left - PAD.right);
    const y = (value) => H - PAD.bottom - ((value - ends[1][0]) / (ends[1][1] - ends[1][0])) * (H - PAD.top - PAD.bottom);
    const whole = specs[0].unit === "units";
    const ticks = (k, n) => {
      if (k === 0 && whole) {
        const step = Math.max(1, Math.ceil((ends[0][1] - ends[0][0]) / n));
        const from = Math.ceil(ends[0][0]);
        return Array.from({ length: Math.floor((ends[0][1] - from) / step) + 1 }, (_, i) => from + i * step);
      }
      return Array.from({ length: n }, (_, i) => ends[k][0] + ((i + 0.5) / n) * (ends[k][1] - ends[k][0]));
    };
    const short = (spec, value) => (spec.unit === "person-metres" ? (page.words.lang === "zh" ? `${page.words.fixed(value / 1e7, 1)} 万` : `${page.words.fixed(value / 1e9, 2)} M`) : count(Math.round(value)));
    const grid = [
      ...ticks(0, 10).map((value) => `<line x1="${x(value)}" x2="${x(value)}" y1="${PAD.top}" y2="${H - PAD.bottom}"/><text x="${x(value)}" y="${H - PAD.bottom + 16}" text-anchor="middle">${short(specs[0], value)}</text>`),
      ...ticks(1, 5).map((value) => `<line x1="${PAD.left}" x2="${W - PAD.right}" y1="${y(value)}" y2="${y(value)}"/><text x="${PAD.left - 6}" y="${y(value) + 4}" text-anchor="end">${short(specs[1], value)}</text>`),
    ].join("");
    const steps = found.points.map((point) => point.values.map(numeric)).map(([a, b], at, points) =>
      at ? `H${x(a)}V${y(b)}` : `M${x(a)} ${y(b)}`).join("");
    const points = found.points.map((point, at) => {
      const [a, b] = point.values.map(numeric);
      const text = `${t("point")} ${at + 1}: ${objective(specs[0], point.values[0])}, ${objective(specs[1], point.values[1])}${point.proved ? "" : `, ${t("notProved")}`}`;
      return `<circle class="point${point.proved ? "" : " hollow"}" cx="${x(a)}" cy="${y(b)}" r="7" tabindex="0" role="button" data-point="${at}" aria-label="${html(text)}"><title>${html(text)}</title></circle>`;
    }).join("");
    const placed = marks.map((mark) => `<g class="mark"><rect x="${x(mark.at[0]) - 5}" y="${y(mark.at[1]) - 5}" width="10" height="10" transform="rotate(45 ${x(mark.at[0])} ${y(mark.at[1])})"/><text x="${x(mark.at[0]) + 10}" y="${y(mark.at[1]) - 8}">${html(mark.title)}</text></g>`).join("");
    const rows = found.points.map((point, at) => `<tr><td><button type="button" class="link" data-point="${at}">${html(t("point"))} ${at + 1}</button></td>
      ${point.values.map((value, k) => `<td class="n">${objective(specs[k], value)}</td>`).join("")}<td>${html(point.proved ? t("proved") : t("notProved"))}</td></tr>`).join("");
    section.innerHTML = `<h2>${html(t("frontier"))}</h2>
      <p>${html(t("frontierLead", { a: label(specs[0]), b: label(specs[1]) }))} <b>${html(t(found.proved ? "frontierProved" : "frontierOpen"))}</b></p>
      <div class="two"><svg class="plot" viewBox="0 0 ${W} ${H}" role="group" aria-label="${html(t("frontier"))}"><g class="grid">${grid}</g>
        <path class="step" d="${steps}"/>${placed}${points}
        <text class="axis" x="${(W + PAD.left) / 2}" y="${H - 8}" text-anchor="middle">${html(label(specs[0]))}</text>
        <text class="axis" transform="translate(14 ${(H - PAD.bottom) / 2}) rotate(-90)" text-anchor="middle">${html(label(specs[1]))}</text></svg>
      <div class="scroll" tabindex="0"><table><thead><tr><th scope="col"></th>${specs.map((spec) => `<th scope="col" class="n">${html(label(spec))}</th>`).join("")}<th scope="col">${html(t("proof"))}</th></tr></thead><tbody>${rows}</tbody></table></div></div>`;
    section.querySelectorAll("[data-point]").forEach((element) => {
      const go = () => {
        const at = Number(element.dataset.point);
        section.querySelectorAll("circle").forEach((circle) => circle.classList.toggle("chosen", Number(circle.dataset.point) === at));
        setRival(derived(found.points[at].moves, () => t("atPoint", { n: at + 1 })));
      };
      element.addEventListener("click", go);
      if (element.tagName !== "BUTTON") element.addEventListener("keydown", (event) => {
        if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(); }
      });
    });
  };

  const prices = () => {
    const section = document.getElementById("prices");
    const found = part("prices");
    if (!found) { section.innerHTML = `<h2>${html(t("prices"))}</h2>${missing("prices")}`; return; }
    const best = part("why_not")?.best ?? [];
    const plans = [];
    const side = (row, which) => {
      const one = row[which];
      if (!one) return `<td colspan="2">-</td>`;
      const value = `<b>${html(one.value)}</b>`;
      if (one.outcome === "INFEASIBLE") return `<td class="n">${value}</td><td>${html(t("infeasible"))}, ${html(t("proved"))}</td>`;
      if (!one.values.length) return `<td class="n">${value}</td><td>${html(t("notSolved"))}</td>`;
      const parts = core.objectives.map((spec, at) => {
        if (one.values[at] == null || best[at] == null) return "";
        const gap = numeric(one.values[at]) - numeric(best[at]);
        if (!gap) return "";
        const worse = spec.ratio ? gap < 0 : gap > 0;
        return `<span class="${worse ? "worse" : "better"}">${html(pick(spec.short))} ${page.words.gap(spec, gap)} ${html(unitOf(spec))}</span>`;
      }).filter(Boolean);
      const told = !best.length ? core.objectives.map((spec, at) => `${html(pick(spec.short))} ${objective(spec, one.values[at])}`).join("<br>")
        : parts.join("<br>") || html(t("noChange"));
      const open = one.proved ? "" : ` <b class="flag">${html(t("notProved"))}</b>`;
      let show = "";
      if (one.moves) {
        plans.push([one.moves, () => t("atPrice", { key: row.key, value: one.value })]);
        show = ` <button type="button" class="link" data-price="${plans.length - 1}" aria-label="${html(t("showPlan"))}: ${html(row.key)} = ${html(one.value)}">${html(t("onMap"))}</button>`;
      }
      return `<td class="n">${value}</td><td>${told}${open}${show}</td>`;
    };
    const rows = found.numbers.map((row) => `<tr><th scope="row">${html(page.whynot.ruleName(row.clause, row.rule))}<br><code>${html(row.key)}</code></th>
      ${side(row, "tighter")}<td class="n now">${html(row.value)}</td>${side(row, "looser")}</tr>`).join("");
    section.innerHTML = `<h2>${html(t("prices"))}</h2><p>${html(t("pricesLead"))}</p>
      <div class="scroll" tabindex="0" role="region" aria-label="${html(t("prices"))}"><table><thead><tr><th scope="col">${html(t("number"))}</th><th scope="col" colspan="2">${html(t("tighter"))}</th>
      <th scope="col" class="n">${html(t("asIs"))}</th><th scope="col" colspan="2">${html(t("looser"))}</th></tr></thead><tbody>${rows || `<tr><td colspan="6">${html(t("none"))}</td></tr>`}</tbody></table></div>`;
    section.querySelectorAll("[data-price]").forEach((button) => {
      button.onclick = () => { const [moves, title] = plans[Number(button.dataset.price)]; setRival(derived(moves, title)); };
    });
  };
  return { build: () => { frontier(); prices(); } };
})();
