// Why two neighbouring units of the first plan are not one: a rule with figures, or a price.
page.whynot = (() => {
  const { core, townships, first, part, neighbours, pairOf, pairs, byCode, derived } = page.store;
  const { t, pick, objective, unitOf, numeric, join } = page.words;
  const { html, state } = page.maps;
  const asked = part("why_not");

  const ruleName = (clause, key) => {
    const row = core.rules.find((rule) => rule.clause === clause && (!key || rule.key === key));
    return row ? `${clause} ${pick({ en: row.title, zh: row.title_zh })}` : clause;
  };

  const units = () => [...first.members.keys()].sort((a, b) =>
    townships[a].county - townships[b].county || (townships[a].code < townships[b].code ? -1 : 1));

  const lead = () => {
    if (!core.analysis) return `<p>${html(t("noAnalysis"))}</p>`;
    const all = asked.pairs.length;
    const counts = Object.keys(page.paint.VERDICTS)
      .map((verdict) => [verdict, asked.pairs.filter((pair) => pair.verdict === verdict).length])
      .filter(([, n]) => n)
      .map(([verdict, n]) => `<span class="swatch"><i style="background:${page.paint.VERDICTS[verdict]}"></i>${html(t(verdict))} ${n}</span>`);
    return `<p>${html(t("exactPairs", { exact: asked.exact, all }))}${core.analysis.cut && asked.exact < all ? ` ${html(t("cutShort"))}` : ""}</p><p class="legend">${counts.join("")}</p>`;
  };

  const pickers = () => {
    const groups = core.counties.map(([, name], county) => {
      const own = units().filter((unit) => townships[unit].county === county);
      return own.length ? `<optgroup label="${html(name)}">${own.map((unit) => `<option value="${unit}">${html(first.name(unit))}</option>`).join("")}</optgroup>` : "";
    }).join("");
    return `<p class="tools"><label>${html(t("pickA"))} <select id="pick-a"><option value="-1">${html(t("choose"))}</option>${groups}</select></label>
      <label>${html(t("pickB"))} <select id="pick-b"></select></label>
      <button type="button" id="unpick">${html(t("clear"))}</button></p>`;
  };

  const build = () => {
    document.getElementById("whynot").innerHTML = `<h3>${html(t("whynot"))}</h3>${lead()}${asked ? `${pickers()}<div id="answer" aria-live="polite"></div>` : ""}`;
    if (!asked) return;
    document.getElementById("pick-a").onchange = (event) => page.maps.select(Number(event.target.value));
    document.getElementById("pick-b").onchange = (event) => page.maps.select(state.selected, Number(event.target.value));
    document.getElementById("unpick").onclick = () => page.maps.select(-1);
    show();
  };

  const others = (unit) => [...(neighbours.get(unit) ?? [])].sort((a, b) => (townships[a].code < townships[b].code ? -1 : 1));

  const chips = (unit) => others(unit).map((other) => {
    const pair = pairOf(unit, other);
    return `<button type="button" class="chip" data-pair="${other}" aria-pressed="${other === state.pair}">
      <i style="background:${page.paint.VERDICTS[pair.verdict]}"></i>${html(first.name(other))} <small>${html(t(pair.verdict))}</small></button>`;
  }).join("");

  const reasons = (pair) => {
    const seats = [...first.members.get(pair.a), ...first.members.get(pair.b)].map((piece) => page.store.pieces.home[piece]);
    const known = new Map();
    for (const reason of pair.reasons) {
      const seat = reason.seat == null ? -1 : byCode.get(reason.seat);
      if (!known.has(seat)) known.set(seat, []);
      known.get(seat).push(reason);
    }
    if (!known.size) return "";
    const every = known.has(-1) ? [-1] : [...new Set([...known.keys(), ...seats.filter((seat) => page.store.quo.members.has(seat))])];
    const rows = every.map((seat) => {
      const own = (known.get(seat) ?? []).map((reason) =>
        `<li><b>${html(reason.key === "way" ? t("dataKey") : ruleName(reason.clause, reason.key))}</b><br>${html(pick(reason))}</li>`).join("");
      const name = seat < 0 ? t("anySeat") : t("seatOf", { name: townships[seat].name });
      return `<tr><th scope="row">${html(name)}</th><td>${own ? `<ul>${own}</ul>` : html(t("seatFree"))}</td></tr>`;
    }).join("");
    return `<p>${html(t("reasonsAlone"))}</p><table><tbody>${rows}</tbody></table>`;
  };

  const priced = (pair) => {
    if (!pair.values) return "";
    const rows = core.objectives.map((spec, at) => {
      const best = asked.best[at], value = pair.values[at];
      const gap = best == null ? "" : numeric(value) - numeric(best);
      const text = best == null ? "-" : gap ? page.words.gap(spec, gap) : t("same");
      return `<tr class="${gap ? "differs" : ""}"><th scope="row">${html(pick(spec.short))} <small>${html(unitOf(spec))}</small></th>
        <td class="n">${objective(spec, best)}</td><td class="n">${objective(spec, value)}</td><td class="n">${html(text)}</td></tr>`;
    }).join("");
    return `<table><thead><tr><th scope="col">${html(t("objective"))}</th><th scope="col">${html(t("best"))}</th><th scope="col">${html(t("withPair"))}</th><th scope="col">${html(t("difference"))}</th></tr></thead><tbody>${rows}</tbody></table>
      ${pair.alone ? "" : `<p>${html(t("aloneNo"))}</p>`}
      <p><button type="button" id="show-forced">${html(t("showPlan"))}</button></p>`;
  };

  const answer = (pair) => {
    const rules = join(pair.conflict.map((clause) => ruleName(clause)));
    const body = pair.verdict === "forbidden" ? reasons(pair) : `${priced(pair)}${reasons(pair)}`;
    return `<h3><i class="verdict" style="background:${page.paint.VERDICTS[pair.verdict]}"></i>${html(first.name(pair.a))} + ${html(first.name(pair.b))}: ${html(t(pair.verdict))}</h3>
      <p>${html(t(`${pair.verdict}Long`, { rules }))}</p>${body}`;
  };

  const show = () => {
    const target = document.getElementById("answer");
    if (!target) return;
    const { selected } = state;
    document.getElementById("pick-a").value = String(selected);
    const second = document.getElementById("pick-b");
    second.innerHTML = `<option value="-1">${html(t("choose"))}</option>` + (selected < 0 ? "" : others(selected).map((unit) =>
      `<option value="${unit}">${html(first.name(unit))}</option>`).join(""));
    second.value = String(state.pair);
    second.disabled = selected < 0;
    if (selected < 0) { target.innerHTML = `<p>${html(t("hint"))}</p>`; return; }
    const pair = state.pair < 0 ? null : pairOf(selected, state.pair);
    target.innerHTML = `<p class="chips"><b>${html(first.name(selected))}</b> ${chips(selected)}</p>${pair ? answer(pair) : ""}`;
    target.querySelectorAll("[data-pair]").forEach((chip) => {
      chip.onclick = () => {
        page.maps.select(selected, Number(chip.dataset.pair));
        document.querySelector(`[data-pair="${chip.dataset.pair}"]`)?.focus();
      };
    });
    const forced = document.getElementById("show-forced");
    if (forced) forced.onclick = () => page.maps.setRival(derived(pair.moves, () =>
      t("forced", { a: first.name(pair.a), b: first.name(pair.b) })));
  };
  page.maps.on("select", show);
  return { build, show, pairs, ruleName };
})();
