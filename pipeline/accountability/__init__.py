"""Giving account: what the law and the council ask for, made from the framework and the log.

Each artefact is a pure function of `facts.Facts`, as plain data that a page or a file renders.
Nothing in it is typed twice; `python -m pipeline.accountability.kept` renews those in the repo.
"""
