-- One row per change of a deal's property by a user who owns records.
-- Grain: deal, property, user, instant. What HubSpot works out itself is no edit.
with owners_of_users as (
    select
        'userId:' || cast(owner.active_user_id as text) as source_id,
        min(cast(owner.owner_id as text)) as owner_id
    from owner
    where owner.active_user_id is not null
    group by owner.active_user_id
)

select
    'deals' as entity,
    cast(deal_property_history.deal_id as text) as record_id,
    deal_property_history.name as field,
    owners_of_users.owner_id as user_id,
    deal_property_history."timestamp" as edited_at
from deal_property_history
inner join owners_of_users on owners_of_users.source_id = deal_property_history.source_id
inner join deal on deal.deal_id = deal_property_history.deal_id
-- What is set while a deal is entered is its entry, not an edit.
where deal_property_history."timestamp" > deal.property_createdate + interval '1 minute'
