-- A hardware seller with a company in US dollars and one in euros.
insert into res_currency (id, name, symbol, active) values
    (1, 'EUR', '€', true), (2, 'USD', '$', true), (3, 'GBP', '£', true);

insert into res_country (id, name, code, write_date) values
    (57, '{"en_US": "Germany", "de_DE": "Deutschland"}', 'DE', '2025-10-01 00:00:00'),
    (231, '{"en_US": "United Kingdom"}', 'GB', '2025-10-01 00:00:00');

insert into res_partner_industry (id, name, active, write_date) values
    (1, '{"en_US": "Manufacturing", "de_DE": "Industrie"}', true, '2025-10-01 00:00:00');

insert into res_partner
    (id, name, parent_id, commercial_partner_id, is_company, partner_share, active, type,
     user_id, function, email, email_normalized, phone, mobile, phone_sanitized, website, vat,
     country_id, industry_id, create_date, write_date)
values
    -- The companies themselves and their people.
    (1, 'Northern Lights Inc', null, 1, true, true, true, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (6, 'Northern Lights GmbH', null, 6, true, true, true, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (2, 'OdooBot', 1, 1, false, false, false, 'contact', null, null, 'odoobot@northern.test', 'odoobot@northern.test', null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (3, 'Alice Berg', 1, 1, false, false, true, 'contact', null, 'Account Executive', 'alice@northern.test', 'alice@northern.test', null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (4, 'Bob Cole', null, 4, false, false, true, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (5, 'Carol Jensen', 1, 1, false, false, true, 'contact', null, 'Head of Sales', 'carol@northern.test', 'carol@northern.test', null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (7, 'Dana Fox', 1, 1, false, false, false, 'contact', null, null, 'dana@northern.test', 'dana@northern.test', null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (8, 'Default User Template', null, 8, false, false, false, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    (9, 'Public user', null, 9, false, true, false, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-01 00:00:00', '2025-10-01 00:00:00'),
    -- Customers.
    (20, 'Acme Ltd', null, 20, true, true, true, 'contact', 5, null, 'info@acme.test', 'info@acme.test', '+44 20 7946 0001', null, null, 'https://acme.test', 'GB123456789', 231, 1, '2025-10-02 08:00:00', '2026-01-05 09:00:00'),
    (21, 'Ann Field', 20, 20, false, true, true, 'contact', 5, 'Buyer', 'Ann@acme.test', 'ann@acme.test', '', '+44 7700 900001', '+447700900001', null, null, null, null, '2025-10-02 08:30:00', '2025-10-02 08:30:00'),
    (22, 'Acme Accounting', 20, 20, false, true, true, 'invoice', null, null, 'bills@acme.test', 'bills@acme.test', null, null, null, null, null, null, null, '2025-10-02 08:40:00', '2025-10-02 08:40:00'),
    (23, 'Acme Germany GmbH', 20, 23, true, true, true, 'contact', 6, null, null, null, null, '+49 151 0000001', null, null, null, 57, null, '2025-10-03 08:00:00', '2025-10-03 08:00:00'),
    (24, 'Zoe', null, 24, false, true, true, 'contact', 6, null, 'zoe@mail.test', 'zoe@mail.test', '+49 30 000001', null, '+4930000001', null, null, 57, null, '2025-12-20 09:05:00', '2025-12-20 09:05:00'),
    (25, 'Max Mustermann', null, 25, false, true, true, 'contact', null, null, 'max@mail.test', 'max@mail.test', null, null, null, null, null, null, null, '2025-11-01 08:00:00', '2025-11-01 08:00:00'),
    (26, 'Old Client', null, 26, true, true, false, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-04 08:00:00', '2025-10-04 08:00:00'),
    (27, 'Closed Shop', null, 27, true, true, false, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-04 08:00:00', '2025-10-04 08:00:00'),
    (28, 'Gone Person', 20, 20, false, true, false, 'contact', null, null, null, null, null, null, null, null, null, null, null, '2025-10-04 08:00:00', '2025-10-04 08:00:00'),
    (29, 'Olaf Nein', 23, 23, false, true, true, 'contact', null, null, 'olaf@acme.test', 'olaf@acme.test', '+49 30 000002', null, '+4930000002', null, null, null, null, '2025-10-05 08:00:00', '2025-10-05 08:00:00'),
    (30, 'Paula Maria Schmidt', 23, 23, false, true, true, 'other', null, null, 'paula@acme.test', 'paula@acme.test', '+49 30 000003', null, '+4930000003', null, null, null, null, '2025-10-06 08:00:00', '2025-10-06 08:00:00'),
    (31, ' ', 20, 20, false, true, true, 'delivery', null, null, null, null, null, null, null, null, null, null, null, '2025-10-06 08:00:00', '2025-10-06 08:00:00'),
    (32, 'Ivy Solo', null, 32, false, true, true, 'contact', null, null, 'ivy@mail.test', 'ivy@mail.test', null, null, null, null, null, null, null, '2025-11-02 08:00:00', '2025-11-02 08:00:00');

insert into res_company (id, name, partner_id, currency_id, active, write_date) values
    (1, 'Northern Lights Inc', 1, 2, true, '2025-10-01 00:00:00'),
    (2, 'Northern Lights GmbH', 6, 1, true, '2025-10-01 00:00:00');

insert into res_users (id, company_id, partner_id, active, login, password, share) values
    (1, 1, 2, false, '__system__', null, false),
    (2, 1, 5, true, 'carol@northern.test', 'hash', false),
    (3, 1, 8, false, 'default', null, false),
    (4, 1, 9, false, 'public', null, true),
    (5, 1, 3, true, 'alice@northern.test', 'hash', false),
    (6, 2, 4, true, 'bob@northern.test', 'hash', false),
    (7, 1, 7, false, 'dana@northern.test', 'hash', false),
    -- A customer with access to the portal.
    (8, 1, 21, true, 'ann@acme.test', 'hash', true),
    -- A second login of the same person.
    (12, 1, 3, false, 'alice-mobile', 'hash', false);

-- The newest shared rate and the rates of the second company do not count for the first one, which
-- has its own rate of the euro since January, and since March one of its own dollar.
insert into res_currency_rate (currency_id, company_id, name, rate) values
    (1, null, '2025-10-01', 0.8),
    (1, 1, '2026-01-01', 0.625),
    (1, null, '2026-02-01', 0.9),
    (2, 2, '2026-02-15', 1.7),
    (3, null, '2026-01-15', 0.4),
    (2, 1, '2026-03-01', 1.25);

insert into crm_team (id, name, sequence, active, user_id, write_date) values
    (1, '{"en_US": "Europe", "de_DE": "Europa"}', 1, true, 2, '2025-10-01 00:00:00'),
    (2, '{"en_US": "Americas"}', 2, true, null, '2025-10-01 00:00:00'),
    (3, '{"en_US": "Old team"}', 0, false, null, '2025-10-01 00:00:00');

-- Alice works in two teams; Bob has left Europe, and the old team is archived.
insert into crm_team_member (crm_team_id, user_id, active) values
    (2, 5, true), (1, 5, true), (1, 6, false), (2, 6, true), (3, 6, true);

insert into crm_stage (id, name, sequence, is_won, team_id, write_date) values
    (1, '{"en_US": "New", "de_DE": "Neu"}', 1, false, null, '2025-10-01 00:00:00'),
    (2, '{"en_US": "Qualified", "de_DE": "Qualifiziert"}', 2, false, null, '2025-10-01 00:00:00'),
    (3, '{"en_US": "Proposition", "de_DE": "Angebot"}', 3, null, null, '2025-10-01 00:00:00'),
    (4, '{"en_US": "Won", "de_DE": "Gewonnen"}', 70, true, null, '2025-11-20 00:00:00'),
    (5, '{"en_US": "Invoiced"}', 80, true, null, '2025-10-01 00:00:00'),
    -- Somebody's own column for lost deals.
    (6, '{"en_US": "Lost"}', 90, false, null, '2025-10-01 00:00:00'),
    -- The same name for another team.
    (7, '{"en_US": "New"}', 5, false, 2, '2025-10-01 00:00:00');

insert into crm_lost_reason (id, name, active, write_date) values
    (1, '{"en_US": "Too expensive", "de_DE": "Zu teuer"}', true, '2025-10-01 00:00:00');

insert into utm_source (id, name, write_date) values (1, 'Trade fair', '2025-10-01 00:00:00');

insert into utm_campaign (id, name, title, active, user_id, stage_id) values
    (1, 'winter-2025', '{"en_US": "Winter 2025", "de_DE": "Winter 2025/26"}', true, 5, 1);

insert into crm_lead
    (id, name, type, active, probability, stage_id, partner_id, user_id, team_id, company_id,
     campaign_id, source_id, lost_reason_id, expected_revenue, date_deadline, date_closed,
     date_last_stage_update, date_conversion, contact_name, partner_name, email_from, phone, mobile,
     x_studio_budget, create_uid, create_date, write_date)
values
    -- Won in December, invoiced later; planned for January.
    (101, 'Acme plant', 'opportunity', true, 100, 5, 21, 5, 1, 1, 1, 1, null, 12500.00, '2026-01-31', '2025-12-01 12:00:00', '2025-12-15 12:00:00', null, null, null, null, null, null, 'approved', 5, '2025-11-03 09:00:00', '2025-12-15 12:00:00'),
    -- Lost: archived, in the stage it had.
    (102, 'Acme spare parts', 'opportunity', false, 0, 3, 20, 5, 1, 1, null, 1, 1, 4000.00, '2026-02-28', '2026-01-20 15:30:00', '2025-12-10 08:00:00', null, null, null, null, null, null, 'approved', 5, '2025-12-01 08:00:00', '2026-01-20 15:30:00'),
    -- Lost by mistake, restored, won; two messages in one second.
    (103, 'Acme service', 'opportunity', true, 100, 4, 23, 6, 2, 1, null, null, null, 800.00, null, '2026-02-02 10:00:00', '2026-02-02 10:00:00', null, null, null, null, null, null, null, 6, '2025-12-05 09:00:00', '2026-02-02 10:00:00'),
    -- Lost, then marked won at once.
    (104, 'Acme training', 'opportunity', true, 100, 4, 20, 5, 1, 1, null, null, null, 300.00, null, '2026-01-21 10:00:00', '2026-01-21 10:00:00', null, null, null, null, null, null, 'missing', 5, '2026-01-07 10:00:00', '2026-01-21 10:00:00'),
    -- Open with a probability of 0 that Odoo has worked out.
    (105, 'Acme robots', 'opportunity', true, 0, 2, 20, 5, 1, 1, null, null, null, 90000.00, '2026-06-30', null, '2026-02-20 08:00:00', null, null, null, null, null, null, null, 5, '2026-02-20 08:00:00', '2026-02-20 08:00:00'),
    -- Open although somebody has set 100 % by hand.
    (106, 'Acme tools', 'opportunity', true, 100, 3, 20, 5, 1, 1, null, null, null, 700.00, '2026-04-30', '2026-03-01 08:00:00', '2026-02-21 08:00:00', null, null, null, null, null, null, null, 5, '2026-02-21 08:00:00', '2026-03-01 08:00:00'),
    -- Won although somebody has set 60 % by hand, which took the closing date away. An open record
    -- was merged into it.
    (107, 'Acme cables', 'opportunity', true, 60, 4, 20, 6, 2, 1, null, null, null, 150.00, '2026-05-31', null, '2026-02-10 09:00:00', null, null, null, null, null, null, null, 6, '2026-01-21 09:00:00', '2026-02-21 09:00:00'),
    -- Imported as won: nothing but the planned day.
    (108, 'Import won', 'opportunity', true, 100, 4, 23, 6, 2, 1, null, null, null, 200.00, '2025-12-20', null, null, null, null, null, null, null, null, null, 1, '2025-12-01 06:00:00', '2026-01-05 06:00:00'),
    -- Imported as lost, and planned for a day after its last change.
    (109, 'Import lost', 'opportunity', false, 0, 2, 23, 6, 2, 1, null, null, null, 250.00, '2026-06-30', null, '2026-02-01 06:00:00', null, null, null, null, null, null, null, 1, '2026-02-01 06:00:00', '2026-02-15 06:00:00'),
    -- Entered as won, without a company and a partner.
    (110, 'Walk-in', 'opportunity', true, 100, 4, null, 5, null, null, null, null, null, 50.00, null, '2026-01-15 11:00:00', '2026-01-15 11:00:00', null, null, null, null, null, null, null, 5, '2026-01-15 11:00:00', '2026-01-15 11:00:00'),
    -- Archived, but neither won nor lost.
    (111, 'Put aside', 'opportunity', false, 30, 2, 20, 5, 1, 1, null, null, null, 60.00, null, '2026-02-01 08:00:00', '2026-01-02 08:00:00', null, null, null, null, null, null, null, 5, '2026-01-02 08:00:00', '2026-02-01 08:00:00'),
    -- A lead that became a deal.
    (112, 'Zoe''s request', 'opportunity', true, 40, 3, 24, 5, 1, 1, 1, 1, null, 1000.00, '2026-04-30', null, '2026-01-20 09:00:00', '2026-01-10 14:00:00', 'Zoe', null, 'zoe@mail.test', '+49 30 000001', null, null, 2, '2025-12-20 09:00:00', '2026-01-20 09:00:00'),
    -- Its copy keeps the conversion date.
    (113, 'Zoe''s request (copy)', 'opportunity', true, 20, 1, 24, 5, 1, 1, null, null, null, 1000.00, null, null, '2026-02-01 09:00:00', '2026-01-10 14:00:00', 'Zoe', null, 'zoe@mail.test', '+49 30 000001', null, null, 5, '2026-02-01 09:00:00', '2026-02-01 09:00:00'),
    -- Another record was merged into it, with its history, and deleted.
    (114, 'Acme twin', 'opportunity', true, 40, 2, 20, 5, 1, 1, null, null, null, 500.00, null, null, '2026-02-05 09:00:00', null, null, null, null, null, null, null, 5, '2026-01-12 09:00:00', '2026-02-06 09:00:00'),
    -- In the company's own stage for lost deals.
    (115, 'Acme lamps', 'opportunity', true, 20, 6, 20, 5, 1, 1, null, null, null, 350.00, '2026-03-31', null, '2026-03-02 10:00:00', null, null, null, null, null, null, null, 5, '2026-02-10 10:00:00', '2026-03-02 10:00:00'),
    -- In euros, once in a stage that was deleted, with an archived customer.
    (116, 'Old Client again', 'opportunity', true, 20, 7, 26, 6, 2, 2, null, null, null, 2000.50, null, null, '2026-02-20 09:00:00', null, null, null, null, null, null, null, 6, '2026-02-12 09:00:00', '2026-02-22 09:00:00'),
    -- Won, and archived later.
    (117, 'Acme doors', 'opportunity', false, 100, 4, 20, 5, 1, 1, null, null, null, 900.00, null, '2026-03-05 09:00:00', '2026-03-05 09:00:00', null, null, null, null, null, null, null, 5, '2026-02-03 09:00:00', '2026-03-20 09:00:00'),
    -- A company that tracks the expected day; no amount and no stage yet.
    (118, 'Acme windows', 'opportunity', true, 20, null, 20, 5, 1, 1, null, null, null, null, '2026-05-31', null, '2026-03-01 09:00:00', null, null, null, null, null, null, null, 5, '2026-03-01 09:00:00', '2026-03-10 09:00:00'),
    -- Won by a job that leaves no history.
    (119, 'Acme chairs', 'opportunity', true, 100, 4, 20, 5, 1, 1, null, null, null, 120.00, null, '2026-02-25 16:00:00', '2026-02-25 16:00:00', null, null, null, null, null, null, null, 5, '2026-01-26 16:00:00', '2026-02-25 16:00:00'),
    -- Leads: nobody's, Alice's, a lost one, and one put aside.
    (201, 'Brochure', 'lead', true, 5, 1, null, null, null, 1, null, 1, null, null, null, null, '2026-03-01 07:00:00', null, 'Nora New', 'Nordic AB', 'nora@nordic.test', null, null, null, 1, '2026-03-01 07:00:00', '2026-03-01 07:00:00'),
    (202, 'Question', 'lead', true, 10, 1, null, 5, 1, 1, null, null, null, null, null, null, '2026-01-04 07:00:00', null, 'Quentin', null, null, null, '+33 6 00 00 00 01', null, 1, '2026-01-04 07:00:00', '2026-01-04 07:00:00'),
    (203, 'Spam', 'lead', false, 0, 1, null, 5, 1, 1, null, null, null, null, null, '2026-01-30 07:00:00', '2026-01-29 07:00:00', null, null, null, 'spam@mail.test', null, null, null, 1, '2026-01-29 07:00:00', '2026-01-30 07:00:00'),
    (204, 'Put aside', 'lead', false, 10, 1, null, 5, 1, 1, null, null, null, null, null, '2026-01-30 07:00:00', '2026-01-29 07:00:00', null, null, null, 'aside@mail.test', null, null, null, 1, '2026-01-29 07:00:00', '2026-01-30 07:00:00');

insert into ir_model_fields (id, name, model, model_id, field_description, ttype, relation, state) values
    (1, 'stage_id', 'crm.lead', 1, '{"en_US": "Stage"}', 'many2one', 'crm.stage', 'base'),
    (2, 'active', 'crm.lead', 1, '{"en_US": "Active"}', 'boolean', null, 'base'),
    (3, 'expected_revenue', 'crm.lead', 1, '{"en_US": "Expected Revenue"}', 'monetary', null, 'base'),
    (4, 'user_id', 'crm.lead', 1, '{"en_US": "Salesperson"}', 'many2one', 'res.users', 'base'),
    (5, 'date_deadline', 'crm.lead', 1, '{"en_US": "Expected Closing"}', 'date', null, 'base'),
    (6, 'type', 'crm.lead', 1, '{"en_US": "Type"}', 'selection', null, 'base'),
    (7, 'phone', 'res.partner', 2, '{"en_US": "Phone"}', 'char', null, 'base'),
    (8, 'stage_id', 'helpdesk.ticket', 3, '{"en_US": "Stage"}', 'many2one', 'helpdesk.ticket.stage', 'base');

insert into mail_message_subtype (id, name, internal) values
    (1, '{"en_US": "Discussions"}', false),
    (2, '{"en_US": "Note"}', true),
    (3, '{"en_US": "Activities"}', true),
    (4, '{"en_US": "Stage Changed"}', false);

insert into mail_activity_type (id, name, category, active, keep_done, write_date) values
    (1, '{"en_US": "Email", "de_DE": "E-Mail"}', 'default', true, true, '2025-10-01 00:00:00'),
    (2, '{"en_US": "Call", "de_DE": "Anruf"}', 'phonecall', true, true, '2025-10-01 00:00:00'),
    (3, '{"en_US": "Meeting", "de_DE": "Besprechung"}', 'meeting', true, false, '2025-10-01 00:00:00'),
    (4, '{"en_US": "To-Do", "de_DE": "Zu erledigen"}', 'default', true, true, '2025-10-01 00:00:00');

-- Tracked changes. A message's date is cut to the second, its create_date is not.
insert into mail_message
    (id, model, res_id, message_type, subtype_id, author_id, subject, body, date, create_date, write_date)
values
    (1001, 'crm.lead', 101, 'notification', 4, 3, null, '', '2025-11-10 10:00:00', '2025-11-10 10:00:00.4', '2025-11-10 10:00:00.4'),
    (1002, 'crm.lead', 101, 'notification', 4, 3, null, '', '2025-12-01 12:00:00', '2025-12-01 12:00:00', '2025-12-01 12:00:00'),
    (1003, 'crm.lead', 101, 'notification', 4, 5, null, '', '2025-12-15 12:00:00', '2025-12-15 12:00:00', '2025-12-15 12:00:00'),
    (1004, 'crm.lead', 101, 'notification', 2, 3, null, '', '2025-11-20 10:00:00', '2025-11-20 10:00:00', '2025-11-20 10:00:00'),
    (1005, 'crm.lead', 102, 'notification', 4, 3, null, '', '2025-12-10 08:00:00', '2025-12-10 08:00:00', '2025-12-10 08:00:00'),
    (1006, 'crm.lead', 102, 'notification', 2, 3, null, '', '2026-01-20 15:30:00', '2026-01-20 15:30:00', '2026-01-20 15:30:00'),
    (1007, 'crm.lead', 103, 'notification', 2, 4, null, '', '2026-01-05 09:00:00', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
    (1008, 'crm.lead', 103, 'notification', 2, 4, null, '', '2026-01-12 09:00:00', '2026-01-12 09:00:00', '2026-01-12 09:00:00'),
    (1009, 'crm.lead', 103, 'notification', 4, 4, null, '', '2026-01-12 09:00:00', '2026-01-12 09:00:00', '2026-01-12 09:00:00'),
    (1010, 'crm.lead', 103, 'notification', 4, 4, null, '', '2026-02-02 10:00:00', '2026-02-02 10:00:00', '2026-02-02 10:00:00'),
    (1011, 'crm.lead', 104, 'notification', 2, 3, null, '', '2026-01-14 10:00:00', '2026-01-14 10:00:00', '2026-01-14 10:00:00'),
    (1012, 'crm.lead', 104, 'notification', 4, 3, null, '', '2026-01-21 10:00:00', '2026-01-21 10:00:00', '2026-01-21 10:00:00'),
    (1013, 'crm.lead', 107, 'notification', 4, 4, null, '', '2026-02-10 09:00:00', '2026-02-10 09:00:00', '2026-02-10 09:00:00'),
    (1014, 'crm.lead', 112, 'notification', 2, 5, null, '', '2026-01-08 09:00:00', '2026-01-08 09:00:00', '2026-01-08 09:00:00'),
    (1015, 'crm.lead', 112, 'notification', 4, 3, null, '', '2026-01-09 09:00:00', '2026-01-09 09:00:00', '2026-01-09 09:00:00'),
    (1016, 'crm.lead', 112, 'notification', 2, 3, null, '', '2026-01-10 14:00:00', '2026-01-10 14:00:00', '2026-01-10 14:00:00'),
    (1017, 'crm.lead', 112, 'notification', 4, 3, null, '', '2026-01-20 09:00:00', '2026-01-20 09:00:00', '2026-01-20 09:00:00'),
    (1020, 'crm.lead', 114, 'notification', 4, 3, null, '', '2026-02-05 09:00:00', '2026-02-05 09:00:00', '2026-02-05 09:00:00'),
    -- Brought along by the merge.
    (1021, 'crm.lead', 114, 'notification', 4, 4, 'From Acme twin 2', '', '2026-01-15 09:00:00', '2026-01-15 09:00:00', '2026-02-06 09:00:00'),
    (1031, 'crm.lead', 107, 'notification', 4, 4, 'From Cables, second request', '', '2026-02-20 09:00:00', '2026-02-20 09:00:00', '2026-02-21 09:00:00'),
    (1022, 'crm.lead', 115, 'notification', 4, 3, null, '', '2026-03-02 10:00:00', '2026-03-02 10:00:00', '2026-03-02 10:00:00'),
    (1023, 'crm.lead', 116, 'notification', 4, 4, null, '', '2026-02-20 09:00:00', '2026-02-20 09:00:00', '2026-02-20 09:00:00'),
    (1024, 'crm.lead', 116, 'notification', 2, 4, null, '', '2026-02-21 09:00:00', '2026-02-21 09:00:00', '2026-02-21 09:00:00'),
    (1025, 'crm.lead', 116, 'notification', 2, 4, null, '', '2026-02-22 09:00:00', '2026-02-22 09:00:00', '2026-02-22 09:00:00'),
    (1026, 'crm.lead', 117, 'notification', 4, 3, null, '', '2026-03-05 09:00:00', '2026-03-05 09:00:00', '2026-03-05 09:00:00'),
    (1027, 'crm.lead', 117, 'notification', 2, 3, null, '', '2026-03-20 09:00:00', '2026-03-20 09:00:00', '2026-03-20 09:00:00'),
    (1028, 'crm.lead', 118, 'notification', 2, 3, null, '', '2026-03-10 09:00:00', '2026-03-10 09:00:00', '2026-03-10 09:00:00'),
    (1029, 'crm.lead', 119, 'notification', 4, 3, null, '', '2026-02-01 09:00:00', '2026-02-01 09:00:00', '2026-02-01 09:00:00'),
    (1030, 'res.partner', 21, 'notification', 2, 3, null, '', '2026-01-25 09:00:00', '2026-01-25 09:00:00', '2026-01-25 09:00:00'),
    (3001, 'helpdesk.ticket', 401, 'notification', 2, 3, null, '', '2026-01-10 09:00:00', '2026-01-10 09:00:00', '2026-01-10 09:00:00'),
    (3002, 'helpdesk.ticket', 401, 'notification', 2, 3, null, '', '2026-01-12 09:00:00', '2026-01-12 09:00:00', '2026-01-12 09:00:00'),
    (3003, 'helpdesk.ticket', 401, 'notification', 2, 3, null, '', '2026-01-15 09:00:00', '2026-01-15 09:00:00', '2026-01-15 09:00:00'),
    (3004, 'helpdesk.ticket', 401, 'notification', 2, 3, null, '', '2026-01-16 09:00:00', '2026-01-16 09:00:00', '2026-01-16 09:00:00'),
    (3005, 'helpdesk.ticket', 402, 'notification', 2, 3, null, '', '2026-02-01 09:00:00', '2026-02-01 09:00:00', '2026-02-01 09:00:00'),
    (3006, 'helpdesk.ticket', 402, 'notification', 2, 3, null, '', '2026-02-03 09:00:00', '2026-02-03 09:00:00', '2026-02-03 09:00:00');

insert into mail_tracking_value
    (mail_message_id, field_id, old_value_integer, new_value_integer, old_value_char, new_value_char,
     old_value_float, new_value_float, old_value_datetime, new_value_datetime)
values
    -- Names as the author's language had them then.
    (1001, 1, 1, 2, 'Neu', 'Qualifiziert', null, null, null, null),
    (1002, 1, 2, 4, 'Qualified', 'Won', null, null, null, null),
    (1003, 1, 4, 5, 'Won', 'Invoiced', null, null, null, null),
    (1004, 3, null, null, null, null, 10000, 12500, null, null),
    (1005, 1, 1, 3, 'New', 'Proposition', null, null, null, null),
    (1006, 2, 1, 0, null, null, null, null, null, null),
    (1007, 2, 1, 0, null, null, null, null, null, null),
    (1008, 2, 0, 1, null, null, null, null, null, null),
    (1009, 1, 1, 2, 'New', 'Qualified', null, null, null, null),
    (1010, 1, 2, 4, 'Qualified', 'Won', null, null, null, null),
    (1011, 2, 1, 0, null, null, null, null, null, null),
    (1012, 2, 0, 1, null, null, null, null, null, null),
    (1012, 1, 1, 4, 'New', 'Won', null, null, null, null),
    (1013, 1, 1, 4, 'New', 'Won', null, null, null, null),
    (1014, 4, 6, 5, 'Bob Cole', 'Alice Berg', null, null, null, null),
    (1015, 1, 1, 2, 'New', 'Qualified', null, null, null, null),
    (1016, 6, null, null, 'Lead', 'Opportunity', null, null, null, null),
    (1017, 1, 2, 3, 'Qualified', 'Proposition', null, null, null, null),
    (1020, 1, 1, 2, 'New', 'Qualified', null, null, null, null),
    (1021, 1, 1, 4, 'New', 'Won', null, null, null, null),
    (1021, 4, 6, 5, 'Bob Cole', 'Alice Berg', null, null, null, null),
    (1031, 1, 1, 2, 'New', 'Qualified', null, null, null, null),
    (1022, 1, 2, 6, 'Qualified', 'Lost', null, null, null, null),
    (1023, 1, 99, 7, 'Demo', 'New', null, null, null, null),
    (1024, 4, 5, 0, 'Alice Berg', '', null, null, null, null),
    (1025, 4, 0, 6, '', 'Bob Cole', null, null, null, null),
    (1026, 1, 1, 4, 'New', 'Won', null, null, null, null),
    (1027, 2, 1, 0, null, null, null, null, null, null),
    (1028, 5, null, null, null, null, null, null, '2026-03-31 00:00:00', '2026-05-31 00:00:00'),
    (1029, 1, 1, 2, 'New', 'Qualified', null, null, null, null),
    (1030, 7, null, null, '+44 7700 900009', '', null, null, null, null),
    (3001, 8, 1, 4, 'New', 'Done', null, null, null, null),
    (3002, 8, 4, 2, 'Done', 'In Progress', null, null, null, null),
    (3003, 8, 2, 4, 'In Progress', 'Done', null, null, null, null),
    (3004, 8, 4, 5, 'Done', 'Cancelled', null, null, null, null),
    (3005, 8, 1, 4, 'New', 'Done', null, null, null, null),
    (3006, 8, 4, 2, 'Done', 'In Progress', null, null, null, null);

insert into calendar_event
    (id, name, user_id, active, allday, start, stop, start_date, stop_date, duration, res_model, res_id,
     opportunity_id, create_date, write_date)
values
    (1, 'Visit to the plant', 5, true, false, '2025-11-14 13:00:00', '2025-11-14 14:30:00', null, null, 1.5, 'crm.lead', 101, 101, '2025-11-10 08:00:00', '2025-11-10 08:00:00'),
    -- All day: the hours are of no time zone.
    (2, 'Workshop', 5, true, true, '2026-02-09 08:00:00', '2026-02-10 18:00:00', '2026-02-09', '2026-02-10', 34, 'res.partner', 20, null, '2026-02-01 08:00:00', '2026-02-01 08:00:00'),
    (3, 'Team breakfast', 5, true, false, '2026-02-11 08:00:00', '2026-02-11 09:00:00', null, null, 1, null, null, null, '2026-02-01 08:00:00', '2026-02-01 08:00:00'),
    (4, 'Negotiation', 5, false, false, '2026-01-15 08:00:00', '2026-01-15 09:00:00', null, null, 1, null, null, 102, '2026-01-10 08:00:00', '2026-01-14 08:00:00'),
    (5, 'Handover', 5, true, false, '2099-05-04 08:00:00', '2099-05-04 08:30:00', null, null, 0.5, 'crm.lead', 118, null, '2026-03-01 09:30:00', '2026-03-01 09:30:00'),
    (6, 'Round table', 6, true, false, '2026-03-12 14:00:00', '2026-03-12 15:00:00', null, null, 1, null, null, null, '2026-03-02 08:00:00', '2026-03-02 08:00:00');

insert into calendar_event_res_partner_rel (calendar_event_id, res_partner_id) values
    (1, 3), (1, 21), (2, 3), (3, 3), (3, 4), (4, 3), (5, 3), (6, 4), (6, 25), (6, 29);

insert into mail_activity
    (id, res_model, res_id, activity_type_id, user_id, summary, date_deadline, date_done, automated,
     active, calendar_event_id, create_date, write_date)
values
    (1, 'crm.lead', 105, 2, 5, 'Ask about the offer', '2026-04-10', null, false, true, null, '2026-03-20 08:00:00', '2026-03-20 08:00:00'),
    -- Done and kept; message 2001 tells of the same call.
    (2, 'crm.lead', 101, 2, 5, 'First call', '2025-11-12', '2025-11-12', false, false, null, '2025-11-05 08:00:00', '2025-11-12 16:45:00'),
    -- In the calendar as meeting 1.
    (3, 'crm.lead', 101, 3, 5, 'Visit', '2025-11-14', null, false, true, 1, '2025-11-10 08:00:00', '2025-11-10 08:00:00'),
    (4, 'project.task', 7, 4, 5, 'Not of the CRM', '2026-01-10', null, false, true, null, '2026-01-01 08:00:00', '2026-01-01 08:00:00'),
    -- Done and kept; its message was deleted.
    (5, 'res.partner', 20, 4, 6, 'Send the catalogue', '2026-02-01', '2026-02-03', false, false, null, '2026-01-28 08:00:00', '2026-02-03 10:00:00'),
    (6, 'crm.lead', 202, 1, 5, null, '2026-04-02', null, true, true, null, '2026-03-30 08:00:00', '2026-03-30 08:00:00');

insert into mail_message
    (id, model, res_id, message_type, subtype_id, mail_activity_type_id, author_id, subject, body,
     is_internal, date, create_date, write_date)
values
    (2001, 'crm.lead', 101, 'notification', 3, 2, 3, null, '<p>Call done: First call</p>', false, '2025-11-12 16:45:00', '2025-11-12 16:45:00', '2025-11-12 16:45:00'),
    (2002, 'crm.lead', 102, 'notification', 3, 2, 4, null, '<div><p>Call</p> done<br/>Budget is open</div>', false, '2026-01-08 10:00:00', '2026-01-08 10:00:00', '2026-01-08 10:00:00'),
    -- The meeting is in the calendar.
    (2003, 'crm.lead', 101, 'notification', 3, 3, 3, null, '<p>Meeting done</p>', false, '2025-11-14 15:00:00', '2025-11-14 15:00:00', '2025-11-14 15:00:00'),
    -- This one is not.
    (2004, 'crm.lead', 103, 'notification', 3, 3, 4, null, '<p>Meeting done</p>', false, '2026-01-20 15:00:00', '2026-01-20 15:00:00', '2026-01-20 15:00:00'),
    (2005, 'crm.lead', 112, 'email', 1, null, 24, 'Re: your offer', '<p>Thanks</p>', false, '2026-01-22 07:30:00', '2026-01-22 07:30:00', '2026-01-22 07:30:00'),
    (2006, 'crm.lead', 112, 'comment', 1, null, 3, null, '<p>Hello Zoe</p>', false, '2025-12-21 08:00:00', '2025-12-21 08:00:00', '2025-12-21 08:00:00'),
    -- A note of a colleague is no response.
    (2007, 'crm.lead', 112, 'comment', 2, null, 3, null, '<p>Looks good</p>', false, '2025-12-20 10:00:00', '2025-12-20 10:00:00', '2025-12-20 10:00:00'),
    (2008, 'res.partner', 20, 'comment', 1, null, 21, null, '<p>Where is my order?</p>', false, '2026-02-15 12:00:00', '2026-02-15 12:00:00', '2026-02-15 12:00:00'),
    -- Answered by a machine.
    (2009, 'crm.lead', 202, 'auto_comment', 1, null, 2, 'We have your question', '<p>Thank you</p>', false, '2026-01-04 07:00:05', '2026-01-04 07:00:05', '2026-01-04 07:00:05'),
    (2010, 'crm.lead', 202, 'user_notification', 2, null, 2, 'Assigned to you', '', false, '2026-01-04 07:00:06', '2026-01-04 07:00:06', '2026-01-04 07:00:06'),
    -- A colleague who answers by e-mail comes in by e-mail too.
    (2011, 'crm.lead', 202, 'email', 1, null, 4, 'Re: Question', '<p>Yes</p>', false, '2026-01-05 09:00:00', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
    (2012, 'project.task', 7, 'comment', 1, null, 3, null, '<p>Not of the CRM</p>', false, '2026-01-05 09:00:00', '2026-01-05 09:00:00', '2026-01-05 09:00:00'),
    (2013, 'helpdesk.ticket', 401, 'comment', 1, null, 3, null, '<p>We look into it</p>', false, '2026-01-09 12:00:00', '2026-01-09 12:00:00', '2026-01-09 12:00:00'),
    (2014, 'helpdesk.ticket', 401, 'comment', 2, null, 3, null, '<p>Again the same</p>', false, '2026-01-09 11:00:00', '2026-01-09 11:00:00', '2026-01-09 11:00:00');

-- Paula has agreed again.
insert into mail_blacklist (email, active, write_date) values
    ('olaf@acme.test', true, '2026-01-11 08:00:00'),
    ('paula@acme.test', false, '2026-01-12 08:00:00');
insert into phone_blacklist (number, active, write_date) values
    ('+4930000002', true, '2026-01-13 08:00:00');

insert into sale_order
    (id, name, company_id, partner_id, state, date_order, currency_id, amount_untaxed, amount_tax,
     amount_total, write_date)
values
    (301, 'S00301', 1, 21, 'sale', '2026-01-20 23:30:00', 2, 1000.00, 190.00, 1190.00, '2026-01-21 08:00:00'),
    (302, 'S00302', 2, 23, 'done', '2026-02-10 10:00:00', 1, 250.50, 0, 250.50, '2026-02-10 10:00:00'),
    (303, 'S00303', 1, 20, 'draft', '2026-02-11 10:00:00', 2, 99.00, 0, 99.00, '2026-02-11 10:00:00'),
    (304, 'S00304', 1, 20, 'cancel', '2026-02-12 10:00:00', 2, 99.00, 0, 99.00, '2026-02-12 10:00:00'),
    (305, 'S00305', 1, 32, 'sale', '2026-03-01 10:00:00', 2, 75.00, 0, 75.00, '2026-03-01 10:00:00');

insert into helpdesk_ticket_team (id, name, active, write_date) values (1, 'First line', true, '2025-10-01 00:00:00');
insert into helpdesk_ticket_category (id, name, active, write_date) values
    (1, '{"en_US": "Delivery", "de_DE": "Lieferung"}', true, '2025-10-01 00:00:00');
insert into helpdesk_ticket_channel (id, name, active, write_date) values
    (1, '{"en_US": "Email"}', true, '2025-10-01 00:00:00');
insert into helpdesk_ticket_stage (id, name, sequence, active, unattended, closed, write_date) values
    (1, '{"en_US": "New"}', 1, true, true, false, '2025-10-01 00:00:00'),
    (2, '{"en_US": "In Progress"}', 2, true, false, false, '2025-10-01 00:00:00'),
    (3, '{"en_US": "Awaiting"}', 3, true, false, null, '2025-10-01 00:00:00'),
    (4, '{"en_US": "Done"}', 4, true, false, true, '2025-10-01 00:00:00'),
    (5, '{"en_US": "Cancelled"}', 5, true, false, true, '2025-10-01 00:00:00');

insert into helpdesk_ticket
    (id, number, name, description, user_id, stage_id, partner_id, commercial_partner_id, closed_date,
     company_id, channel_id, category_id, team_id, priority, kanban_state, active, create_date,
     write_date)
values
    -- Solved, opened again, solved, then cancelled; the last move is no new resolution.
    (401, 'HT00401', 'Parcel missing', '-', 5, 5, 21, 20, '2026-01-16 09:00:00', 1, 1, 1, 1, '2', 'normal', true, '2026-01-09 10:00:00', '2026-01-16 09:00:00'),
    -- Open again: its closing date has stayed.
    (402, 'HT00402', 'Wrong colour', '-', 6, 2, 23, 23, '2026-02-01 09:00:00', 1, null, null, 1, '1', 'blocked', true, '2026-01-30 10:00:00', '2026-02-03 09:00:00'),
    -- Closed without any history.
    (403, 'HT00403', 'Thanks', '-', null, 4, null, null, '2026-03-02 09:00:00', 1, null, null, null, '0', null, true, '2026-03-01 10:00:00', '2026-03-02 09:00:00'),
    (404, 'HT00404', 'Spam', '-', null, 1, null, null, null, 1, null, null, null, '1', null, false, '2026-03-03 10:00:00', '2026-03-03 10:00:00'),
    (405, 'HT00405', 'Question', '-', null, 3, 24, 24, null, 1, null, null, null, '3', 'normal', true, '2026-03-04 10:00:00', '2026-03-04 10:00:00');

-- Answered once, and asked a second time without an answer.
insert into rating_rating (id, res_model, res_id, rating, consumed, create_date, write_date) values
    (1, 'helpdesk.ticket', 401, 4, true, '2026-01-15 09:00:01', '2026-01-15 18:00:00'),
    (2, 'helpdesk.ticket', 401, 0, false, '2026-01-16 09:00:01', '2026-01-16 09:00:01'),
    (3, 'helpdesk.ticket', 403, 0, false, '2026-03-02 09:00:01', '2026-03-02 09:00:01'),
    (4, 'project.task', 401, 1, true, '2026-01-15 09:00:01', '2026-01-15 18:00:00');

insert into product_pricelist (id, name, currency_id, active, write_date) values
    (1, '{"en_US": "Euro prices"}', 1, true, '2025-10-01 00:00:00');
insert into product_template (id, name, active, write_date) values
    (1, '{"en_US": "Maintenance", "de_DE": "Wartung"}', true, '2025-10-01 00:00:00');
insert into product_product (id, product_tmpl_id, active, write_date) values (11, 1, true, '2025-10-01 00:00:00');
insert into contract_terminate_reason (id, name, write_date) values (1, 'Budget cut', '2025-10-01 00:00:00');

insert into contract_contract
    (id, name, active, partner_id, commercial_partner_id, contract_type, company_id, pricelist_id,
     manual_currency_id, is_terminated, terminate_reason_id, terminate_date, write_date)
values
    (501, 'Acme maintenance', true, 21, 20, 'sale', 1, null, null, true, 1, '2026-01-31', '2026-01-20 08:00:00'),
    (502, 'Acme Germany maintenance', true, 23, 23, 'sale', 1, null, null, false, null, null, '2025-11-01 08:00:00'),
    (503, 'Zoe support', true, 24, 24, 'sale', 1, 1, null, false, null, null, '2025-12-01 08:00:00'),
    (504, 'Old Client hosting', false, 26, 26, 'sale', 2, null, 3, false, null, null, '2025-12-01 08:00:00'),
    (505, 'Our own rent', true, 20, 20, 'purchase', 1, null, null, false, null, null, '2025-12-01 08:00:00');

insert into contract_line
    (id, contract_id, product_id, name, quantity, automatic_price, specific_price, discount,
     display_type, recurring_rule_type, recurring_interval, date_start, date_end, is_canceled,
     is_auto_renew, write_date)
values
    (601, 501, 11, 'Maintenance', 2, false, 50, 0, null, 'monthly', 1, '2025-11-01', '2026-01-31', false, false, '2026-01-20 08:00:00'),
    -- Renews itself: its last day moves on.
    (602, 502, 11, 'Maintenance', 1, false, 1200, 10, null, 'yearly', 1, '2025-11-01', '2026-10-31', false, true, '2025-11-01 08:00:00'),
    -- Followed by the next line on the day after its last.
    (603, 503, 11, 'Support', 1, false, 300, null, null, 'quarterly', 1, '2025-12-01', '2026-02-28', null, null, '2026-02-20 08:00:00'),
    (604, 503, 11, 'Support', 1, false, 360, null, null, 'quarterly', 1, '2026-03-01', null, false, false, '2026-02-20 08:00:00'),
    (605, 503, null, 'Cancelled', 1, false, 999, 0, null, 'monthly', 1, '2025-12-01', null, true, false, '2025-12-01 08:00:00'),
    (606, 503, null, 'What follows', 1, false, 0, 0, 'line_note', 'monthly', 1, '2025-12-01', null, false, false, '2025-12-01 08:00:00'),
    -- Priced when the invoice is made.
    (607, 503, 11, 'By price list', 1, true, 0, 0, null, 'monthly', 1, '2025-12-01', null, false, false, '2025-12-01 08:00:00'),
    -- Archived: with an end it happened, without one nobody knows.
    (608, 504, null, 'Hosting', 1, false, 7, 0, null, 'weekly', 1, '2025-12-01', '2026-03-15', false, false, '2025-12-01 08:00:00'),
    (609, 504, null, 'Backup', 1, false, 7, 0, null, 'weekly', 1, '2025-12-01', null, false, false, '2025-12-01 08:00:00'),
    (610, 505, null, 'Rent', 1, false, 5000, 0, null, 'monthly', 1, '2025-12-01', null, false, false, '2025-12-01 08:00:00');
