"""The words of model cards and data cards, in both languages."""

from __future__ import annotations

from audits.decisions.cube import NOT_STATED, SILENCE
from scoring.domain.text import Language, Text

__all__ = ["FIGURES", "FOR", "NOT_FOR", "group_words", "say"]

FOR = (
    Text(
        en="To put applications for the credit it was developed for in order of risk, and to show each applicant the "
        "points of every line and the reasons for the outcome.",
        nl="Om aanvragen voor het krediet waarvoor de kaart is gemaakt te ordenen naar risico, en om elke aanvrager de "
        "punten van elke regel en de redenen van de uitkomst te laten zien.",
    ),
    Text(
        en="Beside a person who may decide otherwise, and a way to object.",
        nl="Naast een mens die anders mag besluiten, en met een weg om bezwaar te maken.",
    ),
)

NOT_FOR = (
    Text(
        en="People, products or countries unlike those of the development data.",
        nl="Mensen, producten of landen die anders zijn dan die in de ontwikkelgegevens.",
    ),
    Text(
        en="Any other outcome than the one it was developed for: not prices, limits, insurance, jobs, homes or "
        "benefits.",
        nl="Een andere uitkomst dan die waarvoor de kaart is gemaakt: geen prijzen, limieten, verzekeringen, banen, "
        "woningen of uitkeringen.",
    ),
    Text(
        en="Values that were guessed or taken from somebody else, or characteristics that the card does not declare.",
        nl="Waarden die zijn gegokt of van een ander komen, of kenmerken die de kaart niet noemt.",
    ),
    Text(
        en="A statement that it is fair: the audit below says what was compared and what it cannot see.",
        nl="De bewering dat de kaart eerlijk is: de controle hieronder zegt wat is vergeleken en wat die niet ziet.",
    ),
)

FIGURES = {
    "AUC": Text(en="AUC", nl="AUC"),
    "Gini": Text(en="Gini", nl="Gini"),
    "KS": Text(en="KS", nl="KS"),
    "Brier": Text(en="Brier score", nl="Brierscore"),
    "log-loss": Text(en="log-loss", nl="log-loss"),
    "calibration in the large": Text(
        en="calibration in the large (observed less predicted)",
        nl="kalibratie in het groot (waargenomen min voorspeld)",
    ),
    "calibration slope": Text(en="calibration slope (1 is right)", nl="kalibratiehelling (1 is goed)"),
}
"""What the figures of an evaluation are called; one without a name here stands under its own."""

_WORDS = {
    "model_title": Text(en="Model card: {title}", nl="Modelkaart: {title}"),
    "data_title": Text(en="Data card: {title}", nl="Gegevenskaart: {title}"),
    "made_from": Text(
        en="Every number below is taken from the documents named here, rounded and not computed again.",
        nl="Elk cijfer hieronder komt uit de documenten die hier staan, afgerond en niet opnieuw berekend.",
    ),
    "what": Text(en="What the card is", nl="Wat de kaart is"),
    "field": Text(en="field", nl="gegeven"),
    "value": Text(en="value", nl="waarde"),
    "digest": Text(en="fingerprint", nl="vingerafdruk"),
    "characteristics": Text(en="characteristics that score", nl="kenmerken die punten geven"),
    "lines": Text(en="lines of points", nl="regels met punten"),
    "scale": Text(en="scale", nl="schaal"),
    "scale_is": Text(
        en="{base} points stand for odds of {odds} to 1 of repaying; {pdo} points more double them",
        nl="{base} punten staan voor odds van {odds} tegen 1 op betalen; {pdo} punten meer verdubbelen die",
    ),
    "scores": Text(en="reachable scores", nl="bereikbare scores"),
    "scores_are": Text(en="{low} to {high}, higher is safer", nl="{low} tot {high}, hoger is veiliger"),
    "cut_off": Text(en="cut-off", nl="grensscore"),
    "cut_off_is": Text(en="{at} is the lowest passing score", nl="{at} is de laagste score die volstaat"),
    "no_cut_off": Text(en="none is declared", nl="er is geen genoemd"),
    "approver": Text(en="approved by", nl="goedgekeurd door"),
    "reads": Text(en="It scores: {names}.", nl="De kaart geeft punten voor: {names}."),
    "use": Text(en="Intended use", nl="Bedoeld gebruik"),
    "not_for": Text(en="Not to be used for", nl="Niet te gebruiken voor"),
    "data": Text(en="Data", nl="Gegevens"),
    "part": Text(en="part", nl="deel"),
    "file": Text(en="file", nl="bestand"),
    "people": Text(en="people", nl="mensen"),
    "outcomes": Text(en="outcomes", nl="uitkomsten"),
    "development": Text(en="development", nl="ontwikkeling"),
    "evaluation": Text(en="evaluation", nl="evaluatie"),
    "audit_decisions": Text(en="audit: decisions", nl="controle: besluiten"),
    "audit_groups": Text(en="audit: groups", nl="controle: groepen"),
    "not_stated": SILENCE,
    "bads": Text(en="{bads} with {target} = {bad}", nl="{bads} met {target} = {bad}"),
    "bads_only": Text(en="{bads} defaults", nl="{bads} wanbetalingen"),
    "unknown": Text(en="{unknown} not recorded", nl="{unknown} niet vastgelegd"),
    "quality": Text(en="Quality", nl="Kwaliteit"),
    "no_quality": Text(
        en="No evaluation was given, so nothing is said of how well the card ranks or predicts.",
        nl="Er is geen evaluatie gegeven, dus er staat niet hoe goed de kaart ordent of voorspelt.",
    ),
    "quality_about": Text(
        en="On {rows} rows with {bads} defaults, with intervals of 95 %.",
        nl="Op {rows} rijen met {bads} wanbetalingen, met intervallen van 95 %.",
    ),
    "figure": Text(en="figure", nl="maat"),
    "interval": Text(en="value (interval)", nl="waarde (interval)"),
    "method": Text(en="method", nl="methode"),
    "fairness": Text(en="Fairness of decisions", nl="Eerlijkheid van besluiten"),
    "overall": Text(
        en="Of all primary comparisons: {verdict}. {sentence}",
        nl="Van alle primaire vergelijkingen: {verdict}. {sentence}",
    ),
    "registered": Text(
        en="The plan is shown to be older than the decisions.", nl="Het plan is aantoonbaar ouder dan de besluiten."
    ),
    "left_open": Text(
        en="It left open {what}: that was chosen when the audit was run.",
        nl="Het liet open {what}: dat is gekozen toen de toets werd gedaan.",
    ),
    "not_registered": Text(en="Plan not pre-registered.", nl="Plan niet vooraf vastgelegd."),
    "names_card": Text(
        en="The audited decisions name this card, by its fingerprint.",
        nl="De gecontroleerde besluiten noemen deze kaart, met haar vingerafdruk.",
    ),
    "names_more": Text(
        en="The audited decisions name this card, by its fingerprint, and {count} more: the verdicts are about all "
        "of them together.",
        nl="De gecontroleerde besluiten noemen deze kaart, met haar vingerafdruk, en {count} andere: de oordelen gaan "
        "over alle samen.",
    ),
    "names_none": Text(
        en="Which card made the audited decisions is not stated in the audit: whether it was this one, this page "
        "cannot say.",
        nl="Welke kaart de gecontroleerde besluiten nam, staat niet in de controle: of het deze was, kan deze pagina "
        "niet zeggen.",
    ),
    "verdict": Text(en="{name}: {verdict}", nl="{name}: {verdict}"),
    "not_judged": Text(en="reported, not judged", nl="vermeld, niet beoordeeld"),
    "group": Text(en="group", nl="groep"),
    "against": Text(en="against", nl="tegen"),
    "measure": Text(en="measure", nl="maat"),
    "word": Text(en="verdict", nl="oordeel"),
    "limit": Text(en="limit", nl="grens"),
    "from_to": Text(en="{low} to {high}", nl="{low} tot {high}"),
    "at_least": Text(en="at least {low}", nl="minstens {low}"),
    "at_most": Text(en="at most {high}", nl="hoogstens {high}"),
    "worst_cases": Text(en="worst cases {low} to {high}", nl="uitersten {low} tot {high}"),
    "cannot_see": Text(en="What the audit cannot see", nl="Wat de controle niet ziet"),
    "files": Text(en="Files", nl="Bestanden"),
    "role": Text(en="holds", nl="bevat"),
    "role_decisions": Text(en="decisions", nl="besluiten"),
    "role_groups": Text(en="groups", nl="groepen"),
    "rows": Text(en="Rows", nl="Rijen"),
    "decisions_count": Text(en="decisions", nl="besluiten"),
    "missing_outcomes": Text(en="without a recorded outcome", nl="zonder vastgelegde uitkomst"),
    "weights": Text(en="weights", nl="gewichten"),
    "clusters": Text(en="decisions on one person kept together", nl="besluiten over één persoon bij elkaar gehouden"),
    "yes": Text(en="yes", nl="ja"),
    "no": Text(en="no", nl="nee"),
    "columns": Text(en="Columns", nl="Kolommen"),
    "columns_unknown": Text(
        en="Which columns the file has is not stated in the audit.",
        nl="Welke kolommen het bestand heeft, staat niet in de controle.",
    ),
    "column": Text(en="column", nl="kolom"),
    "meaning": Text(en="meaning", nl="betekenis"),
    "there": Text(en="there", nl="aanwezig"),
    "groups": Text(en="Groups", nl="Groepen"),
    "groups_about": Text(
        en="Group columns are protected attributes. Fewer than {people} people, or fewer than {each} on either side "
        "of a decision, are not shown, nor whoever would give them away.",
        nl="Groepskolommen zijn beschermde kenmerken. Minder dan {people} mensen, of minder dan {each} aan een kant "
        "van een besluit, worden niet getoond, en ook niet wie hen zou verraden.",
    ),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase with its values filled in."""
    return _WORDS[key].into(language).format(**values)


def group_words(group: list[str], language: Language) -> str:
    """A group, or a combination of groups."""
    return " × ".join(say("not_stated", language) if level == NOT_STATED else level for level in group)
