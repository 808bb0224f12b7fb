-- One row per stage of opportunities, which the CRM keeps in its configuration, not in a table.
-- Grain: stage.
select 'Prospecting' as stage, 1 as position, 'open' as outcome, 0.1 as probability
union all
select 'Qualification' as stage, 2 as position, 'open' as outcome, 0.2 as probability
union all
select 'Proposal' as stage, 3 as position, 'open' as outcome, 0.5 as probability
union all
select 'Negotiation' as stage, 4 as position, 'open' as outcome, 0.8 as probability
union all
select 'Closed Won' as stage, 5 as position, 'won' as outcome, 1.0 as probability
union all
select 'Closed Lost' as stage, 6 as position, 'lost' as outcome, 0.0 as probability
