// Colours of pieces under a plan, by layer, and the legend that goes with them.
page.paint = (() => {
  const { core, pieces, townships, quo, first, part, byCode, pairOf } = page.store;
  const { t, pick } = page.words;
  const PALE = ["#dbe8f4", "#fbe8d3", "#dff0da", "#f6e0ea", "#fbf5d0", "#e7e1f2", "#d6efec", "#ede5dc"];
  const STRONG = ["#74add9", "#f2a557", "#83c178", "#e08fb6", "#ecd04a", "#a997d8", "#5fbdb5", "#c8a07a"];
  const KINDS = ["#dcebcf", "#f7d9a0", "#d7a6c4"];
  const VERDICTS = {
    forbidden: "#c8402f", "no plan": "#8e5a9c", costs: "#e8a33d", free: "#4f9d69", open: "#b9c0c5",
  };
  const STANDINGS = { every: "#2f6fb0", some: "#f0b95a", none: "#dfe4e7", open: "#b9a7c9" };
  const PROOFS = { proved: "#8fc79a", open: "#f0b95a", unknown: "#dfe4e7" };
  const RAMP = ["#edf4f3", "#c5e0dd", "#92c5c2", "#5ba3a6", "#337f89", "#1d5a6b", "#123c4c"];
  const BREAKS = [2000, 4000, 6000, 8000, 12000, 16000];
  const SELECTED = "#14394f";

  // Hues so that neighbours differ in every plan that was given; greedy, most neighbours first.
  const hues = (() => {
    const near = Array.from({ length: townships.length }, () => new Set());
    if (page.view) {
      const side = topojson.neighbors(core.map.topology.objects.places.geometries);
      for (const plan of [quo, ...page.store.given]) {
        side.forEach((others, piece) => others.forEach((other) => {
          const [a, b] = [plan.unit[piece], plan.unit[other]];
          if (a !== b) { near[a].add(b); near[b].add(a); }
        }));
      }
    }
    const hue = new Array(townships.length).fill(-1);
    const order = [...hue.keys()].sort((a, b) => near[b].size - near[a].size || a - b);
    for (const unit of order) {
      const used = new Set([...near[unit]].map((other) => hue[other]));
      let free = 0;
      while (used.has(free)) free++;
      hue[unit] = free;
    }
    return hue;
  })();

  const standings = (() => {
    const found = part("backbone");
    if (!found) return null;
    const alone = new Set(found.alone.map((code) => byCode.get(code)));
    const of = new Map();
    const rank = { every: 3, some: 2, open: 1 };
    for (const pair of found.pairs) {
      for (const code of [pair.a, pair.b]) {
        const unit = byCode.get(code);
        if ((rank[of.get(unit)] ?? 0) < rank[pair.standing]) of.set(unit, pair.standing);
      }
    }
    return (township) => (alone.has(township) ? "none" : of.get(township) ?? "none");
  })();

  // Whether every standing of the backbone is known.
  const settled = Boolean(part("backbone")?.proved) && part("backbone").pairs.every((pair) => pair.standing !== "open" && !pair.villages?.open);

  const proofs = new Map((core.analysis?.counties ?? []).map((row) => [row.code, row]));
  const proofOf = (county) => {
    const row = proofs.get(core.counties[county][0]);
    if (!row || !row.values) return first.record.outcome === "OPTIMAL" ? "proved" : "unknown";
    return row.proved ? "proved" : "open";
  };

  const ramp = (metres) => {
    if (metres < 0) return "#dfe4e7";
    const at = BREAKS.findIndex((limit) => metres < limit);
    return RAMP[at < 0 ? BREAKS.length : at];
  };

  const LAYERS = {
    byUnit: (plan) => {
      const strong = new Map();
      return (piece) => {
        const unit = plan.unit[piece];
        if (!strong.has(unit)) strong.set(unit, touched(plan, unit));
        return (strong.get(unit) ? STRONG : PALE)[hues[unit] % PALE.length];
      };
    },
    byKind: (plan) => (piece) => KINDS[plan.kind(plan.unit[piece])],
    byChange: (plan) => (piece) => {
      if (plan === quo) return first.unit[piece] === pieces.home[piece] ? "#eef1f2" : "#e8a33d";
      return plan.changed(plan.unit[piece]) ? (plan.unit[piece] === pieces.home[piece] ? "#7fb2d6" : "#e8a33d") : "#eef1f2";
    },
    byDistance: (plan) => {
      const known = new Map();
      return (piece) => {
        const unit = plan.unit[piece];
        if (!known.has(unit)) known.set(unit, plan.figures(unit).mean);
        return ramp(known.get(unit));
      };
    },
    byBackbone: () => (piece) => (standings ? STANDINGS[standings(pieces.home[piece])] : "#dfe4e7"),
    byProof: () => (piece) => PROOFS[proofOf(townships[pieces.home[piece]].county)],
  };
  const touched = (plan, unit) =>
    plan === quo
      ? page.store.given[0].members.get(unit) === undefined || first.changed(unit)
      : plan.changed(unit);

  // With a unit selected its neighbours take the colour of what keeps them apart.
  const colourOf = (plan, layer, selected) => {
    const base = LAYERS[layer](plan);
    if (selected < 0 || plan !== first) return base;
    return (piece) => {
      const unit = plan.unit[piece];
      if (unit === selected) return SELECTED;
      const pair = pairOf(selected, unit);
      return pair ? VERDICTS[pair.verdict] : "#f3f5f6";
    };
  };

  const km = (metres) => String(metres / 1000);
  const legend = (layer, selected) => {
    if (selected >= 0) return Object.keys(VERDICTS).map((verdict) => [VERDICTS[verdict], t(verdict)]);
    switch (layer) {
      case "byKind": return core.words.kinds.map((kind, at) => [KINDS[at], pick(kind)]);
      case "byChange": return [["#eef1f2", t("kept")], ["#7fb2d6", t("grown")], ["#e8a33d", t("dissolvedHere")]];
      case "byDistance": return RAMP.map((colour, at) => [
        colour, at ? (at < BREAKS.length ? `${km(BREAKS[at - 1])}-${km(BREAKS[at])}` : `≥ ${km(BREAKS[at - 1])}`) : `< ${km(BREAKS[0])}`,
      ]);
      case "byBackbone": return [
        [STANDINGS.every, t("inEvery")], [STANDINGS.some, t("inSome")], [STANDINGS.none, t("inNone")],
        ...(settled ? [] : [[STANDINGS.open, t("unknownStanding")]]),
      ];
      case "byProof": return [[PROOFS.proved, t("proved")], [PROOFS.open, t("openWord")], [PROOFS.unknown, t("notKnown")]];
      default: return [[PALE[0], t("kept")], [STRONG[0], t("changes")]];
    }
  };
  const layers = () => ["byUnit", "byKind", "byChange", "byDistance", ...(standings ? ["byBackbone"] : []), "byProof"];
  return { colourOf, legend, layers, VERDICTS, PROOFS, proofOf, proofs, standings, settled };
})();
