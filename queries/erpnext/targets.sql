-- One row per sales person or group and month of a fiscal year: the targets of all item groups.
-- Grain: sales person, month. A group is a team, the group above all others the company.
with months as (
    select 0 as month
    union all select 1 as month
    union all select 2 as month
    union all select 3 as month
    union all select 4 as month
    union all select 5 as month
    union all select 6 as month
    union all select 7 as month
    union all select 8 as month
    union all select 9 as month
    union all select 10 as month
    union all select 11 as month
),

reporting as (
    select max(nullif(value, '')) as currency
    from `tabSingles`
    where doctype = 'Global Defaults' and field = 'default_currency'
),

months_of_years as (
    select
        years.name as fiscal_year,
        years.year_start_date + interval months.month month as started_on,
        least(
            years.year_start_date + interval (months.month + 1) month,
            years.year_end_date + interval 1 day
        ) as ended_on,
        -- The names of months in a distribution are English, whatever the server speaks.
        elt(
            month(years.year_start_date + interval months.month month),
            'January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September',
            'October', 'November', 'December'
        ) as month_name
    from `tabFiscal Year` as years
    cross join months
    where years.year_start_date + interval months.month month <= years.year_end_date
),

employees as (
    select
        name as employee,
        user_id
    from `tabEmployee`
    where user_id <> ''
),

monthly as (
    select
        targets.parent as sales_person,
        months_of_years.started_on,
        months_of_years.ended_on,
        -- Without a distribution every month has a twelfth, as in ERPNext's own reports.
        sum(
            case
                when coalesce(targets.distribution_id, '') = '' then targets.target_amount / 12
                else targets.target_amount * coalesce(shares.percentage_allocation, 0) / 100
            end
        ) as value
    from `tabTarget Detail` as targets
    inner join months_of_years on months_of_years.fiscal_year = targets.fiscal_year
    left join `tabMonthly Distribution Percentage` as shares
        on shares.parent = targets.distribution_id
        and shares.parenttype = 'Monthly Distribution'
        and shares.month = months_of_years.month_name
    where targets.parenttype = 'Sales Person' and targets.target_amount > 0
    group by targets.parent, months_of_years.started_on, months_of_years.ended_on
)

select
    'revenue_added' as metric,
    monthly.started_on as started_on,
    monthly.ended_on as ended_on,
    monthly.value as value,
    reporting.currency as currency,
    case when sales_people.is_group = 0 then employees.user_id end as owner_id,
    case
        when sales_people.is_group = 1 and coalesce(sales_people.parent_sales_person, '') <> ''
            then sales_people.name
    end as team
from monthly
cross join reporting
inner join `tabSales Person` as sales_people on sales_people.name = monthly.sales_person
left join employees on employees.employee = sales_people.employee
-- A sales person without a login owns no deal that a target could be held against.
where sales_people.is_group = 1 or employees.user_id is not null
