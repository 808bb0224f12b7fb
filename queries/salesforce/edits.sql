-- One row per save of a tracked field of an opportunity.
-- Grain: opportunity, field, person, instant. Only the fields that the company chose to track.
select distinct
    'deals' as entity,
    opportunity_field_history.opportunity_id as record_id,
    opportunity_field_history.field as field,
    opportunity_field_history.created_by_id as user_id,
    opportunity_field_history.created_date as edited_at
from opportunity_field_history
where not coalesce(opportunity_field_history.is_deleted, false)
    -- The creation is an entry, not an edit.
    and opportunity_field_history.field <> 'created'
