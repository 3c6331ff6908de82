/// What a kind of finding is called, for people. A kind that this does not know is called by its word.
pub(crate) fn kind_in_words(word: &str) -> String {
    match word {
        "iban" => "IBAN",
        "us_bank_account" => "US bank account",
        "aba_routing" => "ABA routing number",
        "ssn" => "SSN",
        "aadhaar" => "Aadhaar",
        "pan" => "PAN (India)",
        "nric" => "NRIC",
        "fin" => "FIN",
        "uen" => "UEN",
        "passport" => "passport number",
        "email" => "e-mail address",
        "phone" => "phone number",
        "ip_address" => "IP address",
        "jwt" => "JSON Web Token",
        "sqli_union" => "SQL injection: union",
        "sqli_boolean_blind" => "SQL injection: boolean blind",
        "sqli_time_blind" => "SQL injection: time blind",
        "sqli_stacked" => "SQL injection: stacked",
        "sqli_comment_obfuscation" => "SQL injection: hidden by comments",
        "sqli_error_based" => "SQL injection: error based",
        "xss" => "cross-site scripting",
        other => return other.replace('_', " "),
    }
    .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_kinds_have_names_and_others_their_word() {
        assert_eq!(kind_in_words("ssn"), "SSN");
        assert_eq!(kind_in_words("credit_card"), "credit card");
        assert_eq!(kind_in_words("something_new"), "something new");
    }
}
