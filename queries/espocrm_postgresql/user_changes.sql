-- One row per time a user was switched off or on.
-- Grain: user, instant. The CRM's own clean-up removes these notes after three months.
with notes as (
    select
        parent_id as user_id,
        number,
        created_at,
        case when data like '{%' then cast(data as json) end as data
    from note
    where parent_type = 'User' and type = 'Update' and deleted = false
),

switches as (
    select
        user_id,
        created_at as changed_at,
        data -> 'attributes' -> 'was' ->> 'isActive' = 'true' as was_active,
        data -> 'attributes' -> 'became' ->> 'isActive' = 'true' as became_active,
        -- The last of several within one second.
        row_number() over (partition by user_id, created_at order by number desc) as place
    from notes
    where data -> 'attributes' -> 'became' -> 'isActive' is not null
)

select
    user_id,
    'is_active' as field,
    case when was_active then 'true' else 'false' end as old_value,
    case when became_active then 'true' else 'false' end as new_value,
    changed_at
from switches
where place = 1
