-- One row per call, e-mail, meeting, task, note and message that is not deleted.
-- Grain: engagement. Of several linked records of one kind, the one entered first counts.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as _fivetran_deleted,
        null::timestamptz as property_hs_lastmodifieddate,
        null::text as property_hs_call_title,
        null::text as property_hs_call_direction,
        null::text as property_hs_call_disposition,
        null::text as property_hs_call_status,
        null::numeric as property_hs_call_duration,
        null::text as property_hs_email_subject,
        null::text as property_hs_email_direction,
        null::text as property_hs_email_status,
        null::text as property_hs_meeting_title,
        null::text as property_hs_meeting_outcome,
        null::timestamptz as property_hs_meeting_start_time,
        null::timestamptz as property_hs_meeting_end_time,
        null::text as property_hs_task_subject,
        null::text as property_hs_task_status,
        null::timestamptz as property_hs_task_completion_date
),

-- A meeting without an outcome was held, once the copy has gone past its end.
read_until as (
    select max(copied.synced_at) as synced_at
    from (
        select max(engagement_call._fivetran_synced) as synced_at
        from engagement_call

        union all

        select max(engagement_meeting._fivetran_synced) as synced_at
        from engagement_meeting

        union all

        select max(engagement_task._fivetran_synced) as synced_at
        from engagement_task
    ) as copied
),

calls as (
    select
        kept.engagement_id,
        'call' as kind,
        case kept.property_hs_call_direction
            when 'INBOUND' then 'in'
            when 'OUTBOUND' then 'out'
        end as direction,
        kept.property_hubspot_owner_id as owner_id,
        kept.property_hs_call_title as subject,
        -- The outcomes HubSpot begins with are kept by these keys; others can be added.
        case kept.property_hs_call_disposition
            when '9d9162e7-6cf3-4944-bf63-4dff82258764' then 'Busy'
            when 'f240bbac-87c9-4f6e-bf70-924b57d47db7' then 'Connected'
            when 'a4c4c377-d246-4b32-a13b-75a56a4cd0ff' then 'Left live message'
            when 'b2cf5968-551e-4856-9783-52b3da59a7d0' then 'Left voicemail'
            when '73a0d17f-1163-4015-bdd5-ec830791da20' then 'No answer'
            when '17b47fee-58de-441e-a44c-c6300d46f273' then 'Wrong number'
            else kept.property_hs_call_disposition
        end as outcome,
        case
            when kept.property_hs_call_status in ('CANCELED', 'FAILED') then 'cancelled'
            when kept.property_hs_call_status in ('QUEUED', 'CONNECTING', 'RINGING')
                then 'planned'
            else 'done'
        end as status,
        kept.property_hs_timestamp as due_at,
        kept.property_hs_timestamp as done_at,
        kept.property_hs_call_duration / 60000.0 as duration_minutes,
        kept.property_hs_createdate as created_at,
        kept.property_hs_lastmodifieddate as updated_at
    from absent
    cross join lateral (
        select
            engagement_call.engagement_id,
            property_hs_call_direction,
            engagement_call.property_hubspot_owner_id,
            property_hs_call_title,
            property_hs_call_disposition,
            property_hs_call_status,
            engagement_call.property_hs_timestamp,
            property_hs_call_duration,
            engagement_call.property_hs_createdate,
            property_hs_lastmodifieddate
        from engagement_call
        where not coalesce(_fivetran_deleted, false)
    ) as kept
),

emails as (
    select
        kept.engagement_id,
        'email' as kind,
        case kept.property_hs_email_direction
            when 'INCOMING_EMAIL' then 'in'
            when 'EMAIL' then 'out'
        end as direction,
        kept.property_hubspot_owner_id as owner_id,
        kept.property_hs_email_subject as subject,
        kept.property_hs_email_status as outcome,
        case
            when kept.property_hs_email_status = 'FAILED' then 'cancelled'
            when kept.property_hs_email_status in ('SCHEDULED', 'SENDING') then 'planned'
            else 'done'
        end as status,
        null::timestamptz as due_at,
        kept.property_hs_timestamp as done_at,
        null::numeric as duration_minutes,
        kept.property_hs_createdate as created_at,
        kept.property_hs_lastmodifieddate as updated_at
    from absent
    cross join lateral (
        select
            engagement_email.engagement_id,
            property_hs_email_direction,
            engagement_email.property_hubspot_owner_id,
            property_hs_email_subject,
            property_hs_email_status,
            engagement_email.property_hs_timestamp,
            engagement_email.property_hs_createdate,
            property_hs_lastmodifieddate
        from engagement_email
        where not coalesce(_fivetran_deleted, false)
    ) as kept
),

meetings as (
    select
        kept.engagement_id,
        'meeting' as kind,
        null as direction,
        kept.property_hubspot_owner_id as owner_id,
        kept.property_hs_meeting_title as subject,
        kept.property_hs_meeting_outcome as outcome,
        case
            -- A meeting that was moved leaves this one behind and is booked anew.
            when kept.property_hs_meeting_outcome in ('CANCELED', 'NO_SHOW', 'RESCHEDULED')
                then 'cancelled'
            when kept.property_hs_meeting_outcome = 'SCHEDULED' then 'planned'
            when kept.property_hs_meeting_outcome is null
                and kept.ended_at > read_until.synced_at
                then 'planned'
            else 'done'
        end as status,
        kept.started_at as due_at,
        kept.ended_at as done_at,
        cast(extract(epoch from kept.ended_at - kept.started_at) as numeric) / 60
            as duration_minutes,
        kept.property_hs_createdate as created_at,
        kept.property_hs_lastmodifieddate as updated_at
    from absent
    cross join read_until
    cross join lateral (
        select
            engagement_meeting.engagement_id,
            engagement_meeting.property_hubspot_owner_id,
            property_hs_meeting_title,
            property_hs_meeting_outcome,
            coalesce(
                property_hs_meeting_start_time,
                engagement_meeting.property_hs_timestamp
            ) as started_at,
            coalesce(
                property_hs_meeting_end_time,
                property_hs_meeting_start_time,
                engagement_meeting.property_hs_timestamp
            ) as ended_at,
            engagement_meeting.property_hs_createdate,
            property_hs_lastmodifieddate
        from engagement_meeting
        where not coalesce(_fivetran_deleted, false)
    ) as kept
),

tasks as (
    select
        kept.engagement_id,
        'task' as kind,
        null as direction,
        kept.property_hubspot_owner_id as owner_id,
        kept.property_hs_task_subject as subject,
        null as outcome,
        case kept.property_hs_task_status when 'COMPLETED' then 'done' else 'planned' end
            as status,
        kept.property_hs_timestamp as due_at,
        kept.property_hs_task_completion_date as done_at,
        null::numeric as duration_minutes,
        kept.property_hs_createdate as created_at,
        kept.property_hs_lastmodifieddate as updated_at
    from absent
    cross join lateral (
        select
            engagement_task.engagement_id,
            engagement_task.property_hubspot_owner_id,
            property_hs_task_subject,
            property_hs_task_status,
            engagement_task.property_hs_timestamp,
            property_hs_task_completion_date,
            engagement_task.property_hs_createdate,
            property_hs_lastmodifieddate
        from engagement_task
        where not coalesce(_fivetran_deleted, false)
    ) as kept
),

notes_and_messages as (
    select
        kept.engagement_id,
        kept.kind,
        null as direction,
        kept.property_hubspot_owner_id as owner_id,
        null as subject,
        null as outcome,
        'done' as status,
        null::timestamptz as due_at,
        kept.property_hs_timestamp as done_at,
        null::numeric as duration_minutes,
        kept.property_hs_createdate as created_at,
        kept.property_hs_lastmodifieddate as updated_at
    from absent
    cross join lateral (
        select
            engagement_note.engagement_id,
            'note' as kind,
            engagement_note.property_hubspot_owner_id,
            engagement_note.property_hs_timestamp,
            engagement_note.property_hs_createdate,
            property_hs_lastmodifieddate
        from engagement_note
        where not coalesce(_fivetran_deleted, false)

        union all

        select
            engagement_communication.engagement_id,
            'message' as kind,
            engagement_communication.property_hubspot_owner_id,
            engagement_communication.property_hs_timestamp,
            engagement_communication.property_hs_createdate,
            property_hs_lastmodifieddate
        from engagement_communication
        where not coalesce(_fivetran_deleted, false)
    ) as kept
),

activities as (
    select
        calls.engagement_id,
        calls.kind,
        calls.direction,
        calls.owner_id,
        calls.subject,
        calls.outcome,
        calls.status,
        calls.due_at,
        calls.done_at,
        calls.duration_minutes,
        calls.created_at,
        calls.updated_at
    from calls

    union all

    select
        emails.engagement_id,
        emails.kind,
        emails.direction,
        emails.owner_id,
        emails.subject,
        emails.outcome,
        emails.status,
        emails.due_at,
        emails.done_at,
        emails.duration_minutes,
        emails.created_at,
        emails.updated_at
    from emails

    union all

    select
        meetings.engagement_id,
        meetings.kind,
        meetings.direction,
        meetings.owner_id,
        meetings.subject,
        meetings.outcome,
        meetings.status,
        meetings.due_at,
        meetings.done_at,
        meetings.duration_minutes,
        meetings.created_at,
        meetings.updated_at
    from meetings

    union all

    select
        tasks.engagement_id,
        tasks.kind,
        tasks.direction,
        tasks.owner_id,
        tasks.subject,
        tasks.outcome,
        tasks.status,
        tasks.due_at,
        tasks.done_at,
        tasks.duration_minutes,
        tasks.created_at,
        tasks.updated_at
    from tasks

    union all

    select
        notes_and_messages.engagement_id,
        notes_and_messages.kind,
        notes_and_messages.direction,
        notes_and_messages.owner_id,
        notes_and_messages.subject,
        notes_and_messages.outcome,
        notes_and_messages.status,
        notes_and_messages.due_at,
        notes_and_messages.done_at,
        notes_and_messages.duration_minutes,
        notes_and_messages.created_at,
        notes_and_messages.updated_at
    from notes_and_messages
),

main_companies as (
    select
        engagement_company.engagement_id,
        min(engagement_company.company_id) as company_id
    from engagement_company
    group by engagement_company.engagement_id
),

main_contacts as (
    select
        engagement_contact.engagement_id,
        min(engagement_contact.contact_id) as contact_id
    from engagement_contact
    group by engagement_contact.engagement_id
),

main_deals as (
    select
        engagement_deal.engagement_id,
        min(engagement_deal.deal_id) as deal_id
    from engagement_deal
    group by engagement_deal.engagement_id
),

main_tickets as (
    select
        ticket_engagement.engagement_id,
        min(ticket_engagement.ticket_id) as ticket_id
    from ticket_engagement
    group by ticket_engagement.engagement_id
)

select
    cast(activities.engagement_id as text) as activity_id,
    activities.kind as kind,
    activities.direction as direction,
    cast(activities.owner_id as text) as owner_id,
    cast(main_companies.company_id as text) as account_id,
    cast(main_contacts.contact_id as text) as contact_id,
    cast(main_deals.deal_id as text) as deal_id,
    -- Contacts and leads are the same records.
    cast(main_contacts.contact_id as text) as lead_id,
    cast(main_tickets.ticket_id as text) as ticket_id,
    activities.subject as subject,
    activities.outcome as outcome,
    activities.status as status,
    activities.due_at as due_at,
    case when activities.status = 'done' then activities.done_at end as done_at,
    activities.duration_minutes as duration_minutes,
    activities.created_at as created_at,
    activities.updated_at as updated_at
from activities
left join main_companies on main_companies.engagement_id = activities.engagement_id
left join main_contacts on main_contacts.engagement_id = activities.engagement_id
left join main_deals on main_deals.engagement_id = activities.engagement_id
left join main_tickets on main_tickets.engagement_id = activities.engagement_id
