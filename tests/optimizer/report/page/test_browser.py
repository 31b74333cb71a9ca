"""The page as a person uses it, in headless Chromium, at the size of a desk and of a phone."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from benchmarks.browser import show
from optimizer.report.dossier.marks import Marks
from optimizer.report.page import write_page
from tests.optimizer.report.page.conftest import FORMULA, Made

AXE = Path(__file__).resolve().parents[3] / "data" / "axe-core" / "axe.min.js"
SIZES = {"desk": (1400, 900, False), "phone": (390, 844, True)}


@pytest.fixture(params=list(SIZES))
def opened(request: pytest.FixtureRequest, browser: Any, small: Made) -> Any:
    """Return the browser with the page open at one size."""
    for log in ("browser", "performance"):
        browser.get_log(log)
    show(browser, small.file, *SIZES[request.param])
    return browser


def css(browser: Any, selector: str) -> Any:
    """Return the first element that a selector finds."""
    return browser.find_element("css selector", selector)


def shown(browser: Any, selector: str) -> list[Any]:
    """Return the elements that are to be seen."""
    return [e for e in browser.find_elements("css selector", selector) if e.is_displayed()]


def test_it_opens_without_errors_requests_or_harm(opened: Any, small: Made) -> None:
    """Names that would be markup stay text; nothing is asked of a network."""
    assert opened.execute_script("return window.hurt") is None
    severe = [row["message"] for row in opened.get_log("browser") if row["level"] != "INFO"]
    assert severe == []
    sent = [json.loads(row["message"])["message"] for row in opened.get_log("performance")]
    sent = [m["params"] for m in sent if m["method"] == "Network.requestWillBeSent"]
    own = [params for params in sent if params["documentURL"] == small.file.as_uri()]
    asked = [params["request"]["url"] for params in own]
    assert [url for url in asked if not url.startswith("data:")] == [small.file.as_uri()]
    width = opened.execute_script("return document.documentElement.scrollWidth - innerWidth")
    assert width <= 0


def test_axe_finds_nothing_serious(opened: Any) -> None:
    """No fault of accessibility that axe calls serious or critical, a pair being answered."""
    ask_about_a_pair(opened)
    opened.execute_script(AXE.read_text("utf-8"))
    found = opened.execute_async_script(
        "const done = arguments[0]; axe.run({resultTypes: ['violations']}).then(r => done(r))"
    )
    serious = [
        (rule["id"], [node["target"] for node in rule["nodes"]][:3])
        for rule in found["violations"]
        if rule["impact"] in ("serious", "critical")
    ]
    assert serious == []


def test_the_page_adds_up_to_what_the_checker_says(opened: Any, small: Made) -> None:
    """Area, people, villages and the farthest way of each unit equal those of the plan."""
    figures = opened.execute_script(
        "const plan = page.store.first;"
        "return [...plan.members.keys()].map(u => { const f = plan.figures(u);"
        "return [u, f.ha, f.people, f.villages, f.worst, f.travel]; })"
    )
    units = small.material.proposed.plan.units
    expected = [
        [u.township, u.area_ha, u.population, len(u.villages), u.worst_m, u.person_m] for u in units
    ]
    assert sorted(figures) == expected


def test_pointing_at_a_village_tells_its_units_and_ways(opened: Any, small: Made) -> None:
    """Every village is found at its own point, with the metres that the checker has."""
    from selenium.webdriver.common.action_chains import ActionChains

    ground = shown(opened, "figure.map .ground")[-1]
    opened.execute_script("arguments[0].scrollIntoView({block: 'center'})", ground)
    ActionChains(opened).move_to_element(ground).perform()
    said = css(opened, "#inspector").text
    at = opened.execute_script(
        "const h = page.maps.state.hover; const b = page.store.blockOf(h.village.county);"
        "return [b.codes[h.village.at], b.people[h.village.at]]"
    )
    territory, plan = small.material.territory, small.material.proposed.plan
    village = territory.village_codes[at[0]]
    assert at[1] == int(territory.villages.population[village])
    metres = plan.metres[village], small.material.status_quo.plan.metres[village]
    for value in metres:
        assert f"{value / 1000:.3f}" in said
    assert at[0] in said


def test_search_finds_by_keyboard(opened: Any) -> None:
    """Down and Enter choose what was found; the inspector tells it."""
    from selenium.webdriver.common.keys import Keys

    field = css(opened, "#search")
    field.send_keys("村5-3")
    assert [row.text.split()[0] for row in shown(opened, "#found [role=option]")] == ["村5-3"]
    field.send_keys(Keys.ARROW_DOWN, Keys.ENTER)
    assert "村5-3" in css(opened, "#inspector h3").text
    assert opened.execute_script("return page.view.camera.zoom") > 1
    assert shown(opened, "#found") == []


def test_the_table_is_filtered_sorted_and_downloaded(opened: Any, small: Made) -> None:
    """All units are there, by people downwards; a formula in a name is none in the CSV."""
    css(opened, "#table-changed").click()
    units = small.material.proposed.plan.units
    assert len(opened.find_elements("css selector", "#unit-table tbody tr")) == len(units)
    button = css(opened, "[data-sort=people]")
    for _ in range(2):
        opened.execute_script("arguments[0].click()", button)
    cells = opened.find_elements("css selector", "#unit-table tbody td:nth-child(9)")
    people = [int(cell.text.replace(",", "")) for cell in cells]
    assert people == sorted((u.population for u in units), reverse=True)
    text = opened.execute_script("return page.table.csv()")
    assert f"'{FORMULA}" in text
    assert f",{FORMULA}" not in text
    css(opened, "#table-filter").send_keys("县C2")
    rows = opened.find_elements("css selector", "#unit-table tbody tr")
    assert len(rows) == sum(u.county == 1 for u in units)


def ask_about_a_pair(browser: Any, verdict: str = "costs") -> dict[str, Any]:
    """Choose two neighbours of a verdict in the lists, as a keyboard would; return the pair."""
    from selenium.webdriver.support.ui import Select

    pair = browser.execute_script(
        "return [...page.store.pairs.values()].find(pair => pair.verdict === arguments[0])", verdict
    )
    Select(css(browser, "#pick-a")).select_by_value(str(pair["a"]))
    Select(css(browser, "#pick-b")).select_by_value(str(pair["b"]))
    return dict(pair)


def test_why_not_by_the_lists(opened: Any, small: Made) -> None:
    """A forbidden pair names its clause and figures; one that costs can be shown on a map."""
    pair = ask_about_a_pair(opened, "forbidden")
    said = css(opened, "#answer").text
    assert pair["reasons"]
    for reason in pair["reasons"]:
        assert reason["clause"] in said
        assert reason["zh"] in said
    pair = ask_about_a_pair(opened)
    css(opened, "#show-forced").click()
    together = opened.execute_script(
        "const own = page.store.first.members, rival = page.maps.state.rival;"
        "return [...own.get(arguments[0]), ...own.get(arguments[1])].map(p => rival.unit[p])",
        pair["a"],
        pair["b"],
    )
    assert len(set(together)) == 1
    assert small.analysis["why_not"]["exact"] == len(small.analysis["why_not"]["pairs"])


def test_why_not_by_two_clicks_on_the_map(opened: Any) -> None:
    """A click selects a unit, the next on its neighbour asks; Escape lets both go."""
    from selenium.webdriver.common.action_chains import ActionChains
    from selenium.webdriver.common.keys import Keys

    pair = opened.execute_script("return [...page.store.pairs.values()][0]")
    ground = shown(opened, "figure.map[data-at='1'] .ground")[0]
    opened.execute_script("arguments[0].scrollIntoView({block: 'center'})", ground)
    for unit in (pair["a"], pair["b"]):
        x, y, width, height = opened.execute_script(
            "const m = page.maps.maps[1];"
            "return [...m.toScreen(page.view.seats[arguments[0]]), m.width, m.height]",
            unit,
        )
        step = int(x - width / 2), int(y - height / 2)
        ActionChains(opened).move_to_element_with_offset(ground, *step).click().perform()
    state = opened.execute_script("const s = page.maps.state; return [s.selected, s.pair]")
    assert state == [pair["a"], pair["b"]]
    ground.send_keys(Keys.ESCAPE)
    assert opened.execute_script("return page.maps.state.selected") == -1


def test_a_point_of_the_frontier_repaints_the_map(opened: Any, small: Made) -> None:
    """The third map then has as many units as the point says."""
    points = small.analysis["frontier"]["points"]
    opened.execute_script("document.querySelector('#frontier button[data-point]').click()")
    units = opened.execute_script("return page.maps.maps[2].plan.members.size")
    assert units == points[0]["values"][0]


def test_maps_are_lines_in_print_and_texts_change_language(opened: Any) -> None:
    """Before printing each map has an SVG, afterwards none; the button changes all texts."""
    opened.execute_script("window.dispatchEvent(new Event('beforeprint'))")
    assert len(opened.find_elements("css selector", ".printed svg")) == 3
    assert opened.execute_script("return window.hurt") is None
    opened.execute_script("window.dispatchEvent(new Event('afterprint'))")
    assert opened.find_elements("css selector", ".printed") == []
    css(opened, "#lang").click()
    assert css(opened, "#compare h2").text == "Comparison"
    assert opened.execute_script("return document.documentElement.lang") == "en"


def test_keys_move_and_zoom_all_maps_together(opened: Any) -> None:
    """Plus zooms, an arrow moves, 0 shows the whole again; all maps share one view."""
    ground = shown(opened, "figure.map .ground")[0]
    ground.send_keys("+")
    ground.send_keys("\ue014")
    x, zoom = opened.execute_script("const c = page.view.camera; return [c.x, c.zoom]")
    assert zoom == pytest.approx(1.5)
    assert x > opened.execute_script("return page.view.width / 2")
    ground.send_keys("0")
    assert opened.execute_script("return page.view.camera.zoom") == 1


def test_each_rule_stands_as_the_checker_says(opened: Any, small: Made) -> None:
    """Rules of one clause are told apart; the status of the first plan is in its column."""
    words = small.material.words
    rows = opened.find_elements("css selector", "#rules tbody tr")
    said = {
        row.get_attribute("data-rule"): row.find_element("css selector", "td:nth-of-type(4) b").text
        for row in rows
        if row.find_elements("css selector", "td:nth-of-type(4) b")
    }
    found = {f.key: words.status(f.status) for f in small.material.proposed.audit.findings}
    assert said
    assert said == {key: found[key] for key in said}


def test_the_state_of_a_case_is_shown(browser: Any, small: Made, tmp_path: Path) -> None:
    """Gates with their state, whether the plan may be carried out, the head of the record."""
    state = {
        "executable": False,
        "mark": {"en": "DRAFT", "zh": "草案"},
        "gates": [
            {"key": "consultation", "name": {"en": "consultation", "zh": "征求意见"}},
            {"key": "risk", "name": {"en": "risk assessment", "zh": "风险评估"}},
        ],
        "open_gates": ["risk"],
        "head": "0123abcd",
        "as_of": "2026-11-29",
        "document_numbers": [],
        "map_numbers": [],
    }
    material = replace(small.material, marks=Marks(state=state))
    write_page(material, small.analysis, tmp_path)
    show(browser, tmp_path / "index.html", *SIZES["desk"])
    said = css(browser, "#case").text
    for word in ("征求意见 已通过", "风险评估 未通过", "尚不得实施", "0123abcd"):
        assert word in said
    assert any("#case" in a.get_attribute("href") for a in shown(browser, "nav a"))


def test_the_backbone_of_a_village_mode_counts_villages(
    browser: Any, small: Made, tmp_path: Path
) -> None:
    """A township beside a unit: how many of its villages go there in every plan, and in any."""
    (a, b), told = ("T00", "T10"), {"every": 1, "some": 2, "open": 0}
    pair = {"a": a, "b": b, "standing": "every", "whole": "some", "villages": told, "of": 4}
    backbone = {**small.analysis["backbone"], "proved": True, "pairs": [pair]}
    write_page(small.material, {**small.analysis, "backbone": backbone}, tmp_path)
    show(browser, tmp_path / "index.html", *SIZES["desk"])
    assert "村（居）" in css(browser, "#proof").text
    (said,) = shown(browser, "#proof .pair")
    assert said.text.endswith("→ 乙10镇 1-3/4")
