// The maps side by side, moved together, and what is selected on them.
page.maps = (() => {
  const { core, quo, given, first, size } = page.store;
  const { t, pick } = page.words;
  const view = page.view;
  const state = {
    layer: "byUnit", selected: -1, pair: -1, hover: null, rival: given[1] ?? given[0], shown: 1,
  };
  const listeners = { select: new Set(), rival: new Set(), hover: new Set() };
  const tell = (what) => listeners[what].forEach((listener) => listener(state));
  let maps = [];
  let waiting = 0;

  const html = (text) => String(text).replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);

  const section = document.getElementById("maps");
  const build = () => {
    const figures = [quo, first, state.rival].map((plan, at) => `
      <figure class="map" data-at="${at}">
        <figcaption><b>${html([t("before"), t("after"), t("rival")][at])}</b> <span class="title"></span>
          <span class="key"></span></figcaption>
        <div class="ground" tabindex="0" role="application" aria-roledescription="map">
          <canvas class="base" aria-hidden="true"></canvas><canvas class="over" aria-hidden="true"></canvas></div>
      </figure>`).join("");
    section.innerHTML = `
      <h2 class="hidden">${html(t("maps"))}</h2>
      <div class="tools">
        <div class="searching"><label class="hidden" for="search">${html(t("search"))}</label>
          <input id="search" type="search" autocomplete="off" role="combobox" aria-expanded="false"
            aria-controls="found" aria-autocomplete="list" placeholder="${html(t("search"))}">
          <ul id="found" role="listbox" aria-label="${html(t("search"))}" hidden></ul></div>
        <label>${html(t("layer"))} <select id="layer"></select></label>
        <label>${html(t("onMap"))} <select id="rival"></select></label>
        <span class="buttons"><button type="button" data-zoom="1.5" aria-label="${html(t("zoomIn"))}">+</button>
          <button type="button" data-zoom="0.667" aria-label="${html(t("zoomOut"))}">−</button>
          <button type="button" data-zoom="0">${html(t("reset"))}</button></span>
      </div>
      <div class="tabs" role="group" aria-label="${html(t("maps"))}">${[0, 1, 2].map((at) => `
        <button type="button" data-tab="${at}">${html([t("before"), t("after"), t("rival")][at])}</button>`).join("")}</div>
      <div class="three">${figures}</div>
      <p class="legend" id="legend"></p>
      <p class="note">${view && view.inferred ? `<b class="flag">${html(t("inferred"))}</b> ` : ""}<span id="mapnote"></span></p>
      <div class="under"><div id="inspector" class="panel"></div><div id="whynot" class="panel" tabindex="-1"></div></div>`;
    if (!view) {
      section.querySelector(".three").innerHTML = `<p class="note">${html(t("noMap"))}</p>`;
    }
    options();
    wire();
  };

  const options = () => {
    const layer = document.getElementById("layer");
    layer.innerHTML = page.paint.layers().map((key) => `<option value="${key}">${html(t(key))}</option>`).join("");
    layer.value = state.layer;
    rivals();
  };
  const rivals = () => {
    const list = document.getElementById("rival");
    const plans = [...given.slice(1), ...(given.length < 2 ? [first] : []), quo];
    if (!plans.includes(state.rival)) plans.push(state.rival);
    list.innerHTML = plans.map((plan, at) => `<option value="${at}">${html(plan.title)}</option>`).join("");
    list.value = String(plans.indexOf(state.rival));
    list.onchange = () => setRival(plans[Number(list.value)], false);
  };

  const wire = () => {
    document.getElementById("layer").onchange = (event) => { state.layer = event.target.value; refresh(); };
    section.querySelectorAll("[data-zoom]").forEach((button) => {
      button.onclick = () => {
        const factor = Number(button.dataset.zoom);
        if (view) factor ? view.zoomAt(factor, view.camera.x, view.camera.y) : view.reset();
      };
    });
    section.querySelectorAll("[data-tab]").forEach((button) => {
      button.onclick = () => { state.shown = Number(button.dataset.tab); tabs(); resize(); };
    });
    if (!view) return;
    maps = [...section.querySelectorAll("figure.map")].map((element, at) =>
      new page.map.PlanMap(element, [quo, first, state.rival][at]));
    maps.forEach((map) => { map.state = state; follow(map); });
    tabs();
    titles();
    resize();
  };
  const tabs = () => {
    section.dataset.shown = state.shown;
    section.querySelectorAll("[data-tab]").forEach((button, at) =>
      button.setAttribute("aria-pressed", String(at === state.shown)));
  };

  const titles = () => maps.forEach((map) => {
    map.element.querySelector(".title").textContent = map.plan.title;
    map.element.querySelector(".key").textContent = t("unitCount", { n: page.words.count(map.plan.members.size) });
    map.element.querySelector(".ground").setAttribute("aria-label", `${map.plan.title}. ${t("mapHelp")}`);
  });

  const schedule = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; paint(); painted(); }); };
  const painted = () => { if (!performance.getEntriesByName("maps").length) performance.mark("maps"); };
  const paint = () => maps.forEach((map) => { if (map.width > 1) { if (map.dirty) map.draw(); map.drawOver(); } });
  const refresh = () => {
    maps.forEach((map) => { map.dirty = true; });
    legend();
    schedule();
  };
  const resize = () => { maps.forEach((map) => map.resize()); schedule(); };

  const legend = () => {
    const rows = page.paint.legend(state.layer, state.selected);
    document.getElementById("legend").innerHTML = rows.map(([colour, text]) =>
      `<span class="swatch"><i style="background:${colour}"></i>${html(text)}</span>`).join("") +
      `<span class="swatch"><i class="dot"></i>${html(t("legendSeat"))}</span>` +
      `<span class="swatch"><i class="line"></i>${html(t("legendCounty"))}</span>`;
    document.getElementById("mapnote").textContent =
      state.selected >= 0 ? t("selectedNote", { name: first.name(state.selected) }) : t("hint");
  };

  const setRival = (plan, look = true) => {
    state.rival = plan;
    state.shown = 2;
    if (maps[2]) { maps[2].setPlan(plan); titles(); }
    rivals();
    tabs();
    tell("rival");
    refresh();
    if (look) section.scrollIntoView({ behavior: "auto", block: "start" });
    resize();
  };

  // What lies under a point of a map, told to the inspector.
  const point = (map, px, py) => {
    const [x, y] = map.toMap(px, py);
    const piece = view.pieceAt(x, y);
    const before = state.hover;
    const ready = document.readyState !== "loading";
    state.hover = piece < 0 ? null : { piece, village: ready ? view.villageAt(piece, x, y) : null };
    const same = before?.piece === state.hover?.piece && before?.village?.at === state.hover?.village?.at;
    if (!same) { tell("hover"); maps.forEach((one) => { if (one.width > 1) one.drawOver(); }); }
    return state.hover;
  };

  const select = (unit, pair = -1) => {
    state.selected = unit;
    state.pair = pair;
    tell("select");
    refresh();
  };
  // The first click picks a unit of the first plan, one on a neighbour asks about both.
  const click = (piece) => {
    if (piece < 0) return select(-1);
    const unit = first.unit[piece];
    if (state.selected >= 0 && page.store.pairOf(state.selected, unit)) return select(state.selected, unit);
    return select(unit === state.selected ? -1 : unit);
  };

  const follow = (map) => {
    const ground = map.element.querySelector(".ground");
    const pointers = new Map();
    let moved = 0, spread = 0;
    const local = (event) => {
      const box = ground.getBoundingClientRect();
      return [event.clientX - box.left, event.clientY - box.top];
    };
    ground.addEventListener("pointermove", (event) => {
      const [px, py] = local(event);
      const last = pointers.get(event.pointerId);
      if (!last) { point(map, px, py); return; }
      pointers.set(event.pointerId, [px, py]);
      if (pointers.size === 2) {
        const [a, b] = [...pointers.values()];
        const now = Math.hypot(a[0] - b[0], a[1] - b[1]);
        if (spread) view.zoomAt(now / spread, ...map.toMap((a[0] + b[0]) / 2, (a[1] + b[1]) / 2));
        spread = now;
        moved = 99;
        return;
      }
      moved += Math.abs(px - last[0]) + Math.abs(py - last[1]);
      if (moved > 5) view.pan((last[0] - px) / map.scale, (last[1] - py) / map.scale);
    });
    ground.addEventListener("pointerdown", (event) => {
      pointers.set(event.pointerId, local(event));
      if (pointers.size === 1) moved = 0;
      spread = 0;
      ground.setPointerCapture(event.pointerId);
    });
    const end = (event) => {
      const had = pointers.delete(event.pointerId);
      if (had && event.type === "pointerup" && moved <= 5) {
        const found = point(map, ...local(event));
        click(found ? found.piece : -1);
      }
    };
    ground.addEventListener("pointerup", end);
    ground.addEventListener("pointercancel", end);
    ground.addEventListener("pointerleave", () => {
      if (!state.hover) return;
      state.hover = null;
      tell("hover");
      schedule();
    });
    ground.addEventListener("wheel", (event) => {
      event.preventDefault();
      view.zoomAt(Math.exp(-event.deltaY / 400), ...map.toMap(...local(event)));
    }, { passive: false });
    ground.addEventListener("dblclick", (event) => view.zoomAt(2, ...map.toMap(...local(event))));
    ground.addEventListener("keydown", (event) => {
      const step = 60 / map.scale;
      const way = { ArrowLeft: [-step, 0], ArrowRight: [step, 0], ArrowUp: [0, -step], ArrowDown: [0, step] }[event.key];
      if (way) view.pan(...way);
      else if (event.key === "+" || event.key === "=") view.zoomAt(1.5, view.camera.x, view.camera.y);
      else if (event.key === "-") view.zoomAt(1 / 1.5, view.camera.x, view.camera.y);
      else if (event.key === "0") view.reset();
      else if (event.key === "Escape") select(-1);
      else if (event.key === "Enter" || event.key === " ") {
        const found = point(map, map.width / 2, map.height / 2);
        click(found ? found.piece : -1);
      } else return;
      event.preventDefault();
    });
  };

  // Look at some pieces, on every map.
  const look = (wanted) => {
    if (!view) return;
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const piece of wanted) {
      const own = view.boxes[piece];
      box[0] = Math.min(box[0], own[0]); box[1] = Math.min(box[1], own[1]);
      box[2] = Math.max(box[2], own[2]); box[3] = Math.max(box[3], own[3]);
    }
    view.show(box);
  };

  if (view) view.onMove(() => { maps.forEach((map) => { map.dirty = true; }); schedule(); });
  window.addEventListener("resize", resize);
  // Villages come after the scripts in the file: what shows them is drawn when all is there.
  document.addEventListener("DOMContentLoaded", refresh);
  return {
    state, build, refresh, resize, setRival, select, click, look, html, legend, point, size, core, pick,
    get maps() { return maps; },
    on: (what, listener) => listeners[what].add(listener),
  };
})();
