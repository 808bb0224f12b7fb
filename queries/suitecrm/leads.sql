-- One row per lead that is not deleted, converted ones included.
-- Grain: leads.id. When a lead was converted or given up stands in its audit only.
with addresses as (
    -- The primary address; the first one where none is marked.
    select
        email_addr_bean_rel.bean_id,
        email_addresses.email_address,
        row_number() over (
            partition by email_addr_bean_rel.bean_id
            order by
                coalesce(email_addr_bean_rel.primary_address, 0) desc,
                email_addr_bean_rel.date_created,
                email_addr_bean_rel.id
        ) as place
    from email_addr_bean_rel
    inner join email_addresses
        on email_addresses.id = email_addr_bean_rel.email_address_id
        and coalesce(email_addresses.deleted, 0) = 0
    where
        email_addr_bean_rel.bean_module = 'Leads'
        and coalesce(email_addr_bean_rel.deleted, 0) = 0
),

status_changes as (
    select
        parent_id as lead_id,
        date_created as changed_at,
        case when before_value_string in ('Dead', 'Recycled') then 1 else 0 end as was_given_up,
        case when after_value_string in ('Dead', 'Recycled') then 1 else 0 end as is_given_up,
        case when after_value_string = 'Converted' then 1 else 0 end as is_converted
    from leads_audit
    where field_name = 'status'
),

decisions as (
    select
        lead_id,
        min(case when is_converted = 1 then changed_at end) as converted_at,
        max(case when is_given_up = 1 and was_given_up = 0 then changed_at end) as given_up_at
    from status_changes
    group by lead_id
),

statuses as (
    -- To the CRM a lead is closed when it is converted, dead or recycled.
    select
        id as lead_id,
        case
            when converted = 1 or status = 'Converted' then 'converted'
            when status = 'New' then 'new'
            when status in ('Assigned', 'In Process') then 'working'
            when status in ('Dead', 'Recycled') then 'disqualified'
            else nullif(status, '')
        end as status
    from leads
    where coalesce(deleted, 0) = 0
)

select
    leads.id as lead_id,
    leads.assigned_user_id as owner_id,
    nullif(
        concat_ws(' ', nullif(trim(leads.first_name), ''), nullif(trim(leads.last_name), '')), ''
    ) as name,
    nullif(leads.account_name, '') as company,
    addresses.email_address as email,
    coalesce(
        nullif(leads.phone_work, ''),
        nullif(leads.phone_mobile, ''),
        nullif(leads.phone_other, ''),
        nullif(leads.phone_home, '')
    ) as phone,
    nullif(leads.lead_source, '') as source,
    leads.campaign_id as campaign_id,
    statuses.status as status,
    leads.date_entered as created_at,
    leads.date_modified as updated_at,
    -- Without an audit: the entry of the opportunity, or of the contact, that the lead became. One
    -- that is older than the lead was there before it was converted.
    case
        when statuses.status = 'converted' then coalesce(
            decisions.converted_at,
            case
                when opportunities.date_entered >= leads.date_entered
                    then opportunities.date_entered
            end,
            case when contacts.date_entered >= leads.date_entered then contacts.date_entered end
        )
    end as converted_at,
    case when statuses.status = 'disqualified' then decisions.given_up_at end as disqualified_at,
    leads.opportunity_id as deal_id,
    leads.account_id as account_id,
    leads.contact_id as contact_id
from leads
inner join statuses on statuses.lead_id = leads.id
left join addresses on addresses.bean_id = leads.id and addresses.place = 1
left join decisions on decisions.lead_id = leads.id
left join opportunities on opportunities.id = leads.opportunity_id
left join contacts on contacts.id = leads.contact_id
