# SPDX-FileCopyrightText: The muster authors
# SPDX-License-Identifier: Apache-2.0
"""The movements as a double-entry journal, and programs that read such: hledger, ledger, beancount."""
import csv
import re

import stopwatch

UNIT = "PAX"


def write(connection, directory):
    """Writes what is known now: `movements.journal`, and `book.beancount`, which opens its accounts before."""
    journal, book = directory / "movements.journal", directory / "book.beancount"
    rows = connection.execute("""
        SELECT on_day, contributor, contingent, -people FROM entry WHERE abroad AND superseded >= 1000000000000
        ORDER BY on_day, since""")
    accounts = set()
    with open(journal, "w", encoding="utf-8") as file:
        for on, contributor, contingent, gone in rows:
            account = f"Assets:{contributor}:{contingent}"
            accounts.add(account)
            file.write(f'{on} * "movement"\n  {account}  {-gone} {UNIT}\n  Equity:Abroad  {gone} {UNIT}\n\n')
    with open(book, "w", encoding="utf-8") as file:
        for account in ["Equity:Abroad", *sorted(accounts)]:
            file.write(f"1999-12-31 open {account}\n")
        file.write(f'include "{journal}"\n')
    return journal, book


def balances(text):
    """Numbers by contributor, of any of the three programs' output."""
    found = {}
    for line in text.splitlines():
        account = re.search(rf"\b(?!{UNIT})([A-Z]{{3}})\b", line)
        number = re.search(r"(-?\d+) *" + UNIT, line)
        if account and number and int(number.group(1)) != 0:
            found[account.group(1)] = int(number.group(1))
    return found


class Journal:
    """Balances by contributor at the end of a day, by other programs."""

    def __init__(self, connection, directory):
        self.journal, self.book = write(connection, directory)

    def commands(self, on, after):
        """By program: `on` is the day, `after` the next one."""
        query = (f"SELECT root(account, 2), sum(position) WHERE date <= {on} AND account ~ '^Assets' "
                 "GROUP BY root(account, 2)")
        return {
            "hledger": ["hledger", "-f", self.journal, "balance", "^Assets", "-e", after, "--depth", "2", "--flat", "-N"],
            "ledger": ["ledger", "-f", self.journal, "balance", "^Assets", "-e", after, "--depth", "2", "--no-total"],
            "beancount": ["bean-query", self.book, query],
        }
