-- One row per contact that is not deleted.
-- Grain: contacts.id. The account is linked in a table of its own; the last live link counts.
with addresses as (
    -- The primary address; the first one where none is marked.
    select
        email_addr_bean_rel.bean_id,
        email_addresses.email_address,
        email_addresses.opt_out,
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
        email_addr_bean_rel.bean_module = 'Contacts'
        and coalesce(email_addr_bean_rel.deleted, 0) = 0
),

account_links as (
    select
        contact_id,
        account_id,
        row_number() over (partition by contact_id order by date_modified desc, id) as place
    from accounts_contacts
    where coalesce(deleted, 0) = 0
)

select
    contacts.id as contact_id,
    account_links.account_id as account_id,
    contacts.assigned_user_id as owner_id,
    contacts.first_name as first_name,
    contacts.last_name as last_name,
    nullif(contacts.title, '') as job_title,
    addresses.email_address as email,
    coalesce(
        nullif(contacts.phone_work, ''),
        nullif(contacts.phone_mobile, ''),
        nullif(contacts.phone_other, ''),
        nullif(contacts.phone_home, '')
    ) as phone,
    addresses.opt_out as email_opt_out,
    contacts.do_not_call as phone_opt_out,
    contacts.date_entered as created_at,
    contacts.date_modified as updated_at
from contacts
left join addresses on addresses.bean_id = contacts.id and addresses.place = 1
left join account_links on account_links.contact_id = contacts.id and account_links.place = 1
where coalesce(contacts.deleted, 0) = 0
