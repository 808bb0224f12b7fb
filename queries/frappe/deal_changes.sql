-- One row per change of a deal's stage, amount, currency, expected day or owner, the first value
-- included: stages from the status log, the others from the CRM's versions.
-- Grain: deal, field, instant and sequence.
with statuses as (
    select
        name as stage,
        type in ('Won', 'Lost') as is_decided
    from `tabCRM Deal Status`
),

reporting as (
    select coalesce(max(nullif(value, '')), 'USD') as currency
    from `tabSingles`
    where doctype = 'FCRM Settings' and field = 'currency'
),

-- Versions hold what a screen shows: "1.234,50 €", "31-12-2025".
formats as (
    select
        coalesce(
            max(
                case
                    when field <> 'number_format' then null
                    when value in ('#.###,##', '# ###,##') then ','
                    when value in ('#.###', '#,###') then ''
                end
            ),
            '.'
        ) as decimal_sign,
        coalesce(
            max(
                case when field = 'date_format' and value <> '' then
                    replace(replace(replace(value, 'yyyy', '%Y'), 'mm', '%m'), 'dd', '%d')
                end
            ),
            '%Y-%m-%d'
        ) as day_format
    from `tabSingles`
    where doctype = 'System Settings' and field in ('number_format', 'date_format')
),

-- Newer versions show a user's name instead of the key.
users_by_name as (
    select
        full_name,
        min(name) as user_id
    from `tabUser`
    group by full_name
    having count(*) = 1
),

version_changes as (
    select
        versions.docname as deal_id,
        versions.name as version,
        versions.creation as changed_at,
        versions.owner as changed_by,
        changes.field as field,
        -- In the collation of the tables, which it is compared with.
        nullif(changes.old_text, '') collate utf8mb4_unicode_ci as old_text,
        nullif(changes.new_text, '') collate utf8mb4_unicode_ci as new_text
    from `tabVersion` as versions
    cross join json_table(
        case when json_valid(versions.data) then versions.data else '{}' end,
        '$.changed[*]' columns (
            field varchar(140) path '$[0]',
            old_text text path '$[1]',
            new_text text path '$[2]'
        )
    ) as changes
    where versions.ref_doctype = 'CRM Deal'
        and changes.field in (
            'deal_value', 'expected_deal_value', 'currency', 'expected_closure_date', 'deal_owner'
        )
),

numbers as (
    select
        version_changes.deal_id,
        version_changes.version,
        version_changes.changed_at,
        version_changes.changed_by,
        version_changes.field,
        cast(
            replace(
                regexp_replace(
                    regexp_substr(coalesce(version_changes.old_text, '0'), '-?[0-9][0-9., '']*'),
                    concat('[^-0-9', formats.decimal_sign, ']'),
                    ''
                ),
                ',',
                '.'
            ) as decimal(21, 9)
        ) as old_number,
        cast(
            replace(
                regexp_replace(
                    regexp_substr(coalesce(version_changes.new_text, '0'), '-?[0-9][0-9., '']*'),
                    concat('[^-0-9', formats.decimal_sign, ']'),
                    ''
                ),
                ',',
                '.'
            ) as decimal(21, 9)
        ) as new_number
    from version_changes
    cross join formats
    where version_changes.field in ('deal_value', 'expected_deal_value')
),

first_numbers as (
    select
        deal_id,
        max(case when field = 'deal_value' and place = 1 then old_number end) as deal_value,
        max(
            case when field = 'expected_deal_value' and place = 1 then old_number end
        ) as expected_deal_value
    from (
        select
            deal_id,
            field,
            old_number,
            row_number() over (
                partition by deal_id, field order by changed_at, version
            ) as place
        from numbers
    ) as ordered_numbers
    group by deal_id
),

-- Both numbers of a deal whenever one of them changes; null where a save left one alone.
number_events as (
    select
        deals.name as deal_id,
        '' as version,
        deals.creation as changed_at,
        deals.owner as changed_by,
        coalesce(first_numbers.deal_value, deals.deal_value, 0) as deal_value,
        coalesce(
            first_numbers.expected_deal_value, deals.expected_deal_value, 0
        ) as expected_deal_value
    from `tabCRM Deal` as deals
    left join first_numbers on first_numbers.deal_id = deals.name
    union all
    select
        deal_id,
        version,
        changed_at,
        max(changed_by) as changed_by,
        max(case when field = 'deal_value' then new_number end) as deal_value,
        max(case when field = 'expected_deal_value' then new_number end) as expected_deal_value
    from numbers
    group by deal_id, version, changed_at
),

-- A number stands from its event to the next one that holds it.
number_runs as (
    select
        deal_id,
        version,
        changed_at,
        changed_by,
        deal_value,
        expected_deal_value,
        count(deal_value) over (
            partition by deal_id order by version <> '', changed_at, version
        ) as value_run,
        count(expected_deal_value) over (
            partition by deal_id order by version <> '', changed_at, version
        ) as expected_run
    from number_events
),

amounts as (
    select
        deal_id,
        version,
        changed_at,
        changed_by,
        coalesce(
            nullif(max(deal_value) over (partition by deal_id, value_run), 0),
            nullif(max(expected_deal_value) over (partition by deal_id, expected_run), 0)
        ) as amount
    from number_runs
),

-- A text without a meaning of its own any more, such as a deleted user's name, is left out.
other_values as (
    select
        version_changes.deal_id,
        version_changes.version,
        version_changes.changed_at,
        version_changes.changed_by,
        case version_changes.field
            when 'currency' then 'currency'
            when 'expected_closure_date' then 'expected_close_on'
            when 'deal_owner' then 'owner_id'
        end as field,
        case version_changes.field
            when 'currency' then coalesce(version_changes.old_text, reporting.currency)
            when 'expected_closure_date'
                then cast(date(str_to_date(version_changes.old_text, formats.day_format)) as char)
            when 'deal_owner' then coalesce(old_users.name, old_names.user_id)
        end as old_value,
        case version_changes.field
            when 'currency' then coalesce(version_changes.new_text, reporting.currency)
            when 'expected_closure_date'
                then cast(date(str_to_date(version_changes.new_text, formats.day_format)) as char)
            when 'deal_owner' then coalesce(new_users.name, new_names.user_id)
        end as new_value,
        version_changes.new_text is null as is_emptied
    from version_changes
    cross join formats
    cross join reporting
    left join `tabUser` as old_users on old_users.name = version_changes.old_text
    left join users_by_name as old_names on old_names.full_name = version_changes.old_text
    left join `tabUser` as new_users on new_users.name = version_changes.new_text
    left join users_by_name as new_names on new_names.full_name = version_changes.new_text
    where version_changes.field in ('currency', 'expected_closure_date', 'deal_owner')
),

first_values as (
    select
        deal_id,
        field,
        old_value
    from (
        select
            deal_id,
            field,
            old_value,
            row_number() over (
                partition by deal_id, field order by changed_at, version
            ) as place
        from other_values
    ) as ordered_values
    where place = 1
),

tracked_fields as (
    select 'currency' as field
    union all
    select 'expected_close_on' as field
    union all
    select 'owner_id' as field
),

visits as (
    select
        visits.parent as deal_id,
        visits.idx as place,
        visits.from_date as entered_at,
        -- Whoever ends a visit writes their name on it, and so begins the next one.
        lag(visits.log_owner) over (partition by visits.parent order by visits.idx) as changed_by,
        -- The log keeps the old name of a renamed status; the visit that lasts has today's.
        case
            when statuses.stage is null
                and lead(visits.idx) over (partition by visits.parent order by visits.idx) is null
                then deals.status
            else visits.`from`
        end as stage,
        coalesce(statuses.is_decided, visits.from_type in ('Won', 'Lost'), 0) as is_decided,
        row_number() over (partition by visits.parent order by visits.idx) as visit
    from `tabCRM Status Change Log` as visits
    inner join `tabCRM Deal` as deals on deals.name = visits.parent
    left join statuses on statuses.stage = visits.`from`
    where visits.parenttype = 'CRM Deal'
),

all_values as (
    select
        deals.name as deal_id,
        'stage' as field,
        0 as place,
        coalesce(visits.stage, deals.status) as new_value,
        deals.creation as changed_at,
        '' as version,
        deals.owner as changed_by
    from `tabCRM Deal` as deals
    left join visits on visits.deal_id = deals.name and visits.visit = 1
    left join statuses on statuses.stage = deals.status
    -- No deal is entered won and decided later: where the log is missing or began late, the stage
    -- before the decision is not known.
    where case
        when visits.deal_id is null then coalesce(statuses.is_decided, 0)
        else visits.is_decided = 1 and visits.entered_at > deals.creation + interval 1 hour
    end = 0
    union all
    select
        deal_id,
        'stage' as field,
        place,
        stage as new_value,
        entered_at as changed_at,
        '' as version,
        changed_by
    from visits
    where visit > 1
    union all
    select
        deal_id,
        'amount' as field,
        version <> '' as place,
        cast(amount as char) as new_value,
        changed_at,
        version,
        changed_by
    from amounts
    union all
    select
        deals.name as deal_id,
        tracked_fields.field,
        0 as place,
        case
            when first_values.deal_id is not null then first_values.old_value
            when tracked_fields.field = 'currency'
                then coalesce(nullif(deals.currency, ''), reporting.currency)
            when tracked_fields.field = 'expected_close_on'
                then cast(deals.expected_closure_date as char)
            when tracked_fields.field = 'owner_id' then nullif(deals.deal_owner, '')
        end as new_value,
        deals.creation as changed_at,
        '' as version,
        deals.owner as changed_by
    from `tabCRM Deal` as deals
    cross join tracked_fields
    cross join reporting
    left join first_values
        on first_values.deal_id = deals.name and first_values.field = tracked_fields.field
    union all
    select
        deal_id,
        field,
        1 as place,
        new_value,
        changed_at,
        version,
        changed_by
    from other_values
    where new_value is not null or is_emptied = 1
),

changes as (
    select
        deal_id,
        field,
        lag(new_value) over (
            partition by deal_id, field order by place, changed_at, version
        ) as old_value,
        new_value,
        changed_at,
        row_number() over (
            partition by deal_id, field order by place, changed_at, version
        ) as sequence,
        changed_by
    from all_values
),

last_versions as (
    select
        docname as deal_id,
        max(creation) as modified
    from `tabVersion`
    where ref_doctype = 'CRM Deal'
    group by docname
),

configured as (
    select max(modified) as modified
    from `tabCRM Deal Status`
)

select
    changes.deal_id as deal_id,
    changes.field as field,
    case
        when changes.field = 'amount'
            then trim(trailing '.' from trim(trailing '0' from changes.old_value))
        else changes.old_value
    end as old_value,
    case
        when changes.field = 'amount'
            then trim(trailing '.' from trim(trailing '0' from changes.new_value))
        else changes.new_value
    end as new_value,
    changes.changed_at as changed_at,
    changes.sequence as sequence,
    changes.changed_by as changed_by,
    greatest(
        deals.modified,
        coalesce(last_versions.modified, deals.modified),
        configured.modified
    ) as row_modified_at
from changes
inner join `tabCRM Deal` as deals on deals.name = changes.deal_id
cross join configured
left join last_versions on last_versions.deal_id = changes.deal_id
where not changes.old_value <=> changes.new_value
