-- One row per case that is not deleted.
-- Grain: case.
-- Texts are cut to 255 signs because the server sorts longer ones on disk.
with recorded_statuses as (
    select
        parent_id as ticket_id,
        number,
        created_at as entered_at,
        case
            when not json_valid(data) then null
            when type = 'Create' then left(json_value(data, '$.statusValue'), 255)
            -- Before 9.2 the note also named the field.
            when coalesce(json_value(data, '$.field'), 'status') = 'status'
                then left(json_value(data, '$.value'), 255)
        end as status
    from note
    where parent_type = 'Case' and type in ('Create', 'Update', 'Status') and deleted = 0
),

-- What the record says today is the last entry, in case a change left no note.
statuses as (
    select
        ticket_id,
        0 as is_today,
        number,
        entered_at,
        status
    from recorded_statuses
    where status is not null
    union all
    select
        id as ticket_id,
        1 as is_today,
        0 as number,
        null as entered_at,
        status
    from `case`
    where deleted = 0
),

meanings as (
    select
        ticket_id,
        is_today,
        number,
        entered_at,
        case status
            when 'Pending' then 'pending'
            when 'Closed' then 'closed'
            when 'Rejected' then 'closed'
            when 'Duplicate' then 'closed'
            else 'open'
        end as status
    from statuses
),

changes as (
    select
        ticket_id,
        is_today,
        number,
        entered_at,
        status,
        case when status = 'closed' then 1 else 0 end as is_closed,
        lag(case when status = 'closed' then 1 else 0 end) over (
            partition by ticket_id
            order by is_today, number
        ) as was_closed
    from meanings
),

todays_statuses as (
    select
        ticket_id,
        status
    from meanings
    where is_today = 1
),

runs as (
    select
        ticket_id,
        entered_at,
        is_closed,
        sum(case when was_closed = 1 then 1 else 0 end) over (
            partition by ticket_id
        ) as reopened_count,
        row_number() over (partition by ticket_id order by is_today desc, number desc) as place
    from changes
    where was_closed is null or was_closed <> is_closed
),

answers as (
    select
        parent_id as ticket_id,
        min(date_sent) as first_response_at,
        count(*) as public_replies
    from email
    where
        parent_type = 'Case'
        and deleted = 0
        and date_sent is not null
        and (status = 'Sent' or (status = 'Archived' and sent_by_id is not null))
        and coalesce(is_system, 0) = 0
        and coalesce(is_auto_reply, 0) = 0
    group by parent_id
),

-- A case may be shared with several teams: the owner's own counts, otherwise the first by name.
teams as (
    select
        entity_team.entity_id as ticket_id,
        team.name as team,
        row_number() over (
            partition by entity_team.entity_id
            order by
                case when team.id = `user`.default_team_id then 0 else 1 end,
                team.name,
                team.id
        ) as place
    from entity_team
    inner join team on team.id = entity_team.team_id and team.deleted = 0
    inner join `case` on `case`.id = entity_team.entity_id
    left join `user` on `user`.id = `case`.assigned_user_id
    where entity_team.entity_type = 'Case' and entity_team.deleted = 0
)

select
    `case`.id as ticket_id,
    `case`.account_id as account_id,
    `case`.contact_id as contact_id,
    `case`.assigned_user_id as owner_id,
    teams.team as team,
    `case`.type as topic,
    `case`.priority as priority,
    case
        when `case`.inbound_email_id is not null then 'email'
        when creators.type = 'portal' then 'portal'
    end as channel,
    todays_statuses.status as status,
    `case`.created_at as created_at,
    answers.first_response_at as first_response_at,
    case when runs.is_closed = 1 then runs.entered_at end as resolved_at,
    runs.reopened_count as reopened_count,
    coalesce(answers.public_replies, 0) as public_replies
from `case`
inner join todays_statuses on todays_statuses.ticket_id = `case`.id
inner join runs on runs.ticket_id = `case`.id and runs.place = 1
left join answers on answers.ticket_id = `case`.id
left join teams on teams.ticket_id = `case`.id and teams.place = 1
left join `user` as creators on creators.id = `case`.created_by_id
where `case`.deleted = 0
