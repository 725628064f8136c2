from __future__ import annotations

import subprocess
import sys

import pytest

from scoring.domain.reason import Basis
from scoring.explain.shap_bridge import as_shap_explanation
from tests.support.hand_card import APPLICANT, HAND_CARD


def test_the_bridge_gives_the_contributions_and_the_reference_score() -> None:
    readings = HAND_CARD.registry.read(APPLICANT)
    explanation = as_shap_explanation(HAND_CARD, readings, Basis.POPULATION)
    assert explanation.values.tolist() == [-12.25, -5.5, -17.125, -19.4, 0.5, -2.75]
    assert explanation.base_values == 570.525
    assert explanation.base_values + explanation.values.sum() == pytest.approx(514, abs=1e-9)


def test_the_bridge_names_the_values_in_words() -> None:
    explanation = as_shap_explanation(HAND_CARD, HAND_CARD.registry.read({**APPLICANT, "card_utilisation": -8}))
    assert explanation.feature_names[:2] == ["Monthly payment as a share of income", "Net monthly income"]
    assert explanation.data.tolist()[1:3] == ["2,100 EUR", "no credit card"]


def test_importing_everything_that_explains_loads_no_numerical_library() -> None:
    """Serving a decision stays light: only a call of the bridge imports shap."""
    code = (
        "import sys\n"
        "import scoring.explain.notice, scoring.explain.recourse, scoring.explain.shap_bridge\n"
        "heavy = {'numpy', 'shap', 'sklearn', 'scipy', 'pandas', 'duckdb'} & set(sys.modules)\n"
        "sys.exit(', '.join(sorted(heavy)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
