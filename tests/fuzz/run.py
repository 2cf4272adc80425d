"""Attack each parser with inputs that follow its branches, and print what came of it.

Usage: python -m tests.fuzz.run [MILLIONS] [TARGET ...]

Inputs grow by coverage (atheris, libFuzzer). Slow parsers get a tenth of the inputs of the others.
What breaks a parser is left in `.fuzz/found`; once mended it belongs in `corpus/`, which `make
test` runs.
"""

from __future__ import annotations

import re
import subprocess
import sys
import time
from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
WORK = Path(__file__).parents[2] / ".fuzz"
SLOW_SHARE = 0.1
TIMEOUT_SECONDS = 10
LONGEST_BYTES = 4096


def main(arguments: list[str]) -> int:
    """Attack the targets one after another; return 1 when something broke."""
    from tests.fuzz.targets import TARGETS

    millions = float(arguments[0]) if arguments else 1.0
    names = arguments[1:] or list(TARGETS)
    weights = {name: SLOW_SHARE if TARGETS[name].slow else 1.0 for name in names}
    print(f"{'target':14} {'inputs':>9} {'seconds':>8} found")
    total = broken = 0
    for name in names:
        inputs = round(millions * 1e6 * weights[name] / sum(weights.values()))
        started = time.monotonic()
        done, found = attack(name, inputs)
        print(f"{name:14} {done:9} {time.monotonic() - started:8.0f} {found}", flush=True)
        total, broken = total + done, broken + bool(found)
    print(f"{'all':14} {total:9}")
    return int(broken > 0)


def attack(name: str, inputs: int) -> tuple[int, str]:
    """Run one target in a process of its own; return the inputs it took and what broke it."""
    from tests.fuzz.targets import TARGETS

    work = WORK / "work" / name
    found = WORK / "found"
    for folder in (work, found):
        folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(TARGETS[name].seeds):
        (work / f"seed{number}").write_bytes(seed)
    process = subprocess.run(
        [
            *(sys.executable, "-m", "tests.fuzz.run", "--inside", name),
            *(f"-runs={inputs}", f"-timeout={TIMEOUT_SECONDS}", f"-max_len={LONGEST_BYTES}"),
            *(f"-artifact_prefix={found / name}-", "-rss_limit_mb=3000", "-verbosity=1"),
            str(work),
            *([str(CORPUS / name)] if (CORPUS / name).is_dir() else []),
        ],
        capture_output=True,
        check=False,
    )
    told = process.stderr.decode(errors="replace")
    done = re.findall(r"^#(\d+)", told, re.MULTILINE)
    broken = re.findall(r"Test unit written to (\S+)", told)
    if process.returncode and not broken:
        broken = [told.strip().splitlines()[-1]]
    return int(done[-1]) if done else 0, ", ".join(broken)


def inside(name: str, options: list[str]) -> None:
    """Be the process that is attacked; does not return."""
    import atheris

    with atheris.instrument_imports(include=["pipeline", "privacy"]):
        from tests.fuzz.targets import TARGETS
    atheris.Setup([name, *options], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--inside"]:
        inside(sys.argv[2], sys.argv[3:])
    sys.exit(main(sys.argv[1:]))
