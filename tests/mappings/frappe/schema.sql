-- Tables of Frappe CRM 1.81, Frappe Helpdesk 1.28 and the framework under them, as a site of
-- MariaDB has them: the columns that the mapping reads, and their neighbours.
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

create table `tabHas Role` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    role varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabAddress` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    address_title varchar(140),
    address_type varchar(140),
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

create table `tabCRM Organization` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    organization_name varchar(140) unique,
    website varchar(140),
    no_of_employees varchar(140),
    annual_revenue decimal(21, 9) not null default 0,
    industry varchar(140),
    territory varchar(140),
    currency varchar(140),
    address varchar(140),
    exchange_rate decimal(21, 9) not null default 1
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Lead Status` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    lead_status varchar(140),
    position int(11) not null default 1,
    type varchar(140) default 'Open'
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Deal Status` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    deal_status varchar(140),
    position int(11) not null default 1,
    probability decimal(21, 9) not null default 0,
    type varchar(140) default 'Open'
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Status Change Log` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    `from` varchar(140),
    from_type varchar(140),
    from_date datetime(6),
    `to` varchar(140),
    to_type varchar(140),
    to_date datetime(6),
    duration decimal(21, 9),
    log_owner varchar(140),
    key parent (parent)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Lead` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    first_name varchar(140),
    last_name varchar(140),
    lead_name varchar(140),
    status varchar(140),
    email varchar(140),
    website varchar(140),
    mobile_no varchar(140),
    phone varchar(140),
    lead_owner varchar(140),
    source varchar(140),
    organization varchar(140),
    territory varchar(140),
    converted int(1) not null default 0,
    sla_status varchar(140),
    first_response_time decimal(21, 9),
    first_responded_on datetime(6),
    lost_reason varchar(140),
    _assign text
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Deal` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    modified_by varchar(140),
    owner varchar(140),
    docstatus int(1) not null default 0,
    idx int(8) not null default 0,
    organization varchar(140),
    organization_name varchar(140),
    `lead` varchar(140),
    lead_name varchar(140),
    deal_owner varchar(140),
    status varchar(140),
    probability decimal(21, 9) not null default 0,
    deal_value decimal(21, 9) not null default 0,
    expected_deal_value decimal(21, 9) not null default 0,
    currency varchar(140),
    exchange_rate decimal(21, 9) not null default 1,
    expected_closure_date date,
    closed_date date,
    source varchar(140),
    territory varchar(140),
    contact varchar(140),
    lost_reason varchar(140),
    lost_notes text,
    _assign text
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Contacts` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    contact varchar(140),
    full_name varchar(140),
    email varchar(140),
    is_primary int(1) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Products` (
    name varchar(140) primary key,
    modified datetime(6),
    parent varchar(140),
    parentfield varchar(140),
    parenttype varchar(140),
    idx int(8) not null default 0,
    product_code varchar(140),
    product_name varchar(140),
    qty decimal(21, 9) not null default 1,
    rate decimal(21, 9) not null default 0,
    amount decimal(21, 9) not null default 0,
    net_amount decimal(21, 9) not null default 0
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Call Log` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    id varchar(140),
    `from` varchar(140),
    `to` varchar(140),
    status varchar(140),
    type varchar(140),
    start_time datetime(6),
    end_time datetime(6),
    duration decimal(21, 9),
    caller varchar(140),
    receiver varchar(140),
    note varchar(140),
    reference_doctype varchar(140) default 'CRM Lead',
    reference_docname varchar(140),
    telephony_medium varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabCRM Task` (
    name bigint(20) primary key auto_increment,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    title varchar(140),
    priority varchar(140),
    start_date date,
    due_date datetime(6),
    status varchar(140) default 'Backlog',
    assigned_to varchar(140),
    reference_doctype varchar(140),
    reference_docname varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabFCRM Note` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    title varchar(140),
    content longtext,
    reference_doctype varchar(140),
    reference_docname varchar(140)
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabHD Ticket Status` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    label_agent varchar(140),
    label_customer varchar(140),
    category varchar(140),
    `order` int(11) not null default 0,
    enabled int(1) not null default 1
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabHD Service Level Agreement` (
    name varchar(140) primary key,
    creation datetime(6),
    modified datetime(6),
    service_level varchar(140),
    apply_sla_for_resolution int(1) not null default 1
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;

create table `tabHD Ticket` (
    name bigint(20) primary key auto_increment,
    creation datetime(6),
    modified datetime(6),
    owner varchar(140),
    subject varchar(140),
    raised_by varchar(140),
    status varchar(140) default 'Open',
    status_category varchar(140),
    priority varchar(140),
    ticket_type varchar(140),
    agent_group varchar(140),
    sla varchar(140),
    response_by datetime(6),
    resolution_by datetime(6),
    agreement_status varchar(140),
    first_responded_on datetime(6),
    opening_date date,
    opening_time time(6),
    resolution_date datetime(6),
    contact varchar(140),
    customer varchar(140),
    email_account varchar(140),
    via_customer_portal int(1) not null default 0,
    feedback varchar(140),
    feedback_rating decimal(3, 2) not null default 0,
    is_merged int(1) not null default 0,
    merged_with varchar(140),
    _assign text
) engine = innodb default charset = utf8mb4 collate = utf8mb4_unicode_ci;
