-- One row per owner who is a person; the primary team counts.
-- Grain: owner. Somebody whose account was closed has no active user any more and stays an owner.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select false as _fivetran_deleted
),

teams_of_owners as (
    select
        kept.owner_id,
        kept.team_id,
        kept.is_team_primary
    from absent
    cross join lateral (
        select
            owner_team.owner_id,
            owner_team.team_id,
            owner_team.is_team_primary
        from owner_team
        where not coalesce(_fivetran_deleted, false)
    ) as kept
),

main_teams as (
    select distinct on (teams_of_owners.owner_id)
        teams_of_owners.owner_id,
        team.name as team
    from teams_of_owners
    inner join team on team.id = teams_of_owners.team_id
    order by
        teams_of_owners.owner_id,
        teams_of_owners.is_team_primary desc nulls last,
        teams_of_owners.team_id
)

select
    cast(owner.owner_id as text) as user_id,
    coalesce(
        nullif(trim(concat_ws(' ', owner.first_name, owner.last_name)), ''),
        owner.email
    ) as name,
    owner.email as email,
    main_teams.team as team,
    owner.active_user_id is not null as is_active
from owner
left join main_teams on main_teams.owner_id = owner.owner_id
where coalesce(owner.type, 'PERSON') = 'PERSON'
