-- One row per opportunity that is not cancelled; when it was decided comes from the changes of its
-- status.
-- Grain: opportunity. `closed_at_from` says where the decision's time is from: history, record or
-- planned.
with customers_of_leads as (
    select
        lead_name as `lead`,
        min(name) as customer
    from `tabCustomer`
    where lead_name <> ''
    group by lead_name
),

customers_of_prospects as (
    select
        prospect_name as prospect,
        min(name) as customer
    from `tabCustomer`
    where prospect_name <> ''
    group by prospect_name
),

prospects_of_leads as (
    select
        `lead`,
        min(parent) as prospect
    from `tabProspect Lead`
    where parenttype = 'Prospect'
    group by `lead`
),

-- A status that is set by the program leaves a mark, one that a person saves leaves a version.
statuses as (
    select
        reference_name as deal_id,
        creation as changed_at,
        name as event,
        content collate utf8mb4_unicode_ci as status,
        null as status_before
    from `tabComment`
    where reference_doctype = 'Opportunity' and comment_type = 'Label'
    union all
    select
        versions.docname as deal_id,
        versions.creation as changed_at,
        versions.name as event,
        changes.new_text collate utf8mb4_unicode_ci as status,
        changes.old_text collate utf8mb4_unicode_ci as status_before
    from `tabVersion` as versions
    cross join json_table(
        case when json_valid(versions.data) then versions.data else '{}' end,
        '$.changed[*]' columns (
            field varchar(140) path '$[0]',
            old_text text path '$[1]',
            new_text text path '$[2]'
        )
    ) as changes
    where versions.ref_doctype = 'Opportunity' and changes.field = 'status'
),

turns as (
    select
        deal_id,
        changed_at,
        status,
        -- Every opportunity begins as open.
        coalesce(
            lag(status) over (partition by deal_id order by changed_at, event),
            status_before,
            'Open'
        ) as status_before,
        row_number() over (partition by deal_id order by changed_at desc, event desc) as place
    from statuses
    where status in ('Open', 'Quotation', 'Converted', 'Lost', 'Replied', 'Closed')
),

outcomes as (
    select
        deal_id,
        changed_at,
        place,
        case
            when status = 'Converted' then 'won'
            when status in ('Lost', 'Closed') then 'lost'
            else 'open'
        end as outcome,
        case
            when status_before = 'Converted' then 'won'
            when status_before in ('Lost', 'Closed') then 'lost'
            else 'open'
        end as outcome_before
    from turns
),

decisions as (
    select
        deal_id,
        max(case when place = 1 then outcome end) as outcome,
        max(case when outcome <> outcome_before then changed_at end) as decided_at
    from outcomes
    group by deal_id
),

first_orders as (
    select
        quotations.opportunity as deal_id,
        min(orders.transaction_date) as ordered_on
    from `tabQuotation` as quotations
    inner join `tabSales Order Item` as items
        on items.prevdoc_docname = quotations.name and items.parenttype = 'Sales Order'
    inner join `tabSales Order` as orders on orders.name = items.parent
    where quotations.opportunity <> '' and quotations.docstatus = 1 and orders.docstatus = 1
    group by quotations.opportunity
),

items as (
    select
        parent as deal_id,
        coalesce(nullif(item_name, ''), item_code) as product,
        row_number() over (partition by parent order by amount desc, idx) as place
    from `tabOpportunity Item`
    where parenttype = 'Opportunity'
),

loss_reasons as (
    select
        parent as deal_id,
        lost_reason,
        row_number() over (partition by parent order by idx) as place
    from `tabOpportunity Lost Reason Detail`
    where parenttype = 'Opportunity'
),

deals as (
    select
        name as deal_id,
        case
            when status = 'Converted' then 'won'
            when status in ('Lost', 'Closed') then 'lost'
            else 'open'
        end as outcome,
        case
            when status in ('Converted', 'Lost', 'Closed') then status
            else coalesce(nullif(sales_stage, ''), status)
        end as stage
    from `tabOpportunity`
    where docstatus < 2
)

select
    opportunities.name as deal_id,
    coalesce(nullif(opportunities.title, ''), opportunities.customer_name) as name,
    case opportunities.opportunity_from
        when 'Customer' then opportunities.party_name
        when 'Prospect' then coalesce(
            customers_of_prospects.customer, concat('prospect/', opportunities.party_name)
        )
        when 'Lead' then coalesce(
            customers_of_leads.customer,
            customers_of_leads_prospects.customer,
            concat('prospect/', prospects_of_leads.prospect)
        )
    end as account_id,
    opportunities.contact_person as contact_id,
    coalesce(nullif(opportunities.opportunity_owner, ''), opportunities.owner) as owner_id,
    opportunities.campaign as campaign_id,
    deals.stage as stage,
    deals.outcome as outcome,
    -- 0 stands for "not filled in"; the items' total is the next best.
    coalesce(nullif(opportunities.opportunity_amount, 0), nullif(opportunities.total, 0)) as amount,
    coalesce(nullif(opportunities.currency, ''), companies.default_currency) as currency,
    opportunities.source as source,
    items.product as product,
    case
        when opportunities.status = 'Lost'
            then coalesce(loss_reasons.lost_reason, nullif(opportunities.order_lost_reason, ''))
    end as loss_reason,
    opportunities.creation as created_at,
    -- As texts, because a day beside an instant would become one at midnight.
    case
        when deals.outcome = 'open' then null
        when decisions.outcome = deals.outcome and decisions.decided_at is not null
            then cast(decisions.decided_at as char)
        when deals.outcome = 'won' and first_orders.ordered_on is not null
            then cast(first_orders.ordered_on as char)
        else cast(opportunities.expected_closing as char)
    end as closed_at,
    opportunities.expected_closing as expected_close_on,
    opportunities.modified as updated_at,
    case
        when deals.outcome = 'open' then null
        when decisions.outcome = deals.outcome and decisions.decided_at is not null then 'history'
        when deals.outcome = 'won' and first_orders.ordered_on is not null then 'record'
        when opportunities.expected_closing is not null then 'planned'
    end as closed_at_from,
    opportunities.company as selling_company,
    opportunities.opportunity_type as opportunity_type,
    opportunities.territory as territory
from `tabOpportunity` as opportunities
inner join deals on deals.deal_id = opportunities.name
left join `tabCompany` as companies on companies.name = opportunities.company
left join customers_of_prospects
    on customers_of_prospects.prospect = opportunities.party_name
    and opportunities.opportunity_from = 'Prospect'
left join customers_of_leads
    on customers_of_leads.`lead` = opportunities.party_name
    and opportunities.opportunity_from = 'Lead'
left join prospects_of_leads
    on prospects_of_leads.`lead` = opportunities.party_name
    and opportunities.opportunity_from = 'Lead'
left join customers_of_prospects as customers_of_leads_prospects
    on customers_of_leads_prospects.prospect = prospects_of_leads.prospect
left join decisions on decisions.deal_id = opportunities.name
left join first_orders on first_orders.deal_id = opportunities.name
left join items on items.deal_id = opportunities.name and items.place = 1
left join loss_reasons on loss_reasons.deal_id = opportunities.name and loss_reasons.place = 1
