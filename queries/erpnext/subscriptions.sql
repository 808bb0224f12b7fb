-- One row per subscription of a customer, its plans added up to one monthly amount.
-- Grain: subscription. A subscription to a supplier is none of ours.
with prices as (
    select
        item_code,
        price_list,
        price_list_rate,
        modified,
        row_number() over (
            partition by item_code, price_list order by valid_from desc, modified desc
        ) as place
    from `tabItem Price`
    where selling = 1 and coalesce(customer, '') = ''
),

plans as (
    select
        details.parent as subscription_id,
        details.idx as place,
        plans.name as plan,
        plans.plan_name,
        plans.currency,
        details.qty * case
            when plans.price_determination = 'Based On Price List' then prices.price_list_rate
            else plans.cost
        end as price,
        -- The months a price is for; of a day or a week, as a part of the mean month.
        case
            when plans.price_determination = 'Monthly Rate' then 1
            when plans.billing_interval = 'Year' then 12 * plans.billing_interval_count
            when plans.billing_interval = 'Week' then 7 / 30.436875 * plans.billing_interval_count
            when plans.billing_interval = 'Day' then 1 / 30.436875 * plans.billing_interval_count
            else plans.billing_interval_count
        end as months,
        case plans.billing_interval
            when 'Year' then 12 * plans.billing_interval_count
            when 'Month' then plans.billing_interval_count
        end as term_months,
        greatest(plans.modified, coalesce(prices.modified, plans.modified)) as modified
    from `tabSubscription Plan Detail` as details
    inner join `tabSubscription Plan` as plans on plans.name = details.plan
    left join prices
        on prices.item_code = plans.item
        and prices.price_list = plans.price_list
        and prices.place = 1
    where details.parenttype = 'Subscription'
),

totals as (
    select
        subscription_id,
        sum(price / months) as mrr,
        -- Plans of one subscription have one interval and one currency.
        max(months) as months,
        max(term_months) as term_months,
        max(currency) as currency,
        group_concat(coalesce(nullif(plan_name, ''), plan) order by place separator ', ')
            as product,
        max(modified) as modified
    from plans
    group by subscription_id
)

select
    subscriptions.name as subscription_id,
    subscriptions.party as account_id,
    totals.product as product,
    totals.mrr * (1 - subscriptions.additional_discount_percentage / 100)
        - subscriptions.additional_discount_amount / totals.months as mrr,
    totals.currency as currency,
    totals.term_months as term_months,
    case
        when subscriptions.trial_period_end >= subscriptions.start_date
            then subscriptions.trial_period_end + interval 1 day
        else subscriptions.start_date
    end as started_on,
    -- Both days are the last ones covered.
    case
        when subscriptions.status = 'Cancelled'
            then coalesce(subscriptions.cancelation_date, subscriptions.end_date) + interval 1 day
        else subscriptions.end_date + interval 1 day
    end as ended_on,
    case when subscriptions.status in ('Cancelled', 'Completed') then subscriptions.status end
        as end_reason,
    subscriptions.company as selling_company,
    greatest(
        subscriptions.modified,
        coalesce(totals.modified, subscriptions.modified)
    ) as row_modified_at
from `tabSubscription` as subscriptions
left join totals on totals.subscription_id = subscriptions.name
where subscriptions.party_type = 'Customer'
    -- Cancelled within the trial: nothing was ever paid.
    and not (
        subscriptions.status = 'Cancelled'
        and subscriptions.trial_period_end >= subscriptions.start_date
        and coalesce(subscriptions.cancelation_date, subscriptions.end_date)
            <= subscriptions.trial_period_end
    )
