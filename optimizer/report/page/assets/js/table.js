// The table of units: sorted, filtered, downloaded; a row selects its unit on the maps.
page.table = (() => {
  const { core, townships, first, quo, given } = page.store;
  const { t, pick, count, km, km2 } = page.words;
  const { html, state } = page.maps;
  const section = document.getElementById("units");
  const asked = { plan: first, sort: "county", down: false, text: "", county: -1, changed: true };
  const BATCH = 400;

  const rowOf = (plan, unit) => {
    const figures = plan.figures(unit);
    return {
      ...figures, county: townships[unit].county, name: plan.name(unit), code: townships[unit].code,
      kind: plan.kind(unit), seat: townships[unit].seat, operation: plan.operation(unit),
      from: page.words.join([...figures.homes].map((home) => townships[home].name)),
      changed: plan === quo ? false : plan.changed(unit),
    };
  };
  const COLUMNS = [
    ["county", (row) => core.counties[row.county][1]], ["code", (row) => row.code], ["name", (row) => row.name],
    ["kind", (row) => pick(core.words.kinds[row.kind])], ["seat", (row) => row.seat], ["from", (row) => row.from],
    ["operation", (row) => row.operation], ["km2", (row) => km2(row.ha), "ha"], ["people", (row) => count(row.people), "people"],
    ["villages", (row) => count(row.villages), "villages"], ["worst", (row) => km(row.worst), "worst"],
    ["mean", (row) => km(row.mean), "mean"],
  ];
  // What is sorted by: the figure itself, else the order of codes or of words.
  const keyOf = (row, name) => {
    const [, shown, figure] = COLUMNS.find(([key]) => key === name);
    if (name === "county") return core.counties[row.county][0];
    return figure ? row[figure] : shown(row);
  };

  const rows = () => {
    const text = asked.text.trim().toLowerCase();
    const all = [...asked.plan.members.keys()].map((unit) => rowOf(asked.plan, unit));
    const kept = all.filter((row) =>
      (asked.county < 0 || row.county === asked.county) && (!asked.changed || asked.plan === quo || row.changed) &&
      (!text || COLUMNS.some(([, shown]) => String(shown(row)).toLowerCase().includes(text))));
    const compare = (a, b) => {
      const [x, y] = [keyOf(a, asked.sort), keyOf(b, asked.sort)];
      const order = typeof x === "number" ? x - y : x < y ? -1 : x > y ? 1 : 0;
      return (asked.down ? -order : order) || (a.code < b.code ? -1 : 1);
    };
    return [kept.sort(compare), all.length];
  };

  const build = () => {
    section.innerHTML = `<h2>${html(t("units"))}</h2>
      <div class="tools">
        <label>${html(t("whichPlan"))} <select id="table-plan"></select></label>
        <label>${html(t("county"))} <select id="table-county"><option value="-1">${html(t("allCounties"))}</option>
          ${core.counties.map(([, name], at) => `<option value="${at}">${html(name)}</option>`).join("")}</select></label>
        <label>${html(t("filter"))} <input id="table-filter" type="search" value="${html(asked.text)}"></label>
        <label class="check"><input id="table-changed" type="checkbox"${asked.changed ? " checked" : ""}> ${html(t("onlyChanged"))}</label>
        <button type="button" id="table-csv">${html(t("download"))}</button> <span id="table-count" role="status"></span>
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="${html(t("units"))}"><table id="unit-table"><thead><tr>${COLUMNS.map(([name, , figure]) =>
        `<th scope="col"${figure ? ' class="n"' : ""}><button type="button" data-sort="${name}">${html(t(name))}</button></th>`).join("")}</tr></thead><tbody></tbody></table></div>`;
    document.getElementById("table-county").value = String(asked.county);
    plans();
    const on = (id, what, change) => document.getElementById(id).addEventListener(what, (event) => { change(event.target); show(); });
    on("table-county", "change", (target) => { asked.county = Number(target.value); });
    on("table-filter", "input", (target) => { asked.text = target.value; });
    on("table-changed", "change", (target) => { asked.changed = target.checked; });
    document.getElementById("table-csv").onclick = download;
    section.querySelectorAll("[data-sort]").forEach((button) => {
      button.onclick = () => {
        asked.down = asked.sort === button.dataset.sort ? !asked.down : false;
        asked.sort = button.dataset.sort;
        show();
      };
    });
    show();
  };
  const plans = () => {
    const list = document.getElementById("table-plan");
    const all = [...given, quo];
    if (!all.includes(state.rival)) all.push(state.rival);
    if (!all.includes(asked.plan)) asked.plan = first;
    list.innerHTML = all.map((plan, at) => `<option value="${at}">${html(plan.title)}</option>`).join("");
    list.value = String(all.indexOf(asked.plan));
    list.onchange = () => { asked.plan = all[Number(list.value)]; show(); };
  };

  const show = () => {
    const [found, all] = rows();
    const body = section.querySelector("tbody");
    const line = (row) => `<tr data-unit="${row.unit}" class="${row.unit === state.selected ? "selected" : ""}">${COLUMNS.map(([name, shown, figure]) => {
      const text = html(shown(row));
      return name === "name" ? `<th scope="row"><button type="button" class="link" data-unit="${row.unit}">${text}</button></th>`
        : `<td${figure ? ' class="n"' : ""}>${text}</td>`;
    }).join("")}</tr>`;
    body.innerHTML = found.slice(0, BATCH).map(line).join("") || `<tr><td colspan="${COLUMNS.length}">${html(t("nothing"))}</td></tr>`;
    document.getElementById("table-count").textContent = t("rowsShown", { n: count(found.length), all: count(all) });
    section.querySelectorAll("th[scope=col]").forEach((head) => {
      const own = head.firstElementChild.dataset.sort === asked.sort;
      head.setAttribute("aria-sort", own ? (asked.down ? "descending" : "ascending") : "none");
    });
    body.querySelectorAll("button[data-unit]").forEach((button) => {
      button.onclick = () => {
        const unit = Number(button.dataset.unit);
        page.maps.look(asked.plan.members.get(unit));
        page.maps.select(first.members.has(unit) ? unit : first.unit[asked.plan.members.get(unit)[0]]);
        document.getElementById("maps").scrollIntoView({ block: "start" });
      };
    });
  };

  // A cell that a spreadsheet would take for a formula starts with an apostrophe.
  const cell = (value) => {
    const text = String(value);
    const safe = /^[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/.test(text) ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const csv = () => {
    const plain = { ha: (row) => (row.ha / 100).toFixed(2), people: (row) => row.people, villages: (row) => row.villages,
      worst: (row) => (row.worst < 0 ? "" : (row.worst / 1000).toFixed(3)), mean: (row) => (row.mean < 0 ? "" : (row.mean / 1000).toFixed(3)) };
    const lines = [COLUMNS.map(([name]) => cell(t(name))), ...rows()[0].map((row) =>
      COLUMNS.map(([, shown, figure]) => (figure ? String(plain[figure](row)) : cell(shown(row)))))];
    return `\uFEFF${lines.map((line) => line.join(",")).join("\r\n")}\r\n`;
  };
  const download = () => {
    const link = document.createElement("a");
    link.href = URL.createObjectURL(new Blob([csv()], { type: "text/csv;charset=utf-8" }));
    link.download = `${asked.plan.title}.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  };
  page.maps.on("select", () => section.querySelectorAll("tr[data-unit]").forEach((row) =>
    row.classList.toggle("selected", Number(row.dataset.unit) === state.selected)));
  page.maps.on("rival", plans);
  return { build, show, csv, asked };
})();
