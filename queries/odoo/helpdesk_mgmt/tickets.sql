-- One row per ticket of the OCA modules helpdesk_mgmt and helpdesk_mgmt_rating.
-- Grain: helpdesk_ticket.id. Archived tickets are left out.
with tickets as (
    select
        id,
        partner_id,
        commercial_partner_id,
        user_id,
        team_id,
        category_id,
        channel_id,
        priority,
        kanban_state,
        stage_id,
        closed_date,
        create_date,
        write_date
    from helpdesk_ticket
    where active
),

stages as (
    select
        id,
        coalesce(closed, false) as is_closed
    from helpdesk_ticket_stage
),

stage_edits as (
    select max(write_date) as modified_at from helpdesk_ticket_stage
),

tracking as (
    select
        of_value.mail_message_id as message_id,
        of_value.field_id as field_id,
        of_value.old_value as old_value,
        of_value.new_value as new_value
    -- Up to 16 the column is called field, later field_id: the name that the table has not means
    -- the null of missing_columns.
    from (
        select cast(null as integer) as field_id, cast(null as integer) as field
    ) as missing_columns
    cross join lateral (
        select
            mail_message_id,
            coalesce(field_id, field) as field_id,
            old_value_integer as old_value,
            new_value_integer as new_value
        from mail_tracking_value
    ) as of_value
),

moves as (
    select
        messages.res_id as ticket_id,
        messages.date as moved_at,
        coalesce(old_stages.is_closed, false) as was_closed,
        coalesce(new_stages.is_closed, false) as is_closed,
        greatest(messages.create_date, messages.write_date) as modified_at
    from mail_message as messages
    inner join tracking on tracking.message_id = messages.id
    inner join ir_model_fields as fields on fields.id = tracking.field_id
    left join stages as old_stages on old_stages.id = tracking.old_value
    left join stages as new_stages on new_stages.id = tracking.new_value
    where
        messages.model = 'helpdesk.ticket'
        and fields.model = 'helpdesk.ticket'
        and fields.name = 'stage_id'
),

resolutions as (
    select
        ticket_id,
        -- A move from one closed stage to another is no new resolution.
        max(moved_at) filter (where is_closed and not was_closed) as resolved_at,
        count(*) filter (where was_closed and not is_closed) as reopened_count,
        max(modified_at) as modified_at
    from moves
    group by ticket_id
),

replies as (
    select
        messages.res_id as ticket_id,
        min(messages.date) as first_response_at,
        count(*) as public_replies,
        max(greatest(messages.create_date, messages.write_date)) as modified_at
    from mail_message as messages
    inner join res_partner as authors on authors.id = messages.author_id
    left join mail_message_subtype as subtypes on subtypes.id = messages.subtype_id
    where
        messages.model = 'helpdesk.ticket'
        and messages.message_type in ('comment', 'email')
        and not coalesce(messages.is_internal, false)
        and not coalesce(subtypes.internal, false)
        and not coalesce(authors.partner_share, true)
    group by messages.res_id
),

ratings as (
    select distinct on (res_id)
        res_id as ticket_id,
        -- A request nobody has answered is kept with a rating of 0.
        case when consumed and rating >= 1 then round(rating) end as rating,
        create_date as rating_asked_at,
        case when consumed and rating >= 1 then write_date end as rated_at,
        max(write_date) over (partition by res_id) as modified_at
    from rating_rating
    where res_model = 'helpdesk.ticket'
    order by res_id, (consumed and rating >= 1) desc, id desc
)

select
    tickets.id as ticket_id,
    tickets.commercial_partner_id as account_id,
    case when not partners.is_company then partners.id end as contact_id,
    tickets.user_id as owner_id,
    teams.name as team,
    categories.name ->> 'en_US' as topic,
    case tickets.priority
        when '0' then 'low'
        when '1' then 'medium'
        when '2' then 'high'
        when '3' then 'very high'
    end as priority,
    channels.name ->> 'en_US' as channel,
    case
        when stages.is_closed then 'solved'
        when tickets.kanban_state = 'blocked' then 'pending'
        else 'open'
    end as status,
    tickets.create_date as created_at,
    replies.first_response_at as first_response_at,
    -- The closing date stays when a ticket is opened again.
    case when stages.is_closed then coalesce(resolutions.resolved_at, tickets.closed_date) end
        as resolved_at,
    coalesce(resolutions.reopened_count, 0) as reopened_count,
    coalesce(replies.public_replies, 0) as public_replies,
    ratings.rating as rating,
    ratings.rating_asked_at as rating_asked_at,
    ratings.rated_at as rated_at,
    greatest(
        tickets.write_date,
        stage_edits.modified_at,
        resolutions.modified_at,
        replies.modified_at,
        ratings.modified_at,
        partners.write_date,
        teams.write_date,
        categories.write_date,
        channels.write_date
    ) as row_modified_at
from tickets
cross join stage_edits
left join stages on stages.id = tickets.stage_id
left join resolutions on resolutions.ticket_id = tickets.id
left join replies on replies.ticket_id = tickets.id
left join ratings on ratings.ticket_id = tickets.id
left join res_partner as partners on partners.id = tickets.partner_id
left join helpdesk_ticket_team as teams on teams.id = tickets.team_id
left join helpdesk_ticket_category as categories on categories.id = tickets.category_id
left join helpdesk_ticket_channel as channels on channels.id = tickets.channel_id
