-- The rate of a currency from one day on, as the table exchange_rates already holds it.
-- Grain: one row per currency, valid_from.
select * from exchange_rates
