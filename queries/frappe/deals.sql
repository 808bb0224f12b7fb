-- One row per deal; when it was decided comes from its status log.
-- Grain: deal. `closed_at_from` says where the decision's time is from: history, record or planned.
with statuses as (
    select
        name as stage,
        case type when 'Won' then 'won' when 'Lost' then 'lost' else 'open' end as outcome
    from `tabCRM Deal Status`
),

configured as (
    select max(modified) as modified
    from `tabCRM Deal Status`
),

-- The currency of the whole CRM, for deals that name none.
reporting as (
    select coalesce(max(nullif(value, '')), 'USD') as currency
    from `tabSingles`
    where doctype = 'FCRM Settings' and field = 'currency'
),

visits as (
    select
        visits.parent as deal_id,
        visits.idx as place,
        visits.from_date as entered_at,
        -- The log keeps the old name of a renamed status, and its type of that time.
        coalesce(
            statuses.outcome,
            case visits.from_type when 'Won' then 'won' when 'Lost' then 'lost' else 'open' end
        ) as outcome
    from `tabCRM Status Change Log` as visits
    left join statuses on statuses.stage = visits.`from`
    where visits.parenttype = 'CRM Deal'
),

turns as (
    select
        deal_id,
        entered_at,
        outcome,
        lag(outcome) over (partition by deal_id order by place) as outcome_before,
        lead(outcome) over (partition by deal_id order by place) as outcome_after
    from visits
),

decisions as (
    select
        turns.deal_id,
        max(case when turns.outcome_after is null then turns.outcome end) as outcome,
        max(
            case
                -- The first visit of a deal that is older than the log has no true beginning.
                when turns.outcome_before is null
                    and turns.entered_at > deals.creation + interval 1 hour then null
                when turns.outcome_before is null then deals.creation
                when turns.outcome_before <> turns.outcome then turns.entered_at
            end
        ) as decided_at
    from turns
    inner join `tabCRM Deal` as deals on deals.name = turns.deal_id
    group by turns.deal_id
),

contacts as (
    select
        parent as deal_id,
        contact as contact_id,
        row_number() over (partition by parent order by is_primary desc, idx) as place
    from `tabCRM Contacts`
    where parenttype = 'CRM Deal'
),

products as (
    select
        parent as deal_id,
        product_name as product,
        row_number() over (partition by parent order by net_amount desc, idx) as place
    from `tabCRM Products`
    where parenttype = 'CRM Deal'
)

select
    deals.name as deal_id,
    coalesce(nullif(deals.organization, ''), nullif(deals.lead_name, ''), deals.name) as name,
    deals.organization as account_id,
    coalesce(contacts.contact_id, deals.contact) as contact_id,
    deals.deal_owner as owner_id,
    deals.status as stage,
    coalesce(statuses.outcome, 'open') as outcome,
    -- 0 stands for "not filled in" in both.
    coalesce(nullif(deals.deal_value, 0), nullif(deals.expected_deal_value, 0)) as amount,
    coalesce(nullif(deals.currency, ''), reporting.currency) as currency,
    deals.source as source,
    products.product as product,
    case when statuses.outcome = 'lost' then deals.lost_reason end as loss_reason,
    deals.creation as created_at,
    -- As texts, because a day beside an instant would become one at midnight.
    case
        when coalesce(statuses.outcome, 'open') = 'open' then null
        when decisions.outcome = statuses.outcome and decisions.decided_at is not null
            then cast(decisions.decided_at as char)
        when statuses.outcome = 'won' and deals.closed_date is not null
            then cast(deals.closed_date as char)
        else cast(deals.expected_closure_date as char)
    end as closed_at,
    deals.expected_closure_date as expected_close_on,
    deals.modified as updated_at,
    case
        when coalesce(statuses.outcome, 'open') = 'open' then null
        when decisions.outcome = statuses.outcome and decisions.decided_at is not null
            then 'history'
        when statuses.outcome = 'won' and deals.closed_date is not null then 'record'
        when deals.expected_closure_date is not null then 'planned'
    end as closed_at_from,
    deals.territory as territory,
    greatest(deals.modified, configured.modified) as row_modified_at
from `tabCRM Deal` as deals
cross join configured
cross join reporting
left join statuses on statuses.stage = deals.status
left join decisions on decisions.deal_id = deals.name
left join contacts on contacts.deal_id = deals.name and contacts.place = 1
left join products on products.deal_id = deals.name and products.place = 1
