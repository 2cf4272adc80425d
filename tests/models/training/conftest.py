"""Training needs torch, which the product does not: `make test-train` runs these tests."""

from importlib.util import find_spec

collect_ignore = [] if find_spec("torch") else ["test_network.py"]
