-- The same rows as version 16 keeps them: tracking in other columns, done activities deleted.
alter table mail_tracking_value rename column field_id to field;
alter table mail_tracking_value add column old_value_monetary double precision;
alter table mail_tracking_value add column new_value_monetary double precision;
update mail_tracking_value
set
    old_value_monetary = old_value_float,
    new_value_monetary = new_value_float,
    old_value_float = null,
    new_value_float = null;
delete from mail_activity where not active;
alter table mail_activity drop column active;
alter table mail_activity drop column date_done;
alter table mail_activity_type drop column keep_done;
alter table crm_lead drop column lead_properties;
