-- One row per person with a standard licence, former ones too; their role stands for the team.
-- Grain: user.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted
),

roles as (
    select
        kept.id,
        kept.name
    from absent
    cross join lateral (
        select
            user_role.id,
            user_role.name
        from user_role
        where coalesce(_fivetran_active, true)
    ) as kept
)

select
    users.id as user_id,
    users.name as name,
    users.email as email,
    roles.name as team,
    users.title as role,
    users.manager_id as manager_id,
    users.is_active as is_active
from absent
cross join lateral (
    select
        "user".id,
        "user".name,
        "user".email,
        "user".title,
        "user".manager_id,
        "user".is_active,
        "user".user_role_id
    from "user"
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        -- Customers and partners who sign in to a portal are users too, with another user type.
        and coalesce("user".user_type, 'Standard') = 'Standard'
) as users
left join roles on roles.id = users.user_role_id
