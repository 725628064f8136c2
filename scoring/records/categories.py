"""The closed list of what a bank transaction may be known as.

Whatever is not one of these is other spending, one total. There is no category for health, faith, union, politics,
gifts or games, and none can be added without changing this list: what a person buys, and from whom, is not counted.
"""

from __future__ import annotations

from enum import IntEnum

__all__ = ["INCOME", "Category"]


class Category(IntEnum):
    """A category; the number is its code in columns, ``text`` its name in files."""

    SALARY = 0
    BENEFIT = 1
    PENSION = 2
    OTHER_INCOME = 3
    HOUSING = 4
    UTILITIES = 5
    INSURANCE = 6
    LOAN_REPAYMENT = 7
    TAX = 8
    OWN_TRANSFER = 9
    CASH = 10
    OVERDRAFT_FEE = 11
    RETURNED_DEBIT = 12
    CREDIT_RECEIVED = 13
    OTHER_SPENDING = 14

    @property
    def text(self) -> str:
        """The name in files: ``other-spending``."""
        return self.name.lower().replace("_", "-")


INCOME = (Category.SALARY, Category.BENEFIT, Category.PENSION, Category.OTHER_INCOME)
"""What counts as income, and only in: a refund by a shop is not among them."""
