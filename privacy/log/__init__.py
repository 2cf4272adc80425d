"""The append-only log: what ran, under which decision, provable to who holds a checkpoint."""
