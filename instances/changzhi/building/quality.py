"""Write the measured figures: quality.csv, published.csv and a section of SOURCES.md."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from . import city, measures, seats, tables
from .county import Estimate

BEGIN = "<!-- measured: begin -->"
END = "<!-- measured: end -->"
LARGEST = 10
ALL = "all"
WORDS = {
    "townships": "townships",
    "villages": "villages",
    "unnamed": "without a name",
    "unclassed": "without a class",
    "pairs": "pairs",
    "roads": "roads",
    "roads_out": "roads out",
    "outline_km2": "outline km2",
    "polygon_km2": "polygon km2",
    "adjacent_here": "touching here",
    "adjacent_facts": "in facts",
    "adjacent_both": "in both",
    "precision": "precision",
    "recall": "recall",
    "known_used": "used",
    "known_seat": "not needed",
    "known_outside": "outside",
    "known_near": "too near",
    "mean_km": "mean km",
    "p95_km": "P95 km",
    "worst_km": "worst km",
    "circuity": "road / straight",
}
ADDED = ("townships", "villages", "unnamed", "unclassed", "pairs", "roads", "outline_km2",
         "polygon_km2", "adjacent_here", "adjacent_facts", "adjacent_both",
         "known_used", "known_seat", "known_outside", "known_near")  # fmt: skip
Figures = Mapping[str, float]


def write(found: Sequence[Estimate], source: Path, output: Path) -> None:
    """Measure the estimates and write what was found."""
    figures = _figures(found, source)
    compared = measures.published(found, source)
    names = {e.county.code: e.county.name for e in found} | {ALL: "长治市"}
    tables.write(
        [
            {"county": code, "name": names[code], "measure": key, "value": _number(value)}
            for code, row in figures.items()
            for key, value in row.items()
        ],
        output / "quality.csv",
    )
    tables.write(compared, output / "quality_published.csv")
    sources = output / "SOURCES.md"
    if sources.exists():
        section = _section(found, figures, names, compared)
        tables.replace(sources, _inserted(sources.read_text(encoding="utf-8"), section))


def _figures(found: Sequence[Estimate], source: Path) -> dict[str, dict[str, float]]:
    counties = [e.county for e in found]
    pairs = city.road_pairs(found, city.projection_of(counties))
    access = measures.access(found, pairs)
    figures: dict[str, dict[str, float]] = {}
    for e in found:
        own, code = access[e.county.code], e.county.code
        ends = [(a[:6], b[:6]) for (a, b), _ in pairs if code in (a[:6], b[:6])]
        within = sum(a == b for a, b in ends)
        figures[code] = {
            **_counts(e),
            "roads": within,
            "roads_out": len(ends) - within,
            "outline_km2": round(e.outline.area_km2, 1),
            "polygon_km2": e.county.area_km2,
            **_agreement(measures.agreement(e, source)),
            **_known(e),
            "mean_km": round(own.mean_km, 2),
            "p95_km": round(own.p95_km, 2),
            "worst_km": round(own.worst_km, 2),
            "circuity": round(own.circuity, 3),
        }
    figures[ALL] = _total(figures, len(pairs))
    return figures


def _counts(e: Estimate) -> dict[str, float]:
    villages = [v for t in e.county.townships for v in t.villages]
    return {
        "townships": len(e.county.townships),
        "villages": len(villages),
        "unnamed": sum(not v.name for v in villages),
        "unclassed": sum(not v.category for v in villages),
        "pairs": len(e.borders),
    }


def _agreement(found: measures.Agreement) -> dict[str, float]:
    return {
        "adjacent_here": found.here,
        "adjacent_facts": found.facts,
        "adjacent_both": found.both,
        "precision": round(found.precision, 3),
        "recall": round(found.recall, 3),
    }


def _known(e: Estimate) -> dict[str, float]:
    return {
        "known_used": e.known["used"],
        "known_seat": e.known["not needed (seat)"],
        "known_outside": e.known["refused (outside its township's cell)"],
        "known_near": e.known["refused (too near another point)"],
    }


def _total(figures: Mapping[str, Figures], roads: int) -> dict[str, float]:
    total = {key: round(sum(row[key] for row in figures.values()), 1) for key in ADDED}
    together = measures.Agreement(
        int(total["adjacent_here"]), int(total["adjacent_facts"]), int(total["adjacent_both"])
    )
    worst = max(row["worst_km"] for row in figures.values())
    return {**total, "roads_out": roads - total["roads"], **_agreement(together), "worst_km": worst}


def _section(
    found: Sequence[Estimate],
    figures: Mapping[str, Figures],
    names: Mapping[str, str],
    compared: Sequence[Mapping[str, str]],
) -> str:
    def table(*keys: str) -> str:
        head = ["county", *(WORDS[key] for key in keys)]
        body = [
            [f"{code} {names[code]}", *(_number(row[key]) if key in row else "" for key in keys)]
            for code, row in figures.items()
        ]
        return _markdown(head, body)

    return "\n\n".join([
        "### Size",
        "`roads out`: roads to other counties; the last line counts each once.",
        table("townships", "villages", "unnamed", "unclassed", "pairs", "roads", "roads_out"),
        "### Townships that touch, against the facts' Voronoi adjacency, within counties",
        table("adjacent_here", "adjacent_facts", "adjacent_both", "precision", "recall",
              "outline_km2", "polygon_km2"),
        "### Known village points",
        table("known_used", "known_seat", "known_outside", "known_near"),
        "### Road distance of villages to their seat before any plan",
        table("mean_km", "p95_km", "worst_km", "circuity"),
        "### Seat villages by the rule that chose them",
        _markdown(["rule", "townships"], _seat_rules(found)),
        "### Largest townships",
        _markdown(["township", "kind", "km2", "villages"], _largest(found)),
        "### Published figures beside the estimates",
        _markdown(list(compared[0]), [list(row.values()) for row in compared]),
    ])  # fmt: skip


def _seat_rules(found: Sequence[Estimate]) -> list[list[str]]:
    counts = Counter(rule for e in found for _, rule in e.seat.values())
    return [[rule, str(counts[rule])] for rule in seats.SEAT_RULES]


def _largest(found: Sequence[Estimate]) -> list[list[str]]:
    everyone = [(e.area_ha[t.code], t) for e in found for t in e.county.townships]
    everyone.sort(key=lambda pair: (-pair[0], pair[1].code))
    return [
        [f"{t.code} {t.name}", t.kind, f"{ha / 100:.2f}", str(len(t.villages))]
        for ha, t in everyone[:LARGEST]
    ]


def _markdown(head: Sequence[str], body: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *body]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _number(value: float) -> str:
    return f"{value:g}" if value < 1000 else f"{value:.10g}"


def _inserted(text: str, section: str) -> str:
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n\n{section}\n\n{END}{after}"
