-- One row per end user who is not deleted. Zendesk keeps the whole name in one field.
-- Grain: user.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select false as _fivetran_deleted
)

select
    cast(users.id as text) as contact_id,
    cast(users.organization_id as text) as account_id,
    users.name as last_name,
    users.email as email,
    users.phone as phone,
    users.created_at as created_at,
    users.updated_at as updated_at,
    users._fivetran_synced as row_modified_at
from absent
cross join lateral (
    select
        "user".id,
        "user".organization_id,
        "user".name,
        "user".email,
        "user".phone,
        "user".created_at,
        "user".updated_at,
        "user"._fivetran_synced
    from "user"
    where not coalesce(_fivetran_deleted, false)
        and "user".role = 'end-user'
        -- A deleted end user stays, and is not active any more.
        and coalesce("user".active, true)
) as users
