-- One row per ticket that is neither deleted nor merged into another.
-- Grain: ticket. Solutions, reopenings and ratings come from the history of the ticket's fields.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select false as _fivetran_deleted
),

-- Zendesk closes a ticket that was merged into another, and tags it.
merged_tickets as (
    select
        ticket_tag.ticket_id
    from ticket_tag
    where ticket_tag.tag = 'closed_by_merge'
    group by ticket_tag.ticket_id
),

status_changes as (
    select
        ticket_field_history.ticket_id,
        ticket_field_history.updated,
        ticket_field_history.value in ('solved', 'closed') as is_solved,
        lag(ticket_field_history.value in ('solved', 'closed')) over (
            partition by ticket_field_history.ticket_id
            order by ticket_field_history.updated
        ) as was_solved
    from ticket_field_history
    where ticket_field_history.field_name = 'status'
        and ticket_field_history.value is not null
),

solutions as (
    select
        status_changes.ticket_id,
        -- Closing a solved ticket is no second solution.
        max(status_changes.updated) filter (
            where status_changes.is_solved and not coalesce(status_changes.was_solved, false)
        ) as solved_at,
        max(status_changes.updated) filter (where not status_changes.is_solved) as open_at,
        count(*) filter (
            where status_changes.was_solved and not status_changes.is_solved
        ) as reopened_count
    from status_changes
    group by status_changes.ticket_id
),

scores as (
    select
        ticket_field_history.ticket_id,
        min(ticket_field_history.updated) filter (
            where ticket_field_history.value = 'offered'
        ) as asked_at,
        max(ticket_field_history.updated) filter (
            where ticket_field_history.value like 'good%' or ticket_field_history.value like 'bad%'
        ) as rated_at
    from ticket_field_history
    where ticket_field_history.field_name = 'satisfaction_score'
    group by ticket_field_history.ticket_id
),

comments as (
    select
        kept.ticket_id,
        kept.created,
        kept.is_public,
        coalesce("user".role in ('agent', 'admin'), false) as is_internal,
        row_number() over (
            partition by kept.ticket_id
            order by kept.created, kept.id
        ) as position
    from absent
    cross join lateral (
        select
            ticket_comment.ticket_id,
            ticket_comment.id,
            ticket_comment.user_id,
            ticket_comment.created,
            coalesce(ticket_comment.public, false) as is_public
        from ticket_comment
        where not coalesce(_fivetran_deleted, false)
            -- Below zero is Zendesk itself.
            and ticket_comment.user_id > 0
    ) as kept
    left join "user" on "user".id = kept.user_id
),

with_first_questions as (
    select
        comments.ticket_id,
        comments.created,
        comments.is_public,
        comments.is_internal,
        comments.position,
        min(comments.position) filter (where not comments.is_internal) over (
            partition by comments.ticket_id
        ) as first_question
    from comments
),

replies as (
    select
        with_first_questions.ticket_id,
        -- A ticket that an agent opened waits for an answer from the customer's first word on.
        min(with_first_questions.created) filter (
            where with_first_questions.position > with_first_questions.first_question
        ) as first_reply_at,
        -- The first comment is the request itself.
        count(*) filter (where with_first_questions.position > 1) as reply_count
    from with_first_questions
    where with_first_questions.is_public
        and with_first_questions.is_internal
    group by with_first_questions.ticket_id
),

copied as (
    select
        parts.ticket_id,
        max(parts.synced_at) as synced_at
    from (
        select
            ticket_field_history.ticket_id,
            ticket_field_history._fivetran_synced as synced_at
        from ticket_field_history

        union all

        select
            ticket_comment.ticket_id,
            greatest(ticket_comment._fivetran_synced, "user"._fivetran_synced) as synced_at
        from ticket_comment
        left join "user" on "user".id = ticket_comment.user_id
    ) as parts
    group by parts.ticket_id
)

select
    cast(tickets.id as text) as ticket_id,
    cast(tickets.organization_id as text) as account_id,
    cast(tickets.requester_id as text) as contact_id,
    cast(tickets.assignee_id as text) as owner_id,
    "group".name as team,
    tickets.type as topic,
    tickets.priority as priority,
    tickets.via_channel as channel,
    case
        when tickets.status in ('solved', 'closed') then tickets.status
        -- The history says on-hold where the ticket says hold.
        when tickets.status in ('pending', 'hold', 'on-hold') then 'pending'
        else 'open'
    end as status,
    tickets.created_at as created_at,
    replies.first_reply_at as first_response_at,
    case
        when tickets.status in ('solved', 'closed')
            and solutions.solved_at > coalesce(solutions.open_at, '-infinity')
            then solutions.solved_at
    end as resolved_at,
    coalesce(solutions.reopened_count, 0) as reopened_count,
    coalesce(replies.reply_count, 0) as public_replies,
    -- Zendesk asks for good or bad; the model counts from 1 to 5.
    case when last_scores.value like 'good%' then 5 when last_scores.value like 'bad%' then 1 end
        as rating,
    scores.asked_at as rating_asked_at,
    scores.rated_at as rated_at,
    greatest(
        tickets._fivetran_synced,
        "group"._fivetran_synced,
        copied.synced_at
    ) as row_modified_at
from absent
cross join lateral (
    select
        ticket.id,
        ticket.organization_id,
        ticket.requester_id,
        ticket.assignee_id,
        ticket.group_id,
        ticket.type,
        ticket.priority,
        ticket.via_channel,
        ticket.status,
        ticket.created_at,
        ticket._fivetran_synced
    from ticket
    where not coalesce(_fivetran_deleted, false)
        and ticket.status <> 'deleted'
) as tickets
left join merged_tickets on merged_tickets.ticket_id = tickets.id
left join "group" on "group".id = tickets.group_id
left join solutions on solutions.ticket_id = tickets.id
left join replies on replies.ticket_id = tickets.id
left join scores on scores.ticket_id = tickets.id
left join ticket_field_history as last_scores
    on last_scores.ticket_id = scores.ticket_id
    and last_scores.updated = scores.rated_at
    and last_scores.field_name = 'satisfaction_score'
left join copied on copied.ticket_id = tickets.id
where merged_tickets.ticket_id is null
