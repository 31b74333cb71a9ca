"""Small models of known answer, by which CP-SAT is tested before it is believed.

The first is what was left, by leaving away row after row, of a county's model of 65
columns that OR-Tools 9.15.6755 calls infeasible in its presolve although `SATISFYING`
keeps every row. The other two are of the same kind: a sum that can be met, and one
that no choice meets.
"""

from __future__ import annotations

from typing import NamedTuple


class KnownRow(NamedTuple):
    """`low <= sum of factor x column <= high`; None where an end does not bind."""

    columns: tuple[int, ...]
    factors: tuple[int, ...]
    low: int | None
    high: int | None


class KnownModel(NamedTuple):
    """A model over 0/1 columns.

    Attributes
    ----------
    satisfying
        A point that keeps every row; None where there is none.
    """

    size: int
    rows: tuple[KnownRow, ...]
    satisfying: tuple[int, ...] | None


# fmt: off
SATISFYING = (
    0, 1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 0, 0, 0, 1, 1, 0, 0, 1, 0, 1, 0, 0, 1, 0, 1, 1, 0,
    0
)
COUNTY_ROWS = (
    KnownRow(
        columns=(
            15, 16
        ),
        factors=(
            1, 1
        ),
        low=1, high=1,
    ),
    KnownRow(
        columns=(
            1, 2, 9, 12, 22
        ),
        factors=(
            -113_522, 70_356, 49_110, 57_313, 13_431
        ),
        low=-102_588, high=None,
    ),
    KnownRow(
        columns=(
            7, 28, 29
        ),
        factors=(
            -1, 1, 1
        ),
        low=0, high=0,
    ),
    KnownRow(
        columns=(
            0, 4, 5, 7, 10, 13, 15, 17, 20, 23, 24, 26, 28, 29
        ),
        factors=(
            28_003, 35_907, 71_880, 71_799, 49_110, 57_313, 72_312, 28_057, 37_862, 13_431,
            39_850, 73_566, -333_655, -333_655
        ),
        low=None, high=0,
    ),
    KnownRow(
        columns=(
            0, 4, 5, 7, 10, 13, 15, 17, 20, 23, 24, 26, 28, 29
        ),
        factors=(
            28_003, 35_907, 71_880, 71_799, 49_110, 57_313, 72_312, 28_057, 37_862, 13_431,
            39_850, 73_566, -128_568, -128_568
        ),
        low=0, high=None,
    ),
    KnownRow(
        columns=(
            0, 4, 5, 7, 10, 13, 15, 17, 20, 23, 24, 26, 28
        ),
        factors=(
            -186_696_001, 119_678_031, -479_223_960, -478_683_933, -327_416_370, -382_105_771,
            241_015_896, -187_056_019, 126_194_046, 44_765_523, -265_679_950, -490_464_522,
            2_797_326_526
        ),
        low=0, high=None,
    ),
    KnownRow(
        columns=(
            3, 30
        ),
        factors=(
            -1, 1
        ),
        low=0, high=0,
    ),
    KnownRow(
        columns=(
            1, 3, 7, 16, 29, 30
        ),
        factors=(
            1, -2, -2, 1, 3, 3
        ),
        low=0, high=None,
    ),
    KnownRow(
        columns=(
            0, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 17, 18, 19, 20, 21, 22, 23, 24, 25,
            26, 27
        ),
        factors=(
            -175_802_834, -295_776_624, -532_141_740, -267_321_720, -1_162_659_000,
            -894_328_344, -88_692_660, -241_719_420, -369_994_740, -247_362_908, -425_950_216,
            -287_940_512, -900_718_272, -300_742_983, -601_850_707, -650_220_975,
            -286_918_236, -682_424_688, -56_302_752, -98_153_748, -428_267_950, -238_143_600,
            -896_033_880, -334_210_338
        ),
        low=-2_115_471_821, high=-2_115_471_821,
    ),
)
# fmt: on
COUNTY = KnownModel(31, COUNTY_ROWS, SATISFYING)
_WEIGHTS = (735_134_400, 698_377_680, 551_350_800, 538_017_480, 367_567_200, 232_792_560)
"""No choice of them adds up to more than the first, third and sixth by less than 84 million."""
_EVERY = (0, 1, 2, 3, 4, 5)
MEETABLE = KnownModel(
    6, (KnownRow(_EVERY, _WEIGHTS, 1_519_277_760, 1_519_277_760),), (1, 0, 1, 0, 0, 1)
)
UNMEETABLE = KnownModel(6, (KnownRow(_EVERY, _WEIGHTS, 1_519_277_761, 1_603_962_359),), None)
KNOWN_MODELS = (COUNTY, MEETABLE, UNMEETABLE)
