-- One row per ticket of Frappe Helpdesk on the same site; tickets merged into another are left out.
-- Grain: ticket. Without Helpdesk, delete this file.
with replies as (
    select
        reference_name as ticket_id,
        sum(communication_type = 'Communication' and sent_or_received = 'Sent') as public_replies,
        max(modified) as modified
    from `tabCommunication`
    where reference_doctype = 'HD Ticket'
    group by reference_name
),

version_changes as (
    select
        versions.docname as ticket_id,
        versions.creation as changed_at,
        changes.field as field,
        -- In the collation of the tables, which it is compared with.
        changes.old_text collate utf8mb4_unicode_ci as old_text,
        changes.new_text collate utf8mb4_unicode_ci as new_text
    from `tabVersion` as versions
    cross join json_table(
        case when json_valid(versions.data) then versions.data else '{}' end,
        '$.changed[*]' columns (
            field varchar(140) path '$[0]',
            old_text text path '$[1]',
            new_text text path '$[2]'
        )
    ) as changes
    where versions.ref_doctype = 'HD Ticket'
        and changes.field in ('status', 'feedback_rating')
),

histories as (
    select
        version_changes.ticket_id,
        sum(
            version_changes.field = 'status'
            and old_statuses.category = 'Resolved'
            and new_statuses.category <> 'Resolved'
        ) as reopened_count,
        max(
            case when version_changes.field = 'feedback_rating' then version_changes.changed_at end
        ) as rated_at,
        max(version_changes.changed_at) as modified
    from version_changes
    left join `tabHD Ticket Status` as old_statuses on old_statuses.name = version_changes.old_text
    left join `tabHD Ticket Status` as new_statuses on new_statuses.name = version_changes.new_text
    group by version_changes.ticket_id
),

configured as (
    select max(modified) as modified
    from `tabHD Ticket Status`
)

select
    tickets.name as ticket_id,
    coalesce(customers.name, companies.name) as account_id,
    tickets.contact as contact_id,
    json_unquote(json_extract(tickets._assign, '$[0]')) as owner_id,
    tickets.agent_group as team,
    tickets.ticket_type as topic,
    tickets.priority as priority,
    case
        when tickets.via_customer_portal = 1 then 'Customer portal'
        when tickets.email_account <> '' then 'E-mail'
        else 'Agent'
    end as channel,
    case
        when tickets.status = 'Closed' then 'closed'
        when coalesce(statuses.category, tickets.status_category) = 'Resolved' then 'solved'
        when coalesce(statuses.category, tickets.status_category) = 'Paused' then 'pending'
        else 'open'
    end as status,
    tickets.creation as created_at,
    tickets.first_responded_on as first_response_at,
    case
        when coalesce(statuses.category, tickets.status_category) = 'Resolved'
            then tickets.resolution_date
    end as resolved_at,
    coalesce(histories.reopened_count, 0) as reopened_count,
    coalesce(replies.public_replies, 0) as public_replies,
    case
        when agreements.apply_sla_for_resolution = 1 then 'resolution'
        when agreements.name is not null then 'reply'
    end as sla_kind,
    case
        when agreements.apply_sla_for_resolution = 1 then tickets.resolution_by
        when agreements.name is not null then tickets.response_by
    end as sla_due_at,
    case tickets.agreement_status when 'Fulfilled' then 1 when 'Failed' then 0 end as sla_met,
    -- Stars are kept as a share from 0 to 1, and 0 where nobody rated.
    nullif(round(tickets.feedback_rating * 5), 0) as rating,
    case when tickets.feedback_rating > 0 then histories.rated_at end as rated_at,
    greatest(
        tickets.modified,
        coalesce(replies.modified, tickets.modified),
        coalesce(histories.modified, tickets.modified),
        coalesce(contacts.modified, tickets.modified),
        configured.modified
    ) as row_modified_at
from `tabHD Ticket` as tickets
cross join configured
left join `tabHD Ticket Status` as statuses on statuses.name = tickets.status
left join `tabHD Service Level Agreement` as agreements on agreements.name = tickets.sla
-- A ticket's key is a number, and a text where others refer to it.
left join replies
    on replies.ticket_id = cast(tickets.name as char) collate utf8mb4_unicode_ci
left join histories
    on histories.ticket_id = cast(tickets.name as char) collate utf8mb4_unicode_ci
left join `tabContact` as contacts on contacts.name = tickets.contact
-- A customer of Helpdesk is an account where both go by the same name.
left join `tabCRM Organization` as customers on customers.name = tickets.customer
left join `tabCRM Organization` as companies on companies.name = contacts.company_name
where tickets.is_merged = 0
