-- One row per company, and per person without a company who was offered or has bought something.
-- Grain: res_partner.id of a commercial entity. Archived ones stay only with a deal or an order.
with buyers as (
    select
        partners.commercial_partner_id as partner_id,
        max(dealings.write_date) as modified_at
    from (
        select partner_id, write_date from crm_lead
        union all
        select partner_id, write_date from sale_order
    ) as dealings
    inner join res_partner as partners on partners.id = dealings.partner_id
    group by partners.commercial_partner_id
),

partners as (
    select
        of_partner.id as id,
        of_partner.name as name,
        of_partner.user_id as user_id,
        of_partner.industry_id as industry_id,
        of_partner.country_id as country_id,
        of_partner.parent_id as parent_id,
        of_partner.email as email,
        of_partner.phone as phone,
        of_partner.website as website,
        of_partner.vat as vat,
        of_partner.active as active,
        of_partner.is_company as is_company,
        of_partner.create_date as create_date,
        of_partner.write_date as write_date
    -- From 19 on there is no column mobile: its name then means the null of missing_columns.
    from (select cast(null as text) as mobile) as missing_columns
    cross join lateral (
        select
            id,
            name,
            user_id,
            industry_id,
            country_id,
            parent_id,
            email,
            coalesce(nullif(phone, ''), mobile) as phone,
            website,
            vat,
            active,
            is_company,
            create_date,
            write_date
        from res_partner
        where commercial_partner_id = id and coalesce(partner_share, true)
    ) as of_partner
)

select
    partners.id as account_id,
    partners.name as name,
    partners.user_id as owner_id,
    industries.name ->> 'en_US' as industry,
    countries.code as country,
    partners.email as email,
    partners.phone as phone,
    partners.website as website,
    partners.vat as tax_number,
    partners.parent_id as parent_id,
    partners.create_date as created_at,
    partners.write_date as updated_at,
    greatest(
        partners.write_date,
        buyers.modified_at,
        industries.write_date,
        countries.write_date
    ) as row_modified_at
from partners
left join buyers on buyers.partner_id = partners.id
left join res_partner_industry as industries on industries.id = partners.industry_id
left join res_country as countries on countries.id = partners.country_id
left join res_company as own_companies on own_companies.partner_id = partners.id
where
    own_companies.id is null
    and (partners.active or buyers.partner_id is not null)
    and (partners.is_company or buyers.partner_id is not null)
