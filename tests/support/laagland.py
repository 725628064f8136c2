"""Laagland's own declarations and policy, as the package carries them."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

from scoring.artefact.characteristics_file import read_characteristics
from scoring.artefact.policy_file import read_policy

CHARACTERISTICS = Path(str(files("scoring.population") / "laagland.toml"))
POLICY_FILE = Path(str(files("scoring.population") / "laagland-policy.toml"))
REGISTRY = read_characteristics(CHARACTERISTICS)
POLICY = read_policy(POLICY_FILE)
