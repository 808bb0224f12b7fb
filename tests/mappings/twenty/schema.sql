-- Tables of Twenty as its workspace migrations make them: the columns that the mapping reads and
-- their usual neighbours. Two workspaces share one database; the second has only its definitions.
create schema core;
create schema workspace_5c2ge3j8c2rzc3honiq4f89a9;
create schema workspace_5c2ge3j8c2rzc3honiq4f89aa;

create table core.workspace (
    id uuid primary key,
    "displayName" varchar,
    subdomain varchar not null,
    "activationStatus" varchar not null default 'ACTIVE',
    "databaseSchema" varchar not null default '',
    "inviteHash" varchar,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz
);

create table core."objectMetadata" (
    id uuid primary key,
    "nameSingular" varchar not null,
    "namePlural" varchar not null,
    "labelSingular" varchar not null,
    "isCustom" boolean not null default false,
    "isActive" boolean not null default true,
    "workspaceId" uuid not null,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now()
);

create table core."fieldMetadata" (
    id uuid primary key,
    "objectMetadataId" uuid not null references core."objectMetadata" (id),
    type varchar not null,
    name varchar not null,
    label varchar not null,
    "defaultValue" jsonb,
    options jsonb,
    settings jsonb,
    "isCustom" boolean not null default false,
    "isActive" boolean not null default true,
    "workspaceId" uuid not null,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now()
);

set search_path to workspace_5c2ge3j8c2rzc3honiq4f89a9;

create type "actor_source_enum" as enum (
    'EMAIL', 'CALENDAR', 'WORKFLOW', 'AGENT', 'API', 'IMPORT', 'MANUAL', 'SYSTEM', 'WEBHOOK',
    'APPLICATION'
);
create type "opportunity_stage_enum" as enum (
    'NEW', 'SCREENING', 'MEETING', 'PROPOSAL', 'NEGOTIATION', 'CUSTOMER', 'WON', 'LOST'
);
create type "opportunity_leadSource_enum" as enum ('WEBSITE', 'REFERRAL', 'TRADE_FAIR');
create type "task_status_enum" as enum ('TODO', 'IN_PROGRESS', 'DONE');
create type "messageParticipant_role_enum" as enum ('from', 'to', 'cc', 'bcc');
create type "calendarEventParticipant_responseStatus_enum" as enum (
    'NEEDS_ACTION', 'DECLINED', 'TENTATIVE', 'ACCEPTED'
);
create type "messageChannelMessageAssociation_direction_enum" as enum ('INCOMING', 'OUTGOING');

create table "workspaceMember" (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "nameFirstName" text,
    "nameLastName" text,
    "userEmail" text,
    "userId" uuid not null,
    "avatarUrl" text,
    locale text not null default 'en',
    "timeZone" text not null default 'system',
    "colorScheme" text not null default 'System'
);

create table company (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    name text,
    "domainNamePrimaryLinkUrl" text,
    "domainNamePrimaryLinkLabel" text,
    "domainNameSecondaryLinks" jsonb,
    employees float,
    "annualRecurringRevenueAmountMicros" numeric,
    "annualRecurringRevenueCurrencyCode" text,
    "addressAddressStreet1" text,
    "addressAddressCity" text,
    "addressAddressPostcode" text,
    "addressAddressState" text,
    "addressAddressCountry" text,
    "idealCustomerProfile" boolean default false,
    "createdBySource" "actor_source_enum" not null default 'MANUAL',
    "createdByWorkspaceMemberId" uuid,
    "createdByName" text not null default 'System',
    "accountOwnerId" uuid references "workspaceMember" (id) on delete set null,
    position float not null default 0
);

create table person (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "nameFirstName" text,
    "nameLastName" text,
    "emailsPrimaryEmail" text,
    "emailsAdditionalEmails" jsonb,
    "phonesPrimaryPhoneNumber" text,
    "phonesPrimaryPhoneCountryCode" text,
    "phonesPrimaryPhoneCallingCode" text,
    "phonesAdditionalPhones" jsonb,
    "jobTitle" text,
    city text,
    "companyId" uuid references company (id) on delete set null,
    "createdBySource" "actor_source_enum" not null default 'MANUAL',
    "createdByWorkspaceMemberId" uuid,
    "createdByName" text not null default 'System',
    position float not null default 0
);

create table opportunity (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    name text,
    "amountAmountMicros" numeric,
    "amountCurrencyCode" text,
    "closeDate" timestamptz,
    stage "opportunity_stage_enum" not null default 'NEW',
    position float not null default 0,
    "createdBySource" "actor_source_enum" not null default 'MANUAL',
    "createdByWorkspaceMemberId" uuid,
    "createdByName" text not null default 'System',
    "pointOfContactId" uuid references person (id) on delete set null,
    "companyId" uuid references company (id) on delete set null,
    "ownerId" uuid references "workspaceMember" (id) on delete set null,
    -- A field that this workspace added.
    "leadSource" "opportunity_leadSource_enum"
);

create table task (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    title text,
    "bodyV2Blocknote" text,
    "bodyV2Markdown" text,
    "dueAt" timestamptz,
    status "task_status_enum" default 'TODO',
    "createdBySource" "actor_source_enum" not null default 'MANUAL',
    "createdByWorkspaceMemberId" uuid,
    "createdByName" text not null default 'System',
    "assigneeId" uuid references "workspaceMember" (id) on delete set null,
    position float not null default 0
);

create table note (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    title text,
    "bodyV2Blocknote" text,
    "bodyV2Markdown" text,
    "createdBySource" "actor_source_enum" not null default 'MANUAL',
    "createdByWorkspaceMemberId" uuid,
    "createdByName" text not null default 'System',
    position float not null default 0
);

create table "taskTarget" (
    id uuid primary key default gen_random_uuid(),
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "taskId" uuid references task (id) on delete cascade,
    "targetPersonId" uuid references person (id) on delete cascade,
    "targetCompanyId" uuid references company (id) on delete cascade,
    "targetOpportunityId" uuid references opportunity (id) on delete cascade
);

create table "noteTarget" (
    id uuid primary key default gen_random_uuid(),
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "noteId" uuid references note (id) on delete cascade,
    "targetPersonId" uuid references person (id) on delete cascade,
    "targetCompanyId" uuid references company (id) on delete cascade,
    "targetOpportunityId" uuid references opportunity (id) on delete cascade
);

create table "timelineActivity" (
    id uuid primary key default gen_random_uuid(),
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "happensAt" timestamptz not null default now(),
    name text,
    properties jsonb,
    "linkedRecordCachedName" text,
    "linkedRecordId" uuid,
    "linkedObjectMetadataId" uuid,
    "workspaceMemberId" uuid references "workspaceMember" (id) on delete cascade,
    "targetPersonId" uuid references person (id) on delete cascade,
    "targetCompanyId" uuid references company (id) on delete cascade,
    "targetOpportunityId" uuid references opportunity (id) on delete set null,
    "targetNoteId" uuid references note (id) on delete set null,
    "targetTaskId" uuid references task (id) on delete set null
);

create table "calendarEvent" (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    title text,
    "isCanceled" boolean not null default false,
    "isFullDay" boolean not null default false,
    "startsAt" timestamptz,
    "endsAt" timestamptz,
    "externalCreatedAt" timestamptz,
    "externalUpdatedAt" timestamptz,
    description text,
    location text,
    "iCalUid" text
);

create table "calendarEventParticipant" (
    id uuid primary key default gen_random_uuid(),
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    handle text,
    "displayName" text,
    "isOrganizer" boolean not null default false,
    "responseStatus" "calendarEventParticipant_responseStatus_enum" not null
    default 'NEEDS_ACTION',
    "calendarEventId" uuid not null references "calendarEvent" (id) on delete cascade,
    "personId" uuid references person (id) on delete set null,
    "workspaceMemberId" uuid references "workspaceMember" (id) on delete set null
);

create table message (
    id uuid primary key,
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "headerMessageId" text,
    subject text,
    text text,
    "receivedAt" timestamptz,
    "messageThreadId" uuid
);

create table "messageParticipant" (
    id uuid primary key default gen_random_uuid(),
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    role "messageParticipant_role_enum" not null default 'from',
    handle text,
    "displayName" text,
    "messageId" uuid not null references message (id) on delete cascade,
    "personId" uuid references person (id) on delete set null,
    "workspaceMemberId" uuid references "workspaceMember" (id) on delete set null
);

create table "messageChannelMessageAssociation" (
    id uuid primary key default gen_random_uuid(),
    "createdAt" timestamptz not null default now(),
    "updatedAt" timestamptz not null default now(),
    "deletedAt" timestamptz,
    "messageExternalId" text,
    "messageThreadExternalId" text,
    direction "messageChannelMessageAssociation_direction_enum" not null default 'INCOMING',
    "messageChannelId" uuid,
    "messageId" uuid references message (id) on delete cascade
);
