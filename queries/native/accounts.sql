-- A company that is, was or may become a customer, as the table accounts already holds it.
-- Grain: one row per account_id.
select * from accounts
