-- One row per call, meeting, task, e-mail, note and case update that is not deleted.
-- Grain: the record's id, which is unique across these tables.
with call_contacts as (
    select
        call_id,
        min(case when coalesce(deleted, 0) = 0 then contact_id end) as contact_id,
        max(date_modified) as modified_at
    from calls_contacts
    group by call_id
),

call_leads as (
    select
        call_id,
        min(case when coalesce(deleted, 0) = 0 then lead_id end) as lead_id,
        max(date_modified) as modified_at
    from calls_leads
    group by call_id
),

meeting_contacts as (
    select
        meeting_id,
        min(case when coalesce(deleted, 0) = 0 then contact_id end) as contact_id,
        max(date_modified) as modified_at
    from meetings_contacts
    group by meeting_id
),

meeting_leads as (
    select
        meeting_id,
        min(case when coalesce(deleted, 0) = 0 then lead_id end) as lead_id,
        max(date_modified) as modified_at
    from meetings_leads
    group by meeting_id
),

email_links as (
    select
        email_id,
        min(case when bean_module = 'Accounts' and coalesce(deleted, 0) = 0 then bean_id end)
            as account_id,
        min(case when bean_module = 'Contacts' and coalesce(deleted, 0) = 0 then bean_id end)
            as contact_id,
        min(case when bean_module = 'Opportunities' and coalesce(deleted, 0) = 0 then bean_id end)
            as deal_id,
        min(case when bean_module = 'Leads' and coalesce(deleted, 0) = 0 then bean_id end)
            as lead_id,
        min(case when bean_module = 'Cases' and coalesce(deleted, 0) = 0 then bean_id end)
            as ticket_id,
        max(date_modified) as modified_at
    from emails_beans
    group by email_id
),

activities as (
    select
        calls.id,
        'call' as kind,
        case calls.direction when 'Inbound' then 'in' when 'Outbound' then 'out' end as direction,
        calls.assigned_user_id as owner_id,
        calls.parent_type,
        calls.parent_id,
        null as linked_account_id,
        call_contacts.contact_id as linked_contact_id,
        null as linked_deal_id,
        call_leads.lead_id as linked_lead_id,
        null as linked_ticket_id,
        calls.name as subject,
        case coalesce(calls.status, 'Planned')
            when 'Planned' then 'planned'
            when 'Held' then 'done'
            when 'Not Held' then 'cancelled'
            else calls.status
        end as status,
        calls.date_start as due_at,
        -- Held is all that is recorded: it was over by its planned end, and when it was saved last.
        case
            when calls.status = 'Held'
                then least(coalesce(calls.date_end, calls.date_start), calls.date_modified)
        end as done_at,
        coalesce(calls.duration_hours * 60, 0) + calls.duration_minutes as duration_minutes,
        0 as is_automatic,
        calls.date_entered as created_at,
        calls.date_modified as updated_at,
        greatest(
            calls.date_modified,
            coalesce(call_contacts.modified_at, calls.date_modified),
            coalesce(call_leads.modified_at, calls.date_modified)
        ) as modified_at
    from calls
    left join call_contacts on call_contacts.call_id = calls.id
    left join call_leads on call_leads.call_id = calls.id
    where coalesce(calls.deleted, 0) = 0
    union all
    select
        meetings.id,
        'meeting' as kind,
        null as direction,
        meetings.assigned_user_id as owner_id,
        meetings.parent_type,
        meetings.parent_id,
        null as linked_account_id,
        meeting_contacts.contact_id as linked_contact_id,
        null as linked_deal_id,
        meeting_leads.lead_id as linked_lead_id,
        null as linked_ticket_id,
        meetings.name as subject,
        case coalesce(meetings.status, 'Planned')
            when 'Planned' then 'planned'
            when 'Held' then 'done'
            when 'Not Held' then 'cancelled'
            else meetings.status
        end as status,
        meetings.date_start as due_at,
        case
            when meetings.status = 'Held'
                then least(coalesce(meetings.date_end, meetings.date_start), meetings.date_modified)
        end as done_at,
        coalesce(meetings.duration_hours * 60, 0) + meetings.duration_minutes as duration_minutes,
        0 as is_automatic,
        meetings.date_entered as created_at,
        meetings.date_modified as updated_at,
        greatest(
            meetings.date_modified,
            coalesce(meeting_contacts.modified_at, meetings.date_modified),
            coalesce(meeting_leads.modified_at, meetings.date_modified)
        ) as modified_at
    from meetings
    left join meeting_contacts on meeting_contacts.meeting_id = meetings.id
    left join meeting_leads on meeting_leads.meeting_id = meetings.id
    where coalesce(meetings.deleted, 0) = 0
    union all
    select
        id,
        'task' as kind,
        null as direction,
        assigned_user_id as owner_id,
        parent_type,
        parent_id,
        null as linked_account_id,
        contact_id as linked_contact_id,
        null as linked_deal_id,
        null as linked_lead_id,
        null as linked_ticket_id,
        name as subject,
        case when status = 'Completed' then 'done' else 'planned' end as status,
        case when coalesce(date_due_flag, 0) = 0 then date_due end as due_at,
        -- A task has no time of completion and no audit: its last change is the nearest there is.
        case when status = 'Completed' then date_modified end as done_at,
        null as duration_minutes,
        0 as is_automatic,
        date_entered as created_at,
        date_modified as updated_at,
        date_modified as modified_at
    from tasks
    where coalesce(deleted, 0) = 0
    union all
    select
        emails.id,
        'email' as kind,
        case
            when emails.type = 'inbound' then 'in'
            when emails.type in ('out', 'campaign') then 'out'
        end as direction,
        emails.assigned_user_id as owner_id,
        emails.parent_type,
        emails.parent_id,
        email_links.account_id as linked_account_id,
        email_links.contact_id as linked_contact_id,
        email_links.deal_id as linked_deal_id,
        email_links.lead_id as linked_lead_id,
        email_links.ticket_id as linked_ticket_id,
        emails.name as subject,
        case
            when emails.type = 'draft' or emails.status = 'draft' then 'planned'
            when emails.status = 'send_error' then 'cancelled'
            else 'done'
        end as status,
        null as due_at,
        case
            when emails.type = 'draft' or emails.status in ('draft', 'send_error') then null
            else coalesce(emails.date_sent_received, emails.date_entered)
        end as done_at,
        null as duration_minutes,
        -- A person's e-mail is assigned to its sender; workflows and case updates send unassigned.
        case
            when emails.type = 'campaign' then 1
            when emails.type = 'out' and coalesce(emails.assigned_user_id, '') = '' then 1
            else 0
        end as is_automatic,
        emails.date_entered as created_at,
        emails.date_modified as updated_at,
        greatest(
            emails.date_modified, coalesce(email_links.modified_at, emails.date_modified)
        ) as modified_at
    from emails
    left join email_links on email_links.email_id = emails.id
    where coalesce(emails.deleted, 0) = 0
    union all
    select
        id,
        'note' as kind,
        null as direction,
        assigned_user_id as owner_id,
        parent_type,
        parent_id,
        null as linked_account_id,
        contact_id as linked_contact_id,
        null as linked_deal_id,
        null as linked_lead_id,
        null as linked_ticket_id,
        name as subject,
        'done' as status,
        null as due_at,
        date_entered as done_at,
        null as duration_minutes,
        0 as is_automatic,
        date_entered as created_at,
        date_modified as updated_at,
        date_modified as modified_at
    from notes
    where
        coalesce(deleted, 0) = 0
        -- Attachments are kept as notes of what they are attached to.
        and coalesce(parent_type, '') not in ('Emails', 'AOP_Case_Updates')
    union all
    select
        id,
        case when coalesce(internal, 0) = 1 then 'note' else 'message' end as kind,
        case
            when coalesce(internal, 0) = 1 then null
            when coalesce(contact_id, '') = '' and coalesce(assigned_user_id, '') <> '' then 'out'
            else 'in'
        end as direction,
        assigned_user_id as owner_id,
        'Cases' as parent_type,
        case_id as parent_id,
        null as linked_account_id,
        contact_id as linked_contact_id,
        null as linked_deal_id,
        null as linked_lead_id,
        null as linked_ticket_id,
        name as subject,
        'done' as status,
        null as due_at,
        date_entered as done_at,
        null as duration_minutes,
        0 as is_automatic,
        date_entered as created_at,
        date_modified as updated_at,
        date_modified as modified_at
    from aop_case_updates
    where coalesce(deleted, 0) = 0
)

select
    activities.id as activity_id,
    activities.kind as kind,
    activities.direction as direction,
    activities.owner_id as owner_id,
    case
        when activities.parent_type = 'Accounts' then activities.parent_id
        else coalesce(activities.linked_account_id, cases.account_id)
    end as account_id,
    case
        when activities.parent_type = 'Contacts' then activities.parent_id
        else nullif(activities.linked_contact_id, '')
    end as contact_id,
    case
        when activities.parent_type = 'Opportunities' then activities.parent_id
        else activities.linked_deal_id
    end as deal_id,
    case
        when activities.parent_type = 'Leads' then activities.parent_id
        else activities.linked_lead_id
    end as lead_id,
    case
        when activities.parent_type = 'Cases' then activities.parent_id
        else activities.linked_ticket_id
    end as ticket_id,
    activities.subject as subject,
    activities.status as status,
    activities.due_at as due_at,
    activities.done_at as done_at,
    activities.duration_minutes as duration_minutes,
    activities.is_automatic as is_automatic,
    activities.created_at as created_at,
    activities.updated_at as updated_at,
    greatest(
        activities.modified_at, coalesce(cases.date_modified, activities.modified_at)
    ) as row_modified_at
from activities
left join cases
    on cases.id = case
        when activities.parent_type = 'Cases' then activities.parent_id
        else activities.linked_ticket_id
    end
