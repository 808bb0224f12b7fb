-- Records of a small company from November 2025 to March 2026, times in UTC, the default currency USD.

-- Abroad was closed: a deleted team, still linked.
insert into team (id, name, created_at, modified_at, deleted) values
    ('t-north', 'North', '2025-01-01 08:00:00', '2025-01-01 08:00:00', 0),
    ('t-south', 'South', '2025-01-01 08:00:00', '2025-01-01 08:00:00', 0),
    ('t-gone', 'Abroad', '2025-01-01 08:00:00', '2025-11-30 08:00:00', 1);

-- Regular users and administrators are people; portal, API, system and deleted users are not.
insert into `user` (
    id, user_name, type, first_name, last_name, is_active, title, default_team_id, created_at,
    modified_at, deleted
) values
    ('u-ana', 'ana', 'regular', 'Ana', 'Adler', 1, 'Account executive', 't-north', '2025-01-02 08:00:00', '2025-01-02 08:00:00', 0),
    ('u-bo', 'bo', 'regular', 'Bo', 'Berg', 1, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', 0),
    ('u-cy', 'cy', 'admin', 'Cy', 'Cole', 0, 'Sales manager', 't-south', '2025-01-02 08:00:00', '2026-02-20 17:00:00', 0),
    ('u-dora', 'dora', 'regular', null, null, 1, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', 0),
    ('u-portal', 'acme.portal', 'portal', 'Pat', 'Portal', 1, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', 0),
    ('u-api', 'importer', 'api', null, 'Importer', 1, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', 0),
    ('system', 'system', 'system', null, 'System', 1, null, null, '2025-01-02 08:00:00', '2025-01-02 08:00:00', 0),
    ('u-gone', 'eve', 'regular', 'Eve', 'Gone', 0, null, 't-north', '2025-01-02 08:00:00', '2025-12-01 08:00:00', 1);

-- Ana: her default team, not the first. Bo: one link is deleted, one team is.
insert into team_user (id, team_id, user_id, role, deleted) values
    (1, 't-south', 'u-ana', 'Guest', 0),
    (2, 't-north', 'u-ana', 'Seller', 0),
    (3, 't-north', 'u-bo', 'Seller', 1),
    (4, 't-gone', 'u-bo', 'Seller', 0),
    (5, 't-south', 'u-bo', 'Seller', 0),
    (6, 't-south', 'u-cy', 'Manager', 0);

insert into email_address (id, name, lower, invalid, opt_out, deleted) values
    ('e-ana', 'Ana@house.example', 'ana@house.example', 0, 0, 0),
    ('e-ana-old', 'ana.adler@house.example', 'ana.adler@house.example', 0, 0, 0),
    ('e-acme', 'hello@acme.example', 'hello@acme.example', 0, 0, 0),
    ('e-acme-2', 'sales@acme.example', 'sales@acme.example', 0, 0, 0),
    ('e-acme-lead', 'lead@acme.example', 'lead@acme.example', 0, 0, 0),
    ('e-beta-old', 'old@beta.example', 'old@beta.example', 0, 0, 0),
    ('e-beta', 'post@beta.example', 'post@beta.example', 0, 0, 0),
    ('e-ann', 'ann@acme.example', 'ann@acme.example', 0, 1, 0),
    ('e-bob', 'bob@beta.example', 'bob@beta.example', 0, 0, 0),
    ('e-bob-gone', 'gone@beta.example', 'gone@beta.example', 0, 0, 1),
    ('e-nia', 'nia@new.example', 'nia@new.example', 0, 0, 0);

-- One primary address among several; one of another entity type; a deleted link; a deleted address.
insert into entity_email_address (
    id, entity_id, email_address_id, entity_type, `primary`, deleted
) values
    (1, 'u-ana', 'e-ana-old', 'User', 0, 0),
    (2, 'u-ana', 'e-ana', 'User', 1, 0),
    (3, 'a-acme', 'e-acme-lead', 'Lead', 1, 0),
    (4, 'a-acme', 'e-acme-2', 'Account', 0, 0),
    (5, 'a-acme', 'e-acme', 'Account', 1, 0),
    (6, 'a-beta', 'e-beta-old', 'Account', 1, 1),
    (7, 'a-beta', 'e-beta', 'Account', 0, 0),
    (8, 'c-ann', 'e-ann', 'Contact', 1, 0),
    (9, 'c-bob', 'e-bob-gone', 'Contact', 1, 0),
    (10, 'c-bob', 'e-bob', 'Contact', 0, 0),
    (11, 'l-new', 'e-nia', 'Lead', 1, 0);

insert into phone_number (id, name, type, `numeric`, invalid, opt_out, deleted) values
    ('p-acme', '+49 30 1234567', 'Office', '49301234567', 0, 0, 0),
    ('p-acme-fax', '+49 30 1234568', 'Fax', '49301234568', 0, 0, 0),
    ('p-ann', '+49 171 2345678', 'Mobile', '491712345678', 0, 0, 0),
    ('p-bob', '+49 171 2345679', 'Mobile', '491712345679', 0, 1, 0),
    ('p-nia', '+49 171 2345670', 'Mobile', '491712345670', 0, 0, 0);

insert into entity_phone_number (
    id, entity_id, phone_number_id, entity_type, `primary`, deleted
) values
    (1, 'a-acme', 'p-acme-fax', 'Account', 0, 0),
    (2, 'a-acme', 'p-acme', 'Account', 1, 0),
    (3, 'a-beta', 'p-acme', 'Account', 1, 1),
    (4, 'c-ann', 'p-ann', 'Contact', 1, 0),
    (5, 'c-bob', 'p-bob', 'Contact', 1, 0),
    (6, 'l-new', 'p-nia', 'Lead', 1, 0);

-- Acme GmbH was merged into Acme.
insert into account (
    id, name, website, type, industry, billing_address_country, shipping_address_country,
    assigned_user_id, created_at, modified_at, created_by_id, modified_by_id, deleted
) values
    ('a-acme', 'Acme', 'https://acme.example', 'Customer', 'Software', 'Germany', 'France', 'u-ana', '2025-11-01 08:00:00', '2026-01-20 15:30:00', 'u-ana', 'u-ana', 0),
    ('a-beta', 'Beta', null, '', 'Retail', '', 'Austria', 'u-bo', '2025-11-02 08:00:00', '2025-12-15 08:00:00', 'u-api', 'u-bo', 0),
    ('a-corp', 'Corp', null, null, null, null, null, null, '2025-11-03 08:00:00', null, 'u-api', null, 0),
    ('a-acme-twin', 'Acme GmbH', null, null, null, 'Germany', null, 'u-ana', '2025-11-04 08:00:00', '2025-12-20 08:00:00', 'u-ana', 'u-ana', 1);

insert into contact (
    id, first_name, last_name, do_not_call, account_id, assigned_user_id, created_at,
    modified_at, created_by_id, modified_by_id, deleted
) values
    ('c-ann', 'Ann', 'Arden', 0, 'a-acme', 'u-ana', '2025-11-01 09:00:00', '2025-11-10 09:00:00', 'u-ana', 'u-ana', 0),
    ('c-bob', null, 'Brook', 0, 'a-beta', 'u-bo', '2025-11-02 09:00:00', '2025-11-11 09:00:00', 'u-bo', 'u-bo', 0),
    ('c-cleo', 'Cleo', 'Cross', 1, null, null, '2025-11-03 09:00:00', '2025-11-03 09:00:00', 'u-api', 'u-api', 0),
    ('c-gone', 'Gil', 'Gone', 0, 'a-acme', null, '2025-11-04 09:00:00', '2025-12-01 09:00:00', 'u-ana', 'u-ana', 1);

-- Ann is at two accounts, with a position at each.
insert into account_contact (id, account_id, contact_id, role, is_inactive, deleted) values
    (1, 'a-acme', 'c-ann', 'Trainee', 0, 1),
    (2, 'a-beta', 'c-ann', 'Advisor', 0, 0),
    (3, 'a-acme', 'c-ann', 'Buyer', 0, 0),
    (4, 'a-beta', 'c-bob', null, 0, 0);

insert into campaign (
    id, name, status, type, start_date, end_date, budget, budget_currency, created_at,
    modified_at, deleted
) values
    ('k-spring', 'Spring', 'Active', 'Email', '2026-02-01', '2026-02-28', 5000.5, 'EUR', '2026-01-15 08:00:00', '2026-01-15 08:00:00', 0),
    ('k-fair', 'Fair', 'Planning', 'Web', '2026-03-10', null, null, null, '2026-01-16 08:00:00', '2026-01-16 08:00:00', 0),
    ('k-gone', 'Autumn', 'Complete', 'Mail', '2025-11-01', '2025-11-30', 100, 'USD', '2025-10-15 08:00:00', '2025-12-15 08:00:00', 1);

-- One opening was a test, one click was removed.
insert into campaign_log_record (id, action, action_date, campaign_id, is_test, deleted) values
    ('g-1', 'Sent', '2026-02-02 08:00:00', 'k-spring', 0, 0),
    ('g-2', 'Opened', '2026-02-02 09:00:00', 'k-spring', 0, 0),
    ('g-3', 'Opened', '2026-02-02 09:30:00', 'k-spring', 0, 0),
    ('g-4', 'Opened', '2026-02-01 09:30:00', 'k-spring', 1, 0),
    ('g-5', 'Clicked', '2026-02-02 09:31:00', 'k-spring', 0, 0),
    ('g-6', 'Clicked', '2026-02-02 09:32:00', 'k-spring', 0, 1);

-- Converted before the CRM dated it (l-old); converted once, in process again (l-revived).
insert into `lead` (
    id, first_name, last_name, status, source, account_name, campaign_id, converted_at,
    created_account_id, created_contact_id, created_opportunity_id, assigned_user_id, created_at,
    modified_at, created_by_id, modified_by_id, deleted
) values
    ('l-new', 'Nia', 'New', 'New', 'Web Site', 'New Ltd', 'k-spring', null, null, null, null, null, '2026-03-01 08:00:00', '2026-03-01 08:00:00', 'system', 'system', 0),
    ('l-assigned', null, null, 'Assigned', null, null, null, null, null, null, null, 'u-ana', '2026-03-02 08:00:00', '2026-03-02 09:00:00', 'u-ana', 'u-ana', 0),
    ('l-custom', 'Cas', 'Custom', 'Nurture', 'Call', null, null, null, null, null, null, 'u-bo', '2026-03-03 08:00:00', '2026-03-03 08:00:00', 'u-bo', 'u-bo', 0),
    ('l-won', 'Ann', 'Arden', 'Converted', 'Campaign', 'Acme', 'k-spring', '2025-12-01 09:00:00', 'a-acme', 'c-ann', 'd-won', 'u-ana', '2025-11-20 08:00:00', '2025-12-01 09:00:00', 'u-ana', 'u-ana', 0),
    ('l-old', 'Bob', 'Brook', 'Converted', 'Partner', 'Beta', null, null, 'a-beta', 'c-bob', 'd-old', 'u-bo', '2025-11-03 08:00:00', '2025-11-05 08:00:00', 'u-bo', 'u-bo', 0),
    ('l-dead', 'Dan', 'Dead', 'Dead', 'Other', null, null, null, null, null, null, 'u-bo', '2026-01-05 08:00:00', '2026-03-10 11:00:00', 'u-bo', 'u-bo', 0),
    ('l-import', 'Ida', 'Import', 'Recycled', null, null, null, null, null, null, null, null, '2026-01-06 08:00:00', '2026-01-06 08:00:00', 'u-api', 'u-api', 0),
    ('l-revived', 'Rex', 'Revived', 'In Process', null, null, null, '2026-01-20 08:00:00', null, null, null, 'u-bo', '2026-01-07 08:00:00', '2026-02-20 08:00:00', 'u-bo', 'u-bo', 0),
    ('l-gone', 'Gil', 'Gone', 'New', null, null, null, null, null, null, null, null, '2026-01-08 08:00:00', '2026-01-09 08:00:00', 'u-bo', 'u-bo', 1);

-- Every way a decision is known: noted, noted twice, noted in one second, planned only.
insert into opportunity (
    id, name, amount, amount_currency, stage, last_stage, probability, lead_source, close_date,
    account_id, contact_id, campaign_id, c_product_line, assigned_user_id, created_at,
    modified_at, created_by_id, modified_by_id, deleted
) values
    ('d-won', 'Acme first', 10000, 'EUR', 'Closed Won', 'Closed Won', 100, 'Campaign', '2026-02-15', 'a-acme', 'c-ann', 'k-spring', 'Basic', 'u-ana', '2025-12-01 09:00:00', '2026-01-20 15:30:00', 'u-ana', 'u-ana', 0),
    ('d-old', 'Beta first', 800, 'USD', 'Closed Lost', 'Proposal', 0, 'Partner', '2025-12-31', 'a-beta', 'c-bob', null, 'Basic', 'u-bo', '2025-11-05 08:00:00', '2026-01-15 10:00:00', 'u-bo', 'u-bo', 0),
    ('d-again', 'Acme second', 3000, 'USD', 'Closed Won', 'Closed Won', 100, null, '2026-01-31', 'a-acme', null, null, 'Plus', 'u-ana', '2025-12-10 08:00:00', '2026-02-10 09:00:00', 'u-ana', 'u-ana', 0),
    ('d-tie', 'Beta second', 1200.5, 'USD', 'Closed Won', 'Closed Won', 80, 'Web Site', '2026-03-31', 'a-beta', null, null, 'Plus', 'u-bo', '2026-01-04 12:00:00', '2026-02-03 12:05:00', 'u-bo', 'u-bo', 0),
    ('d-twice', 'Corp first', 500, 'USD', 'Closed Won', 'Closed Won', 100, 'Call', '2026-02-01', 'a-corp', null, null, 'Basic', 'u-cy', '2026-01-02 08:00:00', '2026-02-21 08:00:00', 'u-cy', 'u-cy', 0),
    ('d-import-won', 'Imported, won', 700, 'USD', 'Closed Won', 'Closed Won', 100, null, '2026-01-31', 'a-corp', null, null, null, null, '2026-01-11 08:00:00', '2026-01-11 08:00:00', 'u-api', 'u-api', 0),
    ('d-import-open', 'Imported, open', null, null, 'Proposal', 'Proposal', 50, null, '2026-04-30', 'a-corp', null, null, null, 'u-bo', '2026-01-11 08:00:00', '2026-01-11 08:00:00', 'u-api', 'u-api', 0),
    ('d-import-lost', 'Imported, then lost', 900, 'USD', 'Closed Lost', 'Negotiation', 0, null, '2026-02-28', 'a-corp', null, null, null, 'u-bo', '2026-01-11 08:00:00', '2026-03-05 16:00:00', 'u-api', 'u-bo', 0),
    ('d-silent', 'Lost in silence', 400, 'USD', 'Closed Lost', 'Negotiation', 0, null, '2026-02-28', 'a-beta', null, null, null, 'u-bo', '2026-01-12 08:00:00', '2026-01-13 08:00:00', 'u-bo', 'u-bo', 0),
    ('d-open', 'Sure thing', 2000, 'GBP', 'Negotiation', 'Negotiation', 100, 'Existing Customer', '2026-05-15', 'a-acme', 'c-ann', null, 'Plus', 'u-ana', '2026-02-01 08:00:00', '2026-03-20 08:00:00', 'u-ana', 'u-ana', 0),
    ('d-hopeless', 'Hopeless', 150, 'USD', 'Qualification', 'Qualification', 0, null, null, 'a-beta', null, null, null, 'u-bo', '2026-02-02 08:00:00', '2026-03-10 08:00:00', 'u-bo', 'u-bo', 0),
    ('d-blank', 'No stage', null, null, null, null, null, null, null, null, null, null, null, null, '2026-02-03 08:00:00', null, null, null, 0),
    ('d-gone', 'Deleted', 9999, 'USD', 'Closed Won', 'Closed Won', 100, null, '2026-01-31', 'a-acme', null, null, null, 'u-ana', '2026-01-15 08:00:00', '2026-01-25 08:00:00', 'u-ana', 'u-ana', 1);

insert into contact_opportunity (id, contact_id, opportunity_id, role, deleted) values
    (1, 'c-ann', 'd-won', 'Decision Maker', 0),
    (2, 'c-bob', 'd-won', 'Influencer', 0),
    (3, 'c-cleo', 'd-open', 'Evaluator', 1),
    (4, 'c-ann', 'd-open', 'Decision Maker', 0);

-- Two teams at one deal; a deleted link; a deleted team; the same key at another entity type.
insert into entity_team (id, entity_id, team_id, entity_type, deleted) values
    (1, 'd-won', 't-south', 'Opportunity', 0),
    (2, 'd-won', 't-north', 'Opportunity', 0),
    (3, 'd-old', 't-north', 'Opportunity', 1),
    (4, 'd-again', 't-gone', 'Opportunity', 0),
    (5, 'd-tie', 't-south', 'Opportunity', 0),
    (6, 'd-tie', 't-north', 'Opportunity', 0),
    (7, 'd-twice', 't-south', 'Account', 0),
    (8, 's-closed', 't-south', 'Case', 0),
    (9, 's-closed', 't-north', 'Case', 0),
    (10, 's-new', 't-north', 'Case', 1);

-- The stream: stages of 9.2 and later, of before ("Status", and the same renamed to "Update"),
-- other audited fields, assignments, comments. The number orders what happened in one second.
insert into note (
    number, id, type, parent_type, parent_id, data, created_at, modified_at, created_by_id,
    deleted
) values
    (1, 'n-1', 'Create', 'Opportunity', 'd-old', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2025-11-05 08:00:00', '2025-11-05 08:00:00', 'u-bo', 0),
    (2, 'n-2', 'Status', 'Opportunity', 'd-old', '{"field":"stage","value":"Proposal","style":"default"}', '2025-11-20 10:00:00', '2025-11-20 10:00:00', 'u-bo', 0),
    (3, 'n-3', 'Update', 'Opportunity', 'd-old', '{"field":"priority","value":"High","style":"default"}', '2025-12-05 10:00:00', '2025-12-05 10:00:00', 'u-bo', 0),
    (4, 'n-4', 'Create', 'Opportunity', 'd-won', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-cy","assignedUserName":"Cy Cole"}', '2025-12-01 09:00:01', '2025-12-01 09:00:01', 'u-ana', 0),
    (5, 'n-5', 'Update', 'Opportunity', 'd-won', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Qualification"}', '2025-12-10 10:00:00', '2025-12-10 10:00:00', 'u-cy', 0),
    (6, 'n-6', 'Update', 'Opportunity', 'd-won', '{"fields":["amount","closeDate"],"attributes":{"was":{"amount":8000,"amountCurrency":"USD","closeDate":"2026-01-31"},"became":{"amount":9000.5,"amountCurrency":"USD","closeDate":"2026-02-15"}}}', '2025-12-20 10:00:00', '2025-12-20 10:00:00', 'u-cy', 0),
    (7, 'n-7', 'Assign', 'Opportunity', 'd-won', '{"assignedUserId":"u-ana","assignedUserName":"Ana Adler"}', '2026-01-05 10:00:00', '2026-01-05 10:00:00', 'u-cy', 0),
    (8, 'n-8', 'Update', 'Opportunity', 'd-won', '{"fields":["amount"],"attributes":{"was":{"amount":9000.5,"amountCurrency":"USD"},"became":{"amount":10000,"amountCurrency":"EUR"}}}', '2026-01-10 10:00:00', '2026-01-10 10:00:00', 'u-ana', 0),
    (9, 'n-9', 'Update', 'Opportunity', 'd-old', '{"field":"stage","value":"Closed Lost","style":"default"}', '2026-01-15 10:00:00', '2026-01-15 10:00:00', 'u-bo', 0),
    (10, 'n-10', 'Update', 'Opportunity', 'd-won', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-01-20 15:30:00', '2026-01-20 15:30:00', 'u-ana', 0),
    (11, 'n-11', 'Create', 'Opportunity', 'd-again', '{"statusValue":"Negotiation","statusField":"stage","assignedUserId":"u-ana","assignedUserName":"Ana Adler"}', '2025-12-10 08:00:00', '2025-12-10 08:00:00', 'u-ana', 0),
    (12, 'n-12', 'Update', 'Opportunity', 'd-again', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-01-10 08:00:00', '2026-01-10 08:00:00', 'u-ana', 0),
    (13, 'n-13', 'Update', 'Opportunity', 'd-again', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 'u-ana', 0),
    (14, 'n-14', 'Update', 'Opportunity', 'd-again', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-10 09:00:00', '2026-02-10 09:00:00', 'u-ana', 0),
    (15, 'n-15', 'Create', 'Opportunity', 'd-tie', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-01-04 12:00:00', '2026-01-04 12:00:00', 'u-bo', 0),
    (17, 'n-17', 'Update', 'Opportunity', 'd-tie', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-03 12:05:00', '2026-02-03 12:05:00', 'u-bo', 0),
    (16, 'n-16', 'Update', 'Opportunity', 'd-tie', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-02-03 12:05:00', '2026-02-03 12:05:00', 'u-bo', 0),
    (18, 'n-18', 'Create', 'Opportunity', 'd-twice', '{"statusValue":"Prospecting","statusField":"stage","assignedUserId":"u-cy","assignedUserName":"Cy Cole"}', '2026-01-02 08:00:00', '2026-01-02 08:00:00', 'u-cy', 0),
    (19, 'n-19', 'Update', 'Opportunity', 'd-twice', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-cy', 0),
    (20, 'n-20', 'Update', 'Opportunity', 'd-twice', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Won"}', '2026-02-21 08:00:00', '2026-02-21 08:00:00', 'u-cy', 0),
    (21, 'n-21', 'Update', 'Opportunity', 'd-import-lost', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-03-05 16:00:00', '2026-03-05 16:00:00', 'u-bo', 0),
    (22, 'n-22', 'Create', 'Opportunity', 'd-silent', '{"statusValue":"Proposal","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-01-12 08:00:00', '2026-01-12 08:00:00', 'u-bo', 0),
    (23, 'n-23', 'Update', 'Opportunity', 'd-silent', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-01-13 08:00:00', '2026-01-13 08:00:00', 'u-bo', 0),
    (24, 'n-24', 'Create', 'Opportunity', 'd-open', '{"statusValue":"Prospecting","statusField":"stage"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-ana', 0),
    (25, 'n-25', 'Update', 'Opportunity', 'd-open', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-02-10 08:00:00', '2026-02-11 08:00:00', 'u-ana', 1),
    (26, 'n-26', 'Update', 'Opportunity', 'd-open', '', '2026-02-12 08:00:00', '2026-02-12 08:00:00', 'u-ana', 0),
    (27, 'n-27', 'Update', 'Opportunity', 'd-open', null, '2026-02-13 08:00:00', '2026-02-13 08:00:00', 'u-ana', 0),
    (28, 'n-28', 'Update', 'Opportunity', 'd-open', '[]', '2026-02-14 08:00:00', '2026-02-14 08:00:00', 'u-ana', 0),
    (29, 'n-29', 'Assign', 'Opportunity', 'd-open', '{"assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-02-20 08:00:00', '2026-02-20 08:00:00', 'u-ana', 0),
    (30, 'n-30', 'Assign', 'Opportunity', 'd-open', '{"assignedUserId":null}', '2026-02-21 08:00:00', '2026-02-21 08:00:00', 'u-ana', 0),
    (31, 'n-31', 'Assign', 'Opportunity', 'd-open', '{"addedAssignedUsers":[],"removedAssignedUsers":[]}', '2026-02-22 08:00:00', '2026-02-22 08:00:00', 'u-ana', 0),
    (32, 'n-32', 'Assign', 'Opportunity', 'd-open', '{"assignedUserId":"u-ana","assignedUserName":"Ana Adler"}', '2026-02-23 08:00:00', '2026-02-23 08:00:00', 'u-ana', 0),
    (33, 'n-33', 'Update', 'Opportunity', 'd-open', '{"fields":["closeDate"],"attributes":{"was":{"closeDate":"2026-04-15"},"became":{"closeDate":"2026-05-15"}},"value":"Negotiation"}', '2026-03-20 08:00:00', '2026-03-20 08:00:00', 'u-ana', 0),
    (34, 'n-34', 'Create', 'Opportunity', 'd-hopeless', '{"statusValue":"Qualification","statusField":"stage","assignedUserId":"u-bo","assignedUserName":"Bo Berg"}', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 'u-bo', 0),
    (35, 'n-35', 'Update', 'Opportunity', 'd-hopeless', '{"fields":["closeDate"],"attributes":{"was":{"closeDate":"2026-03-31"},"became":{"closeDate":null}}}', '2026-03-10 08:00:00', '2026-03-10 08:00:00', 'u-bo', 0),
    (36, 'n-36', 'Update', 'Lead', 'd-hopeless', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed Lost"}', '2026-03-11 08:00:00', '2026-03-11 08:00:00', 'u-bo', 0),
    (37, 'n-37', 'Create', 'Opportunity', 'd-gone', '{"statusValue":"Closed Won","statusField":"stage"}', '2026-01-15 08:00:00', '2026-01-15 08:00:00', 'u-ana', 0),
    (67, 'n-67', 'Update', 'Opportunity', 'd-hopeless', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Proposal"}', '2026-02-20 08:00:00', '2026-03-25 08:00:00', 'u-bo', 1),
    (68, 'n-68', 'Update', 'Opportunity', 'd-twice', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Negotiation"}', '2026-02-21 08:00:00', '2026-02-21 08:00:00', 'u-cy', 1),
    (38, 'n-38', 'Create', 'Lead', 'l-won', '{"statusValue":"New","statusField":"status"}', '2025-11-20 08:00:00', '2025-11-20 08:00:00', 'u-ana', 0),
    (39, 'n-39', 'Update', 'Lead', 'l-won', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Converted"}', '2025-12-01 09:00:00', '2025-12-01 09:00:00', 'u-ana', 0),
    (40, 'n-40', 'Create', 'Lead', 'l-old', '{"statusValue":"New","statusField":"status"}', '2025-11-03 08:00:00', '2025-11-03 08:00:00', 'u-bo', 0),
    (41, 'n-41', 'Update', 'Lead', 'l-old', '{"field":"status","value":"Converted","style":"default"}', '2025-11-05 07:59:00', '2025-11-05 07:59:00', 'u-bo', 0),
    (42, 'n-42', 'Create', 'Lead', 'l-dead', '{"statusValue":"New","statusField":"status"}', '2026-01-05 08:00:00', '2026-01-05 08:00:00', 'u-bo', 0),
    (43, 'n-43', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Dead"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-bo', 0),
    (44, 'n-44', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"In Process"}', '2026-02-15 08:00:00', '2026-02-15 08:00:00', 'u-bo', 0),
    (45, 'n-45', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Recycled"}', '2026-03-01 08:00:00', '2026-03-01 08:00:00', 'u-bo', 0),
    (46, 'n-46', 'Update', 'Lead', 'l-dead', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Dead"}', '2026-03-10 11:00:00', '2026-03-10 11:00:00', 'u-bo', 0),
    (47, 'n-47', 'Update', 'Lead', 'l-revived', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"In Process"}', '2026-02-20 08:00:00', '2026-02-20 08:00:00', 'u-bo', 0),
    (48, 'n-48', 'Create', 'Case', 's-closed', '{"statusValue":"New","statusField":"status"}', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'u-bo', 0),
    (49, 'n-49', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed"}', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 'u-bo', 0),
    (50, 'n-50', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Assigned"}', '2026-02-03 08:00:00', '2026-02-03 08:00:00', 'u-bo', 0),
    (51, 'n-51', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Duplicate"}', '2026-02-05 08:00:00', '2026-02-05 08:00:00', 'u-bo', 0),
    (52, 'n-52', 'Update', 'Case', 's-closed', '{"fields":[],"attributes":{"was":{},"became":{}},"value":"Closed"}', '2026-02-06 08:00:00', '2026-02-06 08:00:00', 'u-bo', 0),
    (53, 'n-53', 'Create', 'Case', 's-open', '{"statusValue":"New","statusField":"status"}', '2026-02-10 08:00:00', '2026-02-10 08:00:00', 'u-portal', 0),
    (54, 'n-54', 'Status', 'Case', 's-open', '{"field":"status","value":"Rejected","style":"default"}', '2026-02-11 08:00:00', '2026-02-11 08:00:00', 'u-bo', 0),
    (55, 'n-55', 'Status', 'Case', 's-open', '{"field":"status","value":"Pending","style":"default"}', '2026-02-12 08:00:00', '2026-02-12 08:00:00', 'u-bo', 0),
    (56, 'n-56', 'Update', 'User', 'u-cy', '{"fields":["isActive"],"attributes":{"was":{"isActive":true},"became":{"isActive":false}}}', '2026-01-15 09:00:00', '2026-01-15 09:00:00', 'u-ana', 0),
    (57, 'n-57', 'Update', 'User', 'u-cy', '{"fields":["isActive"],"attributes":{"was":{"isActive":false},"became":{"isActive":true}}}', '2026-01-15 09:00:00', '2026-01-15 09:00:00', 'u-ana', 0),
    (58, 'n-58', 'Update', 'User', 'u-cy', '{"fields":["isActive"],"attributes":{"was":{"isActive":true},"became":{"isActive":false}}}', '2026-02-20 17:00:00', '2026-02-20 17:00:00', 'u-ana', 0),
    (59, 'n-59', 'Update', 'User', 'u-bo', '{"fields":["teams"],"attributes":{"was":{"teamsIds":[]},"became":{"teamsIds":["t-south"]}}}', '2026-02-20 18:00:00', '2026-02-20 18:00:00', 'u-ana', 0),
    (60, 'n-60', 'Post', 'Opportunity', 'd-open', '{}', '2026-03-01 10:00:00', '2026-03-01 10:00:00', 'u-ana', 0),
    (61, 'n-61', 'Post', 'Case', 's-open', '{}', '2026-02-10 09:00:00', '2026-02-10 09:00:00', 'u-portal', 0),
    (62, 'n-62', 'Post', 'Account', 'a-acme', '{}', '2026-03-02 10:00:00', '2026-03-02 10:00:00', 'system', 0),
    (63, 'n-63', 'Post', null, null, '{}', '2026-03-03 10:00:00', '2026-03-03 10:00:00', 'u-ana', 0),
    (64, 'n-64', 'Post', 'Lead', 'l-dead', '{}', '2026-03-04 10:00:00', '2026-03-04 10:00:00', 'u-bo', 1),
    (65, 'n-65', 'Update', 'Account', 'a-acme', '{"fields":["name"],"attributes":{"was":{"name":"Acme Inc."},"became":{"name":"Acme"}}}', '2026-01-20 15:30:00', '2026-01-20 15:30:00', 'u-ana', 0),
    (66, 'n-66', 'Update', 'Account', 'a-corp', '{"fields":["name"],"attributes":{"was":{"name":"Corp."},"became":{"name":"Corp"}}}', '2026-01-21 15:30:00', '2026-01-21 15:30:00', 'u-api', 0);

insert into `call` (
    id, name, status, date_start, date_end, direction, parent_type, parent_id, account_id,
    assigned_user_id, created_at, modified_at, created_by_id, modified_by_id, deleted
) values
    ('v-held', 'Offer', 'Held', '2026-03-05 10:00:00', '2026-03-05 10:20:30', 'Outbound', 'Opportunity', 'd-open', 'a-acme', 'u-ana', '2026-03-04 08:00:00', '2026-03-05 10:21:00', 'u-ana', 'u-ana', 0),
    ('v-missed', 'Question', 'Not Held', '2026-03-06 10:00:00', '2026-03-06 10:05:00', 'Inbound', 'Lead', 'l-dead', null, 'u-bo', '2026-03-05 08:00:00', '2026-03-06 10:21:00', 'u-bo', 'u-bo', 0),
    ('v-gone', 'Deleted', 'Planned', '2026-03-07 10:00:00', null, 'Outbound', null, null, null, 'u-bo', '2026-03-05 08:00:00', '2026-03-06 10:21:00', 'u-bo', 'u-bo', 1);

-- Two people in one call, and one no longer.
insert into call_contact (id, call_id, contact_id, status, deleted) values
    (1, 'v-held', 'c-cleo', 'None', 0),
    (2, 'v-held', 'c-ann', 'None', 1),
    (3, 'v-held', 'c-bob', 'Accepted', 0);

insert into call_lead (id, call_id, lead_id, status, deleted) values
    (1, 'v-held', 'l-new', 'None', 0);

insert into meeting (
    id, name, status, date_start, date_end, date_start_date, date_end_date, is_all_day,
    parent_type, parent_id, account_id, assigned_user_id, created_at, modified_at, created_by_id,
    modified_by_id, deleted
) values
    ('w-held', 'Kick-off', 'Held', '2026-03-09 09:00:00', '2026-03-09 10:30:00', null, null, 0, 'Account', 'a-beta', null, 'u-bo', '2026-03-08 08:00:00', '2026-03-09 10:31:00', 'u-bo', 'u-bo', 0),
    ('w-day', 'Workshop', 'Held', '2026-03-10 00:00:00', '2026-03-12 00:00:00', '2026-03-10', '2026-03-11', 1, 'Contact', 'c-ann', 'a-acme', 'u-ana', '2026-03-08 09:00:00', '2026-03-12 08:00:00', 'u-ana', 'u-ana', 0),
    ('w-plan', 'Review', 'Planned', '2026-04-09 09:00:00', '2026-04-09 10:00:00', null, null, 0, 'Case', 's-open', null, 'u-bo', '2026-03-08 10:00:00', '2026-03-08 10:00:00', 'u-bo', 'u-bo', 0);

insert into contact_meeting (id, contact_id, meeting_id, status, deleted) values
    (1, 'c-bob', 'w-held', 'Accepted', 0),
    (2, 'c-ann', 'w-held', 'Declined', 0),
    (3, 'c-bob', 'w-day', 'None', 0);

insert into lead_meeting (id, lead_id, meeting_id, status, deleted) values
    (1, 'l-new', 'w-plan', 'None', 1),
    (2, 'l-dead', 'w-plan', 'None', 0);

insert into task (
    id, name, status, priority, date_end, date_end_date, date_completed, parent_type, parent_id,
    account_id, contact_id, assigned_user_id, created_at, modified_at, created_by_id,
    modified_by_id, deleted
) values
    ('x-done', 'Send offer', 'Completed', 'Normal', '2026-03-03 12:00:00', null, '2026-03-04 09:15:00', 'Opportunity', 'd-open', 'a-acme', null, 'u-ana', '2026-03-01 08:00:00', '2026-03-04 09:15:00', 'u-ana', 'u-ana', 0),
    ('x-day', 'Call back', 'Deferred', 'High', '2026-03-20 00:00:00', '2026-03-20', null, 'Lead', 'l-new', null, null, 'u-bo', '2026-03-01 09:00:00', '2026-03-02 08:00:00', 'u-bo', 'u-bo', 0),
    ('x-off', 'Visit', 'Canceled', 'Low', null, null, null, null, null, null, 'c-bob', 'u-bo', '2026-03-01 10:00:00', '2026-03-02 09:00:00', 'u-bo', 'u-bo', 0);

-- Sent from the CRM, from a mail client of a user, automatically, not at all.
insert into email (
    id, name, status, date_sent, is_system, is_auto_reply, parent_type, parent_id, account_id,
    sent_by_id, assigned_user_id, created_at, modified_at, created_by_id, modified_by_id,
    deleted
) values
    ('y-in', 'Help', 'Archived', '2026-02-10 08:00:00', 0, 0, 'Case', 's-open', 'a-acme', null, null, '2026-02-10 08:01:00', '2026-02-10 08:01:00', 'system', 'system', 0),
    ('y-auto', 'We got it', 'Sent', '2026-02-10 08:02:00', 0, 1, 'Case', 's-open', 'a-acme', null, null, '2026-02-10 08:02:00', '2026-02-10 08:02:00', 'system', 'system', 0),
    ('y-out', 'Answer', 'Sent', '2026-02-10 11:00:00', 0, 0, 'Case', 's-open', 'a-acme', 'u-bo', null, '2026-02-10 10:55:00', '2026-02-10 11:00:00', 'u-bo', 'u-bo', 0),
    ('y-own-client', 'More', 'Archived', '2026-02-11 07:00:00', 0, 0, 'Case', 's-open', 'a-acme', 'u-bo', null, '2026-02-11 07:10:00', '2026-02-11 07:10:00', 'system', 'system', 0),
    ('y-draft', 'Draft', 'Draft', null, 0, 0, 'Case', 's-new', null, null, 'u-bo', '2026-03-11 08:00:00', '2026-03-11 08:00:00', 'u-bo', 'u-bo', 0),
    ('y-failed', 'Bounced', 'Failed', '2026-03-12 08:00:00', 0, 0, 'Contact', 'c-bob', null, 'u-bo', null, '2026-03-12 08:00:00', '2026-03-12 08:00:00', 'u-bo', 'u-bo', 0),
    ('y-system', 'You are assigned', 'Sent', '2026-03-12 09:00:00', 1, 0, null, null, null, null, null, '2026-03-12 09:00:00', '2026-03-12 09:00:00', 'system', 'system', 0);

insert into `case` (
    number, id, name, status, priority, type, account_id, contact_id, inbound_email_id,
    assigned_user_id, created_at, modified_at, created_by_id, modified_by_id, deleted
) values
    (1, 's-closed', 'Cannot log in', 'Closed', 'High', 'Incident', 'a-acme', 'c-ann', null, 'u-ana', '2026-02-01 08:00:00', '2026-02-06 08:00:00', 'u-bo', 'u-bo', 0),
    (2, 's-open', 'Bill', 'Pending', 'Normal', 'Question', 'a-acme', null, null, 'u-bo', '2026-02-10 08:00:00', '2026-02-12 08:00:00', 'u-portal', 'u-bo', 0),
    (3, 's-new', 'Idea', 'New', 'Low', '', null, null, 'in-box', null, '2026-03-10 08:00:00', '2026-03-10 08:00:00', 'system', 'system', 0),
    (4, 's-import', 'Old case', 'Closed', 'Normal', null, 'a-beta', null, null, null, '2026-01-10 08:00:00', '2026-01-10 08:00:00', 'u-api', 'u-api', 0),
    (5, 's-gone', 'Deleted', 'New', 'Normal', null, null, null, null, null, '2026-01-10 08:00:00', '2026-01-11 08:00:00', 'u-bo', 'u-bo', 1);

-- What one unit is worth in the default currency, today.
insert into currency (id, rate) values
    ('USD', 1),
    ('EUR', 1.08),
    ('GBP', 1.25);

insert into currency_record (id, code, status, deleted) values
    ('r-eur', 'EUR', 'Active', 0),
    ('r-gbp', 'GBP', 'Active', 0),
    ('r-chf', 'CHF', 'Inactive', 0);

-- Dated rates, kept since 9.3; one is deleted, one is into another base currency.
insert into currency_record_rate (id, record_id, base_code, date, rate, deleted) values
    ('rr-1', 'r-eur', 'USD', '2025-11-01', 1.05, 0),
    ('rr-2', 'r-eur', 'USD', '2026-02-01', 1.08, 0),
    ('rr-3', 'r-gbp', 'USD', '2025-11-01', 1.25, 0),
    ('rr-4', 'r-gbp', 'USD', '2026-01-01', 9.99, 1),
    ('rr-5', 'r-gbp', 'EUR', '2026-02-01', 1.15, 0);

insert into pipeline (id, name, `order`, status, entity_type, field, deleted) values
    ('pl-new', 'New business', 1, 'Active', 'Opportunity', 'stage', 0),
    ('pl-lead', 'Requests', 1, 'Active', 'Lead', 'status', 0);

-- Pipelines, kept since 10.0 where an administrator has switched them on.
insert into pipeline_stage (id, name, pipeline_id, `order`, mapped_status, deleted) values
    ('ps-1', 'First talk', 'pl-new', 1, 'Prospecting', 0),
    ('ps-2', 'Second talk', 'pl-new', 2, 'Prospecting', 0),
    ('ps-3', 'Offer', 'pl-new', 3, 'Proposal', 0),
    ('ps-4', 'Signed', 'pl-new', 4, 'Closed Won', 0),
    ('ps-5', 'Gone', 'pl-new', 5, 'Closed Lost', 0),
    ('ps-6', 'Dropped', 'pl-new', 6, 'Negotiation', 1),
    ('ps-7', 'Fresh', 'pl-lead', 1, 'New', 0);
