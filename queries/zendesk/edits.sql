-- One row per change of a ticket's field by an agent, after the ticket came in.
-- Grain: ticket, field, agent, instant.
select
    'tickets' as entity,
    cast(ticket_field_history.ticket_id as text) as record_id,
    ticket_field_history.field_name as field,
    cast(ticket_field_history.user_id as text) as user_id,
    ticket_field_history.updated as edited_at
from ticket_field_history
inner join ticket on ticket.id = ticket_field_history.ticket_id
inner join "user" on "user".id = ticket_field_history.user_id
where "user".role in ('agent', 'admin')
    and ticket_field_history.updated > ticket.created_at
    and ticket.status <> 'deleted'
