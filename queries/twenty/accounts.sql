-- One row per company.
-- Grain: account_id. A company without a name goes by its domain; without either it is dropped.
select
    id as account_id,
    coalesce(nullif(trim(name), ''), nullif("domainNamePrimaryLinkUrl", '')) as name,
    "accountOwnerId" as owner_id,
    case
        when employees < 11 then '1-10'
        when employees < 51 then '11-50'
        when employees < 201 then '51-200'
        when employees < 1001 then '201-1000'
        when employees >= 1001 then '1001+'
    end as size,
    "addressAddressCountry" as country,
    "domainNamePrimaryLinkUrl" as website,
    "createdAt" as created_at,
    "updatedAt" as updated_at,
    "updatedAt" as row_modified_at
from company
where "deletedAt" is null
