/// Texts to start with: numbers that their makers publish for tests, and nobody's data.
pub(super) const SAMPLES: [(&str, &str); 3] = [
    (
        "Personal data",
        "Hi team, please refund Jane (jane.doe@example.com, +1 201-555-0123).\n\
         Her card is 4111 1111 1111 1111, the account for the transfer is IBAN GB82 WEST 1234 5698 7654 32.\n\
         SSN 123-45-6789, born on 14 March 1987. Order 4471-0098 stays open.\n",
    ),
    (
        "SQL injection",
        "{\"tool\": \"customers.search\", \"arguments\": {\"name\": \"O'Brien' UNION SELECT username, password FROM users--\", \"limit\": 20}}\n",
    ),
    (
        "An analyst's query",
        "SELECT r.name, SUM(s.amount) AS revenue\nFROM sales s JOIN regions r ON r.id = s.region_id\n\
         WHERE s.year = 2026 AND r.name <> 'test'\nGROUP BY r.name ORDER BY revenue DESC;\n",
    ),
];
