package axonflow.policy

import future.keywords

# What is looked for.
ssn_pattern := `\b\d{3}-\d{2}-\d{4}\b`
credit_card_pattern := `\b\d{4}[\s-]?\d{4}[\s-]?\d{4}[\s-]?\d{4}\b`
email_pattern := `\b[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}\b`
phone_pattern := `\b\d{3}[-.]?\d{3}[-.]?\d{4}\b`

pii_detected {
	regex.match(ssn_pattern, input.query)
}

pii_detected {
	regex.match(credit_card_pattern, input.query)
}

# The query as it may go on.
redacted_query := without_phone {
	without_ssn := regex.replace(input.query, ssn_pattern, "***-**-****")
	without_card := regex.replace(without_ssn, credit_card_pattern, "****-****-****-****")
	without_email := regex.replace(without_card, email_pattern, "***@***.***")
	without_phone := regex.replace(without_email, phone_pattern, "***-***-****")
}

# What is still there after that.
pii_violations["ssn"] {
	regex.match(ssn_pattern, redacted_query)
}

pii_violations["credit card"] {
	regex.match(credit_card_pattern, redacted_query)
}

# A query is allowed when it holds nothing, or nothing any more.
default allow = false

allow {
	redacted_query != input.query
	count(pii_violations) == 0
}

allow {
	redacted_query == input.query
}

# Detections are recorded.
log_pii_detection {
	pii_detected
}
