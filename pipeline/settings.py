"""Settings: everything an operator can set, from the environment, in one place."""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from privacy.errors import Permanent
from privacy.framework.roles import Rol

PACKAGED_CONFIG = Path(__file__).parent.parent / "config"
"""The example that comes with the product."""


class Settings(BaseSettings):
    """Read once per command or task; the council's choices are not here but in the framework."""

    model_config = SettingsConfigDict(env_prefix="STADSPOLS_", frozen=True, extra="forbid")

    config: Path | None = Field(
        default=None,
        description="Folder with `privacykader.yaml`, its decision and trust root, `bronnen.yaml` "
        "and `gebieden/`. Empty: the packaged example, marked as an example everywhere.",
    )
    data: Path = Field(
        default=Path("data"),
        description="Folder for the encrypted lake and the released database.",
    )
    keys: Path = Field(
        default=Path("keys"),
        description="Folder for the epoch keys and the lake's catalogue (which holds the file "
        "keys). Keep it outside the data folder and its backups.",
    )
    batch_posts: int = Field(
        default=512, ge=1, le=20_000, description="Posts per batch, and per transaction."
    )
    threads: int = Field(
        default=2, ge=1, le=256, description="Threads for the database and the model."
    )

    contact: str | None = Field(
        default=None,
        pattern=r"^(https://|mailto:)[^\s<>()]{3,200}$",
        description="Address for questions (`https://...` or `mailto:...`) that sources on the net "
        "see in our User-Agent; without it none of them is read.",
    )

    portal_url: str = Field(
        default="http://127.0.0.1:8000",
        pattern=r"^(https://[^\s/]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?)/?$",
        description="Address at which people reach the portal; `https://`, except on this machine.",
    )
    airflow_url: str = Field(
        default="http://127.0.0.1:8080",
        pattern=r"^(https://[^\s]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?[^\s]*)$",
        description="Address of Airflow, to which the page of the operator leads.",
    )
    oidc_issuer: str | None = Field(
        default=None,
        pattern=r"^(https://[^\s]+|http://(127\.0\.0\.1|localhost)(:[0-9]+)?[^\s]*)$",
        description="Issuer of the municipality's login (OpenID Connect). Without it nobody logs "
        "in to the portal, except with the accounts of `stadspols portal --demo`.",
    )
    oidc_client_id: str | None = Field(
        default=None, description="Id of the portal at the issuer, and audience of its tokens."
    )
    oidc_client_secret: SecretStr | None = Field(
        default=None, description="Secret of the portal at the issuer; empty for a public client."
    )
    oidc_scope: str = Field(
        default="openid", description="What the portal asks of the issuer; roles are all it reads."
    )
    oidc_claim: str = Field(
        default="roles", description="Where the roles are, such as `realm_access.roles`."
    )
    oidc_roles: dict[str, Rol] = Field(
        default={},
        description='Role per name that the issuer uses, as JSON: `{"sg-ov":"analist"}`. '
        "Empty: the issuer uses the names of the framework.",
    )
    catalogue_dsn: SecretStr | None = Field(
        default=None,
        description="Connection string of the lake's catalogue in PostgreSQL, for many machines: "
        "`host=... dbname=... user=... password=...`. Empty: a file in the key folder.",
    )
    bucket: str | None = Field(
        default=None,
        pattern=r"^s3://[A-Za-z0-9.-]+(/[A-Za-z0-9._-]+)*/?$",
        description="Object storage for the lake's encrypted files, for many machines: "
        "`s3://bucket/prefix`. Empty: the data folder.",
    )
    bucket_key_id: str | None = Field(default=None, description="Access key of that storage.")
    bucket_secret: SecretStr | None = Field(default=None, description="Its secret.")
    bucket_region: str = Field(default="eu-west-1", description="Its region.")
    bucket_endpoint: str | None = Field(
        default=None, description="`host:port` of a storage server that is not Amazon's."
    )
    bucket_plain: bool = Field(
        default=False, description="Without TLS: for a server on this machine only."
    )
    parts_per_source: int = Field(
        default=1,
        ge=1,
        le=256,
        description="Tasks that read one source at the same time, each some of its shards (files, "
        "servers, search terms). Raise it on many machines.",
    )
    evaluation: Path | None = Field(
        default=None,
        description="Labelled posts (JSON lines) on which the weekly check measures the models.",
    )
    telemetry_endpoint: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+$",
        description="OpenTelemetry collector (`http://host:4318`) that gets a trace and counts of "
        "each run of a job. Empty: nothing is sent.",
    )
    notify_webhook: SecretStr | None = Field(
        default=None,
        description="Address that gets `{text}` as JSON when something needs a person: rule ids "
        "and names of jobs, never content. Empty: no message is sent.",
    )
    notify_smtp: SecretStr | None = Field(
        default=None,
        description="Mail server for the same messages: `smtps://user:password@host:465` or "
        "`smtp://host:587`; needs the two addresses below.",
    )
    notify_from: str | None = Field(default=None, description="Sender of such a mail.")
    notify_to: str | None = Field(default=None, description="Recipient of such a mail.")

    log_level: Literal["info", "warning", "error"] = Field(
        default="warning",
        description="From where log lines are written, as JSON, to standard error; `info` tells "
        "when each job began and ended. Lines hold names and numbers only.",
    )

    @property
    def config_folder(self) -> Path:
        """The folder with sources and areas."""
        return self.config or PACKAGED_CONFIG

    @property
    def released(self) -> Path:
        """The database with released cells: all that people query."""
        return self.data / "vrijgave.duckdb"

    @property
    def public(self) -> Path:
        """The database with cells for everybody: noise added, no login needed."""
        return self.data / "openbaar.duckdb"

    @property
    def budget(self) -> Path:
        """The ledger of the privacy budget: what the public figures have cost."""
        return self.data / "budget.jsonl"

    @property
    def journal(self) -> Path:
        """The log of what ran, under which decision."""
        return self.data / "logboek.jsonl"

    @property
    def assessments(self) -> Path:
        """What people said of the surges that they were shown."""
        return self.data / "beoordelingen.jsonl"

    @property
    def condition(self) -> Path:
        """How the installation is doing: what monitoring reads."""
        return self.data / "toestand.json"

    @property
    def catalogue(self) -> Path:
        """The catalogue of the lake, unless it is in PostgreSQL."""
        return self.keys / "catalogus.sqlite"

    @property
    def texts(self) -> Path:
        """The folder with sealed texts, empty unless the framework grants hours."""
        return self.data / "tekst"

    @property
    def text_keys(self) -> Path:
        """The folder with their keys."""
        return self.keys / "tekst"

    @property
    def objections(self) -> Path:
        """The list of accounts that are read no more, by keyed hash."""
        return self.keys / "bezwaren"

    @property
    def running(self) -> Path:
        """The folder with a file for each run in progress."""
        return self.data / "lopend"

    @property
    def spills(self) -> Path:
        """The folder for what does not fit in the memory of a process; empty when none works."""
        return self.data / "uitwijk"

    @property
    def judgements(self) -> Path:
        """How often readers of texts agreed with the model: counts only."""
        return self.data / "oordelen.json"

    @property
    def lake(self) -> Path:
        """The folder with the lake's encrypted files, unless they are in object storage."""
        return self.data / "meer"


def load_settings() -> Settings:
    """Return the settings of the environment.

    Raises:
        Permanent: a variable has a value that it cannot have (`instelling`).
    """
    try:
        return Settings()
    except ValidationError as error:
        names = ", ".join(f"STADSPOLS_{str(item['loc'][0]).upper()}" for item in error.errors())
        raise Permanent(
            "instelling", f"deze variabele klopt niet: {names} (zie docs/settings.md)"
        ) from None


def settings_table() -> str:
    """Return the table of docs/settings.md, in Markdown."""
    rows = [
        f"| `STADSPOLS_{name.upper()}` | {_default(field.default)} | {field.description} |"
        for name, field in Settings.model_fields.items()
    ]
    return "\n".join(["| variable | default | meaning |", "|---|---|---|", *rows]) + "\n"


def _default(value: object) -> str:
    return "(empty)" if value is None else f"`{value}`"


if __name__ == "__main__":
    print(settings_table(), end="")  # noqa: T201 - the documented way to renew docs/settings.md
