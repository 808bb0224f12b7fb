-- One row per change of a field of an opportunity, its first value included.
-- Grain: opportunity, field, instant, sequence (the number of the note).
with notes as (
    select
        parent_id as deal_id,
        number,
        type,
        -- The first values are dated with the deal itself, below.
        case when type <> 'Create' then created_at end as changed_at,
        created_by_id as changed_by,
        case when data like '{%' then cast(data as json) end as data
    from note
    where
        parent_type = 'Opportunity'
        and type in ('Create', 'Update', 'Status', 'Assign')
        and deleted = false
),

-- Amount, currency and close date are noted with the value before; stage and owner without.
noted_values as (
    select
        deal_id,
        'stage' as field,
        number,
        changed_at,
        changed_by,
        null as value_before,
        case
            when type = 'Create' then data ->> 'statusValue'
            -- Before 9.2 the note also named the field.
            when coalesce(data ->> 'field', 'stage') = 'stage'
                then data ->> 'value'
        end as value
    from notes
    where type in ('Create', 'Update', 'Status')
    union all
    select
        deal_id,
        'owner_id' as field,
        number,
        changed_at,
        changed_by,
        null as value_before,
        data ->> 'assignedUserId' as value
    from notes
    where
        type = 'Create'
        or (type = 'Assign' and data -> 'assignedUserId' is not null)
    union all
    select
        deal_id,
        'amount' as field,
        number,
        changed_at,
        changed_by,
        data -> 'attributes' -> 'was' ->> 'amount' as value_before,
        data -> 'attributes' -> 'became' ->> 'amount' as value
    from notes
    where type = 'Update' and data -> 'attributes' -> 'became' -> 'amount' is not null
    union all
    select
        deal_id,
        'currency' as field,
        number,
        changed_at,
        changed_by,
        data -> 'attributes' -> 'was' ->> 'amountCurrency' as value_before,
        data -> 'attributes' -> 'became' ->> 'amountCurrency' as value
    from notes
    where type = 'Update' and data -> 'attributes' -> 'became' -> 'amountCurrency' is not null
    union all
    select
        deal_id,
        'expected_close_on' as field,
        number,
        changed_at,
        changed_by,
        data -> 'attributes' -> 'was' ->> 'closeDate' as value_before,
        data -> 'attributes' -> 'became' ->> 'closeDate' as value
    from notes
    where type = 'Update' and data -> 'attributes' -> 'became' -> 'closeDate' is not null
),

todays_values as (
    select
        id as deal_id,
        'stage' as field,
        stage as value
    from opportunity
    -- Nobody knows since when an imported deal is closed: it was not from the beginning.
    where stage not in ('Closed Won', 'Closed Lost')
    union all
    select
        id as deal_id,
        'owner_id' as field,
        assigned_user_id as value
    from opportunity
    union all
    select
        id as deal_id,
        'amount' as field,
        cast(amount as text) as value
    from opportunity
    union all
    select
        id as deal_id,
        'currency' as field,
        amount_currency as value
    from opportunity
    union all
    select
        id as deal_id,
        'expected_close_on' as field,
        to_char(close_date, 'YYYY-MM-DD') as value
    from opportunity
),

-- Today's value stands before the first note, with the number 0.
numbered_values as (
    select
        deal_id,
        field,
        0 as number,
        cast(null as timestamp) as changed_at,
        null as changed_by,
        null as value_before,
        value
    from todays_values
    union all
    select
        deal_id,
        field,
        number,
        changed_at,
        changed_by,
        value_before,
        value
    from noted_values
    -- A note of other fields holds no stage.
    where field <> 'stage' or value is not null
),

neighbours as (
    select
        deal_id,
        field,
        number,
        changed_at,
        changed_by,
        value_before,
        value,
        lag(number) over (partition by deal_id, field order by number) as number_before,
        lag(value) over (partition by deal_id, field order by number) as noted_before,
        lead(number) over (partition by deal_id, field order by number) as next_number,
        lead(value_before) over (partition by deal_id, field order by number) as first_value_noted
    from numbered_values
),

-- A field without a note has today's value from the creation on; another the first one's old value.
changes as (
    select
        deal_id,
        field,
        number,
        changed_at,
        changed_by,
        case
            when field not in ('stage', 'owner_id') then value_before
            when number_before > 0 then noted_before
        end as old_value,
        case
            when number = 0 and next_number is not null then first_value_noted
            else value
        end as new_value
    from neighbours
),

last_notes as (
    select
        parent_id as deal_id,
        max(greatest(created_at, coalesce(modified_at, created_at))) as modified_at
    from note
    where parent_type = 'Opportunity' and type in ('Create', 'Update', 'Status', 'Assign')
    group by parent_id
)

select
    changes.deal_id as deal_id,
    changes.field as field,
    changes.old_value as old_value,
    changes.new_value as new_value,
    coalesce(changes.changed_at, opportunity.created_at) as changed_at,
    changes.number as sequence,
    coalesce(changes.changed_by, opportunity.created_by_id) as changed_by,
    greatest(
        coalesce(opportunity.modified_at, opportunity.created_at),
        coalesce(last_notes.modified_at, opportunity.created_at)
    ) as row_modified_at
from changes
inner join opportunity on opportunity.id = changes.deal_id and opportunity.deleted = false
left join last_notes on last_notes.deal_id = changes.deal_id
where changes.old_value is distinct from changes.new_value
