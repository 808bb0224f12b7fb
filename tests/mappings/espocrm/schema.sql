-- The tables of EspoCRM 10.0 that the mapping reads, as the CRM makes them in MariaDB.
-- c_product_line stands for a field that an administrator has added.

create table `user` (
    id varchar(17) not null,
    user_name varchar(50),
    type varchar(24),
    password varchar(150),
    salutation_name varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    is_active tinyint(1) default 1,
    title varchar(100),
    gender varchar(255),
    created_at datetime,
    modified_at datetime,
    default_team_id varchar(17),
    contact_id varchar(17),
    created_by_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table team (
    id varchar(17) not null,
    name varchar(100),
    position_list mediumtext,
    created_at datetime,
    modified_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table team_user (
    id bigint not null auto_increment,
    team_id varchar(17),
    user_id varchar(17),
    role varchar(100),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table entity_team (
    id bigint not null auto_increment,
    entity_id varchar(17),
    team_id varchar(17),
    entity_type varchar(100),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table email_address (
    id varchar(17) not null,
    name varchar(255),
    lower varchar(255),
    invalid tinyint(1) default 0,
    opt_out tinyint(1) default 0,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table entity_email_address (
    id bigint not null auto_increment,
    entity_id varchar(17),
    email_address_id varchar(17),
    entity_type varchar(100),
    `primary` tinyint(1) default 0,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table phone_number (
    id varchar(17) not null,
    name varchar(36),
    type varchar(255),
    `numeric` varchar(36),
    invalid tinyint(1) default 0,
    opt_out tinyint(1) default 0,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table entity_phone_number (
    id bigint not null auto_increment,
    entity_id varchar(17),
    phone_number_id varchar(17),
    entity_type varchar(100),
    `primary` tinyint(1) default 0,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table account (
    id varchar(17) not null,
    name varchar(249),
    website varchar(255),
    type varchar(255),
    industry varchar(255),
    sic_code varchar(40),
    billing_address_city varchar(255),
    billing_address_country varchar(255),
    shipping_address_country varchar(255),
    description mediumtext,
    campaign_id varchar(17),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table contact (
    id varchar(17) not null,
    salutation_name varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    description mediumtext,
    do_not_call tinyint(1) default 0,
    address_city varchar(255),
    address_country varchar(255),
    account_id varchar(17),
    campaign_id varchar(17),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table account_contact (
    id bigint not null auto_increment,
    account_id varchar(17),
    contact_id varchar(17),
    role varchar(100),
    is_inactive tinyint(1) default 0,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table `lead` (
    id varchar(17) not null,
    salutation_name varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    title varchar(100),
    status varchar(255),
    source varchar(255),
    industry varchar(255),
    opportunity_amount double,
    opportunity_amount_currency varchar(3),
    website varchar(255),
    do_not_call tinyint(1) default 0,
    description mediumtext,
    converted_at datetime,
    account_name varchar(255),
    campaign_id varchar(17),
    created_account_id varchar(17),
    created_contact_id varchar(17),
    created_opportunity_id varchar(17),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table opportunity (
    id varchar(17) not null,
    name varchar(255),
    amount double,
    amount_currency varchar(3),
    stage varchar(255),
    last_stage varchar(255),
    probability int,
    lead_source varchar(255),
    close_date date,
    description mediumtext,
    account_id varchar(17),
    contact_id varchar(17),
    campaign_id varchar(17),
    c_product_line varchar(255),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    version_number bigint,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table contact_opportunity (
    id bigint not null auto_increment,
    contact_id varchar(17),
    opportunity_id varchar(17),
    role varchar(50),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table note (
    id varchar(17) not null,
    post mediumtext,
    data mediumtext,
    type varchar(24),
    target_type varchar(7),
    parent_id varchar(17),
    parent_type varchar(100),
    related_id varchar(17),
    related_type varchar(100),
    super_parent_id varchar(17),
    super_parent_type varchar(100),
    number int unsigned not null auto_increment,
    is_global tinyint(1) default 0,
    is_internal tinyint(1) default 0,
    is_pinned tinyint(1) default 0,
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id),
    unique key uniq_note_number (number)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create index idx_note_parent_id on note (parent_id);
create index idx_note_type on note (type);

create table campaign (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    type varchar(64),
    start_date date,
    end_date date,
    description mediumtext,
    budget double,
    budget_currency varchar(3),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table campaign_log_record (
    id varchar(17) not null,
    action varchar(50),
    action_date datetime,
    string_data varchar(100),
    campaign_id varchar(17),
    parent_id varchar(17),
    parent_type varchar(100),
    is_test tinyint(1) default 0,
    created_at datetime,
    created_by_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table `call` (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    date_start datetime,
    date_end datetime,
    direction varchar(255),
    description mediumtext,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    uid varchar(255),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table meeting (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    date_start datetime,
    date_end datetime,
    date_start_date date,
    date_end_date date,
    is_all_day tinyint(1) default 0,
    description mediumtext,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    uid varchar(255),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table task (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    priority varchar(255),
    date_start datetime,
    date_end datetime,
    date_start_date date,
    date_end_date date,
    date_completed datetime,
    description mediumtext,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    contact_id varchar(17),
    email_id varchar(17),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table email (
    id varchar(17) not null,
    name varchar(255),
    from_string varchar(255),
    message_id varchar(255),
    body_plain mediumtext,
    is_html tinyint(1) default 1,
    status varchar(255),
    date_sent datetime,
    delivery_date datetime,
    is_replied tinyint(1) default 0,
    is_system tinyint(1) default 0,
    is_auto_reply tinyint(1) default 0,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    from_email_address_id varchar(17),
    sent_by_id varchar(17),
    replied_id varchar(17),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table call_contact (
    id bigint not null auto_increment,
    call_id varchar(17),
    contact_id varchar(17),
    status varchar(36) default 'None',
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table call_lead (
    id bigint not null auto_increment,
    call_id varchar(17),
    lead_id varchar(17),
    status varchar(36) default 'None',
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table contact_meeting (
    id bigint not null auto_increment,
    contact_id varchar(17),
    meeting_id varchar(17),
    status varchar(36) default 'None',
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table lead_meeting (
    id bigint not null auto_increment,
    lead_id varchar(17),
    meeting_id varchar(17),
    status varchar(36) default 'None',
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table `case` (
    id varchar(17) not null,
    name varchar(255),
    number int unsigned not null auto_increment,
    status varchar(255),
    priority varchar(255),
    type varchar(255),
    description mediumtext,
    account_id varchar(17),
    lead_id varchar(17),
    contact_id varchar(17),
    inbound_email_id varchar(17),
    is_internal tinyint(1) default 0,
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at datetime,
    version_number bigint,
    deleted tinyint(1) default 0,
    primary key (id),
    unique key uniq_case_number (number)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table currency (
    id varchar(3) not null,
    rate double,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table currency_record (
    id varchar(17) not null,
    code varchar(3),
    status varchar(8),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table currency_record_rate (
    id varchar(17) not null,
    record_id varchar(17),
    base_code varchar(3),
    date date,
    rate decimal(20,8),
    created_at datetime,
    modified_at datetime,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table pipeline (
    id varchar(17) not null,
    name varchar(100),
    `order` int,
    status varchar(8),
    entity_type varchar(100),
    field varchar(100),
    is_available_for_all tinyint(1) default 0,
    created_at datetime,
    modified_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;

create table pipeline_stage (
    id varchar(17) not null,
    name varchar(50),
    pipeline_id varchar(17),
    `order` int,
    mapped_status varchar(100),
    created_at datetime,
    modified_at datetime,
    deleted tinyint(1) default 0,
    primary key (id)
) engine=InnoDB default charset=utf8mb4 collate=utf8mb4_unicode_ci;
