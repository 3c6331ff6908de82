//! A second detector, slow and obvious, written from the rules and not from the code. It knows values that
//! prove themselves; on random texts both must agree about them.

/// Word, start and end of what a number proves itself to be.
pub(crate) type Claim = (&'static str, usize, usize);

/// Every card, IBAN, NRIC, FIN and PAN that stands alone, as plain ASCII, in the text.
pub(crate) fn claims(text: &str) -> Vec<Claim> {
    let bytes = text.as_bytes();
    let mut claims = Vec::new();
    for start in 0..bytes.len() {
        for end in start + 1..=bytes.len().min(start + 40) {
            let stands_alone = !touches(bytes, start, end);
            if let Some(word) = text.get(start..end).and_then(word_of).filter(|_| stands_alone) {
                claims.push((word, start, end));
            }
        }
    }
    claims
}

fn touches(bytes: &[u8], start: usize, end: usize) -> bool {
    let is_joint = |b: u8| !b.is_ascii() || b.is_ascii_alphanumeric() || b"_-./@%\\&".contains(&b);
    (start > 0 && is_joint(bytes[start - 1])) || bytes.get(end).is_some_and(|b| is_joint(*b))
}

fn word_of(value: &str) -> Option<&'static str> {
    if is_card(value) {
        Some("credit_card")
    } else if is_iban(value) {
        Some("iban")
    } else if is_person(value, "ST") {
        Some("nric")
    } else if is_person(value, "FGM") {
        Some("fin")
    } else if is_pan(value) {
        Some("pan")
    } else {
        None
    }
}

/// Visa, Mastercard and American Express, in one piece.
fn is_card(value: &str) -> bool {
    if !value.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let is_issued = match value.len() {
        16 => value.starts_with('4') || ["51", "52", "53", "54", "55"].iter().any(|head| value.starts_with(head)),
        15 => value.starts_with("34") || value.starts_with("37"),
        _ => false,
    };
    let mut sum = 0;
    for (place, digit) in value.bytes().rev().map(|b| u32::from(b - b'0')).enumerate() {
        let counted = if place % 2 == 0 { digit } else { digit * 2 };
        sum += counted / 10 + counted % 10;
    }
    is_issued && sum % 10 == 0
}

/// A German or British IBAN in one piece: the remainder of the whole number, digit by digit.
fn is_iban(value: &str) -> bool {
    if value.len() != 22 || !(value.starts_with("DE") || value.starts_with("GB")) || !value.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    if !value[2..4].bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let mut digits = String::new();
    for c in value[4..].chars().chain(value[..4].chars()) {
        digits.push_str(&c.to_digit(36).unwrap_or_default().to_string());
    }
    digits.bytes().fold(0, |rest, b| (rest * 10 + u32::from(b - b'0')) % 97) == 1
}

fn is_person(value: &str, heads: &str) -> bool {
    let letters: Vec<char> = value.chars().collect();
    if letters.len() != 9 || !heads.contains(letters[0]) || !letters[1..8].iter().all(char::is_ascii_digit) {
        return false;
    }
    let weights = [2, 7, 6, 5, 4, 3, 2];
    let mut sum: u32 = letters[1..8].iter().zip(weights).map(|(c, weight)| c.to_digit(10).unwrap_or_default() * weight).sum();
    sum += match letters[0] {
        'T' | 'G' => 4,
        'M' => 3,
        _ => 0,
    };
    let table = match letters[0] {
        'S' | 'T' => "JZIHGFEDCBA",
        'F' | 'G' => "XWUTRQPNMLK",
        _ => "XWUTRQPNJLK",
    };
    table.chars().nth((sum % 11) as usize) == Some(letters[8])
}

fn is_pan(value: &str) -> bool {
    let bytes = value.as_bytes();
    bytes.len() == 10
        && bytes[..5].iter().chain(&bytes[9..]).all(u8::is_ascii_uppercase)
        && bytes[5..9].iter().all(u8::is_ascii_digit)
        && &bytes[5..9] != b"0000"
        && b"ABCFGHJLPT".contains(&bytes[3])
}
