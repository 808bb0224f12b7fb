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

version_changes as (
    select
        versions.docname as deal_id,
        versions.name as event,
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

-- A status that is set by the program leaves a mark instead of a version.
stage_changes as (
    select
        reference_name as deal_id,
        name as event,
        creation as changed_at,
        owner as changed_by,
        'status' as field,
        null as old_text,
        content collate utf8mb4_unicode_ci as new_text
    from `tabComment`
    where reference_doctype = 'Opportunity'
        and comment_type = 'Label'
        and content in ('Open', 'Quotation', 'Converted', 'Lost', 'Replied', 'Closed')
    union all
    select
        deal_id,
        event,
        changed_at,
        changed_by,
        field,
        old_text,
        new_text
    from version_changes
    where field = 'sales_stage'
        or new_text in ('Open', 'Quotation', 'Converted', 'Lost', 'Replied', 'Closed')
        and field = 'status'
),

first_stages as (
    select
        deal_id,
        max(case when field = 'status' then coalesce(old_text, 'Open') end) as status,
        -- Empty where the first one was: null is for "never changed".
        max(case when field = 'sales_stage' then coalesce(old_text, '') end) as sales_stage
    from (
        select
            deal_id,
            field,
            old_text,
            row_number() over (partition by deal_id, field order by changed_at, event) as place
        from stage_changes
    ) as ordered_changes
    where place = 1
    group by deal_id
),

-- Status and sales stage whenever one of them changes; null where a save left one alone.
stage_events as (
    select
        deals.deal_id,
        '' as event,
        deals.creation as changed_at,
        deals.created_by as changed_by,
        case
            when first_stages.status is not null then first_stages.status
            when deals.status in ('Converted', 'Lost', 'Closed') then 'Open'
            else deals.status
        end as status,
        coalesce(first_stages.sales_stage, deals.sales_stage, '') as sales_stage
    from deals
    left join first_stages on first_stages.deal_id = deals.deal_id
    -- Without any history the stage before a decision is not known.
    where first_stages.deal_id is not null
        or deals.status not in ('Converted', 'Lost', 'Closed')
    union all
    select
        deal_id,
        event,
        changed_at,
        max(changed_by) as changed_by,
        max(case when field = 'status' then new_text end) as status,
        max(case when field = 'sales_stage' then coalesce(new_text, '') end) as sales_stage
    from stage_changes
    group by deal_id, event, changed_at
),

-- A value stands from its event to the next one that holds it.
stage_runs as (
    select
        deal_id,
        event,
        changed_at,
        changed_by,
        status,
        sales_stage,
        count(status) over (
            partition by deal_id order by event <> '', changed_at, event
        ) as status_run,
        count(sales_stage) over (
            partition by deal_id order by event <> '', changed_at, event
        ) as stage_run
    from stage_events
),

standing as (
    select
        deal_id,
        event,
        changed_at,
        changed_by,
        max(status) over (partition by deal_id, status_run) as status,
        max(sales_stage) over (partition by deal_id, stage_run) as sales_stage
    from stage_runs
),

numbers as (
    select
        version_changes.deal_id,
        version_changes.event,
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
    where version_changes.field in ('opportunity_amount', 'total')
),

first_numbers as (
    select
        deal_id,
        max(case when field = 'opportunity_amount' then old_number end) as opportunity_amount,
        max(case when field = 'total' then old_number end) as total
    from (
        select
            deal_id,
            field,
            old_number,
            row_number() over (partition by deal_id, field order by changed_at, event) as place
        from numbers
    ) as ordered_numbers
    where place = 1
    group by deal_id
),

number_events as (
    select
        deals.deal_id,
        '' as event,
        deals.creation as changed_at,
        deals.created_by as changed_by,
        coalesce(
            first_numbers.opportunity_amount, deals.opportunity_amount, 0
        ) as opportunity_amount,
        coalesce(first_numbers.total, deals.total, 0) as total
    from deals
    left join first_numbers on first_numbers.deal_id = deals.deal_id
    union all
    select
        deal_id,
        event,
        changed_at,
        max(changed_by) as changed_by,
        max(case when field = 'opportunity_amount' then new_number end) as opportunity_amount,
        max(case when field = 'total' then new_number end) as total
    from numbers
    group by deal_id, event, changed_at
),

number_runs as (
    select
        deal_id,
        event,
        changed_at,
        changed_by,
        opportunity_amount,
        total,
        count(opportunity_amount) over (
            partition by deal_id order by event <> '', changed_at, event
        ) as amount_run,
        count(total) over (
            partition by deal_id order by event <> '', changed_at, event
        ) as total_run
    from number_events
),

amounts as (
    select
        deal_id,
        event,
        changed_at,
        changed_by,
        coalesce(
            nullif(max(opportunity_amount) over (partition by deal_id, amount_run), 0),
            nullif(max(total) over (partition by deal_id, total_run), 0)
        ) as amount
    from number_runs
),

-- A text without a meaning of its own any more, such as a deleted user's name, is left out.
other_values as (
    select
        version_changes.deal_id,
        version_changes.event,
        version_changes.changed_at,
        version_changes.changed_by,
        case version_changes.field
            when 'currency' then 'currency'
            when 'expected_closing' then 'expected_close_on'
            when 'opportunity_owner' then 'owner_id'
        end as field,
        case version_changes.field
            when 'currency' then coalesce(version_changes.old_text, deals.default_currency)
            when 'expected_closing'
                then cast(date(str_to_date(version_changes.old_text, formats.day_format)) as char)
            when 'opportunity_owner' then
                case
                    when version_changes.old_text is null then deals.created_by
                    else coalesce(old_users.name, old_names.user_id)
                end
        end as old_value,
        case version_changes.field
            when 'currency' then coalesce(version_changes.new_text, deals.default_currency)
            when 'expected_closing'
                then cast(date(str_to_date(version_changes.new_text, formats.day_format)) as char)
            when 'opportunity_owner' then
                case
                    when version_changes.new_text is null then deals.created_by
                    else coalesce(new_users.name, new_names.user_id)
                end
        end as new_value,
        version_changes.new_text is null as is_emptied
    from version_changes
    inner join deals on deals.deal_id = version_changes.deal_id
    cross join formats
    left join `tabUser` as old_users on old_users.name = version_changes.old_text
    left join users_by_name as old_names on old_names.full_name = version_changes.old_text
    left join `tabUser` as new_users on new_users.name = version_changes.new_text
    left join users_by_name as new_names on new_names.full_name = version_changes.new_text
    where version_changes.field in ('currency', 'expected_closing', 'opportunity_owner')
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
            row_number() over (partition by deal_id, field order by changed_at, event) as place
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

all_values as (
    select
        deal_id,
        'stage' as field,
        case
            when status in ('Converted', 'Lost', 'Closed') then status
            else coalesce(nullif(sales_stage, ''), status)
        end as new_value,
        changed_at,
        event,
        changed_by
    from standing
    union all
    select
        deal_id,
        'amount' as field,
        cast(amount as char) as new_value,
        changed_at,
        event,
        changed_by
    from amounts
    union all
    select
        deals.deal_id,
        tracked_fields.field,
        case
            when first_values.deal_id is not null then first_values.old_value
            when tracked_fields.field = 'currency' then deals.currency
            when tracked_fields.field = 'expected_close_on'
                then cast(deals.expected_closing as char)
            when tracked_fields.field = 'owner_id' then deals.owner_id
        end as new_value,
        deals.creation as changed_at,
        '' as event,
        deals.created_by as changed_by
    from deals
    cross join tracked_fields
    left join first_values
        on first_values.deal_id = deals.deal_id and first_values.field = tracked_fields.field
    union all
    select
        deal_id,
        field,
        new_value,
        changed_at,
        event,
        changed_by
    from other_values
    where new_value is not null or is_emptied = 1
),

changes as (
    select
        deal_id,
        field,
        lag(new_value) over (
            partition by deal_id, field order by event <> '', changed_at, event
        ) as old_value,
        new_value,
        changed_at,
        row_number() over (
            partition by deal_id, field order by event <> '', changed_at, event
        ) as sequence,
        changed_by
    from all_values
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
