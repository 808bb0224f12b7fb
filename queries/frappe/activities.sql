-- One row per call, task, note, comment, message and event about a lead, deal, contact,
-- organization or ticket.
-- Grain: activity; the key says which table the rest of it is the name in.
with call_links as (
    select
        parent as name,
        max(case when link_doctype = 'CRM Deal' then link_name end) as deal_id,
        max(case when link_doctype = 'CRM Lead' then link_name end) as lead_id
    from `tabDynamic Link`
    where parenttype = 'CRM Call Log'
    group by parent
),

message_contacts as (
    select
        parent as name,
        link_name as contact_id,
        row_number() over (partition by parent order by idx) as place
    from `tabCommunication Link`
    where parenttype = 'Communication' and link_doctype = 'Contact'
),

participants as (
    select
        parent as name,
        min(case when reference_doctype = 'CRM Deal' then reference_docname end) as deal_id,
        min(case when reference_doctype = 'CRM Lead' then reference_docname end) as lead_id,
        min(case when reference_doctype = 'Contact' then reference_docname end) as contact_id,
        min(
            case when reference_doctype = 'CRM Organization' then reference_docname end
        ) as account_id
    from `tabEvent Participants`
    where parenttype = 'Event'
    group by parent
)

select
    concat('call/', calls.name) as activity_id,
    'call' as kind,
    case calls.type when 'Incoming' then 'in' when 'Outgoing' then 'out' end as direction,
    coalesce(
        case calls.type when 'Incoming' then calls.receiver else calls.caller end, calls.owner
    ) as owner_id,
    null as account_id,
    case when calls.reference_doctype = 'Contact' then calls.reference_docname end as contact_id,
    case
        when calls.reference_doctype = 'CRM Deal' then calls.reference_docname
        else call_links.deal_id
    end as deal_id,
    case
        when calls.reference_doctype = 'CRM Lead' then calls.reference_docname
        else call_links.lead_id
    end as lead_id,
    null as ticket_id,
    notes.title as subject,
    calls.status as outcome,
    case
        when calls.status = 'Completed' then 'done'
        when calls.status in ('Initiated', 'Ringing', 'In Progress', 'Queued') then 'planned'
        else 'cancelled'
    end as status,
    calls.start_time as due_at,
    case
        when calls.status = 'Completed'
            then coalesce(calls.end_time, calls.start_time, calls.creation)
    end as done_at,
    calls.duration / 60 as duration_minutes,
    0 as is_automatic,
    calls.creation as created_at,
    calls.modified as updated_at,
    greatest(calls.modified, coalesce(notes.modified, calls.modified)) as row_modified_at
from `tabCRM Call Log` as calls
left join call_links on call_links.name = calls.name
left join `tabFCRM Note` as notes on notes.name = calls.note
union all
select
    concat('task/', tasks.name) as activity_id,
    'task' as kind,
    null as direction,
    coalesce(nullif(tasks.assigned_to, ''), tasks.owner) as owner_id,
    case
        when tasks.reference_doctype = 'CRM Organization' then tasks.reference_docname
    end as account_id,
    case when tasks.reference_doctype = 'Contact' then tasks.reference_docname end as contact_id,
    case when tasks.reference_doctype = 'CRM Deal' then tasks.reference_docname end as deal_id,
    case when tasks.reference_doctype = 'CRM Lead' then tasks.reference_docname end as lead_id,
    case when tasks.reference_doctype = 'HD Ticket' then tasks.reference_docname end as ticket_id,
    tasks.title as subject,
    null as outcome,
    case tasks.status when 'Done' then 'done' when 'Canceled' then 'cancelled' else 'planned' end
        as status,
    tasks.due_date as due_at,
    -- The CRM does not keep when a task was done: its last change stands for it.
    case when tasks.status = 'Done' then tasks.modified end as done_at,
    null as duration_minutes,
    0 as is_automatic,
    tasks.creation as created_at,
    tasks.modified as updated_at,
    tasks.modified as row_modified_at
from `tabCRM Task` as tasks
union all
select
    concat('note/', notes.name) as activity_id,
    'note' as kind,
    null as direction,
    notes.owner as owner_id,
    case
        when notes.reference_doctype = 'CRM Organization' then notes.reference_docname
    end as account_id,
    case when notes.reference_doctype = 'Contact' then notes.reference_docname end as contact_id,
    case when notes.reference_doctype = 'CRM Deal' then notes.reference_docname end as deal_id,
    case when notes.reference_doctype = 'CRM Lead' then notes.reference_docname end as lead_id,
    null as ticket_id,
    notes.title as subject,
    null as outcome,
    'done' as status,
    null as due_at,
    notes.creation as done_at,
    null as duration_minutes,
    0 as is_automatic,
    notes.creation as created_at,
    notes.modified as updated_at,
    notes.modified as row_modified_at
from `tabFCRM Note` as notes
union all
select
    concat('comment/', comments.name) as activity_id,
    'note' as kind,
    null as direction,
    coalesce(nullif(comments.comment_email, ''), comments.owner) as owner_id,
    case
        when comments.reference_doctype = 'CRM Organization' then comments.reference_name
    end as account_id,
    case when comments.reference_doctype = 'Contact' then comments.reference_name end
        as contact_id,
    case when comments.reference_doctype = 'CRM Deal' then comments.reference_name end as deal_id,
    case when comments.reference_doctype = 'CRM Lead' then comments.reference_name end as lead_id,
    case when comments.reference_doctype = 'HD Ticket' then comments.reference_name end
        as ticket_id,
    null as subject,
    null as outcome,
    'done' as status,
    null as due_at,
    comments.creation as done_at,
    null as duration_minutes,
    0 as is_automatic,
    comments.creation as created_at,
    comments.modified as updated_at,
    comments.modified as row_modified_at
from `tabComment` as comments
-- The other types are the CRM's own marks: assigned, shared, attached, edited.
where comments.comment_type = 'Comment'
    and comments.reference_doctype in (
        'CRM Lead', 'CRM Deal', 'CRM Organization', 'Contact', 'HD Ticket'
    )
union all
select
    concat('message/', messages.name) as activity_id,
    case messages.communication_medium
        when 'Phone' then 'call'
        when 'Meeting' then 'meeting'
        when 'Visit' then 'meeting'
        when 'Chat' then 'message'
        when 'SMS' then 'message'
        when 'Other' then 'message'
        else 'email'
    end as kind,
    case messages.sent_or_received when 'Received' then 'in' when 'Sent' then 'out' end
        as direction,
    -- What was received is nobody's doing: the user on it fetched the mail.
    case
        when messages.sent_or_received = 'Sent'
            then coalesce(nullif(messages.user, ''), messages.owner)
    end as owner_id,
    case
        when messages.reference_doctype = 'CRM Organization' then messages.reference_name
    end as account_id,
    case
        when messages.reference_doctype = 'Contact' then messages.reference_name
        else message_contacts.contact_id
    end as contact_id,
    case when messages.reference_doctype = 'CRM Deal' then messages.reference_name end as deal_id,
    case when messages.reference_doctype = 'CRM Lead' then messages.reference_name end as lead_id,
    case when messages.reference_doctype = 'HD Ticket' then messages.reference_name end
        as ticket_id,
    messages.subject as subject,
    null as outcome,
    'done' as status,
    null as due_at,
    coalesce(messages.communication_date, messages.creation) as done_at,
    null as duration_minutes,
    messages.communication_type = 'Automated Message' as is_automatic,
    messages.creation as created_at,
    messages.modified as updated_at,
    messages.modified as row_modified_at
from `tabCommunication` as messages
left join message_contacts on message_contacts.name = messages.name and message_contacts.place = 1
where messages.communication_type in ('Communication', 'Automated Message')
    and messages.reference_doctype in (
        'CRM Lead', 'CRM Deal', 'CRM Organization', 'Contact', 'HD Ticket'
    )
    -- An event leaves a message behind for each participant.
    and coalesce(messages.communication_medium, '') <> 'Event'
    and coalesce(messages.email_status, '') not in ('Spam', 'Trash')
union all
select
    concat('event/', events.name) as activity_id,
    case events.event_category when 'Call' then 'call' else 'meeting' end as kind,
    null as direction,
    events.owner as owner_id,
    participants.account_id as account_id,
    participants.contact_id as contact_id,
    participants.deal_id as deal_id,
    participants.lead_id as lead_id,
    null as ticket_id,
    events.subject as subject,
    null as outcome,
    case
        when events.status in ('Completed', 'Closed') then 'done'
        when events.status = 'Cancelled' then 'cancelled'
        else 'planned'
    end as status,
    events.starts_on as due_at,
    case
        when events.status in ('Completed', 'Closed')
            then coalesce(events.ends_on, events.starts_on)
    end as done_at,
    timestampdiff(minute, events.starts_on, events.ends_on) as duration_minutes,
    0 as is_automatic,
    events.creation as created_at,
    events.modified as updated_at,
    events.modified as row_modified_at
from `tabEvent` as events
inner join participants on participants.name = events.name
where coalesce(
    participants.deal_id,
    participants.lead_id,
    participants.contact_id,
    participants.account_id
) is not null
