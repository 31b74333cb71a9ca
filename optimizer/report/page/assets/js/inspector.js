// What is under the pointer: the village, its unit before and after, seats, distances, people.
page.inspector = (() => {
  const { core, pieces, townships, quo, first, blockOf, metres, countyOfPiece } = page.store;
  const { t, count, km, km2, pick } = page.words;
  const { html, state } = page.maps;

  const unitRow = (plan, unit) => {
    const figures = plan.figures(unit);
    const kind = page.words.lang === "zh" ? "" : pick(core.words.kinds[plan.kind(unit)]);
    return `<td><b>${html(plan.name(unit))}</b> ${html(kind)}<br>${html(t("seat"))} ${html(townships[unit].seat)}</td>
      <td class="n">${km2(figures.ha)}</td><td class="n">${count(figures.people)}</td><td class="n">${count(figures.villages)}</td>
      <td class="n">${km(figures.worst)}</td>`;
  };

  const show = () => {
    const panel = document.getElementById("inspector");
    const found = state.hover;
    if (!found) { panel.classList.add("empty"); panel.innerHTML = `<h3>${html(t("inspect"))}</h3><p>${html(t("hint"))}</p>`; return; }
    const { piece, village } = found;
    const county = countyOfPiece(piece);
    const home = pieces.home[piece];
    const rival = state.rival;
    const plans = [quo, first, ...(rival === first || rival === quo ? [] : [rival])];
    let head = `<h3>${html(core.counties[county][1])} ${html(townships[home].name)}</h3>`;
    if (village) {
      const block = blockOf(county);
      const at = village.at;
      const own = plans.map((plan) => {
        const unit = plan.unit[piece];
        const way = metres(county, at, unit);
        const was = metres(county, at, home);
        const more = way >= 0 && was >= 0 && way !== was
          ? ` <span class="${way > was ? "worse" : "better"}">${way > was ? "+" : "−"}${km(Math.abs(way - was))}</span>` : "";
        return `<tr><th scope="row">${html(plan.title)}</th><td>${html(plan.name(unit))}</td>
          <td>${html(townships[unit].seat)}</td><td class="n">${km(way)}${more}</td></tr>`;
      }).join("");
      head = `<h3>${html(block.names[at])} <small>${html(block.codes[at])}</small></h3>
        <p>${html(core.counties[county][1])}, ${html(townships[home].name)}, ${count(block.people[at])} ${html(t("people"))}, ${km2(block.ha[at])} ${html(t("km2"))}</p>
        <div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${html(t("whichPlan"))}</th><th scope="col">${html(t("name"))}</th><th scope="col">${html(t("seat"))}</th><th scope="col">km</th></tr></thead><tbody>${own}</tbody></table></div>`;
    }
    panel.classList.remove("empty");
    panel.innerHTML = `${head}<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${html(t("whichPlan"))}</th><th scope="col">${html(t("units"))}</th>
      <th scope="col">${html(t("km2"))}</th><th scope="col">${html(t("people"))}</th><th scope="col">${html(t("villages"))}</th><th scope="col">${html(t("worst"))}</th></tr></thead><tbody>
      ${plans.map((plan) => `<tr><th scope="row">${html(plan.title)}</th>${unitRow(plan, plan.unit[piece])}</tr>`).join("")}</tbody></table></div>`;
  };
  page.maps.on("hover", show);
  page.maps.on("rival", show);
  return { show };
})();
