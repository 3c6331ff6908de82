"""The part that nobody tunes on: other templates, languages, separators and tricks. Read its figures, not its lines."""

from __future__ import annotations

LANGUAGES = ["en", "it", "pt", "nl", "sv"]

TEMPLATES = {
    "credit_card": {
        "en": ["You can bill {v}, it is valid until spring.", "Customer reads out: {v}", "<cc>{v}</cc>", "payment.method[0].number: {v}"],
        "it": ["Addebitate pure sulla carta {v}, grazie."],
        "pt": ["O pagamento foi feito com o cartão {v} ontem."],
        "nl": ["Het bedrag gaat van kaart {v} af."],
        "sv": ["Dra pengarna från kortet {v} i morgon."],
    },
    "iban": {
        "en": ["Wire it over to {v} before noon, will you?", "payee_iban;{v};EUR", "Funds were returned to {v}"],
        "it": ["Il bonifico è partito verso {v}."],
        "nl": ["Maak het over naar {v} graag."],
        "pt": ["A transferência segue para {v}."],
    },
    "us_bank_account": {"en": ["My account no. at the credit union is {v}.", "acct# {v}", "Savings account ending the form: {v}"]},
    "aba_routing": {"en": ["Use routing transit number {v} for ACH.", "RTN: {v}", '{{"aba_routing_number": "{v}"}}']},
    "ssn": {"en": ["Tax form says SSN {v}", "his social is {v} I think", "ssn;{v};verified", "Employee's Social Security No. {v}"]},
    "aadhaar": {"en": ["UIDAI record {v} matched.", "eKYC done with Aadhaar {v}", "He typed {v} in the Aadhaar field."]},
    "pan": {"en": ["Quote PAN: {v} on Form 16.", "Income tax PAN - {v}", "Vendor tax id {v} (PAN)"]},
    "nric": {"en": ["Identity card {v} was photocopied.", "nric_no: {v}", "Resident {v} signed."]},
    "fin": {"en": ["foreign identification number {v}", "The domestic worker, {v}, arrived.", "FIN no. {v}"]},
    "uen": {"en": ["PayNow to {v} please.", "ACRA lists {v} as live.", '{{"uen": "{v}"}}']},
    "passport": {
        "en": ["Travels on passport {v}.", '{{"passportNumber": "{v}"}}', "Passport ID {v}, checked at the gate"],
        "it": ["Il passaporto {v} scade presto."],
        "nl": ["Paspoort {v} is verlopen."],
        "pt": ["Passaporte n.º {v}"],
    },
    "email": {
        "en": ["ping {v} if it breaks", "Reply-To: {v}", "owner={v};role=admin", "[mail us](mailto:{v})"],
        "it": ["Scrivi a {v} per i dettagli."],
        "nl": ["Mail naar {v} voor vragen."],
        "sv": ["Skicka svaret till {v} tack."],
        "pt": ["Responda para {v}."],
    },
    "phone": {
        "en": ["reach her at {v} (evenings)", "WhatsApp {v}", "tel:{v}", "Text {v} when you arrive."],
        "it": ["Il mio cellulare è {v}."],
        "nl": ["Bel mij op {v}."],
        "pt": ["Ligue para {v}, telemóvel."],
        "sv": ["Ring mig på {v}."],
    },
    "date_of_birth": {
        "en": ["She was born {v}.", "birth_date: {v}", "D.O.B. {v}, male", "Birthday: {v}"],
        "it": ["Nato il {v} a Torino.", "Data di nascita: {v}"],
        "pt": ["Data de nascimento: {v}"],
        "nl": ["Geboortedatum: {v}"],
        "sv": ["Född {v} i Lund."],
    },
    "booking_reference": {
        "en": ["Record locator {v}", "Confirmation code is {v} for the flight.", '{{"pnr": "{v}"}}'],
        "it": ["Il codice di prenotazione è {v}."],
        "pt": ["Código de reserva: {v}"],
        "nl": ["Boekingsnummer {v}"],
    },
    "ip_address": {"en": ["blocked {v} after ten tries", "X-Forwarded-For: {v}", "ssh root@{v} timed out", "peer [{v}] left"]},
}

CARDS = ["visa", "mastercard", "amex", "jcb", "diners"]
IBANS = ["NL", "IT", "PT", "PL", "SE", "IE", "FI", "NO", "AE"]
PHONES = ["US", "SG", "IT", "NL", "PT", "SE", "BR", "JP"]
PHONE_SEPARATORS = [" ", "-", "\u00a0", "/"]
EMAILS = ["dot", "under", "slash", "quoted-at", "plus"]
DOMAINS = ["example.net", "correo.example.es", "a.b.example.co.uk", "postă.example", "xn--bcher-kva.example"]
DATES = ["compact-dash", "year-slash", "short-month", "words", "us"]
SEPARATORS = ["", ".", "\u00a0", "\u2009", "_", "/"]
TRICKS = ["bold-digits", "soft-hyphen", "word-joiner", "minus-sign", "html", "arabic-digits"]

NEGATIVES = [
    "Parcel {d:12} left the depot at noon.",
    "Ticket #{d:7} was merged into #{d:7}.",
    "sha256:{hex:64} matches the image.",
    "trace_id={hex:32} span_id={hex:16}",
    "Serial number SN{d:11} is under warranty.",
    "The population grew from {d:6} to {d:7} within a decade.",
    "Firmware 2.{d:1}.{d:2}.{d:3} was rolled back.",
    "EAN {d:13} is on the shelf label.",
    "Der Vertrag Nr. {d:10} endet im Herbst.",
    "Il numero d'ordine è {d:14}.",
    "Score: {d:2}:{d:2} after {d:2} minutes.",
    "Card {badcard} bounced, typo in the last digit?",
    "Conto {badiban} inesistente.",
    "Part {uuid} replaced under RMA {d:8}.",
    "Elevation {d:4} m, bearing 27{d1}.{d:2} degrees.",
    "ETag W/\"{hex:12}-{d:13}\"",
    "Zoom session {d:3}-{d:3}-{d:4} starts at ten.",
]

CLEAN = [
    "Could someone restart the printer on the second floor?",
    "Il cliente è contento, possiamo chiudere la pratica.",
    "O contrato foi assinado e o projeto começa na segunda-feira.",
    "De vergadering is verplaatst naar donderdagmiddag.",
    "Rapporten är klar och skickas i kväll.",
    "fn main() { println!(\"hello\"); }",
    "- buy milk\n- call the plumber\n- water the plants\n",
    "<p>Our <b>spring</b> catalogue is <a href=\"/catalogue\">online</a>.</p>",
    "Прошу прислать отчёт до конца недели.",
    "会議は来週の火曜日に変更されました。",
]

ATTACKS = {
    "union": ["-{n}') UNION DISTINCT SELECT {c},2,3 FROM {t} -- -", '{n}" union(select({c})from({t}))-- x', "0 UniOn aLL SeLeCt {c} FrOm {t}"],
    "boolean_blind": ["x' OR {n} LIKE {n} -- ", "{n}) OR NOT ({n}={m}", "' || '1'='1' /*", "{n}' AND ASCII(LOWER(MID({c},2,1)))>77 AND 'a'='a"],
    "time_blind": ["{n}') AND (SELECT 1 FROM (SELECT(SLEEP(7)))x)-- ", "{n}; SELECT CASE WHEN (1=1) THEN pg_sleep(5) END--", "{n} AND BENCHMARK(5000000,MD5(1))"],
    "stacked": ["x'); DELETE FROM {t} WHERE 1=1; --", "{n}; EXEC xp_cmdshell('dir')--", "';INSERT INTO {t} VALUES('a','b')--"],
    "comment_obfuscation": ["{n}'/*!50000UNION*//*!50000SELECT*/{c} FROM {t}-- ", "{n}%0aOR%0a1=1#", "'/**/oR/**/{n}/**/=/**/{n}--"],
    "error": ["{n}' AND UPDATEXML(1,CONCAT(0x3a,({c})),1)-- ", "{n} AND (SELECT 1 FROM(SELECT COUNT(*),CONCAT({c},FLOOR(RAND(0)*2))x FROM {t} GROUP BY x)a)", "{n}||CAST((SELECT {c} FROM {t} LIMIT 1) AS int)"],
}
CARRIERS = ["bare", "double-url", "tool-call", "form", "header", "nested-json"]
TABLES = ["customers", "staff", "payments"]
COLUMNS = ["iban", "token", "phone"]

BENIGN = [
    "SELECT DISTINCT ON (region) region, {c} FROM {t} WHERE amount BETWEEN {n} AND {m} LIMIT 50",
    "select t.{c}, sum(t.total) over (partition by t.{c}) from {t} t where t.status in ('open','paid') /* weekly */",
    "SELECT {c} FROM {t} WHERE name = 'D''Angelo' OR name LIKE 'O%'",
    "MERGE INTO {t} d USING staging s ON d.id = s.id WHEN MATCHED THEN UPDATE SET {c} = s.{c};",
    "EXPLAIN ANALYZE SELECT * FROM {t} WHERE id = {n}",
    "CREATE TABLE {t}_copy AS SELECT * FROM {t}; -- for the migration",
    "Either the union or the board will select someone from the table of candidates.",
    "Don't drop the table on your foot; it's heavy.",
    "Why does `SELECT {c} FROM {t}` need an index?",
    "if (a == 1 || b == 1) { return 'x'; } // or else",
    "Kids' shoes, ladies' hats -- and 20% off!",
    "I'd like 2 or 3 copies, and sleep(8) hours tonight.",
    "Sie wählten 'ja' oder 'nein'; 1=1 ist wahr.",
    "Could you join us and order a table for {n}? From seven on, where it's quiet.",
    "The union's vote: 'for' {n}, 'against' {m} -- all counted.",
    "Exec summary: don't delete from the agenda what isn't there.",
    "L'ordine è 'aperto'; se vuoi, seleziona la tabella dal menu.",
    "x = y if a == {n} else 'z'  # like the others",
    "It says \"null\" in {c}, and that's true for {n} of {m}.",
    "/* colours of the header */ .a { color: red; } -- old style",
    "Wait for 5 minutes; then benchmark it against last year's '99 model.",
    "Whether 'he' or 'she' wrote it: having read all, I'd cast my vote.",
    "Drop us a line; we'll update you -- select 'yes' below.",
]
