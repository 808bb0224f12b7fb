-- One row per planned or done activity, meeting, e-mail, comment and note on a lead, deal, partner
-- or ticket. Grain: the table and id of the record, such as activity-7, message-7, meeting-7.
with activity_types as (
    select
        id,
        write_date,
        case category
            when 'phonecall' then 'call'
            when 'meeting' then 'meeting'
            else case when name ->> 'en_US' ilike '%mail%' then 'email' else 'task' end
        end as kind
    from mail_activity_type
),

scheduled as (
    select
        of_activity.id as id,
        of_activity.res_model as res_model,
        of_activity.res_id as res_id,
        of_activity.activity_type_id as activity_type_id,
        of_activity.user_id as user_id,
        of_activity.summary as summary,
        of_activity.feedback as feedback,
        of_activity.date_deadline as date_deadline,
        of_activity.date_done as date_done,
        of_activity.automated as automated,
        of_activity.calendar_event_id as calendar_event_id,
        of_activity.create_date as create_date,
        of_activity.write_date as write_date,
        row_number() over (
            partition by
                of_activity.res_model,
                of_activity.res_id,
                of_activity.activity_type_id,
                of_activity.date_done
            order by of_activity.id
        ) as number_of_day
    -- 16 deletes what is done and has none of these columns, only 19 has feedback: a name that the
    -- table has not means the null of missing_columns.
    from (
        select
            cast(null as boolean) as active,
            cast(null as date) as date_done,
            cast(null as text) as feedback
    ) as missing_columns
    cross join lateral (
        select
            id,
            res_model,
            res_id,
            activity_type_id,
            user_id,
            summary,
            feedback,
            date_deadline,
            case when not active then date_done end as date_done,
            automated,
            calendar_event_id,
            create_date,
            write_date
        from mail_activity
        where res_model in ('crm.lead', 'res.partner', 'helpdesk.ticket')
    ) as of_activity
),

messages as (
    select
        mail_message.id as id,
        mail_message.model as model,
        mail_message.res_id as res_id,
        mail_message.message_type as message_type,
        mail_message.mail_activity_type_id as activity_type_id,
        mail_message.subject as subject,
        mail_message.author_id as author_id,
        mail_message.date as date,
        mail_message.create_date as create_date,
        mail_message.write_date as write_date,
        coalesce(mail_message.is_internal, false) or coalesce(subtypes.internal, false)
            as is_internal,
        case
            when mail_message.mail_activity_type_id is not null
                then trim(regexp_replace(mail_message.body, '(<[^>]*>|\s)+', ' ', 'g'))
        end as done_text
    from mail_message
    left join mail_message_subtype as subtypes on subtypes.id = mail_message.subtype_id
    where
        mail_message.model in ('crm.lead', 'res.partner', 'helpdesk.ticket')
        and (
            mail_message.mail_activity_type_id is not null
            or mail_message.message_type
            in ('email', 'comment', 'email_outgoing', 'auto_comment', 'out_of_office')
        )
),

-- What is done leaves a message, and from 17 on (in 19 always) may stay as an archived activity
-- too. Nothing links the two: of the same kind, record and day, the first goes with the first.
done_messages as (
    select
        id,
        model,
        res_id,
        activity_type_id,
        date,
        write_date,
        row_number() over (
            partition by model, res_id, activity_type_id, cast(date as date)
            order by id
        ) as number_of_day
    from messages
    where activity_type_id is not null
),

pairs as (
    select
        scheduled.id as activity_id,
        done_messages.id as message_id,
        done_messages.date as done_at,
        done_messages.write_date as modified_at
    from scheduled
    inner join done_messages
        on done_messages.model = scheduled.res_model
        and done_messages.res_id = scheduled.res_id
        and done_messages.activity_type_id = scheduled.activity_type_id
        and cast(done_messages.date as date) = scheduled.date_done
        and done_messages.number_of_day = scheduled.number_of_day
),

events as (
    select
        id,
        name,
        user_id,
        active,
        allday,
        start,
        stop,
        start_date,
        stop_date,
        duration,
        case when opportunity_id is not null then 'crm.lead' else res_model end as model,
        coalesce(opportunity_id, res_id) as res_id,
        create_date,
        write_date,
        stop <= now() at time zone 'UTC' as is_over
    from calendar_event
),

meetings_of_records as (
    select distinct
        model,
        res_id
    from events
    where active
),

guests as (
    select
        attendees.calendar_event_id as event_id,
        min(partners.id) as partner_id,
        max(partners.write_date) as modified_at
    from calendar_event_res_partner_rel as attendees
    inner join res_partner as partners on partners.id = attendees.res_partner_id
    where coalesce(partners.partner_share, true) and not coalesce(partners.is_company, false)
    group by attendees.calendar_event_id
),

-- Two users can share a partner.
users_of_partners as (
    select
        partner_id,
        min(id) as user_id
    from res_users
    where not coalesce(share, false) and login <> '__system__'
    group by partner_id
),

all_activities as (
    select
        'activity-' || scheduled.id as activity_id,
        coalesce(activity_types.kind, 'task') as kind,
        null as direction,
        scheduled.user_id as owner_id,
        scheduled.res_model as model,
        scheduled.res_id as res_id,
        cast(null as integer) as partner_id,
        scheduled.summary as subject,
        scheduled.feedback as outcome,
        case when scheduled.date_done is null then 'planned' else 'done' end as status,
        to_char(scheduled.date_deadline, 'YYYY-MM-DD') as due_at,
        coalesce(
            to_char(pairs.done_at, 'YYYY-MM-DD HH24:MI:SS'),
            to_char(scheduled.date_done, 'YYYY-MM-DD')
        ) as done_at,
        cast(null as double precision) as duration_minutes,
        coalesce(scheduled.automated, false) as is_automatic,
        scheduled.create_date as created_at,
        scheduled.write_date as updated_at,
        greatest(scheduled.write_date, pairs.modified_at, activity_types.write_date) as modified_at
    from scheduled
    left join activity_types on activity_types.id = scheduled.activity_type_id
    left join pairs on pairs.activity_id = scheduled.id
    -- A meeting that is in the calendar is taken from there.
    where scheduled.calendar_event_id is null
    union all
    select
        'message-' || messages.id as activity_id,
        case
            when messages.activity_type_id is not null then activity_types.kind
            when messages.is_internal then 'note'
            when messages.message_type = 'comment' and coalesce(authors.partner_share, true)
                then 'message'
            else 'email'
        end as kind,
        case
            when messages.activity_type_id is not null or messages.is_internal then null
            when
                messages.message_type in ('email', 'comment')
                and coalesce(authors.partner_share, true)
                then 'in'
            else 'out'
        end as direction,
        users_of_partners.user_id as owner_id,
        messages.model as model,
        messages.res_id as res_id,
        case when authors.partner_share and not authors.is_company then authors.id end
            as partner_id,
        coalesce(nullif(messages.subject, ''), messages.done_text) as subject,
        null as outcome,
        'done' as status,
        null as due_at,
        to_char(messages.date, 'YYYY-MM-DD HH24:MI:SS') as done_at,
        null as duration_minutes,
        messages.message_type in ('email_outgoing', 'auto_comment', 'out_of_office')
            as is_automatic,
        messages.create_date as created_at,
        messages.write_date as updated_at,
        greatest(messages.write_date, authors.write_date, activity_types.write_date) as modified_at
    from messages
    left join activity_types on activity_types.id = messages.activity_type_id
    left join res_partner as authors on authors.id = messages.author_id
    left join users_of_partners on users_of_partners.partner_id = messages.author_id
    left join pairs on pairs.message_id = messages.id
    left join meetings_of_records
        on activity_types.kind = 'meeting'
        and meetings_of_records.model = messages.model
        and meetings_of_records.res_id = messages.res_id
    where pairs.message_id is null and meetings_of_records.model is null
    union all
    select
        'meeting-' || events.id as activity_id,
        'meeting' as kind,
        null as direction,
        events.user_id as owner_id,
        events.model as model,
        events.res_id as res_id,
        guests.partner_id as partner_id,
        events.name as subject,
        null as outcome,
        case
            when not events.active then 'cancelled'
            when events.is_over then 'done'
            else 'planned'
        end as status,
        case
            when events.allday then to_char(events.start_date, 'YYYY-MM-DD')
            else to_char(events.start, 'YYYY-MM-DD HH24:MI:SS')
        end as due_at,
        case
            when not events.active or not events.is_over then null
            when events.allday then to_char(events.stop_date, 'YYYY-MM-DD')
            else to_char(events.stop, 'YYYY-MM-DD HH24:MI:SS')
        end as done_at,
        -- All day, Odoo keeps 8 to 18 o'clock of no time zone.
        case when not events.allday then events.duration * 60 end as duration_minutes,
        false as is_automatic,
        events.create_date as created_at,
        events.write_date as updated_at,
        -- A meeting becomes done without being written.
        greatest(
            events.write_date,
            guests.modified_at,
            case when events.is_over then events.stop end
        ) as modified_at
    from events
    left join guests on guests.event_id = events.id
    -- A meeting of colleagues about no record is none with a customer.
    where
        events.model in ('crm.lead', 'res.partner', 'helpdesk.ticket')
        or guests.partner_id is not null
)

select
    all_activities.activity_id as activity_id,
    all_activities.kind as kind,
    all_activities.direction as direction,
    all_activities.owner_id as owner_id,
    -- A person without a company is an account only by a deal, which names it.
    case
        when concerned.is_company then concerned.commercial_partner_id
        else coalesce(
            nullif(concerned.commercial_partner_id, concerned.id),
            nullif(others.commercial_partner_id, others.id)
        )
    end as account_id,
    case
        when not concerned.is_company then concerned.id
        else all_activities.partner_id
    end as contact_id,
    case when leads.type = 'opportunity' then leads.id end as deal_id,
    case
        when leads.type = 'lead' or leads.date_conversion >= date_trunc('second', leads.create_date)
            then leads.id
    end as lead_id,
    case when all_activities.model = 'helpdesk.ticket' then all_activities.res_id end as ticket_id,
    all_activities.subject as subject,
    all_activities.outcome as outcome,
    all_activities.status as status,
    all_activities.due_at as due_at,
    all_activities.done_at as done_at,
    all_activities.duration_minutes as duration_minutes,
    all_activities.is_automatic as is_automatic,
    all_activities.created_at as created_at,
    all_activities.updated_at as updated_at,
    greatest(
        all_activities.modified_at,
        leads.write_date,
        concerned.write_date,
        others.write_date
    ) as row_modified_at
from all_activities
left join crm_lead as leads
    on all_activities.model = 'crm.lead' and leads.id = all_activities.res_id
left join res_partner as concerned
    on concerned.id = case all_activities.model
        when 'crm.lead' then leads.partner_id
        when 'res.partner' then all_activities.res_id
    end
left join res_partner as others on others.id = all_activities.partner_id
