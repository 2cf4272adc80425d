"""Many machines on one: Airflow on Celery, PostgreSQL, object storage, and a worker killed.

`make test-cluster POSTS=1000000`. Two Celery workers read the same posts that one process reads by
itself; one worker is killed with all it runs in the middle of the work. Afterwards nothing may be
lost, nothing doubled, and the released figures must equal those of the one process. A new catalogue
beside the files of the full one must be refused.

The posts are drawn from the invented ones of the demo, so most texts occur more than once and the
models read each different text once per task (models/remembering.py): what is tested at this size
is storing, not reading.
"""

from __future__ import annotations

import argparse
import os
import secrets
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import duckdb
import psycopg2
from servers import (
    ROOT,
    Servers,
    airflow,
    free_port,
    listens,
    object_storage,
    postgres,
    redis,
    wait_for,
)

from pipeline import jobs
from pipeline.counts import Counts, Kind
from pipeline.jobs.attested import open_store
from pipeline.lake.day_counts import counts_per_source
from pipeline.settings import PACKAGED_CONFIG, Settings
from pipeline.sources.example import ExampleSource, load_pool
from privacy.errors import Permanent
from privacy.framework.ceremony import example_ceremony, with_validity
from privacy.posts import SourceId

FILES = 8
PARTS = 4
KILL_AT = 0.3
SOURCE = SourceId("bestand")
DONE_WITHIN_S = 3 * 3600
FIGURES = "SELECT * EXCLUDE (dubbel_pct) FROM cellen ORDER BY ALL"
"""The share of repeats hangs on 16 bits under a key, which each of the two makes for itself."""


def main() -> None:
    """Run the test, print the numbers, and fail when a claim does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--posts", type=int, default=10_000)
    parser.add_argument("--batch", type=int, default=2048, help="at most; 40 batches at least")
    parser.add_argument(
        "--s3-python", type=Path, default=None, help="Python that has moto; else a folder"
    )
    options = parser.parse_args()
    options.batch = max(1, min(options.batch, options.posts // 40))  # so the kill is amid a task
    folder = Path(tempfile.mkdtemp(prefix="stadspols-cluster-"))
    folder.chmod(0o755)
    try:
        config = prepare(folder, options.posts)
        alone = alone_at(folder, config, options.batch)
        many = many_at(folder, config, options.batch, options.posts, options.s3_python)
        report(options.posts, alone, many)
    except BaseException:
        print(f"logs are in {folder}", file=sys.stderr)
        raise
    shutil.rmtree(folder)


def prepare(folder: Path, posts: int) -> Path:
    """Write the posts as files of a supplier, and a signed framework that permits them."""
    config, incoming = folder / "config", folder / "in"
    shutil.copytree(PACKAGED_CONFIG, config)
    incoming.mkdir()
    now = datetime.now(UTC)
    packaged = (PACKAGED_CONFIG / "privacykader.yaml").read_bytes()
    framework = with_validity(packaged, now.date(), now.date() + timedelta(days=300))
    approval, trust_root = example_ceremony(framework, now)
    (config / "privacykader.yaml").write_bytes(framework)
    (config / "privacykader.besluit.json").write_bytes(approval)
    (config / "vertrouwensanker.json").write_bytes(trust_root)
    (config / "bronnen.yaml").write_text(
        f"bronnen: {{bestand: {{soort: bestand, map: {incoming}, standaardgebied: GM0034}}}}\n"
    )
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    pool = load_pool(config / "voorbeeld" / "posts.jsonl")
    source = ExampleSource(SOURCE, pool, until=midnight, n_posts=posts, seed=36)
    source.export_jsonl(folder / "all.jsonl")
    with ExitStack() as stack, (folder / "all.jsonl").open("rb") as lines:
        files = [
            stack.enter_context((incoming / f"{number}.jsonl").open("wb"))
            for number in range(FILES)
        ]
        for number, line in enumerate(lines):  # each file holds posts of the whole month
            files[number % FILES].write(line)
    for file in incoming.iterdir():
        os.utime(file, (time.time() - 3600,) * 2)
    return config


def alone_at(folder: Path, config: Path, batch: int) -> dict[str, object]:
    """Read everything in one process; return numbers and figures."""
    settings = Settings(
        config=config, data=folder / "alone", keys=folder / "alone-keys", batch_posts=batch
    )
    started = time.monotonic()
    counts = jobs.ingest(settings, source=SOURCE)
    seconds = time.monotonic() - started
    jobs.aggregate(settings)
    jobs.release(settings)
    stored = jobs.health(settings).posts
    return {
        "counts": comparable(counts.as_dict()),
        "stored": stored,
        "figures": figures(settings.released),
        "seconds": seconds,
    }


def many_at(
    folder: Path, config: Path, batch: int, posts: int, s3_python: Path | None
) -> dict[str, object]:
    """Read everything on two Celery workers, one of them killed; return numbers and figures."""
    servers = Servers(folder)
    with ExitStack() as stack:
        stack.callback(servers.stop)
        port = stack.enter_context(postgres(servers))
        environment = cluster_environment(folder, config, batch, port, redis(servers))
        if s3_python is not None:
            s3_port = object_storage(servers, s3_python)
            environment |= {
                "STADSPOLS_BUCKET": "s3://meer/lake",
                "STADSPOLS_BUCKET_KEY_ID": "test",
                "STADSPOLS_BUCKET_SECRET": "test",
                "STADSPOLS_BUCKET_ENDPOINT": f"127.0.0.1:{s3_port}",
                "STADSPOLS_BUCKET_PLAIN": "true",
            }
        servers.environment = environment
        start_airflow(servers, environment)
        found = run_dags(servers, environment, posts)
        refuse_new_catalogue(environment)
        return found


def cluster_environment(
    folder: Path, config: Path, batch: int, postgres_port: int, redis_port: int
) -> dict[str, str]:
    """Return the settings of a cluster: what deploy/ sets, on loopback."""
    database = f"stadspols@127.0.0.1:{postgres_port}/airflow"
    api_port = free_port()
    inherited = {
        k: v for k, v in os.environ.items() if not k.startswith(("STADSPOLS_", "AIRFLOW_"))
    }
    return inherited | {
        "AIRFLOW_HOME": str(folder / "airflow"),
        "AIRFLOW__CORE__DAGS_FOLDER": str(ROOT / "dags"),
        "AIRFLOW__CORE__LOAD_EXAMPLES": "False",
        "AIRFLOW__CORE__EXECUTOR": "CeleryExecutor",
        "AIRFLOW__CORE__FERNET_KEY": "",
        "AIRFLOW__CORE__EXECUTION_API_SERVER_URL": f"http://127.0.0.1:{api_port}/execution/",
        "AIRFLOW__CORE__SIMPLE_AUTH_MANAGER_ALL_ADMINS": "True",
        "AIRFLOW__API_AUTH__JWT_SECRET": secrets.token_hex(32),
        "AIRFLOW__API__SECRET_KEY": secrets.token_hex(32),
        "AIRFLOW__API__HOST": "127.0.0.1",
        "AIRFLOW__API__PORT": str(api_port),
        "AIRFLOW__API__WORKERS": "1",
        "AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": f"postgresql+psycopg2://{database}",
        "AIRFLOW__CELERY__RESULT_BACKEND": f"db+postgresql://{database}",
        "AIRFLOW__CELERY__BROKER_URL": f"redis://127.0.0.1:{redis_port}/0",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_SEC": "5",
        "AIRFLOW__SCHEDULER__TASK_INSTANCE_HEARTBEAT_TIMEOUT": "60",
        "AIRFLOW__WORKERS__EXECUTION_API_RETRIES": "30",
        "AIRFLOW__WORKERS__EXECUTION_API_TIMEOUT": "60",
        "NO_PROXY": "127.0.0.1,localhost",
        "no_proxy": "127.0.0.1,localhost",
        "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "deploy" / "policy")]),
        "STADSPOLS_CONFIG": str(config),
        "STADSPOLS_DATA": str(folder / "data"),
        "STADSPOLS_KEYS": str(folder / "keys"),
        "STADSPOLS_CATALOGUE_DSN": f"host=127.0.0.1 port={postgres_port} "
        "user=stadspols dbname=meer",
        "STADSPOLS_PARTS_PER_SOURCE": str(PARTS),
        "STADSPOLS_BATCH_POSTS": str(batch),
        "STADSPOLS_THREADS": "1",
    }


def start_airflow(servers: Servers, environment: dict[str, str]) -> None:
    """Start the parts of Airflow and two workers."""
    airflow(environment, "db", "migrate")
    airflow(environment, "pools", "import", str(ROOT / "deploy" / "pools.json"))
    python = sys.executable
    servers.start("api-server", python, "-m", "airflow", "api-server")
    wait_for("the API", lambda: listens(int(environment["AIRFLOW__API__PORT"])))
    servers.start("scheduler", python, "-m", "airflow", "scheduler", "--skip-serve-logs")
    servers.start("dag-processor", python, "-m", "airflow", "dag-processor")
    for name in ("worker1", "worker2"):
        start_worker(servers, name)


def start_worker(servers: Servers, name: str) -> None:
    """Start a Celery worker that runs one task at a time."""
    command = f"-m airflow celery worker --skip-serve-logs --concurrency 1 --celery-hostname {name}"
    servers.start(name, sys.executable, *command.split(), "--pid", servers.folder / f"{name}.pid")


def run_dags(servers: Servers, environment: dict[str, str], posts: int) -> dict[str, object]:
    """Run ingest and release, with a worker killed on the way; return numbers and figures."""
    known = "SELECT dag_id FROM dag WHERE dag_id = %s"
    wait_for("the DAGs", lambda: bool(ask(environment, known, "vrijgeven")))
    settings = settings_of(environment)
    with open_store(settings) as store:

        def read_so_far() -> int:
            return counts_per_source(store).get(SOURCE, Counts()).total(Kind.READ)

        for dag in ("innemen", "vrijgeven"):
            airflow(environment, "dags", "unpause", dag)
        wait_for("the first posts", lambda: read_so_far() > 0, DONE_WITHIN_S)
        started = time.monotonic()
        wait_for("enough posts", lambda: read_so_far() >= KILL_AT * posts, DONE_WITHIN_S)
        killed, at = servers.kill("worker1"), read_so_far()
        print(f"worker1 killed -9 ({killed} processes) when {at:,} posts were in", flush=True)
        start_worker(servers, "worker1")
        wait_for("all posts", lambda: read_so_far() >= posts, DONE_WITHIN_S)
        seconds = time.monotonic() - started
        wait_for(
            "the end of ingest",
            lambda: (
                bool(states(environment, "innemen", "success"))
                and not states(environment, "innemen", "running")
            ),
            DONE_WITHIN_S,
        )
        tries = "SELECT max(try_number) FROM task_instance WHERE dag_id = %s"
        if int(ask(environment, tries, "innemen")[0]) == 1:
            raise SystemExit("the killed worker ran no task: nothing was shown; try again")
        airflow(environment, "dags", "pause", "innemen")
        release_again(environment)
        counts, stored = counts_per_source(store)[SOURCE], store.posts()
    return {
        "counts": comparable(counts.as_dict()),
        "stored": stored,
        "figures": figures(settings.released),
        "seconds": seconds,
        "killed_at": at,
    }


def refuse_new_catalogue(environment: dict[str, str]) -> None:
    """Open the files of the lake with a catalogue that knows nothing: a database without one.

    Raises:
        SystemExit: it opened, so an empty lake would have taken the place of the full one.
    """
    dsn = environment["STADSPOLS_CATALOGUE_DSN"].replace("dbname=meer", "dbname=airflow")
    try:
        open_store(settings_of(environment | {"STADSPOLS_CATALOGUE_DSN": dsn}))
    except Permanent as error:
        if error.rule != "meer.openen":
            raise
    else:
        raise SystemExit("a new catalogue opened beside the files of a full lake")
    print("a new catalogue beside the files of the full lake was refused")


def release_again(environment: dict[str, str]) -> None:
    """Count and release once more, after the last ingest."""
    before = len(states(environment, "vrijgeven", "success"))
    airflow(environment, "dags", "trigger", "vrijgeven")
    wait_for(
        "the release",
        lambda: (
            len(states(environment, "vrijgeven", "success")) > before
            and not states(environment, "vrijgeven", "running")
            and not states(environment, "vrijgeven", "queued")
        ),
        DONE_WITHIN_S,
    )


def report(posts: int, alone: dict[str, object], many: dict[str, object]) -> None:
    """Print the numbers.

    Raises:
        SystemExit: something was lost, doubled or counted otherwise.
    """
    for name, run in (("one process", alone), ("two workers, one killed", many)):
        print(f"{name}: {run['stored']:,} stored, {posts / run['seconds']:,.0f} posts/s")  # type: ignore[operator]
    for what in ("counts", "stored", "figures"):
        if alone[what] != many[what]:
            raise SystemExit(f"{what} differ: {str(alone[what])[:500]} / {str(many[what])[:500]}")
    read = alone["counts"]["gelezen"]  # type: ignore[index]
    if read != posts:
        raise SystemExit(f"{read:,} posts read, not {posts:,}")
    print(f"equal: {posts:,} posts read, nothing lost, nothing doubled, same released figures")


def settings_of(environment: dict[str, str]) -> Settings:
    """Return the settings of the product in this environment."""
    os.environ.update({k: v for k, v in environment.items() if k.startswith("STADSPOLS_")})
    return Settings()


def states(environment: dict[str, str], dag: str, state: str) -> list[str]:
    """Return the ids of the runs of a DAG in a state."""
    return ask(
        environment, "SELECT run_id FROM dag_run WHERE dag_id = %s AND state = %s", dag, state
    )


def ask(environment: dict[str, str], question: str, *values: str) -> list[str]:
    """Return the first column of what Airflow's database answers."""
    address = environment["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"].replace("+psycopg2", "")
    with closing(psycopg2.connect(address)) as database, database.cursor() as cursor:
        cursor.execute(question, values)
        return [row[0] for row in cursor.fetchall()]


def comparable(counts: dict[str, int]) -> dict[str, int]:
    """Return the counts that must be equal, however often a batch was tried."""
    return {name: number for name, number in counts.items() if not name.startswith("opgemerkt")}


def figures(database: Path) -> list[tuple[object, ...]]:
    """Return every released cell."""
    with duckdb.connect(database, read_only=True) as connection:
        return connection.execute(FIGURES).fetchall()


if __name__ == "__main__":
    main()
