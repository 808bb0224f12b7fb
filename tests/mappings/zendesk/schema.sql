-- The tables of Zendesk Support as Fivetran lands them in PostgreSQL: keys without constraints,
-- Fivetran's own columns with an underscore in front.
create table "user" (
    id bigint primary key,
    name text,
    alias text,
    email text,
    phone text,
    role text,
    active boolean,
    suspended boolean,
    organization_id bigint,
    default_group_id bigint,
    time_zone text,
    locale text,
    created_at timestamptz,
    updated_at timestamptz,
    last_login_at timestamptz,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table "group" (
    id bigint primary key,
    name text,
    created_at timestamptz,
    updated_at timestamptz,
    url text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table organization (
    id bigint primary key,
    name text,
    external_id text,
    group_id bigint,
    details text,
    notes text,
    shared_tickets boolean,
    shared_comments boolean,
    created_at timestamptz,
    updated_at timestamptz,
    url text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table domain_name (
    "index" bigint,
    organization_id bigint,
    domain_name text,
    _fivetran_synced timestamptz,
    primary key ("index", organization_id)
);

create table ticket (
    id bigint primary key,
    subject text,
    description text,
    type text,
    priority text,
    status text,
    via_channel text,
    requester_id bigint,
    submitter_id bigint,
    assignee_id bigint,
    group_id bigint,
    organization_id bigint,
    brand_id bigint,
    ticket_form_id bigint,
    external_id text,
    merged_ticket_ids text,
    is_public boolean,
    due_at timestamptz,
    created_at timestamptz,
    updated_at timestamptz,
    custom_product text,
    url text,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table ticket_comment (
    id bigint primary key,
    ticket_id bigint,
    user_id bigint,
    body text,
    public boolean,
    created timestamptz,
    voice_comment boolean,
    call_duration bigint,
    facebook_comment boolean,
    tweet boolean,
    _fivetran_deleted boolean,
    _fivetran_synced timestamptz
);

create table ticket_field_history (
    ticket_id bigint,
    field_name text,
    updated timestamptz,
    value text,
    user_id bigint,
    _fivetran_synced timestamptz,
    primary key (ticket_id, field_name, updated)
);

create table ticket_tag (
    ticket_id bigint,
    tag text,
    _fivetran_synced timestamptz,
    primary key (ticket_id, tag)
);
