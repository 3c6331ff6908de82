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
        "card|card number|card no|card num|credit card|credit card number|debit card|debit card number|cardholder|card holder|\
        cc num|cc number|cc no|ccnum|cc|amex|american express|visa|visa card|mastercard|master card|maestro|discover card|\
        diners|jcb|unionpay|payment card|payment method|kreditkarte|kreditkartennummer|kartennummer|carte bancaire|\
        carte bleue|numéro de carte|carte de crédit|tarjeta|tarjeta de crédito|número de tarjeta|carta di credito|\
        numero carta|cartão|cartão de crédito|creditcard|creditcardnummer|primary account number",
    ),
    (Label::Iban, "iban|bank iban|iban number|iban no"),
    (
        Label::Bank,
        "account|acct|acc no|account number|account no|account num|account nr|bank account|bank account number|bank account no|\
        bank acct|bank acct no|acct number|acct no|acct num|a/c|a/c no|a/c number|checking|savings|checking account|\
        savings account|checking acct|savings acct|current account|deposit account|beneficiary account|payee account|\
        checking account number|savings account number|account id number|direct deposit|kontonummer|compte bancaire|\
        numéro de compte|número de cuenta|cuenta bancaria",
    ),
    (
        Label::Routing,
        "routing|routing number|routing no|routing num|routing code|routing id|bank routing|bank routing number|\
        routing transit|routing transit number|aba|aba routing|aba number|aba no|aba code|rtn|transit number|transit no|\
        routing/transit|fedwire|ach routing|wire routing",
    ),
    (
        Label::Ssn,
        "ssn|social security|social security number|social security no|social security num|social|ss number|ss no|ss#|ssns|\
        ssn/tin|soc sec|soc sec no|soc sec number|socsec|taxpayer id|tax id|taxpayer identification number|tin|itin|\
        background report|background check|sozialversicherungsnummer|numéro de sécurité sociale|seguro social|\
        número de seguro social",
    ),
    (
        Label::Aadhaar,
        "aadhaar|aadhar|adhaar|adhar|uidai|uid|aadhaar number|aadhaar no|aadhaar card|aadhaar id|aadhar number|aadhar no|\
        aadhar card|ekyc|आधार",
    ),
    (Label::Pan, "pan|pan number|pan no|pan card|pan card number|permanent account number|income tax|itr|tds"),
    (Label::Nric, "nric|nric no|nric number|nric/fin|identity card|identity card number|ic number|ic no|singpass"),
    (Label::Fin, "fin|fin no|fin number|foreign identification number|foreigner id|work permit|work pass|employment pass|s pass"),
    (
        Label::Uen,
        "uen|uen no|uen number|unique entity number|acra|paynow|company registration number|business registration number|\
        gst reg",
    ),
    (
        Label::Passport,
        "passport|passport number|passport no|passport num|passport nr|passport id|passport details|travel document|\
        travel document number|reisepass|reisepassnummer|reisepass nr|passnummer|passeport|numéro de passeport|pasaporte|\
        número de pasaporte|passaporto|numero passaporto|passaporte|número do passaporte|paspoort|paspoortnummer|paszport|\
        паспорт|паспорта|паспорту|numer paszportu|paszportu|číslo pasu|pasu|číslo cestovného pasu|pasnummer|rejsepas|passi|passin numero|\
        pasaport|pasaport numarası|paspor|nomor paspor|útlevél|útlevélszám|pașaport|număr pașaport|putovnica|broj putovnice|pasoš|\
        broj pasoša|διαβατήριο|αριθμός διαβατηρίου|номер паспорта|паспорт номер|pase|paso numeris|passi number|hộ chiếu|số hộ chiếu|\
        パスポート|护照|여권",
    ),
    (Label::Email, "email|mail address"),
    (
        Label::Phone,
        "phone|phone number|phone no|phone num|telephone|telephone number|tel|tel no|tel nr|mobile|mobile number|mobile no|\
        mobile phone|cell|cell phone|cellphone|cell number|call|calling|call me|called|call back|callback|phoned|whatsapp|\
        signal|telegram|viber|hotline|helpline|fax|fax number|sms|sms to|text me|text him|text her|text us|text them|text to|\
        please text|dial|dialled|ring|ring me|ring him|ring her|ringing|reach|reached|reachable|contact|contact number|\
        contact no|contact me|emergency contact|new number|my number|my number is|her number|his number|their number|\
        our number|your number|direct line|direct dial|office line|office number|home number|work number|voicemail|pager|\
        switchboard|landline|telefon|telefonnummer|telefonnr|tel.-nr|handy|handynummer|mobilnummer|mobil|rufnummer|\
        meine nummer|nummer ist|rufen sie|ruf mich|anrufen|anruf|erreichbar|erreichen|telefonisch|téléphone|\
        numéro de téléphone|appelez|appelle|appeler|rappeler|portable|mon numéro|joignable|gsm|teléfono|telefono|\
        número de teléfono|mi número|móvil|movil|celular|llámame|llame|llamar|llámeme|numero di telefono|cellulare|chiamami|\
        chiamare|chiamate|il mio numero|telefone|telemóvel|ligue|meu número|telefoonnummer|telefoon|mobiel|bel me|bel mij|\
        telefonu|телефон|тел|номер телефона|numer telefonu|komórka|komórki|zadzwoń|telefonní číslo|telefónne číslo|zavolejte|\
        puhelin|puhelinnumero|puhelinnumeroni|soita|telefon numarası|telefon numaram|cep telefonu|telepon|nomor telepon|nomor hp|\
        ponsel|hubungi|telefonszám|hívjon|număr de telefon|sunați|broj telefona|nazovite|телефонен номер|номер телефону|\
        подзвоніть|τηλέφωνο|κινητό|telefoninumber|tālrunis|telefonas|số điện thoại|điện thoại|電話|电话|手机|전화",
    ),
    (
        Label::Birth,
        "date of birth|birth date|birthdate|birthday|born|born on|dob|d.o.b|d.o.b.|birth|bday|b day|year of birth|geboren|\
        geburtsdatum|geburtstag|geb.|geb|geb.-datum|date de naissance|date naissance|né le|née le|né(e) le|naissance|\
        anniversaire|fecha de nacimiento|fecha nacimiento|nacimiento|nació el|nació|nacido el|nacida el|nacido|nacida|nací el|\
        nací|cumpleaños|data di nascita|nascita|nato il|nata il|nato|nata|compleanno|data de nascimento|nascimento|nascido|\
        nascida|nasceu|geboortedatum|geboren op|geboorte|verjaardag|född|födelsedatum|fødselsdato|syntymäaika|data urodzenia|\
        urodzony|urodzona|ur.|datum narození|narozen|narozena|nar.|dátum narodenia|narodený|narodená|født|født den|fødselsdag|\
        födelsedag|syntynyt|syntymäpäivä|doğum tarihi|doğumlu|doğdu|doğum günü|tanggal lahir|tarikh lahir|lahir|születési idő|\
        született|data nașterii|născut|născută|datum rođenja|rođen|rođena|дата на раждане|роден|родена|дата народження|\
        народився|народилася|ημερομηνία γέννησης|γεννήθηκε|sünniaeg|dzimšanas datums|gimimo data|rojstni datum|\
        data de naixement|ngày sinh|дата рождения|родился|родилась|день рождения|出生日期|生年月日|出生|생년월일",
    ),
    (
        Label::Booking,
        "booking|booking reference|booking ref|booking code|booking number|booking no|booking id|booking confirmation|pnr|\
        pnr code|pnr number|pnr no|pnr reference|pnr ref|record locator|locator|locator code|flight confirmation|\
        flight booking|flight reference|airline reference|airline confirmation|airline code|confirmation code|\
        confirmation number|confirmation no|reservation|reservation code|reservation number|reservation no|reservation id|\
        reservation reference|itinerary|itinerary number|itinerary code|trip reference|travel reference|check in with|\
        check in code|buchungscode|buchungsnummer|buchungsreferenz|buchung|reservierungsnummer|reservierungscode|\
        numéro de réservation|référence de réservation|code de réservation|réservation|dossier de réservation|reserva|\
        número de reserva|localizador|código de reserva|referencia de reserva|prenotazione|codice prenotazione|\
        codice di prenotazione|numero prenotazione|código da reserva|boekingsnummer|boekingscode|boeking|reserveringsnummer|\
        reserveringscode|numer rezerwacji|kod rezerwacji|rezerwacja|rezerwacji|číslo rezervace|kód rezervace|rezervace|\
        číslo rezervácie|bookingnummer|bookingkode|reservationsnummer|reservationskod|bokningsnummer|bokningskod|varausnumero|\
        varaustunnus|varauskoodi|rezervasyon numarası|rezervasyon kodu|rezervasyon|nomor reservasi|kode reservasi|kode booking|\
        kode pemesanan|foglalási szám|foglalási kód|număr de rezervare|cod de rezervare|broj rezervacije|kod rezervacije|\
        номер бронирования|код бронирования|бронирование|номер бронювання|κωδικός κράτησης|αριθμός κράτησης|mã đặt chỗ|\
        予約番号|预订编号|예약번호",
    ),
    (Label::Ip, "ip|ip address|ipv4|ipv6|client ip|source ip|login from|forwarded for|remote addr|host"),
    (Label::Version, "version|build|release|firmware|v|ver|section|rfc|chapter|upgrade|oid"),
    (
        Label::Unrelated,
        "order|order number|order no|order id|tracking|tracking number|tracking no|invoice|invoice number|invoice no|case|\
        case id|case number|part number|part no|serial|serial number|serial no|isbn|ticket|ticket number|ticket no|voucher|\
        epoch|sha|md5|commit|trace|trace id|policy number|coordinates|latitude|longitude|population|score|ratio|mac|\
        licence plate|license plate|locker|room|sku|purchase order|po number|request id|timestamp|checksum|hash|uuid|guid|\
        batch|lot|model number|meter|meeting|expires|expiry|expiration|exp|valid until|valid through|due|due date|deadline|\
        appointment|renews|renewal|id|session id|transaction id|reference number|payment reference|distance|took|duration|\
        bytes|amount|total|price|balance|salary|revenue|status|plan|tier|country|created|created at|updated|updated at|\
        released|shipped|delivered|issued|hired|joined|start date|end date|notes|port|test card|iso|docket|parcel|shipment|\
        consignment|warranty|sensor|zip|zip code|postcode|postal code|extension|error|error code|issue number|bug|\
        pull request|revision|quote number|imei|vin|ean|upc|gtin|barcode|awb|promo code|coupon|discount code|gift code|\
        colour code|color code|code|seat|gate|flight number|flight no|job number|job id|user id|customer id|employee id|\
        customer number|member number|student id|asset tag|rechnung|rechnungsnummer|bestellnummer|auftragsnummer|kundennummer|\
        facture|commande|pedido|factura|numéro de commande|número de pedido|fattura|ordine",
    ),
];

/// The spellings of one label word, for the automaton.
pub(crate) fn spellings(word: &str) -> Vec<String> {
    let mut spellings: Vec<String> = vec![word.to_owned()];
    if word.contains(' ') {
        spellings.extend(["_", "-", ""].map(|joint| word.replace(' ', joint)));
    }
    // The automaton knows the case of ASCII letters only.
    if let Some(first) = word.chars().next().filter(|first| !first.is_ascii()) {
        let capital: String = first.to_uppercase().collect();
        let rest = word.get(first.len_utf8()..).unwrap_or_default();
        if !capital.starts_with(first) {
            spellings.push(capital + rest);
        }
    }
    spellings
}
