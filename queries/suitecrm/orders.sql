-- One row per invoice that is neither deleted nor cancelled: the CRM has no orders beside them.
-- Grain: aos_invoices.id. Amounts without tax; shipping is part of what was sold.
with currency_changes as (
    select max(date_modified) as modified_at
    from currencies
)

select
    aos_invoices.id as order_id,
    aos_invoices.billing_account_id as account_id,
    aos_invoices.invoice_date as ordered_on,
    -- A currency that is deleted or has no ISO code cannot be named: the CRM's own conversion.
    case
        when currencies.id is null and aos_invoices.currency_id not in ('', '-99')
            then aos_invoices.total_amount_usdollar - coalesce(aos_invoices.tax_amount_usdollar, 0)
        else aos_invoices.total_amount - coalesce(aos_invoices.tax_amount, 0)
    end as amount,
    currencies.iso4217 as currency,
    greatest(
        aos_invoices.date_modified,
        coalesce(currency_changes.modified_at, aos_invoices.date_modified)
    ) as row_modified_at
from aos_invoices
left join currencies
    on currencies.id = aos_invoices.currency_id
    and coalesce(currencies.deleted, 0) = 0
    and currencies.iso4217 <> ''
cross join currency_changes
where
    coalesce(aos_invoices.deleted, 0) = 0
    and coalesce(aos_invoices.status, '') <> 'Cancelled'
