-- One row per comment on a ticket: what the customer wrote, what was answered, internal notes.
-- Grain: comment.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as _fivetran_deleted,
        null::bigint as call_duration
),

tickets as (
    select
        kept.id,
        kept.subject,
        kept.organization_id,
        kept.requester_id,
        kept.via_channel,
        kept._fivetran_synced
    from absent
    cross join lateral (
        select
            ticket.id,
            ticket.subject,
            ticket.organization_id,
            ticket.requester_id,
            ticket.via_channel,
            ticket._fivetran_synced
        from ticket
        where not coalesce(_fivetran_deleted, false)
            and ticket.status <> 'deleted'
    ) as kept
)

select
    cast(comments.id as text) as activity_id,
    case
        when comments.is_call then 'call'
        when not comments.is_public then 'note'
        when tickets.via_channel = 'email' then 'email'
        else 'message'
    end as kind,
    case
        when not comments.is_public then null
        -- Below zero is Zendesk itself.
        when "user".role in ('agent', 'admin') or comments.user_id < 0 then 'out'
        else 'in'
    end as direction,
    case when "user".role in ('agent', 'admin') then cast("user".id as text) end as owner_id,
    cast(tickets.organization_id as text) as account_id,
    cast(tickets.requester_id as text) as contact_id,
    cast(tickets.id as text) as ticket_id,
    tickets.subject as subject,
    'done' as status,
    comments.created as done_at,
    comments.call_duration / 60.0 as duration_minutes,
    comments.user_id < 0 as is_automatic,
    comments.created as created_at,
    greatest(
        comments._fivetran_synced,
        tickets._fivetran_synced,
        "user"._fivetran_synced
    ) as row_modified_at
from absent
cross join lateral (
    select
        ticket_comment.id,
        ticket_comment.ticket_id,
        ticket_comment.user_id,
        ticket_comment.created,
        coalesce(ticket_comment.public, false) as is_public,
        coalesce(ticket_comment.voice_comment, false) as is_call,
        call_duration,
        ticket_comment._fivetran_synced
    from ticket_comment
    where not coalesce(_fivetran_deleted, false)
) as comments
inner join tickets on tickets.id = comments.ticket_id
left join "user" on "user".id = comments.user_id
