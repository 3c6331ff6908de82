"""The part that anybody may tune on: its templates, languages, separators and tricks."""

from __future__ import annotations

LANGUAGES = ["en", "de", "fr", "es"]

# `{v}` is the value; a text may hold several values, each from its own template.
TEMPLATES = {
    "credit_card": {
        "en": ["Please charge my card {v} for the deposit.", "card_number={v}", '{{"payment": {{"pan": "{v}", "currency": "EUR"}}}}'],
        "de": ["Bitte belasten Sie die Kreditkarte {v} mit dem Betrag."],
        "fr": ["Le paiement se fait avec la carte {v} du client."],
        "es": ["El cargo va a la tarjeta {v}, por favor."],
    },
    "iban": {
        "en": ["Send the refund to IBAN {v} today.", "Beneficiary account {v}, reference Q3"],
        "de": ["Die Überweisung geht auf das Konto {v}."],
        "fr": ["Le virement part vers {v} demain."],
        "es": ["La cuenta de destino es {v}."],
    },
    "us_bank_account": {"en": ["Deposit it to my checking account {v}.", "Account number: {v}", "bank_account={v}"]},
    "aba_routing": {"en": ["The routing number is {v}.", "ABA {v} for the wire", "routing_number={v}"]},
    "ssn": {"en": ["My SSN is {v}.", "Social security number: {v}", '{{"ssn": "{v}"}}', "The applicant gave {v} as social security no."]},
    "aadhaar": {"en": ["Her Aadhaar is {v}.", "Aadhaar number {v} was verified.", "aadhaar_no={v}"]},
    "pan": {"en": ["PAN {v} is on the invoice.", "The permanent account number is {v}.", "pan_card: {v}"]},
    "nric": {"en": ["NRIC {v} collected at the counter.", "The visitor shows {v} at the desk."]},
    "fin": {"en": ["FIN {v}, work permit attached.", "Holder {v} has an employment pass."]},
    "uen": {"en": ["UEN {v} appears on the contract.", "Pay the supplier registered as {v}."]},
    "passport": {
        "en": ["Passport number {v} expires soon.", "passport_no={v}"],
        "de": ["Die Reisepassnummer lautet {v}."],
        "fr": ["Numéro de passeport {v}"],
        "es": ["El pasaporte {v} vence pronto."],
    },
    "email": {
        "en": ["Write to {v} about it.", "cc: {v}", '{{"contact": "{v}"}}', "The invoice went to <{v}> last week."],
        "de": ["Schreiben Sie an {v}, wenn etwas fehlt."],
        "fr": ["Merci de répondre à {v}."],
        "es": ["Puede escribir a {v} cuando quiera."],
    },
    "phone": {
        "en": ["Call me on {v} after lunch.", "Phone: {v}", "My mobile number is {v}."],
        "de": ["Rufen Sie mich an: Telefon {v}"],
        "fr": ["Appelez le {v} avant midi."],
        "es": ["Mi teléfono es {v}."],
    },
    "date_of_birth": {
        "en": ["Born on {v} in Leeds.", "Date of birth: {v}", "dob={v}"],
        "de": ["Geboren am {v} in Köln."],
        "fr": ["Date de naissance : {v}"],
        "es": ["Fecha de nacimiento: {v}"],
    },
    "booking_reference": {
        "en": ["Booking reference {v}, two bags.", "PNR: {v}", "My reservation code is {v}."],
        "de": ["Der Buchungscode ist {v}."],
        "es": ["El localizador es {v}."],
    },
    "ip_address": {"en": ["Login from {v} was refused.", "client_ip={v}", "The host {v} did not answer."]},
}

CARDS = ["visa", "mastercard", "amex", "discover"]
IBANS = ["DE", "GB", "FR", "ES", "CH", "AT", "BE", "DK"]
PHONES = ["US", "DE", "FR", "ES", "GB", "IN"]
PHONE_SEPARATORS = [" ", "-", "", "."]
EMAILS = ["dot", "short", "plus", "quoted"]
DOMAINS = ["example.com", "mail.example.org", "firma.example.de", "bücher.example"]
DATES = ["iso", "dots", "slashes", "words", "month-first"]
SEPARATORS = ["", " ", "-"]
# name -> what it does to a value; spans cover what it makes of it.
TRICKS = ["fullwidth", "zero-width", "en-dash", "url"]

NEGATIVES = [
    "Order {d:16} ships on Friday.",
    "Tracking number 1Z{d:8}{d:8} was scanned in Leipzig.",
    "Case {d:9} was closed without a finding.",
    "The build is {uuid} on branch main.",
    "Commit {hex:40} fixes the parser.",
    "Version 10.{d:2}.{d:1} came out at 2024-05-17T09:{mm}:12Z.",
    "ISBN 978-3-16-{d:6}-0 is out of print.",
    "Coordinates 52.{d:4}, 13.{d:4} are in the park.",
    "Invoice INV-2026-{d:6} is due on 2026-03-14.",
    "The card {badcard} was refused: its checksum is wrong.",
    "IBAN {badiban} does not exist.",
    "The interface has the address 00:1b:44:11:3a:{hex:2}.",
    "We sold {d:5} units for {d:4},00 EUR in week 12.",
    "The meeting on 2026-04-0{d1} is in room 4{d:3}.",
    "Sensor reading {d:10} at epoch 17{d:8}.",
]

CLEAN = [
    "The quarterly report is due on Friday, and the team wants to see revenue by region.",
    "Could you summarise the meeting and list who promised what?",
    "Die Lieferung kommt am Montag, bitte räumen Sie die Einfahrt frei.",
    "Le rapport est presque prêt, il manque encore le résumé.",
    "Por favor, revisa el contrato antes de la reunión.",
    "def area(width, height):\n    return width * height\n",
    '{"plan": "team", "seats": "many", "notes": "renewal in spring"}',
    "The recipe needs two cups of flour, a pinch of salt and some patience.",
]

# SQL injection by category; {n} is a number, {t} a table, {c} a column.
ATTACKS = {
    "union": ["{n}' UNION SELECT {c}, {c} FROM {t}--", "{n} union all select null,{c},null from {t}#"],
    "boolean_blind": ["' OR '1'='1", "{n} AND {n}={n}--", "admin' AND SUBSTRING({c},1,1)='a'--"],
    "time_blind": ["{n}'; WAITFOR DELAY '0:0:5'--", "{n} AND SLEEP(5)", "'||pg_sleep(10)--"],
    "stacked": ["{n}'; DROP TABLE {t};--", "{n}; UPDATE {t} SET {c}='x' WHERE 1=1--"],
    "comment_obfuscation": ["{n}'/**/UNION/**/SELECT/**/{c}/**/FROM/**/{t}--", "admin'/*", "{n}' UN/**/ION SEL/**/ECT {c} FROM {t}--"],
    "error": ["{n}' AND EXTRACTVALUE(1,CONCAT(0x7e,(SELECT {c} FROM {t} LIMIT 1)))--", "{n} AND 1=CONVERT(int,(SELECT TOP 1 {c} FROM {t}))--"],
}
CARRIERS = ["bare", "param", "url", "json", "prompt"]
TABLES = ["users", "accounts", "orders"]
COLUMNS = ["password", "email", "name"]

BENIGN = [
    "SELECT {c}, COUNT(*) FROM {t} WHERE created_at > '2026-01-01' GROUP BY {c}",
    "SELECT a.{c} FROM {t} a JOIN regions r ON r.id = a.region_id WHERE r.name = 'North' ORDER BY 1",
    "SELECT {c} FROM {t} UNION ALL SELECT {c} FROM archive_{t}",
    "WITH recent AS (SELECT * FROM {t} WHERE 1=1 AND active) SELECT {c} FROM recent -- the newest first",
    "UPDATE {t} SET {c} = 'x' WHERE id = {n};",
    "Please select a table for the union dinner and drop me a line.",
    "How do I write a GROUP BY that counts {c} in {t}?",
    "The workers' union voted; or so the paper says: 1 of 2 agreed.",
    "It's 5 o'clock -- time to go home.",
    "INSERT INTO {t} ({c}) VALUES ('O''Brien');",
    "He said 'yes' and 1=1 was written on the board.",
    "Where does the order go when {t} is empty?",
    "We should update {t} from the new list and delete nobody.",
    "Rock 'n' roll -- or jazz? You select, I'll insert the coin.",
    "The report groups {t} by {c}; having more than {n} rows is fine.",
    "Wir wählen 'A' oder 'B' -- die Union tagt um {n} Uhr.",
    "Her answer: \"it's true\"; mine: 'it is not'.",
    "Case when and end when are words too, if you wait for the delay.",
    "#{n}: the drop-down next to the table does not sleep.",
    "console.log('a' || 'b'); // union of both",
    "Table 3; select your meal, or 'none'.",
]
