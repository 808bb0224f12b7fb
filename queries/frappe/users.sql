-- One row per person who works in the CRM; their role is the highest of the app's own roles.
-- Grain: user.
with roles as (
    select
        parent as user_id,
        min(
            case role
                when 'Sales Manager' then 1
                when 'Sales User' then 2
                when 'Agent Manager' then 3
                when 'Agent' then 4
            end
        ) as place
    from `tabHas Role`
    where parenttype = 'User'
    group by parent
),

deal_owners as (
    select distinct deal_owner as user_id
    from `tabCRM Deal`
)

select
    users.name as user_id,
    coalesce(nullif(users.full_name, ''), users.name) as name,
    users.email as email,
    case roles.place
        when 1 then 'Sales Manager'
        when 2 then 'Sales User'
        when 3 then 'Agent Manager'
        when 4 then 'Agent'
    end as role,
    users.enabled as is_active
from `tabUser` as users
left join roles on roles.user_id = users.name
left join deal_owners on deal_owners.user_id = users.name
-- Who loses all roles becomes a website user and still owns the deals of the past.
where users.user_type = 'System User' or deal_owners.user_id is not null
