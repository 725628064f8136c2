"""Notes on method: what each interval is, and whose."""

from __future__ import annotations

from scoring.domain.text import Text

__all__ = ["METHODS"]

METHODS = (
    Text(
        en="Shares: the score interval (Wilson 1927). Differences of shares: from both score intervals (Newcombe 1998, "
        "method 10). Ratios: on the logarithmic scale (Katz et al. 1978). Odds ratios: Woolf 1955.",
        nl="Aandelen: het score-interval (Wilson 1927). Verschillen van aandelen: uit beide score-intervallen "
        "(Newcombe 1998, methode 10). Verhoudingen: op logaritmische schaal (Katz e.a. 1978). Odds-verhoudingen: Woolf "
        "1955.",
    ),
    Text(
        en="Calibration in the large: observed less mean predicted default. Predictions shift the interval of the "
        "observed rates, and narrow it by as much as outcomes vary less around them than around their mean.",
        nl="Kalibratie over het geheel: waargenomen min gemiddeld voorspelde wanbetaling. Voorspellingen verschuiven "
        "het interval, en versmallen het naarmate uitkomsten er minder omheen variëren dan om hun gemiddelde.",
    ),
    Text(
        en="Equalised odds: the interval is made of those of both gaps, each at half the error. Distance of score "
        "distributions, and KS (a distance of those who repaid and those who defaulted) with its differences: the band "
        "of Dvoretzky, Kiefer and Wolfowitz 1956 with Massart's constant (1990), the error shared by the "
        "distributions. It holds at every number of people and is wide; these have no p-value.",
        nl="Gelijke odds: het interval volgt uit die van beide verschillen, elk met de halve fout. Afstand van "
        "scoreverdelingen, en KS (een afstand van wie betaalde tot wie niet betaalde) met haar verschillen: de band "
        "van Dvoretzky, Kiefer en Wolfowitz 1956 met de constante van Massart (1990), de fout verdeeld over de "
        "verdelingen. Hij geldt bij elk aantal mensen en is breed; hierbij horen geen p-waarden.",
    ),
    Text(
        en="AUC, Gini, log-loss, Brier score, slopes and mean scores: normal intervals from bootstrap draws, in "
        "each of which every cell of equal people (score, groups, outcome, decision) gets a Poisson number of people "
        "(Hanley and MacGibbon 2006). Where every draw gives the same value there is no interval, and the number is "
        "withheld.",
        nl="AUC, Gini, log-loss, Brier-score, hellingen en gemiddelde scores: normale intervallen uit "
        "bootstraptrekkingen, waarin elke cel van gelijke mensen (score, groepen, uitkomst, besluit) een "
        "Poisson-aantal mensen krijgt (Hanley en MacGibbon 2006). Waar elke trekking dezelfde waarde geeft, is er "
        "geen interval en wordt het getal niet getoond.",
    ),
    Text(
        en="Judged intervals hold together: their level follows from how far the farthest of all judged comparisons "
        "strays in the draws (max-T; Romano and Wolf 2005), and is never wider than Bonferroni's. Where some are "
        "worst cases of missing outcomes, Bonferroni's level is used. A suppressed comparison has no interval, so "
        "nothing has to hold and it does not count.",
        nl="Beoordeelde intervallen gelden samen: hun niveau volgt uit hoe ver de verste van alle beoordeelde "
        "vergelijkingen in de trekkingen afdwaalt (max-T; Romano en Wolf 2005), en is nooit breder dan dat van "
        "Bonferroni. Waar er uiterste gevallen van ontbrekende uitkomsten bij zijn, geldt het niveau van "
        "Bonferroni. Een vergelijking die niet wordt getoond, heeft geen interval: er hoeft niets te gelden, en zij "
        "telt niet mee.",
    ),
    Text(
        en="P-values are two-sided, of no difference at all; those of judged comparisons are adjusted for their number "
        "(Holm 1979). No verdict rests on a p-value.",
        nl="P-waarden zijn tweezijdig, van helemaal geen verschil; die van beoordeelde vergelijkingen zijn aangepast "
        "voor hun aantal (Holm 1979). Geen oordeel rust op een p-waarde.",
    ),
    Text(
        en="Parity of error rates, of predictive values and calibration in every group cannot all hold where default "
        "rates differ (Kleinberg, Mullainathan and Raghavan 2016; Chouldechova 2017): the plan has to choose.",
        nl="Gelijke fouten, gelijke voorspellende waarden en kloppende voorspellingen in elke groep kunnen niet alle "
        "gelden waar wanbetaling verschilt (Kleinberg, Mullainathan en Raghavan 2016; Chouldechova 2017): het plan "
        "moet kiezen.",
    ),
)
