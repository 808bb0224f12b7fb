-- One row per field that a save changed; one without a field where a record was entered, deleted
-- or restored as a whole. Saves of one member within ten minutes are one in Twenty.
-- Grain: entity, record_id, field, user_id, edited_at.
with events as (
    select
        case
            when "targetOpportunityId" is not null then 'deals'
            when "targetCompanyId" is not null then 'accounts'
            when "targetPersonId" is not null then 'contacts'
            else 'activities'
        end as entity,
        coalesce(
            "targetOpportunityId",
            "targetCompanyId",
            "targetPersonId",
            "targetTaskId",
            "targetNoteId"
        ) as record_id,
        "workspaceMemberId" as user_id,
        coalesce("happensAt", "createdAt") as edited_at,
        case
            when jsonb_typeof(properties -> 'diff') = 'object' then properties -> 'diff'
        end as diff
    from "timelineActivity"
    where
        "deletedAt" is null
        -- What was changed of a linked record is shown on the record's timeline too.
        and "linkedRecordId" is null
),

saved as (
    select
        events.entity,
        events.record_id,
        fields.name as field,
        events.user_id,
        events.edited_at
    from events
    cross join lateral jsonb_object_keys(events.diff) as fields (name)
    -- A card that was dragged and what the CRM notes by itself are no typing.
    where fields.name not in ('position', 'createdBy', 'updatedBy', 'deletedAt', 'searchVector')
    union all
    select
        entity,
        record_id,
        null as field,
        user_id,
        edited_at
    from events
    where diff is null
)

select
    saved.entity as entity,
    saved.record_id as record_id,
    saved.field as field,
    saved.user_id as user_id,
    saved.edited_at as edited_at
from saved
where saved.record_id is not null
