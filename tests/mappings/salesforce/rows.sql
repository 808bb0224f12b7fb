-- The day a copy was last brought up to date is 2026-04-01; most rows were copied the day they changed.
insert into user_role (id, name, _fivetran_synced) values
    ('00E000000000001AAA', 'East', '2026-01-01 06:00+00'),
    ('00E000000000002AAA', 'West', '2026-01-01 06:00+00');

insert into "user" (
    id, name, email, title, user_type, is_active, manager_id, user_role_id, _fivetran_deleted,
    _fivetran_synced
) values
    ('005000000000001AAA', 'Ana Ruiz', 'ana@lighthouse.example', 'Account Executive', 'Standard',
        true, '005000000000003AAA', '00E000000000001AAA', false, '2026-01-02 06:00+00'),
    ('005000000000002AAA', 'Ben Okafor', 'ben@lighthouse.example', 'Account Executive', 'Standard',
        false, '005000000000003AAA', '00E000000000002AAA', false, '2026-01-02 06:00+00'),
    ('005000000000003AAA', 'Cleo Marsh', 'cleo@lighthouse.example', 'VP Sales', 'Standard',
        true, null, null, null, '2026-01-02 06:00+00'),
    -- A customer who signs in to the portal, and a user whose row is gone from Salesforce.
    ('005000000000004AAA', 'Petra Portal', 'petra@ferries.example', null, 'CspLitePortal',
        true, null, null, false, '2026-01-02 06:00+00'),
    ('005000000000005AAA', 'Dora Gone', 'dora@lighthouse.example', null, 'Standard',
        true, null, null, true, '2026-01-02 06:00+00');

insert into account (
    id, name, type, industry, number_of_employees, owner_id, parent_id, billing_country,
    account_source, phone, website, master_record_id, is_deleted, created_date,
    last_modified_date, tier_c, _fivetran_synced
) values
    ('001000000000001AAA', 'Northwind Ferries', 'Customer', 'Shipping', 420,
        '005000000000001AAA', '001000000000004AAA', 'Norway', 'Web', '+47 22 12 34 56',
        'https://ferries.example', null, false, '2025-10-01 08:00+00', '2026-02-01 09:00+00',
        'Gold', '2026-02-01 12:00+00'),
    -- Merged into the first; the loser's row came before its deletion did.
    ('001000000000002AAA', 'Northwind Ferrys', 'Prospect', null, null, '005000000000001AAA', null,
        'Norway', null, null, null, '001000000000001AAA', false, '2025-10-02 08:00+00',
        '2025-10-05 08:00+00', null, '2025-10-05 12:00+00'),
    ('001000000000003AAA', 'Deleted Docks', 'Prospect', null, 5, '005000000000001AAA', null,
        'Spain', null, null, null, null, true, '2025-10-03 08:00+00', '2025-10-06 08:00+00',
        null, '2025-10-06 12:00+00'),
    ('001000000000004AAA', 'Northwind Group', null, null, 5200, '005000000000002AAA', null,
        null, null, null, null, null, null, '2025-10-04 08:00+00', '2025-10-04 08:00+00',
        'Silver', '2025-10-04 12:00+00');

insert into contact (
    id, account_id, owner_id, first_name, last_name, title, email, phone, mobile_phone,
    has_opted_out_of_email, do_not_call, master_record_id, is_deleted, created_date,
    last_modified_date, _fivetran_synced
) values
    ('003000000000001AAA', '001000000000001AAA', '005000000000001AAA', 'Ida', 'Berg', 'Buyer',
        'ida.berg@ferries.example', '+47 22 12 34 57', null, false, false, null, false,
        '2026-01-10 08:00+00', '2026-01-11 08:00+00', '2026-01-11 12:00+00'),
    -- No telephone at all.
    ('003000000000002AAA', '001000000000001AAA', '005000000000001AAA', 'Jon', 'Dahl', null,
        'jon.dahl@ferries.example', null, null, true, false, null, false,
        '2026-01-12 08:00+00', '2026-01-12 08:00+00', '2026-01-12 12:00+00'),
    ('003000000000003AAA', '001000000000001AAA', '005000000000002AAA', 'Kari', 'Lund', 'Director',
        'kari.lund@ferries.example', null, '+47 912 34 567', null, null, null, null,
        '2026-01-13 08:00+00', '2026-01-13 08:00+00', '2026-01-13 12:00+00'),
    ('003000000000004AAA', '001000000000001AAA', '005000000000001AAA', 'Ida', 'Bergh', null,
        'ida@ferries.example', null, null, false, false, '003000000000001AAA', false,
        '2026-01-14 08:00+00', '2026-01-15 08:00+00', '2026-01-15 12:00+00'),
    ('003000000000005AAA', null, '005000000000001AAA', 'Lea', 'Gone', null, null, null, null,
        false, false, null, true, '2026-01-14 08:00+00', '2026-01-15 08:00+00',
        '2026-01-15 12:00+00');

insert into campaign (
    id, name, type, start_date, end_date, actual_cost, currency_iso_code, is_deleted, created_date,
    _fivetran_synced
) values
    ('701000000000001AAA', 'Harbour fair', 'Trade Show', '2026-01-01', '2026-01-31', 4200.50,
        'EUR', false, '2025-12-01 08:00+00', '2026-02-01 12:00+00'),
    ('701000000000002AAA', 'Cancelled webinar', 'Webinar', '2026-01-10', '2026-01-10', null, 'EUR',
        true, '2025-12-01 08:00+00', '2026-01-10 12:00+00');

insert into lead (
    id, owner_id, name, company, email, phone, mobile_phone, status, lead_source, is_converted,
    converted_date, converted_account_id, converted_contact_id, converted_opportunity_id,
    master_record_id, is_deleted, created_date, last_modified_date, _fivetran_synced
) values
    ('00Q000000000001AAA', '005000000000001AAA', 'Kari Lund', 'Northwind Ferries',
        'kari.lund@ferries.example', null, '+47 912 34 567', 'Closed - Converted', 'Trade Show',
        true, '2025-11-03', '001000000000001AAA', '003000000000003AAA', '006000000000001AAA',
        null, false, '2025-10-28 10:00+00', '2025-11-03 09:00+00', '2025-11-03 12:00+00'),
    -- Waits in a queue.
    ('00Q000000000002AAA', '00G000000000001AAA', 'Olaf Holm', 'Holm Marine', 'olaf@holm.example',
        '+47 22 99 88 77', null, 'Open - Not Contacted', 'Web', false, null, null, null, null,
        null, false, '2026-03-20 10:00+00', '2026-03-20 10:00+00', '2026-03-20 12:00+00'),
    ('00Q000000000003AAA', '005000000000002AAA', 'Per Vik', 'Vik', null, null, null,
        'Closed - Not Converted', 'Web', false, null, null, null, null, null, false,
        '2026-02-01 10:00+00', '2026-02-03 10:00+00', '2026-02-03 12:00+00'),
    ('00Q000000000004AAA', '005000000000001AAA', 'Siv Moe', 'Moe Boats', 'siv@moe.example', null,
        null, 'Working - Contacted', null, false, null, null, null, null, null, null,
        '2026-03-01 10:00+00', '2026-03-02 10:00+00', '2026-03-02 12:00+00'),
    ('00Q000000000005AAA', '005000000000001AAA', 'Tor Gone', 'Gone', null, null, null,
        'Open - Not Contacted', null, false, null, null, null, null, null, true,
        '2026-03-01 10:00+00', '2026-03-02 10:00+00', '2026-03-02 12:00+00'),
    ('00Q000000000006AAA', '005000000000001AAA', 'Siv Moe', 'Moe Boats', null, null, null,
        'Open - Not Contacted', null, false, null, null, null, null, '00Q000000000004AAA', false,
        '2026-03-01 11:00+00', '2026-03-02 10:00+00', '2026-03-02 12:00+00'),
    ('00Q000000000007AAA', '005000000000001AAA', 'Una Ness', 'Ness', 'una@ness.example', null,
        null, 'Qualified', 'Web', false, null, null, null, null, null, false,
        '2026-03-05 10:00+00', '2026-03-06 10:00+00', '2026-03-06 12:00+00');

insert into campaign_member (
    id, campaign_id, lead_id, contact_id, is_deleted, created_date, _fivetran_synced
) values
    ('00v000000000001AAA', '701000000000002AAA', '00Q000000000001AAA', null, true,
        '2025-10-28 10:00+00', '2026-03-15 12:00+00'),
    ('00v000000000002AAA', '701000000000001AAA', '00Q000000000001AAA', null, false,
        '2025-10-29 10:00+00', '2025-10-29 12:00+00'),
    ('00v000000000003AAA', '701000000000001AAA', null, '003000000000001AAA', false,
        '2026-01-11 10:00+00', '2026-01-11 12:00+00');

insert into record_type (id, name, developer_name, sobject_type, is_active, _fivetran_synced) values
    ('012000000000001AAA', 'New business', 'New_Business', 'Opportunity', true,
        '2025-09-01 06:00+00'),
    ('012000000000002AAA', 'Renewal', 'Renewal', 'Opportunity', true, '2025-09-01 06:00+00'),
    ('012000000000003AAA', 'Customer', 'Customer', 'Account', true, '2025-09-01 06:00+00');

-- "Negotiation" is certain here and still open; a won deal goes on to a second won stage.
insert into opportunity_stage (
    id, api_name, master_label, sort_order, default_probability, is_active, is_closed, is_won,
    _fivetran_synced
) values
    ('01J000000000001AAA', 'Prospecting', 'Prospecting', 1, 10, true, false, false,
        '2025-09-01 06:00+00'),
    ('01J000000000002AAA', 'Negotiation', 'Negotiation/Review', 2, 100, true, false, false,
        '2025-09-01 06:00+00'),
    ('01J000000000003AAA', 'Closed Won', 'Closed Won', 3, 100, true, true, true,
        '2025-09-01 06:00+00'),
    ('01J000000000004AAA', 'Invoiced', 'Won and invoiced', 4, 100, true, true, true,
        '2025-09-01 06:00+00'),
    ('01J000000000005AAA', 'Closed Lost', 'Closed Lost', 5, 0, true, true, false,
        '2025-09-01 06:00+00'),
    ('01J000000000006AAA', 'No Budget', 'No budget', 6, 0, false, true, false,
        '2025-09-01 06:00+00');

insert into opportunity (
    id, name, account_id, owner_id, campaign_id, record_type_id, stage_name, amount, probability,
    currency_iso_code, lead_source, is_closed, is_won, close_date, last_stage_change_date,
    is_deleted, created_by_id, created_date, last_modified_date, loss_reason_c, region_c,
    _fivetran_start, _fivetran_end, _fivetran_active, _fivetran_synced
) values
    -- Won in January, invoiced in February; the planned date is the end of the month.
    ('006000000000001AAA', 'Harbour cranes', '001000000000001AAA', '005000000000001AAA',
        '701000000000001AAA', '012000000000001AAA', 'Invoiced', 60000.00, 100, 'USD', 'Trade Show',
        true, true, '2026-01-31', '2026-02-05 08:00+00', false, '005000000000001AAA',
        '2025-11-03 09:00+00', '2026-02-05 08:00+00', null, 'Baltic', '2026-02-05 08:10+00',
        '9999-12-31 23:59:59+00', true, '2026-02-05 12:00+00'),
    -- Lost, open again, lost again.
    ('006000000000002AAA', 'Tide gauges', '001000000000001AAA', '005000000000002AAA', null,
        '012000000000002AAA', 'Closed Lost', 9000.50, 0, 'USD', 'Web', true, false, '2026-02-28',
        '2026-02-10 11:00+00', null, '005000000000002AAA', '2025-10-20 07:30+00',
        '2026-02-10 11:00+00', 'Price', 'Baltic', '2026-02-10 11:10+00', '9999-12-31 23:59:59+00',
        true, '2026-02-10 12:00+00'),
    -- Two versions of one deal in history mode: the first is history.
    ('006000000000003AAA', 'Buoys', '001000000000004AAA', '005000000000002AAA', null,
        '012000000000001AAA', 'Prospecting', 7000, 10, 'USD', null, false, false, '2026-02-28',
        '2026-01-05 10:00+00', false, '005000000000003AAA', '2026-01-05 10:00+00',
        '2026-01-05 10:00+00', null, null, '2026-01-05 10:10+00', '2026-02-01 09:10+00',
        false, '2026-01-05 12:00+00'),
    ('006000000000003AAA', 'Buoys', '001000000000004AAA', '005000000000001AAA', null,
        '012000000000001AAA', 'Negotiation', 8000, 100, 'EUR', null, false, false, '2026-04-30',
        '2026-02-01 09:00+00', false, '005000000000003AAA', '2026-01-05 10:00+00',
        '2026-02-01 09:00+00', null, 'Atlantic', '2026-02-01 09:10+00', '9999-12-31 23:59:59+00',
        true, '2026-02-01 12:00+00'),
    -- Imported in March as won; dated back to October.
    ('006000000000004AAA', 'Imported rope', '001000000000004AAA', '005000000000001AAA', null,
        '012000000000001AAA', 'Closed Won', 1500, 100, 'USD', null, true, true, '2025-12-18',
        null, false, '005000000000003AAA', '2025-10-01 08:00+00', '2026-03-01 06:00+00', null,
        'Baltic', '2026-03-01 06:10+00', '9999-12-31 23:59:59+00', true, '2026-03-01 12:00+00'),
    -- Lost without a history; Salesforce itself says when the stage changed.
    ('006000000000005AAA', 'Signal lamps', '001000000000001AAA', '005000000000001AAA', null,
        null, 'Closed Lost', null, 0, 'USD', 'Web', true, false, '2026-03-31',
        '2026-03-04 10:15+00', false, '005000000000001AAA', '2026-01-15 08:00+00',
        '2026-03-04 10:15+00', null, 'Atlantic', '2026-03-04 10:20+00', '9999-12-31 23:59:59+00',
        true, '2026-03-04 12:00+00'),
    -- Lost, and nothing but the planned date says when.
    ('006000000000006AAA', 'Mooring lines', '001000000000001AAA', '005000000000001AAA', null,
        '012000000000001AAA', 'Closed Lost', 300, 0, 'USD', 'Web', true, false, '2026-03-12',
        null, false, '005000000000001AAA', '2026-01-20 08:00+00', '2026-03-12 08:00+00', 'Timing',
        'Atlantic', '2026-03-12 08:10+00', '9999-12-31 23:59:59+00', true, '2026-03-12 12:00+00'),
    ('006000000000007AAA', 'In the recycle bin', '001000000000001AAA', '005000000000001AAA', null,
        null, 'Closed Won', 99999, 100, 'USD', null, true, true, '2026-02-01', null, true,
        '005000000000001AAA', '2026-01-20 08:00+00', '2026-02-01 08:00+00', null, null,
        '2026-02-01 08:10+00', '9999-12-31 23:59:59+00', true, '2026-02-01 12:00+00'),
    -- Negotiated and won within one second.
    ('006000000000009AAA', 'Life rafts', '001000000000004AAA', '005000000000001AAA', null,
        '012000000000001AAA', 'Closed Won', 2000, 100, 'USD', null, true, true, '2026-02-15',
        '2026-02-10 10:00+00', false, '005000000000001AAA', '2026-02-02 08:00+00',
        '2026-02-10 10:00+00', null, 'Atlantic', '2026-02-10 10:10+00', '9999-12-31 23:59:59+00',
        true, '2026-02-10 12:00+00'),
    -- Entered on the day it was won.
    ('006000000000010AAA', 'Spare anchor', '001000000000004AAA', '005000000000001AAA', null,
        '012000000000002AAA', 'Closed Won', 400, 100, 'USD', null, true, true, '2026-03-10',
        '2026-03-10 12:00+00', false, '005000000000001AAA', '2026-03-10 12:00+00',
        '2026-03-10 12:00+00', null, 'Baltic', '2026-03-10 12:10+00', '9999-12-31 23:59:59+00',
        true, '2026-03-10 18:00+00');

insert into opportunity_history (
    id, opportunity_id, stage_name, amount, close_date, is_deleted, created_by_id, created_date,
    _fivetran_synced
) values
    ('008000000000001AAA', '006000000000001AAA', 'Prospecting', 50000, '2026-01-15', false,
        '005000000000001AAA', '2025-11-03 09:00+00', '2025-11-03 12:00+00'),
    ('008000000000002AAA', '006000000000001AAA', 'Negotiation', 60000.00, '2026-01-31', false,
        '005000000000001AAA', '2025-12-10 14:00+00', '2025-12-10 18:00+00'),
    ('008000000000003AAA', '006000000000001AAA', 'Closed Won', 60000.00, '2026-01-31', false,
        '005000000000001AAA', '2026-01-20 15:30+00', '2026-01-20 18:00+00'),
    ('008000000000004AAA', '006000000000001AAA', 'Invoiced', 60000.00, '2026-01-31', false,
        '005000000000003AAA', '2026-02-05 08:00+00', '2026-02-05 12:00+00'),
    ('008000000000011AAA', '006000000000002AAA', 'Prospecting', 9000.50, '2025-12-31', false,
        '005000000000002AAA', '2025-10-20 07:30+00', '2025-10-20 12:00+00'),
    ('008000000000012AAA', '006000000000002AAA', 'No Budget', 9000.50, '2025-12-31', false,
        '005000000000002AAA', '2025-12-01 16:00+00', '2025-12-01 18:00+00'),
    ('008000000000013AAA', '006000000000002AAA', 'Negotiation', 9000.50, '2026-02-28', false,
        '005000000000002AAA', '2025-12-15 09:00+00', '2025-12-15 12:00+00'),
    ('008000000000014AAA', '006000000000002AAA', 'Closed Lost', 9000.50, '2026-02-28', null,
        '005000000000002AAA', '2026-02-10 11:00+00', '2026-02-10 12:00+00'),
    ('008000000000021AAA', '006000000000003AAA', 'Prospecting', 7000, '2026-02-28', false,
        '005000000000003AAA', '2026-01-05 10:00+00', '2026-01-05 12:00+00'),
    ('008000000000022AAA', '006000000000003AAA', 'Prospecting', 8000, '2026-04-30', false,
        '005000000000001AAA', '2026-01-25 08:00+00', '2026-01-25 12:00+00'),
    ('008000000000023AAA', '006000000000003AAA', 'Negotiation', 8000, '2026-04-30', false,
        '005000000000001AAA', '2026-02-01 09:00+00', '2026-02-01 12:00+00'),
    ('008000000000031AAA', '006000000000004AAA', 'Closed Won', 1500, '2025-12-18', false,
        '005000000000003AAA', '2026-03-01 06:00+00', '2026-03-01 12:00+00'),
    ('008000000000071AAA', '006000000000007AAA', 'Closed Won', 99999, '2026-02-01', true,
        '005000000000001AAA', '2026-01-20 08:00+00', '2026-02-01 12:00+00'),
    -- The later of one second comes first in the table.
    ('00800000000009bAAA', '006000000000009AAA', 'Closed Won', 2000, '2026-02-15', false,
        '005000000000001AAA', '2026-02-10 10:00+00', '2026-02-10 12:00+00'),
    ('00800000000009BAAA', '006000000000009AAA', 'Negotiation', 2000, '2026-02-15', false,
        '005000000000001AAA', '2026-02-10 10:00+00', '2026-02-10 12:00+00'),
    ('008000000000091AAA', '006000000000009AAA', 'Prospecting', 2000, '2026-02-15', false,
        '005000000000001AAA', '2026-02-02 08:00+00', '2026-02-02 12:00+00'),
    ('008000000000101AAA', '006000000000010AAA', 'Closed Won', 400, '2026-03-10', false,
        '005000000000001AAA', '2026-03-10 12:00+00', '2026-03-10 18:00+00');

insert into opportunity_field_history (
    id, opportunity_id, field, old_value, new_value, data_type, is_deleted, created_by_id,
    created_date, _fivetran_synced
) values
    ('017000000000001AAA', '006000000000003AAA', 'created', null, null, 'Text', false,
        '005000000000003AAA', '2026-01-05 10:00+00', '2026-01-05 12:00+00'),
    -- A new owner: once by name, once by key.
    ('017000000000002AAA', '006000000000003AAA', 'Owner', 'Ben Okafor', 'Ana Ruiz', 'Text',
        false, '005000000000003AAA', '2026-02-01 09:00+00', '2026-02-01 12:00+00'),
    ('017000000000003AAA', '006000000000003AAA', 'Owner', '005000000000002AAA',
        '005000000000001AAA', 'EntityId', false, '005000000000003AAA', '2026-02-01 09:00+00',
        '2026-02-01 12:00+00'),
    ('017000000000004AAA', '006000000000003AAA', 'CurrencyIsoCode', 'USD', 'EUR', 'Text', false,
        '005000000000001AAA', '2026-01-25 08:00+00', '2026-01-25 12:00+00'),
    ('017000000000005AAA', '006000000000002AAA', 'RecordType', 'New business', 'Renewal', 'Text',
        false, '005000000000002AAA', '2025-11-11 11:00+00', '2025-11-11 12:00+00'),
    ('017000000000006AAA', '006000000000002AAA', 'RecordType', '012000000000001AAA',
        '012000000000002AAA', 'EntityId', false, '005000000000002AAA', '2025-11-11 11:00+00',
        '2025-11-11 12:00+00'),
    ('017000000000007AAA', '006000000000002AAA', 'StageName', 'Negotiation', 'Closed Lost',
        'Text', false, '005000000000002AAA', '2026-02-10 11:00+00', '2026-02-10 12:00+00'),
    ('017000000000008AAA', '006000000000002AAA', 'Owner', '005000000000001AAA',
        '005000000000002AAA', 'EntityId', true, '005000000000002AAA', '2025-11-12 11:00+00',
        '2025-11-12 12:00+00');

insert into opportunity_contact_role (
    id, opportunity_id, contact_id, role, is_primary, is_deleted, created_date, _fivetran_synced
) values
    -- The first one's main contact was taken away after everything else.
    ('00K000000000001AAA', '006000000000001AAA', '003000000000001AAA', 'Buyer', true, true,
        '2025-11-03 09:00+00', '2026-03-20 12:00+00'),
    ('00K000000000002AAA', '006000000000001AAA', '003000000000002AAA', 'User', false, false,
        '2025-11-04 09:00+00', '2025-11-04 12:00+00'),
    ('00K000000000003AAA', '006000000000001AAA', '003000000000003AAA', 'Decision Maker', true,
        false, '2025-11-05 09:00+00', '2025-11-05 12:00+00'),
    ('00K000000000004AAA', '006000000000002AAA', '003000000000002AAA', null, false, false,
        '2025-10-22 09:00+00', '2025-10-22 12:00+00'),
    ('00K000000000005AAA', '006000000000002AAA', '003000000000001AAA', null, false, null,
        '2025-10-21 09:00+00', '2025-10-21 12:00+00');

insert into product_2 (id, name, family, is_active, is_deleted, _fivetran_synced) values
    ('01t000000000001AAA', 'Crane', 'Machines', true, false, '2025-09-01 06:00+00'),
    ('01t000000000002AAA', 'Maintenance', 'Services', true, false, '2025-09-01 06:00+00');

insert into opportunity_line_item (
    id, opportunity_id, product_2_id, quantity, total_price, is_deleted, _fivetran_synced
) values
    ('00k000000000001AAA', '006000000000001AAA', '01t000000000002AAA', 1, 20000, false,
        '2025-11-03 12:00+00'),
    ('00k000000000002AAA', '006000000000001AAA', '01t000000000001AAA', 2, 40000, false,
        '2025-11-03 12:00+00'),
    ('00k000000000003AAA', '006000000000001AAA', '01t000000000002AAA', 9, 90000, true,
        '2025-11-04 12:00+00');

insert into task (
    id, subject, status, is_closed, type, task_subtype, activity_date, completed_date_time,
    owner_id, who_id, what_id, account_id, call_type, call_duration_in_seconds, call_disposition,
    is_recurrence, is_deleted, created_date, last_modified_date, _fivetran_synced
) values
    ('00T000000000001AAA', 'Call Kari', 'Completed', true, 'Call', 'Call', '2026-01-14',
        '2026-01-14 10:30+00', '005000000000001AAA', '003000000000003AAA', '006000000000001AAA',
        '001000000000001AAA', 'Outbound', 150, 'Wants an offer', false, false,
        '2026-01-14 10:32+00', '2026-01-14 10:32+00', '2026-01-14 12:00+00'),
    ('00T000000000002AAA', 'Email: offer', 'Completed', true, 'Email', 'Email', '2026-01-15',
        '2026-01-15 09:00+00', '005000000000001AAA', '003000000000003AAA', '006000000000001AAA',
        '001000000000001AAA', null, null, null, false, false, '2026-01-15 09:00+00',
        '2026-01-15 09:00+00', '2026-01-15 12:00+00'),
    ('00T000000000003AAA', 'Ask for the budget', 'Not Started', false, null, 'Task', '2026-04-10',
        null, '005000000000001AAA', '00Q000000000004AAA', null, null, null, null, null, false,
        null, '2026-03-02 10:00+00', '2026-03-02 10:00+00', '2026-03-02 12:00+00'),
    ('00T000000000004AAA', 'Deleted', 'Completed', true, null, 'Task', '2026-01-15', null,
        '005000000000001AAA', null, null, null, null, null, null, false, true,
        '2026-01-15 09:00+00', '2026-01-15 09:00+00', '2026-01-15 12:00+00'),
    ('00T000000000005AAA', 'Every Monday', 'Not Started', false, null, 'Task', '2026-01-19', null,
        '005000000000001AAA', null, null, null, null, null, null, true, false,
        '2026-01-15 09:00+00', '2026-01-15 09:00+00', '2026-01-15 12:00+00'),
    -- Closed before Salesforce noted when; it concerns a case.
    ('00T000000000006AAA', 'Ring back', 'Completed', true, 'Call', 'Task', '2025-12-20', null,
        '005000000000002AAA', '003000000000001AAA', '500000000000001AAA', '001000000000001AAA',
        'Inbound', null, null, false, false, '2025-12-19 09:00+00', '2025-12-20 09:00+00',
        '2025-12-20 12:00+00');

insert into event (
    id, subject, type, event_subtype, activity_date, start_date_time, end_date_time,
    duration_in_minutes, is_all_day_event, owner_id, who_id, what_id, account_id, is_child,
    is_recurrence, is_deleted, created_date, last_modified_date, _fivetran_synced
) values
    ('00U000000000001AAA', 'Visit', 'Meeting', 'Event', '2026-03-10', '2026-03-10 09:00+00',
        '2026-03-10 10:00+00', 60, false, '005000000000001AAA', '003000000000001AAA',
        '001000000000001AAA', null, false, false, false, '2026-03-01 09:00+00',
        '2026-03-01 09:00+00', '2026-03-01 12:00+00'),
    ('00U000000000002AAA', 'Demonstration', null, 'Event', '2026-05-04', '2026-05-04 13:00+00',
        '2026-05-04 13:45+00', 45, false, '005000000000001AAA', null, '006000000000003AAA',
        '001000000000004AAA', false, false, false, '2026-03-20 09:00+00', '2026-03-20 09:00+00',
        '2026-04-01 06:00+00'),
    ('00U000000000003AAA', 'Fair', null, 'Event', '2026-03-15', '2026-03-15 00:00+00',
        '2026-03-15 00:00+00', 1440, true, '005000000000002AAA', null, null, null, false, false,
        null, '2026-03-02 09:00+00', '2026-03-02 09:00+00', '2026-03-02 12:00+00'),
    -- The attendee's copy of the visit, a deleted event and the head of a series.
    ('00U000000000004AAA', 'Visit', 'Meeting', 'Event', '2026-03-10', '2026-03-10 09:00+00',
        '2026-03-10 10:00+00', 60, false, '005000000000003AAA', null, '001000000000001AAA', null,
        true, false, false, '2026-03-01 09:00+00', '2026-03-01 09:00+00', '2026-03-01 12:00+00'),
    ('00U000000000005AAA', 'Deleted', null, 'Event', '2026-03-11', '2026-03-11 09:00+00',
        '2026-03-11 10:00+00', 60, false, '005000000000001AAA', null, null, null, false, false,
        true, '2026-03-01 09:00+00', '2026-03-01 09:00+00', '2026-03-01 12:00+00'),
    ('00U000000000006AAA', 'Every Friday', null, 'Event', '2026-03-13', '2026-03-13 09:00+00',
        '2026-03-13 10:00+00', 60, false, '005000000000001AAA', null, null, null, false, true,
        false, '2026-03-01 09:00+00', '2026-03-01 09:00+00', '2026-03-01 12:00+00');

insert into "order" (
    id, account_id, order_number, status, status_code, effective_date, total_amount,
    is_reduction_order, currency_iso_code, is_deleted, created_date, _fivetran_synced
) values
    ('801000000000001AAA', '001000000000001AAA', '00000101', 'Activated', 'Activated',
        '2026-02-06', 5000.25, false, 'USD', false, '2026-02-05 08:00+00', '2026-02-06 12:00+00'),
    ('801000000000002AAA', '001000000000001AAA', '00000102', 'Draft', 'Draft', '2026-03-06', 700,
        false, 'USD', false, '2026-03-05 08:00+00', '2026-03-06 12:00+00'),
    ('801000000000003AAA', '001000000000001AAA', '00000103', 'Activated', 'Activated',
        '2026-03-01', 800, true, 'USD', null, '2026-03-01 08:00+00', '2026-03-01 12:00+00'),
    ('801000000000004AAA', '001000000000001AAA', '00000104', 'Activated', 'Activated',
        '2026-03-01', 900, false, 'USD', true, '2026-03-01 08:00+00', '2026-03-01 12:00+00');

insert into "case" (
    id, case_number, account_id, contact_id, owner_id, status, priority, origin, type, reason,
    subject, is_closed, closed_date, master_record_id, is_deleted, created_date,
    last_modified_date, _fivetran_synced
) values
    ('500000000000001AAA', '00001001', '001000000000001AAA', '003000000000001AAA',
        '005000000000002AAA', 'Closed', 'High', 'Email', 'Problem', 'Performance',
        'Crane is slow', true, '2025-12-22 15:00+00', null, false, '2025-12-18 08:00+00',
        '2025-12-22 15:00+00', '2025-12-22 18:00+00'),
    -- Open again: the date of its closing stayed.
    ('500000000000002AAA', '00001002', '001000000000004AAA', null, '005000000000002AAA', 'New',
        'Low', 'Web', null, null, 'Manual', false, '2026-01-05 15:00+00', null, null,
        '2026-01-02 08:00+00', '2026-01-06 15:00+00', '2026-01-06 18:00+00'),
    ('500000000000003AAA', '00001003', null, null, '00G000000000001AAA', 'On Hold', 'Medium',
        'Phone', null, null, 'Rust', false, null, null, false, '2026-03-02 08:00+00',
        '2026-03-02 15:00+00', '2026-03-02 18:00+00'),
    ('500000000000004AAA', '00001004', '001000000000001AAA', null, '005000000000002AAA',
        'Closed', 'Low', 'Web', null, null, 'Crane slow', true, '2025-12-19 08:00+00',
        '500000000000001AAA', false, '2025-12-18 09:00+00', '2025-12-19 08:00+00',
        '2025-12-19 12:00+00'),
    ('500000000000005AAA', '00001005', '001000000000001AAA', null, '005000000000002AAA', 'New',
        'Low', 'Web', null, null, 'Spam', false, null, null, true, '2025-12-18 09:00+00',
        '2025-12-19 08:00+00', '2025-12-19 12:00+00');

insert into email_message (
    id, parent_id, incoming, status, message_date, is_deleted, created_date, _fivetran_synced
) values
    ('02s000000000001AAA', '500000000000001AAA', true, '0', '2025-12-18 08:00+00', false,
        '2025-12-18 08:00+00', '2025-12-18 12:00+00'),
    -- A draft and a deleted reply are none.
    ('02s000000000002AAA', '500000000000001AAA', false, '5', '2025-12-18 08:30+00', false,
        '2025-12-18 08:30+00', '2025-12-18 12:00+00'),
    ('02s000000000003AAA', '500000000000001AAA', false, '3', '2025-12-18 09:00+00', true,
        '2025-12-18 09:00+00', '2026-03-25 12:00+00'),
    ('02s000000000004AAA', '500000000000001AAA', false, '3', '2025-12-18 10:20+00', false,
        '2025-12-18 10:20+00', '2025-12-18 12:00+00');

insert into case_comment (
    id, parent_id, is_published, is_deleted, created_by_id, created_date, _fivetran_synced
) values
    ('00a000000000001AAA', '500000000000001AAA', false, false, '005000000000002AAA',
        '2025-12-18 08:40+00', '2025-12-18 12:00+00'),
    -- The customer's own comment, written in the portal.
    ('00a000000000002AAA', '500000000000001AAA', true, false, '005000000000004AAA',
        '2025-12-18 08:45+00', '2025-12-18 12:00+00'),
    ('00a000000000003AAA', '500000000000001AAA', true, false, '005000000000002AAA',
        '2025-12-19 08:00+00', '2025-12-19 12:00+00');

insert into period (id, type, number, start_date, end_date, _fivetran_synced) values
    ('026000000000001AAA', 'Quarter', 1, '2026-01-01', '2026-03-31', '2025-09-01 06:00+00');

insert into forecasting_quota (
    id, quota_owner_id, forecasting_type_id, period_id, start_date, quota_amount, quota_quantity,
    is_amount, is_quantity, product_family, currency_iso_code, _fivetran_deleted, _fivetran_synced
) values
    ('0J9000000000001AAA', '005000000000001AAA', '0Db000000000001AAA', '026000000000001AAA',
        '2026-01-01', 75000, null, true, false, null, 'USD', false, '2026-01-01 06:00+00'),
    -- The same quota under a second kind of forecast, a part of it, and one in pieces.
    ('0J9000000000002AAA', '005000000000001AAA', '0Db000000000002AAA', '026000000000001AAA',
        '2026-01-01', 70000, null, true, false, null, 'USD', false, '2026-01-01 06:00+00'),
    ('0J9000000000003AAA', '005000000000001AAA', '0Db000000000001AAA', '026000000000001AAA',
        '2026-01-01', 20000, null, true, false, 'Machines', 'USD', false, '2026-01-01 06:00+00'),
    ('0J9000000000004AAA', '005000000000002AAA', '0Db000000000001AAA', '026000000000001AAA',
        '2026-01-01', null, 40, false, true, null, 'USD', false, '2026-01-01 06:00+00'),
    ('0J9000000000005AAA', '005000000000002AAA', '0Db000000000001AAA', '026000000000001AAA',
        '2026-01-01', 30000, null, true, false, null, 'USD', true, '2026-01-01 06:00+00');

insert into dated_conversion_rate (
    id, iso_code, conversion_rate, start_date, next_start_date, _fivetran_synced
) values
    ('04w000000000001AAA', 'EUR', 0.8, '2025-01-01', '2026-01-01', '2025-01-01 06:00+00'),
    ('04w000000000002AAA', 'EUR', 0.5, '2026-01-01', '9999-12-31', '2026-01-01 06:00+00'),
    ('04w000000000003AAA', 'USD', 1, '2025-01-01', '9999-12-31', '2025-01-01 06:00+00');
