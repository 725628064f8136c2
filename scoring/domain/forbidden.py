"""What may never be a characteristic, by name: each rule with its source.

Matching is on whole tokens of the name, so that ``passage`` is not ``age`` and ``message_count`` is not ``age``.
A rename defeats any list of names; that is why a servable card also needs category, source, necessity and an
approver for every characteristic, and why proxies are audited.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from scoring.domain.errors import DataError, ForbiddenField

__all__ = ["RULES", "Rule", "refuse_beside_scores", "refuse_forbidden", "tokens"]

_CCD2_SPECIAL = "CCD2 art. 18(3): no special categories of data (GDPR art. 9(1))"
_CCD2_SOCIAL = "CCD2 art. 18(3): social networks are no source for a creditworthiness assessment"
_CCD2_FINANCIAL = "CCD2 art. 18(3): only income, expenses and other financial and economic circumstances"
_PROTECTED = "Counterscore rule: protected attributes are for audits only, never for a score"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One kind of forbidden datum.

    Attributes
    ----------
    kind
        The kind, as a phrase that completes "X is ...".
    source
        Who forbids it.
    words
        Token sequences that give it away, in English and Dutch; several tokens must follow each other.
    """

    kind: str
    source: str
    words: frozenset[tuple[str, ...]]


def _words(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset(tuple(word.split("_")) for word in text.split())


RULES: tuple[Rule, ...] = (
    Rule(
        kind="a social relation",
        source=_CCD2_SOCIAL,
        words=_words(
            "social friend friends contact contacts follower followers following likes network relatives kin "
            "neighbour neighbours neighbor neighbors facebook instagram linkedin tiktok twitter wechat "
            "whatsapp sociaal vriend vrienden volgers buren contacten referees friendcount friend_count"
        ),
    ),
    Rule(
        kind="health data",
        source=_CCD2_SPECIAL,
        words=_words(
            "health medical medicine disease illness disability disabled diagnosis hospital pharmacy therapy "
            "pregnant pregnancy smoker bmi gezondheid medisch ziekte handicap beperking zwanger apotheek "
            "zorg dna genetic genetics biometric biometrics fingerprint  "
            "cancer hiv mental psychiatric kanker genetisch vingerafdruk"
        ),
    ),
    Rule(
        kind="belief, politics or union membership",
        source=_CCD2_SPECIAL,
        words=_words(
            "religion religious religio faith church mosque synagogue temple belief beliefs political "
            "politics party_membership union_member union_membership trade_union vote voter geloof religie "
            "godsdienst kerk moskee politiek vakbond vakbondslid vakbondslidmaatschap kerkgenootschap"
        ),
    ),
    Rule(
        kind="origin",
        source=_CCD2_SPECIAL,
        words=_words(
            "race racial ethnic ethnicity ethnicities nationality nationalities citizenship migrant migration "
            "immigrant immigration foreign foreigner foreign_worker birthplace country_of_birth "
            "native_language mother_tongue skin_colour skin_color nationaliteit etniciteit afkomst herkomst "
            "geboorteland migratieachtergrond caste ras etnisch etnische huidskleur tribe"
        ),
    ),
    Rule(
        kind="sex, gender or sexual life",
        source=_PROTECTED,
        words=_words("sex gender male female man woman sexual orientation geslacht sekse seksueel vrouw sexe"),
    ),
    Rule(
        kind="age",
        source=_PROTECTED,
        words=_words(
            "age ages aged age_band birth birthdate birthday birth_date birth_year date_of_birth dob leeftijd "
            "geboortedatum geboortejaar birthyear dateofbirth agegroup ageband leeftijdsgroep leeftijdsklasse"
        ),
    ),
    Rule(
        kind="family or marital status",
        source=_PROTECTED,
        words=_words(
            "marital married unmarried divorced widowed spouse family children child dependents dependants "
            "kids marriage burgerlijke gehuwd gescheiden gezin kinderen"
        ),
    ),
    Rule(
        kind="place of residence or location",
        source=_CCD2_FINANCIAL,
        words=_words(
            "postcode postcodes postal addr zip zipcode address addresses region regions province city town "
            "village district neighbourhood neighborhood residence residency location latitude longitude gps "
            "geo country hukou woonplaats adres regio provincie stad wijk gemeente woonland street "
            "house_number housenumber postalcode coordinates lat lon lng straat huisnummer  "
            "straatnaam"
        ),
    ),
    Rule(
        kind="behaviour outside finance",
        source=_CCD2_FINANCIAL,
        words=_words(
            "browsing browser clicks clickstream cookie device phone telephone smartphone app_usage "
            "screen_time purchase_basket basket shopping merchant lifestyle hobby volunteer traffic_fine "
            "traffic_fines fines police arrest criminal crime behaviour behavior personality psychometric "
            "handwriting face facial voice photo camera surveillance telefoon gedrag winkelmand boete boetes "
            "politie strafblad vrijwilliger gambling gokken donation donations gift"
        ),
    ),
    Rule(
        kind="identity, name or schooling",
        source=_CCD2_FINANCIAL,
        words=_words(
            "name surname first_name last_name forename email bsn ssn passport identity_card education degree "
            "diploma university school education_prestige naam achternaam voornaam opleiding paspoort"
        ),
    ),
)


def tokens(name: str) -> tuple[str, ...]:
    """Split a name at every change of case, digit and punctuation; accents and width of letters do not count.

    Examples
    --------
    >>> tokens("personAge_2")
    ('person', 'age', '2')
    >>> tokens("message_count")
    ('message', 'count')
    """
    letters = unicodedata.normalize("NFKD", name)
    plain = "".join(
        character
        for character in letters
        if not unicodedata.combining(character) and unicodedata.category(character) != "Cf"
    )
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", plain)
    return tuple(re.findall(r"[^\W\d_]+|\d+", spaced.lower()))


def refuse_forbidden(name: str, *, where: str = "") -> None:
    """Raise for a name that gives away a forbidden datum.

    Raises
    ------
    ForbiddenField
        Naming the field, the rule and its source.

    Examples
    --------
    >>> refuse_forbidden("monthly_payment")
    """
    parts = tokens(name)
    for rule in RULES:
        for word in rule.words:
            width = len(word)
            if any(parts[i : i + width] == word for i in range(len(parts) - width + 1)):
                raise ForbiddenField(name, rule=f"it is {rule.kind}", source=rule.source, where=where)


def refuse_beside_scores(name: str) -> None:
    """Keep what a score may not know out of a table of scores: an audit joins it from elsewhere.

    Raises
    ------
    DataError
        If the name of a column to be copied breaks a rule.
    """
    try:
        refuse_forbidden(name)
    except ForbiddenField as error:
        raise DataError(
            f"'{name}' does not belong beside scores: {error.rule}",
            remedy="Keep it in a file of its own, with a pseudonym by which the audit joins it (--groups and --key)",
        ) from None
