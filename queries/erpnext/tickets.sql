-- One row per issue.
-- Grain: issue.
with replies as (
    select
        reference_name as ticket_id,
        sum(communication_type = 'Communication' and sent_or_received = 'Sent') as public_replies,
        max(modified) as modified
    from `tabCommunication`
    where reference_doctype = 'Issue'
    group by reference_name
),

histories as (
    select
        versions.docname as ticket_id,
        sum(
            changes.old_text in ('Resolved', 'Closed')
            and changes.new_text not in ('Resolved', 'Closed')
        ) as reopened_count,
        max(
            case
                when changes.old_text not in ('Resolved', 'Closed')
                    and changes.new_text in ('Resolved', 'Closed')
                    then versions.creation
            end
        ) as resolved_at,
        max(versions.creation) as modified
    from `tabVersion` as versions
    cross join json_table(
        case when json_valid(versions.data) then versions.data else '{}' end,
        '$.changed[*]' columns (
            field varchar(140) path '$[0]',
            old_text text path '$[1]',
            new_text text path '$[2]'
        )
    ) as changes
    where versions.ref_doctype = 'Issue' and changes.field = 'status'
    group by versions.docname
)

select
    issues.name as ticket_id,
    issues.customer as account_id,
    issues.contact as contact_id,
    json_unquote(json_extract(issues._assign, '$[0]')) as owner_id,
    issues.issue_type as topic,
    issues.priority as priority,
    case
        when issues.via_customer_portal = 1 then 'Customer portal'
        when issues.email_account <> '' then 'E-mail'
        else 'Agent'
    end as channel,
    case issues.status
        when 'Resolved' then 'solved'
        when 'Closed' then 'closed'
        when 'Open' then 'open'
        else 'pending'
    end as status,
    issues.creation as created_at,
    issues.first_responded_on as first_response_at,
    case
        when issues.status in ('Resolved', 'Closed')
            then coalesce(issues.sla_resolution_date, histories.resolved_at)
    end as resolved_at,
    coalesce(histories.reopened_count, 0) as reopened_count,
    coalesce(replies.public_replies, 0) as public_replies,
    case
        when agreements.apply_sla_for_resolution = 1 then 'resolution'
        when agreements.name is not null then 'reply'
    end as sla_kind,
    case
        when agreements.apply_sla_for_resolution = 1 then issues.sla_resolution_by
        when agreements.name is not null then issues.response_by
    end as sla_due_at,
    case issues.agreement_status when 'Fulfilled' then 1 when 'Failed' then 0 end as sla_met,
    issues.company as selling_company,
    greatest(
        issues.modified,
        coalesce(replies.modified, issues.modified),
        coalesce(histories.modified, issues.modified),
        coalesce(agreements.modified, issues.modified)
    ) as row_modified_at
from `tabIssue` as issues
left join `tabService Level Agreement` as agreements
    on agreements.name = issues.service_level_agreement
left join replies on replies.ticket_id = issues.name
left join histories on histories.ticket_id = issues.name
