/// Turns byte offsets of one text into counts of Unicode code points. Offsets that grow cost one walk over the text.
pub(super) struct CodePoints<'a> {
    text: &'a str,
    byte: usize,
    count: usize,
}

impl<'a> CodePoints<'a> {
    pub(super) const fn of(text: &'a str) -> Self {
        Self { text, byte: 0, count: 0 }
    }

    /// How many code points lie before this byte; a byte inside a character counts as the character's first.
    pub(super) fn before(&mut self, byte: usize) -> usize {
        let byte = self.text.floor_char_boundary(byte);
        if byte < self.byte {
            (self.byte, self.count) = (0, 0);
        }
        self.count += self.text.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.count
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_count_once_whatever_their_size() {
        let text = "aü€😀z";
        let mut points = CodePoints::of(text);

        let counts: Vec<usize> = [0, 1, 3, 6, 10, 11, 3, 99].into_iter().map(|byte| points.before(byte)).collect();

        assert_eq!(counts, [0, 1, 2, 3, 4, 5, 2, 5]);
    }
}
