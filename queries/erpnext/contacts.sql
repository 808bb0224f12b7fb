-- One row per person at a customer, prospect or lead, or at none; a supplier's people are left out.
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

customers_of_prospects as (
    select
        prospect_name,
        min(name) as customer
    from `tabCustomer`
    where prospect_name <> ''
    group by prospect_name
),

customers_of_leads as (
    select
        lead_name,
        min(name) as customer
    from `tabCustomer`
    where lead_name <> ''
    group by lead_name
),

links as (
    select
        links.parent as contact_id,
        case links.link_doctype
            when 'Customer' then links.link_name
            when 'Prospect' then coalesce(
                customers_of_prospects.customer, concat('prospect/', links.link_name)
            )
            when 'Lead' then customers_of_leads.customer
        end as account_id,
        links.link_doctype in ('Customer', 'Prospect', 'Lead') as is_ours,
        row_number() over (
            partition by links.parent
            order by
                case links.link_doctype
                    when 'Customer' then 1 when 'Prospect' then 2 when 'Lead' then 3 else 4
                end,
                links.idx
        ) as place
    from `tabDynamic Link` as links
    left join customers_of_prospects
        on customers_of_prospects.prospect_name = links.link_name
        and links.link_doctype = 'Prospect'
    left join customers_of_leads
        on customers_of_leads.lead_name = links.link_name and links.link_doctype = 'Lead'
    where links.parenttype = 'Contact'
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
    links.account_id as account_id,
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
    contacts.modified as updated_at
from `tabContact` as contacts
left join addresses on addresses.contact_id = contacts.name and addresses.place = 1
left join numbers on numbers.contact_id = contacts.name and numbers.place = 1
left join links on links.contact_id = contacts.name and links.place = 1
left join refusals
    on refusals.email = coalesce(addresses.email_id, nullif(contacts.email_id, ''))
where coalesce(links.is_ours, 1) = 1
