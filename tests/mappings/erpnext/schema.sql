-- Tables of ERPNext 15 and the framework under it, as a site of MariaDB has them: the columns that
-- the mapping reads, and their neighbours.
create table `tabSingles` (
    doctype varchar(255),
    field varchar(255),
    value longtext,
    key singles_doctype_field_index (doctype, field)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabUser` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    enabled int(1) not null default 1,
    email varchar(140) not null default '',
    first_name varchar(140),
    last_name varchar(140),
    full_name varchar(140),
    user_type varchar(140) default 'System User',
    time_zone varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabAddress` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    address_title varchar(140),
    address_type varchar(140),
    is_primary_address int(1) not null default 0,
    city varchar(140),
    country varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabContact` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    first_name varchar(140),
    last_name varchar(140),
    full_name varchar(140),
    email_id varchar(140),
    phone varchar(140),
    mobile_no varchar(140),
    company_name varchar(140),
    designation varchar(140),
    unsubscribed int(1) not null default 0,
    status varchar(140) default 'Passive',
    `user` varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabContact Email` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    email_id varchar(140),
    is_primary int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabContact Phone` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    phone varchar(140),
    is_primary_phone int(1) not null default 0,
    is_primary_mobile_no int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabDynamic Link` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    link_doctype varchar(140),
    link_name varchar(140),
    link_title varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabEmail Unsubscribe` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    email varchar(140),
    reference_doctype varchar(140),
    reference_name varchar(140),
    global_unsubscribe int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabVersion` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    ref_doctype varchar(140),
    docname varchar(140),
    data longtext,
    key ref_doctype_docname_index (ref_doctype, docname)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabComment` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    comment_type varchar(140) default 'Comment',
    comment_email varchar(140),
    comment_by varchar(140),
    reference_doctype varchar(140),
    reference_name varchar(140),
    content longtext
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCommunication` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    subject text,
    communication_type varchar(140) default 'Communication',
    communication_medium varchar(140),
    sent_or_received varchar(140),
    communication_date datetime(6),
    sender varchar(255),
    recipients longtext,
    reference_doctype varchar(140),
    reference_name varchar(140),
    email_status varchar(140),
    status varchar(140),
    `user` varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCommunication Link` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    link_doctype varchar(140),
    link_name varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabEvent` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    subject text,
    event_category varchar(140),
    event_type varchar(140),
    status varchar(140) default 'Open',
    starts_on datetime(6),
    ends_on datetime(6),
    all_day int(1) not null default 0,
    repeat_this_event int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabEvent Participants` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    reference_doctype varchar(140),
    reference_docname varchar(140),
    email varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCompany` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    company_name varchar(140),
    default_currency varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabEmployee` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    employee_name varchar(140),
    user_id varchar(140),
    reports_to varchar(140),
    department varchar(140),
    designation varchar(140),
    status varchar(140),
    relieving_date date
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabTerritory` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    territory_name varchar(140),
    parent_territory varchar(140),
    territory_manager varchar(140),
    is_group int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSales Person` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    sales_person_name varchar(140),
    parent_sales_person varchar(140),
    employee varchar(140),
    is_group int(1) not null default 0,
    enabled int(1) not null default 1,
    lft int(11) not null default 0,
    rgt int(11) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabTarget Detail` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    item_group varchar(140),
    fiscal_year varchar(140),
    target_qty decimal(21, 9) not null default 0,
    target_amount decimal(21, 9) not null default 0,
    distribution_id varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabFiscal Year` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    year varchar(140),
    year_start_date date,
    year_end_date date
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabMonthly Distribution Percentage` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    month varchar(140),
    percentage_allocation decimal(21, 9) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCurrency Exchange` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    date date,
    from_currency varchar(140),
    to_currency varchar(140),
    exchange_rate decimal(21, 9) not null default 0,
    for_buying int(1) not null default 0,
    for_selling int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCustomer` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    customer_name varchar(140),
    customer_type varchar(140),
    customer_group varchar(140),
    territory varchar(140),
    industry varchar(140),
    market_segment varchar(140),
    account_manager varchar(140),
    website varchar(140),
    email_id varchar(140),
    mobile_no varchar(140),
    tax_id varchar(140),
    default_currency varchar(140),
    customer_primary_address varchar(140),
    customer_primary_contact varchar(140),
    lead_name varchar(140),
    opportunity_name varchar(140),
    prospect_name varchar(140),
    is_internal_customer int(1) not null default 0,
    disabled int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabProspect` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    company_name varchar(140),
    customer_group varchar(140),
    no_of_employees varchar(140),
    market_segment varchar(140),
    industry varchar(140),
    territory varchar(140),
    prospect_owner varchar(140),
    website varchar(140),
    company varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabProspect Lead` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    `lead` varchar(140),
    lead_name varchar(140),
    email varchar(140),
    lead_owner varchar(140),
    status varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabLead` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    lead_name varchar(140),
    company_name varchar(140),
    email_id varchar(140),
    mobile_no varchar(140),
    phone varchar(140),
    status varchar(140),
    lead_owner varchar(140),
    source varchar(140),
    campaign_name varchar(140),
    qualification_status varchar(140),
    qualified_by varchar(140),
    qualified_on date,
    customer varchar(140),
    company varchar(140),
    industry varchar(140),
    territory varchar(140),
    disabled int(1) not null default 0,
    unsubscribed int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCampaign` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    campaign_name varchar(140),
    description text
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabEmail Campaign` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    campaign_name varchar(140),
    email_campaign_for varchar(140),
    recipient varchar(140),
    start_date date,
    end_date date,
    status varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSales Stage` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    stage_name varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabOpportunity` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    title varchar(140),
    opportunity_from varchar(140),
    party_name varchar(140),
    customer_name varchar(140),
    status varchar(140),
    opportunity_type varchar(140),
    opportunity_owner varchar(140),
    sales_stage varchar(140),
    expected_closing date,
    probability decimal(21, 9) not null default 0,
    currency varchar(140),
    conversion_rate decimal(21, 9) not null default 0,
    opportunity_amount decimal(21, 9) not null default 0,
    base_opportunity_amount decimal(21, 9) not null default 0,
    total decimal(21, 9) not null default 0,
    base_total decimal(21, 9) not null default 0,
    company varchar(140),
    transaction_date date,
    contact_person varchar(140),
    source varchar(140),
    campaign varchar(140),
    territory varchar(140),
    order_lost_reason text,
    first_response_time decimal(21, 9)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabOpportunity Item` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    item_code varchar(140),
    item_name varchar(140),
    qty decimal(21, 9) not null default 0,
    rate decimal(21, 9) not null default 0,
    amount decimal(21, 9) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabOpportunity Lost Reason Detail` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    lost_reason varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabQuotation` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    quotation_to varchar(140),
    party_name varchar(140),
    opportunity varchar(140),
    status varchar(140),
    transaction_date date,
    currency varchar(140),
    net_total decimal(21, 9) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSales Order` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    customer varchar(140),
    transaction_date date,
    status varchar(140),
    currency varchar(140),
    conversion_rate decimal(21, 9) not null default 0,
    net_total decimal(21, 9) not null default 0,
    grand_total decimal(21, 9) not null default 0,
    company varchar(140),
    is_internal_customer int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSales Order Item` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    item_code varchar(140),
    qty decimal(21, 9) not null default 0,
    net_amount decimal(21, 9) not null default 0,
    prevdoc_docname varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSales Invoice` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    customer varchar(140),
    posting_date date,
    status varchar(140),
    is_return int(1) not null default 0,
    return_against varchar(140),
    currency varchar(140),
    conversion_rate decimal(21, 9) not null default 0,
    net_total decimal(21, 9) not null default 0,
    grand_total decimal(21, 9) not null default 0,
    company varchar(140),
    is_internal_customer int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSubscription` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    party_type varchar(140),
    party varchar(140),
    company varchar(140),
    status varchar(140),
    start_date date,
    end_date date,
    cancelation_date date,
    cancel_at_period_end int(1) not null default 0,
    trial_period_start date,
    trial_period_end date,
    current_invoice_start date,
    current_invoice_end date,
    additional_discount_percentage decimal(21, 9) not null default 0,
    additional_discount_amount decimal(21, 9) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSubscription Plan Detail` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    plan varchar(140),
    qty int(11) not null default 1
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabSubscription Plan` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    plan_name varchar(140),
    currency varchar(140),
    item varchar(140),
    price_determination varchar(140),
    cost decimal(21, 9) not null default 0,
    price_list varchar(140),
    billing_interval varchar(140),
    billing_interval_count int(11) not null default 1
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabItem Price` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    item_code varchar(140),
    price_list varchar(140),
    price_list_rate decimal(21, 9) not null default 0,
    currency varchar(140),
    selling int(1) not null default 0,
    buying int(1) not null default 0,
    customer varchar(140),
    valid_from date,
    valid_upto date
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCall Log` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    id varchar(140),
    `from` varchar(140),
    `to` varchar(140),
    type varchar(140),
    status varchar(140),
    start_time datetime(6),
    end_time datetime(6),
    duration decimal(21, 9),
    employee_user_id varchar(140),
    call_received_by varchar(140),
    customer varchar(140),
    summary text
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabToDo` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    status varchar(140),
    priority varchar(140),
    `date` date,
    allocated_to varchar(140),
    description longtext,
    reference_type varchar(140),
    reference_name varchar(140),
    assigned_by varchar(140),
    assignment_rule varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Note` (
    name bigint(20) primary key auto_increment,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    note longtext,
    added_by varchar(140),
    added_on datetime(6)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabService Level Agreement` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    service_level varchar(140),
    document_type varchar(140),
    apply_sla_for_resolution int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabIssue` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    subject varchar(140),
    customer varchar(140),
    raised_by varchar(140),
    status varchar(140),
    priority varchar(140),
    issue_type varchar(140),
    service_level_agreement varchar(140),
    response_by datetime(6),
    sla_resolution_by datetime(6),
    sla_resolution_date datetime(6),
    agreement_status varchar(140),
    first_responded_on datetime(6),
    opening_date date,
    opening_time time(6),
    contact varchar(140),
    `lead` varchar(140),
    company varchar(140),
    email_account varchar(140),
    via_customer_portal int(1) not null default 0,
    _assign text
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;
