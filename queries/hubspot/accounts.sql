-- One row per company that is neither deleted nor merged into another.
-- Grain: company.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as is_deleted,
        false as _fivetran_deleted,
        null::text as property_hs_merged_object_ids,
        null::text as property_domain,
        null::text as property_website,
        null::text as property_phone,
        null::numeric as property_numberofemployees,
        null::bigint as property_hubspot_owner_id,
        null::bigint as property_hs_parent_company_id,
        null::text as property_hs_analytics_source,
        null::timestamptz as property_hs_lastmodifieddate
),

-- The company that stays lists those that went into it.
merged_companies as (
    select distinct kept.id
    from absent
    cross join lateral (
        select unnest(string_to_array(property_hs_merged_object_ids, ';')) as id
        from company
    ) as kept
)

select
    companies.id as account_id,
    coalesce(nullif(companies.property_name, ''), companies.property_domain) as name,
    companies.property_hubspot_owner_id as owner_id,
    companies.property_industry as industry,
    case
        when companies.property_numberofemployees < 10 then '1-9'
        when companies.property_numberofemployees < 50 then '10-49'
        when companies.property_numberofemployees < 250 then '50-249'
        when companies.property_numberofemployees < 1000 then '250-999'
        when companies.property_numberofemployees >= 1000 then '1000+'
    end as size,
    companies.property_country as country,
    companies.property_hs_analytics_source as source,
    companies.property_phone as phone,
    coalesce(companies.property_website, companies.property_domain) as website,
    companies.property_hs_parent_company_id as parent_id,
    companies.property_createdate as created_at,
    companies.property_hs_lastmodifieddate as updated_at,
    companies._fivetran_synced as row_modified_at
from absent
cross join lateral (
    select
        cast(company.id as text) as id,
        company.property_name,
        property_domain,
        cast(property_hubspot_owner_id as text) as property_hubspot_owner_id,
        company.property_industry,
        cast(property_numberofemployees as numeric) as property_numberofemployees,
        company.property_country,
        property_hs_analytics_source,
        property_phone,
        property_website,
        cast(property_hs_parent_company_id as text) as property_hs_parent_company_id,
        company.property_createdate,
        property_hs_lastmodifieddate,
        company._fivetran_synced
    from company
    where not coalesce(is_deleted, false)
        and not coalesce(_fivetran_deleted, false)
) as companies
left join merged_companies on merged_companies.id = companies.id
where merged_companies.id is null
