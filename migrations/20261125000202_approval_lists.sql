-- What waits and what is closed are two lists: the first is short and read all the time, the second only grows.
-- The rank of a severity is written as the store writes it, so that the indexes serve its order.
create index approvals_waiting_by_due on approvals
  (org_id, approve_by, array_position(array['critical', 'high', 'medium', 'low'], severity), approval_id) where status = 'pending';
create index approvals_waiting_by_severity on approvals
  (org_id, array_position(array['critical', 'high', 'medium', 'low'], severity), approve_by, approval_id) where status = 'pending';
create index approvals_history on approvals (org_id, created_at, approval_id);
drop index approvals_queue;
drop index approvals_by_age;
