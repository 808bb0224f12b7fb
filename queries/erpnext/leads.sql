-- One row per lead, with the first opportunity and the customer that it became.
-- Grain: lead.
with deals as (
    select
        name as deal_id,
        party_name as lead_id,
        contact_person as contact_id,
        creation,
        modified,
        row_number() over (partition by party_name order by creation, name) as place
    from `tabOpportunity`
    where opportunity_from = 'Lead' and docstatus < 2
),

customers as (
    select
        lead_name as lead_id,
        min(name) as account_id,
        min(creation) as creation,
        max(modified) as modified
    from `tabCustomer`
    where lead_name <> ''
    group by lead_name
),

prospects as (
    select
        lead as lead_id,
        min(parent) as prospect
    from `tabProspect Lead`
    where parenttype = 'Prospect'
    group by lead
),

customers_of_prospects as (
    select
        prospect_name as prospect,
        min(name) as account_id
    from `tabCustomer`
    where prospect_name <> ''
    group by prospect_name
),

-- A status that is set by the program leaves a mark, one that a person saves leaves a version.
statuses as (
    select
        reference_name as lead_id,
        creation as changed_at,
        content collate utf8mb4_unicode_ci as status
    from `tabComment`
    where reference_doctype = 'Lead' and comment_type = 'Label'
    union all
    select
        versions.docname as lead_id,
        versions.creation as changed_at,
        changes.new_text collate utf8mb4_unicode_ci as status
    from `tabVersion` as versions
    cross join json_table(
        case when json_valid(versions.data) then versions.data else '{}' end,
        '$.changed[*]' columns (
            field varchar(140) path '$[0]',
            new_text text path '$[2]'
        )
    ) as changes
    where versions.ref_doctype = 'Lead' and changes.field = 'status'
),

turns as (
    select
        lead_id,
        changed_at,
        status = 'Do Not Contact' as is_refused,
        coalesce(
            lag(status = 'Do Not Contact') over (partition by lead_id order by changed_at), 0
        ) as was_refused
    from statuses
),

disqualifications as (
    select
        lead_id,
        max(changed_at) as disqualified_at
    from turns
    where is_refused = 1 and was_refused = 0
    group by lead_id
)

select
    leads.name as lead_id,
    coalesce(nullif(leads.lead_owner, ''), leads.owner) as owner_id,
    leads.lead_name as name,
    leads.company_name as company,
    leads.email_id as email,
    coalesce(nullif(leads.mobile_no, ''), leads.phone) as phone,
    leads.source as source,
    leads.campaign_name as campaign_id,
    case
        when deals.deal_id is not null or customers.account_id is not null then 'converted'
        when leads.status in ('Opportunity', 'Quotation', 'Lost Quotation', 'Converted')
            then 'converted'
        when leads.status = 'Do Not Contact' then 'disqualified'
        when leads.qualification_status = 'Qualified' then 'qualified'
        when leads.status in ('Open', 'Replied', 'Interested') then 'working'
        else 'new'
    end as status,
    leads.creation as created_at,
    leads.modified as updated_at,
    least(
        coalesce(deals.creation, customers.creation),
        coalesce(customers.creation, deals.creation)
    ) as converted_at,
    case
        when deals.deal_id is null
            and customers.account_id is null
            and leads.status = 'Do Not Contact'
            then disqualifications.disqualified_at
    end as disqualified_at,
    deals.deal_id as deal_id,
    coalesce(
        customers.account_id,
        customers_of_prospects.account_id,
        concat('prospect/', prospects.prospect)
    ) as account_id,
    deals.contact_id as contact_id,
    leads.company as selling_company,
    leads.territory as territory
from `tabLead` as leads
left join deals on deals.lead_id = leads.name and deals.place = 1
left join customers on customers.lead_id = leads.name
left join prospects on prospects.lead_id = leads.name
left join customers_of_prospects on customers_of_prospects.prospect = prospects.prospect
left join disqualifications on disqualifications.lead_id = leads.name
