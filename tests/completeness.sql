-- One row per record and required set of the demo CRM and per field: is it required, is it filled?
-- Grain: set, record, field. Written by hand on the raw tables; nothing of the library is in it.
-- "Says something" as the demo needs it: no invisible signs, no full width; see the nasty values
-- for those.
create or replace macro says(value) as
    value is not null
    and regexp_matches(value, '[[:alnum:]]')
    and lower(regexp_replace(value, '[^[:alnum:]]', '', 'g'))
        not in ('', 'na', 'none', 'null', 'test', 'unknown', 'xxx', '000');

create or replace view required_fields as
with meetings as (
    select raw_activities.*, raw_contacts.first_name, raw_contacts.last_name,
        raw_contacts.email as contact_email, raw_contacts.phone as contact_phone,
        coalesce(due_at, raw_activities.created_at) as counts_at
    from raw_activities
    left join raw_contacts
        on raw_contacts.contact_id = raw_activities.contact_id
        -- The sync drops a contact without its creation.
        and raw_contacts.created_at is not null
    where kind = 'meeting' and status is not null and raw_activities.created_at is not null
),
calls as (
    select *, coalesce(due_at, created_at) as counts_at
    from raw_activities
    where kind = 'call' and status is not null and created_at is not null
),
accounts as (select *, created_at as counts_at from raw_accounts where created_at is not null),
contacts as (select *, created_at as counts_at from raw_contacts where created_at is not null),
leads as (select *, created_at as counts_at from raw_leads where created_at is not null),
deals as (select *, created_at as counts_at from raw_deals where created_at is not null)

select 'meetings' as set_name, activity_id as id, owner_id, null as own_team, counts_at, created_at, 'due_at' as field, true as required, due_at is not null as filled from meetings
union all select 'meetings', activity_id, owner_id, null, counts_at, created_at, 'contact.last_name', true, says(last_name) from meetings
union all select 'meetings', activity_id, owner_id, null, counts_at, created_at, 'contact.first_name', true, says(first_name) from meetings
union all select 'meetings', activity_id, owner_id, null, counts_at, created_at, 'contact.email or contact.phone', true, says(contact_email) or says(contact_phone) from meetings
union all select 'meetings', activity_id, owner_id, null, counts_at, created_at, 'subject', true, says(subject) from meetings
union all select 'meetings', activity_id, owner_id, null, counts_at, created_at, 'outcome', status = 'done', says(outcome) from meetings
union all select 'calls', activity_id, owner_id, null, counts_at, created_at, 'due_at or done_at', true, due_at is not null or done_at is not null from calls
union all select 'calls', activity_id, owner_id, null, counts_at, created_at, 'contact_id or lead_id or account_id', true, coalesce(contact_id, lead_id, account_id) is not null from calls
union all select 'calls', activity_id, owner_id, null, counts_at, created_at, 'subject', true, says(subject) from calls
union all select 'calls', activity_id, owner_id, null, counts_at, created_at, 'outcome', status = 'done', says(outcome) from calls
union all select 'accounts', account_id, owner_id, null, counts_at, created_at, 'name', true, says(name) from accounts
union all select 'accounts', account_id, owner_id, null, counts_at, created_at, 'owner_id', true, says(owner_id) from accounts
union all select 'accounts', account_id, owner_id, null, counts_at, created_at, 'industry', true, says(industry) from accounts
union all select 'accounts', account_id, owner_id, null, counts_at, created_at, 'country', true, says(country) from accounts
union all select 'accounts', account_id, owner_id, null, counts_at, created_at, 'source', true, says(source) from accounts
union all select 'accounts', account_id, owner_id, null, counts_at, created_at, 'email or phone', true, says(email) or says(phone) from accounts
union all select 'contacts', contact_id, owner_id, null, counts_at, created_at, 'first_name', true, says(first_name) from contacts
union all select 'contacts', contact_id, owner_id, null, counts_at, created_at, 'last_name', true, says(last_name) from contacts
union all select 'contacts', contact_id, owner_id, null, counts_at, created_at, 'account_id', true, says(account_id) from contacts
union all select 'contacts', contact_id, owner_id, null, counts_at, created_at, 'email', true, says(email) from contacts
union all select 'contacts', contact_id, owner_id, null, counts_at, created_at, 'phone', true, says(phone) from contacts
union all select 'leads', lead_id, owner_id, null, counts_at, created_at, 'name', true, says(name) from leads
union all select 'leads', lead_id, owner_id, null, counts_at, created_at, 'owner_id', true, says(owner_id) from leads
union all select 'leads', lead_id, owner_id, null, counts_at, created_at, 'source', true, says(source) from leads
union all select 'leads', lead_id, owner_id, null, counts_at, created_at, 'email or phone', true, says(email) or says(phone) from leads
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'name', true, says(name) from deals
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'account_id', true, says(account_id) from deals
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'owner_id', true, says(owner_id) from deals
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'source', true, says(source) from deals
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'amount', true, amount is not null from deals
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'expected_close_on', true, expected_close_on is not null from deals
union all select 'deals', deal_id, owner_id, team, counts_at, created_at, 'closed_at', outcome <> 'open', closed_at is not null from deals
union all select 'lost_deals', deal_id, owner_id, team, counts_at, created_at, 'loss_reason', true, says(loss_reason) from deals where outcome = 'lost';

create or replace view road as
with dated as (
    select *,
        cast(timezone($zone, timezone('UTC', cast(created_at as timestamp))) as date) as created_on,
        cast(timezone($zone, timezone('UTC', cast(counts_at as timestamp))) as date) as counts_on
    from required_fields
)
select dated.set_name, id, field, dated.required, filled,
    case when counts_on > date '2026-06-30' then created_on else counts_on end as day,
    dated.owner_id, coalesce(dated.own_team, raw_users.team) as team
from dated left join raw_users on raw_users.user_id = dated.owner_id;
