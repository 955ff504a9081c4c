"""Looks at the rows of a billing file for what its validator cannot see, with nothing but the standard library.

The validator's model of FOCUS 1.2 gives some rules conditions under which they say the opposite of their text; those rules
are held here as they are written. It also knows nothing of who bills a row, of two rows for one thing, or of what the file
is made from. Usage: focus_rows.py focus.csv costs.csv
"""

import collections
import csv
import decimal
import json
import re
import sys

problems = []


def require(row, holds, text):
    if not holds:
        problems.append(f"{row['x_NinesLineId']}: {text}: {row['ServiceName']} of {row['SubAccountId']}, "
                        f"{row['ChargePeriodStart']}")


def dollars(text):
    return decimal.Decimal(text)


def check(row):
    usage, purchase = row["ChargeCategory"] == "Usage", row["ChargeCategory"] == "Purchase"
    committed, reserved = row["CommitmentDiscountId"] != "", row["CapacityReservationId"] != ""
    commitment, reservation = row["CommitmentDiscountStatus"], row["CapacityReservationStatus"]
    # CommitmentDiscountStatus-C-003, -C-004; CapacityReservationStatus-C-003, -C-004.
    require(row, committed or not commitment, "a commitment's status without a commitment")
    require(row, not (committed and usage) or commitment in ("Used", "Unused"), "a commitment without its status")
    require(row, reserved or not reservation, "a reservation's status without a reservation")
    require(row, not (reserved and usage) or reservation in ("Used", "Unused"), "a reservation without its status")
    require(row, not purchase or not (commitment or reservation), "a payment that draws something")
    # What nothing draws is no consumption; what is held is.
    consumed = usage and commitment != "Unused"
    require(row, (row["ConsumedQuantity"] != "") == consumed, "consumption")
    # Paid once: by the payment, and not again by the hours that draw it.
    billed, effective = dollars(row["BilledCost"]), dollars(row["EffectiveCost"])
    require(row, not purchase or effective == 0, "a payment with a cost of its own")
    require(row, not (committed and usage) or billed == 0, "hours that are paid twice")
    price = row["PricingCategory"]
    require(row, not (committed and usage) or price == "Committed", "a commitment's price")
    require(row, not purchase or price == "Standard", "a payment's price")
    # A cost is its quantity times its price, to half a cent.
    for cost, unit in (("ListCost", "ListUnitPrice"), ("ContractedCost", "ContractedUnitPrice")):
        exact = dollars(row[unit]) * dollars(row["PricingQuantity"])
        require(row, abs(exact - dollars(row[cost])) <= decimal.Decimal("0.005"), f"{cost} is not quantity times price")
    # Who bills it: the provider of the site, or nobody but oneself for one's own machines.
    provider = row["ProviderName"]
    require(row, provider and provider == row["PublisherName"] == row["InvoiceIssuerName"], "two who bill it")
    owned = "/owned/" in row["SkuPriceId"]
    require(row, owned == (provider == "own organisation"), "a provider of machines of one's own")
    if owned:
        require(row, not (committed or reserved), "a discount on a machine of one's own")
        require(row, dollars(row["ListCost"]) == dollars(row["ContractedCost"]), "a price list of one's own")
        require(row, purchase or (price == "Other" and row["ListCost"] == row["EffectiveCost"]), "list is not effective")
    # A forecast is no bill.
    require(row, row["InvoiceId"] == "" and row["BillingAccountId"].startswith("nines-forecast-"), "a forecast")
    require(row, row["ChargeDescription"].startswith("FORECAST"), "a forecast's description")
    require(row, row["x_NinesPriceBasis"] in ("list", "negotiated", "assumed"), "a basis")
    require(row, re.fullmatch(r"L[0-9a-f]{10}", row["x_NinesLineId"]), "an id")
    require(row, "nines/role" in json.loads(row["Tags"]), "a role")


def main():
    with open(sys.argv[1], newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    with open(sys.argv[2], newline="", encoding="utf-8") as file:
        lines = [line for line in csv.DictReader(file) if line["in_focus"] == "true"]
    for row in rows:
        check(row)
    columns = [name for name in rows[0] if not name.startswith("x_")]
    if len(columns) != 57 or columns != sorted(columns):
        problems.append(f"{len(columns)} columns, in the order of the alphabet or not, and not 57 in that order")
    twice = [key for key, count in collections.Counter(row["x_NinesLineId"] for row in rows).items() if count > 1]
    if twice:
        problems.append(f"{twice[0]}: one thing is billed twice")
    # By design, month and who bills: the sums of the rows are those of the cost lines.
    for ours, theirs in (("amortised_cost", "EffectiveCost"), ("cash_cost", "BilledCost")):
        sums = collections.Counter()
        for line in lines:
            sums[line["design_id"], line["month_start"], line["provider"]] += dollars(line[ours])
        for row in rows:
            sums[row["SubAccountId"], row["BillingPeriodStart"][:10], row["ProviderName"]] -= dollars(row[theirs])
        problems.extend(f"{theirs} of {key} is off by {-rest}" for key, rest in sums.items() if rest)
    seen = {(row["ChargeCategory"], row["CommitmentDiscountStatus"], row["CapacityReservationStatus"]) for row in rows}
    prices = {row["PricingCategory"] for row in rows} | {row["ChargeFrequency"] for row in rows}
    for kind in (("Usage", "Used", ""), ("Usage", "Unused", ""), ("Usage", "", "Unused"), ("Usage", "Used", "Unused"),
                 ("Purchase", "", "")):
        if kind not in seen:
            problems.append(f"no row is {kind}: the file shows less than it should")
    for name in ("Standard", "Committed", "Dynamic", "Other", "One-Time", "Recurring", "Usage-Based"):
        if name not in prices:
            problems.append(f"no row is '{name}': the file shows less than it should")
    if not any(row["ProviderName"] == "own organisation" for row in rows):
        problems.append("no row is of a machine of one's own")
    for text in problems[:20]:
        print(f"check-focus: {text}")
    if problems:
        sys.exit(f"check-focus: FAILED: {len(problems)} problems in {len(rows)} rows")
    print(f"check-focus: {len(rows)} rows: statuses, who bills, nothing twice, sums of the cost lines")


main()
