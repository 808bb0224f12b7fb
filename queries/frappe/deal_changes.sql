-- One row per change of a deal's stage, amount, currency, expected day or owner, the first value
-- included: stages from the status log, the others from the CRM's versions.
-- Grain: deal, field, instant and sequence.
with statuses as (
    select
        name as stage,
        type in ('Won', 'Lost') as is_decided
    from `tabCRM Deal Status`
),

configured as (
    select max(modified) as modified
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

-- What is followed over time; of the two numbers the amount is made.
tracks as (
    select 'deal_value' as track
    union all
    select 'expected_deal_value' as track
    union all
    select 'currency' as track
    union all
    select 'expected_closure_date' as track
    union all
    select 'deal_owner' as track
),

version_changes as (
    select
        versions.docname as deal_id,
        versions.name as event,
        versions.creation as changed_at,
        versions.owner as changed_by,
        changes.field as track,
        -- In the collation of the tables, which it is compared with.
        nullif(changes.old_text, '') collate utf8mb4_unicode_ci as old_text,
        nullif(changes.new_text, '') collate utf8mb4_unicode_ci as new_text
    from `tabVersion` as versions
    cross join json_table(
        case when json_valid(versions.data) then versions.data else '{}' end,
        '$.changed[*]' columns (
            field varchar(140) path '$[0]',
            old_text varchar(140) path '$[1]',
            new_text varchar(140) path '$[2]'
        )
    ) as changes
    where versions.ref_doctype = 'CRM Deal'
        and changes.field in (
            'deal_value', 'expected_deal_value', 'currency', 'expected_closure_date', 'deal_owner'
        )
),

visits as (
    select
        visits.parent as deal_id,
        visits.idx as place,
        visits.from_date as entered_at,
        deals.creation,
        deals.owner as created_by,
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

-- Today's values stand at the entry, until what follows them says that they were others.
all_values as (
    select
        deal_id,
        'stage' as track,
        place,
        case when visit = 1 then creation else entered_at end as changed_at,
        '' as event,
        case when visit = 1 then created_by else changed_by end as changed_by,
        null as old_value,
        stage as new_value,
        0 as is_unknown
    from visits
    -- Where the log began late, the stage before a decision is not known.
    where not (visit = 1 and is_decided = 1 and entered_at > creation + interval 1 hour)
    union all
    select
        deals.name as deal_id,
        'stage' as track,
        0 as place,
        deals.creation as changed_at,
        '' as event,
        deals.owner as changed_by,
        null as old_value,
        deals.status as new_value,
        0 as is_unknown
    from `tabCRM Deal` as deals
    left join statuses on statuses.stage = deals.status
    left join `tabCRM Status Change Log` as visits
        on visits.parent = deals.name and visits.parenttype = 'CRM Deal'
    -- Nor is it where there is no log.
    where visits.name is null and coalesce(statuses.is_decided, 0) = 0
    union all
    select
        deals.name as deal_id,
        tracks.track,
        0 as place,
        deals.creation as changed_at,
        '' as event,
        deals.owner as changed_by,
        null as old_value,
        case tracks.track
            when 'deal_value' then cast(deals.deal_value as char)
            when 'expected_deal_value' then cast(deals.expected_deal_value as char)
            when 'currency' then coalesce(nullif(deals.currency, ''), reporting.currency)
            when 'expected_closure_date' then cast(deals.expected_closure_date as char)
            when 'deal_owner' then nullif(deals.deal_owner, '')
        end as new_value,
        0 as is_unknown
    from `tabCRM Deal` as deals
    cross join tracks
    cross join reporting
    union all
    select
        version_changes.deal_id,
        version_changes.track,
        1 as place,
        version_changes.changed_at,
        version_changes.event,
        version_changes.changed_by,
        case
            when version_changes.track in ('deal_value', 'expected_deal_value')
                then cast(
                    cast(
                        replace(
                            regexp_replace(
                                regexp_substr(
                                    coalesce(version_changes.old_text, '0'),
                                    '-?[0-9][0-9., '']*'
                                ),
                                concat('[^-0-9', formats.decimal_sign, ']'),
                                ''
                            ),
                            ',',
                            '.'
                        ) as decimal(21, 9)
                    ) as char
                )
            when version_changes.track = 'currency'
                then coalesce(version_changes.old_text, reporting.currency)
            when version_changes.track = 'expected_closure_date'
                then cast(date(str_to_date(version_changes.old_text, formats.day_format)) as char)
            else coalesce(old_users.name, old_names.user_id)
        end as old_value,
        case
            when version_changes.track in ('deal_value', 'expected_deal_value')
                then cast(
                    cast(
                        replace(
                            regexp_replace(
                                regexp_substr(
                                    coalesce(version_changes.new_text, '0'),
                                    '-?[0-9][0-9., '']*'
                                ),
                                concat('[^-0-9', formats.decimal_sign, ']'),
                                ''
                            ),
                            ',',
                            '.'
                        ) as decimal(21, 9)
                    ) as char
                )
            when version_changes.track = 'currency'
                then coalesce(version_changes.new_text, reporting.currency)
            when version_changes.track = 'expected_closure_date'
                then cast(date(str_to_date(version_changes.new_text, formats.day_format)) as char)
            else coalesce(new_users.name, new_names.user_id)
        end as new_value,
        -- The name of a deleted user, or a day in a format of the past.
        case
            when version_changes.new_text is null then 0
            when version_changes.track = 'expected_closure_date'
                then str_to_date(version_changes.new_text, formats.day_format) is null
            when version_changes.track = 'deal_owner'
                then coalesce(new_users.name, new_names.user_id) is null
            else 0
        end as is_unknown
    from version_changes
    cross join formats
    cross join reporting
    left join `tabUser` as old_users
        on old_users.name = version_changes.old_text and version_changes.track = 'deal_owner'
    left join users_by_name as old_names
        on old_names.full_name = version_changes.old_text and version_changes.track = 'deal_owner'
    left join `tabUser` as new_users
        on new_users.name = version_changes.new_text and version_changes.track = 'deal_owner'
    left join users_by_name as new_names
        on new_names.full_name = version_changes.new_text and version_changes.track = 'deal_owner'
),

-- The first value is the old one of the first change.
begun as (
    select
        deal_id,
        track,
        case
            when track in ('deal_value', 'expected_deal_value') then 'amount'
            when track = 'expected_closure_date' then 'expected_close_on'
            when track = 'deal_owner' then 'owner_id'
            else track
        end as field,
        place,
        changed_at,
        event,
        changed_by,
        is_unknown,
        case
            when track <> 'stage'
                and place = 0
                and lead(place) over (
                    partition by deal_id, track order by place, changed_at, event
                ) is not null
                then lead(old_value) over (
                    partition by deal_id, track order by place, changed_at, event
                )
            else new_value
        end as value
    from all_values
),

-- A number stands from its change to the next one of the same number.
runs as (
    select
        deal_id,
        track,
        field,
        place,
        changed_at,
        event,
        changed_by,
        value,
        count(case when track = 'deal_value' then 1 end) over (
            partition by deal_id, field order by place, changed_at, event
        ) as value_run,
        count(case when track = 'expected_deal_value' then 1 end) over (
            partition by deal_id, field order by place, changed_at, event
        ) as expected_run
    from begun
    where is_unknown = 0
),

standing as (
    select
        deal_id,
        field,
        place,
        changed_at,
        event,
        changed_by,
        case
            when field <> 'amount' then value
            -- 0 stands for "not filled in" in both.
            else cast(
                coalesce(
                    nullif(
                        max(
                            case when track = 'deal_value' then cast(value as decimal(21, 9)) end
                        ) over (partition by deal_id, field, value_run),
                        0
                    ),
                    nullif(
                        max(
                            case
                                when track = 'expected_deal_value'
                                    then cast(value as decimal(21, 9))
                            end
                        ) over (partition by deal_id, field, expected_run),
                        0
                    )
                ) as char
            )
        end as value
    from runs
),

changes as (
    select
        deal_id,
        field,
        lag(value) over (
            partition by deal_id, field order by place, changed_at, event
        ) as old_value,
        value as new_value,
        changed_at,
        dense_rank() over (
            partition by deal_id, field order by place, changed_at, event
        ) as sequence,
        changed_by
    from standing
),

last_versions as (
    select
        docname as deal_id,
        max(creation) as modified
    from `tabVersion`
    where ref_doctype = 'CRM Deal'
    group by docname
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
