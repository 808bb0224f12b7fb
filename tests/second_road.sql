-- One row per deal of the demo CRM, in the words of the definitions, from the raw tables only.
-- Grain: deal. Written apart from the library: no facts, no expressions, no calendar of it.
create or replace view road as
with typed_deals as (
    select
        deal_id,
        nullif(trim(account_id), '') as account_id,
        nullif(trim(owner_id), '') as owner_id,
        nullif(trim(team), '') as own_team,
        nullif(trim(source), '') as source,
        outcome,
        cast(amount as decimal(18, 2)) as amount,
        coalesce(nullif(upper(trim(currency)), ''), 'USD') as currency,
        cast(expected_close_on as date) as expected_on,
        cast(timezone($zone, timezone('UTC', cast(created_at as timestamp))) as date) as created_on,
        case when outcome <> 'open' then
            cast(timezone($zone, timezone('UTC', cast(closed_at as timestamp))) as date)
        end as closed_on
    from raw_deals
    where created_at is not null
),
changes as (
    select
        deal_id,
        field,
        nullif(trim(old_value), '') as old_value,
        nullif(trim(new_value), '') as new_value,
        cast(timezone($zone, timezone('UTC', cast(changed_at as timestamp))) as date) as changed_on,
        row_number() over (
            partition by deal_id, field order by cast(changed_at as timestamp), cast(sequence as bigint)
        ) as number
    from raw_deal_changes
),
moves as (
    select
        user_id,
        field,
        nullif(trim(old_value), '') as old_value,
        nullif(trim(new_value), '') as new_value,
        cast(timezone($zone, timezone('UTC', cast(changed_at as timestamp))) as date) as changed_on,
        row_number() over (
            partition by user_id, field order by cast(changed_at as timestamp)
        ) as number
    from raw_user_changes
),
moments as (
    select deal_id, 'created' as moment, created_on as moment_on from typed_deals
    union all
    select deal_id, 'decided', greatest(closed_on, created_on)
    from typed_deals where closed_on is not null
),
owner_changes_so_far as (
    select moment, moments.deal_id, max(number) as number
    from moments
    join changes on changes.deal_id = moments.deal_id and changes.field = 'owner_id'
        and changes.changed_on <= moment_on
    group by all
),
owners as (
    select
        moments.deal_id,
        moments.moment,
        moment_on,
        case
            when latest.deal_id is not null then latest.new_value
            when first.deal_id is not null then first.old_value
            else typed_deals.owner_id
        end as owner_id
    from moments
    join typed_deals on typed_deals.deal_id = moments.deal_id
    left join owner_changes_so_far as so_far
        on so_far.deal_id = moments.deal_id and so_far.moment = moments.moment
    left join changes as latest
        on latest.deal_id = moments.deal_id and latest.field = 'owner_id'
        and latest.number = so_far.number
    left join changes as first
        on first.deal_id = moments.deal_id and first.field = 'owner_id' and first.number = 1
    union all
    select deal_id, 'now', date '9999-12-31', owner_id from typed_deals
),
team_moves_so_far as (
    select owners.deal_id, moment, max(number) as number
    from owners
    join moves on moves.user_id = owners.owner_id and moves.field = 'team'
        and moves.changed_on <= moment_on
    group by all
),
credits as (
    select
        owners.deal_id,
        owners.moment,
        owners.owner_id,
        case
            when latest.user_id is not null then latest.new_value
            when first.user_id is not null then first.old_value
            else nullif(trim(raw_users.team), '')
        end as owner_team
    from owners
    left join raw_users on raw_users.user_id = owners.owner_id
    left join team_moves_so_far as so_far
        on so_far.deal_id = owners.deal_id and so_far.moment = owners.moment
    left join moves as latest
        on latest.user_id = owners.owner_id and latest.field = 'team'
        and latest.number = so_far.number
    left join moves as first
        on first.user_id = owners.owner_id and first.field = 'team' and first.number = 1
),
first_expectations as (
    select deal_id, arg_min(coalesce(old_value, new_value), number) as first_expected
    from changes
    where field = 'expected_close_on' and coalesce(old_value, new_value) is not null
    group by deal_id
),
rated_deals as (
    select
        typed_deals.deal_id,
        arg_max(cast(rates.rate as decimal(18, 8)), cast(rates.valid_from as date)) as rate
    from typed_deals
    join raw_exchange_rates as rates
        on upper(trim(rates.currency)) = typed_deals.currency
        and cast(rates.valid_from as date) <= coalesce(closed_on, created_on)
    group by all
),
products as (
    select
        typed_deals.*,
        currency = 'USD' or rate is not null as has_rate,
        -- Cents × hundred-millionths: a whole number, one million of which are 1/10,000.
        cast(abs(amount) * 100 as hugeint)
            * case when currency = 'USD' then 100000000 else cast(rate * 100000000 as hugeint) end
            as fine,
    from typed_deals
    left join rated_deals on rated_deals.deal_id = typed_deals.deal_id
),
first_wins as (
    select account_id, min(struct_pack(closed_on := closed_on, deal_id := deal_id)).deal_id as deal_id
    from typed_deals
    where outcome = 'won' and closed_on is not null and account_id is not null
    group by account_id
)
select
    products.deal_id,
    products.account_id,
    outcome,
    source,
    created_on,
    closed_on,
    date_diff('day', created_on, closed_on) as cycle_days,
    expected_on,
    coalesce(cast(first_expected as date), expected_on) as first_expected_on,
    has_rate,
    -- Rounded half-even, once, away from any float.
    case when amount < 0 then -1 else 1 end * (
        fine // 1000000
        + case
            when fine % 1000000 > 500000 then 1
            when fine % 1000000 = 500000 and (fine // 1000000) % 2 = 1 then 1
            else 0
        end
    ) as amount,
    at_creation.owner_id as owner_created,
    coalesce(own_team, at_creation.owner_team) as team_created,
    coalesce(at_decision.moment, 'now') as credited,
    case when at_decision.moment is null then today.owner_id else at_decision.owner_id end
        as owner_decided,
    coalesce(
        own_team,
        case when at_decision.moment is null then today.owner_team else at_decision.owner_team end
    ) as team_decided,
    today.owner_id as owner_now,
    coalesce(own_team, today.owner_team) as team_now,
    first_wins.deal_id is not null as is_first_win
from products
left join first_expectations on first_expectations.deal_id = products.deal_id
left join credits as at_creation
    on at_creation.deal_id = products.deal_id and at_creation.moment = 'created'
left join credits as at_decision
    on at_decision.deal_id = products.deal_id and at_decision.moment = 'decided'
left join credits as today on today.deal_id = products.deal_id and today.moment = 'now'
left join first_wins on first_wins.deal_id = products.deal_id
;

-- One row per account that became a customer, in the words of the definitions.
-- Grain: account. By its first won deal, paid subscription or order, in that order on one day.
create or replace view road_customers as
with moves as (
    select
        user_id,
        nullif(trim(old_value), '') as old_team,
        nullif(trim(new_value), '') as new_team,
        cast(timezone($zone, timezone('UTC', cast(changed_at as timestamp))) as date) as changed_on,
        row_number() over (partition by user_id order by cast(changed_at as timestamp)) as number
    from raw_user_changes
    where field = 'team'
),
first_deals as (
    select account_id, closed_on as first_on, deal_id, source, owner_decided as owner_id,
        team_decided as team
    from road
    where is_first_win
),
first_subscriptions as (
    select account_id, min(cast(started_on as date)) as first_on
    from raw_subscriptions
    where cast(mrr as decimal(18, 2)) > 0 and (ended_on is null or ended_on > started_on)
    group by account_id
),
order_rates as (
    select order_id, arg_max(cast(rates.rate as decimal(18, 8)), cast(valid_from as date)) as rate
    from raw_orders
    join raw_exchange_rates as rates
        on upper(trim(rates.currency)) = upper(trim(raw_orders.currency))
        and cast(valid_from as date) <= cast(ordered_on as date)
    group by order_id
),
valued_orders as (
    select
        account_id,
        cast(ordered_on as date) as ordered_on,
        cast(amount as decimal(18, 2)) as amount,
        case when coalesce(upper(trim(currency)), 'USD') = 'USD' then 1 else rate end as rate
    from raw_orders
    left join order_rates on order_rates.order_id = raw_orders.order_id
),
bought as (
    select account_id, ordered_on
    from valued_orders
    group by account_id, ordered_on
    having sum(amount * rate) > 0
        or bool_or(amount is null) or bool_or(amount > 0 and rate is null)
),
first_orders as (
    select account_id, min(ordered_on) as first_on from bought group by account_id
),
firsts as (
    select account_id, first_on, 1 as rank from first_deals
    union all
    select account_id, first_on, 2 from first_subscriptions
    union all
    select account_id, first_on, 3 from first_orders
),
customers as (
    select account_id, min(struct_pack(first_on := first_on, rank := rank)) as first
    from firsts
    group by account_id
),
places as (
    select
        customers.account_id,
        first.first_on as first_on,
        first.rank as rank,
        nullif(trim(raw_accounts.source), '') as source,
        nullif(trim(raw_accounts.owner_id), '') as owner_id,
        nullif(trim(raw_users.team), '') as team_now
    from customers
    left join raw_accounts on raw_accounts.account_id = customers.account_id
    left join raw_users on raw_users.user_id = nullif(trim(raw_accounts.owner_id), '')
),
moves_so_far as (
    select account_id, max(number) as number
    from places
    join moves on moves.user_id = places.owner_id and changed_on <= first_on
    group by account_id
),
placed as (
    select
        places.*,
        case
            when latest.user_id is not null then latest.new_team
            when earliest.user_id is not null then earliest.old_team
            else team_now
        end as team
    from places
    left join moves_so_far as so_far on so_far.account_id = places.account_id
    left join moves as latest
        on latest.user_id = places.owner_id and latest.number = so_far.number
    left join moves as earliest
        on earliest.user_id = places.owner_id and earliest.number = 1
)
select
    placed.account_id,
    placed.first_on as closed_on,
    case placed.rank when 1 then 'deal' when 2 then 'subscription' else 'order' end as came_by,
    case when rank = 1 then first_deals.source else placed.source end as source,
    case when rank = 1 then first_deals.owner_id else placed.owner_id end as owner_decided,
    case when rank = 1 then first_deals.team else placed.team end as team_decided
from placed
left join first_deals on first_deals.account_id = placed.account_id
;
