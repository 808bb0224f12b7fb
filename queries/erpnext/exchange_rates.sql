-- One row per currency and day: the stored rate, else the one an order or an opportunity was
-- converted at.
-- Grain: currency, first day. A rate is in the default currency of the site, to which `currency` of
-- [business] must be set.
with reporting as (
    select max(nullif(value, '')) as currency
    from `tabSingles`
    where doctype = 'Global Defaults' and field = 'default_currency'
),

all_rates as (
    select
        rates.from_currency as currency,
        rates.date as valid_from,
        rates.exchange_rate as rate,
        1 as source,
        rates.modified
    from `tabCurrency Exchange` as rates
    inner join reporting on reporting.currency = rates.to_currency
    where rates.for_selling = 1
    union all
    select
        orders.currency,
        orders.transaction_date as valid_from,
        orders.conversion_rate as rate,
        2 as source,
        orders.modified
    from `tabSales Order` as orders
    inner join `tabCompany` as companies on companies.name = orders.company
    inner join reporting on reporting.currency = companies.default_currency
    where orders.docstatus = 1 and orders.currency <> companies.default_currency
    union all
    select
        opportunities.currency,
        date(opportunities.creation) as valid_from,
        opportunities.conversion_rate as rate,
        3 as source,
        opportunities.modified
    from `tabOpportunity` as opportunities
    inner join `tabCompany` as companies on companies.name = opportunities.company
    inner join reporting on reporting.currency = companies.default_currency
    where opportunities.docstatus < 2
        and opportunities.currency <> ''
        and opportunities.currency <> companies.default_currency
),

ranked as (
    select
        currency,
        valid_from,
        rate,
        row_number() over (
            partition by currency, valid_from order by source, modified desc, rate
        ) as place
    from all_rates
    where rate > 0
)

select
    currency as currency,
    valid_from as valid_from,
    rate as rate
from ranked
where place = 1
