-- One row per workspace member; one who has left stays, so that past work keeps its name.
-- Grain: user_id.
select
    id as user_id,
    coalesce(
        nullif(trim(concat_ws(' ', "nameFirstName", "nameLastName")), ''),
        "userEmail"
    ) as name,
    "userEmail" as email,
    "deletedAt" is null as is_active
from "workspaceMember"
