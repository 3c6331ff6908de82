package axonflow.policy.hipaa

import future.keywords

# Minimum necessary: doctors and nurses see the patients that are assigned to them.
clinical {
	input.context.user_role in ["doctor", "nurse"]
}

patient_id := id {
	found := regex.find_n(`\bP-\d{3,}\b`, input.query, 1)
	id := found[0]
}

is_patient_assigned_to_user {
	patient_id in input.context.assigned_patients
}

deny["HIPAA violation: patient is not assigned to this person"] {
	patient_id
	clinical
	not is_patient_assigned_to_user
}

deny["HIPAA violation: only doctors and nurses see patients"] {
	patient_id
	not clinical
	input.context.user_role != "admin"
}

# Broad queries.
deny["HIPAA violation: minimum necessary rule"] {
	contains(lower(input.query), "all patients")
	input.context.user_role != "admin"
}

# Access needs a reason, and every access is recorded with it (BP-65).
deny["HIPAA violation: access_reason is required"] {
	patient_id
	not input.context.access_reason
}

log_phi_access {
	patient_id
}
