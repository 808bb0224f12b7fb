-- One row per agent and administrator, former ones too; the group tickets go to first is the team.
-- Grain: user.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as _fivetran_deleted,
        null::bigint as default_group_id
)

select
    cast(users.id as text) as user_id,
    users.name as name,
    users.email as email,
    "group".name as team,
    users.role as role,
    users.is_active as is_active
from absent
cross join lateral (
    select
        "user".id,
        "user".name,
        "user".email,
        default_group_id,
        "user".role,
        coalesce("user".active, true) and not coalesce("user".suspended, false) as is_active
    from "user"
    where not coalesce(_fivetran_deleted, false)
        and "user".role in ('agent', 'admin')
) as users
left join "group" on "group".id = users.default_group_id
