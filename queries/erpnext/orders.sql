-- One row per submitted sales order, and per submitted credit note, whose amount is negative.
-- Grain: order or credit note. Amounts are without tax; orders between own companies are left out.
select
    name as order_id,
    customer as account_id,
    transaction_date as ordered_on,
    net_total as amount,
    currency as currency,
    company as selling_company,
    modified as row_modified_at
from `tabSales Order`
where docstatus = 1 and is_internal_customer = 0
union all
select
    name as order_id,
    customer as account_id,
    posting_date as ordered_on,
    net_total as amount,
    currency as currency,
    company as selling_company,
    modified as row_modified_at
from `tabSales Invoice`
where docstatus = 1 and is_return = 1 and is_internal_customer = 0
