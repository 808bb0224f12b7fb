-- One row per organization; nobody owns one in this CRM, so who entered it does.
-- Grain: organization.
select
    organizations.name as account_id,
    organizations.organization_name as name,
    organizations.owner as owner_id,
    organizations.industry as industry,
    organizations.no_of_employees as size,
    addresses.country as country,
    organizations.website as website,
    organizations.creation as created_at,
    organizations.modified as updated_at,
    organizations.territory as territory,
    greatest(
        organizations.modified,
        coalesce(addresses.modified, organizations.modified)
    ) as row_modified_at
from `tabCRM Organization` as organizations
left join `tabAddress` as addresses on addresses.name = organizations.address
