package axonflow.policy.rbac

test_allow_admin {
	allow with input as {
		"context": {"user_role": "admin"},
		"query": "Get all customer data"
	}
}

test_deny_regular_user {
	not allow with input as {
		"context": {"user_role": "user"},
		"query": "Get all customer data"
	}
}

test_allow_what_everybody_may_ask {
	allow with input as {"context": {"user_role": "user"}, "query": "Get my data"}
}
