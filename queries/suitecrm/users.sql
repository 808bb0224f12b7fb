-- One row per user who is a person and not deleted.
-- Grain: users.id. The team is the user's security group: the primary one, else the first by name.
with memberships as (
    select
        securitygroups_users.user_id,
        securitygroups.name as team,
        row_number() over (
            partition by securitygroups_users.user_id
            order by
                coalesce(securitygroups_users.primary_group, 0) desc,
                securitygroups.name,
                securitygroups.id
        ) as place
    from securitygroups_users
    inner join securitygroups
        on securitygroups.id = securitygroups_users.securitygroup_id
        and coalesce(securitygroups.deleted, 0) = 0
    where coalesce(securitygroups_users.deleted, 0) = 0
),

addresses as (
    select
        email_addr_bean_rel.bean_id,
        email_addresses.email_address,
        row_number() over (
            partition by email_addr_bean_rel.bean_id
            order by
                coalesce(email_addr_bean_rel.primary_address, 0) desc,
                email_addr_bean_rel.date_created,
                email_addr_bean_rel.id
        ) as place
    from email_addr_bean_rel
    inner join email_addresses
        on email_addresses.id = email_addr_bean_rel.email_address_id
        and coalesce(email_addresses.deleted, 0) = 0
    where
        email_addr_bean_rel.bean_module = 'Users'
        and coalesce(email_addr_bean_rel.deleted, 0) = 0
)

select
    users.id as user_id,
    coalesce(
        nullif(
            concat_ws(' ', nullif(trim(users.first_name), ''), nullif(trim(users.last_name), '')),
            ''
        ),
        users.user_name
    ) as name,
    addresses.email_address as email,
    memberships.team as team,
    nullif(users.title, '') as role,
    users.reports_to_id as manager_id,
    case
        when users.employee_status = 'Terminated' then 0
        when users.status = 'Active' then 1
        when users.status = 'Inactive' then 0
    end as is_active
from users
left join memberships on memberships.user_id = users.id and memberships.place = 1
left join addresses on addresses.bean_id = users.id and addresses.place = 1
where
    coalesce(users.deleted, 0) = 0
    -- A group user is a shared mailbox, a portal user a customer.
    and coalesce(users.is_group, 0) = 0
    and coalesce(users.portal_only, 0) = 0
