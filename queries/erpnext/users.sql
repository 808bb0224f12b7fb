-- One row per person who works in ERPNext; the group above a sales person stands for the team.
-- Grain: user.
with employees as (
    select
        name as employee,
        user_id,
        reports_to,
        designation,
        row_number() over (
            partition by user_id order by status = 'Active' desc, creation desc
        ) as place
    from `tabEmployee`
    where user_id <> ''
),

sales_people as (
    select
        employees.user_id,
        sales_people.name as sales_person,
        nullif(sales_people.parent_sales_person, '') as team,
        row_number() over (
            partition by employees.user_id order by sales_people.enabled desc, sales_people.name
        ) as place
    from `tabSales Person` as sales_people
    inner join employees on employees.employee = sales_people.employee
    where sales_people.is_group = 0
),

territories as (
    select
        territory_manager as sales_person,
        min(name) as region
    from `tabTerritory`
    where territory_manager <> ''
    group by territory_manager
),

deal_owners as (
    select distinct coalesce(nullif(opportunity_owner, ''), owner) as user_id
    from `tabOpportunity`
)

select
    users.name as user_id,
    coalesce(nullif(users.full_name, ''), users.name) as name,
    users.email as email,
    sales_people.team as team,
    territories.region as region,
    employees.designation as role,
    managers.user_id as manager_id,
    users.enabled as is_active
from `tabUser` as users
left join employees on employees.user_id = users.name and employees.place = 1
left join `tabEmployee` as managers on managers.name = employees.reports_to
left join sales_people on sales_people.user_id = users.name and sales_people.place = 1
left join territories on territories.sales_person = sales_people.sales_person
left join deal_owners on deal_owners.user_id = users.name
-- Who loses all roles becomes a website user and still owns the deals of the past.
where users.user_type = 'System User' or deal_owners.user_id is not null
