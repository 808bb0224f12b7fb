-- One row per account that is not deleted; an account merged into another is deleted.
-- Grain: account.
with addresses as (
    select
        entity_email_address.entity_id as account_id,
        email_address.name as email,
        row_number() over (
            partition by entity_email_address.entity_id
            order by
                coalesce(entity_email_address.`primary`, 0) desc,
                entity_email_address.id
        ) as place
    from entity_email_address
    inner join email_address
        on email_address.id = entity_email_address.email_address_id and email_address.deleted = 0
    where entity_email_address.entity_type = 'Account' and entity_email_address.deleted = 0
),

numbers as (
    select
        entity_phone_number.entity_id as account_id,
        phone_number.name as phone,
        row_number() over (
            partition by entity_phone_number.entity_id
            order by
                coalesce(entity_phone_number.`primary`, 0) desc,
                entity_phone_number.id
        ) as place
    from entity_phone_number
    inner join phone_number
        on phone_number.id = entity_phone_number.phone_number_id and phone_number.deleted = 0
    where entity_phone_number.entity_type = 'Account' and entity_phone_number.deleted = 0
)

select
    account.id as account_id,
    account.name as name,
    account.assigned_user_id as owner_id,
    account.industry as industry,
    coalesce(
        nullif(account.billing_address_country, ''),
        account.shipping_address_country
    ) as country,
    addresses.email as email,
    numbers.phone as phone,
    account.website as website,
    account.created_at as created_at,
    account.modified_at as updated_at,
    -- E-mail addresses and numbers are entered on the account and date it with them.
    coalesce(account.modified_at, account.created_at) as row_modified_at
from account
left join addresses on addresses.account_id = account.id and addresses.place = 1
left join numbers on numbers.account_id = account.id and numbers.place = 1
where account.deleted = 0
