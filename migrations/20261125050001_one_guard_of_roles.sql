-- guard_role_grant decides about every role that is given; the guard that stood in for it until it was there never speaks.
drop trigger guard_join on user_roles;
drop function app.guard_join();
