-- One row per task, note, calendar event and e-mail. Events and e-mails count where a person of the
-- CRM takes part; private and internal ones stay out.
-- Grain: activity_id. Of several linked companies, people and deals the one linked first counts.
with task_histories as (
    select
        "targetTaskId" as task_id,
        max("happensAt") filter (
            where
                "linkedRecordId" is null
                and "deletedAt" is null
                and properties -> 'diff' -> 'status' ->> 'after' = 'DONE'
        ) as done_at,
        max("updatedAt") as modified_at
    from "timelineActivity"
    where "targetTaskId" is not null
    group by "targetTaskId"
),

links as (
    select
        "taskId" as activity_id,
        "targetCompanyId" as account_id,
        "targetPersonId" as contact_id,
        "targetOpportunityId" as deal_id,
        "createdAt" as linked_at,
        "updatedAt" as modified_at,
        "deletedAt" is not null as is_deleted
    from "taskTarget"
    union all
    select
        "noteId" as activity_id,
        "targetCompanyId" as account_id,
        "targetPersonId" as contact_id,
        "targetOpportunityId" as deal_id,
        "createdAt" as linked_at,
        "updatedAt" as modified_at,
        "deletedAt" is not null as is_deleted
    from "noteTarget"
),

targets as (
    select
        links.activity_id,
        (
            array_agg(company.id order by links.linked_at, company.id) filter (
                where
                    not links.is_deleted
                    and company."deletedAt" is null
                    and company.id is not null
            )
        )[1] as account_id,
        (
            array_agg(person.id order by links.linked_at, person.id) filter (
                where
                    not links.is_deleted
                    and person."deletedAt" is null
                    and person.id is not null
            )
        )[1] as contact_id,
        (
            array_agg(opportunity.id order by links.linked_at, opportunity.id) filter (
                where
                    not links.is_deleted
                    and opportunity."deletedAt" is null
                    and opportunity.id is not null
            )
        )[1] as deal_id,
        max(
            greatest(
                links.modified_at,
                company."updatedAt",
                person."updatedAt",
                opportunity."updatedAt"
            )
        ) as modified_at
    from links
    left join company on company.id = links.account_id
    left join person on person.id = links.contact_id
    left join opportunity on opportunity.id = links.deal_id
    group by links.activity_id
),

guests as (
    select
        participants."calendarEventId" as event_id,
        (
            array_agg(
                participants."workspaceMemberId"
                order by participants."isOrganizer" desc, participants."createdAt", participants.id
            ) filter (
                where
                    participants."deletedAt" is null
                    and participants."workspaceMemberId" is not null
            )
        )[1] as owner_id,
        -- A member of the workspace who is also kept as a person is not a client.
        (
            array_agg(
                person.id
                order by participants."isOrganizer" desc, participants."createdAt", participants.id
            ) filter (
                where
                    participants."deletedAt" is null
                    and participants."workspaceMemberId" is null
                    and person."deletedAt" is null
                    and person.id is not null
            )
        )[1] as contact_id,
        max(greatest(participants."updatedAt", person."updatedAt")) as modified_at
    from "calendarEventParticipant" as participants
    left join person on person.id = participants."personId"
    group by participants."calendarEventId"
),

correspondents as (
    select
        participants."messageId" as message_id,
        -- The sender first, then who it was sent to, then who got a copy.
        (
            array_agg(
                participants."workspaceMemberId"
                order by
                    array_position(
                        array['from', 'to', 'cc', 'bcc'], lower(participants.role::text)
                    ),
                    participants."createdAt",
                    participants.id
            ) filter (
                where
                    participants."deletedAt" is null
                    and participants."workspaceMemberId" is not null
            )
        )[1] as owner_id,
        (
            array_agg(
                person.id
                order by
                    array_position(
                        array['from', 'to', 'cc', 'bcc'], lower(participants.role::text)
                    ),
                    participants."createdAt",
                    participants.id
            ) filter (
                where
                    participants."deletedAt" is null
                    and participants."workspaceMemberId" is null
                    and person."deletedAt" is null
                    and person.id is not null
            )
        )[1] as contact_id,
        max(greatest(participants."updatedAt", person."updatedAt")) as modified_at
    from "messageParticipant" as participants
    left join person on person.id = participants."personId"
    group by participants."messageId"
),

mailboxes as (
    select
        "messageId" as message_id,
        -- The same e-mail may have left one member's mailbox and reached another's.
        case
            when
                bool_or(upper(direction::text) = 'OUTGOING') filter (where "deletedAt" is null)
                then 'out'
            when count(*) filter (where "deletedAt" is null) > 0 then 'in'
        end as direction,
        max("updatedAt") as modified_at
    from "messageChannelMessageAssociation"
    group by "messageId"
),

tasks as (
    select
        task.id as activity_id,
        'task' as kind,
        null as direction,
        task."assigneeId" as owner_id,
        targets.account_id,
        targets.contact_id,
        targets.deal_id,
        task.title as subject,
        case when task.status::text = 'DONE' then 'done' else 'planned' end as status,
        task."dueAt" as due_at,
        -- A task that was entered as done has no change to it.
        case
            when task.status::text = 'DONE' then coalesce(task_histories.done_at, task."createdAt")
        end as done_at,
        false as is_full_day,
        null::numeric as duration_minutes,
        task."createdBySource"::text in ('WORKFLOW', 'AGENT', 'SYSTEM') as is_automatic,
        task."createdAt" as created_at,
        task."updatedAt" as updated_at,
        greatest(
            task."updatedAt", targets.modified_at, task_histories.modified_at
        ) as row_modified_at
    from task
    left join targets on targets.activity_id = task.id
    left join task_histories on task_histories.task_id = task.id
    where task."deletedAt" is null
),

notes as (
    select
        note.id as activity_id,
        'note' as kind,
        null as direction,
        note."createdByWorkspaceMemberId" as owner_id,
        targets.account_id,
        targets.contact_id,
        targets.deal_id,
        note.title as subject,
        'done' as status,
        null::timestamptz as due_at,
        note."createdAt" as done_at,
        false as is_full_day,
        null::numeric as duration_minutes,
        note."createdBySource"::text in ('WORKFLOW', 'AGENT', 'SYSTEM') as is_automatic,
        note."createdAt" as created_at,
        note."updatedAt" as updated_at,
        greatest(note."updatedAt", targets.modified_at) as row_modified_at
    from note
    left join targets on targets.activity_id = note.id
    where note."deletedAt" is null
),

meetings as (
    select
        event.id as activity_id,
        'meeting' as kind,
        null as direction,
        guests.owner_id,
        null::uuid as account_id,
        guests.contact_id,
        null::uuid as deal_id,
        event.title as subject,
        -- No mark says that a meeting took place. One that was not cancelled is done at its end;
        -- on any day before, the dashboard shows it as planned.
        case when event."isCanceled" then 'cancelled' else 'done' end as status,
        event."startsAt" as due_at,
        case
            when event."isCanceled" then null
            when event."isFullDay" then event."startsAt"
            else coalesce(event."endsAt", event."startsAt")
        end as done_at,
        event."isFullDay" as is_full_day,
        case
            when not event."isFullDay"
                then extract(epoch from event."endsAt" - event."startsAt") / 60
        end as duration_minutes,
        null::boolean as is_automatic,
        -- When it was put into the calendar: Twenty copies years of events in one night.
        coalesce(event."externalCreatedAt", event."createdAt") as created_at,
        event."updatedAt" as updated_at,
        greatest(event."updatedAt", guests.modified_at) as row_modified_at
    from "calendarEvent" as event
    join guests on guests.event_id = event.id
    where
        event."deletedAt" is null
        and guests.contact_id is not null
),

emails as (
    select
        message.id as activity_id,
        'email' as kind,
        mailboxes.direction,
        correspondents.owner_id,
        null::uuid as account_id,
        correspondents.contact_id,
        null::uuid as deal_id,
        message.subject,
        'done' as status,
        null::timestamptz as due_at,
        message."receivedAt" as done_at,
        false as is_full_day,
        null::numeric as duration_minutes,
        null::boolean as is_automatic,
        -- When it was sent: Twenty copies years of e-mails in one night.
        coalesce(message."receivedAt", message."createdAt") as created_at,
        message."updatedAt" as updated_at,
        greatest(
            message."updatedAt", correspondents.modified_at, mailboxes.modified_at
        ) as row_modified_at
    from message
    join correspondents on correspondents.message_id = message.id
    left join mailboxes on mailboxes.message_id = message.id
    where
        message."deletedAt" is null
        and correspondents.contact_id is not null
),

activities as (
    select
        activity_id,
        kind,
        direction,
        owner_id,
        account_id,
        contact_id,
        deal_id,
        subject,
        status,
        due_at,
        done_at,
        is_full_day,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at,
        row_modified_at
    from tasks
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        account_id,
        contact_id,
        deal_id,
        subject,
        status,
        due_at,
        done_at,
        is_full_day,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at,
        row_modified_at
    from notes
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        account_id,
        contact_id,
        deal_id,
        subject,
        status,
        due_at,
        done_at,
        is_full_day,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at,
        row_modified_at
    from meetings
    union all
    select
        activity_id,
        kind,
        direction,
        owner_id,
        account_id,
        contact_id,
        deal_id,
        subject,
        status,
        due_at,
        done_at,
        is_full_day,
        duration_minutes,
        is_automatic,
        created_at,
        updated_at,
        row_modified_at
    from emails
)

select
    activities.activity_id as activity_id,
    activities.kind as kind,
    activities.direction as direction,
    activities.owner_id as owner_id,
    activities.account_id as account_id,
    activities.contact_id as contact_id,
    activities.deal_id as deal_id,
    activities.subject as subject,
    activities.status as status,
    -- Texts, so that an instant and a mere day fit one column.
    case
        when activities.is_full_day then (activities.due_at at time zone 'UTC')::date::text
        else to_char(activities.due_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    end as due_at,
    case
        when activities.is_full_day then (activities.done_at at time zone 'UTC')::date::text
        else to_char(activities.done_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
    end as done_at,
    activities.duration_minutes as duration_minutes,
    activities.is_automatic as is_automatic,
    activities.created_at as created_at,
    activities.updated_at as updated_at,
    activities.row_modified_at as row_modified_at
from activities
