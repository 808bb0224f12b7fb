-- One row per currency and day: the rate that the CRM wrote into the last deal of that day.
-- Grain: currency, first day. A rate is in the CRM's own currency, to which `currency` of
-- [business] must be set.
with reporting as (
    select coalesce(max(nullif(value, '')), 'USD') as currency
    from `tabSingles`
    where doctype = 'FCRM Settings' and field = 'currency'
),

rates as (
    select
        deals.currency,
        date(deals.creation) as valid_from,
        deals.exchange_rate as rate,
        row_number() over (
            partition by deals.currency, date(deals.creation)
            order by deals.creation desc, deals.name
        ) as place
    from `tabCRM Deal` as deals
    cross join reporting
    where deals.currency <> '' and deals.currency <> reporting.currency and deals.exchange_rate > 0
)

select
    currency as currency,
    valid_from as valid_from,
    rate as rate
from rates
where place = 1
