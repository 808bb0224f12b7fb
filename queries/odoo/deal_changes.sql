-- One row per change of a deal's stage, amount, owner or expected close, its first value included.
-- Grain: deal_id, field, changed_at, sequence (the id of the message; 0 at the beginning).
with stages as (
    select
        id,
        name ->> 'en_US' as stage,
        is_won
    from crm_stage
),

stage_edits as (
    select max(write_date) as modified_at from crm_stage
),

opportunities as (
    select
        leads.id as id,
        -- A copy keeps the conversion date of its original, from before it was made.
        greatest(leads.create_date, leads.date_conversion) as created_at,
        leads.create_uid as create_uid,
        stages.stage as stage,
        leads.active as active,
        leads.expected_revenue as expected_revenue,
        leads.user_id as user_id,
        leads.write_date as write_date,
        not leads.active and leads.probability = 100 as is_archived_and_won
    from crm_lead as leads
    left join stages on stages.id = leads.stage_id
    where
        leads.type = 'opportunity'
        and (leads.active or leads.probability = 0 or (stages.is_won and leads.probability = 100))
),

tracking as (
    select
        of_value.mail_message_id as message_id,
        of_value.field_id as field_id,
        of_value.old_integer as old_integer,
        of_value.new_integer as new_integer,
        of_value.old_char as old_char,
        of_value.new_char as new_char,
        of_value.old_amount as old_amount,
        of_value.new_amount as new_amount,
        of_value.old_day as old_day,
        of_value.new_day as new_day
    -- Up to 16 the column is called field, and amounts are monetary: a name that the table has not
    -- means the null of missing_columns.
    from (
        select
            cast(null as integer) as field_id,
            cast(null as integer) as field,
            cast(null as double precision) as old_value_monetary,
            cast(null as double precision) as new_value_monetary
    ) as missing_columns
    cross join lateral (
        select
            mail_message_id,
            coalesce(field_id, field) as field_id,
            old_value_integer as old_integer,
            new_value_integer as new_integer,
            old_value_char as old_char,
            new_value_char as new_char,
            coalesce(old_value_monetary, old_value_float) as old_amount,
            coalesce(new_value_monetary, new_value_float) as new_amount,
            cast(old_value_datetime as date) as old_day,
            cast(new_value_datetime as date) as new_day
        from mail_tracking_value
    ) as of_value
),

tracked as (
    select
        opportunities.id as lead_id,
        messages.id as message_id,
        messages.date as changed_at,
        messages.author_id as author_id,
        greatest(messages.create_date, messages.write_date) as modified_at,
        messages.date <= opportunities.created_at as is_before,
        fields.name as field,
        case fields.name
            -- A deleted stage is known by the name it had then.
            when 'stage_id' then coalesce(old_stages.stage, tracking.old_char, '')
            when 'expected_revenue'
                then cast(trim_scale(cast(tracking.old_amount as numeric)) as text)
            when 'date_deadline' then to_char(tracking.old_day, 'YYYY-MM-DD')
            when 'user_id' then cast(nullif(tracking.old_integer, 0) as text)
            else cast(tracking.old_integer as text)
        end as old_value,
        case fields.name
            when 'stage_id' then coalesce(new_stages.stage, tracking.new_char, '')
            when 'expected_revenue'
                then cast(trim_scale(cast(tracking.new_amount as numeric)) as text)
            when 'date_deadline' then to_char(tracking.new_day, 'YYYY-MM-DD')
            when 'user_id' then cast(nullif(tracking.new_integer, 0) as text)
            else cast(tracking.new_integer as text)
        end as new_value
    from mail_message as messages
    inner join opportunities on opportunities.id = messages.res_id
    inner join tracking on tracking.message_id = messages.id
    inner join ir_model_fields as fields on fields.id = tracking.field_id
    left join stages as old_stages
        on fields.name = 'stage_id' and old_stages.id = tracking.old_integer
    left join stages as new_stages
        on fields.name = 'stage_id' and new_stages.id = tracking.new_integer
    where
        messages.model = 'crm.lead'
        -- A merge hands the history of the record that goes to the one that stays, under a subject;
        -- a record's own changes have none.
        and coalesce(messages.subject, '') = ''
        and fields.model = 'crm.lead'
        and fields.name in ('stage_id', 'active', 'expected_revenue', 'user_id', 'date_deadline')
),

-- A deal's first value is in no message: the first change overwrote it, or it still holds. What
-- was changed before, while it was a lead, was not the deal's.
firsts_tracked as (
    select
        lead_id,
        field,
        (array_agg(old_value order by changed_at, message_id))[1] as value_overwritten
    from tracked
    where not is_before
    group by lead_id, field
),

values_today as (
    select id as lead_id, 'stage_id' as field, coalesce(stage, '') as value from opportunities
    union all
    select id as lead_id, 'active' as field, cast(cast(active as integer) as text) as value
    from opportunities
    union all
    select
        id as lead_id,
        'expected_revenue' as field,
        cast(trim_scale(expected_revenue) as text) as value
    from opportunities
    union all
    select id as lead_id, 'user_id' as field, cast(user_id as text) as value from opportunities
    union all
    -- Of a day that is not tracked, nothing is known but today's.
    select lead_id, field, null as value from firsts_tracked where field = 'date_deadline'
),

points as (
    select
        opportunities.id as lead_id,
        0 as message_id,
        opportunities.created_at as changed_at,
        cast(null as integer) as author_id,
        values_today.field as field,
        case
            when firsts_tracked.lead_id is not null then firsts_tracked.value_overwritten
            else values_today.value
        end as value
    from values_today
    inner join opportunities on opportunities.id = values_today.lead_id
    left join firsts_tracked
        on firsts_tracked.lead_id = values_today.lead_id
        and firsts_tracked.field = values_today.field
    union all
    select lead_id, message_id, changed_at, author_id, field, new_value as value
    from tracked
    where not is_before
),

-- The stage and the archiving of one message are one change.
stage_points as (
    select
        lead_id,
        message_id,
        changed_at,
        max(author_id) as author_id,
        max(value) filter (where field = 'stage_id') as stage,
        max(value) filter (where field = 'active') as active
    from points
    where field in ('stage_id', 'active')
    group by lead_id, message_id, changed_at
),

stage_runs as (
    select
        lead_id,
        message_id,
        changed_at,
        author_id,
        stage,
        active,
        count(stage) over in_order as stage_run,
        count(active) over in_order as active_run
    from stage_points
    window in_order as (partition by lead_id order by changed_at, message_id)
),

stages_held as (
    select
        stage_runs.lead_id as lead_id,
        stage_runs.message_id as message_id,
        stage_runs.changed_at as changed_at,
        stage_runs.author_id as author_id,
        max(stage_runs.stage) over (partition by stage_runs.lead_id, stage_runs.stage_run) as stage,
        -- A won deal may be archived and stays won; archiving any other one means it was lost.
        max(stage_runs.active) over (partition by stage_runs.lead_id, stage_runs.active_run) = '0'
            and not opportunities.is_archived_and_won as is_lost
    from stage_runs
    inner join opportunities on opportunities.id = stage_runs.lead_id
),

all_values as (
    select
        lead_id,
        message_id,
        changed_at,
        author_id,
        'stage' as field,
        case when is_lost then 'Lost' else nullif(stage, '') end as value
    from stages_held
    union all
    select
        lead_id,
        message_id,
        changed_at,
        author_id,
        case field
            when 'expected_revenue' then 'amount'
            when 'user_id' then 'owner_id'
            else 'expected_close_on'
        end as field,
        value
    from points
    where field not in ('stage_id', 'active')
),

changes as (
    select
        lead_id,
        message_id,
        changed_at,
        author_id,
        field,
        lag(value) over (
            partition by lead_id, field
            order by changed_at, message_id
        ) as old_value,
        value as new_value
    from all_values
),

histories as (
    select
        lead_id,
        max(modified_at) as modified_at
    from tracked
    group by lead_id
),

-- Two users can share a partner.
users_of_partners as (
    select
        partner_id,
        min(id) as user_id
    from res_users
    group by partner_id
)

select
    changes.lead_id as deal_id,
    changes.field as field,
    changes.old_value as old_value,
    changes.new_value as new_value,
    changes.changed_at as changed_at,
    changes.message_id as sequence,
    case
        when changes.message_id = 0 then opportunities.create_uid
        else users_of_partners.user_id
    end as changed_by,
    greatest(opportunities.write_date, histories.modified_at, stage_edits.modified_at)
        as row_modified_at
from changes
inner join opportunities on opportunities.id = changes.lead_id
cross join stage_edits
left join histories on histories.lead_id = changes.lead_id
left join users_of_partners on users_of_partners.partner_id = changes.author_id
where changes.old_value is distinct from changes.new_value
