-- One row per person.
-- Grain: contact_id.
select
    person.id as contact_id,
    -- A person keeps the id of a deleted company, which Twenty no longer shows.
    case when company."deletedAt" is null then company.id end as account_id,
    person."nameFirstName" as first_name,
    person."nameLastName" as last_name,
    person."jobTitle" as job_title,
    person."emailsPrimaryEmail" as email,
    -- The number is national and its calling code apart, except where a program wrote both at once.
    case
        when person."phonesPrimaryPhoneNumber" like '+%' then person."phonesPrimaryPhoneNumber"
        when person."phonesPrimaryPhoneNumber" <> ''
            then concat(person."phonesPrimaryPhoneCallingCode", person."phonesPrimaryPhoneNumber")
    end as phone,
    person."createdAt" as created_at,
    person."updatedAt" as updated_at,
    greatest(person."updatedAt", company."updatedAt") as row_modified_at
from person
left join company on company.id = person."companyId"
where person."deletedAt" is null
