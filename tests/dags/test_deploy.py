from __future__ import annotations

import re
from pathlib import Path

from ruamel.yaml import YAML

from pipeline.settings import Settings
from tests.dags.conftest import ROOT

DEPLOY = ROOT / "deploy"
FILES = ["Containerfile", "compose.yaml", "example.env", "helm-values.yaml", "airflow-standalone"]


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
