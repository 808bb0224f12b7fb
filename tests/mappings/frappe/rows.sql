-- A site in Berlin: its clock is an hour ahead of UTC, from 29 March 2026 on two.
insert into `tabSingles` (doctype, field, value) values
('System Settings', 'time_zone', 'Europe/Berlin'),
('System Settings', 'number_format', '#.###,##'),
('System Settings', 'date_format', 'dd-mm-yyyy'),
('FCRM Settings', 'currency', 'EUR'),
('FCRM Settings', 'modified', '2025-11-01 09:00:00.000000');

-- People: one who has left, two of one name, a customer, and the two every site has.
insert into `tabUser`
(name, creation, modified, enabled, email, full_name, user_type) values
('Administrator', '2025-11-01 08:00', '2025-11-01 08:00', 1, 'admin@acme.test', 'Administrator', 'System User'),
('Guest', '2025-11-01 08:00', '2025-11-01 08:00', 1, 'guest@acme.test', 'Guest', 'Website User'),
('anna@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'anna@acme.test', 'Anna Berg', 'System User'),
('ben@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'ben@acme.test', 'Ben Carl', 'System User'),
('cora@acme.test', '2025-11-01 09:00', '2026-02-28 18:00', 0, 'cora@acme.test', 'Cora Dahl', 'Website User'),
('dora@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'dora@acme.test', '', 'System User'),
('eva1@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'eva1@acme.test', 'Eva Falk', 'System User'),
('eva2@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'eva2@acme.test', 'Eva Falk', 'System User'),
('pat@client.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'pat@client.test', 'Pat Client', 'Website User');

insert into `tabHas Role` (name, parent, parenttype, idx, role) values
('r1', 'anna@acme.test', 'User', 1, 'Sales User'),
('r2', 'anna@acme.test', 'User', 2, 'Sales Manager'),
('r3', 'ben@acme.test', 'User', 1, 'Sales User'),
('r4', 'dora@acme.test', 'User', 1, 'Agent'),
('r5', 'ben@acme.test', 'Report', 1, 'Sales Manager');

insert into `tabAddress` (name, creation, modified, address_title, country) values
('Alpha-Billing', '2025-11-02 09:00', '2026-03-05 09:00', 'Alpha', 'Germany');

insert into `tabCRM Organization`
(name, creation, modified, owner, organization_name, website, no_of_employees, industry, territory, address) values
('Alpha', '2025-11-02 09:00', '2025-11-02 09:00', 'anna@acme.test', 'Alpha', 'https://alpha.test', '11-50', 'Software', 'North', 'Alpha-Billing'),
('Beta', '2025-11-03 00:30', '2026-01-05 09:00', 'ben@acme.test', 'Beta', null, '1-10', 'Retail', 'South', null),
('Gamma', '2025-11-04 09:00', '2025-11-04 09:00', 'ben@acme.test', 'Gamma', null, null, null, null, null);

insert into `tabContact`
(name, creation, modified, owner, first_name, last_name, email_id, phone, mobile_no, company_name, designation, unsubscribed) values
('Ada Alt', '2025-11-05 09:00', '2025-11-05 09:00', 'anna@acme.test', 'Ada', 'Alt', 'ada@alpha.test', '+49 30 1', '+49 170 1', 'Alpha', 'CEO', 0),
('Bob Bach', '2025-11-06 09:00', '2025-11-06 09:00', 'ben@acme.test', 'Bob', 'Bach', '', '', '', 'Bach and Sons', null, 0),
('Cem Can', '2025-11-07 09:00', '2025-11-07 09:00', 'ben@acme.test', 'Cem', 'Can', 'cem@gamma.test', '+49 30 3', '', 'Gamma', 'Buyer', 0),
('Dan Dorn', '2025-11-08 09:00', '2025-11-08 09:00', 'ben@acme.test', 'Dan', null, 'dan@delta.test', null, null, null, null, 1);

-- The first address is not the main one.
insert into `tabContact Email` (name, parent, parenttype, idx, email_id, is_primary) values
('ce1', 'Ada Alt', 'Contact', 1, 'old@alpha.test', 0),
('ce2', 'Ada Alt', 'Contact', 2, 'ada@alpha.test', 1),
('ce3', 'Bob Bach', 'Contact', 1, 'bob@beta.test', 0);

insert into `tabContact Phone` (name, parent, parenttype, idx, phone, is_primary_phone, is_primary_mobile_no) values
('cp1', 'Ada Alt', 'Contact', 1, '+49 30 1', 1, 0),
('cp2', 'Ada Alt', 'Contact', 2, '+49 170 1', 0, 1);

-- A contact linked to two organizations, and an address of the same name as a contact.
insert into `tabDynamic Link` (name, parent, parenttype, idx, link_doctype, link_name) values
('dl1', 'Bob Bach', 'Contact', 1, 'CRM Organization', 'Beta'),
('dl2', 'Bob Bach', 'Contact', 2, 'CRM Organization', 'Gamma'),
('dl3', 'Dan Dorn', 'Address', 1, 'CRM Organization', 'Alpha'),
('dl4', 'CALL-2', 'CRM Call Log', 1, 'CRM Deal', 'D-07'),
('dl5', 'CALL-2', 'CRM Call Log', 2, 'FCRM Note', 'N-1');

insert into `tabEmail Unsubscribe` (name, modified, email, reference_doctype, global_unsubscribe) values
('eu1', '2026-02-01 09:00', 'cem@gamma.test', null, 1),
('eu2', '2026-02-02 09:00', 'ada@alpha.test', 'Newsletter', 0);

insert into `tabCRM Lead Status` (name, modified, lead_status, position, type) values
('New', '2025-11-01 09:00', 'New', 1, 'Open'),
('Contacted', '2025-11-01 09:00', 'Contacted', 2, 'Ongoing'),
('Qualified', '2025-11-01 09:00', 'Qualified', 4, 'Won'),
('Unqualified', '2025-11-01 09:00', 'Unqualified', 6, 'Lost'),
('Junk', '2025-11-01 09:00', 'Junk', 7, 'Lost');

-- "Invoiced" is won too, "Lost to rival" lost; a probability says nothing of the outcome.
insert into `tabCRM Deal Status` (name, modified, deal_status, position, probability, type) values
('Qualification', '2025-11-01 09:00', 'Qualification', 1, 10, 'Open'),
('Demo/Making', '2025-11-01 09:00', 'Demo/Making', 2, 25, 'Ongoing'),
('Proposal/Quotation', '2025-12-31 09:00', 'Proposal/Quotation', 3, 100, 'Ongoing'),
('Parked', '2025-11-01 09:00', 'Parked', 4, 0, 'On Hold'),
('Won', '2025-11-01 09:00', 'Won', 5, 100, 'Won'),
('Invoiced', '2025-11-01 09:00', 'Invoiced', 6, 90, 'Won'),
('Lost', '2025-11-01 09:00', 'Lost', 7, 0, 'Lost'),
('Lost to rival', '2025-11-01 09:00', 'Lost to rival', 8, 0, 'Lost');

insert into `tabCRM Lead`
(name, creation, modified, owner, lead_name, status, email, mobile_no, phone, lead_owner, source, organization, territory, converted, first_responded_on) values
('L-1', '2026-03-01 10:00', '2026-03-10 11:00', 'ben@acme.test', 'Ida Iron', 'Qualified', 'ida@beta.test', '', '+49 30 7', 'ben@acme.test', 'Website', 'Beta', 'South', 1, '2026-03-01 12:30'),
('L-2', '2026-03-02 10:00', '2026-03-02 10:00', 'ben@acme.test', 'Jo June', 'New', 'jo@new.test', '+49 170 8', '+49 30 8', 'ben@acme.test', 'Fair', null, null, 0, null),
('L-3', '2026-03-03 10:00', '2026-03-04 10:00', 'ben@acme.test', 'Kim Kern', 'Contacted', null, null, null, 'anna@acme.test', null, 'Kern', null, 0, null),
('L-4', '2026-01-05 10:00', '2026-01-09 10:00', 'ben@acme.test', 'Lou Lang', 'Unqualified', null, null, null, 'anna@acme.test', null, null, null, 0, null),
('L-5', '2026-01-06 10:00', '2026-01-20 10:00', 'ben@acme.test', 'Max Mohn', 'Contacted', null, null, null, 'anna@acme.test', null, null, null, 0, null),
('L-6', '2026-01-07 10:00', '2026-01-08 10:00', 'ben@acme.test', 'Nia Nord', 'Qualified', null, null, null, 'anna@acme.test', null, null, null, 0, null);

insert into `tabCRM Deal`
(name, creation, modified, owner, organization, `lead`, lead_name, deal_owner, status, deal_value, expected_deal_value, currency, exchange_rate, expected_closure_date, closed_date, source, territory, contact, lost_reason) values
('D-01', '2025-12-01 09:00', '2026-02-01 12:00', 'ben@acme.test', 'Alpha', null, null, 'anna@acme.test', 'Invoiced', 45000, 0, 'EUR', 1, '2026-01-31', '2026-02-01', 'Website', 'North', null, null),
('D-02', '2025-12-05 10:00', '2026-02-10 15:00', 'ben@acme.test', 'Beta', null, null, 'ben@acme.test', 'Lost', 8000, 9000, 'EUR', 1, '2026-03-31', '2026-01-05', 'Fair', 'South', 'Bob Bach', 'Price'),
('D-03', '2025-12-15 09:00', '2026-02-15 10:00', 'ben@acme.test', 'Beta', null, null, 'ben@acme.test', 'Demo/Making', 5000, 0, 'USD', 0.91, '2026-04-30', null, null, null, null, 'Price'),
('D-04', '2025-11-03 09:00', '2025-12-20 09:00', 'cora@acme.test', 'Gamma', null, null, 'cora@acme.test', 'Won', 1000, 0, 'EUR', 1, '2025-12-01', '2025-12-20', null, null, null, null),
('D-05', '2025-11-10 09:00', '2026-01-20 09:00', 'ben@acme.test', 'Gamma', null, null, 'ben@acme.test', 'Lost', 2000, 0, null, 1, '2026-01-31', null, null, null, null, 'Timing'),
('D-06', '2025-11-15 09:00', '2026-02-20 10:00', 'ben@acme.test', 'Gamma', null, null, 'ben@acme.test', 'Lost to rival', 3000, 0, 'EUR', 1, '2026-01-10', null, null, null, null, 'Rival'),
('D-07', '2025-12-15 16:00', '2026-03-12 09:00', 'anna@acme.test', 'Beta', null, null, 'cora@acme.test', 'Proposal/Quotation', 0, 20000, 'USD', 0.92, '2026-05-31', null, null, null, null, null),
('D-08', '2026-02-01 09:00', '2026-03-03 09:00', 'ben@acme.test', 'Alpha', null, null, 'ben@acme.test', 'Won', 7000, 0, 'EUR', 1, '2026-04-15', '2026-03-03', null, null, null, null),
('D-09', '2026-03-10 11:00', '2026-03-10 11:00', 'ben@acme.test', 'Beta', 'L-1', 'Ida Iron', 'ben@acme.test', 'Won', 600.5, 0, 'EUR', 1, null, '2026-03-10', null, null, null, null),
('D-10', '2026-03-02 09:00', '2026-03-30 00:30', 'anna@acme.test', 'Alpha', null, null, 'anna@acme.test', 'Won', 4000, 0, 'EUR', 1, null, '2026-03-30', null, null, null, null),
('D-11', '2026-03-20 09:00', '2026-03-20 09:00', 'anna@acme.test', null, 'L-1', 'Ida Iron', null, 'Parked', 0, 0, '', 1, null, null, null, null, null, null);

-- One row a visit. The person on it is the one who ended it.
insert into `tabCRM Status Change Log`
(name, parent, parenttype, parentfield, idx, `from`, from_type, from_date, `to`, to_type, to_date, log_owner) values
('s101', 'D-01', 'CRM Deal', 'status_change_log', 1, 'Qualification', 'Open', '2025-12-01 09:00:00.050', 'Proposal/Quotation', 'Ongoing', '2025-12-10 10:00', 'anna@acme.test'),
('s102', 'D-01', 'CRM Deal', 'status_change_log', 2, 'Proposal/Quotation', 'Ongoing', '2025-12-10 10:00', 'Won', 'Won', '2026-01-15 00:30', 'anna@acme.test'),
('s103', 'D-01', 'CRM Deal', 'status_change_log', 3, 'Won', null, '2026-01-15 00:30', 'Invoiced', 'Won', '2026-02-01 12:00', 'ben@acme.test'),
('s104', 'D-01', 'CRM Deal', 'status_change_log', 4, 'Invoiced', 'Won', '2026-02-01 12:00', '', '', null, 'ben@acme.test'),
('s201', 'D-02', 'CRM Deal', 'status_change_log', 1, 'Qualification', '', '2025-12-05 10:00', 'Won', 'Won', '2026-01-05 10:00', 'ben@acme.test'),
('s202', 'D-02', 'CRM Deal', 'status_change_log', 2, 'Won', null, '2026-01-05 10:00', 'Parked', 'On Hold', '2026-01-08 10:00', 'ben@acme.test'),
('s203', 'D-02', 'CRM Deal', 'status_change_log', 3, 'Parked', 'On Hold', '2026-01-08 10:00', 'Lost', 'Lost', '2026-02-10 15:00', 'ben@acme.test'),
('s204', 'D-02', 'CRM Deal', 'status_change_log', 4, 'Lost', 'Lost', '2026-02-10 15:00', '', '', null, 'ben@acme.test'),
('s301', 'D-03', 'CRM Deal', 'status_change_log', 1, 'Qualification', 'Open', '2025-12-15 09:00', 'Lost', 'Lost', '2026-01-20 09:00', 'ben@acme.test'),
('s302', 'D-03', 'CRM Deal', 'status_change_log', 2, 'Lost', 'Lost', '2026-01-20 09:00', 'Proposal/Quotation', 'Ongoing', '2026-02-15 10:00', 'ben@acme.test'),
('s303', 'D-03', 'CRM Deal', 'status_change_log', 3, 'Proposal/Quotation', 'Ongoing', '2026-02-15 10:00', 'Demo/Making', 'Ongoing', '2026-02-15 10:00', 'ben@acme.test'),
('s304', 'D-03', 'CRM Deal', 'status_change_log', 4, 'Demo/Making', 'Ongoing', '2026-02-15 10:00', '', '', null, 'ben@acme.test'),
('s601', 'D-06', 'CRM Deal', 'status_change_log', 1, 'Lost', 'Lost', '2026-02-20 09:59', 'Lost to rival', 'Lost', '2026-02-20 10:00', 'ben@acme.test'),
('s602', 'D-06', 'CRM Deal', 'status_change_log', 2, 'Lost to rival', 'Lost', '2026-02-20 10:00', '', '', null, 'ben@acme.test'),
('s701', 'D-07', 'CRM Deal', 'status_change_log', 1, 'Offer', 'Ongoing', '2025-12-15 16:00', 'Proposal', 'Ongoing', '2025-12-20 16:00', 'anna@acme.test'),
('s702', 'D-07', 'CRM Deal', 'status_change_log', 2, 'Proposal', 'Ongoing', '2025-12-20 16:00', '', '', null, 'anna@acme.test'),
('s801', 'D-08', 'CRM Deal', 'status_change_log', 1, 'Qualification', 'Open', '2026-02-01 09:00', '', '', null, 'ben@acme.test'),
('s901', 'D-09', 'CRM Deal', 'status_change_log', 1, 'Won', 'Won', '2026-03-10 11:00:00.200', '', '', null, 'ben@acme.test'),
('s951', 'D-10', 'CRM Deal', 'status_change_log', 1, 'Qualification', 'Open', '2026-03-02 09:00', 'Closed won', 'Won', '2026-03-30 00:30', 'anna@acme.test'),
('s952', 'D-10', 'CRM Deal', 'status_change_log', 2, 'Closed won', 'Won', '2026-03-30 00:30', '', '', null, 'anna@acme.test'),
('s961', 'D-11', 'CRM Deal', 'status_change_log', 1, 'Parked', 'On Hold', '2026-03-20 09:00', '', '', null, 'anna@acme.test'),
-- A lead and a deal may have one name.
('s971', 'D-05', 'CRM Lead', 'status_change_log', 1, 'New', '', '2025-11-10 09:00', 'Lost', 'Lost', '2026-01-15 09:00', 'ben@acme.test'),
('s972', 'D-05', 'CRM Lead', 'status_change_log', 2, 'Lost', 'Lost', '2026-01-15 09:00', '', '', null, 'ben@acme.test'),
-- The app looks a lead's type up among the deals' statuses: empty.
('s981', 'L-4', 'CRM Lead', 'status_change_log', 1, 'New', '', '2026-01-05 10:00', 'Junk', '', '2026-01-07 10:00', 'anna@acme.test'),
('s982', 'L-4', 'CRM Lead', 'status_change_log', 2, 'Junk', '', '2026-01-07 10:00', 'Unqualified', '', '2026-01-09 10:00', 'anna@acme.test'),
('s983', 'L-4', 'CRM Lead', 'status_change_log', 3, 'Unqualified', '', '2026-01-09 10:00', '', '', null, 'anna@acme.test'),
('s991', 'L-5', 'CRM Lead', 'status_change_log', 1, 'Junk', '', '2026-01-06 10:00', 'Contacted', '', '2026-01-20 10:00', 'anna@acme.test'),
('s992', 'L-5', 'CRM Lead', 'status_change_log', 2, 'Contacted', '', '2026-01-20 10:00', '', '', null, 'anna@acme.test');

insert into `tabCRM Contacts` (name, parent, parenttype, idx, contact, is_primary) values
('cc1', 'D-01', 'CRM Deal', 1, 'Bob Bach', 0),
('cc2', 'D-01', 'CRM Deal', 2, 'Ada Alt', 1),
('cc3', 'D-09', 'CRM Deal', 1, 'Bob Bach', 0),
('cc4', 'D-09', 'CRM Deal', 2, 'Cem Can', 0);

insert into `tabCRM Products` (name, parent, parenttype, idx, product_code, product_name, net_amount) values
('p1', 'D-01', 'CRM Deal', 1, 'SETUP', 'Setup', 5000),
('p2', 'D-01', 'CRM Deal', 2, 'SUITE', 'Suite', 40000),
('p3', 'L-1', 'CRM Lead', 1, 'SETUP', 'Setup', 1);

-- What a screen shows, as versions keep it; a record that is not JSON, one about lists only.
insert into `tabVersion` (name, creation, modified, owner, ref_doctype, docname, data) values
('v01', '2025-12-10 10:00:00.1', '2025-12-10 10:00:00.1', 'anna@acme.test', 'CRM Deal', 'D-01', '{"added":[],"changed":[["deal_value","€ 40.000,50","€ 42.000,00"],["expected_closure_date","31-12-2025","15-01-2026"]],"data_import":null,"removed":[],"row_changed":[]}'),
('v02', '2026-01-10 09:00', '2026-01-10 09:00', 'ben@acme.test', 'CRM Deal', 'D-01', '{"changed":[["deal_value","42.000,00 €","45.000,00 €"],["expected_closure_date","15-01-2026","31-01-2026"],["deal_owner","ben@acme.test","anna@acme.test"]]}'),
('v03', '2026-01-10 09:00', '2026-01-10 09:00', 'ben@acme.test', 'CRM Deal', 'D-01', '{"changed":[],"row_changed":[["products",0,"p1",[["qty",1,2]]]]}'),
('v04', '2026-01-12 09:00', '2026-01-12 09:00', 'ben@acme.test', 'CRM Deal', 'D-02', '{"changed":[["deal_value",0.0,"€ 8.000,00"]]}'),
('v05', '2026-01-05 09:00', '2026-01-05 09:00', 'anna@acme.test', 'CRM Deal', 'D-07', '{"changed":[["deal_owner","Ben Carl","Eva Falk"],["currency","","USD"]]}'),
('v06', '2026-01-06 09:00', '2026-01-06 09:00', 'anna@acme.test', 'CRM Deal', 'D-07', '{"changed":[["deal_owner","Eva Falk","Cora Dahl"],["expected_deal_value","$ 1.500,00","$ 20.000,00"]]}'),
('v07', '2026-01-07 09:00', '2026-01-07 09:00', 'anna@acme.test', 'CRM Deal', 'D-07', '{"changed":[["expected_closure_date",null,"31-05-2026"]]}'),
('v08', '2026-03-21 09:00', '2026-03-21 09:00', 'anna@acme.test', 'CRM Deal', 'D-11', '{"changed":[["deal_owner","anna@acme.test",""]]}'),
('v09', '2026-03-22 09:00', '2026-03-22 09:00', 'anna@acme.test', 'CRM Deal', 'D-11', 'not json'),
('v10', '2026-02-28 18:00', '2026-02-28 18:00', 'Administrator', 'User', 'cora@acme.test', '{"changed":[["enabled",1,0],["last_name","D","Dahl"]]}'),
('v11', '2026-03-04 10:00', '2026-03-04 10:00', 'anna@acme.test', 'CRM Lead', 'L-3', '{"changed":[["status","New","Contacted"]]}'),
('v12', '2026-03-06 12:00', '2026-03-06 12:00', 'dora@acme.test', 'HD Ticket', '1', '{"changed":[["status","Open","Resolved"]]}'),
('v13', '2026-03-07 09:00', '2026-03-07 09:00', 'Guest', 'HD Ticket', '1', '{"changed":[["status","Resolved","Open"]]}'),
('v14', '2026-03-08 09:00', '2026-03-08 09:00', 'dora@acme.test', 'HD Ticket', '1', '{"changed":[["status","Open","Resolved"]]}'),
('v15', '2026-03-09 18:00', '2026-03-09 18:00', 'Guest', 'HD Ticket', '1', '{"changed":[["feedback_rating",0,0.8]]}'),
('v16', '2026-03-10 18:00', '2026-03-10 18:00', 'dora@acme.test', 'HD Ticket', '5', '{"changed":[["status","Resolved","Closed"]]}'),
('v17', '2026-03-11 18:00', '2026-03-11 18:00', 'anna@acme.test', 'Print Format', 'x', '{"changed":[["disabled",0,1]]}');

insert into `tabCRM Call Log`
(name, creation, modified, owner, id, status, type, start_time, end_time, duration, caller, receiver, note, reference_doctype, reference_docname) values
('CALL-1', '2026-03-01 12:30', '2026-03-01 12:40', 'Administrator', 'CALL-1', 'Completed', 'Incoming', '2026-03-01 12:30', '2026-03-01 12:36', 330, null, 'ben@acme.test', 'N-1', 'CRM Lead', 'L-1'),
('CALL-2', '2026-03-02 09:00', '2026-03-02 09:00', 'ben@acme.test', 'CALL-2', 'No Answer', 'Outgoing', '2026-03-02 09:00', null, null, 'ben@acme.test', null, null, null, null);

insert into `tabCRM Task`
(name, creation, modified, owner, title, due_date, status, assigned_to, reference_doctype, reference_docname) values
(1, '2026-01-02 09:00', '2026-01-05 17:00', 'ben@acme.test', 'Send offer', '2026-01-04 12:00', 'Done', 'anna@acme.test', 'CRM Deal', 'D-01'),
(2, '2026-01-03 09:00', '2026-01-03 09:00', 'ben@acme.test', 'Call back', '2026-04-04 12:00', 'Todo', null, 'CRM Lead', 'L-2'),
(3, '2026-01-03 10:00', '2026-01-06 09:00', 'ben@acme.test', 'Visit', null, 'Canceled', 'ben@acme.test', null, null);

insert into `tabFCRM Note` (name, creation, modified, owner, title, reference_doctype, reference_docname) values
('N-1', '2026-03-01 12:40', '2026-03-01 12:45', 'ben@acme.test', 'Asked for a demo', 'CRM Lead', 'L-1');

insert into `tabComment` (name, creation, modified, owner, comment_type, comment_email, reference_doctype, reference_name, content) values
('K-1', '2026-01-03 09:00', '2026-01-03 09:00', 'anna@acme.test', 'Comment', 'anna@acme.test', 'CRM Deal', 'D-01', 'ok'),
('K-2', '2026-01-03 09:01', '2026-01-03 09:01', 'anna@acme.test', 'Assigned', 'anna@acme.test', 'CRM Deal', 'D-01', 'assigned'),
('K-3', '2026-01-03 09:02', '2026-01-03 09:02', 'anna@acme.test', 'Comment', 'anna@acme.test', 'Blog Post', 'x', 'nice');

insert into `tabCommunication`
(name, creation, modified, owner, subject, communication_type, communication_medium, sent_or_received, communication_date, reference_doctype, reference_name, email_status, `user`) values
('M-1', '2026-01-05 10:01', '2026-01-05 10:01', 'ben@acme.test', 'Our offer', 'Communication', 'Email', 'Sent', '2026-01-05 10:00', 'CRM Deal', 'D-01', 'Open', 'ben@acme.test'),
('M-2', '2026-01-06 11:05', '2026-01-06 11:05', 'Administrator', 'Re: Our offer', 'Communication', 'Email', 'Received', '2026-01-06 11:00', 'CRM Deal', 'D-01', 'Open', 'Administrator'),
('M-3', '2026-01-06 11:06', '2026-01-06 11:06', 'Administrator', 'Thank you', 'Automated Message', 'Email', 'Sent', null, 'CRM Lead', 'L-2', 'Open', ''),
('M-4', '2026-01-06 12:00', '2026-01-06 12:00', 'Administrator', 'Pills', 'Communication', 'Email', 'Received', '2026-01-06 12:00', 'CRM Lead', 'L-2', 'Spam', null),
('M-5', '2026-01-06 13:00', '2026-01-06 13:00', 'ben@acme.test', 'Meeting', 'Communication', 'Event', 'Sent', '2026-01-06 13:00', 'CRM Lead', 'L-2', null, null),
('M-6', '2026-01-06 14:00', '2026-01-06 14:00', 'ben@acme.test', 'Welcome', 'Communication', 'Email', 'Sent', '2026-01-06 14:00', 'User', 'ben@acme.test', null, null),
('M-7', '2026-01-07 09:00', '2026-01-07 09:00', 'ben@acme.test', 'Talk', 'Communication', 'Phone', 'Sent', '2026-01-07 08:30', 'Contact', 'Ada Alt', null, 'ben@acme.test'),
('M-8', '2026-03-06 11:00', '2026-03-06 11:00', 'dora@acme.test', 'Re: Broken', 'Communication', 'Email', 'Sent', '2026-03-06 11:00', 'HD Ticket', '1', null, 'dora@acme.test'),
('M-9', '2026-03-05 09:00', '2026-03-05 09:00', 'Administrator', 'Broken', 'Communication', 'Email', 'Received', '2026-03-05 09:00', 'HD Ticket', '1', null, null);

insert into `tabCommunication Link` (name, parent, parenttype, idx, link_doctype, link_name) values
('ml1', 'M-1', 'Communication', 1, 'Contact', 'Ada Alt'),
('ml2', 'M-1', 'Communication', 2, 'Contact', 'Bob Bach'),
('ml3', 'M-2', 'Communication', 1, 'User', 'anna@acme.test');

insert into `tabEvent`
(name, creation, modified, owner, subject, event_category, status, starts_on, ends_on) values
('EV-1', '2026-01-10 09:00', '2026-01-13 00:00', 'anna@acme.test', 'Demo', 'Meeting', 'Closed', '2026-01-12 14:00', '2026-01-12 15:30'),
('EV-2', '2026-01-10 10:00', '2026-01-11 09:00', 'anna@acme.test', 'Lunch', 'Event', 'Cancelled', '2026-01-14 12:00', null),
('EV-3', '2026-01-10 11:00', '2026-01-10 11:00', 'anna@acme.test', 'Dentist', 'Event', 'Open', '2026-04-14 12:00', null),
('EV-4', '2026-03-20 11:00', '2026-03-20 11:00', 'anna@acme.test', 'Check in', 'Call', 'Open', '2026-04-14 12:00', '2026-04-14 12:15');

-- An event has one row in the calendar and one for each who takes part.
insert into `tabEvent Participants` (name, parent, parenttype, idx, reference_doctype, reference_docname) values
('ep1', 'EV-1', 'Event', 1, 'CRM Deal', 'D-01'),
('ep2', 'EV-1', 'Event', 2, 'Contact', 'Ada Alt'),
('ep3', 'EV-2', 'Event', 1, 'CRM Lead', 'L-2'),
('ep4', 'EV-3', 'Event', 1, 'Employee', 'E-1'),
('ep5', 'EV-4', 'Event', 1, 'CRM Organization', 'Alpha');

insert into `tabHD Ticket Status` (name, modified, label_agent, category, `order`) values
('Open', '2025-11-01 09:00', 'Open', 'Open', 1),
('Replied', '2025-11-01 09:00', 'Replied', 'Paused', 2),
('Resolved', '2025-11-01 09:00', 'Resolved', 'Resolved', 3),
('Closed', '2025-11-01 09:00', 'Closed', 'Resolved', 4);

insert into `tabHD Service Level Agreement` (name, modified, service_level, apply_sla_for_resolution) values
('Default', '2025-11-01 09:00', 'Default', 1),
('Reply only', '2025-11-01 09:00', 'Reply only', 0);

insert into `tabHD Ticket`
(name, creation, modified, subject, status, status_category, priority, ticket_type, agent_group, sla, response_by, resolution_by, agreement_status, first_responded_on, resolution_date, contact, customer, email_account, via_customer_portal, feedback_rating, is_merged, merged_with, _assign) values
(1, '2026-03-05 09:00', '2026-03-09 18:00', 'Broken', 'Resolved', 'Resolved', 'High', 'Bug', 'Support', 'Default', '2026-03-05 13:00', '2026-03-10 09:00', 'Fulfilled', '2026-03-05 11:00', '2026-03-08 09:00', 'Ada Alt', 'Beta', null, 1, 0.80, 0, null, '["dora@acme.test", "ben@acme.test"]'),
(2, '2026-03-29 02:30', '2026-03-29 02:30', 'Slow', 'Open', 'Open', 'Low', null, null, null, null, null, null, null, '2026-03-29 02:30', 'Ada Alt', 'Someone', 'Support', 0, 0, 0, null, null),
(3, '2026-03-12 09:00', '2026-03-12 09:30', 'Broken too', 'Closed', 'Resolved', 'High', 'Bug', null, null, null, null, null, null, null, 'Ada Alt', null, null, 0, 0, 1, '1', ''),
(4, '2026-03-13 09:00', '2026-03-13 10:00', 'How to', 'Replied', 'Paused', 'Low', 'Question', 'Support', 'Reply only', '2026-03-13 09:30', '2026-03-15 09:00', 'Failed', '2026-03-13 10:00', null, null, 'Gamma', null, 0, 0, 0, null, '["dora@acme.test"]'),
(5, '2026-03-09 09:00', '2026-03-10 18:00', 'Thanks', 'Closed', 'Resolved', 'Low', null, 'Support', null, null, null, null, '2026-03-10 17:00', '2026-03-10 17:00', null, null, null, 0, 1.00, 0, null, '[]');
