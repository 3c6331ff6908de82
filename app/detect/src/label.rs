/// What the words around a value say that it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Label {
    Card,
    Iban,
    Bank,
    Routing,
    Ssn,
    Aadhaar,
    Pan,
    Nric,
    Fin,
    Uen,
    Passport,
    Email,
    Phone,
    Birth,
    Booking,
    Ip,
    /// A version or section number.
    Version,
    /// Something that is no personal data: an order number, an amount, a checksum.
    Unrelated,
}

/// The words for each label, parted by `|`. A space stands for a space, `_`, `-` or nothing, so keys match as well as prose.
pub(crate) const WORDS: &[(Label, &str)] = &[
    (
        Label::Card,
        "card|card number|credit card|debit card|cc num|cc number|cc|amex|visa|mastercard|kreditkarte|\
        kreditkartennummer|carte bancaire|tarjeta|tarjeta de crédito",
    ),
    (Label::Iban, "iban|bank iban"),
    (
        Label::Bank,
        "account|acct|account number|account no|bank account|account num|bank acct|a/c|a/c no|checking|savings|\
        checking account|savings account|account id number|direct deposit",
    ),
    (
        Label::Routing,
        "routing|routing number|routing no|routing transit|aba|aba routing|rtn|transit number|transit no|\
        routing/transit",
    ),
    (
        Label::Ssn,
        "ssn|social security|social security number|social security no|social|ss number|ss#|ssns|\
        sozialversicherungsnummer",
    ),
    (Label::Aadhaar, "aadhaar|aadhar|adhaar|uidai|uid|aadhaar number|aadhaar no"),
    (Label::Pan, "pan|pan number|pan no|pan card|permanent account number|income tax"),
    (Label::Nric, "nric|identity card|identity card number"),
    (Label::Fin, "fin|fin no|foreign identification number|work permit|employment pass"),
    (Label::Uen, "uen|unique entity number|acra|paynow"),
    (
        Label::Passport,
        "passport|passport number|passport no|passport num|passport id|reisepass|reisepassnummer|passnummer|passeport|\
        pasaporte",
    ),
    (Label::Email, "email|mail address"),
    (
        Label::Phone,
        "phone|phone number|telephone|tel|tel no|mobile|mobile number|mobile no|cell|cellphone|call|calling|whatsapp|\
        hotline|fax|sms|text me|text him|text her|dial|ring me|reach|contact number|contact no|new number|telefon|\
        telefonnummer|handy|handynummer|rufnummer|téléphone|appelez|portable|teléfono|telefono|móvil|movil|llámame|\
        llame|telefonisch|numéro de téléphone|phone no|phone num|landline|callback|call back",
    ),
    (
        Label::Birth,
        "date of birth|birth date|birthday|born|dob|d.o.b|d.o.b.|birth|geboren|geburtsdatum|geburtstag|geb.|\
        date de naissance|né le|née le|naissance|fecha de nacimiento|nacimiento|nació el|nacido el|nacida el|nací el|\
        birthdate|date naissance|fecha nacimiento|né(e) le",
    ),
    (
        Label::Booking,
        "booking reference|booking ref|booking|booking code|booking number|pnr|record locator|locator|\
        flight confirmation|confirmation code|reservation code|reservation|reservation number|buchungscode|\
        buchungsnummer|buchung|numéro de réservation|réservation|reserva|localizador|código de reserva",
    ),
    (Label::Ip, "ip|ip address|client ip|login from|forwarded for|remote addr|host"),
    (Label::Version, "version|build|release|firmware|v|section|rfc|chapter"),
    (
        Label::Unrelated,
        "order|order number|order no|tracking|tracking number|invoice|invoice number|case|case id|case number|\
        part number|part no|serial|serial number|isbn|ticket|voucher|epoch|sha|commit|trace|trace id|policy number|\
        coordinates|population|score|ratio|mac|licence plate|license plate|locker|room|sku|purchase order|request id|\
        timestamp|checksum|hash|uuid|batch|lot|model number|meter|meeting|expires|due|id|session id|transaction id|\
        reference number|distance|took|amount|total|price|status|plan|tier|country|created at|updated at|notes|port|\
        test card|iso|docket|parcel|shipment|consignment|warranty|sensor|zip|postcode|extension",
    ),
];

/// The spellings of one label word, for the automaton.
pub(crate) fn spellings(word: &str) -> Vec<String> {
    let mut spellings: Vec<String> = vec![word.to_owned()];
    if word.contains(' ') {
        spellings.extend(["_", "-", ""].map(|joint| word.replace(' ', joint)));
    }
    spellings
}
