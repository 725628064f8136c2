"""For notebooks: the card's contributions as a ``shap.Explanation``, ready for shap's plots."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from scoring.domain.card import Card
from scoring.domain.reading import Reading
from scoring.domain.reason import Basis
from scoring.domain.text import Language
from scoring.domain.wording import describe_reading
from scoring.explain.contributions import contributions, default_basis, reference_score

__all__ = ["as_shap_explanation"]


def as_shap_explanation(card: Card, readings: Mapping[str, Reading], basis: Basis | None = None) -> Any:  # noqa: ANN401
    """One person's contributions as a ``shap.Explanation`` (needs the extra ``explain``).

    ``base_values`` is the reference score, ``values`` the contributions; they sum to the score.
    """
    import numpy as np
    import shap

    chosen = basis or default_basis(card)
    parts = contributions(card, readings, chosen)
    own = [
        "; ".join(
            describe_reading(readings[name], card.registry.characteristic(name), Language.EN, card.ends(name))
            for name in part.characteristics
        )
        for part in parts
    ]
    return shap.Explanation(
        values=np.array([float(part.difference) for part in parts]),
        base_values=float(reference_score(card, chosen)),
        data=np.array(own, dtype=object),
        feature_names=[part.label.into(Language.EN) for part in parts],
    )
