"""The part that was written before the detector was last changed, and first looked at after that: languages, makers of values,
separators, tricks, dialects and carriers that no other part has. Read its figures, not its lines."""

from __future__ import annotations

LANGUAGES = ["en", "pl", "da", "cs", "fi", "tr", "id"]

TEMPLATES = {
    "credit_card": {
        "en": ["Put the tickets on {v} and send me the receipt.", "PAYMENT_CARD={v}", "He wrote the number {v} on a napkin.", "- card: '{v}'"],
        "pl": ["Proszę obciążyć kartę {v} kwotą zaliczki."],
        "da": ["Træk beløbet på kortet {v} i dag."],
        "cs": ["Platba proběhla kartou {v} včera večer."],
        "tr": ["Ödeme {v} numaralı karttan alındı."],
    },
    "iban": {
        "en": ["Salary goes to {v} from now on.", "<CdtrAcct><IBAN>{v}</IBAN></CdtrAcct>", "transfer to={v} amount=200", "Pay {v}; thanks!"],
        "pl": ["Przelew wyszedł na rachunek {v}."],
        "fi": ["Maksu menee tilille {v} huomenna."],
        "tr": ["Havale {v} hesabına yapıldı."],
    },
    "us_bank_account": {"en": ["The direct deposit form lists account {v}.", "account_no: {v}", "Please debit savings account number {v} monthly."]},
    "aba_routing": {"en": ["Wire via ABA routing number {v}.", "bank routing no. {v}", "routing: {v}"]},
    "ssn": {"en": ["Patient's social security number is {v}.", "SSN={v}", "W-2 box a, SSN: {v}", "<ssn>{v}</ssn>"]},
    "aadhaar": {"en": ["Linked Aadhaar {v} to the ration card.", "aadhaar: '{v}'", "Resident submitted {v} as Aadhaar proof."]},
    "pan": {"en": ["TDS was filed under {v}.", "PAN card {v} attached", "panNumber: {v}"]},
    "nric": {"en": ["The tenant, NRIC {v}, signed the lease.", "IC number {v} verified", "Signatory {v} of Toa Payoh"]},
    "fin": {"en": ["Work permit holder FIN {v} reported sick.", "fin_number={v}", "Helper with number {v} flew home."]},
    "uen": {"en": ["Invoice the company with UEN {v}.", "GST reg. for entity {v}", "uen: {v}"]},
    "passport": {
        "en": ["The traveller's passport number is {v}.", "passport: {v}", "Visa was stamped in passport {v}."],
        "pl": ["Numer paszportu: {v}"],
        "da": ["Pasnummer {v} blev oplyst."],
        "cs": ["Číslo pasu: {v}"],
        "id": ["Nomor paspor {v} sudah dicek."],
    },
    "email": {
        "en": ["The contact is {v}, copy legal.", "From: Support <{v}>", "user {v} locked out", "see {v}/inbox"],
        "pl": ["Proszę pisać na {v} w tej sprawie."],
        "da": ["Svar venligst til {v} inden fredag."],
        "cs": ["Pište prosím na {v}."],
        "fi": ["Vastaa osoitteeseen {v}, kiitos."],
        "id": ["Kirim ke {v} hari ini."],
    },
    "phone": {
        "en": ["My new cell is {v}.", "Fax: {v}", "phone_number={v}", "Ring me back on {v}, any time."],
        "pl": ["Mój telefon: {v}"],
        "da": ["Mobil: {v}"],
        "cs": ["Telefon {v} je dostupný odpoledne."],
        "tr": ["Telefon numaram {v}."],
        "id": ["Telepon saya {v}."],
    },
    "date_of_birth": {
        "en": ["The patient, born {v}, is stable.", "DOB {v}", "dateOfBirth: {v}", "Her birthday is {v}."],
        "pl": ["Data urodzenia: {v}"],
        "da": ["Fødselsdato: {v}"],
        "cs": ["Datum narození: {v}"],
        "fi": ["Syntymäaika: {v}"],
        "tr": ["Doğum tarihi: {v}"],
        "id": ["Tanggal lahir: {v}"],
    },
    "booking_reference": {
        "en": ["Your booking code is {v}.", "PNR {v} has two passengers.", "booking_ref={v}", "Check in with reservation number {v}."],
        "pl": ["Numer rezerwacji {v}"],
        "da": ["Bookingnummer: {v}"],
        "cs": ["Číslo rezervace: {v}"],
    },
    "ip_address": {"en": ["The request came from {v} at night.", "remote_addr={v}", "ping {v} lost all packets", "Traffic to {v} was dropped."]},
}

CARDS = ["unionpay", "maestro", "mir", "rupay", "mastercard"]
IBANS = ["HU", "CZ", "RO", "GR", "TR", "LT", "SA", "MT", "HR"]
PHONES = ["US", "AU", "CH", "PL", "MX", "ZA", "KR", "DK", "TR"]
PHONE_SEPARATORS = [" ", "\u2011", "\u202f", "."]
EMAILS = ["initials", "digits-first", "dash", "capitals", "apostrophe"]
DOMAINS = ["example.co", "post.example.ch", "łódź.example", "lists.sub-domain.example.museum", "example.technology"]
DATES = ["ordinal", "loose-dots", "short-year", "eight", "month-dash"]
SEPARATORS = ["", " - ", "\u202f", "\u2011", "\u00b7", "  "]
TRICKS = ["devanagari-digits", "keycap", "strike", "non-joiner", "json-escape", "twice-url", "hex-entity", "base64", "homoglyph", "brackets"]

NEGATIVES = [
    "Shipment {d:18} cleared customs.",
    "Container MSKU{d:7} is on the quay.",
    "Docket no. {d:9} was adjourned.",
    "Checksum crc32={hex:8} size={d:10}",
    "Faktura nr {d:12} została opłacona.",
    "Ordrenummer {d:10} er afsendt.",
    "The chip ID is {hex:16}, lot {d:6}.",
    "Lap times: 1:{mm}.{d:3}, 1:{mm}.{d:3}, 1:{mm}.{d:3}",
    "Build 4.{d:1}.{d:3}.{d:2} replaced the release of 12 March 2024.",
    "Temperature was -{d:1}.{d:2} at 2025-11-0{d1}T06:{mm}:00+01:00.",
    "Card number {badcard} is fake, the check digit fails.",
    "Rachunek {badiban} nie istnieje.",
    "License key {hex:5}-{hex:5}-{hex:5}-{hex:5}",
    "The lottery paid {d:8} to ticket {d:6}.",
    "Pages {d:3}-{d:3} of volume {d:2} are missing.",
    "Grid reference NT {d:5} {d:5}",
    "GET /v2/items/{d:13}?page={d:2} 200 {d:4}",
    "Job {uuid} took {d:5} ms.",
]

CLEAN = [
    "We moved the stand-up to half past nine because of the fire drill.",
    "Spotkanie przeniesiono na czwartek, proszę potwierdzić obecność.",
    "Vi ses på kontoret i morgen, og så gennemgår vi planen.",
    "Smlouva je připravená, stačí ji podepsat.",
    "Kokous siirtyy ensi viikkoon, koska sali on varattu.",
    "Rapor hazır, yarın sabah gönderiyorum.",
    "Laporan sudah selesai dan dikirim sore ini.",
    "Η συνάντηση θα γίνει την Τρίτη το πρωί.",
    "SELECT region, SUM(amount) FROM sales GROUP BY region",
    "name: build\non: push\njobs:\n  test:\n    runs-on: ubuntu-latest\n",
    "class Stack:\n    def __init__(self):\n        self.items = []\n",
    "| Item | State |\n| --- | --- |\n| roof | done |\n| wall | open |\n",
]

ATTACKS = {
    "union": [
        "{n}' UNION ALL SELECT NULL,CONCAT({c},':',{c}),NULL FROM {t} LIMIT 1 OFFSET 0-- ",
        "-1 UNION SELECT 1,GROUP_CONCAT(table_name),3 FROM information_schema.tables WHERE table_schema=database()",
        "x') UNION SELECT {c} FROM {t} ORDER BY 1--",
        "{n} UNION SELECT banner,NULL FROM v$version--",
        "' UNION SELECT sql,2 FROM sqlite_master;--",
    ],
    "boolean_blind": [
        "{n} OR {m}>{n}-{n}",
        "y' OR 'x' BETWEEN 'w' AND 'z' -- ",
        "{n}' AND (SELECT COUNT(*) FROM {t})>0-- ",
        "{n}) AND LENGTH(DATABASE())={m} AND ({n}={n}",
        "\" OR \"\"=\"",
        "{n}' AND EXISTS(SELECT 1 FROM {t} WHERE {c} LIKE 'a%')--",
        "' OR 2 IN (2) #",
    ],
    "time_blind": [
        "{n}' AND IF(ASCII(SUBSTR((SELECT {c} FROM {t} LIMIT 1),1,1))>64,SLEEP(3),0)-- ",
        "{n}'; IF (SELECT COUNT(*) FROM {t})>0 WAITFOR DELAY '00:00:04'--",
        "{n} AND 7=(SELECT 7 FROM PG_SLEEP(6))",
        "{n}' AND 1=DBMS_PIPE.RECEIVE_MESSAGE('a',8)--",
        "1 XOR(IF(NOW()=SYSDATE(),SLEEP(9),0))",
        "{n}' AND {m}=LIKE('ABC',UPPER(HEX(RANDOMBLOB(90000000))))--",
    ],
    "stacked": [
        "{n}; TRUNCATE TABLE {t}; --",
        "x'; ALTER TABLE {t} DROP COLUMN {c}; --",
        "{n}'; CREATE USER hax IDENTIFIED BY 'x'; GRANT DBA TO hax; --",
        "{n}); DECLARE @q NVARCHAR(200); EXEC sp_executesql @q; --",
        "'; COPY {t} TO PROGRAM 'id'; --",
        "{n}; UPDATE {t} SET {c}=0 --",
    ],
    "comment_obfuscation": [
        "{n}'/*x*/OR/*y*/{m}={m}/*z*/#",
        "{n}/*!UNION*/ /*!ALL*/ /*!SELECT*/ {c} /*!FROM*/ {t}",
        "{n}' OR/**/1/**/LIKE/**/1-- -",
        "x'/**/AND/**/0/**/UNION/**/SELECT/**/{c}/**/FROM/**/{t}#",
        "{n}'--\nOR--\n{m}={m}--",
    ],
    "error": [
        "{n}' AND GTID_SUBSET(CONCAT(0x7e,(SELECT {c} FROM {t} LIMIT 1)),1)-- ",
        "{n}' AND 1=CAST((SELECT {c} FROM {t} LIMIT 1) AS NUMERIC)--",
        "{n}' AND 1=UTL_INADDR.GET_HOST_NAME((SELECT {c} FROM {t} WHERE ROWNUM=1))--",
        "{n} AND EXP(~(SELECT * FROM (SELECT {c} FROM {t})a))",
        "{n}' AND JSON_KEYS((SELECT CONVERT((SELECT CONCAT(0x7e,{c}) FROM {t}) USING utf8)))-- ",
        "{n}; SELECT CONVERT(INT,@@VERSION)--",
    ],
}
CARRIERS = ["bare", "cookie", "xml", "yaml", "html-attribute", "escaped-json", "base64", "path", "sentence"]
TABLES = ["patients", "ledger", "vouchers"]
COLUMNS = ["passhash", "street", "salary"]

BENIGN = [
    "SELECT DATE_TRUNC('month', paid_at) AS m, AVG({c}) FROM {t} WHERE paid_at >= NOW() - INTERVAL '1 year' GROUP BY 1 HAVING COUNT(*) > {n}",
    "SELECT TOP 20 {c} FROM dbo.{t} WITH (NOLOCK) WHERE [state] = 'NY' OR [state] = 'NJ' ORDER BY {c} DESC",
    "WITH RECURSIVE tree AS (SELECT id FROM {t} WHERE parent IS NULL UNION ALL SELECT c.id FROM {t} c JOIN tree ON c.parent = tree.id) SELECT * FROM tree",
    "select nvl({c}, 0), rownum from {t} where rownum <= {n} and deleted = 'N'",
    "INSERT INTO {t} ({c}, note) SELECT {c}, 'it''s moved' FROM old_{t} WHERE id > {n}; -- backfill",
    "UPDATE {t} SET {c} = CASE WHEN {c} > {n} THEN 'high' ELSE 'low' END WHERE region IN ('eu', 'us') AND 1=1",
    "SELECT EXISTS (SELECT 1 FROM {t} WHERE lower({c}) LIKE '%smith%') AS found",
    "EXPLAIN SELECT * FROM {t} WHERE {c} = 'x' AND id BETWEEN {n} AND {m} -- uses the index?",
    "CREATE INDEX CONCURRENTLY ON {t} ({c}) WHERE deleted_at IS NULL",
    "SELECT a.{c} FROM {t} a EXCEPT SELECT b.{c} FROM archived b ORDER BY 1 OFFSET {n} ROWS",
    "The credit union and the labour union select their delegates from one list.",
    "O'Hara said: 'either 3 or 4, and not 5'; so we ordered {n}.",
    "You can't sleep(2) in a test; wait for the event instead.",
    "Should I use UNION or UNION ALL to join {t} with last year's rows?",
    "let ok = a != null && b == {n} || c; // true or false",
    "Mødet i unionen er kl. {n}; vi vælger 'ja' eller 'nej'.",
    "Proszę wybrać 'tak' lub 'nie' -- dziękuję, to {n} z {m}.",
    "He's the one who'd drop in, update us, and delete nothing.",
    "Having said that: case {n} and case {m} are the same, aren't they?",
    "Table of contents -- 1) Select a plan; 2) Insert the card; 3) Wait.",
    "#!/bin/sh\ngrep -c 'or' notes.txt || echo \"none\"; exit 0",
    "In Excel: =IF(A1=\"x\", B1, C1) and then fill from {n} to {m}.",
    "What does `WHERE 1=1` do in front of the other conditions?",
    "Grant us {n} more days; we declare the event open at 5 o'clock.",
]
