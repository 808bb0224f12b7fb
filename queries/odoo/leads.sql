-- One row per request that is or was a lead; a converted one has become a deal under the same id.
-- Grain: crm_lead.id. Archived without being lost is left out, as Odoo hides it.
with leads as (
    select
        of_lead.id as id,
        of_lead.type as type,
        of_lead.active as active,
        of_lead.user_id as user_id,
        of_lead.partner_id as partner_id,
        of_lead.contact_name as contact_name,
        of_lead.partner_name as partner_name,
        of_lead.email_from as email_from,
        of_lead.phone as phone,
        of_lead.source_id as source_id,
        of_lead.campaign_id as campaign_id,
        of_lead.create_date as create_date,
        of_lead.write_date as write_date,
        of_lead.date_closed as date_closed,
        case when of_lead.type = 'opportunity' then of_lead.date_conversion end as date_conversion
    -- From 19 on there is no column mobile: its name then means the null of missing_columns.
    from (select cast(null as text) as mobile) as missing_columns
    cross join lateral (
        select
            id,
            type,
            active,
            user_id,
            partner_id,
            contact_name,
            partner_name,
            email_from,
            coalesce(nullif(phone, ''), mobile) as phone,
            source_id,
            campaign_id,
            create_date,
            write_date,
            date_closed,
            date_conversion
        from crm_lead
        where
            -- The copy of a converted record keeps the older conversion date, and was never a lead.
            (type = 'lead' and (active or probability = 0))
            or (type = 'opportunity' and date_conversion >= date_trunc('second', create_date))
    ) as of_lead
),

first_responses as (
    select
        leads.id as lead_id,
        min(messages.date) as first_response_at,
        max(greatest(messages.create_date, messages.write_date)) as modified_at
    from leads
    inner join mail_message as messages
        on messages.model = 'crm.lead' and messages.res_id = leads.id
    inner join res_partner as authors on authors.id = messages.author_id
    left join mail_message_subtype as subtypes on subtypes.id = messages.subtype_id
    where
        messages.message_type in ('comment', 'email')
        and messages.date >= date_trunc('second', leads.create_date)
        and not coalesce(messages.is_internal, false)
        and not coalesce(subtypes.internal, false)
        and not coalesce(authors.partner_share, true)
    group by leads.id
)

select
    leads.id as lead_id,
    leads.user_id as owner_id,
    coalesce(leads.contact_name, people.name) as name,
    coalesce(leads.partner_name, companies.name) as company,
    leads.email_from as email,
    leads.phone as phone,
    sources.name as source,
    leads.campaign_id as campaign_id,
    case
        when leads.date_conversion is not null then 'converted'
        when not leads.active then 'disqualified'
        when leads.user_id is null then 'new'
        else 'working'
    end as status,
    leads.create_date as created_at,
    leads.write_date as updated_at,
    leads.date_conversion as converted_at,
    case when leads.type = 'lead' and not leads.active then leads.date_closed end
        as disqualified_at,
    case when leads.date_conversion is not null then leads.id end as deal_id,
    partners.commercial_partner_id as account_id,
    people.id as contact_id,
    first_responses.first_response_at as first_response_at,
    greatest(
        leads.write_date,
        partners.write_date,
        companies.write_date,
        sources.write_date,
        first_responses.modified_at
    ) as row_modified_at
from leads
left join res_partner as partners on partners.id = leads.partner_id
left join res_partner as people on people.id = leads.partner_id and not people.is_company
left join res_partner as companies
    on companies.id = partners.commercial_partner_id and companies.is_company
left join utm_source as sources on sources.id = leads.source_id
left join first_responses on first_responses.lead_id = leads.id
