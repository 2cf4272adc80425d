"""Posts per second of the whole path, beside what others would write and beside the ceiling.

Usage: python bench/throughput.py [POSTS] [--torch PYTHON]

The same posts go through (ours) `stadspols ingest`: parse, gate, detect, pseudonymise, classify,
store; (c) the ceiling: the bare forward pass of our two models on the same batches of pieces;
and with `--torch`, a Python that has torch too, (a) the afternoon script and (b) a careful batched
version in plain torch, both on the first posts only, for they take the same time for each post.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from bench.posts import texts, write
from models.load import NAMES_DIR, PACKAGED_DIR
from models.normal_form import normal_form
from models.transformer import Encoder

ROOT = Path(__file__).parent.parent
DATA = ROOT / "models" / "data"


def main() -> None:
    """Print one row per way."""
    options = _options()
    print(f"{options.posts} posts, {options.threads} threads")
    for number in (options.posts // 4, options.posts):
        rate, seconds, peak = ours(number, options.threads)
        _row(f"ours, {number} posts", rate, f"{seconds:.0f} s, peak {peak:.0f} MB")
    _row("(c) bare forward pass of our two models", ceiling(options.posts, options.threads), "")
    if options.torch:
        for way, sample in (("afternoon", options.sample), ("batched", options.sample * 4)):
            rate = _with_torch(options.torch, way, sample, options.threads)
            _row({"afternoon": "(a)", "batched": "(b)"}[way] + f" {way}", rate, f"{sample} posts")


def ours(number: int, threads: int) -> tuple[float, float, float]:
    """Return posts per second after start-up, seconds in all, and peak memory in MB."""
    with tempfile.TemporaryDirectory() as folder:
        site = Path(folder)
        write(site / "posts.jsonl", number, DATA)
        write(site / "one.jsonl", 1, DATA)
        environment = {
            **os.environ,
            "STADSPOLS_DATA": str(site / "data"),
            "STADSPOLS_KEYS": str(site / "keys"),
            "STADSPOLS_THREADS": str(threads),
        }
        start_up, _ = _timed(site / "one.jsonl", environment)
        seconds, peak = _timed(site / "posts.jsonl", environment)
    return number / (seconds - start_up), seconds, peak


def _timed(file: Path, environment: dict[str, str]) -> tuple[float, float]:
    began = time.perf_counter()
    command = [sys.executable, "-c", "from pipeline.cli.app import main; main()", "ingest"]
    with subprocess.Popen(
        [*command, "--file", str(file)], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
    ) as process:
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return time.perf_counter() - began, usage.ru_maxrss / 1024


def ceiling(number: int, threads: int) -> float:
    """Return posts per second of both models alone, on the batches that ours makes of them."""
    posts = list(dict.fromkeys(texts(number, DATA)))
    encoders = [Encoder(PACKAGED_DIR, threads), Encoder(NAMES_DIR, threads)]
    rows = [
        [encoding.ids for encoding in encoder.encode([normal_form(post) for post in posts])]
        for encoder in encoders
    ]
    began = time.perf_counter()
    for encoder, pieces in zip(encoders, rows, strict=True):
        for at in range(0, len(pieces), 512):
            encoder.outputs(pieces[at : at + 512])
    return number / (time.perf_counter() - began)


def _with_torch(python: str, way: str, sample: int, threads: int) -> float:
    done = subprocess.run(
        [python, "-m", "bench.throughput_torch", way, str(sample), str(threads)],
        cwd=ROOT,
        capture_output=True,
        check=True,
    )
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return float(answer["posts_per_second"])


def _row(name: str, rate: float, note: str) -> None:
    print(f"{rate:8.1f} posts/s  {name:45} {note}", flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("posts", type=int, nargs="?", default=20_000)
    parser.add_argument("--threads", type=int, default=len(os.sched_getaffinity(0)))
    parser.add_argument("--torch", help="a Python that has torch and what the product needs")
    parser.add_argument("--sample", type=int, default=200, help="posts for (a); (b) gets 4 times")
    return parser.parse_args()


if __name__ == "__main__":
    main()
