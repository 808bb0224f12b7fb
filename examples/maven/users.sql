-- One row per sales agent; the manager's name stands for the team, the office for the region.
-- Grain: sales_agent.
select
    sales_agent as user_id,
    sales_agent as name,
    manager as team,
    regional_office as region
from sales_teams
