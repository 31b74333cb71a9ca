"""What an office has made a dataset: layers and tables read, matched, cleaned and written.

The box reads top down: `run` calls `read` (files to layers), `columns` and `levels` (what each
layer is), `position` (coordinates), `units` (layers of one level become one), `joining` (tables
by code and name), `coverage` (clean polygons, contiguity), `pieces` (islands, exclaves),
`figures` (people, areas), `seats`, `roads`, and `dataset` (tables and report). Whatever is assumed
or mended on the way is said to `notices`. pyogrio, shapely and pyproj are the extra `geo`,
workbooks the extra `office`; nothing else of the tool imports them but `export`.
"""
