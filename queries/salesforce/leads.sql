-- One row per lead that is neither deleted nor merged into another; converted ones stay.
-- Grain: lead.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted
),

first_campaigns as (
    select
        campaign_member.lead_id,
        (
            array_agg(
                campaign_member.campaign_id
                order by campaign_member.created_date, campaign_member.id collate "C"
            ) filter (where not coalesce(campaign_member.is_deleted, false))
        )[1] as campaign_id,
        -- Over the deleted ones too: taking a lead out of a campaign changes the lead's row.
        max(campaign_member._fivetran_synced) as synced_at
    from campaign_member
    where campaign_member.lead_id is not null
    group by campaign_member.lead_id
)

select
    leads.id as lead_id,
    -- A lead in a queue has a group for an owner: nobody owns it yet.
    case when leads.owner_id like '005%' then leads.owner_id end as owner_id,
    leads.name as name,
    leads.company as company,
    leads.email as email,
    coalesce(leads.phone, leads.mobile_phone) as phone,
    leads.lead_source as source,
    first_campaigns.campaign_id as campaign_id,
    -- The statuses are each company's own; these are the ones Salesforce begins with.
    case
        when leads.is_converted then 'converted'
        when leads.status in ('Closed - Not Converted', 'Unqualified', 'Disqualified')
            then 'disqualified'
        when leads.status = 'Qualified' then 'qualified'
        when leads.status in ('Open - Not Contacted', 'Open', 'New') then 'new'
        else 'working'
    end as status,
    leads.created_date as created_at,
    leads.last_modified_date as updated_at,
    cast(leads.converted_date as date) as converted_at,
    leads.converted_opportunity_id as deal_id,
    leads.converted_account_id as account_id,
    leads.converted_contact_id as contact_id,
    greatest(leads._fivetran_synced, first_campaigns.synced_at) as row_modified_at
from absent
cross join lateral (
    select
        lead.id,
        lead.owner_id,
        lead.name,
        lead.company,
        lead.email,
        lead.phone,
        lead.mobile_phone,
        lead.lead_source,
        lead.is_converted,
        lead.status,
        lead.created_date,
        lead.last_modified_date,
        lead.converted_date,
        lead.converted_opportunity_id,
        lead.converted_account_id,
        lead.converted_contact_id,
        lead._fivetran_synced
    from lead
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce(lead.is_deleted, false)
        and lead.master_record_id is null
) as leads
left join first_campaigns on first_campaigns.lead_id = leads.id
