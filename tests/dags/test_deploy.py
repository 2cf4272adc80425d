from __future__ import annotations

import importlib.util
import re
import stat
import subprocess
import tomllib
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
from ruamel.yaml import YAML

from pipeline.key_files import KeyFiles
from pipeline.settings import Settings
from privacy.epoch import Epoch
from tests.dags.conftest import ROOT

DEPLOY = ROOT / "deploy"
FILES = ["Containerfile", "compose.yaml", "example.env", "helm-values.yaml", "airflow-standalone"]


PARTS = {"api-server", "scheduler", "dag-processor", "triggerer", "celery"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(DEPLOY / "compose.yaml")["services"])


@pytest.fixture(scope="module")
def values() -> dict[str, Any]:
    return dict(YAML(typ="safe").load(DEPLOY / "helm-values.yaml"))


@pytest.fixture(scope="module")
def image() -> dict[str, str]:
    """The environment that the image sets."""
    containerfile = (DEPLOY / "Containerfile").read_text().replace("\\\n", " ")
    [line] = re.findall(r"^ENV (.+)$", containerfile, re.MULTILINE)
    return dict(pair.split("=", 1) for pair in line.split())


def ignored() -> list[str]:
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    return [line for line in lines if not line.startswith("#")]


def test_every_setting_that_deploy_names_exists() -> None:
    known = {f"STADSPOLS_{name.upper()}" for name in Settings.model_fields}
    ours = {"STADSPOLS_AIRFLOW", "STADSPOLS_CONFIG_FOLDER"}  # of our scripts, not of the product
    named = {
        name
        for file in FILES
        for name in re.findall(r"STADSPOLS_[A-Z_]+", (DEPLOY / file).read_text())
    }
    assert named - known == ours


def test_the_example_of_the_environment_has_all_that_compose_asks_for() -> None:
    compose = (DEPLOY / "compose.yaml").read_text()
    example = (DEPLOY / "example.env").read_text()
    asked = set(re.findall(r"\$\{([A-Z_]+)", compose))
    assert asked == {line.partition("=")[0] for line in example.splitlines() if "=" in line[:40]}


def test_yaml_of_deploy_has_no_key_twice() -> None:
    for name in ("compose.yaml", "helm-values.yaml"):
        assert YAML(typ="safe").load(DEPLOY / name)


def test_the_chart_mounts_every_table_of_a_set_of_areas() -> None:
    values = YAML(typ="safe").load(DEPLOY / "helm-values.yaml")
    [config] = [volume["projected"] for volume in values["volumes"] if "projected" in volume]
    items = config["sources"][1]["configMap"]["items"]
    tables = sorted((ROOT / "config" / "gebieden" / "almere").iterdir())
    assert items == [
        {"key": table.name, "path": f"gebieden/almere/{table.name}"} for table in tables
    ]


def test_an_image_takes_in_what_is_listed_and_no_data_keys_or_secrets() -> None:
    rules = ignored()
    assert rules[0] == "*"
    taken = {rule[1:] for rule in rules if rule.startswith("!")}
    assert taken.isdisjoint({"data", "keys", ".git", ".airflow", "deploy/.env"})
    assert all(list(ROOT.glob(each)) for each in taken)
    assert "deploy/.env" in rules[rules.index("!deploy") :]


def test_what_the_image_copies_by_name_is_taken_in() -> None:
    copied = re.findall(r"^COPY (.+) \./$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    rules = ignored()
    for name in copied[0].split():
        assert any(Path(name).match(rule[1:]) for rule in rules if rule.startswith("!"))


def test_the_image_runs_what_it_is_given(compose: dict[str, Any]) -> None:
    """The chart and the services name a program, so the image may put none before it."""
    said = subprocess.run(
        [DEPLOY / "entrypoint", "echo", "hier"], capture_output=True, text=True, check=True
    )
    assert said.stdout == "hier\n"
    assert 'ENTRYPOINT ["/entrypoint"]' in (DEPLOY / "Containerfile").read_text()
    ours = {name: part["command"] for name, part in compose.items() if part["image"] == "stadspols"}
    assert "bash" in ours.pop("init")
    assert {command[0] for command in ours.values()} == {"airflow"}
    assert {command[1] for command in ours.values()} == PARTS


def test_the_script_that_tries_the_image_tries_each_part(compose: dict[str, Any]) -> None:
    script = (DEPLOY / "try-image").read_text()
    assert subprocess.run(["bash", "-n", DEPLOY / "try-image"], check=False).returncode == 0
    assert all(part in script for part in PARTS)
    assert compose["init"]["command"][2] in script


def test_the_chart_gets_what_the_image_and_the_lock_hold(
    values: dict[str, Any], image: dict[str, str]
) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lock = (ROOT / "requirements-cluster.lock").read_text()
    assert f"apache-airflow=={values['airflowVersion']}" in project["dependencies"]
    assert values["defaultAirflowTag"] == project["version"]
    assert values["airflowHome"] == image["AIRFLOW_HOME"]
    assert values["config"]["core"]["dags_folder"] == image["AIRFLOW__CORE__DAGS_FOLDER"]
    manager, _, name = values["config"]["core"]["auth_manager"].rpartition(".")
    assert importlib.util.find_spec(manager), f"{name} is not in the image"
    assert values["statsd"]["enabled"] == bool(re.search("^statsd==", lock, re.MULTILINE))
    assert not values["createUserJob"]["enabled"]
    assert values["executor"] == "CeleryExecutor"
    assert re.search("^apache-airflow-providers-celery==", lock, re.MULTILINE)


def test_the_chart_starts_no_script_that_only_airflows_image_has(values: dict[str, Any]) -> None:
    for part in (
        values["scheduler"],
        values["dagProcessor"],
        values["triggerer"],
        values["workers"]["celery"],
    ):
        assert part["logGroomerSidecar"] == {"enabled": False}


def test_the_chart_makes_the_pool_that_our_tasks_wait_for(
    values: dict[str, Any], compose: dict[str, Any]
) -> None:
    assert values["migrateDatabaseJob"]["args"] == compose["init"]["command"]


def test_the_chart_mounts_what_the_settings_name(
    values: dict[str, Any], image: dict[str, str]
) -> None:
    set_to = {each["name"]: each["value"] for each in values["env"]}
    mounts = {mount["name"]: PurePosixPath(mount["mountPath"]) for mount in values["volumeMounts"]}
    assert set(mounts) == {volume["name"] for volume in values["volumes"]}
    assert set_to["STADSPOLS_DATA"] == image["STADSPOLS_DATA"] == str(mounts["data"])
    assert set_to["STADSPOLS_CONFIG"] == str(mounts["kader"])
    assert set_to["PYTHONPATH"] == image["PYTHONPATH"]
    keys = PurePosixPath(set_to["STADSPOLS_KEYS"])
    assert keys.parent == mounts["keys"], "the folder of the volume is open to a group"
    pod = values["securityContexts"]["pod"]
    assert pod["fsGroupChangePolicy"] == "OnRootMismatch", "else it opens the folder of the keys"
    assert f"--uid {pod['runAsUser']} " in (DEPLOY / "Containerfile").read_text()


def test_the_folder_of_keys_is_closed_though_that_of_the_volume_is_not(tmp_path: Path) -> None:
    """As Kubernetes leaves the folder of a volume with `fsGroup`: open to the group, and setgid."""
    tmp_path.chmod(0o2770)
    KeyFiles(tmp_path / "stadspols", Epoch.parse)
    assert stat.S_IMODE((tmp_path / "stadspols").stat().st_mode) & 0o777 == 0o700


def test_no_secret_stands_in_the_values(values: dict[str, Any]) -> None:
    assert values["data"] == {"metadataSecretName": "stadspols-airflow-database"}
    for name in ("fernetKeySecretName", "apiSecretKeySecretName", "jwtSecretName"):
        assert values[name] == "stadspols-airflow"
    given = {each["name"] for each in values["env"]}
    secret = {f"STADSPOLS_{name.upper()}" for name in ("catalogue_dsn", "bucket_secret")}
    assert given.isdisjoint(secret)
    assert all(name in values["extraEnvFrom"] for name in secret)
