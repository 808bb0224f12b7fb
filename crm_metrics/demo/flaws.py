"""What is wrong in the demo on purpose, and how often.

Real CRMs are dirty, and a dashboard that was only ever seen over clean data hides it. Every flaw
has one row here: the code draws from this table and the documentation prints it.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Flaw:
    """One deliberate flaw: the share `rate` of the rows `of` that carry it."""

    name: str
    rate: float
    of: str
    says: str


FLAWS: tuple[Flaw, ...] = (
    Flaw("account_twice", 0.03, "accounts", "a second record of a company, spelled differently"),
    Flaw("account_without_owner", 0.03, "accounts", "no owner"),
    Flaw("account_without_source", 0.10, "accounts", "no source, or a placeholder for it"),
    Flaw("account_named_test", 0.002, "accounts", "a placeholder for a name"),
    Flaw("contact_twice", 0.03, "contacts", "a second record of a person, spelled differently"),
    Flaw("contact_without_created_at", 0.002, "contacts", "no creation: dropped at sync"),
    Flaw("contact_without_first_name", 0.05, "contacts", "no first name"),
    Flaw("contact_without_last_name", 0.02, "contacts", "a placeholder or nothing as last name"),
    Flaw("email_missing", 0.12, "accounts, contacts, leads", "no e-mail address"),
    Flaw("email_malformed", 0.03, "accounts, contacts, leads", "an e-mail address no mail reaches"),
    Flaw("phone_missing", 0.18, "accounts, contacts, leads", "no telephone number"),
    Flaw("phone_malformed", 0.03, "accounts, contacts, leads", "a number nobody can dial"),
    Flaw("lead_without_owner", 0.04, "leads", "no owner"),
    Flaw("lead_without_created_at", 0.001, "leads", "no creation: dropped at sync"),
    Flaw("lead_without_source", 0.07, "leads", "no source, or a placeholder for it"),
    Flaw("lead_without_name", 0.02, "leads", "a placeholder for the name"),
    Flaw("deal_without_created_at", 0.003, "deals", "no creation: dropped at sync"),
    Flaw("deal_without_owner", 0.02, "deals", "no owner, now or ever"),
    Flaw("deal_of_unknown_owner", 0.005, "deals", "an owner who is not among the users"),
    Flaw("deal_without_amount", 0.05, "deals", "no amount, now or ever"),
    Flaw("deal_amount_zero", 0.01, "deals", "an amount of 0"),
    Flaw("deal_amount_negative", 0.002, "deals", "a negative amount"),
    Flaw("deal_without_currency", 0.03, "deals", "no currency"),
    Flaw("deal_without_source", 0.06, "deals", "no source, or a placeholder for it"),
    Flaw("deal_without_product", 0.03, "deals", "no product"),
    Flaw("deal_without_expected_close", 0.05, "deals", "no expected date, now or ever"),
    Flaw("deal_without_name", 0.004, "deals", "no name, or a placeholder for it"),
    Flaw("deal_closed_before_created", 0.004, "decided deals", "created again by a late import"),
    Flaw("won_without_closed_at", 0.012, "won deals", "no closing date"),
    Flaw("lost_without_closed_at", 0.006, "lost deals", "no closing date"),
    Flaw("lost_without_reason", 0.18, "lost deals", "no reason, or a placeholder for it"),
    Flaw("deal_never_closed", 0.04, "deals that were not won", "forgotten, open for ever"),
    Flaw("activity_without_subject", 0.05, "activities", "no subject, or a placeholder for it"),
    Flaw("activity_without_outcome", 0.22, "done activities", "no outcome, or a placeholder"),
    Flaw("activity_without_deal", 0.05, "activities on deals", "linked to the account only"),
    Flaw("activity_without_done_at", 0.01, "done activities", "done, nobody knows when"),
    Flaw("activity_without_status", 0.001, "activities", "no status: dropped at sync"),
    Flaw("subscription_ends_first", 0.003, "subscriptions", "ends before it begins"),
    Flaw("subscription_without_mrr", 0.002, "subscriptions", "no MRR: dropped at sync"),
    Flaw("order_without_amount", 0.01, "orders", "no amount"),
    Flaw("ticket_answered_too_early", 0.003, "tickets", "answered before it came in"),
    Flaw("ticket_without_topic", 0.04, "tickets", "no topic, or a placeholder for it"),
    Flaw("user_without_email", 0.05, "users", "no e-mail address"),
)

RATES: dict[str, float] = {flaw.name: flaw.rate for flaw in FLAWS}

FIRST_STRAY = 9_001
STRAYS = ("U0009001", "U0009002", "U0009003")
"""Owners of deals who are not among the users: they were deleted from the CRM."""

UNRATED_CURRENCY = "SEK"
"""The currency that deals use and `exchange_rates` lacks."""


def table_of_flaws() -> str:
    """The flaws as a Markdown table."""
    rows = [f"| `{f.name}` | {f.rate * 100:g} % of {f.of} | {f.says} |" for f in FLAWS]
    return "\n".join(["| flaw | how often | what it is |", "|---|---|---|", *rows])
