-- One row per account that is not deleted.
-- Grain: accounts.id. E-mail addresses are kept apart; the primary one counts.
with addresses as (
    -- The primary address; the first one where none is marked.
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
        email_addr_bean_rel.bean_module = 'Accounts'
        and coalesce(email_addr_bean_rel.deleted, 0) = 0
)

select
    accounts.id as account_id,
    accounts.name as name,
    accounts.assigned_user_id as owner_id,
    nullif(accounts.industry, '') as industry,
    nullif(accounts.employees, '') as size,
    nullif(accounts.billing_address_country, '') as country,
    addresses.email_address as email,
    coalesce(nullif(accounts.phone_office, ''), nullif(accounts.phone_alternate, '')) as phone,
    -- Older versions filled the empty field with the bare scheme.
    nullif(nullif(accounts.website, ''), 'http://') as website,
    accounts.parent_id as parent_id,
    accounts.date_entered as created_at,
    accounts.date_modified as updated_at
from accounts
left join addresses on addresses.bean_id = accounts.id and addresses.place = 1
where coalesce(accounts.deleted, 0) = 0
