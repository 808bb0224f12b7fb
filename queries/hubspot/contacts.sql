-- One row per contact that is neither deleted nor merged into another.
-- Grain: contact.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as is_deleted,
        false as _fivetran_deleted,
        null::text as property_hs_merged_object_ids,
        null::bigint as property_associatedcompanyid,
        null::bigint as property_hubspot_owner_id,
        null::text as property_phone,
        null::text as property_mobilephone,
        null::boolean as property_hs_email_optout,
        null::timestamptz as property_lastmodifieddate
),

-- The contact that stays lists those that went into it.
merged_contacts as (
    select distinct kept.id
    from absent
    cross join lateral (
        select unnest(string_to_array(property_hs_merged_object_ids, ';')) as id
        from contact
    ) as kept
)

select
    contacts.id as contact_id,
    contacts.property_associatedcompanyid as account_id,
    contacts.property_hubspot_owner_id as owner_id,
    contacts.property_firstname as first_name,
    contacts.property_lastname as last_name,
    contacts.property_jobtitle as job_title,
    contacts.property_email as email,
    coalesce(contacts.property_phone, contacts.property_mobilephone) as phone,
    contacts.property_hs_email_optout as email_opt_out,
    contacts.property_createdate as created_at,
    contacts.property_lastmodifieddate as updated_at,
    contacts._fivetran_synced as row_modified_at
from absent
cross join lateral (
    select
        cast(contact.id as text) as id,
        cast(property_associatedcompanyid as text) as property_associatedcompanyid,
        cast(property_hubspot_owner_id as text) as property_hubspot_owner_id,
        contact.property_firstname,
        contact.property_lastname,
        contact.property_jobtitle,
        contact.property_email,
        property_phone,
        property_mobilephone,
        property_hs_email_optout,
        contact.property_createdate,
        property_lastmodifieddate,
        contact._fivetran_synced
    from contact
    where not coalesce(is_deleted, false)
        and not coalesce(_fivetran_deleted, false)
) as contacts
left join merged_contacts on merged_contacts.id = contacts.id
where merged_contacts.id is null
