"""All input and output of Stadspols: sources, areas, store, aggregation, release, CLI."""
