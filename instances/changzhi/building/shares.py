"""Divide a whole number in proportion, with the parts adding up exactly."""

from __future__ import annotations

from collections.abc import Sequence


def largest_remainder(total: int, weights: Sequence[float], least: int = 0) -> list[int]:
    """Divide `total` in proportion to `weights`.

    Every part first gets `least`; the rest is divided by the largest remainder
    (Hamilton), ties to the earlier part.

    Raises
    ------
    ValueError
        When `total` is smaller than `least` for every part, or no weight is positive.
    """
    rest, scale = total - least * len(weights), sum(weights)
    if rest < 0 or scale <= 0.0:
        raise ValueError(f"cannot divide {total} into {len(weights)} parts of at least {least}")
    exact = [rest * weight / scale for weight in weights]
    parts = [int(value) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for i in order[: rest - sum(parts)]:
        parts[i] += 1
    return [part + least for part in parts]
