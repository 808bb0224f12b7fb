-- One row per contact that is neither deleted nor merged into another.
-- Grain: contact.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        -- Both can be hidden from the account that copies the data.
        null::boolean as has_opted_out_of_email,
        null::boolean as do_not_call
)

select
    contacts.id as contact_id,
    contacts.account_id as account_id,
    contacts.owner_id as owner_id,
    contacts.first_name as first_name,
    contacts.last_name as last_name,
    contacts.title as job_title,
    contacts.email as email,
    coalesce(contacts.phone, contacts.mobile_phone) as phone,
    contacts.has_opted_out_of_email as email_opt_out,
    contacts.do_not_call as phone_opt_out,
    contacts.created_date as created_at,
    contacts.last_modified_date as updated_at,
    contacts._fivetran_synced as row_modified_at
from absent
cross join lateral (
    select
        contact.id,
        contact.account_id,
        contact.owner_id,
        contact.first_name,
        contact.last_name,
        contact.title,
        contact.email,
        contact.phone,
        contact.mobile_phone,
        has_opted_out_of_email,
        do_not_call,
        contact.created_date,
        contact.last_modified_date,
        contact._fivetran_synced
    from contact
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce(contact.is_deleted, false)
        and contact.master_record_id is null
) as contacts
