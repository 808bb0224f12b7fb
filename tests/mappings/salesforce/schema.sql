-- The tables of Salesforce objects as Fivetran lands them in PostgreSQL: names in snake case, keys
-- without constraints, its own columns with an underscore in front. `opportunity` is in history mode.
create table "user" (
    id text primary key,
    username text,
    name text,
    first_name text,
    last_name text,
    email text,
    title text,
    department text,
    division text,
    user_type text,
    is_active boolean,
    manager_id text,
    user_role_id text,
    profile_id text,
    created_date timestamptz,
    last_login_date timestamptz,
    system_modstamp timestamptz,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table user_role (
    id text primary key,
    name text,
    developer_name text,
    parent_role_id text,
    rollup_description text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table account (
    id text primary key,
    name text,
    type text,
    industry text,
    number_of_employees bigint,
    annual_revenue numeric,
    owner_id text,
    parent_id text,
    billing_city text,
    billing_country text,
    account_source text,
    rating text,
    phone text,
    website text,
    record_type_id text,
    master_record_id text,
    is_deleted boolean,
    created_date timestamptz,
    last_modified_date timestamptz,
    system_modstamp timestamptz,
    tier_c text,
    _fivetran_synced timestamptz
);

create table contact (
    id text primary key,
    account_id text,
    owner_id text,
    first_name text,
    last_name text,
    name text,
    title text,
    email text,
    phone text,
    mobile_phone text,
    has_opted_out_of_email boolean,
    do_not_call boolean,
    lead_source text,
    reports_to_id text,
    master_record_id text,
    is_deleted boolean,
    created_date timestamptz,
    last_modified_date timestamptz,
    system_modstamp timestamptz,
    _fivetran_synced timestamptz
);

create table lead (
    id text primary key,
    owner_id text,
    name text,
    first_name text,
    last_name text,
    company text,
    email text,
    phone text,
    mobile_phone text,
    status text,
    lead_source text,
    is_converted boolean,
    converted_date date,
    converted_account_id text,
    converted_contact_id text,
    converted_opportunity_id text,
    master_record_id text,
    is_deleted boolean,
    created_date timestamptz,
    last_modified_date timestamptz,
    system_modstamp timestamptz,
    _fivetran_synced timestamptz
);

create table campaign (
    id text primary key,
    name text,
    type text,
    status text,
    start_date date,
    end_date date,
    actual_cost numeric,
    budgeted_cost numeric,
    currency_iso_code text,
    owner_id text,
    is_active boolean,
    is_deleted boolean,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table campaign_member (
    id text primary key,
    campaign_id text,
    lead_id text,
    contact_id text,
    status text,
    has_responded boolean,
    is_deleted boolean,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table record_type (
    id text primary key,
    name text,
    developer_name text,
    sobject_type text,
    is_active boolean,
    _fivetran_synced timestamptz
);

create table opportunity_stage (
    id text primary key,
    api_name text,
    master_label text,
    sort_order bigint,
    default_probability double precision,
    forecast_category text,
    is_active boolean,
    is_closed boolean,
    is_won boolean,
    _fivetran_synced timestamptz
);

create table opportunity (
    id text,
    name text,
    account_id text,
    owner_id text,
    campaign_id text,
    record_type_id text,
    stage_name text,
    type text,
    amount numeric,
    expected_revenue numeric,
    probability double precision,
    currency_iso_code text,
    lead_source text,
    forecast_category text,
    is_closed boolean,
    is_won boolean,
    close_date date,
    last_stage_change_date timestamptz,
    next_step text,
    is_deleted boolean,
    created_by_id text,
    created_date timestamptz,
    last_modified_date timestamptz,
    system_modstamp timestamptz,
    loss_reason_c text,
    region_c text,
    _fivetran_start timestamptz,
    _fivetran_end timestamptz,
    _fivetran_active boolean,
    _fivetran_synced timestamptz,
    primary key (id, _fivetran_start)
);

create table opportunity_history (
    id text primary key,
    opportunity_id text,
    stage_name text,
    amount numeric,
    expected_revenue numeric,
    close_date date,
    probability double precision,
    forecast_category text,
    is_deleted boolean,
    created_by_id text,
    created_date timestamptz,
    system_modstamp timestamptz,
    _fivetran_synced timestamptz
);

create table opportunity_field_history (
    id text primary key,
    opportunity_id text,
    field text,
    old_value text,
    new_value text,
    data_type text,
    is_deleted boolean,
    created_by_id text,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table opportunity_contact_role (
    id text primary key,
    opportunity_id text,
    contact_id text,
    role text,
    is_primary boolean,
    is_deleted boolean,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table opportunity_line_item (
    id text primary key,
    opportunity_id text,
    product_2_id text,
    quantity double precision,
    total_price numeric,
    sort_order bigint,
    is_deleted boolean,
    _fivetran_synced timestamptz
);

create table product_2 (
    id text primary key,
    name text,
    family text,
    is_active boolean,
    is_deleted boolean,
    _fivetran_synced timestamptz
);

create table task (
    id text primary key,
    subject text,
    status text,
    is_closed boolean,
    priority text,
    type text,
    task_subtype text,
    activity_date date,
    completed_date_time timestamptz,
    owner_id text,
    who_id text,
    what_id text,
    account_id text,
    call_type text,
    call_duration_in_seconds bigint,
    call_disposition text,
    is_recurrence boolean,
    is_archived boolean,
    is_deleted boolean,
    created_date timestamptz,
    last_modified_date timestamptz,
    _fivetran_synced timestamptz
);

create table event (
    id text primary key,
    subject text,
    type text,
    event_subtype text,
    activity_date date,
    activity_date_time timestamptz,
    start_date_time timestamptz,
    end_date_time timestamptz,
    duration_in_minutes bigint,
    is_all_day_event boolean,
    owner_id text,
    who_id text,
    what_id text,
    account_id text,
    location text,
    is_child boolean,
    is_group_event boolean,
    is_recurrence boolean,
    is_deleted boolean,
    created_date timestamptz,
    last_modified_date timestamptz,
    _fivetran_synced timestamptz
);

create table "order" (
    id text primary key,
    account_id text,
    opportunity_id text,
    contract_id text,
    order_number text,
    status text,
    status_code text,
    type text,
    effective_date date,
    end_date date,
    total_amount numeric,
    is_reduction_order boolean,
    currency_iso_code text,
    owner_id text,
    is_deleted boolean,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table "case" (
    id text primary key,
    case_number text,
    account_id text,
    contact_id text,
    owner_id text,
    status text,
    priority text,
    origin text,
    type text,
    reason text,
    subject text,
    is_closed boolean,
    closed_date timestamptz,
    is_escalated boolean,
    parent_id text,
    master_record_id text,
    is_deleted boolean,
    created_date timestamptz,
    last_modified_date timestamptz,
    _fivetran_synced timestamptz
);

create table email_message (
    id text primary key,
    parent_id text,
    activity_id text,
    subject text,
    from_address text,
    to_address text,
    incoming boolean,
    status text,
    message_date timestamptz,
    is_deleted boolean,
    created_by_id text,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table case_comment (
    id text primary key,
    parent_id text,
    comment_body text,
    is_published boolean,
    is_deleted boolean,
    created_by_id text,
    created_date timestamptz,
    _fivetran_synced timestamptz
);

create table forecasting_quota (
    id text primary key,
    quota_owner_id text,
    forecasting_type_id text,
    period_id text,
    start_date date,
    quota_amount numeric,
    quota_quantity double precision,
    is_amount boolean,
    is_quantity boolean,
    product_family text,
    territory_2_id text,
    currency_iso_code text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table period (
    id text primary key,
    type text,
    number bigint,
    start_date date,
    end_date date,
    is_forecast_period boolean,
    _fivetran_synced timestamptz
);

create table dated_conversion_rate (
    id text primary key,
    iso_code text,
    conversion_rate double precision,
    start_date date,
    next_start_date date,
    _fivetran_synced timestamptz
);
