"""Commands that do the work: demo, run, ingest, aggregate, release, purge."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from pipeline.amount import amount

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pipeline.counts import Counts
    from pipeline.settings import Settings

FileOption = Annotated[
    Path | None,
    typer.Option("--file", "-f", help="Bestand met berichten (JSONL, CSV, Parquet); - is stdin."),
]
SourceOption = Annotated[
    str | None, typer.Option("--source", "-s", help="Bron uit het privacykader, zoals voorbeeld.")
]


def register(app: typer.Typer) -> None:
    """Add the commands to the application."""
    app.command(epilog="Voorbeeld: stadspols demo")(demo)
    app.command(epilog="Voorbeeld: stadspols run --file berichten.jsonl.gz")(run)
    app.command(
        epilog="Voorbeelden: stadspols ingest --source voorbeeld | "
        "zcat berichten.jsonl.gz | stadspols ingest --file -"
    )(ingest)
    app.command(epilog="Voorbeeld: stadspols aggregate")(aggregate)
    app.command(epilog="Voorbeeld: stadspols release")(release)
    app.command(epilog="Voorbeeld: stadspols purge")(purge)


def demo() -> None:
    """Laat alles zien op verzonnen berichten: innemen, tellen, vrijgeven, samenvatten."""
    from pipeline.cli.summary import demo_footer, example_notice

    console = Console()
    example_notice(console)
    _run(console, "voorbeeld", None)
    demo_footer(console, _settings())


def run(file: FileOption = None, source: SourceOption = None) -> None:
    """Doe alles in één keer: innemen, tellen en vrijgeven.

    Zonder --file en --source worden alle bronnen gelezen die nu open zijn.
    """
    _run(Console(), source, file)


def ingest(source: SourceOption = None, file: FileOption = None) -> None:
    """Neem nieuwe berichten in van een bron of uit een bestand. Tekst wordt niet bewaard.

    Is er invoer en geen enkel bruikbaar bericht, dan is de exitcode 2.
    """
    from pipeline.counts import Counts

    counts = Counts()
    with _shown(Console(), counts):
        _ingest(_settings(), source, file, counts)
    _require_usable(counts)


def aggregate() -> None:
    """Tel verschillende auteurs per tijdvak, gebied en signaal."""
    from pipeline import jobs

    typer.echo(f"{amount(jobs.aggregate(_settings()), 'cel', 'cellen')} geteld")


def release() -> None:
    """Geef cijfers vrij volgens de regels van het privacykader."""
    from pipeline import jobs
    from pipeline.cli.summary import print_released

    settings = _settings()
    print_released(Console(), jobs.release(settings), settings.released)


def purge() -> None:
    """Verwijder berichten, teksten en sleutels waarvan de bewaartermijn voorbij is."""
    from pipeline import jobs

    purged = jobs.purge(_settings())
    posts = amount(purged.posts, "bericht", "berichten")
    texts = amount(purged.texts, "tekst", "teksten")
    keys = amount(purged.epochs, "weeksleutel", "weeksleutels")
    typer.echo(f"{posts} en {texts} verwijderd, {keys} vernietigd")


def _settings() -> Settings:
    """Return the settings of the environment; logging is on from here."""
    from pipeline import log
    from pipeline.settings import load_settings

    settings = load_settings()
    log.configure(settings.log_level)
    return settings


def _run(console: Console, source: str | None, file: Path | None) -> None:
    from pipeline import jobs
    from pipeline.cli.summary import print_released
    from pipeline.counts import Counts

    settings, total = _settings(), Counts()
    sources = [source] if source or file else list(jobs.open_sources(settings))
    with _shown(console, total):
        for each in sources:
            _ingest(settings, each, file, total)
    with console.status("Tellen en vrijgeven ..."):
        jobs.aggregate(settings)
        released = jobs.release(settings)
    print_released(console, released, settings.released)
    _require_usable(total)


def _ingest(settings: Settings, source: str | None, file: Path | None, total: Counts) -> None:
    """Read one source; `total` has what was done added to it, also when it fails."""
    from pipeline import jobs
    from pipeline.counts import Counts
    from privacy.posts import SourceId

    counts = Counts()
    try:
        with _progress("Innemen") as progress:
            jobs.ingest(
                settings,
                source=SourceId(source) if source else None,
                file=file,
                progress=progress,
                counts=counts,
            )
    finally:
        total.update(counts)


def _require_usable(counts: Counts) -> None:
    """Require a usable post, if there was any record.

    Raises:
        Permanent: `bron.onbruikbaar`, each record was refused, and none as not for us to take.
    """
    from pipeline.counts import Kind
    from pipeline.sources.protocol import Reason
    from privacy.errors import Permanent

    dropped = counts.of(Kind.DROPPED)
    refused = sum(dropped.get(reason, 0) for reason in Reason if reason.unusable)
    if refused and refused == counts.total(Kind.READ):
        raise Permanent(
            "bron.onbruikbaar",
            f"geen bruikbaar bericht: {amount(refused, 'record', 'records')} geweigerd, om de "
            "regels die hierboven staan. Zie docs/bronnen.md voor wat een bericht moet hebben.",
        )


@contextmanager
def _shown(console: Console, counts: Counts) -> Iterator[None]:
    """Print `counts` at the end; when it fails or is stopped, if anything was done at all."""
    from pipeline.cli.summary import print_counts

    try:
        yield
    except (Exception, KeyboardInterrupt):
        if counts.rows():
            print_counts(console, counts)
        raise
    print_counts(console, counts)


@contextmanager
def _progress(label: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show a bar on standard error; silent where that is no terminal."""
    console = Console(stderr=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, disable=not console.is_terminal) as bars:
        task = bars.add_task(label, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
