-- One row per contact that is or once was a lead by its lifecycle stage.
-- Grain: contact. HubSpot keeps leads and contacts in one table, so both have the same key here.
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
        null::text as property_lifecyclestage,
        null::text as property_hs_lead_status,
        null::text as property_hs_analytics_source,
        null::timestamptz as property_hs_lifecyclestage_lead_date,
        null::timestamptz as property_hs_lifecyclestage_marketingqualifiedlead_date,
        null::timestamptz as property_hs_lifecyclestage_salesqualifiedlead_date,
        null::timestamptz as property_hs_lifecyclestage_opportunity_date,
        null::timestamptz as property_hs_lifecyclestage_customer_date,
        null::timestamptz as property_lastmodifieddate
),

merged_contacts as (
    select distinct kept.id
    from absent
    cross join lateral (
        select unnest(string_to_array(property_hs_merged_object_ids, ';')) as id
        from contact
    ) as kept
),

merged_deals as (
    select distinct merged_deal.merged_deal_id
    from merged_deal
),

deals as (
    select
        kept.deal_id,
        kept.property_createdate
    from absent
    cross join lateral (
        select
            deal.deal_id,
            deal.property_createdate
        from deal
        where not coalesce(is_deleted, false)
            and not coalesce(_fivetran_deleted, false)
    ) as kept
    left join merged_deals on merged_deals.merged_deal_id = kept.deal_id
    where merged_deals.merged_deal_id is null
),

first_deals as (
    select distinct on (deal_contact.contact_id)
        deal_contact.contact_id,
        deals.deal_id,
        deals.property_createdate
    from deal_contact
    inner join deals on deals.deal_id = deal_contact.deal_id
    order by deal_contact.contact_id, deals.property_createdate, deals.deal_id
),

leads as (
    select
        cast(kept.id as text) as id,
        cast(kept.property_hubspot_owner_id as text) as owner_id,
        nullif(trim(concat_ws(' ', kept.property_firstname, kept.property_lastname)), '') as name,
        kept.property_company,
        kept.property_email,
        coalesce(kept.property_phone, kept.property_mobilephone) as phone,
        kept.property_hs_analytics_source,
        kept.property_lifecyclestage,
        kept.property_hs_lead_status,
        coalesce(kept.became_lead_at, kept.property_createdate) as created_at,
        kept.property_lastmodifieddate,
        least(kept.became_customer_at, first_deals.property_createdate) as converted_at,
        first_deals.deal_id is not null
            or kept.became_customer_at is not null
            or coalesce(kept.property_lifecyclestage, '') in ('opportunity', 'customer')
            as is_converted,
        first_deals.deal_id,
        kept.property_associatedcompanyid
    from absent
    cross join lateral (
        select
            contact.id,
            property_hubspot_owner_id,
            contact.property_firstname,
            contact.property_lastname,
            contact.property_company,
            contact.property_email,
            property_phone,
            property_mobilephone,
            property_hs_analytics_source,
            property_lifecyclestage,
            property_hs_lead_status,
            contact.property_createdate,
            property_lastmodifieddate,
            least(
                property_hs_lifecyclestage_lead_date,
                property_hs_lifecyclestage_marketingqualifiedlead_date,
                property_hs_lifecyclestage_salesqualifiedlead_date
            ) as became_lead_at,
            least(
                property_hs_lifecyclestage_opportunity_date,
                property_hs_lifecyclestage_customer_date
            ) as became_customer_at,
            property_associatedcompanyid
        from contact
        where not coalesce(is_deleted, false)
            and not coalesce(_fivetran_deleted, false)
    ) as kept
    left join merged_contacts on merged_contacts.id = cast(kept.id as text)
    left join first_deals on first_deals.contact_id = kept.id
    where merged_contacts.id is null
        and (
            kept.became_lead_at is not null
            or kept.property_lifecyclestage in (
                'lead',
                'marketingqualifiedlead',
                'salesqualifiedlead'
            )
        )
)

select
    leads.id as lead_id,
    leads.owner_id as owner_id,
    leads.name as name,
    leads.property_company as company,
    leads.property_email as email,
    leads.phone as phone,
    leads.property_hs_analytics_source as source,
    -- The lead statuses can be changed by each company; these are the ones HubSpot begins with.
    case
        when leads.is_converted then 'converted'
        when leads.property_hs_lead_status in ('UNQUALIFIED', 'BAD_TIMING') then 'disqualified'
        when leads.property_lifecyclestage = 'salesqualifiedlead' then 'qualified'
        when coalesce(leads.property_hs_lead_status, 'NEW') = 'NEW' then 'new'
        else 'working'
    end as status,
    leads.created_at as created_at,
    leads.property_lastmodifieddate as updated_at,
    leads.converted_at as converted_at,
    cast(leads.deal_id as text) as deal_id,
    case
        when leads.is_converted then cast(leads.property_associatedcompanyid as text)
    end as account_id,
    case when leads.is_converted then leads.id end as contact_id
from leads
