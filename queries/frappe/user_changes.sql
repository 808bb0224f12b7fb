-- One row per time a user was let in or shut out.
-- Grain: user, field and instant.
select
    versions.docname as user_id,
    'is_active' as field,
    case changes.old_text when '1' then 'true' when '0' then 'false' end as old_value,
    case changes.new_text when '1' then 'true' when '0' then 'false' end as new_value,
    versions.creation as changed_at
from `tabVersion` as versions
cross join json_table(
    case when json_valid(versions.data) then versions.data else '{}' end,
    '$.changed[*]' columns (
        field varchar(140) path '$[0]',
        old_text text path '$[1]',
        new_text text path '$[2]'
    )
) as changes
where versions.ref_doctype = 'User' and changes.field = 'enabled'
