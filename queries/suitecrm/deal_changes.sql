-- One row per change of an opportunity's stage, amount, expected close or owner, first ones too.
-- Grain: opportunity, field, instant, sequence.
with recursive deals as (
    select
        opportunities.id,
        opportunities.date_entered,
        opportunities.date_modified,
        opportunities.created_by,
        -- Whatever the collations of the tables and of the connection, values compare exactly.
        convert(opportunities.sales_stage using utf8mb4) collate utf8mb4_bin as sales_stage,
        convert(
            case
                when opportunities.currency_id not in ('', '-99') then opportunities.amount_usdollar
                else opportunities.amount
            end using utf8mb4
        ) collate utf8mb4_bin as amount,
        convert(opportunities.date_closed using utf8mb4) collate utf8mb4_bin as date_closed,
        convert(opportunities.assigned_user_id using utf8mb4) collate utf8mb4_bin
            as assigned_user_id,
        -- Only the amount in the system's currency is audited. It is the opportunity's own amount
        -- only in that currency; elsewhere exchange moves would look like changes of the amount.
        case when currencies.id is null then 1 else 0 end as has_amount_history
    from opportunities
    left join currencies
        on currencies.id = opportunities.currency_id
        and coalesce(currencies.deleted, 0) = 0
        and currencies.iso4217 <> ''
    where coalesce(opportunities.deleted, 0) = 0
),

audited as (
    select
        id,
        parent_id as deal_id,
        field_name,
        date_created as changed_at,
        convert(coalesce(before_value_string, '') using utf8mb4) collate utf8mb4_bin
            as before_value,
        convert(coalesce(after_value_string, '') using utf8mb4) collate utf8mb4_bin as after_value,
        created_by as changed_by
    from opportunities_audit
    where field_name in ('sales_stage', 'amount_usdollar', 'date_closed', 'assigned_user_id')
),

seconds as (
    -- Without the values, because there are many rows to sort.
    select
        id,
        count(*) over (partition by deal_id, field_name, changed_at) as changes
    from audited
),

tied as (
    select
        convert(audited.id using utf8mb4) collate utf8mb4_bin as id,
        audited.deal_id,
        audited.field_name,
        audited.changed_at,
        audited.before_value,
        audited.after_value
    from seconds
    inner join audited on audited.id = seconds.id
    where seconds.changes > 1
),

trails as (
    -- Ids are random and times end at the second: what a change left behind is where the next one
    -- of the same second began. Six steps are enough; further ones follow by id.
    select
        deal_id,
        field_name,
        changed_at,
        id,
        after_value,
        1 as steps,
        cast(id as char(255)) collate utf8mb4_bin as path
    from tied
    union all
    select
        tied.deal_id,
        tied.field_name,
        tied.changed_at,
        tied.id,
        tied.after_value,
        trails.steps + 1,
        concat(trails.path, ',', tied.id)
    from trails
    inner join tied
        on tied.deal_id = trails.deal_id
        and tied.field_name = trails.field_name
        and tied.changed_at = trails.changed_at
        and tied.before_value = trails.after_value
        and find_in_set(tied.id, trails.path) = 0
    where trails.steps < 6
),

ends as (
    -- What the field held after the second: where its next change begins, else today's value.
    select
        trails.id,
        coalesce(
            later.before_value,
            case trails.field_name
                when 'sales_stage' then deals.sales_stage
                when 'amount_usdollar' then deals.amount
                when 'date_closed' then deals.date_closed
                else deals.assigned_user_id
            end
        ) as held_value,
        row_number() over (partition by trails.id order by later.changed_at, later.id) as place
    from trails
    inner join deals on deals.id = trails.deal_id
    left join audited as later
        on later.deal_id = trails.deal_id
        and later.field_name = trails.field_name
        and later.changed_at > trails.changed_at
    where trails.steps = 1
),

ranked_trails as (
    -- The longest trail is the order; one that runs in a circle ends where the next change begins.
    select
        trails.deal_id,
        trails.field_name,
        trails.changed_at,
        trails.path,
        row_number() over (
            partition by trails.deal_id, trails.field_name, trails.changed_at
            order by
                trails.steps desc,
                case when trails.after_value = ends.held_value then 0 else 1 end,
                trails.path
        ) as place
    from trails
    inner join ends on ends.id = trails.id and ends.place = 1
),

places as (
    select
        trails.id,
        case
            when find_in_set(trails.id, ranked_trails.path) > 0
                then find_in_set(trails.id, ranked_trails.path)
            else 6 + row_number() over (
                partition by trails.deal_id, trails.field_name, trails.changed_at
                order by trails.id
            )
        end as place
    from trails
    inner join ranked_trails
        on ranked_trails.deal_id = trails.deal_id
        and ranked_trails.field_name = trails.field_name
        and ranked_trails.changed_at = trails.changed_at
        and ranked_trails.place = 1
    where trails.steps = 1
),

fields as (
    select 'sales_stage' as field_name
    union all
    select 'amount_usdollar'
    union all
    select 'date_closed'
    union all
    select 'assigned_user_id'
),

entries as (
    -- Creations are not audited: the first row of a field is made of the creation.
    select
        deals.id as deal_id,
        fields.field_name,
        deals.date_entered as changed_at,
        0 as place,
        '' as id,
        '' as before_value,
        case fields.field_name
            when 'sales_stage' then deals.sales_stage
            when 'amount_usdollar' then deals.amount
            when 'date_closed' then deals.date_closed
            else deals.assigned_user_id
        end as after_value,
        deals.created_by as changed_by,
        deals.date_modified
    from deals
    cross join fields
    where deals.has_amount_history = 1 or fields.field_name <> 'amount_usdollar'
    union all
    select
        audited.deal_id,
        audited.field_name,
        audited.changed_at,
        coalesce(places.place, 1) as place,
        audited.id,
        audited.before_value,
        audited.after_value,
        audited.changed_by,
        deals.date_modified
    from audited
    inner join deals on deals.id = audited.deal_id
    left join places on places.id = audited.id
    where deals.has_amount_history = 1 or audited.field_name <> 'amount_usdollar'
),

changes as (
    select
        deal_id,
        field_name,
        changed_at,
        place,
        changed_by,
        date_modified,
        case when place > 0 then nullif(before_value, '') end as old_value,
        nullif(
            case
                when place > 0 then after_value
                -- Before its first change the field held that change's old value; a field that
                -- never changed has held today's value all along.
                else coalesce(
                    lead(before_value) over (
                        partition by deal_id, field_name
                        order by case when place = 0 then 0 else 1 end, changed_at, place, id
                    ),
                    after_value
                )
            end,
            ''
        ) as new_value
    from entries
),

currency_changes as (
    select max(date_modified) as modified_at
    from currencies
)

select
    changes.deal_id as deal_id,
    case changes.field_name
        when 'sales_stage' then 'stage'
        when 'amount_usdollar' then 'amount'
        when 'date_closed' then 'expected_close_on'
        else 'owner_id'
    end as field,
    case
        when changes.field_name = 'amount_usdollar' then trim(
            trailing '.' from trim(trailing '0' from cast(changes.old_value as decimal(38, 6)))
        )
        -- As users see it; all other stages are labelled as they are stored.
        when changes.old_value = 'Id. Decision Makers' then 'Identifying Decision Makers'
        else changes.old_value
    end as old_value,
    case
        when changes.field_name = 'amount_usdollar' then trim(
            trailing '.' from trim(trailing '0' from cast(changes.new_value as decimal(38, 6)))
        )
        when changes.new_value = 'Id. Decision Makers' then 'Identifying Decision Makers'
        else changes.new_value
    end as new_value,
    changes.changed_at as changed_at,
    changes.place as sequence,
    changes.changed_by as changed_by,
    greatest(
        changes.changed_at,
        coalesce(changes.date_modified, changes.changed_at),
        coalesce(currency_changes.modified_at, changes.changed_at)
    ) as row_modified_at
from changes
cross join currency_changes
