"""The code table of the Dutch credit register (CKI), in the version of 1 July 2024.

Contract types, when an arrear may be reported, what each code means, and for how long it may be kept. The facts are
those of the register's rules as a public model of them states; a later version is a second table beside this one.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

__all__ = ["RULES", "ContractType", "Event", "Rules", "Type"]


class Type(IntEnum):
    """The twelve contract types; the number is the code in columns, the name the code in the register."""

    AK = 0
    RK = 1
    SH = 2
    SK = 3
    HY = 4
    HO = 5
    RH = 6
    RN = 7
    OA = 8
    RO = 9
    ZK = 10
    ZO = 11


class Event(IntEnum):
    """What may be reported on a contract; the number is the code in columns, ``text`` the code in the register."""

    ARREARS = 0
    RECOVERED = 1
    ARRANGEMENT = 2
    CALLED_IN = 3
    WRITTEN_OFF = 4
    UNREACHABLE = 5
    PREVENTIVE = 6

    @property
    def text(self) -> str:
        """``A``, ``H`` or one of the special codes ``1`` to ``5``."""
        return "AH12345"[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractType:
    """One row of the table.

    Attributes
    ----------
    meaning
        In words.
    threshold
        Cents from which a contract is reported.
    arrears_months
        Instalments past due with which an arrear is reported, one a month; None where no arrear may be.
    negative_only
        Whether the contract appears only once something is reported on it.
    limit
        Whether the amount is a limit that counts even if unused.
    taken
        Whether entering it is taking credit: assistance, restructuring and residual debts are not.
    events
        What may be reported on it.
    """

    meaning: str
    threshold: int = 25_000
    arrears_months: int | None
    negative_only: bool = False
    limit: bool = False
    taken: bool = True
    events: frozenset[Event] = frozenset(Event) - {Event.PREVENTIVE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The whole table.

    Attributes
    ----------
    version
        The date of the rules.
    types
        By contract type.
    retention_years
        Years for which a contract is kept after its actual end, and a recovery after its date.
    """

    version: str
    types: dict[Type, ContractType]
    retention_years: int


RULES = Rules(
    version="2024-07-01",
    retention_years=5,
    types={
        Type.AK: ContractType(meaning="instalment credit", threshold=25_001, arrears_months=2),  # more than EUR 250
        Type.RK: ContractType(meaning="revolving credit", arrears_months=3, limit=True),
        Type.SH: ContractType(
            meaning="municipal debt assistance",
            threshold=0,
            arrears_months=None,
            taken=False,
            events=frozenset({Event.UNREACHABLE}),
        ),
        Type.SK: ContractType(meaning="debt-restructuring credit", arrears_months=2, taken=False),
        Type.HY: ContractType(
            meaning="mortgage on the own home",
            threshold=0,
            arrears_months=3,
            negative_only=True,
            taken=False,
            events=frozenset(Event),
        ),
        Type.HO: ContractType(meaning="mortgage on another property", arrears_months=2),
        Type.RH: ContractType(meaning="residual mortgage debt without guarantee", arrears_months=3, taken=False),
        Type.RN: ContractType(meaning="residual mortgage debt with guarantee", arrears_months=3, taken=False),
        Type.OA: ContractType(meaning="operational car lease", arrears_months=2),
        Type.RO: ContractType(meaning="other private obligation", arrears_months=4, negative_only=True, taken=False),
        Type.ZK: ContractType(meaning="business credit with personal liability", threshold=100_000, arrears_months=2),
        Type.ZO: ContractType(
            meaning="other business obligation", threshold=100_000, arrears_months=4, negative_only=True, taken=False
        ),
    },
)
