-- One row per foreign currency and day on which its rate, or that of the company, changed.
-- Grain: currency, valid_from. Odoo keeps units per company currency; the model has the inverse.
with main_company as (
    -- The rates of the first company count; its currency must be the reporting currency.
    select
        id,
        currency_id
    from res_company
    order by id
    limit 1
),

own_and_shared as (
    select
        rates.currency_id as currency_id,
        rates.name as valid_from,
        rates.rate as rate,
        rates.company_id is not null as is_own,
        min(rates.name) filter (where rates.company_id is not null)
            over (partition by rates.currency_id) as own_since
    from res_currency_rate as rates
    inner join main_company on main_company.id = coalesce(rates.company_id, main_company.id)
    where rates.rate > 0
),

rates as (
    -- From a company's first own rate on, Odoo no longer looks at the shared ones.
    select
        currency_id,
        valid_from,
        rate
    from own_and_shared
    where is_own or own_since is null or valid_from < own_since
),

changes as (
    select
        rates.currency_id as currency_id,
        rates.valid_from as valid_from,
        rates.rate as foreign_rate,
        cast(null as numeric) as company_rate
    from rates
    inner join main_company on main_company.currency_id <> rates.currency_id
    union all
    -- A company currency that has rates of its own moves every other one.
    select
        foreign_currencies.currency_id as currency_id,
        rates.valid_from as valid_from,
        cast(null as numeric) as foreign_rate,
        rates.rate as company_rate
    from rates
    inner join main_company on main_company.currency_id = rates.currency_id
    inner join (select distinct currency_id from rates) as foreign_currencies
        on foreign_currencies.currency_id <> rates.currency_id
),

per_day as (
    select
        currency_id,
        valid_from,
        max(foreign_rate) as foreign_rate,
        max(company_rate) as company_rate,
        count(max(foreign_rate)) over of_currency as foreign_run,
        count(max(company_rate)) over of_currency as company_run
    from changes
    group by currency_id, valid_from
    window of_currency as (partition by currency_id order by valid_from)
),

held as (
    select
        currency_id,
        valid_from,
        max(foreign_rate) over (partition by currency_id, foreign_run) as foreign_rate,
        -- Without any rate, the company currency is what the others are counted in.
        coalesce(max(company_rate) over (partition by currency_id, company_run), 1) as company_rate
    from per_day
)

select
    currencies.name as currency,
    held.valid_from as valid_from,
    held.company_rate / held.foreign_rate as rate
from held
inner join res_currency as currencies on currencies.id = held.currency_id
where held.foreign_rate is not null
