-- Rows written by hand, at least one for every trap. Times are UTC; "today" is 2026-04-01 12:00.

insert into users
(id, user_name, user_hash, first_name, last_name, date_entered, date_modified, title, status,
 deleted, portal_only, employee_status, reports_to_id, is_group) values
('1', 'admin', 'secret-hash', '', 'Administrator', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 null, 'Active', 0, 0, 'Active', null, 0),
('ana', 'ana', 'secret-hash', 'Ana', 'Alt', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 'Account Executive', 'Active', 0, 0, 'Active', 'mia', 0),
('bo', 'bo', 'secret-hash', 'Bo', 'Berg', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 '', 'Inactive', 0, 0, 'Active', 'mia', 0),
-- An account still open of somebody who has left.
('mia', 'mia', 'secret-hash', null, 'Moll', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 'Sales Director', 'Active', 0, 0, 'Terminated', null, null),
-- No name at all, and the flag of deletion of an old row: null.
('cem', 'cem', 'secret-hash', null, '', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 null, 'Active', null, null, null, null, null),
('gone', 'gone', 'secret-hash', 'Gil', 'Gone', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 null, 'Inactive', 1, 0, 'Terminated', null, 0),
('mailbox', 'mailbox', null, null, 'Sales mailbox', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 null, 'Active', 0, 0, 'Active', null, 1),
('portal', 'portal', 'secret-hash', null, 'Portal', '2025-09-01 08:00:00', '2025-09-01 08:00:00',
 null, 'Active', 0, 1, 'Active', null, 0);

insert into securitygroups (id, name, date_modified, deleted) values
('g-archive', 'Archive', '2025-09-01 08:00:00', 1),
('g-east', 'East', '2025-09-01 08:00:00', 0),
('g-key', 'Key Accounts', '2025-09-01 08:00:00', 0),
('g-north', 'North', '2025-09-01 08:00:00', 0),
('g-south', 'South', '2025-09-01 08:00:00', null);

-- Ana is in two groups, one of them primary. Bo has left East, and Archive is deleted.
insert into securitygroups_users
(id, date_modified, deleted, securitygroup_id, user_id, primary_group) values
('m-1', '2025-09-02 08:00:00', 0, 'g-key', 'ana', 0),
('m-2', '2025-09-02 08:00:00', 0, 'g-north', 'ana', 1),
('m-3', '2025-09-02 08:00:00', 1, 'g-east', 'bo', 0),
('m-4', '2025-09-02 08:00:00', 0, 'g-south', 'bo', null),
('m-5', '2025-09-02 08:00:00', 0, 'g-archive', 'bo', 0),
('m-6', '2025-09-02 08:00:00', null, 'g-south', 'cem', null);

insert into email_addresses
(id, email_address, opt_out, date_created, date_modified, deleted) values
('e-ana', 'ana@seller.example', 0, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
('e-ana-old', 'ana.old@seller.example', 0, '2025-08-01 08:00:00', '2025-08-01 08:00:00', 0),
('e-bo', 'bo@seller.example', 0, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
('e-bo-old', 'bo.old@seller.example', 0, '2025-08-01 08:00:00', '2025-08-01 08:00:00', 0),
('e-mia', 'mia@seller.example', 0, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 1),
('e-acme', 'info@acme.example', 0, '2025-10-01 08:00:00', '2025-10-01 08:00:00', 0),
('e-acme-2', 'sales@acme.example', 0, '2025-10-01 08:00:00', '2025-10-01 08:00:00', 0),
('e-ann', 'ann@acme.example', 1, '2025-10-01 08:00:00', '2025-10-01 08:00:00', 0),
('e-ann-home', 'ann@home.example', 0, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
('e-lead', 'lea@new.example', 0, '2025-12-01 08:00:00', '2025-12-01 08:00:00', 0);

insert into email_addr_bean_rel
(id, email_address_id, bean_id, bean_module, primary_address, date_created, date_modified, deleted)
values
('r-1', 'e-ana-old', 'ana', 'Users', 0, '2025-08-01 08:00:00', '2025-08-01 08:00:00', 0),
('r-2', 'e-ana', 'ana', 'Users', 1, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
-- The primary address was taken away; the link stayed, marked as deleted.
('r-3', 'e-bo-old', 'bo', 'Users', 1, '2025-08-01 08:00:00', '2025-08-01 08:00:00', 1),
('r-4', 'e-bo', 'bo', 'Users', 0, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
('r-5', 'e-mia', 'mia', 'Users', 1, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
('r-6', 'e-acme-2', 'acme', 'Accounts', 0, '2025-10-01 08:00:00', '2025-10-01 08:00:00', 0),
('r-7', 'e-acme', 'acme', 'Accounts', 1, '2025-10-01 09:00:00', '2025-10-01 09:00:00', 0),
('r-8', 'e-ann-home', 'ann', 'Contacts', 0, '2025-09-01 08:00:00', '2025-09-01 08:00:00', 0),
('r-9', 'e-ann', 'ann', 'Contacts', 1, '2025-10-01 08:00:00', '2025-10-01 08:00:00', 0),
('r-10', 'e-lead', 'l-new', 'Leads', 1, '2025-12-01 08:00:00', '2025-12-01 08:00:00', 0),
-- The same id in another module is another record.
('r-11', 'e-acme', 'bolt', 'Prospects', 1, '2025-10-01 08:00:00', '2025-10-01 08:00:00', 0);

-- The system's own currency has no row. One euro is 1.25 of it.
insert into currencies
(id, name, symbol, iso4217, conversion_rate, status, deleted, date_entered, date_modified) values
('eur', 'Euro', '€', 'EUR', 0.8, 'Active', 0, '2025-09-01 08:00:00', '2025-12-01 00:00:00'),
('eur-old', 'Euro (old)', '€', 'EUR', 0.9, 'Inactive', 0, '2025-09-01 08:00:00',
 '2025-12-02 00:00:00'),
('chf', 'Franc', 'Fr.', 'CHF', 0.95, 'Active', 1, '2025-09-01 08:00:00', '2025-12-03 00:00:00'),
('points', 'Points', 'P', null, 10, 'Active', 0, '2025-09-01 08:00:00', '2025-12-01 00:00:00'),
('gbp', 'Pound', '£', 'GBP', 0, 'Active', 0, '2025-09-01 08:00:00', '2025-12-01 00:00:00');

insert into accounts
(id, name, date_entered, date_modified, modified_user_id, created_by, deleted, assigned_user_id,
 industry, billing_address_country, phone_office, phone_alternate, website, employees, parent_id)
values
('acme', 'Acme GmbH', '2025-10-01 08:00:00', '2026-01-05 09:00:00', 'bo', 'ana', 0, 'ana',
 'Technology', 'Germany', '+49 30 1234567', null, 'http://', '250', null),
-- Entered on 3 October in Berlin; the flag of deletion is null.
('bolt', 'Bolt Ltd', '2025-10-02 23:30:00', '2026-02-01 03:00:00', '1', 'bo', null, 'bo',
 '', '', '', '+44 20 79460000', 'https://bolt.example', '', 'acme'),
('cargo', 'Cargo AG', '2025-10-04 08:00:00', '2025-10-04 08:00:00', 'ana', 'ana', 0, null,
 'Transportation', 'Austria', '+43 1 234567', null, '', '10-50', null),
('dust', 'Dust Inc', '2025-10-05 08:00:00', '2026-01-01 08:00:00', 'ana', 'ana', 1, 'ana',
 'Other', 'Germany', '', '', '', '', null);

insert into contacts
(id, date_entered, date_modified, modified_user_id, created_by, deleted, assigned_user_id,
 first_name, last_name, title, do_not_call, phone_home, phone_mobile, phone_work, phone_other)
values
('ann', '2025-10-01 09:00:00', '2025-10-01 09:00:00', 'ana', 'ana', 0, 'ana',
 'Ann', 'Ahl', 'CEO', 0, '+49 30 7777777', '+49 170 1234567', '', null),
('ben', '2025-10-03 09:00:00', '2025-10-03 09:00:00', 'bo', 'bo', 0, 'bo',
 null, 'Bell', '', 1, null, null, '+44 20 79461111', null),
('zoe', '2025-10-03 09:00:00', '2026-01-01 09:00:00', 'bo', 'bo', 1, 'bo',
 'Zoe', 'Zahn', '', 0, null, null, null, null);

insert into accounts_contacts (id, contact_id, account_id, date_modified, deleted) values
('ac-1', 'ann', 'bolt', '2025-10-01 09:00:00', 0),
('ac-2', 'ann', 'acme', '2025-11-01 09:00:00', 0),
('ac-3', 'ann', 'cargo', '2025-12-01 09:00:00', 1);

insert into leads
(id, date_entered, date_modified, modified_user_id, created_by, deleted, assigned_user_id,
 first_name, last_name, phone_mobile, phone_work, converted, lead_source, status, account_name,
 contact_id, account_id, opportunity_id, campaign_id) values
('l-new', '2025-12-01 08:00:00', '2025-12-01 08:00:00', 'ana', 'ana', 0, 'ana',
 'Lea', 'Lang', '+49 171 7654321', '', 0, 'Web Site', 'New', 'New Works', null, null, null, 'fair'),
('l-work', '2025-12-02 08:00:00', '2025-12-02 08:00:00', 'bo', 'bo', 0, 'bo',
 null, 'Wolf', null, null, 0, '', 'In Process', '', null, null, null, null),
('l-converted', '2025-12-03 08:00:00', '2025-12-03 08:00:00', 'ana', 'ana', 0, 'ana',
 'Cara', 'Cole', null, null, 1, 'Email', 'Converted', 'Acme', 'ann', 'acme', 'd-won', null),
-- Converted before its audit was kept: the opportunity's entry stands for the conversion.
('l-unaudited', '2026-01-04 08:00:00', '2026-01-04 08:00:00', 'bo', 'bo', 0, 'bo',
 'Uma', 'Ude', null, null, 1, 'Email', 'Converted', 'Bolt', 'ben', 'bolt', 'd-lost', null),
-- Converted into a contact who had been there before: nobody knows when.
('l-existing', '2025-12-05 08:00:00', '2025-12-05 08:00:00', 'bo', 'bo', 0, 'bo',
 'Eli', 'Ek', null, null, 1, 'Email', 'Converted', 'Bolt', 'ben', null, null, null),
('l-recycled', '2025-12-06 08:00:00', '2025-12-06 08:00:00', 'ana', 'ana', null, 'ana',
 'Rita', 'Roth', null, null, null, 'Other', 'Recycled', null, null, null, null, null),
('l-custom', '2025-12-07 08:00:00', '2025-12-07 08:00:00', 'ana', 'ana', 0, 'ana',
 'Nina', 'Noll', null, null, 0, 'Other', 'Nurturing', null, null, null, null, null),
('l-gone', '2025-12-08 08:00:00', '2025-12-08 08:00:00', 'ana', 'ana', 1, 'ana',
 'Gus', 'Gray', null, null, 0, 'Other', 'New', null, null, null, null, null);

insert into leads_audit
(id, parent_id, date_created, created_by, field_name, data_type, before_value_string,
 after_value_string) values
('la-1', 'l-converted', '2025-12-10 08:00:00', 'ana', 'status', 'enum', 'New', 'In Process'),
('la-2', 'l-converted', '2026-01-20 10:00:00', 'ana', 'status', 'enum', 'In Process', 'Converted'),
('la-3', 'l-recycled', '2026-01-05 08:00:00', 'ana', 'status', 'enum', 'New', 'Dead'),
('la-4', 'l-recycled', '2026-01-08 08:00:00', 'ana', 'status', 'enum', 'Dead', 'In Process'),
('la-5', 'l-recycled', '2026-02-01 08:00:00', 'ana', 'status', 'enum', 'In Process', 'Dead'),
('la-6', 'l-recycled', '2026-02-10 08:00:00', 'bo', 'status', 'enum', 'Dead', 'Recycled'),
('la-7', 'l-gone', '2026-02-10 08:00:00', 'bo', 'status', 'enum', 'New', 'Dead');

insert into campaigns
(id, name, date_entered, date_modified, deleted, start_date, end_date, status, impressions,
 currency_id, expected_cost, actual_cost, campaign_type) values
('fair', 'Spring fair', '2025-12-01 08:00:00', '2025-12-01 08:00:00', 0, '2026-01-01',
 '2026-01-31', 'Active', 1000, 'eur', 2000, 1500.5, 'NewsLetter'),
('mailing', 'Mailing', '2025-12-01 08:00:00', '2025-12-01 08:00:00', 0, '2026-02-01', null,
 'Planning', 0, '-99', 300, null, 'Mail'),
('off', 'Off', '2025-12-01 08:00:00', '2025-12-01 08:00:00', 1, '2026-02-01', null,
 'Planning', 0, '-99', 300, null, 'Mail');

insert into campaign_log (id, campaign_id, activity_type, hits, deleted, date_modified) values
('cl-1', 'fair', 'link', 2, 0, '2026-01-05 08:00:00'),
('cl-2', 'fair', 'link', 1, null, '2026-01-06 08:00:00'),
('cl-3', 'fair', 'viewed', 5, 0, '2026-01-06 08:00:00'),
('cl-4', 'fair', 'link', 10, 1, '2026-01-06 08:00:00');

insert into opportunities
(id, name, date_entered, date_modified, modified_user_id, created_by, deleted, assigned_user_id,
 opportunity_type, campaign_id, lead_source, amount, amount_usdollar, currency_id, date_closed,
 sales_stage, probability) values
-- Won in January although planned for the end of March; the probability says 0.
('d-won', 'Acme platform', '2025-12-01 09:00:00', '2026-01-20 15:00:00', 'ana', 'ana', 0, 'ana',
 'New Business', 'fair', 'Web Site', 10000, 10000, '-99', '2026-03-31', 'Closed Won', 0),
('d-lost', 'Bolt rollout', '2026-01-10 08:00:00', '2026-02-09 08:30:00', 'bo', 'ana', 0, 'bo',
 'Existing Business', null, '', 4000, 5000, 'eur', '2026-02-28', 'Closed Lost', 0),
('d-reopened', 'Acme support', '2026-01-01 10:00:00', '2026-02-24 09:00:00', 'ana', 'ana', 0,
 'ana', '', null, 'Partner', 2000, null, '', '2026-01-31', 'Closed Won', 100),
-- Its currency was deleted: the CRM goes on with the amount in the system's currency.
('d-circle', 'Cargo tracking', '2026-01-02 10:00:00', '2026-02-01 12:00:00', 'ana', 'ana', 0,
 'ana', null, null, null, 950, 1000, 'chf', '2026-05-01', 'Prospecting', 10),
-- Imported as won: there is no history, only the day that was planned. Its currency has no code.
('d-planned', 'Imported', '2026-01-15 08:00:00', '2026-02-20 08:00:00', 'ana', '1', 0, 'ana',
 null, null, null, 30000, 3000, 'points', '2026-02-15', 'Closed Won', 100),
-- Entered as lost and never touched again: it was not decided on the day in June.
('d-born-lost', 'Late entry', '2026-03-02 14:00:00', '2026-03-02 14:00:00', 'bo', 'bo', 0, 'bo',
 null, null, null, 700, 700, '-99', '2026-06-30', 'Closed Lost', 0),
-- The history ends in an open stage, the record is lost: an import closed it past the audit.
('d-contradicted', 'Contradicted', '2026-01-12 08:00:00', '2026-02-12 08:00:00', '1', 'bo', 0,
 'bo', null, null, null, 800, 800, '-99', '2026-02-10', 'Closed Lost', 0),
-- As before, but never lost or won as far as the history goes.
('d-bypassed', 'Bypassed', '2026-01-09 08:00:00', '2026-03-05 08:00:00', '1', 'bo', 0, 'bo',
 null, null, null, 900, 900, '-99', '2026-03-01', 'Closed Won', 100),
-- A stage beside the shipped list, and a probability that means nothing.
('d-pilot', 'Pilot', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 'ana', 'ana', 0, 'ana',
 null, null, null, 1234.5, 1234.5, '-99', '2026-04-30', 'Pilot', 100),
-- Entered as won, later moved to a stage of won deals that the list does not know.
('d-invoiced', 'Invoiced', '2026-02-02 08:00:00', '2026-02-05 08:00:00', 'ana', 'ana', 0, 'ana',
 null, null, null, 1100, 1100, '-99', '2026-02-02', 'Won and Invoiced', 100),
('d-empty', '', '2025-11-30 08:00:00', '2025-11-30 08:00:00', 'bo', 'bo', null, null,
 null, null, null, null, null, null, null, null, null),
('d-deleted', 'Deleted', '2026-01-01 08:00:00', '2026-02-01 08:00:00', 'ana', 'ana', 1, 'ana',
 null, null, null, 99999, 99999, '-99', '2026-02-01', 'Closed Won', 100);

insert into opportunities_cstm (id_c, lost_reason_c, sales_channel_c) values
('d-won', '', 'Direct'),
('d-lost', 'Price', 'Reseller'),
('d-born-lost', '', 'Direct');

-- Some links are deleted, some doubled: a deal stays one row.
insert into accounts_opportunities (id, opportunity_id, account_id, date_modified, deleted) values
('ao-1', 'd-won', 'bolt', '2026-03-20 10:00:00', 1),
('ao-2', 'd-won', 'acme', '2025-12-01 09:00:00', 0),
('ao-3', 'd-lost', 'acme', '2026-01-10 08:00:00', 0),
('ao-4', 'd-lost', 'bolt', '2026-01-11 08:00:00', 0),
('ao-5', 'd-reopened', 'acme', '2026-01-01 10:00:00', null),
('ao-6', 'd-circle', 'cargo', '2026-01-02 10:00:00', 0),
('ao-7', 'd-planned', 'cargo', '2026-01-15 08:00:00', 1),
('ao-8', 'd-deleted', 'acme', '2026-01-01 08:00:00', 0);

insert into opportunities_contacts
(id, contact_id, opportunity_id, contact_role, date_modified, deleted) values
('oc-1', 'ben', 'd-won', 'Influencer', '2025-12-01 09:00:00', 0),
('oc-2', 'ann', 'd-won', 'Primary Decision Maker', '2025-12-02 09:00:00', 0),
('oc-3', 'ben', 'd-lost', 'Primary Decision Maker', '2026-01-10 08:00:00', 1),
('oc-4', 'ann', 'd-lost', null, '2026-01-12 08:00:00', 0),
('oc-5', 'ben', 'd-reopened', 'Other', '2026-01-02 08:00:00', 1);

-- Creations leave no row here. The ids are random to the order of the changes.
insert into opportunities_audit
(id, parent_id, date_created, created_by, field_name, data_type, before_value_string,
 after_value_string) values
('oa-70', 'd-won', '2025-12-05 10:00:00', 'ana', 'sales_stage', 'enum',
 'Prospecting', 'Qualification'),
('oa-60', 'd-won', '2025-12-05 10:00:00', 'ana', 'amount_usdollar', 'currency', '8000', '10000'),
('oa-61', 'd-won', '2025-12-05 10:00:00', 'ana', 'probability', 'int', '10', '20'),
-- Three changes in one second: each begins where another ended.
('oa-10', 'd-won', '2025-12-20 11:00:00', 'ana', 'sales_stage', 'enum',
 'Id. Decision Makers', 'Proposal/Price Quote'),
('oa-20', 'd-won', '2025-12-20 11:00:00', 'ana', 'sales_stage', 'enum',
 'Proposal/Price Quote', 'Negotiation/Review'),
('oa-30', 'd-won', '2025-12-20 11:00:00', 'ana', 'sales_stage', 'enum',
 'Qualification', 'Id. Decision Makers'),
('oa-31', 'd-won', '2026-01-20 15:00:00', 'ana', 'sales_stage', 'enum',
 'Negotiation/Review', 'Closed Won'),
('oa-40', 'd-lost', '2026-02-09 08:30:00', 'bo', 'sales_stage', 'enum',
 'Prospecting', 'Closed Lost'),
-- The amount of a deal in euro is audited in the system's currency: here the rate moved.
('oa-41', 'd-lost', '2026-01-15 09:00:00', 'ana', 'amount_usdollar', 'currency',
 '4800.000000', '5000'),
('oa-42', 'd-lost', '2026-01-15 09:00:00', 'ana', 'assigned_user_id', 'relate', 'ana', 'bo'),
('oa-43', 'd-lost', '2026-01-15 09:00:00', 'ana', 'date_closed', 'date',
 '2026-02-01', '2026-02-28'),
('oa-50', 'd-reopened', '2026-01-05 09:00:00', 'ana', 'sales_stage', 'enum',
 'Prospecting', 'Closed Won'),
('oa-51', 'd-reopened', '2026-01-15 09:00:00', 'ana', 'sales_stage', 'enum',
 'Closed Won', 'Negotiation/Review'),
('oa-52', 'd-reopened', '2026-02-24 09:00:00', 'ana', 'sales_stage', 'enum',
 'Negotiation/Review', 'Closed Won'),
-- There and back within a second: the deal is where it was, so the way there came first.
('oa-01', 'd-circle', '2026-02-01 12:00:00', '1', 'sales_stage', 'enum',
 'Qualification', 'Prospecting'),
('oa-02', 'd-circle', '2026-02-01 12:00:00', 'ana', 'sales_stage', 'enum',
 'Prospecting', 'Qualification'),
-- There and back, and on a month later: the circle ends where the next change begins.
('oa-81', 'd-contradicted', '2026-01-13 08:00:00', 'bo', 'sales_stage', 'enum',
 'Qualification', 'Prospecting'),
('oa-82', 'd-contradicted', '2026-01-13 08:00:00', 'bo', 'sales_stage', 'enum',
 'Prospecting', 'Qualification'),
('oa-83', 'd-contradicted', '2026-01-20 08:00:00', 'bo', 'sales_stage', 'enum',
 'Prospecting', 'Closed Lost'),
('oa-84', 'd-contradicted', '2026-01-25 08:00:00', 'bo', 'sales_stage', 'enum',
 'Closed Lost', 'Qualification'),
('oa-90', 'd-bypassed', '2026-01-10 08:00:00', 'bo', 'sales_stage', 'enum',
 'Prospecting', 'Qualification'),
-- Nobody owned it at first.
('oa-91', 'd-bypassed', '2026-01-10 08:00:00', '1', 'assigned_user_id', 'relate', '', 'bo'),
('oa-95', 'd-invoiced', '2026-02-05 08:00:00', 'ana', 'sales_stage', 'enum',
 'Closed Won', 'Won and Invoiced'),
('oa-99', 'd-deleted', '2026-02-01 08:00:00', 'ana', 'sales_stage', 'enum',
 'Prospecting', 'Closed Won');

insert into accounts_audit
(id, parent_id, date_created, created_by, field_name, data_type, before_value_string,
 after_value_string) values
('aa-1', 'acme', '2026-01-05 09:00:00', 'bo', 'phone_office', 'phone', '1', '+49 30 1234567'),
('aa-2', 'acme', '2026-01-05 09:00:00', 'bo', 'phone_office', 'phone', '', '1'),
('aa-3', 'dust', '2026-01-01 08:00:00', 'ana', 'assigned_user_id', 'relate', 'bo', 'ana');

insert into contacts_audit
(id, parent_id, date_created, created_by, field_name, data_type, before_value_string,
 after_value_string) values
('ca-1', 'ben', '2025-11-01 08:00:00', 'bo', 'do_not_call', 'bool', '0', '1');

insert into cases
(id, name, date_entered, date_modified, modified_user_id, created_by, deleted, assigned_user_id,
 type, status, priority, account_id, state, contact_created_by_id) values
('t-new', 'Cannot log in', '2026-01-05 09:00:00', '2026-01-05 09:00:00', 'bo', 'bo', 0, 'bo',
 'User', 'Open_New', 'P1', null, 'Open', null),
('t-pending', 'Slow', '2026-01-06 09:00:00', '2026-01-06 09:00:00', 'bo', 'bo', null, 'bo',
 'Product', 'Open_Pending Input', 'P2', 'bolt', 'Open', 'ben'),
('t-closed', 'Broken export', '2026-01-10 09:00:00', '2026-03-01 09:00:00', 'ana', 'bo', 0, 'ana',
 'Product', 'Closed_Closed', 'P3', 'acme', 'Closed', null),
-- Imported as closed: nobody knows when it was.
('t-unaudited', 'Old import', '2026-01-11 09:00:00', '2026-01-11 09:00:00', '1', '1', 0, 'ana',
 '', 'Closed_Duplicate', '', 'acme', 'Closed', null),
-- From a version without states; the priority is the company's own.
('t-stateless', 'Very old', '2026-01-12 09:00:00', '2026-01-12 09:00:00', 'ana', 'ana', 0, null,
 null, 'Closed_Rejected', 'Urgent', null, null, null),
('t-reopened', 'Again', '2026-02-01 09:00:00', '2026-02-01 09:00:00', 'ana', 'ana', 0, 'ana',
 'Administration', 'Open_Assigned', 'P1', 'bolt', 'Open', null),
('t-gone', 'Spam', '2026-02-01 09:00:00', '2026-02-01 09:00:00', 'ana', 'ana', 1, 'ana',
 'Administration', 'Open_Assigned', 'P1', 'bolt', 'Open', null);

insert into cases_audit
(id, parent_id, date_created, created_by, field_name, data_type, before_value_string,
 after_value_string) values
('sa-1', 't-closed', '2026-01-12 10:00:00', 'ana', 'state', 'enum', 'Open', 'Closed'),
('sa-2', 't-closed', '2026-01-13 10:00:00', 'ana', 'state', 'enum', 'Closed', 'Open'),
('sa-3', 't-closed', '2026-01-15 16:00:00', 'ana', 'state', 'enum', 'Open', 'Closed'),
('sa-4', 't-closed', '2026-01-15 16:00:00', 'ana', 'status', 'dynamicenum', 'Open_Assigned',
 'Closed_Closed'),
('sa-5', 't-reopened', '2026-02-03 09:00:00', 'ana', 'state', 'enum', 'Open', 'Closed'),
('sa-6', 't-reopened', '2026-02-04 09:00:00', 'ana', 'state', 'enum', 'Closed', 'Open'),
('sa-7', 't-gone', '2026-02-04 09:00:00', 'ana', 'state', 'enum', 'Open', 'Closed');

insert into contacts_cases (id, contact_id, case_id, date_modified, deleted) values
('cc-1', 'ben', 't-closed', '2026-01-10 09:00:00', 1),
('cc-2', 'ann', 't-closed', '2026-01-11 09:00:00', 0),
('cc-3', 'ben', 't-closed', '2026-01-12 09:00:00', 0);

insert into aop_case_updates
(id, name, date_entered, date_modified, deleted, assigned_user_id, case_id, contact_id, internal)
values
('up-customer', 'It broke', '2026-01-10 09:30:00', '2026-01-10 09:30:00', 0, null, 't-closed',
 'ann', 0),
('up-internal', 'Whose is it?', '2026-01-10 09:40:00', '2026-01-10 09:40:00', 0, 'bo', 't-closed',
 null, 1),
-- By e-mail, from an address the CRM does not know.
('up-stranger', 'Same here', '2026-01-10 10:00:00', '2026-01-10 10:00:00', 0, null, 't-closed',
 null, 0),
('up-reply', 'We look at it', '2026-01-10 10:15:00', '2026-01-10 10:15:00', 0, 'ana', 't-closed',
 '', 0),
('up-second', 'Mended', '2026-01-14 08:00:00', '2026-01-14 08:00:00', null, 'ana', 't-closed',
 null, null),
('up-gone', 'Oops', '2026-01-10 09:50:00', '2026-01-10 09:55:00', 1, 'ana', 't-closed', null, 0);

insert into calls
(id, name, date_entered, date_modified, deleted, assigned_user_id, duration_hours,
 duration_minutes, date_start, date_end, parent_type, parent_id, status, direction) values
('call-held', 'First call', '2026-01-07 08:00:00', '2026-01-08 09:35:00', 0, 'ana', 0, 30,
 '2026-01-08 09:00:00', '2026-01-08 09:30:00', 'Opportunities', 'd-won', 'Held', 'Outbound'),
-- Planned for April, held in March: it cannot have ended after it was last saved.
('call-early', 'Brought forward', '2026-03-01 08:00:00', '2026-03-30 08:00:00', 0, 'bo', 1, 0,
 '2026-04-10 10:00:00', '2026-04-10 11:00:00', null, null, 'Held', 'Inbound'),
('call-planned', 'Next call', '2026-03-20 08:00:00', '2026-03-20 08:00:00', null, 'ana', 0, 15,
 '2026-04-05 09:00:00', '2026-04-05 09:15:00', 'Accounts', 'acme', 'Planned', 'Outbound'),
('call-not', 'Nobody there', '2026-03-21 08:00:00', '2026-03-21 08:00:00', 0, 'ana', 0, 15,
 '2026-03-21 09:00:00', '2026-03-21 09:15:00', 'Contacts', 'ann', 'Not Held', null),
('call-custom', 'Postponed', '2026-03-22 08:00:00', '2026-03-22 08:00:00', 0, 'ana', 0, 15,
 '2026-03-22 09:00:00', '2026-03-22 09:15:00', null, null, 'Postponed', null),
('call-gone', 'Gone', '2026-03-22 08:00:00', '2026-03-22 08:00:00', 1, 'ana', 0, 15,
 '2026-03-22 09:00:00', '2026-03-22 09:15:00', null, null, 'Held', null);

insert into calls_contacts (id, call_id, contact_id, date_modified, deleted) values
('kc-1', 'call-held', 'ann', '2026-01-07 08:00:00', 1),
('kc-2', 'call-held', 'ben', '2026-01-07 08:00:00', 0),
('kc-3', 'call-not', 'ben', '2026-03-21 08:00:00', 0);

insert into calls_leads (id, call_id, lead_id, date_modified, deleted) values
('kl-1', 'call-early', 'l-work', '2026-03-01 08:00:00', 0);

insert into meetings
(id, name, date_entered, date_modified, deleted, assigned_user_id, duration_hours,
 duration_minutes, date_start, date_end, parent_type, parent_id, status) values
('meet-held', 'At the customer', '2026-01-13 08:00:00', '2026-01-15 08:00:00', 0, 'ana', 1, 30,
 '2026-01-14 09:00:00', '2026-01-14 10:30:00', 'Cases', 't-closed', 'Held'),
('meet-lead', 'Demo', '2026-03-25 08:00:00', '2026-03-25 08:00:00', 0, 'bo', 0, 45,
 '2026-04-02 09:00:00', '2026-04-02 09:45:00', null, null, 'Planned');

-- Two people come to one meeting: it stays one row.
insert into meetings_contacts (id, meeting_id, contact_id, date_modified, deleted) values
('mc-1', 'meet-held', 'ben', '2026-01-13 08:00:00', 0),
('mc-2', 'meet-held', 'ann', '2026-01-13 08:00:00', 0);

insert into meetings_leads (id, meeting_id, lead_id, date_modified, deleted) values
('ml-1', 'meet-lead', 'l-new', '2026-03-25 08:00:00', null);

insert into tasks
(id, name, date_entered, date_modified, deleted, assigned_user_id, status, date_due_flag,
 date_due, parent_type, parent_id, contact_id) values
('task-done', 'Send offer', '2026-02-01 08:00:00', '2026-02-03 12:00:00', 0, 'ana', 'Completed', 1,
 '2026-02-02 08:00:00', 'Opportunities', 'd-lost', 'ben'),
('task-open', 'Write', '2026-02-01 08:00:00', '2026-02-02 12:00:00', 0, 'bo', 'In Progress', 0,
 '2026-03-01 08:00:00', 'Leads', 'l-work', '');

insert into emails
(id, name, date_entered, date_modified, deleted, assigned_user_id, date_sent_received, type,
 status, parent_type, parent_id) values
('mail-out', 'Offer', '2026-01-12 09:01:00', '2026-01-12 09:01:00', 0, 'bo',
 '2026-01-12 09:00:00', 'out', 'sent', 'Opportunities', 'd-lost'),
('mail-in', 'Re: Offer', '2026-01-13 09:05:00', '2026-01-13 09:05:00', 0, 'bo',
 '2026-01-13 09:00:00', 'inbound', 'read', null, null),
('mail-draft', 'Not yet', '2026-01-14 09:00:00', '2026-01-14 09:00:00', 0, 'bo',
 null, 'draft', 'draft', null, null),
('mail-campaign', 'Newsletter', '2026-01-15 09:00:00', '2026-01-15 09:00:00', 0, 'ana',
 '2026-01-15 09:00:00', 'campaign', 'sent', null, null),
-- What a case update sends by itself: assigned to nobody.
('mail-auto', 'Case update', '2026-01-10 10:15:00', '2026-01-10 10:15:00', 0, null,
 '2026-01-10 10:15:00', 'out', 'sent', 'Cases', 't-closed'),
('mail-error', 'Bounced', '2026-01-16 09:00:00', '2026-01-16 09:00:00', 0, 'ana',
 '2026-01-16 09:00:00', 'out', 'send_error', null, null),
('mail-archived', 'Old mail', '2026-01-17 09:00:00', '2026-01-17 09:00:00', 0, 'ana',
 null, 'archived', 'archived', 'Accounts', 'bolt'),
('mail-gone', 'Gone', '2026-01-17 09:00:00', '2026-01-17 09:00:00', 1, 'ana',
 null, 'archived', 'archived', 'Accounts', 'bolt');

insert into emails_beans (id, email_id, bean_id, bean_module, date_modified, deleted) values
('eb-1', 'mail-out', 'ann', 'Contacts', '2026-01-12 09:01:00', 0),
('eb-2', 'mail-out', 'ben', 'Contacts', '2026-01-12 09:01:00', 0),
('eb-3', 'mail-out', 'bolt', 'Accounts', '2026-01-12 09:01:00', 0),
('eb-4', 'mail-in', 'ben', 'Contacts', '2026-01-13 09:05:00', 0),
('eb-5', 'mail-in', 'l-new', 'Leads', '2026-01-13 09:05:00', 1),
('eb-6', 'mail-in', 't-pending', 'Cases', '2026-01-13 09:05:00', 0),
('eb-7', 'mail-in', 'd-reopened', 'Opportunities', '2026-01-13 09:05:00', 0),
('eb-8', 'mail-campaign', 'l-new', 'Leads', '2026-01-15 09:00:00', 0);

insert into notes
(id, name, date_entered, date_modified, deleted, assigned_user_id, filename, parent_type,
 parent_id, contact_id, embed_flag) values
('note', 'Met at the fair', '2026-01-18 09:00:00', '2026-01-18 09:00:00', 0, 'bo', null,
 'Accounts', 'bolt', 'ben', 0),
('note-attached', 'offer.pdf', '2026-01-12 09:01:00', '2026-01-12 09:01:00', 0, 'bo', 'offer.pdf',
 'Emails', 'mail-out', null, 0),
('note-file', 'log.txt', '2026-01-10 09:30:00', '2026-01-10 09:30:00', 0, 'bo', 'log.txt',
 'AOP_Case_Updates', 'up-customer', null, 0);

insert into aos_contracts
(id, name, date_entered, date_modified, deleted, start_date, end_date, total_contract_value,
 total_contract_value_usdollar, currency_id, status, contract_account_id) values
('c-year', 'Acme 2025', '2024-12-20 08:00:00', '2024-12-20 08:00:00', 0, '2025-01-01',
 '2025-12-31', 12000, 12000, '-99', 'Signed', 'acme'),
-- As the form proposes it: the end is the same day a year later.
('c-renewal', 'Acme 2026', '2025-12-20 08:00:00', '2025-12-20 08:00:00', 0, '2026-01-01',
 '2027-01-01', 13200, 13200, '-99', 'Signed', 'acme'),
('c-bolt', 'Bolt', '2025-02-01 08:00:00', '2025-02-01 08:00:00', 0, '2025-02-10',
 '2026-02-09', 2400, 3000, 'eur', 'Signed', 'bolt'),
('c-cargo', 'Cargo', '2025-11-01 08:00:00', '2025-11-01 08:00:00', null, '2025-11-15',
 '2026-05-14', 570, 600, 'chf', 'Signed', 'cargo'),
-- A term of 45 days, and one from the end of a month to the end of the next.
('c-days', 'Acme extra', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 0, '2026-02-01',
 '2026-03-17', 450, 450, null, 'Signed', 'acme'),
('c-month-end', 'Cargo extra', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 0, '2026-01-31',
 '2026-02-27', 50, 50, '-99', 'Signed', 'cargo'),
-- Without an end there is no term that the value could be divided by.
('c-endless', 'Endless', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 0, '2026-01-01',
 null, 1000, 1000, '-99', 'Signed', 'cargo'),
('c-backwards', 'Backwards', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 0, '2026-01-10',
 '2026-01-01', 1000, 1000, '-99', 'Signed', 'cargo'),
('c-draft', 'Draft', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 0, '2026-01-01',
 '2026-12-31', 1000, 1000, '-99', 'Not Started', 'cargo'),
('c-gone', 'Gone', '2026-01-20 08:00:00', '2026-01-20 08:00:00', 1, '2026-01-01',
 '2026-12-31', 1000, 1000, '-99', 'Signed', 'cargo');

insert into aos_products_quotes
(id, name, date_entered, date_modified, deleted, number, product_total_price, parent_type,
 parent_id) values
('p-1', 'Support', '2024-12-20 08:00:00', '2024-12-20 08:00:00', 0, 1, 3000, 'AOS_Contracts',
 'c-year'),
('p-2', 'Platform', '2024-12-20 08:00:00', '2024-12-20 08:00:00', 0, 2, 9000, 'AOS_Contracts',
 'c-year'),
('p-3', 'Consulting', '2024-12-20 08:00:00', '2025-01-15 08:00:00', 1, 3, 20000, 'AOS_Contracts',
 'c-year'),
('p-4', 'Hardware', '2024-12-20 08:00:00', '2024-12-20 08:00:00', 0, 1, 50000, 'AOS_Quotes',
 'c-year');

insert into aos_invoices
(id, name, date_entered, date_modified, deleted, billing_account_id, number, tax_amount,
 tax_amount_usdollar, total_amount, total_amount_usdollar, currency_id, invoice_date, status)
values
('i-plain', 'Plain', '2026-01-10 08:00:00', '2026-01-10 08:00:00', 0, 'acme', 1, 190, 190, 1190,
 1190, '-99', '2026-01-10', 'Paid'),
('i-return', 'Return', '2026-01-20 08:00:00', '2026-01-20 08:00:00', null, 'acme', 2, -19, -19,
 -119, -119, '-99', '2026-01-20', 'Unpaid'),
('i-euro', 'Euro', '2026-02-01 08:00:00', '2026-02-01 08:00:00', 0, 'bolt', 3, 40, 50, 240, 300,
 'eur', '2026-02-01', 'Paid'),
('i-points', 'Points', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 0, 'bolt', 4, null, null,
 10000, 1000, 'points', '2026-02-02', null),
('i-undated', 'Undated', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 0, 'bolt', 5, 0, 0, 10, 10,
 '-99', null, 'Paid'),
('i-cancelled', 'Cancelled', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 0, 'bolt', 6, 0, 0, 10,
 10, '-99', '2026-02-02', 'Cancelled'),
('i-gone', 'Gone', '2026-02-02 08:00:00', '2026-02-02 08:00:00', 1, 'bolt', 7, 0, 0, 10, 10,
 '-99', '2026-02-02', 'Paid');
