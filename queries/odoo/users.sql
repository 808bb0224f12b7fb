-- One row per internal user; customers with access to the portal are not users here.
-- Grain: res_users.id. The system's own users (OdooBot, the template of new users) are left out.
with memberships as (
    -- With several teams allowed per user, the one highest in the list of teams counts.
    select distinct on (crm_team_member.user_id)
        crm_team_member.user_id as user_id,
        crm_team.name ->> 'en_US' as team,
        crm_team.user_id as leader_id
    from crm_team_member
    inner join crm_team on crm_team.id = crm_team_member.crm_team_id
    where crm_team_member.active and crm_team.active
    order by crm_team_member.user_id, crm_team.sequence, crm_team.id
),

leaderships as (
    -- A leader need not be a member of the team.
    select distinct on (user_id)
        user_id,
        name ->> 'en_US' as team
    from crm_team
    where active and user_id is not null
    order by user_id, sequence, id
)

select
    users.id as user_id,
    people.name as name,
    coalesce(people.email, users.login) as email,
    coalesce(memberships.team, leaderships.team) as team,
    people.function as role,
    nullif(memberships.leader_id, users.id) as manager_id,
    users.active as is_active
from res_users as users
inner join res_partner as people on people.id = users.partner_id
left join memberships on memberships.user_id = users.id
left join leaderships on leaderships.user_id = users.id
where not coalesce(users.share, false) and users.login not in ('__system__', 'default')
