-- One row per call, meeting, task, e-mail or comment in the stream that is not deleted.
-- Grain: activity; the keys of these tables do not overlap.
with call_contacts as (
    select
        call_id,
        min(contact_id) as contact_id
    from call_contact
    where deleted = false
    group by call_id
),

call_leads as (
    select
        call_id,
        min(lead_id) as lead_id
    from call_lead
    where deleted = false
    group by call_id
),

meeting_contacts as (
    select
        meeting_id,
        min(contact_id) as contact_id
    from contact_meeting
    where deleted = false
    group by meeting_id
),

meeting_leads as (
    select
        meeting_id,
        min(lead_id) as lead_id
    from lead_meeting
    where deleted = false
    group by meeting_id
),

calls as (
    select
        "call".id as activity_id,
        'call' as kind,
        case "call".direction when 'Inbound' then 'in' else 'out' end as direction,
        "call".assigned_user_id as owner_id,
        "call".parent_type as parent_type,
        "call".parent_id as parent_id,
        "call".account_id as account_id,
        -- Of several people in one call the one with the lowest key: one call is one row.
        call_contacts.contact_id as contact_id,
        call_leads.lead_id as lead_id,
        "call".name as subject,
        case "call".status
            when 'Held' then 'done'
            when 'Not Held' then 'cancelled'
            else 'planned'
        end as status,
        to_char("call".date_start, 'YYYY-MM-DD HH24:MI:SS') as due_at,
        case
            when "call".status = 'Held'
                then to_char(coalesce("call".date_end, "call".date_start), 'YYYY-MM-DD HH24:MI:SS')
        end as done_at,
        case
            when "call".status = 'Held'
                then extract(epoch from "call".date_end - "call".date_start) / 60
        end as duration_minutes,
        false as is_automatic,
        "call".created_at as created_at,
        "call".modified_at as updated_at
    from "call"
    left join call_contacts on call_contacts.call_id = "call".id
    left join call_leads on call_leads.call_id = "call".id
    where "call".deleted = false
),

meetings as (
    select
        meeting.id as activity_id,
        'meeting' as kind,
        null as direction,
        meeting.assigned_user_id as owner_id,
        meeting.parent_type as parent_type,
        meeting.parent_id as parent_id,
        meeting.account_id as account_id,
        meeting_contacts.contact_id as contact_id,
        meeting_leads.lead_id as lead_id,
        meeting.name as subject,
        case meeting.status
            when 'Held' then 'done'
            when 'Not Held' then 'cancelled'
            else 'planned'
        end as status,
        -- Of a meeting that lasts all day the CRM knows only the days.
        coalesce(
            to_char(meeting.date_start_date, 'YYYY-MM-DD'),
            to_char(meeting.date_start, 'YYYY-MM-DD HH24:MI:SS')
        ) as due_at,
        case
            when meeting.status = 'Held'
                then coalesce(
                    to_char(meeting.date_end_date, 'YYYY-MM-DD'),
                    to_char(meeting.date_end, 'YYYY-MM-DD HH24:MI:SS'),
                    to_char(meeting.date_start, 'YYYY-MM-DD HH24:MI:SS')
                )
        end as done_at,
        case
            when meeting.status = 'Held' and meeting.date_start_date is null
                then extract(epoch from meeting.date_end - meeting.date_start) / 60
        end as duration_minutes,
        false as is_automatic,
        meeting.created_at as created_at,
        meeting.modified_at as updated_at
    from meeting
    left join meeting_contacts on meeting_contacts.meeting_id = meeting.id
    left join meeting_leads on meeting_leads.meeting_id = meeting.id
    where meeting.deleted = false
),

tasks as (
    select
        id as activity_id,
        'task' as kind,
        null as direction,
        assigned_user_id as owner_id,
        parent_type,
        parent_id,
        account_id,
        contact_id,
        null as lead_id,
        name as subject,
        case status
            when 'Completed' then 'done'
            when 'Canceled' then 'cancelled'
            else 'planned'
        end as status,
        coalesce(
            to_char(date_end_date, 'YYYY-MM-DD'),
            to_char(date_end, 'YYYY-MM-DD HH24:MI:SS')
        ) as due_at,
        case
            when status = 'Completed' then to_char(date_completed, 'YYYY-MM-DD HH24:MI:SS')
        end as done_at,
        cast(null as numeric) as duration_minutes,
        false as is_automatic,
        created_at,
        modified_at as updated_at
    from task
    where deleted = false
),

emails as (
    select
        id as activity_id,
        'email' as kind,
        case
            when status = 'Archived' and sent_by_id is null then 'in'
            else 'out'
        end as direction,
        coalesce(assigned_user_id, sent_by_id) as owner_id,
        parent_type,
        parent_id,
        account_id,
        null as contact_id,
        null as lead_id,
        name as subject,
        case
            when status in ('Sent', 'Archived') then 'done'
            when status = 'Failed' then 'cancelled'
            else 'planned'
        end as status,
        null as due_at,
        case
            when status in ('Sent', 'Archived') then to_char(date_sent, 'YYYY-MM-DD HH24:MI:SS')
        end as done_at,
        cast(null as numeric) as duration_minutes,
        coalesce(is_system, false) or coalesce(is_auto_reply, false) as is_automatic,
        created_at,
        modified_at as updated_at
    from email
    where deleted = false
),

posts as (
    select
        note.id as activity_id,
        'note' as kind,
        case when authors.type = 'portal' then 'in' end as direction,
        case
            when authors.type in ('regular', 'admin', 'super-admin') then note.created_by_id
        end as owner_id,
        note.parent_type as parent_type,
        note.parent_id as parent_id,
        null as account_id,
        null as contact_id,
        null as lead_id,
        null as subject,
        'done' as status,
        null as due_at,
        to_char(note.created_at, 'YYYY-MM-DD HH24:MI:SS') as done_at,
        cast(null as numeric) as duration_minutes,
        coalesce(authors.type in ('api', 'system'), false) as is_automatic,
        note.created_at as created_at,
        note.modified_at as updated_at
    from note
    left join "user" as authors on authors.id = note.created_by_id
    where
        note.type = 'Post'
        and note.parent_type in ('Account', 'Contact', 'Lead', 'Opportunity', 'Case')
        and note.deleted = false
),

activities as (
    select
        activity_id,
        kind,
        direction,
        owner_id,
        parent_type,
        parent_id,
        account_id,
        contact_id,
        lead_id,
        subject,
        status,
        due_at,
        done_at,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at
    from calls
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        parent_type,
        parent_id,
        account_id,
        contact_id,
        lead_id,
        subject,
        status,
        due_at,
        done_at,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at
    from meetings
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        parent_type,
        parent_id,
        account_id,
        contact_id,
        lead_id,
        subject,
        status,
        due_at,
        done_at,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at
    from tasks
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        parent_type,
        parent_id,
        account_id,
        contact_id,
        lead_id,
        subject,
        status,
        due_at,
        done_at,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at
    from emails
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        parent_type,
        parent_id,
        account_id,
        contact_id,
        lead_id,
        subject,
        status,
        due_at,
        done_at,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at
    from posts
)

select
    activity_id,
    kind,
    direction,
    owner_id,
    coalesce(account_id, case when parent_type = 'Account' then parent_id end) as account_id,
    coalesce(case when parent_type = 'Contact' then parent_id end, contact_id) as contact_id,
    case when parent_type = 'Opportunity' then parent_id end as deal_id,
    coalesce(case when parent_type = 'Lead' then parent_id end, lead_id) as lead_id,
    case when parent_type = 'Case' then parent_id end as ticket_id,
    subject,
    status,
    due_at,
    done_at,
    duration_minutes,
    is_automatic,
    created_at,
    updated_at
from activities
