-- One row per signed contract that is not deleted.
-- Grain: aos_contracts.id. A contract has a value for its whole term, and no date of cancelling.
with terms as (
    select
        id,
        datediff(end_date, start_date) + 1 as days,
        -- A month is 30.436875 days on average.
        round((datediff(end_date, start_date) + 1) / 30.436875) as months
    from aos_contracts
    where end_date >= start_date
),

contract_lines as (
    select
        parent_id,
        case when coalesce(deleted, 0) = 0 then name end as product,
        row_number() over (
            partition by parent_id
            order by coalesce(deleted, 0), product_total_price desc, number, id
        ) as place,
        max(date_modified) over (partition by parent_id) as modified_at
    from aos_products_quotes
    where parent_type = 'AOS_Contracts'
),

currency_changes as (
    select max(date_modified) as modified_at
    from currencies
),

contracts as (
    select
        aos_contracts.id,
        case
            when currencies.id is null and aos_contracts.currency_id not in ('', '-99')
                then aos_contracts.total_contract_value_usdollar
            else aos_contracts.total_contract_value
        end as value,
        currencies.iso4217 as currency,
        terms.days,
        -- The form proposes the same day a year later: that day more or less makes no other term.
        case
            when
                aos_contracts.end_date
                between aos_contracts.start_date + interval terms.months month - interval 1 day
                and aos_contracts.start_date + interval terms.months month
                and terms.months > 0
                then terms.months
        end as whole_months,
        terms.months
    from aos_contracts
    left join terms on terms.id = aos_contracts.id
    left join currencies
        on currencies.id = aos_contracts.currency_id
        and coalesce(currencies.deleted, 0) = 0
        and currencies.iso4217 <> ''
    where coalesce(aos_contracts.deleted, 0) = 0 and aos_contracts.status = 'Signed'
)

select
    aos_contracts.id as subscription_id,
    aos_contracts.contract_account_id as account_id,
    contract_lines.product as product,
    case
        when contracts.whole_months is not null then contracts.value / contracts.whole_months
        else contracts.value * 30.436875 / contracts.days
    end as mrr,
    contracts.currency as currency,
    contracts.months as term_months,
    aos_contracts.start_date as started_on,
    aos_contracts.end_date + interval 1 day as ended_on,
    greatest(
        aos_contracts.date_modified,
        coalesce(contract_lines.modified_at, aos_contracts.date_modified),
        coalesce(currency_changes.modified_at, aos_contracts.date_modified)
    ) as row_modified_at
from aos_contracts
inner join contracts on contracts.id = aos_contracts.id
left join contract_lines on contract_lines.parent_id = aos_contracts.id and contract_lines.place = 1
cross join currency_changes
