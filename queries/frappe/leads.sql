-- One row per lead, with the first deal that was made of it.
-- Grain: lead. What a status means is its type as configured today.
with visits as (
    select
        visits.parent as lead_id,
        visits.idx as place,
        visits.from_date as entered_at,
        -- Not the log's own type: the app looks it up among the deals' statuses.
        statuses.type <=> 'Lost' as is_lost
    from `tabCRM Status Change Log` as visits
    left join `tabCRM Lead Status` as statuses on statuses.name = visits.`from`
    where visits.parenttype = 'CRM Lead'
),

turns as (
    select
        lead_id,
        entered_at,
        is_lost,
        coalesce(lag(is_lost) over (partition by lead_id order by place), 0) as was_lost
    from visits
),

disqualifications as (
    select
        lead_id,
        max(entered_at) as disqualified_at
    from turns
    where is_lost = 1 and was_lost = 0
    group by lead_id
),

deals as (
    select
        name as deal_id,
        `lead` as lead_id,
        organization as account_id,
        contact as contact_id,
        creation,
        modified,
        row_number() over (partition by `lead` order by creation, name) as place
    from `tabCRM Deal`
    where `lead` <> ''
),

deal_contacts as (
    select
        parent as deal_id,
        contact as contact_id,
        row_number() over (partition by parent order by is_primary desc, idx) as place
    from `tabCRM Contacts`
    where parenttype = 'CRM Deal'
),

configured as (
    select max(modified) as modified
    from `tabCRM Lead Status`
)

select
    leads.name as lead_id,
    leads.lead_owner as owner_id,
    leads.lead_name as name,
    leads.organization as company,
    leads.email as email,
    coalesce(nullif(leads.mobile_no, ''), leads.phone) as phone,
    leads.source as source,
    case
        when leads.converted = 1 or deals.deal_id is not null then 'converted'
        when statuses.type = 'Lost' then 'disqualified'
        when statuses.type = 'Won' then 'qualified'
        when statuses.type in ('Ongoing', 'On Hold') then 'working'
        else 'new'
    end as status,
    leads.creation as created_at,
    leads.modified as updated_at,
    deals.creation as converted_at,
    case
        when leads.converted = 1 or deals.deal_id is not null then null
        when statuses.type = 'Lost' then disqualifications.disqualified_at
    end as disqualified_at,
    deals.deal_id as deal_id,
    deals.account_id as account_id,
    coalesce(deal_contacts.contact_id, deals.contact_id) as contact_id,
    leads.first_responded_on as first_response_at,
    leads.territory as territory,
    greatest(
        leads.modified,
        coalesce(deals.modified, leads.modified),
        configured.modified
    ) as row_modified_at
from `tabCRM Lead` as leads
cross join configured
left join `tabCRM Lead Status` as statuses on statuses.name = leads.status
left join disqualifications on disqualifications.lead_id = leads.name
left join deals on deals.lead_id = leads.name and deals.place = 1
left join deal_contacts
    on deal_contacts.deal_id = deals.deal_id and deal_contacts.place = 1
