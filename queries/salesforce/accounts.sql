-- One row per account that is neither deleted nor merged into another.
-- Grain: account.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted
)

select
    accounts.id as account_id,
    accounts.name as name,
    accounts.owner_id as owner_id,
    accounts.industry as industry,
    case
        when accounts.number_of_employees < 10 then '1-9'
        when accounts.number_of_employees < 50 then '10-49'
        when accounts.number_of_employees < 250 then '50-249'
        when accounts.number_of_employees < 1000 then '250-999'
        when accounts.number_of_employees >= 1000 then '1000+'
    end as size,
    accounts.billing_country as country,
    accounts.account_source as source,
    accounts.phone as phone,
    accounts.website as website,
    accounts.parent_id as parent_id,
    accounts.created_date as created_at,
    accounts.last_modified_date as updated_at,
    accounts._fivetran_synced as row_modified_at
from absent
cross join lateral (
    select
        account.id,
        account.name,
        account.owner_id,
        account.industry,
        account.number_of_employees,
        account.billing_country,
        account.account_source,
        account.phone,
        account.website,
        account.parent_id,
        account.created_date,
        account.last_modified_date,
        account._fivetran_synced
    from account
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce(account.is_deleted, false)
        and account.master_record_id is null
) as accounts
