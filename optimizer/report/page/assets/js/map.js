// One map: a canvas for the plan, another above it for what is pointed at.
page.map = (() => {
  if (!page.view) return null;
  const { core, size, pieces, townships, quo } = page.store;
  const view = page.view;
  const { pick } = page.words;
  const CROWDED = 22;
  const VILLAGES_FROM = 9;
  const DOTS_FROM = 4;

  // A number of pixels of a name, told without measuring: Han characters are an em wide.
  const wide = (text, em) => [...text].reduce((sum, c) => sum + (c.charCodeAt(0) > 0x2e80 ? em : 0.56 * em), 0);

  class PlanMap {
    constructor(element, plan) {
      this.element = element;
      this.base = element.querySelector("canvas.base");
      this.over = element.querySelector("canvas.over");
      this.plan = plan;
      this.state = { layer: "byUnit", selected: -1, hover: null, pair: -1 };
      this.dirty = true;
      this.setPlan(plan);
    }

    setPlan(plan) {
      this.plan = plan;
      this.borders = view.lines(view.bordersOf(plan.unit));
      const seen = new Map();
      plan.members.forEach((_, unit) => seen.set(unit, view.seats[unit]));
      // Names of county seats first, then of the units of most people.
      this.named = [...plan.members.keys()]
        .map((unit) => ({ unit, at: view.seats[unit], name: plan.name(unit), figures: plan.figures(unit) }))
        .sort((a, b) => townships[b.unit].flags.includes("county_seat") - townships[a.unit].flags.includes("county_seat")
          || b.figures.people - a.figures.people);
      this.vacated = plan === quo ? [] : [...quo.members.keys()].filter((unit) => !plan.members.has(unit));
      this.dirty = true;
    }

    resize() {
      const box = this.base.parentElement.getBoundingClientRect();
      this.width = Math.max(1, Math.round(box.width));
      this.height = Math.max(1, Math.round(box.height));
      this.ratio = Math.min(2, window.devicePixelRatio || 1);
      for (const canvas of [this.base, this.over]) {
        canvas.width = this.width * this.ratio;
        canvas.height = this.height * this.ratio;
      }
      this.dirty = true;
    }

    get scale() { return view.fitted(this.width, this.height) * view.camera.zoom; }

    toMap(px, py) {
      const k = this.scale;
      return [view.camera.x + (px - this.width / 2) / k, view.camera.y + (py - this.height / 2) / k];
    }

    toScreen([x, y]) {
      const k = this.scale;
      return [(x - view.camera.x) * k + this.width / 2, (y - view.camera.y) * k + this.height / 2];
    }

    placed(canvas) {
      const context = canvas.getContext("2d");
      const k = this.scale * this.ratio;
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, canvas.width, canvas.height);
      context.setTransform(k, 0, 0, k, canvas.width / 2 - view.camera.x * k, canvas.height / 2 - view.camera.y * k);
      return context;
    }

    draw() {
      if (!this.width) return;
      const context = this.placed(this.base);
      const px = 1 / this.scale;
      context.save();
      if (view.inferred) context.clip(view.outline);
      const colour = page.paint.colourOf(this.plan, this.state.layer, this.state.selected);
      const shown = this.seen();
      context.lineJoin = "round";
      for (let piece = 0; piece < size; piece++) {
        if (!this.inSight(view.boxes[piece], shown)) continue;
        context.fillStyle = context.strokeStyle = colour(piece);
        context.lineWidth = 0.8 * px;
        context.fill(view.paths[piece], "evenodd");
        context.stroke(view.paths[piece]);
      }
      if (document.readyState !== "loading" && this.scale * this.kmStep > DOTS_FROM) this.drawVillages(context, shown, px);
      const crowded = this.room < CROWDED;
      context.strokeStyle = crowded ? "#8b979e" : "#4c5a64";
      context.lineWidth = (crowded ? 0.4 : 0.9) * px;
      context.stroke(this.borders);
      context.strokeStyle = "#1d2a33";
      context.lineWidth = (crowded ? 1 : 2) * px;
      context.stroke(view.countyPath);
      context.restore();
      context.strokeStyle = "#1d2a33";
      context.lineWidth = (view.inferred ? 1.4 : 2) * px;
      context.stroke(view.outline);
      context.setTransform(this.ratio, 0, 0, this.ratio, 0, 0);
      this.drawSeats(context);
      this.drawMark(context);
      this.dirty = false;
    }

    // Pixels along the side of a unit of mean size: where there are few, less is written.
    get room() { return this.scale * Math.sqrt((view.width * view.height) / this.plan.members.size); }

    get kmStep() { return 1 / view.km; }

    seen() {
      const [x0, y0] = this.toMap(0, 0), [x1, y1] = this.toMap(this.width, this.height);
      return [x0, y0, x1, y1];
    }

    inSight(box, shown) {
      return box[0] <= shown[2] && box[2] >= shown[0] && box[1] <= shown[3] && box[3] >= shown[1];
    }

    // Villages of the counties in sight, once they are large enough to be told apart.
    drawVillages(context, shown, px) {
      const pixels = this.scale * this.kmStep;
      const open = new Set();
      for (let piece = 0; piece < size; piece++) {
        if (this.inSight(view.boxes[piece], shown)) open.add(view.counties[piece]);
      }
      for (const county of open) {
        const held = view.villagesOf(county);
        if (pixels > VILLAGES_FROM) {
          context.strokeStyle = "rgba(70,84,94,0.35)";
          context.lineWidth = 0.5 * px;
          context.stroke(view.villageLines(county));
        }
        context.fillStyle = "rgba(40,52,60,0.55)";
        const { xy, piece } = held.block;
        for (let at = 0; at < piece.length; at++) {
          const x = xy[2 * at], y = xy[2 * at + 1];
          if (x < shown[0] || x > shown[2] || y < shown[1] || y > shown[3]) continue;
          const moves = this.plan.unit[piece[at]] !== pieces.home[piece[at]];
          const r = (moves ? 2.2 : 1.3) * px;
          context.fillStyle = moves ? "#a3301f" : "rgba(40,52,60,0.5)";
          context.fillRect(x - r, y - r, 2 * r, 2 * r);
        }
      }
    }

    drawSeats(context) {
      context.strokeStyle = "#a3301f";
      context.lineWidth = 1.2;
      for (const unit of this.vacated) {
        const [x, y] = this.toScreen(view.seats[unit]);
        context.beginPath();
        context.moveTo(x - 2.6, y - 2.6); context.lineTo(x + 2.6, y + 2.6);
        context.moveTo(x + 2.6, y - 2.6); context.lineTo(x - 2.6, y + 2.6);
        context.stroke();
      }
      const taken = [];
      const crowded = this.room < CROWDED;
      const em = this.width < 420 || crowded ? 10 : 11.5;
      context.textAlign = "center";
      context.textBaseline = "middle";
      context.lineJoin = "round";
      for (const { unit, at, name } of this.named) {
        const [x, y] = this.toScreen(at);
        if (x < 0 || y < 0 || x > this.width || y > this.height) continue;
        const chief = townships[unit].flags.includes("county_seat");
        context.fillStyle = "#1d2a33";
        context.beginPath();
        if (crowded && !chief) continue;
        context.arc(x, y, crowded ? 1.8 : chief ? 3 : 1.9, 0, 7);
        context.fill();
        if (chief && !crowded) { context.strokeStyle = "#fff"; context.lineWidth = 1; context.stroke(); }
        const w = wide(name, em) / 2 + 2;
        const box = [x - w, y + 3, x + w, y + 5 + em];
        if (taken.some((b) => box[0] < b[2] && box[2] > b[0] && box[1] < b[3] && box[3] > b[1])) continue;
        taken.push(box);
        context.font = `${chief ? "600 " : ""}${em}px ${page.map.FONT}`;
        context.lineWidth = 3;
        context.strokeStyle = "rgba(255,255,255,0.85)";
        context.strokeText(name, x, y + 4 + em / 2);
        context.fillText(name, x, y + 4 + em / 2);
      }
    }

    drawMark(context) {
      const mark = pick(core.watermark);
      if (mark) {
        context.save();
        context.translate(this.width / 2, this.height / 2);
        context.rotate(-0.42);
        const em = Math.min(22, (1.1 * this.width) / Math.max(8, wide(mark, 1)));
        context.font = `600 ${em}px ${page.map.FONT}`;
        context.fillStyle = "rgba(120,30,20,0.17)";
        context.textAlign = "center";
        context.fillText(mark, 0, 0);
        context.restore();
      }
      const km = [1, 2, 5, 10, 20, 50, 100, 200, 500].find((n) => n * this.scale * this.kmStep > 44) ?? 500;
      const length = km * this.scale * this.kmStep;
      context.fillStyle = context.strokeStyle = "#1d2a33";
      context.lineWidth = 1.2;
      context.beginPath();
      context.moveTo(10, this.height - 14); context.lineTo(10, this.height - 10);
      context.lineTo(10 + length, this.height - 10); context.lineTo(10 + length, this.height - 14);
      context.stroke();
      context.font = `10.5px ${page.map.FONT}`;
      context.textAlign = "left";
      context.fillText(page.words.t("scale", { n: km }), 14, this.height - 17);
      context.textAlign = "center";
      context.fillText("N", this.width - 16, 12);
      context.beginPath();
      context.moveTo(this.width - 16, 18); context.lineTo(this.width - 20, 32);
      context.lineTo(this.width - 16, 28); context.lineTo(this.width - 12, 32);
      context.closePath();
      context.fill();
    }

    drawOver() {
      if (!this.width) return;
      const context = this.placed(this.over);
      const { hover, selected, pair } = this.state;
      const px = 1 / this.scale;
      if (view.inferred) { context.save(); context.clip(view.outline); }
      const ring = (unit, colour, width) => {
        const own = this.plan.members.get(unit);
        if (!own) return;
        context.strokeStyle = colour;
        context.lineWidth = width * px;
        context.stroke(this.edge(unit));
      };
      if (selected >= 0 && this.plan === page.store.first) {
        ring(selected, "#14394f", 3.5);
        if (pair >= 0) ring(pair, "#14394f", 3.5);
      }
      if (hover) {
        ring(this.plan.unit[hover.piece], "#0b0f12", 2.6);
        if (hover.village) {
          context.fillStyle = "rgba(255,214,0,0.75)";
          context.strokeStyle = "#0b0f12";
          context.lineWidth = 1 * px;
          const own = view.trace(new Path2D(), view.villageRings(hover.village.county, hover.village.at));
          context.fill(own, "evenodd");
          context.stroke(own);
        }
      }
      if (view.inferred) context.restore();
    }

    edge(unit) {
      this.edges ??= new WeakMap();
      if (!this.edges.has(this.plan)) this.edges.set(this.plan, new Map());
      const known = this.edges.get(this.plan);
      if (!known.has(unit)) {
        const inside = new Set(this.plan.members.get(unit));
        const places = core.map.topology.objects.places;
        const mesh = topojson.mesh(core.map.topology, places, (a, b) => a === b ? inside.has(a.id) : inside.has(a.id) !== inside.has(b.id));
        known.set(unit, view.lines(mesh.coordinates));
      }
      return known.get(unit);
    }
  }

  return {
    PlanMap, wide,
    FONT: '"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif',
  };
})();
