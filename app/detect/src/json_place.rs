/// Reads valid JSON from left to right and says where in it a stretch lies.
pub(crate) struct JsonPlace<'t> {
    bytes: &'t [u8],
    at: usize,
    is_in_string: bool,
}

/// A stretch that can be replaced without breaking the JSON around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) start: usize,
    pub(crate) end: usize,
    /// It is no part of a string, so what replaces it needs quotation marks.
    pub(crate) is_bare: bool,
}

impl<'t> JsonPlace<'t> {
    pub(crate) fn new(text: &'t str) -> Self {
        Self { bytes: text.as_bytes(), at: 0, is_in_string: false }
    }

    /// Widens `start..end` to whole escapes or to a whole number. Stretches come in the order of the text.
    pub(crate) fn widen(&mut self, start: usize, end: usize) -> Stretch {
        let mut from = self.at;
        while self.at < start.min(self.bytes.len()) {
            from = self.at;
            self.step();
        }
        if self.at > start {
            self.at = from;
        }
        if !self.is_in_string {
            return self.number(self.at, end);
        }
        let start = self.at;
        while self.at < end.min(self.bytes.len()) && self.is_in_string {
            from = self.at;
            self.step();
        }
        if !self.is_in_string {
            // The string ends here; its last quotation mark stays.
            self.at = from;
            self.is_in_string = true;
        }
        Stretch { start, end: self.at, is_bare: false }
    }

    /// Passes one character of the syntax, an escape at once.
    fn step(&mut self) {
        let width = match (self.bytes.get(self.at..), self.is_in_string) {
            (Some([b'\\', b'u', ..]), true) => 6,
            (Some([b'\\', ..]), true) => 2,
            (Some([b'"', ..]), is_in_string) => {
                self.is_in_string = !is_in_string;
                1
            }
            _ => 1,
        };
        self.at += width;
    }

    fn number(&mut self, start: usize, end: usize) -> Stretch {
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'+');
        let head = self.bytes.get(..start).unwrap_or_default().iter().rev().take_while(|b| is_part(b)).count();
        let tail = self.bytes.get(end..).unwrap_or_default().iter().take_while(|b| is_part(b)).count();
        self.at = end + tail;
        Stretch { start: start - head, end: end + tail, is_bare: true }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, value: &str, expected: &str, is_bare: bool) {
        let start = text.find(value).unwrap();

        let stretch = JsonPlace::new(text).widen(start, start + value.len());

        assert_eq!((&text[stretch.start..stretch.end], stretch.is_bare), (expected, is_bare), "{text}");
    }

    #[test]
    fn escapes_and_numbers_stay_whole() {
        check(r#"{"a": "x 123 y"}"#, "123", "123", false);
        check(r#"{"a": "\u00e9mail"}"#, "00e9m", r"\u00e9m", false);
        check(r#"{"a": "b\n", "c": 1}"#, "b\\", "b\\n", false);
        check(r#"{"a": -1234.5}"#, "1234", "-1234.5", true);
        check(r#"["a\"b", 12]"#, "12", "12", true);
        check(r#"["ab", "cd"]"#, "b\", \"c", "b", false);
    }
}
