-- One row per currency: today's rate, by which the CRM itself converts amounts of every age.
-- Grain: currency. The rates are those into the CRM's default currency.
select
    id as currency,
    date '1970-01-01' as valid_from,
    rate as rate
from currency
