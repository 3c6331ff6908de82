package axonflow.policy.permissions

test_all_three_are_needed {
	allow with input as {"permissions": ["delete", "read", "write", "list"]}
	not allow with input as {"permissions": ["read", "write"]}
}

test_roles_in_the_context {
	allow with input as {"context": {"user_permissions": {"roles": ["reader", "admin"]}}}
	not allow with input as {"context": {"user_permissions": {"roles": ["reader"]}}}
}

test_one_role_in_the_context {
	allow with input as {"context": {"user_role": "admin"}}
}
