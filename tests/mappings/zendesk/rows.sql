insert into "group" (id, name, _fivetran_deleted, _fivetran_synced) values
    (81, 'First line', false, '2025-12-01 06:00+00'),
    (82, 'Second line', null, '2025-12-01 06:00+00');

insert into organization (id, name, created_at, updated_at, _fivetran_deleted, _fivetran_synced)
values
    (501, 'Harbour Hotel', '2025-10-01 08:00+00', '2025-10-02 08:00+00', false,
        '2025-10-02 12:00+00'),
    (502, 'Gone Guesthouse', '2025-10-01 08:00+00', '2025-10-02 08:00+00', true,
        '2025-10-02 12:00+00'),
    (503, 'Corner Cafe', '2025-10-03 08:00+00', '2025-10-03 08:00+00', null,
        '2025-10-03 12:00+00');

insert into domain_name ("index", organization_id, domain_name, _fivetran_synced) values
    (1, 501, 'hotel.invalid', '2025-10-02 12:00+00'),
    (0, 501, 'hotel.example', '2025-10-02 12:00+00');

insert into "user" (
    id, name, email, phone, role, active, suspended, organization_id, default_group_id, created_at,
    updated_at, _fivetran_deleted, _fivetran_synced
) values
    (1, 'Ana Ruiz', 'ana@lighthouse.example', null, 'agent', true, false, null, 81,
        '2025-09-01 08:00+00', '2025-09-01 08:00+00', false, '2025-12-01 06:00+00'),
    (2, 'Ben Okafor', 'ben@lighthouse.example', null, 'admin', true, true, null, 82,
        '2025-09-01 08:00+00', '2025-09-01 08:00+00', null, '2025-12-01 06:00+00'),
    (3, 'Cleo Marsh', 'cleo@lighthouse.example', null, 'agent', false, false, null, null,
        '2025-09-01 08:00+00', '2025-09-01 08:00+00', false, '2025-12-01 06:00+00'),
    (10, 'Eva Stone', 'eva@hotel.example', '+351 21 123 45 67', 'end-user', true, false, 501, null,
        '2026-01-05 08:00+00', '2026-01-05 08:00+00', false, '2026-01-05 12:00+00'),
    (11, 'Fred Hill', 'fred@cafe.example', null, 'end-user', null, null, 503, null,
        '2026-02-01 09:00+00', '2026-02-01 09:00+00', false, '2026-02-01 12:00+00'),
    -- Deleted in Zendesk: no longer active; and a row that is gone.
    (12, 'Gil Gone', 'gil@hotel.example', null, 'end-user', false, false, 501, null,
        '2026-01-06 08:00+00', '2026-01-06 08:00+00', false, '2026-01-06 12:00+00'),
    (13, 'Hal Gone', 'hal@hotel.example', null, 'end-user', true, false, 501, null,
        '2026-01-06 08:00+00', '2026-01-06 08:00+00', true, '2026-01-06 12:00+00');

insert into ticket (
    id, subject, type, priority, status, via_channel, requester_id, submitter_id, assignee_id,
    group_id, organization_id, merged_ticket_ids, created_at, updated_at, custom_product,
    _fivetran_deleted, _fivetran_synced
) values
    (1001, 'Screen is dark', 'problem', 'high', 'closed', 'email', 10, 10, 1, 81, 501, '[]',
        '2026-01-05 08:00+00', '2026-01-12 11:00+00', 'Screens', false, '2026-01-12 12:00+00'),
    -- An agent wrote first.
    (1002, 'Recall of cups', 'task', 'normal', 'closed', 'web', 11, 1, 1, 82, 503, '[]',
        '2026-02-01 09:00+00', '2026-02-03 12:00+00', 'Cups', null, '2026-02-03 18:00+00'),
    (1003, 'Which cable?', 'question', null, 'hold', 'chat', 10, 10, null, null, 501, null,
        '2026-03-01 10:00+00', '2026-03-01 11:00+00', null, false, '2026-03-01 12:00+00'),
    -- Merged into the first.
    (1004, 'Screen dark', 'problem', 'low', 'closed', 'email', 10, 10, 1, 81, 501, '[]',
        '2026-01-05 08:30+00', '2026-01-05 09:00+00', 'Screens', false, '2026-01-05 12:00+00'),
    (1005, 'Spam', null, null, 'deleted', 'web', 10, 10, null, null, 501, '[]',
        '2026-01-05 08:30+00', '2026-01-05 09:00+00', null, false, '2026-01-05 12:00+00'),
    (1006, 'Gone', null, null, 'open', 'web', 10, 10, null, null, 501, '[]',
        '2026-01-05 08:30+00', '2026-01-05 09:00+00', null, true, '2026-01-05 12:00+00'),
    -- Solved, and open again.
    (1007, 'Remote lost', 'incident', 'urgent', 'open', 'voice', 11, 11, 2, 82, 503, '[]',
        '2026-03-10 08:00+00', '2026-03-13 08:00+00', 'Screens', false, '2026-03-13 12:00+00'),
    -- Solved; the copy of its history ends before that.
    (1008, 'Old fault', 'problem', 'low', 'solved', 'web', 10, 10, 3, 81, 501, '[]',
        '2025-10-10 08:00+00', '2025-10-11 08:00+00', null, false, '2025-10-11 12:00+00'),
    (1009, 'Just in', null, null, 'new', 'web', 10, 10, null, null, 501, '[]',
        '2026-03-31 08:00+00', '2026-03-31 08:00+00', null, false, '2026-03-31 12:00+00');

insert into ticket_tag (ticket_id, tag, _fivetran_synced) values
    (1001, 'vip', '2026-01-05 12:00+00'),
    (1004, 'vip', '2026-01-05 12:00+00'),
    (1004, 'closed_by_merge', '2026-01-05 12:00+00');

insert into ticket_comment (
    id, ticket_id, user_id, public, created, voice_comment, call_duration, _fivetran_deleted,
    _fivetran_synced
) values
    (1, 1001, 10, true, '2026-01-05 08:00+00', false, null, false, '2026-01-05 12:00+00'),
    -- An internal note, and an answer that was deleted later, are no replies.
    (2, 1001, 1, false, '2026-01-05 08:10+00', false, null, null, '2026-01-05 12:00+00'),
    (3, 1001, 1, true, '2026-01-05 08:20+00', false, null, true, '2026-03-20 12:00+00'),
    (4, 1001, 1, true, '2026-01-05 08:40+00', null, null, null, '2026-01-05 12:00+00'),
    (5, 1001, 10, true, '2026-01-05 09:00+00', false, null, null, '2026-01-05 12:00+00'),
    (6, 1001, 3, true, '2026-01-05 10:00+00', false, null, null, '2026-01-05 12:00+00'),
    (21, 1002, 1, true, '2026-02-01 09:00+00', false, null, null, '2026-02-01 12:00+00'),
    (22, 1002, 1, true, '2026-02-01 10:00+00', false, null, null, '2026-02-01 12:00+00'),
    (23, 1002, 11, true, '2026-02-01 15:00+00', false, null, null, '2026-02-01 18:00+00'),
    (24, 1002, 1, true, '2026-02-01 15:30+00', false, null, null, '2026-02-01 18:00+00'),
    -- Zendesk's own word between them is no question.
    (25, 1002, -1, true, '2026-02-01 09:00:05+00', false, null, null, '2026-02-01 12:00+00'),
    -- Only Zendesk itself has answered.
    (31, 1003, 10, true, '2026-03-01 10:00+00', false, null, null, '2026-03-01 12:00+00'),
    (32, 1003, -1, true, '2026-03-01 10:00:01+00', false, null, null, '2026-03-01 12:00+00'),
    (51, 1005, 10, true, '2026-01-05 08:30+00', false, null, null, '2026-01-05 12:00+00'),
    -- A call of two and a half minutes, and an answer in the same second as the question.
    (71, 1007, 11, true, '2026-03-10 08:00+00', true, 150, null, '2026-03-10 12:00+00'),
    (72, 1007, 2, true, '2026-03-10 08:00+00', false, null, null, '2026-03-10 12:00+00');

insert into ticket_field_history (
    ticket_id, field_name, updated, value, user_id, _fivetran_synced
) values
    (1001, 'status', '2026-01-05 08:00+00', 'new', 10, '2026-01-05 12:00+00'),
    (1001, 'status', '2026-01-05 08:10+00', 'open', 1, '2026-01-05 12:00+00'),
    (1001, 'status', '2026-01-05 08:40+00', 'pending', 1, '2026-01-05 12:00+00'),
    (1001, 'status', '2026-01-06 10:00+00', 'solved', 1, '2026-01-06 12:00+00'),
    (1001, 'status', '2026-01-07 09:00+00', 'open', 10, '2026-01-07 12:00+00'),
    (1001, 'status', '2026-01-08 11:00+00', 'solved', 1, '2026-01-08 12:00+00'),
    -- Four days later Zendesk closes it by itself.
    (1001, 'status', '2026-01-12 11:00+00', 'closed', null, '2026-01-12 12:00+00'),
    (1001, 'assignee_id', '2026-01-05 08:10+00', '1', 1, '2026-01-05 12:00+00'),
    (1001, 'satisfaction_score', '2026-01-09 11:00+00', 'offered', null, '2026-01-09 12:00+00'),
    (1001, 'satisfaction_score', '2026-01-09 12:00+00', 'good', 10, '2026-01-09 18:00+00'),
    (1001, 'satisfaction_score', '2026-01-10 09:00+00', 'bad', 10, '2026-01-10 12:00+00'),
    (1002, 'status', '2026-02-01 09:00+00', 'open', 1, '2026-02-01 12:00+00'),
    -- Closed without being solved first.
    (1002, 'status', '2026-02-03 12:00+00', 'closed', 1, '2026-02-03 18:00+00'),
    (1002, 'satisfaction_score', '2026-02-04 12:00+00', 'offered', null, '2026-02-04 18:00+00'),
    (1003, 'status', '2026-03-01 10:00+00', 'new', 10, '2026-03-01 12:00+00'),
    (1003, 'status', '2026-03-01 11:00+00', 'on-hold', 1, '2026-03-01 12:00+00'),
    (1004, 'status', '2026-01-05 08:30+00', 'new', 10, '2026-01-05 12:00+00'),
    (1004, 'status', '2026-01-05 09:00+00', 'closed', 1, '2026-01-05 12:00+00'),
    (1005, 'priority', '2026-01-05 09:00+00', 'low', 1, '2026-01-05 12:00+00'),
    (1007, 'status', '2026-03-10 08:00+00', 'new', 11, '2026-03-10 12:00+00'),
    (1007, 'status', '2026-03-12 08:00+00', 'solved', 2, '2026-03-12 12:00+00'),
    (1007, 'satisfaction_score', '2026-03-12 09:00+00', 'offered', null, '2026-03-12 12:00+00'),
    (1007, 'satisfaction_score', '2026-03-12 10:00+00', 'good_with_comment', 11,
        '2026-03-12 12:00+00'),
    (1008, 'status', '2025-10-10 08:00+00', 'new', 10, '2025-10-10 12:00+00'),
    (1008, 'status', '2025-10-10 12:00+00', 'solved', 3, '2025-10-10 18:00+00'),
    (1008, 'status', '2025-10-10 15:00+00', 'open', 10, '2025-10-10 18:00+00'),
    (1007, 'status', '2026-03-13 08:00+00', 'open', 11, '2026-03-13 12:00+00');
