-- One row per field of a record that somebody changed and saved; without a field where only a list
-- inside the record changed.
-- Grain: record, field, user and instant.
select
    case versions.ref_doctype
        when 'CRM Deal' then 'deals'
        when 'CRM Lead' then 'leads'
        when 'Contact' then 'contacts'
        when 'HD Ticket' then 'tickets'
    end as entity,
    versions.docname as record_id,
    changes.field as field,
    versions.owner as user_id,
    versions.creation as edited_at
from `tabVersion` as versions
left join json_table(
    case when json_valid(versions.data) then versions.data else '{}' end,
    '$.changed[*]' columns (field varchar(140) path '$[0]')
) as changes on true
where versions.ref_doctype in ('CRM Deal', 'CRM Lead', 'Contact', 'HD Ticket')
