"""The words of a comparison of two files, in both languages."""

from __future__ import annotations

from audits.decisions.cube import NOT_STATED, SILENCE
from audits.stability.result import Verdict, Why
from scoring.domain.text import Language, Text

__all__ = ["SENTENCES", "VERDICTS", "WITHHELD", "group_name", "say"]

VERDICTS = {
    Verdict.STABLE: Text(en="stable", nl="stabiel"),
    Verdict.WATCH: Text(en="watch", nl="volgen"),
    Verdict.ACT: Text(en="act", nl="ingrijpen"),
    Verdict.INCONCLUSIVE: Text(en="inconclusive", nl="onbeslist"),
    Verdict.SUPPRESSED: Text(en="not shown", nl="niet getoond"),
}

SENTENCES = {
    Verdict.STABLE: Text(
        en="stable: the whole interval lies below {watch}.", nl="stabiel: het hele interval ligt onder {watch}."
    ),
    Verdict.WATCH: Text(
        en="watch: the whole interval lies above {watch}, though not above {act}. It has moved.",
        nl="volgen: het hele interval ligt boven {watch}, maar niet boven {act}. Er is iets verschoven.",
    ),
    Verdict.ACT: Text(
        en="act: the whole interval lies above {act}. Find out why before the card is relied on further.",
        nl="ingrijpen: het hele interval ligt boven {act}. Zoek uit waarom voordat men verder op de kaart vertrouwt.",
    ),
    Verdict.INCONCLUSIVE: Text(
        en="inconclusive: the interval holds {watch}. There are too few people to tell.",
        nl="onbeslist: het interval bevat {watch}. Er zijn te weinig mensen om het te zeggen.",
    ),
    Verdict.SUPPRESSED: Text(
        en="not shown: too few people, or few people would be given away.",
        nl="niet getoond: te weinig mensen, of het zou verraden wie er weinig zijn.",
    ),
}

WITHHELD = {
    Why.TOO_FEW: Text(
        en="not shown: too few people here, or the number would give a small number away",
        nl="niet getoond: te weinig mensen hier, of het getal zou een klein aantal verraden",
    ),
    Why.NO_NUMBERS: Text(en="none: words", nl="geen: woorden"),
    Why.NO_SPREAD: Text(en="none: all alike", nl="geen: alles gelijk"),
}

_WORDS = {
    "title": Text(en="Has anything moved?", nl="Is er iets verschoven?"),
    "contents": Text(en="Contents", nl="Inhoud"),
    "head": Text(en="What this is", nl="Wat dit is"),
    "compared": Text(
        en="{after} people of a later file are held against {before} of an earlier one. The earlier file fixes the "
        "bins: {bins} of equal people for its numbers, its words as they are, a bin for missing values and one for "
        "what it has not.",
        nl="{after} mensen uit een later bestand zijn naast {before} uit een eerder bestand gelegd. Het eerdere "
        "legt de klassen vast: {bins} met evenveel mensen voor zijn getallen, zijn woorden zoals ze zijn, een klasse "
        "voor ontbrekende waarden en een voor wat het niet kent.",
    ),
    "counted": Text(
        en="Every row counts as one person. Weights, if the files have any, are not used, and rows of the same person "
        "are not kept together: where people stand in several rows, all intervals are too narrow.",
        nl="Elke rij telt als één mens. Gewichten, als de bestanden die hebben, blijven buiten gebruik, en rijen van "
        "dezelfde mens worden niet bij elkaar gehouden: waar iemand in meer rijen staat, zijn alle intervallen te "
        "smal.",
    ),
    "what_psi": Text(
        en="The stability index adds up, over the bins, the change in share times the logarithm of the ratio of the "
        "shares; 0 is no change. Of the score it is called PSI, of a characteristic CSI. Where a bin is empty in one "
        "file, half a person is added to every bin of both.",
        nl="De stabiliteitsindex telt over de klassen de verandering in aandeel op, maal de logaritme van de "
        "verhouding van de aandelen; 0 is geen verandering. Van de score heet hij PSI, van een kenmerk CSI. Waar een "
        "klasse in een van beide bestanden leeg is, krijgt elke klasse in beide er een half mens bij.",
    ),
    "what_chance": Text(
        en="Chance alone makes the index larger than 0, and more so with fewer people. “By chance” is what it stays "
        "below in 95 of 100 pairs of files of this size in which nothing has changed (Yurdakul and Naranjo 2020). The "
        "interval has the part of chance taken out.",
        nl="Toeval alleen maakt de index groter dan 0, en meer naarmate er minder mensen zijn. “Door toeval” is "
        "waar hij onder blijft bij 95 van de 100 paren van zulke bestanden waarin niets is veranderd (Yurdakul en "
        "Naranjo 2020). In het interval is het deel van het toeval weggenomen.",
    ),
    "what_limits": Text(
        en="The limits {watch} and {act} are a custom of credit scoring; no law and no supervisor asks for them.",
        nl="De grenzen {watch} en {act} zijn een gewoonte bij kredietscores; geen wet of toezichthouder vraagt erom.",
    ),
    "what_level": Text(
        en="The intervals of the whole file hold together at {level}; those of groups and periods each by itself.",
        nl="De intervallen van het hele bestand gelden samen met {level}; die van groepen en perioden elk op zich.",
    ),
    "small": Text(
        en="Fewer than {people} people are not shown, nor whoever would give them away.",
        nl="Minder dan {people} mensen worden niet getoond, en ook niet wie hen zou verraden.",
    ),
    "sources": Text(en="Files", nl="Bestanden"),
    "source": Text(en="file", nl="bestand"),
    "name": Text(en="name", nl="naam"),
    "digest": Text(en="fingerprint", nl="vingerafdruk"),
    "before": Text(en="earlier", nl="eerder"),
    "groups_file": Text(en="groups", nl="groepen"),
    "groups_after": Text(en="groups, later", nl="groepen, later"),
    "after": Text(en="later", nl="later"),
    "summary": Text(en="Stability of the whole file", nl="Stabiliteit van het hele bestand"),
    "summary_plot": Text(en="Index by column", nl="Index per kolom"),
    "summary_picture": Text(
        en="The index of each column with its interval, against the two limits; a diamond marks what chance gives.",
        nl="De index van elke kolom met zijn interval, naast de twee grenzen; een ruit is wat het toeval geeft.",
    ),
    "column": Text(en="column", nl="kolom"),
    "index": Text(en="index (interval)", nl="index (interval)"),
    "index_axis": Text(en="stability index", nl="stabiliteitsindex"),
    "unchanged": Text(en="by chance", nl="door toeval"),
    "verdict": Text(en="in a word", nl="in een woord"),
    "people_before": Text(en="people, earlier", nl="mensen, eerder"),
    "people_after": Text(en="people, later", nl="mensen, later"),
    "mean_before": Text(en="mean, earlier", nl="gemiddelde, eerder"),
    "mean_after": Text(en="mean, later", nl="gemiddelde, later"),
    "difference": Text(en="later less earlier", nl="later min eerder"),
    "standardised": Text(en="in standard deviations", nl="in standaardafwijkingen"),
    "means": Text(en="Means", nl="Gemiddelden"),
    "bins": Text(en="Where people are", nl="Waar de mensen zijn"),
    "bins_about": Text(
        en="The share of people in each bin of the earlier file.",
        nl="Het deel van de mensen in elke klasse van het eerdere bestand.",
    ),
    "bins_picture": Text(
        en="Shares of people in each bin: earlier as dots, later as diamonds.",
        nl="Aandelen mensen in elke klasse: eerder als stip, later als ruit.",
    ),
    "bin": Text(en="bin", nl="klasse"),
    "share_before": Text(en="share, earlier", nl="deel, eerder"),
    "share_after": Text(en="share, later", nl="deel, later"),
    "share_axis": Text(en="share of people", nl="deel van de mensen"),
    "missing": Text(en="missing", nl="ontbreekt"),
    "new": Text(en="not in the earlier file", nl="niet in het eerdere bestand"),
    "up_to": Text(en="up to {high}", nl="tot en met {high}"),
    "between": Text(en="above {low} to {high}", nl="boven {low} tot en met {high}"),
    "from": Text(en="above {low}", nl="boven {low}"),
    "any": Text(en="any number", nl="elk getal"),
    "everybody": Text(en="everybody", nl="iedereen"),
    "groups": Text(en="By group", nl="Per groep"),
    "groups_about": Text(
        en="Each group of the later file against the same group of the earlier one, in the same bins. A file can stay "
        "as it was while a group moves.",
        nl="Elke groep van het latere bestand naast dezelfde groep van het eerdere, in dezelfde klassen. Een bestand "
        "kan blijven zoals het was terwijl een groep verschuift.",
    ),
    "group": Text(en="group", nl="groep"),
    "of_by": Text(en="{column} by {attribute}", nl="{column} naar {attribute}"),
    "group_picture": Text(
        en="The index of each group with its interval, against the two limits; a diamond marks what chance gives.",
        nl="De index van elke groep met zijn interval, naast de twee grenzen; een ruit is wat het toeval geeft.",
    ),
    "time": Text(en="Over time", nl="In de tijd"),
    "time_about": Text(
        en="Each period of the later file against all of the earlier one.",
        nl="Elke periode van het latere bestand naast het hele eerdere.",
    ),
    "period": Text(en="period", nl="periode"),
    "over_time": Text(en="{column} over time", nl="{column} in de tijd"),
    "time_picture": Text(
        en="The index of each period with its interval, against the two limits.",
        nl="De index van elke periode met zijn interval, naast de twee grenzen.",
    ),
    "crossed": Text(en="Groups over time", nl="Groepen in de tijd"),
    "crossed_about": Text(
        en="Each group in each period of the later file against all of that group in the earlier one: a group can move "
        "in one period while the group and the period as a whole do not. Each interval holds by itself, and of many "
        "tables some will show a change that is luck.",
        nl="Elke groep in elke periode van het latere bestand naast die hele groep in het eerdere: een groep kan in "
        "een periode verschuiven terwijl de groep en de periode als geheel dat niet doen. Elk interval geldt op zich, "
        "en van veel tabellen laten er enkele een verandering zien die geluk is.",
    ),
    "crossed_large": Text(
        en="{attribute} has too many groups and periods for a table here; the JSON document has all of them.",
        nl="{attribute} heeft te veel groepen en perioden voor een tabel hier; het JSON-document heeft ze alle.",
    ),
    "calibration": Text(en="Calibration", nl="Kalibratie"),
    "calibration_about": Text(
        en="Observed less expected default rate of people whose outcome is recorded: above 0 more default than the "
        "probabilities say. Outcomes exist of the approved only, and the youngest ones may not be complete.",
        nl="Waargenomen min verwachte wanbetaling van mensen van wie de uitkomst is vastgelegd: boven 0 betalen er "
        "meer niet dan de kansen zeggen. Uitkomsten zijn er alleen van wie is goedgekeurd, en de jongste kunnen "
        "onvolledig zijn.",
    ),
    "calibration_slope": Text(
        en="A slope of 1 is right; below 1 the probabilities are too extreme, above 1 too timid (Cox 1958). "
        "Probabilities are taken by hundredth of their log-odds.",
        nl="Een helling van 1 is goed; onder 1 zijn de kansen te uitgesproken, boven 1 te vlak (Cox 1958). Kansen zijn "
        "genomen per honderdste van hun log-odds.",
    ),
    "calibration_plot": Text(en="Observed less expected", nl="Waargenomen min verwacht"),
    "calibration_picture": Text(
        en="Observed less expected default rate in the later file, with intervals; 0 is right.",
        nl="Waargenomen min verwachte wanbetaling in het latere bestand, met intervallen; 0 is goed.",
    ),
    "gap_axis": Text(en="observed less expected", nl="waargenomen min verwacht"),
    "gap_before": Text(en="earlier (interval)", nl="eerder (interval)"),
    "gap_after": Text(en="later (interval)", nl="later (interval)"),
    "drift": Text(en="moved by (interval)", nl="verschoven met (interval)"),
    "slope_before": Text(en="slope, earlier", nl="helling, eerder"),
    "slope_after": Text(en="slope, later", nl="helling, later"),
    "whom": Text(en="who", nl="wie"),
    "in_numbers": Text(en="{name}, in numbers", nl="{name}, in getallen"),
    "not_asked": Text(en="Not compared", nl="Niet vergeleken"),
    "no_groups": Text(en="by group: no group column is named", nl="per groep: er is geen kolom met groepen genoemd"),
    "no_time": Text(en="over time: no period column is named", nl="in de tijd: er is geen kolom met perioden genoemd"),
    "no_outcomes": Text(
        en="calibration: no probability and outcome are named", nl="kalibratie: er zijn geen kans en uitkomst genoemd"
    ),
    "hidden": Text(en="not shown: too few", nl="niet getoond: te weinig"),
}


def say(key: str, language: Language, **values: str) -> str:
    """A phrase of the page with its values filled in."""
    return _WORDS[key].into(language).format(**values)


def group_name(name: str, language: Language) -> str:
    """A group as it is called in the file."""
    return SILENCE.into(language) if name == NOT_STATED else name
