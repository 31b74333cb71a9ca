"""What is longer than a sheet has room for is cut in pictures."""

from __future__ import annotations

from optimizer.report.map.fonts import NAME_EM, em, shortened


def test_names_are_cut_and_say_so() -> None:
    """Names in use stay whole: 18 wide characters, or 28 narrow ones."""
    for name in ("双江拉祜族佤族布朗族傣族自治县", "Kreuzlingen-Emmishofen", "甲"):
        assert shortened(name, NAME_EM) == name
    cut = shortened("乙" * 131_072, NAME_EM)
    assert cut.endswith("…")
    assert em(cut) <= NAME_EM
    assert cut.startswith("乙" * 16)
