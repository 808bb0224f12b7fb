-- A site in Kolkata: its clock is five and a half hours ahead of UTC. Days are shown as stored.
insert into `tabSingles` (doctype, field, value) values
('System Settings', 'time_zone', 'Asia/Kolkata'),
('System Settings', 'number_format', '#,##,###.##'),
('Global Defaults', 'default_currency', 'INR');

insert into `tabCompany` (name, company_name, default_currency) values
('Acme', 'Acme', 'INR'),
('Acme Europe', 'Acme Europe', 'EUR');

insert into `tabUser` (name, creation, modified, enabled, email, full_name, user_type) values
('Administrator', '2025-11-01 08:00', '2025-11-01 08:00', 1, 'admin@acme.test', 'Administrator', 'System User'),
('Guest', '2025-11-01 08:00', '2025-11-01 08:00', 1, 'guest@acme.test', 'Guest', 'Website User'),
('anil@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'anil@acme.test', 'Anil Ahuja', 'System User'),
('bela@acme.test', '2025-11-01 09:00', '2025-11-01 09:00', 1, 'bela@acme.test', 'Bela Bose', 'System User'),
('chand@acme.test', '2025-11-01 09:00', '2026-02-01 10:00', 0, 'chand@acme.test', 'Chand Chopra', 'Website User');

-- A person may have been employed before, and lead a territory.
insert into `tabEmployee` (name, creation, employee_name, user_id, reports_to, designation, status) values
('E-0', '2025-01-01 09:00', 'Anil Ahuja', 'anil@acme.test', null, 'Intern', 'Left'),
('E-1', '2025-11-01 09:00', 'Anil Ahuja', 'anil@acme.test', 'E-2', 'Sales Executive', 'Active'),
('E-2', '2025-11-01 09:00', 'Bela Bose', 'bela@acme.test', '', 'Head of Sales', 'Active'),
('E-4', '2025-11-01 09:00', 'No Login', '', 'E-2', 'Agent', 'Active');

insert into `tabSales Person` (name, sales_person_name, parent_sales_person, employee, is_group, enabled) values
('Sales Team', 'Sales Team', '', null, 1, 1),
('North', 'North', 'Sales Team', null, 1, 1),
('Anil', 'Anil', 'North', 'E-1', 0, 1),
('Bela', 'Bela', 'Sales Team', 'E-2', 0, 1),
('No Login', 'No Login', 'North', 'E-4', 0, 1);

insert into `tabTerritory` (name, territory_name, territory_manager) values
('Punjab', 'Punjab', 'Anil'),
('Delhi', 'Delhi', 'Anil'),
('India', 'India', null);

insert into `tabFiscal Year` (name, `year`, year_start_date, year_end_date) values
('2025-2026', '2025-2026', '2025-04-01', '2026-03-31');

insert into `tabTarget Detail` (name, parent, parenttype, idx, item_group, fiscal_year, target_amount, distribution_id) values
('t1', 'Anil', 'Sales Person', 1, 'Services', '2025-2026', 1200, ''),
('t2', 'Anil', 'Sales Person', 2, 'Products', '2025-2026', 600, 'Winter'),
('t3', 'North', 'Sales Person', 1, null, '2025-2026', 2400, null),
('t4', 'Sales Team', 'Sales Person', 1, null, '2025-2026', 6000, null),
('t5', 'No Login', 'Sales Person', 1, null, '2025-2026', 9000, null),
('t6', 'Anil', 'Territory', 1, null, '2025-2026', 7000, null),
('t7', 'Bela', 'Sales Person', 1, 'Services', '2025-2026', 0, null);

insert into `tabMonthly Distribution Percentage` (name, parent, parenttype, idx, month, percentage_allocation) values
('m1', 'Winter', 'Monthly Distribution', 1, 'January', 75),
('m2', 'Winter', 'Monthly Distribution', 2, 'February', 25);

insert into `tabCurrency Exchange` (name, modified, `date`, from_currency, to_currency, exchange_rate, for_buying, for_selling) values
('x1', '2026-01-01 09:00', '2026-01-01', 'USD', 'INR', 84, 1, 1),
('x2', '2026-01-01 09:00', '2026-01-01', 'INR', 'USD', 0.012, 1, 1),
('x3', '2026-01-01 09:00', '2026-01-01', 'EUR', 'INR', 90, 1, 0);

insert into `tabAddress` (name, creation, modified, address_title, country, is_primary_address) values
('Alpha-1', '2025-11-01 09:00', '2025-11-01 09:00', 'Alpha', 'India', 0),
('Beta-1', '2025-12-03 09:00', '2026-01-09 09:00', 'Beta', 'Nepal', 0),
('Beta-2', '2025-12-04 09:00', '2025-12-04 09:00', 'Beta', 'Bhutan', 1);

insert into `tabCustomer`
(name, creation, modified, owner, customer_name, customer_group, territory, industry, market_segment, account_manager, website, email_id, mobile_no, tax_id, customer_primary_address, lead_name, prospect_name, is_internal_customer) values
('Alpha', '2025-11-01 09:00', '2025-11-02 09:00', 'bela@acme.test', 'Alpha', 'Commercial', 'Delhi', 'Software', 'Upper', 'anil@acme.test', 'https://alpha.test', 'office@alpha.test', '+91 11 1', '29AAA', 'Alpha-1', null, null, 0),
('CUST-2', '2025-12-03 09:00', '2025-12-03 09:00', 'anil@acme.test', 'Beta', 'Commercial', 'Punjab', null, null, '', null, null, null, null, null, 'LD-1', null, 0),
('Delta Ltd', '2026-02-20 09:00', '2026-02-20 09:00', 'anil@acme.test', 'Delta Ltd', 'Individual', null, null, null, null, null, null, null, null, null, '', 'Delta', 0),
('Acme Europe', '2025-11-01 09:00', '2025-11-01 09:00', 'Administrator', 'Acme Europe', 'Commercial', null, null, null, null, null, null, null, null, null, null, null, 1);

insert into `tabProspect` (name, creation, modified, owner, company_name, customer_group, no_of_employees, industry, prospect_owner, website) values
('Gamma', '2026-01-02 09:00', '2026-01-02 09:00', 'bela@acme.test', 'Gamma', 'Commercial', '11-50', 'Retail', 'anil@acme.test', 'gamma.test'),
('Delta', '2026-01-03 09:00', '2026-01-03 09:00', 'bela@acme.test', 'Delta', null, '1-10', null, null, null);

insert into `tabProspect Lead` (name, parent, parenttype, idx, `lead`) values
('pl1', 'Delta', 'Prospect', 1, 'LD-2'),
('pl2', 'Gamma', 'Prospect', 1, 'LD-4');

insert into `tabDynamic Link` (name, parent, parenttype, idx, link_doctype, link_name) values
('dl1', 'Beta-1', 'Address', 1, 'Customer', 'CUST-2'),
('dl2', 'Beta-2', 'Address', 1, 'Customer', 'CUST-2'),
('dl3', 'Asha', 'Contact', 1, 'Supplier', 'Paper Co'),
('dl4', 'Asha', 'Contact', 2, 'Customer', 'Alpha'),
('dl5', 'Binod', 'Contact', 1, 'Lead', 'LD-1'),
('dl6', 'Chitra', 'Contact', 1, 'Prospect', 'Delta'),
('dl7', 'Dev', 'Contact', 1, 'Supplier', 'Paper Co'),
('dl8', 'CALL-1', 'Call Log', 1, 'Opportunity', 'O-1'),
('dl9', 'CALL-1', 'Call Log', 2, 'Contact', 'Asha'),
('dl10', 'Farid', 'Contact', 1, 'Prospect', 'Gamma');

insert into `tabContact` (name, creation, modified, owner, first_name, last_name, email_id, phone, mobile_no, designation, unsubscribed) values
('Asha', '2025-11-05 09:00', '2025-11-05 09:00', 'anil@acme.test', 'Asha', 'Arora', 'asha@alpha.test', '', '+91 98 1', 'CEO', 0),
('Binod', '2025-11-06 09:00', '2025-11-06 09:00', 'anil@acme.test', 'Binod', 'Basnet', '', '', '', null, 0),
('Chitra', '2025-11-07 09:00', '2025-11-07 09:00', 'anil@acme.test', 'Chitra', null, 'chitra@delta.test', null, null, null, 1),
('Dev', '2025-11-08 09:00', '2025-11-08 09:00', 'anil@acme.test', 'Dev', 'Das', 'dev@paper.test', null, null, null, 0),
('Esha', '2025-11-09 09:00', '2025-11-09 09:00', 'anil@acme.test', 'Esha', 'Eapen', null, null, null, null, 0),
('Farid', '2025-11-10 09:00', '2025-11-10 09:00', 'anil@acme.test', 'Farid', 'Fazal', null, null, null, null, 0);

insert into `tabContact Email` (name, parent, parenttype, idx, email_id, is_primary) values
('ce1', 'Binod', 'Contact', 1, 'binod@beta.test', 0),
('ce2', 'Binod', 'Contact', 2, 'b.basnet@beta.test', 1);

insert into `tabEmail Unsubscribe` (name, modified, email, global_unsubscribe) values
('eu1', '2026-02-01 09:00', 'b.basnet@beta.test', 1);

insert into `tabCampaign` (name, creation, modified, campaign_name) values
('Diwali', '2025-11-01 09:00', '2025-11-01 09:00', 'Diwali'),
('Fair', '2025-11-01 09:00', '2025-11-01 09:00', 'Fair');

insert into `tabEmail Campaign` (name, campaign_name, recipient, start_date, end_date) values
('ec1', 'Diwali', 'LD-1', '2025-11-10', '2025-11-20'),
('ec2', 'Diwali', 'LD-2', '2025-11-12', '2025-11-22');

insert into `tabLead`
(name, creation, modified, owner, lead_name, company_name, email_id, mobile_no, phone, status, lead_owner, source, campaign_name, qualification_status, company, territory) values
('LD-1', '2025-12-01 09:00', '2025-12-04 10:00', 'bela@acme.test', 'Binod Basnet', 'Beta', 'binod@beta.test', '', '+977 1', 'Converted', 'anil@acme.test', 'Campaign', 'Diwali', 'Qualified', 'Acme', 'Punjab'),
('LD-2', '2026-01-20 09:00', '2026-02-02 10:00', 'bela@acme.test', 'Chitra', 'Delta', null, '+91 98 2', null, 'Opportunity', '', null, null, 'Unqualified', 'Acme', null),
('LD-3', '2026-01-05 09:00', '2026-01-10 10:00', 'anil@acme.test', 'Gita', null, null, null, null, 'Do Not Contact', 'anil@acme.test', null, null, 'Unqualified', 'Acme', null),
('LD-4', '2026-01-06 09:00', '2026-01-07 10:00', 'anil@acme.test', 'Hari', 'Gamma', null, null, null, 'Interested', 'anil@acme.test', null, null, 'Qualified', 'Acme', null),
('LD-5', '2026-03-06 09:00', '2026-03-06 09:00', 'anil@acme.test', 'Indu', null, null, null, null, 'Lead', 'anil@acme.test', null, null, 'Unqualified', 'Acme', null),
('LD-6', '2026-03-07 09:00', '2026-03-07 09:00', 'anil@acme.test', 'Jai', null, null, null, null, 'Replied', 'anil@acme.test', null, null, 'In Process', 'Acme', null);

-- Entered in this order at the installation; one of them in February.
insert into `tabSales Stage` (name, creation, modified, stage_name) values
('Prospecting', '2025-11-01 09:00:00.1', '2025-11-01 09:00', 'Prospecting'),
('Needs Analysis', '2025-11-01 09:00:00.2', '2025-11-01 09:00', 'Needs Analysis'),
('Negotiation', '2025-11-01 09:00:00.3', '2025-11-01 09:00', 'Negotiation'),
('Legal', '2026-02-01 09:00', '2026-02-01 09:00', 'Legal');

insert into `tabOpportunity`
(name, creation, modified, owner, docstatus, title, opportunity_from, party_name, customer_name, status, opportunity_type, opportunity_owner, sales_stage, expected_closing, currency, conversion_rate, opportunity_amount, total, company, contact_person, source, campaign, territory, order_lost_reason) values
('O-1', '2025-12-01 10:00', '2026-01-20 04:00', 'bela@acme.test', 0, 'Alpha roll-out', 'Customer', 'Alpha', 'Alpha', 'Converted', 'Sales', 'anil@acme.test', 'Negotiation', '2026-01-31', 'INR', 1, 120000, 90000, 'Acme', 'Asha', 'Fair', 'Fair', 'Delhi', null),
('O-2', '2025-12-04 10:00', '2026-02-10 12:00:00.5', 'anil@acme.test', 0, 'Beta', 'Lead', 'LD-1', 'Beta', 'Lost', 'Sales', 'anil@acme.test', 'Prospecting', '2026-03-31', 'INR', 1, 50000, 0, 'Acme', 'Binod', 'Campaign', 'Diwali', null, 'Too slow'),
('O-3', '2025-12-10 10:00', '2026-03-01 10:00', 'anil@acme.test', 0, '', 'Customer', 'Alpha', 'Alpha', 'Replied', 'Sales', 'anil@acme.test', 'Needs Analysis', '2026-04-30', 'INR', 1, 30000, 0, 'Acme', null, null, null, null, 'Too slow'),
('O-4', '2026-01-15 10:00', '2026-02-14 10:00', 'chand@acme.test', 0, 'Old one', 'Customer', 'CUST-2', 'Beta', 'Converted', 'Sales', '', null, '2026-05-31', '', 1, 20000, 0, 'Acme Europe', null, null, null, null, null),
('O-5', '2026-01-16 10:00', '2026-03-20 10:00', 'anil@acme.test', 0, 'Gamma', 'Prospect', 'Gamma', 'Gamma', 'Closed', 'Sales', 'anil@acme.test', 'Prospecting', '2026-03-10', 'INR', 1, 10000, 0, 'Acme', null, null, null, null, null),
('O-6', '2026-01-17 10:00', '2026-01-18 10:00', 'anil@acme.test', 2, 'Cancelled', 'Customer', 'Alpha', 'Alpha', 'Open', 'Sales', 'anil@acme.test', null, null, 'USD', 99, 1, 0, 'Acme', null, null, null, null, null),
('O-7', '2026-02-02 10:00', '2026-02-21 10:00', 'anil@acme.test', 0, 'Delta', 'Lead', 'LD-2', 'Delta', 'Open', 'Support', 'chand@acme.test', null, null, 'USD', 83, 0, 500, 'Acme', null, null, null, null, null),
('O-8', '2026-01-18 10:00', '2026-03-05 10:00', 'anil@acme.test', 0, 'Delta again', 'Prospect', 'Delta', 'Delta', 'Closed', 'Sales', 'anil@acme.test', null, '2026-02-28', 'INR', 1, 40000, 0, 'Acme', null, null, null, null, null);

insert into `tabOpportunity Item` (name, parent, parenttype, idx, item_code, item_name, amount) values
('i1', 'O-1', 'Opportunity', 1, 'SETUP', 'Set-up', 10000),
('i2', 'O-1', 'Opportunity', 2, 'SUITE', '', 80000);

insert into `tabOpportunity Lost Reason Detail` (name, parent, parenttype, idx, lost_reason) values
('l1', 'O-2', 'Opportunity', 1, 'Price'),
('l2', 'O-2', 'Opportunity', 2, 'Timing'),
('l3', 'O-2', 'Quotation', 1, 'Other');

-- A status that the program sets leaves a mark, one that a person saves a mark and a version.
insert into `tabComment` (name, creation, modified, owner, comment_type, comment_email, reference_doctype, reference_name, content) values
('k01', '2026-01-05 10:00', '2026-01-05 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-1', 'Quotation'),
('k02', '2026-01-20 04:00', '2026-01-20 04:00', 'bela@acme.test', 'Label', 'bela@acme.test', 'Opportunity', 'O-1', 'Converted'),
('k03', '2026-02-10 12:00:00.4', '2026-02-10 12:00:00.4', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-2', 'Lost'),
('k04', '2026-01-10 10:00', '2026-01-10 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-3', 'Converted'),
('k05', '2026-01-15 10:00', '2026-01-15 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-3', 'Quotation'),
('k06', '2026-02-01 10:00', '2026-02-01 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-3', 'Lost'),
('k07', '2026-03-01 10:00', '2026-03-01 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-3', 'Replied'),
('k08', '2026-02-05 10:00', '2026-02-05 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-8', 'Lost'),
('k09', '2026-03-05 10:00', '2026-03-05 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Opportunity', 'O-8', 'Closed'),
('k10', '2026-01-10 10:00', '2026-01-10 10:00', 'anil@acme.test', 'Label', 'anil@acme.test', 'Lead', 'LD-3', 'Do Not Contact'),
('k11', '2025-12-02 09:00', '2025-12-02 09:00', 'bela@acme.test', 'Comment', 'bela@acme.test', 'Opportunity', 'O-1', 'ok'),
('k12', '2025-12-02 09:01', '2025-12-02 09:01', 'bela@acme.test', 'Assigned', 'bela@acme.test', 'Opportunity', 'O-1', 'assigned'),
('k13', '2026-01-06 10:00', '2026-01-06 10:00', 'bela@acme.test', 'Label', 'bela@acme.test', 'Quotation', 'O-1', 'Lost');

insert into `tabVersion` (name, creation, modified, owner, ref_doctype, docname, data) values
('v01', '2025-12-20 10:00', '2025-12-20 10:00', 'anil@acme.test', 'Opportunity', 'O-1', '{"changed":[["sales_stage","Prospecting","Negotiation"],["opportunity_amount","₹ 1,00,000.50","₹ 1,20,000.00"],["expected_closing","2025-12-31","2026-01-31"]]}'),
('v02', '2026-02-10 12:00:00.5', '2026-02-10 12:00:00.5', 'anil@acme.test', 'Opportunity', 'O-2', '{"changed":[["status","Open","Lost"],["opportunity_amount","₹ 60,000.00","₹ 50,000.00"]]}'),
('v03', '2026-02-20 10:00', '2026-02-20 10:00', 'anil@acme.test', 'Opportunity', 'O-7', '{"changed":[["opportunity_owner","Anil Ahuja","Chand Chopra"],["total",0,"$ 500.00"]]}'),
('v04', '2026-02-21 10:00', '2026-02-21 10:00', 'anil@acme.test', 'Opportunity', 'O-7', '{"changed":[["currency","INR","USD"]],"added":[["items",{"item_code":"SETUP"}]]}'),
('v05', '2026-01-12 10:00', '2026-01-12 10:00', 'anil@acme.test', 'Opportunity', 'O-3', '{"changed":[["sales_stage","","Needs Analysis"]]}'),
('v06', '2026-02-01 10:00', '2026-02-01 10:00', 'Administrator', 'User', 'chand@acme.test', '{"changed":[["enabled",1,0]]}'),
('v07', '2026-03-06 12:00', '2026-03-06 12:00', 'bela@acme.test', 'Issue', 'I-1', '{"changed":[["status","Open","Resolved"]]}'),
('v08', '2026-03-07 09:00', '2026-03-07 09:00', 'bela@acme.test', 'Issue', 'I-1', '{"changed":[["status","Resolved","Open"]]}'),
('v09', '2026-03-08 09:00', '2026-03-08 09:00', 'bela@acme.test', 'Issue', 'I-1', '{"changed":[["status","Open","Resolved"]]}'),
('v10', '2026-03-12 09:00', '2026-03-12 09:00', 'bela@acme.test', 'Issue', 'I-4', '{"changed":[["status","Replied","Closed"]]}'),
('v11', '2026-01-09 09:00', '2026-01-09 09:00', 'bela@acme.test', 'Customer', 'CUST-2', '{"changed":[["territory","","Punjab"]]}'),
('v12', '2026-01-09 09:00', '2026-01-09 09:00', 'bela@acme.test', 'Opportunity', 'O-5', '');

insert into `tabQuotation` (name, creation, modified, docstatus, opportunity, status, transaction_date) values
('Q-4', '2026-02-01 10:00', '2026-02-14 10:00', 1, 'O-4', 'Ordered', '2026-02-01');

-- docstatus: 0 a draft, 1 submitted, 2 cancelled.
insert into `tabSales Order`
(name, creation, modified, docstatus, customer, transaction_date, status, currency, conversion_rate, net_total, grand_total, company, is_internal_customer) values
('SO-1', '2026-01-20 10:00', '2026-01-20 10:00', 1, 'Alpha', '2026-01-20', 'Completed', 'INR', 1, 100000, 118000, 'Acme', 0),
('SO-2', '2026-01-01 10:00', '2026-01-01 10:00', 1, 'Alpha', '2026-01-01', 'To Bill', 'USD', 85, 200, 200, 'Acme', 0),
('SO-3', '2026-01-21 10:00', '2026-01-21 10:00', 0, 'Alpha', '2026-01-21', 'Draft', 'INR', 1, 1, 1, 'Acme', 0),
('SO-4', '2026-02-14 10:00', '2026-02-14 10:00', 1, 'CUST-2', '2026-02-14', 'To Deliver', 'EUR', 1, 20000, 20000, 'Acme Europe', 0),
('SO-5', '2026-02-03 10:00', '2026-02-04 10:00', 2, 'CUST-2', '2026-02-03', 'Cancelled', 'USD', 77, 20000, 20000, 'Acme', 0),
('SO-6', '2026-02-03 10:00', '2026-02-04 10:00', 1, 'Acme Europe', '2026-02-03', 'Completed', 'INR', 1, 5, 5, 'Acme', 1);

insert into `tabSales Order Item` (name, parent, parenttype, idx, item_code, prevdoc_docname) values
('si1', 'SO-4', 'Sales Order', 1, 'SETUP', 'Q-4'),
('si2', 'SO-4', 'Sales Order', 2, 'SUITE', 'Q-4'),
('si3', 'SO-5', 'Sales Order', 1, 'SETUP', 'Q-4');

insert into `tabSales Invoice`
(name, creation, modified, docstatus, customer, posting_date, status, is_return, return_against, currency, net_total, grand_total, company, is_internal_customer) values
('INV-1', '2026-01-25 10:00', '2026-01-25 10:00', 1, 'Alpha', '2026-01-25', 'Paid', 0, null, 'INR', 100000, 118000, 'Acme', 0),
('RET-1', '2026-02-25 10:00', '2026-02-25 10:00', 1, 'Alpha', '2026-02-25', 'Return', 1, 'INV-1', 'INR', -5000, -5900, 'Acme', 0),
('RET-2', '2026-02-26 10:00', '2026-02-26 10:00', 0, 'Alpha', '2026-02-26', 'Draft', 1, 'INV-1', 'INR', -1, -1, 'Acme', 0);

insert into `tabSubscription Plan`
(name, creation, modified, plan_name, currency, item, price_determination, cost, price_list, billing_interval, billing_interval_count) values
('P-M', '2025-11-01 09:00', '2025-11-01 09:00', 'Basic', 'INR', 'SUITE', 'Fixed Rate', 100, null, 'Month', 1),
('P-Y', '2025-11-01 09:00', '2026-01-04 09:00', 'Yearly', 'INR', 'SUITE', 'Fixed Rate', 1200, null, 'Year', 1),
('P-Q', '2025-11-01 09:00', '2025-11-01 09:00', 'Support', 'INR', 'SUPPORT', 'Based On Price List', 0, 'Retail', 'Month', 3),
('P-R', '2025-11-01 09:00', '2025-11-01 09:00', 'Rent', 'INR', 'RENT', 'Monthly Rate', 70, null, 'Month', 3),
('P-W', '2025-11-01 09:00', '2025-11-01 09:00', 'Weekly', 'INR', 'WEEK', 'Fixed Rate', 7, null, 'Week', 1),
('P-X', '2025-11-01 09:00', '2025-11-01 09:00', 'Unknown', 'INR', 'GONE', 'Based On Price List', 0, 'Retail', 'Month', 1);

insert into `tabItem Price` (name, modified, item_code, price_list, price_list_rate, currency, selling, customer, valid_from) values
('ip1', '2025-11-01 09:00', 'SUPPORT', 'Retail', 45, 'INR', 1, null, '2025-01-01'),
('ip2', '2025-11-01 09:00', 'SUPPORT', 'Retail', 60, 'INR', 1, '', '2025-11-01'),
('ip3', '2025-11-01 09:00', 'SUPPORT', 'Retail', 1, 'INR', 1, 'Alpha', '2026-01-01');

insert into `tabSubscription`
(name, creation, modified, party_type, party, company, status, start_date, end_date, cancelation_date, trial_period_start, trial_period_end, additional_discount_percentage, additional_discount_amount) values
('S-1', '2025-11-01 09:00', '2025-11-01 09:00', 'Customer', 'Alpha', 'Acme', 'Active', '2025-11-01', null, null, null, null, 0, 0),
('S-2', '2025-12-03 09:00', '2026-02-15 00:10', 'Customer', 'CUST-2', 'Acme', 'Completed', '2025-12-03', '2026-02-14', null, null, null, 0, 120),
('S-3', '2025-12-01 09:00', '2026-02-20 12:00', 'Customer', 'Delta Ltd', 'Acme', 'Cancelled', '2025-12-01', '2026-11-30', '2026-02-20', '2025-12-01', '2025-12-14', 10, 0),
('S-4', '2025-12-01 09:00', '2025-12-01 09:00', 'Supplier', 'Paper Co', 'Acme', 'Active', '2025-12-01', null, null, null, null, 0, 0),
('S-5', '2026-01-01 09:00', '2026-01-10 09:00', 'Customer', 'CUST-2', 'Acme', 'Cancelled', '2026-01-01', null, '2026-01-10', '2026-01-01', '2026-01-14', 0, 0),
('S-6', '2025-12-01 09:00', '2025-12-01 09:00', 'Customer', 'Alpha', 'Acme', 'Past Due Date', '2025-12-01', '2026-11-30', null, null, null, 0, 0),
('S-7', '2025-12-01 09:00', '2025-12-01 09:00', 'Customer', 'Alpha', 'Acme', 'Active', '2025-12-01', null, null, null, null, 0, 0);

insert into `tabSubscription Plan Detail` (name, parent, parenttype, idx, plan, qty) values
('sd1', 'S-1', 'Subscription', 1, 'P-M', 2),
('sd2', 'S-1', 'Subscription', 2, 'P-M', 1),
('sd3', 'S-2', 'Subscription', 1, 'P-Y', 1),
('sd4', 'S-3', 'Subscription', 1, 'P-M', 1),
('sd5', 'S-4', 'Subscription', 1, 'P-M', 1),
('sd6', 'S-5', 'Subscription', 1, 'P-M', 1),
('sd7', 'S-6', 'Subscription', 1, 'P-Q', 1),
('sd8', 'S-6', 'Subscription', 2, 'P-R', 1),
('sd9', 'S-7', 'Subscription', 1, 'P-X', 1);

insert into `tabCall Log` (name, creation, modified, owner, id, type, status, start_time, end_time, duration, employee_user_id, customer, summary) values
('CALL-1', '2026-01-03 10:00', '2026-01-03 10:20', 'Administrator', 'CALL-1', 'Incoming', 'Completed', '2026-01-03 10:00', '2026-01-03 10:10', 600, 'anil@acme.test', 'Alpha', 'Asked for a demo'),
('CALL-2', '2026-01-04 10:00', '2026-01-04 10:00', 'anil@acme.test', 'CALL-2', 'Outgoing', 'No Answer', '2026-01-04 10:00', null, null, '', '', null);

insert into `tabToDo` (name, creation, modified, owner, status, `date`, allocated_to, description, reference_type, reference_name, assignment_rule) values
('TD-1', '2026-01-05 10:00', '2026-01-07 18:00', 'bela@acme.test', 'Closed', '2026-01-06', 'anil@acme.test', '<div class="ql-editor"><p>Send offer</p></div>', 'Opportunity', 'O-1', null),
('TD-2', '2026-03-06 10:00', '2026-03-06 10:00', 'Administrator', 'Open', null, 'bela@acme.test', 'Assignment', 'Issue', 'I-1', 'Round robin'),
('TD-3', '2026-03-06 10:00', '2026-03-06 10:00', 'bela@acme.test', 'Open', null, 'bela@acme.test', 'Pay rent', null, null, null);

insert into `tabCRM Note` (name, creation, modified, owner, parent, parenttype, idx, note, added_by, added_on) values
(1, '2026-01-06 09:00', '2026-01-06 09:30', 'anil@acme.test', 'LD-4', 'Lead', 1, 'Likes us', 'anil@acme.test', '2026-01-06 09:00');

insert into `tabCommunication`
(name, creation, modified, owner, subject, communication_type, communication_medium, sent_or_received, communication_date, reference_doctype, reference_name, email_status, `user`) values
('M-1', '2026-01-05 10:01', '2026-01-05 10:01', 'anil@acme.test', 'Our offer', 'Communication', 'Email', 'Sent', '2026-01-05 10:00', 'Opportunity', 'O-1', 'Open', 'anil@acme.test'),
('M-2', '2026-01-06 10:01', '2026-01-06 10:01', 'Administrator', 'Re: Our offer', 'Communication', 'Email', 'Received', '2026-01-06 10:00', 'Opportunity', 'O-1', 'Open', 'Administrator'),
('M-3', '2026-03-05 11:00', '2026-03-05 11:00', 'bela@acme.test', 'Re: Broken', 'Communication', 'Email', 'Sent', '2026-03-05 11:00', 'Issue', 'I-1', null, 'bela@acme.test'),
('M-4', '2026-03-05 11:01', '2026-03-05 11:01', 'Administrator', 'We got it', 'Automated Message', 'Email', 'Sent', '2026-03-05 11:01', 'Issue', 'I-1', null, ''),
('M-5', '2026-03-05 12:00', '2026-03-05 12:00', 'Administrator', 'Order', 'Communication', 'Email', 'Received', '2026-03-05 12:00', 'Purchase Order', 'PO-1', null, null),
('M-6', '2026-03-05 12:00', '2026-03-05 12:00', 'Administrator', 'Pills', 'Communication', 'Email', 'Received', '2026-03-05 12:00', 'Lead', 'LD-5', 'Trash', null);

insert into `tabCommunication Link` (name, parent, parenttype, idx, link_doctype, link_name) values
('ml1', 'M-1', 'Communication', 1, 'Contact', 'Asha'),
('ml2', 'M-1', 'Communication', 2, 'Contact', 'Binod');

insert into `tabEvent` (name, creation, modified, owner, subject, event_category, status, starts_on, ends_on) values
('EV-1', '2026-01-10 09:00', '2026-01-13 00:00', 'anil@acme.test', 'Demo', 'Meeting', 'Closed', '2026-01-12 14:00', '2026-01-12 15:00'),
('EV-2', '2026-01-10 11:00', '2026-01-10 11:00', 'anil@acme.test', 'Dentist', 'Event', 'Open', '2026-04-14 12:00', null);

insert into `tabEvent Participants` (name, parent, parenttype, idx, reference_doctype, reference_docname) values
('ep1', 'EV-1', 'Event', 1, 'Opportunity', 'O-1'),
('ep2', 'EV-1', 'Event', 2, 'Contact', 'Asha'),
('ep3', 'EV-1', 'Event', 3, 'Contact', 'Binod');

insert into `tabService Level Agreement` (name, modified, service_level, document_type, apply_sla_for_resolution) values
('SLA-Full', '2025-11-01 09:00', 'Full', 'Issue', 1),
('SLA-Reply', '2025-11-01 09:00', 'Reply', 'Issue', 0);

insert into `tabIssue`
(name, creation, modified, owner, subject, customer, status, priority, issue_type, service_level_agreement, response_by, sla_resolution_by, sla_resolution_date, agreement_status, first_responded_on, contact, company, email_account, via_customer_portal, _assign) values
('I-1', '2026-03-05 09:00', '2026-03-08 09:00', 'Guest', 'Broken', 'Alpha', 'Resolved', 'High', 'Bug', 'SLA-Full', '2026-03-05 13:00', '2026-03-09 09:00', '2026-03-08 09:00', 'Fulfilled', '2026-03-05 11:00', 'Asha', 'Acme', '', 1, '["bela@acme.test"]'),
('I-2', '2026-03-10 03:00', '2026-03-10 03:00', 'Administrator', 'Slow', 'CUST-2', 'Open', 'Low', null, 'SLA-Reply', '2026-03-10 13:00', null, '2026-03-10 03:00', 'Failed', null, null, 'Acme', 'Support', 0, null),
('I-3', '2026-03-11 09:00', '2026-03-11 10:00', 'bela@acme.test', 'How to', null, 'On Hold', 'Low', 'Question', null, null, null, null, '', '2026-03-11 10:00', null, 'Acme', null, 0, ''),
('I-4', '2026-03-11 11:00', '2026-03-12 09:00', 'bela@acme.test', 'Thanks', null, 'Closed', 'Low', null, null, null, null, null, null, null, null, 'Acme', null, 0, '[]');
