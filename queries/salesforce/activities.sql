-- One row per task (calls and logged e-mails are tasks too) and per event that is not deleted.
-- Grain: task or event. Neither the head of a series nor the copies for attendees are activities.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        null::timestamptz as completed_date_time,
        null::text as task_subtype,
        null::text as event_subtype
),

-- An event is never marked as held: it is, once the copy has gone past its end.
read_until as (
    select max(copied.synced_at) as synced_at
    from (
        select max(task._fivetran_synced) as synced_at
        from task

        union all

        select max(event._fivetran_synced) as synced_at
        from event
    ) as copied
),

tasks as (
    select
        kept.id,
        case
            when kept.task_subtype = 'Call' or kept.type = 'Call' then 'call'
            when kept.task_subtype in ('Email', 'ListEmail') or kept.type = 'Email' then 'email'
            when kept.task_subtype = 'LinkedIn' then 'message'
            when kept.type = 'Meeting' then 'meeting'
            else 'task'
        end as kind,
        case kept.call_type when 'Inbound' then 'in' when 'Outbound' then 'out' end as direction,
        kept.owner_id,
        kept.account_id,
        kept.who_id,
        kept.what_id,
        kept.subject,
        kept.call_disposition as outcome,
        case when kept.is_closed then 'done' else 'planned' end as status,
        to_char(kept.activity_date, 'YYYY-MM-DD') as due_at,
        case
            when kept.is_closed
                then coalesce(
                    cast(kept.completed_date_time as text),
                    to_char(kept.activity_date, 'YYYY-MM-DD')
                )
        end as done_at,
        kept.call_duration_in_seconds / 60.0 as duration_minutes,
        kept.created_date,
        kept.last_modified_date,
        kept._fivetran_synced as changed_at
    from absent
    cross join lateral (
        select
            task.id,
            task_subtype,
            task.type,
            task.call_type,
            task.owner_id,
            task.account_id,
            task.who_id,
            task.what_id,
            task.subject,
            task.call_disposition,
            task.is_closed,
            task.activity_date,
            completed_date_time,
            task.call_duration_in_seconds,
            task.created_date,
            task.last_modified_date,
            task._fivetran_synced
        from task
        where coalesce(_fivetran_active, true)
            and not coalesce(_fivetran_deleted, false)
            and not coalesce(task.is_deleted, false)
            and not coalesce(task.is_recurrence, false)
    ) as kept
),

events as (
    select
        kept.id,
        case
            when kept.event_subtype = 'Call' or kept.type = 'Call' then 'call'
            when kept.type = 'Email' then 'email'
            else 'meeting'
        end as kind,
        kept.owner_id,
        kept.account_id,
        kept.who_id,
        kept.what_id,
        kept.subject,
        case when kept.ended_at <= read_until.synced_at then 'done' else 'planned' end as status,
        case
            when kept.is_all_day_event then to_char(kept.activity_date, 'YYYY-MM-DD')
            else cast(kept.start_date_time as text)
        end as due_at,
        case
            when kept.ended_at > read_until.synced_at then null
            when kept.is_all_day_event then to_char(kept.activity_date, 'YYYY-MM-DD')
            else cast(kept.ended_at as text)
        end as done_at,
        case when not kept.is_all_day_event then kept.duration_in_minutes end as duration_minutes,
        kept.created_date,
        kept.last_modified_date,
        -- Passing its end changes an event though nobody touches it.
        greatest(
            kept._fivetran_synced,
            case when kept.ended_at <= read_until.synced_at then kept.ended_at end
        ) as changed_at
    from absent
    cross join read_until
    cross join lateral (
        select
            event.id,
            event_subtype,
            event.type,
            event.owner_id,
            event.account_id,
            event.who_id,
            event.what_id,
            event.subject,
            coalesce(event.is_all_day_event, false) as is_all_day_event,
            event.activity_date,
            event.start_date_time,
            event.duration_in_minutes,
            case
                -- The instants of an all-day event are midnights of no zone in particular.
                when event.is_all_day_event then event.activity_date + interval '1 day'
                else event.end_date_time
            end as ended_at,
            event.created_date,
            event.last_modified_date,
            event._fivetran_synced
        from event
        where coalesce(_fivetran_active, true)
            and not coalesce(_fivetran_deleted, false)
            and not coalesce(event.is_deleted, false)
            and not coalesce(event.is_child, false)
            and not coalesce(event.is_recurrence, false)
    ) as kept
),

activities as (
    select
        tasks.id,
        tasks.kind,
        tasks.direction,
        tasks.owner_id,
        tasks.account_id,
        tasks.who_id,
        tasks.what_id,
        tasks.subject,
        tasks.outcome,
        tasks.status,
        tasks.due_at,
        tasks.done_at,
        tasks.duration_minutes,
        tasks.created_date,
        tasks.last_modified_date,
        tasks.changed_at
    from tasks

    union all

    select
        events.id,
        events.kind,
        null as direction,
        events.owner_id,
        events.account_id,
        events.who_id,
        events.what_id,
        events.subject,
        null as outcome,
        events.status,
        events.due_at,
        events.done_at,
        events.duration_minutes,
        events.created_date,
        events.last_modified_date,
        events.changed_at
    from events
)

select
    activities.id as activity_id,
    activities.kind as kind,
    activities.direction as direction,
    case when activities.owner_id like '005%' then activities.owner_id end as owner_id,
    -- Who and what are links to any kind of record; the first three signs of a key tell which.
    coalesce(
        activities.account_id,
        case when activities.what_id like '001%' then activities.what_id end
    ) as account_id,
    case when activities.who_id like '003%' then activities.who_id end as contact_id,
    case when activities.what_id like '006%' then activities.what_id end as deal_id,
    case when activities.who_id like '00Q%' then activities.who_id end as lead_id,
    case when activities.what_id like '500%' then activities.what_id end as ticket_id,
    activities.subject as subject,
    activities.outcome as outcome,
    activities.status as status,
    activities.due_at as due_at,
    activities.done_at as done_at,
    activities.duration_minutes as duration_minutes,
    activities.created_date as created_at,
    activities.last_modified_date as updated_at,
    activities.changed_at as row_modified_at
from activities
