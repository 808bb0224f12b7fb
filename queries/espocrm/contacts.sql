-- One row per contact that is not deleted; a contact merged into another is deleted.
-- Grain: contact.
with addresses as (
    select
        entity_email_address.entity_id as contact_id,
        email_address.name as email,
        email_address.opt_out as opt_out,
        row_number() over (
            partition by entity_email_address.entity_id
            order by
                coalesce(entity_email_address.`primary`, 0) desc,
                entity_email_address.id
        ) as place
    from entity_email_address
    inner join email_address
        on email_address.id = entity_email_address.email_address_id and email_address.deleted = 0
    where entity_email_address.entity_type = 'Contact' and entity_email_address.deleted = 0
),

numbers as (
    select
        entity_phone_number.entity_id as contact_id,
        phone_number.name as phone,
        phone_number.opt_out as opt_out,
        row_number() over (
            partition by entity_phone_number.entity_id
            order by
                coalesce(entity_phone_number.`primary`, 0) desc,
                entity_phone_number.id
        ) as place
    from entity_phone_number
    inner join phone_number
        on phone_number.id = entity_phone_number.phone_number_id and phone_number.deleted = 0
    where entity_phone_number.entity_type = 'Contact' and entity_phone_number.deleted = 0
),

-- A contact may belong to several accounts, with a position at each.
positions as (
    select
        contact_id,
        account_id,
        max(role) as job_title
    from account_contact
    where deleted = 0
    group by contact_id, account_id
)

select
    contact.id as contact_id,
    contact.account_id as account_id,
    contact.assigned_user_id as owner_id,
    contact.first_name as first_name,
    contact.last_name as last_name,
    positions.job_title as job_title,
    addresses.email as email,
    numbers.phone as phone,
    addresses.opt_out as email_opt_out,
    case when contact.do_not_call = 1 or numbers.opt_out = 1 then 1 else 0 end as phone_opt_out,
    contact.created_at as created_at,
    contact.modified_at as updated_at
from contact
left join addresses on addresses.contact_id = contact.id and addresses.place = 1
left join numbers on numbers.contact_id = contact.id and numbers.place = 1
left join positions
    on positions.contact_id = contact.id and positions.account_id = contact.account_id
where contact.deleted = 0
