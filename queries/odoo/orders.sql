-- One row per confirmed sales order.
-- Grain: sale_order.id. Quotations and cancelled orders are left out; up to 16, done is locked.
select
    orders.id as order_id,
    partners.commercial_partner_id as account_id,
    orders.date_order as ordered_on,
    orders.amount_untaxed as amount,
    currencies.name as currency,
    greatest(orders.write_date, partners.write_date) as row_modified_at
from sale_order as orders
inner join res_partner as partners on partners.id = orders.partner_id
left join res_currency as currencies on currencies.id = orders.currency_id
where orders.state in ('sale', 'done')
