"""What `import optimizer` offers: one function a command, results as pandas data frames.

`optimizer.__all__` names what is promised; it is re-exported by `optimizer/__init__.py`, which
imports a module of this package when a name of it is first used. The command line calls these
functions, and `optimizer.report` to print what they return.
"""
