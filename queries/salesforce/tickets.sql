-- One row per case that is neither deleted nor merged into another.
-- Grain: case.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        true as _fivetran_active,
        false as _fivetran_deleted,
        null::text as master_record_id
),

-- An e-mail that was sent, or a comment the customer can see, written by someone of the company.
replies as (
    select
        email_message.parent_id as case_id,
        email_message.message_date as replied_at,
        not email_message.incoming
            -- 5 is a draft; a draft is sent, or deleted, later.
            and coalesce(email_message.status, '3') <> '5'
            and not coalesce(email_message.is_deleted, false) as is_reply,
        email_message._fivetran_synced as synced_at
    from email_message
    where email_message.parent_id like '500%'

    union all

    select
        case_comment.parent_id as case_id,
        case_comment.created_date as replied_at,
        case_comment.is_published
            and coalesce("user".user_type, 'Standard') = 'Standard'
            and not coalesce(case_comment.is_deleted, false) as is_reply,
        greatest(case_comment._fivetran_synced, "user"._fivetran_synced) as synced_at
    from case_comment
    left join "user" on "user".id = case_comment.created_by_id
),

replies_of_cases as (
    select
        replies.case_id,
        min(replies.replied_at) filter (where replies.is_reply) as first_reply_at,
        count(*) filter (where replies.is_reply) as reply_count,
        max(replies.synced_at) as synced_at
    from replies
    group by replies.case_id
)

select
    cases.id as ticket_id,
    cases.account_id as account_id,
    cases.contact_id as contact_id,
    -- A case in a queue has a group for an owner: nobody answers it yet.
    case when cases.owner_id like '005%' then cases.owner_id end as owner_id,
    cases.reason as topic,
    cases.priority as priority,
    cases.origin as channel,
    -- The statuses are each company's own; Salesforce itself only knows whether one is closed.
    case
        when cases.is_closed then 'closed'
        when cases.status in ('On Hold', 'Waiting on Customer', 'Pending') then 'pending'
        else 'open'
    end as status,
    cases.created_date as created_at,
    replies_of_cases.first_reply_at as first_response_at,
    case when cases.is_closed then cases.closed_date end as resolved_at,
    coalesce(replies_of_cases.reply_count, 0) as public_replies,
    greatest(cases._fivetran_synced, replies_of_cases.synced_at) as row_modified_at
from absent
cross join lateral (
    select
        "case".id,
        "case".account_id,
        "case".contact_id,
        "case".owner_id,
        "case".reason,
        "case".priority,
        "case".origin,
        "case".is_closed,
        "case".status,
        "case".created_date,
        "case".closed_date,
        "case"._fivetran_synced
    from "case"
    where coalesce(_fivetran_active, true)
        and not coalesce(_fivetran_deleted, false)
        and not coalesce("case".is_deleted, false)
        and master_record_id is null
) as cases
left join replies_of_cases on replies_of_cases.case_id = cases.id
