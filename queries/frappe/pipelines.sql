-- One row per status a deal can have; there is one pipeline.
-- Grain: status. The type, not the name or the probability, says what is won and lost.
select
    name as stage,
    position as position,
    case type when 'Won' then 'won' when 'Lost' then 'lost' else 'open' end as outcome,
    probability / 100 as probability
from `tabCRM Deal Status`
