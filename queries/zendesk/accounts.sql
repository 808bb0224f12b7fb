-- One row per organization that is not deleted; its first domain stands for its web address.
-- Grain: organization.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select false as _fivetran_deleted
),

first_domains as (
    select distinct on (domain_name.organization_id)
        domain_name.organization_id,
        domain_name.domain_name
    from domain_name
    order by domain_name.organization_id, domain_name."index"
)

select
    cast(organizations.id as text) as account_id,
    organizations.name as name,
    first_domains.domain_name as website,
    organizations.created_at as created_at,
    organizations.updated_at as updated_at
from absent
cross join lateral (
    select
        organization.id,
        organization.name,
        organization.created_at,
        organization.updated_at
    from organization
    where not coalesce(_fivetran_deleted, false)
) as organizations
left join first_domains on first_domains.organization_id = organizations.id
