// Search over villages, units and counties, with the keyboard of a combobox.
page.search = (() => {
  const { core, townships, quo, first, blockOf, pieces } = page.store;
  const { t } = page.words;
  const { html } = page.maps;
  const MOST = 12;
  let index = null, found = [], at = -1;

  // Names are put together when the first letter is typed: a province has tens of thousands.
  const entries = () => {
    if (index) return index;
    index = core.counties.map(([code, name], county) => ({ name, code, where: "", kind: "county", county }));
    townships.forEach((township, unit) => {
      if (!township.new) index.push({ name: township.name, code: township.code, where: core.counties[township.county][1], kind: "unit", unit });
    });
    core.counties.forEach((_, county) => {
      const block = blockOf(county);
      block.names.forEach((name, village) => {
        const home = townships[pieces.home[block.piece[village]]];
        index.push({ name, code: block.codes[village], where: `${core.counties[county][1]} ${home.name}`, kind: "village", county, village });
      });
    });
    return index;
  };

  const look = (text) => {
    const word = text.trim().toLowerCase();
    if (!word) return [];
    const rank = (one) => (one.name.toLowerCase() === word ? 0 : one.name.toLowerCase().startsWith(word) ? 1 : 2);
    return entries()
      .filter((one) => one.name.toLowerCase().includes(word) || one.code.toLowerCase().startsWith(word))
      .map((one, order) => [rank(one), order, one]).sort((a, b) => a[0] - b[0] || a[1] - b[1]).map(([, , one]) => one);
  };

  const go = (one) => {
    close();
    const input = document.getElementById("search");
    input.value = one.name;
    const all = [...pieces.home.keys()];
    if (one.kind === "county") { page.maps.look(all.filter((piece) => townships[pieces.home[piece]].county === one.county)); return; }
    if (one.kind === "unit") {
      const own = quo.members.get(one.unit);
      page.maps.look(own);
      page.maps.select(first.unit[own[0]]);
      point(own[0], null);
      return;
    }
    const piece = blockOf(one.county).piece[one.village];
    page.maps.look([piece]);
    point(piece, { county: one.county, at: one.village });
  };
  const point = (piece, village) => {
    page.maps.state.hover = { piece, village };
    page.inspector.show();
    page.maps.refresh();
  };

  const close = () => {
    const list = document.getElementById("found"), input = document.getElementById("search");
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
    at = -1;
  };
  const show = () => {
    const list = document.getElementById("found"), input = document.getElementById("search");
    found = look(input.value);
    const rows = found.slice(0, MOST).map((one, k) =>
      `<li role="option" id="found-${k}" data-at="${k}" aria-selected="${k === at}"><b>${html(one.name)}</b> <small>${html(t(one.kind === "unit" ? "oldUnit" : one.kind))} ${html(one.where)} ${html(one.code)}</small></li>`);
    const rest = found.length > MOST ? `<li class="rest" role="presentation">${html(t("more", { n: found.length - MOST }))}</li>` : "";
    list.innerHTML = rows.join("") + rest || `<li class="rest" role="presentation">${html(t("nothing"))}</li>`;
    list.hidden = !input.value.trim();
    input.setAttribute("aria-expanded", String(!list.hidden));
    if (at >= 0) input.setAttribute("aria-activedescendant", `found-${at}`);
    list.querySelectorAll("[data-at]").forEach((row) => {
      row.onpointerdown = (event) => { event.preventDefault(); go(found[Number(row.dataset.at)]); };
    });
  };
  const build = () => {
    index = null;
    const input = document.getElementById("search");
    input.oninput = () => { at = -1; show(); };
    input.onblur = close;
    input.onkeydown = (event) => {
      const last = Math.min(found.length, MOST) - 1;
      if (event.key === "ArrowDown") at = Math.min(last, at + 1);
      else if (event.key === "ArrowUp") at = Math.max(-1, at - 1);
      else if (event.key === "Enter") { if (found.length) go(found[Math.max(0, at)]); return; }
      else if (event.key === "Escape") { close(); return; }
      else return;
      event.preventDefault();
      show();
    };
  };
  return { build, look };
})();
