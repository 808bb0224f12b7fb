-- One row per lead that is not deleted.
-- Grain: lead.
with addresses as (
    select
        entity_email_address.entity_id as lead_id,
        email_address.name as email,
        row_number() over (
            partition by entity_email_address.entity_id
            order by
                coalesce(entity_email_address."primary", false) desc,
                entity_email_address.id
        ) as place
    from entity_email_address
    inner join email_address
        on
            email_address.id = entity_email_address.email_address_id
            and email_address.deleted = false
    where entity_email_address.entity_type = 'Lead' and entity_email_address.deleted = false
),

numbers as (
    select
        entity_phone_number.entity_id as lead_id,
        phone_number.name as phone,
        row_number() over (
            partition by entity_phone_number.entity_id
            order by
                coalesce(entity_phone_number."primary", false) desc,
                entity_phone_number.id
        ) as place
    from entity_phone_number
    inner join phone_number
        on phone_number.id = entity_phone_number.phone_number_id and phone_number.deleted = false
    where entity_phone_number.entity_type = 'Lead' and entity_phone_number.deleted = false
),

notes as (
    select
        parent_id as lead_id,
        number,
        type,
        created_at,
        case when data like '{%' then cast(data as json) end as data
    from note
    where parent_type = 'Lead' and type in ('Create', 'Update', 'Status') and deleted = false
),

recorded_statuses as (
    select
        lead_id,
        number,
        created_at as entered_at,
        case
            when type = 'Create' then data ->> 'statusValue'
            -- Before 9.2 the note also named the field.
            when coalesce(data ->> 'field', 'status') = 'status' then data ->> 'value'
        end as status
    from notes
),

-- What the record says today is the last entry, in case a change left no note.
statuses as (
    select
        lead_id,
        0 as is_today,
        number,
        entered_at,
        status
    from recorded_statuses
    where status is not null
    union all
    select
        id as lead_id,
        1 as is_today,
        0 as number,
        null as entered_at,
        status
    from "lead"
    where deleted = false
),

meanings as (
    select
        lead_id,
        is_today,
        number,
        entered_at,
        case status
            when 'New' then 'new'
            when 'Converted' then 'converted'
            when 'Recycled' then 'disqualified'
            when 'Dead' then 'disqualified'
            else 'working'
        end as status
    from statuses
),

changes as (
    select
        lead_id,
        is_today,
        number,
        entered_at,
        status,
        lag(status) over (partition by lead_id order by is_today, number) as status_before
    from meanings
),

runs as (
    select
        lead_id,
        entered_at,
        status,
        row_number() over (partition by lead_id order by is_today desc, number desc) as place
    from changes
    where status_before is null or status_before <> status
),

last_notes as (
    select
        parent_id as lead_id,
        max(greatest(created_at, coalesce(modified_at, created_at))) as modified_at
    from note
    where parent_type = 'Lead' and type in ('Create', 'Update', 'Status')
    group by parent_id
)

select
    "lead".id as lead_id,
    "lead".assigned_user_id as owner_id,
    nullif(trim(concat_ws(' ', "lead".first_name, "lead".last_name)), '') as name,
    "lead".account_name as company,
    addresses.email as email,
    numbers.phone as phone,
    "lead".source as source,
    "lead".campaign_id as campaign_id,
    runs.status as status,
    "lead".created_at as created_at,
    "lead".modified_at as updated_at,
    case
        when runs.status = 'converted' then coalesce("lead".converted_at, runs.entered_at)
    end as converted_at,
    case when runs.status = 'disqualified' then runs.entered_at end as disqualified_at,
    "lead".created_opportunity_id as deal_id,
    "lead".created_account_id as account_id,
    "lead".created_contact_id as contact_id,
    greatest(
        coalesce("lead".modified_at, "lead".created_at),
        coalesce(last_notes.modified_at, "lead".created_at)
    ) as row_modified_at
from "lead"
inner join runs on runs.lead_id = "lead".id and runs.place = 1
left join addresses on addresses.lead_id = "lead".id and addresses.place = 1
left join numbers on numbers.lead_id = "lead".id and numbers.place = 1
left join last_notes on last_notes.lead_id = "lead".id
where "lead".deleted = false
