"""The mesh of villages: who touches whom, how long the border is, how large each one is.

A village is its cell of the barycentric dual of a triangulation: bounded by the lines from the
middle of each triangle to the middles of its sides. Unlike Voronoi cells, any two villages that
an edge joins share a border of some length, so every pair is a rook's neighbour.
"""

from dataclasses import dataclass
from typing import Self

import numpy as np
from scipy.spatial import Delaunay

from optimizer.data.generate.arrays import Bools, Floats, Ints, lengths


@dataclass(frozen=True)
class Mesh:
    """A triangulation.

    Attributes
    ----------
    triangles : int array, shape (t, 3)
    a, b : int array, shape (e,)
        The inner edges, each once.
    left, right : int array, shape (e,)
        The two triangles at each edge.
    """

    triangles: Ints
    a: Ints
    b: Ints
    left: Ints
    right: Ints

    @classmethod
    def of(cls, xy_km: Floats) -> Self:
        """Triangulate the points (Delaunay); edges of the hull are left out."""
        found = Delaunay(xy_km)
        triangles = found.simplices.astype(np.int64)
        left, corner = np.nonzero(found.neighbors > np.arange(len(triangles))[:, None])
        right = found.neighbors[left, corner].astype(np.int64)
        a, b = triangles[left, (corner + 1) % 3], triangles[left, (corner + 2) % 3]
        return cls(triangles, a, b, left.astype(np.int64), right)

    def areas_km2(self, xy_km: Floats) -> Floats:
        """Return the area of each village's cell: a third of each triangle that it is in."""
        p, q, r = (xy_km[self.triangles[:, i]] for i in range(3))
        (ux, uy), (vx, vy) = (q - p).T, (r - p).T
        third = np.abs(ux * vy - uy * vx) / 6
        return np.asarray(
            np.bincount(self.triangles.ravel(), np.repeat(third, 3), minlength=len(xy_km))
        )

    def borders_km(self, xy_km: Floats, edges: Bools) -> Floats:
        """Return the length of the border that the villages of each of `edges` share."""
        centre = xy_km[self.triangles].mean(axis=1)
        middle = (xy_km[self.a[edges]] + xy_km[self.b[edges]]) / 2
        return lengths(centre[self.left[edges]] - middle) + lengths(
            centre[self.right[edges]] - middle
        )
