-- One row per opportunity that is not deleted.
-- Grain: opportunities.id.
with stage_changes as (
    select
        parent_id as opportunity_id,
        date_created as changed_at,
        case before_value_string
            when 'Closed Won' then 'won'
            when 'Closed Lost' then 'lost'
            else 'open'
        end as outcome_before,
        case after_value_string
            when 'Closed Won' then 'won'
            when 'Closed Lost' then 'lost'
            else 'open'
        end as outcome_after
    from opportunities_audit
    where field_name = 'sales_stage'
),

decisions as (
    -- The last run of an outcome starts where that outcome was entered last; it still lasts unless
    -- it was left later. Neither needs the order of changes made within one second.
    select
        opportunity_id,
        max(changed_at) as changed_at,
        max(outcome_after = 'won') as was_won,
        max(outcome_after = 'lost') as was_lost,
        max(case when outcome_before <> 'won' and outcome_after = 'won' then changed_at end)
            as won_at,
        max(case when outcome_before = 'won' and outcome_after <> 'won' then changed_at end)
            as left_won_at,
        max(case when outcome_before <> 'lost' and outcome_after = 'lost' then changed_at end)
            as lost_at,
        max(case when outcome_before = 'lost' and outcome_after <> 'lost' then changed_at end)
            as left_lost_at
    from stage_changes
    group by opportunity_id
),

account_links as (
    -- The table may hold several accounts of an opportunity; the user interface keeps the last.
    select
        opportunity_id,
        case when coalesce(deleted, 0) = 0 then account_id end as account_id,
        row_number() over (
            partition by opportunity_id order by coalesce(deleted, 0), date_modified desc, id
        ) as place,
        max(date_modified) over (partition by opportunity_id) as modified_at
    from accounts_opportunities
),

contact_links as (
    -- The main contact decides; among several of the same role it is the one linked first.
    select
        opportunity_id,
        case when coalesce(deleted, 0) = 0 then contact_id end as contact_id,
        row_number() over (
            partition by opportunity_id
            order by
                coalesce(deleted, 0),
                case when contact_role = 'Primary Decision Maker' then 0 else 1 end,
                date_modified,
                id
        ) as place,
        max(date_modified) over (partition by opportunity_id) as modified_at
    from opportunities_contacts
),

currency_changes as (
    -- Merging currencies rewrites opportunities without dating them, but dates the currencies.
    select max(date_modified) as modified_at
    from currencies
),

outcomes as (
    select
        id,
        -- To the CRM itself whatever is neither won nor lost is open; the probability is a guess.
        case sales_stage
            when 'Closed Won' then 'won'
            when 'Closed Lost' then 'lost'
            else 'open'
        end as outcome,
        date_closed,
        date_modified
    from opportunities
    where coalesce(deleted, 0) = 0
),

outcomes_with_decision as (
    select
        outcomes.id,
        outcomes.outcome,
        outcomes.date_closed,
        outcomes.date_modified,
        decisions.changed_at,
        case outcomes.outcome
            when 'won' then decisions.won_at
            when 'lost' then decisions.lost_at
        end as decided_at,
        case outcomes.outcome
            when 'won' then decisions.left_won_at
            when 'lost' then decisions.left_lost_at
        end as left_at,
        case outcomes.outcome
            when 'won' then decisions.was_won
            when 'lost' then decisions.was_lost
        end as was_decided
    from outcomes
    left join decisions on decisions.opportunity_id = outcomes.id
),

outcomes_with_source as (
    select
        id,
        outcome,
        changed_at,
        decided_at,
        case
            when outcome = 'open' then null
            when decided_at >= coalesce(left_at, decided_at) then 'history'
            -- Its stages changed within today's outcome only: decided since it was entered.
            when was_decided = 1 and left_at is null then 'entry'
            -- Nobody touched it after the day planned: that was not the day of the decision.
            when date_closed > date(date_modified) then 'last change'
            else 'planned'
        end as decision_source
    from outcomes_with_decision
)

select
    opportunities.id as deal_id,
    opportunities.name as name,
    account_links.account_id as account_id,
    contact_links.contact_id as contact_id,
    opportunities.assigned_user_id as owner_id,
    opportunities.campaign_id as campaign_id,
    case opportunities.sales_stage
        when 'Id. Decision Makers' then 'Identifying Decision Makers'
        else nullif(opportunities.sales_stage, '')
    end as stage,
    decided.outcome as outcome,
    -- A currency that is deleted or has no ISO code cannot be named: the CRM's own conversion
    -- into the system's currency stands for it, as in the CRM.
    case
        when currencies.id is null and opportunities.currency_id not in ('', '-99')
            then opportunities.amount_usdollar
        else opportunities.amount
    end as amount,
    currencies.iso4217 as currency,
    nullif(opportunities.lead_source, '') as source,
    opportunities.date_entered as created_at,
    -- As text, so that a planned day stays a day and is not taken for midnight.
    case decided.decision_source
        when 'history' then cast(decided.decided_at as char)
        when 'entry' then cast(opportunities.date_entered as char)
        when 'last change' then cast(opportunities.date_modified as char)
        when 'planned' then cast(opportunities.date_closed as char)
    end as closed_at,
    opportunities.date_closed as expected_close_on,
    opportunities.date_modified as updated_at,
    case
        when decided.decision_source in ('entry', 'last change') then 'record'
        else decided.decision_source
    end as closed_at_from,
    nullif(opportunities.opportunity_type, '') as opportunity_type,
    greatest(
        opportunities.date_modified,
        coalesce(decided.changed_at, opportunities.date_modified),
        coalesce(account_links.modified_at, opportunities.date_modified),
        coalesce(contact_links.modified_at, opportunities.date_modified),
        coalesce(currency_changes.modified_at, opportunities.date_modified)
    ) as row_modified_at
from opportunities
inner join outcomes_with_source as decided on decided.id = opportunities.id
left join account_links
    on account_links.opportunity_id = opportunities.id and account_links.place = 1
left join contact_links
    on contact_links.opportunity_id = opportunities.id and contact_links.place = 1
left join currencies
    on currencies.id = opportunities.currency_id
    and coalesce(currencies.deleted, 0) = 0
    and currencies.iso4217 <> ''
cross join currency_changes
