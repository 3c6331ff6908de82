package axonflow.policy

import future.keywords

test_pii_redaction {
	query := redacted_query with input.query as "Get data for SSN 123-45-6789"
	query == "Get data for SSN ***-**-****"
}

test_card_mail_and_phone_are_redacted {
	query := redacted_query with input.query as "4111 1111 1111 1111, ann@example.com, 555-123-4567"
	query == "****-****-****-****, ***@***.***, ***-***-****"
}

test_allowed_once_redacted {
	allow with input as {"query": "Get data for SSN 123-45-6789"}
}

test_allowed_when_nothing_is_there {
	allow with input as {"query": "Get data"}
}

test_detection_is_logged {
	log_pii_detection with input as {"query": "4111 1111 1111 1111"}
	not log_pii_detection with input as {"query": "nothing"}
}

test_nothing_is_left {
	count(pii_violations) == 0 with input as {"query": "SSN 123-45-6789"}
}

test_what_is_left_is_a_violation {
	not allow with data.axonflow.policy.redacted_query as "SSN 123-45-6789 and 4111 1111 1111 1111" with input as {"query": "x"}
	count(pii_violations) == 2 with data.axonflow.policy.redacted_query as "SSN 123-45-6789 and 4111 1111 1111 1111"
}
