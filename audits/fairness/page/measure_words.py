"""What the audit's own words are called: measures, figures, verdicts, and why a number is not there."""

from __future__ import annotations

from collections.abc import Mapping

from audits.fairness.measures import Measure
from audits.fairness.result import Why
from audits.fairness.statistics import Statistic
from audits.fairness.verdict import Verdict
from scoring.domain.text import Text

__all__ = ["MEASURES", "SENTENCES", "STATISTICS", "VERDICTS", "WITHHELD"]

VERDICTS: Mapping[Verdict, Text] = {
    Verdict.WITHIN: Text(en="within", nl="binnen de grenzen"),
    Verdict.BREACH: Text(en="breach", nl="overschrijding"),
    Verdict.INCONCLUSIVE: Text(en="inconclusive", nl="onbeslist"),
    Verdict.SUPPRESSED: Text(en="suppressed", nl="niet getoond"),
}

SENTENCES: Mapping[Verdict, Text] = {
    Verdict.WITHIN: Text(
        en="Every judged comparison lies inside its limits, the whole interval included.",
        nl="Elke beoordeelde vergelijking ligt binnen de grenzen, met het hele interval.",
    ),
    Verdict.BREACH: Text(
        en="At least one comparison lies outside its limits, the whole interval included.",
        nl="Minstens één vergelijking ligt buiten de grenzen, met het hele interval.",
    ),
    Verdict.INCONCLUSIVE: Text(
        en="These numbers do not settle it: an interval reaches across a limit, or the comparison cannot be made "
        "from them.",
        nl="Deze cijfers geven geen uitsluitsel: een interval loopt over een grens, of de vergelijking kan er niet "
        "mee.",
    ),
    Verdict.SUPPRESSED: Text(
        en="At least one group is too small to be judged or printed, so nothing is said about it.",
        nl="Minstens één groep is te klein om te beoordelen of te tonen; daarover wordt niets gezegd.",
    ),
}

WITHHELD: Mapping[Why, Text] = {
    Why.FEW: Text(
        en="withheld: too few people here, or the number would give a small number away",
        nl="niet getoond: te weinig mensen hier, of het getal zou een klein aantal verraden",
    ),
    Why.NOBODY: Text(en="nobody in this group", nl="niemand in deze groep"),
    Why.OUTCOMES_MISSING: Text(en="not identified: outcomes missing", nl="niet vast te stellen: uitkomsten ontbreken"),
    Why.NO_PD: Text(en="no predictions given", nl="geen voorspellingen opgegeven"),
    Why.NO_SCORE: Text(en="no score given", nl="geen score opgegeven"),
    Why.UNDEFINED: Text(en="not defined here", nl="hier niet bepaald"),
    Why.NO_OVERLAP: Text(en="no open decisions to estimate from", nl="geen open besluiten om mee te schatten"),
    Why.PD_VARIES: Text(
        en="people with the same score have different predictions; audit without the score",
        nl="mensen met dezelfde score hebben verschillende voorspellingen; toets zonder de score",
    ),
    Why.NOTHING_VARIES: Text(
        en="no interval: the bootstrap draws do not vary", nl="geen interval: de bootstraptrekkingen verschillen niet"
    ),
}

MEASURES: Mapping[Measure, Text] = {
    Measure.ADVERSE_IMPACT_RATIO: Text(en="Adverse impact ratio", nl="Verhouding van goedkeuring"),
    Measure.SELECTION_DIFFERENCE: Text(en="Difference in approval rate", nl="Verschil in goedkeuring"),
    Measure.SELECTION_ODDS_RATIO: Text(en="Odds ratio of approval", nl="Odds-verhouding van goedkeuring"),
    Measure.TRUE_POSITIVE_DIFFERENCE: Text(
        en="Difference in approval of people who repaid (TPR)", nl="Verschil in goedkeuring van wie betaalde (TPR)"
    ),
    Measure.TRUE_POSITIVE_RATIO: Text(
        en="Ratio of approval of people who repaid (TPR)", nl="Verhouding van goedkeuring van wie betaalde (TPR)"
    ),
    Measure.FALSE_POSITIVE_DIFFERENCE: Text(
        en="Difference in approval of people who defaulted (FPR)",
        nl="Verschil in goedkeuring van wie niet betaalde (FPR)",
    ),
    Measure.FALSE_POSITIVE_RATIO: Text(
        en="Ratio of approval of people who defaulted (FPR)",
        nl="Verhouding van goedkeuring van wie niet betaalde (FPR)",
    ),
    Measure.FALSE_NEGATIVE_DIFFERENCE: Text(
        en="Difference in refusal of people who repaid (FNR)", nl="Verschil in afwijzing van wie betaalde (FNR)"
    ),
    Measure.FALSE_NEGATIVE_RATIO: Text(
        en="Ratio of refusal of people who repaid (FNR)", nl="Verhouding van afwijzing van wie betaalde (FNR)"
    ),
    Measure.EQUALISED_ODDS: Text(
        en="Equalised odds: the larger of the gaps in TPR and FPR",
        nl="Gelijke odds: het grootste van de verschillen in TPR en FPR",
    ),
    Measure.PREDICTIVE_VALUE_DIFFERENCE: Text(
        en="Difference in repayment of the approved (PPV)", nl="Verschil in betaling van goedgekeurden (PPV)"
    ),
    Measure.PREDICTIVE_VALUE_RATIO: Text(
        en="Ratio of repayment of the approved (PPV)", nl="Verhouding van betaling van goedgekeurden (PPV)"
    ),
    Measure.NEGATIVE_VALUE_DIFFERENCE: Text(
        en="Difference in default of the declined (NPV)", nl="Verschil in wanbetaling van afgewezenen (NPV)"
    ),
    Measure.NEGATIVE_VALUE_RATIO: Text(
        en="Ratio of default of the declined (NPV)", nl="Verhouding van wanbetaling van afgewezenen (NPV)"
    ),
    Measure.CALIBRATION_DIFFERENCE: Text(
        en="Difference in calibration (observed less predicted default)",
        nl="Verschil in kalibratie (waargenomen min voorspelde wanbetaling)",
    ),
    Measure.CALIBRATION_SLOPE_DIFFERENCE: Text(
        en="Difference in calibration slope", nl="Verschil in helling van de kalibratie"
    ),
    Measure.AUC_DIFFERENCE: Text(en="Difference in AUC", nl="Verschil in AUC"),
    Measure.KS_DIFFERENCE: Text(en="Difference in KS", nl="Verschil in KS"),
    Measure.GINI_DIFFERENCE: Text(en="Difference in Gini", nl="Verschil in Gini"),
    Measure.LOG_LOSS_DIFFERENCE: Text(en="Difference in log-loss", nl="Verschil in log-loss"),
    Measure.BRIER_DIFFERENCE: Text(en="Difference in Brier score", nl="Verschil in Brier-score"),
    Measure.STANDARDISED_MEAN_DIFFERENCE: Text(
        en="Standardised difference in mean score", nl="Gestandaardiseerd verschil in gemiddelde score"
    ),
    Measure.SCORE_DISTANCE: Text(
        en="Largest distance of the score distributions", nl="Grootste afstand van de scoreverdelingen"
    ),
}

STATISTICS: Mapping[Statistic, Text] = {
    Statistic.SELECTION_RATE: Text(en="Approved", nl="Goedgekeurd"),
    Statistic.TRUE_POSITIVE_RATE: Text(
        en="Approved, of those who repaid (TPR)", nl="Goedgekeurd van wie betaalde (TPR)"
    ),
    Statistic.FALSE_POSITIVE_RATE: Text(
        en="Approved, of those who defaulted (FPR)", nl="Goedgekeurd van wie niet betaalde (FPR)"
    ),
    Statistic.FALSE_NEGATIVE_RATE: Text(
        en="Declined, of those who repaid (FNR)", nl="Afgewezen van wie betaalde (FNR)"
    ),
    Statistic.POSITIVE_PREDICTIVE_VALUE: Text(
        en="Repaid, of the approved (PPV)", nl="Betaalde van de goedgekeurden (PPV)"
    ),
    Statistic.NEGATIVE_PREDICTIVE_VALUE: Text(
        en="Defaulted, of the declined (NPV)", nl="Betaalde niet van de afgewezenen (NPV)"
    ),
    Statistic.DEFAULT_RATE: Text(en="Defaulted", nl="Niet betaald"),
    Statistic.CALIBRATION: Text(en="Observed less predicted", nl="Waargenomen min voorspeld"),
    Statistic.CALIBRATION_SLOPE: Text(en="Calibration slope", nl="Helling van de kalibratie"),
    Statistic.AUC: Text(en="AUC", nl="AUC"),
    Statistic.KS: Text(en="KS", nl="KS"),
    Statistic.GINI: Text(en="Gini", nl="Gini"),
    Statistic.LOG_LOSS: Text(en="Log-loss", nl="Log-loss"),
    Statistic.BRIER: Text(en="Brier score", nl="Brier-score"),
    Statistic.MEAN_SCORE: Text(en="Mean score", nl="Gemiddelde score"),
}
