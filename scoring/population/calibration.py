"""Measured figures beside public orders of magnitude: where the population is near them, where not, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from scoring.population.measured import PARTS

__all__ = ["COMPARISONS", "Comparison", "Source", "percent"]

Figures = Mapping[str, int]

PUBLISHER, PRESS = "the publisher's own page", "press or a third party reporting the publisher"


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where a public figure was read: in an excerpt of a stored copy of the page, not in the page as a whole."""

    figure: str
    publisher: str
    title: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One row of the table.

    Attributes
    ----------
    what
        What was measured.
    measured
        Its text, from the figures of a population.
    public
        The order of magnitude, in few words.
    differs
        Where the two part, and why.
    sources
        Where the public figures come from; none if none was found.
    """

    what: str
    measured: Callable[[Figures], str]
    public: str
    differs: str
    sources: tuple[Source, ...]


def percent(part: int, whole: int) -> str:
    """``9.1 %``; a dash where there is nobody to count."""
    return f"{100 * part / whole:.1f} %" if whole else "-"


def _share(part: str, whole: str) -> Callable[[Figures], str]:
    return lambda figures: percent(figures[part], figures[whole])


_NPL = Source(
    figure="5.4 % of credit for consumption was non-performing at 30 June 2024, 5.2 % a year before",
    publisher="European Banking Authority",
    title="Retail risk indicators, OCL1",
    address="https://www.eba.europa.eu/publications-and-media/publications/retail-risk-indicators",
    kind=PUBLISHER,
)
_ARREARS = Source(
    figure="6.2 % of the persons with a registered credit had an arrear in 2018, 6.6 % in 2017",
    publisher="BKR, Kredietbarometer",
    title="reported by nieuws.nl, 20 February 2019",
    address="https://nieuws.nl/algemeen/20190220/weer-minder-mensen-met-betalingsachterstand/",
    kind=PRESS,
)
_ARREARS_PEAK = Source(
    figure="9.4 % on 1 July 2015, almost 778,000 persons",
    publisher="BKR",
    title="reported by NU.nl, January 2018",
    address="https://www.nu.nl/geldzaken/5110157/aantal-bkr-geregistreerden-met-betalingsachterstand-daalt.html?redirect=1",
    kind=PRESS,
)
_GINI = Source(
    figure="0.285 in 2022 (provisional); 0.292 in 2021",
    publisher="CBS",
    title="Income inequality in the Netherlands is well below the EU average",
    address="https://cbs.nl/en-gb/news/2024/27/income-inequality-in-the-netherlands-is-well-below-the-eu-average",
    kind=PUBLISHER,
)
_INCOME = Source(
    figure="a median of EUR 31,600 for a household, standardised, in 2022 and in prices of 2022",
    publisher="CBS, Monitor Brede Welvaart",
    title="Materiële welvaart",
    address="https://www.cbs.nl/nl-nl/visualisaties/monitor-brede-welvaart-en-de-sustainable-development-goals/hier-en-nu/materiele-welvaart",
    kind=PUBLISHER,
)
_DWELLINGS = Source(
    figure="57.4 % of all dwellings at the beginning of 2019",
    publisher="clo.nl",
    title="Woningvoorraad naar eigendom, 2012-2019",
    address="https://www.clo.nl/indicatoren/nl216406-woningvoorraad-naar-eigendom-2012-2019",
    kind=PUBLISHER,
)
_HOMES = Source(
    figure="almost 60 % of households",
    publisher="SCP",
    title="De sociale staat van Nederland 2018, Wonen",
    address="https://digitaal.scp.nl/ssn2018/wonen/",
    kind=PUBLISHER,
)
_OFTEN_BELOW = Source(
    figure="14 % of those aged 18 to 75 always or monthly, in 2022",
    publisher="Nibud",
    title="reported by De Telegraaf",
    address="https://www.telegraaf.nl/lifestyle/981615015/zoveel-nederlanders-hebben-moeite-met-rondkomen",
    kind=PRESS,
)
_EVER_BELOW = Source(
    figure="more than two in five between May 2008 and May 2009",
    publisher="Nibud",
    title="reported by NU.nl",
    address="https://www.nu.nl/nuzakelijk-overig/2077292/vier-op-tien-huishoudens-komen-moeilijk-rond-.html",
    kind=PRESS,
)

COMPARISONS: tuple[Comparison, ...] = (
    Comparison(
        what="True default within twelve months, of all who applied",
        measured=_share("defaults", "persons"),
        public="none found for twelve months; a stock of 5.4 % non-performing",
        differs="Not comparable: a stock by amount, of credit that lenders granted, in the EU and EEA. Here everybody "
        "is lent what they ask for, also who was refused; and a default is one on any of a person's credits. "
        "A share this large leaves enough defaults to learn from in a few thousand persons.",
        sources=(_NPL,),
    ),
    Comparison(
        what="Recorded default, of those with an observed outcome",
        measured=_share("recorded_defaults", "observed"),
        public="as above",
        differs="As above, after the lender's refusals; and some of these records are wrong on purpose (label bias).",
        sources=(),
    ),
    Comparison(
        what="Open arrear (contestable ones included), of those of whom the register holds a record",
        measured=_share("in_arrears", "registered"),
        public="6.2 % (2018); 9.4 % (2015)",
        differs="The same idea, and the same order. Here the register is read as a card reads it, on the day of an "
        "application; there is no long tail of old arrears, because a history is only as long as the table of "
        "parameters says.",
        sources=(_ARREARS, _ARREARS_PEAK),
    ),
    Comparison(
        what="Gini coefficient of recorded net monthly income",
        measured=lambda figures: f"{figures['gini_income'] / PARTS:.3f}",
        public="0.285 (2022)",
        differs="Another income: of one person, net, in the three months before an application, as recorded (partly "
        "unverified, and with measurement bias for one group). The public figure is, as other pages of CBS say, about "
        "the standardised disposable income of households. Households pool incomes; persons here do not.",
        sources=(_GINI,),
    ),
    Comparison(
        what="Median recorded net monthly income, times twelve",
        measured=lambda figures: f"EUR {12 * figures['median_income_cents'] // 100:,}",
        public="EUR 31,600 (2022)",
        differs="The public figure is standardised for the size of a household. Here it is a person's own income, and "
        "measurement bias lowers it for one group.",
        sources=(_INCOME,),
    ),
    Comparison(
        what="Recorded as owner of the home",
        measured=_share("owners", "tenures"),
        public="57.4 % of dwellings (2019); almost 60 % of households",
        differs="Far below, and not meant as an estimate: a home follows from one person's income, where in life two "
        "incomes may buy one, and the proxy knob records owners of one group as lodgers.",
        sources=(_DWELLINGS, _HOMES),
    ),
    Comparison(
        what="Below zero in some month of twelve, of the shared accounts",
        measured=_share("below_zero_sometimes", "sharing"),
        public="more than two in five (2008-2009)",
        differs="Above. Here an account is looked at, there people were asked; everybody here has one account and no "
        "savings elsewhere; and these are applicants for credit.",
        sources=(_EVER_BELOW,),
    ),
    Comparison(
        what="Below zero in every month of twelve, of the shared accounts",
        measured=_share("below_zero_always", "sharing"),
        public="14 % always or monthly (2022)",
        differs="Above, for the same reasons, although who has little in hand shares the account a little less often.",
        sources=(_OFTEN_BELOW,),
    ),
)
