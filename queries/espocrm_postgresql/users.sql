-- One row per person who works in the CRM: portal, API and system users are left out.
-- Grain: user.
with addresses as (
    select
        entity_email_address.entity_id as user_id,
        email_address.name as email,
        row_number() over (
            partition by entity_email_address.entity_id
            order by
                coalesce(entity_email_address."primary", false) desc,
                entity_email_address.id
        ) as place
    from entity_email_address
    inner join email_address
        on
            email_address.id = entity_email_address.email_address_id
            and email_address.deleted = false
    where entity_email_address.entity_type = 'User' and entity_email_address.deleted = false
),

-- A user may be in several teams: the default one counts, otherwise the one joined first.
memberships as (
    select
        team_user.user_id as user_id,
        team.name as team,
        row_number() over (
            partition by team_user.user_id
            order by
                case when team.id = "user".default_team_id then 0 else 1 end,
                team_user.id
        ) as place
    from team_user
    inner join team on team.id = team_user.team_id and team.deleted = false
    inner join "user" on "user".id = team_user.user_id
    where team_user.deleted = false
)

select
    "user".id as user_id,
    coalesce(
        nullif(trim(concat_ws(' ', "user".first_name, "user".last_name)), ''),
        "user".user_name
    ) as name,
    addresses.email as email,
    memberships.team as team,
    "user".title as role,
    "user".is_active as is_active
from "user"
left join addresses on addresses.user_id = "user".id and addresses.place = 1
left join memberships on memberships.user_id = "user".id and memberships.place = 1
where "user".deleted = false and "user".type in ('regular', 'admin', 'super-admin')
