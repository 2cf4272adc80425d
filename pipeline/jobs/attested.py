"""What every job stands on: an open gate, the parts it may use, and an attestation at its end."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

import structlog

from models.card import CARD_NAME
from models.error_rates import MeasuredErrors
from models.load import PACKAGED_DIR, load_classifier, load_name_finder
from models.measured import require, require_recall
from pipeline.areas.gazetteer import Gazetteer
from pipeline.budget import Budget
from pipeline.clock import TIMEZONE
from pipeline.condition import RunCondition
from pipeline.counts import Counts, Kind
from pipeline.framework_files import open_gate
from pipeline.hardening import swaps_in_clear
from pipeline.jobs.report import Seen, report_end, report_refusal
from pipeline.jobs.running import attest_interrupted, running
from pipeline.journal import Journal, code_sha256
from pipeline.key_files import KeyFiles
from pipeline.lake.connection import ObjectStore, Postgres
from pipeline.lake.store import Store
from pipeline.objections import read_objections
from pipeline.texts import Texts
from privacy.detect.span import PIIType
from privacy.epoch import Epoch
from privacy.errors import Permanent, PrivacyError, StadspolsError
from privacy.keyring import KeyRing
from privacy.log.record import Run, Start

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from models.name_finder import EncoderNameFinder
    from models.signal_classifier import SignalClassifier
    from pipeline.condition import Outcome
    from pipeline.framework_files import Gate
    from pipeline.jobs.running import Running
    from pipeline.settings import Settings
    from privacy.log.record import Record
    from privacy.objection import ObjectionList
    from privacy.posts import SourceId


@dataclass(slots=True)
class Job:
    """A run of one job: the gate it works behind, and what its attestation will say."""

    settings: Settings
    gate: Gate
    journal: Journal
    clock: Callable[[], datetime]
    run: Running
    begun: Start = field(init=False)
    counts: Counts = field(default_factory=Counts)
    models: tuple[str, ...] = ()
    removed: int = 0
    rho_spent: float = 0.0
    """Privacy budget (zCDP) that the job spent on public figures."""
    seen: Seen = field(default_factory=Seen)

    def gazetteer(self) -> Gazetteer:
        """Return the areas that the framework names."""
        areas = self.gate.approved.framework.gebieden.set
        return Gazetteer.load(self.settings.config_folder / "gebieden" / areas)

    def permitted_models(self) -> tuple[SignalClassifier, EncoderNameFinder]:
        """Return the models, which the framework lists and which reach its minimum.

        Raises:
            PrivacyError: a model is not listed, was changed, or falls short.
        """
        classifier = load_classifier(threads=self.settings.threads)
        name_finder = load_name_finder(threads=self.settings.threads)
        approved = self.gate.approved
        reads = approved.algorithm(classifier.id, classifier.sha256, "signalen")
        finds = approved.algorithm(name_finder.id, name_finder.sha256, "persoonsgegevens")
        require(classifier.measured, reads.minimum)
        require_recall(name_finder.recall, finds.minimum)
        self.models = (classifier.sha256, name_finder.sha256)
        return classifier, name_finder

    def measured_errors(self) -> MeasuredErrors:
        """Return the error rates of the model that reads signals, which the framework lists.

        Raises:
            PrivacyError: the framework does not list the model of the card.
            Permanent: the card has no error rates.
        """
        errors = MeasuredErrors.read(PACKAGED_DIR / CARD_NAME)
        self.gate.approved.algorithm(errors.model_id, errors.model_sha256, "signalen")
        self.models = (errors.model_sha256,)
        return errors

    def budget(self) -> Budget:
        """Return the privacy budget, which holds all that the log says was spent.

        Raises:
            PrivacyError: the ledger is damaged, or was put back.
        """
        budget, year = Budget(self.settings.budget, self.clock), Epoch.of(self.clock()).year
        runs = (each for each in self.journal.records() if isinstance(each, Run))
        in_log = sum(run.rho_besteed for run in runs if Epoch.of(run.begin).year == year)
        budget.ledger().require_covers(in_log, year)
        return budget

    def keyring(self) -> KeyRing:
        """Return the key ring, open for this framework."""
        return KeyRing(self.gate.approved, KeyFiles(self.settings.keys, Epoch.parse))

    def texts(self) -> Texts:
        """Return the texts that the framework lets stay; none when it grants no hours."""
        settings, hours = self.settings, self.gate.approved.framework.tekst.bewaren_uren
        return Texts(settings.texts, settings.text_keys, hours)

    def objections(self) -> ObjectionList:
        """Return the accounts that are read no more, as the list stands now."""
        return read_objections(self.settings.objections)

    def example_clock(self) -> datetime:
        """Return the moment at which the simulated month ends: where the framework begins.

        So the example is the same on every later day, and running it again adds nothing.
        """
        first = self.gate.approved.framework.geldig_van
        return datetime(first.year, first.month, first.day, tzinfo=TIMEZONE)

    def deleted(self, reason: str = "termijn", **numbers: int) -> None:
        """Record what was deleted, by default because its retention ended."""
        for what, number in numbers.items():
            self.removed += number
            if number:
                self.journal.record(
                    soort="verwijdering",
                    kader_sha256=self.gate.approved.sha256,
                    wat=what,
                    reden=reason,
                    aantal=number,
                )

    def begin(self, name: str) -> None:
        """Record that the job begins.

        Its attestation if it is killed is on disk first: no moment between them leaves a begin in
        the log to which nobody writes an end.
        """
        self.journal.record(
            self._begun,
            soort="begin",
            taak=name,
            kader_sha256=self.gate.approved.sha256,
            code_sha256=code_sha256(),
        )

    def _begun(self, record: Record) -> None:
        assert isinstance(record, Start)
        self.begun = record
        self.tell()

    def attest(self, outcome: Outcome) -> None:
        """Record that the job ran, under which framework, with what result."""
        self.journal.record(**self._attestation(), uitkomst=outcome)
        self.run.done()

    def tell(self) -> None:
        """Keep on disk what the attestation would say if the job were killed now."""
        self.run.tell(self._attestation(), self.clock())

    def _attestation(self) -> dict[str, object]:
        found = self.counts.of(Kind.FOUND)
        return {
            "soort": "taak",
            "taak": self.begun.taak,
            "kader_sha256": self.begun.kader_sha256,
            "code_sha256": self.begun.code_sha256,
            "model_sha256": self.models,
            "begin": self.begun.moment,
            "einde": self.clock(),
            "gelezen": self.counts.total(Kind.READ),
            "vervallen": self.counts.total(Kind.DROPPED),
            "bewaard": self.counts.total(Kind.STORED),
            "gevonden_per_soort": {PIIType(kind): number for kind, number in found.items()},
            "rho_besteed": self.rho_spent,
            "verwijderd": self.removed,
        }

    def report(self, outcome: Outcome, rule: str = "") -> None:
        """Tell the operators how the job ended and what it saw."""
        ended = self.clock()
        run = RunCondition(
            outcome=outcome,
            rule=rule or None,
            ended=ended,
            seconds=(ended - self.begun.moment).total_seconds(),
            read=self.counts.total(Kind.READ),
            stored=self.counts.total(Kind.STORED),
            swap_in_clear=swaps_in_clear(),
        )
        report_end(self.settings.condition, self.begun.taak, run, self.gate.approved, self.seen)
        if self.settings.telemetry_endpoint is not None:
            from pipeline.telemetry import tell  # noqa: PLC0415 - not loaded unless it is asked for

            tell(self.settings.telemetry_endpoint, self.begun, run)


@contextmanager
def attested(
    name: str,
    settings: Settings,
    clock: Callable[[], datetime],
    gate: Gate | None = None,
    source: SourceId | None = None,
) -> Iterator[Job]:
    """Open the gate, hand out a job, attest its end in the log and report it, however it ends.

    Whatever the job is for, texts whose hours are over go first. A job that is killed attests
    nothing itself: the next one does, from what it had told.
    """
    journal = Journal(settings.journal, clock)
    attest_interrupted(settings.running, journal)
    gate = gate or _opened(name, settings, clock, journal)
    log = structlog.get_logger().bind(job=name, framework=gate.approved.sha256[:12])
    with running(settings.running) as run:
        job = Job(settings, gate, journal, clock, run, seen=Seen(source))
        job.begin(name)
        log.info("begonnen")
        try:
            job.deleted(tekst=job.texts().expire(clock()))
            yield job
        except BaseException as error:
            outcome: Outcome = "afgebroken" if isinstance(error, PrivacyError) else "mislukt"
            job.attest(outcome)
            with suppress(OSError):  # the first failure says more
                job.report(outcome, error.rule if isinstance(error, StadspolsError) else "fout")
            log.warning(outcome)
            raise
        job.attest("voltooid")
        job.report("voltooid")
    log.info("klaar", seconds=round((clock() - job.begun.moment).total_seconds(), 2))


def _opened(name: str, settings: Settings, clock: Callable[[], datetime], journal: Journal) -> Gate:
    """Return the open gate; a refusal is told to the operators first."""
    try:
        return open_gate(settings, clock, journal)
    except PrivacyError as error:
        with suppress(OSError):  # the refusal says more
            report_refusal(settings.condition, name, error.rule, clock())
        raise


def open_store(settings: Settings) -> Store:
    """Return the lake of this installation: on this machine, or where the settings say.

    Raises:
        Permanent: `instelling.bucket`, object storage without its keys.
        Transient: the catalogue cannot be reached.
    """
    dsn, address = settings.catalogue_dsn, settings.bucket
    catalogue = settings.catalogue if dsn is None else Postgres(dsn)
    if address is None:
        return Store(catalogue, settings.lake, settings.threads, settings.spills)
    key_id, secret = settings.bucket_key_id, settings.bucket_secret
    if key_id is None or secret is None:
        raise Permanent(
            "instelling.bucket", "zet ook STADSPOLS_BUCKET_KEY_ID en STADSPOLS_BUCKET_SECRET"
        )
    files = ObjectStore(
        address,
        key_id,
        secret,
        settings.bucket_region,
        settings.bucket_endpoint,
        settings.bucket_plain,
    )
    return Store(catalogue, files, settings.threads, settings.spills)
