-- One row per client that was engaged at least once.
-- Grain: account. The files do not say when a client was entered: its first engagement stands for it.
with first_engagements as (
    select
        account,
        min(engage_date) as engage_date
    from sales_pipeline
    group by account
)

select
    accounts.account as account_id,
    accounts.account as name,
    case accounts.sector when 'technolgy' then 'technology' else accounts.sector end as industry,
    accounts.office_location as country,
    accounts.subsidiary_of as parent_id,
    first_engagements.engage_date as created_at
from accounts
inner join first_engagements on first_engagements.account = accounts.account
