-- One row per opportunity that is not deleted.
-- Grain: opportunity.
-- Texts are cut to 255 signs because the server sorts longer ones on disk.
with recorded_stages as (
    select
        parent_id as deal_id,
        number,
        created_at as entered_at,
        case
            when not json_valid(data) then null
            when type = 'Create' then left(json_value(data, '$.statusValue'), 255)
            -- Before 9.2 the note also named the field.
            when coalesce(json_value(data, '$.field'), 'stage') = 'stage'
                then left(json_value(data, '$.value'), 255)
        end as stage
    from note
    where parent_type = 'Opportunity' and type in ('Create', 'Update', 'Status') and deleted = 0
),

-- What the record says today is the last entry, in case a change left no note.
stages as (
    select
        deal_id,
        0 as is_today,
        number,
        entered_at,
        stage
    from recorded_stages
    where stage is not null
    union all
    select
        id as deal_id,
        1 as is_today,
        0 as number,
        null as entered_at,
        stage
    from opportunity
    where deleted = 0
),

outcomes as (
    select
        deal_id,
        is_today,
        number,
        entered_at,
        -- The probability does not decide: users may edit it.
        case stage
            when 'Closed Won' then 'won'
            when 'Closed Lost' then 'lost'
            else 'open'
        end as outcome
    from stages
),

changes as (
    select
        deal_id,
        is_today,
        number,
        entered_at,
        outcome,
        lag(outcome) over (partition by deal_id order by is_today, number) as outcome_before
    from outcomes
),

-- The last run always ends with today's outcome; it has no start where no note tells of it.
runs as (
    select
        deal_id,
        entered_at,
        outcome,
        row_number() over (partition by deal_id order by is_today desc, number desc) as place
    from changes
    where outcome_before is null or outcome_before <> outcome
),

-- A deal may be shared with several teams: the owner's own counts, otherwise the first by name.
teams as (
    select
        entity_team.entity_id as deal_id,
        team.name as team,
        row_number() over (
            partition by entity_team.entity_id
            order by
                case when team.id = `user`.default_team_id then 0 else 1 end,
                team.name,
                team.id
        ) as place
    from entity_team
    inner join team on team.id = entity_team.team_id and team.deleted = 0
    inner join opportunity on opportunity.id = entity_team.entity_id
    left join `user` on `user`.id = opportunity.assigned_user_id
    where entity_team.entity_type = 'Opportunity' and entity_team.deleted = 0
)

select
    opportunity.id as deal_id,
    opportunity.name as name,
    opportunity.account_id as account_id,
    opportunity.contact_id as contact_id,
    opportunity.assigned_user_id as owner_id,
    teams.team as team,
    opportunity.campaign_id as campaign_id,
    opportunity.stage as stage,
    runs.outcome as outcome,
    opportunity.amount as amount,
    opportunity.amount_currency as currency,
    opportunity.lead_source as source,
    opportunity.created_at as created_at,
    -- The close date is a plan; a day without a time where nothing better is known.
    case
        when runs.outcome <> 'open'
            then coalesce(cast(runs.entered_at as char), cast(opportunity.close_date as char))
    end as closed_at,
    case
        when runs.outcome = 'open' then null
        when runs.entered_at is not null then 'history'
        when opportunity.close_date is not null then 'planned'
    end as closed_at_from,
    opportunity.close_date as expected_close_on,
    opportunity.modified_at as updated_at
from opportunity
inner join runs on runs.deal_id = opportunity.id and runs.place = 1
left join teams on teams.deal_id = opportunity.id and teams.place = 1
where opportunity.deleted = 0
