-- What touches records, from the raw tables of the demo CRM only: attentions, entry lags, channels.
-- Grain: one view each. Written apart from the library: no facts, no expressions, no calendar of it.
create or replace view persons_activities as
select
    activity_id,
    kind,
    nullif(trim(activities.owner_id), '') as owner_id,
    nullif(trim(account_id), '') as account_id,
    nullif(trim(contact_id), '') as contact_id,
    nullif(trim(deal_id), '') as deal_id,
    nullif(trim(lead_id), '') as lead_id,
    cast(done_at as timestamp) as done_at,
    cast(activities.created_at as timestamp) as entered_at,
    cast(timezone('$zone', timezone('UTC', cast(done_at as timestamp))) as date) as done_on,
    cast(timezone('$zone', timezone('UTC', cast(activities.created_at as timestamp))) as date)
        as entered_on
from raw_activities as activities
where status = 'done'
    and coalesce(is_automatic, '0') = '0'
    and not exists (
        select 1 from raw_users as users
        where users.user_id = trim(activities.owner_id) and users.role = 'Integration'
    );

-- One row per record and attention, with the day from which the CRM knew of it.
create or replace view attentions as
with saves as (
    select
        entity,
        record_id,
        cast(timezone('$zone', timezone('UTC', cast(edited_at as timestamp))) as date) as attended_on
    from raw_edits as edits
    where not exists (
        select 1 from raw_users as users
        where users.user_id = edits.user_id and users.role = 'Integration'
    )
),
done as (
    select *, greatest(done_on, entered_on) as known_on
    from persons_activities
    where done_on is not null
),
named as (
    select 'deals' as entity, deal_id as record_id, done_on, known_on from done
    union all
    select 'contacts', contact_id, done_on, known_on from done
    union all
    select 'leads', lead_id, done_on, known_on from done
    union all
    select
        'accounts',
        coalesce(
            done.account_id,
            (select min(nullif(trim(account_id), '')) from raw_deals where deal_id = done.deal_id),
            (
                select min(nullif(trim(account_id), ''))
                from raw_contacts where contact_id = done.contact_id
            ),
            (select min(nullif(trim(account_id), '')) from raw_leads where lead_id = done.lead_id)
        ),
        done_on,
        known_on
    from done
)
select entity, record_id, 'save' as sort, attended_on, attended_on as known_on from saves
union all
select entity, record_id, 'activity', done_on, known_on from named where record_id is not null;

-- One row per record, with the days between which it is looked after at all.
create or replace view lives as
with typed as (
    select 'deals' as entity, deal_id as record_id, owner_id, team as own_team, created_at,
        null as ended_at,
        outcome <> 'open' as is_over
    from raw_deals
    union all
    select 'accounts', account_id, owner_id, null, created_at, null, false from raw_accounts
    union all
    select 'contacts', contact_id, owner_id, null, created_at, null, false from raw_contacts
    union all
    select 'leads', lead_id, owner_id, null, created_at,
        case when status in ('converted', 'disqualified')
            then least(converted_at, disqualified_at) end,
        status in ('converted', 'disqualified')
    from raw_leads
)
select
    entity,
    record_id,
    nullif(trim(typed.owner_id), '') as owner_id,
    coalesce(nullif(trim(own_team), ''), users.team) as team,
    cast(timezone('$zone', timezone('UTC', cast(created_at as timestamp))) as date) as created_on,
    cast(timezone('$zone', timezone('UTC', cast(ended_at as timestamp))) as date) as ended_on,
    is_over
from typed
left join raw_users as users on users.user_id = nullif(trim(typed.owner_id), '')
where created_at is not null;

create or replace view entry_lags as
select
    *,
    floor(epoch(entered_at - done_at) / 60) as minutes,
    strftime(greatest(done_on, entered_on), '%Y-%m-01') as month
from persons_activities
where done_on is not null;
