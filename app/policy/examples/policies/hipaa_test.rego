package axonflow.policy.hipaa

doctor := {"user_role": "doctor", "assigned_patients": ["P-100"], "access_reason": "visit"}

test_assigned_patient {
	count(deny) == 0 with input as {"query": "Show P-100", "context": doctor}
	log_phi_access with input as {"query": "Show P-100", "context": doctor}
}

test_other_patient {
	deny["HIPAA violation: patient is not assigned to this person"] with input as {"query": "Show P-200", "context": doctor}
}

test_not_clinical {
	deny["HIPAA violation: only doctors and nurses see patients"] with input as {
		"query": "Show P-100",
		"context": {"user_role": "sales", "access_reason": "curious"}
	}
}

test_broad_query {
	deny["HIPAA violation: minimum necessary rule"] with input as {"query": "List ALL patients", "context": doctor}
	count(deny) == 0 with input as {"query": "List all patients", "context": {"user_role": "admin"}}
}

test_reason_is_needed {
	deny["HIPAA violation: access_reason is required"] with input as {
		"query": "Show P-100",
		"context": {"user_role": "nurse", "assigned_patients": ["P-100"]}
	}
}
