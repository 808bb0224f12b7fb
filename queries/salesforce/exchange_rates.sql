-- One row per dated exchange rate of a currency.
-- Grain: currency, first day. Salesforce keeps units of the currency per unit of the corporate one.
select
    dated_conversion_rate.iso_code as currency,
    cast(dated_conversion_rate.start_date as date) as valid_from,
    1 / cast(dated_conversion_rate.conversion_rate as numeric) as rate
from dated_conversion_rate
where dated_conversion_rate.conversion_rate <> 0
