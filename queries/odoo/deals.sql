-- One row per opportunity: a record of crm_lead that is not, or no longer, a lead.
-- Grain: crm_lead.id. Archived without being won or lost is left out, as Odoo hides it.
with stages as (
    select
        id,
        name ->> 'en_US' as stage,
        case
            when is_won then 'won'
            when lower(name ->> 'en_US') = 'lost' then 'lost'
            else 'open'
        end as outcome
    from crm_stage
),

-- Whether a past stage was a won one is asked of today's stages, so that an edit changes all deals.
stage_edits as (
    select max(write_date) as modified_at from crm_stage
),

opportunities as (
    select
        leads.id as id,
        leads.name as name,
        leads.partner_id as partner_id,
        leads.user_id as user_id,
        leads.team_id as team_id,
        leads.campaign_id as campaign_id,
        leads.source_id as source_id,
        leads.company_id as company_id,
        leads.lost_reason_id as lost_reason_id,
        leads.stage_id as stage_id,
        leads.active as active,
        leads.expected_revenue as expected_revenue,
        leads.date_deadline as date_deadline,
        leads.date_closed as date_closed,
        leads.date_last_stage_update as date_last_stage_update,
        leads.write_date as write_date,
        -- A copy keeps the conversion date of its original, from before it was made.
        greatest(leads.create_date, leads.date_conversion) as created_at,
        stages.stage as stage,
        case
            when not leads.active and leads.probability = 0 then 'lost'
            else coalesce(stages.outcome, 'open')
        end as outcome
    from crm_lead as leads
    left join stages on stages.id = leads.stage_id
    where
        leads.type = 'opportunity'
        and (
            leads.active
            or leads.probability = 0
            or (stages.outcome = 'won' and leads.probability = 100)
        )
),

tracking as (
    select
        of_value.mail_message_id as message_id,
        of_value.field_id as field_id,
        of_value.old_value as old_value,
        of_value.new_value as new_value
    -- Up to 16 the column is called field, later field_id: the name that the table has not means
    -- the null of missing_columns.
    from (
        select cast(null as integer) as field_id, cast(null as integer) as field
    ) as missing_columns
    cross join lateral (
        select
            mail_message_id,
            coalesce(field_id, field) as field_id,
            old_value_integer as old_value,
            new_value_integer as new_value
        from mail_tracking_value
    ) as of_value
),

tracked as (
    select
        messages.res_id as lead_id,
        messages.id as message_id,
        messages.date as changed_at,
        max(tracking.old_value) filter (where fields.name = 'stage_id') as old_stage_id,
        max(tracking.new_value) filter (where fields.name = 'stage_id') as new_stage_id,
        max(tracking.old_value) filter (where fields.name = 'active') as old_active,
        max(tracking.new_value) filter (where fields.name = 'active') as new_active,
        max(greatest(messages.create_date, messages.write_date)) as modified_at
    from mail_message as messages
    inner join tracking on tracking.message_id = messages.id
    inner join ir_model_fields as fields on fields.id = tracking.field_id
    where
        messages.model = 'crm.lead'
        -- A merge hands the history of the record that goes to the one that stays, under a subject;
        -- a record's own changes have none.
        and coalesce(messages.subject, '') = ''
        and fields.model = 'crm.lead'
        and fields.name in ('stage_id', 'active')
    group by messages.id
),

-- What the first change overwrote held when the opportunity began; without one, today's value did.
beginnings as (
    select
        opportunities.id as lead_id,
        opportunities.created_at as changed_at,
        (array_agg(tracked.old_stage_id order by tracked.changed_at, tracked.message_id)
            filter (where tracked.changed_at > opportunities.created_at
                and tracked.old_stage_id is not null))[1] as stage_overwritten,
        (array_agg(tracked.old_active order by tracked.changed_at, tracked.message_id)
            filter (where tracked.changed_at > opportunities.created_at
                and tracked.old_active is not null))[1] as active_overwritten,
        count(tracked.message_id) filter (where tracked.changed_at > opportunities.created_at)
            as change_count,
        max(tracked.modified_at) as modified_at
    from opportunities
    inner join tracked on tracked.lead_id = opportunities.id
    group by opportunities.id, opportunities.created_at
),

points as (
    select
        beginnings.lead_id as lead_id,
        0 as message_id,
        beginnings.changed_at as changed_at,
        coalesce(beginnings.stage_overwritten, opportunities.stage_id, 0) as stage_id,
        coalesce(beginnings.active_overwritten, cast(opportunities.active as integer)) as active
    from beginnings
    inner join opportunities on opportunities.id = beginnings.lead_id
    where beginnings.change_count > 0
    union all
    select
        tracked.lead_id as lead_id,
        tracked.message_id as message_id,
        tracked.changed_at as changed_at,
        tracked.new_stage_id as stage_id,
        tracked.new_active as active
    from tracked
    inner join opportunities on opportunities.id = tracked.lead_id
    where tracked.changed_at > opportunities.created_at
),

runs as (
    select
        lead_id,
        message_id,
        changed_at,
        stage_id,
        active,
        count(stage_id) over in_order as stage_run,
        count(active) over in_order as active_run
    from points
    window in_order as (partition by lead_id order by changed_at, message_id)
),

held as (
    select
        lead_id,
        message_id,
        changed_at,
        max(stage_id) over (partition by lead_id, stage_run) as stage_id,
        max(active) over (partition by lead_id, active_run) as active
    from runs
),

past_outcomes as (
    select
        held.lead_id as lead_id,
        held.message_id as message_id,
        held.changed_at as changed_at,
        case
            -- A won deal may be archived and stays won; archiving any other one means it was lost.
            when
                held.active = 0
                and not (opportunities.outcome = 'won' and not opportunities.active)
                then 'lost'
            else coalesce(stages.outcome, 'open')
        end as outcome
    from held
    inner join opportunities on opportunities.id = held.lead_id
    left join stages on stages.id = held.stage_id
),

outcome_changes as (
    select
        lead_id,
        changed_at,
        outcome,
        lag(outcome) over in_order as outcome_before,
        last_value(outcome) over (
            in_order rows between unbounded preceding and unbounded following
        ) as last_outcome
    from past_outcomes
    window in_order as (partition by lead_id order by changed_at, message_id)
),

decisions as (
    select
        lead_id,
        max(last_outcome) as outcome,
        max(changed_at) filter (where outcome is distinct from outcome_before) as decided_at
    from outcome_changes
    group by lead_id
),

-- Without a company a deal is shown in the currency of the first one.
main_company as (
    select id from res_company order by id limit 1
),

closings as (
    select
        opportunities.id as id,
        decisions.decided_at as in_history,
        coalesce(
            opportunities.date_closed,
            case when opportunities.outcome = 'won' then opportunities.date_last_stage_update end
        ) as in_record,
        -- The plan can lie ahead of the last change, the decision cannot.
        case
            when opportunities.date_deadline > opportunities.write_date
                then cast(opportunities.write_date as date)
            else opportunities.date_deadline
        end as planned
    from opportunities
    left join decisions
        on decisions.lead_id = opportunities.id and decisions.outcome = opportunities.outcome
    where opportunities.outcome <> 'open'
)

select
    opportunities.id as deal_id,
    opportunities.name as name,
    partners.commercial_partner_id as account_id,
    case when not partners.is_company then partners.id end as contact_id,
    opportunities.user_id as owner_id,
    teams.name ->> 'en_US' as team,
    opportunities.campaign_id as campaign_id,
    case
        when opportunities.outcome = 'lost' and not opportunities.active then 'Lost'
        else opportunities.stage
    end as stage,
    opportunities.outcome as outcome,
    opportunities.expected_revenue as amount,
    currencies.name as currency,
    sources.name as source,
    case when opportunities.outcome = 'lost' then reasons.name ->> 'en_US' end as loss_reason,
    opportunities.created_at as created_at,
    coalesce(
        to_char(coalesce(closings.in_history, closings.in_record), 'YYYY-MM-DD HH24:MI:SS'),
        to_char(closings.planned, 'YYYY-MM-DD')
    ) as closed_at,
    opportunities.date_deadline as expected_close_on,
    opportunities.write_date as updated_at,
    case
        when closings.in_history is not null then 'history'
        when closings.in_record is not null then 'record'
        when closings.planned is not null then 'planned'
    end as closed_at_from,
    case
        when opportunities.outcome = 'lost' and not opportunities.active then opportunities.stage
    end as lost_in_stage,
    greatest(
        opportunities.write_date,
        stage_edits.modified_at,
        beginnings.modified_at,
        partners.write_date,
        teams.write_date,
        companies.write_date,
        sources.write_date,
        reasons.write_date
    ) as row_modified_at
from opportunities
cross join stage_edits
cross join main_company
left join closings on closings.id = opportunities.id
left join beginnings on beginnings.lead_id = opportunities.id
left join res_partner as partners on partners.id = opportunities.partner_id
left join crm_team as teams on teams.id = opportunities.team_id
left join res_company as companies
    on companies.id = coalesce(opportunities.company_id, main_company.id)
left join res_currency as currencies on currencies.id = companies.currency_id
left join utm_source as sources on sources.id = opportunities.source_id
left join crm_lost_reason as reasons on reasons.id = opportunities.lost_reason_id
