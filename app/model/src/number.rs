/// A number with its thousands apart: 18,204.
pub fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

/// A size for people: 812 bytes, 4.1 kB, 12.0 MB.
pub fn bytes_in_words(n: u64) -> String {
    let (unit, name) = match n {
        0..1_000 => return format!("{n} bytes"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    format!("{}.{} {name}", grouped(n / unit), (n % unit) * 10 / unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart() {
        for (n, text) in [(0, "0"), (999, "999"), (1_000, "1,000"), (18_204, "18,204"), (1_204_957, "1,204,957")] {
            assert_eq!(grouped(n), text);
        }
    }

    #[test]
    fn sizes_have_one_decimal() {
        for (n, text) in [(812, "812 bytes"), (4_180, "4.1 kB"), (12_000_000, "12.0 MB"), (3_050_000_000, "3.0 GB")] {
            assert_eq!(bytes_in_words(n), text);
        }
    }
}
