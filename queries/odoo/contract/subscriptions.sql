-- One row per line of a sales contract of the OCA module contract.
-- Grain: contract_line.id. Cancelled lines, sections and notes are left out.
with main_company as (
    select id from res_company order by id limit 1
),

lines as (
    select
        contract_line.id as id,
        contract_line.contract_id as contract_id,
        contract_line.product_id as product_id,
        contract_line.date_start as date_start,
        contract_line.date_end as date_end,
        contract_line.is_auto_renew as is_auto_renew,
        contract_line.write_date as write_date,
        -- A price from a price list is worked out when the invoice is made and kept nowhere.
        case
            when not coalesce(contract_line.automatic_price, false)
                then cast(contract_line.specific_price as numeric)
                * cast(contract_line.quantity as numeric)
                * (1 - cast(coalesce(contract_line.discount, 0) as numeric) / 100)
        end as price,
        contract_line.recurring_interval * case contract_line.recurring_rule_type
            when 'daily' then 12 / 365.0
            when 'weekly' then 7 * 12 / 365.0
            when 'monthly' then 1
            when 'monthlylastday' then 1
            when 'quarterly' then 3
            when 'semesterly' then 6
            when 'yearly' then 12
        end as months
    from contract_line
    where not coalesce(contract_line.is_canceled, false) and contract_line.display_type is null
),

contracts as (
    select
        contract_contract.id as id,
        contract_contract.commercial_partner_id as commercial_partner_id,
        contract_contract.active as active,
        contract_contract.write_date as write_date,
        coalesce(
            contract_contract.manual_currency_id,
            price_lists.currency_id,
            companies.currency_id
        ) as currency_id,
        case when contract_contract.is_terminated then reasons.name end as end_reason,
        greatest(price_lists.write_date, companies.write_date, reasons.write_date)
            as looked_up_at
    from contract_contract
    cross join main_company
    left join product_pricelist as price_lists on price_lists.id = contract_contract.pricelist_id
    left join res_company as companies
        on companies.id = coalesce(contract_contract.company_id, main_company.id)
    left join contract_terminate_reason as reasons
        on reasons.id = contract_contract.terminate_reason_id
    where contract_contract.contract_type = 'sale'
)

select
    lines.id as subscription_id,
    contracts.commercial_partner_id as account_id,
    templates.name ->> 'en_US' as product,
    lines.price / lines.months as mrr,
    currencies.name as currency,
    case when lines.months >= 1 then lines.months end as term_months,
    lines.date_start as started_on,
    -- The last day is covered, and the end of a line that renews itself is no end.
    case when not coalesce(lines.is_auto_renew, false) then lines.date_end + 1 end as ended_on,
    case
        when lines.date_end is not null and not coalesce(lines.is_auto_renew, false)
            then contracts.end_reason
    end as end_reason,
    greatest(
        lines.write_date,
        contracts.write_date,
        contracts.looked_up_at,
        products.write_date,
        templates.write_date
    ) as row_modified_at
from lines
inner join contracts on contracts.id = lines.contract_id
left join product_product as products on products.id = lines.product_id
left join product_template as templates on templates.id = products.product_tmpl_id
left join res_currency as currencies on currencies.id = contracts.currency_id
-- Of an archived contract without an end nobody knows when it stopped.
where contracts.active or lines.date_end is not null
