-- One row per currency beside the system's own, which has no row in the CRM.
-- Grain: ISO code. The CRM keeps today's rate only, as units per unit of the system's currency.
with rates as (
    select
        iso4217,
        conversion_rate,
        row_number() over (
            partition by iso4217
            order by case when status = 'Active' then 0 else 1 end, date_modified desc, id
        ) as place
    from currencies
    where coalesce(deleted, 0) = 0 and iso4217 <> '' and conversion_rate > 0
)

select
    iso4217 as currency,
    -- No day is known, so the rate holds for all of them.
    cast('1970-01-01' as date) as valid_from,
    cast(1 / conversion_rate as decimal(38, 12)) as rate
from rates
where place = 1
