"""Required sets in the settings: shipped, replaced, switched off, and checked."""

from pathlib import Path

import pytest

from crm_metrics.errors import BadInputError, CrmMetricsError, UnknownNameError
from crm_metrics.model import TABLES
from crm_metrics.required_sets import SHIPPED, RequiredSet, link_and_column, links_of
from crm_metrics.settings import read_settings


def required(folder: Path, text: str) -> dict[str, RequiredSet]:
    file = folder / "crm.toml"
    file.write_text(text, "utf-8")
    return dict(read_settings(file, {}).quality.required)


def test_the_shipped_sets_name_columns_of_the_model():
    for name, asks in SHIPPED.items():
        for path in (path for paths in asks.all_fields for path in paths):
            link, column = link_and_column(path)
            table = asks.entity if link is None else links_of(asks.entity)[link]
            assert column in TABLES[table].names, (name, path)


def test_the_minimum_set_of_a_meeting_is_shipped():
    meetings = SHIPPED["meetings"]
    assert (meetings.entity, meetings.when) == ("activities", {"kind": "meeting"})
    assert meetings.names == (
        "due_at",
        "contact.last_name",
        "contact.first_name",
        "contact.email or contact.phone",
        "subject",
        "outcome",
    )
    assert meetings.fields_when_done == (("outcome",),)


def test_a_set_of_ones_own_stands_beside_the_shipped_ones(tmp_path):
    found = required(
        tmp_path, '[quality.required.vips]\nentity = "accounts"\nfields = ["name", "tier"]'
    )
    assert list(found) == [*SHIPPED, "vips"]
    assert found["vips"] == RequiredSet("accounts", (("name",), ("tier",)))


def test_a_set_of_the_same_name_replaces_the_shipped_one_whole(tmp_path):
    found = required(
        tmp_path, '[quality.required.meetings]\nentity = "activities"\nfields = ["subject"]'
    )
    assert found["meetings"] == RequiredSet("activities", (("subject",),))


def test_an_empty_set_switches_a_shipped_one_off(tmp_path):
    for text in ("fields = []", 'entity = "activities"\nfields = []', ""):
        found = required(tmp_path, f"[quality.required.calls]\n{text}")
        assert list(found) == [name for name in SHIPPED if name != "calls"]


def test_everything_a_set_can_say(tmp_path):
    found = required(
        tmp_path,
        """
        [quality.required.big_deals]
        entity = "deals"
        when = { pipeline = ["New", "Expansion"], product = "Team", size_band = 3 }
        fields = ["amount", ["contact.email", "contact.phone"], "owner.email", "account.tax_number"]
        fields_when_done = ["closed_at"]
        from_stage = { amount = "Offer", "contact.phone" = "Talks" }
        """,
    )
    assert found["big_deals"] == RequiredSet(
        "deals",
        (
            ("amount",),
            ("contact.email", "contact.phone"),
            ("owner.email",),
            ("account.tax_number",),
        ),
        {"pipeline": ("New", "Expansion"), "product": "Team", "size_band": 3},
        (("closed_at",),),
        {"amount": "Offer", "contact.email or contact.phone": "Talks"},
    )


def test_one_stage_may_be_given_for_the_whole_set(tmp_path):
    found = required(
        tmp_path,
        """
        [quality.required.offers]
        entity = "deals"
        fields = ["amount", "product"]
        fields_when_done = ["closed_at"]
        from_stage = "Offer"
        """,
    )
    assert found["offers"].from_stage == {"amount": "Offer", "product": "Offer"}


WRONG = [
    ('entity = "deal"', "Did you mean 'deals'?"),
    ('entity = "users"\nfields = ["name"]', "no table in quality.required.x.entity 'users'"),
    ('fields = ["name"]', "no table in quality.required.x.entity 'None'"),
    ('entity = "deals"\nfields = "name"', "expected a list"),
    ('entity = "deals"\nfields = [1]', "expected a text"),
    ('entity = "deals"\nfields = [""]', "has an empty field"),
    ('entity = "deals"\nfields = [[]]', "has an empty field"),
    ('entity = "deals"\nfields = ["amuont"]', "Did you mean 'amount'?"),
    ('entity = "deals"\nfields = ["Amount"]', "Did you mean 'amount'?"),
    ('entity = "activities"\nfields = ["contact.lastname"]', "Did you mean 'last_name'?"),
    ('entity = "activities"\nfields = ["contact.last_nmae"]', "Did you mean 'last_name'?"),
    ('entity = "activities"\nfields = ["contcat.email"]', "Did you mean 'contact'?"),
    ('entity = "accounts"\nfields = ["contact.email"]', "no link of accounts"),
    ('entity = "activities"\nfields = ["deal.contact.email"]', "expected one link and a column"),
    ('entity = "deals"\nfields = ["name", "name"]', "names the field 'name' twice"),
    ('entity = "deals"\nfields = ["name"]\nfields_when_done = ["name"]', "twice"),
    ('entity = "accounts"\nfields_when_done = ["name"]', "accounts are never done"),
    ('entity = "deals"\nfields = ["name"]\nwhen = "lost"', "must be a section"),
    ('entity = "deals"\nfields = ["name"]\nwhen = { outcmoe = "lost" }', "Did you mean 'outcome'?"),
    ('entity = "deals"\nfields = ["name"]\nwhen = { outcome = "loss" }', "Did you mean 'lost'?"),
    ('entity = "deals"\nfields = ["name"]\nwhen = { outcome = [] }', "expected a value or a list"),
    ('entity = "deals"\nfields = ["name"]\nwhen = { outcome = true }', "expected a text"),
    ('entity = "deals"\nfields = ["name"]\nwhen = { amount = 5 }', "cannot depend on the money"),
    ('entity = "deals"\nfields = ["name"]\nwhen = { own = [[1]] }', "expected a text, a number"),
    (
        'entity = "activities"\nfields = ["subject"]\nwhen = { is_automatic = "yes" }',
        "expected true or false",
    ),
    (
        'entity = "tickets"\nfields = ["topic"]\nwhen = { reopened_count = true }',
        "expected a whole number",
    ),
    ('entity = "leads"\nfields = ["name"]\nfrom_stage = "Offer"', "leads have no stages"),
    ('entity = "deals"\nfields = ["amount"]\nfrom_stage = 3', "expected a stage"),
    ('entity = "deals"\nfields = ["amount"]\nfrom_stage = { amuont = "O" }', "mean 'amount'"),
    ('entity = "deals"\nfields = ["amount"]\nfrom_stage = { amount = 3 }', "expected a text"),
    ('entity = "deals"\nfields = ["name"]\nfeilds = []', "Did you mean 'fields'?"),
    (f'entity = "deals"\nfields = {[f"own_{n}" for n in range(20)]}', "expected at most 19"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "sentence"), WRONG)
def test_a_wrong_set_is_one_sentence(text, sentence, tmp_path):
    with pytest.raises((BadInputError, UnknownNameError)) as caught:
        required(tmp_path, f"[quality.required.x]\n{text}")
    assert sentence in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("own", ["tier", "phone_2", "email2", "deal_type", "industry_code"])
def test_a_name_that_is_no_slip_may_be_a_field_of_the_mapping(own, tmp_path):
    text = f'[quality.required.x]\nentity = "accounts"\nfields = ["{own}"]'
    assert required(tmp_path, text)["x"].fields == ((own,),)


@pytest.mark.parametrize("value", ['"x"', "1", "[]"])
def test_a_set_that_is_no_section_is_an_error(value, tmp_path):
    with pytest.raises(CrmMetricsError, match="expected a section"):
        required(tmp_path, f"[quality.required]\nmeetings = {value}")


def test_there_are_at_most_64_sets(tmp_path):
    one = '[quality.required.x{}]\nentity = "deals"\nfields = ["name"]\n'
    more = [one.format(n) for n in range(65 - len(SHIPPED))]
    assert len(required(tmp_path, "".join(more[1:]))) == 64
    with pytest.raises(BadInputError, match="has 65 sets; expected at most 64"):
        required(tmp_path, "".join(more))
