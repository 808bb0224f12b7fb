-- An order, as the table orders already holds it.
-- Grain: one row per order_id.
select * from orders
