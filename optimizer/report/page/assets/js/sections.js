// Head, comparison, proof, rules, data and procedure.
page.sections = (() => {
  const { core, given, quo, first, part, townships, byCode } = page.store;
  const { t, pick, count, km, objective, unitOf, percent } = page.words;
  const { html, state } = page.maps;
  const $ = (id) => document.getElementById(id);
  const table = (head, rows, label) => `<div class="scroll" tabindex="0" role="region" aria-label="${html(label)}"><table><thead><tr>${head}</tr></thead><tbody>${rows}</tbody></table></div>`;
  const th = (text, n = false) => `<th scope="col"${n ? ' class="n"' : ""}>${html(text)}</th>`;
  const specOf = (name) => core.objectives.find((spec) => spec.name === name);

  const total = (plan) => {
    let people = 0, travel = 0, urban = 0;
    for (const unit of plan.members.keys()) {
      const figures = plan.figures(unit);
      people += figures.people;
      travel = travel < 0 || figures.travel < 0 ? -1 : travel + figures.travel;
      urban += plan.kind(unit) > 0;
    }
    return { units: plan.members.size, mean: travel < 0 ? -1 : travel / people, urban };
  };

  const head = () => {
    const now = total(first), was = total(quo);
    const proof = first.record.outcome;
    const card = (name, before, after) =>
      `<div class="card"><dt>${html(name)}</dt><dd>${before == null ? "" : `<span class="was">${html(before)}</span> <span aria-hidden="true">→</span> `}<b>${html(after)}</b></dd></div>`;
    $("head").innerHTML = `<div class="bar"><div><h1>${html(core.title)}</h1>
        <p class="mark">${core.draft ? `<b class="flag">${html(t("draft"))}</b> ` : ""}${html(pick(core.mark))}</p></div>
        <div class="buttons"><button type="button" id="print">${html(t("print"))}</button>
        <button type="button" id="lang" lang="${page.words.lang === "zh" ? "en" : "zh"}">${html(t("language"))}</button></div></div>
      <dl class="cards">
        ${card(t("keyUnits"), count(was.units), count(now.units))}
        ${card(t("keyShare"), percent(was.urban, was.units), percent(now.urban, now.units))}
        ${card(t("keyMean"), km(was.mean), km(now.mean))}
        ${card(t("keyMoved"), null, count(first.record.objectives.disruption ?? 0))}
        ${card(t("keyFarther"), null, count(first.record.farther.people))}
        <div class="card ${proof === "OPTIMAL" ? "good" : "open"}"><dt>${html(t("outcome"))}</dt><dd><b>${html(proof === "OPTIMAL" || proof === "FEASIBLE" ? t(proof) : t("notRecorded"))}</b></dd></div>
      </dl>
      ${core.estimated ? `<p class="note"><b class="flag">${html(t("estimated"))}</b> ${html(core.estimated)}</p>` : ""}`;
    $("print").onclick = () => window.print();
    $("lang").onclick = () => { page.main.setLang(page.words.lang === "zh" ? "en" : "zh"); $("lang").focus(); };
    const names = ["maps", "whynot", "units", "compare", "frontier", "prices", "proof", "rules", "data", ...(core.case ? ["case"] : [])];
    $("nav").setAttribute("aria-label", core.title);
    $("nav").innerHTML = names.map((name) => `<a href="#${name}">${html(t(name))}</a>`).join("");
    $("skip").textContent = t("skip");
  };

  const compare = () => {
    const plans = [quo, ...given];
    const rows = core.comparison.map((row) => `<tr><th scope="row">${html(pick(row.label))}</th>${row.values.map((value, at) =>
      `<td class="n${row.best[at] ? " best" : ""}">${html(value)}</td>`).join("")}</tr>`).join("") +
      `<tr><th scope="row">${html(t("gap"))}</th>${plans.map((plan) => `<td class="n">${html(pick(plan.record.gap))}</td>`).join("")}</tr>`;
    $("compare").innerHTML = `<h2>${html(t("compare"))}</h2>${table(th(t("measure")) + plans.map((plan) => th(plan.title, true)).join(""), rows, t("compare"))}<p id="distance" class="note"></p>`;
    distance();
  };
  const distance = () => {
    const rival = state.rival;
    let villages = 0, people = 0;
    first.unit.forEach((unit, piece) => {
      if (rival.unit[piece] === unit) return;
      villages += page.store.pieces.villages[piece];
      people += page.store.pieces.people[piece];
    });
    $("distance").textContent = `${rival.title}: ${t("villagesMoved", { n: count(villages), people: count(people), plan: first.title })}`;
  };

  const proof = () => {
    const made = first.record.proof;
    // With a tolerance later objectives may have worsened a value: bound and proof are of its own best.
    const away = made?.some((row) => row.best != null && row.best !== row.value);
    const objectives = made
      ? table(th(t("objective")) + th(t("value"), true) + (away ? th(t("stageBest"), true) : "") + th(t("bound"), true) + th(t("proof")) + th(t("rests")),
        made.map((row) => {
          const spec = specOf(row.name) ?? { short: { en: row.name, zh: row.name }, unit: row.unit };
          return `<tr><th scope="row">${html(pick(spec.short))} <small>${html(unitOf(spec))}</small></th><td class="n">${objective(spec, row.value)}</td>${away ? `<td class="n">${objective(spec, row.best)}</td>` : ""}<td class="n">${objective(spec, row.bound)}</td>
            <td class="${row.proved ? "good" : "open"}">${html(t(row.proved ? "proved" : "notProved"))}</td><td>${html(row.proof ? core.words.proofs[row.proof]?.[page.words.lang] ?? row.proof : "-")}</td></tr>`;
        }).join(""), t("proof"))
      : `<p>${html(t("notRecorded"))}</p>`;
    const notes = first.record.notes.map((note) => `<li>${html(pick(note))}</li>`).join("");
    const known = core.analysis?.counties ?? [];
    const counties = known.length ? `<h3>${html(t("countyProofs"))}</h3><p>${html(t("countyLead"))}</p>${table(
      th(t("county")) + th(t("unitsNow"), true) + th(t("fewest"), true) +
      core.objectives.filter((spec) => spec.name !== "units").map((spec) => th(page.words.bracketed(pick(spec.short), unitOf(spec)), true)).join("") + th(t("proof")),
      known.map((row) => {
        const at = core.counties.findIndex(([code]) => code === row.code);
        const cells = core.objectives.filter((spec) => spec.name !== "units").map((spec) => {
          const value = row.values?.[spec.name], bound = row.bounds?.[spec.name];
          const gap = value !== bound ? `<br><small>${html(t("bound"))} ${objective(spec, bound)}</small>` : "";
          return `<td class="n">${objective(spec, value)}${gap}</td>`;
        }).join("");
        return `<tr><th scope="row">${html(core.counties[at][1])}</th><td class="n">${row.units}</td><td class="n">${row.fewest ?? "-"}</td>${cells}
          <td class="${row.proved ? "good" : "open"}">${html(row.proved ? t("proved") : t("openWord"))}</td></tr>`;
      }).join(""), t("countyProofs"))}` : "";
    $("proof").innerHTML = `<h2>${html(t("proof"))}</h2>${objectives}${notes ? `<ul>${notes}</ul>` : ""}${counties}${backbone()}`;
    $("proof").querySelectorAll("[data-layer]").forEach((button) => {
      button.onclick = () => {
        $("layer").value = state.layer = button.dataset.layer;
        page.maps.refresh();
        $("maps").scrollIntoView({ block: "start" });
      };
    });
  };
  const backbone = () => {
    const found = part("backbone");
    const title = `<h3>${html(t("backboneTitle"))}</h3>`;
    if (!found) return core.analysis ? `${title}<p>${html(pick(core.analysis.backbone.why))}</p>` : "";
    const name = (code) => townships[byCode.get(code)].name;
    // Where villages go one by one: how many of a township's, in every plan and in some besides.
    const said = (pair) => {
      if (!pair.villages) return `${name(pair.a)} + ${name(pair.b)}`;
      const { every, some, open } = pair.villages;
      const most = every + some + open;
      return `${name(pair.a)} → ${name(pair.b)} ${most > every && every ? `${every}-${most}` : most}/${pair.of}`;
    };
    const list = (standing) => core.counties.map(([, county], at) => {
      const own = found.pairs.filter((pair) => pair.standing === standing && townships[byCode.get(pair.a)].county === at);
      return own.length ? `<tr><th scope="row">${html(county)}</th><td>${own.map((pair) => `<span class="pair">${html(said(pair))}</span>`).join(" ")}</td></tr>` : "";
    }).join("");
    const block = (key, standing) => {
      const rows = list(standing);
      return rows ? `<details${standing === "every" ? " open" : ""}><summary>${html(t(key))}</summary><table><tbody>${rows}</tbody></table></details>` : "";
    };
    return `${title}<p>${html(t("backboneLead", { units: found.near.units, within: `${100 * found.within}%` }))} ${found.pairs.some((pair) => pair.villages) ? `${html(t("backboneVillages"))} ` : ""}${html(t(page.paint.settled ? "proved" : "notProved"))}.
      <button type="button" class="link" data-layer="byBackbone">${html(t("layer"))}: ${html(t("byBackbone"))}</button></p>${block("inEvery", "every")}${block("inSome", "some")}${block("unknownStanding", "open")}`;
  };

  const rules = () => {
    const plans = given;
    const found = (plan, rule) => plan.record.rules.find((one) => one.clause === rule.clause && one.key === (rule.key ?? rule.clause));
    const rows = core.rules.filter((rule) => rule.effect !== "objective").map((rule) => {
      const off = ["off"].includes(rule.state);
      const cells = plans.map((plan) => {
        const one = found(plan, rule);
        if (!one) return "<td>-</td>";
        const detail = pick({ en: one.detail, zh: one.detail_zh });
        const long = detail.length > 120 ? `<details><summary>${html(detail.slice(0, 80))}…</summary>${html(detail)}</details>` : html(detail);
        return `<td class="${one.status === "broken" ? "bad" : one.status === "met" ? "good" : ""}"><b>${html(pick(core.words.statuses[one.status]))}</b>${detail ? `<br>${long}` : ""}</td>`;
      }).join("");
      const note = pick({ en: rule.note ?? "", zh: rule.note_zh ?? "" });
      return `<tr class="${off ? "off" : ""}" data-rule="${html(rule.key ?? rule.clause)}"><td class="clause"><code>${html(rule.clause)}</code></td><th scope="row">${html(pick({ en: rule.title, zh: rule.title_zh }))}</th>
        <td>${html(pick(core.words.states[rule.state] ?? { en: rule.state, zh: rule.state }))}</td><td>${html([rule.value, note].filter(Boolean).join("; "))}</td>${cells}</tr>`;
    }).join("");
    $("rules").innerHTML = `<h2>${html(t("rules"))}</h2>${table(th(t("clause")) + th(t("rule")) + th(t("state")) + th(t("parameters")) + plans.map((plan) => th(plan.title)).join(""), rows, t("rules"))}`;
  };

  const data = () => {
    const row = (name, text) => `<tr><th scope="row">${html(name)}</th><td>${text}</td></tr>`;
    const order = core.objectives.map((spec) => `<li>${html(pick(spec.title))}${spec.tolerance ? ` (${html(t("tolerance", { n: 100 * spec.tolerance }))})` : ""}</li>`).join("");
    $("data").innerHTML = `<h2>${html(t("data"))}</h2><table><tbody>
      ${row(t("estimated"), html(core.estimated || t("notEstimated")))}
      ${row(t("distances"), html(pick(core.distances)))}
      ${row(t("dataDay"), html(pick(core.day)))}
      ${page.view && page.view.inferred ? row(t("maps"), html(t("inferred"))) : ""}
      ${row(t("scenario"), html(core.scenario.name))}
      ${row(t("objective"), `<ol>${order}</ol>`)}
      ${row(t("hash"), `<code>${html(core.scenario.sha256)}</code>`)}</tbody></table>`;
    $("foot").innerHTML = `<p>${html(pick(core.mark))}. ${html(pick(core.proposals))}. ${html(t("madeBy", { version: core.version }))}</p>`;
  };

  const procedure = () => {
    const known = core.case;
    const section = $("case");
    if (!known) { section.hidden = true; return; }
    const gates = (known.gates ?? []).map((gate) => {
      const name = pick(gate.name ?? gate.title ?? { en: gate.id, zh: gate.id });
      const open = known.open_gates.includes(gate.id ?? gate.key);
      return `<tr><th scope="row">${html(name)}</th><td class="${open ? "open" : "good"}">${html(open ? t("openGates") : pick({ en: "passed", zh: "已通过" }))}</td></tr>`;
    }).join("");
    section.innerHTML = `<h2>${html(t("case"))}</h2><p class="${known.executable ? "good" : "open"}"><b>${html(t(known.executable ? "executable" : "notExecutable"))}</b> ${html(pick(known.mark))}</p>
      ${gates ? `<table><thead><tr>${th(t("gates"))}${th(t("state"))}</tr></thead><tbody>${gates}</tbody></table>` : ""}
      <p>${html(t("caseHead"))} <code>${html(known.head)}</code>, ${html(known.as_of)}</p>`;
  };

  page.maps.on("rival", distance);
  return { build: () => { head(); compare(); proof(); rules(); data(); procedure(); } };
})();
