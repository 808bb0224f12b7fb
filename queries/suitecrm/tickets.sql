-- One row per case that is not deleted.
-- Grain: cases.id. The state (open or closed) decides; statuses are texts below it.
with state_changes as (
    select
        parent_id as case_id,
        max(date_created) as changed_at,
        max(
            case
                when after_value_string = 'Closed' and coalesce(before_value_string, '') <> 'Closed'
                    then date_created
            end
        ) as closed_at,
        max(
            case
                when before_value_string = 'Closed' and coalesce(after_value_string, '') <> 'Closed'
                    then date_created
            end
        ) as reopened_at,
        sum(before_value_string = 'Closed' and coalesce(after_value_string, '') <> 'Closed')
            as reopened_count
    from cases_audit
    where field_name = 'state'
    group by parent_id
),

updates as (
    -- A customer's update names a contact; one by e-mail from a stranger names nobody at all.
    select
        case_id,
        coalesce(contact_id, '') = ''
        and coalesce(assigned_user_id, '') <> ''
        and coalesce(internal, 0) = 0
        and coalesce(deleted, 0) = 0 as is_public_reply,
        date_entered,
        date_modified
    from aop_case_updates
),

replies as (
    select
        case_id,
        min(case when is_public_reply then date_entered end) as first_response_at,
        sum(is_public_reply) as public_replies,
        max(date_modified) as modified_at
    from updates
    group by case_id
),

contact_links as (
    select
        case_id,
        case when coalesce(deleted, 0) = 0 then contact_id end as contact_id,
        row_number() over (
            partition by case_id order by coalesce(deleted, 0), date_modified, id
        ) as place,
        max(date_modified) over (partition by case_id) as modified_at
    from contacts_cases
),

states as (
    select
        id as case_id,
        -- Before there were states, the first word of the status was one.
        coalesce(nullif(state, ''), substring_index(status, '_', 1)) as state
    from cases
    where coalesce(deleted, 0) = 0
)

select
    cases.id as ticket_id,
    cases.account_id as account_id,
    coalesce(contact_links.contact_id, nullif(cases.contact_created_by_id, '')) as contact_id,
    cases.assigned_user_id as owner_id,
    nullif(cases.type, '') as topic,
    case cases.priority
        when 'P1' then 'High'
        when 'P2' then 'Medium'
        when 'P3' then 'Low'
        else nullif(cases.priority, '')
    end as priority,
    case
        when states.state = 'Closed' then 'closed'
        when cases.status = 'Open_Pending Input' then 'pending'
        else 'open'
    end as status,
    cases.date_entered as created_at,
    replies.first_response_at as first_response_at,
    case
        when
            states.state = 'Closed'
            and state_changes.closed_at
            >= coalesce(state_changes.reopened_at, state_changes.closed_at)
            then state_changes.closed_at
    end as resolved_at,
    coalesce(state_changes.reopened_count, 0) as reopened_count,
    coalesce(replies.public_replies, 0) as public_replies,
    greatest(
        cases.date_modified,
        coalesce(state_changes.changed_at, cases.date_modified),
        coalesce(replies.modified_at, cases.date_modified),
        coalesce(contact_links.modified_at, cases.date_modified)
    ) as row_modified_at
from cases
inner join states on states.case_id = cases.id
left join state_changes on state_changes.case_id = cases.id
left join replies on replies.case_id = cases.id
left join contact_links on contact_links.case_id = cases.id and contact_links.place = 1
