insert into owner (
    owner_id, type, first_name, last_name, email, active_user_id, _fivetran_synced
) values
    (11, 'PERSON', 'Ana', 'Ruiz', 'ana@lighthouse.example', 901, '2026-01-02 06:00+00'),
    -- Has left: no active user any more.
    (12, 'PERSON', 'Ben', 'Okafor', 'ben@lighthouse.example', null, '2026-01-02 06:00+00'),
    (13, 'QUEUE', 'Front', 'desk', null, null, '2026-01-02 06:00+00'),
    (14, 'PERSON', null, '', 'shared@lighthouse.example', 904, '2026-01-02 06:00+00');

insert into team (id, name, _fivetran_deleted, _fivetran_synced) values
    (21, 'East', false, '2026-01-02 06:00+00'),
    (22, 'West', false, '2026-01-02 06:00+00');

insert into owner_team (owner_id, team_id, is_team_primary, _fivetran_deleted, _fivetran_synced)
values
    (11, 21, true, false, '2026-01-02 06:00+00'),
    (11, 22, false, false, '2026-01-02 06:00+00'),
    -- Ben was in the East; the link is gone.
    (12, 21, true, true, '2026-01-02 06:00+00'),
    (12, 22, false, null, '2026-01-02 06:00+00');

insert into company (
    id, is_deleted, _fivetran_deleted, property_name, property_domain, property_website,
    property_industry, property_country, property_phone, property_numberofemployees,
    property_hubspot_owner_id, property_hs_parent_company_id, property_hs_analytics_source,
    property_hs_merged_object_ids, property_createdate, property_hs_lastmodifieddate,
    property_customer_tier, _fivetran_synced
) values
    (101, false, false, 'Harbour Hotel', 'hotel.example', 'https://www.hotel.example',
        'HOSPITALITY', 'Portugal', '+351 21 123 45 67', 120, 11, 104, 'ORGANIC_SEARCH', '102;109',
        '2025-09-01 08:00+00', '2026-02-01 09:00+00', 'Gold', '2026-02-01 12:00+00'),
    -- Merged into the first.
    (102, false, false, 'Harbor Hotel', null, null, null, null, null, null, 11, null, null, null,
        '2025-09-02 08:00+00', '2025-09-03 08:00+00', null, '2025-09-03 12:00+00'),
    (103, true, null, 'Deleted Diner', null, null, null, null, null, null, 11, null, null, null,
        '2025-09-02 08:00+00', '2025-09-03 08:00+00', null, '2025-09-03 12:00+00'),
    -- Entered by its domain only.
    (104, null, null, null, 'group.example', null, null, null, null, 8, 12, null, 'OFFLINE', null,
        '2025-09-03 08:00+00', '2025-09-03 08:00+00', null, '2025-09-03 12:00+00'),
    (105, false, true, 'Gone Guesthouse', null, null, null, null, null, null, 11, null, null,
        null, '2025-09-02 08:00+00', '2025-09-03 08:00+00', null, '2025-09-03 12:00+00'),
    (106, false, false, 'Corner Cafe', null, null, 'RESTAURANTS', 'Spain', null, 1500, 11, null,
        null, '', '2025-09-04 08:00+00', '2025-09-04 08:00+00', null, '2025-09-04 12:00+00');

insert into contact (
    id, _fivetran_deleted, property_email, property_firstname, property_lastname,
    property_company, property_jobtitle, property_phone, property_mobilephone,
    property_hs_email_optout, property_associatedcompanyid, property_hubspot_owner_id,
    property_lifecyclestage, property_hs_lead_status, property_hs_analytics_source,
    property_hs_lifecyclestage_lead_date, property_hs_lifecyclestage_marketingqualifiedlead_date,
    property_hs_lifecyclestage_salesqualifiedlead_date,
    property_hs_lifecyclestage_opportunity_date, property_hs_merged_object_ids,
    property_createdate, property_lastmodifieddate, _fivetran_synced
) values
    -- A lead that became a deal.
    (201, false, 'rita@hotel.example', 'Rita', 'Alves', 'Harbour Hotel', 'Manager',
        '+351 21 123 45 68', null, false, 101, 11, 'opportunity', 'OPEN_DEAL', 'ORGANIC_SEARCH',
        '2025-11-01 10:00+00', '2025-11-05 10:00+00', null, '2025-11-21 09:00+00', '203;299',
        '2025-10-01 10:00+00', '2026-01-22 14:00+00', '2026-01-22 18:00+00'),
    -- Never a lead.
    (202, false, 'luis@hotel.example', 'Luis', 'Costa', null, null, null, '+351 91 234 56 78',
        true, 101, 12, 'customer', null, null, null, null, null, null, null,
        '2026-01-05 10:00+00', '2026-01-05 10:00+00', '2026-01-05 12:00+00'),
    (203, false, 'rita@old.example', 'Rita', 'Alves', null, null, null, null, false, null, 11,
        'lead', 'NEW', null, '2025-10-02 10:00+00', null, null, null, null,
        '2025-10-02 10:00+00', '2025-10-03 10:00+00', '2025-10-03 12:00+00'),
    (204, true, 'gone@hotel.example', 'Gil', 'Gone', null, null, null, null, false, null, 11,
        'lead', 'NEW', null, '2026-01-06 10:00+00', null, null, null, null,
        '2026-01-06 10:00+00', '2026-01-06 10:00+00', '2026-01-06 12:00+00'),
    (205, null, 'marta@inn.example', 'Marta', 'Reis', 'Old Inn', null, null, null, false, null, 11,
        'marketingqualifiedlead', 'IN_PROGRESS', 'PAID_SEARCH', null, '2026-02-10 10:00+00', null,
        null, null, '2026-02-01 10:00+00', '2026-02-11 10:00+00', '2026-02-11 12:00+00'),
    (206, null, 'nuno@inn.example', 'Nuno', null, 'Old Inn', null, null, null, null, null, null,
        'lead', null, 'PAID_SEARCH', null, null, null, null, null,
        '2026-03-01 10:00+00', '2026-03-01 10:00+00', '2026-03-01 12:00+00'),
    (207, null, 'otto@spam.example', 'Otto', 'Neves', null, null, null, null, null, null, 11,
        'lead', 'UNQUALIFIED', null, '2026-03-02 10:00+00', null, null, null, null,
        '2026-03-02 10:00+00', '2026-03-03 10:00+00', '2026-03-03 12:00+00'),
    (208, null, 'pia@cafe.example', 'Pia', 'Sousa', 'Corner Cafe', null, null, null, null, 106, 11,
        'salesqualifiedlead', 'CONNECTED', null, '2026-03-04 10:00+00', null,
        '2026-03-10 10:00+00', null, null, '2026-03-04 10:00+00', '2026-03-10 10:00+00',
        '2026-03-10 12:00+00');

insert into deal_pipeline (pipeline_id, label, active, display_order, _fivetran_synced) values
    ('default', 'Sales pipeline', true, 0, '2026-03-31 06:00+00'),
    ('7001', 'Renewals', true, 1, '2026-03-31 06:00+00');

-- closed_won is true for lost stages too: it means closed. A renewal that is due is certain here
-- and still open; the stage without budget was deleted.
insert into deal_pipeline_stage (
    stage_id, pipeline_id, label, display_order, probability, is_closed, closed_won, active,
    _fivetran_deleted, _fivetran_synced
) values
    ('appointmentscheduled', 'default', 'Appointment scheduled', 0, 0.2, false, false, true,
        false, '2026-03-31 06:00+00'),
    ('contractsent', 'default', 'Contract sent', 1, 0.9, null, false, true, false,
        '2026-03-31 06:00+00'),
    ('closedwon', 'default', 'Closed won', 2, 1.0, null, true, true, false,
        '2026-03-31 06:00+00'),
    ('8801', 'default', 'Invoiced', 3, 1.0, true, true, true, null, '2026-03-31 06:00+00'),
    ('closedlost', 'default', 'Closed lost', 4, 0.0, null, true, true, false,
        '2026-03-31 06:00+00'),
    ('8802', 'default', 'No budget', 5, 0.0, true, true, false, true, '2026-03-31 06:00+00'),
    ('7101', '7001', 'Renewal due', 0, 1.0, false, false, true, false, '2026-03-31 06:00+00'),
    ('7102', '7001', 'Renewed', 1, 1.0, true, true, true, false, '2026-03-31 06:00+00'),
    ('7103', '7001', 'Not renewed', 2, 0.0, true, true, true, false, '2026-03-31 06:00+00');

insert into deal (
    deal_id, is_deleted, _fivetran_deleted, deal_pipeline_id, deal_pipeline_stage_id, owner_id,
    property_dealname, property_amount, property_amount_in_home_currency,
    property_deal_currency_code, property_closedate, property_createdate,
    property_hs_lastmodifieddate, property_hs_is_closed, property_hs_is_closed_won,
    property_closed_lost_reason, property_hs_analytics_source, property_sales_region,
    _fivetran_synced
) values
    -- Won in January, invoiced in February; someone set the close date to the end of the month.
    (301, false, false, 'default', '8801', 11, 'Lobby screens', 10000, 12500, 'EUR',
        '2026-01-30 17:00+00', '2025-11-20 09:00+00', '2026-02-03 08:00+00', true, true, null,
        'ORGANIC_SEARCH', 'north', '2026-02-03 12:00+00'),
    -- Lost, open again, lost again.
    (302, null, null, 'default', 'closedlost', 12, 'Room keys', 4000.50, 4000.50, 'USD',
        '2026-02-12 10:00:05+00', '2025-10-15 07:30+00', '2026-02-12 10:00+00', true, false,
        'Price', null, 'north', '2026-02-12 12:00+00'),
    -- Open; moved to another pipeline; no amount in the home currency yet.
    (303, false, false, '7001', '7101', 11, 'Guest wifi', 700, null, 'USD',
        '2026-05-31 00:00+00', '2026-01-08 10:00+00', '2026-02-15 10:00+00', false, false, null,
        'OFFLINE', null, '2026-02-15 12:00+00'),
    -- Merged into the first.
    (304, false, false, 'default', 'closedwon', 11, 'Lobby screen', 10000, 12500, 'EUR',
        '2026-01-22 14:00+00', '2025-11-21 09:00+00', '2025-11-22 09:00+00', true, true, null,
        null, 'north', '2025-11-22 12:00+00'),
    (305, true, null, 'default', 'closedwon', 11, 'Deleted', 1, 1, 'USD', '2026-01-22 14:00+00',
        '2025-11-21 09:00+00', '2025-11-22 09:00+00', true, true, null, null, null,
        '2025-11-22 12:00+00'),
    (306, null, true, 'default', 'closedwon', 11, 'Gone', 1, 1, 'USD', '2026-01-22 14:00+00',
        '2025-11-21 09:00+00', '2025-11-22 09:00+00', true, true, null, null, null,
        '2025-11-22 12:00+00'),
    -- Imported in March as won; dated back.
    (307, false, false, 'default', 'closedwon', 11, 'Imported beds', 960, 960, 'USD',
        '2025-12-19 12:00+00', '2025-09-10 08:00+00', '2026-03-02 06:00+00', true, true, null,
        null, 'south', '2026-03-02 12:00+00'),
    -- Lost; its stages were never copied.
    (308, false, false, 'default', 'closedlost', 11, 'Minibars', null, null, 'USD',
        '2026-03-05 09:30+00', '2026-01-12 08:00+00', '2026-03-05 09:30+00', true, false, null,
        null, 'south', '2026-03-05 12:00+00'),
    -- Won; nobody knows when.
    (309, false, false, 'default', 'closedwon', null, 'Lost paperwork', 50, 50, 'USD', null,
        '2026-01-13 08:00+00', '2026-01-14 08:00+00', true, true, null, null, 'south',
        '2026-01-14 12:00+00'),
    -- In a stage that is not configured any more.
    (310, false, false, 'default', 'gone-stage', 11, 'Coffee machine', 3000, 3000, 'USD',
        '2026-03-11 16:00+00', '2026-02-01 08:00+00', '2026-03-11 16:00+00', true, true, null,
        null, 'south', '2026-03-11 18:00+00'),
    -- Entered on the day it was won.
    (311, false, false, 'default', 'closedwon', 11, 'Spare cups', 0, 0, 'USD',
        '2026-03-20 08:00+00', '2026-03-20 08:00+00', '2026-03-20 08:00+00', true, true, null,
        null, 'south', '2026-03-20 12:00+00');

insert into merged_deal (deal_id, merged_deal_id, _fivetran_synced) values
    (301, 304, '2025-11-22 12:00+00');

insert into deal_stage (
    deal_id, value, date_entered, source_id, _fivetran_start, _fivetran_end, _fivetran_active,
    _fivetran_synced
) values
    (301, 'appointmentscheduled', '2025-11-20 09:00+00', 'userId:901', '2025-11-20 09:00+00',
        '2025-12-15 10:00+00', false, '2025-12-15 12:00+00'),
    (301, 'contractsent', '2025-12-15 10:00+00', 'userId:901', '2025-12-15 10:00+00',
        '2026-01-22 14:00+00', false, '2026-01-22 18:00+00'),
    (301, 'closedwon', '2026-01-22 14:00+00', 'userId:901', '2026-01-22 14:00+00',
        '2026-02-03 08:00+00', false, '2026-02-03 12:00+00'),
    (301, '8801', '2026-02-03 08:00+00', 'workflow', '2026-02-03 08:00+00', '2050-01-01 00:00+00',
        true, '2026-02-03 12:00+00'),
    (302, 'appointmentscheduled', '2025-10-15 07:30+00', null, '2025-10-15 07:30+00',
        '2025-12-02 16:00+00', false, '2025-12-02 18:00+00'),
    (302, '8802', '2025-12-02 16:00+00', null, '2025-12-02 16:00+00', '2025-12-20 09:00+00',
        false, '2025-12-20 12:00+00'),
    (302, 'contractsent', '2025-12-20 09:00+00', null, '2025-12-20 09:00+00',
        '2026-02-12 10:00+00', false, '2026-02-12 12:00+00'),
    (302, 'closedlost', '2026-02-12 10:00+00', 'userId:999', '2026-02-12 10:00+00',
        '9999-12-31 23:59:59+00', true, '2026-02-12 12:00+00'),
    -- Older rows know only Fivetran's start.
    (303, 'appointmentscheduled', null, 'userId:901', '2026-01-08 10:00+00',
        '2026-02-01 11:00+00', false, '2026-02-01 12:00+00'),
    (303, '7101', null, 'userId:901', '2026-02-01 11:00+00', '9999-12-31 23:59:59+00', true,
        '2026-02-01 12:00+00'),
    (304, 'closedwon', '2025-11-21 09:00+00', null, '2025-11-21 09:00+00',
        '9999-12-31 23:59:59+00', true, '2025-11-22 12:00+00'),
    (307, 'closedwon', '2026-03-02 06:00+00', 'import', '2026-03-02 06:00+00',
        '9999-12-31 23:59:59+00', true, '2026-03-02 12:00+00'),
    (310, 'appointmentscheduled', '2026-02-01 08:00+00', 'userId:901', '2026-02-01 08:00+00',
        '2026-03-11 16:00+00', false, '2026-03-11 18:00+00'),
    (310, 'gone-stage', '2026-03-11 16:00+00', 'userId:901', '2026-03-11 16:00+00',
        '9999-12-31 23:59:59+00', true, '2026-03-11 18:00+00'),
    (311, 'closedwon', '2026-03-20 08:00+00', 'userId:901', '2026-03-20 08:00+00',
        '9999-12-31 23:59:59+00', true, '2026-03-20 12:00+00');

insert into deal_property_history (
    deal_id, name, value, "timestamp", source, source_id, _fivetran_synced
) values
    (301, 'amount', '8000', '2025-11-20 09:00+00', 'CRM_UI', 'userId:901', '2025-11-20 12:00+00'),
    (301, 'amount', '1.0E4', '2025-12-15 10:00+00', 'CRM_UI', 'userId:901', '2025-12-15 12:00+00'),
    -- Midnight of 31 December as milliseconds since 1970.
    (301, 'closedate', '1767139200000', '2025-11-20 09:00+00', 'CRM_UI', 'userId:901',
        '2025-11-20 12:00+00'),
    (301, 'closedate', '2026-01-30T17:00:00Z', '2026-01-22 14:05+00', 'CRM_UI', 'userId:901',
        '2026-01-22 18:00+00'),
    (301, 'pipeline', 'default', '2025-11-20 09:00+00', 'CRM_UI', 'userId:901',
        '2025-11-20 12:00+00'),
    (301, 'hubspot_owner_id', '11', '2025-11-20 09:00+00', 'CRM_UI', 'userId:901',
        '2025-11-20 12:00+00'),
    -- HubSpot's own arithmetic.
    (301, 'hs_projected_amount', '9000', '2025-12-15 10:00+00', 'CALCULATED', null,
        '2025-12-15 12:00+00'),
    (303, 'pipeline', 'default', '2026-01-08 10:00+00', 'CRM_UI', 'userId:901',
        '2026-01-08 12:00+00'),
    (303, 'pipeline', '7001', '2026-02-01 11:00+00', 'CRM_UI', 'userId:901',
        '2026-02-01 12:00+00'),
    (303, 'hubspot_owner_id', '12', '2026-01-08 10:00+00', 'CRM_UI', 'userId:901',
        '2026-01-08 12:00+00'),
    (303, 'hubspot_owner_id', '11', '2026-02-10 09:00+00', 'CRM_UI', 'userId:901',
        '2026-02-10 12:00+00'),
    (303, 'amount', '500', '2026-01-08 10:00:30+00', 'CRM_UI', 'userId:901',
        '2026-01-08 12:00+00'),
    -- Emptied, then filled again.
    (303, 'amount', '', '2026-02-01 11:00+00', 'CRM_UI', 'userId:901', '2026-02-01 12:00+00'),
    (303, 'amount', '700', '2026-02-15 10:00+00', 'API', null, '2026-02-15 12:00+00'),
    (303, 'closedate', '2026-05-31T00:00:00Z', '2026-01-20 10:00+00', 'CRM_UI', 'userId:901',
        '2026-01-20 12:00+00'),
    (304, 'amount', '10000', '2025-11-21 09:00+00', 'CRM_UI', null, '2025-11-22 12:00+00');

-- One pair can have several labels: the companies of the first deal come to four rows.
insert into deal_company (deal_id, company_id, type_id, category) values
    (301, 101, 341, 'HUBSPOT_DEFINED'),
    (301, 101, 17, 'USER_DEFINED'),
    (301, 104, 341, 'HUBSPOT_DEFINED'),
    (301, 104, 5, 'HUBSPOT_DEFINED'),
    (302, 106, 341, 'HUBSPOT_DEFINED'),
    (302, 101, 341, 'HUBSPOT_DEFINED'),
    (307, 101, 5, 'HUBSPOT_DEFINED'),
    (310, 106, 5, 'HUBSPOT_DEFINED'),
    (311, 106, 6, 'HUBSPOT_DEFINED');

insert into deal_contact (deal_id, contact_id, type_id, category) values
    (301, 202, 3, 'HUBSPOT_DEFINED'),
    (301, 201, 3, 'HUBSPOT_DEFINED'),
    (301, 201, 19, 'USER_DEFINED'),
    (304, 205, 3, 'HUBSPOT_DEFINED'),
    (302, 202, 3, 'HUBSPOT_DEFINED');

insert into line_item (
    id, property_name, property_amount, property_hs_mrr, property_hs_term_in_months,
    property_hs_recurring_billing_period, property_hs_recurring_billing_start_date,
    _fivetran_deleted
) values
    -- 100 EUR a month for a year.
    (501, 'Screen service', 1200, 100, 12, 'P12M', '2026-02-01', false),
    -- A quarter, from the day the deal was won.
    (502, 'Bed rental', 240, 80, null, 'P3M', null, false),
    (503, 'On a lost deal', 240, 20, 12, 'P12M', '2026-02-01', false),
    (504, 'Once only', 8000, null, null, null, null, null),
    (505, 'Deleted', 1200, 100, 12, 'P12M', '2026-02-01', true),
    -- Until it is cancelled.
    (506, 'Cup washing', 40, 40, null, null, '2026-03-20', null),
    (507, 'Coffee', 600, 50, null, 'P1Y', '2025-12-01', false);

insert into line_item_deal (line_item_id, deal_id, type_id, category) values
    (501, 301, 20, 'HUBSPOT_DEFINED'),
    (502, 307, 20, 'HUBSPOT_DEFINED'),
    (503, 302, 20, 'HUBSPOT_DEFINED'),
    (504, 301, 20, 'HUBSPOT_DEFINED'),
    (505, 301, 20, 'HUBSPOT_DEFINED'),
    (506, 311, 20, 'HUBSPOT_DEFINED'),
    (507, 310, 20, 'HUBSPOT_DEFINED'),
    (507, 310, 21, 'USER_DEFINED');

insert into engagement_call (
    engagement_id, type, property_hs_createdate, property_hs_timestamp,
    property_hs_lastmodifieddate, property_hubspot_owner_id, property_hs_call_title,
    property_hs_call_direction, property_hs_call_disposition, property_hs_call_status,
    property_hs_call_duration, _fivetran_deleted, _fivetran_synced
) values
    (601, 'CALL', '2026-01-14 10:35+00', '2026-01-14 10:30+00', '2026-01-14 10:36+00', 11,
        'Call Rita', 'OUTBOUND', 'f240bbac-87c9-4f6e-bf70-924b57d47db7', 'COMPLETED', 150000,
        false, '2026-01-14 12:00+00'),
    (602, 'CALL', '2026-01-15 10:35+00', '2026-01-15 10:30+00', '2026-01-15 10:36+00', 11,
        'Wrong button', 'INBOUND', null, 'CANCELED', null, null, '2026-01-15 12:00+00'),
    (603, 'CALL', '2026-01-15 10:35+00', '2026-01-15 10:30+00', '2026-01-15 10:36+00', 11,
        'Deleted', 'OUTBOUND', null, 'COMPLETED', 1000, true, '2026-01-15 12:00+00');

insert into engagement_email (
    engagement_id, type, property_hs_createdate, property_hs_timestamp,
    property_hs_lastmodifieddate, property_hubspot_owner_id, property_hs_email_subject,
    property_hs_email_direction, property_hs_email_status, _fivetran_synced
) values
    (611, 'EMAIL', '2026-01-16 09:00+00', '2026-01-16 09:00+00', '2026-01-16 09:00+00', 11,
        'Offer', 'EMAIL', 'SENT', '2026-01-16 12:00+00'),
    (612, 'EMAIL', '2026-01-17 09:00+00', '2026-01-17 08:55+00', '2026-01-17 09:00+00', 11,
        'Re: Offer', 'INCOMING_EMAIL', null, '2026-01-17 12:00+00');

insert into engagement_meeting (
    engagement_id, type, property_hs_createdate, property_hs_timestamp,
    property_hs_lastmodifieddate, property_hubspot_owner_id, property_hs_meeting_title,
    property_hs_meeting_outcome, property_hs_meeting_start_time, property_hs_meeting_end_time,
    _fivetran_synced
) values
    (621, 'MEETING', '2026-03-01 09:00+00', '2026-03-10 09:00+00', '2026-03-10 11:00+00', 11,
        'Visit', 'COMPLETED', '2026-03-10 09:00+00', '2026-03-10 10:00+00', '2026-03-10 12:00+00'),
    (622, 'MEETING', '2026-03-01 09:00+00', '2026-03-11 09:00+00', '2026-03-11 11:00+00', 11,
        'Second visit', 'NO_SHOW', '2026-03-11 09:00+00', '2026-03-11 09:30+00',
        '2026-03-11 12:00+00'),
    -- Without an outcome: one is past, one is to come.
    (623, 'MEETING', '2026-03-01 09:00+00', '2026-03-12 09:00+00', '2026-03-01 09:00+00', 12,
        'Third visit', null, '2026-03-12 09:00+00', '2026-03-12 09:45+00', '2026-03-01 12:00+00'),
    (624, 'MEETING', '2026-03-20 09:00+00', '2026-05-04 13:00+00', '2026-03-20 09:00+00', 11,
        'Demonstration', null, '2026-05-04 13:00+00', '2026-05-04 14:00+00',
        '2026-04-01 06:00+00');

insert into engagement_task (
    engagement_id, type, property_hs_createdate, property_hs_timestamp,
    property_hs_lastmodifieddate, property_hubspot_owner_id, property_hs_task_subject,
    property_hs_task_status, property_hs_task_completion_date, _fivetran_synced
) values
    (631, 'TASK', '2026-03-02 10:00+00', '2026-03-08 08:00+00', '2026-03-07 15:00+00', 11,
        'Send samples', 'COMPLETED', '2026-03-07 15:00+00', '2026-03-07 18:00+00'),
    (632, 'TASK', '2026-03-02 10:00+00', '2026-04-10 08:00+00', '2026-03-02 10:00+00', 11,
        'Ask for the budget', 'NOT_STARTED', null, '2026-03-02 12:00+00');

insert into engagement_note (
    engagement_id, type, body, property_hs_createdate, property_hs_timestamp,
    property_hs_lastmodifieddate, property_hubspot_owner_id, _fivetran_synced
) values
    (641, 'NOTE', 'Likes blue', '2026-03-03 10:00+00', '2026-03-03 10:00+00',
        '2026-03-03 10:00+00', 11, '2026-03-03 12:00+00');

insert into engagement_communication (
    engagement_id, type, property_hs_createdate, property_hs_timestamp,
    property_hs_lastmodifieddate, property_hubspot_owner_id, _fivetran_synced
) values
    (651, 'COMMUNICATION', '2026-03-04 10:00+00', '2026-03-04 09:59+00', '2026-03-04 10:00+00',
        12, '2026-03-04 12:00+00');

insert into engagement_company (engagement_id, company_id, engagement_type, type_id) values
    (601, 104, 'CALL', 182),
    (601, 101, 'CALL', 182),
    (621, 101, 'MEETING', 188);

insert into engagement_contact (engagement_id, contact_id, engagement_type, type_id) values
    (601, 202, 'CALL', 194),
    (601, 201, 'CALL', 194),
    (611, 201, 'EMAIL', 198),
    (632, 205, 'TASK', 204);

insert into engagement_deal (engagement_id, deal_id, engagement_type, type_id) values
    (601, 301, 'CALL', 206),
    (601, 302, 'CALL', 206),
    (624, 303, 'MEETING', 212);

insert into ticket_engagement (ticket_id, engagement_id) values
    (402, 641);

insert into ticket_pipeline_stage (
    stage_id, pipeline_id, label, is_closed, ticket_state, display_order, active
) values
    ('1', '0', 'New', false, 'OPEN', 0, true),
    ('2', '0', 'Waiting on contact', false, 'OPEN', 1, true),
    ('3', '0', 'Waiting on us', null, 'OPEN', 2, true),
    ('4', '0', 'Closed', null, 'CLOSED', 3, true);

insert into ticket (
    id, is_deleted, _fivetran_deleted, property_subject, property_hs_pipeline,
    property_hs_pipeline_stage, property_hs_ticket_category, property_hs_ticket_priority,
    property_source_type, property_hubspot_owner_id, property_hubspot_team_id,
    property_hs_merged_object_ids, property_createdate, property_closed_date,
    property_first_agent_reply_date
) values
    -- Imported: closed and answered before it was entered.
    (401, false, false, 'Old fault', '0', '4', null, 'LOW', null, 11, null, null,
        '2026-02-16 20:31+00', '2025-11-10 14:54+00', '2025-11-10 10:00+00'),
    (402, false, null, 'Screen is dark', '0', '4', 'PRODUCT_ISSUE', 'HIGH', 'EMAIL', 12, 22, '404',
        '2026-02-20 08:00+00', '2026-02-24 16:00+00', '2026-02-20 09:15+00'),
    (403, false, false, 'Which cable?', '0', '2', 'GENERAL_INQUIRY', null, 'CHAT', 11, 21, null,
        '2026-03-15 08:00+00', null, '2026-03-15 08:20+00'),
    (404, false, false, 'Screen dark', '0', '1', null, null, 'EMAIL', 12, 22, null,
        '2026-02-20 08:05+00', null, null),
    (405, true, null, 'Spam', '0', '1', null, null, 'EMAIL', 12, 22, null, '2026-02-20 08:05+00',
        null, null),
    -- Open again; the date of its closing stayed.
    (406, false, false, 'Remote lost', '0', '3', null, 'LOW', 'FORM', 11, 21, null,
        '2026-03-01 08:00+00', '2026-03-02 08:00+00', null);

insert into ticket_property_history (
    ticket_id, name, value, timestamp_instant, _fivetran_start, _fivetran_end
) values
    (402, 'hs_pipeline_stage', '1', '2026-02-20 08:00+00', '2026-02-20 08:00+00',
        '2026-02-21 10:00+00'),
    (402, 'hs_pipeline_stage', '4', '2026-02-21 10:00+00', '2026-02-21 10:00+00',
        '2026-02-22 09:00+00'),
    (402, 'hs_pipeline_stage', '3', '2026-02-22 09:00+00', '2026-02-22 09:00+00',
        '2026-02-24 16:00+00'),
    (402, 'hs_pipeline_stage', '4', '2026-02-24 16:00+00', '2026-02-24 16:00+00',
        '9999-12-31 23:59:59+00'),
    (402, 'hs_ticket_priority', 'HIGH', '2026-02-20 08:00+00', '2026-02-20 08:00+00',
        '9999-12-31 23:59:59+00'),
    (406, 'hs_pipeline_stage', '4', '2026-03-02 08:00+00', '2026-03-02 08:00+00',
        '2026-03-03 08:00+00'),
    (406, 'hs_pipeline_stage', '3', '2026-03-03 08:00+00', '2026-03-03 08:00+00',
        '9999-12-31 23:59:59+00');

insert into ticket_company (ticket_id, company_id) values (402, 104), (402, 101);

insert into ticket_contact (ticket_id, contact_id) values (402, 202), (402, 201), (403, 208);
