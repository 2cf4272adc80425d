"""Record: one fact in the log, without room for personal data.

Each text field is a digest, a code, a fixed word or a short name of the framework; there is no
free text, so nothing in the log ever has to be erased.

Source: GOVERNANCE section 3; AVG art. 5(2), 30.
Guarantee: the log holds counts and digests only.
"""
# No `from __future__ import annotations`: pydantic reads the annotations at run time.

import json
from datetime import datetime, timedelta
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, Field, TypeAdapter, ValidationError

from privacy.detect.span import PIIType
from privacy.errors import PrivacyError
from privacy.framework.roles import Rol
from privacy.framework.schema import Closed, DecisionId, FrozenMapping, Sha256, Slug


def _in_utc(moment: datetime) -> datetime:
    if moment.utcoffset() != timedelta(0):
        raise ValueError("a moment in the log is in UTC")
    return moment


Moment = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Count = Annotated[int, Field(ge=0, le=10**15)]


class Entry(Closed):
    """What every record has: its place in the log and its moment (UTC)."""

    nummer: Count
    moment: Moment


class Activation(Entry):
    """A framework version was put into use; `verruimd_bij` is its `widened_at`."""

    soort: Literal["kader"]
    kader_versie: int = Field(ge=1)
    verruimd_bij: int = Field(ge=1)
    kader_sha256: Sha256
    besluit_sha256: Sha256
    anker_sha256: Sha256
    raadsbesluit_id: DecisionId


class Start(Entry):
    """A task began; a `Run` with the same task, whose `begin` is this moment, tells its end."""

    soort: Literal["begin"]
    taak: Slug
    kader_sha256: Sha256
    code_sha256: Sha256


class Run(Entry):
    """A task ran: what it worked with, what it counted, how it ended.

    `onderbroken`: its process was killed; a later one attested what it had told.
    """

    soort: Literal["taak"]
    taak: Slug
    kader_sha256: Sha256
    code_sha256: Sha256
    model_sha256: tuple[Sha256, ...]
    begin: Moment
    einde: Moment
    gelezen: Count
    vervallen: Count
    bewaard: Count
    gevonden_per_soort: FrozenMapping[PIIType, Count]
    rho_besteed: Annotated[float, Field(ge=0, le=1000, allow_inf_nan=False)]
    verwijderd: Count
    uitkomst: Literal["voltooid", "afgebroken", "mislukt", "onderbroken"]


class Reading(Entry):
    """Someone read anything but released figures."""

    soort: Literal["inzage"]
    kader_sha256: Sha256
    rol: Rol
    wat: Literal["tekst", "logboek", "aantallen"]
    aantal: Count


class Deletion(Entry):
    """Something was deleted."""

    soort: Literal["verwijdering"]
    kader_sha256: Sha256
    wat: Literal["berichten", "tekst", "sleutels", "cellen"]
    reden: Literal["termijn", "bezwaar", "verzoek", "bron", "stop", "beoordeeld"]
    aantal: Count


class Stop(Entry):
    """A stop order came in."""

    soort: Literal["stop"]
    bevel_sha256: Sha256
    tot_en_met_versie: int = Field(ge=1)


class Rotation(Entry):
    """A new trust root came into use."""

    soort: Literal["anker"]
    anker_versie: int = Field(ge=1)
    anker_sha256: Sha256


Record = Activation | Start | Run | Reading | Deletion | Stop | Rotation

_RECORD: Final[TypeAdapter[Record]] = TypeAdapter(Annotated[Record, Field(discriminator="soort")])


def record_of(fields: dict[str, Any]) -> Record:
    """Return the record with `fields`, whose `soort` names its kind.

    Raises:
        PrivacyError: `logboek.record`.
    """
    try:
        return _RECORD.validate_python(fields)
    except ValidationError as error:
        count = error.error_count()
        raise PrivacyError(
            "logboek.record", f"{count} veld(en) passen niet in het logboek."
        ) from None


def to_line(record: Record) -> bytes:
    """Return the only spelling of `record`: one line of JSON with its line break."""
    fields = record.model_dump(mode="json")
    return json.dumps(fields, separators=(",", ":"), sort_keys=True).encode() + b"\n"


def from_line(line: bytes) -> Record:
    """Return the record in `line`, which is exactly what `to_line` gives.

    Raises:
        PrivacyError: `logboek.regel`.
    """
    try:
        record = _RECORD.validate_json(line)
    except ValidationError:
        raise PrivacyError("logboek.regel", "Een regel is geen regel van dit logboek.") from None
    if to_line(record) != line:
        raise PrivacyError("logboek.regel", "Een regel is anders gespeld dan dit logboek schrijft.")
    return record
