"""The council's files on disk: framework, decision, trust root, predecessors and stop orders."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import durable
from pipeline.journal import last_activation
from pipeline.settings import PACKAGED_CONFIG, Settings
from privacy.errors import PrivacyError
from privacy.framework.approval import digest
from privacy.framework.approved import ApprovedFramework, verify
from privacy.framework.authority import SignedFramework
from privacy.framework.ceremony import example_ceremony, with_validity
from privacy.framework.document import parse_framework
from privacy.framework.gate import Known, Papers, admit, recognise
from privacy.framework.stop import check_not_stopped, read_stop
from privacy.framework.trust import read_trust_root
from privacy.log.known import known_from

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date, datetime

    from pipeline.journal import Journal

FRAMEWORK_NAME = "privacykader.yaml"
APPROVAL_NAME = "privacykader.besluit.json"
TRUST_ROOT_NAME = "vertrouwensanker.json"
PREDECESSORS = "eerder"
"""Folder with earlier versions: `3.yaml` with `3.besluit.json`."""
STOP_ORDERS = "stop*.json"
"""Every file of this name in the folder is a stop order; one that cannot be read stops too."""

_EXAMPLE_VALIDITY = timedelta(days=360)


@dataclass(frozen=True, slots=True)
class Gate:
    """The framework that was admitted when a job began, and the folder it came from."""

    folder: Path
    approved: ApprovedFramework
    papers: Papers

    def check(self, now: datetime) -> None:
        """The folder still holds the same framework, it is valid, and nobody stopped it.

        Raises:
            PrivacyError: `kader.gewijzigd`, `kader.gestopt`, `kader.verlopen` and others: the
                job that works under it must end, and forget what it holds.
        """
        present = read_papers(self.folder)
        if replace(present, stop_orders=()) != replace(self.papers, stop_orders=()):
            raise PrivacyError(
                "kader.gewijzigd", "Het kader is tijdens het werk gewijzigd. Start opnieuw."
            )
        new = set(present.stop_orders) - set(self.papers.stop_orders)
        check_not_stopped(self.approved, sorted(new), self.papers.trust_root)
        self.approved.check(now)


def open_gate(settings: Settings, clock: Callable[[], datetime], journal: Journal) -> Gate:
    """Return the gate for the framework that the council approved and that holds now.

    Stop orders and a version that is new here are recorded in the log. Without
    `STADSPOLS_CONFIG` the framework is the packaged example, signed on the first run with keys
    that are made for it and forgotten at once; it says VOORBEELD wherever it shows.

    Raises:
        PrivacyError: a file is missing, or the approval does not hold; nothing may run.
    """
    folder = framework_folder(settings, clock())
    papers = read_papers(folder)
    record_stops(papers, journal)
    gate = Gate(folder, admit(papers, _known(journal, papers), clock()), papers)
    journal.activated(gate.approved)
    return gate


def open_for_deletion(settings: Settings, clock: Callable[[], datetime]) -> Gate:
    """Return the gate for deletion only: a lapsed or stopped framework does not keep data alive.

    Raises:
        PrivacyError: the approval itself does not hold.
    """
    folder = framework_folder(settings, clock())
    papers = read_papers(folder)
    return Gate(folder, _verify(papers, None), papers)


def approved_framework(settings: Settings, now: datetime) -> ApprovedFramework:
    """Return the framework that the council approved, whatever the day: for who gives account.

    Raises:
        PrivacyError: the approval itself does not hold.
    """
    return _verify(read_papers(framework_folder(settings, now)), None)


def framework_folder(settings: Settings, now: datetime) -> Path:
    """Return the folder with the council's files; without one, that of the signed example."""
    return settings.config or _example(settings, now)


def load_framework(settings: Settings, now: datetime) -> ApprovedFramework:
    """Return the framework that is in force, for who only wants to look; nothing is recorded.

    Raises:
        PrivacyError: as `open_gate`.
    """
    papers = read_papers(framework_folder(settings, now))
    approved = _verify(papers, now)
    check_not_stopped(approved, papers.stop_orders, papers.trust_root)
    return approved


def record_stops(papers: Papers, journal: Journal) -> None:
    """Record the stop orders that the log does not hold, under the trust root of their time.

    Raises:
        PrivacyError: one of them cannot be read; it stops too.
    """
    checked = known_from(journal.records()).stop_orders_sha256 if papers.stop_orders else ()
    root = read_trust_root(papers.trust_root)
    for order in papers.stop_orders:
        if digest(order) not in checked:
            journal.stopped(order, read_stop(order, root))


def activate(
    folder: Path,
    framework: bytes,
    approval: bytes,
    *,
    clock: Callable[[], datetime],
    journal: Journal,
) -> ApprovedFramework:
    """Put a new version in force and keep its predecessor; return it.

    The log holds both afterwards, whether anything ran or not. Between the two files that are
    replaced the gate is shut: nothing runs on half a change. Who is killed gives the command again;
    killed after the second file, what comes next records it: a job, an activation or a rotation.

    Raises:
        PrivacyError: the gate would not let anything run under the new version now.
    """
    present = read_papers(folder)
    at_hand = (present.framework, framework)
    history = tuple(each for each in present.history if each.framework not in at_hand)
    record_stops(present, journal)
    if present.framework != framework:
        history = (SignedFramework(present.framework, present.approval), *history)
        _record_unseen(present, journal)
    new = replace(present, framework=framework, approval=approval, history=history)
    approved = admit(new, _known(journal, new), clock())
    (folder / PREDECESSORS).mkdir(exist_ok=True)
    for before in history[:1]:
        name = f"{PREDECESSORS}/{parse_framework(before.framework).kader_versie}"
        durable.write(folder / f"{name}.besluit.json", before.approval)
        durable.write(folder / f"{name}.yaml", before.framework)  # it has its decision already
    durable.write(folder / FRAMEWORK_NAME, framework)
    durable.write(folder / APPROVAL_NAME, approval)
    journal.activated(approved)
    return approved


def _record_unseen(papers: Papers, journal: Journal) -> None:
    """Record the framework that is in force when nothing ran under it yet."""
    known = _known(journal, papers)
    if known.seen is None or parse_framework(papers.framework).kader_versie > known.seen.version:
        journal.activated(recognise(papers, known, None))


def read_papers(folder: Path) -> Papers:
    """Return the documents of the council in the folder.

    Raises:
        PrivacyError: `kader.bestand`, one that must be there is not, or goes meanwhile.
    """
    names = (FRAMEWORK_NAME, APPROVAL_NAME, TRUST_ROOT_NAME)
    try:
        framework, approval, trust_root = ((folder / name).read_bytes() for name in names)
        orders = tuple(file.read_bytes() for file in sorted(folder.glob(STOP_ORDERS)))
        return Papers(framework, approval, trust_root, _predecessors(folder), orders)
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        raise PrivacyError(
            "kader.bestand",
            f"in de map met instellingen ontbreekt: {Path(error.filename).name}. "
            "Zonder kader, besluit en vertrouwensanker draait er niets.",
        ) from None


def _verify(papers: Papers, now: datetime | None) -> ApprovedFramework:
    return verify(
        papers.framework, papers.approval, papers.trust_root, now=now, history=papers.history
    )


def _known(journal: Journal, papers: Papers) -> Known:
    """Return what the log remembers; examples do not follow upon one another."""
    records = journal.records()
    known, last = known_from(records), last_activation(records)
    framework = parse_framework(papers.framework)
    if framework.is_example and last and last.raadsbesluit_id == framework.raadsbesluit.id:
        return replace(known, seen=None, trust_root_sha256=None)
    return known


def _predecessors(folder: Path) -> tuple[SignedFramework, ...]:
    """Return the earlier versions, newest first."""
    files = [f for f in (folder / PREDECESSORS).glob("*.yaml") if re.fullmatch(r"\d+", f.stem)]
    return tuple(
        SignedFramework(file.read_bytes(), file.with_suffix(".besluit.json").read_bytes())
        for file in sorted(files, key=lambda file: -int(file.stem))
    )


def _example(settings: Settings, now: datetime) -> Path:
    """Return the folder with the signed example, made on the first run.

    It is made again when it has lapsed, or when the product comes with another one; of several
    processes that find it so, one makes it.
    """
    folder = settings.data / "voorbeeldkader"
    if not _is_current_example(folder, now):
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
        with durable.alone(settings.data / "voorbeeldkader.slot"):
            if not _is_current_example(folder, now):
                durable.clear(folder)
                _make_example(folder, now)
    return folder


def _make_example(folder: Path, now: datetime) -> None:
    draft = folder.with_name(f".{folder.name}{durable.DRAFT}")
    durable.clear(draft)  # who was killed left it half
    draft.mkdir(mode=0o700)
    framework = _packaged_example(now.date(), now.date() + _EXAMPLE_VALIDITY)
    approval, trust_root = example_ceremony(framework, now)
    (draft / FRAMEWORK_NAME).write_bytes(framework)
    (draft / APPROVAL_NAME).write_bytes(approval)
    (draft / TRUST_ROOT_NAME).write_bytes(trust_root)
    draft.rename(folder)


def _is_current_example(folder: Path, now: datetime) -> bool:
    try:
        framework = _verify(read_papers(folder), now).framework
    except PrivacyError:
        return False
    signed = (folder / FRAMEWORK_NAME).read_bytes()
    return signed == _packaged_example(framework.geldig_van, framework.geldig_tot)


def _packaged_example(first: date, last: date) -> bytes:
    return with_validity((PACKAGED_CONFIG / FRAMEWORK_NAME).read_bytes(), first, last)
