-- One row per person, with the first of their addresses and numbers.
-- Grain: contact.
with addresses as (
    select
        parent as contact_id,
        email_id,
        row_number() over (partition by parent order by is_primary desc, idx) as place
    from `tabContact Email`
    where parenttype = 'Contact'
),

numbers as (
    select
        parent as contact_id,
        phone,
        row_number() over (
            partition by parent
            order by is_primary_mobile_no desc, is_primary_phone desc, idx
        ) as place
    from `tabContact Phone`
    where parenttype = 'Contact'
),

-- The same kind of row links leads, calls and addresses: the parent's type tells them apart.
linked_organizations as (
    select
        parent as contact_id,
        link_name as account_id,
        row_number() over (partition by parent order by idx) as place
    from `tabDynamic Link`
    where parenttype = 'Contact' and link_doctype = 'CRM Organization'
),

refusals as (
    select
        email,
        max(modified) as modified
    from `tabEmail Unsubscribe`
    where global_unsubscribe = 1
    group by email
)

select
    contacts.name as contact_id,
    coalesce(organizations.name, linked_organizations.account_id) as account_id,
    contacts.owner as owner_id,
    contacts.first_name as first_name,
    contacts.last_name as last_name,
    contacts.designation as job_title,
    coalesce(addresses.email_id, nullif(contacts.email_id, '')) as email,
    coalesce(
        numbers.phone, nullif(contacts.mobile_no, ''), nullif(contacts.phone, '')
    ) as phone,
    contacts.unsubscribed = 1 or refusals.email is not null as email_opt_out,
    contacts.creation as created_at,
    contacts.modified as updated_at,
    greatest(
        contacts.modified,
        coalesce(organizations.modified, contacts.modified),
        coalesce(refusals.modified, contacts.modified)
    ) as row_modified_at
from `tabContact` as contacts
left join addresses on addresses.contact_id = contacts.name and addresses.place = 1
left join numbers on numbers.contact_id = contacts.name and numbers.place = 1
-- The company is a plain text: only the name of an organization is a link.
left join `tabCRM Organization` as organizations on organizations.name = contacts.company_name
left join linked_organizations
    on linked_organizations.contact_id = contacts.name and linked_organizations.place = 1
left join refusals
    on refusals.email = coalesce(addresses.email_id, nullif(contacts.email_id, ''))
