-- One row per person outside the company who is not archived.
-- Grain: res_partner.id. Addresses for invoices and deliveries are no persons and left out.
with people as (
    select
        of_partner.id as id,
        of_partner.commercial_partner_id as commercial_partner_id,
        of_partner.user_id as user_id,
        -- Odoo keeps one name: its last word stands for the last name.
        regexp_replace(of_partner.name, '^.*\s', '') as last_name,
        nullif(regexp_replace(of_partner.name, '\s*\S+$', ''), '') as first_name,
        of_partner.function as function,
        of_partner.email as email,
        of_partner.phone as phone,
        of_partner.email_normalized as email_normalized,
        of_partner.phone_sanitized as phone_sanitized,
        of_partner.create_date as create_date,
        of_partner.write_date as write_date
    -- From 19 on there is no column mobile: its name then means the null of missing_columns.
    from (select cast(null as text) as mobile) as missing_columns
    cross join lateral (
        select
            id,
            commercial_partner_id,
            user_id,
            trim(name) as name,
            function,
            email,
            coalesce(nullif(phone, ''), mobile) as phone,
            email_normalized,
            phone_sanitized,
            create_date,
            write_date
        from res_partner
        where
            active
            and not coalesce(is_company, false)
            and coalesce(partner_share, true)
            and coalesce(type, 'contact') in ('contact', 'other')
            and nullif(trim(name), '') is not null
    ) as of_partner
)

select
    people.id as contact_id,
    -- A person without a company works for nobody.
    nullif(people.commercial_partner_id, people.id) as account_id,
    people.user_id as owner_id,
    people.first_name as first_name,
    people.last_name as last_name,
    people.function as job_title,
    people.email as email,
    people.phone as phone,
    coalesce(refused_emails.active, false) as email_opt_out,
    coalesce(refused_phones.active, false) as phone_opt_out,
    people.create_date as created_at,
    people.write_date as updated_at,
    greatest(
        people.write_date,
        refused_emails.write_date,
        refused_phones.write_date
    ) as row_modified_at
from people
left join mail_blacklist as refused_emails on refused_emails.email = people.email_normalized
left join phone_blacklist as refused_phones on refused_phones.number = people.phone_sanitized
left join res_company as own_companies on own_companies.partner_id = people.commercial_partner_id
where own_companies.id is null
