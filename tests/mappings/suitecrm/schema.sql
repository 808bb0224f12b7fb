-- The tables of SuiteCRM 7.14 that the mapping reads, with the columns and types its installer
-- gives them, as far as the mapping or its readers care. Ids are GUIDs in 36 characters.
-- The collation is not the connection's own: so it is in most installations.
set sql_mode = 'STRICT_TRANS_TABLES';
alter database character set utf8mb4 collate utf8mb4_unicode_ci;

create table users (
    id char(36) not null primary key,
    user_name varchar(60),
    user_hash varchar(255),
    first_name varchar(255),
    last_name varchar(255),
    is_admin tinyint(1) default 0,
    date_entered datetime,
    date_modified datetime,
    title varchar(50),
    department varchar(50),
    status varchar(100),
    deleted tinyint(1),
    portal_only tinyint(1) default 0,
    show_on_employees tinyint(1) default 1,
    employee_status varchar(100),
    reports_to_id char(36),
    is_group tinyint(1)
);

create table securitygroups (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    noninheritable tinyint(1)
);

create table securitygroups_users (
    id varchar(36) not null primary key,
    date_modified datetime,
    deleted tinyint(1) default 0,
    securitygroup_id varchar(36),
    user_id varchar(36),
    primary_group tinyint(1),
    noninheritable tinyint(1) default 0
);

create table email_addresses (
    id char(36) not null primary key,
    email_address varchar(255),
    email_address_caps varchar(255),
    invalid_email tinyint(1) default 0,
    opt_out tinyint(1) default 0,
    confirm_opt_in varchar(255) default 'not-opt-in',
    date_created datetime,
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table email_addr_bean_rel (
    id char(36) not null primary key,
    email_address_id char(36) not null,
    bean_id char(36) not null,
    bean_module varchar(100),
    primary_address tinyint(1) default 0,
    reply_to_address tinyint(1) default 0,
    date_created datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    key idx_bean_id (bean_id, bean_module)
);

create table currencies (
    id char(36) not null primary key,
    name varchar(36),
    symbol varchar(36),
    iso4217 varchar(3),
    conversion_rate double default 0,
    status varchar(100),
    deleted tinyint(1),
    date_entered datetime,
    date_modified datetime,
    created_by char(36)
);

create table accounts (
    id char(36) not null primary key,
    name varchar(150),
    date_entered datetime,
    date_modified datetime,
    modified_user_id char(36),
    created_by char(36),
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    account_type varchar(50),
    industry varchar(50),
    billing_address_country varchar(255),
    phone_office varchar(100),
    phone_alternate varchar(100),
    website varchar(255),
    employees varchar(10),
    parent_id char(36),
    campaign_id char(36)
);

create table contacts (
    id char(36) not null primary key,
    date_entered datetime,
    date_modified datetime,
    modified_user_id char(36),
    created_by char(36),
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    first_name varchar(100),
    last_name varchar(100),
    title varchar(100),
    do_not_call tinyint(1) default 0,
    phone_home varchar(100),
    phone_mobile varchar(100),
    phone_work varchar(100),
    phone_other varchar(100),
    lead_source varchar(255)
);

create table accounts_contacts (
    id varchar(36) not null primary key,
    contact_id varchar(36),
    account_id varchar(36),
    date_modified datetime,
    deleted tinyint(1) default 0,
    key idx_contid_del_accid (contact_id, deleted, account_id)
);

create table leads (
    id char(36) not null primary key,
    date_entered datetime,
    date_modified datetime,
    modified_user_id char(36),
    created_by char(36),
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    first_name varchar(100),
    last_name varchar(100),
    phone_home varchar(100),
    phone_mobile varchar(100),
    phone_work varchar(100),
    phone_other varchar(100),
    converted tinyint(1) default 0,
    lead_source varchar(100),
    status varchar(100),
    account_name varchar(255),
    contact_id char(36),
    account_id char(36),
    opportunity_id char(36),
    campaign_id char(36)
);

create table opportunities (
    id char(36) not null primary key,
    name varchar(50),
    date_entered datetime,
    date_modified datetime,
    modified_user_id char(36),
    created_by char(36),
    description text,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    opportunity_type varchar(255),
    campaign_id char(36),
    lead_source varchar(50),
    amount double,
    amount_usdollar double,
    currency_id char(36),
    date_closed date,
    next_step varchar(100),
    sales_stage varchar(255),
    probability double
);

-- Every installation has this table: the maps put their columns there. Fields of one's own join.
create table opportunities_cstm (
    id_c char(36) not null primary key,
    jjwg_maps_lng_c float(11, 8) default 0,
    jjwg_maps_lat_c float(10, 8) default 0,
    jjwg_maps_geocode_status_c varchar(255),
    jjwg_maps_address_c varchar(255),
    lost_reason_c varchar(100),
    sales_channel_c varchar(100)
);

create table accounts_opportunities (
    id varchar(36) not null primary key,
    opportunity_id varchar(36),
    account_id varchar(36),
    date_modified datetime,
    deleted tinyint(1) default 0,
    key idx_oppid_del_accid (opportunity_id, deleted, account_id)
);

create table opportunities_contacts (
    id varchar(36) not null primary key,
    contact_id varchar(36),
    opportunity_id varchar(36),
    contact_role varchar(50),
    date_modified datetime,
    deleted tinyint(1) default 0,
    key idx_con_opp_opp (opportunity_id)
);

create table opportunities_audit (
    id char(36) not null primary key,
    parent_id char(36) not null,
    date_created datetime,
    created_by varchar(36),
    field_name varchar(100),
    data_type varchar(100),
    before_value_string varchar(255),
    after_value_string varchar(255),
    before_value_text text,
    after_value_text text,
    key idx_opportunities_parent_id (parent_id)
);

create table accounts_audit like opportunities_audit;
create table contacts_audit like opportunities_audit;
create table leads_audit like opportunities_audit;
create table cases_audit like opportunities_audit;

create table campaigns (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    start_date date,
    end_date date,
    status varchar(100),
    impressions int default 0,
    currency_id char(36),
    budget double,
    expected_cost double,
    actual_cost double,
    expected_revenue double,
    campaign_type varchar(100)
);

create table campaign_log (
    id char(36) not null primary key,
    campaign_id char(36),
    target_id varchar(36),
    target_type varchar(100),
    activity_type varchar(100),
    activity_date datetime,
    archived tinyint(1) default 0,
    hits int default 0,
    deleted tinyint(1),
    date_modified datetime
);

create table calls (
    id char(36) not null primary key,
    name varchar(50),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    duration_hours int(2),
    duration_minutes int(2),
    date_start datetime,
    date_end datetime,
    parent_type varchar(255),
    status varchar(100) default 'Planned',
    direction varchar(100),
    parent_id char(36)
);

create table meetings (
    id char(36) not null primary key,
    name varchar(50),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    location varchar(50),
    duration_hours int(3),
    duration_minutes int(2),
    date_start datetime,
    date_end datetime,
    parent_type varchar(100),
    status varchar(100) default 'Planned',
    type varchar(255) default 'Sugar',
    parent_id char(36)
);

create table tasks (
    id char(36) not null primary key,
    name varchar(50),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    status varchar(100) default 'Not Started',
    date_due_flag tinyint(1) default 0,
    date_due datetime,
    parent_type varchar(255),
    parent_id char(36),
    contact_id char(36),
    priority varchar(100)
);

create table emails (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    date_sent_received datetime,
    message_id varchar(255),
    type varchar(100),
    status varchar(100),
    parent_type varchar(100),
    parent_id char(36)
);

create table notes (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    filename varchar(255),
    parent_type varchar(255),
    parent_id char(36),
    contact_id char(36),
    embed_flag tinyint(1) default 0
);

create table calls_contacts (
    id varchar(36) not null primary key,
    call_id varchar(36),
    contact_id varchar(36),
    required varchar(1) default '1',
    accept_status varchar(25) default 'none',
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table calls_leads (
    id varchar(36) not null primary key,
    call_id varchar(36),
    lead_id varchar(36),
    required varchar(1) default '1',
    accept_status varchar(25) default 'none',
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table meetings_contacts (
    id varchar(36) not null primary key,
    meeting_id varchar(36),
    contact_id varchar(36),
    required varchar(1) default '1',
    accept_status varchar(25) default 'none',
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table meetings_leads (
    id varchar(36) not null primary key,
    meeting_id varchar(36),
    lead_id varchar(36),
    required varchar(1) default '1',
    accept_status varchar(25) default 'none',
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table emails_beans (
    id char(36) not null primary key,
    email_id char(36),
    bean_id char(36),
    bean_module varchar(100),
    campaign_data text,
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table cases (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    modified_user_id char(36),
    created_by char(36),
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    case_number int(11) not null auto_increment unique,
    type varchar(255),
    status varchar(100),
    priority varchar(100),
    resolution text,
    account_id char(36),
    state varchar(100) default 'Open',
    contact_created_by_id char(36)
);

create table contacts_cases (
    id varchar(36) not null primary key,
    contact_id varchar(36),
    case_id varchar(36),
    contact_role varchar(50),
    date_modified datetime,
    deleted tinyint(1) default 0
);

create table aop_case_updates (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    created_by char(36),
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    case_id char(36),
    contact_id char(36),
    internal tinyint(1)
);

create table aos_contracts (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    reference_code varchar(255),
    start_date date,
    end_date date,
    total_contract_value decimal(26, 6),
    total_contract_value_usdollar decimal(26, 6),
    currency_id char(36),
    status varchar(100) default 'Not Started',
    contract_type varchar(100) default 'Type',
    contract_account_id char(36),
    opportunity_id char(36)
);

create table aos_invoices (
    id char(36) not null primary key,
    name varchar(255),
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    assigned_user_id char(36),
    billing_account_id char(36),
    number int(11) not null,
    tax_amount decimal(26, 6),
    tax_amount_usdollar decimal(26, 6),
    shipping_amount decimal(26, 6),
    total_amount decimal(26, 6),
    total_amount_usdollar decimal(26, 6),
    currency_id char(36),
    invoice_date date,
    due_date date,
    status varchar(100)
);

create table aos_products_quotes (
    id char(36) not null primary key,
    name text,
    date_entered datetime,
    date_modified datetime,
    deleted tinyint(1) default 0,
    number int(11),
    product_qty decimal(18, 4),
    product_total_price decimal(26, 6),
    parent_type varchar(100),
    parent_id char(36),
    product_id char(36)
);
