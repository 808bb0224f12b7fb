-- One row per activated order; drafts are not orders yet.
-- Grain: order. A reduction order takes back what an earlier one brought.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        null::text as currency_iso_code,
        false as is_reduction_order
)

select
    orders.id as order_id,
    orders.account_id as account_id,
    cast(orders.effective_date as date) as ordered_on,
    case
        when orders.is_reduction_order then -abs(orders.total_amount)
        else orders.total_amount
    end as amount,
    orders.currency_iso_code as currency,
    orders._fivetran_synced as row_modified_at
from absent
cross join lateral (
    select
        "order".id,
        "order".account_id,
        "order".effective_date,
        "order".total_amount,
        is_reduction_order,
        currency_iso_code,
        "order"._fivetran_synced
    from "order"
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce("order".is_deleted, false)
        and "order".status_code = 'Activated'
) as orders
