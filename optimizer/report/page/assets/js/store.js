// The data of the page: plans by pieces, units added up, villages by county when they are needed.
page.store = (() => {
  const core = JSON.parse(document.getElementById("core").textContent);
  const { pieces, townships, ways } = core;
  const size = pieces.home.length;
  const { t, pick } = page.words;

  const blocks = new Map();
  const blockOf = (county) => {
    if (!blocks.has(county)) {
      const element = document.getElementById(`county-${county}`);
      const block = JSON.parse(element.textContent);
      block.byPiece = new Map();
      block.piece.forEach((piece, at) => {
        if (!block.byPiece.has(piece)) block.byPiece.set(piece, at);
      });
      blocks.set(county, block);
    }
    return blocks.get(county);
  };

  const countyOfPiece = (piece) => townships[pieces.home[piece]].county;

  // A plan: `unit` of each piece; units are known by the township whose seat they keep.
  class Plan {
    constructor(record, title) {
      this.record = record;
      this.unit = record.unit;
      this.titled = title;
      this.kinds = record.kinds ?? {};
      this.members = new Map();
      this.unit.forEach((unit, piece) => {
        if (!this.members.has(unit)) this.members.set(unit, []);
        this.members.get(unit).push(piece);
      });
    }

    get title() { return typeof this.titled === "function" ? this.titled() : this.titled; }

    kind(unit) { return this.kinds[unit] ?? townships[unit].kind; }

    name(unit) {
      const given = this.record.names?.[unit];
      if (given) return given;
      const before = townships[unit];
      if (this.kind(unit) === before.kind) return before.name;
      return before.name.replace(/(街道办事处|街道|镇|乡)$/, "") + core.words.kinds[this.kind(unit)].zh;
    }

    // What the pieces of a unit come to; -1 metres where a way is not known.
    figures(unit) {
      const found = { unit, ha: 0, people: 0, villages: 0, worst: 0, travel: 0, homes: new Set() };
      for (const piece of this.members.get(unit)) {
        found.ha += pieces.ha[piece];
        found.people += pieces.people[piece];
        found.villages += pieces.villages[piece];
        found.homes.add(pieces.home[piece]);
        const [worst, travel] = ways[`${piece},${unit}`] ?? [-1, -1];
        found.worst = worst < 0 || found.worst < 0 ? -1 : Math.max(found.worst, worst);
        found.travel = travel < 0 || found.travel < 0 ? -1 : found.travel + travel;
      }
      found.mean = found.travel < 0 || !found.people ? -1 : found.travel / found.people;
      return found;
    }

    changed(unit) {
      if (this.kind(unit) !== townships[unit].kind) return true;
      const before = quo.members.get(unit) ?? [];
      const after = this.members.get(unit);
      return before.length !== after.length || after.some((piece) => pieces.home[piece] !== unit);
    }

    operation(unit) {
      const known = this.record.operations?.[unit];
      return known ? pick(core.words.operations[known]) : "";
    }
  }

  const quo = new Plan(core.plans[0], () => t("quo"));
  const given = core.plans.slice(1).map((record) => new Plan(record, record.title));

  // A plan that the analysis writes as what it changes of the first one.
  const derived = (moves, title) => {
    const unit = given[0].unit.slice();
    for (let at = 0; at < moves.changes.length; at += 2) unit[moves.changes[at]] = moves.changes[at + 1];
    return new Plan({ unit, kinds: moves.kinds ?? {} }, title);
  };

  const byCode = new Map(townships.map((township, at) => [township.code, at]));
  const part = (name) => (core.analysis?.[name]?.available ? core.analysis[name] : null);

  // Pairs of units of the first plan with what keeps them apart, by "a,b" with a < b.
  const pairs = new Map();
  const neighbours = new Map();
  for (const pair of part("why_not")?.pairs ?? []) {
    const [a, b] = [byCode.get(pair.a), byCode.get(pair.b)];
    pairs.set(`${Math.min(a, b)},${Math.max(a, b)}`, { ...pair, a, b });
    for (const [one, other] of [[a, b], [b, a]]) {
      if (!neighbours.has(one)) neighbours.set(one, []);
      neighbours.get(one).push(other);
    }
  }
  const pairOf = (a, b) => pairs.get(`${Math.min(a, b)},${Math.max(a, b)}`);

  return {
    core, size, pieces, townships, quo, given, derived, Plan, byCode, part, pairs, neighbours, pairOf,
    blockOf, countyOfPiece,
    first: given[0],
    metres: (county, at, unit) => {
      const block = blockOf(county);
      const piece = block.piece[at];
      const held = block.ways[`${piece},${unit}`];
      return held ? held[at - block.byPiece.get(piece)] : -1;
    },
  };
})();
