-- One row per customer, and per prospect that is no customer yet.
-- Grain: customer, or prospect with "prospect/" before its name. A company's own branches are none.
with addresses as (
    select
        links.link_doctype,
        links.link_name,
        addresses.country,
        addresses.modified,
        row_number() over (
            partition by links.link_doctype, links.link_name
            order by addresses.is_primary_address desc, addresses.creation, addresses.name
        ) as place
    from `tabDynamic Link` as links
    inner join `tabAddress` as addresses on addresses.name = links.parent
    where links.parenttype = 'Address' and links.link_doctype in ('Customer', 'Prospect')
),

converted_prospects as (
    select distinct prospect_name as name
    from `tabCustomer`
    where prospect_name <> ''
)

select
    customers.name as account_id,
    customers.customer_name as name,
    coalesce(nullif(customers.account_manager, ''), customers.owner) as owner_id,
    customers.industry as industry,
    customers.market_segment as segment,
    null as size,
    coalesce(main_addresses.country, addresses.country) as country,
    customers.email_id as email,
    customers.mobile_no as phone,
    customers.website as website,
    customers.tax_id as tax_number,
    customers.creation as created_at,
    customers.modified as updated_at,
    customers.customer_group as customer_group,
    customers.territory as territory,
    greatest(
        customers.modified,
        coalesce(main_addresses.modified, customers.modified),
        coalesce(addresses.modified, customers.modified)
    ) as row_modified_at
from `tabCustomer` as customers
left join `tabAddress` as main_addresses on main_addresses.name = customers.customer_primary_address
left join addresses
    on addresses.link_doctype = 'Customer'
    and addresses.link_name = customers.name
    and addresses.place = 1
where customers.is_internal_customer = 0
union all
select
    concat('prospect/', prospects.name) as account_id,
    prospects.company_name as name,
    coalesce(nullif(prospects.prospect_owner, ''), prospects.owner) as owner_id,
    prospects.industry as industry,
    prospects.market_segment as segment,
    prospects.no_of_employees as size,
    addresses.country as country,
    null as email,
    null as phone,
    prospects.website as website,
    null as tax_number,
    prospects.creation as created_at,
    prospects.modified as updated_at,
    prospects.customer_group as customer_group,
    prospects.territory as territory,
    greatest(
        prospects.modified,
        coalesce(addresses.modified, prospects.modified)
    ) as row_modified_at
from `tabProspect` as prospects
left join converted_prospects on converted_prospects.name = prospects.name
left join addresses
    on addresses.link_doctype = 'Prospect'
    and addresses.link_name = prospects.name
    and addresses.place = 1
where converted_prospects.name is null
