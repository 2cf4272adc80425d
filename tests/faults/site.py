"""An installation under test: its steps as processes, what it holds, and what must not be in it."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb

from pipeline.budget import Budget
from pipeline.bundle_files import read_bundle
from pipeline.bundling import bundle_of
from pipeline.clock import utc_now
from pipeline.framework_files import APPROVAL_NAME, FRAMEWORK_NAME, TRUST_ROOT_NAME
from pipeline.settings import PACKAGED_CONFIG, Settings
from privacy.framework.ceremony import with_validity
from privacy.framework.rotation import propose_root
from privacy.log.bundle import check_bundle
from privacy.log.journal import read_log
from privacy.log.record import Run, Start
from tests.e2e.test_canary import everything_below, found_in
from tests.faults.worker import LOG_KEY, Order, work
from tests.privacy.framework.council import THREE, Council, next_version

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from multiprocessing.context import ForkServerProcess

    from privacy.log.audit import Finding
    from tests.faults.newsroom import Newsroom

ROOT = Path(__file__).parent.parent.parent
STEPS = (
    "rotate",
    "activate",
    "ingest",
    "feed",
    "reprocess",
    "erase",
    "aggregate",
    "release",
    "purge",
    "models",
    "look",
    "bundle",
    "account",
)
"""Every job and command that changes something, in an order in which a day has them."""
ATTESTED = frozenset(STEPS) - {"activate", "look", "bundle", "account"}
"""Those that write to the log."""
PATIENCE_SECONDS = 240

_FORKING = get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.faults.worker", "pytest"])


@dataclass(frozen=True)
class Step:
    """A process at work; what it says goes to a file."""

    process: ForkServerProcess
    said_in: Path

    def signal(self, number: int) -> None:
        """Send a signal, unless it has ended already."""
        if self.process.is_alive() and self.process.pid:
            os.kill(self.process.pid, number)

    def ended(self, seconds: float = PATIENCE_SECONDS) -> str | None:
        """Return what it said, when it has ended; None when it has not in time.

        Who fails says why: a rule and words.
        """
        self.process.join(seconds)
        code = self.process.exitcode
        if code is None:
            return None
        said = self.said_in.read_text() if self.said_in.exists() else ""
        if code > 0:
            assert re.search(r"stadspols: \[[a-z_.]+\] \S", said), (code, said)
        return said

    def said(self) -> str:
        said = self.ended()
        assert said is not None, "a step hangs"
        return said

    def killed(self) -> str:
        self.signal(signal.SIGKILL)
        return self.said()


@dataclass(frozen=True)
class Site:
    """Settings, data and keys in a folder of their own; input and signed papers lie outside."""

    folder: Path
    outside: Path
    source: Path
    newsroom: Newsroom
    objector: str
    seconds: dict[str, float] = field(default_factory=dict)
    """How long each step takes, for who picks a moment."""

    @property
    def config(self) -> Path:
        return self.folder / "config"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def data(self) -> Path:
        return self.folder / "data"

    @property
    def lake(self) -> Path:
        return self.data / "meer"

    @property
    def catalogue(self) -> Path:
        return self.keys / "catalogus.sqlite"

    def start(self, *steps: str, **circumstances: object) -> Step:
        temporary = self.folder / "tmp"
        temporary.mkdir(parents=True, exist_ok=True)
        said = self.outside / f"said-{os.urandom(6).hex()}"
        order = Order(
            steps,
            self._environment(),
            temporary,
            said,
            self.source,
            self.objector,
            self.outside / "papers",
        )
        process = _FORKING.Process(target=work, args=(replace(order, **circumstances),))  # type: ignore[arg-type] # names of fields
        process.start()
        return Step(process, said)

    def _environment(self) -> Mapping[str, str]:
        temporary = str(self.folder / "tmp")
        return {
            **{k: v for k, v in os.environ.items() if not k.startswith("STADSPOLS_")},
            "STADSPOLS_CONFIG": str(self.config),
            "STADSPOLS_DATA": str(self.data),
            "STADSPOLS_KEYS": str(self.keys),
            "STADSPOLS_THREADS": "1",
            "STADSPOLS_BATCH_POSTS": "40",
            "STADSPOLS_CONTACT": "https://stadspols.example/vragen",
            "STADSPOLS_NOTIFY_WEBHOOK": f"{self.newsroom.url}/melding",
            "TMPDIR": temporary,
            "HOME": temporary,
        }

    def run(self, *steps: str, hours: float = 0.0) -> str:
        """Run steps that must succeed; return what they said."""
        step = self.start(*steps, hours=hours)
        said = step.said()
        assert step.process.exitcode == 0, said
        for name, seconds in re.findall(r"^(\w+) ([\d.]+)$", said, re.MULTILINE):
            self.seconds[name] = float(seconds)
        return said

    def figures(self) -> list[tuple[object, ...]]:
        with duckdb.connect(self.data / "vrijgave.duckdb", read_only=True) as connection:
            return connection.execute("FROM cellen ORDER BY ALL").fetchall()

    def spent_rho(self) -> float:
        """Return the privacy budget that was spent on public figures."""
        ledger = Budget(self.data / "budget.jsonl", utc_now).ledger()
        year = utc_now().year
        return sum(ledger.spent(each) for each in (year - 1, year))

    def unattested(self) -> int:
        """Return how many runs the log says began and does not say ended."""
        records = read_log((self.data / "logboek.jsonl").read_bytes())
        return sum(isinstance(r, Start) for r in records) - sum(isinstance(r, Run) for r in records)

    def findings(self) -> tuple[Finding, ...]:
        """Return what a councillor who checks a bundle of this moment finds."""
        settings = Settings(config=self.config, data=self.data, keys=self.keys)
        return check_bundle(bundle_of(settings, LOG_KEY, utc_now()), {}, None).findings

    def file_keys(self) -> dict[str, bytes]:
        """Return the key of each encrypted file that the catalogue names."""
        with closing(sqlite3.connect(self.catalogue)) as catalogue:
            rows = catalogue.execute(
                "SELECT path, encryption_key FROM ducklake_data_file UNION ALL "
                "SELECT path, encryption_key FROM ducklake_delete_file"
            ).fetchall()
        return {path: key.encode() for path, key in rows}

    def period_keys(self) -> dict[str, bytes]:
        """Return the key of each epoch and of each slot of texts."""
        return {path.name: path.read_bytes() for path in self.keys.rglob("*.key")}

    def contents(self) -> dict[str, bytes]:
        """Return every file by place, with what is packed in bundles unpacked."""
        left = everything_below(self.folder, besides=self.source)
        for bundle in self.data.glob("*.zip"):
            left |= {f"{bundle.name}/{name}": data for name, data in read_bundle(bundle).items()}
        return left

    def leaks(self, secrets: set[str], said: str) -> set[str]:
        """Return where a secret stands: in a file that is left, or in what was said or sent."""
        told = b"\n".join(self.newsroom.told)
        return found_in({**self.contents(), "said": said.encode(), "told": told}, secrets)

    def backup(self, to: Path) -> None:
        """Copy what there is, work going on, in the order of docs/beheer.md."""
        shutil.copytree(self.config, to / "config", symlinks=True, copy_function=_copied)
        (to / "keys").mkdir()
        with (
            closing(sqlite3.connect(self.catalogue)) as live,
            closing(sqlite3.connect(to / "keys" / self.catalogue.name)) as copy,
        ):
            live.backup(copy)
        for key in (*self.keys.glob("*.key"), *self.keys.glob("bezwaren")):
            shutil.copy(key, to / "keys")
        shutil.copytree(self.data, to / "data", copy_function=_copied)

    def restore(self, backup: Path) -> None:
        shutil.rmtree(self.folder)
        shutil.copytree(backup, self.folder, symlinks=True)
        self.keys.chmod(0o700)


def council(folder: Path, papers: Path, now: datetime, feeds: tuple[str, ...]) -> None:
    """Put a framework in `folder` that opens a file and feeds, and keeps texts two hours.

    It ends so soon that operators are told.

    In `papers` lies what comes next, signed: a second trust root, and a second version. Each
    version has a decision under each root, `besluit-<version>-<root>.json`.
    """
    folder.mkdir(parents=True)
    papers.mkdir()
    (folder / "gebieden").symlink_to(PACKAGED_CONFIG / "gebieden")
    framework = (PACKAGED_CONFIG / FRAMEWORK_NAME).read_bytes().decode()
    source = re.search(r"  - id: bestand\n.*?(?=\n# Per signaal)", framework, re.DOTALL)
    assert source is not None
    another = source[0].replace("id: bestand", "id: krant").replace("soort: bestand", "soort: rss")
    for old, new in (
        ("id: VOORBEELD-2026-001", "id: RB-2026-001"),
        ("bronnen: [voorbeeld, bestand]", "bronnen: [voorbeeld, bestand, krant]"),
        (source[0], f"{source[0].rstrip()}\n{another}"),
        ("bewaren_uren: 0", "bewaren_uren: 2"),
        ("inzage_rollen: []", "inzage_rollen: [fg]"),
        ("openbaar_zien, bezwaar_verwerken]", "openbaar_zien, bezwaar_verwerken, tekst_inzien]"),
    ):
        assert framework.count(old) == 1, old
        framework = framework.replace(old, new)
    first = now.date() - timedelta(days=100)
    content = with_validity(framework.encode(), first, first + timedelta(days=140))
    versions = {1: content, 2: next_version(content, ("k: 10 ", "k: 12 "))}
    before, after = (Council(example=False, version=number) for number in (1, 2))
    for version, each in versions.items():
        (papers / f"kader-{version}.yaml").write_bytes(each)
        for persons in (before, after):
            decision = papers / f"besluit-{version}-{persons.version}.json"
            decision.write_bytes(persons.approve(each))
    rotation = after.sign(before.sign(propose_root(after.root), *THREE), *THREE)
    (papers / "wissel.json").write_bytes(rotation)
    (papers / "anker-2.json").write_bytes(after.root)
    (folder / FRAMEWORK_NAME).write_bytes(content)
    shutil.copy(papers / "besluit-1-1.json", folder / APPROVAL_NAME)
    (folder / TRUST_ROOT_NAME).write_bytes(before.root)
    lines = "".join(f"\n      - {feed}" for feed in feeds)
    (folder / "bronnen.yaml").write_text(
        "bronnen:\n  bestand: {soort: bestand, standaardgebied: GM0034}\n"
        f"  krant:\n    soort: rss\n    standaardgebied: GM0034\n    feeds:{lines}\n"
    )


def _copied(source: str, target: str) -> str:
    """Copy a file, unless it went meanwhile."""
    try:
        return shutil.copy2(source, target)
    except FileNotFoundError:
        return target
