-- One row per change of an opportunity's stage, amount, currency, expected day or owner, the first
-- value included: from the CRM's versions, and from the marks of a status set by the program.
-- Grain: opportunity, field, instant and sequence.
with deals as (
    select
        opportunities.name as deal_id,
        opportunities.creation,
        opportunities.modified,
        opportunities.owner as created_by,
        opportunities.status,
        opportunities.sales_stage,
        opportunities.opportunity_amount,
        opportunities.total,
        opportunities.expected_closing,
        coalesce(nullif(opportunities.opportunity_owner, ''), opportunities.owner) as owner_id,
        coalesce(nullif(opportunities.currency, ''), companies.default_currency) as currency,
        companies.default_currency
    from `tabOpportunity` as opportunities
    left join `tabCompany` as companies on companies.name = opportunities.company
    where opportunities.docstatus < 2
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

-- What is followed over time; the stage and the amount are made of two of them each.
tracks as (
    select 'status' as track
    union all
    select 'sales_stage' as track
    union all
    select 'opportunity_amount' as track
    union all
    select 'total' as track
    union all
    select 'currency' as track
    union all
    select 'expected_closing' as track
    union all
    select 'opportunity_owner' as track
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
    where versions.ref_doctype = 'Opportunity'
        and changes.field in (
            'status',
            'sales_stage',
            'opportunity_amount',
            'total',
            'currency',
            'expected_closing',
            'opportunity_owner'
        )
),

-- Today's values stand at the entry, until what follows them says that they were others.
all_values as (
    select
        deals.deal_id,
        tracks.track,
        0 as place,
        deals.creation as changed_at,
        '' as event,
        deals.created_by as changed_by,
        null as old_value,
        case tracks.track
            -- A decision without history was not there at the entry.
            when 'status'
                then case
                    when deals.status not in ('Converted', 'Lost', 'Closed') then deals.status
                end
            when 'sales_stage' then nullif(deals.sales_stage, '')
            when 'opportunity_amount' then cast(deals.opportunity_amount as char)
            when 'total' then cast(deals.total as char)
            when 'currency' then deals.currency
            when 'expected_closing' then cast(deals.expected_closing as char)
            when 'opportunity_owner' then deals.owner_id
        end as new_value,
        0 as is_unknown
    from deals
    cross join tracks
    union all
    select
        reference_name as deal_id,
        'status' as track,
        1 as place,
        creation as changed_at,
        name as event,
        owner as changed_by,
        -- Every opportunity begins as open.
        'Open' as old_value,
        content collate utf8mb4_unicode_ci as new_value,
        0 as is_unknown
    from `tabComment`
    where reference_doctype = 'Opportunity'
        and comment_type = 'Label'
        and content in ('Open', 'Quotation', 'Converted', 'Lost', 'Replied', 'Closed')
    union all
    select
        version_changes.deal_id,
        version_changes.track,
        1 as place,
        version_changes.changed_at,
        version_changes.event,
        version_changes.changed_by,
        case
            when version_changes.track in ('opportunity_amount', 'total')
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
                then coalesce(version_changes.old_text, deals.default_currency)
            when version_changes.track = 'expected_closing'
                then cast(date(str_to_date(version_changes.old_text, formats.day_format)) as char)
            when version_changes.track = 'opportunity_owner' then
                case
                    when version_changes.old_text is null then deals.created_by
                    else coalesce(old_users.name, old_names.user_id)
                end
            else version_changes.old_text
        end as old_value,
        case
            when version_changes.track in ('opportunity_amount', 'total')
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
                then coalesce(version_changes.new_text, deals.default_currency)
            when version_changes.track = 'expected_closing'
                then cast(date(str_to_date(version_changes.new_text, formats.day_format)) as char)
            when version_changes.track = 'opportunity_owner' then
                case
                    when version_changes.new_text is null then deals.created_by
                    else coalesce(new_users.name, new_names.user_id)
                end
            else version_changes.new_text
        end as new_value,
        -- A status in another language, the name of a deleted user, a day in a format of the past.
        case
            when version_changes.new_text is null then 0
            when version_changes.track = 'status'
                then version_changes.new_text not in (
                    'Open', 'Quotation', 'Converted', 'Lost', 'Replied', 'Closed'
                )
            when version_changes.track = 'expected_closing'
                then str_to_date(version_changes.new_text, formats.day_format) is null
            when version_changes.track = 'opportunity_owner'
                then coalesce(new_users.name, new_names.user_id) is null
            else 0
        end as is_unknown
    from version_changes
    inner join deals on deals.deal_id = version_changes.deal_id
    cross join formats
    left join `tabUser` as old_users
        on old_users.name = version_changes.old_text
        and version_changes.track = 'opportunity_owner'
    left join users_by_name as old_names
        on old_names.full_name = version_changes.old_text
        and version_changes.track = 'opportunity_owner'
    left join `tabUser` as new_users
        on new_users.name = version_changes.new_text
        and version_changes.track = 'opportunity_owner'
    left join users_by_name as new_names
        on new_names.full_name = version_changes.new_text
        and version_changes.track = 'opportunity_owner'
),

-- The first value is the old one of the first change.
begun as (
    select
        deal_id,
        track,
        case
            when track in ('status', 'sales_stage') then 'stage'
            when track in ('opportunity_amount', 'total') then 'amount'
            when track = 'expected_closing' then 'expected_close_on'
            when track = 'opportunity_owner' then 'owner_id'
            else track
        end as field,
        place,
        changed_at,
        event,
        changed_by,
        is_unknown,
        case
            when place = 0
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

-- A value stands from its change to the next one of the same track.
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
        count(*) over (partition by deal_id, field) as events,
        count(case when track in ('status', 'opportunity_amount') then 1 end) over (
            partition by deal_id, field order by place, changed_at, event
        ) as first_run,
        count(case when track in ('sales_stage', 'total') then 1 end) over (
            partition by deal_id, field order by place, changed_at, event
        ) as second_run
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
        events,
        value,
        max(case when track in ('status', 'opportunity_amount') then value end) over (
            partition by deal_id, field, first_run
        ) as first_value,
        max(case when track in ('sales_stage', 'total') then value end) over (
            partition by deal_id, field, second_run
        ) as second_value
    from runs
),

composed as (
    select
        deal_id,
        field,
        place,
        changed_at,
        event,
        changed_by,
        case
            -- Decided, and nothing but the two values of the entry: the stage before is not known.
            when field = 'stage' and first_value is null and events = 2 then null
            when field = 'stage' and first_value in ('Converted', 'Lost', 'Closed')
                then first_value
            when field = 'stage' then coalesce(second_value, first_value, 'Open')
            -- 0 stands for "not filled in" in both.
            when field = 'amount'
                then cast(
                    coalesce(
                        nullif(cast(first_value as decimal(21, 9)), 0),
                        nullif(cast(second_value as decimal(21, 9)), 0)
                    ) as char
                )
            else value
        end as value
    from standing
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
    from composed
),

last_versions as (
    select
        docname as deal_id,
        max(creation) as modified
    from `tabVersion`
    where ref_doctype = 'Opportunity'
    group by docname
),

last_marks as (
    select
        reference_name as deal_id,
        max(modified) as modified
    from `tabComment`
    where reference_doctype = 'Opportunity' and comment_type = 'Label'
    group by reference_name
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
        coalesce(last_marks.modified, deals.modified)
    ) as row_modified_at
from changes
inner join deals on deals.deal_id = changes.deal_id
left join last_versions on last_versions.deal_id = changes.deal_id
left join last_marks on last_marks.deal_id = changes.deal_id
where not changes.old_value <=> changes.new_value
