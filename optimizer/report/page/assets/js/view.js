// What all maps share: the ground in whole steps, where it is looked at from, what lies where.
page.view = (() => {
  const { core, size, countyOfPiece, blockOf } = page.store;
  const map = core.map;
  if (!map) return null;
  const [width, height] = map.size;
  const places = map.topology.objects.places;

  const feature = (topology, geometry) => topojson.feature(topology, geometry).geometry.coordinates;
  const trace = (path, rings) => {
    for (const ring of rings) {
      ring.forEach(([x, y], at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
      path.closePath();
    }
    return path;
  };
  const boxOf = (rings) => {
    const box = [Infinity, Infinity, -Infinity, -Infinity];
    for (const ring of rings) for (const [x, y] of ring) {
      box[0] = Math.min(box[0], x); box[1] = Math.min(box[1], y);
      box[2] = Math.max(box[2], x); box[3] = Math.max(box[3], y);
    }
    return box;
  };

  const rings = places.geometries.map((geometry) => feature(map.topology, geometry));
  const boxes = rings.map(boxOf);
  const paths = rings.map((own) => trace(new Path2D(), own));
  const flat = (ring) => Array.from({ length: ring.length / 2 }, (_, k) => [ring[2 * k], ring[2 * k + 1]]);
  const outlineRings = map.outline.map(flat);
  const outline = trace(new Path2D(), outlineRings);

  // Borders between groups of pieces, `group` of each piece.
  const bordersOf = (group) =>
    topojson.mesh(map.topology, places, (a, b) => a !== b && group[a.id] !== group[b.id]).coordinates;
  const lines = (coordinates) => {
    const path = new Path2D();
    for (const line of coordinates) line.forEach(([x, y], at) => (at ? path.lineTo(x, y) : path.moveTo(x, y)));
    return path;
  };
  const counties = Array.from({ length: size }, (_, piece) => countyOfPiece(piece));
  const countyLines = bordersOf(counties);
  const countyPath = lines(countyLines);

  // Villages of a county, decoded when they are first looked at.
  const villages = new Map();
  const villagesOf = (county) => {
    if (!villages.has(county)) {
      const block = blockOf(county);
      const topology = block.topology;
      const own = new Map(topology.objects.places.geometries.map((one) => [one.id, one]));
      villages.set(county, { block, topology, own, rings: new Map(), mesh: null });
    }
    return villages.get(county);
  };
  // Borders between the villages of a county, made when they are first drawn.
  const villageLines = (county) => {
    const held = villagesOf(county);
    held.mesh ??= lines(topojson.mesh(held.topology, held.topology.objects.places, (a, b) => a !== b).coordinates);
    return held.mesh;
  };
  const villageRings = (county, at) => {
    const held = villagesOf(county);
    if (!held.rings.has(at)) {
      const geometry = held.own.get(at);
      held.rings.set(at, geometry ? feature(held.topology, geometry) : []);
    }
    return held.rings.get(at);
  };

  const within = (rings_, x, y) => {
    let inside = false;
    for (const ring of rings_) {
      for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
        const [xi, yi] = ring[i], [xj, yj] = ring[j];
        if (yi > y !== yj > y && x < ((xj - xi) * (y - yi)) / (yj - yi) + xi) inside = !inside;
      }
    }
    return inside;
  };

  const pieceAt = (x, y) => {
    if (map.inferred && !within(outlineRings, x, y)) return -1;
    for (let piece = 0; piece < size; piece++) {
      const [x0, y0, x1, y1] = boxes[piece];
      if (x >= x0 && x <= x1 && y >= y0 && y <= y1 && within(rings[piece], x, y)) return piece;
    }
    return -1;
  };
  // The village under a point: of points alone the nearest one, which is what their cells are.
  const villageAt = (piece, x, y) => {
    const county = countyOfPiece(piece);
    const { block } = villagesOf(county);
    let best = -1, least = Infinity;
    for (let at = block.byPiece.get(piece); at < block.piece.length && block.piece[at] === piece; at++) {
      const dx = block.xy[2 * at] - x, dy = block.xy[2 * at + 1] - y;
      if (block.xy[2 * at] < 0 && block.xy[2 * at + 1] < 0) continue;
      if (!map.inferred && within(villageRings(county, at), x, y)) return { county, at };
      if (dx * dx + dy * dy < least) { least = dx * dx + dy * dy; best = at; }
    }
    return best < 0 ? null : { county, at: best };
  };

  // Where all maps are looked at from: `k` pixels a step, centred on (x, y).
  const camera = { x: width / 2, y: height / 2, zoom: 1 };
  const listeners = new Set();
  const moved = () => listeners.forEach((listener) => listener());
  const clamp = () => {
    camera.zoom = Math.min(60, Math.max(1, camera.zoom));
    camera.x = Math.min(width, Math.max(0, camera.x));
    camera.y = Math.min(height, Math.max(0, camera.y));
  };
  const fitted = (w, h) => Math.min(w / width, h / height) * 0.96;

  return {
    width, height, km: map.km, inferred: map.inferred, rings, boxes, paths, outline, outlineRings, counties,
    countyPath, countyLines, seats: map.seats, bordersOf, lines, trace, villagesOf, villageLines, villageRings, pieceAt,
    villageAt, camera, fitted, boxOf,
    onMove: (listener) => listeners.add(listener),
    reset: () => { Object.assign(camera, { x: width / 2, y: height / 2, zoom: 1 }); moved(); },
    pan: (dx, dy) => { camera.x += dx; camera.y += dy; clamp(); moved(); },
    zoomAt: (factor, x, y) => {
      const before = camera.zoom;
      camera.zoom *= factor;
      clamp();
      const real = camera.zoom / before;
      camera.x = x + (camera.x - x) / real;
      camera.y = y + (camera.y - y) / real;
      clamp();
      moved();
    },
    show: (box) => {
      camera.x = (box[0] + box[2]) / 2;
      camera.y = (box[1] + box[3]) / 2;
      camera.zoom = 0.5 * Math.min(width / Math.max(1, box[2] - box[0]), height / Math.max(1, box[3] - box[1]));
      camera.zoom = Math.min(camera.zoom, 12);
      clamp();
      moved();
    },
  };
})();
