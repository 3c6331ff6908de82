package axonflow.policy.permissions

import future.keywords

# Permissions travel in the context, so that no policy has to fetch them; sets are compared as a whole.
required := {"read", "write", "delete"}

granted := {permission | permission := input.permissions[_]}

default allow = false

allow {
	required & granted == required
}

allow {
	input.context.user_permissions.roles[_] == "admin"
}

allow {
	input.context.user_role == "admin"
}
