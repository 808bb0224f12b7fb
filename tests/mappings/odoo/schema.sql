-- Tables of Odoo 18 with CRM, Sales and Calendar, and of the OCA modules helpdesk_mgmt,
-- helpdesk_mgmt_rating and contract: the columns that the mapping reads and their neighbours.
create table res_currency (
    id serial primary key,
    name varchar not null unique,
    symbol varchar not null,
    full_name varchar,
    position varchar,
    decimal_places integer,
    rounding numeric,
    active boolean,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table res_currency_rate (
    id serial primary key,
    currency_id integer not null references res_currency,
    company_id integer,
    name date not null,
    rate numeric,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table res_country (
    id serial primary key,
    name jsonb not null,
    code varchar(2) not null,
    currency_id integer,
    phone_code integer,
    create_date timestamp,
    write_date timestamp
);

create table res_partner_industry (
    id serial primary key,
    name jsonb,
    full_name jsonb,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table res_partner (
    id serial primary key,
    company_id integer,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp,
    name varchar,
    complete_name varchar,
    title integer,
    parent_id integer references res_partner,
    ref varchar,
    lang varchar,
    tz varchar,
    user_id integer,
    vat varchar,
    company_registry varchar,
    website varchar,
    comment text,
    active boolean,
    employee boolean,
    function varchar,
    type varchar,
    street varchar,
    street2 varchar,
    zip varchar,
    city varchar,
    state_id integer,
    country_id integer references res_country,
    email varchar,
    phone varchar,
    mobile varchar,
    is_company boolean,
    industry_id integer references res_partner_industry,
    partner_share boolean,
    commercial_partner_id integer references res_partner,
    commercial_company_name varchar,
    company_name varchar,
    email_normalized varchar,
    phone_sanitized varchar,
    signup_token varchar
);

create table res_company (
    id serial primary key,
    name varchar not null,
    partner_id integer not null references res_partner,
    currency_id integer not null references res_currency,
    parent_id integer,
    sequence integer,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table res_users (
    id serial primary key,
    company_id integer not null,
    partner_id integer not null references res_partner,
    active boolean,
    login varchar not null unique,
    password varchar,
    action_id integer,
    share boolean,
    notification_type varchar not null default 'email',
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table crm_team (
    id serial primary key,
    name jsonb not null,
    sequence integer,
    active boolean,
    company_id integer,
    user_id integer references res_users,
    color integer,
    use_leads boolean,
    use_opportunities boolean,
    invoiced_target double precision,
    create_date timestamp,
    write_date timestamp
);

create table crm_team_member (
    id serial primary key,
    crm_team_id integer not null references crm_team,
    user_id integer not null references res_users,
    active boolean,
    assignment_max integer,
    create_date timestamp,
    write_date timestamp
);

create table crm_stage (
    id serial primary key,
    name jsonb not null,
    sequence integer,
    is_won boolean,
    requirements text,
    team_id integer references crm_team,
    fold boolean,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table crm_lost_reason (
    id serial primary key,
    name jsonb not null,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table utm_source (
    id serial primary key,
    name varchar not null,
    create_date timestamp,
    write_date timestamp
);

create table utm_campaign (
    id serial primary key,
    name varchar not null,
    title jsonb not null,
    active boolean,
    user_id integer not null,
    stage_id integer not null,
    is_auto_campaign boolean,
    color integer,
    create_date timestamp,
    write_date timestamp
);

create table crm_lead (
    id serial primary key,
    campaign_id integer references utm_campaign,
    source_id integer references utm_source,
    medium_id integer,
    email_cc varchar,
    email_normalized varchar,
    name varchar not null,
    user_id integer references res_users,
    team_id integer references crm_team,
    company_id integer references res_company,
    referred varchar,
    description text,
    active boolean,
    type varchar not null,
    priority varchar,
    stage_id integer references crm_stage on delete restrict,
    color integer,
    expected_revenue numeric,
    prorated_revenue numeric,
    recurring_revenue numeric,
    recurring_plan integer,
    recurring_revenue_monthly numeric,
    recurring_revenue_monthly_prorated numeric,
    date_closed timestamp,
    date_automation_last timestamp,
    date_open timestamp,
    day_open double precision,
    day_close double precision,
    date_last_stage_update timestamp,
    date_conversion timestamp,
    date_deadline date,
    partner_id integer references res_partner,
    contact_name varchar,
    partner_name varchar,
    function varchar,
    title integer,
    email_from varchar,
    phone varchar,
    mobile varchar,
    phone_sanitized varchar,
    phone_state varchar,
    email_state varchar,
    website varchar,
    lang_id integer,
    country_id integer,
    probability double precision,
    automated_probability double precision,
    lost_reason_id integer references crm_lost_reason,
    lead_properties jsonb,
    x_studio_budget varchar,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp,
    check (probability >= 0 and probability <= 100)
);

create table ir_model_fields (
    id serial primary key,
    name varchar not null,
    model varchar not null,
    model_id integer not null,
    field_description jsonb not null,
    ttype varchar not null,
    relation varchar,
    state varchar not null,
    unique (model, name)
);

create table mail_message_subtype (
    id serial primary key,
    name jsonb not null,
    internal boolean,
    res_model varchar,
    sequence integer,
    create_date timestamp,
    write_date timestamp
);

create table mail_activity_type (
    id serial primary key,
    name jsonb not null,
    category varchar,
    sequence integer,
    active boolean,
    keep_done boolean,
    create_date timestamp,
    write_date timestamp
);

create table mail_message (
    id serial primary key,
    parent_id integer,
    res_id integer,
    subtype_id integer references mail_message_subtype,
    mail_activity_type_id integer references mail_activity_type,
    author_id integer references res_partner,
    subject varchar,
    model varchar,
    record_name varchar,
    message_type varchar not null,
    email_from varchar,
    message_id varchar,
    reply_to varchar,
    body text,
    is_internal boolean,
    date timestamp,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table mail_tracking_value (
    id serial primary key,
    field_id integer references ir_model_fields on delete set null,
    field_info jsonb,
    old_value_integer integer,
    new_value_integer integer,
    currency_id integer,
    mail_message_id integer not null references mail_message on delete cascade,
    old_value_char varchar,
    new_value_char varchar,
    old_value_text text,
    new_value_text text,
    old_value_datetime timestamp,
    new_value_datetime timestamp,
    old_value_float double precision,
    new_value_float double precision,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table calendar_event (
    id serial primary key,
    name varchar not null,
    description text,
    user_id integer references res_users,
    location varchar,
    privacy varchar,
    show_as varchar not null default 'busy',
    active boolean,
    allday boolean,
    start timestamp not null,
    stop timestamp not null,
    start_date date,
    stop_date date,
    duration double precision,
    res_id integer,
    res_model_id integer,
    res_model varchar,
    recurrency boolean,
    recurrence_id integer,
    opportunity_id integer references crm_lead,
    access_token varchar,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table calendar_event_res_partner_rel (
    calendar_event_id integer not null references calendar_event on delete cascade,
    res_partner_id integer not null references res_partner on delete cascade,
    primary key (calendar_event_id, res_partner_id)
);

create table mail_activity (
    id serial primary key,
    res_model_id integer,
    res_model varchar,
    res_id integer,
    res_name varchar,
    activity_type_id integer references mail_activity_type,
    user_id integer references res_users,
    previous_activity_type_id integer,
    recommended_activity_type_id integer,
    summary varchar,
    note text,
    date_deadline date not null,
    date_done date,
    automated boolean,
    active boolean,
    calendar_event_id integer references calendar_event on delete cascade,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table mail_blacklist (
    id serial primary key,
    email varchar not null unique,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table phone_blacklist (
    id serial primary key,
    number varchar not null unique,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table sale_order (
    id serial primary key,
    name varchar not null,
    company_id integer not null,
    partner_id integer not null references res_partner,
    partner_invoice_id integer,
    state varchar,
    locked boolean,
    date_order timestamp not null,
    currency_id integer references res_currency,
    currency_rate numeric,
    user_id integer,
    team_id integer,
    amount_untaxed numeric,
    amount_tax numeric,
    amount_total numeric,
    invoice_status varchar,
    opportunity_id integer references crm_lead,
    campaign_id integer,
    source_id integer,
    create_uid integer,
    create_date timestamp,
    write_uid integer,
    write_date timestamp
);

create table rating_rating (
    id serial primary key,
    res_model_id integer,
    res_model varchar,
    res_id integer not null,
    rating double precision,
    rating_text varchar,
    feedback text,
    consumed boolean,
    partner_id integer,
    rated_partner_id integer,
    message_id integer,
    access_token varchar,
    create_date timestamp,
    write_date timestamp
);

create table helpdesk_ticket_team (
    id serial primary key,
    name varchar not null,
    sequence integer,
    active boolean,
    company_id integer,
    create_date timestamp,
    write_date timestamp
);

create table helpdesk_ticket_category (
    id serial primary key,
    name jsonb not null,
    sequence integer,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table helpdesk_ticket_channel (
    id serial primary key,
    name jsonb not null,
    sequence integer,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table helpdesk_ticket_stage (
    id serial primary key,
    name jsonb not null,
    sequence integer,
    active boolean,
    unattended boolean,
    closed boolean,
    fold boolean,
    create_date timestamp,
    write_date timestamp
);

create table helpdesk_ticket (
    id serial primary key,
    number varchar,
    name varchar not null,
    description text not null,
    user_id integer references res_users,
    stage_id integer references helpdesk_ticket_stage,
    partner_id integer references res_partner,
    commercial_partner_id integer references res_partner,
    partner_name varchar,
    partner_email varchar,
    last_stage_update timestamp,
    assigned_date timestamp,
    closed_date timestamp,
    unattended boolean,
    company_id integer not null,
    channel_id integer references helpdesk_ticket_channel,
    category_id integer references helpdesk_ticket_category,
    team_id integer references helpdesk_ticket_team,
    priority varchar,
    kanban_state varchar,
    sequence integer,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table product_pricelist (
    id serial primary key,
    name jsonb not null,
    currency_id integer not null references res_currency,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table product_template (
    id serial primary key,
    name jsonb not null,
    active boolean,
    list_price numeric,
    type varchar,
    create_date timestamp,
    write_date timestamp
);

create table product_product (
    id serial primary key,
    product_tmpl_id integer not null references product_template,
    default_code varchar,
    active boolean,
    create_date timestamp,
    write_date timestamp
);

create table contract_terminate_reason (
    id serial primary key,
    name varchar not null,
    terminate_comment_required boolean,
    create_date timestamp,
    write_date timestamp
);

create table contract_contract (
    id serial primary key,
    name varchar not null,
    code varchar,
    active boolean,
    partner_id integer not null references res_partner,
    invoice_partner_id integer,
    commercial_partner_id integer references res_partner,
    user_id integer,
    contract_type varchar,
    company_id integer not null,
    pricelist_id integer references product_pricelist,
    manual_currency_id integer references res_currency,
    line_recurrence boolean,
    date_start date,
    date_end date,
    recurring_rule_type varchar,
    recurring_interval integer,
    recurring_next_date date,
    is_terminated boolean,
    terminate_reason_id integer references contract_terminate_reason,
    terminate_comment text,
    terminate_date date,
    create_date timestamp,
    write_date timestamp
);

create table contract_line (
    id serial primary key,
    contract_id integer not null references contract_contract,
    product_id integer references product_product,
    name text not null,
    quantity double precision not null,
    uom_id integer,
    automatic_price boolean,
    specific_price double precision,
    discount numeric,
    display_type varchar,
    recurring_rule_type varchar,
    recurring_interval integer,
    recurring_invoicing_type varchar,
    date_start date,
    date_end date,
    recurring_next_date date,
    last_date_invoiced date,
    is_canceled boolean,
    is_auto_renew boolean,
    auto_renew_interval integer,
    auto_renew_rule_type varchar,
    successor_contract_line_id integer,
    predecessor_contract_line_id integer,
    active boolean,
    create_date timestamp,
    write_date timestamp
);
