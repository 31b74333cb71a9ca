"""Invented territories: square grids for benchmarks, and counties that look like real ones.

Everything here is pure: a generator returns a :class:`Dataset`, the same for the same
arguments, and only :func:`write_dataset` touches the disk. Codes begin with a province number
that GB/T 2260 leaves free, so no invented code is that of a real place; names are put together
from common characters and may coincide with real ones by chance.
"""

from optimizer.data.generate.dataset import Dataset, write_dataset
from optimizer.data.generate.grid import generate_grid
from optimizer.data.generate.region import generate_city, generate_county, generate_province

__all__ = [
    "Dataset",
    "generate_city",
    "generate_county",
    "generate_grid",
    "generate_province",
    "write_dataset",
]
