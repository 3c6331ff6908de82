package axonflow.policy.rbac

# Only administrators may ask for all of the customers' data.
default allow = false

asks_for_everything {
	contains(lower(input.query), "all customer data")
}

allow {
	input.context.user_role == "admin"
}

allow {
	not asks_for_everything
}
