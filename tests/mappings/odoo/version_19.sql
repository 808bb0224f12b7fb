-- The same rows as version 19 keeps them: one number of a person, stages of many teams.
update res_partner set phone = mobile where coalesce(phone, '') = '';
update crm_lead set phone = mobile where coalesce(phone, '') = '';
alter table res_partner drop column mobile;
alter table res_partner drop column title;
alter table crm_lead drop column mobile;
alter table crm_lead drop column title;
alter table crm_lead add column commercial_partner_id integer;
alter table crm_lead add column won_status varchar;
alter table crm_stage drop column team_id;
create table crm_stage_crm_team_rel (
    crm_stage_id integer not null,
    crm_team_id integer not null
);
alter table mail_message drop column record_name;
alter table mail_activity add column feedback text;
alter table mail_activity_type drop column keep_done;
