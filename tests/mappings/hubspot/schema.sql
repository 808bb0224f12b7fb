-- The tables of HubSpot objects as Fivetran lands them in PostgreSQL: a HubSpot property is a column
-- named property_<its name>; keys without constraints; Fivetran's own columns with an underscore.
create table owner (
    owner_id bigint primary key,
    portal_id bigint,
    type text,
    first_name text,
    last_name text,
    email text,
    active_user_id bigint,
    created_at timestamptz,
    updated_at timestamptz,
    _fivetran_synced timestamptz
);

create table team (
    id bigint primary key,
    name text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table owner_team (
    owner_id bigint,
    team_id bigint,
    is_team_primary boolean,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz,
    primary key (owner_id, team_id)
);

create table company (
    id bigint primary key,
    portal_id bigint,
    is_deleted boolean,
    _fivetran_deleted boolean,
    property_name text,
    property_domain text,
    property_website text,
    property_industry text,
    property_city text,
    property_country text,
    property_phone text,
    property_numberofemployees double precision,
    property_annualrevenue double precision,
    property_hubspot_owner_id bigint,
    property_hs_parent_company_id bigint,
    property_hs_analytics_source text,
    property_hs_merged_object_ids text,
    property_lifecyclestage text,
    property_createdate timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_customer_tier text,
    _fivetran_synced timestamptz
);

create table contact (
    id bigint primary key,
    _fivetran_deleted boolean,
    property_email text,
    property_firstname text,
    property_lastname text,
    property_company text,
    property_jobtitle text,
    property_phone text,
    property_mobilephone text,
    property_hs_email_optout boolean,
    property_associatedcompanyid bigint,
    property_hubspot_owner_id bigint,
    property_lifecyclestage text,
    property_hs_lead_status text,
    property_hs_analytics_source text,
    property_hs_lifecyclestage_lead_date timestamptz,
    property_hs_lifecyclestage_marketingqualifiedlead_date timestamptz,
    property_hs_lifecyclestage_salesqualifiedlead_date timestamptz,
    property_hs_lifecyclestage_opportunity_date timestamptz,
    property_hs_lifecyclestage_customer_date timestamptz,
    property_hs_merged_object_ids text,
    property_createdate timestamptz,
    property_lastmodifieddate timestamptz,
    _fivetran_synced timestamptz
);

create table deal_pipeline (
    pipeline_id text primary key,
    label text,
    active boolean,
    display_order bigint,
    created_at timestamptz,
    updated_at timestamptz,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table deal_pipeline_stage (
    stage_id text primary key,
    pipeline_id text,
    label text,
    display_order bigint,
    probability double precision,
    is_closed boolean,
    closed_won boolean,
    active boolean,
    created_at timestamptz,
    updated_at timestamptz,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table deal (
    deal_id bigint primary key,
    portal_id bigint,
    is_deleted boolean,
    _fivetran_deleted boolean,
    deal_pipeline_id text,
    deal_pipeline_stage_id text,
    owner_id bigint,
    property_dealname text,
    property_description text,
    property_dealtype text,
    property_amount double precision,
    property_amount_in_home_currency double precision,
    property_deal_currency_code text,
    property_closedate timestamptz,
    property_createdate timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hs_is_closed boolean,
    property_hs_is_closed_won boolean,
    property_closed_lost_reason text,
    property_hs_analytics_source text,
    property_sales_region text,
    _fivetran_synced timestamptz
);

create table deal_stage (
    deal_id bigint,
    value text,
    date_entered timestamptz,
    source text,
    source_id text,
    _fivetran_start timestamptz,
    _fivetran_end timestamptz,
    _fivetran_active boolean,
    _fivetran_synced timestamptz,
    primary key (deal_id, _fivetran_start)
);

create table deal_property_history (
    deal_id bigint,
    name text,
    value text,
    "timestamp" timestamptz,
    source text,
    source_id text,
    _fivetran_synced timestamptz,
    primary key (deal_id, name, "timestamp")
);

create table merged_deal (
    deal_id bigint,
    merged_deal_id bigint,
    _fivetran_synced timestamptz
);

create table deal_company (
    deal_id bigint,
    company_id bigint,
    type_id bigint,
    category text,
    _fivetran_synced timestamptz,
    primary key (deal_id, company_id, type_id, category)
);

create table deal_contact (
    deal_id bigint,
    contact_id bigint,
    type_id bigint,
    category text,
    _fivetran_synced timestamptz,
    primary key (deal_id, contact_id, type_id, category)
);

create table line_item (
    id bigint primary key,
    product_id bigint,
    property_name text,
    property_quantity double precision,
    property_price double precision,
    property_amount double precision,
    property_hs_mrr double precision,
    property_hs_term_in_months double precision,
    property_hs_recurring_billing_period text,
    property_hs_recurring_billing_start_date date,
    property_recurringbillingfrequency text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table line_item_deal (
    line_item_id bigint,
    deal_id bigint,
    type_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table engagement_call (
    engagement_id bigint primary key,
    type text,
    property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    property_hs_call_title text,
    property_hs_call_body text,
    property_hs_call_direction text,
    property_hs_call_disposition text,
    property_hs_call_status text,
    property_hs_call_duration double precision,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table engagement_email (
    engagement_id bigint primary key,
    type text,
    property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    property_hs_email_subject text,
    property_hs_email_text text,
    property_hs_email_direction text,
    property_hs_email_status text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table engagement_meeting (
    engagement_id bigint primary key,
    type text,
    property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    property_hs_meeting_title text,
    property_hs_meeting_outcome text,
    property_hs_meeting_start_time timestamptz,
    property_hs_meeting_end_time timestamptz,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table engagement_task (
    engagement_id bigint primary key,
    type text,
    property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    property_hs_task_type text,
    property_hs_task_subject text,
    property_hs_task_status text,
    property_hs_task_completion_date timestamptz,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table engagement_note (
    engagement_id bigint primary key,
    type text,
    body text,
    property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table engagement_communication (
    engagement_id bigint primary key,
    type text,
    property_hs_createdate timestamptz,
    property_hs_timestamp timestamptz,
    property_hs_lastmodifieddate timestamptz,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table engagement_company (
    engagement_id bigint,
    company_id bigint,
    engagement_type text,
    type_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table engagement_contact (
    engagement_id bigint,
    contact_id bigint,
    engagement_type text,
    type_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table engagement_deal (
    engagement_id bigint,
    deal_id bigint,
    engagement_type text,
    type_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table ticket_engagement (
    ticket_id bigint,
    engagement_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table ticket (
    id bigint primary key,
    is_deleted boolean,
    _fivetran_deleted boolean,
    property_subject text,
    property_content text,
    property_hs_pipeline text,
    property_hs_pipeline_stage text,
    property_hs_ticket_category text,
    property_hs_ticket_priority text,
    property_source_type text,
    property_hubspot_owner_id bigint,
    property_hubspot_team_id bigint,
    property_hs_merged_object_ids text,
    property_createdate timestamptz,
    property_closed_date timestamptz,
    property_first_agent_reply_date timestamptz,
    _fivetran_synced timestamptz
);

create table ticket_pipeline_stage (
    stage_id text primary key,
    pipeline_id text,
    label text,
    is_closed boolean,
    ticket_state text,
    display_order bigint,
    active boolean,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table ticket_company (
    ticket_id bigint,
    company_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table ticket_contact (
    ticket_id bigint,
    contact_id bigint,
    category text,
    _fivetran_synced timestamptz
);

create table ticket_property_history (
    ticket_id bigint,
    name text,
    value text,
    timestamp_instant timestamptz,
    source text,
    source_id text,
    _fivetran_start timestamptz,
    _fivetran_end timestamptz,
    _fivetran_synced timestamptz
);
