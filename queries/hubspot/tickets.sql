-- One row per ticket that is neither deleted nor merged into another.
-- Grain: ticket.
with absent as (
    -- Columns that not every table has, and what stands for them: the table's own column wins.
    select
        false as is_deleted,
        false as _fivetran_deleted,
        null::text as property_hs_merged_object_ids,
        null::bigint as property_hubspot_team_id,
        null::text as property_source_type,
        null::boolean as is_closed
),

-- The ticket that stays lists those that went into it.
merged_tickets as (
    select distinct kept.id
    from absent
    cross join lateral (
        select unnest(string_to_array(property_hs_merged_object_ids, ';')) as id
        from ticket
    ) as kept
),

stages as (
    select
        kept.stage_id,
        bool_or(kept.is_closed) as is_closed,
        bool_or(kept.is_waiting) as is_waiting
    from absent
    cross join lateral (
        select
            ticket_pipeline_stage.stage_id,
            coalesce(is_closed, ticket_pipeline_stage.ticket_state = 'CLOSED', false)
                as is_closed,
            lower(ticket_pipeline_stage.label) like 'waiting on contact%' as is_waiting
        from ticket_pipeline_stage
    ) as kept
    group by kept.stage_id
),

stage_changes as (
    select
        ticket_property_history.ticket_id,
        coalesce(stages.is_closed, false) as is_closed,
        lag(coalesce(stages.is_closed, false)) over (
            partition by ticket_property_history.ticket_id
            order by
                ticket_property_history.timestamp_instant,
                ticket_property_history._fivetran_end
        ) as was_closed
    from ticket_property_history
    left join stages on stages.stage_id = ticket_property_history.value
    where ticket_property_history.name = 'hs_pipeline_stage'
),

reopened_tickets as (
    select
        stage_changes.ticket_id,
        count(*) as reopened_count
    from stage_changes
    where stage_changes.was_closed
        and not stage_changes.is_closed
    group by stage_changes.ticket_id
),

main_companies as (
    select
        ticket_company.ticket_id,
        min(ticket_company.company_id) as company_id
    from ticket_company
    group by ticket_company.ticket_id
),

main_contacts as (
    select
        ticket_contact.ticket_id,
        min(ticket_contact.contact_id) as contact_id
    from ticket_contact
    group by ticket_contact.ticket_id
)

select
    cast(tickets.id as text) as ticket_id,
    cast(main_companies.company_id as text) as account_id,
    cast(main_contacts.contact_id as text) as contact_id,
    cast(tickets.property_hubspot_owner_id as text) as owner_id,
    team.name as team,
    tickets.property_hs_ticket_category as topic,
    tickets.property_hs_ticket_priority as priority,
    tickets.property_source_type as channel,
    case
        when stages.is_closed then 'closed'
        when stages.is_waiting then 'pending'
        else 'open'
    end as status,
    tickets.property_createdate as created_at,
    -- An imported ticket can have been answered and closed before it was entered: nobody knows how
    -- long that took.
    case
        when tickets.property_first_agent_reply_date >= tickets.property_createdate
            then tickets.property_first_agent_reply_date
    end as first_response_at,
    case
        when stages.is_closed and tickets.property_closed_date >= tickets.property_createdate
            then tickets.property_closed_date
    end as resolved_at,
    coalesce(reopened_tickets.reopened_count, 0) as reopened_count
from absent
cross join lateral (
    select
        ticket.id,
        ticket.property_hubspot_owner_id,
        property_hubspot_team_id,
        ticket.property_hs_pipeline_stage,
        ticket.property_hs_ticket_category,
        ticket.property_hs_ticket_priority,
        property_source_type,
        ticket.property_createdate,
        ticket.property_first_agent_reply_date,
        ticket.property_closed_date
    from ticket
    where not coalesce(is_deleted, false)
        and not coalesce(_fivetran_deleted, false)
) as tickets
left join merged_tickets on merged_tickets.id = cast(tickets.id as text)
left join stages on stages.stage_id = tickets.property_hs_pipeline_stage
left join team on team.id = tickets.property_hubspot_team_id
left join reopened_tickets on reopened_tickets.ticket_id = tickets.id
left join main_companies on main_companies.ticket_id = tickets.id
left join main_contacts on main_contacts.ticket_id = tickets.id
where merged_tickets.id is null
