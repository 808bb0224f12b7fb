-- One row per tracked change of a field of a lead, a deal or a partner.
-- Grain: record, field, author, instant. Odoo tracks some fields only; the others leave no trace.
with tracking as (
    select
        of_value.mail_message_id as message_id,
        of_value.field_id as field_id
    -- Up to 16 the column is called field, later field_id: the name that the table has not means
    -- the null of missing_columns.
    from (
        select cast(null as integer) as field_id, cast(null as integer) as field
    ) as missing_columns
    cross join lateral (
        select
            mail_message_id,
            coalesce(field_id, field) as field_id
        from mail_tracking_value
    ) as of_value
),

-- Two users can share a partner.
users_of_partners as (
    select
        partner_id,
        min(id) as user_id
    from res_users
    group by partner_id
)

select
    case
        when messages.model = 'res.partner' and partners.is_company then 'accounts'
        when messages.model = 'res.partner' then 'contacts'
        when leads.type = 'lead' or messages.date < leads.date_conversion then 'leads'
        else 'deals'
    end as entity,
    messages.res_id as record_id,
    fields.name as field,
    users_of_partners.user_id as user_id,
    messages.date as edited_at
from mail_message as messages
inner join tracking on tracking.message_id = messages.id
inner join ir_model_fields as fields on fields.id = tracking.field_id
left join crm_lead as leads on messages.model = 'crm.lead' and leads.id = messages.res_id
left join res_partner as partners
    on messages.model = 'res.partner' and partners.id = messages.res_id
left join users_of_partners on users_of_partners.partner_id = messages.author_id
where
    messages.model in ('crm.lead', 'res.partner')
    -- What a merge brings along from another record was not an edit of this one.
    and coalesce(messages.subject, '') = ''
