-- One row per save of a record by a person: what the stream notes, and each record's last save.
-- Grain: record, user, instant.
with saves as (
    select
        parent_type,
        parent_id,
        created_by_id as user_id,
        created_at as edited_at
    from note
    where
        parent_type in (
            'Account', 'Contact', 'Lead', 'Opportunity', 'Case', 'Call', 'Meeting', 'Task'
        )
        and type in ('Create', 'Update', 'Status', 'Assign')
        and deleted = false
    -- Without "all": an audited save is noted, and may be the record's last one as well.
    union
    select
        'Account' as parent_type,
        id as parent_id,
        modified_by_id as user_id,
        modified_at as edited_at
    from account
    where deleted = false
    union
    select
        'Contact' as parent_type,
        id as parent_id,
        modified_by_id as user_id,
        modified_at as edited_at
    from contact
    where deleted = false
    union
    select
        'Lead' as parent_type,
        id as parent_id,
        modified_by_id as user_id,
        modified_at as edited_at
    from "lead"
    where deleted = false
    union
    select
        'Opportunity' as parent_type,
        id as parent_id,
        modified_by_id as user_id,
        modified_at as edited_at
    from opportunity
    where deleted = false
    union
    select
        'Case' as parent_type,
        id as parent_id,
        modified_by_id as user_id,
        modified_at as edited_at
    from "case"
    where deleted = false
)

select
    case saves.parent_type
        when 'Account' then 'accounts'
        when 'Contact' then 'contacts'
        when 'Lead' then 'leads'
        when 'Opportunity' then 'deals'
        when 'Case' then 'tickets'
        else 'activities'
    end as entity,
    saves.parent_id as record_id,
    saves.user_id as user_id,
    saves.edited_at as edited_at
from saves
inner join "user" on "user".id = saves.user_id
where "user".type in ('regular', 'admin', 'super-admin') and saves.edited_at is not null
