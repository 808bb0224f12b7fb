-- Records of a small company from November 2025 to March 2026, times in UTC, the default currency USD.

-- Abroad was closed: a deleted team, still linked.
insert into team (id, name, created_at, modified_at, deleted) values
    ('t-north', 'North', '2025-01-01 08:00:00', '2025-01-01 08:00:00', false),
    ('t-south', 'South', '2025-01-01 08:00:00', '2025-01-01 08:00:00', false),
    ('t-gone', 'Abroad', '2025-01-01 08:00:00', '2025-11-30 08:00:00', true);

-- Regular users and administrators are people; portal, API, system and deleted users are not.
insert into "user" (
    id, user_name, type, first_name, last_name, is_active, title, default_team_id, created_at,
    modified_at, deleted
) values
    ('u-ana', 'ana', 'regular', 'Ana', 'Adler', true, 'Account executive', 't-north', '2025-01-02 08:00:00', '2025-01-02 08:00:00', false),
    ('u-bo', 'bo', 'regular', 'Bo', 'Berg', true, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', false),
    ('u-cy', 'cy', 'admin', 'Cy', 'Cole', false, 'Sales manager', 't-south', '2025-01-02 08:00:00', '2026-02-20 17:00:00', false),
    ('u-dora', 'dora', 'regular', null, null, true, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', false),
    ('u-portal', 'acme.portal', 'portal', 'Pat', 'Portal', true, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', false),
    ('u-api', 'importer', 'api', null, 'Importer', true, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', false),
    ('system', 'system', 'system', null, 'System', true, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', false),
    ('u-gone', 'eve', 'regular', 'Eve', 'Gone', false, null, 't-north', '2025-01-02 08:00:00', '2025-12-01 08:00:00', true);

-- Ana: her default team, not the first. Bo: one link is deleted, one team is.
insert into team_user (id, team_id, user_id, role, deleted) values
    (1, 't-south', 'u-ana', 'Guest', false),
    (2, 't-north', 'u-ana', 'Seller', false),
    (3, 't-north', 'u-bo', 'Seller', true),
    (4, 't-gone', 'u-bo', 'Seller', false),
    (5, 't-south', 'u-bo', 'Seller', false),
    (6, 't-south', 'u-cy', 'Manager', false);

insert into email_address (id, name, lower, invalid, opt_out, deleted) values
    ('e-ana', 'Ana@house.example', 'ana@house.example', false, false, false),
    ('e-ana-old', 'ana.adler@house.example', 'ana.adler@house.example', false, false, false),
    ('e-acme', 'hello@acme.example', 'hello@acme.example', false, false, false),
    ('e-acme-2', 'sales@acme.example', 'sales@acme.example', false, false, false),
    ('e-acme-lead', 'lead@acme.example', 'lead@acme.example', false, false, false),
    ('e-beta-old', 'old@beta.example', 'old@beta.example', false, false, false),
    ('e-beta', 'post@beta.example', 'post@beta.example', false, false, false),
    ('e-ann', 'ann@acme.example', 'ann@acme.example', false, true, false),
    ('e-bob', 'bob@beta.example', 'bob@beta.example', false, false, false),
    ('e-bob-gone', 'gone@beta.example', 'gone@beta.example', false, false, true),
    ('e-nia', 'nia@new.example', 'nia@new.example', false, false, false);

-- One primary address among several; one of another entity type; a deleted link; a deleted address.
insert into entity_email_address (
    id, entity_id, email_address_id, entity_type, "primary", deleted
) values
    (1, 'u-ana', 'e-ana-old', 'User', false, false),
    (2, 'u-ana', 'e-ana', 'User', true, false),
    (3, 'a-acme', 'e-acme-lead', 'Lead', true, false),
    (4, 'a-acme', 'e-acme-2', 'Account', false, false),
    (5, 'a-acme', 'e-acme', 'Account', true, false),
    (6, 'a-beta', 'e-beta-old', 'Account', true, true),
    (7, 'a-beta', 'e-beta', 'Account', false, false),
    (8, 'c-ann', 'e-ann', 'Contact', true, false),
    (9, 'c-bob', 'e-bob-gone', 'Contact', true, false),
    (10, 'c-bob', 'e-bob', 'Contact', false, false),
    (11, 'l-new', 'e-nia', 'Lead', true, false);

insert into phone_number (id, name, type, numeric, invalid, opt_out, deleted) values
    ('p-acme', '+49 30 1234567', 'Office', '49301234567', false, false, false),
    ('p-acme-fax', '+49 30 1234568', 'Fax', '49301234568', false, false, false),
    ('p-ann', '+49 171 2345678', 'Mobile', '491712345678', false, false, false),
    ('p-bob', '+49 171 2345679', 'Mobile', '491712345679', false, true, false),
    ('p-nia', '+49 171 2345670', 'Mobile', '491712345670', false, false, false);

insert into entity_phone_number (
    id, entity_id, phone_number_id, entity_type, "primary", deleted
) values
    (1, 'a-acme', 'p-acme-fax', 'Account', false, false),
    (2, 'a-acme', 'p-acme', 'Account', true, false),
    (3, 'a-beta', 'p-acme', 'Account', true, true),
    (4, 'c-ann', 'p-ann', 'Contact', true, false),
    (5, 'c-bob', 'p-bob', 'Contact', true, false),
    (6, 'l-new', 'p-nia', 'Lead', true, false);

-- Acme GmbH was merged into Acme.
insert into account (
    id, name, website, type, industry, billing_address_country, shipping_address_country,
    assigned_user_id, created_at, modified_at, created_by_id, modified_by_id, deleted
) values
    ('a-acme', 'Acme', 'https://acme.example', 'Customer', 'Software', 'Germany', 'France', 'u-ana', '2025-11-01 08:00:00', '2026-01-20 15:30:00', 'u-ana', 'u-ana', false),
    ('a-beta', 'Beta', null, '', 'Retail', '', 'Austria', 'u-bo', '2025-11-02 08:00:00', '2025-12-15 08:00:00', 'u-api', 'u-bo', false),
    ('a-corp', 'Corp', null, null, null, null, null, null, '2025-11-03 08:00:00', null, 'u-api', null, false),
    ('a-acme-twin', 'Acme GmbH', null, null, null, 'Germany', null, 'u-ana', '2025-11-04 08:00:00', '2025-12-20 08:00:00', 'u-ana', 'u-ana', true);

insert into contact (
    id, first_name, last_name, do_not_call, account_id, assigned_user_id, created_at,
    modified_at, created_by_id, modified_by_id, deleted
) values
    ('c-ann', 'Ann', 'Arden', false, 'a-acme', 'u-ana', '2025-11-01 09:00:00', '2025-11-10 09:00:00', 'u-ana', 'u-ana', false),
    ('c-bob', null, 'Brook', false, 'a-beta', 'u-bo', '2025-11-02 09:00:00', '2025-11-11 09:00:00', 'u-bo', 'u-bo', false),
    ('c-cleo', 'Cleo', 'Cross', true, null, null, '2025-11-03 09:00:00', '2025-11-03 09:00:00', 'u-api', 'u-api', false),
    ('c-gone', 'Gil', 'Gone', false, 'a-acme', null, '2025-11-04 09:00:00', '2025-12-01 09:00:00', 'u-ana', 'u-ana', true);

-- Ann is at two accounts, with a position at each.
insert into account_contact (id, account_id, contact_id, role, is_inactive, deleted) values
    (1, 'a-acme', 'c-ann', 'Trainee', false, true),
    (2, 'a-beta', 'c-ann', 'Advisor', false, false),
    (3, 'a-acme', 'c-ann', 'Buyer', false, false),
    (4, 'a-beta', 'c-bob', null, false, false);

insert into campaign (
    id, name, status, type, start_date, end_date, budget, budget_currency, created_at,
    modified_at, deleted
) values
    ('k-spring', 'Spring', 'Active', 'Email', '2026-02-01', '2026-02-28', 5000.5, 'EUR', '2026-01-15 08:00:00', '2026-01-15 08:00:00', false),
    ('k-fair', 'Fair', 'Planning', 'Web', '2026-03-10', null, null, null, '2026-01-16 08:00:00', '2026-01-16 08:00:00', false),
    ('k-gone', 'Autumn', 'Complete', 'Mail', '2025-11-01', '2025-11-30', 100, 'USD', '2025-10-15 08:00:00', '2025-12-15 08:00:00', true);

-- One opening was a test, one click was removed.
insert into campaign_log_record (id, action, action_date, campaign_id, is_test, deleted) values
    ('g-1', 'Sent', '2026-02-02 08:00:00', 'k-spring', false, false),
    ('g-2', 'Opened', '2026-02-02 09:00:00', 'k-spring', false, false),
    ('g-3', 'Opened', '2026-02-02 09:30:00', 'k-spring', false, false),
    ('g-4', 'Opened', '2026-02-01 09:30:00', 'k-spring', true, false),
    ('g-5', 'Clicked', '2026-02-02 09:31:00', 'k-spring', false, false),
    ('g-6', 'Clicked', '2026-02-02 09:32:00', 'k-spring', false, true);

-- Converted before the CRM dated it (l-old); converted once, in process again (l-revived).
insert into lead (
    id, first_name, last_name, status, source, account_name, campaign_id, converted_at,
    created_account_id, created_contact_id, created_opportunity_id, assigned_user_id, created_at,
    modified_at, created_by_id, modified_by_id, deleted
) values
    ('l-new', 'Nia', 'New', 'New', 'Web Site', 'New Ltd', 'k-spring', null, null, null, null, null, '2026-03-01 08:00:00', '2026-03-01 08:00:00', 'system', 'system', false),
    ('l-assigned', null, null, 'Assigned', null, null, null, null, null, null, null, 'u-ana', '2026-03-02 08:00:00', '2026-03-02 09:00:00', 'u-ana', 'u-ana', false),
    ('l-custom', 'Cas', 'Custom', 'Nurture', 'Call', null, null, null, null, null, null, 'u-bo', '2026-03-03 08:00:00', '2026-03-03 08:00:00', 'u-bo', 'u-bo', false),
    ('l-won', 'Ann', 'Arden', 'Converted', 'Campaign', 'Acme', 'k-spring', '2025-12-01 09:00:00', 'a-acme', 'c-ann', 'd-won', 'u-ana', '2025-11-20 08:00:00', '2025-12-01 09:00:00', 'u-ana', 'u-ana', false),
    ('l-old', 'Bob', 'Brook', 'Converted', 'Partner', 'Beta', null, null, 'a-beta', 'c-bob', 'd-old', 'u-bo', '2025-11-03 08:00:00', '2025-11-05 08:00:00', 'u-bo', 'u-bo', false),
    ('l-dead', 'Dan', 'Dead', 'Dead', 'Other', null, null, null, null, null, null, 'u-bo', '2026-01-05 08:00:00', '2026-03-10 11:00:00', 'u-bo', 'u-bo', false),
    ('l-import', 'Ida', 'Import', 'Recycled', null, null, null, null, null, null, null, null, '2026-01-06 08:00:00', '2026-01-06 08:00:00', 'u-api', 'u-api', false),
    ('l-revived', 'Rex', 'Revived', 'In Process', null, null, null, '2026-01-20 08:00:00', null, null, null, 'u-bo', '2026-01-07 08:00:00', '2026-02-20 08:00:00', 'u-bo', 'u-bo', false),
    ('l-gone', 'Gil', 'Gone', 'New', null, null, null, null, null, null, null, null, '2026-01-08 08:00:00', '2026-01-09 08:00:00', 'u-bo', 'u-bo', true);

-- Every way a decision is known: noted, noted twice, noted in one second, planned only.
insert into opportunity (
    id, name, amount, amount_currency, stage, last_stage, probability, lead_source, close_date,
    account_id, contact_id, campaign_id, c_product_line, assigned_user_id, created_at,
    modified_at, created_by_id, modified_by_id, deleted
) values
    ('d-won', 'Acme first', 10000, 'EUR', 'Closed Won', 'Closed Won', 100, 'Campaign', '2026-02-15', 'a-acme', 'c-ann', 'k-spring', 'Basic', 'u-ana', '2025-12-01 09:00:00', '2026-01-20 15:30:00', 'u-ana', 'u-ana', false),
    ('d-old', 'Beta first', 800, 'USD', 'Closed Lost', 'Proposal', 0, 'Partner', '2025-12-31', 'a-beta', 'c-bob', null, 'Basic', 'u-bo', '2025-11-05 08:00:00', '2026-01-15 10:00:00', 'u-bo', 'u-bo', false),
    ('d-again', 'Acme second', 3000, 'USD', 'Closed Won', 'Closed Won', 100, null, '2026-01-31', 'a-acme', null, null, 'Plus', 'u-ana', '2025-12-10 08:00:00', '2026-02-10 09:00:00', 'u-ana', 'u-ana', false),
    ('d-tie', 'Beta second', 1200.5, 'USD', 'Closed Won', 'Closed Won', 80, 'Web Site', '2026-03-31', 'a-beta', null, null, 'Plus', 'u-bo', '2026-01-04 12:00:00', '2026-02-03 12:05:00', 'u-bo', 'u-bo', false),
    ('d-twice', 'Corp first', 500, 'USD', 'Closed Won', 'Closed Won', 100, 'Call', '2026-02-01', 'a-corp', null, null, 'Basic', 'u-cy', '2026-01-02 08:00:00', '2026-02-21 08:00:00', 'u-cy', 'u-cy', false),
    ('d-import-won', 'Imported, won', 700, 'USD', 'Closed Won', 'Closed Won', 100, null, '2026-01-31', 'a-corp', null, null, null, null, '2026-01-11 08:00:00', '2026-01-11 08:00:00', 'u-api', 'u-api', false),
    ('d-import-open', 'Imported, open', null, null, 'Proposal', 'Proposal', 50, null, '2026-04-30', 'a-corp', null, null, null, 'u-bo', '2026-01-11 08:00:00', '2026-01-11 08:00:00', 'u-api', 'u-api', false),
    ('d-import-lost', 'Imported, then lost', 900, 'USD', 'Closed Lost', 'Negotiation', 0, null, '2026-02-28', 'a-corp', null, null, null, 'u-bo', '2026-01-11 08:00:00', '2026-03-05 16:00:00', 'u-api', 'u-bo', false),
    ('d-silent', 'Lost in silence', 400, 'USD', 'Closed Lost', 'Negotiation', 0, null, '2026-02-28', 'a-beta', null, null, null, 'u-bo', '2026-01-12 08:00:00', '2026-01-13 08:00:00', 'u-bo', 'u-bo', false),
    ('d-open', 'Sure thing', 2000, 'GBP', 'Negotiation', 'Negotiation', 100, 'Existing Customer', '2026-05-15', 'a-acme', 'c-ann', null, 'Plus', 'u-ana', '2026-02-01 08:00:00', '2026-03-20 08:00:00', 'u-ana', 'u-ana', false),
    ('d-hopeless', 'Hopeless', 150, 'USD', 'Qualification', 'Qualification', 0, null, null, 'a-beta', null, null, null, 'u-bo', '2026-02-02 08:00:00', '2026-03-10 08:00:00', 'u-bo', 'u-bo', false),
    ('d-blank', 'No stage', null, null, null, null, null, null, null, null, null, null, null, null, '2026-02-03 08:00:00', null, null, null, false),
    ('d-gone', 'Deleted', 9999, 'USD', 'Closed Won', 'Closed Won', 100, null, '2026-01-31', 'a-acme', null, null, null, 'u-ana', '2026-01-15 08:00:00', '2026-01-25 08:00:00', 'u-ana', 'u-ana', true);

insert into contact_opportunity (id, contact_id, opportunity_id, role, deleted) values
    (1, 'c-ann', 'd-won', 'Decision Maker', false),
    (2, 'c-bob', 'd-won', 'Influencer', false),
    (3, 'c-cleo', 'd-open', 'Evaluator', true),
    (4, 'c-ann', 'd-open', 'Decision Maker', false);

-- Two teams at one deal; a deleted link; a deleted team; the same key at another entity type.
insert into entity_team (id, entity_id, team_id, entity_type, deleted) values
    (1, 'd-won', 't-south', 'Opportunity', false),
    (2, 'd-won', 't-north', 'Opportunity', false),
    (3, 'd-old', 't-north', 'Opportunity', true),
    (4, 'd-again', 't-gone', 'Opportunity', false),
    (5, 'd-tie', 't-south', 'Opportunity', false),
    (6, 'd-tie', 't-north', 'Opportunity', false),
    (7, 'd-twice', 't-south', 'Account', false),
    (8, 's-closed', 't-south', 'Case', false),
    (9, 's-closed', 't-north', 'Case', false),
    (10, 's-new', 't-north', 'Case', true);

-- The stream: stages of 9.2 and later, of before ("Status", and the same renamed to "Update"),
-- other audited fields, assignments, comments. The number orders what happened in one second.
insert into note (
    number, id, type, parent_type, parent_id, data, created_at, modified_at, created_by_id,
    deleted
) values
    (1, 'n-1', 'Create', 'Opportunity', 'd-old', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2025-11-05 08:00:00', '2025-11-05 08:00:00', 'u-bo', false),
    (2, 'n-2', 'Status', 'Opportunity', 'd-old', '{"field":"stage","value":"Proposal","style":"default"}', '2025-11-20 10:00:00', '2025-11-20 10:00:00', 'u-bo', false),
    (3, 'n-3', 'Update', 'Opportunity', 'd-old', '{"field":"priority","value":"High","style":"default"}', '2025-12-05 10:00:00', '2025-12-05 10:00:00', 'u-bo', false),
    (4, 'n-4', 'Create', 'Opportunity', 'd-won', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-cy","assignedUserName":"Cy Cole"}', '2025-12-01 09:00:01', '2025-12-01 09:00:01', 'u-ana', false),
    (5, 'n-5', 'Update', 'Opportunity', 'd-won', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Qualification"}', '2025-12-10 10:00:00', '2025-12-10 10:00:00', 'u-cy', false),
    (6, 'n-6', 'Update', 'Opportunity', 'd-won', '{"fields":["amount","closeDate"],"attributes":{"was":{"amount":8000,"amountCurrency":"USD","closeDate":"2026-01-31"},"became":{"amount":9000.5,"amountCurrency":"USD","closeDate":"2026-02-15"}}}', '2025-12-20 10:00:00', '2025-12-20 10:00:00', 'u-cy', false),
    (7, 'n-7', 'Assign', 'Opportunity', 'd-won', '{"assignedUserId":"u-ana","assignedUserName":"Ana Adler"}', '2026-01-05 10:00:00', '2026-01-05 10:00:00', 'u-cy', false),
    (8, 'n-8', 'Update', 'Opportunity', 'd-won', '{"fields":["amount"],"attributes":{"was":{"amount":9000.5,"amountCurrency":"USD"},"became":{"amount":10000,"amountCurrency":"EUR"}}}', '2026-01-10 10:00:00', '2026-01-10 10:00:00', 'u-ana', false),
    (9, 'n-9', 'Update', 'Opportunity', 'd-old', '{"field":"stage","value":"Closed Lost","style":"default"}', '2026-01-15 10:00:00', '2026-01-15 10:00:00', 'u-bo', false),
    (10, 'n-10', 'Update', 'Opportunity', 'd-won', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-01-20 15:30:00', '2026-01-20 15:30:00', 'u-ana', false),
    (11, 'n-11', 'Create', 'Opportunity', 'd-again', '{"statusValue":"Negotiation","statusField":"stage","assignedUserId":"u-ana","assignedUserName":"Ana Adler"}', '2025-12-10 08:00:00', '2025-12-10 08:00:00', 'u-ana', false),
    (12, 'n-12', 'Update', 'Opportunity', 'd-again', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-01-10 08:00:00', '2026-01-10 08:00:00', 'u-ana', false),
    (13, 'n-13', 'Update', 'Opportunity', 'd-again', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 'u-ana', false),
    (14, 'n-14', 'Update', 'Opportunity', 'd-again', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-10 09:00:00', '2026-02-10 09:00:00', 'u-ana', false),
    (15, 'n-15', 'Create', 'Opportunity', 'd-tie', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-01-04 12:00:00', '2026-01-04 12:00:00', 'u-bo', false),
    (17, 'n-17', 'Update', 'Opportunity', 'd-tie', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-03 12:05:00', '2026-02-03 12:05:00', 'u-bo', false),
    (16, 'n-16', 'Update', 'Opportunity', 'd-tie', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-02-03 12:05:00', '2026-02-03 12:05:00', 'u-bo', false),
    (18, 'n-18', 'Create', 'Opportunity', 'd-twice', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-cy","assignedUserName":"Cy Cole"}', '2026-01-02 08:00:00', '2026-01-02 08:00:00', 'u-cy', false),
    (19, 'n-19', 'Update', 'Opportunity', 'd-twice', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-cy', false),
    (20, 'n-20', 'Update', 'Opportunity', 'd-twice', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-21 08:00:00', '2026-02-21 08:00:00', 'u-cy', false),
    (21, 'n-21', 'Update', 'Opportunity', 'd-import-lost', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-03-05 16:00:00', '2026-03-05 16:00:00', 'u-bo', false),
    (22, 'n-22', 'Create', 'Opportunity', 'd-silent', '{"statusValue":"Proposal","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-01-12 08:00:00', '2026-01-12 08:00:00', 'u-bo', false),
    (23, 'n-23', 'Update', 'Opportunity', 'd-silent', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-01-13 08:00:00', '2026-01-13 08:00:00', 'u-bo', false),
    (24, 'n-24', 'Create', 'Opportunity', 'd-open', '{"statusValue":"Prospecting","statusField":"stage"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-ana', false),
    (25, 'n-25', 'Update', 'Opportunity', 'd-open', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-02-10 08:00:00', '2026-02-11 08:00:00', 'u-ana', true),
    (26, 'n-26', 'Update', 'Opportunity', 'd-open', '', '2026-02-12 08:00:00', '2026-02-12 08:00:00', 'u-ana', false),
    (27, 'n-27', 'Update', 'Opportunity', 'd-open', null, '2026-02-13 08:00:00', '2026-02-13 08:00:00', 'u-ana', false),
    (28, 'n-28', 'Update', 'Opportunity', 'd-open', '[]', '2026-02-14 08:00:00', '2026-02-14 08:00:00', 'u-ana', false),
    (29, 'n-29', 'Assign', 'Opportunity', 'd-open', '{"assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-02-20 08:00:00', '2026-02-20 08:00:00', 'u-ana', false),
    (30, 'n-30', 'Assign', 'Opportunity', 'd-open', '{"assignedUserId":null}', '2026-02-21 08:00:00', '2026-02-21 08:00:00', 'u-ana', false),
    (31, 'n-31', 'Assign', 'Opportunity', 'd-open', '{"addedAssignedUsers":[],"removedAssignedUsers":[]}', '2026-02-22 08:00:00', '2026-02-22 08:00:00', 'u-ana', false),
    (32, 'n-32', 'Assign', 'Opportunity', 'd-open', '{"assignedUserId":"u-ana","assignedUserName":"Ana Adler"}', '2026-02-23 08:00:00', '2026-02-23 08:00:00', 'u-ana', false),
    (33, 'n-33', 'Update', 'Opportunity', 'd-open', '{"fields":["closeDate"],"attributes":{"was":{"closeDate":"2026-04-15"},"became":{"closeDate":"2026-05-15"}},"value":"Negotiation"}', '2026-03-20 08:00:00', '2026-03-20 08:00:00', 'u-ana', false),
    (34, 'n-34', 'Create', 'Opportunity', 'd-hopeless', '{"statusValue":"Qualification","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 'u-bo', false),
    (35, 'n-35', 'Update', 'Opportunity', 'd-hopeless', '{"fields":["closeDate"],"attributes":{"was":{"closeDate":"2026-03-31"},"became":{"closeDate":null}}}', '2026-03-10 08:00:00', '2026-03-10 08:00:00', 'u-bo', false),
    (36, 'n-36', 'Update', 'Lead', 'd-hopeless', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-03-11 08:00:00', '2026-03-11 08:00:00', 'u-bo', false),
    (37, 'n-37', 'Create', 'Opportunity', 'd-gone', '{"statusValue":"Closed Won","statusField":"stage"}', '2026-01-15 08:00:00', '2026-01-15 08:00:00', 'u-ana', false),
    (67, 'n-67', 'Update', 'Opportunity', 'd-hopeless', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Proposal"}', '2026-02-20 08:00:00', '2026-03-25 08:00:00', 'u-bo', true),
    (68, 'n-68', 'Update', 'Opportunity', 'd-twice', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-02-21 08:00:00', '2026-02-21 08:00:00', 'u-cy', true),
    (38, 'n-38', 'Create', 'Lead', 'l-won', '{"statusValue":"New","statusField":"status"}', '2025-11-20 08:00:00', '2025-11-20 08:00:00', 'u-ana', false),
    (39, 'n-39', 'Update', 'Lead', 'l-won', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Converted"}', '2025-12-01 09:00:00', '2025-12-01 09:00:00', 'u-ana', false),
    (40, 'n-40', 'Create', 'Lead', 'l-old', '{"statusValue":"New","statusField":"status"}', '2025-11-03 08:00:00', '2025-11-03 08:00:00', 'u-bo', false),
    (41, 'n-41', 'Update', 'Lead', 'l-old', '{"field":"status","value":"Converted","style":"default"}', '2025-11-05 07:59:00', '2025-11-05 07:59:00', 'u-bo', false),
    (42, 'n-42', 'Create', 'Lead', 'l-dead', '{"statusValue":"New","statusField":"status"}', '2026-01-05 08:00:00', '2026-01-05 08:00:00', 'u-bo', false),
    (43, 'n-43', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Dead"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-bo', false),
    (44, 'n-44', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"In Process"}', '2026-02-15 08:00:00', '2026-02-15 08:00:00', 'u-bo', false),
    (45, 'n-45', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Recycled"}', '2026-03-01 08:00:00', '2026-03-01 08:00:00', 'u-bo', false),
    (46, 'n-46', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Dead"}', '2026-03-10 11:00:00', '2026-03-10 11:00:00', 'u-bo', false),
    (47, 'n-47', 'Update', 'Lead', 'l-revived', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"In Process"}', '2026-02-20 08:00:00', '2026-02-20 08:00:00', 'u-bo', false),
    (48, 'n-48', 'Create', 'Case', 's-closed', '{"statusValue":"New","statusField":"status"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-bo', false),
    (49, 'n-49', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed"}', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 'u-bo', false),
    (50, 'n-50', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Assigned"}', '2026-02-03 08:00:00', '2026-02-03 08:00:00', 'u-bo', false),
    (51, 'n-51', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Duplicate"}', '2026-02-05 08:00:00', '2026-02-05 08:00:00', 'u-bo', false),
    (52, 'n-52', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed"}', '2026-02-06 08:00:00', '2026-02-06 08:00:00', 'u-bo', false),
    (53, 'n-53', 'Create', 'Case', 's-open', '{"statusValue":"New","statusField":"status"}', '2026-02-10 08:00:00', '2026-02-10 08:00:00', 'u-portal', false),
    (54, 'n-54', 'Status', 'Case', 's-open', '{"field":"status","value":"Rejected","style":"default"}', '2026-02-11 08:00:00', '2026-02-11 08:00:00', 'u-bo', false),
    (55, 'n-55', 'Status', 'Case', 's-open', '{"field":"status","value":"Pending","style":"default"}', '2026-02-12 08:00:00', '2026-02-12 08:00:00', 'u-bo', false),
    (56, 'n-56', 'Update', 'User', 'u-cy', '{"fields":["isActive"],"attributes":{"was":{"isActive":true},"became":{"isActive":false}}}', '2026-01-15 09:00:00', '2026-01-15 09:00:00', 'u-ana', false),
    (57, 'n-57', 'Update', 'User', 'u-cy', '{"fields":["isActive"],"attributes":{"was":{"isActive":false},"became":{"isActive":true}}}', '2026-01-15 09:00:00', '2026-01-15 09:00:00', 'u-ana', false),
    (58, 'n-58', 'Update', 'User', 'u-cy', '{"fields":["isActive"],"attributes":{"was":{"isActive":true},"became":{"isActive":false}}}', '2026-02-20 17:00:00', '2026-02-20 17:00:00', 'u-ana', false),
    (59, 'n-59', 'Update', 'User', 'u-bo', '{"fields":["teams"],"attributes":{"was":{"teamsIds":[]},"became":{"teamsIds":["t-south"]}}}', '2026-02-20 18:00:00', '2026-02-20 18:00:00', 'u-ana', false),
    (60, 'n-60', 'Post', 'Opportunity', 'd-open', '{}', '2026-03-01 10:00:00', '2026-03-01 10:00:00', 'u-ana', false),
    (61, 'n-61', 'Post', 'Case', 's-open', '{}', '2026-02-10 09:00:00', '2026-02-10 09:00:00', 'u-portal', false),
    (62, 'n-62', 'Post', 'Account', 'a-acme', '{}', '2026-03-02 10:00:00', '2026-03-02 10:00:00', 'system', false),
    (63, 'n-63', 'Post', null, null, '{}', '2026-03-03 10:00:00', '2026-03-03 10:00:00', 'u-ana', false),
    (64, 'n-64', 'Post', 'Lead', 'l-dead', '{}', '2026-03-04 10:00:00', '2026-03-04 10:00:00', 'u-bo', true),
    (65, 'n-65', 'Update', 'Account', 'a-acme', '{"fields":["name"],"attributes":{"was":{"name":"Acme Inc."},"became":{"name":"Acme"}}}', '2026-01-20 15:30:00', '2026-01-20 15:30:00', 'u-ana', false),
    (66, 'n-66', 'Update', 'Account', 'a-corp', '{"fields":["name"],"attributes":{"was":{"name":"Corp."},"became":{"name":"Corp"}}}', '2026-01-21 15:30:00', '2026-01-21 15:30:00', 'u-api', false);

insert into call (
    id, name, status, date_start, date_end, direction, parent_type, parent_id, account_id,
    assigned_user_id, created_at, modified_at, created_by_id, modified_by_id, deleted
) values
    ('v-held', 'Offer', 'Held', '2026-03-05 10:00:00', '2026-03-05 10:20:30', 'Outbound', 'Opportunity', 'd-open', 'a-acme', 'u-ana', '2026-03-04 08:00:00', '2026-03-05 10:21:00', 'u-ana', 'u-ana', false),
    ('v-missed', 'Question', 'Not Held', '2026-03-06 10:00:00', '2026-03-06 10:05:00', 'Inbound', 'Lead', 'l-dead', null, 'u-bo', '2026-03-05 08:00:00', '2026-03-06 10:21:00', 'u-bo', 'u-bo', false),
    ('v-gone', 'Deleted', 'Planned', '2026-03-07 10:00:00', null, 'Outbound', null, null, null, 'u-bo', '2026-03-05 08:00:00', '2026-03-06 10:21:00', 'u-bo', 'u-bo', true);

-- Two people in one call, and one no longer.
insert into call_contact (id, call_id, contact_id, status, deleted) values
    (1, 'v-held', 'c-cleo', 'None', false),
    (2, 'v-held', 'c-ann', 'None', true),
    (3, 'v-held', 'c-bob', 'Accepted', false);

insert into call_lead (id, call_id, lead_id, status, deleted) values
    (1, 'v-held', 'l-new', 'None', false);

insert into meeting (
    id, name, status, date_start, date_end, date_start_date, date_end_date, is_all_day,
    parent_type, parent_id, account_id, assigned_user_id, created_at, modified_at, created_by_id,
    modified_by_id, deleted
) values
    ('w-held', 'Kick-off', 'Held', '2026-03-09 09:00:00', '2026-03-09 10:30:00', null, null, false, 'Account', 'a-beta', null, 'u-bo', '2026-03-08 08:00:00', '2026-03-09 10:31:00', 'u-bo', 'u-bo', false),
    ('w-day', 'Workshop', 'Held', '2026-03-10 00:00:00', '2026-03-12 00:00:00', '2026-03-10', '2026-03-11', true, 'Contact', 'c-ann', 'a-acme', 'u-ana', '2026-03-08 09:00:00', '2026-03-12 08:00:00', 'u-ana', 'u-ana', false),
    ('w-plan', 'Review', 'Planned', '2026-04-09 09:00:00', '2026-04-09 10:00:00', null, null, false, 'Case', 's-open', null, 'u-bo', '2026-03-08 10:00:00', '2026-03-08 10:00:00', 'u-bo', 'u-bo', false);

insert into contact_meeting (id, contact_id, meeting_id, status, deleted) values
    (1, 'c-bob', 'w-held', 'Accepted', false),
    (2, 'c-ann', 'w-held', 'Declined', false),
    (3, 'c-bob', 'w-day', 'None', false);

insert into lead_meeting (id, lead_id, meeting_id, status, deleted) values
    (1, 'l-new', 'w-plan', 'None', true),
    (2, 'l-dead', 'w-plan', 'None', false);

insert into task (
    id, name, status, priority, date_end, date_end_date, date_completed, parent_type, parent_id,
    account_id, contact_id, assigned_user_id, created_at, modified_at, created_by_id,
    modified_by_id, deleted
) values
    ('x-done', 'Send offer', 'Completed', 'Normal', '2026-03-03 12:00:00', null, '2026-03-04 09:15:00', 'Opportunity', 'd-open', 'a-acme', null, 'u-ana', '2026-03-01 08:00:00', '2026-03-04 09:15:00', 'u-ana', 'u-ana', false),
    ('x-day', 'Call back', 'Deferred', 'High', '2026-03-20 00:00:00', '2026-03-20', null, 'Lead', 'l-new', null, null, 'u-bo', '2026-03-01 09:00:00', '2026-03-02 08:00:00', 'u-bo', 'u-bo', false),
    ('x-off', 'Visit', 'Canceled', 'Low', null, null, null, null, null, null, 'c-bob', 'u-bo', '2026-03-01 10:00:00', '2026-03-02 09:00:00', 'u-bo', 'u-bo', false);

-- Sent from the CRM, from a mail client of a user, automatically, not at all.
insert into email (
    id, name, status, date_sent, is_system, is_auto_reply, parent_type, parent_id, account_id,
    sent_by_id, assigned_user_id, created_at, modified_at, created_by_id, modified_by_id,
    deleted
) values
    ('y-in', 'Help', 'Archived', '2026-02-10 08:00:00', false, false, 'Case', 's-open', 'a-acme', null, null, '2026-02-10 08:01:00', '2026-02-10 08:01:00', 'system', 'system', false),
    ('y-auto', 'We got it', 'Sent', '2026-02-10 08:02:00', false, true, 'Case', 's-open', 'a-acme', null, null, '2026-02-10 08:02:00', '2026-02-10 08:02:00', 'system', 'system', false),
    ('y-out', 'Answer', 'Sent', '2026-02-10 11:00:00', false, false, 'Case', 's-open', 'a-acme', 'u-bo', null, '2026-02-10 10:55:00', '2026-02-10 11:00:00', 'u-bo', 'u-bo', false),
    ('y-own-client', 'More', 'Archived', '2026-02-11 07:00:00', false, false, 'Case', 's-open', 'a-acme', 'u-bo', null, '2026-02-11 07:10:00', '2026-02-11 07:10:00', 'system', 'system', false),
    ('y-draft', 'Draft', 'Draft', null, false, false, 'Case', 's-new', null, null, 'u-bo', '2026-03-11 08:00:00', '2026-03-11 08:00:00', 'u-bo', 'u-bo', false),
    ('y-failed', 'Bounced', 'Failed', '2026-03-12 08:00:00', false, false, 'Contact', 'c-bob', null, 'u-bo', null, '2026-03-12 08:00:00', '2026-03-12 08:00:00', 'u-bo', 'u-bo', false),
    ('y-system', 'You are assigned', 'Sent', '2026-03-12 09:00:00', true, false, null, null, null, null, null, '2026-03-12 09:00:00', '2026-03-12 09:00:00', 'system', 'system', false);

insert into "case" (
    number, id, name, status, priority, type, account_id, contact_id, inbound_email_id,
    assigned_user_id, created_at, modified_at, created_by_id, modified_by_id, deleted
) values
    (1, 's-closed', 'Cannot log in', 'Closed', 'High', 'Incident', 'a-acme', 'c-ann', null, 'u-ana', '2026-02-01 08:00:00', '2026-02-06 08:00:00', 'u-bo', 'u-bo', false),
    (2, 's-open', 'Bill', 'Pending', 'Normal', 'Question', 'a-acme', null, null, 'u-bo', '2026-02-10 08:00:00', '2026-02-12 08:00:00', 'u-portal', 'u-bo', false),
    (3, 's-new', 'Idea', 'New', 'Low', '', null, null, 'in-box', null, '2026-03-10 08:00:00', '2026-03-10 08:00:00', 'system', 'system', false),
    (4, 's-import', 'Old case', 'Closed', 'Normal', null, 'a-beta', null, null, null, '2026-01-10 08:00:00', '2026-01-10 08:00:00', 'u-api', 'u-api', false),
    (5, 's-gone', 'Deleted', 'New', 'Normal', null, null, null, null, null, '2026-01-10 08:00:00', '2026-01-11 08:00:00', 'u-bo', 'u-bo', true);

-- What one unit is worth in the default currency, today.
insert into currency (id, rate) values
    ('USD', 1),
    ('EUR', 1.08),
    ('GBP', 1.25);

insert into currency_record (id, code, status, deleted) values
    ('r-eur', 'EUR', 'Active', false),
    ('r-gbp', 'GBP', 'Active', false),
    ('r-chf', 'CHF', 'Inactive', false);

-- Dated rates, kept since 9.3; one is deleted, one is into another base currency.
insert into currency_record_rate (id, record_id, base_code, date, rate, deleted) values
    ('rr-1', 'r-eur', 'USD', '2025-11-01', 1.05, false),
    ('rr-2', 'r-eur', 'USD', '2026-02-01', 1.08, false),
    ('rr-3', 'r-gbp', 'USD', '2025-11-01', 1.25, false),
    ('rr-4', 'r-gbp', 'USD', '2026-01-01', 9.99, true),
    ('rr-5', 'r-gbp', 'EUR', '2026-02-01', 1.15, false);

insert into pipeline (id, name, "order", status, entity_type, field, deleted) values
    ('pl-new', 'New business', 1, 'Active', 'Opportunity', 'stage', false),
    ('pl-lead', 'Requests', 1, 'Active', 'Lead', 'status', false);

-- Pipelines, kept since 10.0 where an administrator has switched them on.
insert into pipeline_stage (id, name, pipeline_id, "order", mapped_status, deleted) values
    ('ps-1', 'First talk', 'pl-new', 1, 'Prospecting', false),
    ('ps-2', 'Second talk', 'pl-new', 2, 'Prospecting', false),
    ('ps-3', 'Offer', 'pl-new', 3, 'Proposal', false),
    ('ps-4', 'Signed', 'pl-new', 4, 'Closed Won', false),
    ('ps-5', 'Gone', 'pl-new', 5, 'Closed Lost', false),
    ('ps-6', 'Dropped', 'pl-new', 6, 'Negotiation', true),
    ('ps-7', 'Fresh', 'pl-lead', 1, 'New', false);
