-- The tables of EspoCRM 10.0 that the mapping reads, as the CRM makes them in PostgreSQL.
-- c_product_line stands for a field that an administrator has added.

create table "user" (
    id varchar(17) not null,
    user_name varchar(50),
    type varchar(24),
    password varchar(150),
    salutation_name varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    is_active boolean default true,
    title varchar(100),
    gender varchar(255),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    default_team_id varchar(17),
    contact_id varchar(17),
    created_by_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create table team (
    id varchar(17) not null,
    name varchar(100),
    position_list text,
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table team_user (
    id bigserial,
    team_id varchar(17),
    user_id varchar(17),
    role varchar(100),
    deleted boolean default false,
    primary key (id)
);

create table entity_team (
    id bigserial,
    entity_id varchar(17),
    team_id varchar(17),
    entity_type varchar(100),
    deleted boolean default false,
    primary key (id)
);

create table email_address (
    id varchar(17) not null,
    name varchar(255),
    lower varchar(255),
    invalid boolean default false,
    opt_out boolean default false,
    deleted boolean default false,
    primary key (id)
);

create table entity_email_address (
    id bigserial,
    entity_id varchar(17),
    email_address_id varchar(17),
    entity_type varchar(100),
    "primary" boolean default false,
    deleted boolean default false,
    primary key (id)
);

create table phone_number (
    id varchar(17) not null,
    name varchar(36),
    type varchar(255),
    numeric varchar(36),
    invalid boolean default false,
    opt_out boolean default false,
    deleted boolean default false,
    primary key (id)
);

create table entity_phone_number (
    id bigserial,
    entity_id varchar(17),
    phone_number_id varchar(17),
    entity_type varchar(100),
    "primary" boolean default false,
    deleted boolean default false,
    primary key (id)
);

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
    description text,
    campaign_id varchar(17),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table contact (
    id varchar(17) not null,
    salutation_name varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    description text,
    do_not_call boolean default false,
    address_city varchar(255),
    address_country varchar(255),
    account_id varchar(17),
    campaign_id varchar(17),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table account_contact (
    id bigserial,
    account_id varchar(17),
    contact_id varchar(17),
    role varchar(100),
    is_inactive boolean default false,
    deleted boolean default false,
    primary key (id)
);

create table lead (
    id varchar(17) not null,
    salutation_name varchar(255),
    first_name varchar(100),
    last_name varchar(100),
    title varchar(100),
    status varchar(255),
    source varchar(255),
    industry varchar(255),
    opportunity_amount double precision,
    opportunity_amount_currency varchar(3),
    website varchar(255),
    do_not_call boolean default false,
    description text,
    converted_at timestamp(0) without time zone,
    account_name varchar(255),
    campaign_id varchar(17),
    created_account_id varchar(17),
    created_contact_id varchar(17),
    created_opportunity_id varchar(17),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table opportunity (
    id varchar(17) not null,
    name varchar(255),
    amount double precision,
    amount_currency varchar(3),
    stage varchar(255),
    last_stage varchar(255),
    probability integer,
    lead_source varchar(255),
    close_date date,
    description text,
    account_id varchar(17),
    contact_id varchar(17),
    campaign_id varchar(17),
    c_product_line varchar(255),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    version_number bigint,
    deleted boolean default false,
    primary key (id)
);

create table contact_opportunity (
    id bigserial,
    contact_id varchar(17),
    opportunity_id varchar(17),
    role varchar(50),
    deleted boolean default false,
    primary key (id)
);

create table note (
    id varchar(17) not null,
    post text,
    data text,
    type varchar(24),
    target_type varchar(7),
    parent_id varchar(17),
    parent_type varchar(100),
    related_id varchar(17),
    related_type varchar(100),
    super_parent_id varchar(17),
    super_parent_type varchar(100),
    number serial,
    is_global boolean default false,
    is_internal boolean default false,
    is_pinned boolean default false,
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create index idx_note_parent_id on note (parent_id);
create index idx_note_type on note (type);

create table campaign (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    type varchar(64),
    start_date date,
    end_date date,
    description text,
    budget double precision,
    budget_currency varchar(3),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create table campaign_log_record (
    id varchar(17) not null,
    action varchar(50),
    action_date timestamp(0) without time zone,
    string_data varchar(100),
    campaign_id varchar(17),
    parent_id varchar(17),
    parent_type varchar(100),
    is_test boolean default false,
    created_at timestamp(0) without time zone,
    created_by_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create table call (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    date_start timestamp(0) without time zone,
    date_end timestamp(0) without time zone,
    direction varchar(255),
    description text,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    uid varchar(255),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create table meeting (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    date_start timestamp(0) without time zone,
    date_end timestamp(0) without time zone,
    date_start_date date,
    date_end_date date,
    is_all_day boolean default false,
    description text,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    uid varchar(255),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table task (
    id varchar(17) not null,
    name varchar(255),
    status varchar(255),
    priority varchar(255),
    date_start timestamp(0) without time zone,
    date_end timestamp(0) without time zone,
    date_start_date date,
    date_end_date date,
    date_completed timestamp(0) without time zone,
    description text,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    contact_id varchar(17),
    email_id varchar(17),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table email (
    id varchar(17) not null,
    name varchar(255),
    from_string varchar(255),
    message_id varchar(255),
    body_plain text,
    is_html boolean default true,
    status varchar(255),
    date_sent timestamp(0) without time zone,
    delivery_date timestamp(0) without time zone,
    is_replied boolean default false,
    is_system boolean default false,
    is_auto_reply boolean default false,
    parent_id varchar(17),
    parent_type varchar(100),
    account_id varchar(17),
    from_email_address_id varchar(17),
    sent_by_id varchar(17),
    replied_id varchar(17),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create table call_contact (
    id bigserial,
    call_id varchar(17),
    contact_id varchar(17),
    status varchar(36) default 'None',
    deleted boolean default false,
    primary key (id)
);

create table call_lead (
    id bigserial,
    call_id varchar(17),
    lead_id varchar(17),
    status varchar(36) default 'None',
    deleted boolean default false,
    primary key (id)
);

create table contact_meeting (
    id bigserial,
    contact_id varchar(17),
    meeting_id varchar(17),
    status varchar(36) default 'None',
    deleted boolean default false,
    primary key (id)
);

create table lead_meeting (
    id bigserial,
    lead_id varchar(17),
    meeting_id varchar(17),
    status varchar(36) default 'None',
    deleted boolean default false,
    primary key (id)
);

create table "case" (
    id varchar(17) not null,
    name varchar(255),
    number serial,
    status varchar(255),
    priority varchar(255),
    type varchar(255),
    description text,
    account_id varchar(17),
    lead_id varchar(17),
    contact_id varchar(17),
    inbound_email_id varchar(17),
    is_internal boolean default false,
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    assigned_user_id varchar(17),
    stream_updated_at timestamp(0) without time zone,
    version_number bigint,
    deleted boolean default false,
    primary key (id)
);

create table currency (
    id varchar(3) not null,
    rate double precision,
    primary key (id)
);

create table currency_record (
    id varchar(17) not null,
    code varchar(3),
    status varchar(8),
    deleted boolean default false,
    primary key (id)
);

create table currency_record_rate (
    id varchar(17) not null,
    record_id varchar(17),
    base_code varchar(3),
    date date,
    rate numeric(20,8),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    created_by_id varchar(17),
    modified_by_id varchar(17),
    deleted boolean default false,
    primary key (id)
);

create table pipeline (
    id varchar(17) not null,
    name varchar(100),
    "order" integer,
    status varchar(8),
    entity_type varchar(100),
    field varchar(100),
    is_available_for_all boolean default false,
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);

create table pipeline_stage (
    id varchar(17) not null,
    name varchar(50),
    pipeline_id varchar(17),
    "order" integer,
    mapped_status varchar(100),
    created_at timestamp(0) without time zone,
    modified_at timestamp(0) without time zone,
    deleted boolean default false,
    primary key (id)
);
