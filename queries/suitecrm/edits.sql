-- One row per save that the CRM remembers: each audited change, the entry, the last save.
-- Grain: record, field, user, instant. The entry and the last save name no field.
with recorded_saves as (
    select distinct
        'accounts' as entity,
        audit.parent_id as record_id,
        audit.field_name as field,
        audit.created_by as user_id,
        audit.date_created as edited_at
    from accounts_audit as audit
    inner join accounts on accounts.id = audit.parent_id
    where coalesce(accounts.deleted, 0) = 0
    union all
    select distinct
        'contacts' as entity,
        audit.parent_id as record_id,
        audit.field_name as field,
        audit.created_by as user_id,
        audit.date_created as edited_at
    from contacts_audit as audit
    inner join contacts on contacts.id = audit.parent_id
    where coalesce(contacts.deleted, 0) = 0
    union all
    select distinct
        'leads' as entity,
        audit.parent_id as record_id,
        audit.field_name as field,
        audit.created_by as user_id,
        audit.date_created as edited_at
    from leads_audit as audit
    inner join leads on leads.id = audit.parent_id
    where coalesce(leads.deleted, 0) = 0
    union all
    select distinct
        'deals' as entity,
        audit.parent_id as record_id,
        audit.field_name as field,
        audit.created_by as user_id,
        audit.date_created as edited_at
    from opportunities_audit as audit
    inner join opportunities on opportunities.id = audit.parent_id
    where coalesce(opportunities.deleted, 0) = 0
    union all
    select distinct
        'tickets' as entity,
        audit.parent_id as record_id,
        audit.field_name as field,
        audit.created_by as user_id,
        audit.date_created as edited_at
    from cases_audit as audit
    inner join cases on cases.id = audit.parent_id
    where coalesce(cases.deleted, 0) = 0
),

records as (
    select
        'accounts' as entity,
        id as record_id,
        created_by,
        date_entered,
        modified_user_id,
        date_modified
    from accounts
    where coalesce(deleted, 0) = 0
    union all
    select
        'contacts' as entity,
        id as record_id,
        created_by,
        date_entered,
        modified_user_id,
        date_modified
    from contacts
    where coalesce(deleted, 0) = 0
    union all
    select
        'leads' as entity,
        id as record_id,
        created_by,
        date_entered,
        modified_user_id,
        date_modified
    from leads
    where coalesce(deleted, 0) = 0
    union all
    select
        'deals' as entity,
        id as record_id,
        created_by,
        date_entered,
        modified_user_id,
        date_modified
    from opportunities
    where coalesce(deleted, 0) = 0
    union all
    select
        'tickets' as entity,
        id as record_id,
        created_by,
        date_entered,
        modified_user_id,
        date_modified
    from cases
    where coalesce(deleted, 0) = 0
)

select
    entity as entity,
    record_id as record_id,
    field as field,
    user_id as user_id,
    edited_at as edited_at
from recorded_saves
union all
select
    entity as entity,
    record_id as record_id,
    null as field,
    created_by as user_id,
    date_entered as edited_at
from records
union all
select
    entity as entity,
    record_id as record_id,
    null as field,
    modified_user_id as user_id,
    date_modified as edited_at
from records
-- Scheduled jobs save as the user 1, whatever the field that they change.
where date_modified > date_entered and modified_user_id <> '1'
